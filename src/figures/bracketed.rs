//! What brackets say of the figures around them: whose words a figure behind one bears, and which figure one explains.

use super::{
    figure::{Figure, Role},
    folded::Folded,
    glyphs,
    layout::Brackets,
    units::Class,
    words::Cue,
};
use crate::text::words::holds_any;

/// 占年度任务（1026台）55.75%: the words of the percent stand before the bracket.
pub fn tell_shares(text: &Folded<'_>, figures: &mut [Figure<'_>], brackets: &Brackets) {
    for (open, close) in &brackets.spans {
        let at = figures.partition_point(|figure| figure.start <= *close);
        let words = text.between(open.saturating_sub(12), *open);
        let words = words.rsplit(glyphs::is_break).next().unwrap_or_default();
        if let Some(figure) =
            figures.get_mut(at).filter(|f| *close < f.start && f.start - *close <= 4 && f.class == Class::Percent)
            && words.contains('占')
        {
            figure.role = Role::Share;
        }
    }
}

/// The figure right before each bracket; a few words may stand between.
pub fn owners(text: &Folded<'_>, figures: &[Figure<'_>], brackets: &Brackets) -> Vec<Option<usize>> {
    brackets
        .spans
        .iter()
        .map(|(open, _)| {
            let at = figures.partition_point(|figure| figure.end <= *open).checked_sub(1)?;
            let figure = figures.get(at)?;
            let between = text.chars.get(figure.end..*open)?;
            // An English word takes the room of two or three Chinese ones.
            let most = if between.iter().any(|c| glyphs::is_han(*c)) { 16 } else { 32 };
            if between.len() > most {
                return None;
            }
            let each = text.between(figure.end, *open).contains("均为");
            let near = each || !between.iter().any(|c| glyphs::is_break(*c) || *c == '(');
            if near && matches!(figure.role, Role::Growth(_)) {
                return grown_before(figures, at);
            }
            (near && figure.is_amount()).then_some(at)
        })
        .collect()
}

/// 满意率（含基本满意）97.85%: the words of a rate stand before a bracket that holds no figure.
pub fn name_rates<'t>(text: &'t Folded<'t>, figures: &mut [Figure<'t>], brackets: &Brackets) {
    for (open, close) in &brackets.spans {
        let at = figures.partition_point(|figure| figure.start <= *close);
        let empty = at == 0 || figures[at - 1].end <= *open;
        let from = at.checked_sub(1).map_or(0, |before| figures[before].end);
        let Some(figure) = figures.get_mut(at) else { continue };
        let behind = figure.label_start == close + 1 && figure.label.trim().is_empty() && figure.start - close <= 2;
        if !empty || !behind || figure.class != Class::Percent || from >= *open {
            continue;
        }
        // 办结率（不含退件）: of another whole.
        let inside = text.between(*open, *close);
        if holds_any(inside, &["不含", "不计", "剔除", "扣除", "除外", "不包括"]) {
            continue;
        }
        let words = text.between(from, *open);
        let name = words.rsplit(glyphs::is_break).next().unwrap_or_default();
        if name.ends_with('率') {
            figure.label_start = open - name.chars().count();
            figure.label = text.between(figure.label_start, *open);
        }
    }
}

/// 65585万元，增长9.5%（工业40653万元，…；建筑业24932万元，…）: what has grown, where its kinds stand in the bracket behind its growth.
fn grown_before(figures: &[Figure<'_>], rate: usize) -> Option<usize> {
    let at = rate.checked_sub(1)?;
    let (whole, first) = (&figures[at], figures.get(rate + 1)?);
    let grown = whole.is_amount() && whole.sentence == figures[rate].sentence && whole.depth == figures[rate].depth;
    let kind = first.is_amount()
        && first.unit == whole.unit
        && first.label.chars().filter(|c| glyphs::is_han(*c)).count() >= 2;
    (grown && kind && first.role == Role::Level && !first.says(Cue::Past)).then_some(at)
}

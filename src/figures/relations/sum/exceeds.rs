//! A part that is more than the whole that 其中 makes it a part of.

use rust_decimal::Decimal;

use super::{Found, is_subset};
use crate::{
    figures::{
        document::Document,
        figure::{Figure, Role, plain},
        nouns::shares_noun,
        units::Class,
        words::{Cue, WORDS},
    },
    model::{RelationKind, Verdict, Words},
};

/// Amounts before a part among which no other may be its whole.
const BACK: usize = 12;

/// Figures before a part among which it is asked whether the whole has another.
const FAR: usize = 256;

/// Words that say that a part is counted otherwise than its whole: over a longer time, or with what was there before.
const OTHERWISE: [&str; 12] =
    ["累计", "历年", "历史", "往年", "上年", "去年", "结转", "存量", "次", "子项目", "标段", "带动"];

/// Finds them: whole things counted in one unit, a single part, no other whole that it could be of.
pub(super) fn find(document: &Document<'_>) -> Vec<Found> {
    (1..document.figures.len()).filter_map(|part| exceeds(document, part)).collect()
}

fn exceeds(document: &Document<'_>, part: usize) -> Option<Found> {
    let figures = &document.figures;
    let figure = &figures[part];
    let whole = document.owner[part].filter(|_| document.owned_directly[part] && figure.says(Cue::Among))?;
    let counted = |f: &Figure<'_>| f.exact() && f.class == Class::Count && f.role == Role::Level;
    if !counted(figure) || !counted(&figures[whole]) || figure.base()? <= figures[whole].base()? {
        return None;
    }
    let together = figures[whole].sentence == figure.sentence && figure.depth == figures[whole].depth;
    let alone = (whole.max(part.saturating_sub(FAR))..figures.len().min(part + BACK))
        .filter(|i| document.owner[*i] == Some(whole))
        .count()
        == 1;
    let other = (part.saturating_sub(BACK)..part).any(|i| {
        i != whole
            && figures[i].same_unit(figure)
            && figures[i].base() >= figure.base()
            && figures[i].line == figure.line
    });
    let words = document.between(figures[whole].end, figure.tail_end.max(figure.end));
    let otherwise = OTHERWISE.iter().any(|word| words.contains(word) || figures[whole].label.contains(word));
    let flow = figures[whole].says(Cue::Inflow) && figure.says(Cue::Outflow);
    // 行政村164个，其中通客车的自然村386个: of things of another name it is no part.
    let words = figure.label.trim_end();
    let done = (0..WORDS.exclusive.len()).any(|set| document.member_of(part, set).is_some());
    let same = words.ends_with('的') || done && figure.tail.is_empty() || shares_noun(document, whole, part, 2);
    // 建议86件、提案78件，其中办复164件: of both.
    let all = (part.saturating_sub(BACK)..part)
        .filter(|i| figures[*i].same_unit(figure) && figures[*i].sentence == figure.sentence && document.is_level(*i))
        .try_fold(Decimal::ZERO, |sum, i| sum.checked_add(figures[i].base()?))?;
    if !same || all >= figure.base()? {
        return None;
    }
    if !together || !alone || other || otherwise || flow || is_subset(document, part) || document.each[part] {
        return None;
    }
    let (p, w) = (plain(figure.value, figure.decimals), plain(figures[whole].value, figures[whole].decimals));
    Some(Found {
        kind: RelationKind::Sum,
        operands: vec![part, whole],
        expression: format!("{p} > {w}"),
        reported: w,
        computed: p,
        verdict: Verdict::Unclear,
        note: Words::new("“其中”的部分大于总数", "a part is more than its whole"),
    })
}

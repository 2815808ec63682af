//! What was added to a value, said beside the rate by which it grew: 余额1846.2亿元，较年初增长5.35%，新增93.8亿元; 藏品总数128436件，…新增
//! 藏品2318件，增长1.84%; and the years of a series: 依次为18.36亿元、22.05亿元和26.91亿元，后两年分别增长20.1%、22.0%.

use super::{Found, arithmetic, change, reported_in, settled};
use crate::{
    figures::{
        document::{Document, total_cue},
        figure::Role,
        nouns::shares_noun,
        units::Class,
        words::Cue,
    },
    model::{RelationKind, Verdict},
    text::words::holds_any,
};

/// Figures before an addition that are looked at for the value that it was added to.
const BACK: usize = 8;

/// Finds them; of a rate that `found` has told already nothing is said.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    let told = reported_in(document, found.iter().filter(|f| settled(f.verdict)));
    for at in 1..document.figures.len() {
        if document.figures[at].hedged {
            continue;
        }
        let relation =
            behind_rate(document, at).or_else(|| before_rate(document, at)).or_else(|| between(document, at));
        found.extend(relation.filter(|f| f.operands.last().is_some_and(|rate| !told[*rate])));
        found.extend(series(document, at).into_iter().flatten());
    }
}

/// A rate of growth at `at`.
fn grows(document: &Document<'_>, at: usize) -> bool {
    let figure = &document.figures[at];
    figure.class == Class::Percent
        && figure.role == Role::Growth(true)
        && !figure.hedged
        && !change::unsafe_words(document, at)
}

/// 较年初增长5.35%，新增93.8亿元: value, rate and addition follow each other.
fn behind_rate(document: &Document<'_>, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let (value, rate) = (at.checked_sub(2)?, at - 1);
    let said = &figures[at];
    if figures[rate].role != Role::Growth(true) {
        return None;
    }
    let plain = matches!(said.label.trim(), "新增" | "净增" | "增量" | "增加额" | "增量为" | "当年新增" | "本年新增");
    let together = [value, rate].iter().all(|i| figures[*i].clause == said.clause && figures[*i].depth == said.depth);
    let sound = document.is_level(value) && figures[value].same_unit(said) && !figures[value].hedged;
    if !plain || !together || !sound || !grows(document, rate) {
        return None;
    }
    let found = change::growth(document, value, at, rate, true)?;
    // Against last year's month no stock of the beginning stands.
    let since = ["年初", "上年末", "上年底", "去年末", "去年底", "上月末", "上季度末"];
    let stock = holds_any(figures[rate].label, &since);
    (settled(found.verdict) || stock).then(|| soften(found))
}

/// 志愿者43.6万人，较去年末新增5.2万人，增长13.5%: value, addition and rate follow each other.
fn between(document: &Document<'_>, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let (value, rate) = (at.checked_sub(1)?, at + 1);
    let said = &figures[at];
    let since = said.says(Cue::Past) && said.label.contains(['较', '比']) && said.label.trim_end().ends_with("新增");
    let together = figures.get(rate).is_some_and(|next| next.clause == said.clause && next.depth == said.depth)
        && figures[value].clause == said.clause
        && figures[value].depth == said.depth;
    let sound = document.is_level(value) && figures[value].same_unit(said) && !figures[value].hedged;
    let bare = together && document.own_noun(rate).is_empty() && !figures[rate].says(Cue::Comparator);
    (since && bare && sound && grows(document, rate))
        .then(|| change::growth(document, value, at, rate, true).map(soften))?
}

/// 新增藏品2318件，增长1.84%: of the whole that bears the noun; good for a proof only.
fn before_rate(document: &Document<'_>, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let added = &figures[at];
    let rate = at + 1;
    let next = figures.get(rate).filter(|next| next.sentence == added.sentence && next.depth == added.depth)?;
    let bare = || document.own_noun(rate).is_empty() && !next.says(Cue::Comparator) && next.digits() >= 3;
    if !document.is_level(at) || !added.label.contains("新增") || !grows(document, rate) || !bare() {
        return None;
    }
    let wholes = (at.saturating_sub(BACK)..at).rev().filter(|i| {
        let whole = &figures[*i];
        document.is_level(*i)
            && whole.same_unit(added)
            && !whole.hedged
            && (total_cue(whole) || whole.label.contains('总'))
            && shares_noun(document, *i, at, 2)
    });
    wholes
        .filter_map(|whole| change::growth(document, whole, at, rate, true))
        .find(|found| found.verdict == Verdict::Consistent)
}

/// n values side by side and n − 1 rates behind them: each rate is of two neighbours.
fn series(document: &Document<'_>, at: usize) -> Option<Vec<Found>> {
    let figures = &document.figures;
    let (first, size) = document.groups[at];
    let values = first.checked_sub(size + 1).filter(|_| first == at && size >= 2)?;
    let listed = document.groups[values] == (values, size + 1) && document.is_level(values);
    let rates =
        (first..first + size).all(|i| figures[i].class == Class::Percent && matches!(figures[i].role, Role::Growth(_)));
    let exact = (values..first + size).all(|i| !figures[i].hedged) && figures[values].sentence == figures[at].sentence;
    if !listed || !rates || !exact || !figures[at].label.contains("分别") || change::unsafe_words(document, at) {
        return None;
    }
    let relations: Vec<Found> = (0..size)
        .map(|step| arithmetic::growth(document, values + step, values + step + 1, first + step))
        .collect::<Option<_>>()?;
    let open = relations.iter().filter(|f| !settled(f.verdict)).count();
    (open == 0 || open == 1 && size >= 2).then(|| relations.into_iter().map(soften).collect())
}

/// What is broken is a question: something else may have been meant.
fn soften(found: Found) -> Found {
    let verdict = if found.verdict == Verdict::Inconsistent { Verdict::Unclear } else { found.verdict };
    Found { kind: RelationKind::Growth, verdict, ..found }
}

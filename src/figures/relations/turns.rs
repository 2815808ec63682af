//! Changes told in turn, as many values, changes and rates in one order; and a rate that is told the other way than its change.

use super::{
    Found,
    change::{
        candidates, growth, growth_of, growth_percent, is_earlier, rate_beside, rate_of_change, says_direction,
        unsafe_words, yearly,
    },
    judge, settled,
};
use crate::{
    figures::{document::Document, figure::Role, units::Class},
    model::Verdict,
};

/// 962起，死亡1103人，同比减少事故71起，减少死亡88人，分别下降6.9%和7.4%: as many values, changes and rates, in one order.
pub(super) fn in_turn(document: &Document<'_>, at: usize) -> Option<(usize, usize)> {
    let figures = &document.figures;
    let rates = (at + 1..figures.len().min(at + 4)).find(|i| figures[*i].class == Class::Percent)?;
    let (first, size) = document.groups[rates];
    let (changes, values) = (first.checked_sub(size)?, first.checked_sub(2 * size)?);
    let order = at.checked_sub(changes).filter(|order| first == rates && size >= 2 && *order < size)?;
    let told = figures[rates].label.contains("分别") && figures[rates].sentence == figures[values].sentence;
    let changed = (changes..rates).all(|i| matches!(figures[i].role, Role::Change(_)) && !figures[i].hedged);
    let alike = (0..size).all(|i| {
        let (value, change, rate) = (values + i, changes + i, rates + i);
        document.is_level(value)
            && figures[value].same_unit(&figures[change])
            && growth_percent(&figures[rate]).is_some()
            && !unsafe_words(document, rate)
    });
    (told && changed && alike).then_some((values + order, rates + order))
}

/// `A、B、C，分别比上年增加a、b、c，分别增长p、q、r`.
pub(super) fn listed(document: &Document<'_>, at: usize, up: bool, groups: &[(usize, usize)], found: &mut Vec<Found>) {
    let (first, size) = groups[at];
    let rates = first + size;
    let paired = groups.get(rates).is_some_and(|(start, count)| *start == rates && *count == size)
        && growth_percent(&document.figures[rates]).is_some()
        && document.figures[rates].sentence == document.figures[at].sentence;
    let values: Vec<usize> = (0..first).rev().take(size * 2).filter(|i| document.is_level(*i)).take(size).collect();
    let order = at - first;
    if !paired || values.len() != size {
        return;
    }
    let Some(&value) = values.get(size - 1 - order) else { return };
    if !document.figures[value].same_unit(&document.figures[at]) {
        return;
    }
    found.extend(growth(document, value, at, rates + order, up));
}

/// 减少1240起，上升17.74%: the rate that value and change give to the last digit, told the other way.
pub(super) fn turned(document: &Document<'_>, at: usize, up: bool) -> Option<Found> {
    let figures = &document.figures;
    let rate = rate_beside(document, at).into_iter().find(|rate| *rate == at + 1)?;
    let values = candidates(document, at, at);
    let sure = !yearly(&figures[at]) && !figures[at].hedged && !figures[rate].hedged;
    let figure = &figures[rate];
    let told = growth_percent(figure).is_some_and(|other| other != up) && says_direction(figure);
    if !told || !sure || figure.digits() < 3 || document.own_noun(rate).len() > 1 {
        return None;
    }
    values.iter().find_map(|&value| {
        let earlier = figures[value].role == Role::Before || is_earlier(&figures[value]);
        let (computed, _) = rate_of_change(&figures[value], &figures[at], up, earlier)?;
        let found = growth_of(document, [value, at, rate], up, earlier)?;
        settled(judge(figure, computed)).then_some(Found { verdict: Verdict::Unclear, ..found })
    })
}

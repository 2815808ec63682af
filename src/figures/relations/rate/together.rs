//! Rates of the members of a list together, where no other figure is their part.

use rust_decimal::Decimal;

use super::{Base, LONGEST_LIST, Question, quotient};
use crate::{
    figures::{
        document::Document,
        relations::{Found, arithmetic},
        repair,
    },
    model::Verdict,
};

/// Characters before a rate in which the members of a list are named.
const NAMES: usize = 40;

/// 城中（164件）、河东（71件）、沙坝（58件），合计占比70.19%: the list before it, together.
pub(super) fn list(document: &Document<'_>, at: usize, near: &[usize]) -> Option<Vec<usize>> {
    let figures = &document.figures;
    let label = figures[at].label.trim_start();
    if !["合计占", "共占", "累计占", "总计占", "合占"].iter().any(|word| label.starts_with(word)) {
        return None;
    }
    let mut list: Vec<usize> = Vec::new();
    for i in document.earlier_levels(at, LONGEST_LIST) {
        let goes_on = list.last().is_none_or(|last: &usize| {
            *last == i + 1 && figures[i].same_unit(&figures[*last]) && figures[i].depth == figures[*last].depth
        });
        if !goes_on || figures[i].sentence != figures[at].sentence || figures[i].hedged {
            break;
        }
        list.push(i);
    }
    list.reverse();
    (list.len() >= 2 && near.len() < list.len()).then_some(list)
}

/// 农业26.18亿元、林业5.67亿元、牧业20.42亿元；农业、牧业两项占比76.0%: the members of a list that the words before the rate name.
pub(super) fn named(document: &Document<'_>, at: usize) -> Option<Vec<usize>> {
    let figures = &document.figures;
    let label = figures[at].label.trim();
    let (_, count) = [("两项", 2), ("二者", 2), ("两者", 2), ("三项", 3), ("三者", 3)]
        .into_iter()
        .find(|(word, _)| label.contains(word))?;
    let previous = at.checked_sub(1).map_or(0, |before| figures[before].end);
    let words = document.between(previous.max(figures[at].start.saturating_sub(NAMES)), figures[at].start);
    let clause = words.rsplit([',', ';', '。', ':']).next().unwrap_or_default();
    let names: Vec<&str> = clause
        .split(['、', '和', '与', '及'])
        .map(|name| name.split(['两', '二', '三']).next().unwrap_or_default().trim())
        .collect();
    let level = |i: &usize| document.is_level(*i) && !figures[*i].hedged && figures[*i].line == figures[at].line;
    let called = |name: &str| {
        let mut all = (at.saturating_sub(LONGEST_LIST)..at)
            .filter(level)
            .filter(|i| figures[*i].label.trim().trim_start_matches("其中") == name);
        all.next().filter(|_| all.next().is_none())
    };
    let members: Vec<usize> =
        names.iter().filter(|name| name.chars().count() >= 2).filter_map(|name| called(name)).collect();
    (members.len() == count && names.len() == count).then_some(members)
}

/// 城中（164件）、河东（71件）、沙坝（58件），合计占比70.91%: the list together of the one whole in the sentence, where two swapped digits explain the
/// rate.
pub(super) fn of_list(document: &Document<'_>, question: &Question, list: &[usize]) -> Option<Found> {
    let figures = &document.figures;
    let rate = &figures[question.rate];
    let (_, sum) = arithmetic::total(document, list)?;
    let whole = |base: &&Base| match base {
        Base::Figure(at) => {
            figures[*at].sentence == rate.sentence && !list.contains(at) && figures[*at].base() >= Some(sum)
        }
        Base::Sum(_) => false,
    };
    let mut wholes = question.bases.iter().filter(whole);
    let base = wholes.next().filter(|_| wholes.next().is_none())?;
    let found = quotient(document, list, base, question.rate)?;
    let computed: Decimal = found.computed.parse().ok()?;
    repair::swapped(rate, computed.round_dp(rate.decimals)).then_some(Found { verdict: Verdict::Unclear, ..found })
}

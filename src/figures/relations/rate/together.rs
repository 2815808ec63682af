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

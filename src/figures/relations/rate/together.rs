//! Rates of the members of a list together, where no other figure is their part.

use rust_decimal::Decimal;

use super::{Base, Question, quotient};
use crate::{
    figures::{
        document::Document,
        relations::{Found, arithmetic},
        repair,
    },
    model::Verdict,
};

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

//! The finders, one kind of relation a file, and what they hand back.

pub mod added;
pub mod against;
pub mod alternating;
pub mod arithmetic;
pub mod attained;
pub mod average;
pub mod balance;
pub mod caveat;
pub mod change;
pub mod claimed;
pub mod columns;
pub mod compare;
pub mod contrary;
pub mod count;
pub mod deducted;
pub mod derived;
pub mod earlier;
pub mod fitting;
pub mod from_to;
pub mod gathered;
pub mod good_days;
pub mod grid;
pub mod implied;
pub mod leading;
pub mod ledger;
pub mod left;
pub mod listed;
pub mod margin;
pub mod moved;
pub mod multiple;
pub mod net;
pub mod outcomes;
pub mod paired;
pub mod percents;
pub mod points;
pub mod product;
pub mod promised;
pub mod rate;
pub mod ratio;
pub mod reference;
pub mod remainder;
pub mod repeat;
pub mod rows;
pub mod share;
pub mod slipped;
pub mod spelled;
pub mod standing;
pub mod stock;
pub mod sum;
pub mod surplus;
pub mod table;
pub mod target;
pub mod thirds;
pub mod timed;
pub mod topic;
pub mod turning;
pub mod turns;
pub mod unit;
pub mod years;
pub mod yields;

use rust_decimal::Decimal;

use super::{
    agreement::agree_within,
    document::Document,
    figure::{Figure, plain},
    interval::Interval,
    prose, repair,
};
use crate::model::{RelationKind, Verdict, Words};

/// A relation before it is decided which of several findings has the root cause.
#[derive(Debug, Clone)]
pub struct Found {
    /// Which kind.
    pub kind: RelationKind,
    /// Positions of its figures, the reported one last.
    pub operands: Vec<usize>,
    /// The arithmetic.
    pub expression: String,
    /// As reported.
    pub reported: String,
    /// As computed.
    pub computed: String,
    /// What can be said.
    pub verdict: Verdict,
    /// Why, and a slip that would explain it.
    pub note: Words,
}

impl Found {
    /// Its figures in the order of the text, so that two that hold the same figures together are known as one.
    pub fn figures(&self) -> Vec<usize> {
        let mut figures = self.operands.clone();
        figures.sort_unstable();
        figures
    }

    /// The same, and as a question where it does not hold: something else may have been meant.
    pub fn or_question(self) -> Self {
        if settled(self.verdict) { self } else { Self { verdict: Verdict::Unclear, ..self } }
    }

    /// Whether one slip of the pen in the reported figure explains why it does not hold.
    pub fn is_by_slip(&self, reported: &Figure<'_>) -> bool {
        let computed: Option<Decimal> = self.computed.parse().ok();
        computed.is_some_and(|computed| repair::one_slip(reported, computed.round_dp(reported.decimals)))
    }
}

/// Everything found in one narrative.
pub fn find(document: &Document<'_>) -> Vec<Found> {
    let mut found = told(document);
    slipped::find(document, &mut found);
    fitting::find(document, &mut found);
    margin::turned(document, &mut found);
    caveat::heed(document, &mut found);
    found
}

/// What the words of a narrative tell of its figures.
fn told(document: &Document<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    change::find(document, &mut found);
    earlier::find(document, &mut found);
    added::find(document, &mut found);
    sum::find(document, &mut found);
    net::find(document, &mut found);
    alternating::find(document, &mut found);
    columns::find(document, &mut found);
    gathered::find(document, &mut found);
    rate::find(document, &mut found);
    share::find(document, &mut found);
    good_days::find(document, &mut found);
    percents::find(document, &mut found);
    points::find(document, &mut found);
    average::find(document, &mut found);
    timed::find(document, &mut found);
    ratio::find(document, &mut found);
    product::find(document, &mut found);
    multiple::find(document, &mut found);
    promised::find(document, &mut found);
    margin::find(document, &mut found);
    unit::find(document, &mut found);
    count::find(document, &mut found);
    target::find(document, &mut found);
    compare::find(document, &mut found);
    attained::find(document, &mut found);
    claimed::find(document, &mut found);
    against::find(document, &mut found);
    moved::find(document, &mut found);
    years::find(document, &mut found);
    repeat::find(document, &mut found);
    balance::find(document, &mut found);
    outcomes::find(document, &mut found);
    contrary::find(document, &mut found);
    surplus::find(document, &mut found);
    stock::find(document, &mut found);
    ledger::find(document, &mut found);
    paired::find(document, &mut found);
    left::find(document, &mut found);
    deducted::find(document, &mut found);
    table::find(document, &mut found);
    derived::chain(document, &mut found);
    if document.english {
        prose::find(document, &mut found);
        margin::find(document, &mut found);
    }
    remainder::find(document, &mut found);
    spelled::find(document, &mut found);
    turning::find(document, &mut found);
    grid::find(document, &mut found);
    rows::find(document, &mut found);
    derived::siblings(document, &mut found);
    derived::member_shares(document, &mut found);
    implied::find(document, &mut found);
    found
}

/// Whether a relation holds, as far as figures are printed.
pub const fn settled(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Consistent | Verdict::Rounding)
}

/// For every figure, whether it is the one that some of these relations report.
pub fn reported_in<'f>(document: &Document<'_>, found: impl IntoIterator<Item = &'f Found>) -> Vec<bool> {
    let mut reported = vec![false; document.figures.len()];
    found.into_iter().filter_map(|found| found.operands.last()).for_each(|at| reported[*at] = true);
    reported
}

/// How a percent or points figure agrees with a computed interval in the same unit.
pub fn judge(reported: &Figure<'_>, computed: Interval) -> Verdict {
    agree_within(reported.value.abs(), computed, reported.decimals)
}

/// How a computed amount is shown beside one reported with so many decimals: two places more of a percent.
pub fn shown_percent(value: Decimal, decimals: u32) -> String {
    let places = (decimals + 1).max(2);
    // 0.0063%: what two places would not tell.
    if value.round_dp(places).is_zero() && !value.is_zero() {
        let shown = value.round_sf(2).unwrap_or(value).normalize();
        return plain(shown, shown.scale());
    }
    plain(value.round_dp_with_strategy(places, rust_decimal::RoundingStrategy::MidpointAwayFromZero), places)
}

/// An operand as printed in an expression: with its scale when the others have another one.
pub fn operand(figure: &Figure<'_>, mixed: bool) -> String {
    let number = plain(figure.value, figure.decimals);
    if !mixed {
        return number;
    }
    let blank = if figure.shown_unit.starts_with(|c: char| c.is_ascii_alphabetic()) { " " } else { "" };
    format!("{number}{blank}{}", figure.shown_unit)
}

/// Whether figures have several scales or units, so that an expression must show them.
pub fn mixed<'a, 't: 'a>(figures: impl IntoIterator<Item = &'a Figure<'t>>) -> bool {
    let mut scales = figures.into_iter().map(|figure| (figure.scale, figure.unit));
    let first = scales.next();
    scales.any(|scale| Some(scale) != first)
}

//! N005: parts fall short of their total, and the rest is not named.

use rust_decimal::Decimal;

use crate::{
    checks::{Check, Report, View},
    model::{RelationKind, Severity, Verdict, figure::PlacedRelation},
};

/// The check.
pub const CHECK: Check = Check {
    code: "N005",
    name: "unexplained-remainder",
    severity: Severity::Warning,
    document: include_str!("n005_unexplained_remainder.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    super::of_relations(view, report, &[RelationKind::Sum], |placed| match placed.relation.verdict {
        Verdict::Unexplained => Some(Severity::Info),
        Verdict::Unclear if falls_short(placed) => Some(Severity::Warning),
        _ => None,
    });
}

/// Whether the parts add up to less than the total, as far as both can be read as numbers.
pub(super) fn falls_short(placed: &PlacedRelation) -> bool {
    let number = |text: &str| -> Option<Decimal> {
        let digits: String = text.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | '-')).collect();
        digits.parse().ok()
    };
    match (number(&placed.relation.computed), number(&placed.relation.reported)) {
        (Some(computed), Some(reported)) => computed < reported,
        _ => false,
    }
}

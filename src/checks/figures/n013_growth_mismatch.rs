//! N013: a rate of change contradicts its two values.

use crate::{
    checks::{Check, Report, View},
    model::{RelationKind, Severity},
};

/// The check.
pub const CHECK: Check = Check {
    code: "N013",
    name: "growth-mismatch",
    severity: Severity::Error,
    document: include_str!("n013_growth_mismatch.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    let kinds = [RelationKind::Growth, RelationKind::Difference, RelationKind::Points];
    super::of_relations(view, report, &kinds, super::contradicted);
}

//! N002: parts in a narrative contradict their total.

use crate::{
    checks::{Check, Report, View},
    model::{RelationKind, Severity, Verdict},
};

/// The check.
pub const CHECK: Check = Check {
    code: "N002",
    name: "parts-mismatch",
    severity: Severity::Error,
    document: include_str!("n002_parts_mismatch.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    super::of_relations(view, report, &[RelationKind::Sum], |placed| {
        (placed.relation.verdict == Verdict::Inconsistent).then_some(Severity::Error)
    });
}

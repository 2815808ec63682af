//! N004: parts that may overlap, so that their sum can't be asserted.

use crate::{
    checks::{Check, Report, View},
    model::{RelationKind, Severity, Verdict},
};

/// The check.
pub const CHECK: Check = Check {
    code: "N004",
    name: "unclear-parts",
    severity: Severity::Warning,
    document: include_str!("n004_unclear_parts.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    super::of_relations(view, report, &[RelationKind::Sum], |placed| {
        let unclear =
            placed.relation.verdict == Verdict::Unclear && !super::n005_unexplained_remainder::falls_short(placed);
        unclear.then_some(Severity::Warning)
    });
}

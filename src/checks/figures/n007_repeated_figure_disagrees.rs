//! N007: one indicator is stated twice with different values.

use crate::{
    checks::{Check, Report, View},
    model::{RelationKind, Severity},
};

/// The check.
pub const CHECK: Check = Check {
    code: "N007",
    name: "repeated-figure-disagrees",
    severity: Severity::Error,
    document: include_str!("n007_repeated_figure_disagrees.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    super::of_relations(view, report, &[RelationKind::Repeat], super::contradicted);
}

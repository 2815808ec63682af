//! N015: shares of one whole do not make 100 %.

use crate::{
    checks::{Check, Report, View},
    model::{RelationKind, Severity},
};

/// The check.
pub const CHECK: Check = Check {
    code: "N015",
    name: "shares-off",
    severity: Severity::Warning,
    document: include_str!("n015_shares_off.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    super::of_relations(view, report, &[RelationKind::Share], super::contradicted);
}

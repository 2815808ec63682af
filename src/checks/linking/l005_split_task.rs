//! L005: several rows together report one task.

use crate::{
    checks::{Check, Draft, Report, View, wording},
    model::Severity,
};

/// The check.
pub const CHECK: Check = Check {
    code: "L005",
    name: "split-task",
    severity: Severity::Info,
    document: include_str!("l005_split_task.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    for told in super::told(view) {
        report.ran();
        let Some(named) = view.task(told.task).filter(|_| !told.parts.is_empty()).map(wording::task) else { continue };
        let rows: Vec<_> = std::iter::once(told.first).chain(told.parts.iter().copied()).collect();
        let listed = super::listed(&rows);
        let first = told.first.0;
        report.find(
            Draft::new(
                format!(
                    "{}分 {} 行填报（{}），已按顺序合在一起。如其中有另一项任务，请在“任务匹配”表中改正。",
                    named.zh,
                    rows.len(),
                    listed.zh
                ),
                format!(
                    "{} is reported in {} rows ({}), which were joined in their order. If one of them is another task, \
                     say so on the Links sheet.",
                    named.en,
                    rows.len(),
                    listed.en
                ),
            )
            .at(super::place(first))
            .department(view.owner(first))
            .task(Some(told.task))
            .found(super::words(first)),
        );
    }
}

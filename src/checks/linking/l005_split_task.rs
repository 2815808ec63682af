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
    for ((_, task), rows) in super::by_submission_and_task(view) {
        report.ran();
        let rows: Vec<_> = rows.into_iter().filter(|(_, link)| link.split).collect();
        let [(first, _), _, ..] = rows.as_slice() else { continue };
        let Some(named) = view.task(task).map(wording::task) else { continue };
        let listed = super::listed(&rows);
        report.find(
            Draft::new(
                format!("{}分 {} 行填报（{}），已按顺序合在一起。如其中有另一项任务，请在“任务匹配”表中改正。", named.zh, rows.len(), listed.zh),
                format!("{} is reported in {} rows ({}), which were joined in their order. If one of them is another task, say so on the Links sheet.", named.en, rows.len(), listed.en),
            )
            .at(super::place(first))
            .department(view.owner(first))
            .task(Some(task))
            .found(super::words(first)),
        );
    }
}

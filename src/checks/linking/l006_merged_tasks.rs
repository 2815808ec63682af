//! L006: one row reports several tasks.

use crate::{
    checks::{Check, Draft, Report, View, wording},
    model::{LinkDecision, Severity},
};

/// The check.
pub const CHECK: Check = Check {
    code: "L006",
    name: "merged-tasks",
    severity: Severity::Warning,
    document: include_str!("l006_merged_tasks.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    for (record, link) in view.linked().filter(|(_, link)| link.decision == LinkDecision::Link) {
        report.ran();
        let others: Vec<_> = link.also.iter().filter_map(|&task| view.task(task)).map(wording::task).collect();
        if others.is_empty() {
            continue;
        }
        let Some(first) = link.task.and_then(|task| view.task(task)).map(wording::task) else { continue };
        let zh: Vec<&str> = std::iter::once(&first).chain(&others).map(|task| task.zh.as_str()).collect();
        let en: Vec<&str> = std::iter::once(&first).chain(&others).map(|task| task.en.as_str()).collect();
        report.find(
            Draft::new(
                format!("这一行同时报了{}，进展已列入每一项。请按清单分行填报，以便分别核对。", zh.join("、")),
                format!("this row reports {} at once; its words stand under each of them. Ask for one row per task, so that each can be checked.", en.join(", ")),
            )
            .at(super::place(record))
            .department(view.owner(record))
            .task(link.task)
            .found(super::words(record))
            .key(super::key(record)),
        );
    }
}

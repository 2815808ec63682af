//! T004: the same words stand under two tasks.

use rustc_hash::FxHashMap;

use crate::{
    checks::{Check, Draft, Report, View, wording},
    model::{Field, Record, Severity, Task},
    text::fold,
};

/// The check.
pub const CHECK: Check = Check {
    code: "T004",
    name: "copied-prose",
    severity: Severity::Warning,
    document: include_str!("t004_copied_prose.md"),
    run,
};

/// Shorter texts are alike by chance.
const SHORTEST: usize = 20;

fn run(view: View<'_>, report: &mut Report) {
    // What one submission says: records stand in the order of the files, and those of a province say too much to be kept.
    let (mut first, mut submission) = (FxHashMap::<String, (&Record, usize, &Task)>::default(), None);
    for (record, position, task) in view.claims() {
        if submission.replace(record.submission) != Some(record.submission) {
            first.clear();
        }
        let words = super::own_progress(record)
            .filter(|value| !super::is_placeholder(&value.raw))
            .map(|value| fold::words_only(&value.raw))
            .filter(|words| words.chars().count() >= SHORTEST);
        let Some(words) = words else {
            report.not_applicable();
            continue;
        };
        report.ran();
        let (original, earlier, earlier_task) = *first.entry(words.clone()).or_insert((record, position, task));
        // Tasks of one block under one number are often told in one breath.
        let one_block =
            task.section == earlier_task.section && !task.number.is_empty() && task.number == earlier_task.number;
        if earlier == position || one_block {
            continue;
        }
        let (here, there) = (wording::task(task), wording::task(earlier_task));
        let place = original.place(&Field::Progress);
        let cell = place.cell.map(|cell| cell.to_string()).unwrap_or_default();
        report.find(
            Draft::new(
                format!("{}的进展与{}（{cell}）一字不差。请核对是否贴错了行；同一件事确属两项任务的，请各写各的进展。", here.zh, there.zh),
                format!("the progress of {} is word for word that of {} ({cell}). Check whether it was pasted into the wrong row; where one matter belongs to both, each should tell its own part.", here.en, there.en),
            )
            .at(record.place(&Field::Progress))
            .department(view.owner(record))
            .task(Some(position))
            .found(record.raw(&Field::Progress))
            .key(format!("{} {words}", earlier_task.id)),
        );
    }
}

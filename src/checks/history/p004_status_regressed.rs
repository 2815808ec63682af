//! P004: a task that was completed no longer is.

use super::then_name;
use crate::{
    checks::{Check, Draft, Report, View, wording},
    model::{Claim, Field, Previous, Role, Severity, TaskStatus, Words},
};

/// The check.
pub const CHECK: Check = Check {
    code: "P004",
    name: "status-regressed",
    severity: Severity::Warning,
    document: include_str!("p004_status_regressed.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    let Some(previous) = view.previous else {
        report.not_applicable();
        return;
    };
    // Next year's list begins anew.
    if !previous.past.is_of_year(view.period) {
        report.could_not_run();
        return;
    }
    for (change, entry) in previous.changes.tasks.iter().zip(&view.ledger.entries) {
        if change.status.0 != Some(TaskStatus::Completed) {
            report.not_applicable();
            continue;
        }
        report.ran();
        if matches!(entry.status, TaskStatus::OnTrack | TaskStatus::Behind | TaskStatus::NotStarted) {
            let speaker = entry.claims.iter().find(|claim| claim.role == Role::Lead).or(entry.claims.first());
            report.find(draft(view, previous, entry.task, entry.status, speaker));
        }
    }
}

fn draft(view: View<'_>, previous: &Previous, task: usize, now: TaskStatus, speaker: Option<&Claim>) -> Draft {
    let period = then_name(&previous.past);
    let (then, now) = (TaskStatus::Completed.words(), now.words());
    // In the language of the task list: one text serves readers of both.
    let is_han = view.task(task).is_some_and(|task| wording::has_han(task.words()));
    let shown = |status: &Words| if is_han { status.zh.clone() } else { status.en.clone() };
    let draft = Draft::new(
        format!("{}报的是“{}”，本期是“{}”。请核对是当时报早了，还是本期状态填错。", period.zh, then.zh, now.zh),
        format!(
            "it was “{}” in {} and is “{}” now. Check whether it was reported too early then, or the status is wrong now.",
            then.en, period.en, now.en
        ),
    )
    .task(Some(task))
    .found(shown(&now))
    .expected(shown(&then))
    .detail(Words::new(format!("{} → {}", then.zh, now.zh), format!("{} → {}", then.en, now.en)))
    .key(now.zh);
    let Some(claim) = speaker else { return draft };
    let department = claim.department.as_deref().and_then(|name| view.department_named(name));
    let record = view.records.get(claim.record.0);
    let field = if record.is_some_and(|record| record.value(&Field::Status).is_some()) {
        Field::Status
    } else {
        Field::Progress
    };
    match record {
        Some(record) => draft.department(department).at(record.place(&field)),
        None => draft.department(department),
    }
}

//! F007: a department that leads a task sent nothing readable.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    checks::{Check, Draft, Report, View, wording},
    model::{Role, Severity, SubmissionStatus, UnitName},
    text::counted,
};

/// The check.
pub const CHECK: Check = Check {
    code: "F007",
    name: "missing-submission",
    severity: Severity::Warning,
    document: include_str!("f007_missing_submission.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    let mut led: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    // Departments with a task of theirs of which nobody told, or only who supports it (D005).
    let mut owing: BTreeSet<usize> = BTreeSet::new();
    let joint = senders(view);
    for (position, task) in view.tasks.tasks().iter().enumerate() {
        let mut claims = view.ledger.entries.get(position).into_iter().flat_map(|entry| &entry.claims);
        let told = claims.any(|claim| claim.role != Role::Support);
        if !told {
            owing.extend(task.lead.iter().filter_map(UnitName::known));
        }
        for unit in &task.lead {
            match unit.known() {
                Some(department) => led.entry(department).or_default().push(task.id.to_string()),
                None => report.could_not_run(),
            }
        }
    }
    let unowned = view.used().filter(|(_, file)| file.department.is_none()).count();
    for (department, tasks) in led {
        report.ran();
        let mut own = view.returned.iter().filter(|file| file.department == Some(department));
        if own.clone().any(|file| matches!(file.status, SubmissionStatus::Read | SubmissionStatus::Superseded)) {
            continue;
        }
        // Another file speaks for it: a joint return, or one that tells of every task that it leads.
        if !owing.contains(&department) || joint.contains(&department) {
            continue;
        }
        let unreadable = own.find(|file| file.status == SubmissionStatus::Failed);
        let name = view.department_name(Some(department)).unwrap_or_default();
        let listed = wording::some(&tasks);
        let mut draft = Draft::new(
            format!("{name}牵头 {} 项任务（{}），没有可用的报送文件。请催报。", tasks.len(), listed.zh),
            format!(
                "{name} leads {} ({}), and no usable file has come from it. Ask for one.",
                counted(tasks.len(), "task"),
                listed.en
            ),
        );
        if let Some(file) = unreadable {
            let file = &file.submission.file;
            draft =
                draft.and(&format!("其报送的“{file}”无法读取。"), &format!("What it sent, “{file}”, can't be read."));
            // The file's own finding (F001, F002) asks for it already: one thing to do, not two.
            draft = draft.at_most(Severity::Info);
        }
        if unowned > 0 {
            draft = draft.and(
                &format!("另有 {unowned} 份文件未能认出报送单位，其中也许有它的。"),
                &format!("{} of unknown owner came as well; it may be among them.", counted(unowned, "file")),
            );
        }
        // As the departments' own names are written, whatever the report's language.
        let all = wording::list(&tasks);
        let expected = if wording::has_han(name) { all.zh } else { all.en };
        report.find(draft.department(Some(department)).expected(expected));
    }
}

/// Departments that a used file names beside its sender, and leads that the rows of a file of unknown owner name.
fn senders(view: View<'_>) -> BTreeSet<usize> {
    let of_files = view.used().flat_map(|(_, file)| file.department_rivals.iter().copied());
    let unowned = view.claims().filter(|(record, _, _)| view.owner(record).is_none());
    let of_rows = unowned.flat_map(|(record, _, _)| record.lead.iter().filter_map(UnitName::known));
    of_files.chain(of_rows).collect()
}

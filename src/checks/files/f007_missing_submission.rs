//! F007: a department that leads a task sent nothing readable.

use std::collections::BTreeMap;

use crate::{
    checks::{Check, Draft, Report, View, wording},
    model::{Severity, SubmissionStatus},
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
    for task in view.tasks.tasks() {
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
        let unreadable = own.find(|file| file.status == SubmissionStatus::Failed);
        let name = view.department_name(Some(department)).unwrap_or_default();
        let listed = wording::some(&tasks);
        let mut draft = Draft::new(
            format!("{name}牵头 {} 项任务（{}），没有可用的报送文件。请催报。", tasks.len(), listed.zh),
            format!("{name} leads {} task(s) ({}) and there is no usable return. Ask for one.", tasks.len(), listed.en),
        );
        if let Some(file) = unreadable {
            let file = &file.submission.file;
            draft =
                draft.and(&format!("其报送的“{file}”无法读取。"), &format!("What it sent, “{file}”, can't be read."));
        }
        if unowned > 0 {
            draft = draft.and(
                &format!("另有 {unowned} 份文件未能认出报送单位，其中也许有它的。"),
                &format!("{unowned} file(s) are of unknown owner; one of them may be its."),
            );
        }
        report.find(draft.department(Some(department)).expected(listed.zh));
    }
}

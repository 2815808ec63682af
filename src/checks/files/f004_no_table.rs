//! F004: a file that was read holds no table that could be a list of tasks.

use crate::{
    checks::{Check, Draft, Report, View},
    model::{Fault, Place, Severity, SubmissionStatus},
};

/// The check.
pub const CHECK: Check = Check {
    code: "F004",
    name: "no-table",
    severity: Severity::Error,
    document: include_str!("f004_no_table.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    for file in view.returned {
        let looked_at = matches!(file.status, SubmissionStatus::Read | SubmissionStatus::Failed);
        if !looked_at || file.submission.faults.iter().any(Fault::is_fatal) {
            report.not_applicable();
            continue;
        }
        report.ran();
        if !file.tables.is_empty() {
            continue;
        }
        report.find(
            Draft::new(
                "没有找到可以当作任务表的表格。需要有一行表头，写明“重点任务”或“任务内容”以及“进展情况”等栏目。\
                 请核对是否发错了文件，或在表格上方补一行表头。",
                "there is no table that could be a list of tasks. A header row is needed that names the task (title or \
                 content) and its progress. Check whether the wrong file was sent, or put a header row over the table.",
            )
            .at(Place::file(&file.submission.file))
            .department(file.department)
            .key(super::key(file)),
        );
    }
}

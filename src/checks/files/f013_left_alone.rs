//! F013: a file holds something that is left alone on purpose: macros, links to other workbooks, pictures.

use crate::{
    checks::{Check, Draft, Report, View},
    model::{Fault, Place, Severity, SubmissionStatus, Words},
};

/// The check.
pub const CHECK: Check = Check {
    code: "F013",
    name: "left-alone",
    severity: Severity::Info,
    document: include_str!("f013_left_alone.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    for file in view.returned.iter().filter(|file| file.status == SubmissionStatus::Read) {
        report.ran();
        let left: Vec<&Words> = file.submission.faults.iter().filter_map(left_alone).collect();
        if left.is_empty() {
            continue;
        }
        let zh: Vec<&str> = left.iter().map(|words| words.zh.trim_end_matches('。')).collect();
        let en: Vec<&str> = left.iter().map(|words| &*words.en).collect();
        report.find(
            Draft::new(
                format!("{}。请打开文件核对这些地方。", zh.join("；")),
                format!("{}. Open the file and look at these places.", en.join("; ")),
            )
            .at(Place::file(&file.submission.file))
            .department(file.department)
            .key(super::key(file)),
        );
    }
}

fn left_alone(fault: &Fault) -> Option<&Words> {
    match fault {
        Fault::Ignored(words) => Some(words),
        _ => None,
    }
}

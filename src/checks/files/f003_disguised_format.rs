//! F003: the content of a file is of another format than its name says.

use crate::{
    checks::{Check, Draft, Report, View},
    model::{Fault, Place, Severity, SubmissionStatus},
};

/// The check.
pub const CHECK: Check = Check {
    code: "F003",
    name: "disguised-format",
    severity: Severity::Warning,
    document: include_str!("f003_disguised_format.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    let looked_at = |status| matches!(status, SubmissionStatus::Read | SubmissionStatus::Failed);
    for file in view.returned.iter().filter(|file| looked_at(file.status)) {
        report.ran();
        for fault in &file.submission.faults {
            let Fault::Disguised { named, format } = fault else { continue };
            let is = format.name();
            let named = named.trim_start_matches('.');
            let (zh, en) = if file.status == SubmissionStatus::Read {
                ("已按实际格式读入。", "It was read as what it is.")
            } else {
                ("", "")
            };
            report.find(
                Draft::new(
                    format!("文件名以 .{named} 结尾，内容却是 {is} 格式。{zh}如内容有缺，请用 Excel 或 WPS 另存为 .xlsx 后再报。"),
                    format!(
                        "the name ends in .{named}, and the content is {is}. {en} If anything is missing, save it as .xlsx \
                         in Excel or WPS and send it again."
                    ),
                )
                .at(Place::file(&file.submission.file))
                .department(file.department)
                .found(is)
                .expected(named.to_uppercase())
                .key(super::key(file)),
            );
        }
    }
}

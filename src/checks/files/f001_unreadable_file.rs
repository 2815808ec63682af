//! F001: a file, or a part of it, can't be read.

use crate::{
    checks::{Check, Draft, Report, View},
    model::{Fault, Place, Severity},
};

/// The check.
pub const CHECK: Check = Check {
    code: "F001",
    name: "unreadable-file",
    severity: Severity::Error,
    document: include_str!("f001_unreadable_file.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    for file in view.returned.iter().filter(|file| super::is_return(file)) {
        report.ran();
        for fault in &file.submission.faults {
            let draft = match fault {
                Fault::Unreadable(reason) => Draft::new(
                    format!("文件无法读取：{}其他单位的文件不受影响。", sentence(&reason.zh, '。')),
                    format!("the file can't be read: {} Other files are not affected.", sentence(&reason.en, '.')),
                )
                .at(Place::file(&file.submission.file))
                .key(super::key(file)),
                Fault::Partial { sheet, cell, reason } => Draft::new(
                    format!("这一部分无法读取，其余内容已读入：{}请打开原文件核对这一处。", sentence(&reason.zh, '。')),
                    format!(
                        "this part can't be read; the rest was: {} Open the file and look at this place.",
                        sentence(&reason.en, '.')
                    ),
                )
                .at(Place { file: file.submission.file.clone(), sheet: sheet.clone(), cell: *cell })
                .key(format!(
                    "{} {} {}",
                    super::key(file),
                    file.submission.own_name(sheet.as_deref().unwrap_or("")),
                    reason.en
                )),
                _ => continue,
            };
            report.find(draft.department(file.department));
        }
    }
}

/// A reason with its full stop.
fn sentence(reason: &str, stop: char) -> String {
    let reason = reason.trim();
    if reason.ends_with(['。', '.', '！', '!']) { reason.to_owned() } else { format!("{reason}{stop}") }
}

//! F002: a file needs a password.

use crate::{
    checks::{Check, Draft, Report, View},
    model::{Fault, Place, Severity},
};

/// The check.
pub const CHECK: Check = Check {
    code: "F002",
    name: "encrypted-file",
    severity: Severity::Error,
    document: include_str!("f002_encrypted_file.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    for file in view.returned.iter().filter(|file| super::is_return(file)) {
        report.ran();
        if file.submission.faults.contains(&Fault::Encrypted) {
            report.find(
                Draft::new(
                    "文件设有打开密码，无法读取。请用 Excel 或 WPS 打开，在“文件 › 信息 › 保护工作簿 › 用密码进行加密”\
                     （WPS：文件 › 文档加密）中清空密码，另存后重新放入。",
                    "the file needs a password and can't be read. Open it in Excel or WPS, clear the password under \
                     File › Info › Protect Workbook › Encrypt with Password, save it and put it back.",
                )
                .at(Place::file(&file.submission.file))
                .department(file.department)
                .key(super::key(file)),
            );
        }
    }
}

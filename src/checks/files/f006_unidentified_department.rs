//! F006: nothing says whose a file is.

use crate::{
    checks::{Check, Draft, Report, View, wording},
    model::{Place, Severity},
};

/// The check.
pub const CHECK: Check = Check {
    code: "F006",
    name: "unidentified-department",
    severity: Severity::Error,
    document: include_str!("f006_unidentified_department.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    for (_, file) in view.used() {
        // A file without a table has nothing that could be anyone's: F004 says so.
        if file.tables.is_empty() {
            report.not_applicable();
            continue;
        }
        report.ran();
        if file.department.is_some() {
            continue;
        }
        let rivals: Vec<&str> =
            file.department_rivals.iter().filter_map(|&rival| view.department_name(Some(rival))).collect();
        let rivals = wording::list(&rivals);
        let (zh, en) = if rivals.is_empty() {
            (
                "内容、文件名和所在文件夹都没有写明是哪个单位报送的".to_owned(),
                "neither the content nor the name nor the folder of the file says whose it is".to_owned(),
            )
        } else {
            (
                format!("从内容、文件名和文件夹看可能是{}中的一个，不能确定是谁报送的", rivals.zh),
                format!("it could be the return of any of {}, and nothing settles which", rivals.en),
            )
        };
        report.find(
            Draft::new(
                format!("{zh}。请在表格上方写“填报单位：××”，或把单位名称写进文件名，再重新运行。"),
                format!("{en}. Write the unit's name over the table or into the file's name, and run again."),
            )
            .at(Place::file(&file.submission.file))
            .found(rivals.zh)
            .key(super::key(file)),
        );
    }
}

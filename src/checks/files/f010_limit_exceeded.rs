//! F010: a file is larger than a limit allows.

use crate::{
    checks::{Check, Draft, Report, View},
    model::{Fault, Place, Severity},
};

/// The check.
pub const CHECK: Check = Check {
    code: "F010",
    name: "limit-exceeded",
    severity: Severity::Error,
    document: include_str!("f010_limit_exceeded.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    for file in view.returned.iter().filter(|file| super::is_return(file)) {
        report.ran();
        for fault in &file.submission.faults {
            let Fault::Limit { limit, allowed, found } = fault else { continue };
            report.find(
                Draft::new(
                    format!(
                        "超过读取上限 {limit}：允许 {allowed}，文件为 {found}，没有读取。请先核对文件是否正常（常见原因是\
                         整列设了格式）；确属正常的，在 taizhang.toml 中调高 {limit}。"
                    ),
                    format!(
                        "over the limit {limit}: {allowed} allowed, {found} found; the file was not read. Check that the \
                         file is sound (formats over whole columns are a usual cause); if it is, the limit can be raised in \
                         taizhang.toml."
                    ),
                )
                .at(Place::file(&file.submission.file))
                .department(file.department)
                .found(found.to_string())
                .expected(format!("≤ {allowed}"))
                .key(format!("{} {limit}", super::key(file))),
            );
        }
    }
}

//! F005: a department sent several files.

use crate::{
    checks::{Check, Draft, Report, View},
    model::{Place, Severity, SubmissionStatus},
};

/// The check.
pub const CHECK: Check = Check {
    code: "F005",
    name: "resubmission",
    severity: Severity::Warning,
    document: include_str!("f005_resubmission.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    for file in view.returned.iter().filter(|file| file.status != SubmissionStatus::Ignored) {
        report.ran();
        let instead = file.instead.as_deref().unwrap_or("");
        let reason = file.reason.clone().unwrap_or_default();
        let draft = match file.status {
            // What a department corrected in its return is what it was asked for.
            SubmissionStatus::Superseded if is_return(view, instead) => {
                Draft::new(format!("{}不必处理。", reason.zh), format!("{}. Nothing needs to be done.", reason.en))
                    .at_most(Severity::Info)
            }
            SubmissionStatus::Superseded => Draft::new(
                format!("{}如应采用这一份，请移走另一份后重新运行。", reason.zh),
                format!("{} If it should be the other way round, move the other file away and run again.", reason.en),
            ),
            SubmissionStatus::Duplicate => Draft::new(
                format!("与“{instead}”内容完全相同，只采用其中一份，不必处理。"),
                format!("the same content as “{instead}”: one of them is used, and nothing needs to be done."),
            )
            .at_most(Severity::Info),
            _ => continue,
        };
        report.find(draft.at(Place::file(&file.submission.file)).department(file.department).key(super::key(file)));
    }
}

/// Whether a file is a return that came back.
fn is_return(view: View<'_>, file: &str) -> bool {
    view.file_named(file).is_some_and(|(_, file)| file.return_stamp().is_some())
}

//! F011: one of our forms, made from an older task list.

use crate::{
    checks::{Check, Draft, Report, View},
    model::{Place, Returned, Severity, StampKind, Stamped},
};

/// The check.
pub const CHECK: Check = Check {
    code: "F011",
    name: "stale-form",
    severity: Severity::Warning,
    document: include_str!("f011_stale_form.md"),
    run,
};

/// The stamp of the form that a file is.
fn form(file: &Returned) -> Option<&Stamped> {
    file.stamps.iter().find(|found| found.stamp.kind == StampKind::Form)
}

fn run(view: View<'_>, report: &mut Report) {
    let now = view.tasks.digest();
    let older = view.used().filter_map(|(_, file)| form(file)).filter(|found| found.stamp.tasks != now);
    let own =
        view.tasks.digests_of(&older.filter_map(|found| view.department_named(&found.stamp.department)).collect());
    for (_, file) in view.used() {
        let Some(book) = &file.submission.book else { continue };
        let Some(found) = form(file) else {
            report.not_applicable();
            continue;
        };
        let Some(department) = view.department_named(&found.stamp.department) else {
            report.could_not_run();
            continue;
        };
        report.ran();
        // Changes to other departments' tasks are no reason to send the form again.
        if found.stamp.tasks == now || own.get(&department) == Some(&found.stamp.own) {
            continue;
        }
        report.find(
            Draft::new(
                "填报表是按较早的任务清单制发的，此后本单位的任务有变动。各行仍按文字核对；请留意有无缺项。",
                "the form was made from an earlier task list, and the department's tasks have changed since. Its rows are \
                 matched by their words all the same; look out for tasks that it lacks.",
            )
            .at(Place::cell(&file.submission.file, &book.sheets[found.sheet].name, found.cell))
            .department(file.department)
            .key("form"),
        );
    }
}

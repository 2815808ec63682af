//! L004: a submission reports one task twice.

use crate::{
    checks::{Check, Draft, Report, View, wording},
    model::Severity,
};

/// The check.
pub const CHECK: Check = Check {
    code: "L004",
    name: "duplicate-claim",
    severity: Severity::Warning,
    document: include_str!("l004_duplicate_claim.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    for ((_, task), rows) in super::by_submission_and_task(view) {
        report.ran();
        // Rows that together report one task are L005.
        let rows: Vec<_> = rows.into_iter().filter(|(_, link)| !link.split).collect();
        let [(first, _), .., (last, _)] = rows.as_slice() else { continue };
        let Some(named) = view.task(task).map(wording::task) else { continue };
        let listed = super::listed(&rows);
        let same = rows
            .iter()
            .all(|(record, _)| record.raw(&crate::model::Field::Progress) == first.raw(&crate::model::Field::Progress));
        let (zh, en) = if same {
            ("内容相同，汇总表只列一次", "they say the same and stand once in the consolidated sheet")
        } else {
            ("内容不同，汇总表都列出", "they differ, and all stand in the consolidated sheet")
        };
        report.find(
            Draft::new(
                format!("{}报了 {} 次（{}）：{zh}。请核对保留哪一行。", named.zh, rows.len(), listed.zh),
                format!(
                    "{} is reported {} times ({}): {en}. Check which of the rows to keep.",
                    named.en,
                    rows.len(),
                    listed.en
                ),
            )
            .at(super::place(last))
            .department(view.owner(first))
            .task(Some(task))
            .found(super::words(last)),
        );
    }
}

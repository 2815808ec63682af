//! L004: a submission reports one task twice.

use crate::{
    checks::{Check, Draft, Report, View, wording},
    model::{Field, LinkDecision, Severity},
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
    for told in super::told(view) {
        report.ran();
        let Some((last, _)) = told.again.last() else { continue };
        let Some(named) = view.task(told.task).map(wording::task) else { continue };
        let rows: Vec<_> = std::iter::once(told.first).chain(told.again.iter().copied()).collect();
        let listed = super::listed(&rows);
        let same = rows.iter().all(|(record, _)| record.raw(&Field::Progress) == told.first.0.raw(&Field::Progress));
        let all_linked = rows.iter().all(|(_, link)| link.decision == LinkDecision::Link);
        let (zh, en) = match (same, all_linked) {
            (true, _) => {
                ("进展相同，汇总表只列一次", "they say the same thing, which appears once in the consolidated sheet")
            }
            (false, true) => ("进展不同，汇总表都列出", "they differ, and all stand in the consolidated sheet"),
            (false, false) => {
                ("进展不同，汇总表暂用先出现的一行", "they differ; for now the first stands in the consolidated sheet")
            }
        };
        report.find(
            Draft::new(
                format!("{}报了 {} 次（{}）：{zh}。请核对保留哪一行。", named.zh, rows.len(), listed.zh),
                format!(
                    "{} is reported {} times ({}): {en}. Check which of the rows is to stay.",
                    named.en,
                    rows.len(),
                    listed.en
                ),
            )
            .at(super::place(last))
            .department(view.owner(last))
            .task(Some(told.task))
            .found(super::words(last)),
        );
    }
}

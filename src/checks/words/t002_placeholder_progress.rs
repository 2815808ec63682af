//! T002: the progress is nothing but a placeholder.

use crate::{
    checks::{Check, Draft, Report, View, wording},
    model::{LinkDecision, Severity},
    text::fold,
};

/// The check.
pub const CHECK: Check = Check {
    code: "T002",
    name: "placeholder-progress",
    severity: Severity::Warning,
    document: include_str!("t002_placeholder_progress.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    for (record, link) in view.linked() {
        let value = super::own_progress(record);
        let Some(value) = value.filter(|_| link.decision != LinkDecision::None) else {
            report.not_applicable();
            continue;
        };
        report.ran();
        if !super::is_placeholder(&value.raw) {
            continue;
        }
        let said = wording::short(&value.raw, 40);
        report.find(
            Draft::new(
                format!("进展情况只写了“{said}”，没有可汇总的内容。请补充做了什么、做到什么程度；暂无进展的，请写明原因。"),
                format!("the progress says no more than “{said}”. Ask what was done and how far it is, or why there is nothing yet."),
            )
            .at(record.place(&crate::model::Field::Progress))
            .department(view.owner(record))
            .task(link.task)
            .found(&*value.raw)
            .key(fold::fold(&value.raw)),
        );
    }
}

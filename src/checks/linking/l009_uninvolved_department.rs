//! L009: a department reports a task that it neither leads nor supports.

use std::collections::BTreeSet;

use crate::{
    checks::{
        Check, Draft, Report, View,
        view::{all_known, names},
        wording,
    },
    model::Severity,
};

/// The check.
pub const CHECK: Check = Check {
    code: "L009",
    name: "uninvolved-department",
    severity: Severity::Warning,
    document: include_str!("l009_uninvolved_department.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    let mut told = BTreeSet::new();
    for (record, position, task) in view.claims() {
        let Some(department) = view.owner(record) else {
            report.could_not_run();
            continue;
        };
        if names(&task.lead, department) || names(&task.support, department) {
            report.ran();
            continue;
        }
        // A name that the register doesn't know may be this very department.
        if !all_known(&task.lead) || !all_known(&task.support) {
            report.could_not_run();
            continue;
        }
        report.ran();
        if !told.insert((department, position)) {
            continue;
        }
        let name = view.department_name(Some(department)).unwrap_or_default();
        let named = wording::task(task);
        let units: Vec<&str> = task.lead.iter().chain(&task.support).map(|unit| &*unit.name).collect();
        let units = wording::list(&units);
        report.find(
            Draft::new(
                format!("{name}报了{}，而清单中这项任务的牵头、配合单位是{}。请核对是分工有调整，还是报错了任务。", named.zh, units.zh),
                format!("{name} reports {}, whose lead and supporting units in the list are {}. Check whether the division of work changed or the wrong task was reported.", named.en, units.en),
            )
            .at(super::place(record))
            .department(Some(department))
            .task(Some(position))
            .found(name)
            .expected(wording::by_names(units)),
        );
    }
}

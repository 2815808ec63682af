//! D001: lead units differ from the task list.

use std::collections::BTreeSet;

use crate::{
    checks::{Check, Draft, Report, View, view::all_known, wording},
    model::{Field, Record, Severity, Task, UnitName},
};

/// The check.
pub const CHECK: Check = Check {
    code: "D001",
    name: "lead-changed",
    severity: Severity::Warning,
    document: include_str!("d001_lead_changed.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    let mut told = BTreeSet::new();
    for (record, position, task) in view.claims() {
        if record.lead.is_empty() || task.lead.is_empty() {
            report.not_applicable();
            continue;
        }
        if !all_known(&record.lead) || !all_known(&task.lead) {
            report.could_not_run();
            continue;
        }
        let everyone: Vec<_> = task.lead.iter().chain(&task.support).cloned().collect();
        if names_no_lead(view, record, task, &everyone) {
            report.not_applicable();
            continue;
        }
        report.ran();
        let Some(difference) = super::difference(&task.lead, &record.lead) else { continue };
        // One of several lead units that names itself first and the others as supporting has not changed who is in it.
        let same_units = super::difference(&everyone, &[&*record.lead, &record.support].concat()).is_none();
        let only_reordered = difference.more.is_empty() && same_units;
        let (words, key) = difference.words();
        if !told.insert((record.place(&Field::Lead), key.clone())) {
            continue;
        }
        let named = wording::task(task);
        let (list, said) = (super::listed(&task.lead), super::listed(&record.lead));
        let draft = Draft::new(
                format!("{}的牵头单位，清单是{}，报送的是{}：{}。请核对分工是否已调整；已调整的，请更新任务清单。", named.zh, list.zh, said.zh, words.zh),
                format!("the lead of {} is {} in the list and {} here: {}. Check whether the division of work changed; if so, update the task list.", named.en, list.en, said.en, words.en),
            )
            .at(record.place(&Field::Lead))
            .department(view.owner(record))
            .task(Some(position))
            .found(record.raw(&Field::Lead))
            .expected(wording::by_names(list))
            .detail(words)
            .key(key);
        report.find(if only_reordered { draft.at_most(Severity::Info) } else { draft });
    }
}

/// Whether the row's one column for all units says who answers for the task's parts, and not who leads: it names everyone,
/// or the row is a supporting unit's own and names that unit among the task's.
fn names_no_lead(view: View<'_>, record: &Record, task: &Task, everyone: &[UnitName]) -> bool {
    if !record.support.is_empty() || view.has_column(record, &Field::Support) {
        return false;
    }
    let all = record.lead.len() > task.lead.len() && super::difference(everyone, &record.lead).is_none();
    let of_task = |unit: &UnitName| everyone.iter().any(|other| other.known() == unit.known());
    let owner = view.owner(record);
    let names = |units: &[UnitName]| units.iter().any(|unit| unit.known() == owner);
    let own_part = owner.is_some() && !names(&task.lead) && names(&task.support) && names(&record.lead);
    all || own_part && record.lead.iter().all(of_task)
}

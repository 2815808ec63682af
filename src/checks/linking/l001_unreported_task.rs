//! L001: a lead unit that did submit says nothing of one of its tasks.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    checks::{Check, Draft, Report, View, departments::d005_silent_lead::spoke_alone, wording},
    model::{Fault, Field, LinkDecision, Place, Returned, Severity},
};

/// The check.
pub const CHECK: Check = Check {
    code: "L001",
    name: "unreported-task",
    severity: Severity::Warning,
    document: include_str!("l001_unreported_task.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    let submitted = submitted(view);
    let (claimed, open) = (claimed(view), view.under_review());
    for (position, task) in view.tasks.tasks().iter().enumerate() {
        for department in task.lead.iter().filter_map(crate::model::UnitName::known).collect::<BTreeSet<_>>() {
            // Whoever sent nothing at all is spoken of by F007.
            let Some(file) = submitted.get(&department) else {
                report.not_applicable();
                continue;
            };
            if claimed.contains(&(department, position)) {
                report.ran();
                continue;
            }
            if open.contains(&(department, position)) || !is_whole(file) {
                report.could_not_run();
                continue;
            }
            report.ran();
            let name = view.department_name(Some(department)).unwrap_or_default();
            let task_words = wording::task(task);
            let mut draft = Draft::new(
                format!(
                    "{name}报送了文件，但没有报牵头的{}。请补报；如已不承担，请说明现由哪个单位牵头。",
                    task_words.zh
                ),
                format!(
                    "{name} sent a file without {}, which it leads. Ask for it or, if the task has \
                     passed to another unit, for the name of that unit.",
                    task_words.en
                ),
            );
            let others = other_leads(view, position, department);
            if !others.is_empty() {
                let others = wording::list(&others);
                draft = draft.and(
                    &format!("该任务由几个单位共同牵头，{}已报；如由其统一填报，不必处理。", others.zh),
                    &format!(
                        "Of its lead units, {} reported it; if that was for all of them, nothing needs to be done.",
                        others.en
                    ),
                );
                draft = draft.at_most(Severity::Info);
            }
            // D005 asks the first lead for the same, and says who did report: one thing to do, not two.
            let supporters = spoke_alone(view, position, &open);
            if !supporters.is_empty() && task.lead.first().and_then(crate::model::UnitName::known) == Some(department) {
                let supporters = wording::list(&supporters);
                draft = draft.and(
                    &format!("配合单位{}已报，另有一条（D005）已请牵头单位补报，这一条不必另行处理。", supporters.zh),
                    &format!(
                        "The supporting {} reported it, and another finding (D005) asks for the lead's: nothing more \
                         needs to be done here.",
                        supporters.en
                    ),
                );
                draft = draft.at_most(Severity::Info);
            }
            report.find(
                draft
                    .department(Some(department))
                    .task(Some(position))
                    .at(Place::file(&file.submission.file))
                    .expected(task.words().to_owned()),
            );
        }
    }
}

/// The file of every department that is used and has a table.
fn submitted(view: View<'_>) -> BTreeMap<usize, &Returned> {
    view.used()
        .filter(|(_, file)| !file.tables.is_empty())
        .filter_map(|(_, file)| Some((file.department?, file)))
        .collect()
}

/// Department and task, for everything that is surely reported.
fn claimed(view: View<'_>) -> BTreeSet<(usize, usize)> {
    let mut claimed = BTreeSet::new();
    for (record, link) in view.linked().filter(|(_, link)| link.decision == LinkDecision::Link) {
        if let Some(department) = view.owner(record) {
            claimed.extend(link.task.iter().chain(&link.also).map(|&task| (department, task)));
        }
    }
    claimed
}

/// Whether everything in a file could be looked at.
fn is_whole(file: &Returned) -> bool {
    !file.submission.faults.iter().any(|fault| matches!(fault, Fault::Partial { .. }))
        && !file
            .tables
            .iter()
            .any(|table| table.missing.iter().any(|field| matches!(field, Field::Title | Field::Content)))
}

/// Other lead units that did report the task.
fn other_leads(view: View<'_>, task: usize, department: usize) -> Vec<String> {
    let own = view.department_name(Some(department));
    let mut names: Vec<String> = Vec::new();
    for claim in view.ledger.entries.get(task).map_or(&[][..], |entry| &entry.claims) {
        let Some(name) = claim.department.as_deref().filter(|name| Some(*name) != own) else { continue };
        if claim.role == crate::model::Role::Lead && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

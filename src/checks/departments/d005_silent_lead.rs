//! D005: supporting units reported a task, its lead did not.

use std::collections::BTreeSet;

use crate::{
    checks::{Check, Draft, Report, View, view::all_known, wording},
    model::{
        Measure, MeasureKind, Role, Severity, SubmissionStatus, Task, UnitName,
        ledger::{Claim, Entry},
    },
    text::fold::is_blank,
};

/// The check.
pub const CHECK: Check = Check {
    code: "D005",
    name: "silent-lead",
    severity: Severity::Warning,
    document: include_str!("d005_silent_lead.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    let open = view.under_review();
    for (position, entry) in view.ledger.entries.iter().enumerate() {
        let Some(task) = view.task(position) else { continue };
        let supporters = supporters(entry);
        if supporters.is_empty() {
            report.not_applicable();
            continue;
        }
        if is_doubtful(task, position, entry, &open) {
            report.could_not_run();
            continue;
        }
        report.ran();
        if entry.claims.iter().any(|claim| claim.role == Role::Lead) {
            continue;
        }
        let named = wording::task(task);
        let leads = super::listed(&task.lead);
        let supporters = wording::list(&supporters);
        let unreadable = view.returned.iter().find(|file| {
            let lead = file.department.is_some_and(|owner| crate::checks::view::names(&task.lead, owner));
            lead && file.status == SubmissionStatus::Failed
        });
        let (why_zh, why_en) = unreadable.map_or_else(
            || {
                (
                    format!("牵头单位{}没有报。请向牵头单位催报。", leads.zh),
                    format!("{}, its lead, did not. Ask the lead for it.", leads.en),
                )
            },
            |file| {
                let file = &file.submission.file;
                (
                    format!("牵头单位{}的文件“{file}”读不出来，看不到它的进展。请向牵头单位要一份能打开的。", leads.zh),
                    format!(
                        "the file “{file}” of {}, its lead, can't be read. Ask the lead for one that opens.",
                        leads.en
                    ),
                )
            },
        );
        let draft = Draft::new(
            format!("{}只有配合单位{}报了进展，{why_zh}", named.zh, supporters.zh),
            format!("of {}, only the supporting {} reported; {why_en}", named.en, supporters.en),
        )
        .department(task.lead.first().and_then(UnitName::known))
        .task(Some(position))
        .found(wording::by_names(supporters))
        .expected(wording::by_names(leads));
        // That a file can't be read is said of the file (F001, F002): asking for it again settles this too.
        report.find(if unreadable.is_some() { draft.at_most(Severity::Info) } else { draft });
    }
}

/// Units that this check names for a task: those that support it and reported it, where its lead surely did not.
pub fn spoke_alone<'a>(view: View<'a>, position: usize, open: &BTreeSet<(usize, usize)>) -> Vec<&'a str> {
    let (Some(task), Some(entry)) = (view.task(position), view.ledger.entries.get(position)) else { return Vec::new() };
    let led = entry.claims.iter().any(|claim| claim.role == Role::Lead);
    if led || is_doubtful(task, position, entry, open) { Vec::new() } else { supporters(entry) }
}

fn supporters(entry: &Entry) -> Vec<&str> {
    let mut supporters: Vec<&str> = Vec::new();
    // A form lists what a unit supports: a row that it left as it came reports nothing.
    let says = |claim: &&Claim| {
        let told = |measure: &Measure| measure.value.is_some() && measure.kind != MeasureKind::Plan;
        !is_blank(&claim.progress) || claim.measures.iter().any(told)
    };
    for claim in entry.claims.iter().filter(|claim| claim.role == Role::Support).filter(says) {
        let Some(name) = claim.department.as_deref() else { continue };
        if !supporters.contains(&name) {
            supporters.push(name);
        }
    }
    supporters
}

/// Whether the lead may have reported a task without our knowing: a file of unknown owner, or a row under review, may be
/// the lead's.
fn is_doubtful(task: &Task, position: usize, entry: &Entry, open: &BTreeSet<(usize, usize)>) -> bool {
    entry.claims.iter().any(|claim| claim.department.is_none())
        || task.lead.iter().filter_map(UnitName::known).any(|lead| open.contains(&(lead, position)))
        || task.lead.is_empty()
        || !all_known(&task.lead)
}

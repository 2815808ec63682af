//! D005: supporting units reported a task, its lead did not.

use crate::{
    checks::{Check, Draft, Report, View, view::all_known, wording},
    model::{Role, Severity, UnitName},
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
        let mut supporters: Vec<&str> = Vec::new();
        for claim in entry.claims.iter().filter(|claim| claim.role == Role::Support) {
            let Some(name) = claim.department.as_deref() else { continue };
            if !supporters.contains(&name) {
                supporters.push(name);
            }
        }
        if supporters.is_empty() {
            report.not_applicable();
            continue;
        }
        // A file of unknown owner, or a row under review, may be the lead's.
        let doubtful = entry.claims.iter().any(|claim| claim.department.is_none())
            || task.lead.iter().filter_map(UnitName::known).any(|lead| open.contains(&(lead, position)));
        if doubtful || task.lead.is_empty() || !all_known(&task.lead) {
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
        report.find(
            Draft::new(
                format!(
                    "{}只有配合单位{}报了进展，牵头单位{}没有报。请向牵头单位催报。",
                    named.zh, supporters.zh, leads.zh
                ),
                format!(
                    "of {}, only the supporting {} reported; {}, its lead, did not. Ask the lead for it.",
                    named.en, supporters.en, leads.en
                ),
            )
            .department(task.lead.first().and_then(UnitName::known))
            .task(Some(position))
            .found(supporters.zh)
            .expected(leads.zh),
        );
    }
}

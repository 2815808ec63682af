//! R004: a row that a reviewer sent back to its department.

use super::{Fate, fates, forms, key, plain};
use crate::{
    checks::{Check, Draft, Report, View, wording},
    model::{Decision, DecisionOn, DecisionVerdict, Field, Finding, Record, Severity},
};

/// The check.
pub const CHECK: Check = Check {
    code: "R004",
    name: "returned-row",
    severity: Severity::Warning,
    document: include_str!("r004_returned_row.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    for (decision, fate) in fates(view) {
        let DecisionOn::Link { department, text, .. } = &decision.on_what else { continue };
        match fate {
            _ if decision.verdict != DecisionVerdict::Return => report.not_applicable(),
            Fate::Replaced => report.not_applicable(),
            Fate::NotSent => report.could_not_run(),
            Fate::Gone | Fate::ChangedRow(_) | Fate::ChangedFinding(_) => report.ran(),
            Fate::Holds => {
                report.ran();
                let words = plain(text);
                let of_it = |record: &&Record| {
                    view.department_name(view.owner(record)) == Some(department.as_str())
                        && forms(record).iter().any(|form| plain(form) == words)
                };
                let rows = view.linked().map(|(record, _)| record).filter(of_it);
                for record in rows.take(1) {
                    report.find(draft(view, decision, record));
                }
            }
        }
    }
}

/// What was said when the row was sent back: of the row, and of the finding about it that R004 asks in place of.
fn notes<'a>(view: View<'a>, decision: &'a Decision, record: &Record) -> Vec<&'a str> {
    let department = view.department_name(view.owner(record)).unwrap_or_default();
    let subjects = forms(record).map(|form| Finding::subject_of(&form));
    let is_about = |other: &&Decision| {
        let about = &other.about;
        matches!(other.on_what, DecisionOn::Finding { .. })
            && matches!(about.code.as_str(), "L002" | "L003")
            && about.department == department
            && subjects.contains(&Finding::subject_of(&about.subject))
    };
    let of_finding = view.decisions.iter().rfind(is_about);
    let of_finding = of_finding.filter(|other| other.verdict == DecisionVerdict::Return);
    let mut notes: Vec<&str> = std::iter::once(decision)
        .chain(of_finding)
        .map(|made| made.note.trim())
        .filter(|note| !note.is_empty())
        .collect();
    notes.dedup();
    notes
}

fn draft(view: View<'_>, decision: &Decision, record: &Record) -> Draft {
    let raw = |field: &Field| record.raw(field).trim();
    let words = if raw(&Field::Content).is_empty() { raw(&Field::Title) } else { raw(&Field::Content) };
    let link = view.linked().find(|(other, _)| std::ptr::eq(*other, record)).map(|(_, link)| link);
    let (zh, en) = match notes(view, decision, record).join("；") {
        notes if notes.is_empty() => (String::new(), String::new()),
        notes => (format!("审核意见：“{notes}”。"), format!("The reviewer says: “{notes}”. ")),
    };
    let told = wording::short(words, 24);
    Draft::new(
        format!("审核时退回了“{told}”这一行。{zh}请核对它报的是哪一项任务，说明或改正后再报。"),
        format!(
            "on review this row was sent back: “{told}”. {en}Please check which task it reports, and say so or send it \
             corrected."
        ),
    )
    .at(record.place(&Field::Content))
    .department(view.owner(record))
    .task(link.and_then(|link| link.task))
    .found(words)
    .key(key(decision))
}

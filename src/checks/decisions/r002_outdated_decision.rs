//! R002: what was decided on has changed since, so it is asked again.

use super::{Fate, fates, key, told};
use crate::{
    checks::{Check, Draft, Report, View, wording},
    model::{Decision, DecisionOn, Field, Finding, Record, Severity},
};

/// The check.
pub const CHECK: Check = Check {
    code: "R002",
    name: "outdated-decision",
    severity: Severity::Warning,
    document: include_str!("r002_outdated_decision.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    for (decision, fate) in fates(view) {
        match fate {
            Fate::Replaced => report.not_applicable(),
            Fate::NotSent => report.could_not_run(),
            Fate::Holds | Fate::Gone => report.ran(),
            Fate::ChangedFinding(finding) => {
                report.ran();
                report.find(finding_changed(view, decision, finding));
            }
            Fate::ChangedRow(record) => {
                report.ran();
                report.find(row_changed(view, decision, record));
            }
        }
    }
}

fn finding_changed(view: View<'_>, decision: &Decision, finding: &Finding) -> Draft {
    let said = told(decision);
    let note = &decision.note;
    let code = finding.code;
    let draft = Draft::new(
        format!(
            "对 {code} 作过处理意见{}，但所涉内容已经改变，原意见不再适用。请对现在的 {code}（{}）重新处理。",
            said.zh, finding.id
        ),
        format!(
            "{code} had the decision {}, but what it was about has changed, so the decision no longer holds. Decide again \
             on the {code} that stands now ({}).",
            said.en, finding.id
        ),
    );
    let draft = draft
        .department(view.department_named(finding.department.as_deref().unwrap_or("")))
        .task(finding.task)
        .found(finding.found.clone())
        .expected(note.clone())
        .key(key(decision));
    match &finding.place {
        Some(place) => draft.at(place.clone()),
        None => draft,
    }
}

fn row_changed(view: View<'_>, decision: &Decision, record: &Record) -> Draft {
    let said = told(decision);
    let DecisionOn::Link { text, .. } = &decision.on_what else { return Draft::default() };
    let (then, task) = (wording::short(text, 40), decision.about.task_words.as_str());
    let now =
        if record.raw(&Field::Content).is_empty() { record.raw(&Field::Title) } else { record.raw(&Field::Content) };
    let task = wording::short(task, 30);
    let (zh, en) = if task.is_empty() {
        (String::new(), String::new())
    } else {
        (format!("（当时确定为“{task}”）"), format!(" (it was “{task}”)"))
    };
    Draft::new(
        format!("这一行的任务匹配作过处理意见{}{zh}，但文字已从“{then}”改变，原意见不再适用。请在“任务匹配”表中重新确认。", said.zh),
        format!(
            "the task of this row was decided, {}{en}, but its words have changed from “{then}”, so the decision no longer \
             holds. Confirm it again on the Links sheet.",
            said.en
        ),
    )
    .at(record.place(&Field::Content))
    .department(view.owner(record))
    .found(now)
    .expected(text.clone())
    .key(key(decision))
}

//! R: the reviewer's decisions. These checks come last: they ask what the others found.

pub mod r001_unused_decision;
pub mod r002_outdated_decision;
pub mod r003_hand_edited_report;

use std::collections::BTreeSet;

use super::{View, identity};
use crate::{
    model::{Decision, DecisionOn, Finding, Record, Words},
    text::{fold::words_only, likeness::Pairs, numbering},
};

/// What has become of what a decision is about.
enum Fate<'a> {
    /// It holds.
    Holds,
    /// A later decision is about the same thing.
    Replaced,
    /// Its department has sent nothing yet, so nothing can be said.
    NotSent,
    /// Something else stands in its place: a finding.
    ChangedFinding(&'a Finding),
    /// Something else stands in its place: a row.
    ChangedRow(&'a Record),
    /// It fits nothing.
    Gone,
}

/// Every decision with its fate; nothing stands in the place of two.
fn fates(view: View<'_>) -> Vec<(&Decision, Fate<'_>)> {
    let mut taken = BTreeSet::new();
    let decisions = view.decisions.iter().enumerate();
    decisions
        .map(|(at, decision)| {
            let later = &view.decisions[at + 1..];
            let fate = if later.iter().any(|other| other.same_subject(decision)) {
                Fate::Replaced
            } else {
                match &decision.on_what {
                    DecisionOn::Finding { id } => of_finding(view, decision, id, &mut taken),
                    DecisionOn::Link { department, text, .. } => of_link(view, decision, department, text),
                }
            };
            (decision, fate)
        })
        .collect()
}

fn of_finding<'a>(view: View<'a>, decision: &Decision, id: &str, taken: &mut BTreeSet<&'a str>) -> Fate<'a> {
    if let Some(finding) = view.findings.iter().find(|finding| finding.id == id) {
        return if identity::holds(decision, finding) { Fate::Holds } else { Fate::ChangedFinding(finding) };
    }
    let about = &decision.about;
    if !about.department.is_empty() && !has_sent(view, &about.department) {
        return Fate::NotSent;
    }
    let task = |finding: &Finding| finding.task.and_then(|task| view.task(task)).map_or("", |task| &task.id.0);
    let in_its_place = view.findings.iter().find(|finding| {
        finding.code == about.code
            && finding.department.as_deref().unwrap_or("") == about.department
            && task(finding) == about.task
            && finding.decision.is_none()
            && !taken.contains(finding.id.as_str())
    });
    in_its_place.map_or(Fate::Gone, |finding| {
        taken.insert(&finding.id);
        Fate::ChangedFinding(finding)
    })
}

/// Words as alike as this are the same row, reworded.
const LIKE: f64 = 0.6;

fn of_link<'a>(view: View<'a>, decision: &Decision, department: &str, text: &str) -> Fate<'a> {
    if !has_sent(view, department) {
        return Fate::NotSent;
    }
    let words = words_only(numbering::without(text));
    let own = |record: &&Record| view.department_name(view.owner(record)) == Some(department);
    let rows: Vec<&Record> = view.records.iter().filter(own).collect();
    let forms = |record: &Record| {
        let (title, content) = (record.raw(&crate::model::Field::Title), record.raw(&crate::model::Field::Content));
        [format!("{title}\n{content}"), content.to_owned(), title.to_owned()]
    };
    if rows.iter().any(|record| forms(record).iter().any(|form| words_only(numbering::without(form)) == words)) {
        return if still_listed(view, decision) { Fate::Holds } else { Fate::Gone };
    }
    let pairs = Pairs::of(&words);
    let open = view.linked().filter(|(record, link)| own(record) && link.linked().is_none()).map(|(record, _)| record);
    let like =
        |record: &Record| forms(record).iter().map(|form| pairs.likeness(&Pairs::of(form))).fold(0.0_f64, f64::max);
    let nearest = open.map(|record| (like(record), record)).filter(|(like, _)| *like >= LIKE);
    let nearest = nearest.max_by(|(a, _), (b, _)| a.total_cmp(b));
    nearest.map_or(Fate::Gone, |(_, record)| Fate::ChangedRow(record))
}

/// Whether the task that a decision gives is still in the list: a row decided on is then linked by it.
fn still_listed(view: View<'_>, decision: &Decision) -> bool {
    let DecisionOn::Link { task: Some(id), .. } = &decision.on_what else { return true };
    let words = words_only(&decision.about.task_words);
    let pairs = Pairs::of(&words);
    view.tasks.position(id).is_some() && words.is_empty()
        || view
            .tasks
            .tasks()
            .iter()
            .any(|task| words_only(task.words()) == words || pairs.likeness(&Pairs::of(task.words())) >= LIKE)
}

fn has_sent(view: View<'_>, department: &str) -> bool {
    let position = view.department_named(department);
    position.is_none() || view.used().any(|(_, file)| file.department == position)
}

/// What was decided, by whom and when, for a person.
fn told(decision: &Decision) -> Words {
    let who = [decision.by.as_str(), decision.on.as_str()].into_iter().filter(|part| !part.is_empty());
    let who = who.collect::<Vec<_>>().join(" ");
    let verdict = decision.verdict.words();
    let (mut zh, mut en) = (format!("“{}”", verdict.zh), format!("“{}”", verdict.en));
    if !who.is_empty() {
        zh.push_str(&format!("（{who}）"));
        en.push_str(&format!(" ({who})"));
    }
    Words::new(zh, en)
}

/// What makes a finding about a decision itself again.
fn key(decision: &Decision) -> String {
    match &decision.on_what {
        DecisionOn::Finding { id } => id.clone(),
        DecisionOn::Link { department, text, .. } => format!("{department}\u{1}{}", words_only(text)),
    }
}

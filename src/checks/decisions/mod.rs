//! R: the reviewer's decisions. These checks come last: they ask what the others found.

pub mod r001_unused_decision;
pub mod r002_outdated_decision;
pub mod r003_hand_edited_report;
pub mod r004_returned_row;

use std::collections::{BTreeMap, BTreeSet};

use super::{View, identity};
use crate::{
    model::{By, Decision, DecisionOn, DecisionVerdict, Field, Finding, Record, Task, Words},
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
    let index = Index::new(view);
    let mut taken = BTreeSet::new();
    let decisions = view.decisions.iter().enumerate();
    decisions
        .map(|(at, decision)| {
            let fate = match &decision.on_what {
                _ if index.last.get(&key(decision)).is_some_and(|last| *last > at) => Fate::Replaced,
                DecisionOn::Finding { id } => index.of_finding(view, decision, id, &mut taken),
                DecisionOn::Link { department, text, .. } => index.of_link(view, decision, department, text),
            };
            (decision, fate)
        })
        .collect()
}

/// Departments and words of the rows that a reviewer sent back, and of which nothing was said since: R004 asks about them.
pub struct SentBack<'a>(BTreeSet<(&'a str, String)>);

impl<'a> SentBack<'a> {
    /// Those of a run.
    pub fn of(view: View<'a>) -> Self {
        let mut rows = BTreeSet::new();
        for decision in view.decisions {
            if let DecisionOn::Link { department, text, .. } = &decision.on_what {
                let row = (department.as_str(), plain(text));
                let asked = decision.verdict == DecisionVerdict::Return && still_listed(view, decision);
                if asked {
                    rows.insert(row)
                } else {
                    rows.remove(&row)
                };
            }
        }
        Self(rows)
    }

    /// Whether a row is one of them.
    pub fn has(&self, view: View<'a>, record: &Record) -> bool {
        let Some(department) = view.department_name(view.owner(record)).filter(|_| !self.0.is_empty()) else {
            return false;
        };
        forms(record).iter().any(|form| self.0.contains(&(department, plain(form))))
    }
}

/// Words as alike as this are the same row, reworded.
const LIKE: f64 = 0.6;

/// What decisions may be about, ready to be asked.
struct Index<'a> {
    /// Position of the last decision on a thing.
    last: BTreeMap<String, usize>,
    findings: BTreeMap<&'a str, &'a Finding>,
    /// Ids of findings that are others' now, because their task has another id, and whose decision holds.
    moved: BTreeSet<&'a str>,
    /// Findings by code, department and task.
    about: BTreeMap<(&'a str, &'a str, &'a str), Vec<&'a Finding>>,
    /// Comparison forms of every row's words, by department.
    words: BTreeMap<&'a str, BTreeSet<String>>,
    /// Rows without a task, by department.
    open: BTreeMap<&'a str, Vec<(Pairs, &'a Record)>>,
    /// Rows that a reviewer's word gave a task, by department, with the task's id.
    given: BTreeMap<&'a str, Vec<(Pairs, &'a str)>>,
}

impl<'a> Index<'a> {
    fn new(view: View<'a>) -> Self {
        let mut index = Self {
            last: view.decisions.iter().enumerate().map(|(at, decision)| (key(decision), at)).collect(),
            findings: view.findings.iter().map(|finding| (finding.id.as_str(), finding)).collect(),
            moved: view.findings.iter().filter_map(earlier_id).collect(),
            about: BTreeMap::new(),
            words: BTreeMap::new(),
            open: BTreeMap::new(),
            given: BTreeMap::new(),
        };
        for finding in view.findings {
            let task = finding.task.and_then(|task| view.task(task)).map_or("", |task| &task.id.0);
            let about = (finding.code, finding.department.as_deref().unwrap_or(""), task);
            index.about.entry(about).or_default().push(finding);
        }
        if view.decisions.iter().all(|decision| matches!(decision.on_what, DecisionOn::Finding { .. })) {
            return index;
        }
        for (record, link) in view.linked() {
            let Some(department) = view.department_name(view.owner(record)) else { continue };
            let forms = forms(record);
            index.words.entry(department).or_default().extend(forms.iter().map(|form| plain(form)));
            if link.by == By::Reviewer
                && let Some(task) = link.linked().and_then(|task| view.task(task))
            {
                let pairs = forms.iter().map(|form| (Pairs::of(form), &*task.id.0));
                index.given.entry(department).or_default().extend(pairs);
            }
            if link.linked().is_none() {
                let pairs = forms.iter().map(|form| (Pairs::of(form), record));
                index.open.entry(department).or_default().extend(pairs);
            }
        }
        index
    }

    fn of_finding(&self, view: View<'a>, decision: &Decision, id: &str, taken: &mut BTreeSet<&'a str>) -> Fate<'a> {
        if let Some(finding) = self.findings.get(id) {
            return if identity::holds(decision, finding) { Fate::Holds } else { Fate::ChangedFinding(finding) };
        }
        if self.moved.contains(id) {
            return Fate::Holds;
        }
        let about = &decision.about;
        if !about.department.is_empty() && !has_sent(view, &about.department) {
            return Fate::NotSent;
        }
        let same = self.about.get(&(about.code.as_str(), about.department.as_str(), about.task.as_str()));
        let open = |finding: &&&Finding| finding.decision.is_none() && !taken.contains(finding.id.as_str());
        let in_its_place = in_place_of(decision, same.into_iter().flatten().filter(open).copied());
        in_its_place.map_or(Fate::Gone, |finding| {
            taken.insert(&finding.id);
            Fate::ChangedFinding(finding)
        })
    }

    fn of_link(&self, view: View<'a>, decision: &Decision, department: &str, text: &str) -> Fate<'a> {
        if !has_sent(view, department) {
            return Fate::NotSent;
        }
        if self.words.get(department).is_some_and(|words| words.contains(&plain(text))) {
            return if still_listed(view, decision) { Fate::Holds } else { Fate::Gone };
        }
        let pairs = Pairs::of(text);
        // How far the work has come was written into the row's words and has changed: what was decided was used all the same.
        let DecisionOn::Link { task, .. } = &decision.on_what else { return Fate::Gone };
        let given = || self.given.get(department).into_iter().flatten();
        if given().any(|(form, own)| task.as_deref() == Some(*own) && pairs.likeness(form) >= LIKE) {
            return Fate::Holds;
        }
        let open = self.open.get(department).into_iter().flatten();
        let near = open.map(|(form, record)| (pairs.likeness(form), *record)).filter(|(like, _)| *like >= LIKE);
        near.max_by(|(a, _), (b, _)| a.total_cmp(b)).map_or(Fate::Gone, |(_, record)| Fate::ChangedRow(record))
    }
}

/// The id under which a finding was decided on, where it has another one now.
fn earlier_id(finding: &Finding) -> Option<&str> {
    match &finding.decision.as_ref()?.on_what {
        DecisionOn::Finding { id } => Some(id.as_str()).filter(|id| *id != finding.id),
        DecisionOn::Link { .. } => None,
    }
}

/// Of findings of one code, department and task the one that stands where the finding decided on stood: the one whose
/// subject is most alike. Where a task has several findings of a code, none stands for one about something else.
fn in_place_of<'a>(decision: &Decision, findings: impl Iterator<Item = &'a Finding>) -> Option<&'a Finding> {
    let about = &decision.about;
    let then = Finding::subject_of(&about.subject);
    // Nothing at all in common but the code.
    if then.is_empty() && about.task.is_empty() && about.department.is_empty() {
        return None;
    }
    let pairs = Pairs::of(&then);
    let likeness = |finding: &Finding| {
        let now = finding.subject();
        if now == then { 1.0 } else { pairs.likeness(&Pairs::of(&now)) }
    };
    let least = if about.task.is_empty() || is_told_apart(&about.code) { LIKE } else { 0.0 };
    let like = findings.map(|finding| (likeness(finding), finding)).filter(|(like, _)| *like >= least);
    // The first of those that are equally alike.
    like.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, finding)| finding)
}

/// Whether a row may have several findings of a code, each about a thing with a name of its own: a figure or a unit.
fn is_told_apart(code: &str) -> bool {
    code.starts_with('N') || matches!(code, "P001" | "P002" | "P005" | "D003" | "D004")
}

/// A row's words in every form that a decision may be kept under.
fn forms(record: &Record) -> [String; 3] {
    let (title, content) = (record.raw(&Field::Title), record.raw(&Field::Content));
    [format!("{title}\n{content}"), content.to_owned(), title.to_owned()]
}

/// The comparison form of a row's words.
fn plain(text: &str) -> String {
    words_only(numbering::without(text))
}

/// Whether the task that a decision gives is still in the list: a row decided on is then linked by it.
fn still_listed(view: View<'_>, decision: &Decision) -> bool {
    let DecisionOn::Link { task: Some(id), .. } = &decision.on_what else { return true };
    let words = words_only(&decision.about.task_words);
    if words.is_empty() {
        return view.tasks.position(id).is_some();
    }
    let pairs = Pairs::of(&words);
    let same = |task: &Task| words_only(task.words()) == words || pairs.likeness(&Pairs::of(task.words())) >= LIKE;
    let own = view.tasks.position(id).and_then(|position| view.task(position));
    own.is_some_and(same) || view.tasks.tasks().iter().any(same)
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

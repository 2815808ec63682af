//! What makes a finding the same in the next run, and the order in which findings are told.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest, Sha256};

use crate::{
    model::{Decision, DecisionOn, Finding, Task},
    text::fold::words_only,
};

use super::{View, report::Made};

/// Gives every finding its id and its decision, and puts the most serious first.
///
/// An id is made of code, department, task and key, so neither rows that moved nor files that come in another order
/// change it. Findings that are alike in all four are told apart by their order.
pub fn settle(mut made: Vec<Made>, view: View<'_>) -> Vec<Finding> {
    made.sort_by(|left, right| order(left).cmp(&order(right)));
    let mut ids = Ids::default();
    let mut findings: Vec<Finding> = made.into_iter().map(|made| finding(made, view, &mut ids)).collect();
    let decided = last_decisions(view.decisions);
    for finding in &mut findings {
        let last = decided.get(finding.id.as_str()).copied();
        finding.decision = last.filter(|made| holds(made, finding)).map(|made| Box::new(made.clone()));
    }
    follow(&mut findings, decided, view);
    findings
}

/// A task's id, which is a part of a finding's, may be another one in the next list: what was decided then holds for the
/// finding of the same check, department and task, told by the task's words, in which everything reads the same.
fn follow(findings: &mut [Finding], mut decided: BTreeMap<&str, &Decision>, view: View<'_>) {
    decided.retain(|_, made| !made.about.state.is_empty() && !made.about.task_words.is_empty());
    for finding in findings.iter() {
        decided.remove(finding.id.as_str());
    }
    let mut left: BTreeMap<(String, String), Vec<&Decision>> = BTreeMap::new();
    for made in decided.into_values() {
        left.entry((made.about.code.clone(), made.about.department.clone())).or_default().push(made);
    }
    if left.is_empty() {
        return;
    }
    for finding in findings.iter_mut().filter(|finding| finding.decision.is_none()) {
        let about = (finding.code.to_owned(), finding.department.clone().unwrap_or_default());
        let Some(left) = left.get_mut(&about) else { continue };
        if let Some(at) = left.iter().position(|made| is_of_moved_task(made, finding, view)) {
            finding.decision = Some(Box::new(left.remove(at).clone()));
        }
    }
}

/// Whether a decision was on what a finding of a task with another id says now.
fn is_of_moved_task(made: &Decision, finding: &Finding, view: View<'_>) -> bool {
    let about = &made.about;
    let task = finding.task.and_then(|task| view.tasks.tasks().get(task));
    let has_moved =
        |task: &Task| *task.id.0 != *about.task && words_only(task.words()) == words_only(&about.task_words);
    task.is_some_and(has_moved)
        && about.state == finding.state()
        && Finding::subject_of(&about.subject) == finding.subject()
}

/// Severity, code, department, task, place; then the words, so that equal places are no matter of chance.
fn order(made: &Made) -> impl Ord + '_ {
    let last = |position: Option<usize>| position.unwrap_or(usize::MAX);
    let draft = &made.draft;
    (
        made.severity,
        made.check.code,
        last(draft.department),
        last(draft.task),
        draft.place.as_ref(),
        draft.key.as_str(),
        draft.message.zh.as_str(),
    )
}

fn finding(made: Made, view: View<'_>, ids: &mut Ids) -> Finding {
    let Made { check, severity, draft } = made;
    let department = view.department_name(draft.department).map(ToOwned::to_owned);
    let task = draft.task.and_then(|task| view.tasks.tasks().get(task)).map_or("", |task| &task.id.0);
    let parts = [check.code, department.as_deref().unwrap_or(""), task, &draft.key];
    let id = ids.next(&parts);
    Finding {
        id,
        code: check.code,
        name: check.name,
        severity,
        department,
        task: draft.task,
        place: draft.place,
        message: draft.message,
        found: draft.found,
        expected: draft.expected,
        detail: draft.detail,
        key: draft.key,
        decision: None,
        answer: None,
    }
}

/// The ids of a run: none twice.
#[derive(Default)]
struct Ids {
    taken: FxHashSet<u32>,
    alike: FxHashMap<u32, u32>,
}

impl Ids {
    fn next(&mut self, parts: &[&str]) -> String {
        let plain = digest(parts, 0);
        let nth = self.alike.entry(plain).or_default();
        let mut id = plain;
        while !self.taken.insert(id) {
            *nth += 1;
            id = digest(parts, *nth);
        }
        format!("{id:08x}")
    }
}

fn digest(parts: &[&str], nth: u32) -> u32 {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    if nth > 0 {
        hash.update(nth.to_be_bytes());
    }
    let bytes = hash.finalize();
    bytes.iter().take(4).fold(0_u32, |number, byte| number << 8 | u32::from(*byte))
}

/// The last thing that reviewers said of each finding, by its id.
fn last_decisions(decisions: &[Decision]) -> BTreeMap<&str, &Decision> {
    let of_findings = decisions.iter().filter_map(|decision| match &decision.on_what {
        DecisionOn::Finding { id } => Some((id.as_str(), decision)),
        DecisionOn::Link { .. } => None,
    });
    of_findings.collect()
}

/// Whether a finding is still what was decided on. A decision that does not say what that was holds.
pub fn holds(decision: &Decision, finding: &Finding) -> bool {
    decision.about.state.is_empty() || decision.about.state == finding.state()
}

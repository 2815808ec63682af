//! What makes a finding the same in the next run, and the order in which findings are told.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest, Sha256};

use crate::model::{Decision, DecisionOn, Finding};

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
    findings
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

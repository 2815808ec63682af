//! What reviewers have said of rows, and which rows they have yet to say something of.

use std::collections::BTreeMap;

use crate::{
    model::{Decision, DecisionOn, DecisionVerdict, Field, Link, LinkDecision, Outcome, Record, link::By},
    text::{fold::words_only, numbering},
};

/// The last decision on a row by department and comparison form of its words.
pub(super) struct Decided<'a>(BTreeMap<(&'a str, String), &'a Decision>);

impl<'a> Decided<'a> {
    /// Those of a run.
    pub(super) fn of(outcome: &'a Outcome) -> Self {
        let rows = outcome.decisions.iter().filter_map(|decision| match &decision.on_what {
            DecisionOn::Link { department, text, .. } => {
                Some(((department.as_str(), words_only(numbering::without(text))), decision))
            }
            DecisionOn::Finding { .. } => None,
        });
        Self(rows.collect())
    }

    /// The last decision on a row of a department.
    pub(super) fn on(&self, department: Option<&str>, record: &Record) -> Option<&'a Decision> {
        let department = department.filter(|_| !self.0.is_empty())?;
        let ask = |text: &str| self.0.get(&(department, words_only(numbering::without(text)))).copied();
        let (title, content) = (record.raw(&Field::Title), record.raw(&Field::Content));
        ask(&format!("{title}\n{content}")).or_else(|| ask(if content.trim().is_empty() { title } else { content }))
    }
}

/// Rows that a reviewer has yet to say something of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unsettled {
    /// Rows under review.
    pub possible: usize,
    /// Rows linked to no task.
    pub unlinked: usize,
}

impl Unsettled {
    /// Those of a run. A row that was sent back, or is said to be no task of the list, waits for no reviewer.
    pub fn of(outcome: &Outcome) -> Self {
        let decided = Decided::of(outcome);
        let is_open = |link: &&Link| {
            link.by != By::Reviewer
                && outcome
                    .records
                    .get(link.record.0)
                    .and_then(|record| decided.on(owner(outcome, record), record))
                    .map(|made| made.verdict)
                    != Some(DecisionVerdict::Return)
        };
        let count = |decision| outcome.links.iter().filter(|link| link.decision == decision).filter(is_open).count();
        Self { possible: count(LinkDecision::Possible), unlinked: count(LinkDecision::None) }
    }
}

fn owner<'a>(outcome: &'a Outcome, record: &Record) -> Option<&'a str> {
    let position = outcome.returned.get(record.submission)?.department?;
    outcome.register.departments.get(position).map(|department| department.name.as_str())
}

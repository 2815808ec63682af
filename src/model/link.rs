//! Links: record ↔ task, with a decision, a score and the evidence.

use std::sync::Arc;

use serde::Serialize;

use super::{record::RecordId, words::Words};

/// What was decided of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LinkDecision {
    /// Sure: above the score and the lead over the runner-up.
    Link,
    /// A person must say.
    Possible,
    /// No task of the list.
    None,
}

/// Who decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// The program's own comparison.
    Engine,
    /// A reviewer's decision.
    Reviewer,
    /// The id of our own form, verified against the words.
    Id,
}

/// Which pass found it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Pass {
    /// Id of our own form.
    Id,
    /// Identical text.
    Identical,
    /// A decision from before, an alias or a known rewording.
    Known,
    /// Scored comparison.
    Scored,
}

/// One comparison's part in the score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evidence {
    /// The field compared (`content`, `title`, `number`, `section`, `lead`, `order`, `guard`, `pass`).
    pub name: &'static str,
    /// The level reached, a word from the comparison's own list (`near-identical`).
    pub level: &'static str,
    /// What that level is called for a person.
    #[serde(skip)]
    pub label: Arc<Words>,
    /// Weight of evidence in bits, negative when it speaks against.
    pub weight: f64,
}

/// A task that a record might be.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Position in the task list.
    pub task: usize,
    /// From 0 to 1.
    pub score: f64,
    /// What speaks for and against it.
    pub evidence: Vec<Evidence>,
}

/// A record's link.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// The record.
    pub record: RecordId,
    /// What was decided.
    pub decision: LinkDecision,
    /// Who decided.
    pub by: By,
    /// Which pass found it; `None` where nothing did.
    pub pass: Option<Pass>,
    /// Position in the task list: the task for `link`, the best candidate for `possible`, `None` for `none`.
    pub task: Option<usize>,
    /// Score of that task, from 0 to 1.
    pub score: f64,
    /// Evidence for that task.
    pub evidence: Vec<Evidence>,
    /// Best first; the chosen one included, then its runners-up.
    pub candidates: Vec<Candidate>,
    /// Further tasks that the one row evidently reports too (L006), positions in the task list.
    pub also: Vec<usize>,
    /// Whether it is one of several rows that together report one task (L005).
    pub split: bool,
    /// The number names another task than the words do (L007): that task's position.
    pub number_says: Option<usize>,
    /// What would have decided it, where it is `possible`.
    pub question: Option<Words>,
}

impl Link {
    /// A record that is no task of the list.
    pub const fn none(record: RecordId) -> Self {
        Self {
            record,
            decision: LinkDecision::None,
            by: By::Engine,
            pass: None,
            task: None,
            score: 0.0,
            evidence: Vec::new(),
            candidates: Vec::new(),
            also: Vec::new(),
            split: false,
            number_says: None,
            question: None,
        }
    }

    /// The task, when the link is sure.
    pub fn linked(&self) -> Option<usize> {
        if self.decision == LinkDecision::Link { self.task } else { None }
    }
}

//! Decisions: what a reviewer said of a finding or a link; kept for good.

use serde::Serialize;

/// What a reviewer said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// 接受.
    Accept,
    /// 更正.
    Correct,
    /// 忽略.
    Dismiss,
    /// 退回.
    Return,
}

/// What a decision is about, in terms that outlast row numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecisionOn {
    /// A finding, by its id.
    Finding {
        /// The finding's id.
        id: String,
    },
    /// A link: the department and the comparison form of the record's text, and the task it was given (`None`: no task).
    Link {
        /// Canonical name of the department.
        department: String,
        /// Comparison form of the record's words.
        text: String,
        /// The task's id; `None` for no task.
        task: Option<String>,
    },
}

/// One decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// What it is about.
    #[serde(skip)]
    pub on_what: DecisionOn,
    /// What was said.
    pub verdict: Verdict,
    /// By whom.
    pub by: String,
    /// When, ISO 8601 date.
    pub on: String,
    /// Why.
    pub note: String,
}

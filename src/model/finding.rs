//! Findings: one answer of a check, with a stable code and a stable id.

use serde::{Deserialize, Serialize};

use super::{decision::Decision, place::Place, words::Words};

/// How serious a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Must be settled before the report goes up.
    Error,
    /// Should be looked at.
    Warning,
    /// Good to know.
    Info,
}

impl Severity {
    /// Its name for a person.
    pub fn words(self) -> Words {
        match self {
            Self::Error => Words::new("错误", "error"),
            Self::Warning => Words::new("警告", "warning"),
            Self::Info => Words::new("提示", "info"),
        }
    }
}

/// One answer of a check.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Eight hex digits, the same for the same finding in the next run. Set by `checks`.
    pub id: String,
    /// Stable code, as in the catalogue (`N003`).
    pub code: &'static str,
    /// Stable name (`rate-mismatch`).
    pub name: &'static str,
    /// Severity after configuration.
    pub severity: Severity,
    /// The department spoken of, by canonical name.
    pub department: Option<String>,
    /// Position of the task in the list.
    pub task: Option<usize>,
    /// Where it is.
    pub place: Option<Place>,
    /// What was found, where, and what to do next; never more than is proved.
    pub message: Words,
    /// The thing found, as sent.
    pub found: String,
    /// What was expected instead, where that can be said.
    pub expected: String,
    /// The arithmetic or the difference in words.
    pub detail: Words,
    /// What makes this finding itself again next time besides code, department and task (the text it is about).
    pub key: String,
    /// A reviewer's decision, where there is one.
    pub decision: Option<Decision>,
}

/// How often a check looked, and could not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct CheckCount {
    /// Code.
    pub code: &'static str,
    /// What it is called, in Chinese and in English.
    pub title: (&'static str, &'static str),
    /// Times that it looked and could judge.
    pub ran: u32,
    /// Times that the question does not arise.
    pub not_applicable: u32,
    /// Times that it arises and what it needs is not there.
    pub could_not_run: u32,
    /// Findings that it made.
    pub findings: u32,
}

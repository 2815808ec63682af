//! Decisions: what a reviewer said of a finding or a link; kept for good.

use serde::Serialize;

use super::{place::Place, words::Words};
use crate::text::fold;

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

impl Verdict {
    /// In the order in which a report offers them.
    pub const ALL: [Self; 4] = [Self::Accept, Self::Correct, Self::Dismiss, Self::Return];

    /// The verdict that a person wrote, in either language; `None` for words that are none.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match fold::fold(text).as_str() {
            "接受" | "认可" | "确认" | "属实" | "accept" | "accepted" | "confirm" => Self::Accept,
            "更正" | "修正" | "改正" | "correct" | "corrected" => Self::Correct,
            "忽略" | "不处理" | "无误" | "误报" | "dismiss" | "dismissed" | "ignore" => Self::Dismiss,
            "退回" | "退回修改" | "返回" | "return" | "returned" => Self::Return,
            _ => return None,
        })
    }

    /// Its name for a person.
    pub fn words(self) -> Words {
        match self {
            Self::Accept => Words::new("接受", "Accept"),
            Self::Correct => Words::new("更正", "Correct"),
            Self::Dismiss => Words::new("忽略", "Dismiss"),
            Self::Return => Words::new("退回", "Return"),
        }
    }

    /// Its stable name, as in files.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Correct => "correct",
            Self::Dismiss => "dismiss",
            Self::Return => "return",
        }
    }
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

/// What a finding or a task was when it was decided on, so that it can be told when that has changed. Empty where it
/// was not written down.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct About {
    /// Code of the check.
    pub code: String,
    /// The department.
    pub department: String,
    /// The task's id.
    pub task: String,
    /// What was found then, as [`super::Finding::state`] gives it.
    pub state: String,
    /// The words that tell what a finding is about, as [`super::Finding::subject`] gives them.
    pub subject: String,
    /// The words of the finding's task, or of the task that a link was given: ids may change with the next list.
    pub task_words: String,
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
    /// What it was when it was decided on.
    #[serde(skip)]
    pub about: About,
    /// Where the decision stands.
    #[serde(skip)]
    pub place: Option<Place>,
}

impl Decision {
    /// Whether two decisions are about one thing: the later one counts.
    pub fn same_subject(&self, other: &Self) -> bool {
        match (&self.on_what, &other.on_what) {
            (DecisionOn::Finding { id }, DecisionOn::Finding { id: known }) => id == known,
            (
                DecisionOn::Link { department, text, .. },
                DecisionOn::Link { department: known, text: known_text, .. },
            ) => department == known && fold::words_only(text) == fold::words_only(known_text),
            _ => false,
        }
    }
}

/// A cell of an earlier report that somebody changed by hand, and that no decision column explains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The report, the sheet and the cell.
    pub place: Place,
    /// What the program had written.
    pub was: String,
    /// What stands there.
    pub is: String,
    /// File name under which the edited report was kept.
    pub kept: String,
    /// Why it was not taken over, where it is an answer: what is missing, and what to do.
    pub why: Option<Words>,
}

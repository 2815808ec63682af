//! Answers: what a department said of a finding in its return.

use std::sync::Arc;

use serde::Serialize;

use super::{place::Place, words::Words};

/// What a department can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum AnswerKind {
    /// 已更正: mended in the table.
    Corrected,
    /// 情况属实: right as sent.
    Confirmed,
    /// 说明: explained in the note.
    Explained,
    /// 需要沟通: wants to be called.
    Discuss,
}

impl AnswerKind {
    /// In the order in which a return offers them.
    pub const ALL: [Self; 4] = [Self::Corrected, Self::Confirmed, Self::Explained, Self::Discuss];

    /// Its name for a person.
    pub fn words(self) -> Words {
        match self {
            Self::Corrected => Words::new("已更正", "corrected"),
            Self::Confirmed => Words::new("情况属实", "right as sent"),
            Self::Explained => Words::new("说明", "explained"),
            Self::Discuss => Words::new("需要沟通", "please call"),
        }
    }
}

/// What an answer does to its finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// The finding does not arise any more.
    Closed,
    /// It stands, and the department has said why.
    Explained,
    /// It stands although it was said to be corrected, or nothing was said that a reader could use: somebody must ask.
    Escalated,
}

impl Standing {
    /// Its name for a person.
    pub fn words(self) -> Words {
        match self {
            Self::Closed => Words::new("已消除", "closed"),
            Self::Explained => Words::new("已说明", "explained"),
            Self::Escalated => Words::new("需跟进", "to follow up"),
        }
    }
}

/// A department's answer to one finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// The finding's id.
    pub finding: String,
    /// What was said; `None` for a note alone.
    pub kind: Option<AnswerKind>,
    /// The department's words.
    pub note: Arc<str>,
    /// Where it stands.
    pub place: Place,
    /// What it answers, as [`super::Finding::asked`] gave it then; empty where the return does not say.
    #[serde(skip)]
    pub asked: String,
    /// What became of the finding.
    pub standing: Standing,
}

impl Answer {
    /// What an answer does to a finding that still arises.
    pub fn standing_of(kind: Option<AnswerKind>, note: &str) -> Standing {
        match kind {
            Some(AnswerKind::Confirmed) => Standing::Explained,
            Some(AnswerKind::Explained) | None if !note.trim().is_empty() => Standing::Explained,
            _ => Standing::Escalated,
        }
    }

    /// As one line for a person: what, what became of it, the department's own words.
    pub fn words(&self) -> Words {
        let (standing, note) = (self.standing.words(), self.note.trim());
        let said = self.kind.map_or_else(|| standing.clone(), AnswerKind::words);
        // What was explained is explained: there is no other word for what became of it. Nor is there for a note alone.
        let own =
            self.kind.is_none() || (self.kind == Some(AnswerKind::Explained) && self.standing == Standing::Explained);
        let join = |said: &str, standing: &str, open: &str, close: &str, colon: &str| {
            let note = if note.is_empty() { String::new() } else { format!("{colon}{note}") };
            if own { format!("{said}{note}") } else { format!("{said}{open}{standing}{close}{note}") }
        };
        Words::new(join(&said.zh, &standing.zh, "（", "）", "："), join(&said.en, &standing.en, " (", ")", ": "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CellRef;

    #[test]
    fn an_answer_says_what_was_said_and_what_became_of_it_once() {
        let said = |kind: Option<AnswerKind>, standing: Standing| {
            let place = Place::cell(&"核实单.xlsx".into(), &"核实事项".into(), CellRef::new(5, 7));
            let (finding, note) = ("0badc0de".to_owned(), "7月开工".into());
            let words = Answer { finding, kind, note, place, asked: String::new(), standing }.words();
            [words.zh, words.en]
        };
        let check = |kind, standing, expected: [&str; 2]| assert_eq!(said(kind, standing), expected);
        check(None, Standing::Explained, ["已说明：7月开工", "explained: 7月开工"]);
        check(None, Standing::Escalated, ["需跟进：7月开工", "to follow up: 7月开工"]);
        check(Some(AnswerKind::Explained), Standing::Explained, ["说明：7月开工", "explained: 7月开工"]);
        check(
            Some(AnswerKind::Confirmed),
            Standing::Explained,
            ["情况属实（已说明）：7月开工", "right as sent (explained): 7月开工"],
        );
    }
}

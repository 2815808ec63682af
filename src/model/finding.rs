//! Findings: one answer of a check, with a stable code and a stable id.

use serde::{Deserialize, Serialize};

use super::{
    answer::Answer,
    decision::{Decision, Verdict as DecisionVerdict},
    place::Place,
    words::Words,
};
use crate::text::fold::{is_han, words_only};

/// Characters of a subject: enough to tell it from others, few enough for a cell that a person reads.
const SUBJECT: usize = 200;

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
    pub decision: Option<Box<Decision>>,
    /// What the department answered, where it did.
    pub answer: Option<Box<Answer>>,
}

impl Finding {
    /// What was found and what was expected, as a short fingerprint: a decision holds while it stays the same.
    pub fn state(&self) -> String {
        Self::state_of(&self.found, &self.expected)
    }

    /// The fingerprint of what was found and expected. Only words and figures count: line breaks may be lost on the way
    /// through a sheet.
    pub fn state_of(found: &str, expected: &str) -> String {
        fingerprint(&[found, expected])
    }

    /// What a department is asked, as short fingerprints: of what was found, and of the word with which a reviewer sent
    /// it back. An answer is to that.
    pub fn asked(&self) -> String {
        let returned = self.decision.as_ref().filter(|made| made.verdict == DecisionVerdict::Return);
        let returned = returned.map(|made| fingerprint(&[&made.by, &made.on, &made.note]));
        [Some(self.state()), returned].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// Whether what is asked now was asked already: a word that was taken back asks nothing anew.
    pub fn was_asked(&self, then: &str) -> bool {
        let now = self.asked();
        now == then || then.strip_prefix(&now).is_some_and(|rest| rest.starts_with(' '))
    }

    /// The words that tell what it is about, without figures: they stay while its figures change.
    pub fn subject(&self) -> String {
        Self::subject_of(&self.key)
    }

    /// The words of a text that tell what is spoken of, figures left out; of a long one the beginning.
    pub fn subject_of(text: &str) -> String {
        // Before Chinese words a first word in Latin letters is a name of ours: which kind of relation or of place it is.
        let text = match text.split_once(' ') {
            Some((kind, rest)) if kind.chars().all(|c| c.is_ascii_alphabetic()) && rest.chars().any(is_han) => rest,
            _ => text,
        };
        // Of a fault of a whole file only its content tells which file it is, and that is no subject.
        let text = text.split(' ').filter(|word| !is_checksum(word)).collect::<Vec<_>>().join(" ");
        let is_figure = |c: &char| c.is_numeric() || matches!(c, '%' | '‰' | '.');
        words_only(&text).chars().filter(|c| !is_figure(c)).take(SUBJECT).collect()
    }

    /// Whether a reviewer said that it is no fault.
    pub fn is_dismissed(&self) -> bool {
        self.verdict() == Some(DecisionVerdict::Dismiss)
    }

    /// Whether it still waits for somebody: nothing was decided, or it went back to the department.
    pub fn is_open(&self) -> bool {
        matches!(self.verdict(), None | Some(DecisionVerdict::Return))
    }

    fn verdict(&self) -> Option<DecisionVerdict> {
        self.decision.as_ref().map(|decision| decision.verdict)
    }
}

fn fingerprint(texts: &[&str]) -> String {
    let words = texts.iter().map(|text| words_only(text)).collect::<Vec<_>>().join("\u{0}");
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in words.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    format!("{hash:016x}")
}

fn is_checksum(word: &str) -> bool {
    word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit())
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

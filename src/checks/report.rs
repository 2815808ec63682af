//! Where a check sets down what it found, and how often it looked.

use crate::model::{CheckCount, Place, Severity, Words};

use super::Check;

/// A finding before it has its id.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// Position of the department in the register.
    pub department: Option<usize>,
    /// Position of the task in the list.
    pub task: Option<usize>,
    /// Where it is. The message is headed by it.
    pub place: Option<Place>,
    /// What was found and what to do next, without the place.
    pub message: Words,
    /// The thing found, as sent.
    pub found: String,
    /// What was expected instead.
    pub expected: String,
    /// The arithmetic, or the difference.
    pub detail: Words,
    /// What makes the finding itself again next time: never a row number, a cell or a file's name. Nor do `found` and
    /// `expected` hold any: a decision lasts while they stay the same.
    pub key: String,
    /// Not more serious than this, whatever the check's severity.
    pub at_most: Option<Severity>,
}

impl Draft {
    /// A finding with a message.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { message: Words::new(zh, en), ..Self::default() }
    }

    /// Adds a sentence to the message.
    #[must_use]
    pub fn and(mut self, zh: &str, en: &str) -> Self {
        self.message.zh.push_str(zh);
        self.message.en.push(' ');
        self.message.en.push_str(en);
        self
    }

    /// Whose it is.
    #[must_use]
    pub fn department(mut self, department: Option<usize>) -> Self {
        self.department = department;
        self
    }

    /// Which task it is about.
    #[must_use]
    pub fn task(mut self, task: Option<usize>) -> Self {
        self.task = task;
        self
    }

    /// Where it is.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// What was found, as sent.
    #[must_use]
    pub fn found(mut self, found: impl Into<String>) -> Self {
        self.found = found.into();
        self
    }

    /// What was expected instead.
    #[must_use]
    pub fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = expected.into();
        self
    }

    /// The arithmetic, or the difference.
    #[must_use]
    pub fn detail(mut self, detail: Words) -> Self {
        self.detail = detail;
        self
    }

    /// What makes it itself again next time.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = key.into();
        self
    }

    /// Gives back the room that the making of its words left: a province has a hundred thousand findings.
    fn without_room(&mut self) {
        self.message.without_room();
        self.detail.without_room();
        for text in [&mut self.found, &mut self.expected, &mut self.key] {
            text.shrink_to_fit();
        }
    }

    /// Bounds its severity.
    #[must_use]
    pub fn at_most(mut self, severity: Severity) -> Self {
        self.at_most = Some(severity);
        self
    }
}

/// A draft with the check that made it and its severity.
#[derive(Debug, Clone)]
pub(super) struct Made {
    pub check: &'static Check,
    pub severity: Severity,
    pub draft: Draft,
}

/// One check's account of itself.
pub struct Report {
    check: &'static Check,
    severity: Severity,
    made: Vec<Made>,
    count: CheckCount,
}

impl Report {
    pub(super) fn new(check: &'static Check, severity: Severity) -> Self {
        let count = CheckCount { code: check.code, title: super::explain::titles(check), ..CheckCount::default() };
        Self { check, severity, made: Vec::new(), count }
    }

    /// It looked, and could judge.
    pub fn ran(&mut self) {
        self.count.ran += 1;
    }

    /// The question does not arise.
    pub fn not_applicable(&mut self) {
        self.count.not_applicable += 1;
    }

    /// The question arises, and what it needs is not there.
    pub fn could_not_run(&mut self) {
        self.count.could_not_run += 1;
    }

    /// Sets down a finding. Its message is headed by its place.
    pub fn find(&mut self, mut draft: Draft) {
        if let Some(place) = &draft.place {
            draft.message =
                Words::new(format!("{place}：{}", draft.message.zh), format!("{place}: {}", draft.message.en));
        }
        draft.without_room();
        let severity = draft.at_most.map_or(self.severity, |bound| self.severity.max(bound));
        self.count.findings += 1;
        self.made.push(Made { check: self.check, severity, draft });
    }

    pub(super) fn finish(self) -> (Vec<Made>, CheckCount) {
        (self.made, self.count)
    }
}

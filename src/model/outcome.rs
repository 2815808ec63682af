//! The outcome: everything that a run found out, before it takes any form.

use std::{collections::BTreeMap, sync::Arc};

use serde::Serialize;

use super::{
    answer::Answer,
    change::Previous,
    decision::{Decision, Edit},
    figure::PlacedRelation,
    finding::{CheckCount, Finding, Severity},
    ledger::Ledger,
    link::Link,
    period::Period,
    record::Record,
    register::Register,
    stamp::{Stamp, StampKind, Stamped},
    submission::{Submission, SubmissionStatus},
    table::Table,
    task::TaskList,
    words::{Lang, Words},
};

/// A submission after its tables, its owner and its standing among the others are known.
#[derive(Debug, Clone, PartialEq)]
pub struct Returned {
    /// The file. Of the cells of rows that became records only those are kept that say more than their record.
    pub submission: Submission,
    /// Every stamp of ours that stands in it.
    pub stamps: Vec<Stamped>,
    /// Digest of all its cells, where it was taken before any were let go.
    pub cells: Option<[u8; 32]>,
    /// Position of the department in the register, where it is known.
    pub department: Option<usize>,
    /// How the department was told: for a person.
    pub identified_by: Option<Words>,
    /// Departments that the evidence names when it does not agree: register positions.
    pub department_rivals: Vec<usize>,
    /// What became of it.
    pub status: SubmissionStatus,
    /// Why, for every status but `read`.
    pub reason: Option<Words>,
    /// The file that was used instead, for `superseded` and `duplicate`.
    pub instead: Option<Arc<str>>,
    /// Detected tables; empty unless it was read or superseded.
    pub tables: Vec<Table>,
}

/// Sums that must agree: every non-blank row below a header is accounted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Control {
    /// Non-blank rows below headers in submissions with status `read`.
    pub rows_in: u32,
    /// Records linked.
    pub rows_linked: u32,
    /// Records under review.
    pub rows_possible: u32,
    /// Records unlinked.
    pub rows_unlinked: u32,
    /// Sections, totals, notes and rows set aside.
    pub rows_other: u32,
}

impl Control {
    /// Whether nothing was lost.
    pub const fn holds(&self) -> bool {
        self.rows_in == self.rows_linked + self.rows_possible + self.rows_unlinked + self.rows_other
    }
}

/// What the workspace settles for the stages.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Settings {
    /// Language of report and messages.
    pub lang: Lang,
    /// Severity by code, where a person changed it; `None` switches the check off.
    pub severities: BTreeMap<String, Option<Severity>>,
    /// The report's own settings, for `report` and `render`.
    pub report: ReportSettings,
}

/// Settings of the report.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReportSettings {
    /// Title over the consolidated sheet; empty for the default.
    pub title: String,
    /// Who makes the report, printed under it; empty for none.
    pub office: String,
    /// `A3` or `A4`; empty for the default.
    pub paper: String,
    /// Font by role (`title`, `head`, `body`), where a person changed it.
    pub fonts: BTreeMap<String, String>,
    /// Whether the consolidated sheet carries marks for findings.
    pub marks: bool,
}

/// An input file besides the submissions, for 说明.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InputFile {
    /// `tasks`, `departments`, `decisions`, `previous`, `config`.
    pub what: &'static str,
    /// Relative to the workspace.
    pub file: String,
    /// SHA-256 in hex.
    pub sha256: String,
}

/// The figures in words, and those that could be held against others of the same passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FigureCount {
    /// All that were read.
    pub read: usize,
    /// Those that a relation speaks of.
    pub checked: usize,
}

/// Everything that a run found out.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The period, where it is known.
    pub period: Option<Period>,
    /// Settings used.
    pub settings: Settings,
    /// Departments.
    pub register: Register,
    /// Tasks.
    pub tasks: TaskList,
    /// Other inputs.
    pub inputs: Vec<InputFile>,
    /// Every file, by path.
    pub returned: Vec<Returned>,
    /// Every record of the submissions read, by file, table and row. `RecordId` is the position here.
    pub records: Vec<Record>,
    /// One a record, in the same order.
    pub links: Vec<Link>,
    /// The ledger.
    pub ledger: Ledger,
    /// Relations between figures.
    pub relations: Vec<PlacedRelation>,
    /// How many figures stand in words, and how many of them were held against others.
    pub figures: FigureCount,
    /// Findings, most serious first.
    pub findings: Vec<Finding>,
    /// What departments answered to findings of earlier runs, by file and row.
    pub answers: Vec<Answer>,
    /// One a check, by code.
    pub checks: Vec<CheckCount>,
    /// The control sums.
    pub control: Control,
    /// Decisions taken over.
    pub decisions: Vec<Decision>,
    /// What a person had changed by hand in the report that this one replaces.
    pub edits: Vec<Edit>,
    /// Last period's report with what has changed since, where there is one.
    pub previous: Option<Previous>,
}

impl Returned {
    /// The stamp of a return, where it is one that came back.
    pub fn return_stamp(&self) -> Option<&Stamp> {
        self.stamps.iter().map(|found| &found.stamp).find(|stamp| stamp.kind == StampKind::Return)
    }

    /// A file of which neither the owner nor the standing is known yet.
    pub fn new(submission: Submission, tables: Vec<Table>) -> Self {
        let status = if submission.ignored.is_some() {
            SubmissionStatus::Ignored
        } else if submission.book.is_none() {
            SubmissionStatus::Failed
        } else {
            SubmissionStatus::Read
        };
        Self {
            stamps: submission.book.as_ref().map(Stamp::in_book).unwrap_or_default(),
            submission,
            cells: None,
            department: None,
            identified_by: None,
            department_rivals: Vec::new(),
            status,
            reason: None,
            instead: None,
            tables,
        }
    }
}

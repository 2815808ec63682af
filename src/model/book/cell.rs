//! A cell of the book: what it holds, what it is, and where it leads.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::{
    model::{
        figure::Verdict,
        finding::Severity,
        ledger::TaskStatus,
        link::LinkDecision,
        place::{CellRef, Place},
        submission::SubmissionStatus,
    },
    text::difference::{Change, Piece},
};

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// From 0.
    pub column: u16,
    /// Columns that it spans, itself included.
    pub columns: u16,
    /// Logical rows that it spans, its own included.
    pub rows: usize,
    /// What it is.
    pub role: Role,
    /// What it holds.
    pub content: Content,
    /// Where a click leads.
    pub target: Option<Target>,
    /// A remark that shows when one points at it.
    pub remark: Option<String>,
    /// Decimal places for which a number leaves room, so that the points of a column stand below each other although each
    /// number has its own precision.
    pub places: u8,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Nothing.
    Blank,
    /// Text, never a formula.
    Text(Arc<str>),
    /// Text with what was taken away and what was added.
    Difference(Vec<Piece>),
    /// A number of our own making: a count, a sum.
    Number(Decimal),
    /// A live formula with its value.
    Formula(Formula, Decimal),
}

/// A formula over cells of its own sheet, in logical rows and columns from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Formula {
    /// The sum of a column from one row to another.
    Sum {
        /// The column.
        column: u16,
        /// First row.
        first: usize,
        /// Last row.
        last: usize,
    },
    /// One column less another, in the formula's row.
    Minus {
        /// What is taken from.
        from: u16,
        /// What is taken away.
        less: u16,
    },
    /// Several columns of the formula's row added up.
    Across {
        /// First column.
        first: u16,
        /// Last column.
        last: u16,
    },
}

/// Where a click leads.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// A cell of this book.
    Cell {
        /// Name of the sheet.
        sheet: String,
        /// Key of the row; the sheet's top when `None`.
        key: Option<String>,
        /// Column, from 0.
        column: u16,
    },
    /// A cell of one of this book's copied sheets.
    Copied {
        /// Name of the sheet in this book.
        sheet: String,
        /// The cell.
        cell: CellRef,
    },
    /// A place in a file that was read.
    Source(Place),
}

/// What a cell is. Its look is the theme's affair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// The sheet's title.
    Title,
    /// A line under the title, at the left.
    Caption,
    /// A line under the title, at the right.
    CaptionEnd,
    /// A heading within a sheet.
    Heading,
    /// Explanation in small print.
    Note,
    /// Column header.
    Header,
    /// Header of a column that a person fills in.
    InputHeader,
    /// A section's banner across the table.
    Section,
    /// A number that orders rows.
    Ordinal,
    /// A task's title.
    TaskTitle,
    /// A short text, centred.
    Short,
    /// A text.
    Text,
    /// A narrative.
    Narrative,
    /// A number.
    Figure,
    /// A figure as it was sent.
    SentFigure,
    /// A code or checksum.
    Code,
    /// Label of a key figure.
    KeyLabel,
    /// A key figure.
    KeyFigure,
    /// Text of a row of totals.
    TotalText,
    /// Number in a row of totals.
    TotalFigure,
    /// Something that should be there and is not.
    Absent,
    /// Something that holds.
    Good,
    /// Something that does not hold.
    Bad,
    /// A cell for a person to fill in.
    Input,
    /// A cell for a short answer or a figure.
    InputShort,
    /// How far a task is.
    Status(TaskStatus),
    /// How serious a finding is.
    Severity(Severity),
    /// What can be said of figures.
    Verdict(Verdict),
    /// What was decided of a row.
    Link(LinkDecision),
    /// What became of a file.
    Submission(SubmissionStatus),
}

impl Cell {
    /// A cell that spans nothing and leads nowhere.
    pub const fn new(column: u16, role: Role, content: Content) -> Self {
        Self { column, columns: 1, rows: 1, role, content, target: None, remark: None, places: 0 }
    }

    /// A cell with text.
    pub fn text(column: u16, role: Role, text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        let content = if text.is_empty() { Content::Blank } else { Content::Text(text) };
        Self::new(column, role, content)
    }

    /// A cell with a count.
    pub fn count(column: u16, role: Role, count: usize) -> Self {
        Self::new(column, role, Content::Number(Decimal::from(count)))
    }

    /// The same, over several columns.
    #[must_use]
    pub const fn across(mut self, columns: u16) -> Self {
        self.columns = columns;
        self
    }

    /// The same, over several logical rows.
    #[must_use]
    pub const fn down(mut self, rows: usize) -> Self {
        self.rows = rows;
        self
    }

    /// The same, leading somewhere.
    #[must_use]
    pub fn leading_to(mut self, target: Option<Target>) -> Self {
        self.target = target;
        self
    }

    /// The same, a number with room for so many decimal places.
    #[must_use]
    pub const fn aligned(mut self, places: u8) -> Self {
        self.places = places;
        self
    }

    /// The same, with a remark.
    #[must_use]
    pub fn remarked(mut self, remark: impl Into<String>) -> Self {
        self.remark = Some(remark.into());
        self
    }

    /// Its text, empty for none.
    pub fn words(&self) -> String {
        match &self.content {
            Content::Blank => String::new(),
            Content::Text(text) => text.to_string(),
            Content::Difference(pieces) => pieces.iter().map(Piece::marked).collect(),
            Content::Number(number) | Content::Formula(_, number) => number.to_string(),
        }
    }
}

impl Piece {
    /// Its words between signs that say what became of them: they are still told apart when a cell is copied as plain
    /// text.
    pub fn marked(&self) -> String {
        match self.change {
            Change::Kept => self.text.clone(),
            Change::Removed => format!("[-{}-]", self.text),
            Change::Added => format!("{{+{}+}}", self.text),
        }
    }
}

impl Role {
    /// Whether a person fills the cell in.
    pub const fn is_input(self) -> bool {
        matches!(self, Self::Input | Self::InputShort)
    }

    /// The name of its look in a theme.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Caption => "caption",
            Self::CaptionEnd => "caption-end",
            Self::Heading => "heading",
            Self::Note => "note",
            Self::Header => "header",
            Self::InputHeader => "input-header",
            Self::Section => "section",
            Self::Ordinal => "ordinal",
            Self::TaskTitle => "task-title",
            Self::Short => "short",
            Self::Text => "text",
            Self::Narrative => "narrative",
            Self::Figure => "figure",
            Self::SentFigure => "sent-figure",
            Self::Code => "code",
            Self::KeyLabel => "key-label",
            Self::KeyFigure => "key-figure",
            Self::TotalText => "total-text",
            Self::TotalFigure => "total-figure",
            Self::Absent => "absent",
            Self::Good => "good",
            Self::Bad => "bad",
            Self::Input => "input",
            Self::InputShort => "input-short",
            Self::Status(TaskStatus::Completed) => "status-completed",
            Self::Status(TaskStatus::OnTrack) => "status-on-track",
            Self::Status(TaskStatus::Behind) => "status-behind",
            Self::Status(TaskStatus::NotStarted) => "status-not-started",
            Self::Status(TaskStatus::Unreported) => "status-unreported",
            Self::Status(TaskStatus::Unknown) => "status-unknown",
            Self::Severity(Severity::Error) => "severity-error",
            Self::Severity(Severity::Warning) => "severity-warning",
            Self::Severity(Severity::Info) => "severity-info",
            Self::Verdict(Verdict::Consistent) => "verdict-consistent",
            Self::Verdict(Verdict::Rounding) => "verdict-rounding",
            Self::Verdict(Verdict::Unexplained) => "verdict-unexplained",
            Self::Verdict(Verdict::Unclear) => "verdict-unclear",
            Self::Verdict(Verdict::Inconsistent) => "verdict-inconsistent",
            Self::Link(LinkDecision::Link) => "link-link",
            Self::Link(LinkDecision::Possible) => "link-possible",
            Self::Link(LinkDecision::None) => "link-none",
            Self::Submission(SubmissionStatus::Read) => "submission-read",
            Self::Submission(SubmissionStatus::Superseded) => "submission-superseded",
            Self::Submission(SubmissionStatus::Duplicate) => "submission-duplicate",
            Self::Submission(SubmissionStatus::Ignored) => "submission-ignored",
            Self::Submission(SubmissionStatus::Failed) => "submission-failed",
        }
    }
}

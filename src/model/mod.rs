//! The nouns: plain data that the stages hand on, with no logic beyond keeping their own promises.
//!
//! One file a noun, in the order in which the flow meets them. Nothing here imports a stage.

pub mod answer;
pub mod book;
pub mod change;
pub mod decision;
pub mod entries;
pub mod figure;
pub mod finding;
pub mod ledger;
pub mod link;
mod narrative;
pub mod outcome;
pub mod past;
pub mod period;
pub mod place;
pub mod record;
pub mod register;
pub mod stamp;
pub mod submission;
pub mod table;
pub mod task;
pub mod words;

pub use answer::{Answer, AnswerKind};
pub use change::{Changes, Previous};
pub use decision::{About, Decision, DecisionOn, Edit, Verdict as DecisionVerdict};
pub use figure::{Measure, MeasureKind, Measured, Quantity, Relation, RelationKind, Verdict};
pub use finding::{CheckCount, Finding, Severity};
pub use ledger::{Claim, Entry, Ledger, LedgerMeasure, Role, TaskStatus, TotalLine, TotalScope};
pub use link::{By, Candidate, Evidence, Link, LinkDecision, Pass, Reached, Wording};
pub use outcome::{Control, Outcome, Returned, Settings};
pub use past::Past;
pub use period::Period;
pub use place::{Area, CellRef, Place};
pub use record::{Record, RecordId, Value as FieldValue};
pub use register::{Department, Register, Resolution, UnitName};
pub use stamp::{SentSheet, Stamp, StampKind, Stamped};
pub use submission::{Cell, CellValue, Fault, Format, RawBook, RawSheet, Submission, SubmissionStatus, Visibility};
pub use table::{Column, Field, Row, RowKind, Table};
pub use task::{Task, TaskId, TaskList, TaskListFault};
pub use words::{Lang, Words};

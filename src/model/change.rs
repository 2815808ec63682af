//! Changes: one period's tasks held against another's.

use rust_decimal::Decimal;

use super::{ledger::TaskStatus, past::Past};

/// Last period's report with what has changed since.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Previous {
    /// The report.
    pub past: Past,
    /// What has changed.
    pub changes: Changes,
}

/// What has changed between two reports.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Changes {
    /// One a task of the later report, in its order.
    pub tasks: Vec<TaskChange>,
    /// Tasks of the earlier report that the later one has no more: positions there.
    pub gone: Vec<usize>,
}

/// What has changed of a task.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskChange {
    /// Its position in the earlier report; `None` for a new one.
    pub then: Option<usize>,
    /// Its wording in the list is another one.
    pub reworded: bool,
    /// Status before and now.
    pub status: (Option<TaskStatus>, Option<TaskStatus>),
    /// What became of the narratives.
    pub words: WordsChange,
    /// Measures that stand in either.
    pub measures: Vec<MeasureChange>,
}

/// What became of what departments said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WordsChange {
    /// Nobody said anything then or now.
    None,
    /// Word for word the same.
    Same,
    /// Some departments say the same, others do not.
    PartlySame,
    /// Other words.
    Changed,
    /// Said now and not then.
    Begun,
    /// Said then and not now.
    Stopped,
}

/// A measure before and now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasureChange {
    /// The department, empty when it is not known.
    pub department: String,
    /// Name of the measure.
    pub name: String,
    /// Unit, empty for none; that of the later figure where they differ.
    pub unit: String,
    /// As it stood then and stands now; `None` where it does not.
    pub raw: (Option<String>, Option<String>),
    /// Now less then, where both are figures in one unit.
    pub difference: Option<Decimal>,
}

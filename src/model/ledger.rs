//! The ledger (台账): everything claimed about each task, settled, in the order of the task list.

use std::{collections::BTreeSet, sync::Arc};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{
    figure::{Measure, Verdict},
    narrative,
    place::{CellRef, Place},
    record::RecordId,
    words::Words,
};
use crate::text::fold::is_blank;

/// How far a task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TaskStatus {
    /// 已完成.
    Completed,
    /// 序时推进.
    OnTrack,
    /// 滞后.
    Behind,
    /// 未启动.
    NotStarted,
    /// Its lead said nothing.
    Unreported,
    /// Reported, but no status can be told.
    Unknown,
}

impl TaskStatus {
    /// Every status, in the order in which reports list them.
    pub const ALL: [Self; 6] =
        [Self::Completed, Self::OnTrack, Self::Behind, Self::NotStarted, Self::Unreported, Self::Unknown];

    /// Its name for a person.
    pub fn words(self) -> Words {
        match self {
            Self::Completed => Words::new("已完成", "completed"),
            Self::OnTrack => Words::new("序时推进", "on track"),
            Self::Behind => Words::new("进度滞后", "behind"),
            Self::NotStarted => Words::new("未启动", "not started"),
            Self::Unreported => Words::new("未报送", "unreported"),
            Self::Unknown => Words::new("未注明", "not stated"),
        }
    }
}

/// A department's part in a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// 牵头.
    Lead,
    /// 配合.
    Support,
    /// Neither.
    Uninvolved,
}

/// A record linked to a task.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// Which record.
    pub record: RecordId,
    /// The department, by its canonical name; `None` when it is not known whose the file is.
    pub department: Option<Arc<str>>,
    /// Its part in the task.
    pub role: Role,
    /// The file.
    pub file: Arc<str>,
    /// The sheet.
    pub sheet: Arc<str>,
    /// The row.
    pub row: u32,
    /// The progress cell.
    pub cell: CellRef,
    /// The narrative as sent, every character of it.
    pub progress: Arc<str>,
    /// The measures of its row.
    pub measures: Arc<[Measure]>,
}

/// A measure as it stands in the ledger.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LedgerMeasure<'a> {
    /// What was sent.
    pub sent: &'a Measure,
    /// The claim that it is a part of: whose it is, and in which sheet.
    pub claim: &'a Claim,
}

/// One task with everything claimed about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Position in the task list.
    pub task: usize,
    /// Leads in the list's order, then supporting units, then others; within one unit in the file's order.
    pub claims: Vec<Claim>,
    /// How far it is.
    pub status: TaskStatus,
}

impl Entry {
    /// The narrative of the consolidated sheet. Made when it is asked for: kept, it would be every word of every department
    /// once more.
    pub fn progress(&self) -> String {
        narrative::of(&self.claims)
    }

    /// Measures of the claims as they were sent, in the order of the claims; one cell merged over several rows stands once.
    pub fn measures(&self) -> Vec<LedgerMeasure<'_>> {
        let mut seen = BTreeSet::new();
        let all = self.claims.iter().flat_map(|claim| claim.measures.iter().map(move |sent| (sent, claim)));
        all.filter(|(sent, claim)| !is_blank(&sent.raw) && seen.insert((&claim.file, &claim.sheet, sent.cell)))
            .map(|(sent, claim)| LedgerMeasure { sent, claim })
            .collect()
    }
}

/// What a total is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TotalScope {
    /// One department's tasks.
    Department,
    /// One section of the task list.
    Section,
    /// Everything.
    Report,
    /// A total row in a submission.
    Table,
}

/// One measure over one scope: reported against computed.
#[derive(Debug, Clone, PartialEq)]
pub struct TotalLine {
    /// The measure's name.
    pub measure: String,
    /// Its unit.
    pub unit: Option<String>,
    /// Over what.
    pub scope: TotalScope,
    /// The department, section or row label.
    pub of: String,
    /// Cell of the total row, for `table`.
    pub place: Option<Place>,
    /// As the total row shows it, for `table`.
    pub reported: Option<String>,
    /// Sum of the rows.
    pub computed: Decimal,
    /// Reported less computed.
    pub difference: Option<Decimal>,
    /// Number of cells added.
    pub added: usize,
    /// Every one of them, for `table`, so that the sum can be followed. Those of the other scopes are measures of the ledger.
    pub parts: Vec<Place>,
    /// Cells that should have been added and hold no figure (with their text).
    pub unread: Vec<(Place, String)>,
    /// What can be said of it; `None` when nothing was reported to hold it against.
    pub verdict: Option<Verdict>,
    /// Rows that the total row's formula leaves out (N012).
    pub omitted: Vec<Place>,
}

/// The ledger.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ledger {
    /// One entry a task, in the list's order, unreported ones included.
    pub entries: Vec<Entry>,
    /// Totals, by scope and then in order of first appearance.
    pub totals: Vec<TotalLine>,
}

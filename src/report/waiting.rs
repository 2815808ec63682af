//! Tasks of which the table says nothing yet because a row waits for a person: they are not unreported.

use std::collections::BTreeMap;

use super::{View, words, words::SheetName};
use crate::model::{
    Entry, Field, LinkDecision, Outcome, Record, RecordId, Task, TaskStatus, UnitName,
    book::{Cell, Role, Target},
};

/// A row under review and its position among these, which stand first in 任务匹配.
type Row = (RecordId, usize);

/// The rows under review of each task whose status they may settle.
#[derive(Default)]
pub(super) struct Waiting(BTreeMap<usize, Vec<Row>>);

impl Waiting {
    /// Those of a run.
    pub(super) fn of(outcome: &Outcome) -> Self {
        let silent = outcome.ledger.entries.iter().filter(|entry| entry.status == TaskStatus::Unreported);
        let mut waiting: BTreeMap<usize, Vec<Row>> = silent.map(|entry| (entry.task, Vec::new())).collect();
        let open = outcome.links.iter().filter(|link| link.decision == LinkDecision::Possible);
        for (at, link) in open.enumerate() {
            for task in link.open_tasks() {
                let listed = outcome.tasks.tasks().get(task);
                let speaks =
                    listed.is_some_and(|listed| may_settle(outcome, outcome.records.get(link.record.0), listed));
                if let Some(rows) = waiting.get_mut(&task).filter(|_| speaks) {
                    rows.push((link.record, at));
                }
            }
        }
        waiting.retain(|_, rows| !rows.is_empty());
        Self(waiting)
    }

    /// Whether rows wait that may be about a task of which nothing else is known.
    pub(super) fn is_open(&self, task: usize) -> bool {
        self.0.contains_key(&task)
    }
}

/// Whether a row would give its task a status. Supporting units never speak for the lead.
fn may_settle(outcome: &Outcome, record: Option<&Record>, task: &Task) -> bool {
    let Some(record) = record else { return false };
    let Some(own) = outcome.returned.get(record.submission).and_then(|file| file.department) else { return true };
    let has = |units: &[UnitName]| units.iter().any(|unit| unit.known() == Some(own));
    has(&task.lead) || !has(&task.support)
}

/// The name of a row of 任务匹配.
pub(super) fn key(record: RecordId) -> String {
    format!("row:{}", record.0)
}

/// The status of an entry as it is printed. A task that waits leads to the first row that it waits for.
pub(super) fn status(view: &View<'_>, column: u16, entry: &Entry) -> Cell {
    let Some(rows) = view.waiting.0.get(&entry.task) else {
        return Cell::text(column, Role::Status(entry.status), view.words(&entry.status.words()));
    };
    let cell = open(view, column);
    if !view.outcome.settings.report.marks {
        return cell;
    }
    let told = rows.iter().filter_map(|(record, _)| place(view, view.outcome.records.get(record.0)?));
    let told: Vec<String> = told.collect();
    let head = view
        .say("这些行是否属于本任务，请在“任务匹配”中确认", "Rows that may be about this task: settle them in Links");
    cell.leading_to(rows.first().map(|row| target(view, *row))).remarked(format!("{head}\n{}", told.join("\n")))
}

/// A status that a person has yet to settle.
pub(super) fn open(view: &View<'_>, column: u16) -> Cell {
    let role = Role::Link(LinkDecision::Possible);
    Cell::text(column, role, words::link(LinkDecision::Possible).get(view.lang))
}

fn target(view: &View<'_>, (record, at): Row) -> Target {
    let sheet = super::numbered(&view.name(SheetName::Links), at / view.most);
    Target::Cell { sheet, key: Some(key(record)), column: 0 }
}

/// Whose row it is and where it stands.
fn place(view: &View<'_>, record: &Record) -> Option<String> {
    let place = record.place_in_row(&Field::Content);
    let who = view.department(record.submission).unwrap_or(view.say("（未识别单位）", "(department unknown)"));
    Some(format!("{who}: {} › {} › {}", record.file, record.sheet, place.cell?))
}

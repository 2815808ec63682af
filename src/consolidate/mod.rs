//! Case → Ledger: what everyone claimed of a task, settled; and the totals.
//!
//! `claims` puts a task's records in order, `status` settles how far the task is, `totals` adds measures up over the ledger, and `tables` holds every submission's own total rows against its rows.

mod cells;
mod claims;
mod formula;
mod status;
mod sums;
mod tables;
mod totals;

use crate::{
    lexicon::Units,
    model::{Entry, Ledger, Link, Record, Register, Returned, TaskList},
};

/// What consolidation works on.
#[derive(Debug, Clone, Copy)]
pub struct Cases<'a> {
    /// The canonical list.
    pub tasks: &'a TaskList,
    /// Departments.
    pub register: &'a Register,
    /// Files.
    pub returned: &'a [Returned],
    /// Records.
    pub records: &'a [Record],
    /// Their links.
    pub links: &'a [Link],
    /// Units of measure.
    pub units: &'a Units,
}

/// The ledger of a run: one entry a task in the list's order, unreported ones included, and every total.
pub fn ledger(cases: Cases<'_>) -> Ledger {
    let entries: Vec<Entry> = claims::by_task(cases)
        .into_iter()
        .enumerate()
        .map(|(task, claims)| Entry { task, status: status::settle(&claims, cases.records), claims })
        .collect();
    let mut totals = totals::over_ledger(&entries, cases);
    totals.extend(tables::totals(cases));
    Ledger { entries, totals }
}

//! Case → Ledger: what everyone claimed of a task, settled; and the totals.
//!
//! `claims` puts a task's records in order, `narrative` joins their words, `status` settles how far the task is,
//! `totals` adds measures up over the ledger, and `tables` holds every submission's own total rows against its rows.

mod cells;
mod claims;
mod formula;
mod narrative;
mod status;
mod sums;
mod tables;
mod totals;

use std::sync::Arc;

use crate::{
    lexicon::Units,
    model::{Claim, Entry, Ledger, LedgerMeasure, Link, Place, Record, Register, Returned, TaskList},
    text::fold::is_blank,
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
        .map(|(task, mut claims)| {
            let progress = narrative::settle(&mut claims);
            Entry {
                task,
                status: status::settle(&claims, cases.records),
                measures: measures(&claims, cases.records),
                progress,
                claims,
            }
        })
        .collect();
    let mut totals = totals::over_ledger(&entries, cases);
    totals.extend(tables::totals(cases));
    Ledger { entries, totals }
}

/// The measures of the claims as they were sent; one cell merged over several rows stands once.
fn measures(claims: &[Claim], records: &[Record]) -> Vec<LedgerMeasure> {
    let mut seen = std::collections::BTreeSet::new();
    let mut measures = Vec::new();
    for claim in claims {
        let Some(record) = records.get(claim.record.0) else { continue };
        for measure in &record.measures {
            let place = Place::cell(&claim.file, &claim.sheet, measure.cell);
            if is_blank(&measure.raw) || !seen.insert(place.clone()) {
                continue;
            }
            measures.push(LedgerMeasure {
                name: measure.name.clone(),
                unit: measure.unit.clone(),
                raw: measure.raw.clone(),
                value: measure.value,
                kind: measure.kind,
                department: claim.department.as_ref().map(Arc::clone),
                place,
            });
        }
    }
    measures
}

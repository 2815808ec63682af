//! The claims on each task, in the order in which the ledger tells them.

use std::sync::Arc;

use crate::model::{CellRef, Claim, Field, LinkDecision, Record, RecordId, Role, Task};

use super::Cases;

/// Where a claim stands among the others: role, place of its unit in the task list, then the order of the files.
type Rank = (Role, usize, RecordId);

/// For every task of the list its claims: leads in the list's order, then supporting units, then others.
pub fn by_task(cases: Cases<'_>) -> Vec<Vec<Claim>> {
    let mut ranked: Vec<Vec<(Rank, Claim)>> = vec![Vec::new(); cases.tasks.len()];
    let names: Vec<Arc<str>> =
        cases.register.departments.iter().map(|department| department.name.as_str().into()).collect();
    for (record, link) in cases.records.iter().zip(cases.links) {
        if link.decision != LinkDecision::Link {
            continue;
        }
        // A row that reports several tasks speaks for each of them.
        let tasks: std::collections::BTreeSet<usize> = link.task.into_iter().chain(link.also.iter().copied()).collect();
        for position in tasks {
            let (Some(task), Some(claims)) = (cases.tasks.tasks().get(position), ranked.get_mut(position)) else {
                continue;
            };
            claims.push(claim((record, link.record), task, cases, &names));
        }
    }
    ranked
        .into_iter()
        .map(|mut claims| {
            claims.sort_by_key(|(rank, _)| *rank);
            // A list of its own: one that is made in place would keep the room of the ranks.
            let mut own = Vec::with_capacity(claims.len());
            own.extend(claims.into_iter().map(|(_, claim)| claim));
            own
        })
        .collect()
}

fn claim((record, id): (&Record, RecordId), task: &Task, cases: Cases<'_>, names: &[Arc<str>]) -> (Rank, Claim) {
    let owner = cases.returned.get(record.submission).and_then(|file| file.department);
    let (role, order) = owner.map_or((Role::Uninvolved, usize::MAX), |department| part(task, department));
    let claim = Claim {
        record: id,
        department: owner.and_then(|index| names.get(index)).map(Arc::clone),
        role,
        file: Arc::clone(&record.file),
        sheet: Arc::clone(&record.sheet),
        row: record.row,
        cell: progress_cell(record, cases),
        progress: record.value(&Field::Progress).map_or_else(|| Arc::from(""), |value| Arc::clone(&value.raw)),
        measures: Arc::clone(&record.measures),
    };
    ((role, order, id), claim)
}

/// A department's part in a task, and its place among the units of that part.
fn part(task: &Task, department: usize) -> (Role, usize) {
    if let Some(order) = task.lead.iter().position(|unit| unit.known() == Some(department)) {
        return (Role::Lead, order);
    }
    if let Some(order) = task.support.iter().position(|unit| unit.known() == Some(department)) {
        return (Role::Support, order);
    }
    (Role::Uninvolved, department)
}

/// The cell of the narrative: where it came from, or where it would stand in this row.
fn progress_cell(record: &Record, cases: Cases<'_>) -> CellRef {
    if let Some(value) = record.value(&Field::Progress) {
        return value.cell();
    }
    cases
        .returned
        .get(record.submission)
        .and_then(|file| file.tables.get(record.table))
        .and_then(|table| table.column(&Field::Progress))
        .map_or_else(
            || record.place(&Field::Progress).cell.unwrap_or(CellRef::new(record.row, 1)),
            |column| CellRef::new(record.row, column.column),
        )
}

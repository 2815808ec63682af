//! How far a task is, from what its claims say of it.

use crate::{
    model::{Claim, Field, MeasureKind, Record, Role, TaskStatus},
    text::fold::is_blank,
};

/// The status that the lead units give. `Unreported` when they say nothing; `Unknown` when they give none or do not
/// agree. Units that the list does not name (a task handed on, a file of unknown owner) speak where no lead does;
/// supporting units never speak for the lead.
pub fn settle(claims: &[Claim], records: &[Record]) -> TaskStatus {
    let speaking = |role: Role| {
        claims
            .iter()
            .filter(move |claim| claim.role == role)
            .filter_map(|claim| records.get(claim.record.0))
            .filter(|record| says_anything(record))
            .map(|record| record.status)
            .collect::<Vec<_>>()
    };
    let mut said = speaking(Role::Lead);
    if said.is_empty() {
        said = speaking(Role::Uninvolved);
    }
    if said.is_empty() {
        return TaskStatus::Unreported;
    }
    let mut stated = said.into_iter().flatten();
    match stated.next() {
        Some(first) if stated.all(|other| other == first) => first,
        _ => TaskStatus::Unknown,
    }
}

/// Whether a row tells anything of its task's progress. A plan figure is the task's own, and tells nothing.
fn says_anything(record: &Record) -> bool {
    !is_blank(record.raw(&Field::Progress))
        || !is_blank(record.raw(&Field::Status))
        || record.measures.iter().any(|measure| measure.value.is_some() && measure.kind != MeasureKind::Plan)
}

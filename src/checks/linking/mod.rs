//! L: records and the tasks that they report.

pub mod l001_unreported_task;
pub mod l002_unknown_task;
pub mod l003_possible_link;
pub mod l004_duplicate_claim;
pub mod l005_split_task;
pub mod l006_merged_tasks;
pub mod l007_number_text_conflict;
pub mod l008_reworded_task;
pub mod l009_uninvolved_department;

use std::collections::BTreeMap;

use crate::model::{Field, Link, LinkDecision, Place, Record};

use super::{View, wording};

/// What a record says it is about: its content, else its title.
fn words(record: &Record) -> &str {
    let content = record.raw(&Field::Content);
    if content.trim().is_empty() { record.raw(&Field::Title) } else { content }
}

/// The cell of those words.
fn place(record: &Record) -> Place {
    let field = if record.raw(&Field::Content).trim().is_empty() { Field::Title } else { Field::Content };
    record.place(&field)
}

/// Comparison form of those words, for keys.
fn key(record: &Record) -> String {
    if record.content.is_empty() { &record.title } else { &record.content }.to_string()
}

/// The rows of one submission that are about one task.
struct Told<'a> {
    task: usize,
    /// The first row that is surely linked to it.
    first: (&'a Record, &'a Link),
    /// Rows that say again which task they are: the same words in cells of their own, or rows linked without being parts.
    again: Vec<(&'a Record, &'a Link)>,
    /// Rows that tell a part of it: linked as parts, or standing under the first row's merged words.
    parts: Vec<(&'a Record, &'a Link)>,
}

/// What each submission tells of each task, in the order of submissions and tasks. Records stand in the order of the files.
fn told(view: View<'_>) -> impl Iterator<Item = Told<'_>> {
    let mut rows = view.linked().peekable();
    let submissions = std::iter::from_fn(move || {
        let submission = rows.peek()?.0.submission;
        Some(told_by(std::iter::from_fn(|| rows.next_if(|(record, _)| record.submission == submission))))
    });
    submissions.flatten()
}

/// What the rows of one submission tell of each task.
fn told_by<'a>(of: impl Iterator<Item = (&'a Record, &'a Link)>) -> Vec<Told<'a>> {
    let mut rows: BTreeMap<usize, Vec<(&Record, &Link)>> = BTreeMap::new();
    for (record, link) in of {
        if let Some(task) = link.task.filter(|_| link.decision != LinkDecision::None) {
            rows.entry(task).or_default().push((record, link));
        }
    }
    rows.into_iter()
        .filter_map(|(task, rows)| {
            let first = *rows.iter().find(|(_, link)| link.decision == LinkDecision::Link)?;
            let mut told = Told { task, first, again: Vec::new(), parts: Vec::new() };
            for row in rows.into_iter().filter(|row| row.1.record != first.1.record) {
                let linked = row.1.decision == LinkDecision::Link;
                if has_own_words(row.0) && (key(row.0) == key(first.0) || linked && !row.1.split) {
                    told.again.push(row);
                } else if linked {
                    told.parts.push(row);
                }
            }
            Some(told)
        })
        .collect()
}

/// Whether a row says itself which task it is, rather than standing under a merged cell.
fn has_own_words(record: &Record) -> bool {
    [Field::Title, Field::Content]
        .iter()
        .any(|field| record.value(field).is_some_and(|value| !value.inherited && !value.raw.trim().is_empty()))
}

/// Rows of several records, as places a reader finds: `Sheet1 第5行`.
fn listed(rows: &[(&Record, &Link)]) -> crate::model::Words {
    let zh: Vec<String> = rows.iter().map(|(record, _)| format!("{} 第 {} 行", record.sheet, record.row)).collect();
    let en: Vec<String> = rows.iter().map(|(record, _)| format!("{} row {}", record.sheet, record.row)).collect();
    crate::model::Words::new(wording::some(&zh).zh, wording::some(&en).en)
}

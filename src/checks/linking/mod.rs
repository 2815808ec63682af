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

use crate::model::{Field, Link, Place, Record};

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
    if record.content.is_empty() { record.title.clone() } else { record.content.clone() }
}

/// The rows of one submission that are surely linked to one task, in the order of submissions and tasks.
fn by_submission_and_task(view: View<'_>) -> BTreeMap<(usize, usize), Vec<(&Record, &Link)>> {
    let mut rows: BTreeMap<(usize, usize), Vec<(&Record, &Link)>> = BTreeMap::new();
    for (record, link) in view.linked() {
        if let Some(task) = link.linked() {
            rows.entry((record.submission, task)).or_default().push((record, link));
        }
    }
    rows
}

/// Rows of several records, as places a reader finds: `Sheet1 第5行`.
fn listed(rows: &[(&Record, &Link)]) -> crate::model::Words {
    let zh: Vec<String> = rows.iter().map(|(record, _)| format!("{} 第 {} 行", record.sheet, record.row)).collect();
    let en: Vec<String> = rows.iter().map(|(record, _)| format!("{} row {}", record.sheet, record.row)).collect();
    crate::model::Words::new(wording::some(&zh).zh, wording::some(&en).en)
}

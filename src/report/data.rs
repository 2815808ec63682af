//! The report once more as data, on a sheet that no spreadsheet program shows: the next period's run reads it, and so do
//! `compare` and `verify`. What people see is on the other sheets.

use super::View;
use crate::model::{
    book::{Cell, Purpose, Role, Row, Sheet},
    past::{Past, PastTask, kind_key, status_key},
};

/// Name of the sheet.
pub const NAME: &str = "taizhang";
/// First cell of its first row: what it is and how it is laid out.
pub const SCHEMA: &str = "taizhang/report@1";
/// Kind of the rows that say the fingerprint of what a finding was about.
pub const STATE: &str = "state";
/// Characters that one cell takes; a longer text goes on in the next cells of its row.
const MOST: usize = 4_000;
/// Cells that a row can have.
const COLUMNS: usize = 24;

/// The sheet.
pub(super) fn sheet<'a>(view: &View<'a>) -> Sheet<'a> {
    let past = Past::of(view.outcome);
    let mut sheet = Sheet::new(NAME, Purpose::Summary, &[200.0; COLUMNS]);
    sheet.is_hidden = true;
    let period = past
        .period
        .as_ref()
        .map_or_else(|| [String::new(), String::new()], |period| [period.start.to_string(), period.end.to_string()]);
    let [start, end] = period;
    push(&mut sheet, &[SCHEMA, env!("CARGO_PKG_VERSION"), &start, &end, view.say("zh", "en")], "");
    for file in &past.files {
        push(&mut sheet, &["file", &file.what, &file.sha256, &file.file], "");
    }
    for edit in &past.edits {
        let cell = edit.place.cell.map_or_else(String::new, |cell| cell.to_string());
        let head = ["edit", &edit.place.file, edit.place.sheet.as_deref().unwrap_or(""), &cell, &edit.kept];
        push(&mut sheet, &head, "");
        push(&mut sheet, &["was"], &edit.was);
        push(&mut sheet, &["is"], &edit.is);
    }
    for task in &past.tasks {
        push_task(&mut sheet, task);
    }
    for finding in &past.findings {
        let head = ["finding", &finding.id, &finding.code, &finding.severity, &finding.department, &finding.task];
        push(&mut sheet, &head, &finding.message);
    }
    // Of what was found the list of findings may show an excerpt; an answer is given to all of it.
    for finding in &view.outcome.findings {
        push(&mut sheet, &[STATE, &finding.id, &finding.state()], "");
    }
    sheet
}

fn push_task(sheet: &mut Sheet<'_>, task: &PastTask) {
    let status = task.status.map_or("", status_key);
    push(sheet, &["task", &task.id, &task.number, status], "");
    for (kind, text) in
        [("section", &task.section), ("title", &task.title), ("content", &task.content), ("target", &task.target)]
    {
        if !text.is_empty() {
            push(sheet, &[kind], text);
        }
    }
    for claim in &task.claims {
        push(sheet, &["claim", &claim.department], &claim.progress);
    }
    for measure in &task.measures {
        let value = measure.value.map_or_else(String::new, |value| value.to_string());
        let head = ["measure", &measure.department, &measure.name, &measure.unit, &value, kind_key(measure.kind)];
        push(sheet, &head, &measure.raw);
    }
}

/// A row: short texts, then one that may take several cells. Every cell starts with a letter of ours, so that nothing is
/// lost at the ends of a text and nothing looks like a number or a formula.
fn push(sheet: &mut Sheet<'_>, head: &[&str], text: &str) {
    let long = escaped(text);
    let pieces = long.chunks(MOST).map(|piece| piece.iter().collect::<String>());
    let all = head.iter().map(|text| escaped(text).into_iter().collect::<String>()).chain(pieces);
    let cells = all.zip(0..).filter(|(text, _)| !text.is_empty());
    let cells = cells.map(|(text, column)| Cell::text(column, Role::Code, format!(":{text}")));
    sheet.push(Row::of(cells.collect()));
}

/// A text without line breaks: a row of a spreadsheet is only so high.
fn escaped(text: &str) -> Vec<char> {
    let mut chars = Vec::with_capacity(text.len() / 2);
    for c in text.chars() {
        match c {
            '\\' => chars.extend(['\\', '\\']),
            '\n' => chars.extend(['\\', 'n']),
            '\r' => chars.extend(['\\', 'r']),
            '\t' => chars.extend(['\\', 't']),
            // A cell can't hold these; they are no part of anybody's words.
            c if c.is_control() => {}
            c => chars.push(c),
        }
    }
    chars
}

//! The report as data, from the sheet that carries it.

use std::collections::BTreeMap;

use crate::{
    model::{
        Edit, Period, Place, RawBook,
        past::{Past, PastClaim, PastFile, PastFinding, PastMeasure, PastTask, kind_of, status_of},
    },
    report::data,
};

/// What a report says; `None` where a workbook is no report of ours.
pub fn past(book: &RawBook) -> Option<Past> {
    let sheet = book.sheets.iter().find(|sheet| &*sheet.name == data::NAME)?;
    let mut past: Option<Past> = None;
    for row in &sheet.rows {
        let raw: BTreeMap<u32, String> = row.cells.iter().map(|cell| (cell.column, unmarked(&cell.text()))).collect();
        let cells = raw.iter().map(|(column, text)| (*column, plain(text))).collect();
        let line = Line { raw, cells };
        match (&mut past, line.at(1)) {
            (None, data::SCHEMA) => past = Some(Past { period: period(line.at(3), line.at(4)), ..Past::default() }),
            (None, _) => return None,
            (Some(past), kind) => take(past, kind, &line),
        }
    }
    past
}

/// Fingerprints of what findings were about, by the findings' ids, as the report's own data say them.
pub(super) fn states(book: &RawBook) -> BTreeMap<String, String> {
    let sheet = book.sheets.iter().find(|sheet| &*sheet.name == data::NAME);
    let lines = sheet.into_iter().flat_map(|sheet| &sheet.rows);
    let texts = lines.map(|row| row.cells.iter().take(3).map(|cell| unmarked(&cell.text())).collect::<Vec<_>>());
    let states = texts.filter_map(|texts| match texts.as_slice() {
        [kind, id, state] if kind == data::STATE => Some((id.clone(), state.clone())),
        _ => None,
    });
    states.collect()
}

/// A row's texts by their columns.
struct Line {
    /// As they stand, without the mark at their head.
    raw: BTreeMap<u32, String>,
    /// As they were meant.
    cells: BTreeMap<u32, String>,
}

impl Line {
    fn at(&self, column: u32) -> &str {
        self.cells.get(&column).map_or("", String::as_str)
    }

    fn owned(&self, column: u32) -> String {
        self.at(column).to_owned()
    }

    /// The text that goes on from a column to the row's end.
    fn from(&self, column: u32) -> String {
        let long: String = self.raw.range(column..).map(|(_, text)| text.as_str()).collect();
        plain(&long)
    }
}

fn take(past: &mut Past, kind: &str, line: &Line) {
    match kind {
        "file" => past.files.push(PastFile { what: line.owned(2), sha256: line.owned(3), file: line.owned(4) }),
        "edit" => past.edits.push(edit(line)),
        "was" | "is" => {
            if let Some(edit) = past.edits.last_mut() {
                *(if kind == "was" { &mut edit.was } else { &mut edit.is }) = line.from(2);
            }
        }
        "finding" => past.findings.push(PastFinding {
            id: line.owned(2),
            code: line.owned(3),
            severity: line.owned(4),
            department: line.owned(5),
            task: line.owned(6),
            message: line.from(7),
        }),
        "task" => past.tasks.push(PastTask {
            id: line.owned(2),
            number: line.owned(3),
            status: status_of(line.at(4)),
            ..PastTask::default()
        }),
        _ => {
            if let Some(task) = past.tasks.last_mut() {
                take_of_task(task, kind, line);
            }
        }
    }
}

fn edit(line: &Line) -> Edit {
    let sheet = Some(line.at(3)).filter(|sheet| !sheet.is_empty()).map(std::sync::Arc::from);
    let place = Place { file: line.at(2).into(), sheet, cell: line.at(4).parse().ok() };
    Edit { place, was: String::new(), is: String::new(), kept: line.owned(5) }
}

fn take_of_task(task: &mut PastTask, kind: &str, line: &Line) {
    match kind {
        "section" => task.section = line.from(2),
        "title" => task.title = line.from(2),
        "content" => task.content = line.from(2),
        "target" => task.target = line.from(2),
        "claim" => task.claims.push(PastClaim { department: line.owned(2), progress: line.from(3) }),
        "measure" => task.measures.push(PastMeasure {
            department: line.owned(2),
            name: line.owned(3),
            unit: line.owned(4),
            value: line.at(5).parse().ok(),
            kind: kind_of(line.at(6)),
            raw: line.from(7),
        }),
        // A later version may say more.
        _ => {}
    }
}

fn period(start: &str, end: &str) -> Option<Period> {
    let (start, end): (jiff::civil::Date, jiff::civil::Date) = (start.parse().ok()?, end.parse().ok()?);
    Period::months_of(start.year(), start.month(), end.month())
}

/// A text without the mark that every cell begins with.
fn unmarked(cell: &str) -> String {
    cell.strip_prefix(':').unwrap_or(cell).to_owned()
}

/// A cell's text as it was before it was put on one line.
fn plain(cell: &str) -> String {
    let mut plain = String::with_capacity(cell.len());
    let mut chars = cell.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n') => plain.push('\n'),
                Some('r') => plain.push('\r'),
                Some('t') => plain.push('\t'),
                Some(other) => plain.push(other),
                None => {}
            },
            c => plain.push(c),
        }
    }
    plain
}

//! The report as data, from the sheet that carries it.

use std::collections::BTreeMap;

use crate::{
    model::{
        Edit, Period, Place, RawBook, Words,
        past::{Past, PastClaim, PastFile, PastFinding, PastMeasure, PastTask, kind_of, status_of},
    },
    report::data,
};

/// What a report says; `None` where a workbook is no report of ours.
pub fn past(book: &RawBook) -> Option<Past> {
    let mut past: Option<Past> = None;
    for line in lines(book) {
        match (&mut past, line.at(1)) {
            (None, data::SCHEMA) => past = Some(Past { period: period(line.at(3), line.at(4)), ..Past::default() }),
            (None, _) => return None,
            (Some(past), kind) => take(past, kind, &line),
        }
    }
    past
}

/// What findings were about, by the findings' ids, as the report's own data say it: fingerprint, subject, and the words of
/// the task.
pub(super) fn abouts(book: &RawBook) -> BTreeMap<String, [String; 3]> {
    let (mut task, mut words, mut abouts) = (String::new(), BTreeMap::new(), BTreeMap::new());
    for line in lines(book) {
        match line.at(1) {
            "task" => task = line.owned(2),
            // The content, which tells more than a title, stands behind it.
            "title" | "content" => {
                words.insert(task.clone(), line.owned(2));
            }
            "finding" => {
                let of_task = words.get(line.at(6)).cloned().unwrap_or_default();
                abouts.insert(line.owned(2), [line.owned(7), line.owned(9), of_task]);
            }
            _ => {}
        }
    }
    abouts
}

/// Headers of lists as they are without a template's own ones: the sheet, the header found, and the usual one.
pub(super) fn labels(book: &RawBook) -> Vec<[String; 3]> {
    let labels = lines(book).take_while(|line| [data::SCHEMA, data::LABEL].contains(&line.at(1)));
    labels.filter(|line| line.at(1) == data::LABEL).map(|line| [line.owned(2), line.owned(4), line.owned(3)]).collect()
}

/// Every line of the sheet, row by row.
fn lines(book: &RawBook) -> impl Iterator<Item = Line> {
    let sheets = book.sheets.iter().filter(|sheet| data::is_named(&sheet.name));
    sheets.flat_map(|sheet| &sheet.rows).flat_map(|row| {
        let texts: Vec<_> = row.cells.iter().map(crate::model::Cell::text).collect();
        data::lines(texts.iter().map(|text| &**text)).into_iter().map(Line)
    })
}

/// The words of a line.
struct Line(Vec<String>);

impl Line {
    /// A word, from 1; empty where there is none.
    fn at(&self, word: usize) -> &str {
        self.0.get(word - 1).map_or("", String::as_str)
    }

    fn owned(&self, word: usize) -> String {
        self.at(word).to_owned()
    }
}

fn take(past: &mut Past, kind: &str, line: &Line) {
    match kind {
        data::LABEL => {}
        "file" => past.files.push(PastFile { what: line.owned(2), sha256: line.owned(3), file: line.owned(4) }),
        "edit" => past.edits.push(edit(line)),
        "finding" => past.findings.push(PastFinding {
            id: line.owned(2),
            code: line.owned(3),
            severity: line.owned(4),
            department: line.owned(5),
            task: line.owned(6),
            message: line.owned(8),
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
    let why = Some(Words::new(line.at(8), line.at(9))).filter(|why| !why.zh.is_empty());
    Edit { place, was: line.owned(6), is: line.owned(7), kept: line.owned(5), why }
}

fn take_of_task(task: &mut PastTask, kind: &str, line: &Line) {
    match kind {
        "section" => task.section = line.owned(2),
        "title" => task.title = line.owned(2),
        "content" => task.content = line.owned(2),
        "target" => task.target = line.owned(2),
        "claim" => task.claims.push(PastClaim { department: line.owned(2), progress: line.owned(3) }),
        "measure" => task.measures.push(PastMeasure {
            department: line.owned(2),
            name: line.owned(3),
            unit: line.owned(4),
            value: line.at(5).parse().ok(),
            kind: kind_of(line.at(6)),
            raw: line.owned(7),
        }),
        // A later version may say more.
        _ => {}
    }
}

fn period(start: &str, end: &str) -> Option<Period> {
    let (start, end): (jiff::civil::Date, jiff::civil::Date) = (start.parse().ok()?, end.parse().ok()?);
    Period::months_of(start.year(), start.month(), end.month())
}

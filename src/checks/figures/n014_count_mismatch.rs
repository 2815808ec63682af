//! N014: a declared count （16项） is not what is listed.

use std::collections::BTreeSet;

use crate::{
    checks::{Check, Draft, Report, View, wording},
    model::{CellRef, Place, Record, RelationKind, Returned, RowKind, Severity, Table, Words},
    text::fold,
};

/// The check.
pub const CHECK: Check = Check {
    code: "N014",
    name: "count-mismatch",
    severity: Severity::Warning,
    document: include_str!("n014_count_mismatch.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    super::of_relations(view, report, &[RelationKind::Count], super::contradicted);
    for (submission, file) in view.used() {
        for (number, table) in file.tables.iter().enumerate() {
            let records = view.records_of(submission, number);
            let headings: Vec<Heading<'_>> = headings(view, table, records);
            // Where one heading plainly counts what the unit itself reports, so do the others.
            let counts_its_own = headings.iter().any(|heading| heading.holds() && heading.list == Said::Otherwise);
            for heading in headings {
                report.ran();
                // A heading copied from the task list declares what the list holds, not what one unit reports.
                let copied = heading.list == Said::WordForWord || heading.list == Said::Alike && !counts_its_own;
                if !heading.holds() && !copied {
                    report.find(draft(file, table, &heading));
                }
            }
        }
    }
}

/// A heading that declares a count.
struct Heading<'a> {
    row: u32,
    title: &'a str,
    declared: u32,
    /// Rows below it, and everything else that it may honestly count.
    rows: u32,
    listed: BTreeSet<u32>,
    list: Said,
}

impl Heading<'_> {
    fn holds(&self) -> bool {
        self.listed.contains(&self.declared)
    }
}

/// What the task list says of a heading's count.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    /// The list has the same heading with the same count.
    WordForWord,
    /// The list's own section has so many tasks, numbers or titles.
    Alike,
    /// Neither.
    Otherwise,
}

fn headings<'a>(view: View<'_>, table: &'a Table, records: &[Record]) -> Vec<Heading<'a>> {
    table
        .rows
        .iter()
        .enumerate()
        .filter_map(|(index, row)| {
            let RowKind::Section { title, declared: Some(declared) } = &row.kind else { return None };
            let (rows, listed) = counts(table, index, records);
            let list = list_says(view, title, *declared);
            Some(Heading { row: row.row, title, declared: *declared, rows, listed, list })
        })
        .collect()
}

/// What a heading may honestly count: the rows below it, down to the next heading or to the next of its own style; their
/// numbers; their titles; the headings below it.
fn counts(table: &Table, heading: usize, records: &[Record]) -> (u32, BTreeSet<u32>) {
    let style = style(table, heading);
    let mut nearest = true;
    let (mut near, mut far) = (Vec::new(), Vec::new());
    let mut headings = 0;
    for (offset, row) in table.rows.iter().enumerate().skip(heading + 1) {
        match &row.kind {
            RowKind::Section { .. } if self::style(table, offset) == style => break,
            RowKind::Section { .. } => {
                nearest = false;
                headings += 1;
            }
            RowKind::Record => {
                let record =
                    records.binary_search_by_key(&row.row, |record| record.row).ok().and_then(|at| records.get(at));
                far.push(record);
                if nearest {
                    near.push(record);
                }
            }
            _ => {}
        }
    }
    let mut counts = BTreeSet::from([near.len() as u32, far.len() as u32, headings]);
    for rows in [&near, &far] {
        let distinct = |text: fn(&Record) -> &str| {
            let values: BTreeSet<&str> =
                rows.iter().flatten().map(|record| text(record)).filter(|text| !text.is_empty()).collect();
            values.len() as u32
        };
        counts.extend([
            distinct(|record| &record.number),
            distinct(|record| &record.title),
            distinct(|record| &record.content),
        ]);
    }
    counts.remove(&0);
    (far.len() as u32, counts)
}

/// How a heading is numbered: 一、 and （一） and 1. are levels of their own.
fn style(table: &Table, index: usize) -> u8 {
    let Some(RowKind::Section { title, .. }) = table.rows.get(index).map(|row| &row.kind) else { return 0 };
    let title = title.trim_start();
    match title.chars().next() {
        Some('（' | '(') => 1,
        Some(c) if c.is_ascii_digit() => 2,
        Some('第') => 3,
        Some('一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十') => 4,
        _ => 5,
    }
}

/// Whether the list has a section of this name with so many tasks, numbers or titles.
fn list_says(view: View<'_>, title: &str, declared: u32) -> Said {
    let name = bare(title);
    let own: Vec<_> = view.tasks.tasks().iter().filter(|task| bare(&task.section) == name).collect();
    if own.iter().any(|task| fold::fold(&task.section) == fold::fold(title)) {
        return Said::WordForWord;
    }
    let numbers: BTreeSet<&str> = own.iter().map(|task| task.number.as_str()).collect();
    let titles: BTreeSet<&str> = own.iter().map(|task| task.title.as_str()).collect();
    if [own.len(), numbers.len(), titles.len()].contains(&(declared as usize)) { Said::Alike } else { Said::Otherwise }
}

/// A heading without its count and its number.
fn bare(title: &str) -> String {
    let folded = fold::fold(title);
    let named = match folded.rfind('(') {
        Some(at) if folded.get(at..).is_some_and(|rest| rest.chars().any(|c| c.is_ascii_digit())) => {
            folded.get(..at).unwrap_or(&folded)
        }
        _ => &folded,
    };
    let after = named.split_once('、').map_or(named, |(_, rest)| rest);
    fold::words_only(after)
}

fn draft(file: &Returned, table: &Table, heading: &Heading<'_>) -> Draft {
    let Heading { row, title, declared, rows: listed, .. } = *heading;
    let raw = file.submission.book.as_ref().and_then(|book| book.sheets.get(table.sheet)?.row(row));
    let column = raw.and_then(|raw| raw.cells.iter().find(|cell| !cell.is_blank())).map_or(1, |cell| cell.column);
    let name = wording::short(title, 40);
    Draft::new(
        format!("“{name}”写明 {declared} 项，下面列出 {listed} 项。请核对是标题没有改，还是漏报了任务。"),
        format!("“{name}” declares {declared}; listed below it: {listed}. Check whether the heading is old or a task is missing."),
    )
    .at(Place::cell(&file.submission.file, &table.sheet_name, CellRef::new(row, column)))
    .department(file.department)
    .found(declared.to_string())
    .expected(listed.to_string())
    .detail(Words::same(format!("{declared} ≠ {listed}")))
    .key(fold::fold(title))
}

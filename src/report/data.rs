//! The report once more as data, on a sheet that no spreadsheet program shows: the next period's run reads it, and so do
//! `compare` and `verify`. What people see is on the other sheets.
//!
//! A row is what there is to say of one thing, in lines: a task with everything reported about it, a finding, a file. Its
//! text goes on from cell to cell, so that a report of a million rows is still a sheet.

use std::sync::Arc;

use super::View;
use crate::model::{
    book::{Cell, Purpose, Role, Row, Sheet},
    entries::Entries,
    past::{self, PastTask, kind_key, status_key},
};

/// Name of the sheet.
pub const NAME: &str = "taizhang";
/// Whether a sheet bears the name, or is one that the data go on in.
pub fn is_named(sheet: &str) -> bool {
    let rest = sheet.strip_prefix(NAME);
    rest.is_some_and(|rest| rest.is_empty() || rest.strip_prefix(' ').is_some_and(|at| at.parse::<usize>().is_ok()))
}

/// First word of its first row: what it is and how it is laid out.
pub const SCHEMA: &str = "taizhang/report@2";
/// First word of a line that says how a column of a list is headed: the list, the usual header, the one in its place.
pub const LABEL: &str = "label";
/// Characters that one cell takes; a longer text goes on in the next cells of its row.
const MOST: usize = 4_000;
/// Cells that a row mostly has at most.
const COLUMNS: usize = 24;
/// What every cell begins with, so that nothing is lost at the ends of a text and nothing looks like a number or a formula.
const MARK: char = ':';
/// Behind a backslash: the end of a word, and of a line.
const WORD: char = '|';
const LINE: char = ';';

/// The sheet.
pub(super) fn sheet<'a>(view: &Arc<View<'a>>) -> Sheet<'a> {
    let outcome = view.outcome;
    let mut sheet = Sheet::new(NAME, Purpose::Summary, &[200.0; COLUMNS]);
    sheet.is_hidden = true;
    let period = outcome.period.as_ref();
    let [start, end] = period
        .map_or_else(|| [String::new(), String::new()], |period| [period.start.to_string(), period.end.to_string()]);
    sheet.push(row(&[words(&[SCHEMA, env!("CARGO_PKG_VERSION"), &start, &end, view.say("zh", "en")])]));
    for (list, built_in, own) in view.template.renamed() {
        sheet.push(row(&[words(&[LABEL, &view.name(list), built_in, own])]));
    }
    let files = past::files(outcome);
    let (edits, tasks, findings) = (&outcome.edits, &outcome.ledger.entries, &outcome.findings);
    let count = files.len() + edits.len() + tasks.len() + findings.len();
    sheet.entries = Entries::new(count, move |at| {
        let Some(at) = at.checked_sub(files.len()) else {
            let file = &files[at];
            return vec![row(&[words(&["file", &file.what, &file.sha256, &file.file])])];
        };
        if let Some(edit) = edits.get(at) {
            let (sheet, cell) = (edit.place.sheet.as_deref().unwrap_or(""), edit.place.cell);
            let cell = cell.map_or_else(String::new, |cell| cell.to_string());
            let (zh, en) = edit.why.as_ref().map_or(("", ""), |why| (why.zh.as_str(), why.en.as_str()));
            let crate::model::Edit { place, kept, was, is, .. } = edit;
            return vec![row(&[words(&["edit", &place.file, sheet, &cell, kept, was, is, zh, en])])];
        }
        let at = at - edits.len();
        if let Some(entry) = tasks.get(at) {
            let task = past::task(&outcome.tasks, entry);
            return task.iter().map(|task| row(&task_lines(task))).collect();
        }
        let Some(finding) = findings.get(at - tasks.len()) else { return Vec::new() };
        let told = past::finding(outcome, finding);
        // Of what was found the list of findings may show an excerpt; an answer is given to all of it.
        let (state, subject) = (finding.state(), finding.subject());
        let [id, code, severity] = [&told.id, &told.code, &told.severity];
        let [department, task, message] = [&told.department, &told.task, &told.message];
        vec![row(&[words(&["finding", id, code, severity, department, task, &state, message, &subject])])]
    });
    sheet
}

fn task_lines(task: &PastTask) -> Vec<String> {
    let status = task.status.map_or("", status_key);
    let mut lines = vec![words(&["task", &task.id, &task.number, status])];
    for (kind, text) in
        [("section", &task.section), ("title", &task.title), ("content", &task.content), ("target", &task.target)]
    {
        if !text.is_empty() {
            lines.push(words(&[kind, text]));
        }
    }
    lines.extend(task.claims.iter().map(|claim| words(&["claim", &claim.department, &claim.progress])));
    for measure in &task.measures {
        let value = measure.value.map_or_else(String::new, |value| value.to_string());
        let (unit, kind) = (&measure.unit, kind_key(measure.kind));
        lines.push(words(&["measure", &measure.department, &measure.name, unit, &value, kind, &measure.raw]));
    }
    lines
}

/// A line of words, none of which says anything of its own to a spreadsheet or to whoever reads the line.
fn words(words: &[&str]) -> String {
    let mut line = String::with_capacity(words.iter().map(|word| word.len() + 2).sum());
    for (at, word) in words.iter().enumerate() {
        if at > 0 {
            line.extend(['\\', WORD]);
        }
        for c in word.chars() {
            match c {
                '\\' => line.push_str("\\\\"),
                // A row of a spreadsheet is only so high.
                '\n' => line.push_str("\\n"),
                '\r' => line.push_str("\\r"),
                '\t' => line.push_str("\\t"),
                // A cell can't hold these; they are no part of anybody's words.
                c if c.is_control() => {}
                c => line.push(c),
            }
        }
    }
    line
}

/// Lines in the cells of a row.
fn row(lines: &[String]) -> Row {
    let text = lines.join(&format!("\\{LINE}"));
    let mut cells = Vec::with_capacity(text.len() / (MOST * 2) + 1);
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let end = rest.char_indices().nth(MOST).map_or(rest.len(), |(at, _)| at);
        let (piece, behind) = rest.split_at(end);
        cells.push(Cell::text(cells.len() as u16, Role::Code, format!("{MARK}{piece}")));
        rest = behind;
    }
    Row::of(cells)
}

/// The words of a row's lines, from the texts of its cells.
pub fn lines<'a>(cells: impl Iterator<Item = &'a str>) -> Vec<Vec<String>> {
    let text: String = cells.map(|cell| cell.strip_prefix(MARK).unwrap_or(cell)).collect();
    let mut lines = vec![vec![String::new()]];
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let said = if c == '\\' { chars.next() } else { None };
        let line = lines.last_mut().filter(|_| said != Some(LINE));
        let Some(line) = line else {
            lines.push(vec![String::new()]);
            continue;
        };
        let read = match (c, said) {
            ('\\', Some(WORD)) => {
                line.push(String::new());
                continue;
            }
            ('\\', Some('n')) => '\n',
            ('\\', Some('r')) => '\r',
            ('\\', Some('t')) => '\t',
            ('\\', Some(other)) => other,
            (c, _) => c,
        };
        if let Some(word) = line.last_mut() {
            word.push(read);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_word_is_read_again(told in prop::collection::vec(prop::collection::vec("[\\PC\n\r\t|;:\\\\]{0,12}", 1..4), 1..4)) {
            let made: Vec<String> =
                told.iter().map(|line| words(&line.iter().map(String::as_str).collect::<Vec<_>>())).collect();
            let texts: Vec<String> = row(&made).cells.iter().map(Cell::words).collect();
            prop_assert_eq!(lines(texts.iter().map(String::as_str)), told);
        }
    }

    #[test]
    fn a_long_text_goes_on_in_the_next_cells() {
        let text = "长\\".repeat(5_000);
        let cells = row(&[words(&["claim", &text])]).cells;
        assert_eq!(
            cells.iter().map(|cell| cell.words().chars().count()).collect::<Vec<_>>(),
            [4_001, 4_001, 4_001, 3_008]
        );
        let texts: Vec<String> = cells.iter().map(Cell::words).collect();
        assert_eq!(lines(texts.iter().map(String::as_str)), [["claim".to_owned(), text]]);
    }
}

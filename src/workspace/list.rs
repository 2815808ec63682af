//! A small table of the operator's own (departments, decisions) → rows by column, wherever its header stands.

use std::{path::Path, sync::Arc};

use crate::{
    intake::{self, Found, Limits},
    model::{CellRef, Fault as FileFault, Place, RawSheet, Submission, Words},
    text::fold,
};

use super::fault::Fault;

/// A column's key and the labels that it goes by.
pub(super) type Columns = &'static [(&'static str, &'static [&'static str])];

/// A row: the text of each column by key, in the order of the columns, and its row number.
pub(super) struct ListRow {
    pub row: u32,
    values: Vec<(&'static str, u32, String)>,
}

impl ListRow {
    /// The text of a column, empty when there is none.
    pub fn get(&self, key: &str) -> &str {
        self.values.iter().find(|(known, _, _)| *known == key).map_or("", |(_, _, text)| text.as_str())
    }

    /// Position of a column's cell.
    pub fn cell(&self, key: &str) -> CellRef {
        let column = self.values.iter().find(|(known, _, _)| *known == key).map_or(1, |(_, column, _)| *column);
        CellRef::new(self.row, column)
    }
}

/// The rows of a table and where they stand.
pub(super) struct List {
    pub file: Arc<str>,
    pub sheet: Arc<str>,
    pub sha256: String,
    pub rows: Vec<ListRow>,
}

impl List {
    /// The place of a cell.
    pub fn place(&self, cell: CellRef) -> Place {
        Place::cell(&self.file, &self.sheet, cell)
    }
}

/// Opens a file of the operator's; what keeps it from being read is a fault.
pub(super) fn open(file: &str, path: &Path, limits: &Limits) -> Result<Submission, Vec<Fault>> {
    let submission = intake::read(&Found { file: Arc::from(file), path: path.to_owned() }, limits);
    if submission.book.is_some() {
        return Ok(submission);
    }
    let words = match submission.faults.iter().find(|fault| fault.is_fatal()) {
        Some(FileFault::Unreadable(words)) => words.clone(),
        Some(FileFault::Encrypted) => {
            Words::new("文件设有打开密码，请去掉密码后再试。", "the file needs a password: save it without one")
        }
        Some(FileFault::Limit { limit, allowed, found }) => Words::new(
            format!("超出读取上限 {limit}（上限 {allowed}，实际 {found}）。可在 taizhang.toml 的 [limits] 中调整。"),
            format!(
                "over the limit {limit} (allowed {allowed}, found {found}); [limits] in taizhang.toml can raise it"
            ),
        ),
        _ => submission.ignored.clone().unwrap_or_else(|| Words::new("文件无法读取。", "the file could not be read")),
    };
    Err(vec![Fault::file(file, words)])
}

/// Reads a table whose header has the column `key`; its header may stand in any of the first rows of any sheet.
pub(super) fn read(file: &str, path: &Path, columns: Columns, key: &str, limits: &Limits) -> Result<List, Vec<Fault>> {
    let submission = open(file, path, limits)?;
    let sha256 = submission.sha256.clone();
    let sheets = submission.book.map(|book| book.sheets).unwrap_or_default();
    for sheet in &sheets {
        if let Some((header, found)) = header(sheet, columns, key) {
            let rows = rows(sheet, header, &found);
            return Ok(List { file: Arc::from(file), sheet: Arc::clone(&sheet.name), sha256, rows });
        }
    }
    let wanted = columns.iter().find(|(known, _)| *known == key).map_or(&[][..], |(_, labels)| labels);
    let label = wanted.first().copied().unwrap_or(key);
    Err(vec![Fault::file(
        file,
        Words::new(
            format!("没有找到“{label}”（{key}）这一列。请在表头中写上这一列。"),
            format!("there is no column “{key}” ({label}): give the table one"),
        ),
    )])
}

/// The first row that names the column `key`, with the columns that it names.
fn header(sheet: &RawSheet, columns: Columns, key: &str) -> Option<(u32, Vec<(&'static str, u32)>)> {
    sheet.rows.iter().take(20).find_map(|row| {
        let mut found: Vec<(&'static str, u32)> = Vec::new();
        for cell in &row.cells {
            let label = fold::fold(&cell.text());
            let named =
                columns.iter().find(|(known, labels)| label == *known || labels.iter().any(|l| fold::fold(l) == label));
            if let Some((known, _)) = named.filter(|(known, _)| found.iter().all(|(other, _)| other != known)) {
                found.push((known, cell.column));
            }
        }
        found.iter().any(|(known, _)| *known == key).then_some((row.row, found))
    })
}

fn rows(sheet: &RawSheet, header: u32, columns: &[(&'static str, u32)]) -> Vec<ListRow> {
    let text = |row: u32, column: u32| {
        let cell = sheet.cell(CellRef::new(row, column)).map(|cell| cell.text().trim().to_owned());
        cell.unwrap_or_default()
    };
    sheet
        .rows
        .iter()
        .filter(|row| row.row > header)
        .map(|row| ListRow {
            row: row.row,
            values: columns.iter().map(|&(key, column)| (key, column, text(row.row, column))).collect(),
        })
        .filter(|row| row.values.iter().any(|(_, _, text)| !text.is_empty()))
        .collect()
}

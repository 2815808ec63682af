//! H004: a row with content is no record, section, total or note.

use crate::{
    checks::{Check, Draft, Report, View, wording},
    model::{CellRef, Place, Returned, RowKind, Severity, Table, Words},
};

/// The check.
pub const CHECK: Check = Check {
    code: "H004",
    name: "set-aside-row",
    severity: Severity::Warning,
    document: include_str!("h004_set_aside_row.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    for (file, table) in view.tables() {
        for row in &table.rows {
            report.ran();
            if let RowKind::SetAside(reason) = &row.kind {
                report.find(draft(file, table, row.row, reason));
            }
        }
    }
}

fn draft(file: &Returned, table: &Table, row: u32, reason: &Words) -> Draft {
    let raw = file.submission.book.as_ref().and_then(|book| book.sheets.get(table.sheet)?.row(row));
    let filled: Vec<(u32, String)> = raw.map_or_else(Vec::new, |raw| {
        raw.cells.iter().filter(|cell| !cell.is_blank()).map(|cell| (cell.column, cell.text().into_owned())).collect()
    });
    let column = filled.first().map_or(1, |(column, _)| *column);
    let texts: Vec<&str> = filled.iter().map(|(_, text)| text.as_str()).collect();
    let found = texts.join(" | ");
    Draft::new(
        format!("第 {row} 行有内容，但不是任务、分类、合计或说明，没有进入汇总：“{}”（{}）。请核对是否漏填了任务名称。", wording::short(&found, 40), reason.zh),
        format!("row {row} holds something that is no task, section, total or note, and was left out: “{}” ({}). Check whether the task's name is missing.", wording::short(&found, 40), reason.en),
    )
    .at(Place::cell(&file.submission.file, &table.sheet_name, CellRef::new(row, column)))
    .department(file.department)
    .key(found.clone())
    .found(found)
}

//! F008: records stand in hidden rows, columns or sheets.

use std::sync::Arc;

use crate::{
    checks::{Check, Draft, Report, View, wording},
    model::{CellRef, Field, Place, Record, Returned, RowKind, Severity, Table, Visibility},
    text::counted,
};

/// The check.
pub const CHECK: Check = Check {
    code: "F008",
    name: "hidden-content",
    severity: Severity::Warning,
    document: include_str!("f008_hidden_content.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    for (submission, file) in view.used() {
        for (number, table) in file.tables.iter().enumerate() {
            report.ran();
            let records = view.records_of(submission, number);
            if records.is_empty() {
                continue;
            }
            if is_sheet_hidden(file, table) {
                report.find(sheet(file, table, records.len()));
                continue;
            }
            rows(file, table, report);
            columns(file, table, records, report);
        }
    }
}

fn is_sheet_hidden(file: &Returned, table: &Table) -> bool {
    let sheet = file.submission.book.as_ref().and_then(|book| book.sheets.get(table.sheet));
    sheet.is_some_and(|sheet| sheet.visibility != Visibility::Visible)
}

fn sheet(file: &Returned, table: &Table, records: usize) -> Draft {
    Draft::new(
        format!("工作表是隐藏的，其中 {records} 行任务已一并读入。请核对是否为正式报送的内容。"),
        format!(
            "the sheet is hidden; {} of tasks on it read all the same. Check whether it is meant to be sent.",
            counted(records, "row")
        ),
    )
    .at(Place::sheet(&file.submission.file, &table.sheet_name))
    .department(file.department)
    .key(format!("sheet {}", table.sheet_name))
}

fn rows(file: &Returned, table: &Table, report: &mut Report) {
    let hidden: Vec<u32> =
        table.rows.iter().filter(|row| row.hidden && matches!(row.kind, RowKind::Record)).map(|row| row.row).collect();
    let Some(&first) = hidden.first() else { return };
    let listed = wording::some(&hidden.iter().map(ToString::to_string).collect::<Vec<_>>());
    let column = table.columns.first().map_or(1, |column| column.column);
    report.find(
        Draft::new(
            format!("第 {} 行被隐藏或筛掉，共 {} 行任务，已一并读入。请核对这些行是否应当上报。", listed.zh, hidden.len()),
            format!(
                "hidden or filtered out, and read all the same: {} of tasks ({}). Check whether this is meant to be sent.",
                counted(hidden.len(), "row"),
                listed.en,
            ),
        )
        .at(place(file, table, CellRef::new(first, column)))
        .department(file.department)
        .found(first_of(&hidden))
        .key(format!("rows {}", table.sheet_name)),
    );
}

/// The first numbers of rows, as readers of both languages know them.
fn first_of(rows: &[u32]) -> String {
    const SHOWN: usize = 5;
    let mut shown: Vec<String> = rows.iter().take(SHOWN).map(ToString::to_string).collect();
    if rows.len() > SHOWN {
        shown.push("…".to_owned());
    }
    shown.join(", ")
}

fn columns(file: &Returned, table: &Table, records: &[Record], report: &mut Report) {
    // Ids are for programs: our own forms hide them too.
    for column in table.columns.iter().filter(|column| column.hidden && column.field != Field::Id) {
        let filled = records.iter().any(|record| {
            record.values.iter().any(|value| *value.field == column.field && !value.raw.trim().is_empty())
        });
        if !filled {
            continue;
        }
        let letters = CellRef::column_letters(column.column);
        report.find(
            Draft::new(
                format!("{letters} 列“{}”被隐藏，内容已一并读入。请核对是否应当上报。", wording::short(&column.label, 30)),
                format!(
                    "column {letters} “{}” is hidden; what stands in it was read all the same. Check whether it is meant \
                     to be sent.",
                    wording::short(&column.label, 30)
                ),
            )
            .at(place(file, table, column.header))
            .department(file.department)
            .found(column.label.clone())
            .key(format!("column {} {}", table.sheet_name, column.label)),
        );
    }
}

fn place(file: &Returned, table: &Table, cell: CellRef) -> Place {
    Place::cell(&Arc::clone(&file.submission.file), &table.sheet_name, cell)
}

//! H003: two columns claim one field, or one column could mean two.

use crate::{
    checks::{Check, Draft, Report, View, wording},
    model::{CellRef, Column, Field, Place, Returned, Severity, Table, Words},
};

/// The check.
pub const CHECK: Check = Check {
    code: "H003",
    name: "ambiguous-label",
    severity: Severity::Warning,
    document: include_str!("h003_ambiguous_label.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    for (file, table) in view.tables() {
        report.ran();
        for (index, column) in table.columns.iter().enumerate() {
            if super::is_beside_contact(table, column) {
                continue;
            }
            if !column.rivals.is_empty() {
                report.find(rivals(file, table, column));
                continue;
            }
            let earlier = table.columns.iter().take(index).find(|other| other.field == column.field);
            if let Some(earlier) = earlier.filter(|_| !matches!(column.field, Field::Other(_))) {
                report.find(twice(file, table, earlier, column));
            }
        }
    }
}

fn rivals(file: &Returned, table: &Table, column: &Column) -> Draft {
    let letters = CellRef::column_letters(column.column);
    let label = wording::short(&column.label, 30);
    let taken = super::field(&column.field);
    let rivals: Vec<Words> = column.rivals.iter().map(super::field).collect();
    let zh: Vec<&str> = rivals.iter().map(|words| words.zh.as_str()).collect();
    let en: Vec<&str> = rivals.iter().map(|words| words.en.as_str()).collect();
    let (zh, en) = (zh.join("、"), en.join(", "));
    at(
        Draft::new(
            format!("{letters} 列“{label}”按“{}”读入，也可能是“{zh}”。请核对；如不对，可在 taizhang.toml 中指定这一栏的含义。", taken.zh),
            format!("column {letters} “{label}” is read as {}, and could also be {en}. Check whether that is right; if not, name its field in taizhang.toml.", taken.en),
        )
        .expected(zh),
        file,
        table,
        column,
    )
}

fn twice(file: &Returned, table: &Table, earlier: &Column, column: &Column) -> Draft {
    let (first, second) = (CellRef::column_letters(earlier.column), CellRef::column_letters(column.column));
    let field = super::field(&column.field);
    at(
        Draft::new(
            format!(
                "{first} 列“{}”和 {second} 列“{}”都是“{}”，汇总采用 {first} 列。请核对应以哪一列为准。",
                wording::short(&earlier.label, 30),
                wording::short(&column.label, 30),
                field.zh
            ),
            format!(
                "columns {first} “{}” and {second} “{}” both mean {}; {first} is consolidated. Check which of them counts.",
                wording::short(&earlier.label, 30),
                wording::short(&column.label, 30),
                field.en
            ),
        ),
        file,
        table,
        column,
    )
}

fn at(draft: Draft, file: &Returned, table: &Table, column: &Column) -> Draft {
    draft
        .at(Place::cell(&file.submission.file, &table.sheet_name, column.header))
        .department(file.department)
        .found(column.label.clone())
        .key(format!("{} {}", file.submission.own_name(&table.sheet_name), column.label))
}

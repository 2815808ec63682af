//! H001: a field without which rows can't be used has no column.

use crate::{
    checks::{Check, Draft, Report, View, wording},
    model::{CellRef, Field, Place, Returned, Severity, Table},
};

/// The check.
pub const CHECK: Check = Check {
    code: "H001",
    name: "missing-field",
    severity: Severity::Error,
    document: include_str!("h001_missing_field.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    for (file, table) in view.tables() {
        if is_beside_the_main_table(file, table) {
            report.not_applicable();
            continue;
        }
        report.ran();
        let words_missing = table.missing.iter().any(|field| matches!(field, Field::Title | Field::Content));
        if words_missing {
            report.find(draft(
                file,
                table,
                ("重点任务或任务内容", "the task's title or content"),
                "对不上任务清单",
                "can't be linked to the task list",
            ));
        }
        if table.missing.contains(&Field::Progress) {
            report.find(draft(
                file,
                table,
                ("进展情况", "progress"),
                "没有进展可以汇总",
                "have no progress to consolidate",
            ));
        }
    }
}

/// A table of figures or contacts beside one that has everything.
fn is_beside_the_main_table(file: &Returned, table: &Table) -> bool {
    !table.missing.is_empty() && file.tables.iter().any(|other| other.missing.is_empty())
}

fn draft(file: &Returned, table: &Table, field: (&str, &str), zh: &str, en: &str) -> Draft {
    let row = table.header_rows.last().copied().unwrap_or(1);
    let column = table.columns.first().map_or(1, |column| column.column);
    let labels: Vec<&str> = table.columns.iter().map(|column| column.label.as_str()).collect();
    let (field_zh, field_en) = field;
    Draft::new(
        format!("表头中没有“{field_zh}”一栏，以下各行{zh}。请补上这一栏，或把现有栏目改成清单使用的名称。"),
        format!(
            "the header has no column for {field_en}, so the rows below {en}. Add the column, or give the existing one \
             the name that the task list uses."
        ),
    )
    .at(Place::cell(&file.submission.file, &table.sheet_name, CellRef::new(row, column)))
    .department(file.department)
    .found(labels.join(" | "))
    .expected(if labels.iter().any(|label| wording::has_han(label)) { field_zh } else { field_en })
    .key(format!("{} {field_en}", file.submission.own_name(&table.sheet_name)))
}

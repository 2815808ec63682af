//! F012: a formula without a stored value, or an error value, stands where a value is needed.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    checks::{Check, Draft, Report, View, wording},
    model::{
        CellRef, CellValue, Column, Field, Place, RawSheet, Returned, Row, RowKind, Severity, Table, TotalLine,
        TotalScope,
    },
};

/// The check.
pub const CHECK: Check = Check {
    code: "F012",
    name: "missing-value",
    severity: Severity::Warning,
    document: include_str!("f012_missing_value.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    let mut blank: BTreeSet<SheetOf> = BTreeSet::new();
    for (file, table) in view.tables() {
        let Some(sheet) = file.submission.book.as_ref().and_then(|book| book.sheets.get(table.sheet)) else {
            report.could_not_run();
            continue;
        };
        report.ran();
        for column in table.columns.iter().filter(|column| is_needed(&column.field)) {
            for (what, cells) in missing(table, sheet, column) {
                blank.extend(what.is_empty().then(|| sheet_of(file, table)));
                report.find(draft(file, table, column, &what, &cells));
            }
        }
    }
    for (sheet, cells) in totals(view) {
        // Whoever calculates the rows' formulas calculates those of the totals: one thing to do.
        if !blank.contains(&sheet) {
            report.find(of_totals(view, &sheet, &cells));
        }
    }
}

/// A file and the name of a sheet of it.
type SheetOf = (Arc<str>, Arc<str>);

fn sheet_of(file: &Returned, table: &Table) -> SheetOf {
    (Arc::clone(&file.submission.file), Arc::clone(&table.sheet_name))
}

/// Totals whose formulas no program has calculated, by their sheets.
fn totals(view: View<'_>) -> BTreeMap<SheetOf, Vec<CellRef>> {
    let mut found: BTreeMap<SheetOf, Vec<CellRef>> = BTreeMap::new();
    let open = |total: &&TotalLine| total.scope == TotalScope::Table && total.reported.is_none();
    for place in view.ledger.totals.iter().filter(open).filter_map(|total| total.place.as_ref()) {
        if let Some((sheet, cell)) = place.sheet.as_ref().zip(place.cell) {
            found.entry((Arc::clone(&place.file), Arc::clone(sheet))).or_default().push(cell);
        }
    }
    found
}

/// What a total comes to is added up here, so nothing is missing; but what its sender sees could not be checked.
fn of_totals(view: View<'_>, (file, sheet): &SheetOf, cells: &[CellRef]) -> Draft {
    let listed = wording::some(&cells.iter().map(ToString::to_string).collect::<Vec<_>>());
    let place = Place { cell: cells.first().copied(), ..Place::sheet(file, sheet) };
    Draft::new(
        format!(
            "合计 {} 是公式，文件里没有存计算结果：合计数由程序按各行相加，表上显示的数无从核对，只核对了公式包含哪些行。要核对的，请用 Excel 或 WPS 打开、保存一次再报。",
            listed.zh
        ),
        format!(
            "no result is stored with the formula of the total in {}: the rows were added up here, but what the sheet shows \
             could not be checked, only which rows the formula takes in. To have it checked, open the file in Excel or WPS, \
             save it, and send it again.",
            listed.en
        ),
    )
    .at(place)
    .department(view.file_named(file).and_then(|(_, file)| file.department))
    .key(format!("totals {sheet}"))
    .at_most(Severity::Info)
}

/// A column that nobody maps needs no value.
const fn is_needed(field: &Field) -> bool {
    !matches!(field, Field::Other(_) | Field::Reporter | Field::Contact)
}

/// The cells of a column without a value, by what stands there instead.
fn missing(table: &Table, sheet: &RawSheet, column: &Column) -> BTreeMap<String, Vec<CellRef>> {
    let mut missing: BTreeMap<String, Vec<CellRef>> = BTreeMap::new();
    for row in table.rows.iter().filter(|row| is_data(row)) {
        let at = CellRef::new(row.row, column.column);
        let Some(cell) = sheet.cell(at) else { continue };
        let what = match (&cell.value, &cell.formula) {
            (CellValue::Error(error), _) => error.to_string(),
            // What a total comes to is added up here: see `totals`.
            (CellValue::Uncalculated, Some(_)) if row.kind == RowKind::Record => String::new(),
            _ => continue,
        };
        missing.entry(what).or_default().push(at);
    }
    missing
}

const fn is_data(row: &Row) -> bool {
    matches!(row.kind, RowKind::Record | RowKind::Total(_))
}

fn draft(file: &Returned, table: &Table, column: &Column, what: &str, cells: &[CellRef]) -> Draft {
    let listed = wording::some(&cells.iter().map(ToString::to_string).collect::<Vec<_>>());
    let label = wording::short(&column.label, 30);
    let draft = if what.is_empty() {
        Draft::new(
            format!(
                "“{label}”栏 {} 是公式，但文件里没有存计算结果，读不到数值。请用 Excel 或 WPS 打开、保存一次再报。",
                listed.zh
            ),
            format!(
                "in “{label}”, no result is stored with the formula in {}, so there is no value to read. Open the file in \
                 Excel or WPS, save it, and send it again.",
                listed.en
            ),
        )
    } else {
        Draft::new(
            format!("“{label}”栏 {} 显示错误值 {what}，读不到数值。请在原表中改正公式或直接填写数值。", listed.zh),
            format!(
                "in “{label}”, there is the error value {what} in {}, so there is no value to read. Correct the formula or \
                 type the value.",
                listed.en
            ),
        )
    };
    let first = cells.first().copied().unwrap_or(column.header);
    draft
        .at(Place::cell(&file.submission.file, &table.sheet_name, first))
        .department(file.department)
        .found(what)
        .key(format!("{label} {what}"))
}

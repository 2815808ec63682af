//! 其他行: every row below a header that is no task's report, with what it is: nothing that was sent is out of sight.

use std::sync::Arc;

use super::{Column, View, list, place_cells, words, words::SheetName};
use crate::model::{
    CellRef, Place, Returned, RowKind, SubmissionStatus, Table,
    book::{Cell, Role, Row, Sheet},
    entries::Entries,
    table,
};

pub(super) const COLUMNS: [Column; 7] = [
    (9.0, "单位", "Department"),
    (16.0, "文件", "File"),
    (8.0, "工作表", "Sheet"),
    (5.0, "单元格", "Cell"),
    (9.0, "是什么", "Kind"),
    (44.0, "内容", "Content"),
    (28.0, "说明", "Why"),
];

/// A row with its file's position, its file and its table.
type Other<'a> = (usize, &'a Returned, &'a Table, &'a table::Row);

/// The sheet, where there is any such row.
pub(super) fn sheet<'a>(view: &Arc<View<'a>>) -> Option<Sheet<'a>> {
    let mut sheet = list(view, SheetName::OtherRows, &COLUMNS);
    let read = view.outcome.returned.iter().enumerate().filter(|(_, file)| file.status == SubmissionStatus::Read);
    let tables = read.flat_map(|(index, file)| file.tables.iter().map(move |table| (index, file, table)));
    let rows = tables.flat_map(|(index, file, table)| {
        let others = table.rows.iter().filter(|row| row.kind != RowKind::Record);
        others.map(move |row| (index, file, table, row))
    });
    let own = Arc::clone(view);
    let row = move |_, of: &Other<'a>| Row::of(cells(&own, of.0, of.1, of.2, of.3));
    sheet.entries = Entries::rows(rows.collect(), row);
    sheet.filter = sheet.entries.count() > 0;
    sheet.filter.then_some(sheet)
}

fn cells(view: &View<'_>, index: usize, file: &Returned, table: &Table, row: &table::Row) -> Vec<Cell> {
    let text = |column: u16, role: Role, text: &str| Cell::text(column, role, text);
    let at = CellRef::new(row.row, first_column(file, table, row.row));
    let place = Place::cell(&file.submission.file, &table.sheet_name, at);
    let (kind, own, why) = match &row.kind {
        RowKind::Section { title, .. } => (view.say("分节", "section").to_owned(), title.to_string(), String::new()),
        RowKind::Total(total) => (view.say("合计", "total").to_owned(), total.label.clone(), String::new()),
        RowKind::Note(kind) => (view.words(&words::note(*kind)), String::new(), String::new()),
        RowKind::SetAside(why) => (view.say("搁置", "set aside").to_owned(), String::new(), view.words(why)),
        RowKind::Record => (String::new(), String::new(), String::new()),
    };
    let whole = row_text(file, table, row.row).unwrap_or(own);
    let mut cells = vec![text(0, Role::Short, view.department(index).unwrap_or(""))];
    cells.extend(place_cells(view, 1, Some(&place)));
    cells.extend([text(4, Role::Short, &kind), text(5, Role::Text, &whole), text(6, Role::Text, &why)]);
    cells
}

/// Column of the row's first cell, where the cells are still at hand.
fn first_column(file: &Returned, table: &Table, row: u32) -> u32 {
    let sheet = file.submission.book.as_ref().and_then(|book| book.sheets.get(table.sheet));
    let cells = sheet.and_then(|sheet| sheet.row(row)).map(|row| &row.cells);
    cells.and_then(|cells| cells.iter().find(|cell| !cell.is_blank())).map_or(1, |cell| cell.column)
}

/// Every cell of the row, where the cells are still at hand.
fn row_text(file: &Returned, table: &Table, row: u32) -> Option<String> {
    let sheet = file.submission.book.as_ref()?.sheets.get(table.sheet)?;
    let cells = sheet.row(row)?.cells.iter().filter(|cell| !cell.is_blank());
    let texts: Vec<Arc<str>> = cells.map(|cell| cell.text().as_ref().into()).collect();
    (!texts.is_empty()).then(|| texts.join(" │ "))
}

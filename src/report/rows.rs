//! 其他行: every row below a header that is no task's report, with what it is: nothing that was sent is out of sight.

use std::sync::Arc;

use super::{View, place_text, to_source, words, words::SheetName};
use crate::model::{
    CellRef, Place, Returned, RowKind, SubmissionStatus, Table,
    book::{Cell, Purpose, Role, Row, Sheet},
    table,
};

const WIDTHS: [f32; 5] = [10.0, 24.0, 10.0, 34.0, 30.0];

/// The sheet, where there is any such row.
pub(super) fn sheet(view: &View<'_>) -> Option<Sheet> {
    let mut sheet = Sheet::new(view.name(SheetName::OtherRows), Purpose::Working, &WIDTHS);
    sheet.push_head(&match view.lang {
        crate::model::Lang::Zh => ["单位", "位置", "是什么", "内容", "说明"],
        crate::model::Lang::En => ["Department", "Place", "Kind", "Content", "Why"],
    });
    for (index, file) in view.outcome.returned.iter().enumerate() {
        if file.status != SubmissionStatus::Read {
            continue;
        }
        for table in &file.tables {
            for row in table.rows.iter().filter(|row| row.kind != RowKind::Record) {
                sheet.push(Row::of(cells(view, index, file, table, row)));
            }
        }
    }
    sheet.filter = sheet.rows.len() > 1;
    sheet.filter.then_some(sheet)
}

fn cells(view: &View<'_>, index: usize, file: &Returned, table: &Table, row: &table::Row) -> Vec<Cell> {
    let text = |column: u16, role: Role, text: &str| Cell::text(column, role, text);
    let at = CellRef::new(row.row, first_column(file, table, row.row));
    let place = Place::cell(&file.submission.file, &table.sheet_name, at);
    let (kind, own, why) = match &row.kind {
        RowKind::Section { title, .. } => (view.say("分节", "section").to_owned(), title.clone(), String::new()),
        RowKind::Total(total) => (view.say("合计", "total").to_owned(), total.label.clone(), String::new()),
        RowKind::Note(kind) => (view.words(&words::note(*kind)), String::new(), String::new()),
        RowKind::SetAside(why) => (view.say("搁置", "set aside").to_owned(), String::new(), view.words(why)),
        RowKind::Record => (String::new(), String::new(), String::new()),
    };
    let whole = row_text(file, table, row.row).unwrap_or(own);
    vec![
        text(0, Role::Short, view.department(index).unwrap_or("")),
        Cell::text(1, Role::Text, place_text(Some(&place))).leading_to(to_source(Some(&place))),
        text(2, Role::Short, &kind),
        text(3, Role::Text, &whole),
        text(4, Role::Text, &why),
    ]
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

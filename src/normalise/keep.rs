//! What stays of a file's cells once its rows are understood: all that its records do not say.
//!
//! A row that became a record is told by its values; of its cells those stay that say more (a formula, an error, 其中 at
//! the beginning, which changes what a total stands for). Every other row stays whole, and so does a return of ours, whose
//! cells are compared with what was sent.

use std::collections::BTreeSet;

use crate::model::{Cell, CellValue, RawSheet, Returned, RowKind};

/// Lets go of the cells that nobody asks for any more.
pub(super) fn let_go(returned: &mut Returned) {
    if returned.return_stamp().is_some() {
        return;
    }
    let Some(book) = &mut returned.submission.book else { return };
    for (position, sheet) in book.sheets.iter_mut().enumerate() {
        let tables = || returned.tables.iter().filter(|table| table.sheet == position);
        let rows = || tables().flat_map(|table| &table.rows);
        let other: BTreeSet<u32> = rows().filter(|row| row.kind != RowKind::Record).map(|row| row.row).collect();
        let records: BTreeSet<u32> = rows().map(|row| row.row).filter(|row| !other.contains(row)).collect();
        if !records.is_empty() {
            thin(sheet, &records);
        }
    }
}

fn thin(sheet: &mut RawSheet, records: &BTreeSet<u32>) {
    sheet.rows.retain_mut(|row| {
        if !records.contains(&row.row) || row.cells.iter().any(singles_out) {
            return true;
        }
        row.cells.retain(says_more);
        row.cells.shrink_to_fit();
        !row.cells.is_empty()
    });
    sheet.rows.shrink_to_fit();
}

/// Whether a cell says that its row is a part of the one above.
fn singles_out(cell: &Cell) -> bool {
    let CellValue::Text(text) = &cell.value else { return false };
    let text = cell.shown.as_deref().unwrap_or(text).trim_start();
    text.starts_with("其中") || text.starts_with("of which")
}

/// Whether a cell of a record says what no record does.
const fn says_more(cell: &Cell) -> bool {
    cell.formula.is_some() || matches!(cell.value, CellValue::Error(_) | CellValue::Uncalculated)
}

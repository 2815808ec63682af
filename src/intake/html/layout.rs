//! Where the cells of HTML tables stand when the tables are set one below the other on a sheet.

use std::collections::BTreeMap;

use crate::{
    intake::sheet::Grid,
    model::{
        Cell, CellRef, Words,
        place::{MAX_COLUMNS, MAX_ROWS},
    },
};

/// Columns that one cell may span; more is a slip of the pen. Browsers stop at the same number.
const MAX_SPAN: u32 = 1000;

/// The sheet under construction; rows are given out as tables need them.
#[derive(Default)]
pub(super) struct Page {
    /// Cells so far.
    pub grid: Grid,
    /// Rows given out.
    pub rows: u32,
    /// Tables seen.
    pub tables: u32,
    /// Name of the sheet, where the page gives one.
    pub sheet_name: Option<String>,
    /// Something lay outside of a sheet.
    pub beyond: bool,
    /// A table is not closed, and neither is the page.
    pub open: bool,
}

/// A table that is open.
#[derive(Default)]
pub(super) struct Table {
    /// Sheet rows of the table's rows.
    rows: Vec<u32>,
    /// Columns taken by cells from rows above: column → table row up to which.
    taken: BTreeMap<u32, u32>,
    /// Spans of cells, in table rows, to be merged when the table is done.
    spans: Vec<(u32, u32, u32, u32)>,
    column: u32,
}

/// What to say of a page that breaks off.
pub(super) fn cut_short(name: &str, last: u32) -> Words {
    Words::new(
        format!("“{name}”的内容在第 {last} 行处中断，后面的没有读到。请打开检查，另存为 .xlsx 后重新报送。"),
        format!(
            "{name} breaks off in row {last}; what follows was not read: open it, check it, save it as .xlsx and send it again"
        ),
    )
}

/// Whether a text ends inside a tag.
pub(super) fn ends_in_tag(text: &str) -> bool {
    let Some(at) = text.rfind('<').filter(|at| !text[*at..].contains('>')) else { return false };
    text[at + 1..].chars().next().is_none_or(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!'))
}

impl Page {
    /// Gives out the next sheet row.
    pub(super) fn next_row(&mut self) -> u32 {
        self.rows = self.rows.saturating_add(1);
        self.rows
    }

    /// Stores a cell.
    pub(super) fn put(&mut self, row: u32, cell: Cell) {
        self.beyond |= !self.grid.put(row, cell);
    }
}

impl Table {
    /// Begins a row of the table.
    pub(super) fn begin_row(&mut self, page: &mut Page) {
        self.rows.push(page.next_row());
        self.column = 0;
        let row = self.rows.len() as u32;
        self.taken.retain(|_, until| *until >= row);
    }

    /// The sheet row of the present row; one is begun if there is none.
    pub(super) fn present_row(&mut self, page: &mut Page) -> u32 {
        if self.rows.is_empty() {
            self.begin_row(page);
        }
        self.rows.last().copied().unwrap_or(1)
    }

    /// A nested table wrote rows of its own: what follows in the present row stands below them.
    pub(super) fn move_below(&mut self, page: &mut Page) {
        let next = page.next_row();
        if let Some(last) = self.rows.last_mut() {
            *last = next;
        }
    }

    /// The sheet position of the next cell, with its spans noted.
    pub(super) fn place(&mut self, page: &mut Page, columns: u32, rows: u32) -> CellRef {
        let sheet_row = self.present_row(page);
        let row = self.rows.len() as u32;
        let mut column = self.column.saturating_add(1);
        while self.taken.contains_key(&column) {
            column = column.saturating_add(1);
        }
        let columns = columns.clamp(1, MAX_SPAN);
        let rows = rows.clamp(1, MAX_ROWS);
        self.column = column.saturating_add(columns - 1);
        let last_row = row.saturating_add(rows - 1);
        if rows > 1 {
            for covered in column..=self.column.min(MAX_COLUMNS) {
                self.taken.insert(covered, last_row);
            }
        }
        if rows > 1 || columns > 1 {
            self.spans.push((row, column, last_row, self.column));
        }
        CellRef::new(sheet_row, column)
    }

    /// Marks the merged ranges, none further down than the table goes.
    pub(super) fn finish(self, page: &mut Page) {
        let end = self.rows.len() as u32;
        let sheet_row = |row: u32| self.rows.get(row.saturating_sub(1) as usize).copied();
        for &(top, left, bottom, right) in &self.spans {
            if let (Some(top), Some(bottom)) = (sheet_row(top), sheet_row(bottom.min(end))) {
                page.grid.merge(CellRef::new(top, left), CellRef::new(bottom, right));
            }
        }
    }
}

/// The words for cells outside of a sheet.
pub(super) fn beyond() -> Words {
    Words::new(
        format!("有内容超出了工作表的范围（{MAX_ROWS} 行、{MAX_COLUMNS} 列），没有读取。请检查文件。"),
        format!(
            "it has content beyond a sheet ({MAX_ROWS} rows, {MAX_COLUMNS} columns), which was not read: check the file"
        ),
    )
}

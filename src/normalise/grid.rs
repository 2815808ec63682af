//! A table's cells by column, with merged ranges and shifted rows taken into account.

use std::{collections::BTreeMap, sync::Arc};

use crate::model::{Area, Cell, CellRef, CellValue, RawSheet, Row, Table, Visibility, submission::RawRow};

/// A cell as a column of a row sees it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen<'a> {
    pub cell: &'a Cell,
    pub at: CellRef,
    /// The value is that of a merged range's first cell, above this row.
    pub inherited: bool,
}

/// Looks cells up for the rows of one table.
pub(super) struct Grid<'a> {
    sheet: &'a RawSheet,
    /// Merged ranges over more than one cell, by each column of the table that they cover, ascending by first row.
    merges: BTreeMap<u32, Vec<Area>>,
    first_column: u32,
    header_end: u32,
    pub hidden_sheet: bool,
}

impl<'a> Grid<'a> {
    pub fn new(sheet: &'a RawSheet, table: &Table) -> Self {
        let mut merges: BTreeMap<u32, Vec<Area>> = BTreeMap::new();
        let (first, last) = (table.first_row, table.last_row);
        for area in sheet.merges.iter().filter(|area| area.start.row <= last && first <= area.end.row) {
            let from = table.columns.partition_point(|column| column.column < area.start.column);
            for column in table.columns.iter().skip(from).take_while(|column| column.column <= area.end.column) {
                merges.entry(column.column).or_default().push(*area);
            }
        }
        for areas in merges.values_mut() {
            areas.sort_unstable();
        }
        Self {
            sheet,
            merges,
            first_column: table.columns.first().map_or(1, |column| column.column),
            header_end: table.header_rows.last().copied().unwrap_or_default(),
            hidden_sheet: sheet.visibility != Visibility::Visible,
        }
    }

    /// The cells of a row.
    pub fn row(&self, row: u32) -> Option<&'a RawRow> {
        self.sheet.row(row)
    }

    /// The non-blank cell of a row under a column.
    pub fn seen(&self, cells: Option<&'a RawRow>, row: &Row, column: u32) -> Option<Seen<'a>> {
        if row.shift > 0 {
            let shifted = column.checked_sub(row.shift).filter(|shifted| *shifted >= self.first_column)?;
            return own(cells, row.row, shifted);
        }
        let Some(area) = self.merge(row.row, column) else { return own(cells, row.row, column) };
        if area.start.row == row.row {
            // Across columns the value is the first one's alone.
            return if area.start.column == column { own(cells, row.row, column) } else { None };
        }
        if area.start.column != column || area.start.row <= self.header_end {
            return None;
        }
        let cell = self.sheet.cell(area.start).filter(|cell| !cell.is_blank())?;
        Some(Seen { cell, at: area.start, inherited: true })
    }

    /// The merged range over a cell of the table.
    pub fn merge(&self, row: u32, column: u32) -> Option<Area> {
        let areas = self.merges.get(&column)?;
        let next = areas.partition_point(|area| area.start.row <= row);
        areas.get(next.checked_sub(1)?).copied().filter(|area| area.end.row >= row && area.start != area.end)
    }
}

fn own(cells: Option<&RawRow>, row: u32, column: u32) -> Option<Seen<'_>> {
    let cells = &cells?.cells;
    let found = cells.binary_search_by_key(&column, |cell| cell.column).ok()?;
    let cell = cells.get(found).filter(|cell| !cell.is_blank())?;
    Some(Seen { cell, at: CellRef::new(row, column), inherited: false })
}

/// What a cell showed, shared with the cell where it can be.
pub(super) fn raw(cell: &Cell) -> Arc<str> {
    match (&cell.shown, &cell.value) {
        (None, CellValue::Text(text)) => Arc::clone(text),
        _ => cell.text().into(),
    }
}

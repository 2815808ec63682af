//! The sparse store under construction: cells in any order in, a sheet in reading order out.

use std::sync::Arc;

use super::{
    merges::{self, Reason, Said},
    reading::Reading,
};
use crate::model::{
    Area, Cell, CellRef, RawSheet, Visibility,
    place::{MAX_COLUMNS, MAX_ROWS},
    submission::RawRow,
};

/// A sheet that is being read.
#[derive(Debug, Default)]
pub(super) struct Grid {
    rows: Vec<RawRow>,
    merges: Vec<Area>,
    reversed: Vec<Area>,
    hidden_rows: Vec<(u32, u32)>,
    hidden_columns: Vec<(u32, u32)>,
    unordered: bool,
}

impl Grid {
    /// Stores a cell; `false` when the row or column is outside of any sheet.
    pub(super) fn put(&mut self, row: u32, cell: Cell) -> bool {
        if row == 0 || row > MAX_ROWS || cell.column == 0 || cell.column > MAX_COLUMNS {
            return false;
        }
        match self.rows.last_mut() {
            Some(last) if last.row == row => {
                self.unordered |= last.cells.last().is_some_and(|before| before.column >= cell.column);
                last.cells.push(cell);
            }
            last => {
                self.unordered |= last.is_some_and(|before| before.row > row);
                self.rows.push(RawRow { row, cells: vec![cell] });
            }
        }
        true
    }

    /// Sets the formula of a cell that is stored already.
    pub(super) fn set_formula(&mut self, at: CellRef, formula: Box<str>) {
        // Cells come in order in every format that needs this; one out of order keeps its formula untold.
        let Ok(row) = self.rows.binary_search_by_key(&at.row, |row| row.row) else { return };
        let Some(row) = self.rows.get_mut(row) else { return };
        if let Ok(cell) = row.cells.binary_search_by_key(&at.column, |cell| cell.column) {
            row.cells[cell].formula = Some(formula);
        }
    }

    /// The last row that holds anything, 0 for none.
    pub(super) fn last_row(&self) -> u32 {
        self.rows.last().map_or(0, |row| row.row)
    }

    /// Marks a merged range; ranges of one cell and ranges outside of any sheet are dropped, reversed ones are not applied.
    pub(super) fn merge(&mut self, a: CellRef, b: CellRef) {
        let start = CellRef::new(a.row.min(b.row), a.column.min(b.column));
        let end = CellRef::new(a.row.max(b.row).min(MAX_ROWS), a.column.max(b.column).min(MAX_COLUMNS));
        if start != end && start.row > 0 && start.column > 0 && start.row <= end.row && start.column <= end.column {
            let reversed = a.row > b.row || a.column > b.column;
            if reversed { &mut self.reversed } else { &mut self.merges }.push(Area { start, end });
        }
    }

    /// Marks rows as hidden, both ends included.
    pub(super) fn hide_rows(&mut self, first: u32, last: u32) {
        push_span(&mut self.hidden_rows, first, last);
    }

    /// Marks columns as hidden, both ends included.
    pub(super) fn hide_columns(&mut self, first: u32, last: u32) {
        push_span(&mut self.hidden_columns, first, last);
    }

    /// The sheet, and the positions that were given more than once (the first one given is kept). Merged ranges that are
    /// not applied are said.
    pub(super) fn finish(
        mut self,
        name: Arc<str>,
        visibility: Visibility,
        reading: &mut Reading,
    ) -> (RawSheet, Vec<CellRef>) {
        let mut doubled = Vec::new();
        if self.unordered {
            doubled = self.bring_in_order();
        }
        self.merges.sort_unstable();
        self.merges.dedup();
        let (merges, said) = merges::sound(&self.rows, &self.merges);
        let reversed = self.reversed.iter().map(|&area| Said { area, reason: Reason::Reversed });
        for said in reversed.chain(said) {
            reading.partial(Some(&name), Some(said.at()), said.words());
        }
        // A span of hidden rows often reaches to the end of the sheet; only those beside content say anything.
        let last_row = self.rows.last().map_or(0, |row| row.row);
        let last_column =
            self.rows.iter().filter_map(|row| row.cells.last()).map(|cell| cell.column).max().unwrap_or(0);
        let sheet = RawSheet {
            name,
            visibility,
            rows: self.rows,
            merges,
            hidden_rows: spread(self.hidden_rows, last_row),
            hidden_columns: spread(self.hidden_columns, last_column),
        };
        (sheet, doubled)
    }

    fn bring_in_order(&mut self) -> Vec<CellRef> {
        self.rows.sort_by_key(|row| row.row);
        let mut rows: Vec<RawRow> = Vec::with_capacity(self.rows.len());
        for row in self.rows.drain(..) {
            match rows.last_mut() {
                Some(last) if last.row == row.row => last.cells.extend(row.cells),
                _ => rows.push(row),
            }
        }
        let mut doubled = Vec::new();
        for row in &mut rows {
            row.cells.sort_by_key(|cell| cell.column);
            row.cells.dedup_by(|later, earlier| {
                let same = later.column == earlier.column;
                if same {
                    doubled.push(CellRef::new(row.row, later.column));
                }
                same
            });
        }
        self.rows = rows;
        doubled
    }
}

fn push_span(spans: &mut Vec<(u32, u32)>, first: u32, last: u32) {
    if first == 0 || first > last {
        return;
    }
    match spans.last_mut() {
        Some(before) if before.1 + 1 == first => before.1 = last.min(MAX_ROWS),
        _ => spans.push((first, last.min(MAX_ROWS))),
    }
}

fn spread(spans: Vec<(u32, u32)>, end: u32) -> Vec<u32> {
    let mut all: Vec<u32> = Vec::new();
    let mut sorted = spans;
    sorted.sort_unstable();
    for (first, last) in sorted {
        let from = all.last().map_or(first, |&seen| first.max(seen + 1));
        all.extend(from..=last.min(end));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CellValue, Fault};

    fn cell(column: u32, number: f64) -> Cell {
        Cell::new(column, CellValue::Number(number))
    }

    #[test]
    fn cells_in_any_order_come_out_in_reading_order() {
        let mut grid = Grid::default();
        for (row, column, number) in [(5, 2, 1.0), (3, 4, 2.0), (5, 1, 3.0), (3, 4, 4.0), (9, 1, 5.0)] {
            assert!(grid.put(row, cell(column, number)));
        }
        assert!(!grid.put(MAX_ROWS + 1, cell(1, 0.0)));
        assert!(!grid.put(1, cell(MAX_COLUMNS + 1, 0.0)));
        assert!(!grid.put(0, cell(1, 0.0)));
        let (sheet, doubled) = grid.finish("s".into(), Visibility::Visible, &mut Reading::default());
        let rows: Vec<_> = sheet.rows.iter().map(|row| row.row).collect();
        assert_eq!(rows, [3, 5, 9]);
        assert_eq!(sheet.rows[0].cells, [cell(4, 2.0)]);
        assert_eq!(sheet.rows[1].cells, [cell(1, 3.0), cell(2, 1.0)]);
        assert_eq!(doubled, [CellRef::new(3, 4)]);
    }

    #[test]
    fn hidden_spans_reach_no_further_than_the_content() {
        let mut grid = Grid::default();
        grid.put(4, cell(3, 1.0));
        grid.hide_rows(3, MAX_ROWS);
        grid.hide_rows(2, 3);
        grid.hide_columns(2, 2);
        grid.hide_columns(3, MAX_COLUMNS);
        let (sheet, _) = grid.finish("s".into(), Visibility::Visible, &mut Reading::default());
        assert_eq!(sheet.hidden_rows, [2, 3, 4]);
        assert_eq!(sheet.hidden_columns, [2, 3]);
    }

    #[test]
    fn merges_outside_of_a_sheet_or_of_one_cell_are_dropped_and_reversed_ones_are_said() {
        let mut grid = Grid::default();
        grid.merge(CellRef::new(1, 1), CellRef::new(3, 3));
        grid.merge(CellRef::new(9, 3), CellRef::new(8, 1));
        grid.merge(CellRef::new(2, 2), CellRef::new(2, 2));
        grid.merge(CellRef::new(0, 1), CellRef::new(2, 2));
        grid.merge(CellRef::new(MAX_ROWS + 5, 1), CellRef::new(MAX_ROWS + 9, 2));
        let mut reading = Reading::default();
        let (sheet, _) = grid.finish("s".into(), Visibility::Visible, &mut reading);
        assert_eq!(sheet.merges, [Area { start: CellRef::new(1, 1), end: CellRef::new(3, 3) }]);
        let (_, faults) = reading.finish();
        assert!(
            matches!(&faults[..], [Fault::Partial { cell: Some(cell), .. }] if *cell == CellRef::new(8, 1)),
            "{faults:?}"
        );
    }
}

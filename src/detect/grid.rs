//! A sheet as detection looks at it: non-blank rows, merged ranges by position, and a window of columns, so that tables
//! side by side are looked at one at a time.

use std::{borrow::Cow, cell::OnceCell, collections::BTreeMap};

use crate::{
    model::{Area, Cell, CellRef, RawSheet, place::MAX_COLUMNS},
    text::fold::fold,
};

use super::header::Reading;

/// Merged ranges wider than this are banners, never blocks of a column.
const WIDEST_BLOCK: u32 = 64;

/// A sheet, or the columns of one that a table may use.
pub struct Grid<'a> {
    sheet: &'a RawSheet,
    window: (u32, u32),
    /// Indices into `RawSheet::rows` of rows with content in the window.
    rows: Vec<usize>,
    /// The same rows as they are looked at, each made when it is first asked for.
    views: Vec<OnceCell<View<'a>>>,
    merges: &'a Merges,
    last_column: u32,
}

/// Merged ranges by their first cell, and by the columns that they run down.
#[derive(Default)]
pub struct Merges {
    at: BTreeMap<CellRef, Area>,
    down: BTreeMap<u32, Vec<(u32, u32)>>,
}

/// A non-blank cell in its row.
#[derive(Debug)]
pub struct Item<'a> {
    /// Column, from 1.
    pub column: u32,
    /// Last column that it spans when merged.
    pub last: u32,
    /// Last row that it spans when merged.
    pub bottom: u32,
    /// What a person saw.
    pub text: Cow<'a, str>,
    /// Whether a number is stored in it.
    pub number: bool,
    folded: OnceCell<String>,
    reading: OnceCell<Reading>,
}

/// The non-blank cells of one row, in column order.
pub struct View<'a> {
    /// Row number, from 1.
    pub row: u32,
    /// Never empty.
    pub items: Vec<Item<'a>>,
}

impl Merges {
    /// Indexes the merged ranges of a sheet.
    pub fn of(sheet: &RawSheet) -> Self {
        let mut merges = Self::default();
        for area in &sheet.merges {
            merges.at.entry(area.start).or_insert(*area);
            let narrow = area.end.column.saturating_sub(area.start.column) < WIDEST_BLOCK;
            if area.end.row > area.start.row && narrow {
                for column in area.start.column..=area.end.column {
                    merges.down.entry(column).or_default().push((area.start.row, area.end.row));
                }
            }
        }
        for spans in merges.down.values_mut() {
            spans.sort_unstable();
        }
        merges
    }

    /// The first row of the merged range that runs down over a cell from above it.
    pub fn above(&self, at: CellRef) -> Option<u32> {
        let spans = self.down.get(&at.column)?;
        let before = spans.partition_point(|(start, _)| *start < at.row);
        let (start, end) = spans.get(before.checked_sub(1)?)?;
        (*end >= at.row).then_some(*start)
    }
}

impl<'a> Grid<'a> {
    /// The whole sheet.
    pub fn new(sheet: &'a RawSheet, merges: &'a Merges) -> Self {
        Self::window(sheet, merges, (1, MAX_COLUMNS))
    }

    /// The columns `window.0..=window.1` of a sheet.
    pub fn window(sheet: &'a RawSheet, merges: &'a Merges, window: (u32, u32)) -> Self {
        let mut rows = Vec::with_capacity(sheet.rows.len());
        let mut last_column = window.0;
        for (index, row) in sheet.rows.iter().enumerate() {
            let mut filled = row.cells.iter().rev().filter(|cell| within(cell.column, window) && !is_blank(cell));
            if let Some(last) = filled.next() {
                rows.push(index);
                last_column = last_column.max(last.column);
            }
        }
        let views = rows.iter().map(|_| OnceCell::new()).collect();
        Self { sheet, window, rows, views, merges, last_column }
    }

    /// The sheet.
    pub const fn sheet(&self) -> &'a RawSheet {
        self.sheet
    }

    /// Merged ranges.
    pub const fn merges(&self) -> &'a Merges {
        self.merges
    }

    /// The last column with content.
    pub const fn last_column(&self) -> u32 {
        self.last_column
    }

    /// Number of non-blank rows.
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    /// Row number of the non-blank row at `index`.
    pub fn row_number(&self, index: usize) -> Option<u32> {
        self.rows.get(index).and_then(|row| self.sheet.rows.get(*row)).map(|row| row.row)
    }

    /// The non-blank row at `index`.
    pub fn view(&self, index: usize) -> Option<&View<'a>> {
        let row = self.sheet.rows.get(*self.rows.get(index)?)?;
        Some(self.views.get(index)?.get_or_init(|| {
            let cells = row.cells.iter().filter(|cell| within(cell.column, self.window) && !is_blank(cell));
            View { row: row.row, items: cells.map(|cell| self.item(row.row, cell)).collect() }
        }))
    }

    fn item(&self, row: u32, cell: &'a Cell) -> Item<'a> {
        let at = CellRef::new(row, cell.column);
        let area = self.merges.at.get(&at);
        let last = area.map_or(cell.column, |area| area.end.column.max(cell.column));
        Item {
            column: cell.column,
            last: last.min(self.last_column.max(cell.column)),
            bottom: area.map_or(row, |area| area.end.row.max(row)),
            text: cell.text(),
            number: matches!(cell.value, crate::model::CellValue::Number(_)),
            folded: OnceCell::new(),
            reading: OnceCell::new(),
        }
    }
}

impl<'a> View<'a> {
    /// The cell that starts in a column.
    pub fn at(&self, column: u32) -> Option<&Item<'a>> {
        self.items.iter().find(|item| item.column == column)
    }

    /// The only text of the row: its one cell, or the same text in every cell (a merged range written out).
    pub fn only(&self) -> Option<&Item<'a>> {
        let first = self.items.first()?;
        self.items
            .iter()
            .all(|item| item.text == first.text && !item.number)
            .then_some(first)
            .or_else(|| (self.items.len() == 1).then_some(first))
    }
}

impl Item<'_> {
    /// The text in comparison form.
    pub fn folded(&self) -> &str {
        self.folded.get_or_init(|| fold(&self.text))
    }

    /// What the cell is, taken as a label: `read` is asked the first time.
    pub fn reading(&self, read: impl FnOnce(&Self) -> Reading) -> &Reading {
        self.reading.get_or_init(|| read(self))
    }

    /// Number of columns that it spans.
    pub const fn width(&self) -> u32 {
        self.last.saturating_sub(self.column) + 1
    }
}

const fn within(column: u32, window: (u32, u32)) -> bool {
    window.0 <= column && column <= window.1
}

/// Whether a person would see nothing in it.
fn is_blank(cell: &Cell) -> bool {
    cell.is_blank() || cell.shown.as_ref().is_some_and(|shown| shown.trim().is_empty())
}

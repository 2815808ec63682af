//! The book: the report before any file format. Cells with roles, no fonts and no colours.
//!
//! Rows here are logical: how many rows of a spreadsheet one needs depends on fonts, so links, merged blocks and
//! formulas name logical rows and keys, and `render` finds the cells.

mod cell;

pub use cell::{Cell, Content, Formula, Role, Target};

pub use crate::text::difference::{Change, Piece};
use std::collections::BTreeMap;

use super::{entries::Entries, finding::Severity, place::CellRef, submission::RawSheet, words::Lang};

/// A whole workbook. Long lists borrow what they are made from.
#[derive(Debug, Clone)]
pub struct Book<'a> {
    /// Language that it is worded in.
    pub lang: Lang,
    /// Title, for the document's properties.
    pub title: String,
    /// Who makes it; empty for none.
    pub author: String,
    /// In order.
    pub sheets: Vec<Sheet<'a>>,
    /// Sheets that departments sent, as they sent them; they stand behind the others.
    pub copies: Vec<Copied>,
    /// Custom properties of the document, name and value.
    pub properties: Vec<(String, String)>,
}

/// A sheet as a department sent it, cell for cell, with marks on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Copied {
    /// Its name in this book.
    pub name: String,
    /// Its cells.
    pub sheet: RawSheet,
    /// Rows of its headers, ascending.
    pub header_rows: Vec<u32>,
    /// What is to be looked at.
    pub marks: BTreeMap<CellRef, Mark>,
}

/// A mark on a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// How serious it is.
    pub severity: Severity,
    /// What the note says.
    pub note: String,
}

/// What a sheet is for, which decides its page and what happens to a text that no row can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Purpose {
    /// An official table, to be printed and sent up: a text too long for a row goes on in a further row of its block.
    Formal,
    /// A list to work through with filters: every entry keeps a row of its own as far as that can be.
    Working,
    /// A page to look at.
    Summary,
    /// A table for a department to fill in: its rows grow as they are filled, and no text is dealt out over two.
    Form,
}

/// One sheet: rows above a list, the list, rows below it. Positions of rows count through all three.
#[derive(Debug, Clone)]
pub struct Sheet<'a> {
    /// Its name, as on the tab.
    pub name: String,
    /// What it is for.
    pub purpose: Purpose,
    /// For programs alone: spreadsheet programs do not show it.
    pub is_hidden: bool,
    /// Widths in characters: one is the width of a Han character in the body's font.
    pub widths: Vec<f32>,
    /// From the top; of a sheet without entries all of them.
    pub rows: Vec<Row>,
    /// A long list below them.
    pub entries: Entries<'a>,
    /// What stands below the list.
    pub below: Vec<Row>,
    /// Entries of its list, from the top, to whose rows sheets before it lead.
    pub led_to: usize,
    /// First and last row of the table's header: frozen with everything above it, and repeated on every printed page.
    pub head: Option<(usize, usize)>,
    /// First and last row that every later printed page repeats, where that is no header that stays in view.
    pub repeated: Option<(usize, usize)>,
    /// Rows with which a printed page begins.
    pub breaks: Vec<usize>,
    /// Columns that are printed, from the left; the others are for the screen.
    pub printed: Option<u16>,
    /// Columns that stay in view when the sheet is scrolled sideways.
    pub frozen_columns: u16,
    /// Whether the rows below the header can be filtered.
    pub filter: bool,
    /// Cells in which a person may only choose from a list.
    pub choices: Vec<Choice>,
    /// Columns shown as bars.
    pub bars: Vec<Bar>,
    /// Charts.
    pub charts: Vec<Chart>,
    /// What makes it one to fill in; `None` for a sheet that is not protected.
    pub entry: Option<Entry>,
}

/// What makes a sheet one to fill in: all but the cells for input are locked, and these rows have no fixed height.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// Columns that nobody needs to see.
    pub hidden_columns: Vec<u16>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// The name by which links find it; unique in the sheet.
    pub key: Option<String>,
    /// In column order.
    pub cells: Vec<Cell>,
}

/// Cells in which a person may only choose from a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Column, from 0.
    pub column: u16,
    /// First row.
    pub first: usize,
    /// Last row.
    pub last: usize,
    /// What can be chosen; empty for free text with a hint.
    pub options: Vec<String>,
    /// Title of the hint.
    pub title: String,
    /// The hint.
    pub hint: String,
}

/// Cells shown with a bar as long as their number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// Column, from 0.
    pub column: u16,
    /// First row.
    pub first: usize,
    /// Last row.
    pub last: usize,
}

/// The shape of a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ChartShape {
    /// One ring, a slice a row.
    Ring,
    /// Bars lying one under the other, a segment a series.
    StackedBars,
}

/// A chart over cells of its own sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Its shape.
    pub shape: ChartShape,
    /// Its title.
    pub title: String,
    /// Row and column of its top left corner.
    pub at: (usize, u16),
    /// Row just below its bottom edge and column just right of its right edge.
    pub to: (usize, u16),
    /// Column of the names.
    pub names: u16,
    /// First row of the names, where they stand below the chart and not beside the data.
    pub names_from: Option<usize>,
    /// First row of the data.
    pub first: usize,
    /// Last row of the data.
    pub last: usize,
    /// Column and role of each series; the role gives the colour.
    pub series: Vec<(u16, Role)>,
    /// Distance between the lines of the axis of values.
    pub step: u32,
    /// Roles of the slices of a ring, in the order of its rows.
    pub slices: Vec<Role>,
}

impl Book<'_> {
    /// The same with every row of every sheet standing in the sheet's `rows`.
    pub fn whole(self) -> Book<'static> {
        Book {
            lang: self.lang,
            title: self.title,
            author: self.author,
            sheets: self.sheets.into_iter().map(Sheet::whole).collect(),
            copies: self.copies,
            properties: self.properties,
        }
    }
}

impl Row {
    /// A row without a name.
    pub const fn of(cells: Vec<Cell>) -> Self {
        Self { key: None, cells }
    }

    /// A row with a name.
    pub fn named(key: impl Into<String>, cells: Vec<Cell>) -> Self {
        Self { key: Some(key.into()), cells }
    }
}

impl Sheet<'_> {
    /// An empty sheet.
    pub fn new(name: impl Into<String>, purpose: Purpose, widths: &[f32]) -> Self {
        Self {
            name: name.into(),
            purpose,
            is_hidden: false,
            widths: widths.to_vec(),
            rows: Vec::new(),
            entries: Entries::none(),
            below: Vec::new(),
            led_to: 0,
            head: None,
            repeated: None,
            breaks: Vec::new(),
            printed: None,
            frozen_columns: 0,
            filter: false,
            choices: Vec::new(),
            bars: Vec::new(),
            charts: Vec::new(),
            entry: None,
        }
    }

    /// The same with every row standing in `rows`.
    pub fn whole(mut self) -> Sheet<'static> {
        self.rows.extend(self.entries.iter());
        self.rows.append(&mut self.below);
        Sheet {
            name: self.name,
            purpose: self.purpose,
            is_hidden: self.is_hidden,
            widths: self.widths,
            rows: self.rows,
            entries: Entries::none(),
            below: Vec::new(),
            led_to: self.led_to,
            head: self.head,
            repeated: self.repeated,
            breaks: self.breaks,
            printed: self.printed,
            frozen_columns: self.frozen_columns,
            filter: self.filter,
            choices: self.choices,
            bars: self.bars,
            charts: self.charts,
            entry: self.entry,
        }
    }

    /// Number of columns.
    pub const fn columns(&self) -> u16 {
        self.widths.len() as u16
    }

    /// Number of columns that are printed.
    pub fn printed_columns(&self) -> u16 {
        self.printed.map_or(self.columns(), |printed| printed.min(self.columns()))
    }

    /// Adds a row and tells its position.
    pub fn push(&mut self, row: Row) -> usize {
        self.rows.push(row);
        self.rows.len() - 1
    }

    /// Adds the row of column headers and makes it the table's header.
    pub fn push_head(&mut self, labels: &[&str]) {
        let cells = labels.iter().zip(0..).map(|(label, column)| Cell::text(column, Role::Header, *label)).collect();
        let at = self.push(Row::of(cells));
        self.head = Some((at, at));
    }
}

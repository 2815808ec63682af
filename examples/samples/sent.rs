//! A file that a department sent, and what is wrong in it on purpose.

use crate::{
    grid::Grid,
    sheet::{Book, Sheet, Theme, cell_name},
};

/// A planted fault: what a check should find, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plant {
    /// The check's code.
    pub code: &'static str,
    /// Sheet, empty where the file as a whole is meant or has none.
    pub sheet: String,
    /// Cell, empty where the file as a whole is meant.
    pub cell: String,
    /// What is wrong, for a person.
    pub note: &'static str,
}

/// A file in `submissions/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Below `submissions/`.
    pub path: &'static str,
    /// Its content.
    pub bytes: Vec<u8>,
    /// What is wrong in it on purpose.
    pub plants: Vec<Plant>,
}

impl Sent {
    /// A file without planted faults.
    pub fn new(path: &'static str, bytes: Vec<u8>) -> Self {
        Self { path, bytes, plants: Vec::new() }
    }

    /// Notes a fault in a cell.
    pub fn plant(mut self, code: &'static str, sheet: &str, (row, column): (u32, u16), note: &'static str) -> Self {
        self.plants.push(Plant { code, sheet: sheet.to_owned(), cell: cell_name(row, column), note });
        self
    }

    /// Notes a fault of the whole file.
    pub fn plant_file(mut self, code: &'static str, note: &'static str) -> Self {
        self.plants.push(Plant { code, sheet: String::new(), cell: String::new(), note });
        self
    }
}

/// A workbook of one sheet.
pub fn book(grid: Grid, theme: Theme, saved: (u16, u8, u8), author: &'static str) -> Book {
    sheets(vec![grid.sheet], theme, saved, author)
}

/// A workbook of several sheets.
pub fn sheets(sheets: Vec<Sheet>, theme: Theme, saved: (u16, u8, u8), author: &'static str) -> Book {
    Book { sheets, theme, saved, author }
}

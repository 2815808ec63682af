//! Places: file › sheet › cell, as Excel names them.

use std::{cmp::Ordering, fmt, str::FromStr, sync::Arc};

use serde::{Serialize, Serializer};

/// The last row that a sheet can have (1-based), and so the bound for every row read from a file.
pub const MAX_ROWS: u32 = 1_048_576;
/// The last column that a sheet can have (1-based: XFD).
pub const MAX_COLUMNS: u32 = 16_384;

/// A cell's position, 1-based as Excel shows it: row 5, column 6 is `F5`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CellRef {
    /// Row, from 1.
    pub row: u32,
    /// Column, from 1.
    pub column: u32,
}

impl CellRef {
    /// A position from a 1-based row and column.
    pub const fn new(row: u32, column: u32) -> Self {
        Self { row, column }
    }

    /// The column's letters: 1 is `A`, 27 is `AA`.
    pub fn column_letters(column: u32) -> String {
        let mut rest = column;
        let mut letters = Vec::new();
        while rest > 0 {
            let digit = (rest - 1) % 26;
            letters.push(char::from(b'A' + digit as u8));
            rest = (rest - 1) / 26;
        }
        letters.iter().rev().collect()
    }
}

impl fmt::Display for CellRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", Self::column_letters(self.column), self.row)
    }
}

impl fmt::Debug for CellRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for CellRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl FromStr for CellRef {
    type Err = ();

    /// Reads `F5` or `$F$5`; anything outside a sheet's bounds is refused.
    fn from_str(text: &str) -> Result<Self, ()> {
        let text = text.replace('$', "");
        let split = text.find(|c: char| c.is_ascii_digit()).ok_or(())?;
        let (letters, digits) = text.split_at(split);
        if letters.is_empty() || letters.len() > 3 || digits.len() > 7 {
            return Err(());
        }
        let mut column = 0;
        for letter in letters.chars() {
            let letter = letter.to_ascii_uppercase();
            if !letter.is_ascii_uppercase() {
                return Err(());
            }
            column = column * 26 + (letter as u32 - 'A' as u32 + 1);
        }
        let row: u32 = digits.parse().map_err(|_| ())?;
        if row == 0 || row > MAX_ROWS || column > MAX_COLUMNS {
            return Err(());
        }
        Ok(Self { row, column })
    }
}

/// A rectangle of cells, both corners included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Area {
    /// Top left.
    pub start: CellRef,
    /// Bottom right.
    pub end: CellRef,
}

impl Area {
    /// Whether `cell` lies inside.
    pub const fn contains(&self, cell: CellRef) -> bool {
        self.start.row <= cell.row
            && cell.row <= self.end.row
            && self.start.column <= cell.column
            && cell.column <= self.end.column
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.start, self.end)
    }
}

/// Where a value came from. A part is absent where the thing spoken of has none.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Place {
    /// Path relative to the workspace, `/` on every system.
    pub file: Arc<str>,
    /// Sheet name; CSV and other one-sheet text formats have one named like the file's stem.
    pub sheet: Option<Arc<str>>,
    /// The cell.
    pub cell: Option<CellRef>,
}

impl Place {
    /// A whole file.
    pub fn file(file: &Arc<str>) -> Self {
        Self { file: Arc::clone(file), sheet: None, cell: None }
    }

    /// A whole sheet.
    pub fn sheet(file: &Arc<str>, sheet: &Arc<str>) -> Self {
        Self { file: Arc::clone(file), sheet: Some(Arc::clone(sheet)), cell: None }
    }

    /// A cell.
    pub fn cell(file: &Arc<str>, sheet: &Arc<str>, cell: CellRef) -> Self {
        Self { file: Arc::clone(file), sheet: Some(Arc::clone(sheet)), cell: Some(cell) }
    }

    fn key(&self) -> (&str, Option<&str>, Option<CellRef>) {
        (&self.file, self.sheet.as_deref(), self.cell)
    }
}

impl Ord for Place {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(sheet) = &self.sheet {
            write!(f, " › {sheet}")?;
        }
        if let Some(cell) = self.cell {
            write!(f, " › {cell}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cell_names_are_excels() {
        for (name, row, column) in
            [("A1", 1, 1), ("Z9", 9, 26), ("AA10", 10, 27), ("XFD1048576", MAX_ROWS, MAX_COLUMNS)]
        {
            assert_eq!(name.parse(), Ok(CellRef::new(row, column)));
            assert_eq!(CellRef::new(row, column).to_string(), name);
        }
        for bad in ["", "A", "5", "A0", "XFE1", "A1048577", "ÄA1", "A-1"] {
            assert!(bad.parse::<CellRef>().is_err(), "{bad}");
        }
    }
}

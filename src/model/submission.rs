//! Submissions: one file that a department sent, and the cells in it, before anything is understood.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    place::{Area, CellRef},
    words::Words,
};

/// A file format, told by content and not by the file's ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Office Open XML workbook (.xlsx, .xlsm).
    Xlsx,
    /// Binary Office Open XML workbook.
    Xlsb,
    /// BIFF workbook (.xls, and WPS .et).
    Xls,
    /// OpenDocument spreadsheet.
    Ods,
    /// Delimited text: CSV, TSV.
    Csv,
    /// An HTML page with tables, often named .xls.
    Html,
    /// SpreadsheetML 2003 XML.
    Xml2003,
}

impl Format {
    /// The name a person knows it by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Xlsx => "XLSX",
            Self::Xlsb => "XLSB",
            Self::Xls => "XLS",
            Self::Ods => "ODS",
            Self::Csv => "CSV",
            Self::Html => "HTML",
            Self::Xml2003 => "XML 2003",
        }
    }
}

/// What is wrong with a file, set down as data; `checks` words and judges it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Damaged, truncated, of no known format or not a file: the reason, with what can be done.
    Unreadable(Words),
    /// Needs a password.
    Encrypted,
    /// Larger than a limit allows: the limit's name in `taizhang.toml`, its figure, and what was found.
    Limit {
        /// Its key in `taizhang.toml`.
        limit: String,
        /// Its figure.
        allowed: u64,
        /// What the file has, or claims.
        found: u64,
    },
    /// The content is of another format than the name says.
    Disguised {
        /// The ending of its name.
        named: String,
        /// What it is.
        format: Format,
    },
    /// A part of the file could not be read, and the rest was: sheet (where known), and why.
    Partial {
        /// The sheet, where known.
        sheet: Option<Arc<str>>,
        /// The cell, where known.
        cell: Option<CellRef>,
        /// Why.
        reason: Words,
    },
    /// Read, but something in the file was left alone on purpose (macros, external links, pictures).
    Ignored(Words),
}

impl Fault {
    /// Whether nothing at all could be read because of it.
    pub const fn is_fatal(&self) -> bool {
        matches!(self, Self::Unreadable(_) | Self::Encrypted | Self::Limit { .. })
    }
}

/// What became of a file, as the outside contract names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SubmissionStatus {
    /// Read and used.
    Read,
    /// A newer one of the same department was used.
    Superseded,
    /// The same content as another file.
    Duplicate,
    /// Not a submission at all: lock file, dot file, a program's litter.
    Ignored,
    /// Could not be read.
    Failed,
}

/// A file as `intake` leaves it.
#[derive(Debug, Clone, PartialEq)]
pub struct Submission {
    /// Path relative to the workspace, `/` on every system.
    pub file: Arc<str>,
    /// SHA-256 of the bytes in hex; empty when they could not be read.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// What it is, by content.
    pub format: Option<Format>,
    /// The document's own last-modified time as ISO 8601 text, where the format keeps one.
    pub modified: Option<String>,
    /// The program that wrote it, where the format says so (provenance only).
    pub application: Option<String>,
    /// Why it was passed over, for files that are no submissions.
    pub ignored: Option<Words>,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
    /// Its cells; `None` when it could not be read or was ignored.
    pub book: Option<RawBook>,
}

impl Submission {
    /// A file of which only its name is known so far.
    pub fn named(file: impl Into<Arc<str>>) -> Self {
        Self {
            file: file.into(),
            sha256: String::new(),
            bytes: 0,
            format: None,
            modified: None,
            application: None,
            ignored: None,
            faults: Vec::new(),
            book: None,
        }
    }

    /// The file's name without folders.
    pub fn file_name(&self) -> &str {
        self.file.rsplit('/').next().unwrap_or(&self.file)
    }

    /// A sheet's name as far as it is not the file's own: a text or a page has no names for its sheets, and they go by
    /// the file's.
    pub fn own_name<'a>(&self, sheet: &'a str) -> &'a str {
        let name = self.file_name();
        let stem = name.rfind('.').filter(|dot| *dot > 0).map_or(name, |dot| &name[..dot]);
        sheet.strip_prefix(stem).unwrap_or(sheet).trim()
    }
}

/// All sheets of a file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RawBook {
    /// In the file's order.
    pub sheets: Vec<RawSheet>,
    /// Custom document properties (our own forms carry their stamp there), name → value.
    pub properties: Vec<(String, String)>,
}

/// Whether a sheet shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum Visibility {
    /// Shown.
    #[default]
    Visible,
    /// Hidden by a person.
    Hidden,
    /// Hidden so that only a program can show it.
    VeryHidden,
}

/// One sheet: a sparse store of cells in reading order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RawSheet {
    /// As in the file.
    pub name: Arc<str>,
    /// Whether it shows.
    pub visibility: Visibility,
    /// Rows that hold anything, ascending, each with its cells in column order.
    pub rows: Vec<RawRow>,
    /// Merged ranges, in reading order of their first cell.
    pub merges: Vec<Area>,
    /// Hidden rows (1-based), ascending.
    pub hidden_rows: Vec<u32>,
    /// Hidden columns (1-based), ascending.
    pub hidden_columns: Vec<u32>,
}

/// The non-empty cells of a row.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RawRow {
    /// Row number, from 1.
    pub row: u32,
    /// Ascending by column.
    pub cells: Vec<Cell>,
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Column number, from 1.
    pub column: u32,
    /// What is stored.
    pub value: CellValue,
    /// What a person saw, where the number format makes it differ from the stored value (0.841 → `84.1%`).
    pub shown: Option<Box<str>>,
    /// The formula without its `=`, where there is one.
    pub formula: Option<Box<str>>,
}

/// A stored value.
#[derive(Debug, Clone, PartialEq)]
pub enum CellValue {
    /// A formula that was never calculated: no value is stored.
    Uncalculated,
    /// Text as stored, line breaks as `\n`.
    Text(Arc<str>),
    /// A number; exact decimals are made from its shortest form of at most 15 significant digits.
    Number(f64),
    /// TRUE or FALSE.
    Bool(bool),
    /// A date or time as ISO 8601 text (`2023-06-30`, `2023-06-30T08:00:00`, `08:00:00`).
    Date(Box<str>),
    /// An error value such as `#REF!`.
    Error(Box<str>),
}

impl Cell {
    /// A plain cell.
    pub fn new(column: u32, value: CellValue) -> Self {
        Self { column, value, shown: None, formula: None }
    }

    /// The text a person saw in the cell: the shown form, or the stored one.
    pub fn text(&self) -> std::borrow::Cow<'_, str> {
        if let Some(shown) = &self.shown {
            return std::borrow::Cow::Borrowed(shown);
        }
        match &self.value {
            CellValue::Uncalculated => "".into(),
            CellValue::Text(text) => std::borrow::Cow::Borrowed(text),
            CellValue::Number(number) => crate::text::decimal::shortest(*number).into(),
            CellValue::Bool(true) => "TRUE".into(),
            CellValue::Bool(false) => "FALSE".into(),
            CellValue::Date(date) => std::borrow::Cow::Borrowed(date),
            CellValue::Error(error) => std::borrow::Cow::Borrowed(error),
        }
    }

    /// Whether a person would see nothing in it.
    pub fn is_blank(&self) -> bool {
        match (&self.shown, &self.value) {
            (None, CellValue::Text(text)) => text.trim().is_empty(),
            (None, CellValue::Uncalculated) => self.formula.is_none(),
            _ => false,
        }
    }
}

impl RawSheet {
    /// The cell at a position, if it holds anything.
    pub fn cell(&self, at: CellRef) -> Option<&Cell> {
        let row = self.row(at.row)?;
        let index = row.cells.binary_search_by_key(&at.column, |cell| cell.column).ok()?;
        row.cells.get(index)
    }

    /// The row with a number, if it holds anything.
    pub fn row(&self, row: u32) -> Option<&RawRow> {
        let index = self.rows.binary_search_by_key(&row, |found| found.row).ok()?;
        self.rows.get(index)
    }

    /// The merged range over a position.
    pub fn merge_at(&self, at: CellRef) -> Option<&Area> {
        self.merges.iter().find(|area| area.contains(at))
    }

    /// Whether the row is hidden.
    pub fn is_row_hidden(&self, row: u32) -> bool {
        self.hidden_rows.binary_search(&row).is_ok()
    }

    /// Whether the column is hidden.
    pub fn is_column_hidden(&self, column: u32) -> bool {
        self.hidden_columns.binary_search(&column).is_ok()
    }
}

//! Where a click leads: cells of the workbook by their row's name, and places in source files.

use rustc_hash::FxHashMap;

use super::Options;
use crate::model::{
    CellRef, Place,
    book::{Row, Target},
};

/// The longest address that Excel follows.
const MAX_ADDRESS: usize = 2_000;

/// Spreadsheet row of every named row, by sheet and name.
#[derive(Debug, Default)]
pub struct Anchors(FxHashMap<String, FxHashMap<String, u32>>);

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// A file, from the report's folder; `None` for this workbook.
    pub file: Option<String>,
    /// Sheet and cell; `None` for a whole file.
    pub cell: Option<String>,
}

impl Anchors {
    /// Makes a sheet known.
    pub fn add_sheet(&mut self, sheet: &str) {
        self.0.entry(sheet.to_owned()).or_default();
    }

    /// Makes the named ones of a sheet's rows known, each with the spreadsheet row that it begins at. Of two with one name
    /// the first is meant.
    pub fn add<'r>(&mut self, sheet: &str, rows: impl Iterator<Item = (&'r Row, u32)>) {
        let known = self.0.entry(sheet.to_owned()).or_default();
        for (row, start) in rows {
            if let Some(key) = &row.key {
                known.entry(key.clone()).or_insert(start);
            }
        }
    }

    /// The address of a target, when it exists and a spreadsheet program can follow it.
    pub fn address(&self, target: &Target, options: &Options) -> Option<Address> {
        match target {
            Target::Cell { sheet, key, column } => {
                let rows = self.0.get(sheet)?;
                let row = key.as_ref().map_or(Some(0), |key| rows.get(key).copied())?;
                Some(inside(sheet, CellRef::new(row + 1, u32::from(*column) + 1)))
            }
            Target::Copied { sheet, cell } => Some(inside(sheet, *cell)),
            Target::Source(place) => source(place, options),
        }
    }
}

impl Address {
    /// The address in one piece.
    pub fn url(&self) -> String {
        let cell = self.cell.as_deref();
        match &self.file {
            None => format!("internal:{}", cell.unwrap_or_default()),
            Some(file) => cell.map_or_else(|| format!("file:///{file}"), |cell| format!("file:///{file}#{cell}")),
        }
    }
}

fn inside(sheet: &str, cell: CellRef) -> Address {
    Address { file: None, cell: Some(format!("{}!{cell}", quoted(sheet))) }
}

/// A sheet's name as a reference has it.
pub fn quoted(sheet: &str) -> String {
    format!("'{}'", sheet.replace('\'', "''"))
}

/// A file link, relative to the report. Names that such a link can't carry get none: their place stands as text.
fn source(place: &Place, options: &Options) -> Option<Address> {
    let awkward = |c: char| matches!(c, '#' | '%' | '\\' | '"' | '<' | '>' | '|' | '*' | '?') || c.is_control();
    if place.file.chars().any(awkward) || options.to_workspace.chars().any(awkward) {
        return None;
    }
    let mut address = Address { file: Some(format!("{}{}", options.to_workspace, place.file)), cell: None };
    let has_cells = !place.file.to_lowercase().ends_with(".csv") && !place.file.to_lowercase().ends_with(".tsv");
    if let (true, Some(sheet), Some(cell)) = (has_cells, &place.sheet, place.cell)
        && !sheet.chars().any(awkward)
    {
        address.cell = Some(format!("{}!{cell}", quoted(sheet)));
    }
    (address.url().chars().count() <= MAX_ADDRESS).then_some(address)
}

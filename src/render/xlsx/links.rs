//! Where a click leads: cells of the workbook by their row's name, and places in source files.

use std::collections::BTreeMap;

use super::{Options, layout::Laid};
use crate::model::{
    CellRef, Place,
    book::{Book, Target},
};

/// The longest address that Excel follows.
const MAX_ADDRESS: usize = 2_000;

/// Spreadsheet row of every named row.
pub struct Anchors<'a>(BTreeMap<(&'a str, &'a str), u32>);

impl<'a> Anchors<'a> {
    /// Of every sheet.
    pub fn new(book: &'a Book, laid: &[Laid<'_>]) -> Self {
        let mut anchors = BTreeMap::new();
        for (sheet, laid) in book.sheets.iter().zip(laid) {
            for (row, start) in sheet.rows.iter().zip(&laid.starts) {
                if let Some(key) = &row.key {
                    anchors.entry((sheet.name.as_str(), key.as_str())).or_insert(*start);
                }
            }
            anchors.insert((sheet.name.as_str(), ""), 0);
        }
        Self(anchors)
    }

    /// The address of a target, when it exists and a spreadsheet program can follow it.
    pub fn address(&self, target: &Target, options: &Options) -> Option<String> {
        match target {
            Target::Cell { sheet, key, column } => {
                let row = self.0.get(&(sheet.as_str(), key.as_deref().unwrap_or("")))?;
                let cell = CellRef::new(row + 1, u32::from(*column) + 1);
                Some(format!("internal:{}!{cell}", quoted(sheet)))
            }
            Target::Copied { sheet, cell } => Some(format!("internal:{}!{cell}", quoted(sheet))),
            Target::Source(place) => source(place, options),
        }
    }
}

/// A sheet's name as a reference has it.
pub fn quoted(sheet: &str) -> String {
    format!("'{}'", sheet.replace('\'', "''"))
}

/// A file link, relative to the report. Names that such a link can't carry get none: their place stands as text.
fn source(place: &Place, options: &Options) -> Option<String> {
    let awkward = |c: char| matches!(c, '#' | '%' | '\\' | '"' | '<' | '>' | '|' | '*' | '?') || c.is_control();
    if place.file.chars().any(awkward) || options.to_workspace.chars().any(awkward) {
        return None;
    }
    let mut address = format!("file:///{}{}", options.to_workspace, place.file);
    let has_cells = !place.file.to_lowercase().ends_with(".csv") && !place.file.to_lowercase().ends_with(".tsv");
    if let (true, Some(sheet), Some(cell)) = (has_cells, &place.sheet, place.cell)
        && !sheet.chars().any(awkward)
    {
        address = format!("{address}#{}!{cell}", quoted(sheet));
    }
    (address.chars().count() <= MAX_ADDRESS).then_some(address)
}

//! Parsed formulas of the binary formats (tokens in reverse Polish order) → the text that a person sees.

mod functions;
mod tokens;

pub(super) use tokens::error_text;

use crate::{
    intake::xls::records::{double, long, word},
    model::CellRef,
};

/// Which binary format the tokens are of; they differ in the size of references.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Excel 5 and 95.
    Biff5,
    /// Excel 97 to 2003.
    Biff8,
    /// .xlsb.
    Biff12,
}

/// What the tokens refer to outside of the formula.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Sheet names by the index that a 3-D reference gives; empty where the sheet is in another workbook.
    pub sheets: Vec<String>,
    /// Defined names in the file's order.
    pub defined: Vec<String>,
}

/// The text of a formula without `=`; `None` when a token is not known. `at` is the cell, for relative references.
pub(super) fn text(tokens: &[u8], dialect: Dialect, names: &Names, at: CellRef) -> Option<String> {
    let mut reader = tokens::Tokens { data: tokens, at: 0, dialect, names, cell: at, stack: Vec::new() };
    reader.run()
}

/// The cell whose shared or array formula this one points to, if that is all it is.
pub(super) fn points_to(tokens: &[u8], dialect: Dialect) -> Option<CellRef> {
    if tokens.first() != Some(&0x01) {
        return None;
    }
    let (row, column) = match dialect {
        Dialect::Biff12 => (long(tokens, 1)?, 0),
        _ => (u32::from(word(tokens, 1)?), u32::from(word(tokens, 3)?)),
    };
    Some(CellRef::new(row.checked_add(1)?, column + 1))
}

fn number(data: &[u8], at: usize) -> Option<f64> {
    double(data, at).filter(|number| number.is_finite())
}

//! Text in general: comparison forms, numerals, numbers, exact decimals and units of one dimension. Pure functions that
//! every stage may use.

pub mod decimal;
pub mod distance;
pub mod fold;
pub mod number;
pub mod numbering;
pub mod numerals;
pub mod scale;

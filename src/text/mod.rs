//! Text in general: comparison forms, numerals, numbers and exact decimals. Pure functions that
//! every stage may use.

pub mod decimal;
pub mod difference;
pub mod distance;
pub mod fold;
pub mod likeness;
pub mod number;
pub mod numbering;
pub mod numerals;
pub mod words;

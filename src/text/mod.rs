//! Text in general: comparison forms, numerals, exact decimals and units of one dimension. Pure functions that every stage may use.

pub mod decimal;
pub mod fold;
pub mod numerals;
pub mod scale;

//! Text in general: comparison forms, numerals and exact decimals. Pure functions that every stage may use.

pub mod decimal;
pub mod fold;
pub mod numerals;

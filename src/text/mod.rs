//! Text in general: comparison forms, numerals, numbers and exact decimals. Pure functions that
//! every stage may use.

pub mod brief;
pub mod decimal;
pub mod difference;
pub mod distance;
pub mod fold;
pub mod likeness;
pub mod months;
pub mod number;
pub mod numbering;
pub mod numerals;
pub mod words;

/// A number of things in English: `1 task`, `2 tasks`. Every message that counts is worded with this.
pub fn counted(number: usize, thing: &str) -> String {
    if number == 1 { format!("1 {thing}") } else { format!("{number} {thing}s") }
}

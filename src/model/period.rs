//! The period reported: a month, quarter, half-year, first three quarters or year.

use jiff::civil::Date;

/// A span of whole months within one year.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period {
    /// As it stands in reports (`2023年上半年`).
    pub label: String,
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
}

impl Period {
    /// The year.
    pub fn year(&self) -> i16 {
        self.start.year()
    }

    /// First and last month, from 1.
    pub fn months(&self) -> (i8, i8) {
        (self.start.month(), self.end.month())
    }

    /// The share of the year that has passed at the period's end, in whole months: 0.5 for a first half-year.
    pub fn elapsed(&self) -> f64 {
        f64::from(self.end.month()) / 12.0
    }
}

//! What words mean: header labels, units of measure, status words, department names. All of it is data in
//! `seeds/lexicon/`, compiled in, and a workspace can extend it.
//!
//! One file a list: `labels` (which field a column header names), `statuses` (which status a word means), `units`
//! (units of measure and their scale), `departments` (short forms of department names).

mod departments;
mod labels;
mod resolver;
#[cfg(test)]
mod resolver_tests;
mod statuses;
mod unit_list;
mod units;

pub use departments::{BodyEntry, DepartmentList, ShortForms};
pub use labels::{Labels, Meaning, RECOGNISED};
pub use resolver::Resolver;
pub use statuses::{StatusWords, Statuses};
pub use units::{Unit, UnitEntry, UnitList, Units};

/// Every word list that the stages ask.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    /// Header labels → fields.
    pub labels: Labels,
    /// Status words → statuses.
    pub statuses: Statuses,
    /// Units of measure.
    pub units: Units,
    /// Department short forms.
    pub departments: ShortForms,
}

impl Lexicon {
    /// The lists in `seeds/lexicon/`.
    pub fn built_in() -> Self {
        Self {
            labels: Labels::built_in(),
            statuses: Statuses::built_in(),
            units: Units::built_in(),
            departments: ShortForms::built_in(),
        }
    }
}

//! What words mean: header labels, units of measure, status words, department names. All of it is data in
//! `seeds/lexicon/`, compiled in, and a workspace can extend it.
//!
//! One file a list: `labels` (which field a column header names), `statuses` (which status a word means), `units`
//! (units of measure and their scale), `departments` (short forms of department names).

mod beginnings;
mod departments;
mod home;
mod labels;
mod resolver;
#[cfg(test)]
mod resolver_tests;
mod statuses;
mod unit_list;
mod units;

use crate::model::MeasureKind;

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

    /// What a measure counts: its unit tells rates and levels whatever the column is called, else the name does.
    pub fn measure_kind(&self, name: &str, unit: Option<&str>) -> MeasureKind {
        self.kind_of_unit(unit).unwrap_or_else(|| self.labels.measure_kind(name))
    }

    /// What a measure counts, where its unit alone tells it.
    pub fn kind_of_unit(&self, unit: Option<&str>) -> Option<MeasureKind> {
        match self.units.get(unit?)?.dimension.as_str() {
            "ratio" | "points" => Some(MeasureKind::Rate),
            "concentration" | "water-concentration" | "temperature" | "sound" => Some(MeasureKind::Level),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unit_and_the_name_tell_the_kind() {
        let lexicon = Lexicon::built_in();
        for (name, unit, expected) in [
            ("年度计划投资", Some("亿元"), MeasureKind::Plan),
            ("累计完成投资", Some("亿元"), MeasureKind::Actual),
            ("计划完成投资", None, MeasureKind::Plan),
            ("计划投资完成额", None, MeasureKind::Actual),
            ("投资完成率", None, MeasureKind::Rate),
            ("占年度计划", Some("%"), MeasureKind::Rate),
            ("PM2.5", Some("微克/立方米"), MeasureKind::Level),
            ("项目数", Some("个"), MeasureKind::Amount),
        ] {
            assert_eq!(lexicon.measure_kind(name, unit), expected, "{name}");
        }
    }
}

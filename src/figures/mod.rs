//! The figure audit: narrative → quantities → relations → verdicts. Knows nothing of spreadsheets.

use crate::model::{Quantity, Relation};

/// What stands in one narrative.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Audit {
    /// In order of place.
    pub quantities: Vec<Quantity>,
    /// In order of place.
    pub relations: Vec<Relation>,
}

/// Audits one narrative.
pub fn audit(_text: &str) -> Audit {
    Audit::default()
}

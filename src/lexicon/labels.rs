//! Header labels: which field a column's header names, exactly or by its words.

/// Header labels: which field a column's header names, exactly or by its words.
#[derive(Debug, Clone, Default)]
pub struct Labels {}

impl Labels {
    /// The list in `seeds/lexicon/`.
    pub fn built_in() -> Self {
        Self::default()
    }
}

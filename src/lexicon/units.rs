//! Units of measure: their spellings, scale and dimension (亿元 is 10^8 元).

/// Units of measure: their spellings, scale and dimension (亿元 is 10^8 元).
#[derive(Debug, Clone, Default)]
pub struct Units {}

impl Units {
    /// The list in `seeds/lexicon/`.
    pub fn built_in() -> Self {
        Self::default()
    }
}

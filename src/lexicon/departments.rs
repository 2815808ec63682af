//! Department short forms: 发改委 for 发展和改革委员会, 生态环境局 for the environmental office and so on.

/// Department short forms: 发改委 for 发展和改革委员会, 生态环境局 for the environmental office and so on.
#[derive(Debug, Clone, Default)]
pub struct ShortForms {}

impl ShortForms {
    /// The list in `seeds/lexicon/`.
    pub fn built_in() -> Self {
        Self::default()
    }
}

//! Status words: 已完成, 序时推进, 滞后, 未启动 and everything they are called.

/// Status words: 已完成, 序时推进, 滞后, 未启动 and everything they are called.
#[derive(Debug, Clone, Default)]
pub struct Statuses {}

impl Statuses {
    /// The list in `seeds/lexicon/`.
    pub fn built_in() -> Self {
        Self::default()
    }
}

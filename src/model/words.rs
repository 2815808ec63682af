//! Words for a person, in both languages at once: which one is shown is settled by `render` and `cli` alone.

use serde::{Deserialize, Serialize};

/// A language that the program speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Simplified Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

/// One sentence or label in both languages.
///
/// Kept together so that a fact is worded once, beside the code that knows it, and the same run can be
/// shown in either language.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Words {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Words {
    /// Both wordings of one thing.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// Text that is the same in every language: an expression, a name, a figure.
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { zh: text.clone(), en: text }
    }

    /// The wording in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    /// Gives back the room that its making left: of words that are kept there may be a million.
    pub fn without_room(&mut self) {
        self.zh.shrink_to_fit();
        self.en.shrink_to_fit();
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.zh.is_empty() && self.en.is_empty()
    }
}

//! The grammar's words and units, from `seeds/figures/`.

use std::{collections::BTreeMap, sync::LazyLock};

use rust_decimal::Decimal;
use serde::Deserialize;

/// What a unit measures, which decides whether a bare integer is exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Whole things.
    Count,
    /// A length, a weight, an area.
    Measure,
    /// An amount of money.
    Money,
    /// Percent.
    Percent,
    /// Percentage points.
    Points,
    /// No unit is written.
    Bare,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitFile {
    count: Vec<String>,
    measure: Vec<String>,
    money: Vec<String>,
    synonyms: Vec<Vec<String>>,
    conversions: Vec<(String, String, u32)>,
    not_units: Vec<String>,
    scale_en: Vec<ScaleWord>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScaleWord {
    word: String,
    power: u32,
}

/// Members that exclude each other and make up the whole.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exclusive {
    /// What they tell apart.
    pub name: String,
    /// Words of each member; a word of an earlier member is looked for first.
    pub members: Vec<Vec<String>>,
}

impl Exclusive {
    /// The member that `context` names by its longest word, the first among equals.
    pub fn named(&self, context: &str, label: &str) -> Option<u8> {
        // 未完成但符合序时进度 is a part of what is not done, and not all of it.
        if self.name == "done" && label.contains('但') {
            return None;
        }
        let longest =
            |words: &[String]| words.iter().filter(|word| context.contains(word.as_str())).map(String::len).max();
        let named = self.members.iter().enumerate().filter_map(|(index, words)| Some((longest(words)?, index)));
        named.max_by_key(|(length, index)| (*length, usize::MAX - index)).map(|(_, index)| index as u8)
    }
}

/// The lists of `words.toml`, described there.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Lists {
    pub hedges_before: Vec<String>,
    pub hedges_after: Vec<String>,
    pub hedges_inside: Vec<String>,
    pub up: Vec<String>,
    pub down: Vec<String>,
    pub not_change: Vec<String>,
    pub after_change: Vec<String>,
    pub to_level: Vec<String>,
    pub growth_unsafe: Vec<String>,
    pub comparators: Vec<String>,
    pub share: Vec<String>,
    pub rate_other_base: Vec<String>,
    pub rate_backlog: Vec<String>,
    pub backlog_base: Vec<String>,
    pub total: Vec<String>,
    pub total_after: Vec<String>,
    pub breakdown: Vec<String>,
    pub breakdown_strict: Vec<String>,
    pub not_exhaustive: Vec<String>,
    pub subset: Vec<String>,
    pub outside: Vec<String>,
    pub residual: Vec<String>,
    pub average: Vec<String>,
    pub overlapping: Vec<String>,
    pub plan: Vec<String>,
    pub actual: Vec<String>,
    pub exclusive: Vec<Exclusive>,
}

/// Units by their first character, longest first.
pub struct Units {
    by_first: BTreeMap<char, Vec<(Vec<char>, Class)>>,
    canonical: BTreeMap<String, String>,
    conversions: Vec<(String, String, Decimal)>,
    /// What makes a number before it a date, an ordinal or a class.
    pub refused: Vec<Vec<char>>,
    scale_words: Vec<(Vec<char>, u32)>,
}

/// The words.
pub static WORDS: LazyLock<Lists> = LazyLock::new(|| {
    // The file is compiled in and a test reads it: it cannot fail for a user.
    toml::from_str(include_str!("../../seeds/figures/words.toml")).expect("seeds/figures/words.toml")
});

/// The units.
pub static UNITS: LazyLock<Units> = LazyLock::new(|| {
    let file: UnitFile =
        toml::from_str(include_str!("../../seeds/figures/units.toml")).expect("seeds/figures/units.toml");
    Units::from(file)
});

impl From<UnitFile> for Units {
    fn from(file: UnitFile) -> Self {
        let mut by_first: BTreeMap<char, Vec<(Vec<char>, Class)>> = BTreeMap::new();
        for (names, class) in [(file.count, Class::Count), (file.measure, Class::Measure), (file.money, Class::Money)] {
            for name in names {
                let name: Vec<char> = name.chars().collect();
                if let Some(&first) = name.first() {
                    by_first.entry(first).or_default().push((name, class));
                }
            }
        }
        for names in by_first.values_mut() {
            names.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        }
        let mut canonical = BTreeMap::new();
        for group in file.synonyms {
            if let Some(first) = group.first().cloned() {
                canonical.extend(group.into_iter().map(|name| (name, first.clone())));
            }
        }
        Self {
            by_first,
            canonical,
            conversions: file.conversions.into_iter().map(|(a, b, factor)| (a, b, Decimal::from(factor))).collect(),
            refused: file.not_units.iter().map(|word| word.chars().collect()).collect(),
            scale_words: file.scale_en.into_iter().map(|s| (s.word.chars().collect(), s.power)).collect(),
        }
    }
}

impl Units {
    /// The longest unit at the start of `chars`: how many characters, and its class.
    pub fn longest(&self, chars: &[char]) -> Option<(usize, Class)> {
        let names = self.by_first.get(chars.first()?)?;
        names.iter().find(|(name, _)| chars.starts_with(name)).map(|(name, class)| (name.len(), *class))
    }

    /// One name for a thing under several names.
    pub fn canonical(&self, name: &str) -> String {
        self.canonical.get(name).cloned().unwrap_or_else(|| name.to_owned())
    }

    /// What to multiply and then to divide an amount in `from` by, to have it in `to`; both exact.
    pub fn factor(&self, from: &str, to: &str) -> Option<(Decimal, Decimal)> {
        self.conversions.iter().find_map(|(a, b, factor)| {
            let (a, b) = (self.canonical(a), self.canonical(b));
            if a == from && b == to {
                Some((*factor, Decimal::ONE))
            } else if b == from && a == to {
                Some((Decimal::ONE, *factor))
            } else {
                None
            }
        })
    }

    /// An English scale word at the start of `chars`: how many characters, and its power of ten.
    pub fn scale_word(&self, chars: &[char]) -> Option<(usize, u32)> {
        self.scale_words
            .iter()
            .find(|(word, _)| chars.starts_with(word) && !chars.get(word.len()).is_some_and(char::is_ascii_alphabetic))
            .map(|(word, power)| (word.len(), *power))
    }
}

/// Whether any of `words` stands in `text`.
pub fn any_in(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.contains(word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_can_be_read() {
        assert!(WORDS.exclusive.len() > 10);
        let text: Vec<char> = "个百分点".chars().collect();
        assert_eq!(UNITS.longest(&text).map(|(length, _)| length), Some(4));
        assert_eq!(UNITS.factor("吨", "斤"), Some((Decimal::from(2000), Decimal::ONE)));
        assert_eq!(UNITS.canonical("名"), "人");
    }
}

//! The units of quantities, from `seeds/figures/units.toml`.

use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde::Deserialize;

use super::trie::Trie;

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

/// What a word after a number is.
#[derive(Default)]
struct After {
    unit: Option<Class>,
    refused: bool,
    scale: Option<u32>,
}

/// Units, scale words, and what makes a number a date, an ordinal or a class.
pub struct Units {
    after: Trie<After>,
    canonical: Trie<String>,
    conversions: Vec<(String, String, Decimal)>,
}

/// The units.
pub static UNITS: LazyLock<Units> = LazyLock::new(|| {
    let file: UnitFile =
        toml::from_str(include_str!("../../seeds/figures/units.toml")).expect("seeds/figures/units.toml");
    Units::from(file)
});

impl From<UnitFile> for Units {
    fn from(file: UnitFile) -> Self {
        let mut after: Trie<After> = Trie::new();
        let mut note = |word: &str, set: &dyn Fn(&mut After)| {
            set(after.entry(word.chars()).expect("fewer units than a trie holds").get_or_insert_default());
        };
        for (names, class) in [(file.count, Class::Count), (file.measure, Class::Measure), (file.money, Class::Money)] {
            for name in names {
                note(&name, &|after| after.unit = Some(after.unit.map_or(class, |known| known.min(class))));
            }
        }
        for word in &file.not_units {
            note(word, &|after| after.refused = true);
        }
        for scale in &file.scale_en {
            note(&scale.word, &|after| after.scale = Some(scale.power));
        }
        let mut canonical = Trie::new();
        for group in file.synonyms {
            for name in &group {
                *canonical.entry(name.chars()).expect("fewer names than a trie holds") = group.first().cloned();
            }
        }
        let mut units = Self { after, canonical, conversions: Vec::new() };
        let name = |name: &str| units.canonical(name).to_owned();
        units.conversions =
            file.conversions.iter().map(|(a, b, factor)| (name(a), name(b), Decimal::from(*factor))).collect();
        units
    }
}

impl Units {
    /// The longest unit at the start of `chars`: how many characters, and its class.
    pub fn longest(&self, chars: &[char]) -> Option<(usize, Class)> {
        let found = self.after.prefixes(chars.iter().copied());
        found.filter_map(|(length, after)| Some((length, after.unit?))).last()
    }

    /// The word at the start of `chars` that makes a number before it no quantity: how many characters.
    pub fn refused(&self, chars: &[char]) -> Option<usize> {
        self.after.prefixes(chars.iter().copied()).find(|(_, after)| after.refused).map(|(length, _)| length)
    }

    /// An English scale word at the start of `chars`: how many characters, and its power of ten.
    pub fn scale_word(&self, chars: &[char]) -> Option<(usize, u32)> {
        let found = self.after.prefixes(chars.iter().copied()).find_map(|(length, after)| Some((length, after.scale?)));
        found.filter(|(length, _)| !chars.get(*length).is_some_and(char::is_ascii_alphabetic))
    }

    /// One name for a thing under several names.
    pub fn canonical<'a>(&'a self, name: &'a str) -> &'a str {
        let found = self.canonical.prefixes(name.chars()).last();
        found.filter(|(length, _)| *length == name.chars().count()).map_or(name, |(_, known)| known)
    }

    /// What to multiply and then to divide an amount in `from` by, to have it in `to`; both exact.
    pub fn factor(&self, from: &str, to: &str) -> Option<(Decimal, Decimal)> {
        self.conversions.iter().find_map(|(a, b, factor)| {
            if a == from && b == to {
                Some((*factor, Decimal::ONE))
            } else if b == from && a == to {
                Some((Decimal::ONE, *factor))
            } else {
                None
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_can_be_read() {
        let text: Vec<char> = "个百分点".chars().collect();
        assert_eq!(UNITS.longest(&text).map(|(length, _)| length), Some(4));
        assert_eq!(UNITS.factor("吨", "斤"), Some((Decimal::from(2000), Decimal::ONE)));
        assert_eq!(UNITS.canonical("名"), "人");
    }
}

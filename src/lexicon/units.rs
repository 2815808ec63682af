//! Units of measure: their spellings, scale and dimension (亿元 is 10^8 元).

use std::{collections::BTreeMap, sync::LazyLock};

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, de::Error};

use crate::text::fold;

const BUILT_IN: &str = include_str!("../../seeds/lexicon/units.toml");

/// One unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its usual spelling.
    pub name: String,
    /// What it measures; only units of one dimension can be converted.
    pub dimension: String,
    /// How many of the dimension's base unit it is. Exact.
    pub scale: Decimal,
}

/// A list of units, also the form in which a workspace adds its own.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct UnitList {
    /// Units with a scale.
    pub unit: Vec<UnitEntry>,
    /// Units that count whole things.
    pub count: CountWords,
}

/// One unit as a list has it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitEntry {
    /// Its usual spelling.
    pub name: String,
    /// What it measures; its own name where a list does not say.
    pub dimension: Option<String>,
    /// How many of the dimension's base unit it is, a decimal in quotes; 1 where a list does not say.
    #[serde(default, deserialize_with = "decimal")]
    pub scale: Option<Decimal>,
    /// Other spellings.
    #[serde(default)]
    pub spellings: Vec<String>,
}

/// A decimal from text, so that no binary number stands between a list and its exact scale.
fn decimal<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Decimal>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let value = text.parse::<Decimal>().ok().filter(|value| value.is_sign_positive() && !value.is_zero());
    value.map(Some).ok_or_else(|| D::Error::custom(format!("`{text}` is no decimal above zero")))
}

/// Units that count whole things, each a dimension of its own.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CountWords {
    /// The words.
    pub words: Vec<String>,
}

/// Units of measure: their spellings, scale and dimension (亿元 is 10^8 元).
#[derive(Debug, Clone, Default)]
pub struct Units {
    list: Vec<Unit>,
    by_spelling: BTreeMap<String, usize>,
    longest: usize,
}

impl Units {
    /// The list in `seeds/lexicon/`.
    pub fn built_in() -> Self {
        static ONCE: LazyLock<Units> = LazyLock::new(|| {
            let mut built_in = Units::default();
            // A test holds that the file parses; an empty list is the honest answer if it did not.
            built_in.extend(&toml::from_str(BUILT_IN).unwrap_or_default());
            built_in
        });
        ONCE.clone()
    }

    /// Adds units and words; a spelling that is already there takes the new meaning.
    pub fn extend(&mut self, list: &UnitList) {
        for entry in &list.unit {
            let dimension = entry.dimension.clone().unwrap_or_else(|| entry.name.clone());
            let spellings = std::iter::once(&entry.name).chain(&entry.spellings);
            self.add(&entry.name, dimension, entry.scale.unwrap_or(Decimal::ONE), spellings);
        }
        for word in &list.count.words {
            self.add(word, word.clone(), Decimal::ONE, std::iter::once(word));
        }
    }

    fn add<'a>(&mut self, name: &str, dimension: String, scale: Decimal, spellings: impl Iterator<Item = &'a String>) {
        let position = self.list.len();
        self.list.push(Unit { name: name.to_owned(), dimension, scale });
        for spelling in spellings {
            let folded = fold::fold(spelling);
            self.longest = self.longest.max(folded.chars().count());
            self.by_spelling.insert(folded, position);
        }
    }

    /// The unit that a whole text names (`（万元）`, `单位：亿元`, `RMB million`).
    pub fn get(&self, text: &str) -> Option<&Unit> {
        let folded = fold::fold(text);
        let bare = folded.strip_prefix("单位:").or_else(|| folded.strip_prefix("unit:")).unwrap_or(&folded);
        let bare = bare.trim_matches(['(', ')', '[', ']', ':']);
        self.by_spelling.get(bare).and_then(|&position| self.list.get(position))
    }

    /// The longest unit at the start of a folded text, and what follows it.
    pub fn leading<'t>(&self, folded: &'t str) -> Option<(&Unit, &'t str)> {
        let mut found = None;
        for (count, (at, c)) in folded.char_indices().enumerate() {
            if count >= self.longest {
                break;
            }
            let (spelling, rest) = folded.split_at(at + c.len_utf8());
            // A Latin unit ends where the word ends: the m of "mm" is no metre.
            let cut = c.is_ascii_alphabetic() && rest.starts_with(|next: char| next.is_ascii_alphanumeric());
            if let Some(unit) = self.by_spelling.get(spelling).filter(|_| !cut).and_then(|&unit| self.list.get(unit)) {
                found = Some((unit, rest));
            }
        }
        found
    }

    /// A value in another unit of the same dimension; `None` where they differ, a unit is unknown, or the result is out
    /// of range.
    pub fn convert(&self, value: Decimal, from: &str, to: &str) -> Option<Decimal> {
        let (from, to) = (self.get(from)?, self.get(to)?);
        if from.dimension != to.dimension {
            return None;
        }
        value.checked_mul(from.scale)?.checked_div(to.scale).map(|value| value.normalize())
    }

    /// What a unit measures: its dimension where the unit is known, else the unit itself; empty for none.
    pub fn dimension(&self, unit: Option<&str>) -> String {
        let unit = unit.unwrap_or_default();
        self.get(unit).map_or_else(|| fold::fold(unit), |known| known.dimension.clone())
    }

    /// A value told in another unit, exactly; `None` where that can't be done. Equal units need not be known.
    pub fn told(&self, value: Decimal, from: Option<&str>, to: Option<&str>) -> Option<Decimal> {
        let (from, to) = (from.unwrap_or_default(), to.unwrap_or_default());
        if fold::fold(from) == fold::fold(to) {
            return Some(value);
        }
        let told = self.convert(value, from, to)?;
        (self.convert(told, to, from)? == value.normalize()).then_some(told)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_read_and_no_spelling_stands_twice() {
        let list: UnitList = toml::from_str(BUILT_IN).unwrap();
        let names = list.unit.iter().flat_map(|unit| std::iter::once(&unit.name).chain(&unit.spellings));
        let mut seen = std::collections::BTreeSet::new();
        for spelling in names.chain(&list.count.words) {
            assert!(seen.insert(spelling.to_lowercase()), "{spelling} stands twice");
        }
    }

    #[test]
    fn units_by_spelling() {
        let units = Units::built_in();
        for (text, name) in [
            ("亿元", Some("亿元")),
            ("（万元）", Some("万元")),
            ("单位：亿元", Some("亿元")),
            ("％", Some("%")),
            ("㎡", Some("平方米")),
            ("KM", Some("公里")),
            ("个百分点", Some("个百分点")),
            ("rmb million", Some("百万元")),
            ("市水务局", None),
            ("", None),
        ] {
            assert_eq!(units.get(text).map(|unit| unit.name.as_str()), name, "{text}");
        }
        for (text, name, rest) in [("亿元左右", "亿元", "左右"), ("万立方米", "万立方米", ""), ("mm", "毫米", "")]
        {
            assert_eq!(units.leading(text).map(|(unit, rest)| (unit.name.as_str(), rest)), Some((name, rest)));
        }
        assert_eq!(units.leading("mx"), None);
    }

    #[test]
    fn conversion_is_exact_and_stays_in_its_dimension() {
        let units = Units::built_in();
        for (value, from, to, result) in [
            ("41.8", "亿元", "万元", Some("418000")),
            ("170024", "万元", "亿元", Some("17.0024")),
            ("15", "亩", "公顷", None),
            ("3", "斤", "吨", Some("0.0015")),
            ("79228162514264337593543950335", "万亿元", "元", None),
        ] {
            let value: Decimal = value.parse().unwrap();
            assert_eq!(units.convert(value, from, to).map(|value| value.to_string()).as_deref(), result);
        }
    }

    #[test]
    fn a_value_is_told_in_another_unit_only_exactly() {
        let units = Units::built_in();
        let told = |from, to| units.told(Decimal::new(15, 1), from, to).map(|value| value.to_string());
        assert_eq!(told(Some("亿元"), Some("万元")).as_deref(), Some("15000"));
        assert_eq!(told(Some("条河"), Some("条河")).as_deref(), Some("1.5"));
        assert_eq!(told(None, None).as_deref(), Some("1.5"));
        assert_eq!(told(Some("亿元"), None), None);
        assert_eq!(units.dimension(Some("万元")), units.dimension(Some("亿元")));
    }
}

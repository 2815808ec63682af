//! Guard words: what tells two tasks apart although everything else agrees. The table is `seeds/link/guards.toml`.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

use crate::{model::Words, text::fold::fold};

#[derive(Deserialize)]
struct Table {
    group: Vec<Group>,
    exchange: Vec<Exchange>,
}

#[derive(Deserialize)]
struct Group {
    zh: String,
    en: String,
    values: Vec<Vec<String>>,
    #[serde(default)]
    absent: bool,
}

#[derive(Deserialize)]
struct Exchange {
    zh: String,
    en: String,
    values: Vec<String>,
}

/// A guard word as found: its group and which of the group's values it is.
pub type Mark = (u16, u16);

/// The table, ready to be asked.
pub struct Guards {
    table: Table,
    by_first: BTreeMap<char, Vec<(Vec<char>, Mark)>>,
}

static BUILT_IN: LazyLock<Guards> = LazyLock::new(|| {
    let table: Table = toml::from_str(include_str!("../../seeds/link/guards.toml")).expect("held valid by a test");
    let mut by_first: BTreeMap<char, Vec<(Vec<char>, Mark)>> = BTreeMap::new();
    for (group, entry) in table.group.iter().enumerate() {
        for (value, spellings) in entry.values.iter().enumerate() {
            for spelling in spellings {
                let word: Vec<char> = fold(spelling).chars().collect();
                if let Some(first) = word.first() {
                    by_first.entry(*first).or_default().push((word, (group as u16, value as u16)));
                }
            }
        }
    }
    for words in by_first.values_mut() {
        words.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
    }
    Guards { table, by_first }
});

impl Guards {
    /// The table in `seeds/link/`.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// The guard words of a folded clause; a longer word hides the shorter ones in it.
    pub fn marks(&self, clause: &[char]) -> Vec<Mark> {
        let mut marks = Vec::new();
        let mut at = 0;
        while let Some(c) = clause.get(at) {
            let rest = &clause[at..];
            let begins = at == 0 || !(c.is_ascii_alphabetic() && clause[at - 1].is_ascii_alphabetic());
            let word = self.by_first.get(c).into_iter().flatten().find(|(word, _)| {
                let latin = word.last().is_some_and(char::is_ascii_alphabetic);
                rest.starts_with(word)
                    && begins
                    && !(latin && rest.get(word.len()).is_some_and(char::is_ascii_alphabetic))
            });
            at += word.map_or(1, |(word, mark)| {
                marks.push(*mark);
                word.len()
            });
        }
        marks.sort_unstable();
        marks.dedup();
        marks
    }

    /// Why two clauses that tell of the same thing are not the same task: both have values of one group and share none, or
    /// one has a word whose absence matters.
    pub fn conflict(&self, a: &[Mark], b: &[Mark], same_clause: bool) -> Option<Words> {
        for (number, group) in self.table.group.iter().enumerate() {
            let number = number as u16;
            let of = |marks: &[Mark]| -> Vec<u16> {
                marks.iter().filter(|mark| mark.0 == number).map(|mark| mark.1).collect()
            };
            let (a, b) = (of(a), of(b));
            let apart = !a.is_empty() && !b.is_empty() && !a.iter().any(|value| b.contains(value));
            let within = same_clause && !a.is_empty() && !b.is_empty() && a != b;
            let absent = same_clause && group.absent && a.is_empty() != b.is_empty();
            if apart || within || absent {
                let word = |values: &[u16]| {
                    let first = values.first().and_then(|value| group.values.get(usize::from(*value))?.first());
                    first.map_or("—", String::as_str).to_owned()
                };
                let (a, b) = (word(&a), word(&b));
                return Some(Words::new(
                    format!("{}不同：报送“{a}”，清单“{b}”", group.zh),
                    format!("another {}: “{a}” sent, “{b}” in the list", group.en),
                ));
            }
        }
        None
    }

    /// Why one short run of characters can't stand for another: 东 for 西, 增 for 减.
    pub fn exchange(&self, a: &[char], b: &[char]) -> Option<Words> {
        for exchange in &self.table.exchange {
            let of = |chars: &[char]| {
                chars.iter().copied().find(|c| exchange.values.iter().any(|value| value.starts_with(*c)))
            };
            if let (Some(a), Some(b)) = (of(a), of(b))
                && a != b
            {
                return Some(Words::new(
                    format!("{}不同：报送“{a}”，清单“{b}”", exchange.zh),
                    format!("another {}: “{a}” sent, “{b}” in the list", exchange.en),
                ));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guard_words_exclude_each_other() {
        let guards = Guards::built_in();
        let marks = |text: &str| guards.marks(&fold(text).chars().collect::<Vec<_>>());
        for (a, b, apart) in [
            ("省考断面达标", "国考断面达标", true),
            ("省考以上断面达标", "省考断面达标", true),
            ("新增绿地", "累计绿地", true),
            ("达到或优于Ⅲ类", "优于Ⅲ类", true),
            ("市区道路", "全市道路", true),
            ("不得新建码头", "新建码头", true),
            ("绿地", "新增绿地", false),
            ("新增绿地", "新增绿地", false),
        ] {
            assert_eq!(guards.conflict(&marks(a), &marks(b), true).is_some(), apart, "{a} / {b}");
        }
        assert!(guards.exchange(&['东'], &['西']).is_some());
    }
}

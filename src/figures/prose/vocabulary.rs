//! The words of English prose that tell what a figure is, from `seeds/figures/english.toml`.

use std::{
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};

use serde::Deserialize;

use crate::figures::words::Exclusive;

/// What a word says of the figure beside it; each is described in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cue {
    /// A rise right before.
    UpBefore,
    /// A fall right before.
    DownBefore,
    /// A change of either direction right before.
    EitherBefore,
    /// A rise right behind.
    UpAfter,
    /// A fall right behind.
    DownAfter,
    /// A change of either direction right behind.
    EitherAfter,
    /// A finite verb.
    ChangeVerb,
    /// What a change is measured against follows.
    Comparator,
    /// Between such a word and its figure.
    Compared,
    /// Of an earlier time, or expected.
    Past,
    /// Of now.
    Present,
    /// No two figures of the text confirm the rate of change.
    UnsafeGrowth,
    /// A rate follows.
    RateWord,
    /// A rate with a base of its own.
    OtherRate,
    /// A total.
    Total,
    /// A total behind its parts.
    TotalStrict,
    /// A breakdown of the whole follows.
    BreakdownStrict,
    /// A breakdown follows.
    Breakdown,
    /// Not all is listed.
    Partial,
    /// Classes that overlap.
    Overlap,
    /// What is left.
    Residual,
    /// What is left, and nothing else is.
    ResidualStrict,
    /// What is left of a whole, before its figure.
    Left,
    /// What is left of a whole, behind its figure.
    LeftAfter,
    /// An average before its figure.
    Average,
    /// An average behind its figure.
    AverageAfter,
    /// A plan.
    Target,
    /// More than the plan.
    ClaimAbove,
    /// Less than the plan.
    ClaimBelow,
    /// The plan was met.
    ClaimMet,
    /// A new clause begins.
    Clause,
    /// Between a cue and its figure.
    Filler,
    /// No noun, though it ends like a plural.
    NotNouns,
}

#[derive(Deserialize)]
struct File {
    exclusive: Vec<Exclusive>,
    #[serde(flatten)]
    lists: BTreeMap<Cue, Vec<String>>,
}

/// What one phrase says.
#[derive(Debug, Clone, Default)]
pub struct Meaning {
    cues: u64,
    /// Exclusive sets and the member of each that the phrase names.
    pub members: Vec<(usize, usize)>,
}

impl Meaning {
    /// Whether it says so.
    pub const fn has(&self, cue: Cue) -> bool {
        self.cues >> (cue as u64) & 1 == 1
    }
}

/// All the phrases, by their first word.
pub struct Vocabulary {
    phrases: HashMap<String, Vec<(Vec<String>, Meaning)>>,
    /// How many members each exclusive set has.
    pub sets: Vec<usize>,
}

/// The phrases.
pub static ENGLISH: LazyLock<Vocabulary> = LazyLock::new(|| {
    // The file is compiled in and a test reads it: it cannot fail for a user.
    let file = include_str!("../../../seeds/figures/english.toml");
    Vocabulary::new(&toml::from_str(file).expect("seeds/figures/english.toml"))
});

impl Vocabulary {
    fn new(file: &File) -> Self {
        let mut words = Self { phrases: HashMap::new(), sets: Vec::new() };
        for (cue, list) in &file.lists {
            for phrase in list {
                words.meaning(phrase).cues |= 1 << (*cue as u64);
            }
        }
        for (set, exclusive) in file.exclusive.iter().enumerate() {
            words.sets.push(exclusive.members.len());
            for (member, names) in exclusive.members.iter().enumerate() {
                for name in names {
                    words.meaning(name).members.push((set, member));
                }
            }
        }
        words
    }

    fn meaning(&mut self, phrase: &str) -> &mut Meaning {
        let words: Vec<String> = phrase.split(' ').map(str::to_owned).collect();
        let list = self.phrases.entry(words[0].clone()).or_default();
        let at = list.iter().position(|(known, _)| *known == words).unwrap_or_else(|| {
            list.push((words, Meaning::default()));
            list.len() - 1
        });
        &mut list[at].1
    }

    /// Every phrase that starts with a word, with the words of it.
    pub fn starting(&self, word: &str) -> &[(Vec<String>, Meaning)] {
        self.phrases.get(word).map_or(&[], Vec::as_slice)
    }

    /// Whether a single word says so.
    pub fn says(&self, word: &str, cue: Cue) -> bool {
        self.starting(word).iter().any(|(words, meaning)| words.len() == 1 && meaning.has(cue))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_can_be_read() {
        assert!(ENGLISH.says("rose", Cue::UpBefore) && !ENGLISH.says("rose", Cue::DownBefore));
        assert!(ENGLISH.starting("made").iter().any(|(words, _)| words.len() == 3));
        assert!(ENGLISH.sets.len() > 10);
    }
}

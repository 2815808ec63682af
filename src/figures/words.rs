//! The grammar's words, from `seeds/figures/words.toml`, and where they stand in a text.

use std::sync::LazyLock;

use serde::Deserialize;

use super::{folded::Folded, trie::Trie};

/// Members that exclude each other and make up the whole.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exclusive {
    /// What they tell apart.
    pub name: String,
    /// There may be members that no word of the set names (公办, 民办 and 公建民营).
    #[serde(default)]
    pub partial: bool,
    /// Words of each member; a word of an earlier member is looked for first.
    pub members: Vec<Vec<String>>,
}

macro_rules! cues {
    ($($(#[$doc:meta])* $cue:ident = $list:ident,)*) => {
        /// What a word says of the figure beside it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Cue { $($(#[$doc])* $cue,)* }

        /// The lists of `words.toml`.
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Lists { $($list: Vec<String>,)* ways: Vec<String>, exclusive: Vec<Exclusive> }

        impl Lists {
            fn by_cue(&self) -> Vec<(Cue, &[String])> {
                vec![$((Cue::$cue, self.$list.as_slice()),)*]
            }
        }
    };
}

cues! {
    /// Before a figure: it is not exact.
    HedgeBefore = hedges_before,
    /// Before a Chinese numeral: it is not exact.
    HedgeNumeral = hedges_before_numeral,
    /// After a figure: it is not exact.
    HedgeAfter = hedges_after,
    /// It ends with a hedge that is none (通过, 以上).
    NoHedge = no_hedge,
    /// A verb of growth.
    Up = up,
    /// A verb of decline.
    Down = down,
    /// It looks like a verb of change and is none.
    NotChange = not_change,
    /// Between a verb of change and its figure.
    AfterChange = after_change,
    /// Where a change ends: the figure is a level.
    ToLevel = to_level,
    /// A rate of change by its name (增幅).
    Signed = signed,
    /// The figure may be the earlier of two values (由, 比, 与…相比).
    Earlier = earlier,
    /// An earlier time (上年同期).
    Past = past,
    /// It may be beyond a plan.
    Exceeded = exceeded,
    /// A difference by its name (差值).
    Gap = gap,
    /// It covers a gap, or a part of one (弥补).
    Covers = covers,
    /// It stands above another value (高于, 超额).
    Above = above,
    /// It stands below another value (低于, 缺口).
    Below = below,
    /// It stands on the good side of another value, whichever that is (好于).
    Better = better,
    /// What is left between two amounts (缺口, the balance).
    Left = left,
    /// It may be what is left between two amounts (剩余).
    PerhapsLeft = perhaps_left,
    /// What there was at the beginning (上年结转).
    Opening = opening,
    /// What came (新收).
    Inflow = inflow,
    /// What went (审结).
    Outflow = outflow,
    /// What there is at the end (未结, 结转下年).
    Closing = closing,
    /// What came less what went (净增).
    Net = net,
    /// The greatest or least of several.
    Extreme = extreme,
    /// A wider place, an average, the time passed.
    Scope = scope,
    /// No two figures of a text can confirm such a rate of change.
    GrowthUnsafe = growth_unsafe,
    /// What a change is measured against.
    Comparator = comparators,
    /// A share.
    Share = share,
    /// A rate with a base of its own.
    OtherBase = rate_other_base,
    /// A rate that no count of the text is the base of.
    Survey = rate_survey,
    /// A rate that counts earlier cases in its base.
    Backlog = rate_backlog,
    /// A base without those earlier cases.
    BacklogBase = backlog_base,
    /// It introduces a total.
    Total = total,
    /// A total behind its parts.
    TotalAfter = total_after,
    /// What follows is a breakdown.
    Breakdown = breakdown,
    /// What follows is a breakdown of the whole.
    Strict = breakdown_strict,
    /// What follows is a part of the figure before (其中).
    Among = among,
    /// What follows is a part of the figure right before (项目里已有).
    Within = within,
    /// What is broken down need not be listed in full.
    NotExhaustive = not_exhaustive,
    /// Inside another member.
    Subset = subset,
    /// Beside the whole.
    Outside = outside,
    /// What is left.
    Residual = residual,
    /// An average.
    Average = average,
    /// A class that may overlap others.
    Overlapping = overlapping,
    /// A plan.
    Plan = plan,
    /// What was done.
    Actual = actual,
}

/// Several cues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cues(u64);

impl Cues {
    /// Whether one of them is `cue`.
    pub const fn has(self, cue: Cue) -> bool {
        self.0 >> (cue as u64) & 1 == 1
    }

    /// These and those.
    pub const fn with(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// These without one.
    pub const fn without(self, cue: Cue) -> Self {
        Self(self.0 & !(1 << cue as u64))
    }
}

/// What one word means.
#[derive(Default)]
struct Meaning {
    cues: Cues,
    /// Exclusive sets and the member of each that the word names.
    members: Vec<(u8, u8)>,
}

/// What the words say of one exclusive set so far.
#[derive(Clone, Copy)]
struct Named {
    length: u32,
    member: u8,
    /// The member named last, and where its word ends.
    last: u8,
    end: u32,
    both: bool,
}

/// All the words.
pub struct Vocabulary {
    forward: Trie<u16>,
    /// The words from their last character to their first.
    backward: Trie<u16>,
    meanings: Vec<Meaning>,
    /// Sets of members that exclude each other.
    pub exclusive: Vec<Exclusive>,
    /// Words of a way in which something is done, which narrow what a rate counts.
    pub ways: Vec<String>,
    verbs: Vec<String>,
}

/// The words.
pub static WORDS: LazyLock<Vocabulary> = LazyLock::new(|| {
    // The file is compiled in and a test reads it: it cannot fail for a user.
    Vocabulary::new(toml::from_str(include_str!("../../seeds/figures/words.toml")).expect("seeds/figures/words.toml"))
});

/// Where a word stands, and what it says.
#[derive(Debug, Clone, Copy)]
struct Hit {
    start: u32,
    end: u32,
    word: u16,
    /// It names a member of an exclusive set.
    names: bool,
    cues: Cues,
}

/// Every word of a text, by where it starts.
#[derive(Debug, Clone, Default)]
pub struct Hits {
    all: Vec<Hit>,
    /// For every character, how many words start before it.
    before: Vec<u32>,
}

impl Hits {
    /// The words wholly between two positions.
    fn within(&self, start: usize, end: usize) -> impl Iterator<Item = &Hit> {
        let from = |at: usize| self.before.get(at).map_or(self.all.len(), |before| *before as usize);
        let starting = self.all.get(from(start)..from(end)).unwrap_or_default();
        starting.iter().filter(move |hit| hit.end as usize <= end)
    }

    /// What the words wholly between two positions say.
    pub fn cues(&self, start: usize, end: usize) -> Cues {
        self.within(start, end).fold(Cues::default(), |cues, hit| cues.with(hit.cues))
    }
}

impl Vocabulary {
    fn new(lists: Lists) -> Self {
        let mut words = Self {
            forward: Trie::new(),
            backward: Trie::new(),
            meanings: Vec::new(),
            exclusive: Vec::new(),
            ways: Vec::new(),
            verbs: Vec::new(),
        };
        for (cue, list) in lists.by_cue() {
            for word in list {
                words.meaning(word).cues.0 |= 1 << (cue as u64);
            }
        }
        for (set, exclusive) in (0_u8..).zip(&lists.exclusive) {
            for (member, names) in (0_u8..).zip(&exclusive.members) {
                for name in names {
                    words.meaning(name).members.push((set, member));
                }
            }
        }
        words.verbs = [&lists.up, &lists.down, &lists.comparators, &lists.after_change]
            .into_iter()
            .flat_map(|list| {
                let mut list: Vec<String> =
                    list.iter().filter(|word| word.chars().next().is_some_and(|c| !c.is_ascii())).cloned().collect();
                list.sort_by_key(|word| std::cmp::Reverse(word.len()));
                list
            })
            .collect();
        words.ways = lists.ways;
        words.exclusive = lists.exclusive;
        words
    }

    fn meaning(&mut self, word: &str) -> &mut Meaning {
        let fresh = self.meanings.len();
        let slot = self.forward.entry(word.chars()).expect("words.toml has fewer words than a trie holds");
        let index = *slot.get_or_insert(fresh as u16);
        if usize::from(index) == fresh {
            self.meanings.push(Meaning::default());
            let slot = self.backward.entry(word.chars().rev()).expect("as many words as forward");
            *slot = Some(index);
        }
        &mut self.meanings[usize::from(index)]
    }

    /// Every word of the text, as far as 32 bits count its characters: what is not found is not said.
    pub fn hits(&self, text: &Folded<'_>) -> Hits {
        let chars = text.chars.get(..u32::MAX as usize).unwrap_or(&text.chars);
        let mut all = Vec::with_capacity(chars.len() / 2);
        let mut before = Vec::with_capacity(chars.len());
        let mut next = chars.first().map_or('\0', char::to_ascii_lowercase);
        for start in 0..chars.len() {
            before.push(all.len() as u32);
            let c = std::mem::replace(&mut next, chars.get(start + 1).map_or('\0', char::to_ascii_lowercase));
            if !self.forward.may_open(c, next) {
                continue;
            }
            for (length, &word) in self.forward.prefixes(chars[start..].iter().map(char::to_ascii_lowercase)) {
                let Meaning { cues, members } = &self.meanings[usize::from(word)];
                let (start, end) = (start as u32, (start + length) as u32);
                all.push(Hit { start, end, word, names: !members.is_empty(), cues: *cues });
            }
        }
        Hits { all, before }
    }

    /// The exclusive sets of which the words between `start` and `end` name a member, each with the member that they name
    /// by their longest, the first among equals; two members side by side (省内县外) name neither. The figure itself,
    /// between `skip`'s ends, is no word.
    pub fn members(&self, hits: &Hits, (start, end): (usize, usize), skip: (usize, usize)) -> Vec<(u8, u8)> {
        let mut named: Vec<(u8, Named)> = Vec::new();
        let around = hits.within(start, skip.0).chain(hits.within(skip.1, end));
        for hit in around.filter(|hit| hit.names) {
            let length = hit.end - hit.start;
            for &(set, member) in &self.meanings[usize::from(hit.word)].members {
                let Some((_, known)) = named.iter_mut().find(|(known, _)| *known == set) else {
                    named.push((set, Named { length, member, last: member, end: hit.end, both: false }));
                    continue;
                };
                known.both |= known.end == hit.start && known.last != member;
                (known.end, known.last) = (hit.end, member);
                if (length, known.member) > (known.length, member) {
                    (known.length, known.member) = (length, member);
                }
            }
        }
        named.retain(|(_, named)| !named.both);
        named.sort_unstable_by_key(|(set, _)| *set);
        named.into_iter().map(|(set, named)| (set, named.member)).collect()
    }

    /// Every word that `chars` starts with: how many characters, and what it says.
    pub fn starting<'a>(&'a self, chars: &'a [char]) -> impl Iterator<Item = (usize, Cues)> {
        let words = self.forward.words(chars.iter().map(char::to_ascii_lowercase));
        words.map(|(length, word)| (length, self.meanings[usize::from(*word)].cues))
    }

    /// Every word that `chars` ends with: how many characters, and what it says.
    pub fn ending<'a>(&'a self, chars: &'a [char]) -> impl Iterator<Item = (usize, Cues)> {
        let words = self.backward.words(chars.iter().rev().map(char::to_ascii_lowercase));
        words.map(|(length, word)| (length, self.meanings[usize::from(*word)].cues))
    }

    /// Whether `chars` starts with a word of a kind.
    pub fn starts(&self, chars: &[char], cue: Cue) -> bool {
        self.starting(chars).any(|(_, cues)| cues.has(cue))
    }

    /// Verbs of change, comparisons and the small words between, of each the longest first.
    pub fn of_change(&self) -> impl Iterator<Item = &str> {
        self.verbs.iter().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_say_what_their_lists_say() {
        let text = Folded::new("其中同比净增加12件");
        let hits = WORDS.hits(&text);
        let cues = hits.cues(0, 7);
        assert!(cues.has(Cue::Among) && cues.has(Cue::Up) && cues.has(Cue::Comparator) && !cues.has(Cue::Down));
        assert!(!hits.cues(1, 7).has(Cue::Among), "half a word is none");
        let longest = WORDS.ending(&text.chars[..7]).filter(|(_, cues)| cues.has(Cue::Up)).map(|(n, _)| n).max();
        assert_eq!(longest, Some(3));
        assert!(WORDS.exclusive.len() > 10);
    }

    #[test]
    fn the_longest_word_names_the_member() {
        let set = WORDS.exclusive.iter().position(|set| set.name == "satisfied").unwrap();
        for (words, member) in [("不满意", Some(0)), ("基本满意", Some(1)), ("满意", Some(2)), ("来信", None)]
        {
            let text = Folded::new(words);
            let end = text.chars.len();
            let named = WORDS.members(&WORDS.hits(&text), (0, end), (end, end));
            let named = named.iter().find(|(known, _)| usize::from(*known) == set);
            assert_eq!(named.map(|(_, member)| *member), member, "{words}");
        }
    }
}

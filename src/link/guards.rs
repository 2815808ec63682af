//! Guard words: what tells two tasks apart although everything else agrees. The table is `seeds/link/guards.toml`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::figures::Figure;
use crate::{model::Words, text::fold::fold};

#[derive(Deserialize)]
struct Data {
    plain: Vec<String>,
    narrowing: Vec<String>,
    acts: Vec<String>,
    places: String,
    turning: Turning,
    works: Works,
    group: Vec<Group>,
    exchange: Vec<Exchange>,
}

/// What is done to things of which a figure tells.
#[derive(Deserialize)]
struct Works {
    make: Vec<String>,
    mend: Vec<String>,
    undo: Vec<String>,
}

impl Works {
    fn kinds(&self) -> [&[String]; 3] {
        [&self.make, &self.mend, &self.undo]
    }
}

/// Clauses behind a task's words that say that another thing is meant.
#[derive(Deserialize)]
struct Turning {
    /// What begins one.
    begin: Vec<String>,
    /// Words that begin so and say nothing of the kind.
    not: Vec<String>,
    /// What one has in it.
    within: Vec<String>,
    /// What a heading has in it that takes back the words behind it.
    heading: Vec<String>,
    /// What a heading ends with that says whose part the words behind it are.
    whose: Vec<String>,
}

#[derive(Deserialize)]
struct Group {
    zh: String,
    en: String,
    values: Vec<Vec<String>>,
    #[serde(default)]
    absent: bool,
    /// Whether its values name things, so that one of them beside the task's own tells of another thing.
    #[serde(default)]
    things: bool,
    /// The value that goes without saying where nothing else of the group is said.
    unsaid: Option<String>,
    /// Words that say several values at once, each before these.
    #[serde(default)]
    together: Vec<Vec<String>>,
}

impl Group {
    /// Which value a spelling is.
    fn value(&self, spelling: &str) -> Option<usize> {
        self.values.iter().position(|value| value.iter().any(|own| own == spelling))
    }

    /// Every word of the group, with the values that it says.
    fn words(&self) -> impl Iterator<Item = (&String, Vec<usize>)> {
        let single =
            self.values.iter().enumerate().flat_map(|(at, value)| value.iter().map(move |word| (word, vec![at])));
        let together = self.together.iter().filter_map(|words| {
            let (word, values) = words.split_first()?;
            Some((word, values.iter().filter_map(|value| self.value(value)).collect()))
        });
        single.chain(together)
    }
}

#[derive(Deserialize)]
struct Exchange {
    zh: String,
    en: String,
    values: Vec<String>,
}

/// Why two texts are not the same task, whatever else agrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Guard {
    /// Other figures: the record's, the task's.
    Figures(Figure, Figure),
    /// Guard words of one group, each side's value where it has one.
    Words(u16, Option<u16>, Option<u16>),
    /// One character of an exchange stands for another.
    Exchange(u16, char, char),
    /// Kinds of work on one thing, each side's: one makes what the other mends or undoes.
    Works(u8, u8),
}

impl Guard {
    /// Told to a person.
    pub fn words(self) -> Words {
        let (guards, absent) = (Guards::built_in(), "—".to_owned());
        let (name, sent, listed) = match self {
            Self::Figures(mine, theirs) => {
                let (mine, theirs) = (mine.shown(), theirs.shown());
                return Words::new(
                    format!("数字不同：报送“{mine}”，清单“{theirs}”"),
                    format!("other figures: {mine} sent, {theirs} in the list"),
                );
            }
            Self::Words(number, mine, theirs) => {
                let Some(group) = guards.table.group.get(usize::from(number)) else { return Words::default() };
                let word = |value: Option<u16>| {
                    let first = value.and_then(|value| group.values.get(usize::from(value))?.first());
                    first.unwrap_or(&absent).clone()
                };
                ((&group.zh, &group.en), word(mine), word(theirs))
            }
            Self::Works(mine, theirs) => {
                let first = |kinds: u8| -> &str {
                    let of_kind = guards.table.works.kinds().into_iter().zip(0..).find(|(_, at)| kinds >> at & 1 == 1);
                    of_kind.and_then(|(words, _)| words.first()).map_or("", String::as_str)
                };
                let (mine, theirs) = (first(mine), first(theirs));
                return Words::new(
                    format!("同一数字所指的做法不同：报送属“{mine}”一类，清单属“{theirs}”一类"),
                    format!(
                        "other work on what one figure tells of: such as “{mine}” sent, such as “{theirs}” in the list"
                    ),
                );
            }
            Self::Exchange(number, mine, theirs) => {
                let Some(exchange) = guards.table.exchange.get(usize::from(number)) else { return Words::default() };
                ((&exchange.zh, &exchange.en), mine.to_string(), theirs.to_string())
            }
        };
        Words::new(
            format!("{}不同：报送“{sent}”，清单“{listed}”", name.0),
            format!("another {}: “{sent}” sent, “{listed}” in the list", name.1),
        )
    }
}

/// A guard word as found: its group and which of the group's values it is.
pub type Mark = (u16, u16);

/// Words that begin with one character, longest first, each with its marks where it is a guard word.
type Marked = Vec<(Vec<char>, Vec<Mark>)>;

/// The table, ready to be asked.
pub struct Guards {
    table: Data,
    by_first: FxHashMap<char, Marked>,
    /// For each character the exchanges that it is in, one bit each.
    exchanges: FxHashMap<char, u64>,
    /// The words for what is done about a thing, by their first characters.
    acts: FxHashMap<char, Vec<Vec<char>>>,
    /// The words that narrow, by their first characters.
    narrowing: FxHashMap<char, Vec<String>>,
}

static BUILT_IN: LazyLock<Guards> = LazyLock::new(|| {
    let table: Data = toml::from_str(include_str!("../../seeds/link/guards.toml")).expect("held valid by a test");
    let mut by_first: FxHashMap<char, Marked> = FxHashMap::default();
    for word in &table.plain {
        let word: Vec<char> = fold(word).chars().collect();
        if let Some(first) = word.first() {
            by_first.entry(*first).or_default().push((word, Vec::new()));
        }
    }
    for (group, entry) in table.group.iter().enumerate() {
        for (spelling, values) in entry.words() {
            let word: Vec<char> = fold(spelling).chars().collect();
            let marks = values.into_iter().map(|value| (group as u16, value as u16)).collect();
            if let Some(first) = word.first() {
                by_first.entry(*first).or_default().push((word, marks));
            }
        }
    }
    for words in by_first.values_mut() {
        words.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
    }
    let mut exchanges: FxHashMap<char, u64> = FxHashMap::default();
    for (number, exchange) in table.exchange.iter().enumerate().take(64) {
        for first in exchange.values.iter().filter_map(|value| value.chars().next()) {
            *exchanges.entry(first).or_default() |= 1 << number;
        }
    }
    let mut acts: FxHashMap<char, Vec<Vec<char>>> = FxHashMap::default();
    for act in &table.acts {
        let act: Vec<char> = act.chars().collect();
        if let Some(first) = act.first() {
            acts.entry(*first).or_default().push(act);
        }
    }
    let mut narrowing: FxHashMap<char, Vec<String>> = FxHashMap::default();
    for word in &table.narrowing {
        if let Some(first) = word.chars().next() {
            narrowing.entry(first).or_default().push(word.clone());
        }
    }
    Guards { table, by_first, exchanges, acts, narrowing }
});

/// Characters that may stand before the word at the beginning of a clause (完成, 全年).
const BEGINNING: usize = 2;

/// Whether a text starts with a word.
fn starts_with(text: &[char], word: &str) -> bool {
    let mut chars = text.iter();
    word.chars().all(|c| chars.next() == Some(&c))
}

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
            at += word.map_or(1, |(word, own)| {
                marks.extend(own);
                word.len()
            });
        }
        marks.sort_unstable();
        marks.dedup();
        marks
    }

    /// Why two clauses that tell of the same thing are not the same task: both have values of one group and share none, or
    /// one has a word whose absence matters.
    pub fn conflict(&self, a: &[Mark], b: &[Mark], same_clause: bool) -> Option<Guard> {
        if a.is_empty() && b.is_empty() {
            return None;
        }
        // Ascending by group, so that the first conflict is that of the first group.
        let (mut a, mut b) = (a, b);
        while let Some(group) = a.first().into_iter().chain(b.first()).map(|mark| mark.0).min() {
            let (mine, theirs) = (take(&mut a, group), take(&mut b, group));
            if self.apart(group, mine, theirs, same_clause) {
                // What only one of them says is what tells them apart.
                let value = |marks: &[Mark], others: &[Mark]| {
                    marks.iter().find(|mark| !others.contains(mark)).or(marks.first()).map(|mark| mark.1)
                };
                return Some(Guard::Words(group, value(mine, theirs), value(theirs, mine)));
            }
        }
        None
    }

    /// Whether a text names a thing that another does not, of a kind of which that one names another: 小学 where the other has
    /// nothing but 幼儿园.
    pub fn names_another(&self, mine: &[Mark], theirs: &[Mark]) -> bool {
        let names = |group: u16| self.table.group.get(usize::from(group)).is_some_and(|group| group.things);
        let is_other = |mark: &&Mark| names(mark.0) && !theirs.contains(mark) && Some(mark.1) != self.unsaid(mark.0);
        mine.iter().filter(is_other).any(|mark| theirs.iter().any(|other| other.0 == mark.0))
    }

    fn apart(&self, group: u16, mine: &[Mark], theirs: &[Mark], same_clause: bool) -> bool {
        if mine.is_empty() || theirs.is_empty() {
            let absent = self.table.group.get(usize::from(group)).is_some_and(|group| group.absent);
            return same_clause && absent;
        }
        let said = |marks: &[Mark]| -> Vec<Mark> {
            marks.iter().copied().filter(|mark| Some(mark.1) != self.unsaid(group)).collect()
        };
        !mine.iter().any(|mark| theirs.contains(mark)) && said(mine) != said(theirs)
            || same_clause && said(mine) != said(theirs)
    }

    /// The value of a group that goes without saying beside another: 全市 is added and left out freely.
    fn unsaid(&self, group: u16) -> Option<u16> {
        let group = self.table.group.get(usize::from(group))?;
        let unsaid = group.unsaid.as_ref()?;
        group.values.iter().position(|value| value.contains(unsaid)).map(|at| at as u16)
    }

    /// Whether a character tells tasks apart where it stands for another.
    pub fn exchanges(&self, c: char) -> bool {
        self.exchanges.contains_key(&c)
    }

    /// Words that begin with a character and narrow what follows.
    pub fn narrowing(&self, first: char) -> impl Iterator<Item = &str> {
        self.narrowing.get(&first).into_iter().flatten().map(String::as_str)
    }

    /// Words for what is done about a thing rather than to it.
    pub fn acts(&self) -> impl Iterator<Item = &str> {
        self.table.acts.iter().map(String::as_str)
    }

    /// Whether a text starts with a word for what is done about a thing.
    pub fn starts_with_act(&self, text: &[char]) -> bool {
        let acts = text.first().and_then(|first| self.acts.get(first));
        acts.into_iter().flatten().any(|act| text.starts_with(act))
    }

    /// The kinds of work that a clause tells of, one bit each: words at its beginning, at its end or before its figure. Elsewhere
    /// they may be part of what a thing is called (污水治理设施).
    pub fn works(&self, clause: &[char]) -> u8 {
        let kinds = self.table.works.kinds().into_iter().zip(0..);
        let stands = |word: &String| {
            let ends = |at: usize| clause.get(at + word.chars().count()).is_none_or(char::is_ascii_digit);
            (0..clause.len()).any(|at| starts_with(&clause[at..], word) && (at <= BEGINNING || ends(at)))
        };
        let told = kinds.filter(|(words, _)| words.iter().any(stands));
        told.fold(0, |all, (_, at)| all | 1 << at)
    }

    /// Whether kinds of work exclude each other: one side makes what the other mends or undoes.
    pub const fn are_opposed(mine: u8, theirs: u8) -> bool {
        const MAKE: u8 = 1;
        mine != 0 && theirs != 0 && mine & theirs == 0 && (mine | theirs) & MAKE != 0
    }

    /// Whether each of two characters names a place by itself, so that one in place of the other names another.
    pub fn name_places(&self, a: char, b: char) -> bool {
        a != b && [a, b].iter().all(|c| self.table.places.contains(*c))
    }

    /// Whether a clause says that another thing is meant than the words before it name: 均属城际客运, 不含本年任务.
    pub fn turns(&self, clause: &[char]) -> bool {
        let clause: String = clause.iter().collect();
        let begins = |words: &[String]| words.iter().any(|word| clause.starts_with(word.as_str()));
        begins(&self.table.turning.begin) && !begins(&self.table.turning.not)
            || self.table.turning.within.iter().any(|word| clause.contains(word.as_str()))
    }

    /// The words in a heading that take back the task's words behind it, or tell them of another time or place: 去年完成情况.
    pub fn takes_back(&'static self, heading: &str) -> Vec<&'static str> {
        let turning = &self.table.turning;
        let whose = turning.whose.iter().filter(|word| {
            let unit = heading.trim().strip_suffix(word.as_str());
            unit.is_some_and(|unit| !unit.is_empty() && !unit.starts_with(['我', '本']))
        });
        let taken = turning.heading.iter().filter(|word| heading.contains(word.as_str()));
        taken.chain(whose).map(String::as_str).collect()
    }

    /// Why one short run of characters can't stand for another: 东 for 西, 增 for 减.
    pub fn exchange(&self, a: &[char], b: &[char]) -> Option<Guard> {
        let within = |c: char| self.exchanges.get(&c).copied().unwrap_or(0);
        let any = |chars: &[char]| chars.iter().fold(0, |all, c| all | within(*c));
        let mut left = any(a) & any(b);
        // The lowest bit is the first exchange.
        while left != 0 {
            let bit = left & left.wrapping_neg();
            let of = |chars: &[char]| chars.iter().copied().find(|c| within(*c) & bit != 0);
            if let (Some(a), Some(b)) = (of(a), of(b))
                && a != b
            {
                return Some(Guard::Exchange(bit.trailing_zeros() as u16, a, b));
            }
            left ^= bit;
        }
        None
    }
}

/// Takes the marks of a group from the front.
fn take<'a>(marks: &mut &'a [Mark], group: u16) -> &'a [Mark] {
    let (own, rest) = marks.split_at(marks.iter().take_while(|mark| mark.0 == group).count());
    *marks = rest;
    own
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
            ("新建公路", "新改建公路", true),
            ("非住宅燃气改造", "住宅燃气改造", true),
            ("非遗传承", "非物质文化遗产传承", false),
            ("新建和改造公路", "新改建公路", false),
            ("绿地", "新增绿地", false),
            ("新增绿地", "新增绿地", false),
        ] {
            assert_eq!(guards.conflict(&marks(a), &marks(b), true).is_some(), apart, "{a} / {b}");
        }
        assert!(guards.exchange(&['东'], &['西']).is_some());
        assert!(guards.exchange(&['重'], &['初']).is_some());
    }
}

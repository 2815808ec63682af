//! Words that officials exchange or add without naming another task: the table in `seeds/link/wording.toml`.

use std::{borrow::Cow, sync::LazyLock};

use serde::Deserialize;

use super::progress::Progress;
use crate::text::fold::fold;
use rustc_hash::{FxHashMap, FxHashSet};

#[derive(Deserialize)]
struct Table {
    unsplit: Vec<[String; 2]>,
    same: Vec<Vec<String>>,
    fillers: Vec<String>,
    soft: Vec<String>,
    actions: Vec<String>,
    near: Vec<Vec<String>>,
    verbs: Vec<String>,
    asides: Vec<[String; 2]>,
    padding: Vec<String>,
    closing: Closing,
    idle: Vec<String>,
    progress: Progress,
}

/// How sentences in Latin letters are closed by words that say nothing of the task.
#[derive(Debug, Deserialize)]
struct Closing {
    begin: Vec<String>,
    between: Vec<String>,
    end: Vec<String>,
}

/// Words that a sentence must have before what closes it.
const SENTENCE: usize = 3;

impl Closing {
    /// The length of a clause without what closes it.
    fn without(&self, clause: &[char]) -> usize {
        let text: String = clause.iter().collect();
        let words: Vec<&str> = text.split(' ').collect();
        let closes = |from: &usize| {
            let rest = words[*from..].join(" ");
            let inside = |begin: &String| rest.strip_prefix(begin.as_str())?.strip_prefix(' ').map(str::to_owned);
            self.begin.iter().filter_map(inside).any(|inside| {
                let mut inside = inside.split(' ').rev();
                let is_in = |words: &[String], word: &str| words.iter().any(|own| own == word);
                inside.next().is_some_and(|last| is_in(&self.end, last))
                    && inside.all(|word| is_in(&self.between, word))
            })
        };
        let from = (SENTENCE..words.len()).find(closes);
        from.map_or(clause.len(), |from| words[..from].iter().map(|word| word.chars().count() + 1).sum::<usize>() - 1)
    }
}

/// A kind of words that are used for one another: its number in the table.
pub type Kin = u16;
/// The kind of words that say nothing new wherever they stand.
pub const IDLE: Kin = u16::MAX;

/// What stands for a word in the comparison form.
#[derive(Debug, Clone, PartialEq)]
enum Reading {
    /// This wording stands for it, each character with this weight.
    As(Vec<char>, f32),
    /// It says nothing of which task it is.
    Nothing,
}

/// Weight of a character of a soft word, where any other character has 1.
pub const SOFT: f32 = 0.25;
/// A longer clause says something of its own however it begins and ends.
const ASIDE: usize = 18;
/// Characters of a clause that may be made of nothing but padding.
const PADDING: usize = 4;
const PADDINGS: usize = 40;
/// Weight of a character of a word that says no more than that something is done.
pub const ACTION: f32 = 0.1;

/// The table, ready to be asked: words by their first character, longest first.
#[derive(Debug)]
pub struct Wording {
    by_first: FxHashMap<char, Vec<(Vec<char>, Reading)>>,
    /// Wordings with a mark inside that would part a clause, and what stands for them.
    unsplit: Vec<[String; 2]>,
    /// How asides begin and end.
    asides: Vec<[Box<[char]>; 2]>,
    /// Words by their first character of which clauses are made that say nothing of what is done.
    padding: FxHashMap<char, Vec<Box<[char]>>>,
    closing: Closing,
    progress: Progress,
    /// Words in Latin letters that say nothing of which task it is.
    latin_fillers: Vec<Box<[char]>>,
    /// Words that say what is done with an object, and stand before or behind it.
    verbs: FxHashSet<Box<[char]>>,
    /// Words by their first character, longest first, each with a kind that it is of.
    kin: FxHashMap<char, Vec<(Vec<char>, Kin)>>,
}

static BUILT_IN: LazyLock<Wording> = LazyLock::new(|| {
    let table: Table = toml::from_str(include_str!("../../seeds/link/wording.toml")).expect("held valid by a test");
    let kin = kin(&table);
    let chars = |word: &String| -> Box<[char]> { fold(word).chars().collect() };
    let asides = table.asides.iter().map(|ends| ends.each_ref().map(chars)).collect();
    let is_latin = |word: &&String| word.chars().all(|c| c.is_ascii_alphabetic());
    let latin_fillers = table.fillers.iter().filter(is_latin).map(chars).collect();
    let verbs = table.verbs.iter().chain(&table.actions).map(chars).collect();
    let mut padding: FxHashMap<char, Vec<Box<[char]>>> = FxHashMap::default();
    for word in table.padding.iter().chain(&table.fillers).chain(&table.idle).map(chars) {
        padding.entry(word[0]).or_default().push(word);
    }
    let mut wording = Wording {
        verbs,
        padding,
        latin_fillers,
        by_first: FxHashMap::default(),
        unsplit: table.unsplit,
        asides,
        closing: table.closing,
        progress: table.progress,
        kin,
    };
    for group in &table.same {
        let Some(first) = group.first() else { continue };
        for word in group {
            let weight = if table.actions.contains(first) {
                ACTION
            } else if table.soft.contains(first) {
                SOFT
            } else {
                1.0
            };
            wording.add(word, Reading::As(fold(first).chars().collect(), weight));
        }
    }
    table.fillers.iter().for_each(|word| wording.add(word, Reading::Nothing));
    for (words, weight) in [(&table.actions, ACTION), (&table.soft, SOFT)] {
        for word in words {
            wording.add(word, Reading::As(fold(word).chars().collect(), weight));
        }
    }
    for words in wording.by_first.values_mut() {
        words.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
    }
    wording
});

fn kin(table: &Table) -> FxHashMap<char, Vec<(Vec<char>, Kin)>> {
    let groups = table.same.iter().chain(&table.near).enumerate();
    let grouped = groups.flat_map(|(at, group)| group.iter().map(move |word| (word, at as Kin)));
    let idle = table.fillers.iter().chain(&table.idle).map(|word| (word, IDLE));
    let mut kin: FxHashMap<char, Vec<(Vec<char>, Kin)>> = FxHashMap::default();
    for (word, of) in grouped.chain(idle) {
        let word: Vec<char> = fold(word).chars().collect();
        if let Some(first) = word.first() {
            kin.entry(*first).or_default().push((word, of));
        }
    }
    for words in kin.values_mut() {
        words.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)).then(a.1.cmp(&b.1)));
        words.dedup();
    }
    kin
}

impl Wording {
    /// The words of a kind that begin a text, longest first, each with its length.
    pub fn kin_at<'a>(&'a self, text: &'a [char]) -> impl Iterator<Item = (usize, Kin)> + 'a {
        let words = text.first().and_then(|first| self.kin.get(first));
        let begin = move |(word, kin): &'a (Vec<char>, Kin)| text.starts_with(word).then_some((word.len(), *kin));
        words.into_iter().flatten().filter_map(begin)
    }

    /// The kinds that a whole word is of.
    pub fn kin_of<'a>(&'a self, word: &'a [char]) -> impl Iterator<Item = Kin> + 'a {
        self.kin_at(word).filter(|(length, _)| *length == word.len()).map(|(_, kin)| kin)
    }

    /// Whether two whole words are of one kind, and not merely both idle.
    pub fn are_kin(&self, a: &[char], b: &[char]) -> bool {
        self.kin_of(a).filter(|kin| *kin != IDLE).any(|kin| self.kin_of(b).any(|other| other == kin))
    }

    /// Whether a text is made of words that say what is done with an object, and of nothing else: 规范处置.
    pub fn is_verb(&self, text: &[char]) -> bool {
        let mut ends = vec![false; text.len() + 1];
        ends[0] = true;
        for at in 0..text.len() {
            for end in (at + 1..=text.len()).filter(|_| ends[at]).collect::<Vec<_>>() {
                ends[end] |= self.verbs.contains(&text[at..end]);
            }
        }
        !text.is_empty() && ends[text.len()]
    }

    /// Whether two characters are a common word: a verb, or one that officials use for another.
    pub fn is_common(&self, word: [char; 2]) -> bool {
        let padding = || self.padding.get(&word[0]).is_some_and(|words| words.iter().any(|own| **own == word[..]));
        self.verbs.contains(&word[..]) || self.kin_of(&word).next().is_some() || padding()
    }

    /// Whether a clause is an aside, which says by whose leave or to what avail a thing is done and not what it is:
    /// 按照市委部署, 取得阶段性成效.
    pub fn is_aside(&self, clause: &[char]) -> bool {
        let within = |[begin, end]: &[Box<[char]>; 2]| {
            clause.starts_with(begin) && clause.ends_with(end) && clause.len() >= begin.len() + end.len()
        };
        !clause.iter().any(char::is_ascii_alphanumeric)
            && (clause.len() <= ASIDE && self.asides.iter().any(within) || self.is_padding(clause))
    }

    /// Whether a clause is made of words that say how work is done, and not what.
    fn is_padding(&self, clause: &[char]) -> bool {
        if !(PADDING..=PADDINGS).contains(&clause.len()) {
            return false;
        }
        let mut reached = vec![false; clause.len() + 1];
        reached[0] = true;
        for at in 0..clause.len() {
            let words = self.padding.get(&clause[at]).filter(|_| reached[at]);
            for word in words.into_iter().flatten().filter(|word| clause[at..].starts_with(word)) {
                reached[at + word.len()] = true;
            }
        }
        reached[clause.len()]
    }

    /// How clauses speak of how far a department has come.
    pub const fn progress(&self) -> &Progress {
        &self.progress
    }

    /// Words in Latin letters that say nothing of which task it is.
    pub fn latin_fillers(&self) -> impl Iterator<Item = &[char]> {
        self.latin_fillers.iter().map(|word| &**word)
    }

    /// A clause in Latin letters without what closes it (within the approved budget).
    pub fn unclosed<'c>(&self, clause: &'c [char]) -> &'c [char] {
        &clause[..self.closing.without(clause)]
    }

    /// The table in `seeds/link/`.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    fn add(&mut self, word: &str, reading: Reading) {
        let word: Vec<char> = fold(word).chars().collect();
        if let Some(first) = word.first() {
            let words = self.by_first.entry(*first).or_default();
            // A word that has a group of its own is no filler as well.
            if !words.iter().any(|(other, _)| *other == word) {
                words.push((word, reading));
            }
        }
    }

    /// A text in which no wording of one thing is parted by a mark: 新建、改扩建 is one word, 新改扩建.
    pub fn unsplit<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut whole = Cow::Borrowed(text);
        for [word, other] in &self.unsplit {
            if whole.contains(word.as_str()) {
                whole = Cow::Owned(whole.replace(word.as_str(), other));
            }
        }
        whole
    }

    /// A clause in the words that stand for its own, each character with its weight.
    pub fn canonical(&self, clause: &[char]) -> Vec<(char, f32)> {
        let mut out = Vec::with_capacity(clause.len());
        let mut at = 0;
        while let Some(c) = clause.get(at) {
            match self.word_at(clause, at) {
                Some((length, Reading::As(word, weight))) => {
                    out.extend(word.iter().map(|c| (*c, *weight)));
                    at += length;
                }
                Some((length, Reading::Nothing)) => at += length,
                None => {
                    out.push((*c, 1.0));
                    at += 1;
                }
            }
        }
        out
    }

    /// The characters of a clause but those of words that say nothing or no more than that something is done.
    pub fn telling(&self, clause: &[char]) -> Vec<char> {
        self.canonical(clause).into_iter().filter(|(_, weight)| *weight >= 1.0).map(|(c, _)| c).collect()
    }

    /// How many characters of a text name things: those of verbs, of words that say nothing and of what tells little do not.
    pub fn naming(&self, text: &[char]) -> usize {
        let (mut at, mut naming) = (0, 0);
        while at < text.len() {
            let rest = &text[at..];
            let idle = self.kin_at(rest).filter(|(_, kin)| *kin == IDLE).map(|(length, _)| length).max();
            let verb = rest.get(..2).filter(|word| self.is_verb(word)).map(<[char]>::len);
            let (length, names) = match (idle.max(verb), self.word_at(text, at)) {
                (Some(length), _) | (None, Some((length, Reading::Nothing))) => (length, false),
                (None, Some((length, Reading::As(_, weight)))) => (length, *weight >= 1.0),
                (None, None) => (1, true),
            };
            naming += if names { length } else { 0 };
            at += length.max(1);
        }
        naming
    }

    fn word_at(&self, clause: &[char], at: usize) -> Option<(usize, &Reading)> {
        let words = self.by_first.get(clause.get(at)?)?;
        let rest = &clause[at..];
        let latin = |c: Option<&char>| c.is_some_and(char::is_ascii_alphanumeric);
        words.iter().find_map(|(word, reading)| {
            if !rest.starts_with(word) {
                return None;
            }
            // A Latin word is met whole or not at all.
            let inside = latin(word.last()) && latin(rest.get(word.len()))
                || latin(word.first()) && at > 0 && latin(clause.get(at - 1));
            (!inside).then_some((word.len(), reading))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(text: &str) -> String {
        let chars: Vec<char> = fold(text).chars().collect();
        Wording::built_in().canonical(&chars).into_iter().map(|(c, _)| c).collect()
    }

    #[test]
    fn what_closes_an_english_sentence_is_no_part_of_it() {
        for (text, without) in [
            ("inspect 75% of food businesses within the approved budget", "inspect 75% of food businesses"),
            ("upgrade 85 bus stops as set out in the corporate plan", "upgrade 85 bus stops"),
            (
                "upgrade 85 bus stops in line with the cycling plan",
                "upgrade 85 bus stops in line with the cycling plan",
            ),
            ("adopt the corporate plan", "adopt the corporate plan"),
            ("keep spending within the approved budget for 2025", "keep spending within the approved budget for 2025"),
        ] {
            let clause: Vec<char> = text.chars().collect();
            assert_eq!(Wording::built_in().unclosed(&clause).iter().collect::<String>(), without);
        }
    }

    #[test]
    fn exchanged_words_read_alike_and_others_stay_apart() {
        for (a, b) in [("提高危废处置能力", "提升危险废物处置能力"), ("持续推进智改数转", "加快智能化改造数字化转型")]
        {
            assert_eq!(canonical(a), canonical(b), "{a} / {b}");
        }
        for (a, b) in [("新增绿地", "累计绿地"), ("启动建设", "完成建设"), ("口袋公园", "体育公园")]
        {
            assert_ne!(canonical(a), canonical(b), "{a} / {b}");
        }
    }
}

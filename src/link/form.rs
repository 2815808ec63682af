//! A text prepared for comparison: its words, its clauses, its figures and guard words, and its grams with their rarity.

use std::{borrow::Cow, num::NonZeroU32};

use super::{
    figures::{self, Figure},
    guards::{Guards, Mark},
    latin::Word,
    news::Plain,
    quantity,
    script::simplified,
    wording::Wording,
};
use crate::text::{
    fold::{fold, is_digit, nfkc, words_only},
    numbering, numerals,
};

/// A word of a clause: a Chinese character, or the hash of a word or number in other letters.
pub type Token = u64;

/// Between two strong marks of punctuation.
#[derive(Debug, Clone, Default)]
pub struct Clause {
    /// In the words that stand for its own.
    pub tokens: Box<[Token]>,
    /// The same, ascending.
    pub sorted: Box<[Token]>,
    /// Weight of each token.
    pub weights: Box<[f32]>,
    /// Sum of the weights.
    pub weight: f64,
    /// The figures named in it.
    pub figures: Box<[Figure]>,
    /// The guard words in it.
    pub marks: Box<[Mark]>,
}

/// The words of a clause while it is read.
#[derive(Debug, Default)]
pub struct Draft {
    /// Its words.
    pub tokens: Vec<Token>,
    /// Weight of each.
    pub weights: Vec<f32>,
    /// Where each begins in the clause as it is read.
    pub starts: Vec<usize>,
}

/// A gram: two Chinese characters, a word, or a run of three letters.
#[derive(Debug, Clone, Copy)]
pub struct Gram {
    /// What it is.
    pub key: u64,
    /// How rare it is in the list, once the index has weighed it.
    pub rarity: f32,
    /// Its posting list in the index.
    pub list: Option<NonZeroU32>,
}

/// A text prepared for comparison. There is one of every task and of much that is said, so its lists have no room for more.
#[derive(Debug, Clone, Default)]
pub struct Form {
    /// Its words without punctuation, spaces and numbering.
    pub words: Box<str>,
    /// In order, none empty.
    pub clauses: Box<[Clause]>,
    /// Ascending.
    pub grams: Box<[Gram]>,
    /// Sum of the rarities.
    pub rarity: f64,
    /// Root of the sum of their squares.
    pub length: f64,
    /// Sum of the tokens' weights.
    pub weight: f64,
    /// Model numbers, road numbers and other codes of letters and digits, as tokens, ascending.
    pub codes: Box<[Token]>,
    /// All figures, in order.
    pub figures: Box<[Figure]>,
    /// All guard words, ascending.
    pub marks: Box<[Mark]>,
    /// Its words as written, ascending by key, where most of it is in Latin letters.
    pub spelt: Box<[Word]>,
    /// As it is laid beside another for what it says, where most of it is not in Latin letters.
    pub plain: Plain,
    /// Whether it is a text in Latin letters.
    pub latin: bool,
}

/// Letters for each Chinese character from which a text is one in Latin letters: fewer, and it is a Chinese sentence about
/// foreign names, whose characters say who does what.
const LETTERS: usize = 10;

fn is_latin(words: &str) -> bool {
    let letters = words.chars().filter(char::is_ascii_alphabetic).count();
    let characters = words.chars().filter(|c| is_han(*c)).count();
    if characters == 0 { letters > 0 } else { letters * 2 > words.chars().count() && letters > LETTERS * characters }
}

impl Gram {
    const fn new(key: u64) -> Self {
        Self { key, rarity: 0.0, list: None }
    }
}

impl Form {
    /// Prepares a text; the grams have no rarity yet.
    pub fn new(text: &str) -> Self {
        let text = simplified(text);
        let text = whole_quantities(&text);
        let text = numbering::without_items(&text);
        let text = &*unnumbered(numbering::without(&text));
        let words = words_only(text);
        let latin = is_latin(&words);
        let mut clauses = clauses(&Wording::built_in().unsplit(text));
        let is_aside = |clause: &Vec<char>| Wording::built_in().is_aside(clause);
        if !latin && !clauses.iter().all(is_aside) {
            clauses.retain(|clause| !is_aside(clause));
        }
        let mut parts = Parts { latin, ..Parts::default() };
        for clause in &clauses {
            parts.push(if latin { Wording::built_in().unclosed(clause) } else { clause });
        }
        let plain = if latin { Plain::default() } else { Plain::new(&clauses) };
        parts.form(words.into(), plain)
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether a gram of the text is met in the list.
    pub fn is_listed(&self, key: u64) -> bool {
        self.grams.binary_search_by_key(&key, |gram| gram.key).is_ok_and(|at| self.grams[at].list.is_some())
    }

    /// How rare a gram of the text is in the list; `None` before the index has weighed it.
    pub fn rarity_of(&self, key: u64) -> Option<f32> {
        let at = self.grams.binary_search_by_key(&key, |gram| gram.key).ok()?;
        Some(self.grams[at].rarity).filter(|rarity| *rarity > 0.0)
    }
}

/// The words of a text, as in its form.
pub fn words(text: &str) -> Box<str> {
    words_only(&unnumbered(numbering::without(&numbering::without_items(&simplified(text))))).into()
}

/// What a text is made of while it is read.
#[derive(Debug, Default)]
struct Parts {
    latin: bool,
    clauses: Vec<Clause>,
    grams: Vec<Gram>,
    codes: Vec<Token>,
    spelt: Vec<Word>,
}

impl Parts {
    fn push(&mut self, chars: &[char]) {
        let mut read = Wording::built_in().canonical(chars);
        if read.is_empty() {
            read = chars.iter().map(|c| (*c, super::wording::SOFT)).collect();
        }
        let mut draft = Draft::default();
        tokenise(&read, &mut draft, self);
        if draft.tokens.is_empty() {
            return;
        }
        if !self.latin {
            quantity::last(&read, &mut draft);
        }
        let mut sorted: Box<[Token]> = draft.tokens.as_slice().into();
        sorted.sort_unstable();
        self.clauses.push(Clause {
            weight: draft.weights.iter().map(|weight| f64::from(*weight)).sum(),
            sorted,
            tokens: draft.tokens.into(),
            weights: draft.weights.into(),
            figures: figures::figures(chars).into(),
            marks: Guards::built_in().marks(chars).into(),
        });
    }

    fn form(mut self, words: Box<str>, plain: Plain) -> Form {
        self.grams.sort_unstable_by_key(|gram| gram.key);
        self.grams.dedup_by_key(|gram| gram.key);
        self.codes.sort_unstable();
        self.spelt.sort_unstable();
        self.spelt.dedup();
        let mut marks: Vec<Mark> = self.clauses.iter().flat_map(|clause| clause.marks.iter().copied()).collect();
        marks.sort_unstable();
        marks.dedup();
        Form {
            weight: self.clauses.iter().map(|clause| clause.weight).sum(),
            figures: self.clauses.iter().flat_map(|clause| clause.figures.iter().copied()).collect(),
            marks: marks.into(),
            clauses: self.clauses.into(),
            grams: self.grams.into(),
            codes: self.codes.into(),
            spelt: self.spelt.into(),
            rarity: 0.0,
            length: 0.0,
            latin: self.latin,
            words,
            plain,
        }
    }
}

/// What a rate is counted by: 元/月, 万元/亩, 批次/千人.
const RATE: &str = "月年日天人户亩千万百";

/// The clauses of a text: compatibility forms folded, spaces kept between Latin words alone.
fn clauses(text: &str) -> Vec<Vec<char>> {
    let mut all = vec![Vec::new()];
    let mut chars = nfkc(text).flat_map(char::to_lowercase).peekable();
    let mut before = ' ';
    while let Some(mut c) = chars.next() {
        if c == '/' && !before.is_ascii() && chars.peek().is_some_and(|c| RATE.contains(*c)) {
            // 700元/月 is 700元每月.
            c = '每';
        }
        let inside_number = before.is_ascii_digit() && chars.peek().is_some_and(char::is_ascii_digit);
        if inside_number && matches!(c, ':' | '：' | '∶') {
            // 2.6:1 is a ratio.
            c = '比';
        }
        let breaks = match c {
            '，' | '。' | '；' | '、' | '：' | ':' | ';' | '!' | '?' | '！' | '？' | '(' | ')' | '/' | '\n' => {
                true
            }
            '—' | '–' if inside_number => {
                // 1—9月 is no 19月.
                c = '-';
                false
            }
            '—' | '–' => !before.is_ascii_digit(),
            // A full stop of another keyboard: 托位6000个.新增31家.
            '.' => is_han(before),
            // Names that are said one after another: “拿地即开工”“验收即拿证”.
            '“' | '「' | '《' => matches!(before, '”' | '」' | '》'),
            ',' => !inside_number,
            _ => false,
        };
        if breaks {
            all.push(Vec::new());
        } else if let Some(clause) = all.last_mut() {
            if c.is_whitespace() {
                clause.push(' ');
            } else if c == '〇' {
                clause.push('零');
            } else if c.is_alphanumeric() || matches!(c, '%' | '‰' | '.' | ',' | '-' | '&') {
                clause.push(c);
            }
        }
        before = c;
    }
    for clause in &mut all {
        *clause = without_loose_spaces(clause);
        // 变电站一座 is 变电站1座.
        if let [.., before, one @ '一', counter] = clause.as_mut_slice()
            && is_han(*before)
            && figures::counts(*counter)
        {
            *one = '1';
        }
    }
    // A number in brackets numbers what follows.
    let numbers = |clause: &[char]| clause.len() <= 2 && clause.iter().all(char::is_ascii_digit);
    all.retain(|clause| clause.iter().any(|c| c.is_alphanumeric()) && !numbers(clause));
    all
}

/// What may stand behind the digits of a quantity at the beginning of a line: its scale or what it counts.
const QUANTITY: &str = "万亿千百余个家户项条处所座名人次件辆台套间亩米吨栋幢";

/// A text without the white space that stands inside its quantities: 3 | 万辆, 2. | 9万户. A number by itself in front of a
/// line numbers it.
fn whole_quantities(text: &str) -> Cow<'_, str> {
    let point = |c: char| matches!(c, '.' | '．');
    let inside = |at: usize| {
        let (before, rest) = (&text[..at], text[at..].trim_start());
        let number = before.trim_end_matches(|c| is_digit(c) || point(c));
        let next = rest.chars().next();
        let goes_on = match before.chars().next_back() {
            Some(last) if point(last) => before.len() > number.len() + last.len_utf8() && next.is_some_and(is_digit),
            Some(last) => is_digit(last) && next.is_some_and(|next| QUANTITY.contains(next)),
            None => false,
        };
        goes_on && number.trim_end_matches(char::is_whitespace).ends_with(is_han)
    };
    let blank = |(at, c): &(usize, char)| c.is_whitespace() && inside(*at);
    let Some((mut at, _)) = text.char_indices().find(blank) else { return Cow::Borrowed(text) };
    let mut whole = text[..at].to_owned();
    while let Some(rest) = text.get(at..) {
        let rest = rest.trim_start();
        let from = text.len() - rest.len();
        let next = rest.char_indices().map(|(after, c)| (from + after, c)).find(blank);
        at = next.map_or(text.len(), |(at, _)| at);
        whole.push_str(&text[from..at]);
        if next.is_none() {
            break;
        }
    }
    Cow::Owned(whole)
}

/// A text whose parts are not numbered: ①高血压；②糖尿病, or line by line.
fn unnumbered(text: &str) -> Cow<'_, str> {
    let enclosed = |c: char| ('①'..='⑳').contains(&c);
    let text = if text.contains(enclosed) { Cow::Owned(text.replace(enclosed, "；")) } else { Cow::Borrowed(text) };
    if !text.trim_end().contains('\n') {
        return text;
    }
    let lines: Vec<&str> = text.lines().map(|line| numbering::without(line.trim_start())).collect();
    Cow::Owned(lines.join("\n"))
}

/// A space between Chinese characters is a writing habit; one between Latin words parts them.
fn without_loose_spaces(clause: &[char]) -> Vec<char> {
    let latin = |c: Option<&char>| c.is_some_and(|c| c.is_ascii() && *c != ' ');
    let kept = clause.iter().enumerate().filter(|(at, c)| {
        **c != ' ' || (latin(at.checked_sub(1).and_then(|before| clause.get(before))) && latin(clause.get(at + 1)))
    });
    kept.map(|(_, c)| *c).collect()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() && !is_han(c)
}

/// Whether a character is a word by itself.
fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn tokenise(read: &[(char, f32)], clause: &mut Draft, parts: &mut Parts) {
    let mut before: Option<char> = None;
    let mut at = 0;
    while let Some((c, weight)) = read.get(at).copied() {
        let start = at;
        if is_word(c) {
            let end = word_end(read, at);
            let word: Vec<char> = read[at..end].iter().map(|(c, _)| *c).filter(|c| *c != ',').collect();
            clause.tokens.push(hash(&word));
            clause.weights.push(2.0);
            clause.starts.push(start);
            word_grams(&word, parts.latin, &mut parts.grams);
            if parts.latin {
                parts.spelt.push(Word { key: hash(&word), letters: word.as_slice().into() });
            }
            if is_code(&word) {
                parts.codes.push(hash(&word));
            }
            (before, at) = (None, end);
            continue;
        }
        if is_han(c) {
            clause.tokens.push(u64::from(u32::from(c)));
            clause.weights.push(weight);
            clause.starts.push(start);
            if let Some(before) = before {
                parts.grams.push(Gram::new(u64::from(u32::from(before)) << 21 | u64::from(u32::from(c))));
            }
            before = Some(c);
        } else {
            before = None;
        }
        at += 1;
    }
}

/// Letters and digits in one word, long enough to be no unit or name (S305, KDL40; not 5G, PM2.5), and neither a number with
/// its unit nor one of an order (512MB, 10th).
fn is_code(word: &[char]) -> bool {
    let all = word.iter().all(char::is_ascii_alphanumeric);
    let digits = word.iter().take_while(|c| c.is_ascii_digit()).count();
    let is_number = digits > 0 && figures::ends_number(&word[digits..]);
    all && word.len() >= 4
        && word.iter().any(char::is_ascii_digit)
        && word.iter().any(char::is_ascii_alphabetic)
        && !is_number
}

/// One past a word or number; a point or comma belongs to it between two of its characters.
fn word_end(read: &[(char, f32)], start: usize) -> usize {
    let mut end = start;
    while let Some((c, _)) = read.get(end) {
        let joins = matches!(c, '.' | ',') && read.get(end + 1).is_some_and(|(c, _)| is_word(*c));
        if !is_word(*c) && !joins && *c != '%' {
            break;
        }
        end += 1;
    }
    end.max(start + 1)
}

/// The word itself and the runs of three characters of the word with its ends marked. Among Chinese characters numbers and
/// short words stand for themselves alone.
fn word_grams(word: &[char], latin: bool, grams: &mut Vec<Gram>) {
    grams.push(Gram::new(hash(word)));
    if !latin && (word.len() < 4 || word.iter().any(char::is_ascii_digit)) {
        return;
    }
    let mut padded = vec!['^'];
    padded.extend(word);
    padded.push('$');
    grams.extend(padded.windows(3).map(|run| Gram::new(hash(run) ^ 1)));
}

/// FNV-1a with the top bit set, so that it is never a Chinese character or a pair of them.
fn hash(chars: &[char]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for c in chars {
        for byte in u32::from(*c).to_le_bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash | 1 << 63
}

/// A heading or name as compared: folded, without its numbering, its count of items (（共3项）) and punctuation.
pub fn heading(text: &str) -> String {
    words_only(numbering::without(without_count(fold(text).trim())))
}

/// Takes a count of items in brackets from the end of a heading.
fn without_count(heading: &str) -> &str {
    let Some((name, inside)) = heading.strip_suffix(')').and_then(|open| open.rsplit_once('(')) else { return heading };
    let count = inside.trim().trim_start_matches('共').trim_end_matches(['项', '条', '件', '个']).trim();
    if numerals::parse(count).is_some() || count.parse::<u32>().is_ok() { name } else { heading }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_inside_a_quantity_is_none() {
        for (text, whole) in [
            ("以旧换新3\n万辆、家电 22 万台", "以旧换新3万辆、家电 22万台"),
            ("涉及２．　９万户", "涉及２．９万户"),
            ("1.\n3家医院", "1.\n3家医院"),
            ("新建3所\n4所改造", "新建3所\n4所改造"),
            ("3\n家庭医生签约", "3\n家庭医生签约"),
        ] {
            assert_eq!(whole_quantities(text), whole, "{text:?}");
        }
    }

    #[test]
    fn a_number_with_its_unit_is_no_code() {
        for (text, codes) in
            [("sound card sb0570 128mb", 1), ("10th anniversary, 512gb and 2000w", 0), ("KDL40 screen", 1)]
        {
            assert_eq!(Form::new(text).codes.len(), codes, "{text}");
        }
    }

    #[test]
    fn headings_are_compared_without_number_and_count() {
        for (text, as_compared) in [
            ("一、扩大有效投资（2项）", "扩大有效投资"),
            ("扩大有效投资（共十二项）", "扩大有效投资"),
            ("扩大有效投资 (3)", "扩大有效投资"),
            ("扩大有效投资（市级）", "扩大有效投资市级"),
            ("（2项）", ""),
        ] {
            assert_eq!(heading(text), as_compared, "{text}");
        }
    }
}

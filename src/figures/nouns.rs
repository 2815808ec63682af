//! What a figure's words name, once verbs of change, comparisons and time are left out.

use std::sync::LazyLock;

use super::{document::Document, glyphs::is_han, omit::Omitted, words::WORDS};

/// Words of time and small words that name nothing.
const SMALL: [&str; 29] = [
    "上年", "去年", "同期", "年", "月", "底", "末", "同", "上周", "上月", "往", "期", "度", "十", "五", "间", "的",
    "数", "净", "分别", "与", "相", "当", "全", "本", "累计", "初", "是", "季",
];

/// All Chinese words that name nothing.
static NAMELESS: LazyLock<Omitted> = LazyLock::new(|| Omitted::new(WORDS.of_change().chain(SMALL)));

/// English words around a change that name nothing.
const SMALL_ENGLISH: [&str; 65] = [
    "a",
    "an",
    "the",
    "of",
    "by",
    "up",
    "down",
    "or",
    "and",
    "to",
    "from",
    "at",
    "on",
    "in",
    "is",
    "was",
    "were",
    "which",
    "representing",
    "equivalent",
    "equal",
    "some",
    "about",
    "nearly",
    "increase",
    "decrease",
    "rise",
    "fall",
    "drop",
    "decline",
    "reduction",
    "growth",
    "gain",
    "saving",
    "cut",
    "rose",
    "fell",
    "grew",
    "rising",
    "falling",
    "increasing",
    "decreasing",
    "increased",
    "decreased",
    "dropped",
    "declined",
    "year",
    "annual",
    "net",
    "further",
    "over",
    "than",
    "more",
    "less",
    "fewer",
    "higher",
    "lower",
    "with",
    "that",
    "this",
    "just",
    "only",
    "almost",
    "compared",
    "it",
];

/// The characters of a label that name what is counted; of an English one its words.
pub fn own_noun(label: &str) -> Vec<char> {
    if label.is_ascii() {
        let words = label.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty());
        return words
            .filter(|word| !SMALL_ENGLISH.contains(&word.to_ascii_lowercase().as_str()))
            .flat_map(str::chars)
            .collect();
    }
    let mut noun: Vec<char> = label.chars().collect();
    NAMELESS.leave_out(&mut noun);
    noun.retain(|c| is_han(*c));
    noun
}

/// Whether the words of figure `a` and the own noun of figure `b` share so many characters in a row.
pub fn shares_noun(document: &Document<'_>, a: usize, b: usize, length: usize) -> bool {
    let named = document.own_noun(b);
    // A short noun is shared as a whole.
    let length = length.min(named.len());
    if length < 2 || named.first().is_some_and(char::is_ascii) {
        return false;
    }
    let figure = &document.figures[a];
    let label = document.text.chars.get(figure.label_start..figure.start).unwrap_or_default();
    let tail = document.text.chars.get(figure.end..figure.tail_end).unwrap_or_default();
    let mut runs = label.windows(length).chain(tail.windows(length));
    runs.any(|run| named.windows(length).any(|own| own == run))
}

//! What a figure's words name, once verbs of change, comparisons and time are left out.

use super::{document::Document, glyphs::is_han, words::WORDS};

/// Words of time and small words that name nothing.
const SMALL: [&str; 28] = [
    "上年", "去年", "同期", "年", "月", "底", "末", "同", "上周", "上月", "往", "期", "度", "十", "五", "间", "的",
    "数", "净", "与", "相", "当", "全", "本", "累计", "初", "是", "季",
];

/// The Chinese characters of a label that name what is counted.
pub fn own_noun(label: &str) -> Vec<char> {
    let mut text = WORDS.without_change(label);
    for word in SMALL {
        if text.contains(word) {
            text = text.replace(word, "");
        }
    }
    text.chars().filter(|c| is_han(*c)).collect()
}

/// Whether the words of figure `a` and the own noun of figure `b` share so many characters in a row.
pub fn shares_noun(document: &Document<'_>, a: usize, b: usize, length: usize) -> bool {
    let named = document.own_noun(b);
    // A short noun is shared as a whole.
    let length = length.min(named.len());
    if length < 2 {
        return false;
    }
    let figure = &document.figures[a];
    let label = document.text.chars.get(figure.label_start..figure.start).unwrap_or_default();
    let tail = document.text.chars.get(figure.end..figure.tail_end).unwrap_or_default();
    let mut runs = label.windows(length).chain(tail.windows(length));
    runs.any(|run| named.windows(length).any(|own| own == run))
}

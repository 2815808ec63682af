//! Lists of words that are looked for all at once: a text is read a single time, however long the list is.

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use serde::Deserialize;

/// Whether one of a few words stands in a text. For words that are named where they are asked for: of a short text each
/// place is looked at once, however many they are.
pub fn holds_any(text: &str, words: &[impl AsRef<str>]) -> bool {
    let bytes = text.as_bytes();
    // A bit for the third byte of each word, by which a Chinese character is told from most others.
    let mut thirds = 0_u64;
    for word in words.iter().map(AsRef::as_ref) {
        match word.as_bytes().get(2) {
            Some(third) => thirds |= bit(*third),
            None if text.contains(word) => return true,
            None => {}
        }
    }
    let starts = |from: usize, word: &str| {
        let (text, word) = (&bytes[from..], word.as_bytes());
        word.len() > 2 && text[..3] == word[..3] && text.starts_with(word)
    };
    let mut thirds_of_text = bytes.iter().enumerate().skip(2);
    thirds_of_text
        .any(|(at, third)| thirds & bit(*third) != 0 && words.iter().any(|word| starts(at - 2, word.as_ref())))
}

/// The bit of a byte by its last six, which are all that tells bytes inside a character apart.
const fn bit(byte: u8) -> u64 {
    1 << (byte & 63)
}

/// A list of words, ready to be looked for in texts.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct WordSet {
    words: Vec<String>,
    /// `None` for an empty list.
    automaton: Option<AhoCorasick>,
}

impl WordSet {
    /// The words, in the order in which `all_in` counts them. Empty words are never found.
    pub fn new(words: Vec<String>) -> Self {
        // A character that stands in no text keeps the place of an empty word.
        let needles = words.iter().map(|word| if word.is_empty() { "\u{10ffff}" } else { word.as_str() });
        let automaton = AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(needles).ok();
        Self { automaton: automaton.filter(|_| !words.is_empty()), words }
    }

    /// Whether one of the words stands in a text.
    pub fn is_in(&self, text: &str) -> bool {
        self.automaton.as_ref().is_some_and(|automaton| automaton.is_match(text))
    }

    /// Every word that stands in a text, with its position in the list, once for every place where it stands;
    /// words inside of words as well.
    pub fn all_in<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, &'a str)> {
        let found = self.automaton.iter().flat_map(move |automaton| automaton.find_overlapping_iter(text));
        found.filter_map(|found| {
            let at = found.pattern().as_usize();
            self.words.get(at).map(|word| (at, word.as_str()))
        })
    }

    /// Whether a text ends with one of the words.
    pub fn ends(&self, text: &str) -> bool {
        self.words.iter().any(|word| text.ends_with(word.as_str()))
    }
}

impl From<Vec<String>> for WordSet {
    fn from(words: Vec<String>) -> Self {
        Self::new(words)
    }
}

/// A list of words with which texts may end.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct Endings {
    words: Vec<String>,
    /// Their last characters in order: most texts end with none of them.
    lasts: Vec<char>,
}

impl Endings {
    /// The words.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// Whether a text ends with one of the words. An empty word ends none.
    pub fn ends(&self, text: &str) -> bool {
        let Some(last) = text.chars().next_back() else { return false };
        self.lasts.binary_search(&last).is_ok()
            && self.words.iter().any(|word| !word.is_empty() && text.ends_with(word.as_str()))
    }
}

impl From<Vec<String>> for Endings {
    fn from(words: Vec<String>) -> Self {
        let mut lasts: Vec<char> = words.iter().filter_map(|word| word.chars().next_back()).collect();
        lasts.sort_unstable();
        lasts.dedup();
        Self { words, lasts }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_words_are_found_as_one_by_one() {
        let texts = ["", "年", "截至6月底，完成年度投资", "a total of 38", "€3", "完成率ab", "其他"];
        let lists: [&[&str]; 6] =
            [&[], &["完成率", "投资"], &["of", "to"], &["年"], &["", "x"], &["其他各项", "其余", "€"]];
        for (text, words) in texts.iter().flat_map(|text| lists.iter().map(move |words| (*text, *words))) {
            assert_eq!(holds_any(text, words), words.iter().any(|word| text.contains(word)), "{text} {words:?}");
        }
    }

    #[test]
    fn endings_are_found_where_texts_end() {
        let endings = Endings::from(["水务局", "委员会", "局", ""].map(str::to_owned).to_vec());
        for (text, ends) in [("市水务局", true), ("局", true), ("员会", false), ("局长", false), ("", false)] {
            assert_eq!(endings.ends(text), ends, "{text}");
        }
        assert!(!Endings::default().ends("局"));
    }

    #[test]
    fn words_are_found_wherever_they_stand() {
        let words = WordSet::new(["完成", "完成率", "率", "计划"].map(str::to_owned).to_vec());
        let found: Vec<_> = words.all_in("投资完成率").map(|(at, _)| at).collect();
        assert_eq!(found, [0, 1, 2]);
        assert!(words.is_in("年度计划") && !words.is_in("投资") && words.ends("办结率") && !words.ends("率先"));
        assert!(!WordSet::default().is_in("完成") && !WordSet::new(Vec::new()).is_in(""));
    }
}

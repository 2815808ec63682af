//! Words left out of a text, one after another in the order of a list: only those that stand in it are looked at.

use super::trie::Trie;

/// A list of words to leave out.
pub struct Omitted {
    words: Vec<Vec<char>>,
    /// Where each word stands in the list; a word may stand there twice.
    turns: Trie<Vec<usize>>,
}

impl Omitted {
    /// Words in the order in which they are left out.
    pub fn new<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let words: Vec<Vec<char>> = words.into_iter().map(|word| word.chars().collect()).collect();
        let mut turns: Trie<Vec<usize>> = Trie::new();
        for (turn, word) in words.iter().enumerate() {
            let slot = turns.entry(word.iter().copied()).expect("fewer words than a trie holds");
            slot.get_or_insert_default().push(turn);
        }
        Self { words, turns }
    }

    /// Leaves every word out in its turn: what one leaves may make one that comes later.
    pub fn leave_out(&self, text: &mut Vec<char>) {
        let mut turn = 0;
        while let Some(next) = self.next(text, turn) {
            remove(text, &self.words[next]);
            turn = next + 1;
        }
    }

    /// The first word of the list from `turn` on that stands in `text`.
    fn next(&self, text: &[char], turn: usize) -> Option<usize> {
        let found = (0..text.len()).flat_map(|at| self.turns.prefixes(text[at..].iter().copied()));
        found.filter_map(|(_, turns)| turns.iter().copied().find(|known| *known >= turn)).min()
    }
}

fn remove(text: &mut Vec<char>, word: &[char]) {
    let (mut read, mut write) = (0, 0);
    while read < text.len() {
        if text[read..].starts_with(word) {
            read += word.len();
        } else {
            text[write] = text[read];
            (read, write) = (read + 1, write + 1);
        }
    }
    text.truncate(write);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_go_in_their_turn() {
        let words = ["增加", "同比", "同", "比", "年"];
        let omitted = Omitted::new(words);
        for text in ["同比增加件数", "增同比加件", "同年比年件", "上年同期件数", "", "同同比比"]
        {
            let mut left: Vec<char> = text.chars().collect();
            omitted.leave_out(&mut left);
            let expected = words.iter().fold(text.to_owned(), |text, word| text.replace(word, ""));
            assert_eq!(left.iter().collect::<String>(), expected, "{text}");
        }
    }
}

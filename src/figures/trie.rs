//! Words found at a place by walking a tree of characters: one step a character, however many words there are.

use super::marks::Marks;

/// Bits that tell which two characters words start with.
const PAIRS: usize = 0x1_0000;

/// Words with what is known of each.
pub struct Trie<T> {
    /// A bit for the first two characters of every word: most places of a text start none, and are told by it.
    pairs: Vec<u64>,
    /// Words of one character.
    alone: Marks,
    /// The characters that words start with.
    opening: Marks,
    /// The node below each of them, in their order.
    first: Vec<u16>,
    nodes: Vec<Node<T>>,
}

struct Node<T> {
    next: Vec<(char, u16)>,
    /// A bit for each character of `next` by its last six: most that do not go on are told by it.
    goes_on: u64,
    value: Option<T>,
}

impl<T> Node<T> {
    const fn bare() -> Self {
        Self { next: Vec::new(), goes_on: 0, value: None }
    }

    fn after(&self, c: char) -> Option<u16> {
        if self.goes_on & bit(c) == 0 {
            return None;
        }
        self.next.iter().find(|(other, _)| *other == c).map(|(_, next)| *next)
    }
}

const fn bit(c: char) -> u64 {
    1 << (c as u32 % u64::BITS)
}

impl<T> Trie<T> {
    /// An empty one.
    pub fn new() -> Self {
        Self {
            opening: Marks::default(),
            first: Vec::new(),
            pairs: vec![0; PAIRS / 64],
            alone: Marks::default(),
            nodes: vec![Node::bare()],
        }
    }

    /// The value of `word`, to be filled in; `None` when it can't be held: no character, one beyond the first plane
    /// at its start, or too many words.
    pub fn entry(&mut self, word: impl IntoIterator<Item = char>) -> Option<&mut Option<T>> {
        let mut word = word.into_iter().peekable();
        let opening = word.next()?;
        let (place, fresh) = self.opening.put(opening)?;
        if let Some(second) = word.peek() {
            let pair = pair(opening, *second);
            self.pairs[pair / 64] |= 1 << (pair % 64);
        } else {
            self.alone.put(opening);
        }
        if fresh {
            let node = u16::try_from(self.grow()?).ok()?;
            self.first.insert(place, node);
        }
        let mut node = usize::from(self.first[place]);
        for c in word {
            let next = if let Some(next) = self.nodes[node].after(c) {
                usize::from(next)
            } else {
                let grown = self.grow()?;
                self.nodes[node].next.push((c, u16::try_from(grown).ok()?));
                self.nodes[node].goes_on |= bit(c);
                grown
            };
            node = next;
        }
        Some(&mut self.nodes[node].value)
    }

    fn grow(&mut self) -> Option<usize> {
        let index = self.nodes.len();
        u16::try_from(index).ok()?;
        self.nodes.push(Node::bare());
        Some(index)
    }

    /// Every word that `chars` starts with, shortest first: how many characters, and its value.
    pub fn prefixes(&self, chars: impl IntoIterator<Item = char>) -> impl Iterator<Item = (usize, &T)> {
        let mut node = 0_usize;
        chars
            .into_iter()
            .enumerate()
            .map_while(move |(depth, c)| {
                let next = if depth == 0 {
                    self.opening.place(c).map(|place| self.first[place])
                } else {
                    self.nodes[node].after(c)
                };
                node = usize::from(next?);
                Some((depth + 1, self.nodes[node].value.as_ref()))
            })
            .filter_map(|(length, value)| Some((length, value?)))
    }

    /// As `prefixes`, for places that mostly start none.
    pub fn words(&self, chars: impl Iterator<Item = char> + Clone) -> impl Iterator<Item = (usize, &T)> {
        let mut ahead = chars.clone();
        let (first, second) = (ahead.next().unwrap_or('\0'), ahead.next().unwrap_or('\0'));
        let chars = self.may_open(first, second).then_some(chars);
        self.prefixes(chars.into_iter().flatten())
    }

    /// Whether a word may start with these two characters; where it says no, none does.
    pub fn may_open(&self, first: char, second: char) -> bool {
        let pair = pair(first, second);
        self.pairs[pair / 64] >> (pair % 64) & 1 == 1 || self.alone.has(first)
    }
}

/// The bit of two characters, which other pairs may share.
const fn pair(first: char, second: char) -> usize {
    ((first as usize).wrapping_mul(0x9e37) ^ second as usize) % PAIRS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_at_their_place() {
        let mut trie = Trie::new();
        for (word, value) in [("完成", 1), ("完成整改", 2), ("of which", 3), ("成", 4)] {
            *trie.entry(word.chars()).unwrap() = Some(value);
        }
        let at = |text: &str| -> Vec<(usize, i32)> { trie.prefixes(text.chars()).map(|(n, v)| (n, *v)).collect() };
        assert_eq!(at("完成整改2项"), [(2, 1), (4, 2)]);
        assert_eq!(at("of which 3"), [(8, 3)]);
        assert!(at("Of which").is_empty() && at("𠀀成").is_empty() && at("").is_empty());
        assert!(trie.may_open('成', '改') && trie.may_open('完', '成') && !trie.may_open('改', '成'));
    }
}

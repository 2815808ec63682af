//! Words found at a place by walking a tree of characters: one step a character, however many words there are.

/// First characters that are looked up in a table.
const TABLE: usize = 0x1_0000;

/// Words with what is known of each.
pub struct Trie<T> {
    /// The node below each first character; 0 for none.
    first: Vec<u16>,
    nodes: Vec<Node<T>>,
}

struct Node<T> {
    next: Vec<(char, u16)>,
    value: Option<T>,
}

impl<T> Trie<T> {
    /// An empty one.
    pub fn new() -> Self {
        Self { first: vec![0; TABLE], nodes: vec![Node { next: Vec::new(), value: None }] }
    }

    /// The value of `word`, to be filled in; `None` when it can't be held: no character, one beyond the table's plane
    /// at its start, or too many words.
    pub fn entry(&mut self, word: impl IntoIterator<Item = char>) -> Option<&mut Option<T>> {
        let mut word = word.into_iter();
        let first = word.next()? as usize;
        let mut node = usize::from(*self.first.get(first)?);
        if node == 0 {
            node = self.grow()?;
            self.first[first] = u16::try_from(node).ok()?;
        }
        for c in word {
            let known = self.nodes[node].next.iter().find(|(other, _)| *other == c).map(|(_, next)| *next);
            let next = if let Some(next) = known {
                usize::from(next)
            } else {
                let grown = self.grow()?;
                self.nodes[node].next.push((c, u16::try_from(grown).ok()?));
                grown
            };
            node = next;
        }
        Some(&mut self.nodes[node].value)
    }

    fn grow(&mut self) -> Option<usize> {
        let index = self.nodes.len();
        u16::try_from(index).ok()?;
        self.nodes.push(Node { next: Vec::new(), value: None });
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
                    self.first.get(c as usize).copied().filter(|next| *next > 0)
                } else {
                    self.nodes[node].next.iter().find(|(other, _)| *other == c).map(|(_, next)| *next)
                };
                node = usize::from(next?);
                Some((depth + 1, self.nodes[node].value.as_ref()))
            })
            .filter_map(|(length, value)| Some((length, value?)))
    }

    /// Whether any word starts with this character.
    pub fn opens(&self, c: char) -> bool {
        self.first.get(c as usize).is_some_and(|node| *node > 0)
    }
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
        assert!(
            at("Of which").is_empty()
                && at("𠀀成").is_empty()
                && at("").is_empty()
                && trie.opens('成')
                && !trie.opens('改')
        );
    }
}

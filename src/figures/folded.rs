//! A text in the form that the audit reads: one folded character for every character, with the way back.

use super::glyphs;

/// Bits that tell which characters a text has.
const BLOOM: usize = 0x1000;

/// A text and its folded form.
pub struct Folded<'t> {
    /// Folded characters.
    pub chars: Vec<char>,
    text: String,
    /// A bit for each character by its last twelve: most that are asked for stand nowhere, and are told by it.
    bloom: [u64; BLOOM / 64],
    original: &'t str,
    /// Where each character starts in the folded and in the original text, and where both end. In a text too long for
    /// 32 bits what lies beyond is not cited.
    offsets: Vec<(u32, u32)>,
}

impl<'t> Folded<'t> {
    /// Folds `original`.
    pub fn new(original: &'t str) -> Self {
        let count = original.chars().count();
        let mut chars = Vec::with_capacity(count);
        let mut offsets = Vec::with_capacity(count + 1);
        let mut text = String::with_capacity(original.len());
        let mut bloom = [0; BLOOM / 64];
        let fold = glyphs::folder();
        // Most characters fold into themselves: what lies between those that do not is copied at once.
        let (mut end, mut copied) = (0, 0);
        for (at, c) in original.char_indices() {
            let form = fold(c);
            offsets.push((offset(end), offset(at)));
            chars.push(form);
            let bit = form as usize % BLOOM;
            bloom[bit / 64] |= 1 << (bit % 64);
            end += form.len_utf8();
            if form != c {
                text.push_str(&original[copied..at]);
                text.push(form);
                copied = at + c.len_utf8();
            }
        }
        text.push_str(&original[copied..]);
        offsets.push((offset(end), offset(original.len())));
        Self { chars, text, bloom, original, offsets }
    }

    /// The folded text between two positions; empty when there is none.
    pub fn between(&self, start: usize, end: usize) -> &str {
        let range = || Some(self.offsets.get(start)?.0 as usize..self.offsets.get(end)?.0 as usize);
        range().and_then(|range| self.text.get(range)).unwrap_or_default()
    }

    /// Whether a character stands anywhere in the folded text.
    pub fn holds(&self, c: char) -> bool {
        self.may_hold(c) && self.text.contains(c)
    }

    /// Whether one of some characters may stand in the folded text; where it says no, none does.
    pub fn may_hold_any(&self, chars: &[char]) -> bool {
        chars.iter().any(|c| self.may_hold(*c))
    }

    /// Whether one of some words may stand in the folded text; where it says no, none does. So a finder leaves early by the very
    /// words that it looks for.
    pub fn may_hold_word(&self, words: &[&str]) -> bool {
        words.iter().any(|word| word.chars().all(|c| self.may_hold(c)))
    }

    const fn may_hold(&self, c: char) -> bool {
        let bit = c as usize % BLOOM;
        self.bloom[bit / 64] >> (bit % 64) & 1 == 1
    }

    /// The text as it stands between two positions; empty when there is none.
    pub fn original(&self, start: usize, end: usize) -> &'t str {
        let range = || Some(self.offsets.get(start)?.1 as usize..self.offsets.get(end)?.1 as usize);
        range().and_then(|range| self.original.get(range)).unwrap_or_default()
    }

    /// The character at a position, or none.
    pub fn at(&self, index: usize) -> char {
        self.chars.get(index).copied().unwrap_or('\0')
    }

    /// The character before a position, or none.
    pub fn before(&self, index: usize) -> char {
        index.checked_sub(1).map_or('\0', |previous| self.at(previous))
    }

    /// The character at a position as it stands.
    pub fn original_char(&self, index: usize) -> Option<char> {
        self.original.get(self.offsets.get(index)?.1 as usize..)?.chars().next()
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_hold_in_both_texts() {
        let folded = Folded::new("共６０項，佔９８％");
        assert_eq!(folded.between(1, 4), "60项");
        assert_eq!(folded.original(1, 4), "６０項");
        assert_eq!((folded.at(99), folded.before(0), folded.before(1)), ('\0', '\0', '共'));
        assert_eq!(folded.original_char(4), Some('，'));
        assert_eq!((folded.between(5, 99), folded.between(6, 2)), ("", ""));
    }
}

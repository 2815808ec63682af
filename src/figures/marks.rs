//! A set of characters as a bit for each: so small that what a text asks of it stays at hand.

/// Characters that it can hold: those of the first plane.
const PLANE: usize = 0x1_0000;
/// Bits of a word.
const BITS: usize = 64;

/// A set of characters of the first plane.
pub struct Marks(Box<[u64; PLANE / BITS]>);

impl Default for Marks {
    fn default() -> Self {
        Self(Box::new([0; PLANE / BITS]))
    }
}

impl Marks {
    /// Puts a character in; one beyond the plane is left out.
    pub fn set(&mut self, c: char) {
        if let Some(word) = self.0.get_mut(c as usize / BITS) {
            *word |= 1 << (c as usize % BITS);
        }
    }

    /// Whether it holds a character.
    pub fn has(&self, c: char) -> bool {
        self.0.get(c as usize / BITS).is_some_and(|word| word >> (c as usize % BITS) & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_holds_what_was_put_in() {
        let mut marks = Marks::default();
        for c in ['a', '完', '\u{ffff}', '\u{10000}'] {
            marks.set(c);
        }
        let held = ['a', 'b', '完', '安', '\u{ffff}', '\u{10000}'].map(|c| marks.has(c));
        assert_eq!(held, [true, false, true, false, true, false]);
    }
}

//! A set of characters as a bit for each, and the place of each among them: so small that what a text asks of it stays at
//! hand, where a table of all characters would not.

/// Characters that it can hold: those of the first plane.
const PLANE: usize = 0x1_0000;
/// Bits of a word.
const BITS: usize = 64;

/// A set of characters of the first plane, in their order.
#[derive(Default)]
pub struct Marks {
    bits: Vec<u64>,
    /// How many it holds before those of each word.
    before: Vec<u16>,
}

impl Marks {
    /// Puts a character in: its place, and whether it is new. `None` for one beyond the plane.
    pub fn put(&mut self, c: char) -> Option<(usize, bool)> {
        if c as usize >= PLANE {
            return None;
        }
        self.bits.resize(PLANE / BITS, 0);
        self.before.resize(PLANE / BITS, 0);
        let fresh = self.place(c).is_none();
        if fresh {
            let word = c as usize / BITS;
            self.bits[word] |= 1 << (c as usize % BITS);
            self.before[word + 1..].iter_mut().for_each(|before| *before += 1);
        }
        self.place(c).map(|place| (place, fresh))
    }

    /// How many of its characters come before one that it holds.
    pub fn place(&self, c: char) -> Option<usize> {
        let (word, bit) = (c as usize / BITS, c as usize % BITS);
        let bits = *self.bits.get(word)?;
        (bits >> bit & 1 == 1).then(|| usize::from(self.before[word]) + (bits & ((1 << bit) - 1)).count_ones() as usize)
    }

    /// Whether it holds a character.
    pub fn has(&self, c: char) -> bool {
        self.bits.get(c as usize / BITS).is_some_and(|bits| bits >> (c as usize % BITS) & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_holds_what_was_put_in() {
        let mut marks = Marks::default();
        assert!(!marks.has('a'));
        let put = ['完', 'a', '完', '\u{ffff}', '\u{10000}'].map(|c| marks.put(c));
        assert_eq!(put, [Some((0, true)), Some((0, true)), Some((1, false)), Some((2, true)), None]);
        let held = ['a', 'b', '完', '安', '\u{ffff}', '\u{10000}'].map(|c| marks.place(c));
        assert_eq!(held, [Some(0), None, Some(1), None, Some(2), None]);
        assert!(marks.has('完') && !marks.has('安'));
    }
}

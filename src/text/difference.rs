//! What was changed in a wording, in pieces that a person can read: numbers and words are never torn apart.

use similar::{Algorithm, ChangeTag, TextDiff};

/// What became of a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Change {
    /// In both.
    Kept,
    /// In the expected text only.
    Removed,
    /// In the text found only.
    Added,
}

/// A stretch of a text with differences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What became of it.
    pub change: Change,
    /// The words.
    pub text: String,
}

/// Texts longer than this are not compared word by word.
const MAX_CHARS: usize = 6_000;

/// Share of two texts that must be in both for their differences to be worth marking.
const COMMON: f64 = 0.4;

/// Share of the characters of both texts that both have. Spaces stand between any words.
fn common(pieces: &[Piece]) -> f64 {
    let count = |piece: &Piece| piece.text.chars().filter(|c| !c.is_whitespace()).count() as f64;
    let kept: f64 = pieces.iter().filter(|piece| piece.change == Change::Kept).map(count).sum();
    let changed: f64 = pieces.iter().filter(|piece| piece.change != Change::Kept).map(count).sum();
    2.0 * kept / (2.0 * kept + changed).max(1.0)
}

/// The pieces that lead from `expected` to `found`; `None` when they have too little in common, or too much of
/// everything, for a comparison to help.
pub fn pieces(expected: &str, found: &str) -> Option<Vec<Piece>> {
    if expected.is_empty() || found.is_empty() || expected == found {
        return None;
    }
    if expected.chars().count() + found.chars().count() > MAX_CHARS {
        return None;
    }
    let pieces = every(expected, found);
    (common(&pieces) >= COMMON).then_some(pieces)
}

/// A stretch that both have, or what stands in one text where something else stands in the other.
enum Stretch {
    Kept(String),
    Changed { removed: String, added: String },
}

/// The pieces that lead from `expected` to `found`, however little they have in common. What was taken out stands before what
/// was put in its place, and words that were exchanged one after the other are one change.
pub fn every(expected: &str, found: &str) -> Vec<Piece> {
    let (old, new) = (tokens(expected), tokens(found));
    let diff = TextDiff::configure().algorithm(Algorithm::Myers).diff_slices(&old, &new);
    let mut stretches: Vec<Stretch> = Vec::new();
    for change in diff.iter_all_changes() {
        let (removed, added) = match change.tag() {
            ChangeTag::Equal => {
                keep(&mut stretches, change.value());
                continue;
            }
            ChangeTag::Delete => (change.value(), ""),
            ChangeTag::Insert => ("", change.value()),
        };
        change_to(&mut stretches, removed, added);
    }
    let of = |stretch| match stretch {
        Stretch::Kept(text) => vec![Piece { change: Change::Kept, text }],
        Stretch::Changed { removed, added } => {
            vec![Piece { change: Change::Removed, text: removed }, Piece { change: Change::Added, text: added }]
        }
    };
    stretches.into_iter().flat_map(of).filter(|piece| !piece.text.is_empty()).collect()
}

fn keep(stretches: &mut Vec<Stretch>, text: &str) {
    match stretches.last_mut() {
        Some(Stretch::Kept(kept)) => kept.push_str(text),
        _ => stretches.push(Stretch::Kept(text.to_owned())),
    }
}

fn change_to(stretches: &mut Vec<Stretch>, removed: &str, added: &str) {
    // A blank between two exchanged words is in both by nature.
    let blank = |kept: &str| kept.chars().all(char::is_whitespace);
    if let [.., Stretch::Changed { removed: out, added: into }, Stretch::Kept(kept)] = &mut stretches[..]
        && blank(kept)
        && !out.is_empty()
        && !into.is_empty()
    {
        (*out, *into) = (format!("{out}{kept}"), format!("{into}{kept}"));
        stretches.pop();
    }
    match stretches.last_mut() {
        Some(Stretch::Changed { removed: out, added: into }) => {
            out.push_str(removed);
            into.push_str(added);
        }
        _ => stretches.push(Stretch::Changed { removed: removed.to_owned(), added: added.to_owned() }),
    }
}

/// Characters that are kept on either side of a change.
const AROUND: usize = 16;

/// The same pieces, with what is in both texts cut down to what stands around the changes.
pub fn condensed(mut pieces: Vec<Piece>) -> Vec<Piece> {
    let last = pieces.len().saturating_sub(1);
    for (at, piece) in pieces.iter_mut().enumerate().filter(|(_, piece)| piece.change == Change::Kept) {
        let chars: Vec<char> = piece.text.chars().collect();
        let (before, after) = (if at == 0 { 0 } else { AROUND }, if at == last { 0 } else { AROUND });
        if chars.len() > before + after + AROUND {
            let (head, tail) = ends(&chars, before, after);
            piece.text = head.iter().chain(&['…', '…']).chain(tail).collect();
        }
    }
    pieces
}

/// A word longer than this is no word that anybody reads.
const LONGEST: usize = 20;

/// About so many characters of either end of a text; words of letters stay whole.
pub fn ends(chars: &[char], before: usize, after: usize) -> (&[char], &[char]) {
    let in_word = |at: usize| {
        let letters = |at: Option<&char>| at.is_some_and(|c| class(*c) != Class::Alone);
        letters(chars.get(at)) && at.checked_sub(1).is_some_and(|before| letters(chars.get(before)))
    };
    let head = (before..before + LONGEST).find(|at| before == 0 || !in_word(*at)).unwrap_or(before).min(chars.len());
    let from = chars.len().saturating_sub(after);
    let tail = (0..LONGEST).filter_map(|back| from.checked_sub(back)).find(|at| after == 0 || !in_word(*at));
    (&chars[..head], &chars[tail.unwrap_or(from).max(head)..])
}

/// A number with its point and per cent, a word of Latin letters, or one character.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut start = 0;
    let mut previous: Option<Class> = None;
    for (position, c) in text.char_indices() {
        let class = class(c);
        if previous.is_some_and(|before| before != class || class == Class::Alone) {
            tokens.push(&text[start..position]);
            start = position;
        }
        previous = Some(class);
    }
    if start < text.len() {
        tokens.push(&text[start..]);
    }
    tokens
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Number,
    Word,
    Alone,
}

fn class(c: char) -> Class {
    if c.is_ascii_digit() || matches!(c, '.' | '%' | '‰') || ('０'..='９').contains(&c) {
        Class::Number
    } else if c.is_alphabetic() && !is_han(c) {
        Class::Word
    } else {
        Class::Alone
    }
}

const fn is_han(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(expected: &str, found: &str) -> String {
        pieces(expected, found).unwrap_or_default().iter().map(Piece::marked).collect()
    }

    #[test]
    fn of_what_did_not_change_only_the_neighbourhood_is_shown() {
        let same = "坚持系统治理、依法治理、综合治理、源头治理。";
        let pieces = condensed(
            pieces(&format!("{same}{same}年内完成{same}{same}"), &format!("{same}{same}年底前完成{same}{same}"))
                .unwrap_or_default(),
        );
        let shown: String = pieces.iter().map(Piece::marked).collect();
        assert_eq!(shown, "……依法治理、综合治理、源头治理。年[-内-]{+底前+}完成坚持系统治理、依法治理、综合……");
    }

    #[test]
    fn numbers_stay_whole() {
        assert_eq!(
            shown("完成投资12.5亿元，完成率84.1%", "完成投资13.2亿元，完成率88.0%"),
            "完成投资[-12.5-]{+13.2+}亿元，完成率[-84.1%-]{+88.0%+}"
        );
        assert_eq!(shown("加快推进无废城市建设", "持续推进无废城市建设"), "[-加快-]{+持续+}推进无废城市建设");
        assert_eq!(pieces("甲乙丙丁", "子丑寅卯"), None);
    }

    #[test]
    fn words_of_letters_stay_whole_and_are_exchanged_together() {
        assert_eq!(
            shown("Renovate older residential buildings by June", "Renovate older office towers by June"),
            "Renovate older [-residential buildings-]{+office towers+} by June"
        );
        let pieces = condensed(
            pieces(
                "Bring 83 acres of farmland in the southern counties under drip irrigation",
                "Bring 83 acres of farmland in the southern counties under drip irrigation (revised)",
            )
            .unwrap_or_default(),
        );
        let shown: String = pieces.iter().map(Piece::marked).collect();
        assert_eq!(shown, "…… drip irrigation{+ (revised)+}");
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_out(a in "[一-十0-9.%a-c]{0,40}", b in "[一-十0-9.%a-c]{0,40}") {
            if let Some(pieces) = pieces(&a, &b) {
                let side = |not: Change| pieces.iter().filter(|p| p.change != not).map(|p| p.text.as_str()).collect::<String>();
                prop_assert_eq!(side(Change::Added), a);
                prop_assert_eq!(side(Change::Removed), b);
            }
        }
    }
}

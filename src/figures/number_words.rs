//! Small numbers in words: `twelve`, `seventy-two`; and which of them, and of the small Chinese numerals, are quantities.

use rust_decimal::Decimal;

use super::{figure::Figure, number::Number};

const SMALL: [&str; 18] = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// Whether a number in words may begin with this letter.
pub const fn may_begin(c: char) -> bool {
    matches!(c, 't' | 'f' | 's' | 'e' | 'n' | 'T' | 'F' | 'S' | 'E' | 'N')
}

/// The number in words at `start`, two to ninety-nine.
pub fn english(chars: &[char], start: usize) -> Option<Number> {
    let word = |at: usize| -> String {
        chars
            .get(at..)
            .into_iter()
            .flatten()
            .take(10)
            .take_while(|c| c.is_ascii_alphabetic())
            .map(char::to_ascii_lowercase)
            .collect()
    };
    let first = word(start);
    let end = start + first.len();
    let number =
        |value: usize, end: usize| Number { end, value: Decimal::from(value), decimals: 0, scale: 0, grouped: false };
    if let Some(at) = SMALL.iter().position(|small| *small == first) {
        return Some(number(at + 2, end));
    }
    let tens = (TENS.iter().position(|tens| *tens == first)? + 2) * 10;
    let rest = if chars.get(end) == Some(&'-') { word(end + 1) } else { String::new() };
    let ones =
        if rest == "one" { Some(1) } else { SMALL[..8].iter().position(|small| *small == rest).map(|at| at + 2) };
    Some(ones.map_or_else(|| number(tens, end), |ones| number(tens + ones, end + 1 + rest.len())))
}

/// Leaves out the small numbers in words that nothing else in their sentence counts with: 三个方面, two phases.
pub fn keep_counted(figures: &mut Vec<Figure<'_>>) -> bool {
    let counted: Vec<bool> = (0..figures.len()).map(|at| !figures[at].in_words || is_counted(figures, at)).collect();
    let all = counted.iter().all(|counted| *counted);
    let mut keep = counted.into_iter();
    figures.retain(|_| keep.next().unwrap_or(true));
    !all
}

/// Another figure of the sentence counts the same.
fn is_counted(figures: &[Figure<'_>], at: usize) -> bool {
    let figure = &figures[at];
    let near = (at.saturating_sub(4)..figures.len().min(at + 5)).filter(|i| *i != at);
    let mut others = near.map(|i| &figures[i]).filter(|other| other.sentence == figure.sentence);
    let han = figure.unit.chars().any(super::glyphs::is_han);
    if !han {
        let of = |a: &Figure<'_>, b: &Figure<'_>| {
            matches!(a.tail.trim(), "of" | "of the" | "out of" | "out of the") && a.start < b.start
        };
        return others.any(|other| {
            let bare = figure.unit.is_empty() && other.is_amount() && !other.in_words && other.shown_unit.is_ascii();
            bare || of(figure, other) || of(other, figure) || !figure.unit.is_empty() && other.unit == figure.unit
        });
    }
    // 九个村, 十二个行政村: the noun behind the unit is the same as well.
    let noun: Vec<char> = figure.tail.chars().take(2).collect();
    others.any(|other| {
        let behind: Vec<char> = other.tail.chars().take(5).collect();
        other.unit == figure.unit && noun.iter().any(|c| behind.contains(c))
    })
}

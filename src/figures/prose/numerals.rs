//! Numbers in English words: forty-two, three million, two thirds, one in five.

use rust_decimal::Decimal;

use crate::figures::{folded::Folded, number::Number};

const ONES: [&str; 20] = [
    "zero",
    "one",
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
/// Words of a part, and how many of them make the whole.
const PARTS: [(&str, u32); 12] = [
    ("half", 2),
    ("halves", 2),
    ("third", 3),
    ("thirds", 3),
    ("quarter", 4),
    ("quarters", 4),
    ("fifth", 5),
    ("fifths", 5),
    ("sixth", 6),
    ("tenth", 10),
    ("tenths", 10),
    ("eighths", 8),
];
/// Two in ten minutes is no share.
const TIMES: [&str; 14] = [
    "minutes", "minute", "hours", "hour", "days", "day", "weeks", "week", "months", "month", "years", "year",
    "quarters", "seconds",
];

/// A number in words, or a share that is said in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worded {
    /// Forty-two.
    Number(Number),
    /// Two thirds, one in five, in percent; a whole percent is as near as such words mean it.
    Share(Number),
}

/// A word of the text: where it ends, and the word in small letters.
fn word(text: &Folded<'_>, start: usize) -> Option<(usize, String)> {
    let rest = text.chars.get(start..)?;
    let length = rest.iter().take(16).take_while(|c| c.is_ascii_alphabetic()).count();
    let word = rest[..length].iter().map(char::to_ascii_lowercase).collect();
    (length > 0 && length < 16).then_some((start + length, word))
}

/// The word behind `end`, over one blank or hyphen.
fn next(text: &Folded<'_>, end: usize) -> Option<(usize, String)> {
    matches!(text.at(end), ' ' | '-').then(|| word(text, end + 1)).flatten()
}

/// The number below a hundred at a word.
fn small(text: &Folded<'_>, start: usize) -> Option<(usize, u32)> {
    let (end, first) = word(text, start)?;
    if let Some(one) = ONES.iter().position(|word| *word == first) {
        return Some((end, one as u32));
    }
    let ten = TENS.iter().position(|word| *word == first)? as u32 * 10 + 20;
    if let Some((end, second)) = next(text, end)
        && let Some(one) = ONES.iter().take(10).position(|word| *word == second).filter(|one| *one > 0)
    {
        return Some((end, ten + one as u32));
    }
    Some((end, ten))
}

/// The whole number at a word: two hundred and six.
fn whole(text: &Folded<'_>, start: usize) -> Option<(usize, u32)> {
    let (end, first) = small(text, start)?;
    let Some((hundred, _)) = next(text, end).filter(|(_, word)| word == "hundred" && first < 20) else {
        return Some((end, first));
    };
    let rest = next(text, hundred).filter(|(_, word)| word == "and").map_or(hundred, |(and, _)| and);
    let more = (text.at(rest) == ' ').then(|| small(text, rest + 1)).flatten();
    Some(more.map_or((hundred, first * 100), |(end, more)| (end, first * 100 + more)))
}

/// The number at a digit, when it is a short whole one.
fn digits(text: &Folded<'_>, start: usize) -> Option<(usize, u32)> {
    let rest = text.chars.get(start..)?;
    let length = rest.iter().take(4).take_while(|c| c.is_ascii_digit()).count();
    let next = text.at(start + length);
    let plain = (1..=3).contains(&length) && !matches!(next, '.' | ',' | '%') || length > 0 && next == ' ';
    let value = rest[..length].iter().collect::<String>().parse().ok()?;
    plain.then_some((start + length, value))
}

fn number(end: usize, value: Decimal) -> Number {
    Number { end, value, decimals: 0, scale: 0, grouped: false }
}

fn share(end: usize, part: u32, of: u32) -> Option<Worded> {
    let value = Decimal::from(part).checked_mul(Decimal::ONE_HUNDRED)?.checked_div(Decimal::from(of))?.round_dp(1);
    (part < of).then_some(Worded::Share(number(end, value)))
}

/// One in five, 9 out of 10: at the first of the two numbers.
pub fn one_in(text: &Folded<'_>, start: usize) -> Option<Worded> {
    let (end, part) = whole(text, start).or_else(|| digits(text, start))?;
    let (mut at, joint) = next(text, end)?;
    if joint == "out" {
        at = next(text, at).filter(|(_, word)| word == "of")?.0;
    } else if joint != "in" {
        return None;
    }
    let second = at + 1;
    let (end, of) = (text.at(at) == ' ').then(|| whole(text, second).or_else(|| digits(text, second))).flatten()?;
    let timed = next(text, end).is_some_and(|(_, word)| TIMES.contains(&word.as_str()));
    let told = matches!(of, 2..=10 | 20 | 100) && part < of && part < 10;
    let idiom = joint == "in" || of == 10;
    let ends = !text.at(end).is_ascii_digit() && text.at(end) != '-';
    (told && idiom && !timed && ends).then(|| share(end, part, of)).flatten()
}

/// Half of, a third of, two thirds, by a quarter.
fn part(text: &Folded<'_>, start: usize) -> Option<Worded> {
    let before: String = text.chars.get(start.saturating_sub(8)..start)?.iter().collect::<String>().to_lowercase();
    let (count, told) = small(text, start).map_or((None, start), |(end, count)| (Some(count), end + 1));
    let (mut end, mut name) = word(text, told)?;
    if count.is_none() && matches!(name.as_str(), "a" | "one") {
        (end, name) = next(text, end)?;
    }
    let (_, of) = *PARTS.iter().find(|(part, _)| *part == name)?;
    let behind = next(text, end).map(|(_, word)| word).unwrap_or_default();
    let open = text.at(end) == ' ' && (behind == "of" || name == "half" && behind == "the");
    let numbered = ["first ", "second ", "latter ", "other ", "each ", "every ", "third ", "fourth ", "last "];
    let ordinal = numbered.iter().any(|word| before.ends_with(word));
    let change = ["by ", "up ", "down ", "of "].iter().any(|word| before.ends_with(word));
    let several = count.is_some_and(|count| count > 1) && name.ends_with('s');
    let bare = count.is_none() && !matches!(name.as_str(), "half") && !text.at(start).eq_ignore_ascii_case(&'a');
    ((open || change || several) && !ordinal && !bare).then(|| share(end, count.unwrap_or(1), of)).flatten()
}

/// The one before, one of them, stage one.
fn is_pronoun(text: &Folded<'_>, start: usize, end: usize) -> bool {
    const BEFORE: [&str; 22] = [
        "the", "this", "that", "each", "any", "no", "every", "only", "stage", "week", "day", "number", "least", "than",
        "which", "year", "level", "tier", "phase", "zone", "grade", "group",
    ];
    let before: String = text.chars.get(start.saturating_sub(10)..start).unwrap_or_default().iter().collect();
    let before = before.trim_end().rsplit(' ').next().unwrap_or_default().to_lowercase();
    let behind = next(text, end).map(|(_, word)| word).unwrap_or_default();
    BEFORE.contains(&before.as_str()) || matches!(behind.as_str(), "of" | "another" | "day" | "time" | "year" | "in")
}

/// The number in words at the start of a word.
pub fn read(text: &Folded<'_>, start: usize) -> Option<Worded> {
    let opens = matches!(text.at(start).to_ascii_lowercase(), 'a' | 'e' | 'f' | 'h' | 'n' | 'o' | 's' | 't' | 'z');
    let previous = text.before(start);
    if !opens || previous.is_alphanumeric() || matches!(previous, '-' | '\'' | '’' | '.') {
        return None;
    }
    if let Some(share) = part(text, start).or_else(|| one_in(text, start)) {
        return Some(share);
    }
    let (end, value) = whole(text, start)?;
    if value == 1 && is_pronoun(text, start, end) {
        return None;
    }
    let joined = matches!(text.at(end), '-' | '\'' | '’') && text.at(end + 1).is_alphanumeric();
    let closed = !joined && !text.at(end).is_alphanumeric();
    closed.then(|| Worded::Number(number(end, Decimal::from(value))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_shares_in_words() {
        for (text, expected) in [
            ("forty-two of", Some("42")),
            ("Two hundred and six", Some("206")),
            ("ninety per cent", Some("90")),
            ("three-day", None),
            ("One third of the", Some("33.3%")),
            ("two-thirds", Some("66.7%")),
            ("a quarter of", Some("25%")),
            ("a quarter", None),
            ("half of", Some("50%")),
            ("nine out of ten callers", Some("90%")),
            ("one in five", Some("20%")),
            ("two in ten minutes", Some("2")),
            ("often", None),
        ] {
            let told = match read(&Folded::new(text), 0) {
                Some(Worded::Number(number)) => Some(number.value.to_string()),
                Some(Worded::Share(number)) => Some(format!("{}%", number.value.normalize())),
                None => None,
            };
            assert_eq!(told.as_deref(), expected, "{text}");
        }
    }
}

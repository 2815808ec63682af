//! Periods that an English text speaks of: Q1 2023, the first half of 2023, January to June, as of 31 March.
//!
//! Only what can hardly be anything else is read: a year alone needs a word before it that years follow and nothing behind
//! it that it could count, and a half or a month needs its year or its capital letter.

use super::periods::{Kind, Mention};
use crate::text::months::ENGLISH as MONTHS;

const ORDINALS: [(&str, i8); 12] = [
    ("first", 1),
    ("second", 2),
    ("third", 3),
    ("fourth", 4),
    ("1st", 1),
    ("2nd", 2),
    ("3rd", 3),
    ("4th", 4),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
];
/// Words before a day or month up to which something is counted.
const AS_OF: [&[&str]; 11] = [
    &["as", "of"],
    &["as", "at"],
    &["up", "to"],
    &["until"],
    &["till"],
    &["by", "the", "end", "of"],
    &["at", "the", "end", "of"],
    &["to", "the", "end", "of"],
    &["by", "end"],
    &["at", "end"],
    &["end", "of"],
];
/// Words before a year alone.
const BEFORE_YEAR: [&str; 8] = ["in", "during", "since", "year", "fy", "throughout", "for", "of"];
/// Words that may stand behind a year alone: of any others it could be the number.
const BEHIND_YEAR: [&str; 26] = [
    "the", "a", "an", "and", "we", "it", "they", "was", "were", "is", "are", "has", "have", "had", "to", "by", "with",
    "all", "this", "our", "work", "annual", "progress", "report", "plan", "as",
];

/// Words behind a year with which a title begins.
const TITLES: [&str; 5] = ["annual", "progress", "report", "plan", "work"];

/// A word of letters and digits, folded, with its place in characters.
struct Word {
    text: String,
    capital: bool,
    start: usize,
    end: usize,
    /// Whether a mark that ends a clause stands between it and the word before.
    apart: bool,
}

/// Every time that the English words of a text name, in order.
pub(super) fn mentions(chars: &[char]) -> Vec<Mention> {
    let mut found = Vec::new();
    if !chars.iter().any(char::is_ascii_alphabetic) {
        return found;
    }
    let words = words(chars);
    let mut at = 0;
    while at < words.len() {
        match (Reader { words: &words, at }).mention(at) {
            Some((mention, next)) => {
                found.push(mention);
                at = next;
            }
            None => at += 1,
        }
    }
    found
}

fn words(chars: &[char]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let (mut at, mut apart) = (0, true);
    while at < chars.len() {
        if !chars[at].is_ascii_alphanumeric() {
            apart |= matches!(chars[at], '.' | ';' | ':' | '!' | '?' | '\n' | '(' | ')') || chars[at] >= '\u{2e80}';
            at += 1;
            continue;
        }
        let start = at;
        while chars.get(at).is_some_and(char::is_ascii_alphanumeric) {
            at += 1;
        }
        let text: String = chars[start..at].iter().map(char::to_ascii_lowercase).collect();
        words.push(Word { text, capital: chars[start].is_ascii_uppercase(), start, end: at, apart });
        apart = false;
    }
    words
}

#[derive(Clone, Copy)]
struct Reader<'a> {
    words: &'a [Word],
    at: usize,
}

impl Reader<'_> {
    /// The time that begins with the word at `from`, and the word behind it.
    fn mention(mut self, from: usize) -> Option<(Mention, usize)> {
        let as_of = AS_OF.iter().any(|words| self.take_all(words));
        let year = if as_of { None } else { self.year_before() };
        let (kind, first, last, year) = if let Some((first, last, own)) = self.part() {
            (if as_of { Kind::AsOf } else { Kind::Span }, first, last, own.or(year))
        } else if let Some((first, last)) = self.month_range() {
            (Kind::Span, first, last, self.year().or(year))
        } else if let Some(month) = self.month() {
            (if as_of { Kind::AsOf } else { Kind::Month }, month, month, self.year().or(year))
        } else {
            return self.year_alone(from, as_of);
        };
        let mention =
            Mention { kind, year, first, last, start: self.words[from].start, end: self.words[self.at - 1].end };
        Some((mention, self.at))
    }

    fn word(&self) -> Option<&str> {
        self.words.get(self.at).map(|word| word.text.as_str())
    }

    fn take(&mut self, text: &str) -> bool {
        let is = self.word() == Some(text);
        self.at += usize::from(is);
        is
    }

    fn take_all(&mut self, words: &[&str]) -> bool {
        let back = self.at;
        let all = words.iter().all(|word| self.take(word));
        if !all {
            self.at = back;
        }
        all
    }

    /// `2023`, `of 2023`.
    fn year(&mut self) -> Option<i16> {
        let back = self.at;
        let _ = self.take("of");
        let year = self.word().and_then(year).filter(|_| !self.words[self.at].apart);
        self.at = if year.is_some() { self.at + 1 } else { back };
        year
    }

    /// The year of `2023 Q1`.
    fn year_before(&mut self) -> Option<i16> {
        let year = self.word().and_then(year)?;
        let next = self.words.get(self.at + 1)?;
        (!next.apart && coded(&next.text).is_some()).then(|| {
            self.at += 1;
            year
        })
    }

    /// A quarter, a half or several months from the year's beginning, with the year where it stands with them.
    fn part(&mut self) -> Option<(i8, i8, Option<i16>)> {
        let back = self.at;
        let found = self.coded_part().or_else(|| {
            self.at = back;
            self.named_part()
        });
        if found.is_none() {
            self.at = back;
        }
        found
    }

    /// `Q1`, `H1 2023`, `2023Q1`, `Q1 to Q3 2023`.
    fn coded_part(&mut self) -> Option<(i8, i8, Option<i16>)> {
        let (first, mut last, own) = coded(self.word()?)?;
        self.at += 1;
        let back = self.at;
        let _ = self.take("to");
        let further = self.word().and_then(coded).filter(|(from, _, year)| *from > last && year.is_none());
        if let Some((_, to, _)) = further.filter(|_| !self.words[self.at].apart) {
            last = to;
            self.at += 1;
        } else {
            self.at = back;
        }
        Some((first, last, own.or_else(|| self.year())))
    }

    /// `first quarter of 2023`, `the first half of the year`, `first six months`. A half of what is no year is none.
    fn named_part(&mut self) -> Option<(i8, i8, Option<i16>)> {
        let (_, ordinal) = ORDINALS.iter().find(|(word, _)| self.word() == Some(word))?;
        self.at += 1;
        if self.take("quarter") || (*ordinal <= 1 && self.take("quarters")) {
            return self.of_a_year(ordinal * 3 - 2, ordinal * 3);
        }
        if *ordinal == 1 && (self.take_all(&["three", "quarters"]) || self.take_all(&["nine", "months"])) {
            return self.of_a_year(1, 9);
        }
        if *ordinal == 1 && self.take_all(&["six", "months"]) {
            return self.of_a_year(1, 6);
        }
        if *ordinal > 2 || !self.take("half") {
            return None;
        }
        let is_year =
            self.take("year") || self.take_all(&["of", "the", "year"]) || self.take_all(&["of", "this", "year"]);
        let year = self.year();
        (is_year || year.is_some()).then_some((ordinal * 6 - 5, ordinal * 6, year))
    }

    /// Months with the year that follows, if one does; nothing where something other than a year is divided (`first quarter of
    /// the works`).
    fn of_a_year(&mut self, first: i8, last: i8) -> Option<(i8, i8, Option<i16>)> {
        let year = self.year();
        let named = year.is_some() || self.take_all(&["of", "the", "year"]) || self.take_all(&["of", "this", "year"]);
        let divides = || self.word() == Some("of") && !self.words[self.at].apart;
        (named || !divides()).then_some((first, last, year))
    }

    /// `January to June`, `Jan–Jun`, `from January to June`.
    fn month_range(&mut self) -> Option<(i8, i8)> {
        let back = self.at;
        let range = (|| {
            let first = self.month_name()?;
            let _ = self.take("to") || self.take("through");
            if self.words.get(self.at)?.apart {
                return None;
            }
            let last = self.month_name()?;
            (first < last).then_some((first, last))
        })();
        if range.is_none() {
            self.at = back;
        }
        range
    }

    /// `31 March`, `March 31`, `March`.
    fn month(&mut self) -> Option<i8> {
        let back = self.at;
        let day = |text: &str| {
            let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            digits.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day))
        };
        let before = self.word().is_some_and(day);
        self.at += usize::from(before);
        let _ = before && self.take("of");
        let Some(month) = self.month_name() else {
            self.at = back;
            return None;
        };
        if !before && self.word().is_some_and(day) && !self.words[self.at].apart {
            self.at += 1;
        }
        Some(month)
    }

    /// A month has a capital letter: may and march are other words as well.
    fn month_name(&mut self) -> Option<i8> {
        let word = self.words.get(self.at).filter(|word| word.capital && word.text.len() >= 3)?;
        let is = |name: &str| name == word.text || (word.text.len() <= 4 && name.starts_with(word.text.as_str()));
        let month = MONTHS.iter().position(|name| is(name)).or_else(|| (word.text == "sept").then_some(8))?;
        self.at += 1;
        Some(month as i8 + 1)
    }

    /// `in 2023`, `by the end of 2023`.
    fn year_alone(&self, from: usize, as_of: bool) -> Option<(Mention, usize)> {
        let word = self.words.get(self.at)?;
        let year = year(&word.text)?;
        let before = from.checked_sub(1).and_then(|at| self.words.get(at)).filter(|_| !word.apart);
        let behind = self.words.get(self.at + 1).filter(|next| !next.apart);
        // 2022 annual report.
        let heads = from == 0 && behind.is_some_and(|next| TITLES.contains(&next.text.as_str()));
        let named = as_of || heads || before.is_some_and(|before| BEFORE_YEAR.contains(&before.text.as_str()));
        let counts = behind.is_some_and(|next| !BEHIND_YEAR.contains(&next.text.as_str()));
        if !named || counts {
            return None;
        }
        let (kind, first) = if as_of { (Kind::AsOf, 12) } else { (Kind::Year, 1) };
        let mention = Mention { kind, year: Some(year), first, last: 12, start: self.words[from].start, end: word.end };
        Some((mention, self.at + 1))
    }
}

fn year(text: &str) -> Option<i16> {
    let digits = text.strip_prefix("fy").unwrap_or(text);
    let is_year = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|year| is_year && (1990..=2100).contains(year))
}

/// `q1`, `h2`, `2023q1`: first and last month, and the year in front.
fn coded(text: &str) -> Option<(i8, i8, Option<i16>)> {
    let (head, code) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let own = if head.is_empty() { None } else { Some(year(head)?) };
    let number: i8 = code.get(1..)?.parse().ok()?;
    match code.as_bytes()[0] {
        b'q' if (1..=4).contains(&number) => Some((number * 3 - 2, number * 3, own)),
        b'h' if (1..=2).contains(&number) => Some((number * 6 - 5, number * 6, own)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_they_are_written_in_english() {
        use Kind::{AsOf, Month, Span, Year};
        for (text, expected) in [
            ("Progress of Key Tasks, Q1 2023", vec![(Span, Some(2023), 1, 3)]),
            (
                "2023 Q1 report; 2023Q2; Q3 of 2022",
                vec![(Span, Some(2023), 1, 3), (Span, Some(2023), 4, 6), (Span, Some(2022), 7, 9)],
            ),
            ("Q1 to Q3 2023", vec![(Span, Some(2023), 1, 9)]),
            ("H1 2023 progress", vec![(Span, Some(2023), 1, 6)]),
            ("First half of 2023", vec![(Span, Some(2023), 1, 6)]),
            ("in the first half of the year", vec![(Span, None, 1, 6)]),
            ("first half of the road", vec![]),
            ("The first quarter of the works", vec![]),
            ("In the first quarter, 3 km were built", vec![(Span, None, 1, 3)]),
            ("third quarter 2023", vec![(Span, Some(2023), 7, 9)]),
            ("first six months of 2023", vec![(Span, Some(2023), 1, 6)]),
            ("January to June 2023", vec![(Span, Some(2023), 1, 6)]),
            ("Jan–Mar 2023: 40 km", vec![(Span, Some(2023), 1, 3)]),
            ("As of 31 March 2023, 70 km", vec![(AsOf, Some(2023), 3, 3)]),
            ("as of March 31, 2023", vec![(AsOf, Some(2023), 3, 3)]),
            ("By the end of June", vec![(AsOf, None, 6, 6)]),
            ("at end March 2022", vec![(AsOf, Some(2022), 3, 3)]),
            ("by the end of 2022", vec![(AsOf, Some(2022), 12, 12)]),
            ("On 5 May a meeting was held", vec![(Month, None, 5, 5)]),
            ("work may start; we march on", vec![]),
            ("In 2021 the channels were dredged", vec![(Year, Some(2021), 1, 12)]),
            ("2022 Annual Progress Report", vec![(Year, Some(2022), 1, 12)]),
            ("Q2 to Q3", vec![(Span, None, 4, 9)]),
            ("in 2021 households", vec![]),
            ("of 2100 trees", vec![]),
            ("2021-2025 plan", vec![]),
            ("Q5 2023, h3", vec![]),
        ] {
            let chars: Vec<char> = text.chars().collect();
            let read: Vec<_> =
                mentions(&chars).into_iter().map(|found| (found.kind, found.year, found.first, found.last)).collect();
            assert_eq!(read, expected, "{text}");
        }
    }
}

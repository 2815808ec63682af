//! Periods that a text speaks of: 2023年上半年, 一季度, 1-6月, 截至6月底.
//!
//! Only what is plain is read. Titles in 《》 and quoted names are passed over: a plan's name says nothing of the time
//! that the words around it are about.

use super::english_periods;
use crate::model::Period;

/// How a text names a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A year alone: 2023年, 2023年度.
    Year,
    /// A span of months: 上半年, 一季度, 1-6月.
    Span,
    /// A day or month up to which something is counted: 截至6月底.
    AsOf,
    /// Any other month: 5月召开会议.
    Month,
}

/// A time that a text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    /// How.
    pub kind: Kind,
    /// The year, where it stands with it.
    pub year: Option<i16>,
    /// First month, from 1.
    pub first: i8,
    /// Last month.
    pub last: i8,
    /// First character, counted in characters.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

/// Every time that a text names, in order.
pub fn mentions(text: &str) -> Vec<Mention> {
    let chars = masked(text);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        if !may_begin(*c) {
            at += 1;
            continue;
        }
        match (Scanner { chars: &chars, at }).mention() {
            Some(mention) => {
                at = mention.end.max(at + 1);
                found.push(mention);
            }
            None => at += 1,
        }
    }
    // 2023年Q1, 2023-06-30: what was read in Chinese is not read again.
    let apart = |mention: &Mention| found.iter().all(|other| mention.end <= other.start || other.end <= mention.start);
    let further: Vec<Mention> = english_periods::mentions(&chars).into_iter().filter(apart).collect();
    found.extend(further);
    found.sort_by_key(|mention| mention.start);
    found
}

/// Whether the name of a time can begin with a character.
const fn may_begin(c: char) -> bool {
    matches!(c, '0'..='9' | '截' | '上' | '下' | '前' | '第' | '一' | '二' | '三' | '四')
}

/// The text's characters, half width, with 《…》 and “…” blanked out.
fn masked(text: &str) -> Vec<char> {
    let mut closing: Option<char> = None;
    let mut chars: Vec<char> = Vec::new();
    for c in text.chars() {
        let c = match c {
            '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
            _ => c,
        };
        match (closing, c) {
            (Some(end), _) => {
                if c == end {
                    closing = None;
                }
                chars.push(' ');
            }
            (None, '《' | '“') => {
                closing = Some(if c == '《' { '》' } else { '”' });
                chars.push(' ');
            }
            (None, _) => chars.push(c),
        }
    }
    // An opening mark that is never closed hides nothing.
    if closing.is_some() { text.chars().filter(|c| !matches!(c, '《' | '“')).collect() } else { chars }
}

struct Scanner<'a> {
    chars: &'a [char],
    at: usize,
}

impl Scanner<'_> {
    fn mention(mut self) -> Option<Mention> {
        let start = self.at;
        if start > 0 && self.chars.get(start - 1).is_some_and(char::is_ascii_digit) {
            return None;
        }
        let as_of = self.take(&["截至", "截止到", "截止至", "截止"]).is_some();
        if as_of {
            self.spaces();
        }
        let year = self.year();
        if year.is_none() && as_of {
            let _ = self.take(&["今年", "目前"]);
        }
        self.spaces();
        let found = |kind, first, last, end| Some(Mention { kind, year, first, last, start, end });
        if let Some((first, last)) = self.span() {
            return found(if as_of { Kind::AsOf } else { Kind::Span }, first, last, self.at);
        }
        if let Some(month) = self.month() {
            return found(if as_of { Kind::AsOf } else { Kind::Month }, month, month, self.at);
        }
        year?;
        if as_of && self.take(&["年底", "年末", "底", "末"]).is_some() {
            return found(Kind::AsOf, 12, 12, self.at);
        }
        found(Kind::Year, 1, 12, self.at)
    }

    /// `2023年` or `2023年度`; a range of years is none.
    fn year(&mut self) -> Option<i16> {
        let (value, digits) = self.digits(5)?;
        let after = self.at + digits;
        let mark = self.at.checked_sub(1).and_then(|at| self.chars.get(at)).is_some_and(|c| is_range_mark(*c));
        let ranged = mark && self.at.checked_sub(2).and_then(|at| self.chars.get(at)).is_some_and(char::is_ascii_digit);
        if digits != 4 || !(1990..=2100).contains(&value) || self.chars.get(after) != Some(&'年') || ranged {
            return None;
        }
        self.at = after + 1;
        let _ = self.take(&["度"]);
        Some(value)
    }

    fn span(&mut self) -> Option<(i8, i8)> {
        const NAMED: [(&str, i8, i8); 16] = [
            ("上半年", 1, 6),
            ("下半年", 7, 12),
            ("前三季度", 1, 9),
            ("前三个季度", 1, 9),
            ("第一季度", 1, 3),
            ("第二季度", 4, 6),
            ("第三季度", 7, 9),
            ("第四季度", 10, 12),
            ("一季度", 1, 3),
            ("二季度", 4, 6),
            ("三季度", 7, 9),
            ("四季度", 10, 12),
            ("1季度", 1, 3),
            ("2季度", 4, 6),
            ("3季度", 7, 9),
            ("4季度", 10, 12),
        ];
        let begins = *self.chars.get(self.at)?;
        for (name, first, last) in NAMED {
            if name.starts_with(begins) && self.take(&[name]).is_some() {
                return Some((first, last));
            }
        }
        self.month_range()
    }

    /// `1-6月`, `1月至6月`, `1—6月份`.
    fn month_range(&mut self) -> Option<(i8, i8)> {
        let back = self.at;
        let range = (|| {
            let first = self.small_number()?;
            let _ = self.take(&["月份", "月"]);
            let mark = *self.chars.get(self.at)?;
            if !is_range_mark(mark) {
                return None;
            }
            self.at += 1;
            let last = self.small_number()?;
            self.take(&["月份", "月"])?;
            // A range of days is no range of months.
            if self.chars.get(self.at).is_some_and(char::is_ascii_digit) || first >= last {
                return None;
            }
            Some((first, last))
        })();
        if range.is_none() {
            self.at = back;
        }
        range
    }

    fn month(&mut self) -> Option<i8> {
        let back = self.at;
        let month = self.small_number();
        if month.is_some() && self.take(&["月份", "月"]).is_some() {
            let _ = self.take(&["底", "末"]);
            return month;
        }
        self.at = back;
        None
    }

    fn small_number(&mut self) -> Option<i8> {
        let (value, digits) = self.digits(3)?;
        let value = i8::try_from(value).ok().filter(|value| (1..=12).contains(value))?;
        self.at += digits;
        Some(value)
    }

    /// The number that the digits here make, of which no more than `most` are read, and how many were.
    fn digits(&self, most: usize) -> Option<(i16, usize)> {
        let digits = self.chars.get(self.at..)?.iter().take(most).map_while(|c| c.to_digit(10));
        let (value, count) = digits.fold((0, 0), |(value, count), digit| (value * 10 + digit, count + 1));
        i16::try_from(value).ok().filter(|_| count > 0).map(|value| (value, count))
    }

    fn take(&mut self, words: &[&str]) -> Option<()> {
        let rest = self.chars.get(self.at..)?;
        let word = words.iter().find(|word| {
            let mut at = 0;
            word.chars().all(|c| {
                let same = rest.get(at) == Some(&c);
                at += 1;
                same
            })
        })?;
        self.at += word.chars().count();
        Some(())
    }

    fn spaces(&mut self) {
        while self.chars.get(self.at).is_some_and(|c| c.is_whitespace()) {
            self.at += 1;
        }
    }
}

const fn is_range_mark(c: char) -> bool {
    matches!(c, '-' | '—' | '–' | '－' | '~' | '～' | '至' | '到' | '―' | '−')
}

/// The last month before the quarter in which the period ends, and before the period itself when it is a month.
pub fn before_last_quarter(period: &Period) -> i8 {
    let (first, last) = period.months();
    ((last - 1) / 3 * 3).min(first.max(last - 2) - 1).max(0)
}

impl Mention {
    /// Whether it speaks of the period itself: the same year where one is named, and the same months or the same end.
    pub fn is_of(&self, period: &Period) -> bool {
        if self.year.is_some_and(|year| year != period.year()) {
            return false;
        }
        let (_, last) = period.months();
        self.kind == Kind::Year || self.last == last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_they_are_written() {
        use Kind::{AsOf, Month, Span, Year};
        for (text, expected) in [
            ("2023年上半年工作", vec![(Span, Some(2023), 1, 6)]),
            ("2023年度重点任务1-6月进展", vec![(Year, Some(2023), 1, 12), (Span, None, 1, 6)]),
            ("截至6月底，完成", vec![(AsOf, None, 6, 6)]),
            ("截至2022年底", vec![(AsOf, Some(2022), 12, 12)]),
            ("截至 2023年6月30日", vec![(AsOf, Some(2023), 6, 6)]),
            ("2022-2023年，3月", vec![(Month, None, 3, 3)]),
            ("《2022年计划》印发，5月召开会议", vec![(Month, None, 5, 5)]),
            ("2021-2025年规划", vec![]),
            ("第一季度", vec![(Span, None, 1, 3)]),
            ("1月至9月累计", vec![(Span, None, 1, 9)]),
            ("共31月饼", vec![]),
            ("完成12345热线1-6项", vec![]),
            ("前三季度", vec![(Span, None, 1, 9)]),
        ] {
            let read: Vec<_> =
                mentions(text).into_iter().map(|found| (found.kind, found.year, found.first, found.last)).collect();
            assert_eq!(read, expected, "{text}");
        }
    }
}

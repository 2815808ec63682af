//! The period reported: a month, quarter, half-year, first three quarters or year.

use jiff::civil::Date;

use super::words::Words;
use crate::text::{fold, numerals};

/// A span of whole months within one year.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period {
    /// As it stands in reports (`2023年上半年`).
    pub label: String,
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Period {
    /// The period from one month to another of a year, with its usual name; `None` for months or years that are none.
    pub fn months_of(year: i16, first: i8, last: i8) -> Option<Self> {
        if !(1990..=2100).contains(&year) || first > last {
            return None;
        }
        let start = Date::new(year, first, 1).ok()?;
        let end = Date::new(year, last, 1).ok()?.last_of_month();
        let name = match (first, last) {
            (1, 12) => String::new(),
            (1, 3) => "一季度".to_owned(),
            (4, 6) => "二季度".to_owned(),
            (7, 9) => "三季度".to_owned(),
            (10, 12) => "四季度".to_owned(),
            (1, 6) => "上半年".to_owned(),
            (7, 12) => "下半年".to_owned(),
            (1, 9) => "前三季度".to_owned(),
            _ if first == last => format!("{first}月"),
            _ => format!("{first}—{last}月"),
        };
        Some(Self { label: format!("{year}年{name}"), start, end })
    }

    /// Reads a period that a whole text names: `2023Q2`, `2023H1`, `2023-06`, `2023年上半年`, `2023年1—6月`.
    pub fn parse(text: &str) -> Option<Self> {
        let folded = fold::fold(text);
        if let Some(turned) = year_first(&folded) {
            return Self::parse(&turned);
        }
        let chars: Vec<char> = folded.chars().collect();
        let mut mentions = Self::scan(&chars, None);
        let whole = mentions.len() == 1 && {
            let (from, to, _) = &mentions[0];
            let rest: String = chars[..*from].iter().chain(&chars[*to..]).collect();
            rest.is_empty()
        };
        if whole {
            return mentions.pop().map(|(_, _, period)| period);
        }
        // A bare year is the whole of it.
        let year: i16 =
            folded.strip_suffix("年度").or_else(|| folded.strip_suffix('年')).unwrap_or(&folded).parse().ok()?;
        Self::months_of(year, 1, 12)
    }

    /// Every period that a text names in passing (a title, a file name, a header), in order. A period without a year
    /// (上半年, 二季度, 1-6月) is taken to be of `year`, or of the last year named before it in the text; it is passed
    /// over where there is neither. A year alone is no period.
    pub fn mentions(text: &str, year: Option<i16>) -> Vec<Self> {
        let chars: Vec<char> = fold::fold(text).chars().collect();
        Self::scan(&chars, year).into_iter().map(|(_, _, period)| period).collect()
    }

    /// Periods with the characters they stand at.
    fn scan(chars: &[char], mut year: Option<i16>) -> Vec<(usize, usize, Self)> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < chars.len() {
            let fresh = at == 0 || !chars[at - 1].is_ascii_digit();
            let named = if fresh { year_at(chars, at) } else { None };
            let (named_year, from) = match named {
                Some((named, next)) => (Some(named), next),
                None => (None, at),
            };
            year = named_year.or(year);
            let part = if fresh { part_at(chars, from, named.is_some()) } else { None };
            match (part, year) {
                (Some((first, last, to)), Some(of)) => {
                    if let Some(period) = Self::months_of(of, first, last) {
                        found.push((at, to, period));
                    }
                    at = to;
                }
                (Some((_, _, to)), None) => at = to,
                (None, _) => at = from.max(at + 1),
            }
        }
        found
    }

    /// Its name in both languages.
    pub fn words(&self) -> Words {
        let year = self.year();
        let month = |number: i8| MONTHS.get(usize::from(number.unsigned_abs()).wrapping_sub(1)).copied().unwrap_or("");
        let english = match self.months() {
            (1, 12) => format!("{year}"),
            (1, 6) => format!("H1 {year}"),
            (7, 12) => format!("H2 {year}"),
            (1, 9) => format!("Q1 to Q3 {year}"),
            (first, last) if last - first == 2 && last % 3 == 0 => format!("Q{} {year}", last / 3),
            (first, last) if first == last => format!("{} {year}", month(first)),
            (first, last) => format!("{} to {} {year}", month(first), month(last)),
        };
        Words::new(self.label.clone(), english)
    }

    /// The year.
    pub fn year(&self) -> i16 {
        self.start.year()
    }

    /// First and last month, from 1.
    pub fn months(&self) -> (i8, i8) {
        (self.start.month(), self.end.month())
    }

    /// The share of the year that has passed at the period's end, in whole months: 0.5 for a first half-year.
    pub fn elapsed(&self) -> f64 {
        f64::from(self.end.month()) / 12.0
    }
}

/// A year and where it ends: 2023年, 2023年度, 二〇二三年, or 2023 before Q, H or a month.
fn year_at(chars: &[char], at: usize) -> Option<(i16, usize)> {
    let run: String = chars.iter().skip(at).take(4).collect();
    let year = i16::try_from(numerals::parse(&run)?).ok().filter(|year| (1990..=2100).contains(year))?;
    let mut next = at + 4;
    if chars.get(next) == Some(&'年') {
        next += 1;
        if chars.get(next) == Some(&'度') {
            next += 1;
        }
        return Some((year, next));
    }
    let digits = run.bytes().all(|byte| byte.is_ascii_digit());
    let more = chars.get(next).is_some_and(char::is_ascii_digit);
    (digits && !more).then_some((year, next))
}

/// First month, last month and end of a part of a year at a position. `after_year`: right behind a year.
fn part_at(chars: &[char], at: usize, after_year: bool) -> Option<(i8, i8, usize)> {
    let rest: String = chars.iter().skip(at).take(12).collect();
    for (word, first, last) in [
        ("上半年", 1, 6),
        ("下半年", 7, 12),
        ("前三季度", 1, 9),
        ("前3季度", 1, 9),
        ("一至三季度", 1, 9),
        ("1-3季度", 1, 9),
        ("前三个季度", 1, 9),
        ("半年度", 1, 6),
        ("全年", 1, 12),
        ("h1", 1, 6),
        ("h2", 7, 12),
    ] {
        if rest.starts_with(word) {
            return Some((first, last, at + word.chars().count()));
        }
    }
    let from = if rest.starts_with(['-', '第', '/', '.']) { at + 1 } else { at };
    quarter_at(chars, from)
        .or_else(|| months_at(chars, from))
        .or_else(|| if after_year { iso_month(chars, at) } else { None })
}

/// 二季度, 第2季度, Q2, q2.
fn quarter_at(chars: &[char], at: usize) -> Option<(i8, i8, usize)> {
    let latin = chars.get(at) == Some(&'q');
    let number = chars.get(at + usize::from(latin)).copied().and_then(numerals::digit)?;
    let quarter = i8::try_from(number).ok().filter(|quarter| (1..=4).contains(quarter))?;
    let end = if latin {
        let next = at + 2;
        if chars.get(next).is_some_and(char::is_ascii_alphanumeric) {
            return None;
        }
        next
    } else {
        let word: String = chars.iter().skip(at + 1).take(2).collect();
        if word != "季度" {
            return None;
        }
        at + 3
    };
    Some((quarter * 3 - 2, quarter * 3, end))
}

/// 1-6月, 1—9月份, 一至六月, 6月. A day after the month (6月30日) makes it a date and no period.
fn months_at(chars: &[char], at: usize) -> Option<(i8, i8, usize)> {
    let (first, next) = month_number(chars, at)?;
    let (last, next) = match chars.get(next) {
        Some('-' | '~' | '至' | '到') => month_number(chars, next + 1)?,
        Some('月') if matches!(chars.get(next + 1), Some('-' | '~' | '至' | '到')) => {
            month_number(chars, next + 2).unwrap_or((first, next))
        }
        _ => (first, next),
    };
    if chars.get(next) != Some(&'月') {
        return None;
    }
    let end = next + if chars.get(next + 1) == Some(&'份') { 2 } else { 1 };
    let day = chars.get(end).is_some_and(|c| c.is_ascii_digit() || matches!(c, '底' | '末' | '初'));
    (!day && first <= last).then_some((first, last, end))
}

fn month_number(chars: &[char], at: usize) -> Option<(i8, usize)> {
    if chars.get(at) == Some(&'元') {
        return Some((1, at + 1));
    }
    let run: String =
        chars.iter().skip(at).take_while(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(**c)).collect();
    let month = i8::try_from(numerals::parse(&run)?).ok().filter(|month| (1..=12).contains(month))?;
    Some((month, at + run.chars().count()))
}

/// The 06 of 2023-06 and 202306 has to be a month and nothing more.
fn iso_month(chars: &[char], at: usize) -> Option<(i8, i8, usize)> {
    if !matches!(chars.get(at), Some('-' | '.' | '/')) {
        return None;
    }
    let (month, end) = month_number(chars, at + 1)?;
    let more = chars.get(end).is_some_and(|c| c.is_ascii_digit() || matches!(c, '-' | '.' | '/' | '月' | '日'));
    (!more).then_some((month, month, end))
}

/// `Q2 2025` as `2025Q2`: the English order turned into ours; the text is folded, so without spaces.
fn year_first(folded: &str) -> Option<String> {
    let part =
        folded.get(..2).filter(|part| part.starts_with(['q', 'h']) && part.ends_with(|c: char| c.is_ascii_digit()))?;
    let year = folded.get(2..).filter(|year| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()))?;
    Some(format!("{year}{part}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_texts() {
        for (text, label) in [
            ("2023Q2", Some("2023年二季度")),
            ("2023-Q2", Some("2023年二季度")),
            ("2023H1", Some("2023年上半年")),
            ("2023-06", Some("2023年6月")),
            ("2023.6", Some("2023年6月")),
            ("2023年上半年", Some("2023年上半年")),
            ("2023 年 第二季度", Some("2023年二季度")),
            ("2023年1—9月", Some("2023年前三季度")),
            ("2023年1-6月份", Some("2023年上半年")),
            ("2023年1至5月", Some("2023年1—5月")),
            ("二〇二三年前三季度", Some("2023年前三季度")),
            ("2023年", Some("2023年")),
            ("2023", Some("2023年")),
            ("2023年度", Some("2023年")),
            ("2023年全年", Some("2023年")),
            ("2023年6月", Some("2023年6月")),
            ("上半年", None),
            ("2023Q5", None),
            ("2023-13", None),
            ("2023-06-30", None),
            ("进度", None),
            ("", None),
        ] {
            assert_eq!(Period::parse(text).map(|period| period.label).as_deref(), label, "{text}");
        }
        let half = Period::parse("2023H1").unwrap();
        assert_eq!((half.start.to_string(), half.end.to_string()), ("2023-01-01".to_owned(), "2023-06-30".to_owned()));
        assert_eq!(Period::parse("2024-02").unwrap().end.to_string(), "2024-02-29");
        assert_eq!(half.words().en, "H1 2023");
    }

    #[test]
    fn every_label_reads_back() {
        for (first, last) in
            [(1, 12), (1, 3), (4, 6), (7, 9), (10, 12), (1, 6), (7, 12), (1, 9), (5, 5), (1, 8), (3, 11)]
        {
            let period = Period::months_of(2023, first, last).unwrap();
            assert_eq!(Period::parse(&period.label), Some(period));
        }
    }

    #[test]
    fn in_passing() {
        for (text, year, labels) in [
            ("苏州市2023年上半年重点工作进展情况表", None, "2023年上半年"),
            ("市水务局二季度进展.xlsx", Some(2023), "2023年二季度"),
            ("市水务局二季度进展.xlsx", None, ""),
            ("2023年政府工作报告重点任务上半年进展", None, "2023年上半年"),
            ("截至2023年6月30日", None, ""),
            ("截至6月底", Some(2023), ""),
            ("1-6月份PM2.5浓度", Some(2023), "2023年上半年"),
            ("2022年一季度、2023年一季度", None, "2022年一季度 2023年一季度"),
            ("苏州市2021-2035年规划", None, ""),
            ("第二轮督察", Some(2023), ""),
            ("20230705", None, ""),
            ("最新进度（8月24日）", Some(2023), ""),
            ("2023年度目标", None, ""),
        ] {
            let found: Vec<_> = Period::mentions(text, year).into_iter().map(|period| period.label).collect();
            assert_eq!(found.join(" "), labels, "{text}");
        }
    }
}

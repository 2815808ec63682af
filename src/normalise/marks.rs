//! Marks of version in a file's name: (2), v2, 第二稿, 修订, 最终, a date, a period.

use std::cmp::Ordering;

use crate::{
    model::Period,
    text::{fold, numerals},
};

/// Why one file is taken for the newest, in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Basis {
    pub zh: String,
    pub en: String,
}

/// What a file's name says of its version.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Marks {
    /// −1 a draft, 0 nothing said, 1 revised, 2 final; words that say so twice count twice.
    pub rank: i32,
    /// The number of (2), v2, 第二稿; 0 where there is none.
    pub number: u32,
    /// Year (0 where it is not given), month and day.
    pub date: Option<(u32, u32, u32)>,
    /// The last day of the period named.
    pub period: Option<String>,
    /// 补充, 补报: it adds to what was sent.
    pub supplement: bool,
    /// The name without any of these.
    pub stem: String,
}

/// Words that rank a version, the longest first where one holds another.
const WORDS: [(&str, i32); 40] = [
    ("最终版", 2),
    ("最终稿", 2),
    ("最终", 2),
    ("最新版", 2),
    ("最新", 2),
    ("定稿", 2),
    ("终稿", 2),
    ("终版", 2),
    ("正式稿", 2),
    ("正式版", 2),
    ("审定稿", 2),
    ("审定", 2),
    ("盖章版", 2),
    ("报送稿", 2),
    ("上报稿", 2),
    ("final", 2),
    ("latest", 2),
    ("修改版", 1),
    ("修改稿", 1),
    ("修改后", 1),
    ("修改", 1),
    ("修订版", 1),
    ("修订稿", 1),
    ("修订", 1),
    ("修正", 1),
    ("更新版", 1),
    ("更新", 1),
    ("更正", 1),
    ("订正", 1),
    ("重新报送", 1),
    ("重报", 1),
    ("revised", 1),
    ("updated", 1),
    ("corrected", 1),
    ("初稿", -1),
    ("草稿", -1),
    ("作废", -1),
    ("旧版", -1),
    ("draft", -1),
    ("old", -1),
];

impl Marks {
    /// Reads a file's name.
    pub fn of(file_name: &str) -> Self {
        let stem = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem);
        let period = Period::mentions(stem, Some(1990)).last().map(|period| period.end.to_string());
        let mut marks = Self { period, ..Self::default() };
        // White space parts Latin words, which folding would join.
        let mut rest = fold::fold(&stem.split_whitespace().collect::<Vec<_>>().join("_"));
        for word in ["补充报送", "补充", "补报"] {
            marks.supplement |= take(&mut rest, word);
        }
        for (word, rank) in WORDS {
            while take(&mut rest, word) {
                marks.rank += rank;
            }
        }
        for word in ["副本", "复件", "copy_of", "copy"] {
            take(&mut rest, word);
        }
        marks.date = take_date(&mut rest);
        marks.number = take_number(&mut rest);
        marks.stem = rest.chars().filter(|c| c.is_alphanumeric()).collect();
        marks
    }

    /// Whether the two differ in more than a bare number in brackets, which can also tell parts apart.
    pub fn is_worded_unlike(&self, other: &Self) -> bool {
        self.rank != other.rank || (self.date != other.date && self.date.is_some() && other.date.is_some())
    }

    /// Which of two names speaks of the newer version; `None` when they say nothing or contradict themselves.
    fn newer(&self, other: &Self) -> Option<Ordering> {
        let dates = match (self.date, other.date) {
            (Some(a), Some(b)) if a.0 == 0 || b.0 == 0 => (a.1, a.2).cmp(&(b.1, b.2)),
            (a, b) => a.cmp(&b),
        };
        // A word is meant; a number in brackets is often only the browser's.
        let words = self.rank.cmp(&other.rank);
        let orders = [words.then(self.number.cmp(&other.number)), dates];
        let mut said = orders.into_iter().filter(|order| order.is_ne());
        let first = said.next()?;
        said.all(|order| order == first).then_some(first)
    }

    /// What it says, for a person.
    fn words(&self) -> Basis {
        let mut parts = Vec::new();
        if let Some((_, month, day)) = self.date {
            parts.push((format!("日期{month}月{day}日"), format!("the date {month}-{day}")));
        }
        match self.rank {
            2.. => parts.push(("“最终”一类字样".to_owned(), "a word for “final”".to_owned())),
            1 => parts.push(("“修改”一类字样".to_owned(), "a word for “revised”".to_owned())),
            _ => {}
        }
        if self.number > 0 {
            // v2 is kept as 200, so that v1.2 comes after v1.1.
            let number = match (self.number / 100, self.number % 100) {
                (0, number) => number.to_string(),
                (version, 0) => format!("v{version}"),
                (version, minor) => format!("v{version}.{minor}"),
            };
            parts.push((format!("版本号{number}"), format!("the version number {number}")));
        }
        if parts.is_empty() {
            parts.push(("另一份标为旧稿".to_owned(), "the other is marked as the older".to_owned()));
        }
        let (zh, en): (Vec<String>, Vec<String>) = parts.into_iter().unzip();
        Basis { zh: format!("文件名中有{}", zh.join("、")), en: format!("its name has {}", en.join(" and ")) }
    }
}

/// The one name that speaks of a newer version than every other, and how.
pub(super) fn newest(marks: &[&Marks]) -> Option<(usize, Basis)> {
    if let Some(periods) = marks.iter().map(|marks| marks.period.as_ref()).collect::<Option<Vec<_>>>() {
        let last = periods.iter().max()?;
        let mut at = periods.iter().enumerate().filter(|(_, period)| period == &last).map(|(at, _)| at);
        if let (Some(found), None, true) = (at.next(), at.next(), periods.len() > 1) {
            let basis = Basis {
                zh: "文件名所写的时期更晚".to_owned(),
                en: "its name speaks of a later period".to_owned(),
            };
            return Some((found, basis));
        }
    }
    let beats = |at: usize| {
        marks
            .iter()
            .enumerate()
            .all(|(other, theirs)| other == at || marks[at].newer(theirs) == Some(Ordering::Greater))
    };
    let found = (0..marks.len()).find(|&at| beats(at))?;
    Some((found, marks[found].words()))
}

fn take(text: &mut String, word: &str) -> bool {
    let Some(at) = text.find(word) else { return false };
    // A Latin word is a word of its own: the "old" of "golden" is no mark.
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    let inside =
        word.is_ascii() && (letter(text[..at].chars().next_back()) || letter(text[at + word.len()..].chars().next()));
    if inside {
        return false;
    }
    text.replace_range(at..at + word.len(), "|");
    true
}

/// Takes a date out of a name: 20230705, 2023-7-5, 2023年7月5日, 7月5日, 0705, 7.5.
fn take_date(text: &mut String) -> Option<(u32, u32, u32)> {
    let chars: Vec<char> = text.chars().collect();
    for start in 0..chars.len() {
        if start > 0
            && (chars[start - 1].is_ascii_digit() || (chars[start - 1] == '.' && chars[start].is_ascii_digit()))
        {
            continue;
        }
        if let Some((date, end)) = date_at(&chars, start) {
            *text = chars[..start].iter().chain(&['|']).chain(&chars[end..]).collect();
            return Some(date);
        }
    }
    None
}

fn date_at(chars: &[char], start: usize) -> Option<((u32, u32, u32), usize)> {
    let numbers = numbers_at(chars, start);
    let valid = |year: u32, month: u32, day: u32| {
        ((1..=12).contains(&month) && (1..=31).contains(&day) && (year == 0 || (1990..=2100).contains(&year)))
            .then_some((year, month, day))
    };
    let (first, length, mark, _) = *numbers.first()?;
    let found = match (length, mark) {
        (8, _) => (valid(first / 10_000, first / 100 % 100, first % 100)?, 0),
        (6, _) => (valid(2000 + first / 10_000, first / 100 % 100, first % 100)?, 0),
        (4, '年' | '-' | '.' | '/' | '_') if numbers.len() > 2 => (valid(first, numbers[1].0, numbers[2].0)?, 2),
        (4, '年' | '-' | '.') => return None,
        (4, _) => (valid(0, first / 100, first % 100)?, 0),
        (1 | 2, '月') => (valid(0, first, numbers.get(1)?.0)?, 1),
        (1 | 2, '.') if numbers.len() == 2 && numbers[1].2 == '|' => (valid(0, first, numbers[1].0)?, 1),
        _ => return None,
    };
    let (date, last) = found;
    let (_, _, mark, end) = numbers[last];
    Some((date, end + usize::from(matches!(mark, '日' | '号'))))
}

/// Up to three numbers joined by date marks: value, digits, the mark behind it (`|` for the end or a bracket), its end.
fn numbers_at(chars: &[char], start: usize) -> Vec<(u32, usize, char, usize)> {
    let mut found = Vec::new();
    let mut at = start;
    while found.len() < 3 {
        let run: String = chars[at.min(chars.len())..].iter().take_while(|c| c.is_ascii_digit()).take(9).collect();
        let Ok(value) = run.parse() else { break };
        let end = at + run.len();
        let mark = chars
            .get(end)
            .copied()
            .map_or('|', |c| if matches!(c, ')' | ']' | '_' | '-' | '(') && found.len() == 1 { '|' } else { c });
        found.push((value, run.len(), mark, end));
        if !matches!(mark, '年' | '月' | '-' | '.' | '/' | '_') {
            break;
        }
        at = end + 1;
    }
    found
}

/// Takes a version number out of a name: (2), v2, 版本2, 第2版, 第二稿, 二稿.
fn take_number(text: &mut String) -> u32 {
    let chars: Vec<char> = text.chars().collect();
    let mut best = 0;
    let mut kept: Vec<char> = Vec::with_capacity(chars.len());
    let mut at = 0;
    while at < chars.len() {
        if let Some((number, end)) = number_at(&chars, at) {
            best = best.max(number);
            at = end;
        } else {
            kept.push(chars[at]);
            at += 1;
        }
    }
    *text = kept.into_iter().collect();
    best
}

fn number_at(chars: &[char], at: usize) -> Option<(u32, usize)> {
    let rest: String = chars[at..].iter().take(8).collect();
    let digits = |from: usize| -> Option<(u32, usize)> {
        let run: String = chars.get(from..)?.iter().take_while(|c| c.is_ascii_digit()).take(3).collect();
        Some((run.parse().ok().filter(|n| *n < 100)?, from + run.len()))
    };
    if rest.starts_with(['(', '[']) {
        let (number, end) = digits(at + 1)?;
        return matches!(chars.get(end), Some(')' | ']')).then_some((number, end + 1));
    }
    let latin_before = at > 0 && chars[at - 1].is_ascii_alphanumeric();
    if rest.starts_with('v') && !latin_before {
        let from = at + if rest.starts_with("ver") { 3 } else { 1 };
        let (number, end) = digits(from)?;
        // v1.2 comes after v1.1.
        let minor = (chars.get(end) == Some(&'.')).then(|| digits(end + 1)).flatten();
        return Some(minor.map_or((number * 100, end), |(minor, end)| (number * 100 + minor, end)));
    }
    if let Some(word) = ["版本", "版次"].iter().find(|word| rest.starts_with(**word)) {
        return digits(at + word.chars().count());
    }
    let from = at + usize::from(rest.starts_with('第'));
    let run: String =
        chars.get(from..)?.iter().take_while(|c| numerals::digit(**c).is_some() || **c == '十').take(3).collect();
    let end = from + run.chars().count();
    if !matches!(chars.get(end), Some('稿' | '版')) {
        return None;
    }
    Some((u32::try_from(numerals::parse(&run)?).ok().filter(|n| *n < 100)?, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_which_is_newer() {
        for (newer, older) in [
            ("市水务局(2).xlsx", "市水务局.xlsx"),
            ("市水务局（3）.xlsx", "市水务局（2）.xlsx"),
            ("市水务局v2.xlsx", "市水务局v1.xlsx"),
            ("市水务局V1.2.xlsx", "市水务局V1.1.xlsx"),
            ("市水务局（第二稿）.xlsx", "市水务局（第一稿）.xlsx"),
            ("市水务局二稿.xlsx", "市水务局初稿.xlsx"),
            ("市水务局最终.xlsx", "市水务局修改.xlsx"),
            ("市水务局（最终版）.xlsx", "市水务局(2).xls"),
            ("市水务局修订.xlsx", "市水务局.xlsx"),
            ("市水务局0705.xlsx", "市水务局0703.xlsx"),
            ("市水务局2023.7.5.xlsx", "市水务局2023-06-30.xlsx"),
            ("市水务局20230705.xlsx", "市水务局0630.xlsx"),
            ("市水务局7月5日.xlsx", "市水务局.xlsx"),
            ("市水务局（7.5）.xlsx", "市水务局（7.3）.xlsx"),
            ("市水务局最终最终.xlsx", "市水务局最终.xlsx"),
            ("water final.xlsx", "water draft.xlsx"),
            ("市水务局2023年上半年.xlsx", "市水务局2023年一季度.xlsx"),
        ] {
            let (a, b) = (Marks::of(newer), Marks::of(older));
            for pair in [[&a, &b], [&b, &a]] {
                let (at, _) = newest(&pair).unwrap_or_else(|| panic!("{newer} | {older}: {a:?} {b:?}"));
                assert_eq!(pair[at], &a, "{newer} | {older}");
            }
        }
    }

    #[test]
    fn names_that_do_not_say() {
        for (a, b) in [
            ("市水务局.xlsx", "水务局.xlsx"),
            ("1.市水务局.xlsx", "2.市水务局.xlsx"),
            ("市水务局附件1.xlsx", "市水务局附件2.xlsx"),
            ("市水务局初稿0708.xlsx", "市水务局最终0705.xlsx"),
            ("市水务局 - 副本.xlsx", "市水务局.xlsx"),
        ] {
            let (a, b) = (Marks::of(a), Marks::of(b));
            assert_eq!(newest(&[&a, &b]), None, "{a:?} {b:?}");
        }
    }

    #[test]
    fn marks_are_taken_off_the_name() {
        for name in [
            "市水务局(2).xlsx",
            "市水务局（最终版）.xlsx",
            "市水务局-20230705.xlsx",
            "市水务局 V2.xlsx",
            "市水务局（7.5修改）.xlsx",
            "市水务局 - 副本 (2).xlsx",
            "市水务局第二稿.xls",
        ] {
            assert_eq!(Marks::of(name).stem, "市水务局", "{name}");
        }
        assert_eq!(Marks::of("golden.xlsx").rank, 0);
    }
}

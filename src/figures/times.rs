//! When a figure is told for, by the date alone before it: 2022年为, 5月为, 上年6月为.

use super::{document::Document, figure::Figure};

/// Words of a year before, counted back from the one that is told of.
const YEARS_BACK: [(&str, i32); 4] = [("上年", 1), ("去年", 1), ("前年", 2), ("上一年", 1)];
/// What may stand behind a date and says nothing.
const SMALL: [char; 8] = ['为', '是', '有', '的', '共', '达', ':', ' '];
/// Characters before a figure in which its date is looked for.
const DATED: usize = 48;

/// A year, told as such or as so many before the one of the text, and a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Time {
    year: Option<i32>,
    back: i32,
    month: Option<u32>,
}

impl Time {
    /// 上年, 去年6月: it is said to be before what the text tells of.
    pub const fn is_back(self) -> bool {
        self.back > 0
    }

    /// Whether this is before the other; `None` where the words do not tell.
    pub fn is_before(self, other: Self) -> Option<bool> {
        match (self.year, other.year) {
            (Some(a), Some(b)) if a != b => Some(a < b),
            (None, None) if self.back != other.back => Some(self.back > other.back),
            (Some(_), None) | (None, Some(_)) => None,
            _ => self.month.zip(other.month).map(|(a, b)| a < b),
        }
    }
}

/// What the words name at their end: 2022年, 5月, 去年11月, 2023年6月份; nothing else stands before it.
pub fn alone(label: &str) -> Option<Time> {
    let words = label.trim_start_matches([',', ';', ' ', '而', '(']).trim_end_matches(SMALL);
    let (time, rest) = read(words)?;
    rest.is_empty().then_some(time)
}

/// The date that the words begin with, and what is left of them.
fn read(words: &str) -> Option<(Time, &str)> {
    let (year, back, rest) = if let Some((word, back)) = YEARS_BACK.iter().find(|(word, _)| words.starts_with(word)) {
        (None, *back, words.strip_prefix(word)?)
    } else if let Some((year, rest)) = number_before(words, '年').filter(|(year, _)| (1900..2100).contains(year)) {
        (i32::try_from(year).ok(), 0, rest)
    } else {
        (None, 0, words)
    };
    let (month, rest) = match number_before(rest, '月').filter(|(month, _)| (1..=12).contains(month)) {
        Some((month, rest)) => (Some(month), rest.trim_start_matches('份')),
        None => (None, rest.trim_start_matches("同月").trim_start_matches("同期")),
    };
    (year.is_some() || back > 0 || month.is_some()).then_some((Time { year, back, month }, rest))
}

/// The number that the words begin with, right before a character.
fn number_before(words: &str, unit: char) -> Option<(u32, &str)> {
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let rest = words.get(digits..)?.strip_prefix(unit)?;
    Some((words.get(..digits)?.parse().ok()?, rest))
}

/// The last date that stands before a figure in its sentence, no range of months.
pub fn before(document: &Document<'_>, figure: &Figure<'_>) -> Option<Time> {
    let words = document.between(figure.start.saturating_sub(DATED), figure.start);
    let words = words.rsplit(['。', '\n', ';']).next().unwrap_or_default();
    let starts =
        words.char_indices().map(|(at, _)| at).filter(|at| !words[..*at].ends_with(|c: char| c.is_ascii_digit()));
    let ranged = |at: usize| words[..at].ends_with(['-', '至', '~', '—']);
    let dates: Vec<Time> = starts.filter(|at| !ranged(*at)).filter_map(|at| Some(read(&words[at..])?.0)).collect();
    // 2023年6月 is read again from its month.
    dates.iter().rev().find(|time| time.year.is_some() || time.back > 0).or(dates.last()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_alone_are_read() {
        let time = |year, back, month| Some(Time { year, back, month });
        assert_eq!(alone("2022年为"), time(Some(2022), 0, None));
        assert_eq!(alone(",去年11月为"), time(None, 1, Some(11)));
        assert_eq!(alone("5月为"), time(None, 0, Some(5)));
        assert_eq!(alone("上年同期为"), time(None, 1, None));
        for label in ["2022年末存栏", "1-5月为", "为", "13月", "5月份完成"] {
            assert_eq!(alone(label), None, "{label}");
        }
    }

    #[test]
    fn dates_are_ordered_as_far_as_they_tell() {
        let before = |a: &str, b: &str| alone(a).unwrap().is_before(alone(b).unwrap());
        assert_eq!(before("2021年", "2022年为"), Some(true));
        assert_eq!(before("去年6月", "5月"), Some(true));
        assert_eq!(before("6月", "5月"), Some(false));
        assert_eq!(before("2021年", "5月"), None);
    }
}

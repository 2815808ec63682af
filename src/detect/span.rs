//! Periods in labels: 一季度, 1-6月, 上半年, 截至6月底, （8月24日）, 2023年第二季度, Q2.

use crate::text::numerals;

/// A span of months that a label names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The year, where the label names one.
    pub year: Option<i16>,
    /// First month.
    pub first: u32,
    /// Last month.
    pub last: u32,
    /// Day of the last month, where the label names one.
    pub day: Option<u32>,
}

/// A period relative to the one reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relative {
    /// 本季度, 本月, 本期, 目前, 最新.
    Current,
    /// 上季度, 上月, 上期.
    Previous,
}

/// What a label says of time, and the label without it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Timed {
    /// The label in comparison form without the words of time.
    pub rest: String,
    /// The span named.
    pub span: Option<Span>,
    /// The relative period named.
    pub relative: Option<Relative>,
}

const CURRENT: [&str; 8] = ["本季度", "本月份", "本月", "本期", "本次", "当期", "当月", "本半年"];
const PREVIOUS: [&str; 8] = ["上季度", "上一季度", "上月份", "上月", "上期", "上次", "上年度", "上年"];
const NOW: [&str; 4] = ["目前", "当前", "最新", "现阶段"];

/// Reads the words of time in a label given in comparison form.
pub fn read(folded: &str) -> Timed {
    let mut timed = Timed { rest: folded.to_owned(), span: None, relative: None };
    for (words, relative) in [(&CURRENT[..], Relative::Current), (&PREVIOUS, Relative::Previous)] {
        if !folded.contains(['本', '当', '上']) {
            break;
        }
        for word in words {
            if timed.rest.contains(word) {
                timed.rest = timed.rest.replacen(word, "", 1);
                timed.relative = Some(relative);
            }
        }
    }
    if NOW.iter().any(|word| folded.contains(word)) {
        timed.relative = timed.relative.or(Some(Relative::Current));
    }
    let chars: Vec<char> = timed.rest.chars().collect();
    if let Some((from, to, span)) = (0..chars.len().min(40)).find_map(|at| {
        if !may_begin(chars[at]) {
            return None;
        }
        let (len, span) = span_at(&chars[at..])?;
        Some((at, at + len, span))
    }) {
        timed.span = Some(span);
        let kept = chars[..from].iter().chain(&chars[to..]).collect::<String>();
        timed.rest = trim_time_words(&kept);
    } else if timed.relative.is_some() {
        timed.rest = trim_time_words(&timed.rest);
    }
    timed
}

fn trim_time_words(text: &str) -> String {
    let mut text = text.trim_matches(|c: char| matches!(c, '-' | ':' | ',' | '、' | '/' | '_' | '·'));
    for word in ["截至", "截止到", "截止", "至"] {
        text = text.strip_prefix(word).unwrap_or(text);
    }
    for word in ["底", "末", "前", "止", "份", "以来", "的", "(", "年度"] {
        text = text.strip_prefix(word).unwrap_or(text);
    }
    text.replace("()", "").replace("(截至)", "").replace("(截止)", "").replace("(截至底)", "").replace("(截止底)", "")
}

/// Whether a span can start with a character.
fn may_begin(c: char) -> bool {
    c.is_ascii_alphanumeric() || "上下前全第十百千万亿拾佰仟廿卅".contains(c) || numerals::digit(c).is_some()
}

/// A span that starts at the first character: its length in characters and what it names.
fn span_at(chars: &[char]) -> Option<(usize, Span)> {
    let (used, year) = year_at(chars).map_or((0, None), |(len, year)| (len, Some(year)));
    let rest = &chars[used..];
    let named = words_at(rest).or_else(|| quarter_at(rest)).or_else(|| months_at(rest));
    if let Some((len, (first, last, day))) = named {
        return Some((used + len, Span { year, first, last, day }));
    }
    if let Some(year) = year {
        if let Some((len, month, day)) = numeric_date(&chars[used..]) {
            return Some((used + len, Span { year: Some(year), first: month, last: month, day }));
        }
        return Some((used, Span { year: Some(year), first: 1, last: 12, day: None }));
    }
    None
}

/// `2023年`, `2023年度`, `2023-06`, `2023.6`: the year and its mark.
fn year_at(chars: &[char]) -> Option<(usize, i16)> {
    let digits: String = chars.iter().take(4).collect();
    if digits.len() != 4 || !digits.starts_with("20") {
        return None;
    }
    let year = digits.parse().ok()?;
    match chars.get(4) {
        Some('年') => Some((if chars.get(5) == Some(&'度') { 6 } else { 5 }, year)),
        Some('-' | '.' | '/') if chars.get(5).is_some_and(char::is_ascii_digit) => Some((5, year)),
        Some('q' | 'h') => Some((4, year)),
        _ => None,
    }
}

type Named = (usize, (u32, u32, Option<u32>));

fn words_at(chars: &[char]) -> Option<Named> {
    const WORDS: [(&str, u32, u32); 12] = [
        ("上半年", 1, 6),
        ("前三季度", 1, 9),
        ("前三个季度", 1, 9),
        ("一至三季度", 1, 9),
        ("1-3季度", 1, 9),
        ("1至3季度", 1, 9),
        ("下半年", 7, 12),
        ("全年", 1, 12),
        ("firsthalf", 1, 6),
        ("secondhalf", 7, 12),
        ("h1", 1, 6),
        ("h2", 7, 12),
    ];
    let head: String = chars.iter().take(10).collect();
    let (word, first, last) = WORDS.into_iter().find(|(word, _, _)| head.starts_with(word))?;
    Some((word.chars().count(), (first, last, None)))
}

/// `第二季度`, `二季度`, `2季度`, `Q2`.
fn quarter_at(chars: &[char]) -> Option<Named> {
    let skip = usize::from(chars.first() == Some(&'第'));
    let quarter = |number: u64| u32::try_from(number).ok().filter(|number| (1..=4).contains(number));
    if chars.first() == Some(&'q') {
        let number = quarter(numerals::digit(*chars.get(1)?)?)?;
        return Some((2, (number * 3 - 2, number * 3, None)));
    }
    let number = quarter(numerals::digit(*chars.get(skip)?)?)?;
    let tail: String = chars.iter().skip(skip + 1).take(2).collect();
    (tail == "季度").then_some((skip + 3, (number * 3 - 2, number * 3, None)))
}

/// `1-6月`, `1月-6月`, `6月30日`, `六月`, `6月底`.
fn months_at(chars: &[char]) -> Option<Named> {
    let (len, first) = month_number(chars)?;
    let mut at = len;
    if chars.get(at) == Some(&'月') {
        at += 1;
        if chars.get(at) == Some(&'份') {
            at += 1;
        }
        let dash = chars.get(at).is_some_and(|c| matches!(c, '-' | '~' | '至' | '到'));
        let end = dash.then(|| month_number(&chars[at + 1..])).flatten();
        if let Some((len, last)) = end.filter(|(len, _)| chars.get(at + 1 + len) == Some(&'月')) {
            return Some((at + 2 + len, (first.min(last), last, None)));
        }
        return Some(with_day(chars, at, first));
    }
    if !chars.get(at).is_some_and(|c| matches!(c, '-' | '~' | '至' | '到')) {
        return None;
    }
    at += 1;
    let (len, last) = month_number(&chars[at..])?;
    (chars.get(at + len) == Some(&'月') && last >= first).then_some((at + len + 1, (first, last, None)))
}

fn with_day(chars: &[char], at: usize, month: u32) -> Named {
    let digits: String = chars[at..].iter().take(2).take_while(|c| c.is_ascii_digit()).collect();
    let end = at + digits.len();
    let marked = chars.get(end).is_some_and(|c| matches!(c, '日' | '号'));
    match digits.parse().ok().filter(|day| marked && (1..=31).contains(day)) {
        Some(day) => (end + 1, (month, month, Some(day))),
        None if chars.get(at).is_some_and(|c| matches!(c, '底' | '末')) => (at + 1, (month, month, None)),
        None => (at, (month, month, None)),
    }
}

fn month_number(chars: &[char]) -> Option<(usize, u32)> {
    for len in [2, 1] {
        let text: String = chars.get(..len)?.iter().collect();
        if let Some(month) = numerals::parse(&text).filter(|month| (1..=12).contains(month)) {
            return Some((len, month as u32));
        }
    }
    None
}

/// `06-30` or `6` after a year.
fn numeric_date(chars: &[char]) -> Option<(usize, u32, Option<u32>)> {
    let number = |from: usize| -> Option<(usize, u32)> {
        let digits: String = chars.get(from..)?.iter().take(2).take_while(|c| c.is_ascii_digit()).collect();
        Some((digits.len(), digits.parse().ok()?))
    };
    let (len, month) = number(0)?;
    if !(1..=12).contains(&month) {
        return None;
    }
    let parted = chars.get(len).is_some_and(|c| matches!(c, '-' | '.' | '/'));
    if let Some((more, day)) = number(len + 1).filter(|(_, day)| parted && (1..=31).contains(day)) {
        return Some((len + 1 + more, month, Some(day)));
    }
    Some((len, month, None))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold::fold;

    #[test]
    fn labels_name_periods() {
        for (label, expected, rest) in [
            ("一季度进展情况", Some((None, 1, 3, None)), "进展情况"),
            ("第二季度", Some((None, 4, 6, None)), ""),
            ("2023年上半年工作进展", Some((Some(2023), 1, 6, None)), "工作进展"),
            ("截至6月底进展情况", Some((None, 6, 6, None)), "进展情况"),
            ("最新进度（8月24日）", Some((None, 8, 8, Some(24))), "最新进度"),
            ("1—6月完成情况", Some((None, 1, 6, None)), "完成情况"),
            ("1月-6月", Some((None, 1, 6, None)), ""),
            ("十二月份", Some((None, 12, 12, None)), ""),
            ("2023-06-30", Some((Some(2023), 6, 6, Some(30))), ""),
            ("Q2 progress", Some((None, 4, 6, None)), "progress"),
            ("2023年度目标", Some((Some(2023), 1, 12, None)), "目标"),
            ("进展情况", None, "进展情况"),
            ("", None, ""),
        ] {
            let timed = read(&fold(label));
            let found = timed.span.map(|span| (span.year, span.first, span.last, span.day));
            assert_eq!((found, timed.rest.as_str()), (expected, rest), "{label}");
        }
        assert_eq!(read("本季度进展").relative, Some(Relative::Current));
        assert_eq!(read("上季度进展").relative, Some(Relative::Previous));
    }
}

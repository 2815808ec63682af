//! What numbers things: （三）, 3*, ３．, 十二、, ①, 第5项, 1.2. One comparison form for all ways to write one number.

use std::{borrow::Cow, ops::Range};

use super::{fold, numerals};

/// The comparison form of a whole number cell: digits where it is a numeral of any kind (`（三）`, `3*`, `３．` → `3`),
/// parts kept apart as written (`1.2`, `3-1`), otherwise its folded text without marks. Empty when nothing is left.
pub fn form(text: &str) -> String {
    let folded = fold::fold(text);
    let bare = without_words(folded.trim_matches(is_mark));
    let bare = bare.trim_matches(is_mark);
    if bare.is_empty() {
        return String::new();
    }
    let mut form = String::with_capacity(bare.len());
    let mut part = String::new();
    for c in bare.chars() {
        if matches!(c, '.' | '-' | '_') {
            form.push_str(&digits(&part));
            form.push(c);
            part.clear();
        } else {
            part.push(c);
        }
    }
    form.push_str(&digits(&part));
    form
}

/// The numbering that a text begins with, as a comparison form, and the text behind it; `None` when it begins with its
/// own words. A number that goes on in the sentence (3.5亿元, 2023年, 5G) is no numbering.
pub fn leading(text: &str) -> Option<(String, &str)> {
    let text = text.trim_start().trim_start_matches(['★', '☆', '*', '＊', '▲', '△', '●', '■']);
    let text = text.trim_start();
    let mut chars = text.char_indices();
    let (_, first) = chars.next()?;
    if is_enclosed(first) {
        return taken(text, first.len_utf8(), first.len_utf8());
    }
    if let Some(close) = closing(first) {
        let end = text.char_indices().take(8).find(|(_, c)| close.contains(c))?;
        return taken(text, end.0, end.0 + end.1.len_utf8());
    }
    let end = text.char_indices().take(8).find(|(_, c)| !is_numeral(*c) && !matches!(c, '.' | '-' | '．'))?;
    let run = text[..end.0].trim_end_matches(['.', '．', '-']);
    let after = &text[run.len()..];
    let mark = after.chars().next()?;
    let behind = &after[mark.len_utf8()..];
    let ends = match mark {
        '、' | ')' | '）' => true,
        '.' | '．' | ':' | '：' => !behind.starts_with(|c: char| c.is_ascii_digit()),
        // A heading begins with a capital: 260 council homes are counted, not numbered.
        c if c.is_whitespace() => {
            let counts = behind.trim_start().starts_with(|c: char| c.is_ascii_lowercase());
            !counts && run.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '．'))
        }
        _ => false,
    };
    if !ends || run.chars().count() > 5 {
        return None;
    }
    taken(text, run.len(), run.len() + mark.len_utf8())
}

/// The form of the number before `number_end`, when it is one, and the text from `rest` on, when there is any.
fn taken(text: &str, number_end: usize, rest: usize) -> Option<(String, &str)> {
    let number = form(&text[..number_end]);
    let behind = text[rest..].trim_start_matches(['、', '.', '．', ' ', '　', '\u{a0}']).trim_start();
    let numeric = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'));
    (numeric && !behind.is_empty()).then_some((number, behind))
}

/// A text without the numbering that it begins with.
pub fn without(text: &str) -> &str {
    leading(text).map_or(text, |(_, rest)| rest)
}

/// A text without the numbers of the items that it lists in one line (1.新建…；2.改造…), if they count from one.
pub fn without_items(text: &str) -> Cow<'_, str> {
    let mut items: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find(|c: char| !c.is_whitespace()).map(|at| from + at) {
        if let Some((number, length)) = item(&text[at..])
            && number == items.len() + 1
        {
            items.push(at..at + length);
        }
        let Some((end, mark)) = text[at..].char_indices().find(|(_, c)| ends_item(*c)) else {
            break;
        };
        from = at + end + mark.len_utf8();
    }
    if items.len() < 2 {
        return Cow::Borrowed(text);
    }
    let mut left = String::with_capacity(text.len());
    let mut end = 0;
    for item in items {
        left.push_str(&text[end..item.start]);
        end = item.end;
    }
    left.push_str(&text[end..]);
    Cow::Owned(left)
}

/// The number of an item that a text begins with, and how long it is with its mark: 2., 2、, 2）.
fn item(text: &str) -> Option<(usize, usize)> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number = text[..digits].parse().ok().filter(|_| digits <= 2)?;
    let mark = text[digits..].chars().next().filter(|c| matches!(c, '.' | '．' | '、' | ')' | '）'))?;
    let length = digits + mark.len_utf8();
    // 3.11月底前 is the third, by November; 3.5亿元 is a figure.
    let behind = text[length..].trim_start_matches(|c: char| c.is_ascii_digit());
    (behind.len() == text.len() - length || behind.starts_with('月')).then_some((number, length))
}

/// Whether a mark may stand before the number of a further item.
const fn ends_item(c: char) -> bool {
    matches!(c, '；' | ';' | '。' | '，' | ',' | '：' | ':' | '\n')
}

fn is_numeral(c: char) -> bool {
    fold::is_digit(c) || "零〇一二三四五六七八九十百".contains(c)
}

/// ①, ⑴, ⒈, ㈠, ㊀ and their like.
fn is_enclosed(c: char) -> bool {
    matches!(c, '\u{2460}'..='\u{249b}' | '\u{24ea}'..='\u{24ff}' | '\u{2776}'..='\u{2793}' | '\u{3220}'..='\u{3229}' | '\u{3280}'..='\u{3289}')
}

const fn closing(open: char) -> Option<&'static [char]> {
    match open {
        '(' | '（' => Some(&[')', '）']),
        '[' | '【' | '〔' => Some(&[']', '】', '〕']),
        _ => None,
    }
}

fn is_mark(c: char) -> bool {
    matches!(
        c,
        '★' | '☆'
            | '*'
            | '▲'
            | '△'
            | '●'
            | '○'
            | '■'
            | '□'
            | '◆'
            | '※'
            | '#'
            | '('
            | ')'
            | '['
            | ']'
            | '.'
            | '。'
            | '、'
            | ','
            | ':'
            | ';'
            | '·'
            | '-'
            | '"'
            | '<'
            | '>'
    )
}

/// Takes off 第…项, 任务, 序号, No.
fn without_words(folded: &str) -> &str {
    let mut rest = folded;
    for word in ["第", "任务", "序号", "编号", "no.", "no", "task"] {
        rest = rest
            .strip_prefix(word)
            .filter(|rest| rest.starts_with(is_numeral) || rest.starts_with(['.', '-']))
            .unwrap_or(rest);
    }
    for word in ["项", "条", "号", "点"] {
        rest = rest.strip_suffix(word).filter(|rest| !rest.is_empty() && rest.chars().all(is_numeral)).unwrap_or(rest);
    }
    rest
}

/// One part of a number: a numeral of any kind as digits without leading zeros, anything else as it is.
fn digits(part: &str) -> String {
    if !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()) {
        let short = part.trim_start_matches('0');
        return if short.is_empty() { "0".to_owned() } else { short.to_owned() };
    }
    numerals::parse(part).or_else(|| roman(part)).map_or_else(|| part.to_owned(), |value| value.to_string())
}

/// Ⅰ to Ⅻ and as far as they number anything, after folding.
fn roman(part: &str) -> Option<u64> {
    if part.len() > 5 {
        return None;
    }
    let mut value = 0;
    let mut before = 0;
    for c in part.chars().rev() {
        let digit = match c {
            'i' => 1,
            'v' => 5,
            'x' => 10,
            _ => return None,
        };
        value += if digit < before { -digit } else { digit };
        before = before.max(digit);
    }
    u64::try_from(value).ok().filter(|value| *value > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_of_one_line_may_be_numbered() {
        for (text, left) in [
            ("1.新建床位1200张；2.创建专科9个； 3.11月底前完成", "新建床位1200张；创建专科9个； 11月底前完成"),
            ("停车设施：1、上线平台；2、新建泊位6500个", "停车设施：上线平台；新建泊位6500个"),
            ("1.新建床位1200张；3.创建专科9个", "1.新建床位1200张；3.创建专科9个"),
            ("增长1.5%，2.5亿元", "增长1.5%，2.5亿元"),
            ("新建床位1张；2、3号楼改造", "新建床位1张；2、3号楼改造"),
        ] {
            assert_eq!(without_items(text), left, "{text}");
        }
    }

    #[test]
    fn one_form_for_every_way_to_write_a_number() {
        for (text, expected) in [
            ("（三）", "3"),
            ("3*", "3"),
            ("★3", "3"),
            ("３．", "3"),
            ("十二、", "12"),
            ("①", "1"),
            ("⑿", "12"),
            ("㈢", "3"),
            ("第5项", "5"),
            ("第三十一条", "31"),
            ("007", "7"),
            ("1.2", "1.2"),
            ("3-1", "3-1"),
            ("3—01", "3-1"),
            ("Ⅲ", "3"),
            ("No.12", "12"),
            ("任务8", "8"),
            ("31 ", "31"),
            ("A-12", "a-12"),
            ("民生1", "民生1"),
            ("—", ""),
            ("★", ""),
            ("", ""),
        ] {
            assert_eq!(form(text), expected, "{text}");
            assert_eq!(form(&form(text)), form(text), "{text}");
        }
    }

    #[test]
    fn numbering_before_a_text() {
        for (text, expected) in [
            ("14.改扩建学校", Some(("14", "改扩建学校"))),
            ("（1）印发方案", Some(("1", "印发方案"))),
            ("一、经济社会发展", Some(("1", "经济社会发展"))),
            ("①推进治水", Some(("1", "推进治水"))),
            ("★3. 推进治水", Some(("3", "推进治水"))),
            ("1.2 深化改革", Some(("1.2", "深化改革"))),
            ("31 持续深入", Some(("31", "持续深入"))),
            ("3 Parks renewal", Some(("3", "Parks renewal"))),
            ("260 council homes", None),
            ("3.5亿元项目开工", None),
            ("2023年目标", None),
            ("5G基站建设", None),
            ("1-6月完成", None),
            ("十四五规划编制", None),
            ("一山一策", None),
            ("（含市本级）项目", None),
            ("12345热线", None),
            ("3.", None),
            ("", None),
        ] {
            assert_eq!(leading(text), expected.map(|(number, rest)| (number.to_owned(), rest)), "{text}");
        }
    }
}

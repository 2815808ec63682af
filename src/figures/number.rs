//! Number literals: ASCII digits with separators, Chinese numerals, 百分之.

use rust_decimal::Decimal;

use super::{folded::Folded, glyphs::is_han};
use crate::text::numerals;

/// A number as it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// One past its last character.
    pub end: usize,
    /// Its value.
    pub value: Decimal,
    /// Digits after the point.
    pub decimals: u32,
    /// Power of ten of a scale that is part of the numeral (七百九十六万).
    pub scale: u32,
    /// Separators stand in it.
    pub grouped: bool,
}

/// Digits beyond this are an identifier and no figure.
const MOST_DIGITS: usize = 22;

/// Groups of three digits with a blank before each, at most.
const MOST_GROUPS: usize = 4;

/// The ASCII number at `start`, where the text as it stands tells a separator from a Chinese comma.
pub fn ascii(text: &Folded<'_>, start: usize) -> Option<Number> {
    let mut digits = Digits::default();
    let mut at = digits.read(text, start);
    let mut grouped = false;
    while digits.count <= MOST_DIGITS && (grouped || at - start <= 3) && is_group(text, at) {
        at = digits.read(text, at + 1);
        grouped = true;
    }
    if !grouped && is_spaced(text, start, at) {
        while digits.count <= MOST_DIGITS && spaced_group(text, at) {
            at = digits.read(text, at + 1);
        }
        grouped = true;
    }
    let mut decimals = 0;
    if is_point(text, at) {
        let end = digits.read(text, at + 1);
        decimals = end - at - 1;
        at = end;
    }
    if digits.count == 0 || digits.count + usize::from(decimals > 0) > MOST_DIGITS {
        return None;
    }
    let value = Decimal::try_from_i128_with_scale(digits.value, decimals as u32).ok()?;
    Some(Number { end: at, value, decimals: decimals as u32, scale: 0, grouped })
}

/// Digits read so far.
#[derive(Default)]
struct Digits {
    value: i128,
    count: usize,
}

impl Digits {
    /// Reads the digits at `at`; one past the last of them.
    fn read(&mut self, text: &Folded<'_>, at: usize) -> usize {
        let end = digits_end(&text.chars, at);
        for c in text.chars.get(at..end).into_iter().flatten().take(MOST_DIGITS + 2) {
            self.count += 1;
            if let Some(digit) = c.to_digit(10).filter(|_| self.count <= MOST_DIGITS) {
                self.value = self.value * 10 + i128::from(digit);
            }
        }
        end
    }
}

/// One past the digits at `at`, whatever their number.
pub fn digits_end(chars: &[char], at: usize) -> usize {
    at + chars.get(at..).map_or(0, |rest| rest.iter().take_while(|c| c.is_ascii_digit()).count())
}

fn is_group(text: &Folded<'_>, at: usize) -> bool {
    let comma = text.at(at) == ','
        && (text.original_char(at) == Some(',')
            || at.checked_sub(1).and_then(|i| text.original_char(i)).is_some_and(|c| ('０'..='９').contains(&c)));
    comma && digits_end(&text.chars, at + 1) == at + 4
}

/// 收案321 146件: blanks between groups of three, the first group behind a Chinese character and the last before its unit. In a
/// table blanks stand between figures.
fn is_spaced(text: &Folded<'_>, start: usize, at: usize) -> bool {
    if !spaced_group(text, at) {
        return false;
    }
    let opens =
        start.checked_sub(1).map(|before| text.at(before)).is_some_and(|c| is_han(c) && !"第表图附".contains(c));
    let mut end = at;
    for _ in 0..MOST_GROUPS {
        if !spaced_group(text, end) {
            break;
        }
        end += 4;
    }
    opens && end > at && at - start <= 3 && is_han(text.at(end))
}

fn spaced_group(text: &Folded<'_>, at: usize) -> bool {
    text.at(at) == ' ' && digits_end(&text.chars, at + 1) == at + 4
}

fn is_point(text: &Folded<'_>, at: usize) -> bool {
    matches!(text.at(at), '.' | '·') && text.at(at + 1).is_ascii_digit()
}

/// The Chinese numeral at `start`.
pub fn chinese(chars: &[char], start: usize) -> Option<Number> {
    let rest = chars.get(start..)?;
    let whole = rest.iter().take(24).take_while(|c| is_numeral(**c)).count();
    // 三千六百六十万千瓦: the 千 behind a scale belongs to its unit.
    let unit = whole > 1
        && rest[whole - 1] == '千'
        && matches!(rest[whole - 2], '万' | '亿')
        && rest.get(whole).is_some_and(|c| matches!(c, '瓦' | '克' | '米' | '伏' | '卡' | '赫'));
    let whole = whole - usize::from(unit);
    if whole == 0 {
        return None;
    }
    let mut end = start + whole;
    let text: String = chars.get(start..end)?.iter().collect();
    let mut fraction = String::new();
    if chars.get(end) == Some(&'点') {
        let digits: String =
            chars.get(end + 1..)?.iter().take(9).map_while(|c| numerals::digit(*c)).map(|d| d.to_string()).collect();
        if !digits.is_empty() {
            end += 1 + digits.len();
            fraction = digits;
        }
    }
    let mut scale = 0;
    let mut integer = numerals::parse(&text)?;
    if fraction.is_empty() {
        let mut counted = text.as_str();
        while let Some(shorter) = counted.strip_suffix(['万', '亿']).filter(|shorter| !shorter.is_empty()) {
            scale += if counted.ends_with('万') { 4 } else { 8 };
            counted = shorter;
        }
        // 十二亿六千万 counts in 万 as well: 126,000 of them.
        integer /= 10_u64.checked_pow(scale)?;
    }
    let value = format!("{integer}.{fraction}").trim_end_matches('.').parse().ok()?;
    Some(Number { end, value, decimals: fraction.len() as u32, scale, grouped: false })
}

/// A character of a Chinese numeral.
pub const fn is_numeral(c: char) -> bool {
    matches!(
        c,
        '零' | '〇'
            | '一'
            | '二'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
            | '万'
            | '亿'
            | '两'
            | '廿'
            | '卅'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_precision() {
        for (text, value, decimals) in [
            ("1,234,567件", "1234567", 0),
            ("77.60%", "77.60", 2),
            ("1·5万", "1.5", 1),
            ("12,34", "12", 0),
            ("98.", "98", 0),
        ] {
            let number = ascii(&Folded::new(text), 0).unwrap();
            assert_eq!((number.value.to_string().as_str(), number.decimals), (value, decimals), "{text}");
        }
        let number = ascii(&Folded::new("60，123"), 0).unwrap();
        assert_eq!(number.value, Decimal::from(60), "a Chinese comma separates");
    }

    #[test]
    fn chinese_numerals_keep_their_scale_apart() {
        for (text, value, scale) in [
            ("七百九十六万名", "796", 4),
            ("十二亿六千万元", "126000", 4),
            ("八亿八千二百万元", "88200", 4),
            ("三万亿", "3", 12),
            ("十二亿零五百", "1200000500", 0),
            ("二千三百一十点二万", "2310.2", 0),
            ("三十一点五", "31.5", 0),
            ("十二项", "12", 0),
            ("三千六百六十万千瓦", "3660", 4),
        ] {
            let number = chinese(&Folded::new(text).chars, 0).unwrap();
            assert_eq!((number.value.to_string().as_str(), number.scale), (value, scale), "{text}");
        }
    }
}

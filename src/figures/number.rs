//! Number literals: ASCII digits with separators, Chinese numerals, 百分之.

use rust_decimal::Decimal;

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

/// The ASCII number at `start`, whose original characters tell a separator from a Chinese comma.
pub fn ascii(chars: &[char], original: &[char], start: usize) -> Option<Number> {
    let mut digits = String::new();
    let mut at = run(chars, start, &mut digits);
    let mut grouped = false;
    while digits.len() <= MOST_DIGITS && (grouped || at - start <= 3) && is_group(chars, original, at) {
        at = run(chars, at + 1, &mut digits);
        grouped = true;
    }
    let mut decimals = 0;
    if is_point(chars, at) {
        digits.push('.');
        let end = run(chars, at + 1, &mut digits);
        decimals = (end - at - 1) as u32;
        at = end;
    }
    if digits.is_empty() || digits.len() > MOST_DIGITS {
        return None;
    }
    let value = digits.parse().ok()?;
    Some(Number { end: at, value, decimals, scale: 0, grouped })
}

/// One past the digits at `at`, whatever their number.
pub fn digits_end(chars: &[char], at: usize) -> usize {
    at + chars.get(at..).map_or(0, |rest| rest.iter().take_while(|c| c.is_ascii_digit()).count())
}

fn run(chars: &[char], at: usize, digits: &mut String) -> usize {
    let end = digits_end(chars, at);
    digits.extend(chars.get(at..end).into_iter().flatten().take(MOST_DIGITS + 2));
    end
}

fn is_group(chars: &[char], original: &[char], at: usize) -> bool {
    let comma = chars.get(at) == Some(&',') && matches!(original.get(at), Some(','))
        || chars.get(at) == Some(&',') && original.get(at.wrapping_sub(1)).is_some_and(|c| ('０'..='９').contains(c));
    comma && digits_end(chars, at + 1) == at + 4
}

fn is_point(chars: &[char], at: usize) -> bool {
    matches!(chars.get(at), Some('.' | '·')) && chars.get(at + 1).is_some_and(char::is_ascii_digit)
}

/// The Chinese numeral at `start`.
pub fn chinese(chars: &[char], start: usize) -> Option<Number> {
    let rest = chars.get(start..)?;
    let whole = rest.iter().take(24).take_while(|c| is_numeral(**c)).count();
    if whole == 0 {
        return None;
    }
    let mut end = start + whole;
    let mut text: String = chars.get(start..end)?.iter().collect();
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
    if fraction.is_empty() {
        while let Some(shorter) = text.strip_suffix(['万', '亿']).filter(|shorter| !shorter.is_empty()) {
            scale += if text.ends_with('万') { 4 } else { 8 };
            text = shorter.to_owned();
        }
    }
    let integer = numerals::parse(&text)?;
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

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn numbers_keep_their_precision() {
        for (text, value, decimals) in [
            ("1,234,567件", "1234567", 0),
            ("77.60%", "77.60", 2),
            ("1·5万", "1.5", 1),
            ("12,34", "12", 0),
            ("98.", "98", 0),
        ] {
            let number = ascii(&chars(text), &chars(text), 0).unwrap();
            assert_eq!((number.value.to_string().as_str(), number.decimals), (value, decimals), "{text}");
        }
        let number = ascii(&chars("60,123"), &chars("60，123"), 0).unwrap();
        assert_eq!(number.value, Decimal::from(60), "a Chinese comma separates");
    }

    #[test]
    fn chinese_numerals_keep_their_scale_apart() {
        for (text, value, scale) in [
            ("七百九十六万名", "796", 4),
            ("二千三百一十点二万", "2310.2", 0),
            ("三十一点五", "31.5", 0),
            ("十二项", "12", 0),
        ] {
            let number = chinese(&chars(text), 0).unwrap();
            assert_eq!((number.value.to_string().as_str(), number.scale), (value, scale), "{text}");
        }
    }
}

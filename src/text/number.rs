//! Numbers as people write them: 1,234.5 · １２．５ · -3 · 1·5. Exact, with the digits after the point as written.

use std::fmt::Display;

use rust_decimal::Decimal;

/// A figure and its unit as they are written together: 96.3亿元, 96.3%, but 96.3 million.
pub fn with_unit(figure: impl Display, unit: &str) -> String {
    let space = if unit.starts_with(|c: char| c.is_ascii_alphanumeric()) { " " } else { "" };
    format!("{figure}{space}{unit}")
}

/// A number with commas between its thousands.
pub fn grouped(number: Decimal) -> String {
    let text = number.to_string();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
    let (whole, fraction) = digits.find('.').map_or((digits, ""), |point| digits.split_at(point));
    let first = (whole.len() - 1) % 3 + 1;
    let (head, mut rest) = whole.split_at(first.min(whole.len()));
    let mut grouped = format!("{sign}{head}");
    while !rest.is_empty() {
        let (group, after) = rest.split_at(3);
        grouped.push(',');
        grouped.push_str(group);
        rest = after;
    }
    grouped + fraction
}

/// A number at the start of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written<'a> {
    /// Its exact value.
    pub value: Decimal,
    /// Digits after the point as written.
    pub decimals: u32,
    /// What follows it.
    pub rest: &'a str,
}

/// The number at the very start of `text`; `None` when there is none, when its thousands commas do not stand where
/// they must, or when a decimal cannot hold it. Half-width text is expected (see [`super::fold::fold`]).
pub fn leading(text: &str) -> Option<Written<'_>> {
    let (negative, body) = match text.strip_prefix(['-', '−', '–']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (digits, after_whole) = whole_part(body)?;
    let (fraction, rest) = fraction_part(after_whole);
    if digits.len() + fraction.len() > 28 {
        return None;
    }
    let literal = format!("{}{digits}.{fraction}", if negative { "-" } else { "" });
    let value: Decimal = literal.trim_end_matches('.').parse().ok()?;
    Some(Written { value, decimals: fraction.len() as u32, rest })
}

/// The digits before the point, commas taken out, and what follows.
fn whole_part(text: &str) -> Option<(String, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != ',').unwrap_or(text.len());
    let (run, rest) = text.split_at(end);
    // A comma at the end belongs to the sentence, not to the number.
    let trimmed = run.trim_end_matches(',');
    let rest = if trimmed.len() == run.len() { rest } else { &text[trimmed.len()..] };
    let mut groups = trimmed.split(',');
    let first = groups.next().filter(|first| !first.is_empty())?;
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 || first.len() > 3 {
            return None;
        }
        digits.push_str(group);
    }
    Some((digits, rest))
}

/// The digits after a point, and what follows. A point that no digit follows is not part of the number.
fn fraction_part(text: &str) -> (&str, &str) {
    let Some(after) = text.strip_prefix(['.', '·']) else { return ("", text) };
    let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
    if end == 0 { ("", text) } else { after.split_at(end) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        for (number, text) in [
            ("0", "0"),
            ("999.95", "999.95"),
            ("-1000", "-1,000"),
            ("1579.9", "1,579.9"),
            ("12345678.1234", "12,345,678.1234"),
        ] {
            assert_eq!(grouped(number.parse().expect("a number")), text);
        }
    }

    #[test]
    fn a_unit_in_letters_stands_apart() {
        let told = [("96.3", "亿元"), ("5", ""), ("98", "%"), ("6.68", "million")]
            .map(|(figure, unit)| with_unit(figure, unit));
        assert_eq!(told, ["96.3亿元", "5", "98%", "6.68 million"]);
    }

    #[test]
    fn numbers_are_read_as_written() {
        for (text, value, decimals, rest) in [
            ("41.8亿元", "41.8", 1, "亿元"),
            ("1,234.50", "1234.50", 2, ""),
            ("170,024万元", "170024", 0, "万元"),
            ("-3", "-3", 0, ""),
            ("1·5万", "1.5", 1, "万"),
            ("3.", "3", 0, "."),
            ("12,且", "12", 0, ",且"),
            ("0.841", "0.841", 3, ""),
        ] {
            let written = leading(text).unwrap();
            assert_eq!((written.value.to_string().as_str(), written.decimals, written.rest), (value, decimals, rest));
        }
        for text in ["", "-", "约3", ",5", "1234,567", "1,23", "亿", ".5", "12345678901234567890123456789"] {
            assert_eq!(leading(text), None, "{text}");
        }
    }
}

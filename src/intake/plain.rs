//! Text that stands for a value, as a spreadsheet program would take it when it opens a text file.

use crate::model::{Cell, CellValue};
use crate::text::decimal::shortest;

/// The cell that a program shows for a field of a text format (CSV, HTML): a plain number becomes a number and keeps
/// its written form as what is shown, so nothing is lost; anything else, dates included, stays the text it is.
pub(super) fn cell(column: u32, text: &str) -> Option<Cell> {
    if text.is_empty() {
        return None;
    }
    if let Some(inner) = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')) {
        // ="001" is how programs keep a field from being taken for a number.
        if !inner.contains('"') {
            let mut cell = Cell::new(column, CellValue::Text(inner.into()));
            cell.formula = Some(format!("\"{inner}\"").into());
            return Some(cell);
        }
    }
    let written = text.trim_matches([' ', '\u{a0}']);
    let mut cell = Cell::new(column, CellValue::Text(text.into()));
    if let Some(number) = number(written) {
        cell.value = CellValue::Number(number);
        if shortest(number) != text {
            cell.shown = Some(text.into());
        }
    }
    Some(cell)
}

/// The number a field stands for: digits with at most one point, thousands separators in their places, a percent sign.
/// Codes (`007`), more digits than a number keeps, and exponents are no figures.
fn number(text: &str) -> Option<f64> {
    let (digits, scale) = match text.strip_suffix('%') {
        Some(rest) => (rest, 100.0),
        None => (text, 1.0),
    };
    let unsigned = digits.strip_prefix('-').unwrap_or(digits);
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((_, "")) => return None,
        Some((whole, fraction)) => (whole, fraction),
        None => (unsigned, ""),
    };
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let plain_whole = if whole.contains(',') { ungrouped(whole)? } else { whole.to_owned() };
    let padded = plain_whole.len() > 1 && plain_whole.starts_with('0');
    if plain_whole.is_empty() || padded || !is_digits(&plain_whole) || !is_digits(fraction) {
        return None;
    }
    if plain_whole.len() + fraction.len() > 15 {
        return None;
    }
    let sign = if digits.starts_with('-') { "-" } else { "" };
    let number: f64 = format!("{sign}{plain_whole}.{fraction}").parse().ok()?;
    Some(number / scale)
}

/// `170,024` → `170024`; `None` when the separators do not stand every three digits.
fn ungrouped(whole: &str) -> Option<String> {
    let mut groups = whole.split(',');
    let first = groups.next()?;
    if first.is_empty() || first.len() > 3 || groups.clone().any(|group| group.len() != 3) {
        return None;
    }
    Some(whole.replace(',', ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_taken_as_a_program_takes_them_and_keep_their_words() {
        for (text, number, shown) in [
            ("2474", 2474.0, None),
            ("41.80", 41.8, Some("41.80")),
            ("-3.5", -3.5, None),
            ("84.1%", 0.841, Some("84.1%")),
            ("170,024", 170_024.0, Some("170,024")),
            (" 12 ", 12.0, Some(" 12 ")),
            ("0", 0.0, None),
            ("0.5", 0.5, None),
        ] {
            let cell = cell(1, text).unwrap();
            assert_eq!(cell.value, CellValue::Number(number), "{text}");
            assert_eq!(cell.shown.as_deref(), shown, "{text}");
            assert_eq!(cell.text(), text);
        }
        for text in [
            "007",
            "31-1",
            "1e5",
            "+5",
            "1,23",
            ",5",
            "5.",
            ".5",
            "-",
            "",
            "12345678901234567",
            "2023/6/30",
            "１２",
            "1.2.3",
            "%",
        ] {
            assert!(!matches!(cell(1, text), Some(Cell { value: CellValue::Number(_), .. })), "{text}");
        }
        assert_eq!(cell(1, "=\"001\"").unwrap().value, CellValue::Text("001".into()));
        assert_eq!(cell(1, "=SUM(A1:A2)").unwrap().value, CellValue::Text("=SUM(A1:A2)".into()));
    }
}

//! Cells as the XML of a worksheet, for long lists: the library keeps every cell of a sheet until the workbook is saved, and
//! a list of a million rows has many. Texts stand in their cells, not in a table of shared ones, so that none is kept.

use std::{borrow::Cow, fmt::Write};

use rust_decimal::Decimal;
use rust_xlsxwriter::XlsxError;

use super::{
    formats::change_font,
    layout::Placed,
    sheet::{Shown, exact, formula, shown, visible},
};
use crate::{model::book::Content, render::theme::Theme};

/// Most characters of a cell's text, in UTF-16.
const MOST_UNITS: usize = 32_767;

/// Names of columns, as the place of a cell has them.
pub struct Columns(Vec<String>);

impl Columns {
    /// Of the first `count`.
    pub fn new(count: u16) -> Self {
        Self((0..count).map(name).collect())
    }

    fn push(&self, column: u16, to: &mut String) {
        match self.0.get(usize::from(column)) {
            Some(name) => to.push_str(name),
            None => to.push_str(&name(column)),
        }
    }

    /// A cell's place, row and column from 0.
    pub fn place(&self, row: u32, column: u16, to: &mut String) {
        self.push(column, to);
        number(row + 1, to);
    }
}

/// The name of a column, from 0: A, B, …, Z, AA.
fn name(column: u16) -> String {
    let mut letters = Vec::new();
    let mut rest = u32::from(column) + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// A whole number in digits.
pub fn number(number: u32, to: &mut String) {
    let mut digits = [0_u8; 10];
    let (mut at, mut rest) = (digits.len(), number);
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    to.extend(digits[at..].iter().map(|digit| char::from(*digit)));
}

/// A row's beginning, with its height in points, which a spreadsheet keeps in whole pixels.
pub fn row(row: u32, height: f64, to: &mut String) {
    to.push_str("<row r=\"");
    number(row + 1, to);
    let _ = write!(to, "\" ht=\"{}\" customHeight=\"1\">", (height * 4.0 / 3.0).round() * 0.75);
}

/// What a cell needs beside its content.
pub struct Cells<'a> {
    pub columns: &'a Columns,
    pub theme: &'a Theme,
    /// First spreadsheet row of every logical row of the sheet.
    pub starts: &'a [u32],
}

impl Cells<'_> {
    /// A cell with nothing in it.
    pub fn blank(&self, (row, column): (u32, u16), style: u32, to: &mut String) {
        self.open((row, column), style, to);
        to.push_str("/>");
    }

    fn open(&self, (row, column): (u32, u16), style: u32, to: &mut String) {
        to.push_str("<c r=\"");
        self.columns.place(row, column, to);
        if style > 0 {
            to.push_str("\" s=\"");
            number(style, to);
        }
        to.push('"');
    }

    /// A cell with its content, in its spreadsheet row.
    ///
    /// # Errors
    /// A text that no cell holds.
    pub fn cell(&self, placed: &Placed<'_>, row: u32, style: u32, to: &mut String) -> Result<(), XlsxError> {
        let at = (row, placed.cell.column);
        match if placed.empty { &Content::Blank } else { &placed.cell.content } {
            Content::Blank => self.blank(at, style, to),
            Content::Text(_) => self.text(at, style, &visible(placed.text.as_deref().unwrap_or("")), to)?,
            Content::Number(number) => match exact(*number) {
                Some(value) => {
                    self.open(at, style, to);
                    let _ = write!(to, "><v>{value}</v></c>");
                }
                None => self.text(at, style, &number.to_string(), to)?,
            },
            Content::Difference(pieces) => match shown(pieces) {
                Shown::Plain(text) => self.text(at, style, &text, to)?,
                Shown::Rich(runs) => {
                    self.open(at, style, to);
                    to.push_str(" t=\"inlineStr\"><is>");
                    for (change, text) in runs {
                        to.push_str("<r>");
                        to.push_str(&change_font(self.theme, placed.cell.role, change));
                        words(&text, to);
                        to.push_str("</r>");
                    }
                    to.push_str("</is></c>");
                }
            },
            Content::Formula(of, value) => self.formula(at, style, &formula(of, row, self.starts), *value, to),
        }
        Ok(())
    }

    fn text(&self, at: (u32, u16), style: u32, text: &str, to: &mut String) -> Result<(), XlsxError> {
        if text.is_empty() {
            self.blank(at, style, to);
            return Ok(());
        }
        if text.len() > MOST_UNITS && text.encode_utf16().count() > MOST_UNITS {
            return Err(XlsxError::MaxStringLengthExceeded);
        }
        self.open(at, style, to);
        to.push_str(" t=\"inlineStr\"><is>");
        words(text, to);
        to.push_str("</is></c>");
        Ok(())
    }

    fn formula(&self, at: (u32, u16), style: u32, formula: &str, value: Decimal, to: &mut String) {
        self.open(at, style, to);
        let _ = write!(to, "><f>{}</f><v>{value}</v></c>", escaped(formula));
    }
}

/// A text in its element: white space at its ends is a part of it.
fn words(text: &str, to: &mut String) {
    let edge = [' ', '\t', '\n'];
    let kept = text.starts_with(edge) || text.ends_with(edge);
    to.push_str(if kept { "<t xml:space=\"preserve\">" } else { "<t>" });
    to.push_str(&escaped(text));
    to.push_str("</t>");
}

/// A text as XML has it. Control characters stand as `_x001F_`, as spreadsheet programs write them, and a text that says
/// `_x001F_` itself has its first underline so.
fn escaped(text: &str) -> Cow<'_, str> {
    let special =
        |byte: u8| matches!(byte, b'&' | b'<' | b'>' | b'_') || (byte < 0x20 && !matches!(byte, b'\t' | b'\n'));
    let Some(first) = text.bytes().position(special) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len() + 16);
    out.push_str(&text[..first]);
    for (at, c) in text[first..].char_indices() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '_' if says_code(&text[first + at..]) => out.push_str("_x005F_"),
            c if c < ' ' && !matches!(c, '\t' | '\n') => {
                let _ = write!(out, "_x{:04X}_", u32::from(c));
            }
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Whether a text begins like the code of a character.
fn says_code(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 7 && bytes[..2] == *b"_x" && bytes[6] == b'_' && bytes[2..6].iter().all(u8::is_ascii_hexdigit)
}

/// A text as the value of an attribute.
pub fn attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\n', "&#xA;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_their_names() {
        for (column, told) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")] {
            assert_eq!(name(column), told);
        }
        let mut text = String::new();
        Columns::new(3).place(1_048_575, 2, &mut text);
        assert_eq!(text, "C1048576");
    }

    #[test]
    fn what_xml_can_not_hold_is_written_as_spreadsheets_do() {
        for (text, told) in [
            ("a<b>&\"c\"", "a&lt;b&gt;&amp;\"c\""),
            ("\u{1}\r\n\t", "_x0001__x000D_\n\t"),
            ("_x000D_", "_x005F_x000D_"),
            ("_x00", "_x00"),
            ("_项目_x12中_", "_项目_x12中_"),
            ("中文_", "中文_"),
        ] {
            assert_eq!(escaped(text), told);
        }
    }
}

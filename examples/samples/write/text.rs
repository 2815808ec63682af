//! Delimited text as spreadsheet programs save it: what a person saw in each cell, in one of four encodings.

use super::Fault;
use crate::sheet::{NUMBER_FORMATS, Sheet, Theme, Value};

/// How the text is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// CSV of a Chinese Windows.
    Gb18030,
    /// “CSV UTF-8” of Excel: with a byte order mark.
    Utf8Bom,
    /// “Unicode text” of Excel: UTF-16, little-endian, tabs.
    Utf16Tab,
}

/// The bytes of a text file; line ends are those of Windows.
pub fn write(sheet: &Sheet, theme: &Theme, encoding: Encoding) -> Result<Vec<u8>, Fault> {
    let delimiter = if encoding == Encoding::Utf16Tab { b'\t' } else { b',' };
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(Vec::new());
    let (rows, columns) = sheet.extent();
    for row in 0..rows {
        writer.write_record((0..columns).map(|column| shown(sheet, row, column, theme)))?;
    }
    let text = String::from_utf8(writer.into_inner().map_err(|fault| fault.to_string())?)?;
    Ok(match encoding {
        Encoding::Gb18030 => encoding_rs::GB18030.encode(&text).0.into_owned(),
        Encoding::Utf8Bom => format!("\u{FEFF}{text}").into_bytes(),
        Encoding::Utf16Tab => format!("\u{FEFF}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect(),
    })
}

/// What a person sees in a cell.
pub fn shown(sheet: &Sheet, row: u32, column: u16, theme: &Theme) -> String {
    let Some(cell) = sheet.cells.get(&(row, column)) else { return String::new() };
    let number = usize::from(cell.look.style(theme).number);
    match &cell.value {
        Value::Blank => String::new(),
        Value::Text(text) => text.clone(),
        Value::Number(value) | Value::Formula { value, .. } => shown_number(*value, NUMBER_FORMATS[number]),
        Value::BrokenFormula { .. } => "#REF!".to_owned(),
    }
}

fn shown_number(value: f64, format: &str) -> String {
    match format {
        "0.0%" => format!("{:.1}%", value * 100.0),
        "0.0" => format!("{value:.1}"),
        "0.00" => format!("{value:.2}"),
        "#,##0.00" => grouped(&format!("{value:.2}")),
        "#,##0" => grouped(&format!("{value:.0}")),
        _ => value.to_string(),
    }
}

/// Commas between groups of three digits.
fn grouped(number: &str) -> String {
    let (whole, fraction) = number.split_once('.').map_or((number, None), |(whole, rest)| (whole, Some(rest)));
    let mut text = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 && digit.is_ascii_digit() {
            text.push(',');
        }
        text.push(digit);
    }
    fraction.map_or(text.clone(), |fraction| format!("{text}.{fraction}"))
}

//! Office Open XML, by `rust_xlsxwriter`; `.xlsm` is the same with another content type.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet};

use super::{Fault, zipped};
use crate::sheet::{Align, Book, Cell, Look, NUMBER_FORMATS, Sheet, Theme, Value};

/// The bytes of an .xlsx file.
pub fn write(book: &Book) -> Result<Vec<u8>, Fault> {
    let mut workbook = Workbook::new();
    let (year, month, day) = book.saved;
    let saved = ExcelDateTime::from_ymd(year, month, day)?.and_hms(15, 20, 0)?;
    workbook.set_properties(&DocProperties::new().set_author(book.author).set_creation_datetime(&saved));
    for sheet in &book.sheets {
        write_sheet(workbook.add_worksheet(), sheet, &book.theme)?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// The bytes of an .xlsm file without macros, as a template with cleared macros is sent.
pub fn write_macro_enabled(book: &Book) -> Result<Vec<u8>, Fault> {
    let mut archive = zip::ZipArchive::new(Cursor::new(write(book)?))?;
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index)?;
        let name = entry.name()?.into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes)?;
        if name == "[Content_Types].xml" {
            let plain = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
            bytes = String::from_utf8(bytes)?
                .replace(plain, "application/vnd.ms-excel.sheet.macroEnabled.main+xml")
                .into_bytes();
        }
        parts.push((name, bytes));
    }
    let parts: Vec<_> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
    zipped::container(&parts, &[])
}

fn write_sheet(out: &mut Worksheet, sheet: &Sheet, theme: &Theme) -> Result<(), Fault> {
    out.set_name(&sheet.name)?;
    let mut formats = BTreeMap::new();
    let mut format = |look: Look| formats.entry(look).or_insert_with(|| format_of(look, theme)).clone();
    for merge in &sheet.merges {
        let look = sheet.cells.get(&(merge.top, merge.left)).map_or(Look::Text, |cell| cell.look);
        out.merge_range(merge.top, merge.left, merge.bottom, merge.right, "", &format(look))?;
    }
    for (&(row, column), cell) in &sheet.cells {
        write_cell(out, row, column, cell, &format(cell.look))?;
    }
    let (rows, _) = sheet.extent();
    for row in 0..rows {
        out.set_row_height(row, sheet.height(row, theme).round())?;
    }
    for (&column, &width) in &sheet.widths {
        out.set_column_width(column, width)?;
    }
    for &row in &sheet.hidden_rows {
        out.set_row_hidden(row)?;
    }
    for &column in &sheet.hidden_columns {
        out.set_column_hidden(column)?;
    }
    if let Some(head) = sheet.head_row {
        out.set_freeze_panes(head + 1, 0)?;
        out.set_repeat_rows(head, head)?;
    }
    out.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_footer("&C第 &P 页，共 &N 页");
    out.set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3);
    out.set_hidden(sheet.hidden);
    Ok(())
}

fn write_cell(out: &mut Worksheet, row: u32, column: u16, cell: &Cell, format: &Format) -> Result<(), Fault> {
    match &cell.value {
        Value::Blank => out.write_blank(row, column, format)?,
        Value::Text(text) => out.write_string_with_format(row, column, text, format)?,
        Value::Number(number) => out.write_number_with_format(row, column, *number, format)?,
        Value::Formula { text, value } => {
            let formula = Formula::new(format!("={text}")).set_result(value.to_string());
            out.write_formula_with_format(row, column, formula, format)?
        }
        Value::BrokenFormula { text } => {
            let formula = Formula::new(format!("={text}")).set_result("#REF!");
            out.write_formula_with_format(row, column, formula, format)?
        }
    };
    Ok(())
}

fn format_of(look: Look, theme: &Theme) -> Format {
    let style = look.style(theme);
    let align = match style.align {
        Align::Left => FormatAlign::Left,
        Align::Centre => FormatAlign::Center,
        Align::Right => FormatAlign::Right,
    };
    let mut format = Format::new()
        .set_font_name(theme.font(style.font))
        .set_font_size(style.size)
        .set_align(align)
        .set_align(FormatAlign::VerticalCenter)
        .set_num_format(NUMBER_FORMATS[usize::from(style.number)]);
    if style.bold {
        format = format.set_bold();
    }
    if style.wrap {
        format = format.set_text_wrap();
    }
    if style.border() {
        format = format.set_border(FormatBorder::Thin);
    }
    match (style.fill(), theme.fill) {
        (true, Some(colour)) => format.set_background_color(colour),
        _ => format,
    }
}

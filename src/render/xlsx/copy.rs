//! A sheet as a department sent it: every value in its own cell, word for word, with marks on what is asked about.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Note, Worksheet, XlsxError};

use super::{formats::named, sheet::visible};
use crate::{
    model::book::Role,
    model::{Cell, CellRef, CellValue, book::Copied},
    render::theme::{Theme, colour},
};

/// Narrowest and widest column, in characters.
const WIDTHS: (f64, f64) = (6.0, 48.0);

/// Writes the sheet. Nothing of it is written as a formula.
pub fn write(worksheet: &mut Worksheet, copied: &Copied, theme: &Theme) -> Result<(), XlsxError> {
    worksheet.set_name(&copied.name)?;
    let plain = look(theme, Role::Text);
    for area in copied.sheet.merges.iter().filter(|area| area.start != area.end) {
        let (start, end) = (at(area.start), at(area.end));
        worksheet.merge_range(start.0, start.1, end.0, end.1, "", &plain)?;
    }
    for row in &copied.sheet.rows {
        for cell in &row.cells {
            let place = CellRef::new(row.row, cell.column);
            let format = format(copied, place, theme);
            write_cell(worksheet, at(place), cell, &format)?;
        }
    }
    for (place, mark) in &copied.marks {
        let (row, column) = at(*place);
        if copied.sheet.cell(*place).is_none() {
            worksheet.write_blank(row, column, &format(copied, *place, theme))?;
        }
        let note = Note::new(visible(&mark.note)).add_author_prefix(false).set_author("taizhang").set_width(320);
        worksheet.insert_note(row, column, &note)?;
    }
    set_sizes(worksheet, copied)?;
    worksheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    if let (Some(first), Some(last)) = (copied.header_rows.first(), copied.header_rows.last()) {
        worksheet.set_repeat_rows(first.saturating_sub(1), last.saturating_sub(1))?;
    }
    Ok(())
}

fn at(place: CellRef) -> (u32, u16) {
    (place.row.saturating_sub(1), place.column.saturating_sub(1) as u16)
}

fn look(theme: &Theme, role: Role) -> Format {
    let look = theme.look(role);
    named(theme.font(&look.font), look.size).set_text_wrap().set_align(FormatAlign::VerticalCenter)
}

fn format(copied: &Copied, place: CellRef, theme: &Theme) -> Format {
    let (first, last) = (copied.header_rows.first(), copied.header_rows.last());
    let in_table = first.is_some_and(|first| place.row >= *first);
    let is_header = in_table && last.is_some_and(|last| place.row <= *last);
    let role = if is_header { Role::Header } else { Role::Text };
    let mut format = look(theme, role);
    if in_table {
        format = format.set_border(FormatBorder::Thin);
    }
    if is_header {
        format = format.set_align(FormatAlign::Center);
    }
    let filled = copied.marks.get(&place).map_or(role, |mark| Role::Severity(mark.severity));
    match &theme.look(filled).fill {
        Some(fill) => format.set_background_color(Color::RGB(colour(fill))),
        None => format,
    }
}

/// A number that shows as it is stored stays one; what a number format made of it stands as the text that was seen.
fn write_cell(
    worksheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    format: &Format,
) -> Result<(), XlsxError> {
    match &cell.value {
        CellValue::Number(number) if cell.shown.is_none() && number.is_finite() => {
            worksheet.write_number_with_format(row, column, *number, format)?;
        }
        _ if cell.is_blank() => {
            worksheet.write_blank(row, column, format)?;
        }
        _ => {
            let text: String = visible(&cell.text()).chars().take(32_767).collect();
            worksheet.write_string_with_format(row, column, text, format)?;
        }
    }
    Ok(())
}

fn set_sizes(worksheet: &mut Worksheet, copied: &Copied) -> Result<(), XlsxError> {
    let mut widths: std::collections::BTreeMap<u32, f64> = std::collections::BTreeMap::new();
    for row in copied.sheet.rows.iter().filter(|row| copied.header_rows.first().is_none_or(|first| row.row >= *first)) {
        for cell in &row.cells {
            let length = cell.text().lines().map(|line| line.chars().count()).max().unwrap_or(0) as f64;
            let width = widths.entry(cell.column).or_insert(WIDTHS.0);
            *width = width.max((length * 2.0 + 2.0).min(WIDTHS.1));
        }
    }
    for (column, width) in &widths {
        worksheet.set_column_width(column.saturating_sub(1) as u16, *width)?;
    }
    for row in &copied.sheet.rows {
        let lines = |cell: &Cell| {
            let own = widths.get(&cell.column).copied().unwrap_or(WIDTHS.0);
            cell.text().lines().map(|line| (line.chars().count() as f64 * 2.1 / own).ceil().max(1.0)).sum::<f64>()
        };
        let merged = |cell: &Cell| copied.sheet.merge_at(CellRef::new(row.row, cell.column)).is_some();
        let most = row.cells.iter().filter(|cell| !merged(cell)).map(lines).fold(1.0, f64::max);
        worksheet.set_row_height(row.row.saturating_sub(1), (most * 15.5 + 6.0).min(405.0))?;
    }
    Ok(())
}

//! A sheet as a department sent it: every value in its own cell, word for word, with marks on what is asked about.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Note, Worksheet, XlsxError};

use super::{formats::named, room::Room, sheet::visible};
use crate::{
    model::book::Role,
    model::{Cell, CellRef, CellValue, book::Copied},
    render::theme::{Theme, colour},
};

/// Writes the sheet. Nothing of it is written as a formula.
pub fn write(worksheet: &mut Worksheet, copied: &Copied, theme: &Theme) -> Result<(), XlsxError> {
    worksheet.set_name(&copied.name)?;
    let room = Room::of(copied, theme);
    rule_table(worksheet, copied, theme)?;
    for area in copied.sheet.merges.iter().filter(|area| area.start != area.end) {
        let (start, end) = (at(area.start), at(area.end));
        let format = in_size(format(copied, area.start, theme), room.scales.get(&area.start), theme);
        worksheet.merge_range(start.0, start.1, end.0, end.1, "", &format)?;
    }
    for row in &copied.sheet.rows {
        for cell in &row.cells {
            let place = CellRef::new(row.row, cell.column);
            let format = in_size(format(copied, place, theme), room.scales.get(&place), theme);
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
    set_sizes(worksheet, &room)?;
    for column in copied.sheet.hidden_columns.iter().filter(|column| !is_asked_about(copied, **column)) {
        worksheet.set_column_hidden(column.saturating_sub(1) as u16)?;
    }
    worksheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    if let (Some(first), Some(last)) = (copied.header_rows.first(), copied.header_rows.last()) {
        worksheet.set_repeat_rows(first.saturating_sub(1), last.saturating_sub(1))?;
    }
    Ok(())
}

/// Whether a column has a mark: then it is shown, though it was sent hidden.
pub(super) fn is_asked_about(copied: &Copied, column: u32) -> bool {
    copied.marks.keys().any(|place| place.column == column)
}

/// Lines around every cell of the table, blank ones too: a table with gaps in its lines is hard to read.
fn rule_table(worksheet: &mut Worksheet, copied: &Copied, theme: &Theme) -> Result<(), XlsxError> {
    let Some(first) = copied.header_rows.first() else { return Ok(()) };
    let rows =
        copied.sheet.rows.iter().filter(|row| row.row >= *first && row.cells.iter().any(|cell| !cell.is_blank()));
    let columns = rows.clone().flat_map(|row| &row.cells).filter(|cell| !cell.is_blank()).map(|cell| cell.column);
    let (Some(left), Some(right)) = (columns.clone().min(), columns.max()) else { return Ok(()) };
    for row in rows {
        for column in left..=right {
            let place = CellRef::new(row.row, column);
            worksheet.write_blank(at(place).0, at(place).1, &format(copied, place, theme))?;
        }
    }
    Ok(())
}

/// Whether a cell stands in the table or below it; what is above runs on over its neighbours.
pub(super) fn is_in_table(copied: &Copied, row: u32) -> bool {
    copied.header_rows.first().is_none_or(|first| row >= *first)
}

fn at(place: CellRef) -> (u32, u16) {
    (place.row.saturating_sub(1), place.column.saturating_sub(1) as u16)
}

fn look(theme: &Theme, role: Role) -> Format {
    let look = theme.look(role);
    named(theme.font(&look.font), look.size).set_text_wrap().set_align(FormatAlign::VerticalCenter)
}

/// A format with its font in the size that a long text needs.
fn in_size(format: Format, scale: Option<&f64>, theme: &Theme) -> Format {
    match scale {
        // A tall cell is read from its top.
        Some(scale) => {
            let size = (theme.look(Role::Text).size * scale * 2.0).floor() / 2.0;
            format.set_font_size(size).set_align(FormatAlign::Top)
        }
        None => format,
    }
}

fn format(copied: &Copied, place: CellRef, theme: &Theme) -> Format {
    let (first, last) = (copied.header_rows.first(), copied.header_rows.last());
    let in_table = first.is_some_and(|first| place.row >= *first);
    let is_header = in_table && last.is_some_and(|last| place.row <= *last);
    let role = if is_header { Role::Header } else { Role::Text };
    let mut format = look(theme, role);
    if !is_in_table(copied, place.row) && copied.sheet.merge_at(place).is_none() {
        format = format.unset_text_wrap();
    }
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

/// A cell as it was sent: a number with the format that shows it so; where no format can be told, the text that was seen.
fn write_cell(
    worksheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    format: &Format,
) -> Result<(), XlsxError> {
    let CellValue::Number(number) = &cell.value else {
        if cell.is_blank() {
            worksheet.write_blank(row, column, format)?;
        } else {
            let text: String = visible(&cell.text()).chars().take(32_767).collect();
            worksheet.write_string_with_format(row, column, text, format)?;
        }
        return Ok(());
    };
    let shown = cell.shown.as_deref();
    let numbered = match shown {
        None => Some(format.clone()),
        Some(shown) => number_format(*number, shown).map(|as_shown| format.clone().set_num_format(as_shown)),
    };
    let Some(format) = numbered.filter(|_| number.is_finite()) else {
        let text: String = visible(&cell.text()).chars().take(32_767).collect();
        worksheet.write_string_with_format(row, column, text, format)?;
        return Ok(());
    };
    worksheet.write_number_with_format(row, column, *number, &format)?;
    Ok(())
}

/// The number format under which a number shows as it was seen: decimals, thousands, per cent; `None` for any other.
fn number_format(number: f64, shown: &str) -> Option<String> {
    let (body, percent) = shown.strip_suffix('%').map_or((shown, ""), |body| (body, "%"));
    let plain = body.replace(',', "");
    let places = plain.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let is_number = plain.strip_prefix('-').unwrap_or(&plain).chars().all(|c| c.is_ascii_digit() || c == '.');
    let value = if percent.is_empty() { number } else { number * 100.0 };
    // Halves are rounded by every program in its own way: half a last digit either way is the same format.
    let near = plain.parse::<f64>().is_ok_and(|seen| (seen - value).abs() <= 0.500_001 / 10_f64.powf(places as f64));
    if !is_number || !near || places > 15 {
        return None;
    }
    let decimals = if places > 0 { format!(".{}", "0".repeat(places)) } else { String::new() };
    let whole = if body.contains(',') { "#,##0" } else { "0" };
    Some(format!("{whole}{decimals}{percent}"))
}

fn set_sizes(worksheet: &mut Worksheet, room: &Room) -> Result<(), XlsxError> {
    for (column, width) in &room.widths {
        worksheet.set_column_width(column.saturating_sub(1) as u16, *width)?;
    }
    for (row, height) in &room.heights {
        worksheet.set_row_height(row.saturating_sub(1), *height)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_keeps_the_format_that_shows_it() {
        for (number, shown, format) in [
            (0.841, "84.1%", Some("0.0%")),
            (1234.5, "1,234.50", Some("#,##0.00")),
            (12.0, "12.00", Some("0.00")),
            (-3.26, "-3.3", Some("0.0")),
            (0.5, "50%", Some("0%")),
            (45_107.0, "2023年6月30日", None),
            (0.841, "85.0%", None),
            (3.0, "第3期", None),
        ] {
            assert_eq!(number_format(number, shown).as_deref(), format, "{shown}");
        }
    }
}

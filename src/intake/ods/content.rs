//! The body of an OpenDocument spreadsheet: tables, rows and cells with their repeats, each repeat counted before it is made.

use std::{collections::BTreeSet, sync::Arc};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::{formula, text::CellText};
use crate::{
    intake::{
        container::damaged_part,
        dates,
        limits::{Meter, Stop},
        reading::Reading,
        sheet::Grid,
        xml,
    },
    model::{
        Cell, CellRef, CellValue, Visibility, Words,
        place::{MAX_COLUMNS, MAX_ROWS},
    },
    text::decimal::shortest,
};

/// Reads `content.xml`, or a flat document.
pub(super) fn read(text: &str, meter: &mut Meter<'_>, reading: &mut Reading) -> Result<(), Stop> {
    let mut body =
        Body { reader: xml::reader(text), meter, reading, hidden_styles: BTreeSet::new(), style: String::new() };
    body.run()
}

struct Body<'a, 'x, 'm> {
    reader: Reader<&'x [u8]>,
    meter: &'a mut Meter<'m>,
    reading: &'a mut Reading,
    hidden_styles: BTreeSet<String>,
    style: String,
}

/// A table under construction.
struct Table {
    name: Arc<str>,
    grid: Grid,
    row: u32,
    column: u32,
    columns: u32,
}

/// A cell's attributes.
struct CellHead {
    kind: String,
    value: Option<String>,
    formula: Option<String>,
    repeat: u32,
    rows: u32,
    columns: u32,
}

impl Body<'_, '_, '_> {
    fn run(&mut self) -> Result<(), Stop> {
        let mut seen = false;
        loop {
            self.meter.step()?;
            let event = self.reader.read_event().map_err(|_| damaged_part("content.xml"))?;
            match event {
                Event::Start(element) => match element.local_name().as_ref() {
                    "table" => {
                        self.meter.sheets(self.reading.sheets.len() + 1)?;
                        let element = element.into_owned();
                        self.table(&element)?;
                    }
                    "tracked-changes" | "dde-links" | "shapes" => self.skip(&element)?,
                    "spreadsheet" => seen = true,
                    _ => self.style(&element),
                },
                Event::Empty(element) => self.style(&element),
                Event::Eof => break,
                _ => {}
            }
        }
        if seen { Ok(()) } else { Err(damaged_part("content.xml")) }
    }

    fn skip(&mut self, element: &BytesStart<'_>) -> Result<(), Stop> {
        self.reader.read_to_end(element.name()).map(|_| ()).map_err(|_| damaged_part("content.xml"))
    }

    /// A sheet is hidden by its style.
    fn style(&mut self, element: &BytesStart<'_>) {
        match element.local_name().as_ref() {
            "style" => self.style = xml::attribute(element, "name").unwrap_or_default().into_owned(),
            "table-properties" if xml::attribute(element, "display").is_some_and(|value| value == "false") => {
                self.hidden_styles.insert(self.style.clone());
            }
            _ => {}
        }
    }

    fn table(&mut self, element: &BytesStart<'_>) -> Result<(), Stop> {
        let position = self.reading.sheets.len() + 1;
        let name =
            xml::attribute(element, "name").map_or_else(|| format!("Sheet{position}"), std::borrow::Cow::into_owned);
        let hidden =
            xml::attribute(element, "style-name").is_some_and(|style| self.hidden_styles.contains(style.as_ref()));
        let mut table = Table { name: name.into(), grid: Grid::default(), row: 0, column: 0, columns: 0 };
        if !self.rows(&mut table)? {
            let (name, last) = (&table.name, table.row);
            self.reading.partial(Some(name), None, Words::new(
                format!("工作表“{name}”的内容在第 {last} 行之后中断，后面的没有读到。请打开检查，另存为 .xlsx 后重新报送。"),
                format!("the sheet {name} breaks off after row {last}; what follows was not read: open it, check it, save it as .xlsx and send it again"),
            ));
        }
        let visibility = if hidden { Visibility::Hidden } else { Visibility::Visible };
        let (sheet, _) = table.grid.finish(table.name, visibility, self.reading);
        self.reading.sheets.push(sheet);
        Ok(())
    }

    /// The rows of a table up to its end; `false` when the XML breaks off.
    fn rows(&mut self, table: &mut Table) -> Result<bool, Stop> {
        loop {
            self.meter.step()?;
            let Ok(event) = self.reader.read_event() else { return Ok(false) };
            match event {
                Event::Start(element) => match element.local_name().as_ref() {
                    "table-row" => {
                        let element = element.into_owned();
                        if !self.row(table, &element)? {
                            return Ok(false);
                        }
                    }
                    "shapes" | "table" | "forms" | "named-expressions" | "conditional-formats" | "sparkline-groups"
                        if self.reader.read_to_end(element.name()).is_err() =>
                    {
                        return Ok(false);
                    }
                    "table-column" => column(table, &element),
                    _ => {}
                },
                Event::Empty(element) => match element.local_name().as_ref() {
                    "table-column" => column(table, &element),
                    "table-row" => {
                        let repeat = repeats(&element, "number-rows-repeated", MAX_ROWS);
                        end_row(table, &element, repeat);
                    }
                    _ => {}
                },
                Event::End(element) if element.local_name().as_ref() == "table" => return Ok(true),
                Event::Eof => return Ok(false),
                _ => {}
            }
        }
    }

    fn row(&mut self, table: &mut Table, element: &BytesStart<'_>) -> Result<bool, Stop> {
        let repeat = repeats(element, "number-rows-repeated", MAX_ROWS);
        table.column = 0;
        let mut cells: Vec<Cell> = Vec::new();
        let whole = loop {
            let Ok(event) = self.reader.read_event() else { break false };
            match event {
                Event::Start(inner) => match inner.local_name().as_ref() {
                    "table-cell" | "covered-table-cell" => {
                        let head = CellHead::of(&inner);
                        let mut text = CellText::default();
                        if !self.cell_text(&mut text)? {
                            break false;
                        }
                        self.put(table, &mut cells, head, text)?;
                    }
                    _ => {}
                },
                Event::Empty(inner) if matches!(inner.local_name().as_ref(), "table-cell" | "covered-table-cell") => {
                    let head = CellHead::of(&inner);
                    self.put(table, &mut cells, head, CellText::default())?;
                }
                Event::End(inner) if inner.local_name().as_ref() == "table-row" => break true,
                Event::Eof => break false,
                _ => {}
            }
        };
        if !cells.is_empty() {
            self.repeat_row(table, &cells, repeat)?;
        }
        end_row(table, element, repeat);
        Ok(whole)
    }

    fn repeat_row(&mut self, table: &mut Table, cells: &[Cell], repeat: u32) -> Result<(), Stop> {
        self.meter.ahead(u64::from(repeat) * cells.len() as u64)?;
        for offset in 1..=repeat {
            let row = table.row.saturating_add(offset);
            for cell in cells {
                self.meter.cell(cell)?;
                if !table.grid.put(row, cell.clone()) {
                    self.reading.partial(Some(&table.name), None, beyond());
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// The paragraphs of a cell up to its end; `false` when the XML breaks off.
    fn cell_text(&mut self, text: &mut CellText) -> Result<bool, Stop> {
        loop {
            self.meter.step()?;
            let Ok(event) = self.reader.read_event() else { return Ok(false) };
            match event {
                Event::Start(element) if matches!(element.local_name().as_ref(), "p" | "h") => {
                    let whole = text.paragraph(&mut self.reader, self.meter)?;
                    if !whole {
                        return Ok(false);
                    }
                }
                // Notes, shapes and tables inside a cell are not the cell's own words.
                Event::Start(element) if self.reader.read_to_end(element.name()).is_err() => {
                    return Ok(false);
                }
                Event::Empty(element) if matches!(element.local_name().as_ref(), "p" | "h") => text.begin(),
                Event::End(_) => return Ok(true),
                Event::Eof => return Ok(false),
                _ => {}
            }
        }
    }

    fn put(&mut self, table: &mut Table, cells: &mut Vec<Cell>, head: CellHead, text: CellText) -> Result<(), Stop> {
        let first = table.column.saturating_add(1);
        table.column = table.column.saturating_add(head.repeat);
        if head.rows > 1 || head.columns > 1 {
            let start = CellRef::new(table.row.saturating_add(1), first);
            let end = CellRef::new(start.row.saturating_add(head.rows - 1), first.saturating_add(head.columns - 1));
            self.meter.count()?;
            table.grid.merge(start, end);
        }
        let repeat = head.repeat;
        self.meter.text(&text.text)?;
        let Some(cell) = head.cell(first, text) else { return Ok(()) };
        if first.saturating_add(repeat - 1) > MAX_COLUMNS {
            self.reading.partial(Some(&table.name), None, beyond());
        }
        for column in first..=first.saturating_add(repeat - 1).min(MAX_COLUMNS) {
            self.meter.step()?;
            cells.push(Cell { column, ..cell.clone() });
        }
        Ok(())
    }
}

impl CellHead {
    fn of(element: &BytesStart<'_>) -> Self {
        let mut head = Self { kind: String::new(), value: None, formula: None, repeat: 1, rows: 1, columns: 1 };
        for found in element.attributes().with_checks(false).flatten() {
            let count = |max: u32| times(&found.value, max);
            match found.key.local_name().as_ref() {
                // LibreOffice gives the type twice; `error` stands only in its own.
                "value-type" if head.kind != "error" => head.kind = found.value.into_owned(),
                "value" | "date-value" | "time-value" | "boolean-value" | "string-value" => {
                    head.value = Some(xml::unescape(found.value).into_owned());
                }
                "formula" => head.formula = Some(formula::plain(&xml::unescape(found.value))),
                "number-columns-repeated" => head.repeat = count(MAX_COLUMNS),
                "number-columns-spanned" => head.columns = count(MAX_COLUMNS),
                "number-rows-spanned" => head.rows = count(MAX_ROWS),
                _ => {}
            }
        }
        head
    }

    fn cell(self, column: u32, text: CellText) -> Option<Cell> {
        let shown = text.any.then(|| xml::unify_breaks(text.text)).filter(|text| !text.is_empty());
        let formula = self.formula.map(String::into_boxed_str);
        let stored = self.value.as_deref().unwrap_or_default();
        let value = match self.kind.as_str() {
            "float" | "percentage" | "currency" => {
                stored.trim().parse::<f64>().ok().filter(|number| number.is_finite()).map(CellValue::Number)
            }
            "date" => dates::tidy_iso(stored).map(|iso| CellValue::Date(iso.into())),
            "time" => clock(stored).map(|time| CellValue::Date(time.into())),
            "boolean" => Some(CellValue::Bool(stored.trim() == "true")),
            "error" => shown.as_deref().map(|text| CellValue::Error(text.into())),
            _ => None,
        };
        let Some(value) = value else {
            let words = shown.or_else(|| self.value.filter(|text| !text.is_empty()));
            let value = match (words, &formula) {
                (Some(words), _) => CellValue::Text(words.into()),
                (None, Some(_)) if self.kind.is_empty() => CellValue::Uncalculated,
                (None, Some(_)) => CellValue::Text("".into()),
                (None, None) => return None,
            };
            return Some(Cell { column, value, shown: None, formula });
        };
        let plain = match &value {
            CellValue::Number(number) => shortest(*number),
            CellValue::Date(date) => date.to_string(),
            _ => return Some(Cell { column, value, shown: None, formula }),
        };
        let shown = shown.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty() && *text != plain);
        Some(Cell { column, value, shown: shown.map(String::into_boxed_str), formula })
    }
}

fn repeats(element: &BytesStart<'_>, name: &str, max: u32) -> u32 {
    xml::attribute(element, name).map_or(1, |count| times(&count, max))
}

/// A count of repeats. One too large for any number is the most there can be, so that what it repeats is not lost.
fn times(count: &str, max: u32) -> u32 {
    let count = count.trim();
    let most = if !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit()) { max } else { 1 };
    count.parse::<u32>().unwrap_or(most).clamp(1, max)
}

fn is_hidden(element: &BytesStart<'_>) -> bool {
    xml::attribute(element, "visibility").is_some_and(|value| matches!(value.as_ref(), "collapse" | "filter"))
}

fn column(table: &mut Table, element: &BytesStart<'_>) {
    let repeat = repeats(element, "number-columns-repeated", MAX_COLUMNS);
    let last = table.columns.saturating_add(repeat);
    if is_hidden(element) {
        table.grid.hide_columns(table.columns.saturating_add(1), last);
    }
    table.columns = last;
}

fn end_row(table: &mut Table, element: &BytesStart<'_>, repeat: u32) {
    let last = table.row.saturating_add(repeat);
    if is_hidden(element) {
        table.grid.hide_rows(table.row.saturating_add(1), last);
    }
    table.row = last;
}

/// `PT08H30M00S` → `08:30:00`; hours may pass 24.
fn clock(text: &str) -> Option<String> {
    let body = text.trim().strip_prefix("PT")?;
    let (hours, rest) = body.split_once('H')?;
    let (minutes, rest) = rest.split_once('M')?;
    let seconds = rest.strip_suffix('S')?.split(['.', ',']).next()?;
    let number = |text: &str| text.parse::<u32>().ok();
    Some(format!("{:02}:{:02}:{:02}", number(hours)?, number(minutes)?, number(seconds)?))
}

fn beyond() -> Words {
    Words::new(
        format!("有内容超出了工作表的范围（{MAX_ROWS} 行、{MAX_COLUMNS} 列），没有读取。请检查文件。"),
        format!(
            "it has content beyond a sheet ({MAX_ROWS} rows, {MAX_COLUMNS} columns), which was not read: check the file"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_too_large_for_a_number_is_the_most_there_can_be() {
        let told = ["4294967297", "3", "0", "-2", "x", ""].map(|count| times(count, MAX_COLUMNS));
        assert_eq!(told, [MAX_COLUMNS, 3, 1, 1, 1, 1]);
    }
}

//! SpreadsheetML 2003: one flat XML file, often named .xls.

use std::{collections::BTreeMap, rc::Rc, sync::Arc};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::{
    dates, formula,
    limits::{Meter, Stop},
    numfmt::{self, CellFormat, Formats},
    reading::Reading,
    sheet::Grid,
    xml,
};
use crate::model::{
    Cell, CellRef, CellValue, Visibility, Words,
    place::{MAX_COLUMNS, MAX_ROWS},
};

/// The namespace that tells the format.
pub(super) const NAMESPACE: &str = "urn:schemas-microsoft-com:office:spreadsheet";

/// Reads a whole document.
pub(super) fn read(text: &str, meter: &mut Meter<'_>, reading: &mut Reading) -> Result<(), Stop> {
    let mut pass = Pass {
        reader: xml::reader(text),
        meter,
        reading,
        formats: Formats::default(),
        styles: BTreeMap::new(),
        style: String::new(),
        sheet: None,
    };
    pass.run()?;
    let Pass { reading, sheet, .. } = pass;
    if let Some(open) = sheet {
        let (name, last) = (Arc::clone(&open.name), open.row);
        reading.partial(Some(&name), None, Words::new(
            format!("工作表“{name}”的内容在第 {last} 行之后中断，后面的没有读到。请用 Excel 打开检查，另存为 .xlsx 后重新报送。"),
            format!("the sheet {name} breaks off after row {last}; what follows was not read: open it in Excel, check it, save it as .xlsx and send it again"),
        ));
        open.finish(reading);
    }
    if reading.sheets.is_empty() {
        return Err(super::refusal::unknown());
    }
    Ok(())
}

struct Pass<'a, 'x, 'm> {
    reader: Reader<&'x [u8]>,
    meter: &'a mut Meter<'m>,
    reading: &'a mut Reading,
    formats: Formats,
    styles: BTreeMap<String, Rc<CellFormat>>,
    style: String,
    sheet: Option<Open>,
}

/// A sheet under construction.
struct Open {
    name: Arc<str>,
    grid: Grid,
    visibility: Visibility,
    row: u32,
    column: u32,
    columns: u32,
}

impl Open {
    fn finish(self, reading: &mut Reading) {
        let (sheet, _) = self.grid.finish(self.name, self.visibility, reading);
        reading.sheets.push(sheet);
    }
}

impl Pass<'_, '_, '_> {
    fn run(&mut self) -> Result<(), Stop> {
        loop {
            self.meter.step()?;
            // A sheet that is still open when the XML breaks off is told by the caller.
            let Ok(event) = self.reader.read_event() else { return Ok(()) };
            match event {
                Event::Start(element) => {
                    let element = element.into_owned();
                    self.start(&element, false)?;
                }
                Event::Empty(element) => {
                    let element = element.into_owned();
                    self.start(&element, true)?;
                }
                Event::End(element) if element.local_name().as_ref() == "Worksheet" => {
                    if let Some(open) = self.sheet.take() {
                        open.finish(self.reading);
                    }
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn start(&mut self, element: &BytesStart<'_>, empty: bool) -> Result<(), Stop> {
        match element.local_name().as_ref() {
            "Style" => self.begin_style(element),
            "NumberFormat" => {
                let code = xml::attribute(element, "Format").unwrap_or_default();
                let format = self.formats.by_code(named_format(&code));
                self.styles.insert(self.style.clone(), format);
            }
            "Worksheet" => {
                self.meter.sheets(self.reading.sheets.len() + 1)?;
                let name = xml::attribute(element, "Name").unwrap_or_default().into_owned();
                let open = Open {
                    name: name.into(),
                    grid: Grid::default(),
                    visibility: Visibility::Visible,
                    row: 0,
                    column: 0,
                    columns: 0,
                };
                if empty {
                    open.finish(self.reading);
                } else {
                    self.sheet = Some(open);
                }
            }
            "Column" => self.column(element),
            "Row" => self.row(element),
            "Cell" => return self.cell(element, empty),
            "Visible" if !empty => self.visible(),
            "LastSaved" | "Created" if !empty => {
                let saved = element.local_name().as_ref() == "LastSaved";
                let text = self.text_until_end(element)?;
                if saved || self.reading.modified.is_none() {
                    self.reading.modified = dates::tidy_iso(&text);
                }
            }
            "CustomDocumentProperties" if !empty => self.properties(),
            _ => {}
        }
        Ok(())
    }

    fn begin_style(&mut self, element: &BytesStart<'_>) {
        self.style = xml::attribute(element, "ID").unwrap_or_default().into_owned();
        let parent = xml::attribute(element, "Parent").and_then(|parent| self.styles.get(parent.as_ref()).cloned());
        if let Some(parent) = parent {
            self.styles.insert(self.style.clone(), parent);
        }
    }

    fn column(&mut self, element: &BytesStart<'_>) {
        let Some(open) = &mut self.sheet else { return };
        let first = number(element, "Index").unwrap_or(open.columns.saturating_add(1));
        let last = first.saturating_add(number(element, "Span").unwrap_or(0));
        if xml::flag(element, "Hidden") {
            open.grid.hide_columns(first, last.min(MAX_COLUMNS));
        }
        open.columns = last;
    }

    fn row(&mut self, element: &BytesStart<'_>) {
        let Some(open) = &mut self.sheet else { return };
        let first = number(element, "Index").unwrap_or(open.row.saturating_add(1));
        let last = first.saturating_add(number(element, "Span").unwrap_or(0));
        if xml::flag(element, "Hidden") {
            open.grid.hide_rows(first, last.min(MAX_ROWS));
        }
        // A row with a span has no cells of its own.
        (open.row, open.column) = (last, 0);
    }

    fn visible(&mut self) {
        let Ok(Event::Text(text)) = self.reader.read_event() else { return };
        let Some(open) = &mut self.sheet else { return };
        open.visibility = match text.xml10_content().trim() {
            "SheetHidden" => Visibility::Hidden,
            "SheetVeryHidden" => Visibility::VeryHidden,
            _ => Visibility::Visible,
        };
    }

    fn properties(&mut self) {
        let mut name = String::new();
        let mut value = String::new();
        while let Ok(event) = self.reader.read_event() {
            match event {
                Event::Start(element) => {
                    name = element.local_name().as_ref().replace("_x0020_", " ");
                    value.clear();
                }
                Event::Text(event) => xml::push_text(&mut value, &event),
                Event::GeneralRef(event) => xml::push_reference(&mut value, &event),
                Event::End(element) if element.local_name().as_ref() == "CustomDocumentProperties" => return,
                Event::End(_) => self.reading.properties.push((std::mem::take(&mut name), value.trim().to_owned())),
                Event::Eof => return,
                _ => {}
            }
        }
    }

    fn cell(&mut self, element: &BytesStart<'_>, empty: bool) -> Result<(), Stop> {
        let Some(open) = &mut self.sheet else { return Ok(()) };
        let column = number(element, "Index").unwrap_or(open.column.saturating_add(1));
        let at = CellRef::new(open.row.max(1), column);
        let across = number(element, "MergeAcross").unwrap_or(0);
        let down = number(element, "MergeDown").unwrap_or(0);
        open.column = column.saturating_add(across);
        if across > 0 || down > 0 {
            self.meter.count()?;
            open.grid.merge(at, CellRef::new(at.row.saturating_add(down), column.saturating_add(across)));
        }
        let formula = xml::attribute(element, "Formula").map(|text| formula::from_r1c1(&text, at));
        let style = xml::attribute(element, "StyleID").unwrap_or_default().into_owned();
        let data = if empty { None } else { self.data(element)? };
        self.store(at, &style, data, formula)
    }

    /// The type and text of a cell's data, up to the cell's end.
    fn data(&mut self, cell: &BytesStart<'_>) -> Result<Option<(String, String)>, Stop> {
        let mut found = None;
        loop {
            self.meter.step()?;
            let Ok(event) = self.reader.read_event() else { return Ok(found) };
            match event {
                Event::Start(element) if element.local_name().as_ref() == "Data" => {
                    let kind = xml::attribute(&element, "Type").unwrap_or_default().into_owned();
                    let element = element.into_owned();
                    found = Some((kind, self.text_until_end(&element)?));
                }
                // Comments have data of their own.
                Event::Start(element) if self.reader.read_to_end(element.name()).is_err() => {
                    return Ok(found);
                }
                Event::End(element) if element.name() == cell.name() => return Ok(found),
                Event::Eof => return Ok(found),
                _ => {}
            }
        }
    }

    /// All text up to the element's end, formatting elements left out.
    fn text_until_end(&mut self, element: &BytesStart<'_>) -> Result<String, Stop> {
        let mut text = String::new();
        let mut phonetic = 0_u32;
        loop {
            self.meter.step()?;
            let Ok(event) = self.reader.read_event() else { return Ok(text) };
            match event {
                Event::Start(inner) => {
                    phonetic += u32::from(phonetic > 0 || inner.local_name().as_ref() == "PhoneticText");
                }
                Event::Text(event) if phonetic == 0 => xml::push_text(&mut text, &event),
                Event::GeneralRef(event) if phonetic == 0 => xml::push_reference(&mut text, &event),
                Event::CData(event) if phonetic == 0 => text.push_str(&event.xml10_content()),
                Event::End(end) if end.name() == element.name() => return Ok(xml::unify_breaks(text)),
                Event::End(_) => phonetic = phonetic.saturating_sub(1),
                Event::Eof => return Ok(text),
                _ => {}
            }
        }
    }

    fn store(
        &mut self,
        at: CellRef,
        style: &str,
        data: Option<(String, String)>,
        formula: Option<String>,
    ) -> Result<(), Stop> {
        let formula = formula.map(String::into_boxed_str);
        let (value, shown) = match data {
            None if formula.is_none() => return Ok(()),
            None => (CellValue::Uncalculated, None),
            Some((kind, text)) => match typed(&kind, text, self.styles.get(style).map(Rc::as_ref)) {
                (CellValue::Text(text), _) if text.is_empty() && formula.is_none() => return Ok(()),
                found => found,
            },
        };
        let cell = Cell { column: at.column, value, shown, formula };
        self.meter.cell(&cell)?;
        let Some(open) = &mut self.sheet else { return Ok(()) };
        let name = Arc::clone(&open.name);
        if !open.grid.put(at.row, cell) {
            self.reading.partial(Some(&name), None, Words::new(
                format!("有内容超出了工作表的范围（{MAX_ROWS} 行、{MAX_COLUMNS} 列），没有读取。请检查文件。"),
                format!("it has content beyond a sheet ({MAX_ROWS} rows, {MAX_COLUMNS} columns), which was not read: check the file"),
            ));
        }
        Ok(())
    }
}

fn typed(kind: &str, text: String, format: Option<&CellFormat>) -> (CellValue, Option<Box<str>>) {
    match kind {
        "Number" => match text.trim().parse::<f64>() {
            Ok(number) if number.is_finite() => match format {
                Some(format) => numfmt::value(number, format, dates::Epoch::Y1900),
                None => (CellValue::Number(number), None),
            },
            _ => (CellValue::Text(text.into()), None),
        },
        "DateTime" => match dates::tidy_iso(&text) {
            Some(iso) => {
                let shown = format.and_then(|format| numfmt::shown_date(&iso, format));
                (CellValue::Date(iso.into()), shown)
            }
            None => (CellValue::Text(text.into()), None),
        },
        "Boolean" => (CellValue::Bool(text.trim() == "1"), None),
        "Error" => (CellValue::Error(text.trim().into()), None),
        _ => (CellValue::Text(text.into()), None),
    }
}

/// The names that the format uses for common codes.
fn named_format(code: &str) -> &str {
    match code {
        "Percent" => "0.00%",
        "Fixed" => "0.00",
        "Standard" | "Currency" | "Euro Currency" => "#,##0.00",
        "Scientific" => "0.00E+00",
        "Short Date" | "General Date" => "yyyy/m/d",
        "Long Date" => "yyyy\"年\"m\"月\"d\"日\"",
        "Medium Date" => "d-mmm-yy",
        "Short Time" => "h:mm",
        "Medium Time" => "h:mm AM/PM",
        "Long Time" => "h:mm:ss",
        "Yes/No" | "True/False" | "On/Off" | "" => "General",
        other => other,
    }
}

fn number(element: &BytesStart<'_>, name: &str) -> Option<u32> {
    xml::attribute(element, name)?.trim().parse().ok()
}

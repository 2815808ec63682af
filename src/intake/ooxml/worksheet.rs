//! One worksheet part in one pass: cells with formats and formulas, merges, hidden rows and columns.

use std::{borrow::Cow, collections::BTreeMap, rc::Rc, sync::Arc};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::{strings, workbook::SheetEntry};
use crate::{
    intake::{
        dates::{self, Epoch},
        formula,
        limits::{Meter, Stop},
        numfmt::{self, CellFormat},
        reading::Reading,
        sheet::Grid,
        xml,
    },
    model::{
        Cell, CellRef, CellValue, Words,
        place::{MAX_COLUMNS, MAX_ROWS},
    },
};

/// What the cells of all sheets share.
pub(super) struct Sources<'a> {
    /// The shared string table.
    pub shared: &'a [Arc<str>],
    /// Number formats by cell style.
    pub styles: &'a [Rc<CellFormat>],
    /// Which day is day 0.
    pub epoch: Epoch,
}

/// Longest formula text that Excel keeps.
const MAX_FORMULA: usize = 8192;

/// Bytes of a shared text from which on each cell that refers to it counts as inflated: whatever is made of the cells
/// later is made of each of them. Shorter ones are held in bounds by the number of cells.
const LONG_TEXT: usize = 4096;

/// Reads a worksheet part.
pub(super) fn read(
    text: &str,
    entry: &SheetEntry,
    sources: &Sources<'_>,
    meter: &mut Meter<'_>,
    reading: &mut Reading,
) -> Result<(), Stop> {
    let mut pass = Pass {
        reader: xml::reader(text),
        grid: Grid::default(),
        sources,
        meter,
        reading,
        name: &entry.name,
        masters: BTreeMap::new(),
        row: 0,
        column: 0,
        seen_data: false,
        in_data: false,
        misplaced: false,
        depth: 0,
    };
    pass.run()?;
    let Pass { grid, reading, .. } = pass;
    let (sheet, doubled) = grid.finish(Arc::clone(&entry.name), entry.visibility, reading);
    for cell in doubled {
        reading.partial(Some(&entry.name), Some(cell), Words::new(
            "同一个单元格在文件里出现了两次，只读取了第一次。请用 Excel 打开检查后另存再报送。",
            "the file gives this cell twice and only the first was read: open it in Excel, check it and save it again",
        ));
    }
    reading.sheets.push(sheet);
    Ok(())
}

/// A formula that other cells share: where it stands and its text.
struct Master {
    at: CellRef,
    text: String,
}

struct Pass<'a, 'x, 'm> {
    reader: Reader<&'x [u8]>,
    grid: Grid,
    sources: &'a Sources<'a>,
    meter: &'a mut Meter<'m>,
    reading: &'a mut Reading,
    name: &'a Arc<str>,
    masters: BTreeMap<u32, Master>,
    row: u32,
    column: u32,
    seen_data: bool,
    in_data: bool,
    /// Rows outside of the data were seen, and said.
    misplaced: bool,
    /// Elements that are open.
    depth: u32,
}

/// A cell's parts as the XML gives them.
#[derive(Default)]
struct Parts<'x> {
    kind: Kind,
    style: usize,
    value: Option<Cow<'x, str>>,
    inline: Option<String>,
    formula: Option<String>,
}

/// How a cell's stored value is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Kind {
    #[default]
    Number,
    Shared,
    Inline,
    Calculated,
    Bool,
    Error,
    Date,
    Unknown,
}

impl Kind {
    /// By the cell's `t`.
    fn named(name: &str) -> Self {
        match name {
            "s" => Self::Shared,
            "inlineStr" => Self::Inline,
            "str" => Self::Calculated,
            "b" => Self::Bool,
            "e" => Self::Error,
            "d" => Self::Date,
            "n" | "" => Self::Number,
            _ => Self::Unknown,
        }
    }
}

impl<'x> Pass<'_, 'x, '_> {
    fn run(&mut self) -> Result<(), Stop> {
        loop {
            self.meter.step()?;
            let Ok(event) = self.reader.read_event() else {
                self.cut_short();
                return Ok(());
            };
            match event {
                Event::Start(element) => self.start(&element, false)?,
                Event::Empty(element) => self.start(&element, true)?,
                Event::End(element) => {
                    self.depth = self.depth.saturating_sub(1);
                    self.in_data &= element.local_name().as_ref() != "sheetData";
                }
                Event::Eof => break,
                _ => {}
            }
        }
        if self.in_data || !self.seen_data {
            self.cut_short();
        }
        Ok(())
    }

    fn start(&mut self, element: &BytesStart<'_>, empty: bool) -> Result<(), Stop> {
        match element.local_name().as_ref() {
            // The reading of a cell takes its end as well.
            "c" if self.in_data => return self.cell(element, empty),
            "row" if self.in_data => self.start_row(element),
            // Drawings have rows too, but deeper. Behind the end of the sheet itself there is nothing around them.
            "row" if self.depth <= 1 => self.misplaced_row(),
            "sheetData" => {
                self.seen_data = true;
                self.in_data = !empty;
            }
            "col" if xml::flag(element, "hidden") => {
                let number = |name| xml::attribute(element, name).and_then(|text| text.trim().parse::<u32>().ok());
                if let (Some(first), Some(last)) = (number("min"), number("max")) {
                    self.grid.hide_columns(first, last.min(MAX_COLUMNS));
                }
            }
            "mergeCell" => self.merge(element)?,
            _ => {}
        }
        self.depth += u32::from(!empty);
        Ok(())
    }

    fn start_row(&mut self, element: &BytesStart<'_>) {
        let mut row = self.row.saturating_add(1);
        let mut hidden = false;
        for found in element.attributes().with_checks(false).flatten() {
            match found.key.local_name().as_ref() {
                // A row number that is none leaves the rows counted, and is said.
                "r" => match found.value.trim().parse::<u32>() {
                    Ok(number) if number >= 1 => row = number,
                    _ => self.bad_position(&found.value),
                },
                "hidden" => hidden = matches!(found.value.as_ref(), "1" | "true" | "on"),
                _ => {}
            }
        }
        self.row = row;
        self.column = 0;
        if hidden {
            self.grid.hide_rows(row, row);
        }
    }

    fn cell(&mut self, element: &BytesStart<'_>, empty: bool) -> Result<(), Stop> {
        let mut parts = Parts::default();
        let mut at = CellRef::new(self.row.max(1), self.column.saturating_add(1));
        let mut placed = true;
        for found in element.attributes().with_checks(false).flatten() {
            match found.key.local_name().as_ref() {
                "r" => {
                    if let Some(position) = position(&found.value) {
                        at = position;
                    } else {
                        placed = false;
                        self.bad_position(&found.value);
                    }
                }
                "s" => parts.style = found.value.trim().parse().unwrap_or(0),
                "t" => parts.kind = Kind::named(&found.value),
                _ => {}
            }
        }
        (self.row, self.column) = (at.row, at.column);
        if empty {
            return Ok(());
        }
        if !self.content(at, &mut parts)? {
            return Ok(());
        }
        if !placed {
            return Ok(());
        }
        self.store(at, parts)
    }

    /// The children of a cell, up to its end; `false` when the XML breaks off.
    fn content(&mut self, at: CellRef, parts: &mut Parts<'x>) -> Result<bool, Stop> {
        loop {
            let Ok(event) = self.reader.read_event() else {
                // The same error comes again in the outer loop, which says so.
                return Ok(false);
            };
            match event {
                Event::Start(element) => match element.local_name().as_ref() {
                    "v" if parts.value.is_some() => {
                        self.text_until("v");
                        self.reading.partial(Some(self.name), Some(at), two_values());
                    }
                    "v" => parts.value = self.text_until("v"),
                    "is" => parts.inline = strings::item(&mut self.reader, "is"),
                    "f" => {
                        let element = element.into_owned();
                        let text = self.text_until("f").unwrap_or_default().into_owned();
                        parts.formula = self.formula(at, &element, text)?;
                    }
                    _ => {}
                },
                Event::Empty(element) => match element.local_name().as_ref() {
                    "v" => parts.value = Some(Cow::Borrowed("")),
                    "f" => {
                        let element = element.into_owned();
                        parts.formula = self.formula(at, &element, String::new())?;
                    }
                    _ => {}
                },
                Event::End(element) if element.local_name().as_ref() == "c" => return Ok(true),
                Event::Eof => return Ok(false),
                _ => {}
            }
        }
    }

    /// The text up to an end; one without entities is not copied.
    fn text_until(&mut self, name: &str) -> Option<Cow<'x, str>> {
        let mut text = Cow::Borrowed("");
        loop {
            match self.reader.read_event().ok()? {
                Event::Text(event) if text.is_empty() => text = event.xml10_content(),
                Event::Text(event) => xml::push_text(text.to_mut(), &event),
                Event::GeneralRef(event) => xml::push_reference(text.to_mut(), &event),
                Event::CData(event) => text.to_mut().push_str(&event.xml10_content()),
                Event::End(element) if element.local_name().as_ref() == name => return Some(text),
                Event::Eof => return None,
                _ => {}
            }
        }
    }

    /// A cell's formula, a shared one moved to this cell. `Some("")` when there is one whose text is not known.
    fn formula(&mut self, at: CellRef, element: &BytesStart<'_>, text: String) -> Result<Option<String>, Stop> {
        let shared = xml::attribute(element, "t").is_some_and(|kind| kind == "shared");
        let index = xml::attribute(element, "si").and_then(|index| index.trim().parse::<u32>().ok());
        let (Some(index), true) = (index, shared) else { return Ok(Some(text)) };
        if !text.is_empty() {
            self.masters.insert(index, Master { at, text: text.clone() });
            return Ok(Some(text));
        }
        let Some(master) = self.masters.get(&index) else { return Ok(Some(text)) };
        if master.text.len() > MAX_FORMULA {
            return Ok(Some(String::new()));
        }
        let moved = formula::moved(
            &master.text,
            i64::from(at.row) - i64::from(master.at.row),
            i64::from(at.column) - i64::from(master.at.column),
        );
        self.meter.expand(moved.len())?;
        Ok(Some(moved))
    }

    fn store(&mut self, at: CellRef, parts: Parts<'x>) -> Result<(), Stop> {
        let formula = parts.formula.as_deref().map(|text| text.trim_start_matches('=').into());
        let shared = parts.kind == Kind::Shared;
        let Some((value, shown)) = self.value(at, parts) else { return Ok(()) };
        if let CellValue::Text(text) = &value
            && shared
            && text.len() > LONG_TEXT
        {
            self.meter.expand(text.len())?;
        }
        let cell = Cell { column: at.column, value, shown, formula };
        self.meter.cell(&cell)?;
        if !self.grid.put(at.row, cell) {
            self.reading.partial(Some(self.name), None, super::beyond(at));
        }
        Ok(())
    }

    fn value(&mut self, at: CellRef, parts: Parts<'x>) -> Option<(CellValue, Option<Box<str>>)> {
        let has_formula = parts.formula.is_some();
        let kind = parts.kind;
        if kind == Kind::Inline || parts.inline.is_some() {
            let text = parts.inline.map(Cow::Owned).or(parts.value).unwrap_or_default();
            return text_value(text, has_formula);
        }
        let Some(stored) = parts.value else {
            // A formula that was calculated to an empty text may have no value element at all.
            let value = if kind == Kind::Calculated { CellValue::Text("".into()) } else { CellValue::Uncalculated };
            return has_formula.then_some((value, None));
        };
        match kind {
            Kind::Shared if stored.is_empty() => has_formula.then_some((CellValue::Uncalculated, None)),
            Kind::Shared => {
                let index = stored.trim().parse::<usize>().ok();
                let Some(text) = index.and_then(|index| self.sources.shared.get(index)) else {
                    self.reading.partial(Some(self.name), Some(at), super::bad_index());
                    return None;
                };
                (has_formula || !text.is_empty()).then(|| (CellValue::Text(Arc::clone(text)), None))
            }
            Kind::Calculated => text_value(xml::unescape_ooxml(stored.into_owned()).into(), has_formula),
            _ if stored.trim().is_empty() => has_formula.then_some((CellValue::Uncalculated, None)),
            Kind::Bool => match stored.trim() {
                "1" | "true" => Some((CellValue::Bool(true), None)),
                "0" | "false" => Some((CellValue::Bool(false), None)),
                _ => self.odd(at, stored, has_formula, odd_bool),
            },
            Kind::Error => Some((CellValue::Error(stored.trim().into()), None)),
            Kind::Date => match dates::tidy_iso(&stored) {
                Some(iso) => Some((CellValue::Date(iso.into()), None)),
                None => self.odd(at, stored, has_formula, odd_date),
            },
            Kind::Unknown => self.odd(at, stored, has_formula, odd_kind),
            Kind::Number | Kind::Inline => self.number(at, parts.style, stored, has_formula),
        }
    }

    fn number(
        &mut self,
        at: CellRef,
        style: usize,
        stored: Cow<'x, str>,
        has_formula: bool,
    ) -> Option<(CellValue, Option<Box<str>>)> {
        match stored.trim().parse::<f64>() {
            Ok(number) if number.is_finite() => Some(match self.sources.styles.get(style) {
                Some(format) => numfmt::value(number, format, self.sources.epoch),
                None => (CellValue::Number(number), None),
            }),
            _ => self.odd(at, stored, has_formula, bad_number),
        }
    }

    /// A stored value that is not what the cell says it is: read as text, and said.
    fn odd(
        &mut self,
        at: CellRef,
        stored: Cow<'x, str>,
        has_formula: bool,
        words: fn(&str) -> Words,
    ) -> Option<(CellValue, Option<Box<str>>)> {
        let head: String = stored.chars().take(40).collect();
        self.reading.partial(Some(self.name), Some(at), words(&head));
        text_value(stored, has_formula)
    }

    fn merge(&mut self, element: &BytesStart<'_>) -> Result<(), Stop> {
        let Some(reference) = xml::attribute(element, "ref") else { return Ok(()) };
        let (first, last) = reference.split_once(':').unwrap_or((&reference, &reference));
        if let (Some(first), Some(last)) = (position(first), position(last)) {
            self.grid.merge(first, last);
        }
        self.meter.count()
    }

    fn cut_short(&mut self) {
        let words = super::cut_short(self.name, self.grid.last_row());
        self.reading.partial(Some(self.name), None, words);
    }

    fn misplaced_row(&mut self) {
        if std::mem::replace(&mut self.misplaced, true) {
            return;
        }
        self.reading.partial(Some(self.name), None, Words::new(
            "有数据行不在表格区域之内，没有读取。请用 Excel 打开检查，另存后重新报送。",
            "it has rows outside of the sheet's data, which were not read: open it in Excel, check it, save it and send it again",
        ));
    }

    fn bad_position(&mut self, found: &str) {
        let found: String = found.chars().take(20).collect();
        self.reading.partial(Some(self.name), None, Words::new(
            format!("位置“{found}”不是有效的行号或单元格，那里的内容没有读取。请用 Excel 打开检查，另存后重新报送。"),
            format!("“{found}” is no row or cell; what stands there was not read: open it in Excel, check it, save it and send it again"),
        ));
    }
}

fn text_value(text: Cow<'_, str>, has_formula: bool) -> Option<(CellValue, Option<Box<str>>)> {
    (has_formula || !text.is_empty()).then(|| (CellValue::Text(text.into()), None))
}

/// `F5` or `$F$5`, read without allocating; `None` outside of a sheet.
fn position(text: &str) -> Option<CellRef> {
    let (mut row, mut column) = (0_u32, 0_u32);
    for byte in text.trim().bytes() {
        match byte {
            b'$' => {}
            b'A'..=b'Z' | b'a'..=b'z' if row == 0 => {
                column = column.checked_mul(26)?.checked_add(u32::from(byte.to_ascii_uppercase() - b'A') + 1)?;
            }
            b'0'..=b'9' if column > 0 => row = row.checked_mul(10)?.checked_add(u32::from(byte - b'0'))?,
            _ => return None,
        }
    }
    let inside = (1..=MAX_ROWS).contains(&row) && (1..=MAX_COLUMNS).contains(&column);
    inside.then(|| CellRef::new(row, column))
}

fn bad_number(stored: &str) -> Words {
    Words::new(
        format!("这个单元格应是数值，存的却是“{stored}”，已按文字读取。请核对。"),
        format!("this cell should hold a number but holds “{stored}”, which was read as text: check it"),
    )
}

fn two_values() -> Words {
    Words::new(
        "这个单元格在文件里存了两个值，只读取了第一个。请用 Excel 打开检查后另存再报送。",
        "the file stores two values for this cell and only the first was read: open it in Excel, check it and save it again",
    )
}

fn odd_bool(stored: &str) -> Words {
    Words::new(
        format!("这个单元格应是“是/否”值，存的却是“{stored}”，已按文字读取。请核对。"),
        format!("this cell should hold TRUE or FALSE but holds “{stored}”, which was read as text: check it"),
    )
}

fn odd_date(stored: &str) -> Words {
    Words::new(
        format!("这个单元格应是日期，存的却是“{stored}”，已按文字读取。请核对。"),
        format!("this cell should hold a date but holds “{stored}”, which was read as text: check it"),
    )
}

fn odd_kind(stored: &str) -> Words {
    Words::new(
        format!("这个单元格的类型无法识别，存的是“{stored}”，已按文字读取。请核对。"),
        format!("this cell is of no known type; what it holds, “{stored}”, was read as text: check it"),
    )
}

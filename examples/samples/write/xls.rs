//! BIFF8 in a compound file: .xls as Excel 97–2003 saves it, and .et as WPS does.
//!
//! Record layouts are those of Microsoft's [MS-XLS].

use std::{
    io::{Cursor, Write},
    time::{Duration, SystemTime},
};

use super::{
    Fault,
    biff::{Styles, shared_strings, utf16},
};
use crate::{
    formula::{Dialect, encode},
    sheet::{Align, Book, NUMBER_FORMATS, Sheet, Style, Value},
};

/// Built-in style formats that stand before the cell formats.
const STYLE_FORMATS: usize = 16;
/// The first number that a format of our own may have.
const FIRST_FORMAT: u16 = 164;
/// The longest body of a record.
const RECORD_LIMIT: usize = 8224;
/// `#REF!` in a cached value.
const ERROR_REF: u8 = 0x17;

/// The bytes of an .xls file.
pub fn write(book: &Book) -> Result<Vec<u8>, Fault> {
    let mut file = cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new()))?;
    file.create_stream("/Workbook")?.write_all(&workbook_stream(book))?;
    file.create_stream("/\u{5}SummaryInformation")?.write_all(&summary_stream(book))?;
    file.set_modified_time("/", saved_time(book))?;
    file.flush()?;
    Ok(file.into_inner().into_inner())
}

fn days_since_1601((year, month, day): (u16, u8, u8)) -> u64 {
    let (year, month, day) = (u64::from(year), u64::from(month), u64::from(day));
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let from_year_0 = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1;
    from_year_0 - 584_694
}

fn seconds_since_1601(book: &Book) -> u64 {
    days_since_1601(book.saved) * 86_400 + 15 * 3600 + 20 * 60
}

fn saved_time(book: &Book) -> SystemTime {
    const FROM_1601_TO_1970: u64 = 11_644_473_600;
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds_since_1601(book).saturating_sub(FROM_1601_TO_1970))
}

/// The document's properties: code page, author, last saved, application.
fn summary_stream(book: &Book) -> Vec<u8> {
    let text = |text: &str| {
        let mut bytes = text.as_bytes().to_vec();
        bytes.push(0);
        let length = (bytes.len() as u32).to_le_bytes().to_vec();
        bytes.resize(bytes.len().next_multiple_of(4), 0);
        [vec![0x1E, 0, 0, 0], length, bytes].concat()
    };
    let saved = (seconds_since_1601(book) * 10_000_000).to_le_bytes().to_vec();
    let properties: [(u32, Vec<u8>); 4] = [
        (1, [2u32.to_le_bytes(), 65_001u32.to_le_bytes()].concat()),
        (4, text(book.author)),
        (13, [vec![0x40, 0, 0, 0], saved].concat()),
        (18, text("Microsoft Excel")),
    ];
    let mut offset = 8 + 8 * properties.len() as u32;
    let mut table = Vec::new();
    for (id, value) in &properties {
        table.extend(id.to_le_bytes());
        table.extend(offset.to_le_bytes());
        offset += value.len() as u32;
    }
    let mut stream = vec![0xFE, 0xFF, 0, 0, 5, 1, 2, 0];
    stream.extend([0; 16]);
    stream.extend(1u32.to_le_bytes());
    stream.extend([0xE0, 0x85, 0x9F, 0xF2, 0xF9, 0x4F, 0x68, 0x10, 0xAB, 0x91, 0x08, 0x00, 0x2B, 0x27, 0xB3, 0xD9]);
    stream.extend(48u32.to_le_bytes());
    stream.extend(offset.to_le_bytes());
    stream.extend((properties.len() as u32).to_le_bytes());
    stream.extend(table);
    stream.extend(properties.into_iter().flat_map(|(_, value)| value));
    stream
}

/// Records one after another.
#[derive(Default)]
struct Records(Vec<u8>);

impl Records {
    fn add(&mut self, id: u16, body: &[u8]) {
        self.0.extend(id.to_le_bytes());
        self.0.extend((body.len() as u16).to_le_bytes());
        self.0.extend(body);
    }

    fn words(&mut self, id: u16, words: &[u16]) {
        let body: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        self.add(id, &body);
    }
}

fn workbook_stream(book: &Book) -> Vec<u8> {
    let styles = Styles::of(book);
    let (texts, uses) = shared_strings(book);
    let sheets: Vec<Vec<u8>> = book.sheets.iter().map(|sheet| sheet_stream(sheet, book, &styles, &texts)).collect();
    let head = globals_head(book, &styles);
    let tail = globals_tail(&texts, uses);
    let bound_lengths: usize = book.sheets.iter().map(|sheet| 4 + 8 + utf16(&sheet.name).len()).sum();
    let mut position = head.0.len() + bound_lengths + tail.0.len();
    let mut stream = head;
    for (sheet, bytes) in book.sheets.iter().zip(&sheets) {
        let mut body = (position as u32).to_le_bytes().to_vec();
        body.extend([u8::from(sheet.hidden), 0]);
        body.push(sheet.name.encode_utf16().count() as u8);
        body.push(1);
        body.extend(utf16(&sheet.name));
        stream.add(0x0085, &body);
        position += bytes.len();
    }
    stream.0.extend(tail.0);
    stream.0.extend(sheets.concat());
    stream.0
}

fn globals_head(book: &Book, styles: &Styles) -> Records {
    let mut records = Records::default();
    records.words(0x0809, &[0x0600, 0x0005, 0x0DBB, 0x07CC, 0x00C1, 0, 0x0006, 0]);
    records.words(0x0042, &[1200]);
    records.words(0x003D, &[0, 0, 0x4000, 0x2000, 0x0038, 0, 0, 1, 0x0258]);
    records.words(0x0022, &[0]);
    // Readers count fonts with number 4 left out, so the first four repeat the default.
    for font in std::iter::repeat_n(&styles.fonts[0], 4).chain(&styles.fonts) {
        let weight: u16 = if font.bold { 700 } else { 400 };
        let mut body = Vec::new();
        body.extend(((font.size * 20.0) as u16).to_le_bytes());
        body.extend([0, 0, 0xFF, 0x7F]);
        body.extend(weight.to_le_bytes());
        body.extend([0, 0, 0, 0, 134, 0, font.name.encode_utf16().count() as u8, 1]);
        body.extend(utf16(font.name));
        records.add(0x0031, &body);
    }
    for (number, code) in (FIRST_FORMAT..).zip(NUMBER_FORMATS) {
        let mut body = number.to_le_bytes().to_vec();
        body.extend((code.len() as u16).to_le_bytes());
        body.push(0);
        body.extend(code.as_bytes());
        records.add(0x041E, &body);
    }
    for index in 0..STYLE_FORMATS {
        let parent: u16 = if index + 1 == STYLE_FORMATS { 0x0001 } else { 0xFFF5 };
        records.words(0x00E0, &[0, 0, parent, 0x0020, 0, 0, 0, 0, 0, 0x20C0]);
    }
    for (_, font, style) in &styles.looks {
        records.add(0x00E0, &cell_format(*font, style, book));
    }
    records.add(0x0293, &[0, 0x80, 0, 0xFF]);
    records
}

/// The index that a cell uses for a font: the four repeated ones and the gap at 4 are jumped.
const fn font_index(font: usize) -> u16 {
    font as u16 + 5
}

fn cell_format(font: usize, style: &Style, book: &Book) -> Vec<u8> {
    let number = if style.number == 0 { 0 } else { FIRST_FORMAT + u16::from(style.number) };
    let align: u8 = match style.align {
        Align::Left => 1,
        Align::Centre => 2,
        Align::Right => 3,
    };
    let mut body = Vec::new();
    body.extend(font_index(font).to_le_bytes());
    body.extend(number.to_le_bytes());
    body.extend(0x0001u16.to_le_bytes());
    body.push(align | 0x10 | if style.wrap { 0x08 } else { 0 });
    body.extend([0, 0, 0xFC]);
    let (lines, colours): (u32, u32) = if style.border() { (0x2040_1111, 0x0000_2040) } else { (0, 0) };
    let filled = style.fill() && book.theme.fill.is_some();
    body.extend((lines & 0x3FFF_FFFF).to_le_bytes());
    body.extend((colours | if filled { 1 << 26 } else { 0 }).to_le_bytes());
    // Palette entry 0x16 is the light grey of every office; 0x40 and 0x41 are the automatic colours.
    let pattern: u16 = if filled { 0x16 | (0x41 << 7) } else { 0x40 | (0x41 << 7) };
    body.extend(pattern.to_le_bytes());
    body
}

fn globals_tail(texts: &[String], uses: usize) -> Records {
    let mut records = Records::default();
    let mut bodies = vec![[(uses as u32).to_le_bytes(), (texts.len() as u32).to_le_bytes()].concat()];
    for text in texts {
        add_shared_string(&mut bodies, text);
    }
    for (index, body) in bodies.iter().enumerate() {
        records.add(if index == 0 { 0x00FC } else { 0x003C }, body);
    }
    records.add(0x000A, &[]);
    records
}

/// Appends a text to the shared string table; what does not fit goes on in a further record, which begins with the
/// text's flags again.
fn add_shared_string(bodies: &mut Vec<Vec<u8>>, text: &str) {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut header = (units.len() as u16).to_le_bytes().to_vec();
    header.push(1);
    if bodies.last().is_none_or(|body| body.len() + header.len() + 2 > RECORD_LIMIT) {
        bodies.push(Vec::new());
    }
    if let Some(body) = bodies.last_mut() {
        body.extend(header);
    }
    for unit in units {
        if bodies.last().is_none_or(|body| body.len() + 2 > RECORD_LIMIT) {
            bodies.push(vec![1]);
        }
        if let Some(body) = bodies.last_mut() {
            body.extend(unit.to_le_bytes());
        }
    }
}

fn sheet_stream(sheet: &Sheet, book: &Book, styles: &Styles, texts: &[String]) -> Vec<u8> {
    let (rows, columns) = sheet.extent();
    let mut records = Records::default();
    records.words(0x0809, &[0x0600, 0x0010, 0x0DBB, 0x07CC, 0x00C1, 0, 0x0006, 0]);
    // Fitted to the page's width.
    records.words(0x0081, &[0x05C1]);
    for column in 0..columns {
        let hidden = u16::from(sheet.hidden_columns.contains(&column));
        records.words(0x007D, &[column, column, (sheet.width(column) * 256.0) as u16, 15, hidden, 0]);
    }
    let mut dimensions = [0u32.to_le_bytes(), rows.to_le_bytes()].concat();
    dimensions.extend([0u16.to_le_bytes(), columns.to_le_bytes(), [0, 0]].concat());
    records.add(0x0200, &dimensions);
    records.words(0x00A1, &[9, 100, 1, 1, 0, 0, 300, 300, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    for row in 0..rows {
        let height = (sheet.height(row, &book.theme).round() * 20.0) as u16;
        let hidden: u16 = if sheet.hidden_rows.contains(&row) { 0x20 } else { 0 };
        records.words(0x0208, &[row as u16, 0, columns, height, 0, 0, 0x0140 | hidden, 15]);
    }
    for (&(row, column), cell) in &sheet.cells {
        let format = STYLE_FORMATS + styles.position(cell.look).unwrap_or_default();
        add_cell(&mut records, [row as u16, column, format as u16], &cell.value, texts);
    }
    if !sheet.merges.is_empty() {
        let areas = sheet.merges.iter().flat_map(|m| [m.top as u16, m.bottom as u16, m.left, m.right]);
        let words: Vec<u16> = std::iter::once(sheet.merges.len() as u16).chain(areas).collect();
        records.words(0x00E5, &words);
    }
    let selected = if std::ptr::eq(sheet, &raw const book.sheets[0]) { 0x0600 } else { 0 };
    records.words(0x023E, &[0x00B6 | selected, 0, 0, 0x0040, 0, 0, 0, 0, 0]);
    records.add(0x000A, &[]);
    records.0
}

fn add_cell(records: &mut Records, head: [u16; 3], value: &Value, texts: &[String]) {
    let mut body: Vec<u8> = head.iter().flat_map(|word| word.to_le_bytes()).collect();
    match value {
        Value::Blank => records.add(0x0201, &body),
        Value::Text(text) => {
            let index = texts.iter().position(|known| known == text).unwrap_or_default();
            body.extend((index as u32).to_le_bytes());
            records.add(0x00FD, &body);
        }
        Value::Number(number) => {
            body.extend(number.to_le_bytes());
            records.add(0x0203, &body);
        }
        Value::Formula { text, value } => add_formula(records, body, &value.to_le_bytes(), text),
        Value::BrokenFormula { text } => {
            add_formula(records, body, &[2, 0, ERROR_REF, 0, 0, 0, 0xFF, 0xFF], text);
        }
    }
}

fn add_formula(records: &mut Records, mut body: Vec<u8>, cached: &[u8], text: &str) {
    let tokens = encode(text, Dialect::Biff8);
    body.extend(cached);
    body.extend([0, 0, 0, 0, 0, 0]);
    body.extend((tokens.len() as u16).to_le_bytes());
    body.extend(tokens);
    records.add(0x0006, &body);
}

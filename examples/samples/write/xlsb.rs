//! The binary workbook of Office Open XML. Record layouts are those of Microsoft's [MS-XLSB].

use super::{
    Fault,
    biff::{Styles, shared_strings, utf16},
    escape, iso, zipped,
};
use crate::{
    formula::{Dialect, encode},
    sheet::{Align, Book, NUMBER_FORMATS, Sheet, Style, Value},
};

/// The first number that a format of our own may have.
const FIRST_FORMAT: u16 = 164;
/// `#REF!` in a cached value.
const ERROR_REF: u8 = 0x17;
const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The bytes of an .xlsb file.
pub fn write(book: &Book) -> Result<Vec<u8>, Fault> {
    let styles = Styles::of(book);
    let (texts, uses) = shared_strings(book);
    let names: Vec<String> = (1..=book.sheets.len()).map(|n| format!("xl/worksheets/sheet{n}.bin")).collect();
    let mut parts = vec![
        ("[Content_Types].xml", content_types(&names).into_bytes()),
        ("_rels/.rels", root_relations().into_bytes()),
        ("docProps/core.xml", core_properties(book).into_bytes()),
        ("xl/workbook.bin", workbook(book)),
        ("xl/_rels/workbook.bin.rels", workbook_relations(book.sheets.len()).into_bytes()),
        ("xl/styles.bin", style_sheet(&styles, book)),
        ("xl/sharedStrings.bin", string_table(&texts, uses)),
    ];
    for (name, sheet) in names.iter().zip(&book.sheets) {
        parts.push((name, worksheet(sheet, book, &styles, &texts)));
    }
    zipped::container(&parts, &[])
}

fn content_types(sheets: &[String]) -> String {
    let mut types = format!(
        "{XML}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"bin\" ContentType=\"application/vnd.ms-excel.sheet.binary.macroEnabled.main\"/>\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"/docProps/core.xml\" \
         ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>\
         <Override PartName=\"/xl/styles.bin\" ContentType=\"application/vnd.ms-excel.styles\"/>\
         <Override PartName=\"/xl/sharedStrings.bin\" ContentType=\"application/vnd.ms-excel.sharedStrings\"/>"
    );
    for sheet in sheets {
        types += &format!("<Override PartName=\"/{sheet}\" ContentType=\"application/vnd.ms-excel.worksheet\"/>");
    }
    types + "</Types>"
}

fn relations(list: &[(String, &str, String)]) -> String {
    let mut text =
        format!("{XML}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
    for (id, kind, target) in list {
        text += &format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"/>");
    }
    text + "</Relationships>"
}

fn root_relations() -> String {
    let core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    relations(&[
        ("rId1".to_owned(), &format!("{RELATIONS}/officeDocument"), "xl/workbook.bin".to_owned()),
        ("rId2".to_owned(), core, "docProps/core.xml".to_owned()),
    ])
}

fn workbook_relations(sheets: usize) -> String {
    let worksheet = format!("{RELATIONS}/worksheet");
    let (styles, strings) = (format!("{RELATIONS}/styles"), format!("{RELATIONS}/sharedStrings"));
    let mut list: Vec<(String, &str, String)> =
        (1..=sheets).map(|n| (format!("rId{n}"), worksheet.as_str(), format!("worksheets/sheet{n}.bin"))).collect();
    list.push((format!("rId{}", sheets + 1), &styles, "styles.bin".to_owned()));
    list.push((format!("rId{}", sheets + 2), &strings, "sharedStrings.bin".to_owned()));
    relations(&list)
}

fn core_properties(book: &Book) -> String {
    let saved = iso(book.saved);
    let author = escape(book.author);
    format!(
        "{XML}<cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:creator>{author}</dc:creator>\
         <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{saved}Z</dcterms:modified></cp:coreProperties>"
    )
}

/// Records one after another: a number and a length of one to four 7-bit groups each, and the body.
#[derive(Default)]
struct Records(Vec<u8>);

impl Records {
    fn add(&mut self, id: u16, body: &[u8]) {
        if id < 0x80 {
            self.0.push(id as u8);
        } else {
            self.0.extend([(id & 0x7F) as u8 | 0x80, (id >> 7) as u8]);
        }
        let mut rest = body.len();
        while rest >= 0x80 {
            self.0.push((rest & 0x7F) as u8 | 0x80);
            rest >>= 7;
        }
        self.0.push(rest as u8);
        self.0.extend(body);
    }

    fn count(&mut self, id: u16, count: usize) {
        self.add(id, &(count as u32).to_le_bytes());
    }
}

fn wide(text: &str) -> Vec<u8> {
    [(text.encode_utf16().count() as u32).to_le_bytes().to_vec(), utf16(text)].concat()
}

fn words(values: &[u32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

fn workbook(book: &Book) -> Vec<u8> {
    let mut records = Records::default();
    records.add(131, &[]);
    records.add(153, &[words(&[0x0001_0020, 0x0001_E5B1]), wide("")].concat());
    records.add(135, &[]);
    records.add(158, &[words(&[0, 0, 28_800, 15_360, 600, 0, 0]), vec![0x78]].concat());
    records.add(136, &[]);
    records.add(143, &[]);
    for (number, sheet) in (1u32..).zip(&book.sheets) {
        let head = words(&[u32::from(sheet.hidden), number]);
        records.add(156, &[head, wide(&format!("rId{number}")), wide(&sheet.name)].concat());
    }
    records.add(144, &[]);
    records.add(132, &[]);
    records.0
}

fn string_table(texts: &[String], uses: usize) -> Vec<u8> {
    let mut records = Records::default();
    records.add(159, &words(&[uses as u32, texts.len() as u32]));
    for text in texts {
        records.add(19, &[vec![0], wide(text)].concat());
    }
    records.add(160, &[]);
    records.0
}

fn colour(rgb: u32) -> [u8; 8] {
    let [_, red, green, blue] = rgb.to_be_bytes();
    [0x05, 0xFF, 0, 0, red, green, blue, 0xFF]
}

fn style_sheet(styles: &Styles, book: &Book) -> Vec<u8> {
    let mut records = Records::default();
    records.add(278, &[]);
    records.count(615, NUMBER_FORMATS.len());
    for (number, code) in (FIRST_FORMAT..).zip(NUMBER_FORMATS) {
        records.add(44, &[number.to_le_bytes().to_vec(), wide(code)].concat());
    }
    records.add(616, &[]);
    records.count(611, styles.fonts.len());
    for font in &styles.fonts {
        let weight: u16 = if font.bold { 700 } else { 400 };
        let mut body = ((font.size * 20.0) as u16).to_le_bytes().to_vec();
        body.extend([0, 0]);
        body.extend(weight.to_le_bytes());
        body.extend([0, 0, 0, 0, 134, 0]);
        body.extend(colour(0));
        body.push(0);
        body.extend(wide(font.name));
        records.add(43, &body);
    }
    records.add(612, &[]);
    add_fills(&mut records, book);
    add_borders(&mut records);
    records.count(626, 1);
    records.add(47, &xf(0xFFFF, 0, 0, 0, 0, 0x1010));
    records.add(627, &[]);
    records.count(617, styles.looks.len() + 1);
    records.add(47, &xf(0, 0, 0, 0, 0, 0x1010));
    for (_, font, style) in &styles.looks {
        records.add(47, &cell_format(*font, style, book));
    }
    records.add(618, &[]);
    records.count(619, 1);
    records.add(48, &[words(&[0]), vec![1, 0, 0, 0], wide("常规")].concat());
    records.add(620, &[]);
    records.add(279, &[]);
    records.0
}

fn add_fills(records: &mut Records, book: &Book) {
    let fills = [(0u32, 0), (17, 0), (1, book.theme.fill.unwrap_or(0x00FF_FFFF))];
    records.count(603, fills.len());
    for (pattern, rgb) in fills {
        let head = [pattern.to_le_bytes().to_vec(), colour(rgb).to_vec(), colour(0x00FF_FFFF).to_vec()].concat();
        records.add(45, &[head, vec![0; 48]].concat());
    }
    records.add(604, &[]);
}

fn add_borders(records: &mut Records) {
    records.count(613, 2);
    for line in [0u8, 1] {
        let mut body = vec![0];
        for side in 0..5 {
            body.extend([if side < 4 { line } else { 0 }, 0]);
            body.extend(colour(0));
        }
        records.add(46, &body);
    }
    records.add(614, &[]);
}

fn xf(parent: u16, format: u16, font: u16, fill: u16, border: u16, alignment: u16) -> Vec<u8> {
    let applied: u16 = if parent == 0xFFFF { 0 } else { 0x3F };
    let mut body: Vec<u8> = [parent, format, font, fill, border].iter().flat_map(|word| word.to_le_bytes()).collect();
    body.extend([0, 0]);
    body.extend(alignment.to_le_bytes());
    body.extend(applied.to_le_bytes());
    body
}

fn cell_format(font: usize, style: &Style, book: &Book) -> Vec<u8> {
    let align: u16 = match style.align {
        Align::Left => 1,
        Align::Centre => 2,
        Align::Right => 3,
    };
    let alignment = align | (1 << 3) | if style.wrap { 1 << 6 } else { 0 } | (1 << 12);
    let number = if style.number == 0 { 0 } else { FIRST_FORMAT + u16::from(style.number) };
    let fill = if style.fill() && book.theme.fill.is_some() { 2 } else { 0 };
    xf(0, number, font as u16, fill, u16::from(style.border()), alignment)
}

fn worksheet(sheet: &Sheet, book: &Book, styles: &Styles, texts: &[String]) -> Vec<u8> {
    let (rows, columns) = sheet.extent();
    let mut records = Records::default();
    records.add(129, &[]);
    // Fitted to the page's width, no tab colour, no code name.
    records.add(147, &[vec![0xC9, 0x01, 0x02, 0, 0x40, 0, 0, 0, 0, 0, 0], vec![0xFF; 8], wide("")].concat());
    records.add(148, &words(&[0, rows.saturating_sub(1), 0, u32::from(columns).saturating_sub(1)]));
    records.add(390, &[]);
    for column in 0..columns {
        let hidden = u16::from(sheet.hidden_columns.contains(&column));
        let at = u32::from(column);
        let width = (sheet.width(column) * 256.0) as u32;
        records.add(60, &[words(&[at, at, width, 0]), (2 | hidden).to_le_bytes().to_vec()].concat());
    }
    records.add(391, &[]);
    records.add(145, &[]);
    for row in 0..rows {
        add_row(&mut records, sheet, book, row);
        for (&(_, column), cell) in sheet.cells.range((row, 0)..=(row, u16::MAX)) {
            let format = styles.position(cell.look).map_or(0, |position| position as u32 + 1);
            add_cell(&mut records, words(&[u32::from(column), format]), &cell.value, texts);
        }
    }
    records.add(146, &[]);
    if !sheet.merges.is_empty() {
        records.count(177, sheet.merges.len());
        for m in &sheet.merges {
            records.add(176, &words(&[m.top, m.bottom, u32::from(m.left), u32::from(m.right)]));
        }
        records.add(178, &[]);
    }
    records.add(476, &[0.4f64, 0.4, 0.6, 0.6, 0.3, 0.3].iter().flat_map(|m| m.to_le_bytes()).collect::<Vec<_>>());
    let setup = words(&[9, 100, 300, 300, 1, 1, 1, 0]);
    records.add(478, &[setup, vec![0x02, 0], words(&[u32::MAX])].concat());
    records.add(130, &[]);
    records.0
}

fn add_row(records: &mut Records, sheet: &Sheet, book: &Book, row: u32) {
    let height = (sheet.height(row, &book.theme).round() * 20.0) as u16;
    let hidden = if sheet.hidden_rows.contains(&row) { 0x10 } else { 0 };
    let mut body = words(&[row, 0]);
    body.extend(height.to_le_bytes());
    body.extend([0, 0x20 | hidden, 0]);
    body.extend(words(&[0]));
    records.add(0, &body);
}

fn add_cell(records: &mut Records, mut body: Vec<u8>, value: &Value, texts: &[String]) {
    match value {
        Value::Blank => records.add(1, &body),
        Value::Text(text) => {
            let index = texts.iter().position(|known| known == text).unwrap_or_default();
            body.extend(words(&[index as u32]));
            records.add(7, &body);
        }
        Value::Number(number) => {
            body.extend(number.to_le_bytes());
            records.add(5, &body);
        }
        Value::Formula { text, value } => {
            body.extend(value.to_le_bytes());
            add_formula(records, 9, body, text);
        }
        Value::BrokenFormula { text } => {
            body.push(ERROR_REF);
            add_formula(records, 11, body, text);
        }
    }
}

fn add_formula(records: &mut Records, id: u16, mut body: Vec<u8>, text: &str) {
    let tokens = encode(text, Dialect::Biff12);
    body.extend([0, 0]);
    body.extend(words(&[tokens.len() as u32]));
    body.extend(tokens);
    body.extend(words(&[0]));
    records.add(id, &body);
}

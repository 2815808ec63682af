//! OpenDocument spreadsheets, as LibreOffice and the office suites of domestic systems save them.

use std::collections::BTreeMap;

use super::{Fault, escape, iso, text::shown, zipped};
use crate::sheet::{Align, Book, Look, NUMBER_FORMATS, Sheet, Value};

const KIND: &str = "application/vnd.oasis.opendocument.spreadsheet";
const SPACES: &str = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
    xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" \
    xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
    xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
    xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" \
    xmlns:number=\"urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0\" \
    xmlns:of=\"urn:oasis:names:tc:opendocument:xmlns:of:1.2\" \
    xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
    xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\" office:version=\"1.2\"";

/// The bytes of an .ods file.
pub fn write(book: &Book) -> Result<Vec<u8>, Fault> {
    let manifest = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<manifest:manifest \
         xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" manifest:version=\"1.2\">\
         <manifest:file-entry manifest:full-path=\"/\" manifest:media-type=\"{KIND}\"/>\
         <manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/>\
         <manifest:file-entry manifest:full-path=\"styles.xml\" manifest:media-type=\"text/xml\"/>\
         <manifest:file-entry manifest:full-path=\"meta.xml\" manifest:media-type=\"text/xml\"/></manifest:manifest>"
    );
    let meta = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-meta {SPACES}><office:meta>\
         <meta:initial-creator>{}</meta:initial-creator><dc:date>{}</dc:date></office:meta></office:document-meta>",
        escape(book.author),
        iso(book.saved)
    );
    let parts = [
        ("mimetype", KIND.as_bytes().to_vec()),
        ("content.xml", content(book).into_bytes()),
        ("styles.xml", page_style().into_bytes()),
        ("meta.xml", meta.into_bytes()),
        ("META-INF/manifest.xml", manifest.into_bytes()),
    ];
    zipped::container(&parts, &["mimetype"])
}

fn page_style() -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-styles {SPACES}><office:automatic-styles>\
         <style:page-layout style:name=\"page\"><style:page-layout-properties fo:page-width=\"29.7cm\" \
         fo:page-height=\"21cm\" style:print-orientation=\"landscape\" style:scale-to-X=\"1\"/></style:page-layout>\
         </office:automatic-styles><office:master-styles><style:master-page style:name=\"Default\" \
         style:page-layout-name=\"page\"/></office:master-styles></office:document-styles>"
    )
}

/// Names of automatic styles, by what they stand for.
#[derive(Default)]
struct Names {
    columns: BTreeMap<u64, String>,
    rows: BTreeMap<u64, String>,
    looks: BTreeMap<Look, String>,
}

fn content(book: &Book) -> String {
    let mut names = Names::default();
    let tables: String = book.sheets.iter().map(|sheet| table(sheet, book, &mut names)).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-content {SPACES}><office:automatic-styles>{}\
         </office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>\
         </office:document-content>",
        automatic_styles(&names, book)
    )
}

fn automatic_styles(names: &Names, book: &Book) -> String {
    let mut text = String::from(
        "<style:style style:name=\"shown\" style:family=\"table\" style:master-page-name=\"Default\">\
         <style:table-properties table:display=\"true\"/></style:style>\
         <style:style style:name=\"hidden\" style:family=\"table\" style:master-page-name=\"Default\">\
         <style:table-properties table:display=\"false\"/></style:style>\
         <number:percentage-style style:name=\"n1\"><number:number number:decimal-places=\"1\" \
         number:min-integer-digits=\"1\"/><number:text>%</number:text></number:percentage-style>",
    );
    for (index, code) in NUMBER_FORMATS.iter().enumerate().skip(2) {
        let places = code.split_once('.').map_or(0, |(_, zeros)| zeros.len());
        let grouping = code.contains(',');
        text += &format!(
            "<number:number-style style:name=\"n{index}\"><number:number number:decimal-places=\"{places}\" \
             number:min-decimal-places=\"{places}\" number:min-integer-digits=\"1\" number:grouping=\"{grouping}\"/>\
             </number:number-style>"
        );
    }
    for (tenths, name) in &names.columns {
        let width = *tenths as f64 / 10.0;
        text += &format!(
            "<style:style style:name=\"{name}\" style:family=\"table-column\"><style:table-column-properties \
             style:column-width=\"{width:.1}pt\"/></style:style>"
        );
    }
    for (tenths, name) in &names.rows {
        let height = *tenths as f64 / 10.0;
        text += &format!(
            "<style:style style:name=\"{name}\" style:family=\"table-row\"><style:table-row-properties \
             style:row-height=\"{height:.1}pt\" style:use-optimal-row-height=\"false\"/></style:style>"
        );
    }
    names.looks.iter().map(|(look, name)| cell_style(*look, name, book)).fold(text, |text, style| text + &style)
}

fn cell_style(look: Look, name: &str, book: &Book) -> String {
    let style = look.style(&book.theme);
    let align = match style.align {
        Align::Left => "start",
        Align::Centre => "center",
        Align::Right => "end",
    };
    let number =
        if style.number == 0 { String::new() } else { format!(" style:data-style-name=\"n{}\"", style.number) };
    let border = if style.border() { "0.5pt solid #000000" } else { "none" };
    let wrap = if style.wrap { "wrap" } else { "no-wrap" };
    let fill = match (style.fill(), book.theme.fill) {
        (true, Some(colour)) => format!(" fo:background-color=\"#{colour:06x}\""),
        _ => String::new(),
    };
    let (font, size) = (book.theme.font(style.font), style.size);
    let weight = if style.bold { " fo:font-weight=\"bold\" style:font-weight-asian=\"bold\"" } else { "" };
    format!(
        "<style:style style:name=\"{name}\" style:family=\"table-cell\"{number}><style:table-cell-properties \
         fo:border=\"{border}\" fo:wrap-option=\"{wrap}\" style:vertical-align=\"middle\"{fill}/>\
         <style:paragraph-properties fo:text-align=\"{align}\"/><style:text-properties fo:font-family=\"{font}\" \
         style:font-family-asian=\"{font}\" fo:font-size=\"{size}pt\" style:font-size-asian=\"{size}pt\"{weight}/>\
         </style:style>"
    )
}

fn table(sheet: &Sheet, book: &Book, names: &mut Names) -> String {
    let (rows, columns) = sheet.extent();
    let shown = if sheet.hidden { "hidden" } else { "shown" };
    let mut text = format!("<table:table table:name=\"{}\" table:style-name=\"{shown}\">", escape(&sheet.name));
    for column in 0..columns {
        let width = (sheet.width(column) * 56.0).round() as u64;
        let name = names.columns.entry(width).or_insert_with(|| format!("c{width}"));
        let hidden = if sheet.hidden_columns.contains(&column) { " table:visibility=\"collapse\"" } else { "" };
        text += &format!("<table:table-column table:style-name=\"{name}\"{hidden}/>");
    }
    for row in 0..rows {
        let height = (sheet.height(row, &book.theme) * 10.0).round() as u64;
        let name = names.rows.entry(height).or_insert_with(|| format!("r{height}"));
        let hidden = if sheet.hidden_rows.contains(&row) { " table:visibility=\"collapse\"" } else { "" };
        text += &format!("<table:table-row table:style-name=\"{name}\"{hidden}>");
        for column in 0..columns {
            text += &cell(sheet, book, row, column, names);
        }
        text += "</table:table-row>";
    }
    text + "</table:table>"
}

fn cell(sheet: &Sheet, book: &Book, row: u32, column: u16, names: &mut Names) -> String {
    let merge = sheet.merge_at(row, column);
    let covered = merge.is_some_and(|m| (m.top, m.left) != (row, column));
    let kind = if covered { "covered-table-cell" } else { "table-cell" };
    let Some(found) = sheet.cells.get(&(row, column)) else { return format!("<table:{kind}/>") };
    let next = names.looks.len() + 1;
    let style = names.looks.entry(found.look).or_insert_with(|| format!("ce{next}")).clone();
    let span = merge.filter(|_| !covered).map_or(String::new(), |m| {
        let (across, down) = (m.right - m.left + 1, m.bottom - m.top + 1);
        format!(" table:number-columns-spanned=\"{across}\" table:number-rows-spanned=\"{down}\"")
    });
    let percent = NUMBER_FORMATS[usize::from(found.look.style(&book.theme).number)].ends_with('%');
    let value_kind = if percent { "percentage" } else { "float" };
    let number = |value: f64| format!(" office:value-type=\"{value_kind}\" office:value=\"{value}\"");
    let value = match &found.value {
        Value::Blank => return format!("<table:{kind} table:style-name=\"{style}\"{span}/>"),
        Value::Text(_) => " office:value-type=\"string\"".to_owned(),
        Value::Number(value) => number(*value),
        Value::Formula { text, value } => format!("{}{}", formula(text), number(*value)),
        Value::BrokenFormula { text } => format!("{} office:value-type=\"string\"", formula(text)),
    };
    let words = escape(&shown(sheet, row, column, &book.theme));
    let paragraphs: String = words.split('\n').map(|line| format!("<text:p>{line}</text:p>")).collect();
    format!("<table:{kind} table:style-name=\"{style}\"{span}{value}>{paragraphs}</table:{kind}>")
}

/// ` table:formula="of:=…"` with the cells in brackets, as the format wants them.
fn formula(text: &str) -> String {
    let mut out = String::new();
    let mut word = String::new();
    for letter in text.chars().chain(std::iter::once(' ')) {
        if letter.is_ascii_alphanumeric() || letter == ':' {
            word.push(letter);
            continue;
        }
        let is_cell =
            word.starts_with(|c: char| c.is_ascii_uppercase()) && word.ends_with(|c: char| c.is_ascii_digit());
        out += &if is_cell { format!("[.{}]", word.replace(':', ":.")) } else { word.clone() };
        word.clear();
        out.push(letter);
    }
    format!(" table:formula=\"of:={}\"", escape(out.trim_end()))
}

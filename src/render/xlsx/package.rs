//! The package put together: what the library wrote, with sheets of long lists in the place of their frames, and the mark of
//! a fixed height taken off rows that grow while they are filled in (the library fixes every height that is set). What
//! needs no change is copied as it is packed.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Cursor, Read, Seek, Write},
};

use zip::{
    CompressionMethod, DateTime, ZipArchive, ZipWriter,
    result::{ZipError, ZipResult},
    write::SimpleFileOptions,
};

use super::{PACKING, cells, list::Written};

/// The mark of a fixed height.
const FIXED: &str = " customHeight=\"1\"";
/// What the names of charts' parts begin with.
const CHARTS: &str = "xl/charts/chart";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// What is to be changed in the library's package. Sheets count from 0.
#[derive(Default)]
pub struct Changes<'a> {
    /// Rows (from 0) that grow, by sheet.
    pub growing: BTreeMap<usize, BTreeSet<u32>>,
    /// Lists by sheet, which are packed already.
    pub lists: BTreeMap<usize, &'a Written>,
}

/// The name of a sheet's part.
pub fn part(sheet: usize) -> String {
    format!("xl/worksheets/sheet{}.xml", sheet + 1)
}

fn relations_of(sheet: usize) -> String {
    format!("xl/worksheets/_rels/sheet{}.xml.rels", sheet + 1)
}

/// How parts are packed: with no time of their own, as the library does it. No room is kept for sizes over 4 GB, the mark
/// of which some versions of LibreOffice refuse.
fn options() -> SimpleFileOptions {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    options.compression_level(Some(i64::from(PACKING))).last_modified_time(DateTime::default()).unix_permissions(0o600)
}

/// How a list is packed before it comes into the package: it may be of any size. The mark stays behind.
pub fn list_options() -> SimpleFileOptions {
    options().large_file(true)
}

/// The package with its changes. `packed` has the parts of the lists.
///
/// # Errors
/// When `frame` is no package, which what the library wrote always is, or `out` can't be written to.
pub fn assemble<W: Write + Seek>(
    frame: Vec<u8>,
    packed: impl Read + Seek,
    changes: &Changes<'_>,
    out: W,
) -> ZipResult<W> {
    let mut frame = ZipArchive::new(Cursor::new(frame))?;
    let mut packed = if changes.lists.is_empty() { None } else { Some(ZipArchive::new(packed)?) };
    let mut written = ZipWriter::new(out);
    let lists: BTreeMap<String, usize> = changes.lists.keys().map(|sheet| (part(*sheet), *sheet)).collect();
    let relations: BTreeMap<String, &Written> =
        changes.lists.iter().map(|(sheet, list)| (relations_of(*sheet), *list)).collect();
    let growing: BTreeMap<String, &BTreeSet<u32>> =
        changes.growing.iter().map(|(sheet, rows)| (part(*sheet), rows)).collect();
    let with_relations: BTreeSet<&String> =
        relations.keys().filter(|name| frame.index_for_name(name).is_some()).collect();
    for index in 0..frame.len() {
        let name = frame.by_index_raw(index)?.name()?.into_owned();
        if let (Some(sheet), Some(packed)) = (lists.get(&name), &mut packed) {
            written.raw_copy_file(packed.by_name(&name)?)?;
            let own = relations_of(*sheet);
            if let Some(list) =
                relations.get(&own).filter(|list| !list.files.is_empty() && !with_relations.contains(&own))
            {
                let head = format!(
                    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"{}\"></Relationships>",
                    "http://schemas.openxmlformats.org/package/2006/relationships"
                );
                written.start_file(own, options())?;
                written.write_all(with_files(&head, list)?.as_bytes())?;
            }
        } else if let Some(list) = relations.get(&name).filter(|list| !list.files.is_empty()) {
            let text = with_files(&text(&mut frame, index)?, list)?;
            written.start_file(name, options())?;
            written.write_all(text.as_bytes())?;
        } else if let Some(rows) = growing.get(&name).filter(|rows| !rows.is_empty()) {
            let text = without_mark(&text(&mut frame, index)?, rows);
            written.start_file(name, options())?;
            written.write_all(text.as_bytes())?;
        } else if name.starts_with(CHARTS) {
            let text = with_every_name(&text(&mut frame, index)?);
            written.start_file(name, options())?;
            written.write_all(text.as_bytes())?;
        } else {
            written.raw_copy_file(frame.by_index_raw(index)?)?;
        }
    }
    written.finish()
}

/// A chart with every name beside its axis: left to themselves, programs leave out some where they find too little room,
/// and the library does not write an interval of one.
fn with_every_name(chart: &str) -> String {
    const BEFORE: &str = "<c:lblOffset val=\"100\"/>";
    chart.replace(BEFORE, &format!("{BEFORE}<c:tickLblSkip val=\"1\"/>"))
}

/// A part's text.
pub fn text<R: Read + Seek>(package: &mut ZipArchive<R>, index: usize) -> ZipResult<String> {
    let mut text = String::new();
    package.by_index(index)?.read_to_string(&mut text)?;
    Ok(text)
}

/// The relations of a sheet with those of the files that its links lead to.
fn with_files(relations: &str, list: &Written) -> ZipResult<String> {
    let end = relations.rfind("</Relationships>").ok_or(ZipError::FileNotFound)?;
    let mut text = relations[..end].to_owned();
    for (file, at) in list.files.iter().zip(1..) {
        text.push_str("<Relationship Id=\"rIdL");
        cells::number(at, &mut text);
        text.push_str("\" Type=\"");
        text.push_str(RELATIONS);
        text.push_str("/hyperlink\" Target=\"");
        text.push_str(&cells::attribute(&in_link(file)));
        text.push_str("\" TargetMode=\"External\"/>");
    }
    text.push_str(&relations[end..]);
    Ok(text)
}

/// A file's name as a link has it.
fn in_link(file: &str) -> String {
    let mut text = String::with_capacity(file.len());
    for c in file.chars() {
        match c {
            '%' | '"' | ' ' | '<' | '>' | '[' | ']' | '^' | '`' | '{' | '}' | '#' => {
                text.push_str(&format!("%{:02x}", u32::from(c)));
            }
            '\\' => text.push('/'),
            c => text.push(c),
        }
    }
    text
}

/// What stands before and behind the rows in a sheet's part as the library writes it. How far it reaches is said by the
/// rows themselves.
pub fn around(xml: &str) -> Option<(String, String)> {
    let (before, behind) = xml.split_once("<sheetData/>").or_else(|| {
        let (before, _) = xml.split_once("<sheetData>")?;
        Some((before, xml.rsplit_once("</sheetData>")?.1))
    })?;
    let (head, rest) = before.split_once("<dimension ")?;
    let (_, rest) = rest.split_once("/>")?;
    Some((format!("{head}{rest}<sheetData>"), behind.to_owned()))
}

/// What stands behind the rows, with a list's merged blocks and links in their places.
pub fn behind(frame: &str, list: &Written) -> String {
    // The order of elements is fixed: blocks stand before any of the first ones, links before any of the second.
    const BEFORE_LINKS: [&str; 3] = ["<printOptions", "<pageMargins", "</worksheet>"];
    const BEFORE_BLOCKS: [&str; 2] = ["<conditionalFormatting", "<dataValidations"];
    let first = |of: &[&str]| of.iter().filter_map(|tag| frame.find(tag)).min();
    let links = first(&BEFORE_LINKS).unwrap_or(frame.len());
    let blocks = first(&BEFORE_BLOCKS).map_or(links, |at| at.min(links));
    let mut text = String::with_capacity(frame.len() + list.merged.0.len() + list.links.len() + 64);
    text.push_str("</sheetData>");
    text.push_str(&frame[..blocks]);
    let (elements, count) = &list.merged;
    if *count > 0 {
        text.push_str("<mergeCells count=\"");
        cells::number(*count as u32, &mut text);
        text.push_str("\">");
        text.push_str(elements);
        text.push_str("</mergeCells>");
    }
    text.push_str(&frame[blocks..links]);
    if !list.links.is_empty() {
        text.push_str("<hyperlinks>");
        text.push_str(&list.links);
        text.push_str("</hyperlinks>");
    }
    text.push_str(&frame[links..]);
    text
}

fn without_mark(xml: &str, rows: &BTreeSet<u32>) -> String {
    let mut text = String::with_capacity(xml.len());
    let mut rest = xml;
    while let Some(at) = rest.find("<row r=\"") {
        let (before, row) = rest.split_at(at);
        text.push_str(before);
        let end = row.find('>').unwrap_or(row.len());
        let (tag, behind) = row.split_at(end);
        let number = tag["<row r=\"".len()..].split('"').next().and_then(|number| number.parse::<u32>().ok());
        let open = number.and_then(|number| number.checked_sub(1)).is_some_and(|row| rows.contains(&row));
        if open {
            text.push_str(&tag.replace(FIXED, ""));
        } else {
            text.push_str(tag);
        }
        rest = behind;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_rows_named_lose_the_mark() {
        let xml = r#"<x><row r="1" ht="30" customHeight="1"><c/></row><row r="12" ht="50" customHeight="1"/></x>"#;
        let found = without_mark(xml, &BTreeSet::from([11]));
        assert_eq!(found, r#"<x><row r="1" ht="30" customHeight="1"><c/></row><row r="12" ht="50"/></x>"#);
    }

    #[test]
    fn blocks_and_links_stand_where_the_format_wants_them() {
        let frame = r#"<x><dimension ref="A1"/><cols/><sheetData><row/></sheetData><autoFilter/><dataValidations/><printOptions/></x>"#;
        let (before, rest) = around(frame).unwrap();
        assert_eq!(before, "<x><cols/><sheetData>");
        let list = Written { merged: ("<m/>".into(), 1), links: "<h/>".into(), ..Written::default() };
        let told = r#"</sheetData><autoFilter/><mergeCells count="1"><m/></mergeCells><dataValidations/><hyperlinks><h/></hyperlinks><printOptions/></x>"#;
        assert_eq!(behind(&rest, &list), told);
    }
}

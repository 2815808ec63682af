//! Rows that grow while they are filled in: their height is what is in them now, and not fixed. The writer of workbooks
//! fixes every height that is set, so the mark is taken off afterwards.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Cursor, Read, Write},
};

use zip::{CompressionMethod, ZipArchive, ZipWriter, result::ZipResult, write::SimpleFileOptions};

/// The mark of a fixed height.
const FIXED: &str = " customHeight=\"1\"";

/// Takes the mark off rows (from 0) of sheets (from 0, in the workbook's order).
///
/// # Errors
/// When the bytes are no package, which those of the writer always are.
pub fn release(bytes: Vec<u8>, rows: &BTreeMap<usize, BTreeSet<u32>>) -> ZipResult<Vec<u8>> {
    if rows.values().all(BTreeSet::is_empty) {
        return Ok(bytes);
    }
    let parts: BTreeMap<String, &BTreeSet<u32>> =
        rows.iter().map(|(sheet, rows)| (format!("xl/worksheets/sheet{}.xml", sheet + 1), rows)).collect();
    let mut package = ZipArchive::new(Cursor::new(bytes))?;
    let mut written = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for index in 0..package.len() {
        let mut part = package.by_index(index)?;
        let options = part.last_modified().map_or(options, |time| options.last_modified_time(time));
        let name = part.name()?.into_owned();
        written.start_file(name.as_str(), options)?;
        let released = parts.get(&name).copied();
        let mut content = Vec::new();
        part.read_to_end(&mut content)?;
        match released.zip(std::str::from_utf8(&content).ok()) {
            Some((rows, xml)) => written.write_all(without_mark(xml, rows).as_bytes())?,
            None => written.write_all(&content)?,
        }
    }
    Ok(written.finish()?.into_inner())
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
}

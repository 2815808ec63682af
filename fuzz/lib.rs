//! What the fuzz targets share: containers around the bytes that they are given, and what every file must have.

use std::io::{Cursor, Write};

use taizhang::{
    intake::{Limits, read_bytes},
    model::{Fault, Submission},
};

/// Reads, and holds that there is an outcome and that no reader panicked.
pub fn hold(name: &str, bytes: &[u8]) {
    let limits = Limits { cells: 100_000, inflated_bytes: 64 << 20, seconds: 5, ..Limits::default() };
    let submission = read_bytes(Submission::named(name), bytes, &limits);
    let fatal = submission.faults.iter().any(Fault::is_fatal);
    assert!(submission.book.is_some() != fatal);
    let panicked = |fault: &Fault| {
        matches!(fault, Fault::Unreadable(words) if words.en.starts_with("the content is damaged"))
    };
    assert!(!submission.faults.iter().any(panicked), "a reader panicked");
}

/// A container whose checksums are right.
pub fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content) in parts {
        out.start_file(*name, stored).expect("memory has room");
        out.write_all(content).expect("memory has room");
    }
    out.finish().expect("memory has room").into_inner()
}

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// An OOXML workbook of one sheet; the parts named end in `xml` or `bin`.
pub fn workbook(workbook: &[u8], ending: &str, sheet: &[u8], strings: &[u8]) -> Vec<u8> {
    let relations = format!(
        "<Relationships><Relationship Id=\"rId1\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheet1.{ending}\"/>\
         <Relationship Id=\"rId2\" Type=\"{RELATIONS}/sharedStrings\" Target=\"sharedStrings.{ending}\"/></Relationships>"
    );
    zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        (&format!("xl/workbook.{ending}"), workbook),
        (&format!("xl/_rels/workbook.{ending}.rels"), relations.as_bytes()),
        (&format!("xl/worksheets/sheet1.{ending}"), sheet),
        (&format!("xl/sharedStrings.{ending}"), strings),
    ])
}

/// The workbook part of an .xlsx with one sheet.
pub const WORKBOOK: &[u8] = b"<workbook xmlns:r=\"r\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";

/// A compound file with one stream.
pub fn compound(name: &str, stream: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("memory has room");
    file.create_stream(name).and_then(|mut part| part.write_all(stream)).expect("memory has room");
    file.flush().expect("memory has room");
    file.into_inner().into_inner()
}

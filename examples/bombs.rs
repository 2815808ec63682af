//! How long it takes to refuse files that are made to take a reader down: `cargo run --release --example bombs`. Each is a few
//! kilobytes or megabytes and claims to be far more; none may take 50 ms.

use std::{
    fmt::Write as _,
    io::{Cursor, Write as _},
    time::Instant,
};

use taizhang::{
    intake::{Limits, read_bytes},
    model::{Fault, Submission},
};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// Times that each is read: the longest counts.
const RUNS: usize = 5;
const TYPES: &str = "<Types><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>";
const BOOK: &str = "<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>\
    <sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";
const RELATIONS: &str = "<Relationships><Relationship Id=\"r1\" Target=\"worksheets/sheet1.xml\" \
    Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\"/>\
    <Relationship Id=\"r2\" Target=\"sharedStrings.xml\" \
    Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings\"/></Relationships>";

/// A part of a container: its name, and pieces that it is made of, each so many times.
type Part<'a> = (&'a str, &'a [(&'a [u8], usize)]);

fn main() {
    let mebibyte = vec![b' '; 1 << 20];
    let row = "<row><c><v>1</v></c></row>".repeat(1 << 10);
    let bombs: Vec<(&str, Vec<u8>)> = vec![
        ("spaces.xlsx", xlsx(&[(b"<worksheet>", 1), (&mebibyte, 4 << 10), (b"</worksheet>", 1)], b"<sst/>")),
        ("rows.xlsx", xlsx(&[(b"<worksheet><sheetData>", 1), (row.as_bytes(), 40 << 10)], b"<sst/>")),
        (
            "strings.xlsx",
            zipped(&[
                ("[Content_Types].xml", &[(TYPES.as_bytes(), 1)]),
                ("xl/workbook.xml", &[(BOOK.as_bytes(), 1)]),
                ("xl/_rels/workbook.xml.rels", &[(RELATIONS.as_bytes(), 1)]),
                ("xl/worksheets/sheet1.xml", &[(b"<worksheet/>", 1)]),
                ("xl/sharedStrings.xml", &[(b"<sst><si><t>", 1), (&mebibyte, 2 << 10)]),
            ]),
        ),
        ("lying size.xlsx", lying(xlsx(&[(b"<worksheet>", 1), (&mebibyte, 1 << 10)], b"<sst/>"))),
        ("entities.xlsx", xlsx(&[(b"<worksheet/>", 1)], laughs().as_bytes())),
        ("far cell.xlsx", xlsx(&[(FAR.as_bytes(), 1)], b"<sst/>")),
        ("merged.xlsx", xlsx(&[(MERGED.as_bytes(), 1)], b"<sst/>")),
        ("parts.xlsx", parts()),
        (
            "repeated.ods",
            zipped(&[
                ("mimetype", &[(b"application/vnd.oasis.opendocument.spreadsheet", 1)]),
                ("content.xml", &[(REPEATED.as_bytes(), 1)]),
            ]),
        ),
        ("spans.xls", format!("<html><table><tr>{}</tr></table></html>", SPAN.repeat(500)).into_bytes()),
        ("index.xml", INDEXED.as_bytes().to_vec()),
        ("nested.xls", format!("<html><table><tr><td>{}", "<b>".repeat(200_000)).into_bytes()),
        ("nested.xlsx", xlsx(&[(b"<a>", 2 << 20)], b"<sst/>")),
        ("quote.csv", format!("a,b\n\"{}", "x,\n".repeat(100_000)).into_bytes()),
    ];
    println!("{:<18}{:>12}{:>12}  what is said of it", "file", "bytes", "longest");
    for (name, bytes) in &bombs {
        let mut longest = std::time::Duration::ZERO;
        let mut told = String::new();
        for _ in 0..RUNS {
            let started = Instant::now();
            let read = read_bytes(Submission::named(*name), bytes, &Limits::default());
            longest = longest.max(started.elapsed());
            told = read.faults.iter().map(said).collect::<Vec<_>>().join("; ");
        }
        let late = if longest.as_millis() < 50 { "" } else { "  LATE" };
        println!("{name:<18}{:>12}{:>12}{late}  {told}", bytes.len(), format!("{longest:.1?}"));
    }
}

const FAR: &str = "<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>\
    <row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData></worksheet>";
const MERGED: &str = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData>\
    <mergeCells><mergeCell ref=\"A1:XFD1048576\"/><mergeCell ref=\"A1:XFD1048575\"/></mergeCells></worksheet>";
const REPEATED: &str = "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
    xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\">\
    <office:body><office:spreadsheet><table:table table:name=\"a\"><table:table-row table:number-rows-repeated=\"1048576\">\
    <table:table-cell table:number-columns-repeated=\"16384\"><text:p>x</text:p></table:table-cell></table:table-row>\
    </table:table></office:spreadsheet></office:body></office:document-content>";
const SPAN: &str = "<td colspan=\"65000\" rowspan=\"65000\">x</td>";
const INDEXED: &str = "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>\
    <Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\
    <Worksheet ss:Name=\"a\"><Table><Row ss:Index=\"999999999\"><Cell ss:Index=\"999999999\" ss:MergeAcross=\"999999999\" \
    ss:MergeDown=\"999999999\"><Data ss:Type=\"String\">x</Data></Cell></Row></Table></Worksheet></Workbook>";

fn said(fault: &Fault) -> String {
    match fault {
        Fault::Limit { limit, allowed, found } => format!("over {limit}: {found} of {allowed}"),
        Fault::Unreadable(words) | Fault::Ignored(words) => words.en.clone(),
        Fault::Partial { reason, .. } => format!("in part: {}", reason.en),
        other => format!("{other:?}"),
    }
}

fn xlsx(sheet: &[(&[u8], usize)], strings: &[u8]) -> Vec<u8> {
    zipped(&[
        ("[Content_Types].xml", &[(TYPES.as_bytes(), 1)]),
        ("xl/workbook.xml", &[(BOOK.as_bytes(), 1)]),
        ("xl/_rels/workbook.xml.rels", &[(RELATIONS.as_bytes(), 1)]),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/sharedStrings.xml", &[(strings, 1)]),
    ])
}

fn zipped(parts: &[Part<'_>]) -> Vec<u8> {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).large_file(true);
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, pieces) in parts {
        out.start_file(*name, options).expect("a part");
        for (piece, times) in *pieces {
            (0..*times).for_each(|_| out.write_all(piece).expect("written"));
        }
    }
    out.finish().expect("a container").into_inner()
}

/// Sizes before packing, in the directory as in front of every part, that say 100 bytes.
fn lying(mut bytes: Vec<u8>) -> Vec<u8> {
    for at in 0..bytes.len().saturating_sub(46) {
        let size = match &bytes[at..at + 4] {
            b"PK\x01\x02" => at + 24,
            b"PK\x03\x04" => at + 22,
            _ => continue,
        };
        bytes[size..size + 4].copy_from_slice(&100_u32.to_le_bytes());
    }
    bytes
}

/// A billion laughs.
fn laughs() -> String {
    let mut text = String::from("<!DOCTYPE sst [<!ENTITY a0 \"ha\">");
    for at in 1..12 {
        let _ = write!(text, "<!ENTITY a{at} \"{}\">", format!("&a{};", at - 1).repeat(10));
    }
    text.push_str("]><sst><si><t>&a11;</t></si></sst>");
    text
}

/// A container of very many parts.
fn parts() -> Vec<u8> {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..60_000 {
        out.start_file(format!("xl/worksheets/sheet{at}.xml"), options).expect("a part");
    }
    out.finish().expect("a container").into_inner()
}

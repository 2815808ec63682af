//! A person's hand in a workbook: cells are read through our own readers, and written straight into the file's XML, so
//! that no program of ours stands between.

use std::{
    fs,
    io::{Cursor, Read, Write},
    path::{Path, PathBuf},
    process::Output,
};

use taizhang::{
    model::{CellRef, RawBook, RawSheet},
    reread,
};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

/// What was said on standard error, of a run that did its work.
pub fn said(output: &Output) -> String {
    let text = String::from_utf8(output.stderr.clone()).unwrap();
    assert!(output.status.code().is_some_and(|code| code < 2), "{text}");
    text
}

/// Copies a folder.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// A report's cells.
pub fn book(path: &Path) -> RawBook {
    reread::open(path).unwrap_or_else(|| panic!("{} can't be read", path.display()))
}

/// A sheet of a book.
pub fn sheet<'a>(book: &'a RawBook, name: &str) -> &'a RawSheet {
    book.sheets.iter().find(|sheet| &*sheet.name == name).unwrap_or_else(|| panic!("no sheet {name}"))
}

/// The text of a cell.
pub fn text(sheet: &RawSheet, row: u32, column: u32) -> String {
    sheet.cell(CellRef::new(row, column)).map_or_else(String::new, |cell| cell.text().into_owned())
}

/// The column with a header.
pub fn column(sheet: &RawSheet, label: &str) -> u32 {
    let found = sheet.rows[0].cells.iter().find(|cell| cell.text() == label);
    found.unwrap_or_else(|| panic!("no column {label}")).column
}

/// Writes texts into cells, as a person would: sheet, cell, text.
pub fn type_in(path: &Path, cells: &[(&str, CellRef, &str)]) {
    let names: Vec<String> = book(path).sheets.iter().map(|sheet| sheet.name.to_string()).collect();
    save_again(path, |part, mut bytes| {
        for (sheet, cell, text) in cells {
            let number = names.iter().position(|name| name == sheet).unwrap() + 1;
            if part == format!("xl/worksheets/sheet{number}.xml") {
                bytes = with_text(&String::from_utf8(bytes).unwrap(), *cell, text).into_bytes();
            }
        }
        bytes
    });
}

/// A part of a workbook as text.
pub fn part(bytes: &[u8], name: &str) -> String {
    let mut text = String::new();
    ZipArchive::new(Cursor::new(bytes)).unwrap().by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// Writes a workbook's parts into its file once more, each as `change` makes it.
pub fn save_again(path: &Path, change: impl Fn(&str, Vec<u8>) -> Vec<u8>) {
    let mut archive = ZipArchive::new(Cursor::new(fs::read(path).unwrap())).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let (name, mut bytes) = (part.name().unwrap().into_owned(), Vec::new());
        part.read_to_end(&mut bytes).unwrap();
        bytes = change(&name, bytes);
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(&bytes).unwrap();
    }
    fs::write(path, writer.finish().unwrap().into_inner()).unwrap();
}

fn with_text(xml: &str, cell: CellRef, text: &str) -> String {
    let start = xml.find(&format!("<c r=\"{cell}\"")).unwrap_or_else(|| panic!("no cell {cell}"));
    let rest = &xml[start..];
    let tag = &rest[..=rest.find('>').unwrap()];
    let end = if tag.ends_with("/>") { tag.len() } else { rest.find("</c>").unwrap() + "</c>".len() };
    let style = tag.split(" s=\"").nth(1).map_or("0", |style| style.split('"').next().unwrap());
    let typed = if text.is_empty() {
        format!("<c r=\"{cell}\" s=\"{style}\"/>")
    } else {
        format!("<c r=\"{cell}\" s=\"{style}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
    };
    format!("{}{typed}{}", &xml[..start], &rest[end..])
}

/// A sample quarter in a folder of its own, without what a run may have left in it.
pub fn sample(name: &str, folder: &Path) -> PathBuf {
    let root = folder.join(name);
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(name), &root);
    let _ = fs::remove_dir_all(root.join("out"));
    root
}

/// The whole outcome of the last run with `--json all.json`.
pub fn outcome(folder: &Path) -> serde_json::Value {
    serde_json::from_slice(&fs::read(folder.join("all.json")).unwrap()).unwrap()
}

//! Our readers against an independent one: calamine reads the committed workbooks too, and every cell must agree.

use std::{
    collections::BTreeMap,
    fs,
    io::Cursor,
    path::{Path, PathBuf},
};

use calamine::{Data, ExcelDateTime, Reader, SheetType};
use taizhang::{
    intake::{Limits, read_bytes},
    model::{CellRef, CellValue, Format, RawSheet, Submission},
};

/// A cell's value in terms that both readers know.
#[derive(Debug, Clone, PartialEq)]
enum Seen {
    Text(String),
    Number(f64),
    Bool(bool),
    /// ISO text.
    Date(String),
    Error,
}

type Cells = BTreeMap<CellRef, Seen>;

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
    found.sort();
}

/// Committed files: what departments of the sample quarters sent, and what the intake tests keep.
fn committed() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for folder in ["seeds/suzhou-2023h1/submissions", "seeds/suzhou-2023q1/submissions", "tests/files"] {
        files(&root.join(folder), &mut found);
    }
    found
}

fn ours(sheet: &RawSheet) -> Cells {
    let mut cells = Cells::new();
    for row in &sheet.rows {
        for cell in &row.cells {
            let seen = match &cell.value {
                CellValue::Text(text) if text.is_empty() => continue,
                // calamine has no cell where a formula has no value.
                CellValue::Uncalculated => continue,
                CellValue::Text(text) => Seen::Text(text.to_string()),
                CellValue::Number(number) => Seen::Number(*number),
                CellValue::Bool(value) => Seen::Bool(*value),
                CellValue::Date(iso) => Seen::Date(iso.to_string()),
                CellValue::Error(_) => Seen::Error,
            };
            cells.insert(CellRef::new(row.row, cell.column), seen);
        }
    }
    cells
}

fn theirs(range: &calamine::Range<Data>) -> Cells {
    let (top, left) = range.start().unwrap_or_default();
    let seen = |data: &Data| match data {
        Data::Empty => None,
        Data::String(text) => Some(text.replace("\r\n", "\n")).filter(|text| !text.is_empty()).map(Seen::Text),
        Data::Int(number) => Some(Seen::Number(*number as f64)),
        Data::Float(number) => Some(Seen::Number(*number)),
        Data::Bool(value) => Some(Seen::Bool(*value)),
        Data::DateTime(date) => Some(Seen::Date(iso(date))),
        Data::DateTimeIso(date) => Some(Seen::Date(date.trim_end_matches("T00:00:00").to_owned())),
        Data::DurationIso(time) => Some(Seen::Date(time.clone())),
        Data::Error(_) => Some(Seen::Error),
    };
    range
        .used_cells()
        .filter_map(|(row, column, data)| {
            Some((CellRef::new(top + row as u32 + 1, left + column as u32 + 1), seen(data)?))
        })
        .collect()
}

fn iso(date: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    let day = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) { day } else { format!("{day}T{hour:02}:{minute:02}:{second:02}") }
}

/// What differs between two readings of one sheet, a line a cell.
fn differences(ours: &Cells, theirs: &Cells) -> Vec<String> {
    let places: std::collections::BTreeSet<&CellRef> = ours.keys().chain(theirs.keys()).collect();
    places
        .into_iter()
        .filter(|at| ours.get(at) != theirs.get(at))
        .map(|at| format!("{at}: ours {:?}, calamine's {:?}", ours.get(at), theirs.get(at)))
        .collect()
}

#[test]
fn every_committed_workbook_reads_as_calamine_reads_it() {
    let mut compared: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for path in committed() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = fs::read(&path).unwrap();
        let submission = read_bytes(Submission::named(name.as_str()), &bytes, &Limits::default());
        let binary = [Format::Xlsx, Format::Xlsb, Format::Xls, Format::Ods];
        let Some(format) = submission.format.filter(|format| binary.contains(format)) else { continue };
        let book = submission.book.as_ref().unwrap();
        // Behind the built-in password, which calamine does not try.
        if format != Format::Xls && bytes.starts_with(b"\xD0\xCF\x11\xE0") {
            continue;
        }
        let Ok(mut other) = calamine::open_workbook_auto_from_rs(Cursor::new(bytes)) else {
            wrong.push(format!("{name}: calamine does not open it"));
            continue;
        };
        let sheets = other.sheets_metadata().to_vec();
        for sheet in sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet) {
            let Some(own) = book.sheets.iter().find(|own| *own.name == *sheet.name) else {
                wrong.push(format!("{name} › {}: not read by us", sheet.name));
                continue;
            };
            let (own, other) = (ours(own), theirs(&other.worksheet_range(&sheet.name).unwrap()));
            *compared.entry(format.name()).or_default() += own.len();
            let place = |line| format!("{name} › {} › {line}", sheet.name);
            wrong.extend(differences(&own, &other).into_iter().map(place));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for (format, least) in [("XLSX", 400), ("XLSB", 40), ("XLS", 100), ("ODS", 40)] {
        assert!(compared.get(format).is_some_and(|cells| *cells >= least), "{format}: {compared:?}");
    }
}

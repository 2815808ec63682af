//! Damage done on purpose: bits and bytes of workbooks of every format are changed, with the containers' checksums broken
//! and mended. Whatever is done, every file has an outcome, nothing panics or stalls, and a container with one bit
//! turned is never read as other data without a word.
//!
//! `TAIZHANG_MUTATIONS=20000 cargo test --release --test intake_mutations` does more of it. A case is the same every time:
//! a failure names its number, and the file is kept in `target/mutations/`. What found something lies in
//! `tests/files/intake/found/`.

mod intake_support;

use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

use intake_support::{ODS, XLS, XML2003, ods, outline, read, unzipped, xlsb, zipped};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Formula, Workbook};
use taizhang::model::{Fault, Submission};

/// Cases for each format when nothing else is asked for.
const CASES: u64 = 120;
/// Long enough on a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_secs(20);

/// Numbers that a readers' arithmetic may trip over.
const EDGES: [u32; 12] = [0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF];
/// Pieces of text that mean something somewhere.
const WORDS: [&str; 16] = [
    "<",
    ">",
    "\"",
    "&",
    "&#0;",
    "</sheetData>",
    "<row r=\"1048577\">",
    "-1",
    "99999999999999999999",
    "1e309",
    "]]>",
    "<!--",
    "A4294967297",
    "<c t=\"s\"><v>9</v></c>",
    "\0",
    "table:number-columns-repeated=\"999999999\"",
];

/// Numbers of an xorshift generator.
struct Chance(u64);

impl Chance {
    fn new(case: u64) -> Self {
        Self(case.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % most.max(1)
    }
}

fn xlsx() -> Vec<u8> {
    let mut book = Workbook::new();
    // The clock would make other bytes of it each second, and a case that failed could not be had again.
    let saved = ExcelDateTime::from_ymd(2023, 7, 3).unwrap();
    book.set_properties(&DocProperties::new().set_creation_datetime(&saved));
    let sheet = book.add_worksheet().set_name("上半年").unwrap();
    sheet.merge_range(0, 0, 0, 5, "2023年上半年重点任务进展情况表", &Format::new()).unwrap();
    let percent = Format::new().set_num_format("0.0%");
    let date = Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
    for row in 1..30 {
        sheet.write_number(row, 0, row).unwrap();
        sheet.write_string(row, 1, format!("任务{row}：新建污水管网{}公里", row * 10)).unwrap();
        sheet.write_number_with_format(row, 2, f64::from(row) / 31.0, &percent).unwrap();
        sheet.write_number_with_format(row, 3, 45_000 + row, &date).unwrap();
        sheet.write_formula(row, 4, Formula::new(format!("=SUM(A2:A{row})")).set_result("5")).unwrap();
    }
    sheet.set_row_hidden(3).unwrap();
    book.add_worksheet().set_name("底表").unwrap().set_hidden(true).write_boolean(9, 9, true).unwrap();
    book.save_to_buffer().unwrap()
}

fn html() -> Vec<u8> {
    let rows = (0..20).map(|row| format!("<tr><td rowspan=2>{row}</td><td colspan=\"3\">甲&amp;{row}</td></tr>"));
    format!(
        "<html><head><meta charset=utf-8><style>.a{{display:none}}</style></head><body><table>{}</table></body></html>",
        rows.collect::<String>()
    )
    .into_bytes()
}

fn csv() -> Vec<u8> {
    let rows = (0..20).map(|row| format!("{row},\"任务\"\"{row}\n第二行\",{},=1+1\r\n", row * 3));
    format!("\u{feff}序号,任务,数量,公式\r\n{}", rows.collect::<String>()).into_bytes()
}

fn seeds() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("xlsx", xlsx()),
        ("xlsb", xlsb()),
        ("xls", XLS.to_vec()),
        ("ods", ods(ODS)),
        ("xml", XML2003.as_bytes().to_vec()),
        ("fods", ODS.replace("office:document-content", "office:document").into_bytes()),
        ("html", html()),
        ("csv", csv()),
        ("locked.xlsx", include_bytes!("files/intake/agile-default.xlsx").to_vec()),
    ]
}

/// How many cases of each format.
fn cases() -> u64 {
    std::env::var("TAIZHANG_MUTATIONS").ok().and_then(|text| text.parse().ok()).unwrap_or(CASES)
}

/// Bytes with some of them changed, cut, doubled or put in.
fn mutated(bytes: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..=chance.below(4) {
        if out.is_empty() {
            return out;
        }
        let at = chance.below(out.len());
        let end = (at + 1 + chance.below(64)).min(out.len());
        match chance.below(8) {
            0 => out[at] ^= 1 << chance.below(8),
            1 => out[at] = chance.below(256) as u8,
            2 => drop(out.drain(at..end)),
            3 => drop(out.splice(at..at, bytes[at.min(bytes.len())..end.min(bytes.len())].iter().copied())),
            4 | 5 => {
                // A number of two or four bytes, where the formats have theirs: at even places.
                let edge = EDGES[chance.below(EDGES.len())].to_le_bytes();
                let width = if chance.below(2) == 0 { 2 } else { 4 };
                for (byte, value) in out.iter_mut().skip(at & !1).zip(&edge[..width]) {
                    *byte = *value;
                }
            }
            6 => drop(out.splice(at..at, WORDS[chance.below(WORDS.len())].bytes())),
            _ => drop(out.splice(at..end, WORDS[chance.below(WORDS.len())].bytes())),
        }
    }
    out
}

/// The same inside a container, whose checksums are right again.
fn mutated_inside(bytes: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut parts = unzipped(bytes);
    let at = chance.below(parts.len());
    match chance.below(12) {
        0 => drop(parts.remove(at)),
        1 => parts[at].0.push('x'),
        _ => parts[at].1 = mutated(&parts[at].1, chance),
    }
    zipped(&parts.iter().map(|(name, content)| (name.as_str(), &content[..])).collect::<Vec<_>>())
}

/// Reads, and holds what every file must have: an outcome, in time, without a panic.
fn outcome(name: &str, bytes: &[u8]) -> Result<Submission, String> {
    let started = Instant::now();
    let submission = read(name, bytes);
    if started.elapsed() > PATIENCE {
        return Err(format!("took {:?}", started.elapsed()));
    }
    let fatal: Vec<&Fault> = submission.faults.iter().filter(|fault| fault.is_fatal()).collect();
    if submission.book.is_some() != fatal.is_empty() {
        return Err(format!("a book {} and {fatal:?}", submission.book.is_some()));
    }
    // What the fence around the readers says of a panic; the readers themselves say more.
    if fatal
        .iter()
        .any(|fault| matches!(fault, Fault::Unreadable(words) if words.en.starts_with("the content is damaged")))
    {
        return Err("a reader panicked".to_owned());
    }
    Ok(submission)
}

/// Runs the cases of one kind over one seed; what fails is kept.
fn hold(kind: &str, name: &str, wrong: impl Fn(u64) -> (Vec<u8>, Result<(), String>)) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/mutations");
    let mut failures = Vec::new();
    for case in 0..cases() {
        let (bytes, Err(why)) = wrong(case) else { continue };
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(format!("{kind}-{case}-{name}")), bytes).unwrap();
        failures.push(format!("{kind} {name} case {case}: {why}"));
        if failures.len() >= 10 {
            break;
        }
    }
    failures
}

#[test]
fn every_damaged_file_has_an_outcome() {
    let mut failures = Vec::new();
    for (ending, seed) in seeds() {
        let name = format!("a.{ending}");
        failures.extend(hold("bytes", &name, |case| {
            let bytes = mutated(&seed, &mut Chance::new(case));
            let held = outcome(&name, &bytes).map(drop);
            (bytes, held)
        }));
        if seed.starts_with(b"PK") {
            failures.extend(hold("parts", &name, |case| {
                let bytes = mutated_inside(&seed, &mut Chance::new(case));
                let held = outcome(&name, &bytes).map(drop);
                (bytes, held)
            }));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn one_bit_of_a_container_is_never_other_data_without_a_word() {
    let mut failures = Vec::new();
    for (ending, seed) in seeds().into_iter().filter(|(ending, _)| ["xlsx", "xlsb", "ods"].contains(ending)) {
        let name = format!("a.{ending}");
        let whole = outline(&read(&name, &seed));
        failures.extend(hold("bit", &name, |case| {
            let mut bytes = seed.clone();
            let bit = Chance::new(case).below(bytes.len() * 8);
            bytes[bit / 8] ^= 1 << (bit % 8);
            let held = outcome(&name, &bytes).and_then(|submission| {
                let told = !submission.faults.is_empty() || outline(&submission) == whole;
                if told { Ok(()) } else { Err(format!("bit {bit} changes the data without a word")) }
            });
            (bytes, held)
        }));
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn what_once_found_something_finds_nothing_any_more() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/intake/found");
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.unwrap().path()) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let held = outcome(&name, &fs::read(&path).unwrap());
        assert!(held.is_ok_and(|submission| !submission.faults.is_empty()), "{name}");
    }
}

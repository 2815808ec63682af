//! The written workbook, read back by an independent reader: every text word for word, the same bytes every time.

mod report_fixture;

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Cursor, Read},
};

use calamine::{Data, Reader, Xlsx};
use taizhang::{
    intake,
    model::{
        Lang, Measure, Outcome, RawBook, RawSheet, Submission,
        book::{Book, Cell, Content, Purpose, Role, Row, Sheet, Target},
        entries::Entries,
    },
    render::{self, Options, Theme},
    report, reread,
};

fn options() -> Options {
    Options { created: jiff::civil::date(2023, 7, 5), to_workspace: "../".into() }
}

fn workbook(outcome: &Outcome, lang: Lang) -> (Book<'static>, Vec<u8>) {
    let book = report::book(outcome, lang);
    let bytes = render::xlsx(&book, &Theme::new(lang, &outcome.settings.report), &options()).expect("a workbook");
    (book.whole(), bytes)
}

/// Texts of every column of every sheet, from the top, blanks left out.
fn read_back(bytes: Vec<u8>) -> BTreeMap<String, BTreeMap<usize, Vec<String>>> {
    let mut reader: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a readable workbook");
    let mut sheets = BTreeMap::new();
    for name in reader.sheet_names() {
        let range = reader.worksheet_range(&name).expect("a readable sheet");
        let columns: &mut BTreeMap<usize, Vec<String>> = sheets.entry(name).or_default();
        for (_, column, value) in range.used_cells() {
            let text = match value {
                Data::String(text) => text.clone(),
                other => other.to_string(),
            };
            if !text.is_empty() {
                columns.entry(column).or_default().push(text);
            }
        }
    }
    sheets
}

#[test]
fn every_name_stands_beside_its_bar() {
    let (_, bytes) = workbook(&report_fixture::hard(), Lang::En);
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut parts = (0..package.len()).map(|index| {
        let mut text = String::new();
        let mut part = package.by_index(index).expect("a part");
        let _ = part.read_to_string(&mut text);
        text
    });
    let bars = parts.find(|text| text.contains("<c:barChart>")).expect("a chart of bars");
    assert!(bars.contains("<c:tickLblSkip val=\"1\"/>"), "{bars}");
}

/// LibreOffice 7.4 loads no workbook of which a part's header keeps room for sizes over 4 GB (an extra field of kind 1).
#[test]
fn no_part_is_marked_as_larger_than_four_gigabytes() {
    for outcome in [report_fixture::outcome(), report_fixture::hard()] {
        let (_, bytes) = workbook(&outcome, Lang::Zh);
        let mut package = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
        for index in 0..package.len() {
            let part = package.by_index_raw(index).expect("a part");
            let extra = part.extra_data().unwrap_or_default();
            assert!(extra.is_empty(), "{}: {extra:?}", part.name().expect("a name"));
        }
    }
}

#[test]
fn every_text_is_read_back_word_for_word() {
    let outcome = report_fixture::outcome();
    for lang in [Lang::Zh, Lang::En] {
        let (book, bytes) = workbook(&outcome, lang);
        let read = read_back(bytes);
        assert_eq!(read.len(), book.sheets.len());
        for sheet in &book.sheets {
            let columns: BTreeMap<usize, String> =
                read[&sheet.name].iter().map(|(column, texts)| (*column, texts.concat())).collect();
            for cell in sheet.rows.iter().flat_map(|row| &row.cells) {
                let text = match &cell.content {
                    Content::Number(number) | Content::Formula(_, number) => number.normalize().to_string(),
                    _ => cell.words(),
                };
                let column = columns.get(&usize::from(cell.column)).map_or("", String::as_str);
                assert!(column.contains(&text), "{} › column {}: {text:?}", sheet.name, cell.column);
            }
        }
    }
}

#[test]
fn the_same_outcome_gives_the_same_bytes() {
    let outcome = report_fixture::outcome();
    assert_eq!(workbook(&outcome, Lang::Zh).1, workbook(&outcome, Lang::Zh).1);
}

/// An outcome in which one text stands wherever a department's text can stand.
fn with_text(text: &str) -> Outcome {
    let mut outcome = report_fixture::outcome();
    for claim in outcome.ledger.entries.iter_mut().flat_map(|entry| &mut entry.claims) {
        claim.progress = text.into();
        claim.measures = claim.measures.iter().map(|own| Measure { raw: text.into(), ..own.clone() }).collect();
    }
    for finding in &mut outcome.findings {
        text.clone_into(&mut finding.found);
    }
    for value in outcome.records.iter_mut().flat_map(|record| &mut record.values) {
        value.raw = text.into();
    }
    outcome
}

/// The texts of a sheet's column below its header, put together.
fn column(read: &BTreeMap<String, BTreeMap<usize, Vec<String>>>, sheet: &str, column: usize) -> String {
    read[sheet].get(&column).map(|texts| texts.concat()).unwrap_or_default()
}

#[test]
fn texts_beyond_every_limit_lose_no_character() {
    for text in [
        "长".repeat(40_000),
        "一\n".repeat(5_000),
        "word ".repeat(9_000),
        "𠮷".repeat(20_000),
        format!("{}\u{fffe}", "_x000D_\r\n\u{1}\u{1f}".repeat(50)),
    ] {
        let mut outcome = report_fixture::outcome();
        outcome.ledger.entries[2].claims[0].progress = text.as_str().into();
        outcome.findings[0].found.clone_from(&text);
        let (_, bytes) = workbook(&outcome, Lang::Zh);
        let read = read_back(bytes);
        let shown = column(&read, "汇总表", 5);
        let text = text.replace('\u{fffe}', "⟨U+FFFE⟩");
        assert!(shown.contains(&text), "{} characters", text.chars().count());
        // A list shows where to look; the whole stands in the consolidated table and in the file.
        let excerpt: String = text.chars().take(200).collect();
        assert!(column(&read, "差异清单", 10).contains(&excerpt));
        assert_eq!(read["差异清单"][&16].len(), outcome.findings.len() + 1, "one id a finding");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]
    #[test]
    fn any_text_survives(text in "[\\PC\n\t]{0,60}") {
        // A cell of nothing but white space shows nothing, and counts as blank.
        proptest::prop_assume!(text.is_empty() || !text.trim().is_empty());
        let outcome = with_text(&text);
        let (_, bytes) = workbook(&outcome, Lang::En);
        let read = read_back(bytes);
        proptest::prop_assert!(column(&read, "Consolidated", 5).contains(&text));
        proptest::prop_assert!(column(&read, "Links", 6).contains(&text));
        let json = render::json::outcome(&outcome);
        proptest::prop_assert_eq!(json["tasks"][0]["progress"].as_str(), Some(text.as_str()));
    }
}

/// A workbook as the program's own reader sees it.
fn read(bytes: &[u8]) -> RawBook {
    let name = Submission::named("report.xlsx");
    intake::read_bytes(name, bytes, &intake::Limits::default()).book.expect("a workbook")
}

#[test]
fn a_long_list_is_written_as_the_library_writes_it() {
    for outcome in [report_fixture::outcome(), report_fixture::hard()] {
        for lang in [Lang::Zh, Lang::En] {
            let (book, lists) = workbook(&outcome, lang);
            let theme = Theme::new(lang, &outcome.settings.report);
            let whole = render::xlsx(&book, &theme, &options()).expect("a workbook");
            let (lists, whole) = (read(&lists), read(&whole));
            assert_eq!(reread::differences(&lists, &whole), []);
            for (one, other) in lists.sheets.iter().zip(&whole.sheets) {
                let sorted = |sheet: &RawSheet| sheet.merges.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
                assert_eq!(sorted(one), sorted(other), "{}", one.name);
                let shown = |sheet: &RawSheet| {
                    let cells = sheet.rows.iter().flat_map(|row| &row.cells);
                    cells.map(|cell| (cell.column, cell.shown.clone())).collect::<Vec<_>>()
                };
                assert_eq!(shown(one), shown(other), "{}", one.name);
            }
        }
    }
}

/// A book with one list of so many entries, each leading to the sheet's first.
fn long(entries: usize) -> Book<'static> {
    let mut sheet = Sheet::new("清单", Purpose::Working, &[10.0, 20.0]);
    sheet.push_head(&["序号", "内容"]);
    sheet.led_to = entries;
    sheet.entries = Entries::new(entries, |at| {
        let target = Target::Cell { sheet: "清单".into(), key: Some("0".into()), column: 0 };
        let cells = vec![
            Cell::count(0, Role::Ordinal, at),
            Cell::text(1, Role::Text, format!("第{at}项")).leading_to(Some(target)),
        ];
        vec![Row::named(at.to_string(), cells)]
    });
    Book {
        lang: Lang::Zh,
        title: String::new(),
        author: String::new(),
        sheets: vec![sheet],
        copies: Vec::new(),
        properties: Vec::new(),
    }
}

#[test]
fn every_entry_of_a_long_list_stands_in_its_row() {
    // More than are held at a time, and no round number of them.
    let count = 4_001;
    let theme = Theme::new(Lang::Zh, &report_fixture::outcome().settings.report);
    let bytes = render::xlsx(&long(count), &theme, &options()).expect("a workbook");
    let book = read(&bytes);
    let rows = &book.sheets[0].rows;
    assert_eq!(rows.len(), count + 1);
    for (at, row) in rows[1..].iter().enumerate() {
        assert_eq!(row.row as usize, at + 2);
        let texts: Vec<_> = row.cells.iter().map(|cell| cell.text().replace(',', "")).collect();
        assert_eq!(texts, [at.to_string(), format!("第{at}项")]);
    }
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut xml = String::new();
    package.by_name("xl/worksheets/sheet1.xml").expect("a sheet").read_to_string(&mut xml).expect("text");
    let links = "<hyperlink ref=\"B4002\" location=\"'清单'!A2\" display=\"第4000项\"/></hyperlinks>";
    assert!(xml.contains(links), "{}", &xml[xml.len() - 600..]);
    assert_eq!(xml.matches("<hyperlink ").count(), count);
}

#[test]
fn a_workbook_written_to_a_file_is_the_one_in_memory_and_leaves_nothing_beside() {
    let outcome = report_fixture::outcome();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("out/report.xlsx");
    let theme = Theme::new(Lang::Zh, &outcome.settings.report);
    render::save_workbook(&path, &report::book(&outcome, Lang::Zh), &theme, &options()).expect("written");
    assert_eq!(std::fs::read(&path).expect("the report"), workbook(&outcome, Lang::Zh).1);
    assert_eq!(std::fs::read_dir(folder.path().join("out")).expect("a folder").count(), 1);
}

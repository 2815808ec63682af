//! The written workbook, read back by an independent reader: every text word for word, the same bytes every time.

mod report_fixture;

use std::{collections::BTreeMap, io::Cursor};

use calamine::{Data, Reader, Xlsx};
use taizhang::{
    model::{
        Lang, Outcome,
        book::{Book, Content},
    },
    render::{self, Options, Theme},
    report,
};

fn options() -> Options {
    Options { created: jiff::civil::date(2023, 7, 5), to_workspace: "../".into() }
}

fn workbook(outcome: &Outcome, lang: Lang) -> (Book, Vec<u8>) {
    let book = report::book(outcome, lang);
    let bytes = render::xlsx(&book, &Theme::new(lang, &outcome.settings.report), &options()).expect("a workbook");
    (book, bytes)
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
fn look() {
    if let Ok(folder) = std::env::var("LOOK") {
        for (lang, name) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
            for (outcome, kind) in [(report_fixture::outcome(), ""), (report_fixture::hard(), "hard-")] {
                let (_, bytes) = workbook(&outcome, lang);
                let path = std::path::Path::new(&folder).join(format!("{kind}{name}.xlsx"));
                render::save(&path, &bytes).expect("written");
            }
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
    for entry in &mut outcome.ledger.entries {
        text.clone_into(&mut entry.progress);
    }
    for finding in &mut outcome.findings {
        text.clone_into(&mut finding.found);
    }
    for measure in outcome.ledger.entries.iter_mut().flat_map(|entry| &mut entry.measures) {
        measure.raw = text.into();
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
        outcome.ledger.entries[2].progress.clone_from(&text);
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
        let outcome = with_text(&text);
        let (_, bytes) = workbook(&outcome, Lang::En);
        let read = read_back(bytes);
        proptest::prop_assert!(column(&read, "Consolidated", 5).contains(&text));
        proptest::prop_assert!(column(&read, "Links", 6).contains(&text));
        let json = render::json::outcome(&outcome);
        proptest::prop_assert_eq!(json["tasks"][0]["progress"].as_str(), Some(text.as_str()));
    }
}

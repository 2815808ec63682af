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
            let (_, bytes) = workbook(&report_fixture::outcome(), lang);
            render::save(&std::path::Path::new(&folder).join(format!("{name}.xlsx")), &bytes).expect("written");
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

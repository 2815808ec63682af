//! The tables as CSV: read back they are what was sent, and no cell is a formula to a spreadsheet program.

mod report_fixture;

use proptest::prelude::*;
use taizhang::{model::Lang, render};

fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).expect("a byte order mark");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
    reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
}

/// What stood there before it was made harmless.
fn original(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r']) => rest,
        _ => cell,
    }
}

#[test]
fn every_table_has_its_rows_and_a_header() {
    let outcome = report_fixture::outcome();
    for (name, bytes) in render::csv::files(&outcome, Lang::Zh) {
        let rows = rows(&bytes);
        let expected = match name {
            "ledger.csv" => outcome.ledger.entries.len(),
            "findings.csv" => outcome.findings.len(),
            "links.csv" => outcome.links.len(),
            "relations.csv" => outcome.relations.len(),
            "totals.csv" => outcome.ledger.totals.len(),
            "submissions.csv" => outcome.returned.len(),
            other => panic!("{other} is no table"),
        };
        assert_eq!(rows.len(), expected + 1, "{name}");
        for cell in rows.iter().flatten().filter(|cell| cell.parse::<f64>().is_err()) {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{name}: {cell}");
        }
    }
}

#[test]
fn the_ledger_holds_every_narrative() {
    let outcome = report_fixture::outcome();
    let files: Vec<_> = render::csv::files(&outcome, Lang::Zh).collect();
    let ledger = rows(&files[0].1);
    let column = ledger[0].iter().position(|name| name == "progress").expect("a column");
    for (row, entry) in ledger[1..].iter().zip(&outcome.ledger.entries) {
        assert_eq!(original(&row[column]), entry.progress());
    }
}

#[test]
fn records_become_columns_by_field() {
    let outcome = report_fixture::outcome();
    let table = rows(&render::csv::records(&outcome.records));
    assert_eq!(
        table[0],
        ["file", "sheet", "row", "section", "content", "progress", "other:联系人", "number", "problems"]
    );
    assert_eq!(original(&table[3][4]), "=1+1 改建污水处理厂（清单以外）");
}

proptest! {
    #[test]
    fn making_harmless_can_be_undone(text in "['=+@\t\r\n-]{0,3}\\PC{0,20}") {
        let harmless = render::csv::harmless(&text);
        prop_assert_eq!(original(&harmless), text.as_str());
    }

    #[test]
    fn harmless_text_is_no_formula(text in "['=+@\t\r-]{0,3}\\PC{0,20}") {
        prop_assert!(!render::csv::harmless(&text).starts_with(['=', '+', '-', '@', '\t', '\r']));
    }
}

//! The way back: what a workbook of ours says when a person hands it back — the reviewer's answers, cells changed by
//! hand, and last period's figures.

mod answers;
#[cfg(test)]
mod answers_tests;
mod differences;
mod past;

pub use answers::{Answers, Context, FindingAnswer, LinkAnswer, Refused, Taken, answers, decisions};
pub use differences::{Difference, differences};
pub use past::past;

use std::{collections::BTreeSet, path::Path};

use crate::{
    intake::{self, Found, Limits},
    model::{CellValue, Lang, RawBook, RawSheet, Submission},
    report::SheetName,
    text::fold::words_only,
};

/// A workbook's cells from its bytes; `None` when they are no workbook.
pub fn book(name: &str, bytes: &[u8]) -> Option<RawBook> {
    intake::read_bytes(Submission::named(name), bytes, &generous()).book.map(under_usual_headers)
}

/// A workbook's cells from its file; `None` when it can't be read as one.
pub fn open(path: &Path) -> Option<RawBook> {
    let file = path.file_name()?.to_string_lossy().as_ref().into();
    intake::read(&Found { file, path: path.to_owned() }, &generous()).book.map(under_usual_headers)
}

/// Whether somebody remarked on a cell of a workbook what stood in no remark of it before.
pub fn is_remarked(was: &[u8], is: &[u8]) -> bool {
    // Programs write whose a remark is before it, or break its lines anew.
    let remarks = |bytes| intake::remarks(bytes, &generous()).into_iter().map(|text| words_only(&text));
    let was: BTreeSet<String> = remarks(was).collect();
    remarks(is).any(|remark| !remark.is_empty() && !was.contains(&remark))
}

/// Rows of a list in which its header may stand.
const HEADER_ROWS: usize = 10;

/// The same with every list under the headers that the program knows it by: a template may have given it others.
fn under_usual_headers(mut book: RawBook) -> RawBook {
    let labels = past::labels(&book);
    if labels.is_empty() {
        return book;
    }
    for sheet in &mut book.sheets {
        let name = sheet.name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end().to_owned();
        let rows = sheet.rows.iter_mut().take(HEADER_ROWS);
        for cell in rows.flat_map(|row| &mut row.cells) {
            let usual = labels.iter().find(|[list, own, _]| *list == name && *own == cell.text().trim());
            if let Some([.., usual]) = usual {
                cell.value = CellValue::Text(usual.as_str().into());
            }
        }
    }
    book
}

/// The language that a report is written in, by the names of its sheets.
pub fn lang(book: &RawBook) -> Option<Lang> {
    let words = SheetName::Overview.words();
    let has = |name: &str| book.sheets.iter().any(|sheet| &*sheet.name == name);
    [(words.zh, Lang::Zh), (words.en, Lang::En)].into_iter().find(|(name, _)| has(name)).map(|(_, lang)| lang)
}

/// A report of a province is larger than anything that a department may send.
fn generous() -> Limits {
    let usual = Limits::default();
    Limits {
        file_bytes: usual.file_bytes.saturating_mul(8),
        inflated_bytes: usual.inflated_bytes.saturating_mul(8),
        cells: usual.cells.saturating_mul(8),
        ratio: usual.ratio.saturating_mul(8),
        seconds: usual.seconds.saturating_mul(8),
        memory_bytes: usual.memory_bytes.saturating_mul(8),
        ..usual
    }
}

/// Which of the report's sheets a sheet is, by its name in either language; a list that needed several goes on in
/// “差异清单 2”.
fn sheet_name(sheet: &RawSheet) -> Option<SheetName> {
    let name = sheet.name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
    SheetName::ALL.into_iter().find(|known| {
        let words = known.words();
        [words.zh.as_str(), words.en.as_str()].iter().any(|own| *own == &*sheet.name || *own == name)
    })
}

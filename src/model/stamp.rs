//! The stamp of our own forms and returns: for whom, for which period, from which task list. It stands in a hidden cell
//! of every sheet that we hand out, and among the document's properties.

use sha2::{Digest, Sha256};

use super::{
    period::Period,
    place::CellRef,
    submission::{RawBook, RawSheet},
};

/// How every stamp's cell begins.
const MARK: &str = "taizhang/";
/// How the names of its document properties begin.
const PROPERTY: &str = "taizhang.";
/// Rows from the top in which a sheet's stamp is looked for: someone may have put a line above it.
const ROWS: usize = 20;

/// What a sheet of ours is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StampKind {
    /// 填报表: rows to fill in.
    Form,
    /// 退回单: questions to answer.
    Return,
}

/// A sheet of a department's own that was put into a return.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentSheet {
    /// Its name in the return.
    pub name: String,
    /// SHA-256 of the file that it came from, shortened.
    pub file: String,
    /// Digest of its cells.
    pub cells: String,
}

/// A stamp.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// What the sheet is.
    pub kind: StampKind,
    /// Version of its layout.
    pub version: u32,
    /// Canonical name of the department that it was made for.
    pub department: String,
    /// First and last day of its period, as `2023-01-01/2023-06-30`; empty for none.
    pub period: String,
    /// Digest of the whole task list.
    pub tasks: String,
    /// Digest of the tasks that the department has a part in.
    pub own: String,
    /// The sheets that a return carries.
    pub sheets: Vec<SentSheet>,
}

/// A stamp and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamped {
    /// Position of its sheet.
    pub sheet: usize,
    /// Its cell.
    pub cell: CellRef,
    /// The stamp.
    pub stamp: Stamp,
}

impl StampKind {
    const fn key(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Return => "return",
        }
    }

    fn of(key: &str) -> Option<Self> {
        [Self::Form, Self::Return].into_iter().find(|kind| kind.key() == key)
    }
}

impl Stamp {
    /// The version of the layouts that this program writes.
    pub const VERSION: u32 = 1;

    /// How a period stands in a stamp.
    pub fn period_of(period: Option<&Period>) -> String {
        period.map_or_else(String::new, |period| format!("{}/{}", period.start, period.end))
    }

    /// The period that it speaks of, where it is one.
    pub fn period(&self) -> Option<Period> {
        let (start, end) = self.period.split_once('/')?;
        let (start, end): (jiff::civil::Date, jiff::civil::Date) = (start.parse().ok()?, end.parse().ok()?);
        Period::months_of(start.year(), start.month(), end.month())
    }

    /// Whether a cell's text is a stamp.
    pub fn is_one(text: &str) -> bool {
        text.starts_with(MARK)
    }

    /// The text of its cell.
    pub fn text(&self) -> String {
        let mut text = format!("{MARK}{}@{}", self.kind.key(), self.version);
        for (key, value) in self.pairs() {
            text.push_str(&format!("\n{key}={value}"));
        }
        for sheet in &self.sheets {
            text.push_str(&format!("\nsheet={} {} {}", sheet.file, sheet.cells, one_line(&sheet.name)));
        }
        text
    }

    /// Its document properties.
    pub fn properties(&self) -> Vec<(String, String)> {
        let kind = ("kind", format!("{}@{}", self.kind.key(), self.version));
        [kind].into_iter().chain(self.pairs()).map(|(key, value)| (format!("{PROPERTY}{key}"), value)).collect()
    }

    fn pairs(&self) -> [(&'static str, String); 4] {
        [
            ("department", one_line(&self.department)),
            ("period", self.period.clone()),
            ("tasks", self.tasks.clone()),
            ("own", self.own.clone()),
        ]
    }

    /// Reads the text of a cell.
    pub fn parse(text: &str) -> Option<Self> {
        let mut lines = text.strip_prefix(MARK)?.lines();
        let mut stamp = Self::headed(lines.next()?)?;
        for line in lines {
            let (key, value) = line.split_once('=')?;
            match key.trim() {
                "sheet" => {
                    let mut parts = value.splitn(3, ' ');
                    let (file, cells, name) = (parts.next()?, parts.next()?, parts.next()?);
                    stamp.sheets.push(SentSheet { name: name.into(), file: file.into(), cells: cells.into() });
                }
                key => stamp.set(key, value.trim()),
            }
        }
        Some(stamp)
    }

    fn headed(head: &str) -> Option<Self> {
        let (kind, version) = head.trim().split_once('@')?;
        Some(Self {
            kind: StampKind::of(kind)?,
            version: version.parse().ok()?,
            department: String::new(),
            period: String::new(),
            tasks: String::new(),
            own: String::new(),
            sheets: Vec::new(),
        })
    }

    /// A key that a later version may add is passed over.
    fn set(&mut self, key: &str, value: &str) {
        match key {
            "department" => value.clone_into(&mut self.department),
            "period" => value.clone_into(&mut self.period),
            "tasks" => value.clone_into(&mut self.tasks),
            "own" => value.clone_into(&mut self.own),
            _ => {}
        }
    }

    /// The stamp of a sheet.
    pub fn in_sheet(sheet: &RawSheet) -> Option<(CellRef, Self)> {
        sheet.rows.iter().take(ROWS).find_map(|row| {
            let stamped = row.cells.iter().filter(|cell| !cell.is_blank()).take(60);
            stamped
                .map(|cell| (cell.column, cell.text()))
                .find_map(|(column, text)| Self::parse(&text).map(|stamp| (CellRef::new(row.row, column), stamp)))
        })
    }

    /// Every sheet's stamp.
    pub fn in_book(book: &RawBook) -> Vec<Stamped> {
        let sheets = book.sheets.iter().enumerate();
        sheets
            .filter_map(|(sheet, raw)| Self::in_sheet(raw).map(|(cell, stamp)| Stamped { sheet, cell, stamp }))
            .collect()
    }

    /// The stamp among a document's properties.
    pub fn in_properties(book: &RawBook) -> Option<Self> {
        let get = |key: &str| {
            let name = format!("{PROPERTY}{key}");
            book.properties.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
        };
        let mut stamp = Self::headed(get("kind")?)?;
        for key in ["department", "period", "tasks", "own"] {
            stamp.set(key, get(key).unwrap_or_default());
        }
        Some(stamp)
    }
}

/// Digest of a sheet's cells as a person sees them.
pub fn cells_digest(sheet: &RawSheet) -> String {
    let mut hash = Sha256::new();
    for row in &sheet.rows {
        for cell in &row.cells {
            let seen = cell.text();
            // A formula without a stored value shows nothing, and stands as nothing in the copy.
            if seen.trim().is_empty() {
                continue;
            }
            hash.update(row.row.to_le_bytes());
            hash.update(cell.column.to_le_bytes());
            hash.update(seen.trim().as_bytes());
            hash.update([0]);
        }
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp() -> Stamp {
        Stamp {
            kind: StampKind::Return,
            version: 1,
            department: "市水务局".into(),
            period: "2023-01-01/2023-06-30".into(),
            tasks: "0a1b2c3d".into(),
            own: "99887766".into(),
            sheets: vec![SentSheet { name: "Sheet 1 =x".into(), file: "aa".into(), cells: "bb".into() }],
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        assert_eq!(Stamp::parse(&stamp().text()), Some(stamp()));
        assert_eq!(stamp().period().unwrap().label, "2023年上半年");
        let book = RawBook { properties: stamp().properties(), ..RawBook::default() };
        let known = Stamp::in_properties(&book).unwrap();
        assert_eq!(known, Stamp { sheets: Vec::new(), ..stamp() });
    }

    #[test]
    fn what_shows_nothing_changes_no_digest() {
        use crate::model::{Cell, CellValue, submission::RawRow};
        let total = Cell { formula: Some("SUM(A1:A2)".into()), ..Cell::new(1, CellValue::Uncalculated) };
        let row = |row: u32, cells: Vec<Cell>| RawRow { row, cells };
        let said = || row(1, vec![Cell::new(1, CellValue::Text("已完成".into()))]);
        let sheet = |rows: Vec<RawRow>| RawSheet { rows, ..RawSheet::default() };
        let sent = cells_digest(&sheet(vec![said(), row(3, vec![total])]));
        assert_eq!(sent, cells_digest(&sheet(vec![said()])));
        assert_ne!(sent, cells_digest(&sheet(vec![said(), row(3, vec![Cell::new(1, CellValue::Number(2.0))])])));
    }

    #[test]
    fn other_texts_are_no_stamp() {
        for text in ["", "taizhang", "taizhang/form", "taizhang/leaf@1", "taizhang/form@x", "taizhang/form@1\nno pair"]
        {
            assert_eq!(Stamp::parse(text), None, "{text}");
        }
        assert!(Stamp::parse("taizhang/form@7\nlater=1").is_some_and(|stamp| stamp.version == 7));
    }
}

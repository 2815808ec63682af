//! Where two workbooks differ: every cell that shows something else, with its place.

use std::{collections::BTreeMap, sync::Arc};

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::sheet_name;
use crate::{
    model::{Cell, CellRef, CellValue, RawBook, RawSheet, submission::RawRow},
    report::SheetName,
};

/// Rows that are held against each other to find where some were added or taken out; beyond it they are taken as they
/// stand.
const MAX_ALIGNED: usize = 3_000;

/// One cell that shows something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The sheet.
    pub sheet: Arc<str>,
    /// The cell, where it is now; where it was, for a cell that is gone; `None` for a whole sheet.
    pub cell: Option<CellRef>,
    /// What it showed.
    pub was: String,
    /// What it shows.
    pub is: String,
}

/// Every difference between a workbook as it was and as it is, sheet by sheet, row by row. Rows of the lists that a
/// person may sort are told by what they are about, not by where they stand.
pub fn differences(was: &RawBook, is: &RawBook) -> Vec<Difference> {
    let mut found = Vec::new();
    for old in &was.sheets {
        match is.sheets.iter().find(|sheet| sheet.name == old.name) {
            Some(new) => in_sheet(old, new, &mut found),
            None => found.push(whole(old, true)),
        }
    }
    let added = is.sheets.iter().filter(|new| was.sheets.iter().all(|old| old.name != new.name));
    found.extend(added.filter(|sheet| !sheet.rows.is_empty()).map(|sheet| whole(sheet, false)));
    found
}

/// A sheet that is gone or new, with its first words.
fn whole(sheet: &RawSheet, gone: bool) -> Difference {
    let first = sheet.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.text().into_owned());
    let text = first.filter(|text| !text.trim().is_empty()).take(3).collect::<Vec<_>>().join(" │ ");
    let (was, is) = if gone { (text, String::new()) } else { (String::new(), text) };
    Difference { sheet: Arc::clone(&sheet.name), cell: None, was, is }
}

type Pair<'a> = (Option<&'a RawRow>, Option<&'a RawRow>);

fn in_sheet(old: &RawSheet, new: &RawSheet, found: &mut Vec<Difference>) {
    let pairs = match sheet_name(old).and_then(key_labels) {
        Some(labels) => by_key(old, new, labels),
        None => by_position(old, new),
    };
    for (was, is) in pairs {
        in_row(&new.name, was, is, found);
    }
}

/// Headers of the columns that tell what a row of a list is about.
fn key_labels(sheet: SheetName) -> Option<&'static [(&'static str, &'static str)]> {
    match sheet {
        SheetName::Findings => Some(&[("编号", "Id")]),
        SheetName::Links => Some(&[("文件", "File"), ("工作表", "Sheet"), ("单元格", "Cell")]),
        _ => None,
    }
}

fn by_key<'a>(old: &'a RawSheet, new: &'a RawSheet, labels: &[(&str, &str)]) -> Vec<Pair<'a>> {
    let mut left = keyed(old, labels);
    let mut pairs: Vec<Pair<'a>> =
        keyed(new, labels).into_iter().map(|(key, row)| (left.remove(&key), Some(row))).collect();
    pairs.sort_by_key(|(_, row)| row.map(|row| row.row));
    pairs.extend(left.into_values().map(|row| (Some(row), None)));
    pairs
}

/// Rows by what they are about. A row without a key goes on from the one above; equal keys are told apart by order.
fn keyed<'a>(sheet: &'a RawSheet, labels: &[(&str, &str)]) -> BTreeMap<(String, usize), &'a RawRow> {
    let columns: Vec<u32> = sheet.rows.first().map_or_else(Vec::new, |head| {
        let named = |cell: &&Cell| labels.iter().any(|(zh, en)| [*zh, *en].contains(&cell.text().trim()));
        head.cells.iter().filter(named).map(|cell| cell.column).collect()
    });
    let mut rows = BTreeMap::new();
    let mut above = String::new();
    for row in &sheet.rows {
        let text = |column: &u32| {
            let cell = row.cells.iter().find(|cell| cell.column == *column);
            cell.map_or_else(String::new, |cell| cell.text().into_owned())
        };
        let key = columns.iter().map(text).collect::<Vec<_>>().join("\u{1}");
        if !key.trim_matches(['\u{1}', ' ']).is_empty() {
            above = key;
        }
        let mut nth = 0;
        while rows.contains_key(&(above.clone(), nth)) {
            nth += 1;
        }
        rows.insert((above.clone(), nth), row);
    }
    rows
}

/// Rows as they stand; where their numbers differ, those that were added or taken out are told by what is the same
/// around them.
fn by_position<'a>(old: &'a RawSheet, new: &'a RawSheet) -> Vec<Pair<'a>> {
    let (left, right) = (&old.rows, &new.rows);
    let last = |rows: &[RawRow]| rows.last().map_or(0, |row| row.row);
    if last(left) == last(right) || left.len().max(right.len()) > MAX_ALIGNED {
        return same_numbers(left, right);
    }
    let texts = |rows: &[RawRow]| rows.iter().map(row_text).collect::<Vec<_>>();
    let (before, after) = (texts(left), texts(right));
    let mut pairs = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &before, &after) {
        let (tag, was, is) = op.as_tag_tuple();
        let _ = tag;
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let count = was.len().max(is.len());
        let (was, is): (Vec<_>, Vec<_>) = (was.collect(), is.collect());
        for at in 0..count {
            let row = |side: &[usize], rows: &'a [RawRow]| side.get(at).and_then(|index| rows.get(*index));
            pairs.push((row(&was, left), row(&is, right)));
        }
    }
    pairs
}

fn same_numbers<'a>(left: &'a [RawRow], right: &'a [RawRow]) -> Vec<Pair<'a>> {
    let mut rows: BTreeMap<u32, Pair<'a>> = BTreeMap::new();
    for row in left {
        rows.entry(row.row).or_default().0 = Some(row);
    }
    for row in right {
        rows.entry(row.row).or_default().1 = Some(row);
    }
    rows.into_values().collect()
}

fn row_text(row: &RawRow) -> String {
    row.cells.iter().map(|cell| format!("{}\u{1}{}\u{2}", cell.column, cell.text())).collect()
}

fn in_row(sheet: &Arc<str>, was: Option<&RawRow>, is: Option<&RawRow>, found: &mut Vec<Difference>) {
    let mut columns: BTreeMap<u32, (Option<&Cell>, Option<&Cell>)> = BTreeMap::new();
    for cell in was.iter().flat_map(|row| &row.cells) {
        columns.entry(cell.column).or_default().0 = Some(cell);
    }
    for cell in is.iter().flat_map(|row| &row.cells) {
        columns.entry(cell.column).or_default().1 = Some(cell);
    }
    let row = is.or(was).map_or(1, |row| row.row);
    for (column, (old, new)) in columns {
        if !same(old, new) {
            let text = |cell: Option<&Cell>| cell.map_or_else(String::new, |cell| cell.text().into_owned());
            let cell = Some(CellRef::new(row, column));
            found.push(Difference { sheet: Arc::clone(sheet), cell, was: text(old), is: text(new) });
        }
    }
}

/// Whether two cells show the same. Programs that save a workbook again may drop the stored value of a formula, or show
/// a number in another form: neither is a change.
fn same(old: Option<&Cell>, new: Option<&Cell>) -> bool {
    let (old, new) = match (old, new) {
        (None, None) => return true,
        (Some(cell), None) | (None, Some(cell)) => {
            return cell.is_blank() || matches!(cell.value, CellValue::Uncalculated);
        }
        (Some(old), Some(new)) => (old, new),
    };
    if let (Some(before), Some(after)) = (&old.formula, &new.formula)
        && formula(before) == formula(after)
        && matches!(new.value, CellValue::Uncalculated)
    {
        return true;
    }
    match (&old.value, &new.value) {
        (CellValue::Number(a), CellValue::Number(b)) => (a - b).abs() <= 1e-9 * a.abs().max(b.abs()),
        _ => plain(&old.text()) == plain(&new.text()),
    }
}

fn formula(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '$').flat_map(char::to_lowercase).collect()
}

fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book(name: &str, rows: &[&[&str]]) -> RawBook {
        let rows = rows.iter().zip(1..).map(|(cells, row)| RawRow {
            row,
            cells: cells.iter().zip(1..).map(|(text, at)| Cell::new(at, CellValue::Text(Arc::from(*text)))).collect(),
        });
        RawBook {
            sheets: vec![RawSheet { name: name.into(), rows: rows.collect(), ..RawSheet::default() }],
            ..RawBook::default()
        }
    }

    fn told(was: &RawBook, is: &RawBook) -> Vec<String> {
        let line = |d: Difference| {
            format!("{}!{} {}→{}", d.sheet, d.cell.map_or_else(String::new, |cell| cell.to_string()), d.was, d.is)
        };
        differences(was, is).into_iter().map(line).collect()
    }

    #[test]
    fn a_changed_cell_is_named_wherever_its_row_went() {
        let was = book("汇总表", &[&["序号", "进展"], &["1", "甲"], &["2", "乙"]]);
        let is = book("汇总表", &[&["序号", "进展"], &["1", "甲"], &["2", "丙"]]);
        assert_eq!(told(&was, &is), ["汇总表!B3 乙→丙"]);
        let longer = book("汇总表", &[&["序号", "进展"], &["说明", ""], &["1", "甲"], &["2", "乙"]]);
        assert_eq!(told(&was, &longer), ["汇总表!A2 →说明"]);
        assert_eq!(told(&was, &was), Vec::<String>::new());
    }

    #[test]
    fn a_sorted_list_has_no_differences() {
        let was = book("差异清单", &[&["编号", "问题", "处理"], &["a1", "甲", ""], &["b2", "乙", ""]]);
        let is = book("差异清单", &[&["编号", "问题", "处理"], &["b2", "乙", "忽略"], &["a1", "甲", ""]]);
        assert_eq!(told(&was, &is), ["差异清单!C2 →忽略"]);
    }

    #[test]
    fn sheets_that_come_and_go_are_said() {
        let (was, is) = (book("总览", &[&["甲"]]), book("草稿", &[&["乙"]]));
        assert_eq!(told(&was, &is), ["总览! 甲→", "草稿! →乙"]);
    }
}

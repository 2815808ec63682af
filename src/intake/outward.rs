//! Formulas that ask for something outside of their file: of other workbooks, of other programs, of the network. None is
//! ever calculated, and what stands stored beside it is read; that they are there is said.

use std::collections::BTreeSet;

use super::reading::Reading;
use crate::model::{CellRef, Words};

/// Functions that fetch something or have something run, without the prefixes that newer ones are stored with.
const CALLS: [&str; 9] =
    ["WEBSERVICE", "IMAGE", "STOCKHISTORY", "RTD", "DDE", "CALL", "REGISTER", "REGISTER.ID", "SQL.REQUEST"];

/// Marks that every formula has which leads outside; most have none.
const MARKS: [char; 6] = ['[', '|', '/', '\\', '#', '('];

/// Where a formula leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outward {
    /// To another workbook.
    Workbook,
    /// To another program or the network.
    Call,
}

/// Says of the sheets that were read which formulas lead outside.
pub(super) fn say(reading: &mut Reading) {
    let own: BTreeSet<&str> = reading.sheets.iter().map(|sheet| &*sheet.name).collect();
    let (mut workbooks, mut calls, mut first) = (false, 0, None);
    for sheet in &reading.sheets {
        for (row, cell) in sheet.rows.iter().flat_map(|row| row.cells.iter().map(|cell| (row.row, cell))) {
            match cell.formula.as_deref().and_then(|formula| outward(formula, &own)) {
                Some(Outward::Workbook) => workbooks = true,
                Some(Outward::Call) => {
                    calls += 1;
                    first = first.or(Some((sheet, CellRef::new(row, cell.column))));
                }
                None => {}
            }
        }
    }
    let called = first.map(|(sheet, at)| calling(&sheet.name, at, calls));
    if workbooks {
        reading.ignored(other_workbooks());
    }
    if let Some(words) = called {
        reading.ignored(words);
    }
}

/// The words for links to other workbooks.
pub(super) fn other_workbooks() -> Words {
    Words::new(
        "文件引用了其他工作簿，没有跟随链接，用的是文件里保存的数值。",
        "it refers to other workbooks; the links were not followed, and the values stored in the file were used",
    )
}

fn calling(sheet: &str, at: CellRef, count: usize) -> Words {
    Words::new(
        format!("有 {count} 个公式要从网络或其他程序取数（第一个在“{sheet}”{at}），没有执行，用的是文件里保存的数值。"),
        format!(
            "{} would fetch from the network or another program (the first in {sheet} {at}); none was run, and the values stored in the file were used",
            crate::text::counted(count, "formula")
        ),
    )
}

/// Where a formula leads, if outside; `own` are the names of the workbook's own sheets.
fn outward(formula: &str, own: &BTreeSet<&str>) -> Option<Outward> {
    if !formula.contains(MARKS) {
        return None;
    }
    let mut rest = formula;
    let (mut before, mut braces) = (' ', 0_u32);
    while let Some(c) = rest.chars().next() {
        let used = match c {
            '"' => rest[1..].find('"').map_or(rest.len(), |at| at + 2),
            '\'' => {
                let used = quoted(rest);
                let name = rest[1..used].trim_end_matches('\'').replace("''", "'");
                if let Some(found) = behind_quote(&name, &rest[used..]).filter(|_| !own.contains(&*name)) {
                    return Some(found);
                }
                used
            }
            // Behind a word they hold the column of a table.
            '[' => {
                let used = bracket(rest);
                if !is_word(before) && leads_out(&rest[1..used], &rest[used..]) {
                    return Some(Outward::Workbook);
                }
                used
            }
            '{' | '}' => {
                // Elsewhere than in Excel a bar parts the rows of a list in braces.
                braces = if c == '{' { braces + 1 } else { braces.saturating_sub(1) };
                1
            }
            '|' if braces == 0 => return Some(Outward::Call),
            _ if is_word(c) => {
                let used = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
                let (word, behind) = rest.split_at(used);
                if behind.trim_start().starts_with('(') && is_call(word) {
                    return Some(Outward::Call);
                }
                used
            }
            _ => c.len_utf8(),
        };
        let (taken, left) = rest.split_at(used);
        before = taken.chars().next_back().unwrap_or(' ');
        rest = left;
    }
    None
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.')
}

/// Bytes up to and with the mark that closes a quoted name; two of them stand for one.
fn quoted(text: &str) -> usize {
    let mut at = 1;
    while let Some(found) = text[at..].find('\'') {
        at += found + 1;
        if !text[at..].starts_with('\'') {
            return at;
        }
        at += 1;
    }
    text.len()
}

/// Bytes up to and with the bracket that closes the first one.
fn bracket(text: &str) -> usize {
    let mut depth = 0_u32;
    for (at, c) in text.char_indices() {
        match c {
            '[' => depth += 1,
            ']' if depth == 1 => return at + 1,
            ']' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// A quoted name that no sheet can have: `'C:\[账.xlsx]表'!A1`, `'file:///账.ods'#$表.A1`, `'cmd|/c calc'!A0`.
fn behind_quote(name: &str, behind: &str) -> Option<Outward> {
    let named = behind.starts_with('!');
    if named && name.contains('|') {
        return Some(Outward::Call);
    }
    (behind.starts_with("#$") || named && name.contains(['[', '/', '\\'])).then_some(Outward::Workbook)
}

/// `[账.xlsx]表!A1`, `[1]!名称`: a workbook by its name or its number, of which 0 is this one.
fn leads_out(inside: &str, behind: &str) -> bool {
    let inside = inside.trim_end_matches(']');
    let sheet = behind.trim_start_matches(|c| is_word(c) || c == ':');
    sheet.starts_with('!') && !inside.is_empty() && inside != "0" && !inside.contains('[')
}

fn is_call(word: &str) -> bool {
    let word = word.to_ascii_uppercase();
    let bare =
        ["_XLFN.", "_XLWS.", "COM.MICROSOFT."].iter().fold(&*word, |word, prefix| word.trim_start_matches(prefix));
    CALLS.contains(&bare)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_that_lead_outside_are_told_from_those_that_do_not() {
        use Outward::{Call, Workbook};
        let own = BTreeSet::from(["甲|乙"]);
        for (formula, leads) in [
            ("WEBSERVICE(\"http://x/\"&A1)", Some(Call)),
            ("IF(A1>0,_xlfn.WEBSERVICE (B1),0)", Some(Call)),
            ("COM.MICROSOFT.WEBSERVICE(A1)", Some(Call)),
            ("_xlfn._xlws.stockhistory(A1)", Some(Call)),
            ("DDE(\"soffice\",\"a.ods\",\"A1\")", Some(Call)),
            ("cmd|'/c calc'!A0", Some(Call)),
            ("1+'cmd|/c calc'!A0", Some(Call)),
            ("SUM([账.xlsx]表1!A1:A3)", Some(Workbook)),
            ("[1]表1:表3!A1", Some(Workbook)),
            ("[2]!总数", Some(Workbook)),
            ("'C:\\报表\\[账.xlsx]一 季'!A1", Some(Workbook)),
            ("'\\\\服务器\\账.xlsx'!总数", Some(Workbook)),
            ("'file:///D:/账.ods'#$表1!A1", Some(Workbook)),
            ("SUM(E5:E20)", None),
            ("'一 季'!A1+'它''s (1)'!B2", None),
            ("'甲|乙'!A1", None),
            ("\"WEBSERVICE(1)\"&\"a|b [1]表!A1\"", None),
            ("SUM(表1[完成数])+表1[[#This Row],[计划]]", None),
            ("[@完成数]/[@计划]", None),
            ("[0]!总数", None),
            ("MATCH(A1,{1,2|3,4},0)", None),
            ("MYWEBSERVICE(A1)+WEBSERVICE_1", None),
            ("HYPERLINK(\"#表1!A1\",\"返回\")", None),
            ("#REF!+A1/2", None),
        ] {
            assert_eq!(outward(formula, &own), leads, "{formula}");
        }
    }

    proptest! {
        #[test]
        fn no_formula_is_a_panic(formula in "[\\PC\"'!|#/A-C0-9(\\[\\]{}市]{0,60}") {
            outward(&formula, &BTreeSet::new());
        }
    }
}

//! Formula text: the references of a shared formula, moved to the cell that shares it.

use crate::model::{
    CellRef,
    place::{MAX_COLUMNS, MAX_ROWS},
};

/// The text of a formula written for one cell, as it reads in a cell `rows` further down and `columns` further right.
pub(super) fn moved(formula: &str, rows: i64, columns: i64) -> String {
    let mut out = String::with_capacity(formula.len() + 8);
    let mut rest = formula;
    let mut before = ' ';
    while let Some(c) = rest.chars().next() {
        let used = match c {
            '"' | '\'' => closing(rest, c),
            _ if !is_word(before) && (c == '$' || c.is_ascii_alphabetic()) => match reference(rest) {
                Some(found) => {
                    found.push_moved(&mut out, rows, columns);
                    before = '0';
                    rest = &rest[found.used..];
                    continue;
                }
                None => word(rest),
            },
            _ => c.len_utf8(),
        };
        let (taken, left) = rest.split_at(used);
        before = taken.chars().next_back().unwrap_or(' ');
        out.push_str(taken);
        rest = left;
    }
    out
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | '\\')
}

/// Bytes up to and with the closing mark of a string or a quoted sheet name.
fn closing(text: &str, mark: char) -> usize {
    text[1..].find(mark).map_or(text.len(), |at| at + 2)
}

/// Bytes of the name at the start.
fn word(text: &str) -> usize {
    text.find(|c: char| !is_word(c) && c != '$').filter(|&end| end > 0).unwrap_or_else(|| {
        text.chars().next().map_or(0, |c| if is_word(c) || c == '$' { text.len() } else { c.len_utf8() })
    })
}

struct Reference {
    column: u32,
    row: u32,
    fixed_column: bool,
    fixed_row: bool,
    used: usize,
}

/// A cell reference at the start, if the word there is one and no function or sheet name.
fn reference(text: &str) -> Option<Reference> {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mark = |at: &mut usize| {
        let fixed = bytes.get(*at) == Some(&b'$');
        *at += usize::from(fixed);
        fixed
    };
    let fixed_column = mark(&mut at);
    let letters = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let column_text = text.get(at..at + letters)?;
    at += letters;
    let fixed_row = mark(&mut at);
    let digits = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let row_text = text.get(at..at + digits)?;
    at += digits;
    let next = text[at..].chars().next().unwrap_or(' ');
    if is_word(next) || matches!(next, '(' | '!' | '$') {
        return None;
    }
    if row_text.starts_with('0') {
        return None;
    }
    let cell: CellRef = format!("{column_text}{row_text}").parse().ok()?;
    Some(Reference { column: cell.column, row: cell.row, fixed_column, fixed_row, used: at })
}

impl Reference {
    fn push_moved(&self, out: &mut String, rows: i64, columns: i64) {
        let shift = |at: u32, by: i64, fixed: bool, max: u32| {
            if fixed { Some(at) } else { u32::try_from(i64::from(at) + by).ok().filter(|&to| to >= 1 && to <= max) }
        };
        let column = shift(self.column, columns, self.fixed_column, MAX_COLUMNS);
        let row = shift(self.row, rows, self.fixed_row, MAX_ROWS);
        let (Some(column), Some(row)) = (column, row) else {
            out.push_str("#REF!");
            return;
        };
        let sign = |fixed: bool| if fixed { "$" } else { "" };
        out.push_str(sign(self.fixed_column));
        out.push_str(&CellRef::column_letters(column));
        out.push_str(sign(self.fixed_row));
        out.push_str(&row.to_string());
    }
}

/// The A1 form of a formula in R1C1 notation (`=SUM(R[-3]C:R[-1]C)`) that stands in cell `at`, without its `=`.
pub(super) fn from_r1c1(formula: &str, at: CellRef) -> String {
    let formula = formula.strip_prefix('=').unwrap_or(formula);
    let mut out = String::with_capacity(formula.len());
    let mut rest = formula;
    let mut before = ' ';
    while let Some(c) = rest.chars().next() {
        let used = match c {
            '"' | '\'' => closing(rest, c),
            'R' | 'C' if !is_word(before) => match relative(rest, at) {
                Some((text, used)) => {
                    out.push_str(&text);
                    before = '0';
                    rest = &rest[used..];
                    continue;
                }
                None => word(rest),
            },
            _ if is_word(c) => word(rest),
            _ => c.len_utf8(),
        };
        let (taken, left) = rest.split_at(used);
        before = taken.chars().next_back().unwrap_or(' ');
        out.push_str(taken);
        rest = left;
    }
    out
}

/// The A1 form of an `R[-3]C2` at the start, and its length.
fn relative(text: &str, at: CellRef) -> Option<(String, usize)> {
    let (row, after) = axis(text.strip_prefix('R')?, at.row)?;
    let (column, after) = axis(after.strip_prefix('C')?, at.column)?;
    if after.starts_with(|c: char| is_word(c) || matches!(c, '(' | '!')) {
        return None;
    }
    let inside = (1..=i64::from(MAX_ROWS)).contains(&row.0) && (1..=i64::from(MAX_COLUMNS)).contains(&column.0);
    let used = text.len() - after.len();
    if !inside {
        return Some(("#REF!".to_owned(), used));
    }
    let sign = |fixed: bool| if fixed { "$" } else { "" };
    let letters = CellRef::column_letters(column.0 as u32);
    Some((format!("{}{letters}{}{}", sign(column.1), sign(row.1), row.0), used))
}

/// One axis: its number, whether it is absolute, and what follows.
fn axis(text: &str, here: u32) -> Option<((i64, bool), &str)> {
    let here = i64::from(here);
    if let Some(rest) = text.strip_prefix('[') {
        let (offset, after) = rest.split_once(']')?;
        let offset: i64 = offset.parse::<i32>().ok()?.into();
        return Some(((here + offset, false), after));
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, after) = text.split_at(digits);
    if digits == 0 { Some(((here, false), after)) } else { Some(((number.parse::<u32>().ok()?.into(), true), after)) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn references_move_and_nothing_else_does() {
        for (formula, rows, columns, expected) in [
            ("SUM(E5:E20)", 0, 1, "SUM(F5:F20)"),
            ("E5/$D5", 2, 1, "F7/$D7"),
            ("E$5*$E$5", 3, 3, "H$5*$E$5"),
            ("LOG10(A1)+A1B", 1, 0, "LOG10(A2)+A1B"),
            ("\"A1\"&A1", 1, 0, "\"A1\"&A2"),
            ("'A1 表'!A1+Sheet1!B2", 1, 1, "'A1 表'!B2+Sheet1!C3"),
            ("A1", -1, 0, "#REF!"),
            ("合计A1+表1!A1", 1, 0, "合计A1+表1!A2"),
            ("IF(A1>0,TRUE,1E5)", 1, 0, "IF(A2>0,TRUE,1E5)"),
            ("_xlfn.IFS(A1,B1)", 0, 1, "_xlfn.IFS(B1,C1)"),
        ] {
            assert_eq!(moved(formula, rows, columns), expected, "{formula}");
        }
    }

    #[test]
    fn r1c1_becomes_a1() {
        for (formula, expected) in [
            ("=SUM(R[-3]C:R[-1]C)", "SUM(E2:E4)"),
            ("=RC[-1]/R5C4", "D5/$D$5"),
            ("=R[-9]C", "#REF!"),
            ("=ROUND(RC[1],2)&\"RC\"", "ROUND(F5,2)&\"RC\""),
            ("='表 R1'!RC+COUNT(R1C1:R2C2)", "'表 R1'!E5+COUNT($A$1:$B$2)"),
            ("=R[99999999999]C", "R[99999999999]C"),
        ] {
            assert_eq!(from_r1c1(formula, CellRef::new(5, 5)), expected, "{formula}");
        }
    }

    proptest! {
        #[test]
        fn no_r1c1_formula_is_a_panic(formula in "[\\PC$'\"!RC0-9\\[\\]-]{0,60}") {
            from_r1c1(&formula, CellRef::new(5, 5));
        }

        #[test]
        fn no_formula_is_a_panic(formula in "[\\PC$'\"!A-C0-9(]{0,60}", rows in -9_i64..9, columns in -9_i64..9) {
            moved(&formula, rows, columns);
        }

        #[test]
        fn moving_by_nothing_changes_nothing(formula in "[A-C$0-9+(),市 \"']{0,40}") {
            prop_assert_eq!(moved(&formula, 0, 0).to_uppercase().replace("REF", ""), formula.to_uppercase().replace("REF", ""));
        }
    }
}

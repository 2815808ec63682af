//! The cells that a total's formula adds, where the formula does nothing but add.

use crate::model::{Area, CellRef};

/// A part of a formula that only adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reference {
    /// One cell.
    Cell(CellRef),
    /// Every cell of a range.
    Range(Area),
}

impl Reference {
    /// Whether the formula adds a cell by this part.
    pub fn covers(self, cell: CellRef) -> bool {
        match self {
            Self::Cell(own) => own == cell,
            Self::Range(area) => area.contains(cell),
        }
    }
}

/// Longest formula that is looked at; a total's own is far shorter.
const MAX_LENGTH: usize = 8192;

/// What a formula adds, in order; `None` when it does anything else, names another sheet, or can't be told.
pub fn added(formula: &str) -> Option<Vec<Reference>> {
    if formula.len() > MAX_LENGTH {
        return None;
    }
    let plain = plain(formula);
    let mut references = Vec::new();
    for term in terms(&plain)? {
        add_term(term, &mut references)?;
    }
    (!references.is_empty()).then_some(references)
}

/// The formula without spaces, dollar signs and the dress that OpenDocument puts on it (`of:=SUM([.F5:.F9])`).
fn plain(formula: &str) -> String {
    let formula = formula.trim().trim_start_matches("of:").trim_start_matches('=').trim_start_matches('+');
    let mut plain = String::with_capacity(formula.len());
    let open_document = formula.contains("[.");
    for c in formula.chars() {
        match c {
            '$' | '@' => {}
            c if c.is_whitespace() => {}
            '[' | ']' | '.' if open_document => {}
            c => plain.extend(c.to_uppercase()),
        }
    }
    plain
}

/// The terms of a sum, split at `+` outside brackets.
fn terms(formula: &str) -> Option<Vec<&str>> {
    let (mut depth, mut start) = (0_usize, 0);
    let mut terms = Vec::new();
    for (at, c) in formula.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.checked_sub(1)?,
            '+' if depth == 0 => {
                terms.push(&formula[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    terms.push(&formula[start..]);
    (depth == 0).then_some(terms)
}

fn add_term(term: &str, references: &mut Vec<Reference>) -> Option<()> {
    if let Some(arguments) = term.strip_prefix("SUM(").and_then(|rest| rest.strip_suffix(')')) {
        return add_arguments(arguments, references);
    }
    if let Some(rest) = term.strip_prefix("SUBTOTAL(").and_then(|rest| rest.strip_suffix(')')) {
        let (function, arguments) = rest.split_once([',', ';'])?;
        return matches!(function, "9" | "109").then(|| add_arguments(arguments, references))?;
    }
    references.push(reference(term)?);
    Some(())
}

fn add_arguments(arguments: &str, references: &mut Vec<Reference>) -> Option<()> {
    for argument in arguments.split([',', ';']) {
        // Excel lets a person add inside the brackets: SUM(F5+F6).
        for part in argument.split('+') {
            references.push(reference(part)?);
        }
    }
    Some(())
}

fn reference(text: &str) -> Option<Reference> {
    match text.split_once(':') {
        Some((start, end)) => {
            let (start, end): (CellRef, CellRef) = (start.parse().ok()?, end.parse().ok()?);
            Some(Reference::Range(Area {
                start: CellRef::new(start.row.min(end.row), start.column.min(end.column)),
                end: CellRef::new(start.row.max(end.row), start.column.max(end.column)),
            }))
        }
        None => text.parse().ok().map(Reference::Cell),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_merely_adds_is_read() {
        for (formula, expected) in [
            ("SUM(F5:F9)", "F5:F9"),
            ("=sum( $F$5:$F$9 , F12 )", "F5:F9 F12"),
            ("F5+F6+SUM(F8:F9)", "F5 F6 F8:F9"),
            ("SUBTOTAL(109,F5:F9)", "F5:F9"),
            ("of:=SUM([.F5:.F9])", "F5:F9"),
            ("SUM(F9:F5)", "F5:F9"),
        ] {
            let read = added(formula).unwrap_or_default().into_iter().map(|part| match part {
                Reference::Cell(cell) => cell.to_string(),
                Reference::Range(area) => area.to_string(),
            });
            assert_eq!(read.collect::<Vec<_>>().join(" "), expected, "{formula}");
        }
        for other in [
            "SUM(Sheet2!F5:F9)",
            "SUM(F5:F9)/2",
            "ROUND(SUM(F5:F9),1)",
            "F5-F6",
            "SUMIF(A:A,1,F:F)",
            "SUM(F:F)",
            "(",
            "",
            "SUM(F5:F9",
            "12",
        ] {
            assert_eq!(added(other), None, "{other}");
        }
    }
}

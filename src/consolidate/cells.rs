//! Figures as they stand in the cells of a total row, which is nobody's record.

use rust_decimal::Decimal;

use crate::{
    model::{Cell, CellValue},
    text::{decimal, fold},
};

/// A figure in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// What the cell showed.
    pub raw: String,
    /// Exact value, in `unit` where the cell names one and otherwise in that of its column; `None` when it is no figure.
    pub value: Option<Decimal>,
    /// Unit named by the cell itself.
    pub unit: Option<String>,
    /// Digits after the point as shown.
    pub decimals: u32,
    /// A hedge stands before it.
    pub hedged: bool,
}

/// Marks that say "nothing here" and count as zero in a sum.
pub fn is_blank_mark(raw: &str) -> bool {
    let folded = fold::fold(raw);
    folded.is_empty() || folded == "无" || folded.chars().all(|c| matches!(c, '-' | '/' | '\\' | '—' | '_'))
}

/// Reads a total row's cell; `None` when a person would see nothing in it.
pub fn figure(cell: &Cell) -> Option<Figure> {
    let raw = cell.text().into_owned();
    if cell.is_blank() || is_blank_mark(&raw) {
        return None;
    }
    let from_text = from_text(&raw);
    if let CellValue::Number(number) = cell.value {
        // The stored number is what a sum adds; what is shown tells how precisely it was meant.
        let shown_as_rate = fold::fold(&raw).ends_with(['%', '‰']);
        let decimals = from_text.as_ref().map_or(0, |figure| figure.decimals);
        let value = if shown_as_rate { None } else { decimal::exact(number) };
        return Some(Figure { raw, value, unit: None, decimals, hedged: false });
    }
    Some(from_text.unwrap_or(Figure { raw, value: None, unit: None, decimals: 0, hedged: false }))
}

/// A figure written as text: `1,234.5`, `41.8亿元`, `约100`.
fn from_text(raw: &str) -> Option<Figure> {
    const HEDGES: [char; 7] = ['约', '近', '超', '逾', '≈', '>', '<'];
    let folded = fold::fold(raw);
    let bare = folded.trim_start_matches(HEDGES);
    let end = bare.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '-'))).unwrap_or(bare.len());
    let (digits, unit) = bare.split_at(end);
    let digits = digits.replace(',', "");
    let value: Decimal = digits.parse().ok()?;
    let uncertain = unit.contains(['余', '多', '%', '‰']) || unit.chars().any(|c| c.is_ascii_digit());
    Some(Figure {
        raw: raw.to_owned(),
        value: (!uncertain).then_some(value),
        unit: (!unit.is_empty()).then(|| unit.to_owned()),
        decimals: value.scale(),
        hedged: bare.len() != folded.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_total_is_read_with_what_it_says_of_itself() {
        for (text, value, unit, decimals, hedged) in [
            ("1,234.50", Some("1234.50"), None, 2, false),
            ("４１.８亿元", Some("41.8"), Some("亿元"), 1, false),
            ("约100", Some("100"), None, 0, true),
            ("-3", Some("-3"), None, 0, false),
            ("84.1%", None, Some("%"), 1, false),
            ("见附件", None, None, 0, false),
            ("100余", None, Some("余"), 0, false),
        ] {
            let read = figure(&Cell::new(1, CellValue::Text(text.into()))).unwrap();
            assert_eq!(read.value.map(|value| value.to_string()).as_deref(), value, "{text}");
            assert_eq!((read.unit.as_deref(), read.decimals, read.hedged), (unit, decimals, hedged), "{text}");
        }
        for blank in ["", "—", " / ", "无"] {
            assert_eq!(figure(&Cell::new(1, CellValue::Text(blank.into()))), None, "{blank}");
        }
    }
}

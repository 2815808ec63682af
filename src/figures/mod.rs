//! The figure audit: narrative → quantities → relations → verdicts. Knows nothing of spreadsheets.
//!
//! ```text
//! text ─glyphs─▶ folded characters ─mask, lexer, number─▶ figures ─layout, roles─▶ document ─relations─▶ found ─root─▶ relations
//! ```

mod agreement;
mod document;
mod figure;
mod glyphs;
mod interval;
mod layout;
mod lexer;
mod mask;
mod number;
mod relations;
mod repair;
mod roles;
mod root;
mod tables;

pub use agreement::{agree, agree_between};

use crate::model::{Quantity, Relation};

/// What stands in one narrative.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Audit {
    /// In order of place.
    pub quantities: Vec<Quantity>,
    /// In order of place.
    pub relations: Vec<Relation>,
}

/// Audits one narrative.
pub fn audit(text: &str) -> Audit {
    let document = document::Document::new(text);
    let found = relations::find(&document);
    let relations = root::settle(&document, found);
    let characters: Vec<char> = text.chars().collect();
    let quantities = document.figures.iter().map(|figure| quantity(figure, &characters)).collect();
    Audit { quantities, relations }
}

/// The one quantity that a cell holds (`41.8亿元`, ` 84.1% `, `约30项`); `None` when the cell holds none, several, or
/// other words besides a hedge. Whether it was hedged is the second value.
///
/// ```
/// use taizhang::figures::cell_quantity;
/// let (quantity, hedged) = cell_quantity("约41.8亿元").unwrap();
/// assert_eq!((quantity.value.to_string().as_str(), quantity.unit.as_str(), hedged), ("41.8", "亿元", true));
/// assert!(cell_quantity("38项，22项").is_none() && cell_quantity("N/A").is_none() && cell_quantity("第3批").is_none());
/// ```
pub fn cell_quantity(cell: &str) -> Option<(Quantity, bool)> {
    let document = document::Document::new(cell);
    let [figure] = document.figures.as_slice() else { return None };
    let outside =
        format!("{} {}", document.between(0, figure.start), document.between(figure.end, document.chars.len()));
    let words = &tables::WORDS;
    let known =
        |word: &str| [&words.hedges_before, &words.hedges_after].iter().any(|list| list.iter().any(|w| w == word));
    if !outside.split_whitespace().all(known) {
        return None;
    }
    let characters: Vec<char> = cell.chars().collect();
    Some((quantity(figure, &characters), figure.hedged))
}

fn quantity(figure: &figure::Figure, characters: &[char]) -> Quantity {
    Quantity {
        text: characters.get(figure.start..figure.end).unwrap_or_default().iter().collect(),
        value: figure.value,
        unit: figure.shown_unit.clone(),
        start: figure.start,
        end: figure.end,
    }
}

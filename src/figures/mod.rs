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

fn quantity(figure: &figure::Figure, characters: &[char]) -> Quantity {
    Quantity {
        text: characters.get(figure.start..figure.end).unwrap_or_default().iter().collect(),
        value: figure.value,
        unit: figure.shown_unit.clone(),
        start: figure.start,
        end: figure.end,
    }
}

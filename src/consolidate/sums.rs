//! Adding figures up: exactly, in one unit, with every cell that was added and every cell that could not be.

use rust_decimal::Decimal;

use crate::{
    lexicon::Units,
    model::{Measure, MeasureKind, Place},
};

use super::cells::is_blank_mark;

/// Whether figures of a kind may be added at all: rates, indices, averages and ranks never are.
pub const fn may_be_summed(kind: MeasureKind) -> bool {
    matches!(kind, MeasureKind::Plan | MeasureKind::Actual | MeasureKind::Amount)
}

/// A sum under way.
#[derive(Debug, Clone, PartialEq)]
pub struct Sum {
    /// Unit of the total as first sent.
    pub unit: Option<String>,
    /// What was added so far, in `unit`.
    pub total: Decimal,
    /// Number of cells that were added.
    pub added: usize,
    /// The cells that were added, where the sum keeps them.
    pub parts: Option<Vec<Place>>,
    /// Cells that belong to the sum and could not be added exactly.
    pub unread: Vec<(Place, String)>,
}

impl Sum {
    /// A sum in a unit that keeps every cell.
    pub fn new(unit: Option<&str>) -> Self {
        Self { parts: Some(Vec::new()), ..Self::counting(unit) }
    }

    /// A sum in a unit that counts its cells: over a whole ledger they are too many to be kept for every line.
    pub fn counting(unit: Option<&str>) -> Self {
        Self { unit: unit.map(ToOwned::to_owned), total: Decimal::ZERO, added: 0, parts: None, unread: Vec::new() }
    }

    /// Sets down a cell that is in the total.
    pub fn count(&mut self, place: Place) {
        self.added += 1;
        if let Some(parts) = &mut self.parts {
            parts.push(place);
        }
    }

    /// Adds a cell: a blank mark is nothing, a figure is added in this sum's unit, and all else is set down as unread.
    pub fn add(&mut self, measure: &Measure, place: Place, units: &Units) {
        if is_blank_mark(&measure.raw) {
            return;
        }
        let value = measure.value.filter(|_| !measure.hedged);
        let told = value.and_then(|value| units.told(value, measure.unit.as_deref(), self.unit.as_deref()));
        match told.and_then(|value| self.total.checked_add(value)) {
            Some(total) => {
                self.total = total;
                self.count(place);
            }
            None => self.unread.push((place, measure.raw.to_string())),
        }
    }

    /// Sets a cell down as not added.
    pub fn leave_out(&mut self, measure: &Measure, place: Place) {
        if !is_blank_mark(&measure.raw) {
            self.unread.push((place, measure.raw.to_string()));
        }
    }
}

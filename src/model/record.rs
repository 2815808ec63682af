//! Records: one row in our terms, still one department's word.

use std::sync::Arc;

use serde::Serialize;

use super::{
    figure::Measure,
    place::{CellRef, Place},
    register::UnitName,
    table::Field,
};

/// Position of a record in the run's list of records; stable within a run only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct RecordId(pub usize);

/// A field's value as sent. There are ten to a row, and of a province's rows a million: it is kept small.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// Which field: one for all values of a column, as there are ten values to a row.
    pub field: Arc<Field>,
    /// Exactly what the cell showed.
    pub raw: Arc<str>,
    row: u32,
    column: u16,
    /// Taken from a merged range or from the block above, not from this row's own cell.
    pub inherited: bool,
    /// In a hidden row, column or sheet.
    pub hidden: bool,
}

/// A row in our terms. Raw values are kept; what is normalised stands beside them and only serves comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Index into the run's submissions.
    pub submission: usize,
    /// The file, as in its submission.
    pub file: Arc<str>,
    /// Sheet name.
    pub sheet: Arc<str>,
    /// Index of its table within the submission.
    pub table: usize,
    /// Row number, from 1.
    pub row: u32,
    /// Title of the section heading above it, as found.
    pub section: Option<Arc<str>>,
    /// Every field found, in column order.
    pub values: Vec<Value>,
    /// Comparison form of the number (`（三）`, `3*`, `３.` → `3`), empty when there is none.
    pub number: Arc<str>,
    /// Comparison form of the title.
    pub title: Arc<str>,
    /// Comparison form of the content.
    pub content: Arc<str>,
    /// Lead units as resolved.
    pub lead: Arc<[UnitName]>,
    /// Supporting units as resolved.
    pub support: Arc<[UnitName]>,
    /// What the status word means, if there is one and it is known.
    pub status: Option<super::ledger::TaskStatus>,
    /// Measures of the row.
    pub measures: Arc<[Measure]>,
    /// In a hidden row, column or sheet.
    pub hidden: bool,
}

impl Value {
    /// A value of a visible cell, the row's own.
    pub fn new(field: Arc<Field>, raw: Arc<str>, cell: CellRef) -> Self {
        // What stands beyond a sheet's 16,384 columns is not read.
        let column = u16::try_from(cell.column).unwrap_or(u16::MAX);
        Self { field, raw, row: cell.row, column, inherited: false, hidden: false }
    }

    /// Where it stands: for an inherited value the cell it came from.
    pub fn cell(&self) -> CellRef {
        CellRef::new(self.row, self.column.into())
    }
}

impl Record {
    /// The value of a field.
    pub fn value(&self, field: &Field) -> Option<&Value> {
        self.values.iter().find(|value| *value.field == *field)
    }

    /// The raw text of a field, empty when there is none.
    pub fn raw(&self, field: &Field) -> &str {
        self.value(field).map_or("", |value| &value.raw)
    }

    /// What the row tells of its progress, where it tells it itself.
    pub fn narrative(&self) -> Option<&Value> {
        self.value(&Field::Progress).filter(|value| !value.inherited)
    }

    /// The measures that have a value, and an exact one.
    pub fn sure_measures(&self) -> impl Iterator<Item = &Measure> {
        self.measures.iter().filter(|measure| measure.value.is_some() && !measure.hedged)
    }

    /// The place of a field's cell, or of the row's first value.
    pub fn place(&self, field: &Field) -> Place {
        let value = self.value(field).or_else(|| self.values.iter().find(|value| !value.inherited));
        Place {
            file: Arc::clone(&self.file),
            sheet: Some(Arc::clone(&self.sheet)),
            cell: Some(value.map_or(CellRef::new(self.row, 1), Value::cell)),
        }
    }

    /// The place of a field's cell if that stands in this row; of the row's first own value where the field is taken from a
    /// block above, so that rows of one block can be told apart.
    pub fn place_in_row(&self, field: &Field) -> Place {
        let place = self.place(field);
        let own = || self.values.iter().find(|value| value.cell().row == self.row && !value.raw.trim().is_empty());
        match place.cell {
            Some(cell) if cell.row != self.row => Place { cell: own().map(Value::cell).or(place.cell), ..place },
            _ => place,
        }
    }
}

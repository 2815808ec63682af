//! One row → one record: values with their places, the block above continued, comparison forms beside the words.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::{
    lexicon::{Lexicon, Resolver},
    model::{
        Column, Field, FieldValue, Format, MeasureKind, Measured, RawSheet, Record, Row, RowKind, Submission, Table,
        TaskStatus, UnitName,
    },
    text::{fold, numbering},
};

use super::{
    grid::{self, Grid},
    measure, owners,
    pool::Pool,
};

/// Makes records; what cells in the same words come to is asked once.
pub(super) struct Normaliser<'a> {
    index: usize,
    submission: &'a Submission,
    lexicon: &'a Lexicon,
    resolver: &'a Resolver,
    pool: &'a Pool,
    /// What a column without unit names has.
    no_units: Arc<[UnitName]>,
    no_text: Arc<str>,
}

/// The first column of each field, by its position.
type Order = FxHashMap<Arc<Field>, usize>;

fn order(fields: &[Arc<Field>]) -> Order {
    let mut order = Order::default();
    for (index, field) in fields.iter().enumerate() {
        order.entry(Arc::clone(field)).or_insert(index);
    }
    order
}

/// A column of measures.
struct MeasureColumn<'t> {
    column: &'t Column,
    name: &'t str,
    /// What a column of this name counts.
    named: MeasureKind,
    /// What the cell read last measures.
    last: Option<Arc<Measured>>,
}

/// What the rows above leave to a row with blanks.
#[derive(Default)]
struct Block {
    number: Option<FieldValue>,
    title: Option<FieldValue>,
    section: Option<FieldValue>,
}

impl<'a> Normaliser<'a> {
    pub fn new(
        index: usize,
        submission: &'a Submission,
        (lexicon, resolver): (&'a Lexicon, &'a Resolver),
        pool: &'a Pool,
    ) -> Self {
        Self { index, submission, lexicon, resolver, pool, no_units: Arc::new([]), no_text: "".into() }
    }

    /// Appends the records of one table.
    pub fn table(&self, position: usize, table: &Table, sheet: &RawSheet, records: &mut Vec<Record>) {
        let grid = Grid::new(sheet, table);
        let caption_unit = measure::caption_unit(table, &self.lexicon.units);
        let mut measured = self.measured(table);
        let fields: Vec<Arc<Field>> = table.columns.iter().map(|column| Arc::new(column.field.clone())).collect();
        let order = order(&fields);
        let mut block = Block::default();
        let mut section = None;
        for (at, row) in table.rows.iter().enumerate() {
            match &row.kind {
                RowKind::Section { title, .. } => {
                    block = Block::default();
                    section = Some((at, self.pool.text(title)));
                }
                RowKind::Record => {
                    let values = self.values(&grid, (table, &fields, &order), row, &mut block, sheet);
                    let mut record = self.record(position, table, row, values);
                    record.section = self.section(table, row, section.as_ref());
                    record.measures = self.measures(&grid, &mut measured, row, &record, caption_unit.as_deref()).into();
                    record.hidden = row.hidden || grid.hidden_sheet;
                    records.push(record);
                }
                _ => {}
            }
        }
    }

    /// The record of a row without its measures.
    fn record(&self, position: usize, table: &Table, row: &Row, values: Vec<FieldValue>) -> Record {
        let mut record = Record {
            submission: self.index,
            file: Arc::clone(&self.submission.file),
            sheet: Arc::clone(&table.sheet_name),
            table: position,
            row: row.row,
            section: None,
            values,
            number: Arc::clone(&self.no_text),
            title: Arc::clone(&self.no_text),
            content: Arc::clone(&self.no_text),
            lead: Arc::clone(&self.no_units),
            support: Arc::clone(&self.no_units),
            status: None,
            measures: Arc::default(),
            hidden: false,
        };
        record.number = self.pool.text(&number(&record, table));
        record.title = self.folded(&record, &Field::Title);
        record.content = self.folded(&record, &Field::Content);
        let (lead, support) = (self.names(&record, &Field::Lead), self.names(&record, &Field::Support));
        (record.lead, record.support) = owners::arrange(lead, support, table);
        record.status = self.status(&record);
        record
    }

    /// The title of the section that a row stands in; `last` is the last one above it, with its position.
    fn section(&self, table: &Table, row: &Row, last: Option<&(usize, Arc<str>)>) -> Option<Arc<str>> {
        let at = row.section?;
        if let Some((_, title)) = last.filter(|(known, _)| *known == at) {
            return Some(Arc::clone(title));
        }
        match &table.rows.get(at)?.kind {
            RowKind::Section { title, .. } => Some(self.pool.text(title)),
            _ => None,
        }
    }

    /// The comparison form of a field, without its numbering.
    fn folded(&self, record: &Record, field: &Field) -> Arc<str> {
        let fold = |raw: &str| fold::fold(numbering::without(raw));
        record.value(field).map_or_else(|| Arc::clone(&self.no_text), |value| self.pool.folded(&value.raw, fold))
    }

    /// The unit names of a field.
    fn names(&self, record: &Record, field: &Field) -> Arc<[UnitName]> {
        let Some(value) = record.value(field) else { return Arc::clone(&self.no_units) };
        self.pool.units(&value.raw, |raw| self.resolver.units(raw))
    }

    /// Every value of a row in column order; blank numbers, titles and sections are taken from the block above.
    fn values(
        &self,
        grid: &Grid<'_>,
        (table, fields, order): (&Table, &[Arc<Field>], &Order),
        row: &Row,
        block: &mut Block,
        sheet: &RawSheet,
    ) -> Vec<FieldValue> {
        let cells = grid.row(row.row);
        let mut values: Vec<FieldValue> = Vec::with_capacity(table.columns.len());
        for (column, field) in table.columns.iter().zip(fields) {
            let Some(seen) = grid.seen(cells, row, column.column) else { continue };
            let raw = grid::raw(seen.cell);
            if raw.trim().is_empty() {
                continue;
            }
            let raw = if is_own(&column.field) { raw } else { self.pool.shared(&raw) };
            let hidden = grid.hidden_sheet
                || row.hidden
                || column.hidden
                || (seen.inherited && sheet.is_row_hidden(seen.at.row));
            let mut value = FieldValue::new(Arc::clone(field), raw, seen.at);
            (value.inherited, value.hidden) = (seen.inherited, hidden);
            values.push(value);
        }
        continue_block(&mut values, order, block);
        values.shrink_to_fit();
        values
    }

    /// What the status cell means; without one, what the narrative states of itself beyond doubt.
    fn status(&self, record: &Record) -> Option<TaskStatus> {
        match record.value(&Field::Status) {
            Some(value) => self.lexicon.statuses.status(&value.raw),
            None => self.lexicon.statuses.stated(record.raw(&Field::Progress)),
        }
    }

    /// The columns of measures.
    fn measured<'t>(&self, table: &'t Table) -> Vec<MeasureColumn<'t>> {
        let named = |column: &'t Column| match &column.field {
            Field::Measure(name) => {
                let named = self.lexicon.labels.measure_kind(name);
                Some(MeasureColumn { column, name: name.as_ref(), named, last: None })
            }
            _ => None,
        };
        table.columns.iter().filter_map(named).collect()
    }

    /// The measures in the row's own cells. A figure merged over several rows is counted in the first alone.
    fn measures(
        &self,
        grid: &Grid<'_>,
        measured: &mut [MeasureColumn<'_>],
        row: &Row,
        record: &Record,
        caption_unit: Option<&str>,
    ) -> Vec<crate::model::Measure> {
        let cells = grid.row(row.row);
        // Text is all that some formats have: a plain number in them is a number.
        let typed = !matches!(self.submission.format, Some(Format::Csv | Format::Html));
        let unit_column = record.value(&Field::Unit).map(|value| value.raw.as_ref());
        let mut measures = Vec::new();
        for MeasureColumn { column, name, named, last } in measured {
            let Some(seen) = grid.seen(cells, row, column.column).filter(|seen| !seen.inherited) else { continue };
            let column_unit = column.unit.as_deref();
            let context = measure::Context {
                name,
                named: *named,
                unit_column,
                column_unit,
                caption_unit,
                typed,
                pool: self.pool,
            };
            measures.push(measure::read(seen.cell, seen.at, context, self.lexicon, last));
        }
        measures
    }
}

/// Whether a row says it in words of its own, which hardly come twice.
const fn is_own(field: &Field) -> bool {
    matches!(field, Field::Progress | Field::ProgressOf(_) | Field::Problems | Field::Next)
}

/// Hands number, title and section on from row to row.
///
/// A new section ends the block, a new number ends the title; a title without a number keeps the number (one number
/// can carry several tasks).
fn continue_block(values: &mut Vec<FieldValue>, order: &Order, block: &mut Block) {
    let find = |values: &[FieldValue], field: &Field| values.iter().find(|value| *value.field == *field).cloned();
    if let Some(section) = find(values, &Field::Section) {
        let same = block.section.as_ref().is_some_and(|above| fold::fold(&above.raw) == fold::fold(&section.raw));
        if !same {
            *block = Block::default();
        }
        block.section = Some(section);
    }
    if let Some(number) = find(values, &Field::Number) {
        let same = block.number.as_ref().is_some_and(|above| above.cell() == number.cell());
        if !same {
            block.title = None;
        }
        block.number = Some(number);
    }
    if let Some(title) = find(values, &Field::Title) {
        block.title = Some(title);
    }
    let own = values.len();
    for above in [&block.section, &block.number, &block.title].into_iter().flatten() {
        if find(values, &above.field).is_none() {
            let mut value = above.clone();
            value.inherited = true;
            values.push(value);
        }
    }
    // What is the row's own was read from the left to the right.
    if values.len() > own {
        values.sort_by_cached_key(|value| order.get(&value.field).copied());
    }
}

/// The number's comparison form: that of its own cell, else the numbering before the title, else that of the block. Where
/// neither number nor title has a column, the numbering before the content.
fn number(record: &Record, table: &Table) -> String {
    let cell = record.value(&Field::Number);
    if let Some(own) = cell.filter(|value| !value.inherited) {
        return numbering::form(&own.raw);
    }
    let title = record.value(&Field::Title).filter(|value| !value.inherited);
    if let Some((number, _)) = title.and_then(|title| numbering::leading(&title.raw)) {
        return number;
    }
    if let Some(block) = cell {
        return numbering::form(&block.raw);
    }
    let alone = table.column(&Field::Number).is_none() && table.column(&Field::Title).is_none();
    let content = if alone { numbering::leading(record.raw(&Field::Content)) } else { None };
    content.map(|(number, _)| number).unwrap_or_default()
}

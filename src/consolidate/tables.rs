//! The submissions' own total rows, held against the rows that they stand for.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::{
    lexicon::Units,
    model::{
        Cell, CellRef, CellValue, Column, Field, Measure, Place, RawSheet, Record, Returned, SubmissionStatus, Table,
        TotalLine, TotalScope, Verdict,
        table::{RowKind, TotalOver, TotalRow},
    },
};

use super::{
    Cases,
    cells::{Figure, figure, is_blank_mark},
    formula::{Reference, added},
    sums::{Sum, may_be_summed},
};

/// Total rows of one table that are looked at, so that no table takes more than linear-ish time. An honest one has tens.
const MAX_TOTALS: usize = 1000;

/// One table with what is needed to add up its columns.
struct Grid<'a> {
    file: &'a Returned,
    table: &'a Table,
    cells: &'a RawSheet,
    records: BTreeMap<u32, &'a Record>,
    units: &'a Units,
}

/// A total row's cell that is to be checked.
struct Claimed<'a> {
    index: usize,
    row: &'a TotalRow,
    column: &'a Column,
    cell: CellRef,
    /// What stands there; `None` for a formula that no program has calculated.
    figure: Option<Figure>,
    formula: Option<Vec<Reference>>,
}

/// Totals of totals of totals that are followed where no value is stored.
const MAX_DEPTH: usize = 4;

/// One line for every figure in every total row, in the order of the files.
pub fn totals(cases: Cases<'_>) -> Vec<TotalLine> {
    let mut records: BTreeMap<(usize, usize), BTreeMap<u32, &Record>> = BTreeMap::new();
    for record in cases.records {
        records.entry((record.submission, record.table)).or_default().insert(record.row, record);
    }
    let mut totals = Vec::new();
    for (submission, file) in cases.returned.iter().enumerate() {
        let Some(book) = file.submission.book.as_ref().filter(|_| file.status == SubmissionStatus::Read) else {
            continue;
        };
        for (number, table) in file.tables.iter().enumerate() {
            let Some(sheet) = book.sheets.get(table.sheet) else { continue };
            let records = records.remove(&(submission, number)).unwrap_or_default();
            Grid { file, table, cells: sheet, records, units: cases.units }.check(&mut totals);
        }
    }
    totals
}

impl Grid<'_> {
    fn check(&self, totals: &mut Vec<TotalLine>) {
        let rows = self.table.rows.iter().enumerate().filter(|(_, row)| matches!(row.kind, RowKind::Total(_)));
        for (index, row) in rows.take(MAX_TOTALS) {
            let RowKind::Total(total) = &row.kind else { continue };
            if total.over == TotalOver::Unknown || row.shift > 0 {
                continue;
            }
            for column in self.table.columns.iter().filter(|column| matches!(column.field, Field::Measure(_))) {
                let cell = CellRef::new(row.row, column.column);
                let Some(stored) = self.cells.cell(cell) else { continue };
                let (figure, formula) = (figure(stored), stored.formula.as_deref().and_then(added));
                // A formula without a value still says which rows it adds.
                if figure.is_none() && !is_uncalculated(stored) {
                    continue;
                }
                let claimed = Claimed { index, row: total, column, cell, figure, formula };
                totals.extend(self.line(&claimed));
            }
        }
    }

    /// `None` where the column holds nothing that may be added.
    fn line(&self, claimed: &Claimed<'_>) -> Option<TotalLine> {
        let rows = self.rows_under(claimed);
        let measures = self.measures(&rows, claimed.column.column);
        let (_, first) = measures.first()?;
        if !measures.iter().all(|(_, measure)| may_be_summed(measure.kind)) {
            return None;
        }
        let own_unit = claimed.figure.as_ref().and_then(|figure| figure.unit.clone());
        let unit =
            own_unit.or_else(|| claimed.column.unit.clone()).or_else(|| first.unit.as_deref().map(str::to_owned));
        let main = self.sum(&measures, unit.as_deref());
        let reported = claimed.figure.as_ref().and_then(|figure| figure.value);
        // What a program would show for a formula without a value tells how it is meant, and was never sent.
        let calculated = claimed.figure.is_none().then(|| self.calculated(claimed, MAX_DEPTH)).flatten();
        let sum = match reported.or(calculated) {
            Some(reported) if reported != main.total => self
                .other_readings(claimed, &rows, unit.as_deref())
                .into_iter()
                .find(|reading| reading.total == reported && reading.unread.is_empty())
                .unwrap_or(main),
            _ => main,
        };
        let name = match &claimed.column.field {
            Field::Measure(name) => name.to_string(),
            _ => claimed.column.label.clone(),
        };
        Some(TotalLine {
            measure: name,
            scope: TotalScope::Table,
            of: claimed.row.label.clone(),
            place: Some(self.place(claimed.cell)),
            reported: claimed.figure.as_ref().map(|figure| figure.raw.clone()),
            computed: sum.total,
            difference: reported.and_then(|reported| reported.checked_sub(sum.total)),
            verdict: claimed.figure.as_ref().map(|figure| {
                match verdict((claimed, figure), &sum, &measures, unit.as_deref(), self.units) {
                    Verdict::Inconsistent if self.is_wider(claimed, &sum) => Verdict::Unclear,
                    verdict => verdict,
                }
            }),
            omitted: match (&claimed.figure, calculated) {
                (Some(_), _) => self.omitted(claimed, &measures),
                (None, Some(value)) if value != sum.total => self.omitted(claimed, &measures),
                // An honest reading of its rows, or one that can't be told.
                (None, _) => Vec::new(),
            },
            unit,
            added: sum.added,
            parts: sum.parts.unwrap_or_default(),
            unread: sum.unread,
        })
    }

    /// What a formula that only adds comes to, from the cells of its own column; `None` where a part can't be told.
    fn calculated(&self, claimed: &Claimed<'_>, depth: usize) -> Option<Decimal> {
        let (references, column) = (claimed.formula.as_ref()?, claimed.column.column);
        let inside = |part: &Reference| match part {
            Reference::Cell(cell) => cell.column == column,
            Reference::Range(area) => area.start.column == column && area.end.column == column,
        };
        if depth == 0 || !references.iter().all(inside) {
            return None;
        }
        let times = |cell: CellRef| Decimal::from(references.iter().filter(|part| part.covers(cell)).count());
        let records: Vec<usize> = (0..self.table.rows.len()).collect();
        let mut total = Decimal::ZERO;
        for (_, measure) in self.measures(&records, column) {
            let count = times(measure.cell);
            // What is written as text is passed over by a range and not by a sum of cells.
            if !count.is_zero() {
                total = total.checked_add(measure.value.filter(|_| !measure.from_text)?.checked_mul(count)?)?;
            }
        }
        for (index, row) in self.table.rows.iter().enumerate() {
            let (RowKind::Total(total_row), cell) = (&row.kind, CellRef::new(row.row, column)) else { continue };
            let (count, stored) = (times(cell), self.cells.cell(cell));
            if let Some(stored) = stored.filter(|_| index != claimed.index && !count.is_zero()) {
                let formula = stored.formula.as_deref().and_then(added);
                let part =
                    Claimed { index, row: total_row, column: claimed.column, cell, figure: figure(stored), formula };
                let value = match &part.figure {
                    Some(figure) => figure.value?,
                    None if is_uncalculated(stored) => self.calculated(&part, depth - 1)?,
                    None => continue,
                };
                total = total.checked_add(value.checked_mul(count)?)?;
            }
        }
        Some(total)
    }

    fn place(&self, cell: CellRef) -> Place {
        Place::cell(&self.file.submission.file, &self.table.sheet_name, cell)
    }

    /// The records that a total row stands for, as indices of the table's rows.
    fn rows_under(&self, claimed: &Claimed<'_>) -> Vec<usize> {
        let is_record =
            |index: &usize| self.table.rows.get(*index).is_some_and(|row| matches!(row.kind, RowKind::Record));
        match &claimed.row.over {
            TotalOver::Table => (0..self.table.rows.len()).filter(is_record).collect(),
            TotalOver::Rows(rows) => rows.iter().copied().filter(is_record).collect(),
            TotalOver::Unknown => Vec::new(),
        }
    }

    /// The cells of a column in some rows, each once though it be merged over several.
    fn measures(&self, rows: &[usize], column: u32) -> Vec<(usize, &Measure)> {
        let mut seen = BTreeSet::new();
        rows.iter()
            .filter_map(|&index| Some((index, *self.records.get(&self.table.rows.get(index)?.row)?)))
            .filter_map(|(index, record)| {
                let measure = record.measures.iter().find(|measure| measure.cell.column == column)?;
                Some((index, measure))
            })
            .filter(|(_, measure)| !is_blank_mark(&measure.raw) && seen.insert(measure.cell))
            .collect()
    }

    fn sum(&self, measures: &[(usize, &Measure)], unit: Option<&str>) -> Sum {
        let mut sum = Sum::new(unit);
        for (_, measure) in measures {
            sum.add(measure, self.place(measure.cell), self.units);
        }
        sum
    }

    /// Other things that a person may honestly have added: subtotals in place of their rows, the rows since the total
    /// before, the rows that show, the rows that are no 其中, the numbered rows, the rows on one side of the total.
    fn other_readings(&self, claimed: &Claimed<'_>, rows: &[usize], unit: Option<&str>) -> Vec<Sum> {
        let column = claimed.column.column;
        let since = self.table.rows.iter().take(claimed.index).rposition(|row| matches!(row.kind, RowKind::Total(_)));
        let since: Vec<usize> =
            rows.iter().copied().filter(|&row| since.is_none_or(|from| row > from) && row < claimed.index).collect();
        let shown: Vec<usize> =
            rows.iter().copied().filter(|&row| self.table.rows.get(row).is_some_and(|row| !row.hidden)).collect();
        let marked: Vec<usize> = rows.iter().copied().filter(|&row| !self.is_of_which(row)).collect();
        let running = self.under_of_which();
        let no_of_which: Vec<usize> = rows.iter().copied().filter(|row| !running.contains(row)).collect();
        let numbered: Vec<usize> = rows.iter().copied().filter(|&row| self.has_number(row)).collect();
        let above: Vec<usize> = rows.iter().copied().filter(|&row| row < claimed.index).collect();
        let below: Vec<usize> = rows.iter().copied().filter(|&row| row > claimed.index).collect();
        let mut readings: Vec<Sum> = [since, shown, marked, no_of_which, numbered, above, below]
            .iter()
            .filter(|reading| reading.len() < rows.len() && !reading.is_empty())
            .map(|reading| self.sum(&self.measures(reading, column), unit))
            .collect();
        readings.extend(self.with_subtotals(claimed, rows, unit));
        readings
    }

    /// Subtotals in place of the rows that they stand for, and the rows under none.
    fn with_subtotals(&self, claimed: &Claimed<'_>, rows: &[usize], unit: Option<&str>) -> Option<Sum> {
        let mut covered = BTreeSet::new();
        let mut subtotals = Vec::new();
        for (index, row) in self.table.rows.iter().enumerate() {
            let Some(under) = rows_under(&row.kind) else { continue };
            let inside = under.iter().all(|row| rows.binary_search(row).is_ok());
            if index == claimed.index || !inside || under.iter().any(|row| covered.contains(row)) {
                continue;
            }
            covered.extend(under.iter().copied());
            subtotals.push(CellRef::new(row.row, claimed.column.column));
        }
        if subtotals.is_empty() {
            return None;
        }
        let rest: Vec<usize> = rows.iter().copied().filter(|row| !covered.contains(row)).collect();
        let mut sum = self.sum(&self.measures(&rest, claimed.column.column), unit);
        for cell in subtotals {
            let Some(figure) = self.cells.cell(cell).and_then(figure) else { continue };
            let own = figure.unit.as_deref().or(unit);
            let value = figure.value.and_then(|value| self.units.told(value, own, unit))?;
            sum.total = sum.total.checked_add(value)?;
            sum.count(self.place(cell));
        }
        Some(sum)
    }

    /// A row that only singles out a part of the row above it.
    fn is_of_which(&self, index: usize) -> bool {
        let row = self.table.rows.get(index).and_then(|row| self.cells.row(row.row));
        row.is_some_and(|row| row.cells.iter().any(|cell| says_of_which(&cell.text())))
    }

    /// Rows of every 其中: from the one that says so to the next that has a number of its own.
    fn under_of_which(&self) -> BTreeSet<usize> {
        let mut under = false;
        let mut rows = BTreeSet::new();
        for (index, row) in self.table.rows.iter().enumerate() {
            if self.is_of_which(index) {
                under = true;
            } else if !matches!(row.kind, RowKind::Record) || self.has_number(index) {
                under = false;
            }
            if under {
                rows.insert(index);
            }
        }
        rows
    }

    /// Whether a row has a number of its own.
    fn has_number(&self, index: usize) -> bool {
        let record = self.table.rows.get(index).and_then(|row| self.records.get(&row.row));
        let number = record.and_then(|record| record.value(&Field::Number));
        number.is_some_and(|value| !value.inherited && value.raw.chars().any(char::is_alphanumeric))
    }

    /// Whether the row below a total singles the table's own rows out of it (全市总计, 其中：本部门): it stands for more
    /// than the table holds.
    fn is_wider(&self, claimed: &Claimed<'_>, sum: &Sum) -> bool {
        let next = claimed.cell.row.saturating_add(1);
        let Some(row) = self.cells.row(next) else { return false };
        let part = self.cells.cell(CellRef::new(next, claimed.column.column)).and_then(figure);
        let value = part.and_then(|part| {
            let own = part.unit.as_deref().or(sum.unit.as_deref());
            self.units.told(part.value?, own, sum.unit.as_deref())
        });
        row.cells.iter().any(|cell| says_of_which(&cell.text())) && value == Some(sum.total)
    }

    /// Cells that the total stands for and its formula does not add, directly or through a subtotal.
    fn omitted(&self, claimed: &Claimed<'_>, measures: &[(usize, &Measure)]) -> Vec<Place> {
        let Some(references) = &claimed.formula else { return Vec::new() };
        let through: BTreeSet<usize> = self
            .table
            .rows
            .iter()
            .enumerate()
            .filter_map(|(index, row)| {
                let under = rows_under(&row.kind)?;
                let cell = CellRef::new(row.row, claimed.column.column);
                (index != claimed.index && references.iter().any(|part| part.covers(cell))).then_some(under)
            })
            .flatten()
            .copied()
            .collect();
        measures
            .iter()
            .filter(|(index, measure)| {
                !through.contains(index) && !references.iter().any(|part| part.covers(measure.cell))
            })
            .map(|(_, measure)| self.place(measure.cell))
            .collect()
    }
}

/// Whether a text begins to single out a part of what stands above it.
fn says_of_which(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with("其中") || text.starts_with("of which")
}

/// Whether a cell holds a formula that no program has calculated.
fn is_uncalculated(cell: &Cell) -> bool {
    matches!(cell.value, CellValue::Uncalculated) && cell.formula.is_some()
}

/// What can be said of a total row's figure.
fn verdict(
    (claimed, figure): (&Claimed<'_>, &Figure),
    sum: &Sum,
    measures: &[(usize, &Measure)],
    unit: Option<&str>,
    units: &Units,
) -> Verdict {
    let Some(reported) = figure.value else { return Verdict::Unclear };
    if reported == sum.total && sum.unread.is_empty() {
        return Verdict::Consistent;
    }
    let own_unit = figure.unit.as_deref().or(claimed.column.unit.as_deref());
    let comparable = units.told(Decimal::ONE, own_unit.or(unit), unit) == Some(Decimal::ONE);
    if !sum.unread.is_empty() || figure.hedged || !comparable || sum.added == 0 {
        return Verdict::Unclear;
    }
    let Some(gap) = reported.checked_sub(sum.total) else { return Verdict::Unclear };
    if gap.abs() <= tolerance(figure, measures, unit, units) { Verdict::Rounding } else { Verdict::Inconsistent }
}

/// How far rounded figures may miss their total: half a unit of the last place of each. Whole counts are exact.
fn tolerance(figure: &Figure, measures: &[(usize, &Measure)], unit: Option<&str>, units: &Units) -> Decimal {
    let rounded = |decimals: u32, value: Option<Decimal>, unit: Option<&str>| {
        let whole = decimals == 0 && value.is_none_or(|value| value.fract().is_zero());
        if whole && !is_measured(unit, units) { Decimal::ZERO } else { Decimal::new(5, (decimals + 1).min(20)) }
    };
    measures
        .iter()
        .map(|(_, measure)| rounded(measure.decimals.into(), measure.value, measure.unit.as_deref().or(unit)))
        .fold(rounded(figure.decimals, figure.value, unit), |total, part| total.checked_add(part).unwrap_or(total))
}

/// Whether whole figures in a unit may be rounded ones: money in 千元 or more, counts in thousands or more, and measures of
/// length, area, weight and the like.
fn is_measured(unit: Option<&str>, units: &Units) -> bool {
    const MEASURES: [&str; 8] = ["length", "area", "mu", "volume", "mass", "power", "energy", "flow"];
    let thousand = Decimal::from(1000);
    unit.and_then(|unit| units.get(unit))
        .is_some_and(|unit| unit.scale >= thousand || MEASURES.contains(&unit.dimension.as_str()))
}

/// The rows that a total row names as those that it stands for.
fn rows_under(kind: &RowKind) -> Option<&[usize]> {
    match kind {
        RowKind::Total(total) => match &total.over {
            TotalOver::Rows(under) => Some(under),
            _ => None,
        },
        _ => None,
    }
}

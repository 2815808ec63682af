//! A row whose cells are a total and its parts, some with parts of their own: 6.93 | 0.00 | 3.18 | 0.00 | 3.18 | 3.75 | 0.42 | 3.33. A split
//! that takes in every cell and is the only one to fit is a proof. In a row called a total, one slip is a question.

use rust_decimal::Decimal;

use super::{
    super::{
        Found,
        table::{is_total_label, sum},
    },
    reading::{Row, Table},
};
use crate::{
    figures::{document::Document, repair, units::Class},
    model::Verdict,
};

/// Cells of such a row, at least and at most.
const LEAST: usize = 5;
const MOST: usize = 16;
/// Steps of the search at most.
const STEPS: usize = 4000;
/// Parts of a total that a slip breaks, at least.
const PARTS: usize = 5;

/// A total and those of its parts that are not zero, by their places in the row.
type Split = (usize, Vec<usize>);

/// Finds them.
pub fn find(document: &Document<'_>, table: &Table, found: &mut Vec<Found>) {
    for row in &table.rows {
        let cells = amounts(document, row);
        if !(LEAST..=MOST).contains(&cells.len()) {
            continue;
        }
        let values: Vec<Decimal> = cells.iter().map(|at| document.figures[*at].value).collect();
        let mut search = Search { values: &values, steps: STEPS };
        match search.whole() {
            Some(splits) => nested(document, &cells, &splits, found),
            None => found.extend(broken(document, row, &cells)),
        }
    }
}

/// The cells of a row as far as they are amounts of one kind: as many digits behind the point in each.
fn amounts(document: &Document<'_>, row: &Row) -> Vec<usize> {
    let figures = &document.figures;
    let mut cells = row.cells();
    while cells.last().is_some_and(|at| figures[*at].class == Class::Percent) {
        cells.pop();
    }
    let first = cells.first().map(|at| figures[*at].decimals);
    let alike = |at: &usize| {
        let figure = &figures[*at];
        figure.class == Class::Bare && !figure.value.is_sign_negative() && Some(figure.decimals) == first
    };
    if cells.iter().all(alike) { cells } else { Vec::new() }
}

/// Prints a split at two levels.
fn nested(document: &Document<'_>, cells: &[usize], splits: &[Split], found: &mut Vec<Found>) {
    let digits = |place: usize| document.figures[cells[place]].digits();
    let long = splits.iter().all(|(total, _)| digits(*total) >= if *total == 0 { 3 } else { 2 });
    if splits.len() < 2 || !long {
        return;
    }
    for (total, parts) in splits {
        let parts: Vec<usize> = parts.iter().map(|place| cells[*place]).collect();
        found.extend(sum(document, cells[*total], &parts));
    }
}

/// A row of values read as totals, each with its parts behind it.
struct Search<'v> {
    values: &'v [Decimal],
    steps: usize,
}

impl Search<'_> {
    /// The one way to read the row as one total; `None` where there is none, or several.
    fn whole(&mut self) -> Option<Vec<Split>> {
        let end = self.values.len();
        let mut ways: Vec<Vec<Split>> =
            self.from(0).into_iter().filter(|(to, _)| *to == end).map(|(_, splits)| splits).collect();
        for splits in &mut ways {
            splits.sort();
        }
        ways.dedup();
        let first = ways.pop().filter(|_| self.steps > 0)?;
        ways.iter().all(|way| *way == first).then_some(first)
    }

    /// Every end of a value with its parts, and how it splits.
    fn from(&mut self, at: usize) -> Vec<(usize, Vec<Split>)> {
        let mut ends = vec![(at + 1, Vec::new())];
        if !self.values[at].is_zero() {
            self.parts(at, at + 1, Decimal::ZERO, (Vec::new(), Vec::new()), &mut ends);
        }
        ends
    }

    fn parts(
        &mut self,
        total: usize,
        at: usize,
        sum: Decimal,
        (parts, splits): (Vec<usize>, Vec<Split>),
        ends: &mut Vec<(usize, Vec<Split>)>,
    ) {
        self.steps = self.steps.saturating_sub(1);
        if at > total + 2 && sum == self.values[total] {
            let mut splits = splits.clone();
            if parts.len() > 1 {
                splits.push((total, parts.clone()));
            }
            ends.push((at, splits));
        }
        if at >= self.values.len() || self.steps == 0 {
            return;
        }
        let Some(more) = sum.checked_add(self.values[at]).filter(|more| *more <= self.values[total]) else { return };
        let mut parts = parts;
        if !self.values[at].is_zero() {
            parts.push(at);
        }
        for (end, inner) in self.from(at) {
            let splits = splits.iter().cloned().chain(inner).collect();
            self.parts(total, end, more, (parts.clone(), splits), ends);
        }
    }
}

/// 总计 | 1216 | 807 | 219 | …: where one digit in one cell alone would make the row add up, and no shorter list does.
fn broken(document: &Document<'_>, row: &Row, cells: &[usize]) -> Option<Found> {
    let figures = &document.figures;
    let (total, parts) = cells.split_first().filter(|(_, parts)| parts.len() >= PARTS)?;
    let whole = figures[*total].value;
    if !is_total_label(&row.label) || figures[*total].digits() < 3 || cells.len() != row.cells().len() {
        return None;
    }
    let mut sum_so_far = Decimal::ZERO;
    for (index, part) in parts.iter().enumerate() {
        sum_so_far = sum_so_far.checked_add(figures[*part].value)?;
        if sum_so_far == whole && index > 0 {
            return None;
        }
    }
    let gap = whole.checked_sub(sum_so_far)?;
    let near = gap.abs().checked_mul(Decimal::from(20))? <= whole;
    let slips = |at: usize, needed: Decimal| {
        needed > Decimal::ZERO && figures[at].digits() >= 3 && repair::one_slip(&figures[at], needed)
    };
    let repairs = usize::from(slips(*total, sum_so_far))
        + parts.iter().filter(|at| slips(**at, figures[**at].value.saturating_add(gap))).count();
    let way = sum(document, *total, parts)?;
    (near && repairs == 1 && way.verdict == Verdict::Inconsistent).then_some(Found { verdict: Verdict::Unclear, ..way })
}

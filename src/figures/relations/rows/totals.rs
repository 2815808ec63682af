//! A row that is the sum of the rows below it, column by column: 用水总量 12.30 12.75, then 农业用水 2.47 2.52 and so on. Rows below
//! may have parts of their own. A column that one slip breaks is a question where the others come out to the last place.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::{
    super::{
        Found,
        table::{is_exact, sum},
    },
    reading::{Row, Table},
    shares,
};
use crate::{
    figures::{document::Document, repair, units::Class},
    model::Verdict,
};

/// Rows of a list at most.
const LONGEST: usize = 60;
/// Digits of a total that stands alone for its list, at least.
const ALONE: usize = 4;

/// A column of a list: what comes out, and whether every row has a cell in it.
struct Column {
    way: Found,
    full: bool,
    exact: bool,
}

/// Finds them; `rates` are cells that are known to be no amounts.
pub fn find(document: &Document<'_>, table: &Table, rates: &BTreeSet<usize>, found: &mut Vec<Found>) {
    let rows = &table.rows;
    // How many rows each row stands for, its parts and theirs with it: the last rows are read first.
    let mut spans = vec![1; rows.len()];
    for first in (0..rows.len().saturating_sub(2)).rev() {
        let mut parts: Vec<&Row> = Vec::new();
        let mut sums = Sums::of(document, table, &rows[first]);
        let mut next = first + 1;
        while next < rows.len() && parts.len() < LONGEST {
            parts.push(&rows[next]);
            sums.add(document, table, &rows[next]);
            next += spans[next];
            if parts.len() < 2 || !sums.are_near(parts.len()) {
                continue;
            }
            let columns = columns(document, table, rates, (&rows[first], &parts));
            if closes(document, &columns) {
                spans[first] = next - first;
                found.extend(shares_of(document, &columns));
                report(document, columns, found);
                break;
            }
            // Where the shares come to a hundred, a slip in a value is no other list.
            let told = shares_of(document, &columns);
            if !told.is_empty() {
                spans[first] = next - first;
                found.extend(told);
                found.extend(columns.into_iter().filter(|column| column.exact && column.full).map(|column| column.way));
                break;
            }
        }
    }
}

/// Every column of a total, as it is told, with its last place, and as far as its parts are added.
struct Sums(Vec<(usize, Decimal, Decimal, Decimal)>);

impl Sums {
    fn of(document: &Document<'_>, table: &Table, total: &Row) -> Self {
        let column = |column: usize| {
            let figure = &document.figures[total.at(column, table.barred)?];
            Some((column, figure.value, figure.unit_in_last_place(), Decimal::ZERO))
        };
        Self((0..total.width()).filter_map(column).collect())
    }

    fn add(&mut self, document: &Document<'_>, table: &Table, part: &Row) {
        for (column, _, _, sum) in &mut self.0 {
            let value = part.at(*column, table.barred).map(|at| document.figures[at].value);
            *sum = sum.saturating_add(value.unwrap_or_default());
        }
    }

    /// Whether some column comes out, as far as so many parts are rounded.
    fn are_near(&self, parts: usize) -> bool {
        let parts = Decimal::from(parts);
        let near = |(_, total, place, sum): &(usize, Decimal, Decimal, Decimal)| {
            total.saturating_sub(*sum).abs() <= place.saturating_mul(parts)
        };
        self.0.iter().any(near)
    }
}

/// What every column of a row and of its parts comes out to.
fn columns(
    document: &Document<'_>,
    table: &Table,
    rates: &BTreeSet<usize>,
    (total, parts): (&Row, &[&Row]),
) -> Vec<Column> {
    let figures = &document.figures;
    let amount = |at: &usize| figures[*at].class == Class::Bare && !rates.contains(at);
    let column = |column: usize| -> Option<Column> {
        let whole = total.at(column, table.barred).filter(amount)?;
        let members: Vec<usize> = parts.iter().filter_map(|part| part.at(column, table.barred)).collect();
        // 100 over 26.58, 22.74, …: shares are told more finely than their hundred.
        let hundred = figures[whole].value == Decimal::ONE_HUNDRED && figures[whole].decimals == 0;
        let places =
            if hundred { members.first().map_or(0, |at| figures[*at].decimals) } else { figures[whole].decimals };
        let alike = members.iter().all(|at| amount(at) && figures[*at].decimals == places);
        let more = members.iter().filter(|at| !figures[**at].value.is_zero()).count() >= 2;
        let way = sum(document, whole, &members).filter(|_| alike && more)?;
        let exact = is_exact(&way);
        Some(Column { way, full: members.len() == parts.len(), exact })
    };
    (0..total.width()).filter_map(column).collect()
}

/// What a column of shares says of a column of values beside it.
fn shares_of(document: &Document<'_>, columns: &[Column]) -> Vec<Found> {
    let of = |values: &Column, shares: &Column| {
        let told = values.full && shares.full && shares.way.verdict == Verdict::Consistent;
        let columns = shares::Columns { values: &values.way.operands, shares: &shares.way.operands };
        if told { shares::find(document, &columns) } else { Vec::new() }
    };
    columns.windows(2).map(|pair| of(&pair[0], &pair[1])).find(|told| !told.is_empty()).unwrap_or_default()
}

fn digits(document: &Document<'_>, way: &Found) -> usize {
    way.operands.last().map_or(0, |total| document.figures[*total].digits())
}

/// Whether a list is what its total is made of: two columns of enough digits say so, or one long one to its last place.
fn closes(document: &Document<'_>, columns: &[Column]) -> bool {
    let holds = |column: &&Column| column.way.verdict == Verdict::Consistent && column.full;
    let telling = columns.iter().filter(holds).filter(|column| digits(document, &column.way) >= 3);
    let long = |column: &Column| {
        column.full && column.exact && digits(document, &column.way) >= ALONE && column.way.operands.len() > 3
    };
    // Counts of few digits come out to the last one, or are of something else.
    let sound = telling.filter(|column| column.exact || digits(document, &column.way) >= ALONE).count();
    let alone = columns.len() == 2 && columns.iter().any(long);
    sound >= 2 && sound * 2 >= columns.len() || alone
}

/// The columns that hold, and the one that a slip breaks.
fn report(document: &Document<'_>, columns: Vec<Column>, found: &mut Vec<Found>) {
    let figures = &document.figures;
    let exact = columns.iter().filter(|column| column.exact).count();
    let decimals = |way: &Found| way.operands.last().map(|total| figures[*total].decimals);
    let kinds: BTreeSet<Option<u32>> =
        columns.iter().filter(|column| column.exact).map(|column| decimals(&column.way)).collect();
    let broken = columns.iter().filter(|column| column.way.verdict == Verdict::Inconsistent).count();
    for column in columns {
        match column.way.verdict {
            Verdict::Consistent if column.exact || column.full && digits(document, &column.way) >= ALONE => {
                found.push(column.way);
            }
            Verdict::Inconsistent if broken == 1 && column.full && exact >= 1 => {
                let alike = kinds.contains(&decimals(&column.way));
                if alike && slips(document, &column.way) {
                    found.push(Found { verdict: Verdict::Unclear, ..column.way });
                }
            }
            _ => {}
        }
    }
}

/// Whether one slip in one figure would mend a sum: digits swapped as far as rounding goes, another to the last place.
fn slips(document: &Document<'_>, way: &Found) -> bool {
    let figures = &document.figures;
    let Some((total, parts)) = way.operands.split_last() else { return false };
    let add = |sum: Decimal, at: &usize| sum.checked_add(figures[*at].value);
    let Some(sum) = parts.iter().try_fold(Decimal::ZERO, add) else { return false };
    let Some(gap) = figures[*total].value.checked_sub(sum) else { return false };
    let values = || parts.iter().map(|at| figures[*at].value);
    let most = values().max().unwrap_or_default();
    let least = values().min().unwrap_or_default();
    let slack = Decimal::from(parts.len()).saturating_mul(figures[*total].unit_in_last_place()) / Decimal::TWO;
    let mends = |at: usize, needed: Option<Decimal>| {
        let Some(needed) = needed.filter(|needed| *needed > Decimal::ZERO) else { return false };
        let near = |value: Decimal| value.checked_sub(needed).is_some_and(|off| off.abs() <= slack);
        figures[at].digits() >= 3 && repair::one_slip(&figures[at], needed)
            || figures[at].digits() >= 2 && repair::swaps(&figures[at]).into_iter().any(near)
    };
    let part = |at: &usize| mends(*at, figures[*at].value.checked_add(gap));
    let whole = figures[*total].value;
    // A total among its parts is an average, unless one part alone is too great.
    if least <= whole && whole <= most {
        let over: Vec<&usize> = parts.iter().filter(|at| figures[**at].value >= whole).collect();
        return matches!(over[..], [at] if part(at));
    }
    mends(*total, Some(sum)) && sum >= most || parts.iter().any(part)
}

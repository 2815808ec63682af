//! A column of a table that tells what share of its total each cell of another column is: 制造业 3287 15.4, 合计 21356 100.0. Where nearly all rows come out, so
//! was the last one meant to; what one slip breaks is a question.

use rust_decimal::Decimal;

use super::super::{
    Found,
    table::{comes_out, quotient},
};
use crate::{
    figures::{document::Document, figure::Figure, repair, units::Class},
    model::Verdict,
};

/// Rows below which nothing can be told.
const ROWS: usize = 3;

/// The cells of two columns by their rows, with the cell of the total of each.
pub struct Columns<'c> {
    /// Values, their total last.
    pub values: &'c [usize],
    /// What may be their shares, the total last.
    pub shares: &'c [usize],
}

/// What every row says, if the second column tells shares of the first.
pub fn find(document: &Document<'_>, columns: &Columns<'_>) -> Vec<Found> {
    let figures = &document.figures;
    let (Some((total, values)), Some((hundred, shares))) = (columns.values.split_last(), columns.shares.split_last())
    else {
        return Vec::new();
    };
    let fine = |at: &usize| figures[*at].decimals > 0 && matches!(figures[*at].class, Class::Bare | Class::Percent);
    let whole = figures[*hundred].value == Decimal::ONE_HUNDRED;
    if !whole || values.len() != shares.len() || values.len() < ROWS || !shares.iter().all(fine) {
        return Vec::new();
    }
    let way = |(part, share): (&usize, &usize)| {
        quotient(&figures[*part], &figures[*total], &figures[*share], vec![*part, *total, *share])
    };
    let Some(ways) = values.iter().zip(shares).map(way).collect::<Option<Vec<Found>>>() else { return Vec::new() };
    let sound = |way: &Found| way.verdict == Verdict::Consistent;
    let held = ways.iter().filter(|way| sound(way) && comes_out(way)).count();
    if held < 2 || held + 1 < ways.len() {
        return Vec::new();
    }
    let told = ways.into_iter().filter_map(|way| {
        if sound(&way) {
            return Some(way);
        }
        slips(document, &way).then_some(Found { verdict: Verdict::Unclear, ..way })
    });
    told.collect()
}

/// Whether one slip in the share or in its part would mend a row.
fn slips(document: &Document<'_>, way: &Found) -> bool {
    let [part, whole, share] = way.operands[..] else { return false };
    let figures = &document.figures;
    let holds = |p: &Figure<'_>, s: &Figure<'_>| {
        quotient(p, &figures[whole], s, Vec::new()).is_some_and(|way| way.verdict == Verdict::Consistent)
    };
    let with = |at: usize, value: Decimal| {
        let mut figure = figures[at].clone();
        figure.value = value;
        figure
    };
    let in_share = figures[share].digits() >= 2
        && repair::slips(&figures[share]).into_iter().any(|value| holds(&figures[part], &with(share, value)));
    let in_part = figures[part].digits() >= 3
        && repair::slips(&figures[part]).into_iter().any(|value| holds(&with(part, value), &figures[share]));
    in_share || in_part
}

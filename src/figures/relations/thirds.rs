//! 合计 | 男 | 女, several times in one row: each total over its two parts. Where all but one hold, that one is asked about as far as
//! one slip would mend it.

use rust_decimal::Decimal;

use super::{
    Found,
    table::{cell, sum},
};
use crate::{
    figures::{
        document::Document,
        interval::{Interval, half_place},
        repair,
    },
    model::Verdict,
};

/// Finds them; whether the cells are such groups.
pub fn find(document: &Document<'_>, cells: &[usize], found: &mut Vec<Found>) -> bool {
    let sums: Vec<Found> = cells.chunks_exact(3).filter_map(|c| sum(document, c[0], &c[1..])).collect();
    let decimals = |way: &Found| -> Vec<u32> { way.operands.iter().map(|at| document.figures[*at].decimals).collect() };
    let kinds: Vec<Vec<u32>> = sums.iter().filter(|way| way.verdict == Verdict::Consistent).map(decimals).collect();
    let close = kinds.len();
    if close < 2 || close + 1 < sums.len() {
        return false;
    }
    for way in sums {
        match way.verdict {
            Verdict::Inconsistent if !kinds.contains(&decimals(&way)) || !is_mended(document, &way) => {}
            Verdict::Inconsistent => found.push(Found { verdict: Verdict::Unclear, ..way }),
            _ => found.push(way),
        }
    }
    true
}

/// Whether one slip in one of its figures would make a sum hold, as far as they are rounded.
fn is_mended(document: &Document<'_>, way: &Found) -> bool {
    let Some((total, parts)) = way.operands.split_last() else { return false };
    let figures = &document.figures;
    let holds = |at: usize, value: Decimal| {
        let read = |i: usize| {
            let interval = cell(&figures[i])?;
            if i == at { Interval::around(value, half_place(figures[i].decimals)) } else { Some(interval) }
        };
        let sum = parts.iter().try_fold(Interval::point(Decimal::ZERO), |sum, part| sum.plus(read(*part)?));
        sum.zip(read(*total)).is_some_and(|(sum, whole)| sum.meets(whole))
    };
    way.operands.iter().any(|at| repair::slips(&figures[*at]).into_iter().any(|value| holds(*at, value)))
}

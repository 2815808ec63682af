//! A total and its parts at the start of a row whose other cells are of another kind.

use rust_decimal::Decimal;

use super::{
    Found,
    table::{Row, is_exact, is_total, quotient_of, slips, sum},
};
use crate::{
    figures::{document::Document, repair, units::Class},
    model::Verdict,
};

/// 总计 | 104311 | 71486 | 32617 | 208 | 单位：件 | 2021; 内科 | 1284 | 671 | 613 | 52.26% | 9.4: the cells before others of another kind are a total and
/// its parts; where the row is called a total, a slip is asked about.
pub(super) fn leading(document: &Document<'_>, row: &Row<'_>, found: &mut Vec<Found>) {
    let figures = &document.figures;
    let opens = |at: usize| document.lead(at, 40).chars().any(char::is_alphabetic);
    let first = row.cells[0];
    let plain = |at: usize| at == first || figures[at].class == Class::Bare && !opens(at);
    let cells: Vec<usize> = row.cells.iter().copied().take_while(|at| plain(*at)).collect();
    let (Some((&total, parts)), true) = (cells.split_first(), cells.len() < row.cells.len()) else { return };
    let counted = cells.iter().all(|at| figures[*at].class == Class::Bare && figures[*at].decimals == 0);
    if parts.len() < 2 || !counted || figures[total].digits() < 3 {
        return;
    }
    let Some(way) = sum(document, total, parts) else { return };
    let exact = is_exact(&way);
    // 52.26% is of the first part, or of the second.
    let rate = row.cells.get(cells.len()).copied().filter(|rate| figures[*rate].class == Class::Percent && exact);
    let shares = parts.iter().filter_map(|part| quotient_of(document, *part, total, rate?));
    let share = shares.into_iter().find(|share| share.verdict == Verdict::Consistent);
    let told = parts.len() >= 3 || share.is_some();
    found.extend(share);
    if exact && told {
        found.push(way);
    } else if !exact && parts.len() >= 3 && is_total(row) && (slips(document, &way) || repaired(document, &way)) {
        found.push(Found { verdict: Verdict::Unclear, ..way });
    }
}

/// One slip in a total of five digits and more, however far it is off.
fn repaired(document: &Document<'_>, way: &Found) -> bool {
    let Some((total, parts)) = way.operands.split_last() else { return false };
    let sum = parts.iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(document.figures[*part].value));
    let whole = &document.figures[*total];
    whole.digits() >= 5 && sum.is_some_and(|sum| repair::one_slip(whole, sum))
}

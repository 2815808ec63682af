//! A row that tells a total, and each of its parts with its share: 合计 | 1487 | 1213 | 81.57 | 274 | 18.43. Where the parts make up the total exactly
//! and a share comes out, the others are shares as well.

use rust_decimal::Decimal;

use crate::{
    figures::{
        document::Document,
        relations::{
            Found, arithmetic,
            table::{comes_out, quotient_of},
        },
        repair,
        units::Class,
    },
    model::Verdict,
};

/// Digits of a total below which two parts make it up by chance.
const DIGITS: usize = 3;
/// Parts of one total at most.
const MOST: usize = 12;

/// Finds them.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    if document.text.holds('|') {
        (0..document.figures.len().saturating_sub(4)).for_each(|total| parted(document, total, found));
    }
}

/// The cell at `total` as the whole of what follows it.
fn parted(document: &Document<'_>, total: usize, found: &mut Vec<Found>) {
    let whole = &document.figures[total];
    if !is_count(document, total) || whole.digits() < DIGITS {
        return;
    }
    let pairs = (0..MOST).map(|pair| (total + 1 + 2 * pair, total + 2 + 2 * pair));
    let pairs: Vec<(usize, usize)> = pairs.take_while(|(part, share)| is_pair(document, *part, *share)).collect();
    let parts: Vec<usize> = pairs.iter().map(|(part, _)| *part).collect();
    let exact = |count: usize| {
        let sum: Option<Decimal> =
            parts[..count].iter().try_fold(Decimal::ZERO, |sum, i| sum.checked_add(document.figures[*i].value));
        sum == Some(whole.value)
    };
    let Some(count) = (2..=parts.len()).find(|count| exact(*count)) else { return };
    let shares: Option<Vec<Found>> =
        pairs[..count].iter().map(|(part, share)| quotient_of(document, *part, total, *share)).collect();
    let Some(shares) = shares else { return };
    let sound = |share: &Found| share.verdict == Verdict::Consistent;
    let held = shares.iter().filter(|share| sound(share) && comes_out(share)).count();
    if held == 0 || held + 1 < count {
        return;
    }
    found.extend(arithmetic::sum(document, &parts[..count], total));
    found.extend(shares.into_iter().filter_map(|share| {
        let asked = || slipped(document, &share).then(|| Found { verdict: Verdict::Unclear, ..share.clone() });
        if sound(&share) { Some(share) } else { asked() }
    }));
}

/// Whether a share would come out with one slip mended.
fn slipped(document: &Document<'_>, share: &Found) -> bool {
    let Some(at) = share.operands.last() else { return false };
    let said = &document.figures[*at];
    let computed: Option<Decimal> = share.computed.parse().ok();
    said.digits() >= 2 && computed.is_some_and(|computed| repair::one_slip(said, computed.round_dp(said.decimals)))
}

/// A whole number in a cell.
fn is_count(document: &Document<'_>, at: usize) -> bool {
    let figure = &document.figures[at];
    figure.class == Class::Bare && figure.decimals == 0 && !figure.hedged && figure.depth == 0
}

/// A part and its share, each in a cell of its own without words.
fn is_pair(document: &Document<'_>, part: usize, share: usize) -> bool {
    let figures = &document.figures;
    let Some(rate) = figures.get(share) else { return false };
    let cell = |i: usize| document.between(figures[i - 1].end, figures[i].start).trim() == "|";
    let fine = rate.decimals > 0 && matches!(rate.class, Class::Bare | Class::Percent) && !rate.hedged;
    cell(part) && cell(share) && is_count(document, part) && fine && rate.value < Decimal::ONE_HUNDRED
}

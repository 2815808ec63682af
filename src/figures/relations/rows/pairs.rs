//! A row that names each of its cells: 雁浦镇 | 交办 87 | 办结 71 | 在办 16. A cell and the two behind it that exclude each other.

use crate::{
    figures::{
        document::Document,
        relations::{Found, arithmetic, rate::denies, settled, sum::divides},
        repair,
        units::Class,
    },
    model::Verdict,
};

/// Digits of a whole below which three cells come out by chance.
const DIGITS: usize = 2;

/// Finds them.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    if document.text.holds('|') {
        found.extend((0..document.figures.len().saturating_sub(2)).filter_map(|at| whole(document, at)));
    }
}

/// The cell at `at` as the whole of the next two.
fn whole(document: &Document<'_>, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let (whole, parts) = (&figures[at], [at + 1, at + 2]);
    let cell = |i: usize| {
        let figure = &figures[i];
        figure.class == Class::Bare && figure.decimals == 0 && !figure.hedged && !figure.label.trim().is_empty()
    };
    let barred =
        parts.iter().all(|i| document.between(figures[i - 1].end, figures[*i].start).trim_start().starts_with('|'));
    if !barred || !cell(at) || !parts.iter().all(|i| cell(*i)) || whole.digits() < DIGITS {
        return None;
    }
    let [a, b] = parts.map(|i| figures[i].label.trim());
    if !(divides(document, &parts) || denies(a, b) || denies(b, a) || status(a, b)) {
        return None;
    }
    let found = arithmetic::sum(document, &parts, at)?;
    if settled(found.verdict) {
        return Some(found);
    }
    let sum = figures[at + 1].value.checked_add(figures[at + 2].value)?;
    let gap = whole.value.checked_sub(sum)?;
    let needed = |i: usize| figures[i].value.checked_add(gap);
    let slip = repair::swapped(whole, sum)
        || parts.iter().any(|i| needed(*i).is_some_and(|needed| repair::swapped(&figures[*i], needed)));
    slip.then_some(Found { verdict: Verdict::Unclear, ..found })
}

/// What is done, and what is being done.
fn status(a: &str, b: &str) -> bool {
    a.starts_with(['办', '完', '已', '结'])
        && ["在办", "在建", "正在", "推进中", "办理中"].iter().any(|word| b.starts_with(word))
}

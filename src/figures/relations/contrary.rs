//! What was done and what was not, of all that the narrative is about: 共转移安置6731户，…。截至10月12日已返家5988户，尚未返家743户. The two stand side
//! by side in a sentence of their own; the whole is what a list before them makes up.

use rust_decimal::Decimal;

use super::{Found, arithmetic, settled, standing::Standing, sum::denied};
use crate::{
    figures::{document::Document, repair},
    model::{RelationKind, Verdict},
};

/// Figures before the two among which their whole stands, and sentences.
const BACK: usize = 16;
const SENTENCES: usize = 2;
/// Digits of a whole that two parts come so near hardly by chance.
const DIGITS: usize = 3;

/// Finds them.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    let standing = Standing::of(document, found);
    let pairs = (1..document.figures.len()).filter(|second| is_pair(document, *second));
    let told: Vec<Found> = pairs.filter_map(|second| of_all(document, (&standing, found), second)).collect();
    found.extend(told);
}

fn is_pair(document: &Document<'_>, second: usize) -> bool {
    let (a, b) = (&document.figures[second - 1], &document.figures[second]);
    let counted = a.exact() && b.exact() && a.same_unit(b) && !a.unit.is_empty();
    let beside = a.sentence == b.sentence && a.depth == b.depth && b.item == a.item + 1;
    counted
        && beside
        && document.is_level(second - 1)
        && document.is_level(second)
        && denied(document, &[second - 1, second])
}

fn of_all(document: &Document<'_>, (standing, found): (&Standing, &[Found]), second: usize) -> Option<Found> {
    let figures = &document.figures;
    let pair = [second - 1, second];
    let sums = |at: usize| standing.with(found, at).any(|f| f.kind == RelationKind::Sum && settled(f.verdict));
    if pair.iter().any(|at| sums(*at)) {
        return None;
    }
    let made_up = |at: &usize| {
        let told = |f: &Found| {
            f.kind == RelationKind::Sum && f.verdict == Verdict::Consistent && f.operands.last() == Some(at)
        };
        let whole = &figures[*at];
        let near = whole.line == figures[second].line && whole.sentence + SENTENCES >= figures[second].sentence;
        near && whole.same_unit(&figures[second]) && whole.exact() && standing.with(found, *at).any(told)
    };
    let mut wholes = (second.saturating_sub(BACK)..second - 1).filter(made_up);
    let whole = wholes.next().filter(|_| wholes.next().is_none())?;
    let sum = arithmetic::sum(document, &pair, whole).filter(|_| figures[whole].digits() >= DIGITS)?;
    let asked = || slips(document, pair, whole).then(|| Found { verdict: Verdict::Unclear, ..sum.clone() });
    if sum.verdict == Verdict::Consistent { Some(sum) } else { asked() }
}

/// Whether one slip of the pen in one of the two makes them all there is.
fn slips(document: &Document<'_>, pair: [usize; 2], whole: usize) -> bool {
    let figures = &document.figures;
    let gap = || figures[whole].base()?.checked_sub(arithmetic::total(document, &pair)?.1);
    let mends = |at: usize, by: Decimal| {
        figures[at].value.checked_add(by).is_some_and(|needed| repair::one_slip(&figures[at], needed))
    };
    gap().is_some_and(|gap| pair.iter().any(|at| figures[*at].digits() >= 2 && mends(*at, gap)))
}

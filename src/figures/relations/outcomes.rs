//! What there was and what came against what became of it, one by one: 新收318件，上年结转14件。予以公开167件、…、不予处理11件，结转下年度24件.

use rust_decimal::Decimal;

use super::{Found, arithmetic};
use crate::{
    figures::{document::Document, figure::plain, repair, words::Cue},
    model::{RelationKind, Verdict, Words},
    text::words::holds_any,
};

/// Outcomes at most.
const MOST: usize = 16;

/// Finds them.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    if document.text.holds('转') {
        found.extend((4..document.figures.len()).filter_map(|rest| balance(document, rest)));
    }
}

/// What is carried on at `rest`, with the outcomes right before it and the two that they are of before those.
fn balance(document: &Document<'_>, rest: usize) -> Option<Found> {
    let figures = &document.figures;
    if !holds_any(figures[rest].label, &["结转下", "结转至下", "转下年", "转入下"]) {
        return None;
    }
    let counted = |i: &usize| document.is_level(*i) && figures[*i].exact() && figures[*i].same_unit(&figures[rest]);
    let run: Vec<usize> = (rest.saturating_sub(MOST)..rest).rev().take_while(counted).collect();
    let came = run.iter().position(|i| figures[*i].says(Cue::Opening) || figures[*i].says(Cue::Inflow))?;
    let (outcomes, opened) = (run.get(..came)?, run.get(came..came + 2)?);
    let opening = opened.iter().find(|i| figures[**i].says(Cue::Opening))?;
    let inflow = opened.iter().find(|i| *i != opening && figures[**i].says(Cue::Inflow))?;
    // 其中 tells of one of the outcomes.
    let plain_list = outcomes.iter().all(|i| !figures[*i].says(Cue::Among) && figures[*i].depth == figures[rest].depth);
    if outcomes.len() < 2 || !plain_list || !counted(&rest) {
        return None;
    }
    let all: Vec<usize> = outcomes.iter().rev().copied().chain([rest]).collect();
    told(document, [*inflow, *opening], &all)
}

fn told(document: &Document<'_>, there: [usize; 2], all: &[usize]) -> Option<Found> {
    let figures = &document.figures;
    let (_, had) = arithmetic::total(document, &there)?;
    let (_, became) = arithmetic::total(document, all)?;
    let gap = became.checked_sub(had)?;
    let exchanged = |at: &usize, sign: Decimal| {
        let needed = figures[*at].value.checked_add(gap.checked_mul(sign)?)?;
        Some(repair::swapped(&figures[*at], needed))
    };
    let slip = || {
        all.iter().any(|at| exchanged(at, -Decimal::ONE) == Some(true))
            || there.iter().any(|at| exchanged(at, Decimal::ONE) == Some(true))
    };
    let verdict = match gap.is_zero() {
        true => Verdict::Consistent,
        false if slip() => Verdict::Unclear,
        false => return None,
    };
    let shown = |at: &usize| plain(figures[*at].value, 0);
    let sum = |places: &[usize]| places.iter().map(shown).collect::<Vec<_>>().join(" + ");
    let &rest = all.last()?;
    let left = figures[rest].value.checked_sub(gap)?;
    Some(Found {
        kind: RelationKind::Sum,
        operands: there.iter().chain(all).copied().collect(),
        expression: format!("{} = {} {} {}", sum(&there), had, if gap.is_zero() { "=" } else { "≠" }, sum(all)),
        reported: shown(&rest),
        computed: plain(left, 0),
        verdict,
        note: Words::default(),
    })
}

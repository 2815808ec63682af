//! What was asked for, what was taken off and what is left of it: 送审金额11.36亿元，核减1.08亿元，审定10.28亿元; 年初预算38264万元，追加4517万元，调整预算42781万元. A slip of the pen in
//! one of the three is asked about.

use rust_decimal::Decimal;

use super::{Found, arithmetic, change::amount_verdict, settled, standing::Standing};
use crate::{
    figures::{
        document::Document,
        figure::{Figure, plain},
        repair,
    },
    model::{RelationKind, Verdict},
    text::words::holds_any,
};

/// Words of what is taken off and of what is added to an amount.
const LESS: [&str; 8] = ["核减", "审减", "扣减", "调减", "扣除", "减免", "压减", "核销"];
const MORE: [&str; 6] = ["追加", "调增", "核增", "增补", "追加预算", "追加安排"];
/// Words of what is then left.
const LEFT: [&str; 10] = ["审定", "核定", "核准", "调整预算", "调整后", "实际支付", "实付", "应付", "净额", "调整为"];
/// Digits of what is left below which it comes out by chance.
const DIGITS: usize = 3;

/// Finds them; what `found` holds already is not said again.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    let mut standing = None;
    for at in 1..document.figures.len().saturating_sub(1) {
        // What is asked first costs least.
        if !stand_together(document, at) {
            continue;
        }
        let Some(less) = taken(&document.figures[at]) else { continue };
        let figures = [at - 1, at, at + 1];
        let told = |f: &Found| settled(f.verdict) && f.figures() == figures;
        let standing = standing.get_or_insert_with(|| Standing::of(document, found));
        standing.read(found);
        if !standing.with(found, at).any(told) {
            found.extend(balance(document, at, less));
        }
    }
}

/// Whether a figure tells what is taken off (true) or added.
fn taken(figure: &Figure<'_>) -> Option<bool> {
    let label = figure.label.trim();
    let ends = |words: &[&str]| words.iter().any(|word| label.ends_with(word));
    let amount = figure.is_amount() && !figure.hedged && !holds_any(label, &["比", "较", "同期"]);
    match (ends(&LESS), ends(&MORE)) {
        (true, false) if amount => Some(true),
        (false, true) if amount => Some(false),
        _ => None,
    }
}

/// Whether what was asked for stands right before and what is left right behind.
fn stand_together(document: &Document<'_>, at: usize) -> bool {
    let figures = &document.figures;
    let (before, taken, left) = (&figures[at - 1], &figures[at], &figures[at + 1]);
    let plain = |figure: &Figure<'_>| !figure.hedged && figure.same_unit(taken) && figure.sentence == taken.sentence;
    plain(before)
        && plain(left)
        && document.is_level(at - 1)
        && document.is_level(at + 1)
        && before.item + 1 == taken.item
        && taken.item + 1 == left.item
        && holds_any(left.label, &LEFT)
}

fn balance(document: &Document<'_>, at: usize, less: bool) -> Option<Found> {
    let (kind, way) = if less {
        (RelationKind::Difference, arithmetic::apart(document, at - 1, at, at + 1)?)
    } else {
        (RelationKind::Sum, arithmetic::sum(document, &[at - 1, at], at + 1)?)
    };
    let told = Found { kind, ..way };
    if told.verdict == Verdict::Consistent {
        return (document.figures[at + 1].digits() >= DIGITS).then_some(told);
    }
    let three = [at - 1, at, at + 1];
    let holds = |slipped: usize, value: Decimal, scale: u32| {
        let [whole, taken, left] = three.map(|i| {
            let figure = &document.figures[i];
            if i == slipped { figure.reading(value, scale) } else { figure.clone() }
        });
        let computed = || {
            let (whole, taken) = (whole.interval()?, taken.interval()?);
            if less { whole.minus(taken) } else { whole.plus(taken) }
        };
        computed().and_then(|computed| amount_verdict(&left, computed)) == Some(Verdict::Consistent)
    };
    let slip = |at: usize| {
        let figure = &document.figures[at];
        let long = figure.digits() >= DIGITS;
        let scaled = [0, 4, 8].into_iter().filter(|scale| *scale != figure.scale);
        let scale = scaled.clone().find(|scale| long && holds(at, figure.value, *scale));
        let note = scale.and_then(|scale| repair::rescaled(figure, scale));
        let pen = || {
            let value = repair::slips(figure).into_iter().find(|value| long && holds(at, *value, figure.scale))?;
            Some(format!("{}{}", plain(value, figure.decimals), figure.shown_unit))
        };
        let said = format!("{}{}", plain(figure.value, figure.decimals), figure.shown_unit);
        note.or_else(pen).map(|meant| repair::possibility(&said, &meant))
    };
    let broken = told.verdict == Verdict::Inconsistent;
    let note = [at, at + 1, at - 1].into_iter().filter(|_| broken).find_map(slip)?;
    Some(Found { verdict: Verdict::Unclear, note, ..told })
}

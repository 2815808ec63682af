//! Points by which a rate moved, where its part and its whole are each told with their change: 受理2146件，执结1817件，执结率84.67%；受理增加204件，
//! 执结增加236件，执结率提高3.26个百分点.

use rust_decimal::Decimal;

use super::{Found, operand, reported_in, settled, standing::Standing};
use crate::{
    figures::{
        agreement::agree_within,
        document::Document,
        figure::{Figure, Role, plain},
        interval::{Interval, last_place},
        repair,
        units::Class,
    },
    model::{RelationKind, Verdict, Words},
};

/// Figures before the points among which the rate stands.
const BACK: usize = 8;
/// Units of the last place that the computed points may spread over; wider than that anything agrees.
const SPREAD: i64 = 4;

/// What a rate was reckoned from, and how both changed.
struct Moved {
    part: usize,
    whole: usize,
    /// By how much each rose (true) or fell.
    part_by: (usize, bool),
    whole_by: (usize, bool),
}

/// Finds them.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    if !document.figures.iter().any(|figure| figure.class == Class::Points) {
        return;
    }
    let told = reported_in(document, found.iter());
    let standing = Standing::of(document, found);
    let mut moved = Vec::new();
    for (at, figure) in document.figures.iter().enumerate() {
        if let Role::Growth(up) = figure.role
            && figure.class == Class::Points
            && !figure.hedged
            && !told[at]
        {
            moved.extend(moved_by(document, (&standing, found), at, up));
        }
    }
    found.extend(moved);
}

fn moved_by(document: &Document<'_>, (standing, found): (&Standing, &[Found]), at: usize, up: bool) -> Option<Found> {
    let figures = &document.figures;
    let rate = rate_of(document, at)?;
    let of = standing.with(found, rate).find(|f| {
        f.kind == RelationKind::Rate && settled(f.verdict) && f.operands.len() == 3 && f.operands.last() == Some(&rate)
    })?;
    let (part, whole) = (of.operands[0], of.operands[1]);
    let by = |level: usize| change_of(document, (standing, found), level);
    let moved = Moved { part, whole, part_by: by(part)?, whole_by: by(whole)? };
    let by = points(document, &moved, at, up)?;
    if by.verdict == Verdict::Consistent {
        return Some(by);
    }
    // Of whole things nothing is rounded but the points themselves.
    let exact = [part, whole, moved.part_by.0, moved.whole_by.0].iter().all(|i| figures[*i].exact());
    let needed: Decimal = by.computed.parse().ok()?;
    let swapped = repair::swapped(&figures[at], needed.round_dp(figures[at].decimals));
    (exact && swapped && figures[at].digits() >= 3).then_some(Found { verdict: Verdict::Unclear, ..by })
}

/// The rate that the points are of: the percent right before them, or the one that they name.
fn rate_of(document: &Document<'_>, at: usize) -> Option<usize> {
    let figures = &document.figures;
    let rates = (at.saturating_sub(BACK)..at).rev().filter(|i| {
        let figure = &figures[*i];
        let rate = figure.class == Class::Percent && matches!(figure.role, Role::Rate | Role::Share);
        rate && figure.line == figures[at].line && !figure.hedged
    });
    let noun: String = document.own_noun(at).iter().collect();
    if noun.is_empty() {
        return rates.take(1).find(|rate| rate + 1 == at && figures[*rate].sentence == figures[at].sentence);
    }
    let mut named = rates.filter(|rate| noun.chars().count() >= 2 && figures[*rate].label.contains(&noun));
    named.next()
}

/// By how much a level changed: as a growth that holds tells, or right behind it.
fn change_of(document: &Document<'_>, (standing, found): (&Standing, &[Found]), level: usize) -> Option<(usize, bool)> {
    let figures = &document.figures;
    let change = |i: usize| match figures.get(i)?.role {
        Role::Change(up) if figures[i].same_unit(&figures[level]) && !figures[i].hedged => Some((i, up)),
        _ => None,
    };
    let growths = standing.with(found, level).filter(|f| f.kind == RelationKind::Growth && settled(f.verdict));
    let told = growths.flat_map(|f| &f.operands).find_map(|i| change(*i));
    let behind = || change(level + 1).filter(|(i, _)| figures[*i].clause == figures[level].clause);
    told.or_else(behind)
}

fn points(document: &Document<'_>, moved: &Moved, at: usize, up: bool) -> Option<Found> {
    let figures = &document.figures;
    let said = &figures[at];
    let before = |level: usize, (change, up): (usize, bool)| -> Option<(Interval, Decimal)> {
        let (level, by) = (&figures[level], &figures[change]);
        if up {
            Some((level.interval()?.minus(by.interval()?)?, level.base()?.checked_sub(by.base()?)?))
        } else {
            Some((level.interval()?.plus(by.interval()?)?, level.base()?.checked_add(by.base()?)?))
        }
    };
    let (part, whole) = (&figures[moved.part], &figures[moved.whole]);
    let rate = |part: (Interval, Decimal), whole: (Interval, Decimal)| -> Option<(Interval, Decimal)> {
        let hundred = Decimal::ONE_HUNDRED;
        Some((part.0.over(whole.0)?.times(hundred)?, part.1.checked_div(whole.1)?.checked_mul(hundred)?))
    };
    let now = rate((part.interval()?, part.base()?), (whole.interval()?, whole.base()?))?;
    let then = rate(before(moved.part, moved.part_by)?, before(moved.whole, moved.whole_by)?)?;
    let (high, low) = if up { (now, then) } else { (then, now) };
    let (computed, point) = (high.0.minus(low.0)?, high.1.checked_sub(low.1)?);
    let unit = last_place(said.decimals);
    let narrow = computed.high.checked_sub(computed.low)? <= unit.checked_mul(Decimal::from(SPREAD))?;
    let near = point.checked_sub(said.value)?.abs() < unit;
    let verdict = match agree_within(said.value, computed, said.decimals) {
        Verdict::Consistent if near && narrow => Verdict::Consistent,
        Verdict::Consistent | Verdict::Rounding => return None,
        verdict => verdict,
    };
    let shown = plain(point.round_dp(said.decimals + 2), said.decimals + 2);
    let terms = (quotient(part, whole), earlier(document, moved));
    let (first, second) = if up { terms } else { (terms.1, terms.0) };
    Some(Found {
        kind: RelationKind::Points,
        operands: vec![moved.part, moved.whole, moved.part_by.0, moved.whole_by.0, at],
        expression: format!("{first} − {second} = {shown}"),
        reported: plain(said.value, said.decimals),
        computed: shown,
        verdict,
        note: Words::new(
            "上期的率由本期数与增减数推算",
            "the earlier rate is reckoned from the values and their changes",
        ),
    })
}

fn quotient(part: &Figure<'_>, whole: &Figure<'_>) -> String {
    format!("{} ÷ {}", operand(part, false), operand(whole, false))
}

fn earlier(document: &Document<'_>, moved: &Moved) -> String {
    let term = |level: usize, (change, up): (usize, bool)| {
        let sign = if up { '−' } else { '+' };
        let figures = &document.figures;
        format!("({} {sign} {})", operand(&figures[level], false), operand(&figures[change], false))
    };
    format!("{} ÷ {}", term(moved.part, moved.part_by), term(moved.whole, moved.whole_by))
}

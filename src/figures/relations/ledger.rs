//! A stock through a year in which several things came and went: 年初在册462艘，新建26艘，外地转入9艘，报废31艘，转出17艘，年末在册449艘.

use rust_decimal::Decimal;

use super::{Found, change::amount_verdict, mixed, operand, settled, standing::Standing};
use crate::{
    figures::{
        document::Document,
        figure::{Figure, plain},
        interval::{Interval, power_of_ten},
        repair,
        words::Cue,
    },
    model::{RelationKind, Verdict, Words},
    text::words::holds_any,
};

/// Figures between the beginning and the end of the year at most.
const BACK: usize = 12;
/// What came and went at least: of two there are other finders.
const FEWEST: usize = 3;
/// Digits of a figure in which a slip is asked about.
const DIGITS: usize = 2;

const START: [&str; 8] = ["年初", "期初", "上年末", "上年底", "去年末", "去年底", "月初", "季初"];
const END: [&str; 8] = ["年末", "期末", "年底", "月末", "季末", "现有", "现存", "期末"];

/// Finds them; of an end that `found` holds already nothing is said.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    if document.figures.len() < FEWEST + 2 {
        return;
    }
    let standing = Standing::of(document, found);
    let told = |at: usize, start: usize| {
        standing
            .with(found, at)
            .any(|f| settled(f.verdict) && f.operands.last() == Some(&at) && f.operands.contains(&start))
    };
    let ends = |at: &usize| {
        let label = document.figures[*at].label;
        let end = holds_any(label, &END) && !holds_any(label, &START);
        end && document.is_level(*at) && !document.figures[*at].hedged
    };
    let balances = (FEWEST + 1..document.figures.len()).filter(ends).filter_map(|at| balance(document, at));
    let fresh = |f: &Found| f.operands.first().zip(f.operands.last()).is_some_and(|(start, end)| !told(*end, *start));
    let fresh: Vec<Found> = balances.filter(fresh).collect();
    found.extend(fresh);
}

/// Whether something came (true) or went, by words that say nothing else.
fn moves(figure: &Figure<'_>) -> Option<bool> {
    match (figure.says(Cue::Inflow), figure.says(Cue::Outflow)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

fn balance(document: &Document<'_>, end: usize) -> Option<Found> {
    let figures = &document.figures;
    let now = &figures[end];
    let opens = |i: &usize| holds_any(figures[*i].label, &START);
    let start = (end.saturating_sub(BACK)..end).rev().find(opens)?;
    let inside = |i: &usize| figures[*i].is_amount() && figures[*i].depth <= now.depth;
    let flows: Vec<usize> = (start + 1..end).filter(inside).collect();
    let sound = |i: usize| {
        document.is_level(i) && figures[i].same_unit(now) && figures[i].sentence == now.sentence && !figures[i].hedged
    };
    if flows.len() < FEWEST || !sound(start) || !flows.iter().all(|i| sound(*i)) {
        return None;
    }
    let ways: Vec<bool> = flows.iter().map(|i| moves(&figures[*i])).collect::<Option<_>>()?;
    if ways.iter().all(|way| *way) || !ways.contains(&true) {
        return None;
    }
    let (mut computed, mut point): (Interval, Decimal) = (figures[start].interval()?, figures[start].base()?);
    for (i, came) in flows.iter().zip(&ways) {
        let (interval, base) = (figures[*i].interval()?, figures[*i].base()?);
        (computed, point) = if *came {
            (computed.plus(interval)?, point.checked_add(base)?)
        } else {
            (computed.minus(interval)?, point.checked_sub(base)?)
        };
    }
    let verdict = match amount_verdict(now, computed)? {
        Verdict::Inconsistent if slips(document, (start, end), (&flows, &ways), point) => Verdict::Unclear,
        Verdict::Inconsistent => return None,
        verdict => verdict,
    };
    let several = mixed(std::iter::once(&start).chain(&flows).chain([&end]).map(|i| &figures[*i]));
    let terms: String = flows
        .iter()
        .zip(&ways)
        .map(|(i, came)| format!(" {} {}", if *came { "+" } else { "−" }, operand(&figures[*i], several)))
        .collect();
    let shown = point.checked_div(power_of_ten(now.scale))?.normalize();
    let unit = if several { now.shown_unit } else { "" };
    Some(Found {
        kind: RelationKind::Sum,
        operands: std::iter::once(start).chain(flows).chain([end]).collect(),
        expression: format!("{}{terms} = {shown}{unit}", operand(&figures[start], several)),
        reported: plain(now.value, now.decimals),
        computed: shown.to_string(),
        verdict,
        note: Words::default(),
    })
}

/// Whether one slip of the pen in one of them makes them agree: then the words name all that came and went.
fn slips(
    document: &Document<'_>,
    (start, end): (usize, usize),
    (flows, ways): (&[usize], &[bool]),
    point: Decimal,
) -> bool {
    let figures = &document.figures;
    let Some(gap) = figures[end].base().and_then(|base| base.checked_sub(point)) else { return false };
    let mends = |at: usize, by: Decimal| {
        let figure = &figures[at];
        let needed = figure.base().and_then(|base| base.checked_add(by)?.checked_div(power_of_ten(figure.scale)));
        figure.digits() >= DIGITS
            && needed.is_some_and(|needed| needed > Decimal::ZERO && repair::one_slip(figure, needed))
    };
    let flow = || flows.iter().zip(ways).any(|(at, came)| mends(*at, if *came { gap } else { -gap }));
    mends(end, -gap) || mends(start, gap) || flow()
}

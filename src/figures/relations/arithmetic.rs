//! The arithmetic that several finders share: a difference, a rate of change, part over whole, each as it is shown and judged.

use rust_decimal::Decimal;

use super::{Found, change::amount_verdict, judge, mixed, operand, shown_percent};
use crate::{
    figures::{
        document::Document,
        figure::plain,
        interval::{Interval, power_of_ten},
    },
    model::{RelationKind, Words},
};

/// What lies between two amounts, the greater less the smaller, held against the figure that says it. `None` when the
/// figures are too large to reckon with.
pub fn apart(document: &Document<'_>, a: usize, b: usize, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let said = &figures[at];
    let (high, low) = if figures[a].base()? >= figures[b].base()? { (a, b) } else { (b, a) };
    let (high, low) = (&figures[high], &figures[low]);
    let computed = high.interval()?.minus(low.interval()?)?;
    let several = mixed([high, low, said]);
    let point = high.base()?.checked_sub(low.base()?)?.checked_div(power_of_ten(said.scale))?.normalize();
    let unit = if several { said.shown_unit } else { "" };
    Some(Found {
        kind: RelationKind::Difference,
        operands: vec![a, b, at],
        expression: format!("{} − {} = {point}{unit}", operand(high, several), operand(low, several)),
        reported: plain(said.value, said.decimals),
        computed: point.to_string(),
        verdict: amount_verdict(said, computed)?,
        note: Words::default(),
    })
}

/// Figures added: what their sum stands for, and what it is as printed, in the base unit. `None` of no figures, and when they
/// are too large to reckon with.
pub fn total(document: &Document<'_>, members: &[usize]) -> Option<(Interval, Decimal)> {
    let (first, others) = members.split_first()?;
    let first = document.figures.get(*first)?;
    let (mut interval, mut point) = (first.interval()?, first.base()?);
    for member in others {
        let figure = document.figures.get(*member)?;
        interval = interval.plus(figure.interval()?)?;
        point = point.checked_add(figure.base()?)?;
    }
    Some((interval, point))
}

/// 2.96亿元 and 1.27万元: what is less than the last place of another adds nothing to it.
pub fn is_lost_among(document: &Document<'_>, members: &[usize]) -> bool {
    let place = members.iter().map(|i| document.figures[*i].unit_in_last_place()).max();
    let lost = |i: &usize| {
        let base = document.figures[*i].base();
        base.zip(place).is_some_and(|(base, place)| !base.is_zero() && base.saturating_mul(Decimal::TWO) < place)
    };
    members.len() > 1 && members.iter().any(lost)
}

/// Parts added up, held against the figure that says what they come to.
pub fn sum(document: &Document<'_>, members: &[usize], at: usize) -> Option<Found> {
    let figures = &document.figures;
    let said = &figures[at];
    let (interval, point) = total(document, members)?;
    let several = mixed(members.iter().chain([&at]).map(|i| &figures[*i]));
    let point = point.checked_div(power_of_ten(said.scale))?.normalize();
    let unit = if several { said.shown_unit } else { "" };
    let parts: Vec<String> = members.iter().map(|i| operand(&figures[*i], several)).collect();
    Some(Found {
        kind: RelationKind::Sum,
        operands: members.iter().copied().chain([at]).collect(),
        expression: format!("{} = {point}{unit}", parts.join(" + ")),
        reported: plain(said.value, said.decimals),
        computed: point.to_string(),
        verdict: amount_verdict(said, interval)?,
        note: Words::default(),
    })
}

/// A rate as it is printed.
pub fn reported(document: &Document<'_>, rate: usize) -> String {
    let figure = &document.figures[rate];
    // Two thirds, as it stands.
    if figure.told_if_used { document.text.original(figure.start, figure.end).to_owned() } else { figure.shown() }
}

/// Part over whole is the rate.
pub fn rate(document: &Document<'_>, part: usize, whole: usize, rate: usize) -> Option<Found> {
    let (n, d, r) = (&document.figures[part], &document.figures[whole], &document.figures[rate]);
    let computed = n.interval()?.over(d.interval()?)?.times(r.of_whole())?;
    let point = n.base()?.checked_div(d.base()?)?.checked_mul(r.of_whole())?;
    let mixed = mixed([n, d]);
    let shown = shown_percent(point, r.decimals);
    Some(Found {
        kind: RelationKind::Rate,
        operands: vec![part, whole, rate],
        expression: format!("{} ÷ {} = {shown}{}", operand(n, mixed), operand(d, mixed), r.sign()),
        reported: reported(document, rate),
        computed: shown,
        verdict: judge(r, computed),
        note: Words::default(),
    })
}

/// From the earlier value to the later one is the rate of change.
pub fn growth(document: &Document<'_>, earlier: usize, later: usize, rate: usize) -> Option<Found> {
    let (a, b, r) = (&document.figures[earlier], &document.figures[later], &document.figures[rate]);
    let (high, low) = if b.base()? >= a.base()? { (b, a) } else { (a, b) };
    let computed = high.interval()?.minus(low.interval()?)?.over(a.interval()?)?.times(Decimal::ONE_HUNDRED)?;
    let point = high.base()?.checked_sub(low.base()?)?.checked_div(a.base()?)?.checked_mul(Decimal::ONE_HUNDRED)?;
    let mixed = mixed([a, b]);
    let shown = shown_percent(point, r.decimals);
    Some(Found {
        kind: RelationKind::Growth,
        operands: vec![earlier, later, rate],
        expression: format!("({} − {}) ÷ {} = {shown}%", operand(high, mixed), operand(low, mixed), operand(a, mixed)),
        reported: reported(document, rate),
        computed: shown,
        verdict: judge(r, computed),
        note: Words::default(),
    })
}

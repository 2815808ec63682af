//! The relations of English prose in words and figures.

use rust_decimal::Decimal;

use super::reading::Sentence;
use crate::{
    figures::{
        document::Document,
        figure::{Figure, plain},
        interval::{Interval, power_of_ten},
        relations::{Found, arithmetic, change::amount_verdict, judge, mixed, operand, settled, shown_percent},
        repair,
        units::Class,
    },
    model::{RelationKind, Words},
};

/// Whether it holds, exactly or within what rounding explains.
pub const fn holds(found: &Found) -> bool {
    settled(found.verdict)
}

/// Whether two amounts can be added or divided: money with its own currency, a measure with its own unit.
pub fn alike(a: &Figure<'_>, b: &Figure<'_>) -> bool {
    let counts = |figure: &Figure<'_>| matches!(class(figure), Class::Count | Class::Bare);
    a.is_amount() && b.is_amount() && (unit(a) == unit(b) || counts(a) && counts(b) || one_bare(a, b))
}

/// The unit of a figure as far as it is printed with it, and not taken over from its neighbours.
pub fn unit<'t>(figure: &Figure<'t>) -> &'t str {
    if figure.shown_unit.is_empty() && figure.class != Class::Money { "" } else { figure.unit }
}

/// The class of a figure by its printed unit.
fn class(figure: &Figure<'_>) -> Class {
    if unit(figure).is_empty() { Class::Bare } else { figure.class }
}

/// 86,400 tonnes of 144,000; money is never without its sign.
fn one_bare(a: &Figure<'_>, b: &Figure<'_>) -> bool {
    let (bare, other) = if class(a) == Class::Bare { (a, b) } else { (b, a) };
    class(bare) == Class::Bare && other.class != Class::Money
}

/// Whether two amounts name the same thing, as far as they name one.
pub fn same(a: &Figure<'_>, b: &Figure<'_>) -> bool {
    alike(a, b) && (unit(a) == unit(b) || class(a) == Class::Bare || class(b) == Class::Bare)
}

/// The change over the earlier value, which is the value less its change, is the rate of change.
pub fn growth_of_change(document: &Document<'_>, value: usize, change: usize, up: bool, rate: usize) -> Option<Found> {
    let (v, d, r) = (&document.figures[value], &document.figures[change], &document.figures[rate]);
    let (earlier, point) = if up {
        (v.interval()?.minus(d.interval()?)?, v.base()?.checked_sub(d.base()?)?)
    } else {
        (v.interval()?.plus(d.interval()?)?, v.base()?.checked_add(d.base()?)?)
    };
    let computed = d.interval()?.over(earlier)?.times(Decimal::ONE_HUNDRED)?;
    let point = d.base()?.checked_div(point)?.checked_mul(Decimal::ONE_HUNDRED)?;
    let mixed = mixed([v, d]);
    let shown = shown_percent(point, r.decimals);
    let sign = if up { '−' } else { '+' };
    let (v, d) = (operand(v, mixed), operand(d, mixed));
    Some(Found {
        kind: RelationKind::Growth,
        operands: vec![value, change, rate],
        expression: format!("{d} ÷ ({v} {sign} {d}) = {shown}%"),
        reported: arithmetic::reported(document, rate),
        computed: shown,
        verdict: judge(r, computed),
        note: Words::default(),
    })
}

/// The higher value less the lower is the difference, of amounts or of percents.
pub fn difference(document: &Document<'_>, a: usize, b: usize, between: usize) -> Option<Found> {
    let (a_figure, b_figure, d) = (&document.figures[a], &document.figures[b], &document.figures[between]);
    let (high, low) = if a_figure.base()? >= b_figure.base()? { (a_figure, b_figure) } else { (b_figure, a_figure) };
    let computed = high.interval()?.minus(low.interval()?)?;
    let point = high.base()?.checked_sub(low.base()?)?;
    if d.class == Class::Points {
        let shown = plain(point, high.decimals.max(low.decimals));
        return Some(Found {
            kind: RelationKind::Points,
            operands: vec![a, b, between],
            expression: format!("{} − {} = {shown}", high.shown(), low.shown()),
            reported: plain(d.value, d.decimals),
            computed: shown,
            verdict: judge(d, computed),
            note: Words::default(),
        });
    }
    let computed = Interval { low: computed.low.max(Decimal::ZERO), ..computed };
    let verdict = amount_verdict(&positive(d), computed)?;
    let mixed = mixed([high, low, d]);
    let scaled = point.checked_div(power_of_ten(d.scale))?.normalize();
    let unit = if mixed { unit_shown(d) } else { String::new() };
    Some(Found {
        kind: RelationKind::Difference,
        operands: vec![a, b, between],
        expression: format!("{} − {} = {scaled}{unit}", operand(high, mixed), operand(low, mixed)),
        reported: plain(d.value.abs(), d.decimals),
        computed: scaled.to_string(),
        verdict,
        note: Words::default(),
    })
}

/// A figure without its sign.
fn positive<'t>(figure: &Figure<'t>) -> Figure<'t> {
    let mut figure = figure.clone();
    figure.value.set_sign_positive(true);
    figure.settle();
    figure
}

fn unit_shown(figure: &Figure<'_>) -> String {
    let blank = if figure.shown_unit.chars().count() > 2 { " " } else { "" };
    format!("{blank}{}", figure.shown_unit)
}

/// Parts add up to a total.
pub fn sum(document: &Document<'_>, parts: &[usize], total: usize) -> Option<Found> {
    let whole = &document.figures[total];
    let (interval, point) = added(document, parts)?;
    let all: Vec<&Figure<'_>> = parts.iter().map(|i| &document.figures[*i]).collect();
    let mixed = scales_differ(&all, whole);
    let scaled = point.checked_div(power_of_ten(whole.scale))?.normalize();
    let shown = if scaled.scale() < whole.decimals { plain(scaled, whole.decimals) } else { scaled.to_string() };
    let joined: Vec<String> = all.iter().map(|part| operand(part, mixed)).collect();
    let unit = if mixed { unit_shown(whole) } else { String::new() };
    Some(Found {
        kind: RelationKind::Sum,
        operands: parts.iter().copied().chain([total]).collect(),
        expression: format!("{} = {shown}{unit}", joined.join(" + ")),
        reported: plain(whole.value, whole.decimals),
        computed: shown,
        verdict: amount_verdict(whole, interval)?,
        note: Words::default(),
    })
}

fn scales_differ(parts: &[&Figure<'_>], whole: &Figure<'_>) -> bool {
    parts.iter().any(|part| part.scale != whole.scale)
}

/// The sum of figures in the base unit.
pub fn added(document: &Document<'_>, parts: &[usize]) -> Option<(Interval, Decimal)> {
    let mut interval = Interval::point(Decimal::ZERO);
    let mut point = Decimal::ZERO;
    for part in parts {
        let figure = &document.figures[*part];
        interval = interval.plus(figure.interval()?)?;
        point = point.checked_add(figure.base()?)?;
    }
    Some((interval, point))
}

/// Whether one slip in one of the figures, each of so many digits at least, would make the sum hold.
pub fn slips(
    document: &Document<'_>,
    parts: &[usize],
    total: usize,
    digits: usize,
    mends: fn(&Figure<'_>, Decimal) -> bool,
) -> bool {
    let reads = |at: usize, needed: Decimal| {
        let figure = &document.figures[at];
        let needed = needed.checked_div(power_of_ten(figure.scale));
        significant(figure) >= digits
            && needed.is_some_and(|needed| !needed.is_sign_negative() && mends(figure, needed))
    };
    let gap = || -> Option<bool> {
        let (_, sum) = added(document, parts)?;
        let whole = document.figures[total].base()?;
        let gap = whole.checked_sub(sum)?;
        let mended = parts.iter().any(|part| {
            let needed = document.figures[*part].base().and_then(|base| base.checked_add(gap));
            needed.is_some_and(|needed| reads(*part, needed))
        });
        Some(mended || reads(total, sum))
    };
    gap().unwrap_or(false)
}

/// The digits of a figure, zeros at its end aside: a round number is one slip from many others.
fn significant(figure: &Figure<'_>) -> usize {
    let mut mantissa = figure.value.mantissa().unsigned_abs();
    while mantissa > 0 && mantissa.is_multiple_of(10) {
        mantissa /= 10;
    }
    if mantissa == 0 { 1 } else { mantissa.ilog10() as usize + 1 }
}

/// As [`slips`], for one digit wrong, two swapped, one too many or too few.
pub fn one_slip(document: &Document<'_>, parts: &[usize], total: usize, digits: usize) -> bool {
    slips(document, parts, total, digits, repair::one_slip)
}

/// Whether all figures end in so many zeros that the gap may be what rounding leaves.
pub fn rounded(document: &Document<'_>, parts: &[usize], total: usize) -> bool {
    let grain = |at: &usize| -> Option<Decimal> {
        let base = document.figures[*at].base()?;
        let mut grain = Decimal::ONE;
        while grain < Decimal::from(1_000_000) && base.checked_rem(grain.checked_mul(Decimal::TEN)?)?.is_zero() {
            grain = grain.checked_mul(Decimal::TEN)?;
        }
        Some(grain)
    };
    let rounded = || -> Option<bool> {
        let grain = parts.iter().chain([&total]).filter_map(grain).min()?;
        let (_, sum) = added(document, parts)?;
        let gap = document.figures[total].base()?.checked_sub(sum)?.abs();
        let slack = grain.checked_mul(Decimal::from(parts.len() as u64 + 1))?.checked_div(Decimal::TWO)?;
        Some(grain >= Decimal::ONE_HUNDRED && gap <= slack)
    };
    rounded().unwrap_or(false)
}

/// The figures of items.
pub fn figures(sentence: &Sentence<'_, '_>, items: &[usize]) -> Vec<usize> {
    items.iter().map(|item| sentence.items[*item].at).collect()
}

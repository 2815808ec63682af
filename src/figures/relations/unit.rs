//! One amount in two units: 2802万吨（560.4亿斤）.

use super::{Found, change::amount_verdict, yields::yield_of};
use crate::{
    figures::{
        document::Document,
        figure::plain,
        interval::{Interval, power_of_ten},
        repair,
        units::UNITS,
    },
    model::{RelationKind, Verdict, Words},
};

/// Finds them: a bracket that holds nothing but the same amount again.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    for (at, figure) in document.figures.iter().enumerate() {
        let said = || {
            ["折合", "折合约", "约合", "合计约合", "相当于", "即", "or", "equivalent to", "equal to"]
                .contains(&figure.label.trim())
        };
        let near = at.checked_sub(1).filter(|first| figure.start - document.figures[*first].end <= 8);
        if let Some(first) = near.filter(|_| said()) {
            found.extend(
                restated(document, first, at)
                    .filter(|f| f.verdict == Verdict::Consistent)
                    .or_else(|| misscaled(document, first, at)),
            );
        }
        found.extend(by_month(document, at));
        let Some(id) = figure.bracket else { continue };
        let Some(owner) = document.bracket_owner.get(id).copied().flatten() else { continue };
        let Some((open, close)) = document.brackets.spans.get(id).copied() else { continue };
        // Nothing else fits between so near marks; longer brackets are not read at all.
        if figure.start.saturating_sub(open) > 8 || close.saturating_sub(figure.end) > 4 {
            continue;
        }
        let before = document.between(open + 1, figure.start);
        let alone = ["", "即", "合", "折合", "约合", "相当于"].contains(&before.trim())
            && document.between(figure.end, close).trim().is_empty();
        let close = document.text.at(figure.end) == ')';
        if close && document.figures[owner].end + 1 == figure.label_start {
            found.extend(yields(document, owner, at));
        }
        if alone && document.between(document.figures[owner].end, open).trim().is_empty() {
            found.extend(restated(document, owner, at));
        }
    }
}

/// 9.37亿元，约合937000万元: with all its digits right and its scale wrong, it is no rounding.
fn misscaled(document: &Document<'_>, first: usize, at: usize) -> Option<Found> {
    let (a, b) = (&document.figures[first], &document.figures[at]);
    let one = a.unit == b.unit && a.scale != b.scale && !a.hedged && a.digits() >= 3 && !document.english;
    let said = b.value.normalize().mantissa();
    let power = a.base()?.checked_div(b.base().filter(|base| one && !base.is_zero())?)?.normalize();
    let ten = power.mantissa().abs() == 1 || power.scale() == 0 && [10, 100, 1000, 10_000].contains(&power.mantissa());
    let point = a.base()?.checked_div(power_of_ten(b.scale))?.normalize();
    (ten && power != rust_decimal::Decimal::ONE && said != 0).then(|| Found {
        kind: RelationKind::Unit,
        operands: vec![first, at],
        expression: format!("{}{} = {point}{}", plain(a.value, a.decimals), a.shown_unit, b.shown_unit),
        reported: plain(b.value, b.decimals),
        computed: point.to_string(),
        verdict: Verdict::Unclear,
        note: Words::new("疑似单位或小数点有误", "the unit or the decimal point may be wrong"),
    })
}

/// 每公顷6580公斤（每亩438.7公斤）: one yield for each of two units.
fn yields(document: &Document<'_>, owner: usize, at: usize) -> Option<Found> {
    let (first, second) = (&document.figures[owner], &document.figures[at]);
    let each = second.label.trim().trim_start_matches("折合").trim_start_matches('每');
    let (over, under) = UNITS.factor(UNITS.canonical(yield_of(first)?), UNITS.canonical(each))?;
    if first.hedged || second.hedged || first.unit != second.unit {
        return None;
    }
    let computed = first.interval()?.times(under)?.over(Interval::point(over))?;
    let point = first.base()?.checked_mul(under)?.checked_div(over)?.checked_div(power_of_ten(second.scale))?;
    let shown = point.round_dp(second.decimals + 2).normalize().to_string();
    let verdict = match amount_verdict(second, computed)? {
        Verdict::Inconsistent => Verdict::Unclear,
        verdict => verdict,
    };
    Some(Found {
        kind: RelationKind::Unit,
        operands: vec![owner, at],
        expression: format!(
            "{} ÷ {} = {shown}",
            plain(first.value, first.decimals),
            over.checked_div(under)?.normalize()
        ),
        reported: plain(second.value, second.decimals),
        computed: shown,
        verdict,
        note: Words::default(),
    })
}

/// 每人每年7680元，折合每月640元: a twelfth.
fn by_month(document: &Document<'_>, at: usize) -> Option<Found> {
    let (first, second) = (&document.figures[at.checked_sub(1)?], &document.figures[at]);
    let label = second.label.trim();
    let monthly = ["折合每月", "折合每人每月", "折合月均", "合每月", "相当于每月"].contains(&label);
    let yearly =
        || ["每年", "年标准", "/年"].iter().any(|word| first.label.contains(word) || first.tail.starts_with(word));
    let sound = first.unit == second.unit && first.scale == second.scale && first.sentence == second.sentence;
    if !monthly || !sound || first.hedged || !yearly() {
        return None;
    }
    let twelve = rust_decimal::Decimal::from(12);
    let computed = first.interval()?.over(Interval::point(twelve))?;
    let point = first.base()?.checked_div(twelve)?.checked_div(power_of_ten(second.scale))?;
    let verdict = match amount_verdict(second, computed)? {
        Verdict::Inconsistent if second.hedged => return None,
        Verdict::Inconsistent => Verdict::Unclear,
        verdict => verdict,
    };
    let shown = point.round_dp(second.decimals + 2).normalize().to_string();
    Some(Found {
        kind: RelationKind::Unit,
        operands: vec![at - 1, at],
        expression: format!("{} ÷ 12 = {shown}", plain(first.value, first.decimals)),
        reported: plain(second.value, second.decimals),
        computed: shown,
        verdict,
        note: Words::default(),
    })
}

fn restated(document: &Document<'_>, owner: usize, at: usize) -> Option<Found> {
    let (first, second) = (&document.figures[owner], &document.figures[at]);
    if first.hedged || !first.is_amount() || !second.is_amount() {
        return None;
    }
    let one = rust_decimal::Decimal::ONE;
    let (times, over) = if first.unit == second.unit { (one, one) } else { UNITS.factor(first.unit, second.unit)? };
    if first.unit == second.unit && first.scale == second.scale {
        return None;
    }
    let computed = first.interval()?.times(times)?.over(Interval::point(over))?;
    let point = first.base()?.checked_mul(times)?.checked_div(over)?;
    let verdict = amount_verdict(second, computed)?;
    if second.hedged && verdict != Verdict::Consistent {
        return None;
    }
    let scaled = point.checked_div(power_of_ten(second.scale))?.round_dp(second.decimals + 4).normalize();
    let note = match repair::scale_slip(second.base()?, point) {
        Some(_) if verdict == Verdict::Inconsistent => {
            Words::new("疑似单位或小数点有误", "the unit or the decimal point may be wrong")
        }
        _ => Words::default(),
    };
    Some(Found {
        kind: RelationKind::Unit,
        operands: vec![owner, at],
        expression: format!(
            "{}{} = {scaled}{}",
            plain(first.value, first.decimals),
            first.shown_unit,
            second.shown_unit
        ),
        reported: plain(second.value, second.decimals),
        computed: scaled.to_string(),
        verdict,
        note,
    })
}

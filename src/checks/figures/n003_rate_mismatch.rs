//! N003: a rate contradicts its counts, in words or in the columns of a row.

use rust_decimal::Decimal;

use crate::{
    checks::{Check, Draft, Report, View},
    lexicon::Units,
    model::{Measure, MeasureKind, Record, RelationKind, Severity, Words},
    text::number::with_unit,
};

/// The check.
pub const CHECK: Check = Check {
    code: "N003",
    name: "rate-mismatch",
    severity: Severity::Error,
    document: include_str!("n003_rate_mismatch.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    super::of_relations(view, report, &[RelationKind::Rate, RelationKind::Ratio], super::contradicted);
    for (record, link) in view.linked() {
        match columns(record, view.units) {
            Columns::None => report.not_applicable(),
            Columns::Unsure => report.could_not_run(),
            Columns::Held { plan, actual, rate } => {
                report.ran();
                if let Some(draft) = mismatch(record, (plan, actual, rate), view.units) {
                    report.find(draft.department(view.owner(record)).task(link.linked()));
                }
            }
        }
    }
}

/// The one plan, the one completed amount and the one completion rate of a row.
enum Columns<'a> {
    None,
    Unsure,
    Held { plan: &'a Measure, actual: &'a Measure, rate: &'a Measure },
}

fn columns<'a>(record: &'a Record, units: &Units) -> Columns<'a> {
    let of = |kind| record.measures.iter().filter(move |measure| measure.kind == kind).collect::<Vec<_>>();
    let (plans, actuals, rates) = (of(MeasureKind::Plan), of(MeasureKind::Actual), of(MeasureKind::Rate));
    let is_completion = |rate: &Measure| ["完成率", "完成比例", "完成占"].iter().any(|word| rate.name.contains(word));
    let ([plan], [actual], [rate]) = (plans.as_slice(), actuals.as_slice(), rates.as_slice()) else {
        return if rates.iter().any(|rate| is_completion(rate)) { Columns::Unsure } else { Columns::None };
    };
    if !is_completion(rate) {
        return Columns::None;
    }
    let exact = [plan, actual, rate].iter().all(|measure| measure.value.is_some() && !measure.hedged);
    let comparable = units.dimension(plan.unit.as_deref()) == units.dimension(actual.unit.as_deref());
    if exact && comparable { Columns::Held { plan, actual, rate } } else { Columns::Unsure }
}

/// Both figures at either end of what they may stand for, one unit of the rate's last place allowed.
fn mismatch(record: &Record, (plan, actual, rate): (&Measure, &Measure, &Measure), units: &Units) -> Option<Draft> {
    let (whole, reported) = (plan.value?, rate.value?);
    let part = units.told(actual.value?, actual.unit.as_deref(), plan.unit.as_deref())?;
    if whole <= Decimal::ZERO {
        return None;
    }
    let percent = |part: Decimal, whole: Decimal| part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole);
    let computed = percent(part, whole)?;
    let shift = super::half_unit(plan).checked_div(whole)?.checked_add(relative(actual)?)?;
    let slack = computed.abs().checked_mul(shift)?.checked_add(super::half_unit(rate) * Decimal::TWO)?;
    let gap = computed.checked_sub(reported)?.abs();
    // 0.625 in a column without a % is 62.5 %.
    if gap <= slack || is_fraction(rate, computed, slack) {
        return None;
    }
    let shown = super::plain(computed.round_dp(u32::from(rate.decimals).max(1) + 1));
    let told = |measure: &Measure| with_unit(&measure.raw, measure.unit.as_deref().unwrap_or_default());
    let arithmetic = format!("{} ÷ {} = {shown}%", told(actual), told(plan));
    let name = &rate.name;
    Some(
        Draft::new(
            format!(
                "“{name}”填 {}，按同一行的“{}”和“{}”计算，{arithmetic}，两者不符。请核对三个数字中哪个有误。",
                rate.raw, actual.name, plan.name
            ),
            format!(
                "“{name}” is {}; from “{}” and “{}” in the same row, {arithmetic}. Check which of the three is wrong.",
                rate.raw, actual.name, plan.name
            ),
        )
        .at(super::place(record, rate))
        .found(&*rate.raw)
        .expected(format!("{shown}%"))
        .detail(Words::same(arithmetic))
        .key(format!("{name} {} {} {}", rate.raw, actual.raw, plan.raw)),
    )
}

/// Whether a rate without a % is the computed one told as a fraction of one.
fn is_fraction(rate: &Measure, computed: Decimal, slack: Decimal) -> bool {
    let Some(reported) = rate.value.filter(|_| !rate.raw.contains(['%', '％', '‰'])) else { return false };
    let percent = reported.checked_mul(Decimal::ONE_HUNDRED);
    let last_place = (super::half_unit(rate) * Decimal::TWO).checked_mul(Decimal::ONE_HUNDRED);
    let gap = percent.and_then(|percent| computed.checked_sub(percent));
    matches!((gap, last_place), (Some(gap), Some(last)) if gap.abs() <= slack.max(last))
}

/// Half a unit of a figure's last place, as a share of the figure.
fn relative(measure: &Measure) -> Option<Decimal> {
    let value = measure.value?.abs();
    if value.is_zero() { Some(Decimal::ZERO) } else { super::half_unit(measure).checked_div(value) }
}

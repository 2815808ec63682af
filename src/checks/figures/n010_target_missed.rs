//! N010: below target, or behind the share of the year that has passed.

use rust_decimal::Decimal;

use crate::{
    checks::{Check, Draft, Report, View},
    lexicon::Units,
    model::{Measure, MeasureKind, Record, RelationKind, Severity, Verdict, Words},
    text::number,
};

/// The check.
pub const CHECK: Check = Check {
    code: "N010",
    name: "target-missed",
    severity: Severity::Info,
    document: include_str!("n010_target_missed.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    super::of_relations(view, report, &[RelationKind::Target], |placed| {
        (placed.relation.verdict != Verdict::Consistent).then_some(Severity::Info)
    });
    let Some(period) = view.period else {
        report.could_not_run();
        return;
    };
    let months = Decimal::from(period.months().1);
    for (record, position, _) in view.claims() {
        let Some((plan, actual)) = pair(record) else {
            report.not_applicable();
            continue;
        };
        report.ran();
        let Some(share) = share(plan, actual, view.units) else { continue };
        let due = (months * Decimal::ONE_HUNDRED / Decimal::from(12)).round_dp(1);
        if share >= due {
            continue;
        }
        let show = |measure: &Measure| number::with_unit(&measure.raw, measure.unit.as_deref().unwrap_or(""));
        let arithmetic = format!("{} ÷ {} = {}%", show(actual), show(plan), super::plain(share));
        let due = super::plain(due);
        report.find(
            Draft::new(
                format!("{arithmetic}，低于时间进度 {due}%。仅供参考，是否滞后请结合工作安排判断。"),
                format!("{arithmetic}, below the {due}% of the year that has passed. For information: whether it is behind depends on its schedule."),
            )
            .at(super::place(record, actual))
            .department(view.owner(record))
            .task(Some(position))
            .found(format!("{}%", super::plain(share)))
            .expected(format!("≥ {due}%"))
            .detail(Words::same(arithmetic))
            .key(format!("{} {}", actual.name, plan.name)),
        );
    }
}

/// The one plan of the year and the one completed amount of a row.
fn pair(record: &Record) -> Option<(&Measure, &Measure)> {
    let one = |kind| {
        let mut of = record.measures.iter().filter(|measure| measure.kind == kind && !measure.hedged);
        of.next().filter(|_| of.next().is_none())
    };
    let plan = one(MeasureKind::Plan)?;
    // A plan of several years is not due with this one.
    let yearly = ["年度", "全年", "当年", "本年", "annual"].iter().any(|word| plan.name.contains(word));
    yearly.then_some((plan, one(MeasureKind::Actual)?))
}

fn share(plan: &Measure, actual: &Measure, units: &Units) -> Option<Decimal> {
    let whole = plan.value.filter(|value| *value > Decimal::ZERO)?;
    let part = units.told(actual.value?, actual.unit.as_deref(), plan.unit.as_deref())?;
    Some(part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)?.round_dp(1))
}

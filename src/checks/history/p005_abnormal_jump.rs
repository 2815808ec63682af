//! P005: a figure has grown or shrunk far more than every other of its kind.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Pair, is_cumulative, measures, pairs, place, then_name, with_unit};
use crate::{
    checks::{Check, Draft, Report, View},
    model::{Measure, MeasureKind, Severity, Words, past::PastMeasure},
    text::fold::words_only,
};

/// The check.
pub const CHECK: Check = Check {
    code: "P005",
    name: "abnormal-jump",
    severity: Severity::Warning,
    document: include_str!("p005_abnormal_jump.md"),
    run,
};

/// Other figures of the kind that there must be before one can be out of line.
const LEAST_SIBLINGS: usize = 4;
/// How many times the usual change is out of line.
const FAR: i64 = 8;

struct Jump<'a> {
    pair: Pair<'a>,
    measure: &'a Measure,
    then: &'a PastMeasure,
    before: Decimal,
    now: Decimal,
    ratio: Decimal,
}

fn run(view: View<'_>, report: &mut Report) {
    let Some((past, pairs)) = pairs(view) else {
        report.not_applicable();
        return;
    };
    let period = then_name(past);
    for jumps in by_name(view, &pairs).into_values() {
        let mut ratios: Vec<Decimal> = jumps.iter().map(|jump| jump.ratio).collect();
        ratios.sort();
        for jump in &jumps {
            if ratios.len() <= LEAST_SIBLINGS {
                report.could_not_run();
                continue;
            }
            report.ran();
            let usual = ratios[ratios.len() / 2];
            let times = jump.ratio.checked_div(usual).unwrap_or(Decimal::ONE);
            let fell = times.checked_mul(Decimal::from(FAR)).is_some_and(|times| times <= Decimal::ONE);
            // What falls although it only grows is P001's.
            let is_told = fell && is_cumulative(&jump.measure.name, jump.measure.kind) && jump.now < jump.before;
            if (times >= Decimal::from(FAR) || fell) && !is_told {
                report.find(draft(view, jump, &period, usual));
            }
        }
    }
}

/// Every pair of plain figures above zero, by the name of the measure.
fn by_name<'a>(view: View<'a>, pairs: &[Pair<'a>]) -> BTreeMap<String, Vec<Jump<'a>>> {
    let mut jumps: BTreeMap<String, Vec<Jump<'a>>> = BTreeMap::new();
    for pair in pairs {
        for (measure, then, before, now) in measures(view, pair) {
            let counted = matches!(measure.kind, MeasureKind::Actual | MeasureKind::Amount);
            if !counted || before <= Decimal::ZERO || now <= Decimal::ZERO {
                continue;
            }
            if let Some(ratio) = now.checked_div(before).filter(|ratio| *ratio > Decimal::ZERO) {
                let jump = Jump { pair: *pair, measure, then, before, now, ratio };
                jumps.entry(words_only(&measure.name)).or_default().push(jump);
            }
        }
    }
    jumps
}

fn draft(view: View<'_>, jump: &Jump<'_>, period: &Words, usual: Decimal) -> Draft {
    let was = with_unit(&jump.then.raw, &jump.then.unit);
    let is = with_unit(&jump.measure.raw, jump.measure.unit.as_deref().unwrap_or(""));
    let (ratio, usual) = (jump.ratio.round_dp(2).normalize(), usual.round_dp(2).normalize());
    let name = &jump.measure.name;
    Draft::new(
        format!("“{name}”{}报 {was}，本期报 {is}，是上期的 {ratio} 倍；同一指标的其他任务一般是 {usual} 倍。请核对单位（元、万元、亿元）和小数点。", period.zh),
        format!(
            "“{name}” was {was} in {} and is {is} now, {ratio} times as much; for other tasks this measure is usually {usual} \
             times what it was. Check the unit (元, 万元, 亿元) and the decimal point.",
            period.en
        ),
    )
    .at(place(jump.pair.record, jump.measure))
    .department(view.owner(jump.pair.record))
    .task(Some(jump.pair.task))
    .found(is.clone())
    .expected(was.clone())
    .detail(Words::same(format!("{} ÷ {} = {ratio}", jump.now.normalize(), jump.before.normalize())))
    .key(format!("{name} {was} {is}"))
}

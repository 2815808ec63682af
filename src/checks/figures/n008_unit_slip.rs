//! N008: a figure is off by a power of ten that a unit makes, against its other statement or the list's plan.

use rust_decimal::Decimal;

use crate::{
    checks::{Check, Draft, Report, View},
    lexicon::Units,
    model::{Measure, MeasureKind, RelationKind, Severity, Words},
    text::fold,
};

/// The check.
pub const CHECK: Check = Check {
    code: "N008",
    name: "unit-slip",
    severity: Severity::Warning,
    document: include_str!("n008_unit_slip.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    super::of_relations(view, report, &[RelationKind::Unit], super::contradicted);
    for (record, position, task) in view.claims() {
        for measure in record.measures.iter().filter(|measure| measure.kind == MeasureKind::Plan) {
            let name = fold::fold(&measure.name);
            let Some(listed) = task.measures.iter().find(|listed| fold::fold(&listed.name) == name) else {
                report.not_applicable();
                continue;
            };
            report.ran();
            let Some(factor) = factor(measure, listed, view.units) else { continue };
            let show = |measure: &Measure| format!("{}{}", measure.raw, measure.unit.as_deref().unwrap_or(""));
            let (said, list) = (show(measure), show(listed));
            let arithmetic = format!("{said} = {list} × {factor}");
            report.find(
                Draft::new(
                    format!("“{}”填 {said}，清单中是 {list}，数字相同而大小差 {factor} 倍。请核对单位是否写错（元、万元、亿元）。", measure.name),
                    format!("“{}” is {said}, and {list} in the task list: the same digits, {factor} times apart. Check the unit (元, 万元, 亿元).", measure.name),
                )
                .at(super::place(record, measure))
                .department(view.owner(record))
                .task(Some(position))
                .found(said)
                .expected(list)
                .detail(Words::same(arithmetic))
                .key(format!("{name} {}", measure.raw)),
            );
        }
    }
}

/// The power of ten between two statements of one figure, when it is one that a unit makes.
fn factor(said: &Measure, listed: &Measure, units: &Units) -> Option<String> {
    let said_value = units.told(said.value?, said.unit.as_deref(), listed.unit.as_deref())?;
    let listed_value = listed.value?;
    if said.hedged || listed.hedged || listed_value <= Decimal::ZERO || said_value <= Decimal::ZERO {
        return None;
    }
    for power in [4_u32, 8] {
        let factor = Decimal::from(10_u64.pow(power));
        if listed_value.checked_mul(factor) == Some(said_value) {
            return Some(super::plain(factor));
        }
        if said_value.checked_mul(factor) == Some(listed_value) {
            return Some(format!("1/{}", super::plain(factor)));
        }
    }
    None
}

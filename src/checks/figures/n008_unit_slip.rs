//! N008: a figure is off by a power of ten that a unit makes, against its other statement or the list's plan.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::{
    checks::{Check, Draft, Report, View, wording},
    lexicon::Units,
    model::{Measure, MeasureKind, Record, RelationKind, Severity, Words},
    text::{fold, number},
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
    without_unit(view, report);
    for (record, position, task) in view.claims() {
        for measure in record.measures.iter().filter(|measure| measure.kind == MeasureKind::Plan) {
            let name = fold::fold(&measure.name);
            let Some(listed) = task.measures.iter().find(|listed| fold::fold(&listed.name) == name) else {
                report.not_applicable();
                continue;
            };
            report.ran();
            let Some(factor) = factor(measure, listed, view.units) else { continue };
            let show = |measure: &Measure| number::with_unit(&measure.raw, measure.unit.as_deref().unwrap_or(""));
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

/// A column of figures without a unit, where others give the same measure in units that can be converted: its figures
/// are in no total, one finding a column.
fn without_unit(view: View<'_>, report: &mut Report) {
    let figures = |record: &'_ Record| -> Vec<Measure> {
        let summable = |measure: &&Measure| {
            matches!(measure.kind, MeasureKind::Plan | MeasureKind::Actual | MeasureKind::Amount)
                && measure.value.is_some()
        };
        record.measures.iter().filter(summable).cloned().collect()
    };
    // Units that come in several sizes: a bare figure of people or of pieces can only mean one thing.
    let sized = |unit: &str| ["元", "吨", "亩", "米", "里", "顷"].iter().any(|end| unit.ends_with(end));
    let mut units: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (record, _, _) in view.claims() {
        for measure in figures(record) {
            if let Some(unit) = measure.unit.as_ref().filter(|unit| view.units.get(unit).is_some() && sized(unit)) {
                units.entry(fold::fold(&measure.name)).or_default().insert(unit.to_string());
            }
        }
    }
    let mut told = BTreeSet::new();
    for (record, _, _) in view.claims() {
        for measure in figures(record).into_iter().filter(|measure| measure.unit.is_none()) {
            let Some(said) = units.get(&fold::fold(&measure.name)) else { continue };
            report.ran();
            if !told.insert((record.submission, record.table, measure.cell.column)) {
                continue;
            }
            let said = wording::list(&said.iter().collect::<Vec<_>>());
            let name = &measure.name;
            report.find(
                Draft::new(
                    format!("“{name}”没有写计量单位，别的数字写的是{}，不能确定是哪一种，没有并入合计。请在表头补写单位。", said.zh),
                    format!("“{name}” names no unit, and elsewhere it is in {}; which is meant can't be told, so its figures are not in the total. Write the unit into the header.", said.en),
                )
                .at(super::place(record, &measure))
                .department(view.owner(record))
                .found(&*measure.raw)
                .expected(wording::by_names(said))
                .key(format!("unit of {name}")),
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

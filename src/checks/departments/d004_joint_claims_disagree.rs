//! D004: units that share a task give one figure differently.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::{
    checks::{Check, Draft, Report, View, wording},
    lexicon::Units,
    model::{Entry, Measure, Place, Record, Role, Severity, Words},
    text::{fold, number},
};

/// The check.
pub const CHECK: Check = Check {
    code: "D004",
    name: "joint-claims-disagree",
    severity: Severity::Error,
    document: include_str!("d004_joint_claims_disagree.md"),
    run,
};

/// A figure of a lead unit.
type Told<'a> = (&'a str, &'a Record, &'a Measure);

fn run(view: View<'_>, report: &mut Report) {
    for entry in &view.ledger.entries {
        let figures = by_name(view, entry);
        // Units that agree on one figure speak of the same thing; else each may tell its own share.
        let same_thing = figures.values().any(|told| compare(told, view.units).is_some_and(|sides| sides.is_empty()));
        if figures.is_empty() {
            report.not_applicable();
        }
        for told in figures.values() {
            let Some(sides) = compare(told, view.units) else {
                report.not_applicable();
                continue;
            };
            report.ran();
            for (own, others) in sides {
                let draft = draft(view, entry, own, &others);
                report.find(if same_thing { draft } else { draft.at_most(Severity::Warning) });
            }
        }
    }
}

/// What lead units tell of each measure of a task, one figure a unit.
fn by_name<'a>(view: View<'a>, entry: &'a Entry) -> BTreeMap<String, Vec<Told<'a>>> {
    let mut figures: BTreeMap<String, Vec<Told<'a>>> = BTreeMap::new();
    for claim in entry.claims.iter().filter(|claim| claim.role == Role::Lead) {
        let (Some(unit), Some(record)) = (claim.department.as_deref(), view.records.get(claim.record.0)) else {
            continue;
        };
        for measure in record.measures.iter().filter(|measure| measure.value.is_some() && !measure.hedged) {
            figures.entry(fold::fold(&measure.name)).or_default().push((unit, record, measure));
        }
    }
    // A unit that reports in several rows tells parts.
    figures.retain(|_, told| {
        let units: std::collections::BTreeSet<&str> = told.iter().map(|(unit, ..)| *unit).collect();
        units.len() == told.len() && told.len() > 1
    });
    figures
}

/// Each figure that others contradict, with those: every unit is asked, for nobody knows which is right. `None` where the
/// figures can't be compared.
fn compare<'a>(told: &[Told<'a>], units: &Units) -> Option<Vec<(Told<'a>, Vec<Told<'a>>)>> {
    let mut sides = Vec::new();
    for own in told {
        let mut others = Vec::new();
        for other in told {
            if differ(own.2, other.2, units)? {
                others.push(*other);
            }
        }
        if !others.is_empty() {
            sides.push((*own, others));
        }
    }
    Some(sides)
}

/// Whether two figures differ by more than the coarser of them is rounded; `None` where their units can't be compared.
fn differ(one: &Measure, two: &Measure, units: &Units) -> Option<bool> {
    let half = |measure: &Measure| Decimal::new(5, (u32::from(measure.decimals) + 1).min(20));
    let told = |value: Decimal| units.told(value, two.unit.as_deref(), one.unit.as_deref());
    let apart = (told(two.value?)? - one.value?).abs();
    Some(apart > half(one).max(told(half(two)).unwrap_or_default()))
}

fn show((unit, _, measure): Told<'_>) -> (&str, String) {
    (unit, number::with_unit(&measure.raw, measure.unit.as_deref().unwrap_or("")))
}

fn place((_, record, measure): Told<'_>) -> Place {
    Place::cell(&record.file, &record.sheet, measure.cell)
}

fn draft(view: View<'_>, entry: &Entry, own: Told<'_>, others: &[Told<'_>]) -> Draft {
    let name = &own.2.name;
    let task = view.task(entry.task).map(wording::task).unwrap_or_default();
    let sides = wording::sides(show(own), others.iter().map(|other| (show(*other), place(*other))));
    let names: Vec<&str> = others.iter().map(|other| other.0).collect();
    let (unit, figure) = show(own);
    let against: Vec<String> =
        others.iter().map(|other| show(*other)).map(|(unit, figure)| format!("{unit} {figure}")).collect();
    let told = format!("{unit} {figure} ≠ {}", wording::by_names(wording::list(&against)));
    Draft::new(
        format!("{}的“{name}”，{}。请与有关单位核对是否同一口径，以哪个为准。", task.zh, sides.zh),
        format!(
            "“{name}” of {}: {}. Settle with the units whether they count the same thing, and which holds.",
            task.en, sides.en
        ),
    )
    .at(place(own))
    .department(view.owner(own.1))
    .task(Some(entry.task))
    .found(told.clone())
    .detail(Words::same(told))
    .key(format!("{} {} {}", fold::fold(name), own.0, names.join(" ")))
}

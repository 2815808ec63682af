//! D004: units that share a task give one figure differently.

use std::collections::BTreeMap;

use crate::{
    checks::{Check, Draft, Report, View, wording},
    lexicon::Units,
    model::{Entry, Measure, Record, Role, Severity, Words},
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
        let same_thing = figures.values().any(|told| matches!(compare(told, view.units), Some(Comparison::Agree)));
        if figures.is_empty() {
            report.not_applicable();
        }
        for told in figures.values() {
            match compare(told, view.units) {
                None => report.not_applicable(),
                Some(Comparison::Agree) => report.ran(),
                Some(Comparison::Differ(first, other)) => {
                    report.ran();
                    let draft = draft(view, entry, first, other);
                    report.find(if same_thing { draft } else { draft.at_most(Severity::Warning) });
                }
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

enum Comparison<'a> {
    Agree,
    Differ(Told<'a>, Told<'a>),
}

/// `None` where the figures can't be compared.
fn compare<'a>(told: &[Told<'a>], units: &Units) -> Option<Comparison<'a>> {
    let (first, rest) = told.split_first()?;
    for other in rest {
        let value = units.told(other.2.value?, other.2.unit.as_deref(), first.2.unit.as_deref())?;
        // The same figure may be rounded to fewer places by one of the two.
        let places = u32::from(first.2.decimals.min(other.2.decimals));
        let coarse = |value: rust_decimal::Decimal| {
            value.round_dp_with_strategy(places, rust_decimal::RoundingStrategy::MidpointAwayFromZero)
        };
        if coarse(value) != coarse(first.2.value?) {
            return Some(Comparison::Differ(*first, *other));
        }
    }
    Some(Comparison::Agree)
}

fn draft(view: View<'_>, entry: &Entry, first: Told<'_>, other: Told<'_>) -> Draft {
    let show = |measure: &Measure| number::with_unit(&measure.raw, measure.unit.as_deref().unwrap_or(""));
    let (one, two) = (show(first.2), show(other.2));
    let there = format!("{} › {} › {}", other.1.file, other.1.sheet, other.2.cell);
    let name = &first.2.name;
    let task = view.task(entry.task).map(wording::task).unwrap_or_default();
    Draft::new(
        format!("{}的“{name}”，{}报 {one}，{}报 {two}（{there}）。请与两个单位核对是否同一口径，以哪个为准。", task.zh, first.0, other.0),
        format!("“{name}” of {}: {} says {one}, {} says {two} ({there}). Settle with both whether they count the same thing, and which holds.", task.en, first.0, other.0),
    )
    .at(crate::model::Place::cell(&first.1.file, &first.1.sheet, first.2.cell))
    .department(view.owner(first.1))
    .task(Some(entry.task))
    .found(one.clone())
    .expected(two.clone())
    .detail(Words::same(format!("{one} ≠ {two}")))
    .key(format!("{} {} {}", fold::fold(name), first.0, other.0))
}

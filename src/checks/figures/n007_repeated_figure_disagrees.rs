//! N007: one indicator is stated twice with different values: in words, in two rows, or in words and in a column.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::{
    checks::{Check, Draft, Report, View},
    lexicon::Units,
    model::{Measure, Quantity, Record, RelationKind, Severity, Words},
    text::number,
};

/// The check.
pub const CHECK: Check = Check {
    code: "N007",
    name: "repeated-figure-disagrees",
    severity: Severity::Error,
    document: include_str!("n007_repeated_figure_disagrees.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    super::of_relations(view, report, &[RelationKind::Repeat], super::contradicted);
    for ((record, link), told) in view.linked().zip(view.called) {
        for (measure, told) in record.sure_measures().zip(told) {
            if told.is_empty() {
                report.not_applicable();
                continue;
            }
            report.ran();
            if let Some(quantity) = differing(measure, told, view.units) {
                let draft = draft(record, measure, quantity);
                report.find(draft.department(view.owner(record)).task(link.linked()).at_most(Severity::Warning));
            }
        }
    }
}

/// The one figure in the words that should be the column's and is not. Where several are called alike, none is meant
/// for sure.
fn differing<'q>(measure: &Measure, told: &'q [Quantity], units: &Units) -> Option<&'q Quantity> {
    let [quantity] = told else { return None };
    let unit = if quantity.unit == "%" && measure.unit.is_none() { None } else { Some(quantity.unit.as_str()) };
    let value = units.told(quantity.value, unit, measure.unit.as_deref())?;
    // One of the two may be rounded to fewer places: both are held against the coarser.
    let own = units.told(measure.value?, measure.unit.as_deref(), unit)?;
    let equal = |a: Decimal, b: Decimal, places: u32| {
        let coarse = |v: Decimal| v.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
        coarse(a) == coarse(b)
    };
    let same =
        equal(value, measure.value?, measure.decimals.into()) || equal(own, quantity.value, quantity.value.scale());
    (!same).then_some(quantity)
}

fn draft(record: &Record, measure: &Measure, quantity: &Quantity) -> Draft {
    let name = &measure.name;
    let column = number::with_unit(&measure.raw, measure.unit.as_deref().unwrap_or_default());
    let told = &quantity.text;
    Draft::new(
        format!("“{name}”栏填 {column}，同一行的文字写的是 {told}。请核对是否同一口径，以哪个为准。"),
        format!("“{name}” is {column} in its column and {told} in the words of the same row. Ask whether both mean the same, and which holds."),
    )
    .at(super::place(record, measure))
    .found(column.clone())
    .expected(told.clone())
    .detail(Words::same(format!("{column} ≠ {told}")))
    .key(format!("{name} {} {told}", measure.raw))
}

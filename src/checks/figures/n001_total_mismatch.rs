//! N001: a total or subtotal row is not the sum of its rows.

use crate::{
    checks::{Check, Draft, Report, View, wording},
    model::{Place, Severity, TotalLine, TotalScope, Verdict, Words},
    text::number::with_unit,
};

/// The check.
pub const CHECK: Check = Check {
    code: "N001",
    name: "total-mismatch",
    severity: Severity::Error,
    document: include_str!("n001_total_mismatch.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    for total in view.ledger.totals.iter().filter(|total| total.scope == TotalScope::Table) {
        let Some(place) = &total.place else { continue };
        // A formula without a stored value shows nothing that could be held against its rows (F012).
        let Some(verdict) = total.verdict.filter(|verdict| *verdict != Verdict::Unclear) else {
            report.could_not_run();
            continue;
        };
        report.ran();
        if verdict == Verdict::Inconsistent && !super::n012_formula_omits_rows::explains(view, total) {
            report.find(draft(view, total, place));
        }
    }
}

fn draft(view: View<'_>, total: &TotalLine, place: &Place) -> Draft {
    let unit = total.unit.as_deref().unwrap_or("");
    let reported = total.reported.as_deref().unwrap_or("");
    let computed = super::plain(total.computed);
    let gap = total.difference.unwrap_or_default();
    let count = total.added;
    let sum = addition(view, total);
    let range = span(&total.parts);
    let (measure, label) = (wording::short(&total.measure, 30), wording::short(&total.of, 20));
    let over = gap.is_sign_positive();
    let [said, sum_of, gap] =
        [reported.to_owned(), computed.clone(), super::plain(gap.abs())].map(|figure| with_unit(figure, unit));
    Draft::new(
        format!(
            "“{label}”行“{measure}”填 {said}，所辖 {count} 行（{range}）相加为 {sum_of}，{} {gap}。请核对是合计算错，还是有行漏填、错填。",
            if over { "多出" } else { "少了" }
        ),
        format!(
            "“{measure}” in row “{label}” is {said}; its {count} rows ({range}) add up to {sum_of}, {gap} {}. Check whether the total or one of the rows is wrong.",
            if over { "less" } else { "more" }
        ),
    )
    .at(place.clone())
    .department(super::file_department(view, place))
    .found(reported)
    .expected(computed.clone())
    .detail(Words::same(sum))
    .key(format!("{label} {measure} {reported}"))
}

/// The sum written out, where it is short enough to be read.
fn addition(view: View<'_>, total: &TotalLine) -> String {
    const READABLE: usize = 12;
    let computed = super::plain(total.computed);
    if total.parts.len() > READABLE {
        return format!("Σ {} = {computed}", span(&total.parts));
    }
    let shown = |place: &Place| {
        let cell = || place.cell.map(|cell| cell.to_string()).unwrap_or_default();
        view.measure_at(place).map_or_else(cell, |measure| measure.raw.to_string())
    };
    let parts: Vec<String> = total.parts.iter().map(shown).collect();
    format!("{} = {computed}", parts.join(" + "))
}

/// First and last of some cells.
fn span(parts: &[Place]) -> String {
    let mut cells: Vec<_> = parts.iter().filter_map(|place| place.cell).collect();
    cells.sort();
    match (cells.first(), cells.last()) {
        (Some(first), Some(last)) if first == last => first.to_string(),
        (Some(first), Some(last)) => format!("{first}…{last}"),
        _ => String::new(),
    }
}

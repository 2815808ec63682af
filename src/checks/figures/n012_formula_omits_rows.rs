//! N012: the range of a total's formula leaves out rows that it stands for.

use rust_decimal::Decimal;

use crate::{
    checks::{Check, Draft, Report, View, wording},
    model::{CellRef, Place, Severity, TotalLine, TotalScope, Verdict, Words},
};

/// The check.
pub const CHECK: Check = Check {
    code: "N012",
    name: "formula-omits-rows",
    severity: Severity::Warning,
    document: include_str!("n012_formula_omits_rows.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    for total in view.ledger.totals.iter().filter(|total| total.scope == TotalScope::Table) {
        let Some(place) = &total.place else { continue };
        let Some(formula) = formula(view, place) else {
            report.not_applicable();
            continue;
        };
        report.ran();
        // A total that agrees with another honest reading of its rows leaves nothing out.
        if total.omitted.is_empty() || total.verdict == Some(Verdict::Consistent) && !stands_for_all(total) {
            continue;
        }
        let cells: Vec<String> =
            total.omitted.iter().filter_map(|place| place.cell).map(|cell: CellRef| cell.to_string()).collect();
        let cells = wording::some(&cells);
        let (measure, label) = (wording::short(&total.measure, 30), wording::short(&total.of, 20));
        let reported = total.reported.clone().unwrap_or_default();
        let computed = super::plain(total.computed);
        let mut draft = Draft::new(
            format!("“{label}”行“{measure}”的公式 ={formula} 没有包含 {}。", cells.zh),
            format!("the formula ={formula} of “{measure}” in row “{label}” leaves out {}.", cells.en),
        );
        if total.difference.is_some_and(|gap| !gap.is_zero()) {
            draft = draft.and(
                &format!("合计显示 {reported}，各行相加为 {computed}。"),
                &format!("It shows {reported}; the rows add up to {computed}."),
            );
        }
        draft = draft.and("请核对公式的范围。", "Check the range.");
        report.find(
            draft
                .at(place.clone())
                .department(super::file_department(view, place))
                .found(format!("={formula}"))
                .expected(computed)
                .detail(Words::new(format!("公式未含 {}", cells.zh), format!("not in the formula: {}", cells.en)))
                .key(format!("{label} {measure}")),
        );
    }
}

/// Whether the sum that the total agrees with holds the omitted cells too.
fn stands_for_all(total: &TotalLine) -> bool {
    total.omitted.iter().all(|place| total.parts.contains(place))
}

fn formula<'a>(view: View<'a>, place: &Place) -> Option<&'a str> {
    let (_, file) = view.file_named(&place.file)?;
    let sheet = file.submission.book.as_ref()?.sheets.iter().find(|sheet| Some(&sheet.name) == place.sheet.as_ref())?;
    sheet.cell(place.cell?)?.formula.as_deref()
}

/// Whether a total misses its rows by just what its formula leaves out: one slip, said once.
pub(super) fn explains(view: View<'_>, total: &TotalLine) -> bool {
    if total.omitted.is_empty() {
        return false;
    }
    let left_out = total.omitted.iter().try_fold(Decimal::ZERO, |sum, place| {
        let measure = view.measure_at(place)?;
        sum.checked_add(view.units.told(measure.value?, measure.unit.as_deref(), total.unit.as_deref())?)
    });
    matches!((left_out, total.difference), (Some(left_out), Some(gap)) if gap == -left_out)
}

//! N006: a figure holds only through rounding or truncation.

use crate::{
    checks::{Check, Draft, Report, View, wording},
    model::{Severity, TotalScope, Verdict, Words},
};

/// The check.
pub const CHECK: Check = Check {
    code: "N006",
    name: "rounding-difference",
    severity: Severity::Info,
    document: include_str!("n006_rounding_difference.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    for placed in view.relations {
        report.ran();
        if placed.relation.verdict == Verdict::Rounding {
            report.find(super::relation(view, placed));
        }
    }
    for total in view.ledger.totals.iter().filter(|total| total.scope == TotalScope::Table) {
        let Some(place) = &total.place else { continue };
        if total.verdict.is_none() {
            report.could_not_run();
            continue;
        }
        report.ran();
        if total.verdict != Some(Verdict::Rounding) {
            continue;
        }
        let (measure, label) = (wording::short(&total.measure, 30), wording::short(&total.of, 20));
        let reported = total.reported.clone().unwrap_or_default();
        let computed = super::plain(total.computed);
        let gap = super::plain(total.difference.unwrap_or_default().abs());
        report.find(
            Draft::new(
                format!("“{label}”行“{measure}”填 {reported}，各行相加为 {computed}，相差 {gap}，可能只是各行四舍五入所致。表内数字本是精确数的，请核对合计。"),
                format!("“{measure}” in row “{label}” is {reported}, its rows add up to {computed}; the difference of {gap} may be no more than the rounding of its rows. Where they are exact, check the total."),
            )
            .at(place.clone())
            .department(super::file_department(view, place))
            .found(reported.clone())
            .expected(computed.clone())
            .detail(Words::same(format!("{reported} − {computed} = {}", super::plain(total.difference.unwrap_or_default()))))
            .key(format!("{label} {measure} {reported}")),
        );
    }
}

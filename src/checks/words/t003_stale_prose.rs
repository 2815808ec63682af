//! T003: the words are those of an earlier period, whether or not a date was moved.

use super::timeless;
use crate::{
    checks::{Check, Draft, Report, View, wording},
    model::{Field, Period, Record, Severity, Words},
    text::fold,
};

/// The check.
pub const CHECK: Check = Check {
    code: "T003",
    name: "stale-prose",
    severity: Severity::Warning,
    document: include_str!("t003_stale_prose.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    for (record, task, _) in view.claims() {
        let earlier = record.values.iter().filter_map(|value| match &*value.field {
            Field::ProgressOf(label) if !value.inherited && !fold::is_blank(&value.raw) => Some((label, value)),
            _ => None,
        });
        let earlier: Vec<_> = earlier.collect();
        let reported = said_last_period(view, record, task);
        if earlier.is_empty() && reported.is_empty() {
            report.not_applicable();
            continue;
        }
        let Some(now) = super::own_progress(record).filter(|now| !super::is_placeholder(&now.raw)) else {
            report.not_applicable();
            continue;
        };
        report.ran();
        let said = timeless(&now.raw);
        let Some((label, before)) = earlier.into_iter().find(|(_, before)| timeless(&before.raw) == said) else {
            if reported.iter().any(|before| timeless(before) == said) {
                report.find(unchanged(view, record, task, said));
            }
            continue;
        };
        let (label, cell) = (wording::short(label, 20), before.cell());
        report.find(
            Draft::new(
                format!("进展情况与“{label}”栏（{cell}）除时间外一字不差。请核对本期是否没有新进展，还是忘了更新。"),
                format!("the progress is word for word that of column “{label}” ({cell}), but for the dates. Check whether nothing is new or it was not brought up to date."),
            )
            .at(record.place(&Field::Progress))
            .department(view.owner(record))
            .task(Some(task))
            .found(&*now.raw)
            .key(said),
        );
    }
}

/// What the row's department said of the task in last period's report.
fn said_last_period<'a>(view: View<'a>, record: &Record, task: usize) -> Vec<&'a str> {
    let Some(previous) = view.previous else { return Vec::new() };
    let then = previous.changes.tasks.get(task).and_then(|change| previous.past.tasks.get(change.then?));
    let department = view.department_name(view.owner(record)).unwrap_or("");
    let claims = then.iter().flat_map(|then| &then.claims).filter(|claim| claim.department == department);
    claims.map(|claim| claim.progress.as_str()).filter(|said| !fold::is_blank(said)).collect()
}

fn unchanged(view: View<'_>, record: &Record, task: usize, said: String) -> Draft {
    let period = view.previous.and_then(|previous| previous.past.period.as_ref());
    let period = period.map_or_else(|| Words::new("上期", "last period"), Period::words);
    Draft::new(
        format!("进展情况与{}报告中的除时间外一字不差。请核对本期是否没有新进展，还是忘了更新。", period.zh),
        format!(
            "the progress is word for word that of the report for {}, but for the dates. Check whether nothing is new or it \
             was not brought up to date.",
            period.en
        ),
    )
    .at(record.place(&Field::Progress))
    .department(view.owner(record))
    .task(Some(task))
    .found(record.raw(&Field::Progress))
    .key(said)
}

//! P003: the words are new, and every figure in them is last period's.

use super::{Pair, pairs, rows_of_claims, then_name};
use crate::{
    checks::{Check, Draft, Report, View, stated::figures_of, wording, words},
    model::{Field, Severity, Task, Words, past::Past},
};

/// The check.
pub const CHECK: Check = Check {
    code: "P003",
    name: "frozen-figures",
    severity: Severity::Warning,
    document: include_str!("p003_frozen_figures.md"),
    run,
};

/// Figures that must be the same before it can be no chance.
const LEAST: usize = 2;

fn run(view: View<'_>, report: &mut Report) {
    let Some((past, pairs)) = pairs(view) else {
        report.not_applicable();
        return;
    };
    let rows = rows_of_claims(&pairs);
    for pair in &pairs {
        let several = rows.get(&(pair.task, pair.department.to_owned())).is_some_and(|count| *count > 1);
        let Some(task) = view.task(pair.task).filter(|_| !several) else {
            report.not_applicable();
            continue;
        };
        of_pair(view, past, pair, task, report);
    }
}

fn of_pair(view: View<'_>, past: &Past, pair: &Pair<'_>, task: &Task, report: &mut Report) {
    let progress = pair.record.value(&Field::Progress).filter(|value| !value.inherited);
    let (Some(now), Some(then)) = (progress, pair.then.said_by(pair.department)) else {
        report.not_applicable();
        return;
    };
    // What the task list asks for is no progress.
    let asked = figures_of(&format!("{}\n{}\n{}", task.title, task.content, task.target));
    let own =
        |text: &str| -> Vec<_> { figures_of(text).into_iter().filter(|figure| !asked.contains(figure)).collect() };
    let (figures, before) = (own(&now.raw), own(&then));
    if before.len() < LEAST || figures.len() < LEAST {
        report.not_applicable();
        return;
    }
    report.ran();
    if figures != before || words::timeless(&now.raw) == words::timeless(&then) {
        return;
    }
    let period = then_name(past);
    let told: Vec<String> = figures.iter().map(|(value, unit)| format!("{value}{unit}")).collect();
    let count = told.len();
    report.find(
        Draft::new(
            format!("文字与{}不同，其中 {count} 个数字却全部相同。请核对数字是否更新到本期。", period.zh),
            format!(
                "the words differ from those of {}, and all {count} figures in them are the same. Check whether the figures \
                 are this period's.",
                period.en
            ),
        )
        .at(pair.record.place(&Field::Progress))
        .department(view.owner(pair.record))
        .task(Some(pair.task))
        .found(wording::by_names(wording::list(&told)))
        .detail(Words::new(format!("两期都是：{}", told.join("、")), format!("in both: {}", told.join(", "))))
        .key(told.join(" ")),
    );
}

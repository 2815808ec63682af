//! T003: the words are those of an earlier period, whether or not a date was moved.

use crate::{
    checks::{Check, Draft, Report, View, wording},
    model::{Field, Severity},
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
        let earlier = record.values.iter().filter_map(|value| match &value.field {
            Field::ProgressOf(label) if !value.inherited && !fold::is_blank(&value.raw) => Some((label, value)),
            _ => None,
        });
        let earlier: Vec<_> = earlier.collect();
        if earlier.is_empty() {
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
            continue;
        };
        let (label, cell) = (wording::short(label, 20), before.cell);
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

/// The words of a text without the times that it names.
fn timeless(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut mentions = super::super::periods::mentions(text).into_iter().peekable();
    for (at, c) in text.chars().enumerate() {
        while mentions.peek().is_some_and(|mention| mention.end <= at) {
            mentions.next();
        }
        if mentions.peek().is_none_or(|mention| at < mention.start) {
            kept.push(c);
        }
    }
    fold::words_only(&kept)
}

//! P: against the last period.

pub mod p001_cumulative_decrease;
pub mod p002_restated_figure;
pub mod p003_frozen_figures;
pub mod p004_status_regressed;
pub mod p005_abnormal_jump;

use std::collections::BTreeMap;

use super::View;
use crate::{
    model::{
        Measure, MeasureKind, Place, Record,
        past::{Past, PastMeasure, PastTask},
    },
    text::fold::words_only,
};

/// A row that reports a task which stood in last period's report too.
#[derive(Clone, Copy)]
struct Pair<'a> {
    record: &'a Record,
    /// Position of the task in the list.
    task: usize,
    /// The task as it stood then.
    then: &'a PastTask,
    /// Whose row it is.
    department: &'a str,
}

/// Last period's report, and every row with its task in it.
fn pairs(view: View<'_>) -> Option<(&Past, Vec<Pair<'_>>)> {
    let previous = view.previous?;
    let pairs = view.claims().filter_map(|(record, task, _)| {
        let then = previous.past.tasks.get(previous.changes.tasks.get(task)?.then?)?;
        let department = view.department_name(view.owner(record)).unwrap_or("");
        Some(Pair { record, task, then, department })
    });
    Some((&previous.past, pairs.collect()))
}

/// The measure of the same name that the same department gave then, where it gave one alone.
fn measure_then<'a>(pair: &Pair<'a>, measure: &Measure) -> Option<&'a PastMeasure> {
    let name = words_only(&measure.name);
    let mut own =
        pair.then.measures.iter().filter(|then| then.department == pair.department && words_only(&then.name) == name);
    own.next().filter(|_| own.next().is_none())
}

/// Measures of a pair's row that were given then too, both plain figures; the earlier value in the later one's unit.
fn measures<'a>(
    view: View<'a>,
    pair: &Pair<'a>,
) -> Vec<(&'a Measure, &'a PastMeasure, rust_decimal::Decimal, rust_decimal::Decimal)> {
    let both = pair.record.measures.iter().filter_map(|measure| {
        let then = measure_then(pair, measure)?;
        let now = measure.value.filter(|_| !measure.hedged)?;
        let before = view.units.told(then.value?, Some(&then.unit), measure.unit.as_deref())?;
        Some((measure, then, before, now))
    });
    both.collect()
}

/// Whether a measure counts from the start of the year and can only grow: it says so, or it is a completed amount that
/// does not speak of a part of the time.
fn is_cumulative(name: &str, kind: MeasureKind) -> bool {
    const PARTS: [&str; 12] =
        ["当月", "本月", "当季", "本季", "单月", "季度", "当期", "本期", "月度", "当年新", "剩余", "未完成"];
    says_cumulative(name) || (kind == MeasureKind::Actual && !PARTS.iter().any(|part| name.contains(part)))
}

/// Whether words say that a figure is counted from the start of the year.
fn says_cumulative(words: &str) -> bool {
    ["累计", "今年以来", "年初以来", "自年初"].iter().any(|word| words.contains(word))
}

/// The cell of a measure.
fn place(record: &Record, measure: &Measure) -> Place {
    Place::cell(&record.file, &record.sheet, measure.cell)
}

/// A figure with its unit where the text itself has none.
fn with_unit(raw: &str, unit: &str) -> String {
    if raw.contains(unit) { raw.to_owned() } else { crate::text::number::with_unit(raw, unit) }
}

/// What last period is called.
fn then_name(past: &Past) -> crate::model::Words {
    past.period.as_ref().map_or_else(|| crate::model::Words::new("上期", "last period"), crate::model::Period::words)
}

/// Rows by task and department: a claim made in several rows can't be held against one text.
fn rows_of_claims(pairs: &[Pair<'_>]) -> BTreeMap<(usize, String), usize> {
    let mut rows = BTreeMap::new();
    for pair in pairs {
        *rows.entry((pair.task, pair.department.to_owned())).or_default() += 1;
    }
    rows
}

//! D002: supporting units differ from the task list.

use std::collections::BTreeSet;

use super::{is_unknown, listed_names};
use crate::{
    checks::{Check, Draft, Report, View, view::all_known, wording},
    model::{Field, Link, Record, Severity},
};

/// The check.
pub const CHECK: Check = Check {
    code: "D002",
    name: "support-changed",
    severity: Severity::Info,
    document: include_str!("d002_support_changed.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    let mut told = BTreeSet::new();
    let listed = listed_names(view);
    for (record, link) in view.linked() {
        let Some((position, task)) = link.linked().and_then(|position| Some((position, view.task(position)?))) else {
            continue;
        };
        // A blank cell says nothing of who supports.
        if record.support.is_empty() {
            report.not_applicable();
            continue;
        }
        let difference = super::difference(&task.support, &record.support);
        let fewer = difference.as_ref().is_some_and(|difference| !difference.fewer.is_empty());
        // A name that nobody knows may be one of the listed units, unless all of those are there.
        if !all_known(&task.support) || !all_known(&record.support) && fewer {
            report.could_not_run();
            continue;
        }
        report.ran();
        let Some(mut difference) = difference else { continue };
        // A unit that moved between lead and support is D001.
        difference.more.retain(|name| !task.lead.iter().any(|unit| *unit.name == **name));
        difference.fewer.retain(|name| !record.lead.iter().any(|unit| *unit.name == **name));
        // A name that nobody knows is asked about by D003.
        let asked = |name: &String| record.support.iter().any(|unit| *unit.name == **name && is_unknown(unit, &listed));
        let strangers = difference.fewer.is_empty() && difference.more.iter().all(asked);
        if strangers || of_another_row(view, position, record, link) {
            continue;
        }
        let (words, key) = difference.words();
        if !told.insert((record.place(&Field::Support), key.clone())) {
            continue;
        }
        let named = wording::task(task);
        report.find(
            Draft::new(
                format!("{}的配合单位与清单相比{}。请核对分工是否已调整。", named.zh, words.zh),
                format!(
                    "the supporting units of {} differ from the list: {}. Check whether the division of work changed.",
                    named.en, words.en
                ),
            )
            .at(record.place(&Field::Support))
            .department(view.owner(record))
            .task(Some(position))
            .found(record.raw(&Field::Support))
            .expected(wording::by_names(super::listed(&task.support)))
            .detail(words)
            .key(key),
        );
    }
}

/// Whether the units are those of the task whose number the row has: L007 says then that two rows were mixed up.
fn of_another_row(view: View<'_>, position: usize, record: &Record, link: &Link) -> bool {
    let other = link.number_says.filter(|other| *other != position).and_then(|other| view.task(other));
    other.is_some_and(|other| super::difference(&other.support, &record.support).is_none())
}

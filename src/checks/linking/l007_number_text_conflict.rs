//! L007: the number says one task, the words another.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    checks::{Check, Draft, Report, View, wording},
    model::{Field, Link, LinkDecision, Record, Severity, Task},
    text::numbering,
};

/// The check.
pub const CHECK: Check = Check {
    code: "L007",
    name: "number-text-conflict",
    severity: Severity::Warning,
    document: include_str!("l007_number_text_conflict.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    let follows = tables_that_follow_the_list(view);
    for (record, link) in view.linked() {
        if record.number.is_empty() || link.decision == LinkDecision::None {
            report.not_applicable();
            continue;
        }
        let conflict = conflict(view, record, link);
        if conflict.is_some() && !follows.contains(&(record.submission, record.table)) {
            // A table that counts its own rows says nothing of the list's numbers.
            report.not_applicable();
            continue;
        }
        report.ran();
        let Some((by_number, by_words)) = conflict else { continue };
        let (number, words) = (wording::task(by_number), wording::task(by_words));
        let raw = record.raw(&Field::Number);
        let raw = if raw.trim().is_empty() { record.raw(&Field::Id) } else { raw };
        report.find(
            Draft::new(
                format!("序号“{raw}”在清单中是{}，这一行的文字却是{}，已按文字匹配。请核对是序号填错，还是内容贴错了行。", number.zh, words.zh),
                format!("number “{raw}” is {} in the list, and the words of this row are those of {}; the words were followed. Check whether the number is wrong or the row was pasted over.", number.en, words.en),
            )
            .at(record.place(&Field::Number))
            .department(view.owner(record))
            .task(link.task)
            .found(raw)
            .expected(by_words.number.clone())
            .key(format!("{} {}", record.number, super::key(record))),
        );
    }
}

/// The task that the number names and the one that the words name, where they differ.
fn conflict<'a>(view: View<'a>, record: &Record, link: &Link) -> Option<(&'a Task, &'a Task)> {
    let (by_number, by_words) = (view.task(link.number_says?)?, view.task(link.task?)?);
    // Several tasks may stand under one number: then the number was right.
    (link.number_says != link.task && !same_number(&record.number, &by_words.number)).then_some((by_number, by_words))
}

/// Tables whose numbers are the list's more often than not.
fn tables_that_follow_the_list(view: View<'_>) -> BTreeSet<(usize, usize)> {
    let mut tally: BTreeMap<(usize, usize), (u32, u32)> = BTreeMap::new();
    for (record, link) in view.linked() {
        let Some(task) = link.linked().and_then(|task| view.task(task)) else { continue };
        if record.number.is_empty() {
            continue;
        }
        let (agree, differ) = tally.entry((record.submission, record.table)).or_default();
        if same_number(&record.number, &task.number) {
            *agree += 1;
        } else {
            *differ += 1;
        }
    }
    tally.into_iter().filter(|(_, (agree, differ))| agree > differ).map(|(table, _)| table).collect()
}

fn same_number(number: &str, listed: &str) -> bool {
    numbering::form(number) == numbering::form(listed)
}

//! L008: title or content differ from the task list.

use std::collections::BTreeSet;

use crate::{
    checks::{Check, Draft, Report, View, wording},
    model::{Field, Place, Record, RecordId, Severity, Task},
    text::{fold, numbering},
};

/// The check.
pub const CHECK: Check = Check {
    code: "L008",
    name: "reworded-task",
    severity: Severity::Warning,
    document: include_str!("l008_reworded_task.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    // A title merged over a block is one cell and one slip, however many tasks stand under it.
    let mut told: BTreeSet<Place> = BTreeSet::new();
    // Rows that tell a task in parts (L005) have words of their own by nature.
    let parts: BTreeSet<RecordId> = super::told(view)
        .iter()
        .filter(|told| !told.parts.is_empty())
        .flat_map(|told| std::iter::once(&told.first).chain(&told.parts))
        .map(|(_, link)| link.record)
        .collect();
    for (record, link) in view.linked() {
        let Some((position, task)) = link.linked().and_then(|position| Some((position, view.task(position)?))) else {
            continue;
        };
        if parts.contains(&link.record) {
            report.not_applicable();
            continue;
        }
        report.ran();
        for field in [Field::Title, Field::Content] {
            let Some(value) = record.value(&field) else { continue };
            if value.raw.trim().is_empty() || is_as_listed(&field, &value.raw, record, task) {
                continue;
            }
            if !told.insert(record.place(&field)) {
                continue;
            }
            let listed = listed_words(&field, task);
            let difference = difference(listed, &value.raw);
            let what = if field == Field::Title { ("重点任务", "title") } else { ("任务内容", "content") };
            report.find(
                Draft::new(
                    format!("“{}”与任务清单 {} 的文字不同：“{difference}”。汇总表采用清单的文字；请核对任务是否已调整。", what.0, task.id),
                    format!("the {} differs from that of task {} in the list: “{difference}”. The list's words are consolidated; check whether the task was changed.", what.1, task.id),
                )
                .at(record.place(&field))
                .department(view.owner(record))
                .task(Some(position))
                .found(&*value.raw)
                .expected(listed)
                .detail(crate::model::Words::same(difference))
                .key(format!("{field} {}", fold::words_only(&value.raw))),
            );
        }
    }
}

/// Whether a cell says what the list says: its own field, or the other one where a table has but one text column, or
/// both in one cell.
fn is_as_listed(field: &Field, raw: &str, record: &Record, task: &Task) -> bool {
    let said = plain(raw);
    let (title, content) = (plain(&task.title), plain(&task.content));
    let own = if *field == Field::Title { &title } else { &content };
    let other = if *field == Field::Title { &content } else { &title };
    let alone = record.value(&Field::Title).is_none() || record.value(&Field::Content).is_none();
    // A list with one text column says nothing of a second one.
    let second = title == content && record.value(&Field::Title).is_some_and(|value| plain(&value.raw) == title);
    said == *own || own.is_empty() || second || (alone && (said == *other || said == format!("{title}{content}")))
}

fn listed_words<'a>(field: &Field, task: &'a Task) -> &'a str {
    if *field == Field::Title && !task.title.is_empty() { &task.title } else { task.words() }
}

/// The words of a text without the number that a list puts before it.
fn plain(text: &str) -> String {
    fold::words_only(numbering::without(text))
}

/// What was taken out and put in, in brackets as editors mark it: `推进[-全部-]{+部分+}改造`.
fn difference(listed: &str, said: &str) -> String {
    use similar::{ChangeTag, TextDiff};
    let (listed, said) = (wording::short(listed, 300), wording::short(said, 300));
    let diff = TextDiff::from_chars(&*listed, &*said);
    let mut shown = String::new();
    let mut run: Option<(ChangeTag, String)> = None;
    for change in diff.iter_all_changes() {
        match &mut run {
            Some((tag, text)) if *tag == change.tag() => text.push_str(change.value()),
            _ => {
                push(&mut shown, run.take());
                run = Some((change.tag(), change.value().to_string()));
            }
        }
    }
    push(&mut shown, run);
    shown
}

/// Unchanged stretches are cut in their middle: only the change and the words around it matter.
fn push(shown: &mut String, run: Option<(similar::ChangeTag, String)>) {
    const KEPT: usize = 6;
    let Some((tag, text)) = run else { return };
    match tag {
        similar::ChangeTag::Delete => shown.extend(["[-", &text, "-]"]),
        similar::ChangeTag::Insert => shown.extend(["{+", &text, "+}"]),
        similar::ChangeTag::Equal => {
            let chars: Vec<char> = text.chars().collect();
            if chars.len() <= 2 * KEPT + 1 {
                shown.push_str(&text);
            } else {
                shown.extend(chars.iter().take(KEPT));
                shown.push('…');
                shown.extend(chars.iter().skip(chars.len() - KEPT));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_before_a_text_is_no_rewording() {
        for (left, right) in [
            ("14.改扩建学校", "改扩建学校"),
            ("（3）新建泵站", "新建泵站"),
            ("★新建泵站。", "新建泵站"),
            ("①新建泵站", "新建泵站"),
        ] {
            assert_eq!(plain(left), plain(right), "{left}");
        }
        assert_ne!(plain("3个项目开工"), plain("个项目开工"));
        assert_eq!(difference("新建泵站3座", "新建泵站2座"), "新建泵站[-3-]{+2+}座");
    }
}

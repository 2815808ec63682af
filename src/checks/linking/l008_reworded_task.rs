//! L008: title or content differ from the task list.

use std::collections::BTreeSet;

use crate::{
    checks::{Check, Draft, Report, View, wording},
    model::{By, Evidence, Field, Link, Place, RecordId, Severity, Task, Wording},
    text::{
        difference::{self, Change, Piece},
        fold, numbering,
    },
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
        .filter(|told| !told.parts.is_empty())
        .flat_map(|told| std::iter::once(told.first).chain(told.parts))
        .map(|(_, link)| link.record)
        .collect();
    for (record, link) in view.linked() {
        let Some((position, task)) = link.linked().and_then(|position| Some((position, view.task(position)?))) else {
            continue;
        };
        // A reviewer who confirmed the row has seen its words, and the words they stand for.
        if parts.contains(&link.record) || link.by == By::Reviewer {
            report.not_applicable();
            continue;
        }
        report.ran();
        let mut wordings = link.wordings(record, task);
        wordings.retain(|wording| told.insert(record.place(&wording.column)));
        let (mut grave, slight): (Vec<_>, Vec<_>) = wordings.into_iter().partition(|wording| may_change(wording, link));
        // Ways of speaking are said once a row, if nothing graver is.
        if grave.is_empty() {
            grave.extend(slight.into_iter().last());
        }
        for wording in grave {
            let grave = may_change(&wording, link);
            let draft = draft(&wording, task, grave).at(record.place(&wording.column));
            report.find(draft.department(view.owner(record)).task(Some(position)));
        }
    }
}

/// Whether the task may have become another: other figures, a guard word, clauses or words put in, left out or exchanged in
/// the content. A title in other words, a slip of the pen and the ways of speaking that officials exchange change nothing.
fn may_change(wording: &Wording<'_>, link: &Link) -> bool {
    let harmless = ["identical", "joined", "boilerplate", "reordered", "reworded", "typo"];
    let reached = |part: &&Evidence| part.name == "content" || part.name == "guard";
    let other_words = || link.evidence.iter().filter(reached).any(|part| !harmless.contains(&part.level));
    numbers(wording.listed) != numbers(wording.sent) || wording.field == Field::Content && other_words()
}

/// The numbers of a text, ascending: its runs of digits, as compared.
fn numbers(text: &str) -> Vec<String> {
    let folded = fold::fold(numbering::without(text)).replace(',', "");
    let runs = folded.split(|c: char| !c.is_ascii_digit() && c != '.').map(|run| run.trim_matches('.'));
    let mut numbers: Vec<String> = runs.filter(|run| !run.is_empty()).map(str::to_owned).collect();
    numbers.sort();
    numbers
}

fn draft(wording: &Wording<'_>, task: &Task, grave: bool) -> Draft {
    let difference = difference(wording.listed, wording.sent);
    let what = if wording.field == Field::Title { ("重点任务", "title") } else { ("任务内容", "content") };
    let draft = Draft::new(
        format!(
            "“{}”与任务清单 {} 的文字不同：“{difference}”（[-…-] 清单有而报送没有，{{+…+}} 报送多出）。",
            what.0, task.id
        ),
        format!(
            "the {} differs from that of task {} in the list: “{difference}” ([-…-] only in the list, {{+…+}} only as sent).",
            what.1, task.id
        ),
    );
    let draft = if grave {
        draft.and(
            "汇总表采用清单的文字；请核对任务是否已调整。",
            "The list's words are consolidated; check whether the task was changed.",
        )
    } else {
        draft
            .and(
                "看来只是说法不同；汇总表采用清单的文字。",
                "It seems to be another way of saying it; the list's words are consolidated.",
            )
            .at_most(Severity::Info)
    };
    draft.found(wording.sent).expected(wording.listed).detail(crate::model::Words::same(difference)).key(format!(
        "{} {}",
        wording.column,
        fold::words_only(wording.sent)
    ))
}

/// What was taken out and put in, in brackets as editors mark it: `推进[-全部-]{+部分+}改造`.
fn difference(listed: &str, said: &str) -> String {
    let (listed, said) = (wording::short(listed, 300), wording::short(said, 300));
    difference::every(&listed, &said).iter().map(marked).collect()
}

/// Unchanged stretches are cut in their middle: only the change and the words around it matter.
fn marked(piece: &Piece) -> String {
    const KEPT: usize = 6;
    let chars: Vec<char> = piece.text.chars().collect();
    if piece.change != Change::Kept || chars.len() <= 2 * KEPT + 1 {
        return piece.marked();
    }
    let (head, tail) = difference::ends(&chars, KEPT, KEPT);
    if head.len() + tail.len() + 1 >= chars.len() {
        return piece.marked();
    }
    head.iter().chain(&['…']).chain(tail).collect()
}

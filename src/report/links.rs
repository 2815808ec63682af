//! 任务匹配: one row a submitted row: its task, the evidence, the runner-up. What needs a person comes first.

use std::sync::Arc;

use super::{Column, View, findings, finish, last, list, place_cells, waiting, words, words::SheetName};
use crate::model::{
    Candidate, DecisionVerdict, Field, Link, LinkDecision, Record,
    book::{Cell, Change, Choice, Content, Piece, Role, Row, Sheet},
    entries::Entries,
};
use crate::text::difference;

pub(super) const COLUMNS: [Column; 21] = [
    (5.2, "结论", "Result"),
    (8.0, "单位", "Department"),
    (12.0, "文件", "File"),
    (6.4, "工作表", "Sheet"),
    (4.8, "单元格", "Cell"),
    (4.8, "报送序号", "No. sent"),
    (22.0, "报送的任务", "Task as sent"),
    (5.2, "任务", "Task"),
    (22.0, "清单中的任务", "Task in the list"),
    (16.0, "与清单文字的差别", "Wording against the list"),
    (14.0, "待答问题", "Question"),
    (5.2, "处理", "Decision"),
    (5.6, "改为任务", "Other task"),
    (9.0, "处理说明", "Note"),
    (5.2, "处理人", "By"),
    (4.4, "得分", "Score"),
    (5.0, "方式", "Linked by"),
    (26.0, "依据", "Evidence"),
    (5.6, "次选", "Runner-up"),
    (30.0, "进展情况（未匹配的行）", "Progress (rows not linked)"),
    (20.0, "其他内容", "Other content"),
];
/// The first column that a person fills in.
const FIRST_INPUT: u16 = 11;
/// The last column that is printed, by its headers: what stands behind it is for the screen.
pub(super) const LAST_PRINTED: (&str, &str) = ("处理人", "By");

/// The sheet.
pub(super) fn sheet<'a>(view: &Arc<View<'a>>) -> Sheet<'a> {
    let mut sheet = list(view, SheetName::Links, &COLUMNS);
    findings::mark_inputs(&mut sheet, FIRST_INPUT..FIRST_INPUT + 4);
    let records = &view.outcome.records;
    let pairs = view.outcome.links.iter().filter_map(|link| Some((link, records.get(link.record.0)?)));
    let mut pairs: Vec<(&Link, &Record)> = pairs.collect();
    pairs.sort_by_key(|(link, _)| weight(link.decision));
    let own = Arc::clone(view);
    sheet.led_to = pairs.iter().take_while(|(link, _)| link.decision == LinkDecision::Possible).count();
    sheet.entries = Entries::rows(pairs, move |_, (link, record)| {
        let is_open = link.decision == LinkDecision::Possible;
        Row { key: is_open.then(|| waiting::key(link.record)), cells: cells(&own, link, record) }
    });
    if sheet.entries.count() > 0 {
        sheet.choices = choices(view, &sheet);
    }
    finish(view, &mut sheet, 2, ("没有读到任何行。", "No row was read."));
    sheet
}

const fn weight(decision: LinkDecision) -> u8 {
    match decision {
        LinkDecision::Possible => 0,
        LinkDecision::None => 1,
        LinkDecision::Link => 2,
    }
}

fn cells(view: &View<'_>, link: &Link, record: &Record) -> Vec<Cell> {
    let text = |column: u16, role: Role, text: &str| Cell::text(column, role, text);
    let place = record.place_in_row(&Field::Content);
    let listed = link.task.and_then(|task| view.outcome.tasks.tasks().get(task));
    let linked = link.decision == LinkDecision::Link;
    let decision = view.decision_on(record);
    let verdict = decision.map(|made| made.verdict);
    let other = if verdict == Some(DecisionVerdict::Correct) { view.task_id(link.task) } else { "" };
    let mut cells = vec![
        text(0, Role::Link(link.decision), words::link(link.decision).get(view.lang)),
        text(1, Role::Short, view.department(record.submission).unwrap_or("")),
    ];
    cells.extend(place_cells(view, 2, Some(&place)));
    cells.extend([
        text(5, Role::Short, record.raw(&Field::Number)),
        text(6, Role::Text, &sent_words(link, record)),
        text(7, Role::Short, &task_ids(view, link)).leading_to(view.to_task(link.task)),
        text(8, Role::Text, listed.map_or("", |task| task.words())),
        wording(view, link, record),
        text(10, Role::Text, link.question.as_ref().map_or("", |question| question.get(view.lang))),
        text(11, Role::Input, &verdict.map_or_else(String::new, |made| view.words(&made.words()))),
        text(12, Role::Input, other),
        text(13, Role::Input, decision.map_or("", |made| &made.note)),
        text(14, Role::Input, decision.map_or("", |made| &made.by)),
        text(15, Role::Figure, &if link.task.is_some() { format!("{:.2}", link.score) } else { String::new() }),
        text(16, Role::Short, words::by(link.by).get(view.lang)),
        text(17, Role::Text, &evidence(view, link)),
        text(18, Role::Short, &runner_up(view, link)),
        text(19, Role::Narrative, if linked { "" } else { record.raw(&Field::Progress) }),
        text(20, Role::Text, &other_content(view, link, record)),
    ]);
    cells
}

/// The words that say what the row is about: title and content, one under the other where they differ.
fn sent_words(link: &Link, record: &Record) -> String {
    let target = if link.by_target { record.raw(&Field::Target) } else { "" };
    let mut words: Vec<&str> = vec![record.raw(&Field::Title), record.raw(&Field::Content), target];
    words.retain(|text| !text.trim().is_empty());
    words.dedup();
    words.join("\n")
}

fn task_ids(view: &View<'_>, link: &Link) -> String {
    let mut ids = vec![view.task_id(link.task)];
    ids.extend(link.also.iter().map(|task| view.task_id(Some(*task))));
    ids.retain(|id| !id.is_empty());
    ids.join(view.say("、", ", "))
}

/// What speaks for and against the task: each field with the level that it reached and its weight in bits.
fn evidence(view: &View<'_>, link: &Link) -> String {
    let colon = view.say("：", ": ");
    let lines = link.evidence.iter().map(|evidence| {
        let (field, label) = (evidence.field(), evidence.label.get(view.lang));
        let label = if label.is_empty() { evidence.level } else { label };
        // Adding zero takes the sign off a weight that rounds to none.
        format!("{}{colon}{label} {:+.1}", field.get(view.lang), (evidence.weight * 10.0).round() / 10.0 + 0.0)
    });
    lines.collect::<Vec<_>>().join(view.say("；", "; "))
}

/// The next task, its score, and how many bits it is behind; of a row that is held to be no task, the nearest one.
fn runner_up(view: &View<'_>, link: &Link) -> String {
    let told = |candidate: &Candidate| format!("{}\n{:.2}", view.task_id(Some(candidate.task)), candidate.score);
    if link.task.is_none() {
        // One that has nothing in common with the row is none.
        return link.candidates.first().filter(|best| best.score >= 0.005).map_or_else(String::new, told);
    }
    link.runner_up().map_or_else(String::new, |(other, lead)| {
        let lead = format!("{:.1}", (lead * 10.0).round() / 10.0 + 0.0);
        format!("{}\n{}{lead}", told(other), view.say("领先 ", "lead "))
    })
}

/// Where the row is not in the list's words: what the list alone has and what the row alone has, marked in the text.
fn wording(view: &View<'_>, link: &Link, record: &Record) -> Cell {
    let task = link.task.and_then(|task| view.outcome.tasks.tasks().get(task));
    let found = task.map(|task| link.wordings(record, task)).unwrap_or_default();
    let mut pieces: Vec<Piece> = Vec::new();
    for wording in &found {
        let own = difference::pieces(wording.listed, wording.sent).map(difference::condensed);
        let Some(own) = own else { continue };
        if !pieces.is_empty() {
            pieces.push(Piece { change: Change::Kept, text: "\n".to_owned() });
        }
        pieces.extend(own);
    }
    if pieces.is_empty() {
        let other = if found.is_empty() { "" } else { view.say("文字完全不同", "other words altogether") };
        return Cell::text(9, Role::Text, other);
    }
    Cell::new(9, Role::Text, Content::Difference(pieces))
}

/// What has no place in another sheet: shown here, so that nothing that was sent is out of sight.
fn other_content(view: &View<'_>, link: &Link, record: &Record) -> String {
    let linked = link.decision == LinkDecision::Link;
    let shown_elsewhere = |field: &Field| match field {
        Field::Target => link.by_target,
        Field::Number | Field::Title | Field::Content | Field::Progress => true,
        // Of a linked row these stand in the consolidated sheet, or were held against the task list.
        Field::Lead
        | Field::Support
        | Field::Section
        | Field::Status
        | Field::Measure(_)
        | Field::Problems
        | Field::Next
        | Field::Remarks => linked,
        _ => false,
    };
    let own = record.values.iter().filter(|value| !value.inherited && !value.raw.trim().is_empty());
    let colon = view.say("：", ": ");
    let lines = own
        .filter(|value| !shown_elsewhere(&value.field))
        .map(|value| format!("{}{colon}{}", words::field(&value.field).get(view.lang), value.raw));
    lines.collect::<Vec<_>>().join("\n")
}

fn choices(view: &View<'_>, sheet: &Sheet<'_>) -> Vec<Choice> {
    let (first, last) = (1, last(sheet));
    let hint = view.say(
        "接受：就是“任务”一栏的任务\n更正：是另一项，在右边写任务编号\n忽略：不是清单中的任务\n退回：退给单位核实",
        "Accept: it is the task shown\nCorrect: another one, its id at the right\nDismiss: no task of the list\nReturn: sent back to the department",
    );
    vec![
        Choice {
            column: FIRST_INPUT,
            first,
            last,
            options: findings::options(view),
            title: view.say("处理", "Decision").to_owned(),
            hint: hint.to_owned(),
        },
        Choice {
            column: FIRST_INPUT + 1,
            first,
            last,
            options: Vec::new(),
            title: view.say("改为任务", "Other task").to_owned(),
            hint: view
                .say("选“更正”时填写任务编号，如 31-1。", "With Correct: the task's id, such as 31-1.")
                .to_owned(),
        },
    ]
}

//! 差异清单: one row a finding, most serious first and then by department, with the reviewer's columns.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use super::{Column, View, excerpt::excerpts, finish, last, list, place_cells, words::SheetName};
use crate::model::{
    DecisionVerdict, Finding, Lang,
    book::{Cell, Choice, Content, Piece, Role, Row, Sheet},
    entries::Entries,
};
use crate::text::difference;

/// Checks that put names one after another in what they found, and in what they expected.
const NAMES_FOUND: [&str; 2] = ["D005", "F006"];
const NAMES_EXPECTED: [&str; 5] = ["D001", "D002", "D005", "F007", "L009"];

pub(super) const COLUMNS: [Column; 18] = [
    (3.8, "序号", "No."),
    (4.6, "级别", "Severity"),
    (4.8, "代码", "Code"),
    (8.0, "单位", "Department"),
    (5.2, "任务", "Task"),
    (10.0, "重点任务", "Title"),
    (12.0, "文件", "File"),
    (6.0, "工作表", "Sheet"),
    (4.8, "单元格", "Cell"),
    (24.0, "问题", "Message"),
    (11.0, "报送内容", "Found"),
    (11.0, "应为", "Expected"),
    (17.0, "算式或差异", "Detail"),
    (5.2, "处理", "Decision"),
    (11.0, "处理说明", "Note"),
    (5.2, "处理人", "By"),
    (6.0, "编号", "Id"),
    (12.0, "部门答复", "Answer"),
];
/// Characters of a difference that is shown as such.
const MAX_DIFFERENCE: usize = 360;
/// The first column that a person fills in.
const FIRST_INPUT: u16 = 13;

/// The name of a finding's row.
pub(super) fn key(finding: &Finding) -> String {
    format!("finding:{}", finding.id)
}

/// Every verdict as a choice.
pub(super) fn options(view: &View<'_>) -> Vec<String> {
    DecisionVerdict::ALL.map(|one| view.words(&one.words())).to_vec()
}

/// The findings in the order of the sheet, what was dismissed last: severity, department in the register's order, then as the checks gave them.
pub(super) fn ordered<'a>(view: &View<'a>) -> Vec<&'a Finding> {
    let departments = &view.outcome.register.departments;
    let rank: BTreeMap<&str, usize> =
        departments.iter().enumerate().map(|(index, department)| (department.name.as_str(), index)).collect();
    let mut findings: Vec<&Finding> = view.outcome.findings.iter().collect();
    findings.sort_by_key(|finding| {
        let department = finding.department.as_deref();
        let place = department.map_or(usize::MAX, |name| rank.get(name).copied().unwrap_or(usize::MAX - 1));
        (finding.is_dismissed(), finding.severity, place, department)
    });
    findings
}

/// The sheet.
pub(super) fn sheet<'a>(view: &Arc<View<'a>>) -> Sheet<'a> {
    let mut sheet = list(view, SheetName::Findings, &COLUMNS);
    mark_inputs(&mut sheet, FIRST_INPUT..FIRST_INPUT + 3);
    let own = Arc::clone(view);
    let row = move |at, finding: &&Finding| Row::named(key(finding), cells(&own, at, finding));
    sheet.entries = Entries::rows(ordered(view), row);
    sheet.led_to = sheet.entries.count();
    if sheet.entries.count() > 0 {
        sheet.choices = choices(view, &sheet);
    }
    finish(view, &mut sheet, 3, ("没有发现问题。", "Nothing was found."));
    sheet
}

/// Marks the headers of columns that a person fills in.
pub(super) fn mark_inputs(sheet: &mut Sheet<'_>, columns: Range<u16>) {
    let cells = sheet.rows.iter_mut().flat_map(|row| &mut row.cells);
    for cell in cells.filter(|cell| cell.role == Role::Header && columns.contains(&cell.column)) {
        cell.role = Role::InputHeader;
    }
}

fn cells(view: &View<'_>, index: usize, finding: &Finding) -> Vec<Cell> {
    let text = |column: u16, role: Role, text: &str| Cell::text(column, role, text);
    let decision = finding.decision.as_ref();
    let mut cells = vec![
        Cell::count(0, Role::Ordinal, index + 1),
        text(1, Role::Severity(finding.severity), &view.words(&finding.severity.words())),
        text(2, Role::Short, finding.code).remarked(finding.name),
        text(3, Role::Short, finding.department.as_deref().unwrap_or("")),
        text(4, Role::Short, view.task_id(finding.task)).leading_to(view.to_task(finding.task)),
        text(5, Role::Text, view.task_words(finding.task)),
    ];
    cells.extend(place_cells(view, 6, finding.place.as_ref()));
    let [mut found, mut expected] = excerpts(&finding.found, &finding.expected, view.lang);
    // The period is called otherwise in another language.
    if let Some(period) = view.outcome.period.as_ref().filter(|period| period.label == expected) {
        expected = view.words(&period.words());
    }
    if view.lang == Lang::En {
        for (text, codes) in [(&mut found, &NAMES_FOUND[..]), (&mut expected, &NAMES_EXPECTED[..])] {
            if codes.contains(&finding.code) {
                *text = text.replace('、', ", ");
            }
        }
    }
    cells.extend([
        text(9, Role::Text, &message(view, finding)),
        text(10, Role::Text, &found),
        text(11, Role::Text, &expected),
        detail(view, finding),
        text(13, Role::Input, &decision.map_or_else(String::new, |made| view.words(&made.verdict.words()))),
        text(14, Role::Input, decision.map_or("", |made| &made.note)),
        text(15, Role::Input, decision.map_or("", |made| &made.by)),
        text(16, Role::Code, &finding.id),
        text(17, Role::Text, &finding.answer.as_ref().map_or_else(String::new, |answer| view.words(&answer.words()))),
    ]);
    cells
}

/// What was found. The place at its head stands in columns of its own.
pub(super) fn message(view: &View<'_>, finding: &Finding) -> String {
    let told = finding.message.get(view.lang);
    let place = finding.place.as_ref().map(ToString::to_string).unwrap_or_default();
    let rest = told.strip_prefix(&place).filter(|_| !place.is_empty());
    let rest = rest.and_then(|rest| rest.strip_prefix('：').or_else(|| rest.strip_prefix(": ")));
    let mut chars = rest.unwrap_or(told).chars();
    let first = chars.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}

/// The arithmetic; for two wordings what was changed between them.
fn detail(view: &View<'_>, finding: &Finding) -> Cell {
    let told = finding.detail.get(view.lang);
    // What is said of files sets their names side by side: a difference of letters in them tells nobody anything.
    let wording = !finding.code.starts_with('F');
    let long = wording && finding.expected.chars().count() > 8 && finding.found.chars().count() > 8;
    let pieces = difference::pieces(&finding.expected, &finding.found).map(difference::condensed);
    // A difference stands in one cell, so what is left of both wordings together must fit in it.
    let fits =
        |pieces: &[Piece]| pieces.iter().map(|piece| piece.text.chars().count()).sum::<usize>() <= MAX_DIFFERENCE;
    match pieces {
        Some(pieces) if long && fits(&pieces) && (told.is_empty() || finding.code == "L008") => {
            Cell::new(12, Role::Text, Content::Difference(pieces))
        }
        _ => Cell::text(12, Role::Text, told),
    }
}

fn choices(view: &View<'_>, sheet: &Sheet<'_>) -> Vec<Choice> {
    let (first, last) = (1, last(sheet));
    let hint = view.say(
        "接受：属实，已知悉\n更正：汇总时按说明更正\n忽略：不是问题，不再提示\n退回：退给单位核实",
        "Accept: true and noted\nCorrect: corrected as the note says\nDismiss: no problem, not to be shown again\nReturn: sent back to the department",
    );
    vec![
        Choice {
            column: FIRST_INPUT,
            first,
            last,
            options: options(view),
            title: view.say("处理", "Decision").to_owned(),
            hint: hint.to_owned(),
        },
        Choice {
            column: FIRST_INPUT + 1,
            first,
            last,
            options: Vec::new(),
            title: view.say("处理说明", "Note").to_owned(),
            hint: view
                .say("写明理由；更正的写明更正后的内容。", "Say why; for a correction, what it should read.")
                .to_owned(),
        },
    ]
}

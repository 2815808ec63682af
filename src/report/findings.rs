//! 差异清单: one row a finding, most serious first and then by department, with the reviewer's columns.

use std::collections::BTreeMap;

use super::{View, difference, last, place_text, to_source, words::SheetName};
use crate::model::{
    DecisionVerdict, Finding, Words,
    book::{Cell, Choice, Content, Purpose, Role, Row, Sheet},
};

const WIDTHS: [f32; 15] = [4.0, 4.6, 5.2, 9.0, 5.8, 13.0, 13.0, 26.0, 14.0, 12.0, 20.0, 6.0, 14.0, 6.0, 7.0];
/// The first column that a person fills in.
const FIRST_INPUT: u16 = 11;

/// The name of a finding's row.
pub(super) fn key(finding: &Finding) -> String {
    format!("finding:{}", finding.id)
}

/// What a reviewer can say, in the order of the list.
pub(super) fn verdict(verdict: DecisionVerdict) -> Words {
    match verdict {
        DecisionVerdict::Accept => Words::new("接受", "Accept"),
        DecisionVerdict::Correct => Words::new("更正", "Correct"),
        DecisionVerdict::Dismiss => Words::new("忽略", "Dismiss"),
        DecisionVerdict::Return => Words::new("退回", "Return"),
    }
}

/// Every verdict as a choice.
pub(super) fn options(view: &View<'_>) -> Vec<String> {
    use DecisionVerdict::{Accept, Correct, Dismiss, Return};
    [Accept, Correct, Dismiss, Return].map(|one| view.words(&verdict(one))).to_vec()
}

/// The findings in the order of the sheet: severity, department in the register's order, then as the checks gave them.
pub(super) fn ordered<'a>(view: &View<'a>) -> Vec<&'a Finding> {
    let departments = &view.outcome.register.departments;
    let rank: BTreeMap<&str, usize> =
        departments.iter().enumerate().map(|(index, department)| (department.name.as_str(), index)).collect();
    let mut findings: Vec<&Finding> = view.outcome.findings.iter().collect();
    findings.sort_by_key(|finding| {
        let department = finding.department.as_deref();
        let place = department.map_or(usize::MAX, |name| rank.get(name).copied().unwrap_or(usize::MAX - 1));
        (finding.severity, place, department)
    });
    findings
}

/// The sheet.
pub(super) fn sheet(view: &View<'_>) -> Sheet {
    let mut sheet = Sheet::new(view.name(SheetName::Findings), Purpose::Working, &WIDTHS);
    let labels = match view.lang {
        crate::model::Lang::Zh => [
            "序号",
            "级别",
            "代码",
            "单位",
            "任务",
            "重点任务",
            "位置",
            "问题",
            "报送内容",
            "应为",
            "算式或差异",
            "处理",
            "处理说明",
            "处理人",
            "编号",
        ],
        crate::model::Lang::En => [
            "No.",
            "Severity",
            "Code",
            "Department",
            "Task",
            "Title",
            "Place",
            "Message",
            "Found",
            "Expected",
            "Detail",
            "Decision",
            "Note",
            "By",
            "Id",
        ],
    };
    sheet.push_head(&labels);
    if let Some(head) = sheet.rows.last_mut() {
        for cell in head.cells.iter_mut().filter(|cell| (FIRST_INPUT..FIRST_INPUT + 3).contains(&cell.column)) {
            cell.role = Role::InputHeader;
        }
    }
    for (index, finding) in ordered(view).into_iter().enumerate() {
        sheet.push(Row::named(key(finding), cells(view, index, finding)));
    }
    sheet.frozen_columns = 3;
    sheet.filter = true;
    if sheet.rows.len() > 1 {
        sheet.choices = choices(view, &sheet);
    } else {
        let none = view.say("没有发现问题。", "Nothing was found.");
        sheet.push(Row::of(vec![Cell::text(0, Role::Text, none).across(WIDTHS.len() as u16)]));
        sheet.filter = false;
    }
    sheet
}

fn cells(view: &View<'_>, index: usize, finding: &Finding) -> Vec<Cell> {
    let text = |column: u16, role: Role, text: &str| Cell::text(column, role, text);
    let decision = finding.decision.as_ref();
    vec![
        Cell::count(0, Role::Ordinal, index + 1),
        text(1, Role::Severity(finding.severity), &view.words(&finding.severity.words())),
        text(2, Role::Short, finding.code).remarked(finding.name),
        text(3, Role::Short, finding.department.as_deref().unwrap_or("")),
        text(4, Role::Short, view.task_id(finding.task)).leading_to(view.to_task(finding.task)),
        text(5, Role::Text, view.task_words(finding.task)),
        Cell::text(6, Role::Text, place_text(finding.place.as_ref())).leading_to(to_source(finding.place.as_ref())),
        text(7, Role::Text, finding.message.get(view.lang)),
        text(8, Role::Text, &finding.found),
        text(9, Role::Text, &finding.expected),
        detail(view, finding),
        text(11, Role::Input, &decision.map_or_else(String::new, |made| view.words(&verdict(made.verdict)))),
        text(12, Role::Input, decision.map_or("", |made| &made.note)),
        text(13, Role::Input, decision.map_or("", |made| &made.by)),
        text(14, Role::Code, &finding.id),
    ]
}

/// The arithmetic; for two wordings what was changed between them.
fn detail(view: &View<'_>, finding: &Finding) -> Cell {
    let told = finding.detail.get(view.lang);
    let long = finding.expected.chars().count() > 8 && finding.found.chars().count() > 8;
    match difference::pieces(&finding.expected, &finding.found) {
        Some(pieces) if long && told.is_empty() => Cell::new(10, Role::Text, Content::Difference(pieces)),
        _ => Cell::text(10, Role::Text, told),
    }
}

fn choices(view: &View<'_>, sheet: &Sheet) -> Vec<Choice> {
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

//! 说明: how to read the workbook, the codes with their meaning, the inputs with their checksums, the settings.

use super::{View, words, words::SheetName};
use crate::model::{
    DecisionVerdict, LinkDecision, Severity, TaskStatus, Verdict,
    book::{Cell, Purpose, Role, Row, Sheet},
};

/// What a person may decide, by its key in the template.
const DECISIONS: [(&str, DecisionVerdict); 4] = [
    ("accept", DecisionVerdict::Accept),
    ("correct", DecisionVerdict::Correct),
    ("dismiss", DecisionVerdict::Dismiss),
    ("return", DecisionVerdict::Return),
];
const WIDTHS: [f32; 6] = [9.0, 37.0, 9.5, 9.5, 9.5, 9.5];
const COLUMNS: u16 = WIDTHS.len() as u16;
/// The sheets that are explained, by their keys in the template.
const SHEETS: [(&str, SheetName); 9] = [
    ("overview", SheetName::Overview),
    ("consolidated", SheetName::Consolidated),
    ("findings", SheetName::Findings),
    ("figures", SheetName::Figures),
    ("totals", SheetName::Totals),
    ("submissions", SheetName::Submissions),
    ("links", SheetName::Links),
    ("rows", SheetName::OtherRows),
    ("changes", SheetName::Changes),
];
const VERDICTS: [(&str, Verdict); 5] = [
    ("inconsistent", Verdict::Inconsistent),
    ("unclear", Verdict::Unclear),
    ("unexplained", Verdict::Unexplained),
    ("rounding", Verdict::Rounding),
    ("consistent", Verdict::Consistent),
];
/// As `TaskStatus::ALL` has them.
const STATUSES: [&str; 6] = ["completed", "on_track", "behind", "not_started", "unreported", "unknown"];

/// The sheet.
pub(super) fn sheet<'a>(view: &View<'a>) -> Sheet<'a> {
    let mut sheet = Sheet::new(view.name(SheetName::About), Purpose::Summary, &WIDTHS);
    sheet.push(Row::of(vec![Cell::text(0, Role::Title, view.template.about.title.as_str()).across(COLUMNS)]));
    how_to_read(view, &mut sheet);
    meanings(view, &mut sheet);
    checks(view, &mut sheet);
    inputs(view, &mut sheet);
    settings(view, &mut sheet);
    sheet
}

fn heading(sheet: &mut Sheet<'_>, text: &str) {
    sheet.push(Row::default());
    sheet.push(Row::of(vec![Cell::text(0, Role::Heading, text).across(COLUMNS)]));
}

fn pair(sheet: &mut Sheet<'_>, name: Cell, text: &str) {
    sheet.push(Row::of(vec![name, Cell::text(1, Role::Text, text).across(COLUMNS - 1)]));
}

fn how_to_read(view: &View<'_>, sheet: &mut Sheet<'_>) {
    let texts = &view.template.about;
    heading(sheet, &texts.reading);
    for (key, name) in SHEETS {
        let is_there = name != SheetName::Changes || view.outcome.previous.is_some();
        if let Some(words) = texts.sheets.get(key).filter(|_| is_there) {
            pair(sheet, Cell::text(0, Role::Short, view.name(name)), words);
        }
    }
    let sums = super::sums(&view.outcome.control, &texts.control_sum);
    pair(sheet, Cell::text(0, Role::Short, texts.control.as_str()), &sums);
}

fn meanings(view: &View<'_>, sheet: &mut Sheet<'_>) {
    heading(sheet, &view.template.about.words);
    let mut explain = |key: &str, role: Role, name: String| {
        let meaning = view.template.about.meanings.get(key).map_or("", String::as_str);
        pair(sheet, Cell::text(0, role, name), meaning);
    };
    for (key, severity) in [("error", Severity::Error), ("warning", Severity::Warning), ("info", Severity::Info)] {
        explain(key, Role::Severity(severity), view.words(&severity.words()));
    }
    for (key, verdict) in VERDICTS {
        explain(key, Role::Verdict(verdict), view.words(&words::verdict(verdict)));
    }
    for (key, decision) in
        [("link", LinkDecision::Link), ("possible", LinkDecision::Possible), ("none", LinkDecision::None)]
    {
        explain(key, Role::Link(decision), view.words(&words::link(decision)));
    }
    for (key, status) in STATUSES.into_iter().zip(TaskStatus::ALL) {
        explain(key, Role::Status(status), view.words(&status.words()));
    }
    for (key, verdict) in DECISIONS {
        explain(key, Role::Short, view.words(&verdict.words()));
    }
}

fn checks(view: &View<'_>, sheet: &mut Sheet<'_>) {
    if view.outcome.checks.is_empty() {
        return;
    }
    // A long table begins a page of its own.
    sheet.breaks.push(sheet.rows.len() + 1);
    let texts = &view.template.about;
    heading(sheet, &texts.checks);
    let labels = (0..).zip(&texts.check_columns);
    let cells = labels.map(|(column, label)| Cell::text(column, Role::Header, label.as_str())).collect();
    sheet.push(Row::of(cells));
    for check in &view.outcome.checks {
        let name = view.say(check.title.0, check.title.1);
        sheet.push(Row::of(vec![
            Cell::text(0, Role::Short, check.code),
            Cell::text(1, Role::Text, name),
            Cell::count(2, Role::Figure, check.ran as usize),
            Cell::count(3, Role::Figure, check.not_applicable as usize),
            Cell::count(4, Role::Figure, check.could_not_run as usize),
            Cell::count(5, Role::Figure, check.findings as usize),
        ]));
    }
}

fn inputs(view: &View<'_>, sheet: &mut Sheet<'_>) {
    if !view.outcome.checks.is_empty() {
        sheet.breaks.push(sheet.rows.len() + 1);
    }
    heading(sheet, &view.template.about.inputs);
    let header = &view.template.about.input_columns;
    let spans = [(0, 1), (1, 1), (2, 4)];
    let cells =
        spans.iter().zip(header).map(|((at, over), label)| Cell::text(*at, Role::Header, label.as_str()).across(*over));
    sheet.push(Row::of(cells.collect()));
    let other =
        view.outcome.inputs.iter().map(|input| (use_of(view, input.what), input.file.as_str(), input.sha256.as_str()));
    let sent = view.outcome.returned.iter().map(|file| {
        let status = view.words(&words::submission(file.status));
        (format!("{}·{status}", view.say("报送", "sent")), &*file.submission.file, file.submission.sha256.as_str())
    });
    for (what, file, sha256) in other.chain(sent) {
        sheet.push(Row::of(vec![
            Cell::text(0, Role::Short, what),
            Cell::text(1, Role::Text, file),
            Cell::text(2, Role::Code, sha256).across(4),
        ]));
    }
}

fn use_of(view: &View<'_>, what: &str) -> String {
    match what {
        "tasks" => view.say("任务清单", "task list"),
        "departments" => view.say("单位名册", "departments"),
        "decisions" => view.say("处理记录", "decisions"),
        "previous" => view.say("上期报告", "previous report"),
        "config" => view.say("设置", "settings"),
        other => other,
    }
    .to_owned()
}

fn settings(view: &View<'_>, sheet: &mut Sheet<'_>) {
    let texts = &view.template.about;
    heading(sheet, &texts.settings);
    let name = |text: &str| Cell::text(0, Role::Short, text);
    pair(sheet, name(&texts.program), &format!("taizhang {}", env!("CARGO_PKG_VERSION")));
    if let Some(period) = &view.outcome.period {
        pair(sheet, name(&texts.period), &words::days(period, view.lang));
    }
    for (code, severity) in &view.outcome.settings.severities {
        let set = severity.map_or_else(|| texts.switched_off.clone(), |severity| view.words(&severity.words()));
        pair(sheet, name(code), &set);
    }
}

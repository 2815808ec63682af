//! 说明: how to read the workbook, the codes with their meaning, the inputs with their checksums, the settings.

use super::{View, words, words::SheetName};
use crate::model::{
    LinkDecision, Severity, TaskStatus, Verdict, Words,
    book::{Cell, Purpose, Role, Row, Sheet},
};

const WIDTHS: [f32; 6] = [9.0, 37.0, 8.0, 8.0, 8.0, 8.0];
const COLUMNS: u16 = WIDTHS.len() as u16;

/// The sheet.
pub(super) fn sheet<'a>(view: &View<'a>) -> Sheet<'a> {
    let mut sheet = Sheet::new(view.name(SheetName::About), Purpose::Summary, &WIDTHS);
    sheet.push(Row::of(vec![Cell::text(0, Role::Title, view.say("说明", "About this workbook")).across(COLUMNS)]));
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
    heading(sheet, view.say("怎么看", "How to read it"));
    let lines = [
        (
            SheetName::Overview,
            Words::new(
                "报送、进度、问题一页看清，并写明下一步做什么。",
                "who has sent, how far the tasks are, what was found and what to do next, on one page",
            ),
        ),
        (
            SheetName::Consolidated,
            Words::new(
                "正式汇总表，可直接打印。各单位的文字一字不动；一行放不下的，在同一任务的下一行接着写。",
                "the formal table, ready to print; every department's words exactly as sent, going on in a further row of the same task where one row can't hold them",
            ),
        ),
        (
            SheetName::Findings,
            Words::new(
                "每个问题一行，最严重的在前。点“位置”打开原文件，点“任务”到汇总表。在“处理”栏选择，在“处理说明”写理由。",
                "one row a finding, most serious first; Place opens the source, Task leads to the consolidated table; choose under Decision and say why under Note",
            ),
        ),
        (
            SheetName::Figures,
            Words::new(
                "文字中能互相核对的每一组数字，相符的也列出。",
                "every set of figures in words that can be held against each other, those that agree included",
            ),
        ),
        (
            SheetName::Totals,
            Words::new(
                "各单位、各类别的合计，以及报送表中合计行与明细之和的比较。",
                "totals by department and section, and total rows as sent against the sum of their rows",
            ),
        ),
        (
            SheetName::Submissions,
            Words::new(
                "每个单位、每个文件一行：是否采用、各行的去向、问题数。",
                "one row a department and file: whether it was used, what became of its rows, what was found",
            ),
        ),
        (
            SheetName::Links,
            Words::new(
                "报送的每一行对应清单中的哪一项、依据是什么；需要人确认的在前，在“处理”栏选择。",
                "which task each row sent belongs to and why; those that need a person come first, to be settled under Verdict",
            ),
        ),
        (
            SheetName::OtherRows,
            Words::new(
                "表头以下不是任务的行（分节、合计、注释等），一行不漏。",
                "rows below a header that are no task: sections, totals, notes; none is left out",
            ),
        ),
    ];
    let changes = (
        SheetName::Changes,
        Words::new(
            "与上期报告对比：每项任务的状态、文字、指标，上期与本期；本期清单中没有的任务列在最后。",
            "against last period's report: each task's status, words and measures, then and now; tasks no longer listed come last",
        ),
    );
    let changes = view.outcome.previous.as_ref().map(|_| changes);
    for (name, words) in lines.into_iter().chain(changes) {
        pair(sheet, Cell::text(0, Role::Short, view.name(name)), words.get(view.lang));
    }
    let control = &view.outcome.control;
    let sums = match view.lang {
        crate::model::Lang::Zh => format!(
            "表头以下非空行 {} ＝ 已匹配 {} ＋ 待确认 {} ＋ 未匹配 {} ＋ 其他行 {}。",
            control.rows_in, control.rows_linked, control.rows_possible, control.rows_unlinked, control.rows_other
        ),
        crate::model::Lang::En => format!(
            "{} non-blank rows below headers = {} linked + {} to confirm + {} not linked + {} others.",
            control.rows_in, control.rows_linked, control.rows_possible, control.rows_unlinked, control.rows_other
        ),
    };
    pair(sheet, Cell::text(0, Role::Short, view.say("控制数", "Control")), &sums);
}

fn meanings(view: &View<'_>, sheet: &mut Sheet<'_>) {
    heading(sheet, view.say("用词", "Words used"));
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        let meaning = match severity {
            Severity::Error => Words::new("报告上送以前必须解决。", "must be settled before the report goes up"),
            Severity::Warning => Words::new("应当看一看。", "should be looked at"),
            Severity::Info => Words::new("供参考。", "good to know"),
        };
        pair(sheet, Cell::text(0, Role::Severity(severity), view.words(&severity.words())), meaning.get(view.lang));
    }
    let verdicts =
        [Verdict::Inconsistent, Verdict::Unclear, Verdict::Unexplained, Verdict::Rounding, Verdict::Consistent];
    for verdict in verdicts {
        let name = Cell::text(0, Role::Verdict(verdict), view.words(&words::verdict(verdict)));
        pair(sheet, name, words::verdict_meaning(verdict).get(view.lang));
    }
    for decision in [LinkDecision::Link, LinkDecision::Possible, LinkDecision::None] {
        let meaning = match decision {
            LinkDecision::Link => Words::new("有把握，已写入汇总表。", "sure; it stands in the consolidated table"),
            LinkDecision::Possible => Words::new(
                "没有十足把握，请人确认；确认以前不写入汇总表。",
                "not quite sure: a person must confirm it before it enters the consolidated table",
            ),
            LinkDecision::None => Words::new(
                "清单中没有与它相符的任务；原文列在“任务匹配”。",
                "no task of the list fits; its words stand in Links",
            ),
        };
        pair(sheet, Cell::text(0, Role::Link(decision), view.words(&words::link(decision))), meaning.get(view.lang));
    }
    for status in TaskStatus::ALL {
        let meaning = match status {
            TaskStatus::Completed => Words::new("全部完成。", "done"),
            TaskStatus::OnTrack => Words::new("按时间进度推进。", "as far as the share of the year that has passed"),
            TaskStatus::Behind => Words::new("慢于时间进度。", "slower than that"),
            TaskStatus::NotStarted => Words::new("还没有开始。", "not begun"),
            TaskStatus::Unreported => Words::new("牵头单位没有报送。", "its lead unit said nothing"),
            TaskStatus::Unknown => Words::new("已报送，但看不出状态。", "reported, but no status can be told"),
        };
        pair(sheet, Cell::text(0, Role::Status(status), view.words(&status.words())), meaning.get(view.lang));
    }
}

fn checks(view: &View<'_>, sheet: &mut Sheet<'_>) {
    if view.outcome.checks.is_empty() {
        return;
    }
    // A long table begins a page of its own.
    sheet.breaks.push(sheet.rows.len() + 1);
    heading(sheet, view.say("检查项目", "Checks"));
    let labels = match view.lang {
        crate::model::Lang::Zh => ["代码", "名称", "已检查", "不适用", "无法检查", "发现问题"],
        crate::model::Lang::En => ["Code", "Name", "Looked", "Not applicable", "Could not look", "Found"],
    };
    let cells = (0..).zip(labels).map(|(column, label)| Cell::text(column, Role::Header, label)).collect();
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
    heading(sheet, view.say("依据的文件", "Inputs"));
    let header = [view.say("用途", "Use"), view.say("文件", "File"), "SHA-256"];
    let spans = [(0, 1), (1, 1), (2, 4)];
    let cells = spans.iter().zip(header).map(|((at, over), label)| Cell::text(*at, Role::Header, label).across(*over));
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
    heading(sheet, view.say("设置与版本", "Settings and version"));
    let name = |text: &str| Cell::text(0, Role::Short, text);
    pair(sheet, name(view.say("程序", "Program")), &format!("taizhang {}", env!("CARGO_PKG_VERSION")));
    if let Some(period) = &view.outcome.period {
        pair(sheet, name(view.say("期间", "Period")), &words::days(period, view.lang));
    }
    for (code, severity) in &view.outcome.settings.severities {
        let set = severity
            .map_or_else(|| view.say("不检查", "switched off").to_owned(), |severity| view.words(&severity.words()));
        pair(sheet, name(code), &set);
    }
}

//! The last words of a run: who has sent and who has not, what became of the rows, the findings, and what to do next.

use std::{collections::BTreeSet, path::Path};

use super::terminal::Terminal;
use crate::{
    model::{Finding, Outcome, Returned, Severity, SubmissionStatus, Words, answer::Standing},
    report::Unsettled,
    text::counted,
};

/// Findings shown on the terminal; the rest is in the report.
const SHOWN: usize = 8;
/// Names of departments or files shown in one line.
const NAMES: usize = 6;

/// Prints the summary of a run.
pub fn print(terminal: &Terminal, outcome: &Outcome, report: &Path) {
    terminal.say("");
    terminal.say(&head(terminal, outcome));
    for line in submissions(outcome) {
        terminal.say_words(&line);
    }
    if let Some(line) = answers(outcome) {
        terminal.say_words(&line);
    }
    terminal.say_words(&rows(outcome));
    terminal.say_words(&findings(outcome));
    serious(terminal, outcome);
    terminal.say("");
    for line in next(outcome, report) {
        terminal.say_words(&line);
    }
}

fn head(terminal: &Terminal, outcome: &Outcome) -> String {
    let period = outcome
        .period
        .as_ref()
        .map_or_else(|| Words::new("报告期未注明", "period not stated"), crate::model::Period::words);
    let words = Words::new(
        format!("{} · 任务 {} 项", period.zh, outcome.tasks.len()),
        format!("{} · {}", period.en, counted(outcome.tasks.len(), "task")),
    );
    terminal.heading(words.get(terminal.lang))
}

/// Departments in and missing, and the files that could not be used.
fn submissions(outcome: &Outcome) -> Vec<Words> {
    let expected = expected(outcome);
    let sent: BTreeSet<usize> = outcome
        .returned
        .iter()
        .filter(|file| file.status == SubmissionStatus::Read)
        .filter_map(|file| file.department)
        .collect();
    let missing: Vec<&str> = expected
        .iter()
        .filter(|index| !sent.contains(index))
        .map(|index| outcome.register.departments[*index].name.as_str())
        .collect();
    // An answered return of which only the answers count is not passed over: they have a line of their own.
    let is_answer = |file: &Returned| file.status == SubmissionStatus::Ignored && file.return_stamp().is_some();
    let sent_in = || outcome.returned.iter().filter(|file| !is_answer(file));
    let count = |status| sent_in().filter(|file| file.status == status).count();
    let (read, passed) = (
        count(SubmissionStatus::Read),
        count(SubmissionStatus::Superseded) + count(SubmissionStatus::Duplicate) + count(SubmissionStatus::Ignored),
    );
    let mut lines = vec![Words::new(
        format!("报送：{} 个部门已报，采用 {read} 个文件，未采用 {passed} 个", sent.len()),
        format!("sent: {}, {} used, {passed} passed over", counted(sent.len(), "department"), counted(read, "file")),
    )];
    if !missing.is_empty() {
        lines.push(Words::new(
            format!("未报：{} 个部门：{}", missing.len(), names(&missing, "、", "等")),
            format!("missing: {}: {}", missing.len(), names(&missing, ", ", ", …")),
        ));
    }
    let failed: Vec<&str> = outcome
        .returned
        .iter()
        .filter(|file| file.status == SubmissionStatus::Failed)
        .map(|file| &*file.submission.file)
        .collect();
    if !failed.is_empty() {
        lines.push(Words::new(
            format!("读不了：{} 个文件：{}", failed.len(), names(&failed, "、", "等")),
            format!("unreadable: {}: {}", failed.len(), names(&failed, ", ", ", …")),
        ));
    }
    lines
}

/// Answers of returns that came back, by what became of what was asked.
fn answers(outcome: &Outcome) -> Option<Words> {
    let all = outcome.answers.len();
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for standing in [Standing::Closed, Standing::Explained, Standing::Escalated] {
        let count = outcome.answers.iter().filter(|answer| answer.standing == standing).count();
        if count > 0 {
            let words = standing.words();
            zh.push(format!("{} {count}", words.zh));
            en.push(format!("{count} {}", words.en));
        }
    }
    let words = || {
        Words::new(
            format!("部门答复：{all} 处（{}）", zh.join("，")),
            format!("answered: {} ({})", counted(all, "point"), en.join(", ")),
        )
    };
    (all > 0).then(words)
}

/// Departments that lead a task, in the register's order.
fn expected(outcome: &Outcome) -> BTreeSet<usize> {
    outcome
        .tasks
        .tasks()
        .iter()
        .flat_map(|task| &task.lead)
        .filter_map(crate::model::UnitName::known)
        .filter(|index| *index < outcome.register.departments.len())
        .collect()
}

fn names(all: &[&str], between: &str, more: &str) -> String {
    let mut text = all[..all.len().min(NAMES)].join(between);
    if all.len() > NAMES {
        text.push_str(more);
    }
    text
}

fn rows(outcome: &Outcome) -> Words {
    let control = outcome.control;
    Words::new(
        format!(
            "行：表头以下共 {} 行 = 已匹配 {} + 待确认 {} + 未匹配 {} + 分节、合计、注等 {}",
            control.rows_in, control.rows_linked, control.rows_possible, control.rows_unlinked, control.rows_other
        ),
        format!(
            "rows: {} below headers = {} linked + {} under review + {} unlinked + {} sections, totals, notes",
            control.rows_in, control.rows_linked, control.rows_possible, control.rows_unlinked, control.rows_other
        ),
    )
}

fn of_severity(outcome: &Outcome, severity: Severity) -> usize {
    outcome.findings.iter().filter(|finding| finding.severity == severity && finding.is_open()).count()
}

fn findings(outcome: &Outcome) -> Words {
    let [errors, warnings, infos] =
        [Severity::Error, Severity::Warning, Severity::Info].map(|severity| of_severity(outcome, severity));
    let settled = outcome.findings.iter().filter(|finding| !finding.is_open()).count();
    let (zh, en) = match settled {
        0 => (String::new(), String::new()),
        count => (format!("（另有 {count} 条已处理）"), format!(" (and {count} settled)")),
    };
    Words::new(
        format!("问题：错误 {errors}，警告 {warnings}，提示 {infos}{zh}"),
        format!(
            "findings: {}, {}, {}{en}",
            counted(errors, "error"),
            counted(warnings, "warning"),
            counted(infos, "note")
        ),
    )
}

/// The most serious findings that nobody has decided on.
fn serious(terminal: &Terminal, outcome: &Outcome) {
    let open: Vec<&Finding> =
        outcome.findings.iter().filter(|finding| finding.is_open() && finding.severity <= Severity::Warning).collect();
    if open.is_empty() {
        return;
    }
    terminal.say("");
    for finding in open.iter().take(SHOWN) {
        terminal.say(&line(terminal, finding));
    }
    if open.len() > SHOWN {
        let rest = open.len() - SHOWN;
        terminal.say_words(&Words::new(
            format!("  …… 另有 {rest} 条，见报告的“差异清单”"),
            format!("  … and {rest} more, in the report's Findings sheet"),
        ));
    }
}

/// A finding as one line; its message names the place.
pub fn line(terminal: &Terminal, finding: &Finding) -> String {
    let severity = terminal.severity(finding.severity);
    format!("  {severity} {} {}", finding.code, finding.message.get(terminal.lang).replace('\n', " "))
}

fn next(outcome: &Outcome, report: &Path) -> Vec<Words> {
    let mut lines = vec![Words::new(format!("报告：{}", report.display()), format!("report: {}", report.display()))];
    let open = of_severity(outcome, Severity::Error) + of_severity(outcome, Severity::Warning);
    let possible = Unsettled::of(outcome).possible;
    let step = if possible > 0 {
        Words::new(
            format!("下一步：在“任务匹配”中确认 {possible} 行的任务，再逐条处理“差异清单”。"),
            format!("next: settle {} on the Links sheet, then go through the Findings sheet", counted(possible, "row")),
        )
    } else if open > 0 {
        Words::new(
            "下一步：逐条处理“差异清单”，需要部门更正的退回部门。",
            "next: go through the Findings sheet; what a department must correct goes back to it",
        )
    } else {
        Words::new("没有需要处理的错误和警告。", "nothing is left that needs attention")
    };
    lines.push(step);
    lines
}

//! `compare`: what changed between two reports.

use std::{collections::BTreeMap, fmt::Write, path::Path};

use crate::{
    changes, checks,
    cli::{
        Done, Failure,
        args::{Common, CompareArgs},
        terminal,
    },
    model::{
        Lang, TaskStatus, Words,
        change::{MeasureChange, TaskChange, WordsChange},
        past::{Past, PastFinding, PastTask},
    },
    reread,
};

/// Prints the changes: tasks that came and went, status, words, measures, findings.
pub fn run(args: &CompareArgs, common: &Common, lang: Lang) -> Result<Done, Failure> {
    super::existing(&[args.old.clone(), args.new.clone()])?;
    let ((mut old, of_old), (mut new, of_new)) = (open(&args.old)?, open(&args.new)?);
    let lang = common.lang.map(Lang::from).or(of_new).unwrap_or(lang);
    for (past, written) in [(&mut old, of_old), (&mut new, of_new)] {
        if written.is_some_and(|written| written != lang) {
            past.findings.iter_mut().for_each(|finding| finding.message = in_other_words(finding, lang));
        }
    }
    terminal::print(told(&old, &new, lang).as_bytes())?;
    Ok(Done::Clean)
}

/// A report as data, and its language.
fn open(path: &Path) -> Result<(Past, Option<Lang>), Failure> {
    let book = reread::open(path);
    let read = book.as_ref().and_then(|book| Some((reread::past(book)?, reread::lang(book))));
    read.ok_or_else(|| {
        Failure::words(Words::new(
            format!("{} 不是本程序写出的报告，无法对比。请用 taizhang run 生成的汇总表。", path.display()),
            format!("{} is no report that this program wrote: name workbooks that taizhang run made", path.display()),
        ))
    })
}

/// A finding that its report tells in another language: what its check asks, of whom and of which task.
fn in_other_words(finding: &PastFinding, lang: Lang) -> String {
    let Some(check) = checks::explain(&finding.code) else { return finding.message.clone() };
    let task = Words::new(format!("任务 {}", finding.task), format!("task {}", finding.task));
    let about = [finding.department.as_str(), if finding.task.is_empty() { "" } else { task.get(lang) }];
    let about: Vec<&str> = about.into_iter().filter(|part| !part.is_empty()).collect();
    let title = check.title.get(lang);
    match (about.is_empty(), lang) {
        (true, _) => title.to_owned(),
        (_, Lang::Zh) => format!("{title}（{}）", about.join("，")),
        (_, Lang::En) => format!("{title} ({})", about.join(", ")),
    }
}

/// The comparison as text: a heading, then a line a change.
pub fn told(old: &Past, new: &Past, lang: Lang) -> String {
    let say = |zh: &str, en: &str| Words::new(zh, en).get(lang).to_owned();
    let mut text = String::new();
    let period = |past: &Past| {
        past.period
            .as_ref()
            .map_or_else(|| say("期间未注明", "period not stated"), |period| period.words().get(lang).to_owned())
    };
    let _ = writeln!(text, "{} → {}", period(old), period(new));
    let changes = changes::compare(&old.tasks, &new.tasks);
    let mut lines = Vec::new();
    for (task, change) in new.tasks.iter().zip(&changes.tasks) {
        let then = change.then.and_then(|at| old.tasks.get(at));
        let told = of_task(task, then, change, lang).join(&say("；", "; "));
        if !told.is_empty() {
            lines.push(format!("  {} {}{}{told}", task.id, short(task.name()), say("：", ": ")));
        }
    }
    for task in changes.gone.iter().filter_map(|at| old.tasks.get(*at)) {
        lines.push(format!(
            "  {} {}{}{}",
            task.id,
            short(task.name()),
            say("：", ": "),
            say("清单中已没有", "no longer in the list")
        ));
    }
    section(&mut text, &say("任务", "Tasks"), &lines, lang);
    findings(&mut text, old, new, lang);
    text
}

fn section(text: &mut String, heading: &str, lines: &[String], lang: Lang) {
    let none = Words::new("  没有变化", "  no change");
    let _ = writeln!(text, "\n{heading}");
    if lines.is_empty() {
        let _ = writeln!(text, "{}", none.get(lang));
    }
    for line in lines {
        let _ = writeln!(text, "{line}");
    }
}

fn of_task(task: &PastTask, then: Option<&PastTask>, change: &TaskChange, lang: Lang) -> Vec<String> {
    let say = |zh: &str, en: &str| Words::new(zh, en).get(lang).to_owned();
    let mut lines = Vec::new();
    match then {
        None => lines.push(say("新任务", "new task")),
        Some(then) => lines.extend(then.moved(&task.id, &task.number).map(|moved| moved.get(lang).to_owned())),
    }
    if change.reworded {
        lines.push(say("表述有改动", "reworded in the list"));
    }
    if change.retargeted {
        lines.push(say("目标有改动", "other target in the list"));
    }
    if change.then.is_some() && change.status.0 != change.status.1 {
        let name =
            |status: Option<TaskStatus>| status.map_or_else(String::new, |status| status.words().get(lang).to_owned());
        lines.push(format!("{} {} → {}", say("状态", "status"), name(change.status.0), name(change.status.1)));
    }
    match change.words {
        WordsChange::Changed | WordsChange::PartlySame => lines.push(say("进展文字有改动", "other words of progress")),
        WordsChange::Begun if change.then.is_some() => lines.push(say("开始报送进展", "progress is reported now")),
        WordsChange::Stopped => lines.push(say("不再报送进展", "progress is no longer reported")),
        _ => {}
    }
    lines.extend(change.measures.iter().filter_map(|change| measure(change, lang)));
    lines
}

fn measure(change: &MeasureChange, lang: Lang) -> Option<String> {
    let (then, now) = change.with_units("—");
    // 12 and 12.0 are the same figure.
    if then == now || change.difference.is_some_and(|difference| difference.is_zero()) {
        return None;
    }
    let difference = change.difference.map_or_else(String::new, |difference| {
        let sign = if difference.is_sign_negative() { "" } else { "+" };
        format!(" ({sign}{})", difference.normalize())
    });
    let who = if change.department.is_empty() { String::new() } else { format!("{} ", change.department) };
    Some(format!("{who}{} {then} → {now}{difference}", change.named("", lang)))
}

/// Findings that are new, and those that are gone.
fn findings(text: &mut String, old: &Past, new: &Past, lang: Lang) {
    let by_id = |past: &'_ Past| -> BTreeMap<String, PastFinding> {
        past.findings.iter().map(|finding| (finding.id.clone(), finding.clone())).collect()
    };
    let (before, after) = (by_id(old), by_id(new));
    let lines = |past: &Past, other: &BTreeMap<String, PastFinding>| -> Vec<String> {
        let only = past.findings.iter().filter(|finding| !other.contains_key(&finding.id));
        only.map(|finding| format!("  {} {}", finding.code, finding.message.replace('\n', " "))).collect()
    };
    let heading = |zh: &str, en: &str, count: usize| match lang {
        Lang::Zh => format!("{zh}（{count}）"),
        Lang::En => format!("{en} ({count})"),
    };
    let (added, gone) = (lines(new, &before), lines(old, &after));
    section(text, &heading("新出现的问题", "New findings", added.len()), &added, lang);
    section(text, &heading("不再出现的问题", "Findings that are gone", gone.len()), &gone, lang);
}

fn short(text: &str) -> String {
    let line = text.replace(['\n', '\r'], " ");
    if line.chars().count() <= 30 { line } else { line.chars().take(29).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_told_in_another_language_is_told_by_its_check() {
        let finding = PastFinding {
            code: "N003".to_owned(),
            department: "市教育局".to_owned(),
            task: "35-2".to_owned(),
            message: "两者不符".to_owned(),
            ..PastFinding::default()
        };
        assert_eq!(in_other_words(&finding, Lang::En), "A rate contradicts its counts (市教育局, task 35-2)");
        assert_eq!(in_other_words(&finding, Lang::Zh), "比率与数字不符（市教育局，任务 35-2）");
        let unknown = PastFinding { code: "Z999".to_owned(), ..finding };
        assert_eq!(in_other_words(&unknown, Lang::En), "两者不符");
    }

    #[test]
    fn a_figure_that_is_only_written_otherwise_is_no_change() {
        let line = |then: &str, now: &str| {
            let difference =
                now.parse::<rust_decimal::Decimal>().unwrap() - then.parse::<rust_decimal::Decimal>().unwrap();
            let change = MeasureChange {
                department: "市住建局".to_owned(),
                name: "年度计划投资".to_owned(),
                units: ("亿元".to_owned(), "亿元".to_owned()),
                raw: (Some(then.to_owned()), Some(now.to_owned())),
                difference: Some(difference),
                ..MeasureChange::default()
            };
            measure(&change, Lang::Zh)
        };
        assert_eq!(line("12", "12.0"), None);
        assert_eq!(line("12", "12.5").as_deref(), Some("市住建局 年度计划投资 12亿元 → 12.5亿元 (+0.5)"));
    }
}

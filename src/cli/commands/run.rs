//! `run`: the main job.

use std::path::{Path, PathBuf};

use crate::{
    checks,
    cli::{
        Done, Failure,
        args::{Common, FailOn, RunArgs},
        jobs,
        progress::Progress,
        summary,
        terminal::Terminal,
    },
    intake::{self, Found, Limits},
    model::{Lang, Outcome, Words},
    pipeline::{self, Inputs, Step},
    render::{self, Options, Theme},
    report,
    workspace::{self, Overrides},
};

/// Reads, links, checks, consolidates, and writes the report.
pub fn run(args: &RunArgs, common: &Common) -> Result<Done, Failure> {
    let loaded =
        workspace::load(&args.workspace, &overrides(args, common)).map_err(|faults| Failure::workspace(&faults))?;
    let (lang, output, root) = (loaded.lang, loaded.output.clone(), loaded.root.clone());
    let terminal = Terminal::new(common, lang);
    for warning in &loaded.warnings {
        terminal.say(&warning.show(lang));
    }
    if output.extension().is_none_or(|ending| !ending.eq_ignore_ascii_case("xlsx")) {
        return Err(Failure::words(Words::new(
            format!("报告是 xlsx 工作簿，文件名请以 .xlsx 结尾：{}", output.display()),
            format!("the report is an xlsx workbook: let its name end in .xlsx: {}", output.display()),
        )));
    }
    let bar = Progress::new(&terminal, loaded.files.len());
    let outcome = pipeline::run(Inputs::of(loaded, jobs(common)), &|step| bar.step(step));
    bar.step(Step::Writing);
    keep_edited(&outcome, &output, &terminal)?;
    write(&outcome, lang, &output, &root, args, jobs(common))?;
    bar.finish();
    summary::print(&terminal, &outcome, &output);
    Ok(done(&outcome, args.fail_on))
}

fn overrides(args: &RunArgs, common: &Common) -> Overrides {
    Overrides {
        tasks: args.tasks.clone(),
        departments: args.departments.clone(),
        submissions: args.submissions.clone(),
        previous: args.previous.clone(),
        decisions: args.decisions.clone(),
        period: args.period.clone(),
        output: args.output.clone(),
        lang: common.lang.map(Lang::from),
        no_tasks: false,
        codes: checks::codes(),
    }
}

/// Whether anything is serious enough to fail on; what a reviewer has dismissed or accepted is settled.
pub fn done(outcome: &Outcome, fail_on: FailOn) -> Done {
    let found = outcome.findings.iter().any(|finding| finding.decision.is_none() && fail_on.covers(finding.severity));
    if found { Done::Found } else { Done::Clean }
}

/// The report, and what else was asked for, each written beside its place and renamed into it.
fn write(
    outcome: &Outcome,
    lang: Lang,
    output: &Path,
    root: &Path,
    args: &RunArgs,
    jobs: usize,
) -> Result<(), Failure> {
    let theme = Theme::new(lang, &outcome.settings.report);
    let options = Options { created: created(outcome), to_workspace: way(output, root) };
    let bytes = pipeline::on_threads(jobs, || render::xlsx(&report::book(outcome, lang), &theme, &options));
    save(output, &bytes.map_err(|error| cannot_write(output, &error))?)?;
    if let Some(path) = &args.json {
        save(path, &render::json::bytes(outcome))?;
    }
    if let Some(folder) = &args.csv {
        for (name, bytes) in render::csv::files(outcome, lang) {
            save(&folder.join(name), &bytes)?;
        }
    }
    Ok(())
}

/// Keeps a copy of a report that a person has saved since it was written: every program sets the document's own time of
/// change when it saves, and ours is always that of [`created`].
fn keep_edited(outcome: &Outcome, output: &Path, terminal: &Terminal) -> Result<(), Failure> {
    if !output.is_file() {
        return Ok(());
    }
    let found = Found { file: output.to_string_lossy().into(), path: output.to_owned() };
    let ours = created(outcome).to_string();
    let old = intake::read(&found, &Limits::default());
    if old.modified.as_deref().is_some_and(|modified| modified.starts_with(&ours)) {
        return Ok(());
    }
    let copy = free_name(output, terminal.lang);
    std::fs::copy(output, &copy).map_err(|error| cannot_write(&copy, &error))?;
    terminal.say_words(&Words::new(
        format!("原来的报告被人改过，已另存为 {}", copy.display()),
        format!("the report that was there has been edited; it is kept as {}", copy.display()),
    ));
    Ok(())
}

/// A name beside the report that is not taken.
fn free_name(output: &Path, lang: Lang) -> PathBuf {
    let stem = output.file_stem().unwrap_or_default().to_string_lossy();
    let word = Words::new("（人工修改", " (edited ");
    let close = Words::new("）", ")");
    (1..=u32::MAX)
        .map(|number| output.with_file_name(format!("{stem}{}{number}{}.xlsx", word.get(lang), close.get(lang))))
        .find(|path| !path.exists())
        .unwrap_or_else(|| output.to_owned())
}

/// The period's last day bears the report: the same run gives the same bytes on any day.
fn created(outcome: &Outcome) -> jiff::civil::Date {
    outcome.period.as_ref().map_or(jiff::civil::date(2000, 1, 1), |period| period.end)
}

/// The way from the report's folder to the workspace, with `/` at its end.
fn way(output: &Path, root: &Path) -> String {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let from = absolute(output.parent().unwrap_or(Path::new("")));
    let to = absolute(root);
    let shared = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    let up = from.components().count() - shared;
    let down = to.components().skip(shared).map(|part| format!("{}/", part.as_os_str().to_string_lossy()));
    "../".repeat(up) + &down.collect::<String>()
}

fn save(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    render::save(path, bytes).map_err(|error| cannot_write(path, &error))
}

fn cannot_write(path: &Path, error: &dyn std::fmt::Display) -> Failure {
    let path: PathBuf = path.to_owned();
    Failure::words(Words::new(
        format!("无法写出 {}：{error}。请检查文件夹是否存在、是否可写，文件是否正被其他程序打开。", path.display()),
        format!(
            "can't write {}: {error}; is the folder there and writable, and is the file open elsewhere?",
            path.display()
        ),
    ))
}

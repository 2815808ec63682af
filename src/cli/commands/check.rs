//! `check`: findings of single submissions, which a department can look at before it sends them.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use crate::{
    checks,
    cli::{
        Done, Failure,
        args::{CheckArgs, Common},
        commands::existing,
        jobs, summary,
        terminal::{self, Terminal},
    },
    model::{Finding, Lang, Outcome, Severity, Words},
    pipeline::{self, Inputs},
    text::counted,
    workspace::{self, Overrides},
};

/// Runs the whole job over the files given, and shows what is about them.
pub fn run(args: &CheckArgs, common: &Common) -> Result<Done, Failure> {
    existing(&args.files)?;
    let workspace = workspace_of(args);
    let overrides = Overrides {
        tasks: args.tasks.clone(),
        submissions: args.files.clone(),
        lang: common.lang.map(Lang::from),
        codes: checks::codes(),
        no_tasks: workspace.is_none() && args.tasks.is_none(),
        ..Overrides::default()
    };
    let dir = workspace.unwrap_or_else(|| PathBuf::from("."));
    let loaded = workspace::load(&dir, &overrides).map_err(|faults| Failure::workspace(&faults))?;
    let terminal = Terminal::new(common, loaded.lang);
    if overrides.no_tasks {
        terminal.say_words(&Words::new(
            "没有找到任务清单：只检查文件、表头和数字。用 --workspace 或 --tasks 指定后可以检查任务。",
            "no task list found: only files, headers and figures are checked; name one with --workspace or --tasks",
        ));
    }
    let outcome = pipeline::run(Inputs::of(loaded, jobs(common)), &|_| {});
    let mut findings = of_files(&outcome);
    findings.retain(|finding| !finding.is_dismissed());
    if overrides.no_tasks {
        findings.retain(|finding| needs_no_tasks(finding.code));
    }
    let lines: String = findings.iter().map(|finding| show(&terminal, finding)).collect();
    terminal::print(lines.as_bytes())?;
    terminal.say_words(&totals(&findings));
    let found = findings.iter().any(|finding| finding.is_open() && args.fail_on.covers(finding.severity));
    Ok(if found { Done::Found } else { Done::Clean })
}

/// The workspace named, else the nearest folder above the first file that looks like one.
fn workspace_of(args: &CheckArgs) -> Option<PathBuf> {
    if args.workspace.is_some() || args.tasks.is_some() {
        return args.workspace.clone();
    }
    let first = args.files.first()?;
    let absolute = std::path::absolute(first).ok()?;
    absolute.ancestors().skip(1).find(|folder| is_workspace(folder)).map(Path::to_path_buf)
}

fn is_workspace(folder: &Path) -> bool {
    ["taizhang.toml", "tasks.csv", "tasks.xlsx"].iter().any(|name| folder.join(name).is_file())
}

/// Findings about the files given or the departments whose files they are; that others have not sent is not theirs.
fn of_files(outcome: &Outcome) -> Vec<&Finding> {
    let departments: BTreeSet<&str> = outcome
        .returned
        .iter()
        .filter_map(|file| file.department)
        .filter_map(|index| outcome.register.departments.get(index))
        .map(|department| department.name.as_str())
        .collect();
    let files: BTreeSet<&str> = outcome.returned.iter().map(|file| &*file.submission.file).collect();
    outcome
        .findings
        .iter()
        .filter(|finding| !of_absent_departments(finding.code))
        .filter(|finding| {
            let in_file = finding.place.as_ref().is_some_and(|place| files.contains(&*place.file));
            let of_department = finding.department.as_deref().is_some_and(|name| departments.contains(name));
            in_file || of_department
        })
        .collect()
}

/// Whether a check speaks of departments that have not sent: in a check of single files nobody else has.
fn of_absent_departments(code: &str) -> bool {
    matches!(code, "F007" | "D005")
}

/// Whether a check asks nothing of task list and register: those of files, headers and figures, but not whose file it is.
fn needs_no_tasks(code: &str) -> bool {
    code.starts_with(['F', 'H', 'N']) && code != "F006"
}

/// A finding with everything that helps to settle it.
fn show(terminal: &Terminal, finding: &Finding) -> String {
    let mut text = format!("{}\n", summary::line(terminal, finding).trim_start());
    let detail = finding.detail.get(terminal.lang);
    if !detail.is_empty() {
        text.push_str(&format!("    {}\n", detail.replace('\n', "\n    ")));
    }
    text
}

fn totals(findings: &[&Finding]) -> Words {
    let [errors, warnings, infos] = [Severity::Error, Severity::Warning, Severity::Info]
        .map(|severity| findings.iter().filter(|finding| finding.severity == severity).count());
    Words::new(
        format!("错误 {errors}，警告 {warnings}，提示 {infos}"),
        format!("{}, {}, {}", counted(errors, "error"), counted(warnings, "warning"), counted(infos, "note")),
    )
}

//! `run`: the main job.

use std::path::{Path, PathBuf};

use crate::{
    checks,
    cli::{
        Done, Failure,
        args::{Common, FailOn, RunArgs},
        commands::{handback, outputs},
        jobs,
        progress::Progress,
        summary,
        templates::Templates,
        terminal::Terminal,
    },
    model::{Lang, Outcome, Period, Words},
    pipeline::{self, Inputs, Step},
    render::{self, Options, XlsxFault},
    report,
    workspace::{self, Overrides},
};

/// Reads, links, checks, consolidates, and writes the report.
pub fn run(args: &RunArgs, common: &Common) -> Result<Done, Failure> {
    let mut loaded =
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
    let templates = Templates::load(&root, lang, &loaded.settings.report, &loaded.lexicon)?;
    outputs::check(&loaded, args)?;
    let _lock = workspace::lock(&output, &|words| terminal.say_words(words)).map_err(Failure::words)?;
    let edits = handback::take_over(&mut loaded, &today(), &terminal)?;
    let bar = Progress::new(&terminal, loaded.files.len());
    let inputs = Inputs { edits, ..Inputs::of(loaded, jobs(common)) };
    let outcome = pipeline::run(inputs, &|step| bar.step(step));
    bar.step(Step::Writing);
    write(&outcome, &templates, lang, (&output, &root), args, jobs(common))?;
    bar.finish();
    summary::print(&terminal, &outcome, &output);
    let done = done(&outcome, args.fail_on);
    // The program ends here, and the system takes its memory back at once.
    std::mem::forget(outcome);
    Ok(done)
}

/// Today, as decisions that are read back bear it.
fn today() -> String {
    jiff::Timestamp::now().to_zoned_datetime(jiff::tz::TimeZone::system()).date().to_string()
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

/// Whether anything is serious enough to fail on; what a reviewer has dismissed, accepted or corrected is settled.
pub fn done(outcome: &Outcome, fail_on: FailOn) -> Done {
    let found = outcome.findings.iter().any(|finding| finding.is_open() && fail_on.covers(finding.severity));
    if found { Done::Found } else { Done::Clean }
}

/// The report, and what else was asked for, each written beside its place and renamed into it.
fn write(
    outcome: &Outcome,
    templates: &Templates,
    lang: Lang,
    (output, root): (&Path, &Path),
    args: &RunArgs,
    jobs: usize,
) -> Result<(), Failure> {
    let options = Options { created: created(outcome.period.as_ref()), to_workspace: way(output, root) };
    // Whenever this is cut short, what stands at the report's place is known to be ours.
    let next = handback::about_to_be(output);
    pipeline::on_threads(jobs, || {
        fitting(|most| {
            let book = report::book_in_parts(outcome, lang, &templates.report, most);
            render::save_workbook(&next, &book, &templates.theme, &options)
        })
    })
    .map_err(|error| cannot_write(output, &error))?;
    render::save_copy(output, &next).map_err(|error| cannot_write(output, &error))?;
    std::fs::rename(&next, handback::as_written(output))
        .map_err(|error| cannot_write(&handback::as_written(output), &error))?;
    if let Some(path) = &args.json {
        render::save_json(path, outcome).map_err(|error| cannot_write(path, &error))?;
    }
    if let Some(folder) = &args.csv {
        for (name, bytes) in render::csv::files(outcome, lang) {
            save(&folder.join(name), &bytes)?;
        }
    }
    Ok(())
}

/// Makes a report with as many rows to a sheet as mostly fit; where long texts need more rows than a sheet has, once more
/// with half as many.
pub(super) fn fitting<T>(make: impl FnMut(usize) -> Result<T, XlsxFault>) -> Result<T, XlsxFault> {
    halving(report::MOST_ROWS, make, XlsxFault::is_too_long)
}

/// Makes something with `most`, and while it is too long once more with half of it.
fn halving<T, E>(
    mut most: usize,
    mut make: impl FnMut(usize) -> Result<T, E>,
    is_too_long: impl Fn(&E) -> bool,
) -> Result<T, E> {
    loop {
        match make(most) {
            Err(fault) if is_too_long(&fault) && most > 1 => most /= 2,
            made => return made,
        }
    }
}

/// The period's last day bears the report: the same run gives the same bytes on any day.
pub fn created(period: Option<&Period>) -> jiff::civil::Date {
    period.map_or(jiff::civil::date(2000, 1, 1), |period| period.end)
}

/// The way from the report's folder to the workspace, with `/` at its end.
pub fn way(output: &Path, root: &Path) -> String {
    let (output, to) = (whole(output), whole(root));
    let from = output.parent().unwrap_or(Path::new(""));
    let shared = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    let up = from.components().count() - shared;
    let down = to.components().skip(shared).map(|part| format!("{}/", part.as_os_str().to_string_lossy()));
    "../".repeat(up) + &down.collect::<String>()
}

/// A path from the root of the disk, without steps up.
fn whole(path: &Path) -> PathBuf {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    absolute.components().fold(PathBuf::new(), |mut whole, part| {
        if part == std::path::Component::ParentDir {
            whole.pop();
        } else {
            whole.push(part);
        }
        whole
    })
}

/// Writes a finished file.
pub(super) fn save(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    render::save(path, bytes).map_err(|error| cannot_write(path, &error))
}

/// A file that can't be written, and what to look at.
pub fn cannot_write(path: &Path, error: &dyn std::fmt::Display) -> Failure {
    let path: PathBuf = path.to_owned();
    Failure::words(Words::new(
        format!("无法写出 {}：{error}。请检查文件夹是否存在、是否可写，文件是否正被其他程序打开。", path.display()),
        format!(
            "can't write {}: {error}; is the folder there and writable, and is the file open elsewhere?",
            path.display()
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_the_workspace_leads_there() {
        let from = |output: &str, root: &str| way(Path::new(output), Path::new(root));
        assert_eq!(from("q/out/r.xlsx", "q"), "../");
        assert_eq!(from("r.xlsx", "q"), "q/");
        assert_eq!(from("q/../else/r.xlsx", "./q"), "../q/");
        assert_eq!(from("q/_", "q/out"), "out/");
        assert_eq!(from("q/_", ""), "../");
    }

    #[test]
    fn what_is_too_long_is_made_again_with_fewer_rows_and_every_other_fault_is_told() {
        let asked = |fits: usize, fault: &'static str| {
            let mut asked = Vec::new();
            let make = |most: usize| {
                asked.push(most);
                if most <= fits { Ok(most) } else { Err(fault) }
            };
            let made = halving(100, make, |fault| *fault == "too long");
            (made, asked)
        };
        assert_eq!(asked(30, "too long"), (Ok(25), vec![100, 50, 25]));
        assert_eq!(asked(100, "too long"), (Ok(100), vec![100]));
        assert_eq!(asked(0, "too long"), (Err("too long"), vec![100, 50, 25, 12, 6, 3, 1]));
        assert_eq!(asked(30, "disk full"), (Err("disk full"), vec![100]));
    }
}

//! `verify`: every cell of a report is derived again from its sources; what can't be is listed.

use std::{
    collections::BTreeMap,
    fmt::Write,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::run::{created, fitting, way};
use crate::{
    checks,
    cli::{
        Done, Failure,
        args::{Common, FailOn, VerifyArgs},
        jobs,
        templates::Templates,
        terminal,
    },
    model::{Lang, Outcome, Past, RawBook, Severity, Words, past::PastFile},
    pipeline::{self, Inputs},
    render::{self, Options},
    report,
    reread::{self, Context, Difference, Taken},
    text::counted,
    workspace::{self, Loaded, Overrides},
};

/// Prints what could not be derived again.
pub fn run(args: &VerifyArgs, common: &Common, lang: Lang) -> Result<Done, Failure> {
    super::existing(std::slice::from_ref(&args.report))?;
    let (book, past) = open(&args.report)?;
    let root = args.workspace.clone().unwrap_or_else(|| workspace_of(&args.report));
    let loaded = load(&root, &past, args, reread::lang(&book).unwrap_or(lang))?;
    let file: Arc<str> = args.report.file_name().unwrap_or_default().to_string_lossy().as_ref().into();
    let answers = reread::answers(&book);
    let templates = Templates::load(&loaded.root, loaded.lang, &loaded.settings.report, &loaded.lexicon)?;
    let (book_lang, to_workspace) = (loaded.lang, way(&args.report, &loaded.root));
    // What was answered since is no edit: the next run takes it over.
    let (tasks, known) = (loaded.tasks.clone(), loaded.decisions.clone());
    let inputs = Inputs { edits: past.edits.clone(), ..Inputs::of(loaded, jobs(common)) };
    let outcome = pipeline::run(inputs, &|_| {});
    let derived = derive(&outcome, &templates, book_lang, to_workspace)?;
    let context = Context { file: &file, tasks: &tasks, known: &known, today: "" };
    let open_answers = reread::decisions(&answers, Some(&reread::answers(&derived)), context);
    let found = Found::of(&past, &outcome, &derived, &book, &open_answers);
    let speak = common.lang.map_or(book_lang, Lang::from);
    terminal::print(found.told(&file, speak).as_bytes())?;
    Ok(found.done(args.fail_on))
}

fn open(path: &Path) -> Result<(RawBook, Past), Failure> {
    let book = reread::open(path);
    let past = book.as_ref().and_then(reread::past);
    book.zip(past).ok_or_else(|| {
        Failure::words(Words::new(
            format!("{} 不是本程序写出的报告，无法核验。", path.display()),
            format!("{} is no report that this program wrote, so it can't be verified", path.display()),
        ))
    })
}

/// The nearest folder above the report that holds a task list or settings.
fn workspace_of(report: &Path) -> PathBuf {
    let absolute = std::path::absolute(report).unwrap_or_else(|_| report.to_owned());
    let is_workspace =
        |folder: &&Path| ["taizhang.toml", "tasks.csv", "tasks.xlsx"].iter().any(|name| folder.join(name).is_file());
    absolute.ancestors().skip(1).find(is_workspace).map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// The workspace, for the report's own language and period.
fn load(root: &Path, past: &Past, args: &VerifyArgs, lang: Lang) -> Result<Loaded, Failure> {
    let named = |what: &str| {
        let file = past.files.iter().find(|file| file.what == what)?;
        [root.join(&file.file), PathBuf::from(&file.file)].into_iter().find(|path| path.is_file())
    };
    let overrides = Overrides {
        tasks: named("tasks"),
        departments: named("departments"),
        previous: named("previous"),
        decisions: named("decisions"),
        submissions: args.submissions.clone(),
        lang: Some(lang),
        codes: checks::codes(),
        ..Overrides::default()
    };
    let loaded = workspace::load(root, &overrides).map_err(|faults| Failure::workspace(&faults))?;
    Ok(Loaded { period: past.period.clone().or(loaded.period.clone()), ..loaded })
}

fn derive(outcome: &Outcome, templates: &Templates, lang: Lang, to_workspace: String) -> Result<RawBook, Failure> {
    let options = Options { created: created(outcome.period.as_ref()), to_workspace };
    let make =
        |most| render::xlsx(&report::book_in_parts(outcome, lang, &templates.report, most), &templates.theme, &options);
    let bytes = fitting(make).map_err(|error| Failure::words(Words::same(error.to_string())))?;
    reread::book("report.xlsx", &bytes)
        .ok_or_else(|| Failure::words(Words::new("报告无法重新生成。", "the report could not be made again")))
}

/// What could not be derived again.
struct Found {
    inputs: Vec<(PastFile, Option<String>)>,
    cells: Vec<Difference>,
    answers: usize,
    derived: usize,
}

impl Found {
    fn of(past: &Past, outcome: &Outcome, derived: &RawBook, book: &RawBook, answers: &Taken) -> Self {
        let inputs = changed(past, &Past::of(outcome));
        let cells = reread::differences(derived, book)
            .into_iter()
            // What the inputs give now is told once, on the sheets that people see.
            .filter(|difference| inputs.is_empty() || !report::data::is_named(&difference.sheet))
            .filter(|difference| !answers.explains(&difference.sheet, difference.cell))
            .collect();
        let derived = book.sheets.iter().flat_map(|sheet| &sheet.rows).map(|row| row.cells.len()).sum();
        Self { inputs, cells, answers: answers.decisions.len(), derived }
    }

    fn done(&self, fail_on: FailOn) -> Done {
        let fails = !(self.cells.is_empty() && self.inputs.is_empty()) && fail_on.covers(Severity::Error);
        if fails { Done::Found } else { Done::Clean }
    }

    fn told(&self, file: &str, lang: Lang) -> String {
        let say = |zh: String, en: String| if lang == Lang::Zh { zh } else { en };
        let mut text = String::new();
        for (input, now) in &self.inputs {
            let (old, name) = (&input.sha256, &input.file);
            let line = match now {
                _ if old.is_empty() => say(
                    format!("文件是后来增加的：{name}，现在 SHA-256 {}", now.as_deref().unwrap_or("")),
                    format!("file added since: {name}, now SHA-256 {}", now.as_deref().unwrap_or("")),
                ),
                None => say(
                    format!("依据的文件已不在：{name}，当时 SHA-256 {old}"),
                    format!("input gone: {name}, SHA-256 then {old}"),
                ),
                Some(now) => say(
                    format!("依据的文件已改变：{name}，当时 SHA-256 {old}，现在 {now}"),
                    format!("input changed: {name}, SHA-256 then {old}, now {now}"),
                ),
            };
            let _ = writeln!(text, "{line}");
        }
        let why = if self.inputs.is_empty() {
            say("被人改过".to_owned(), "edited by hand".to_owned())
        } else {
            say("与现在的依据不符".to_owned(), "not what the inputs give now".to_owned())
        };
        for Difference { sheet, cell, was, is } in &self.cells {
            let at = cell.map_or_else(|| sheet.to_string(), |cell| format!("{sheet} › {cell}"));
            let (was, is) = (one_line(was), one_line(is));
            let line = say(
                format!("{file} › {at}：{why}；报告中是“{is}”，重新得出的是“{was}”"),
                format!("{file} › {at}: {why}; the report has “{is}”, derived again it is “{was}”"),
            );
            let _ = writeln!(text, "{line}");
        }
        if self.answers > 0 {
            let count = self.answers;
            let line = say(
                format!("另有 {count} 条处理意见还没有读回：再运行一次 taizhang run 即可。"),
                format!("{} not yet read back: run taizhang run once more", counted(count, "decision")),
            );
            let _ = writeln!(text, "{line}");
        }
        let (cells, all) = (self.cells.len(), self.derived);
        let line = if cells == 0 && self.inputs.is_empty() {
            say(
                format!("{all} 个单元格全部由依据的文件重新得出。"),
                format!("every cell was derived again from its source: {all} of {all}"),
            )
        } else {
            let inputs = self.inputs.len();
            say(
                format!("{all} 个单元格中有 {cells} 个不能重新得出；依据的文件变了 {inputs} 个。"),
                format!("not derived again: {cells} of {}; inputs changed: {inputs}", counted(all, "cell")),
            )
        };
        let _ = writeln!(text, "{line}");
        text
    }
}

/// Files that are not what they were: with their checksum now, `None` where they are gone. Those that were added have no
/// checksum of then.
fn changed(then: &Past, now: &Past) -> Vec<(PastFile, Option<String>)> {
    let key = |file: &PastFile| (file.what.clone(), file.file.clone());
    let mut left: BTreeMap<(String, String), &PastFile> = now.files.iter().map(|file| (key(file), file)).collect();
    let mut changed = Vec::new();
    for file in &then.files {
        match left.remove(&key(file)) {
            Some(same) if same.sha256 == file.sha256 => {}
            Some(other) => changed.push((file.clone(), Some(other.sha256.clone()))),
            None => changed.push((file.clone(), None)),
        }
    }
    let added = left.into_values();
    changed.extend(added.map(|file| (PastFile { sha256: String::new(), ..file.clone() }, Some(file.sha256.clone()))));
    changed
}

fn one_line(text: &str) -> String {
    let line = text.replace(['\n', '\r'], " ");
    if line.chars().count() <= 80 { line } else { line.chars().take(79).chain(['…']).collect() }
}

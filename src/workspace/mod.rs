//! The workspace: a quarter's folder with its settings, task list, departments, submissions and decisions.
//!
//! What is wrong here is the operator's to mend, so it stops the run, all of it at once, each with its place and what
//! to do. What is wrong with a submission never does.

mod append;
mod config;
mod decisions;
mod departments;
mod fault;
mod init;
mod list;
mod tasks;

use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use self::config::Config;
pub use self::{
    append::append,
    fault::{Excerpt, Fault},
    init::init,
};
use crate::{
    intake::{self, Found, Limits},
    lexicon::{Lexicon, Resolver},
    model::{Decision, Lang, Past, Period, Register, Settings, TaskList, Words, outcome::InputFile},
    reread,
};

/// What the command line gives in place of the workspace's own files and settings. Paths are as typed, relative to the
/// current folder; those in `taizhang.toml` are relative to the workspace.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// `--tasks`.
    pub tasks: Option<PathBuf>,
    /// `--departments`.
    pub departments: Option<PathBuf>,
    /// `--submissions`, files and folders.
    pub submissions: Vec<PathBuf>,
    /// `--previous`.
    pub previous: Option<PathBuf>,
    /// `--decisions`.
    pub decisions: Option<PathBuf>,
    /// `--period`, as typed.
    pub period: Option<String>,
    /// `--output`.
    pub output: Option<PathBuf>,
    /// `--lang`.
    pub lang: Option<Lang>,
    /// Go on without a task list: none is looked for.
    pub no_tasks: bool,
    /// Codes of the checks there are, to hold `[severities]` to; empty to take any.
    pub codes: Vec<&'static str>,
}

/// A workspace, ready to run: everything that the pipeline is given but the number of threads, and where things go.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The workspace's folder.
    pub root: PathBuf,
    /// The period reported: from flag, settings, the task list's title, its file's name or the folder's, in that order.
    pub period: Option<Period>,
    /// Settings from `taizhang.toml` and flags.
    pub settings: Settings,
    /// Language of report and messages: from flag or settings, else that of the task list's labels.
    pub lang: Lang,
    /// Word lists with the workspace's additions.
    pub lexicon: Lexicon,
    /// Departments: declared, or gathered from the task list.
    pub resolver: Resolver,
    /// The task list.
    pub tasks: TaskList,
    /// The files to read.
    pub files: Vec<Found>,
    /// Bounds for reading.
    pub limits: Limits,
    /// Reviewers' decisions.
    pub decisions: Vec<Decision>,
    /// Every other file that went in, with its SHA-256.
    pub inputs: Vec<InputFile>,
    /// Where the report goes.
    pub output: PathBuf,
    /// Where decisions are appended, whether the file exists yet or not.
    pub decisions_path: PathBuf,
    /// Last period's report, if there is one.
    pub previous: Option<Past>,
    /// What is worth saying and stops nothing.
    pub warnings: Vec<Fault>,
}

/// The language of a workspace that may not be fit to load: the one that its settings name, else the one that its
/// settings or its task list are written in. `None` where nothing tells.
pub fn spoken(dir: &Path) -> Option<Lang> {
    let read = |name: &str| std::fs::read(dir.join(name)).ok();
    let settings = read("taizhang.toml").map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    let mut lines = settings.lines().map(|line| line.replace([' ', '\t', '\'', '"'], ""));
    let named = lines.find_map(|line| Some(line.strip_prefix("lang=")?.to_owned()));
    match named.as_deref() {
        Some(named) if named.starts_with("zh") => return Some(Lang::Zh),
        Some(named) if named.starts_with("en") => return Some(Lang::En),
        _ => {}
    }
    // What is not ASCII in a list that is no UTF-8 is most likely GB 18030.
    let list = read("tasks.csv");
    let is_han = |c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{fffd}');
    if settings.contains(is_han) {
        return Some(Lang::Zh);
    }
    let head = list.as_deref().map(|bytes| String::from_utf8_lossy(&bytes[..bytes.len().min(4_096)]).into_owned())?;
    Some(if head.contains(is_han) { Lang::Zh } else { Lang::En })
}

/// Loads the workspace in `dir`.
///
/// # Errors
/// Everything that is wrong with settings, task list and register, each with its place and what to do.
pub fn load(dir: &Path, overrides: &Overrides) -> Result<Loaded, Vec<Fault>> {
    if dir.is_file() {
        let words = Words::new(
            "这是一个文件。请给出本期的工作文件夹；检查单个文件用 taizhang check。",
            "this is a file: name the quarter's folder; taizhang check looks at single files",
        );
        return Err(vec![Fault::file(&dir.display().to_string(), words)]);
    }
    if !dir.is_dir() {
        let name = dir.display().to_string();
        let words = Words::new(
            format!("没有这个文件夹。可以先运行 taizhang init {name} 建一个。"),
            format!("there is no such folder; taizhang init {name} makes one"),
        );
        return Err(vec![Fault::file(&name, words)]);
    }
    let mut loading = Loading { root: dir.to_owned(), inputs: Vec::new(), faults: Vec::new(), warnings: Vec::new() };
    let config = loading.config(&overrides.codes)?;
    loading.finish(config, overrides)
}

/// Loads a task list and what the flags name, without a workspace: for linking any two tables.
///
/// # Errors
/// As [`load`].
pub fn load_tables(overrides: &Overrides) -> Result<Loaded, Vec<Fault>> {
    let root = PathBuf::from(".");
    let loading = Loading { root, inputs: Vec::new(), faults: Vec::new(), warnings: Vec::new() };
    loading.finish(Config { submissions: Some(Vec::new()), ..Config::default() }, overrides)
}

impl Loaded {
    /// Reads the decisions again, after some were appended.
    ///
    /// # Errors
    /// As [`load`].
    pub fn reread_decisions(&mut self) -> Result<(), Vec<Fault>> {
        let file = relative(&self.root, &self.decisions_path);
        let read = decisions::read(&file, &self.decisions_path, &self.limits)?;
        self.decisions = read.decisions;
        self.inputs.retain(|input| input.what != "decisions");
        // Where it stands when it is there from the start: the same inputs make the same report.
        let at = self.inputs.iter().position(|input| input.what == "previous").unwrap_or(self.inputs.len());
        self.inputs.insert(at, InputFile { what: "decisions", file, sha256: read.sha256 });
        Ok(())
    }
}

/// Names under which a task list is looked for.
const TASK_FILES: [&str; 6] = ["tasks.csv", "tasks.xlsx", "tasks.xlsm", "tasks.xls", "tasks.ods", "tasks.tsv"];
const DEPARTMENT_FILES: [&str; 2] = ["departments.csv", "departments.xlsx"];

/// A workspace on its way in.
struct Loading {
    root: PathBuf,
    inputs: Vec<InputFile>,
    faults: Vec<Fault>,
    warnings: Vec<Fault>,
}

impl Loading {
    /// The settings file, where there is one. Nothing else is looked at while it is wrong.
    fn config(&mut self, codes: &[&str]) -> Result<Config, Vec<Fault>> {
        let name = "taizhang.toml";
        let path = self.root.join(name);
        if !path.exists() {
            return Ok(Config::default());
        }
        let cannot = |words: Words| vec![Fault::file(name, words)];
        let bytes = fs::read(&path).map_err(|error| {
            cannot(Words::new(
                format!("无法读取设置文件：{error}。"),
                format!("the settings file can't be read: {error}"),
            ))
        })?;
        let text = std::str::from_utf8(&bytes).map_err(|_| {
            cannot(Words::new(
                "设置文件不是 UTF-8 编码。请另存为 UTF-8 后再试。",
                "the settings file is not UTF-8: save it as UTF-8",
            ))
        })?;
        self.inputs.push(InputFile { what: "config", file: name.to_owned(), sha256: sha256(&bytes) });
        config::read(name, text, codes)
    }

    fn finish(mut self, config: Config, overrides: &Overrides) -> Result<Loaded, Vec<Fault>> {
        let limits = config.limits.clone();
        let lexicon = lexicon(&config, &self.root);
        let register = self.register(overrides, &config, &lexicon, &limits);
        let listed = self.tasks(overrides, &config, register, &lexicon, &limits);
        let period = self.period(overrides, &config, listed.as_ref());
        let files = self.files(overrides, &config);
        let (decisions, decisions_path) = self.decisions(overrides, &config, &limits);
        let previous = self.previous(overrides, &config);
        let (Some(listed), true) = (listed, self.faults.is_empty()) else { return Err(self.faults) };
        let lang = overrides.lang.or(config.lang).unwrap_or(if listed.english { Lang::En } else { Lang::Zh });
        let output = overrides.output.clone().or_else(|| config.output.as_ref().map(|path| self.root.join(path)));
        self.warnings.extend(listed.warnings);
        Ok(Loaded {
            output: output.unwrap_or_else(|| self.root.join("out").join(report_name(period.as_ref(), lang))),
            period,
            settings: Settings { lang, severities: config.severities, report: config.report },
            lang,
            lexicon,
            resolver: listed.resolver,
            tasks: listed.tasks,
            files,
            limits,
            decisions,
            inputs: self.inputs,
            decisions_path,
            previous,
            warnings: self.warnings,
            root: self.root,
        })
    }

    /// The declared register, where there is one.
    fn register(
        &mut self,
        overrides: &Overrides,
        config: &Config,
        lexicon: &Lexicon,
        limits: &Limits,
    ) -> Option<Register> {
        let named =
            overrides.departments.clone().or_else(|| config.departments.as_ref().map(|path| self.root.join(path)));
        let path = match named {
            Some(path) => path,
            None => self.first_of(&DEPARTMENT_FILES)?,
        };
        let file = self.named(&path)?;
        match departments::read(&file, &path, lexicon, limits) {
            Ok((register, sha256)) => {
                self.inputs.push(InputFile { what: "departments", file, sha256 });
                register
            }
            Err(faults) => {
                self.faults.extend(faults);
                None
            }
        }
    }

    fn tasks(
        &mut self,
        overrides: &Overrides,
        config: &Config,
        register: Option<Register>,
        lexicon: &Lexicon,
        limits: &Limits,
    ) -> Option<tasks::Listed> {
        let named = overrides.tasks.clone().or_else(|| config.tasks.as_ref().map(|path| self.root.join(path)));
        if overrides.no_tasks {
            return Some(tasks::none(Resolver::new(register.unwrap_or_default(), lexicon)));
        }
        let Some(path) = named.or_else(|| self.first_of(&TASK_FILES)) else {
            let words = Words::new(
                "没有找到任务清单（tasks.csv 或 tasks.xlsx）。请放入任务清单，或用 --tasks 指定；taizhang init 可以建一份样表。",
                "no task list (tasks.csv or tasks.xlsx): put one there, or name one with --tasks; taizhang init makes a template",
            );
            self.faults.push(Fault::file(&self.root.display().to_string(), words));
            return None;
        };
        let file = self.named(&path)?;
        let opened = list::open(&file, &path, limits);
        match opened.and_then(|opened| tasks::read(&opened, register, lexicon).map(|listed| (opened.sha256, listed))) {
            Ok((sha256, listed)) => {
                self.inputs.push(InputFile { what: "tasks", file, sha256 });
                Some(listed)
            }
            Err(faults) => {
                self.faults.extend(faults);
                None
            }
        }
    }

    fn period(&mut self, overrides: &Overrides, config: &Config, listed: Option<&tasks::Listed>) -> Option<Period> {
        if let Some(text) = &overrides.period {
            let period = Period::parse(text);
            if period.is_none() {
                self.faults.push(Fault::file("--period", config::period_words(text)));
            }
            return period;
        }
        let of_list = || listed.and_then(|listed| listed.period.clone());
        config.period.clone().or_else(of_list).or_else(|| {
            let folder = fs::canonicalize(&self.root).unwrap_or_else(|_| self.root.clone());
            let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            Period::parse(&name).or_else(|| Period::mentions(&name, None).into_iter().next())
        })
    }

    /// The submissions. A folder that is named must be there; the usual one can be missing.
    fn files(&mut self, overrides: &Overrides, config: &Config) -> Vec<Found> {
        let paths: Vec<PathBuf> = if overrides.submissions.is_empty() {
            let usual = || vec![PathBuf::from("submissions")];
            let named = config.submissions.clone();
            let required = named.is_some();
            let paths: Vec<PathBuf> = named.unwrap_or_else(usual).iter().map(|path| self.root.join(path)).collect();
            if !required && paths.iter().any(|path| !path.exists()) {
                let words = Words::new(
                    "没有 submissions 文件夹，没有读取任何报送文件。",
                    "there is no folder submissions, so no submission was read",
                );
                self.warnings.push(Fault::file(&self.root.display().to_string(), words));
                return Vec::new();
            }
            paths
        } else {
            overrides.submissions.clone()
        };
        for path in paths.iter().filter(|path| !path.exists()) {
            let words = Words::new("没有这个文件或文件夹。", "there is no such file or folder");
            self.faults.push(Fault::file(&path.display().to_string(), words));
        }
        let own = [&overrides.tasks, &overrides.departments, &overrides.decisions, &overrides.previous];
        let own: Vec<PathBuf> = own.into_iter().flatten().filter_map(|path| fs::canonicalize(path).ok()).collect();
        let mut files = intake::find(&self.root, &paths);
        // A folder given as the submissions can hold the task list itself; that is no department's return.
        files.retain(|found| own.is_empty() || fs::canonicalize(&found.path).map_or(true, |path| !own.contains(&path)));
        files
    }

    fn decisions(&mut self, overrides: &Overrides, config: &Config, limits: &Limits) -> (Vec<Decision>, PathBuf) {
        let named = overrides.decisions.clone().or_else(|| config.decisions.as_ref().map(|path| self.root.join(path)));
        let path = named.unwrap_or_else(|| self.root.join("decisions.csv"));
        if !path.exists() {
            if overrides.decisions.is_some() {
                self.faults.push(no_such_file(&path));
            }
            return (Vec::new(), path);
        }
        let file = self.relative(&path);
        match decisions::read(&file, &path, limits) {
            Ok(read) => {
                self.inputs.push(InputFile { what: "decisions", file, sha256: read.sha256 });
                self.warnings.extend(read.warnings);
                (read.decisions, path)
            }
            Err(faults) => {
                self.faults.extend(faults);
                (Vec::new(), path)
            }
        }
    }

    fn previous(&mut self, overrides: &Overrides, config: &Config) -> Option<Past> {
        let named = overrides.previous.clone().or_else(|| config.previous.as_ref().map(|path| self.root.join(path)));
        let is_named = named.is_some();
        let path = match named {
            Some(path) => path,
            None => self.first_of(&["previous.xlsx"])?,
        };
        let file = self.named(&path)?;
        match fs::read(&path) {
            Ok(bytes) => {
                let past = reread::book(&file, &bytes).as_ref().and_then(reread::past);
                match past {
                    Some(_) => self.inputs.push(InputFile { what: "previous", file, sha256: sha256(&bytes) }),
                    None if is_named => self.faults.push(Fault::file(&file, no_report())),
                    None => self.warnings.push(Fault::file(&file, no_report())),
                }
                past
            }
            Err(error) => {
                let words = Words::new(
                    format!("无法读取上期报告：{error}。"),
                    format!("last period's report can't be read: {error}"),
                );
                self.faults.push(Fault::file(&file, words));
                None
            }
        }
    }

    /// The first of the usual names that is there.
    fn first_of(&self, names: &[&str]) -> Option<PathBuf> {
        names.iter().map(|name| self.root.join(name)).find(|path| path.is_file())
    }

    /// A named file's name relative to the workspace, when it is there; a fault when it is not.
    fn named(&mut self, path: &Path) -> Option<String> {
        let file = self.relative(path);
        if path.is_file() {
            return Some(file);
        }
        self.faults.push(Fault::file(&file, Words::new("没有这个文件。", "there is no such file")));
        None
    }

    fn relative(&self, path: &Path) -> String {
        relative(&self.root, path)
    }
}

/// A path relative to the workspace where it is inside, with `/` on every system.
fn relative(root: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(root).unwrap_or(path);
    let parts = inside.components().map(|part| part.as_os_str().to_string_lossy());
    parts.collect::<Vec<_>>().join("/").replace("//", "/")
}

/// The word lists with the workspace's additions, and the city that the workspace is of where its settings tell.
fn lexicon(config: &Config, root: &Path) -> Lexicon {
    let mut lexicon = Lexicon::built_in();
    for (field, labels) in &config.lexicon.labels {
        for label in labels {
            lexicon.labels.extend(label, field.get_ref());
        }
    }
    lexicon.statuses.extend(&config.lexicon.statuses);
    lexicon.units.extend(&config.lexicon.units);
    lexicon.departments.extend(&config.lexicon.departments);
    let name = root.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    lexicon.departments.learn_place([config.report.office.as_str(), config.report.title.as_str(), name.as_str()]);
    lexicon
}

fn report_name(period: Option<&Period>, lang: Lang) -> String {
    match (period, lang) {
        (Some(period), Lang::Zh) => format!("{}汇总表.xlsx", period.label),
        (Some(period), Lang::En) => format!("{} report.xlsx", period.words().en),
        (None, Lang::Zh) => "汇总表.xlsx".to_owned(),
        (None, Lang::En) => "report.xlsx".to_owned(),
    }
}

fn no_report() -> Words {
    Words::new(
        "这不是本程序写出的报告，没有作上期对比。请用上期运行生成的汇总表。",
        "this is no report that this program wrote, so nothing was compared: use the one that last period's run made",
    )
}

fn no_such_file(path: &Path) -> Fault {
    Fault::file(
        &path.display().to_string(),
        Words::new("没有这个文件。请检查路径。", "there is no such file: check the path"),
    )
}

fn sha256(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

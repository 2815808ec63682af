//! A workspace's own templates: read from its folder, put in place of what is built in, refused with their place when
//! something is wrong with them.

use std::{fs, ops::Range, path::Path};

use crate::{
    cli::Failure,
    forms::{FormTemplate, ReturnTemplate},
    lexicon::Lexicon,
    model::{Lang, Words, outcome::ReportSettings},
    render::Theme,
    report::ReportTemplate,
    templates::Problem,
    workspace::Fault,
};

/// What can stand in `templates/<lang>/`.
const FILES: [&str; 4] = ["report.toml", "theme.toml", "form.toml", "return.toml"];

/// Everything that gives what the program writes its words and its looks.
pub struct Templates {
    /// Words and columns of the report.
    pub report: ReportTemplate,
    /// Fonts, colours and pages of everything.
    pub theme: Theme,
    /// The blank form.
    pub form: FormTemplate,
    /// The return and the reminder.
    pub returns: ReturnTemplate,
}

impl Templates {
    /// The templates of a workspace in one language.
    ///
    /// # Errors
    /// Everything that is wrong with the workspace's own, with file, line, and what is allowed.
    pub fn load(root: &Path, lang: Lang, settings: &ReportSettings, lexicon: &Lexicon) -> Result<Self, Failure> {
        let folder = match lang {
            Lang::Zh => "templates/zh",
            Lang::En => "templates/en",
        };
        let mut faults = strangers(root, folder);
        let mut own = Own { root, folder, faults: &mut faults };
        let report = own.read("report.toml", |text| ReportTemplate::with(lang, text));
        let theme = own.read("theme.toml", |text| Theme::with(lang, settings, text));
        let form = own.read("form.toml", |text| FormTemplate::with(lang, text, lexicon));
        let returns = own.read("return.toml", |text| ReturnTemplate::with(lang, text));
        if !faults.is_empty() {
            return Err(Failure::workspace(&faults));
        }
        Ok(Self {
            report: report.unwrap_or_else(|| ReportTemplate::built_in(lang).clone()),
            theme: theme.unwrap_or_else(|| Theme::new(lang, settings)),
            form: form.unwrap_or_else(|| FormTemplate::built_in(lang).clone()),
            returns: returns.unwrap_or_else(|| ReturnTemplate::built_in(lang)),
        })
    }
}

struct Own<'a> {
    root: &'a Path,
    folder: &'a str,
    faults: &'a mut Vec<Fault>,
}

impl Own<'_> {
    /// A template of the workspace; `None` where it has none, or a faulty one.
    fn read<T>(&mut self, name: &str, make: impl Fn(&str) -> Result<T, Vec<Problem>>) -> Option<T> {
        let file = format!("{}/{name}", self.folder);
        let path = self.root.join(&file);
        if !path.exists() {
            return None;
        }
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) => {
                let zh = format!("模板读不了，须是 UTF-8 文本（{error}）。");
                let en = format!("the template can't be read as UTF-8 text ({error})");
                self.faults.push(Fault::file(&file, Words::new(zh, en)));
                return None;
            }
        };
        let text = text.trim_start_matches('\u{feff}');
        let placed = |problem: Problem| Fault::span(&file, text, span(&problem), problem.words);
        make(text).map_err(|problems| self.faults.extend(problems.into_iter().map(placed))).ok()
    }
}

fn span(problem: &Problem) -> Range<usize> {
    problem.span.clone()
}

/// Files beside the templates that nothing reads: most likely a name misspelt.
fn strangers(root: &Path, folder: &str) -> Vec<Fault> {
    let Ok(entries) = fs::read_dir(root.join(folder)) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    let is_template =
        |name: &str| Path::new(name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"));
    names.retain(|name| is_template(name) && !FILES.contains(&name.as_str()));
    names.sort();
    let fault = |name: &String| {
        Fault::file(
            &format!("{folder}/{name}"),
            Words::new(
                format!("没有叫这个名字的模板。这里可以放：{}。", FILES.join("、")),
                format!("there is no template of this name: expected {}", FILES.join(", ")),
            ),
        )
    };
    names.iter().map(fault).collect()
}

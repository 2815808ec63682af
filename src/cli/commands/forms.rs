//! `forms`: a blank form for every department that has a part in a task.

use std::collections::BTreeSet;

use crate::{
    checks,
    cli::{
        Done, Failure,
        args::{Common, OutArgs},
        commands::run::{created, save},
        templates::Templates,
        terminal::Terminal,
    },
    forms::{self, Given},
    model::{Lang, Words},
    render::{self, Options},
    text::counted,
    workspace::{self, Loaded, Overrides},
};

/// Writes the forms, and says how many.
pub fn run(args: &OutArgs, common: &Common) -> Result<Done, Failure> {
    let loaded =
        workspace::load(&args.workspace, &overrides(args, common)).map_err(|faults| Failure::workspace(&faults))?;
    let terminal = Terminal::new(common, loaded.lang);
    let templates = Templates::load(&loaded.root, loaded.lang, &loaded.settings.report, &loaded.lexicon)?;
    let (mut written, mut taken) = (0, BTreeSet::new());
    for department in 0..loaded.resolver.register().departments.len() {
        let Some(form) = forms::form(given(&loaded, &templates), department) else { continue };
        let bytes = workbook(&loaded, &templates, &form.book)?;
        save(&args.output.join(free(&form.file, &mut taken)), &bytes)?;
        written += 1;
    }
    terminal.say_words(&told(&loaded, written, &args.output.display().to_string()));
    Ok(Done::Clean)
}

/// What the flags say of the workspace. Nothing that came in is read for what goes out first.
pub(super) fn overrides(args: &OutArgs, common: &Common) -> Overrides {
    Overrides {
        period: args.period.clone(),
        lang: common.lang.map(Lang::from),
        codes: checks::codes(),
        ..Overrides::default()
    }
}

fn given<'a>(loaded: &'a Loaded, templates: &'a Templates) -> Given<'a> {
    Given {
        period: loaded.period.as_ref(),
        tasks: &loaded.tasks,
        register: loaded.resolver.register(),
        lexicon: &loaded.lexicon,
        office: &loaded.settings.report.office,
        lang: loaded.lang,
        template: &templates.form,
    }
}

fn workbook(loaded: &Loaded, templates: &Templates, book: &crate::model::book::Book) -> Result<Vec<u8>, Failure> {
    let options = Options { created: created(loaded.period.as_ref()), to_workspace: String::new() };
    render::xlsx(book, &templates.theme, &options).map_err(|error| Failure::words(Words::same(error.to_string())))
}

/// A name that no other file of this folder has; systems that do not tell capitals apart are thought of.
pub(super) fn free(name: &str, taken: &mut BTreeSet<String>) -> String {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let names = std::iter::once(name.to_owned()).chain((2..).map(|number| format!("{stem}{number}.{ending}")));
    let mut free = names.filter(|name| taken.insert(name.to_lowercase()));
    free.next().unwrap_or_else(|| name.to_owned())
}

fn told(loaded: &Loaded, written: usize, folder: &str) -> Words {
    let period = loaded
        .period
        .as_ref()
        .map_or_else(|| Words::new("（未注明报告期）", "(no period stated)"), crate::model::Period::words);
    Words::new(
        format!(
            "已为 {written} 个部门生成{}填报表，在 {folder} 中。收回后放进 submissions/，再运行 taizhang run。",
            period.zh
        ),
        format!(
            "{} for {} in {folder}; put what comes back into submissions/, then taizhang run",
            counted(written, "form"),
            period.en
        ),
    )
}

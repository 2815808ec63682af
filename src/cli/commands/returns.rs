//! `returns`: for every department with findings a workbook to answer, and a reminder of who has not sent.

use std::collections::BTreeSet;

use crate::{
    cli::{
        Done, Failure,
        args::{Common, OutArgs},
        commands::{
            forms::{free, overrides},
            run::{created, save},
        },
        jobs,
        templates::Templates,
        terminal::Terminal,
    },
    forms,
    model::Words,
    pipeline::{self, Inputs},
    render::{self, Options},
    text::counted,
    workspace,
};

/// Runs the main job without its report, and writes what goes back.
pub fn run(args: &OutArgs, common: &Common) -> Result<Done, Failure> {
    let loaded =
        workspace::load(&args.workspace, &overrides(args, common)).map_err(|faults| Failure::workspace(&faults))?;
    let lang = loaded.lang;
    let terminal = Terminal::new(common, lang);
    let templates = Templates::load(&loaded.root, lang, &loaded.settings.report, &loaded.lexicon)?;
    let outcome = pipeline::run(Inputs { all_cells: true, ..Inputs::of(loaded, jobs(common)) }, &|_| {});
    let options = Options { created: created(outcome.period.as_ref()), to_workspace: String::new() };
    let (mut taken, mut points, mut written) = (BTreeSet::new(), 0, 0);
    for made in forms::returns(&outcome, lang, &templates.returns) {
        let bytes = render::xlsx(&made.book, &templates.theme, &options)
            .map_err(|error| Failure::words(Words::same(format!("{}: {error}", made.file))))?;
        save(&args.output.join(free(&made.file, &mut taken)), &bytes)?;
        points += made.points;
        written += 1;
    }
    let (file, text, missing) = forms::reminder(&outcome, lang, &templates.returns);
    let reminder = args.output.join(file);
    save(&reminder, text.as_bytes())?;
    let folder = args.output.display();
    terminal.say_words(&Words::new(
        format!("退回：{written} 个部门，{points} 处待核实，在 {folder} 中。答复后的文件放进 submissions/，再运行 taizhang run。"),
        format!(
            "returns: {}, {} to confirm, in {folder}; put what comes back into submissions/, then taizhang run",
            counted(written, "department"),
            counted(points, "point")
        ),
    ));
    terminal.say_words(&Words::new(
        format!("催报：{missing} 个部门，文字见 {}", reminder.display()),
        format!("to remind: {}, text in {}", counted(missing, "department"), reminder.display()),
    ));
    Ok(Done::Clean)
}

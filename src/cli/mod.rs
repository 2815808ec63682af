//! The command line: one file a command, and what they share.

pub mod args;
mod commands;
mod help;
mod progress;
mod summary;
mod templates;
mod terminal;

use std::process::ExitCode;

use args::{Cli, Command};
use terminal::Terminal;

use crate::{
    model::{Lang, Words},
    supervise::{self, Ended},
    workspace,
};

/// Why a command could not do its work: exit status 2.
#[derive(Debug, Clone)]
pub struct Failure {
    /// What happened and what to do, each a line of its own.
    pub messages: Vec<Words>,
}

impl Failure {
    /// Everything that is wrong with a workspace.
    pub fn workspace(faults: &[workspace::Fault]) -> Self {
        Self { messages: faults.iter().map(workspace::Fault::both).collect() }
    }

    /// A failure with one message.
    pub fn words(words: Words) -> Self {
        Self { messages: vec![words] }
    }
}

/// What a command that did its work has to say through its exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// Nothing at or above `--fail-on`: 0.
    Clean,
    /// Something is: 1.
    Found,
}

/// Everything between the program's start and its exit status.
pub fn main() -> ExitCode {
    let raw: Vec<String> = std::env::args_os().map(|arg| arg.to_string_lossy().into_owned()).collect();
    let lang = help::language(&raw, locale().as_deref());
    let cli = match help::parse(lang) {
        Ok(cli) => cli,
        Err((message, true)) => {
            eprint!("{message}");
            return ExitCode::from(2);
        }
        Err((message, false)) => {
            print!("{message}");
            return ExitCode::SUCCESS;
        }
    };
    let terminal = Terminal::new(&cli.common, lang);
    if let Some(code) = supervised(&cli, lang, &terminal) {
        return code;
    }
    match dispatch(&cli, lang, &terminal) {
        Ok(Done::Clean) => ExitCode::SUCCESS,
        Ok(Done::Found) => ExitCode::from(1),
        Err(failure) => {
            let lang = cli.common.lang.map(Lang::from).or_else(|| spoken(&cli.command)).unwrap_or(lang);
            let terminal = Terminal::new(&cli.common, lang);
            for message in &failure.messages {
                terminal.error(message.get(lang));
            }
            ExitCode::from(2)
        }
    }
}

/// The exit status of a command that was done in a process of its own, under watch; `None` when it is to be done here.
fn supervised(cli: &Cli, lang: Lang, terminal: &Terminal) -> Option<ExitCode> {
    if !reads_files(&cli.command) || supervise::is_child() {
        return None;
    }
    match supervise::run(&|words| terminal.say_words(words)) {
        Ended::Status(code) => Some(ExitCode::from(code)),
        Ended::Died(words) => {
            terminal.error(words.get(lang));
            Some(ExitCode::from(2))
        }
        Ended::NotStarted => None,
    }
}

/// Whether a command reads files that others made.
const fn reads_files(command: &Command) -> bool {
    match command {
        Command::Run(_)
        | Command::Check(_)
        | Command::Read(_)
        | Command::Link(_)
        | Command::Forms(_)
        | Command::Compare(_)
        | Command::Returns(_)
        | Command::Verify(_) => true,
        Command::Audit(_) | Command::Explain { .. } | Command::Init { .. } | Command::Completions { .. } => false,
    }
}

/// The language that a command's workspace speaks, for what goes wrong before it is loaded.
fn spoken(command: &Command) -> Option<Lang> {
    let folder = match command {
        Command::Run(args) => Some(&args.workspace),
        Command::Forms(args) | Command::Returns(args) => Some(&args.workspace),
        Command::Verify(args) => args.workspace.as_ref(),
        Command::Check(args) => args.workspace.as_ref(),
        _ => None,
    };
    workspace::spoken(folder?)
}

fn dispatch(cli: &Cli, lang: Lang, terminal: &Terminal) -> Result<Done, Failure> {
    let common = &cli.common;
    match &cli.command {
        Command::Run(args) => commands::run::run(args, common),
        Command::Check(args) => commands::check::run(args, common),
        Command::Read(args) => commands::read::run(args, common, terminal),
        Command::Link(args) => commands::link::run(args, common, terminal),
        Command::Audit(args) => commands::audit::run(args, lang),
        Command::Forms(args) => commands::forms::run(args, common),
        Command::Compare(args) => commands::compare::run(args, common, lang),
        Command::Returns(args) => commands::returns::run(args, common),
        Command::Verify(args) => commands::verify::run(args, common, lang),
        Command::Explain { code } => commands::explain::run(code.as_deref(), lang),
        Command::Init { dir } => commands::init::run(dir, lang, terminal),
        Command::Completions { shell } => commands::completions::run(*shell),
    }
}

/// Threads to use: what was asked for, else one a processor.
fn jobs(common: &args::Common) -> usize {
    common.jobs.map_or_else(|| std::thread::available_parallelism().map_or(1, usize::from), usize::from)
}

/// The terminal's language, by the variables that settle it.
fn locale() -> Option<String> {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
}

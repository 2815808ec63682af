//! The command line's grammar. Help is English here; `help` puts the Chinese in its place.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::model::{Lang, Severity};

/// Consolidates departments' quarterly spreadsheets into one workbook, with every mismatch found.
#[derive(Debug, Parser)]
#[command(name = "taizhang", version, disable_help_subcommand = true, arg_required_else_help = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// What every command understands.
    #[command(flatten)]
    pub common: Common,
}

/// Flags that every command understands.
#[derive(Debug, Args)]
pub struct Common {
    /// Language of report and messages [default: that of the task list]
    #[arg(long, global = true, value_enum)]
    pub lang: Option<LangArg>,
    /// Threads to use [default: one per processor]
    #[arg(short, long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
    /// Print nothing but errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Show no progress bar
    #[arg(long, global = true)]
    pub no_progress: bool,
    /// Colour in messages
    #[arg(long, global = true, value_enum, default_value_t = ColorArg::Auto)]
    pub color: ColorArg,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// The main job: read, link, check, consolidate, write the report
    Run(RunArgs),
    /// Findings of single submissions, before they are sent
    Check(CheckArgs),
    /// Records as the program understands them
    Read(ReadArgs),
    /// Link any two tables
    Link(LinkArgs),
    /// Audit the figures of narratives, one per line
    Audit(AuditArgs),
    /// A blank form for every department, to fill in and send back
    Forms(OutArgs),
    /// A return for every department with findings to answer, and a reminder of who has not sent
    Returns(OutArgs),
    /// What changed between two reports
    Compare(CompareArgs),
    /// Derive every cell of a report again from its sources
    Verify(VerifyArgs),
    /// The catalogue of checks, or one of them
    Explain {
        /// A code such as N003
        code: Option<String>,
    },
    /// Make a new workspace
    Init {
        /// Folder to make
        dir: PathBuf,
    },
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
}

/// `run`.
#[derive(Debug, Args)]
pub struct RunArgs {
    /// The quarter's folder
    #[arg(default_value = ".")]
    pub workspace: PathBuf,
    /// Task list [default: tasks.csv or tasks.xlsx]
    #[arg(long, value_name = "FILE")]
    pub tasks: Option<PathBuf>,
    /// Departments and their other names [default: departments.csv]
    #[arg(long, value_name = "FILE")]
    pub departments: Option<PathBuf>,
    /// Files or folders that the departments sent [default: submissions/]
    #[arg(long, value_name = "PATH", num_args = 1..)]
    pub submissions: Vec<PathBuf>,
    /// Last period's report [default: previous.xlsx]
    #[arg(long, value_name = "FILE")]
    pub previous: Option<PathBuf>,
    /// Reviewers' decisions [default: decisions.csv]
    #[arg(long, value_name = "FILE")]
    pub decisions: Option<PathBuf>,
    /// Period: 2023Q2, 2023H1 or 2023-06
    #[arg(long, value_name = "PERIOD")]
    pub period: Option<String>,
    /// The report [default: in out/, named after the period]
    #[arg(short, long, value_name = "FILE.xlsx")]
    pub output: Option<PathBuf>,
    /// Write the whole outcome as JSON
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Write the tables as CSV files into a folder
    #[arg(long, value_name = "DIR")]
    pub csv: Option<PathBuf>,
    /// Exit with 1 when a finding is at least this serious
    #[arg(long, value_enum, default_value_t = FailOn::Never)]
    pub fail_on: FailOn,
}

/// `forms` and `returns`.
#[derive(Debug, Args)]
pub struct OutArgs {
    /// The quarter's folder
    #[arg(default_value = ".")]
    pub workspace: PathBuf,
    /// Folder for the workbooks
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
    /// Period: 2023Q2, 2023H1 or 2023-06
    #[arg(long, value_name = "PERIOD")]
    pub period: Option<String>,
}

/// `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Submissions
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The quarter's folder, for its task list, departments and settings
    #[arg(long, value_name = "DIR", conflicts_with = "tasks")]
    pub workspace: Option<PathBuf>,
    /// Task list
    #[arg(long, value_name = "FILE")]
    pub tasks: Option<PathBuf>,
    /// Exit with 1 when a finding is at least this serious
    #[arg(long, value_enum, default_value_t = FailOn::Error)]
    pub fail_on: FailOn,
}

/// `read`.
#[derive(Debug, Args)]
pub struct ReadArgs {
    /// Spreadsheets
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = TableFormat::Csv)]
    pub format: TableFormat,
}

/// `link`.
#[derive(Debug, Args)]
pub struct LinkArgs {
    /// Task list, CSV or XLSX
    #[arg(long, value_name = "FILE")]
    pub tasks: PathBuf,
    /// Records to link, CSV or XLSX
    #[arg(long, value_name = "FILE")]
    pub records: PathBuf,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = TableFormat::Csv)]
    pub format: TableFormat,
}

/// `audit`.
#[derive(Debug, Args)]
pub struct AuditArgs {
    /// A text file with one narrative per line; - is standard input
    #[arg(default_value = "-")]
    pub file: PathBuf,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = AuditFormat::Text)]
    pub format: AuditFormat,
}

/// `compare`.
#[derive(Debug, Args)]
pub struct CompareArgs {
    /// The earlier report
    #[arg(value_name = "OLD.xlsx")]
    pub old: PathBuf,
    /// The later report
    #[arg(value_name = "NEW.xlsx")]
    pub new: PathBuf,
}

/// `verify`.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// The report
    #[arg(value_name = "REPORT.xlsx")]
    pub report: PathBuf,
    /// The quarter's folder [default: the one that the report lies in]
    pub workspace: Option<PathBuf>,
    /// Files or folders that the departments sent [default: submissions/]
    #[arg(long, value_name = "PATH", num_args = 1..)]
    pub submissions: Vec<PathBuf>,
    /// Exit with 1 when a cell or an input is at least this doubtful
    #[arg(long, value_enum, default_value_t = FailOn::Error)]
    pub fail_on: FailOn,
}

/// `--lang`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LangArg {
    /// Chinese.
    #[value(help = "Chinese")]
    Zh,
    /// English.
    #[value(help = "English")]
    En,
}

impl From<LangArg> for Lang {
    fn from(arg: LangArg) -> Self {
        match arg {
            LangArg::Zh => Self::Zh,
            LangArg::En => Self::En,
        }
    }
}

/// `--color`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)]
pub enum ColorArg {
    Auto,
    Always,
    Never,
}

/// `--format` of tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)]
pub enum TableFormat {
    Csv,
    Json,
}

/// `--format` of audits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)]
pub enum AuditFormat {
    Text,
    Json,
}

/// `--fail-on`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)]
pub enum FailOn {
    Never,
    Error,
    Warning,
    Info,
}

impl FailOn {
    /// Whether a finding of this severity is one to fail on.
    pub fn covers(self, severity: Severity) -> bool {
        match self {
            Self::Never => false,
            Self::Error => severity == Severity::Error,
            Self::Warning => severity <= Severity::Warning,
            Self::Info => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_grammar_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn failing_is_at_or_above_a_severity() {
        assert!(FailOn::Warning.covers(Severity::Error) && FailOn::Warning.covers(Severity::Warning));
        assert!(!FailOn::Warning.covers(Severity::Info) && !FailOn::Never.covers(Severity::Error));
        assert!(!FailOn::Error.covers(Severity::Warning) && FailOn::Info.covers(Severity::Info));
    }
}

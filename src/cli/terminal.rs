//! What a person sees on the terminal: messages on standard error, in one language, in colour where it is wanted.

use std::io::{IsTerminal, Write};

use clap::builder::styling::{AnsiColor, Style};

use super::args::{ColorArg, Common};
use crate::model::{Lang, Severity, Words};

/// Standard error, as the flags want it.
#[derive(Debug, Clone)]
pub struct Terminal {
    /// Language of messages.
    pub lang: Lang,
    /// Whether progress bars are shown.
    pub bars: bool,
    quiet: bool,
    colour: bool,
}

impl Terminal {
    /// As the flags and the surroundings say.
    pub fn new(common: &Common, lang: Lang) -> Self {
        let is_terminal = std::io::stderr().is_terminal();
        let colour = match common.color {
            ColorArg::Always => true,
            ColorArg::Never => false,
            ColorArg::Auto => is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        };
        Self { lang, bars: is_terminal && !common.quiet && !common.no_progress, quiet: common.quiet, colour }
    }

    /// One line for a person, unless quiet was asked for.
    pub fn say(&self, line: &str) {
        if !self.quiet {
            Self::line(line);
        }
    }

    /// One line in either language.
    pub fn say_words(&self, words: &Words) {
        self.say(words.get(self.lang));
    }

    /// An error, which is shown even when quiet was asked for.
    pub fn error(&self, message: &str) {
        let prefix = Words::new("错误：", "error: ");
        let prefix = self.paint(prefix.get(self.lang), AnsiColor::Red.on_default().bold());
        Self::line(&format!("{prefix}{message}"));
    }

    /// A severity's name in its colour.
    pub fn severity(&self, severity: Severity) -> String {
        let style = match severity {
            Severity::Error => AnsiColor::Red.on_default().bold(),
            Severity::Warning => AnsiColor::Yellow.on_default(),
            Severity::Info => AnsiColor::Cyan.on_default(),
        };
        self.paint(severity.words().get(self.lang), style)
    }

    /// A heading.
    pub fn heading(&self, text: &str) -> String {
        self.paint(text, Style::new().bold())
    }

    fn paint(&self, text: &str, style: Style) -> String {
        if self.colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    /// Nobody is left to be told when standard error itself is closed.
    fn line(line: &str) {
        let _ = writeln!(std::io::stderr().lock(), "{line}");
    }
}

/// Writes data to standard output.
///
/// # Errors
/// The output can't be written; a reader that has seen enough (`| head`) is no error.
pub fn print(data: &[u8]) -> Result<(), super::Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(data).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(super::Failure::words(Words::new(
            format!("无法写到标准输出：{error}"),
            format!("can't write to standard output: {error}"),
        ))),
        _ => Ok(()),
    }
}

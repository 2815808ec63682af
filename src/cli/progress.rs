//! Progress bars on standard error, when it is a terminal.

use std::sync::atomic::{AtomicUsize, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::terminal::Terminal;
use crate::{
    model::{Lang, Words},
    pipeline::Step,
};

/// One bar for a run.
pub struct Progress {
    bar: ProgressBar,
    lang: Lang,
    read: AtomicUsize,
}

impl Progress {
    /// A bar over `files` files; hidden where bars are not wanted.
    pub fn new(terminal: &Terminal, files: usize) -> Self {
        let bar = ProgressBar::with_draw_target(
            Some(files as u64),
            if terminal.bars { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() },
        );
        if let Ok(style) = ProgressStyle::with_template("{msg} [{bar:30}] {pos}/{len}") {
            bar.set_style(style.progress_chars("=> "));
        }
        Self { bar, lang: terminal.lang, read: AtomicUsize::new(0) }
    }

    /// Shows a step.
    pub fn step(&self, step: Step) {
        let words = match step {
            Step::Reading => {
                self.bar.set_position(self.read.fetch_add(1, Ordering::Relaxed) as u64 + 1);
                Words::new("读取", "reading")
            }
            Step::Linking => Words::new("匹配", "linking"),
            Step::Auditing => Words::new("核对数字", "auditing figures"),
            Step::Checking => Words::new("检查", "checking"),
            Step::Writing => Words::new("写出报告", "writing the report"),
        };
        self.bar.set_message(words.get(self.lang).to_owned());
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

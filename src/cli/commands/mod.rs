//! One file a command, and what several of them need.

pub mod audit;
pub mod check;
pub mod compare;
pub mod completions;
pub mod explain;
pub mod forms;
mod handback;
pub mod init;
pub mod link;
mod outputs;
pub mod read;
pub mod returns;
pub mod run;
pub mod verify;

use std::path::PathBuf;

use super::{Failure, terminal::Terminal};
use crate::model::{Fault, Returned, Words};

/// Refuses paths that name nothing.
fn existing(paths: &[PathBuf]) -> Result<(), Failure> {
    let messages: Vec<Words> = paths
        .iter()
        .filter(|path| !path.exists())
        .map(|path| {
            Words::new(format!("没有 {} 这个文件", path.display()), format!("{} does not exist", path.display()))
        })
        .collect();
    if messages.is_empty() { Ok(()) } else { Err(Failure { messages }) }
}

/// Says on standard error which files could not be read, and why.
fn report_faults(returned: &[Returned], terminal: &Terminal) {
    for file in returned {
        for fault in file.submission.faults.iter().filter(|fault| fault.is_fatal()) {
            let words = fault_words(fault);
            terminal.error(&format!("{}: {}", file.submission.file, words.get(terminal.lang)));
        }
        if file.submission.book.is_some() && file.tables.is_empty() {
            let words = Words::new("没有找到表头", "no table header was found");
            terminal.error(&format!("{}: {}", file.submission.file, words.get(terminal.lang)));
        }
    }
}

fn fault_words(fault: &Fault) -> Words {
    match fault {
        Fault::Unreadable(words) => words.clone(),
        Fault::Encrypted => Words::new("文件有密码，请去掉密码后再试", "needs a password: take it off and try again"),
        Fault::Limit { limit, allowed, found } => Words::new(
            format!("超过限制 {limit}：允许 {allowed}，实际 {found}"),
            format!("over the limit {limit}: {allowed} allowed, {found} found"),
        ),
        Fault::Disguised { .. } | Fault::Partial { .. } | Fault::Ignored(_) => Words::default(),
    }
}

//! `init`: a new workspace.

use std::path::Path;

use crate::{
    cli::{Done, Failure, terminal::Terminal},
    model::{Lang, Words},
    workspace,
};

/// Makes the folder with its files, and says what to do with them.
pub fn run(dir: &Path, lang: Lang, terminal: &Terminal) -> Result<Done, Failure> {
    for file in workspace::init(dir, lang).map_err(|faults| Failure::workspace(&faults))? {
        terminal.say(&format!("+ {}", file.display()));
    }
    terminal.say_words(&Words::new(
        format!(
            "接下来：在 tasks.csv 中填写任务，把各部门报送的文件放进 submissions/，然后运行 taizhang run {}",
            dir.display()
        ),
        format!(
            "next: fill in tasks.csv, put what the departments send into submissions/, then taizhang run {}",
            dir.display()
        ),
    ));
    Ok(Done::Clean)
}

//! `taizhang init`: a new workspace from the templates.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use crate::model::{Lang, Words};

use super::fault::Fault;

/// Name, Chinese text, English text, and whether a byte order mark goes before it (for spreadsheet programs).
const TEMPLATES: [(&str, &str, &str, bool); 3] = [
    (
        "taizhang.toml",
        include_str!("../../templates/workspace/zh/taizhang.toml"),
        include_str!("../../templates/workspace/en/taizhang.toml"),
        false,
    ),
    (
        "tasks.csv",
        include_str!("../../templates/workspace/zh/tasks.csv"),
        include_str!("../../templates/workspace/en/tasks.csv"),
        true,
    ),
    (
        "departments.csv",
        include_str!("../../templates/workspace/zh/departments.csv"),
        include_str!("../../templates/workspace/en/departments.csv"),
        true,
    ),
];

/// Makes a workspace in `dir`, which may exist already: settings with every key explained, a task list and a register to
/// fill in, and the folder for submissions. Returns what was made.
///
/// # Errors
/// A file that is there already (nothing is then made at all), or one that can't be written.
pub fn init(dir: &Path, lang: Lang) -> Result<Vec<PathBuf>, Vec<Fault>> {
    let there: Vec<Fault> = TEMPLATES
        .iter()
        .map(|(name, ..)| dir.join(name))
        .filter(|path| path.symlink_metadata().is_ok())
        .map(|path| {
            let words = Words::new(
                "已经有这个文件，没有覆盖，也没有新建任何文件。请换一个文件夹。",
                "is already there; it was not overwritten, and nothing was made: choose another folder",
            );
            Fault::file(&path.display().to_string(), words)
        })
        .collect();
    if !there.is_empty() {
        return Err(there);
    }
    let mut made = Vec::new();
    let submissions = dir.join("submissions");
    fs::create_dir_all(&submissions).map_err(|error| vec![cannot(&submissions, &error)])?;
    for (name, zh, en, mark) in TEMPLATES {
        let path = dir.join(name);
        let text = match lang {
            Lang::Zh => zh,
            Lang::En => en,
        };
        write_new(&path, text, mark).map_err(|error| vec![cannot(&path, &error)])?;
        made.push(path);
    }
    made.push(submissions);
    Ok(made)
}

/// Writes a file that must not be there yet.
fn write_new(path: &Path, text: &str, mark: bool) -> std::io::Result<()> {
    let mut file = fs::File::create_new(path)?;
    if mark {
        file.write_all("\u{feff}".as_bytes())?;
    }
    file.write_all(text.as_bytes())
}

fn cannot(path: &Path, error: &std::io::Error) -> Fault {
    let words = Words::new(
        format!("无法写入：{error}。请检查上级文件夹是否存在、是否可写。"),
        format!("can't be written: {error}; is the folder above it there and writable?"),
    );
    Fault::file(&path.display().to_string(), words)
}

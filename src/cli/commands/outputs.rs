//! Where a run may write: never over what it reads, and only where a file can stand.

use std::path::{Path, PathBuf};

use crate::{
    cli::{Failure, args::RunArgs},
    model::Words,
    workspace::Loaded,
};

/// Looks at every place that a run will write to, before anything is read.
///
/// # Errors
/// One of them is an input, or a folder, or lies in what is no folder.
pub fn check(loaded: &Loaded, args: &RunArgs) -> Result<(), Failure> {
    let files = [Some(&loaded.output), args.json.as_ref()];
    for path in files.into_iter().flatten() {
        if path.is_dir() {
            return Err(failure(path, "这是一个文件夹，请给出文件名。", "it is a folder: name a file"));
        }
        in_a_folder(path)?;
        if let Some(input) = inputs(loaded).into_iter().find(|input| is_same(input, path)) {
            return Err(Failure::words(Words::new(
                format!(
                    "不能写到 {}：它是本次运行要读取的文件（{}）。请换一个文件名。",
                    path.display(),
                    input.display()
                ),
                format!(
                    "can't write to {}: this run reads it ({}). Name another file",
                    path.display(),
                    input.display()
                ),
            )));
        }
    }
    if let Some(folder) = &args.csv {
        if folder.exists() && !folder.is_dir() {
            return Err(failure(folder, "这里已有一个同名文件，请给出文件夹。", "it is a file: name a folder"));
        }
        in_a_folder(folder)?;
    }
    Ok(())
}

/// The nearest thing above that exists must be a folder.
fn in_a_folder(path: &Path) -> Result<(), Failure> {
    let above = path.ancestors().skip(1).find(|above| !above.as_os_str().is_empty() && above.exists());
    match above {
        Some(above) if !above.is_dir() => Err(failure(
            above,
            "这里应当是存放报告的文件夹，却已有一个同名文件。请移走或改名，或用 -o 另指定位置。",
            "a folder for the report should be here, but it is a file: move or rename it, or name another place with -o",
        )),
        _ => Ok(()),
    }
}

fn inputs(loaded: &Loaded) -> Vec<PathBuf> {
    let others = loaded.inputs.iter().map(|input| {
        let path = PathBuf::from(&input.file);
        if path.exists() { path } else { loaded.root.join(&input.file) }
    });
    let decisions = std::iter::once(loaded.decisions_path.clone());
    loaded.files.iter().map(|found| found.path.clone()).chain(others).chain(decisions).collect()
}

/// Whether two paths lead to one file.
fn is_same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one_path), Ok(other_path)) => one_path == other_path || is_linked(one, other),
        _ => false,
    }
}

#[cfg(unix)]
fn is_linked(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |path: &Path| path.metadata().ok().map(|meta| (meta.dev(), meta.ino()));
    id(one).is_some_and(|found| id(other) == Some(found))
}

#[cfg(not(unix))]
fn is_linked(_: &Path, _: &Path) -> bool {
    false
}

fn failure(path: &Path, zh: &str, en: &str) -> Failure {
    Failure::words(Words::new(format!("{}：{zh}", path.display()), format!("{}: {en}", path.display())))
}

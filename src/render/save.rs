//! Writing a finished file: beside its place first and renamed into it, so that nobody ever meets half a report.

use std::{
    ffi::OsString,
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use super::{Options, Theme, XlsxFault, json, xlsx};
use crate::model::{Outcome, book::Book};

/// Writes `bytes` to `path`. Missing folders are made; an existing file is replaced in one step or not at all.
///
/// # Errors
/// When the folder can't be made or written to, or the file is held open by another program.
pub fn save(path: &Path, bytes: &[u8]) -> io::Result<()> {
    save_by(path, |beside| {
        let mut file = File::create(beside)?;
        file.write_all(bytes)?;
        file.sync_all()
    })
}

/// Writes what stands at `from` to `path` as well, as `save` does.
///
/// # Errors
/// As those of `save`, or there is nothing at `from`.
pub fn save_copy(path: &Path, from: &Path) -> io::Result<()> {
    save_by(path, |beside| {
        fs::copy(from, beside)?;
        File::options().write(true).open(beside)?.sync_all()
    })
}

/// Writes a workbook to `path` as `save` does, holding no more of it in memory than some hundred rows of its long lists.
///
/// # Errors
/// As those of `save`, and those of putting a workbook together.
pub fn save_workbook(path: &Path, book: &Book<'_>, theme: &Theme, options: &Options) -> Result<(), XlsxFault> {
    save_by(path, |beside| {
        let packed = Scratch(with_ending(beside, ".lists"));
        let lists = File::options().read(true).write(true).create(true).truncate(true).open(&packed.0)?;
        let out = BufWriter::with_capacity(1 << 16, File::create(beside)?);
        let out = xlsx::write(book, theme, options, out, lists)?;
        Ok(out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?)
    })
}

/// Writes an outcome as JSON to `path` as `save` does, holding no more of it in memory than one entry of its lists.
///
/// # Errors
/// As those of `save`.
pub fn save_json(path: &Path, outcome: &Outcome) -> io::Result<()> {
    save_by(path, |beside| {
        let mut out = BufWriter::with_capacity(1 << 16, File::create(beside)?);
        json::write(outcome, &mut out)?;
        out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
    })
}

/// A file that is of no use once what it was for is done.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        // Where it can't be removed it is litter, and no error of its own.
        let _ = fs::remove_file(&self.0);
    }
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Has a file written beside `path` and renames it into its place.
fn save_by<E: From<io::Error>>(path: &Path, write: impl FnOnce(&Path) -> Result<(), E>) -> Result<(), E> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let Some(name) = path.file_name() else {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a file name").into());
    };
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{}.tmp", std::process::id()));
    let beside = folder.join(hidden);
    let written = write(&beside).and_then(|()| Ok(fs::rename(&beside, path)?));
    if written.is_err() {
        // The rename is what failed or the disk is full: what is left beside is litter, and no error of its own.
        let _ = fs::remove_file(&beside);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn what_fails_half_way_leaves_what_was_there_and_nothing_beside_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("report.xlsx");
        save(&path, b"old").expect("written");
        let failed = save_by(&path, |beside| {
            fs::write(beside, "half")?;
            Err(io::Error::from(io::ErrorKind::StorageFull))
        });
        assert_eq!(failed.expect_err("the disk is full").kind(), io::ErrorKind::StorageFull);
        assert_eq!(fs::read(&path).expect("still there"), b"old");
        assert_eq!(names(folder.path()), ["report.xlsx"]);
    }

    #[test]
    fn where_the_place_is_held_the_new_file_is_not_left_beside_it() {
        // A folder can't be replaced by a file, as a report can't that another program holds open on some systems.
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("report.xlsx");
        fs::create_dir(&path).expect("a folder");
        assert!(save(&path, b"new").is_err());
        assert!(path.is_dir());
        assert_eq!(names(folder.path()), ["report.xlsx"]);
    }
}

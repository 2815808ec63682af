//! Writing a finished file: beside its place first and renamed into it, so that nobody ever meets half a report.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Writes `bytes` to `path`. Missing folders are made; an existing file is replaced in one step or not at all.
///
/// # Errors
/// When the folder can't be made or written to, or the file is held open by another program.
pub fn save(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let Some(name) = path.file_name() else {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a file name"));
    };
    let mut hidden = std::ffi::OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{}.tmp", std::process::id()));
    let beside = folder.join(hidden);
    let written = write_through(&beside, bytes).and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // The rename is what failed or the disk is full: what is left beside is litter, and no error of its own.
        let _ = fs::remove_file(&beside);
    }
    written
}

fn write_through(path: &PathBuf, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

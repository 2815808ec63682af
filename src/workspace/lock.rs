//! One run at a time writes a report: the next one waits until it is done.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    path::Path,
    thread,
    time::Duration,
};

use crate::model::Words;

/// How long one question whether the other has finished is before the next, and how many are asked: five minutes.
const NAP: Duration = Duration::from_millis(50);
const NAPS: u32 = 6_000;

/// The right to write a report, given back when it is dropped or the process ends.
#[derive(Debug)]
pub struct Lock {
    _file: Option<File>,
}

/// Takes the right to write the report, waiting for another run that has it; `tell` says that it is waited for. What
/// killed runs left beside the report is cleared away.
///
/// # Errors
/// The other run does not come to an end.
pub fn lock(report: &Path, tell: &dyn Fn(&Words)) -> Result<Lock, Words> {
    let folder = report.with_file_name(".taizhang");
    let opened = fs::create_dir_all(&folder)
        .and_then(|()| OpenOptions::new().create(true).truncate(false).write(true).open(folder.join("lock")));
    // Where nothing can be written, the writing itself says so, and better.
    let Ok(file) = opened else { return Ok(Lock { _file: None }) };
    for nap in 0..NAPS {
        match file.try_lock() {
            Ok(()) => {
                clear(report);
                return Ok(Lock { _file: Some(file) });
            }
            Err(TryLockError::WouldBlock) => {
                if nap == 0 {
                    tell(&Words::new(
                        format!("另一个 taizhang 正在写 {}，等它结束后继续。", report.display()),
                        format!("another taizhang is writing {}; waiting for it to end", report.display()),
                    ));
                }
                thread::sleep(NAP);
            }
            // Some network drives know no locks; renaming into place still keeps every report whole.
            Err(TryLockError::Error(_)) => return Ok(Lock { _file: None }),
        }
    }
    Err(Words::new(
        format!("另一个 taizhang 一直在写 {}，没有等到它结束。请先结束它，再重新运行。", report.display()),
        format!("another taizhang is still writing {}: end it first, then run again", report.display()),
    ))
}

/// Removes what killed runs left beside the report and where it is kept as written: files with our own kind of name that
/// nobody writes any more.
fn clear(report: &Path) {
    let Some(name) = report.file_name().map(|name| name.to_string_lossy()) else { return };
    for folder in [report.with_file_name(""), report.with_file_name(".taizhang")] {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { &folder };
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            if is_left_behind(&entry.file_name().to_string_lossy(), &name) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// Whether a file is one in which a run was writing a report, or what it needed for that: `.report.xlsx.4711.tmp`.
fn is_left_behind(file: &str, report: &str) -> bool {
    let Some(rest) = file.strip_prefix('.').and_then(|rest| rest.strip_prefix(report)) else { return false };
    let Some(rest) = rest.strip_prefix(".next").unwrap_or(rest).strip_prefix('.') else { return false };
    let number = rest.strip_suffix(".lists").unwrap_or(rest).strip_suffix(".tmp");
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_run_left_is_told_by_its_name() {
        for (file, left) in [
            (".a.xlsx.4711.tmp", true),
            (".a.xlsx.next.4711.tmp", true),
            (".a.xlsx.next.4711.tmp.lists", true),
            ("a.xlsx.4711.tmp", false),
            (".a.xlsx.tmp", false),
            (".a.xlsx.old.tmp", false),
            (".b.xlsx.4711.tmp", false),
            ("a.xlsx.written", false),
        ] {
            assert_eq!(is_left_behind(file, "a.xlsx"), left, "{file}");
        }
    }

    #[test]
    fn a_run_clears_away_what_killed_ones_left() {
        let folder = tempfile::tempdir().expect("a folder");
        let kept = folder.path().join(".taizhang");
        fs::create_dir(&kept).expect("a folder");
        let left = [folder.path().join(".a.xlsx.12.tmp"), kept.join(".a.xlsx.next.12.tmp.lists")];
        for path in &left {
            fs::write(path, "half").expect("written");
        }
        drop(lock(&folder.path().join("a.xlsx"), &|_| {}).expect("nobody else writes"));
        assert!(left.iter().all(|path| !path.exists()));
    }
}

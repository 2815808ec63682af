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

/// Removes what killed runs left beside the report: files with our own kind of name that nobody writes any more.
fn clear(report: &Path) {
    let (Some(folder), Some(name)) = (report.parent(), report.file_name()) else { return };
    let start = format!(".{}.", name.to_string_lossy());
    let Ok(entries) = fs::read_dir(if folder.as_os_str().is_empty() { Path::new(".") } else { folder }) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let number = name.strip_prefix(&start).and_then(|rest| rest.strip_suffix(".tmp"));
        if number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

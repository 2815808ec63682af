//! What a run writes can't be lost: killed at any moment, on a full disk, beside another run, the old report stays whole.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    thread,
};

use taizhang::{
    intake::{Limits, read_bytes},
    model::{Fault, Submission},
};
use tempfile::TempDir;

/// Kills when nothing else is asked for; `TAIZHANG_KILLS=100 cargo test --test program_output` does more of them.
const KILLS: u64 = 12;

fn workspace() -> TempDir {
    let folder = TempDir::new().unwrap();
    let root = folder.path();
    fs::create_dir_all(root.join("submissions")).unwrap();
    fs::write(root.join("taizhang.toml"), "period = \"2023H1\"\noutput = \"out/report.xlsx\"\n").unwrap();
    let tasks: String =
        (1..200).map(|n| format!("一、建设,{n},重点任务{n},新建第{n}号管网{}公里,市水务局,\n", n * 7)).collect();
    fs::write(root.join("tasks.csv"), format!("类别,序号,重点任务,任务内容,牵头单位,配合单位\n{tasks}")).unwrap();
    let rows: String =
        (1..200).map(|n| format!("{n},重点任务{n},新建第{n}号管网{}公里,已完成{n}公里。\n", n * 7)).collect();
    fs::write(root.join("submissions/市水务局.csv"), format!("序号,重点任务,任务内容,进展情况\n{rows}")).unwrap();
    folder
}

fn command(root: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_taizhang"));
    command.arg("run").arg(root).args(["--lang", "en"]).args(args);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

fn run(root: &Path, args: &[&str]) -> Output {
    command(root, args).output().unwrap()
}

/// Runs, expects that it can't be done, and that this is what it says.
fn refused(root: &Path, args: &[&str], says: &str) {
    let output = run(root, args);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{args:?}: {told}");
    assert!(told.contains(says), "{args:?}: {told}");
}

fn is_whole(path: &Path) -> bool {
    let submission = read_bytes(Submission::named("report.xlsx"), &fs::read(path).unwrap(), &Limits::default());
    submission.book.is_some() && submission.faults.iter().all(|fault| matches!(fault, Fault::Ignored(_)))
}

fn report(root: &Path) -> PathBuf {
    root.join("out/report.xlsx")
}

#[test]
fn killed_at_any_moment_it_leaves_a_whole_report() {
    let folder = workspace();
    let root = folder.path();
    assert_eq!(run(root, &[]).status.code(), Some(0));
    let decisions = "finding,verdict,by,on,note\nabc,dismissed,王,2023-07-01,\n";
    fs::write(root.join("decisions.csv"), decisions).unwrap();
    let kills = std::env::var("TAIZHANG_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(KILLS);
    let whole = {
        let started = std::time::Instant::now();
        assert_eq!(run(root, &[]).status.code(), Some(0));
        started.elapsed()
    };
    for kill in 0..kills {
        let mut running = command(root, &[]).spawn().unwrap();
        // Moments spread evenly over a whole run, and a little past its end.
        let at = whole.mul_f64((kill as f64 * 0.618_034).fract() * 1.1);
        thread::sleep(at);
        let _ = running.kill();
        running.wait().unwrap();
        assert!(is_whole(&report(root)), "kill {kill} after {at:?}");
        assert_eq!(fs::read_to_string(root.join("decisions.csv")).unwrap(), decisions);
    }
    // The next run takes none of what it finds for a person's work, and clears up.
    let output = run(root, &[]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(!told.contains("edited"), "{told}");
    let mut names: Vec<String> = fs::read_dir(root.join("out"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names, [".taizhang", "report.xlsx"]);
}

#[test]
fn two_runs_at_once_both_end_well() {
    let folder = workspace();
    let root = folder.path();
    let running: Vec<_> = (0..3).map(|_| command(root, &[]).spawn().unwrap()).collect();
    for one in running {
        let output = one.wait_with_output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{told}");
        assert!(!told.contains("edited"), "{told}");
    }
    assert!(is_whole(&report(root)));
}

#[test]
fn a_run_waits_for_the_one_that_is_writing() {
    let folder = workspace();
    let root = folder.path();
    fs::create_dir_all(root.join("out/.taizhang")).unwrap();
    let held = fs::File::create(root.join("out/.taizhang/lock")).unwrap();
    held.lock().unwrap();
    let mut waiting = command(root, &[]).spawn().unwrap();
    let mut told = BufReader::new(waiting.stderr.take().unwrap()).lines().map_while(Result::ok);
    assert!(told.any(|line| line.contains("waiting for it to end")));
    assert!(!report(root).exists());
    held.unlock().unwrap();
    // Everything else that it says is taken, so that it never waits for a reader.
    told.for_each(drop);
    assert!(waiting.wait().unwrap().success());
    assert!(is_whole(&report(root)));
}

#[test]
fn it_never_writes_over_what_it_reads_or_where_no_file_can_stand() {
    let folder = workspace();
    let root = folder.path();
    let file = |name: &str| root.join(name).to_string_lossy().into_owned();
    assert_eq!(run(root, &[]).status.code(), Some(0));
    fs::copy(report(root), root.join("previous.xlsx")).unwrap();
    fs::copy(report(root), root.join("submissions/市住建局.xlsx")).unwrap();
    for name in ["previous.xlsx", "submissions/市住建局.xlsx"] {
        let before = fs::read(root.join(name)).unwrap();
        refused(root, &["-o", &file(name)], "this run reads it");
        assert_eq!(fs::read(root.join(name)).unwrap(), before);
    }
    refused(root, &["--json", &file("tasks.csv")], "this run reads it");
    refused(root, &["--json", &file("submissions")], "it is a folder");
    refused(root, &["-o", &file("tasks.csv/report.xlsx")], "it is a file");
    refused(root, &["--csv", &file("tasks.csv")], "it is a file");
    fs::create_dir(root.join("folder.xlsx")).unwrap();
    refused(root, &["-o", &file("folder.xlsx")], "it is a folder");
    fs::remove_dir_all(root.join("out")).unwrap();
    fs::write(root.join("out"), "kept").unwrap();
    refused(root, &[], "it is a file");
    assert_eq!(fs::read_to_string(root.join("out")).unwrap(), "kept");
}

#[cfg(target_os = "linux")]
#[test]
fn on_a_full_disk_the_old_report_stays() {
    let folder = workspace();
    let root = folder.path();
    assert_eq!(run(root, &[]).status.code(), Some(0));
    let before = fs::read(report(root)).unwrap();
    fs::write(root.join("decisions.csv"), "finding,verdict\n").unwrap();
    // No file may grow past four blocks: writing fails half way, as on a disk that fills up.
    let shell = "ulimit -f 4; trap '' XFSZ; exec \"$0\" run \"$1\" --lang en";
    let output = Command::new("bash")
        .args(["-c", shell, env!("CARGO_BIN_EXE_taizhang"), &root.to_string_lossy()])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("can't write"), "{told}");
    assert_eq!(fs::read(report(root)).unwrap(), before);
    let names = fs::read_dir(root.join("out")).unwrap().count();
    assert_eq!(names, 2, "nothing half-written is left beside it");
}

/// Runs as somebody for whom rights count: to the system's administrator nothing is read-only.
#[cfg(target_os = "linux")]
fn run_with_rights(root: &Path, args: &[&str]) -> Option<Output> {
    use std::os::unix::{fs::MetadataExt, process::CommandExt};
    const NOBODY: u32 = 65_534;
    let mut command = command(root, args);
    command.env("TMPDIR", "/tmp");
    if fs::metadata("/proc/self").unwrap().uid() == 0 {
        command.uid(NOBODY).gid(NOBODY);
    }
    // Where nobody may start the program, this can't be asked.
    command.output().ok()
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_can_only_be_read_is_told_and_another_place_will_do() {
    use std::os::unix::fs::PermissionsExt;
    let set = |path: &Path, mode: u32| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    let (folder, other) = (workspace(), TempDir::new().unwrap());
    let root = folder.path();
    assert_eq!(run(root, &[]).status.code(), Some(0));
    let before = fs::read(report(root)).unwrap();
    // What the next run would write differs from what stands there.
    fs::write(root.join("taizhang.toml"), "period = \"2023H2\"\noutput = \"out/report.xlsx\"\n").unwrap();
    for path in [root.to_owned(), root.join("out"), root.join("out/.taizhang"), root.join("submissions")] {
        set(&path, 0o555);
    }
    set(other.path(), 0o777);
    let elsewhere = other.path().join("report.xlsx");
    let (refused, written) = (run_with_rights(root, &[]), run_with_rights(root, &["-o", &elsewhere.to_string_lossy()]));
    let after = fs::read(report(root)).unwrap();
    for path in [root.to_owned(), root.join("out"), root.join("out/.taizhang"), root.join("submissions")] {
        set(&path, 0o755);
    }
    let (Some(refused), Some(written)) = (refused, written) else { return };
    let told = String::from_utf8_lossy(&refused.stderr);
    assert_eq!(refused.status.code(), Some(2), "{told}");
    assert!(told.contains("can't write") && told.contains("writable"), "{told}");
    assert!(!told.contains("put together"), "the folder is at fault, not the workbook: {told}");
    assert_eq!(after, before);
    assert_eq!(written.status.code(), Some(0), "{}", String::from_utf8_lossy(&written.stderr));
    assert!(is_whole(&elsewhere));
}

//! A file that kills, stalls or outgrows its reader is that file's finding, and everybody else's report is written.
#![cfg(debug_assertions)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

const LIST: &str = "类别,序号,重点任务,任务内容,牵头单位,配合单位\n\
    一、城市建设,1,完善城市路网,打通断头路18条，新增公共停车位2万个,市住建局,\n\
    一、城市建设,2,推进城市更新,改造城镇老旧小区120个，惠及居民8万户,市水务局,\n";

/// A quarter with two good returns and what else is named.
fn workspace(others: &[&str]) -> TempDir {
    let folder = TempDir::new().unwrap();
    let root = folder.path();
    fs::create_dir_all(root.join("submissions")).unwrap();
    fs::write(root.join("taizhang.toml"), "period = \"2023H1\"\n[limits]\nseconds = 1\nmemory_bytes = 167772160\n")
        .unwrap();
    fs::write(root.join("tasks.csv"), LIST).unwrap();
    let row = |number: u32, words: &str| format!("序号,重点任务,任务内容,进展情况\n{number},{words},正在推进。\n");
    let good = [
        ("市住建局.csv", row(1, "完善城市路网,打通断头路18条，新增公共停车位2万个")),
        ("市水务局.csv", row(2, "推进城市更新,改造城镇老旧小区120个，惠及居民8万户")),
    ];
    for (name, text) in
        good.into_iter().chain(others.iter().map(|name| (*name, row(1, &format!("完善城市路网,{name}")))))
    {
        fs::write(root.join("submissions").join(name), text).unwrap();
    }
    folder
}

fn program(root: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_taizhang"));
    command.args(args).current_dir(root).env("LANG", "en_US.UTF-8").env("TAIZHANG_TEST_TRIPS", "1");
    command.env_remove("LC_ALL").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run(root: &Path, jobs: &str) -> Output {
    program(root, &["run", ".", "--json", "all.json", "-o", "out.xlsx", "-j", jobs, "--lang", "en"]).output().unwrap()
}

fn outcome(root: &Path, output: &Output) -> serde_json::Value {
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(fs::read(root.join("out.xlsx")).unwrap().starts_with(b"PK"), "{told}");
    serde_json::from_slice(&fs::read(root.join("all.json")).unwrap()).unwrap()
}

/// Code and message of the findings about a file.
fn findings(outcome: &serde_json::Value, file: &str) -> Vec<(String, String)> {
    let all = outcome["findings"].as_array().unwrap().iter();
    let about = all.filter(|finding| finding["place"]["file"].as_str().is_some_and(|name| name.ends_with(file)));
    about.map(|finding| (finding["code"].as_str().unwrap().to_owned(), finding["message"].to_string())).collect()
}

fn read_files(outcome: &serde_json::Value) -> Vec<&str> {
    let all = outcome["submissions"].as_array().unwrap().iter();
    all.filter(|file| file["status"] == "read").map(|file| file["file"].as_str().unwrap()).collect()
}

#[test]
fn a_file_that_kills_stalls_or_outgrows_is_that_file_s_finding() {
    for (name, code, says) in [
        ("市体育局trip-abort.csv", "F001", "die"),
        ("市体育局trip-overflow.csv", "F001", "die"),
        ("市体育局trip-late-abort.csv", "F001", "die"),
        ("市体育局trip-panic.csv", "F001", "out of order"),
        ("市体育局trip-stall.csv", "F010", "seconds"),
        ("市体育局trip-grow.csv", "F010", "memory_bytes"),
    ] {
        let folder = workspace(&[name]);
        let output = run(folder.path(), "2");
        let outcome = outcome(folder.path(), &output);
        let found = findings(&outcome, name);
        let right = found.iter().any(|(found, message)| found == code && message.contains(says));
        assert!(right, "{name}: {found:?}\n{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(read_files(&outcome), ["submissions/市住建局.csv", "submissions/市水务局.csv"], "{name}");
    }
}

#[test]
fn several_at_once_are_each_found_out_and_nobody_else() {
    let names = ["a-trip-abort.csv", "b-trip-abort.csv", "c-trip-stall.csv"];
    let folder = workspace(&names);
    for jobs in ["1", "2", "7"] {
        let output = run(folder.path(), jobs);
        let outcome = outcome(folder.path(), &output);
        for (name, code) in names.iter().zip(["F001", "F001", "F010"]) {
            assert!(findings(&outcome, name).iter().any(|(found, _)| found == code), "{name} with {jobs} jobs");
        }
        assert_eq!(read_files(&outcome).len(), 2, "{jobs} jobs");
    }
}

#[test]
fn files_that_are_too_much_only_together_are_read_one_by_one() {
    let folder = workspace(&["市体育局trip-large.csv", "市教育局trip-large.csv"]);
    let outcome = outcome(folder.path(), &run(folder.path(), "2"));
    assert_eq!(read_files(&outcome).len(), 4);
    assert!(outcome["findings"].as_array().unwrap().iter().all(|finding| finding["code"] != "F010"));
}

#[test]
fn a_task_list_that_kills_its_reader_is_told_as_the_operator_s() {
    let folder = workspace(&[]);
    fs::write(folder.path().join("trip-abort.csv"), LIST).unwrap();
    let output = program(folder.path(), &["run", ".", "--tasks", "trip-abort.csv", "--lang", "en"]).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("trip-abort.csv") && told.contains("die"), "{told}");
}

#[test]
fn the_exit_status_and_the_streams_are_the_child_s() {
    let folder = workspace(&[]);
    let output = program(folder.path(), &["check", "submissions/市住建局.csv", "--fail-on", "info"]).output().unwrap();
    assert!(matches!(output.status.code(), Some(0 | 1)));
    let output = program(folder.path(), &["read", "submissions/市住建局.csv"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stdout).contains("打通断头路18条"));
    let output = program(folder.path(), &["run", "nowhere"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

/// Nothing of a run is left behind when it is killed: neither the process that reads nor its folder of notes.
#[cfg(target_os = "linux")]
#[test]
fn the_reading_process_ends_with_its_watcher() {
    let folder = workspace(&["trip-stall.csv"]);
    fs::write(folder.path().join("taizhang.toml"), "[limits]\nseconds = 500\n").unwrap();
    let mut watcher = program(folder.path(), &["run", "."]).spawn().unwrap();
    let children = PathBuf::from(format!("/proc/{0}/task/{0}/children", watcher.id()));
    let child = until(|| {
        let text = fs::read_to_string(&children).ok()?;
        text.split_whitespace().next().map(ToOwned::to_owned)
    });
    watcher.kill().unwrap();
    watcher.wait().unwrap();
    let process = PathBuf::from(format!("/proc/{child}/cmdline"));
    // A process that has ended and was not yet asked about has no command line any more.
    until(|| fs::read(&process).map_or(true, |line| line.is_empty()).then_some(()));
}

#[cfg(target_os = "linux")]
fn until<T>(mut happens: impl FnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(value) = happens() {
            return value;
        }
        assert!(started.elapsed() < Duration::from_secs(20), "it did not happen");
        thread::sleep(Duration::from_millis(5));
    }
}

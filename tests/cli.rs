//! The program as a person meets it: commands, exit statuses, languages, streams.

mod program;

use std::{fs, path::PathBuf, process::Output};

use program::taizhang;
use tempfile::TempDir;

fn status(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// A small quarter with one department that reports one of its two tasks.
fn workspace() -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let root = folder.path().join("2023H1");
    fs::create_dir_all(root.join("submissions")).unwrap();
    fs::write(root.join("taizhang.toml"), "period = \"2023H1\"\n").unwrap();
    fs::write(
        root.join("tasks.csv"),
        "类别,序号,重点任务,任务内容,牵头单位,配合单位\n\
         一、城市建设,1,完善城市路网,打通断头路18条，新增公共停车位2万个,市住建局,市城管局\n\
         一、城市建设,2,推进城市更新,改造城镇老旧小区120个，惠及居民8万户,市住建局,\n",
    )
    .unwrap();
    fs::write(
        root.join("submissions/市住建局.csv"),
        "填报单位：市住建局,,,\n序号,重点任务,任务内容,进展情况\n\
         1,完善城市路网,打通断头路18条，新增公共停车位2万个,已打通断头路9条，新增停车位1.1万个。\n",
    )
    .unwrap();
    (folder, root)
}

#[test]
fn a_run_writes_the_report_and_says_what_it_found() {
    let (folder, _) = workspace();
    let output = taizhang(folder.path(), &["run", "2023H1", "--json", "all.json", "--csv", "tables"]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert!(folder.path().join("2023H1/out/2023年上半年汇总表.xlsx").is_file());
    for name in ["ledger.csv", "findings.csv", "links.csv", "relations.csv", "submissions.csv"] {
        assert!(folder.path().join("tables").join(name).is_file(), "{name}");
    }
    assert!(stdout(&output).is_empty());
    assert!(stderr(&output).contains("任务 2 项"), "{}", stderr(&output));
    let all: serde_json::Value = serde_json::from_slice(&fs::read(folder.path().join("all.json")).unwrap()).unwrap();
    assert_eq!(all["schema"], "taizhang/outcome@1");
    assert_eq!(all["tasks"][0]["progress"], "已打通断头路9条，新增停车位1.1万个。");
    assert_eq!(all["tasks"][1]["status"], "unreported");
}

#[test]
fn the_exit_status_follows_fail_on() {
    let (folder, _) = workspace();
    for (level, expected) in [("never", 0), ("error", 0), ("warning", 1), ("info", 1)] {
        let output = taizhang(folder.path(), &["run", "2023H1", "--quiet", "--fail-on", level]);
        assert_eq!(status(&output), expected, "{level}: {}", stderr(&output));
        assert!(stderr(&output).is_empty(), "quiet is quiet");
    }
}

#[test]
fn two_runs_give_the_same_bytes_with_any_number_of_threads() {
    let (folder, root) = workspace();
    let mut seen = Vec::new();
    for jobs in ["1", "2", "7"] {
        let output = taizhang(folder.path(), &["run", "2023H1", "--quiet", "-j", jobs, "--json", "all.json"]);
        assert_eq!(status(&output), 0);
        let report = fs::read(root.join("out/2023年上半年汇总表.xlsx")).unwrap();
        seen.push((report, fs::read(folder.path().join("all.json")).unwrap()));
    }
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn what_can_not_be_done_is_status_2_with_a_way_out() {
    let (folder, root) = workspace();
    let tasks = fs::read_to_string(root.join("tasks.csv")).unwrap();
    let check = |args: &[&str], says: &str| {
        let output = taizhang(folder.path(), args);
        assert_eq!(status(&output), 2, "{args:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(says), "{args:?}: {}", stderr(&output));
    };
    check(&["run", "nowhere"], "taizhang init nowhere");
    check(&["run", "2023H1", "--period", "whenever"], "whenever");
    check(&["run", "--no-such-flag"], "--no-such-flag");
    check(&["check", "missing.xlsx"], "missing.xlsx");
    check(&["explain", "Z999"], "Z999");
    check(&["run", "2023H1", "-o", "report.csv"], ".xlsx");
    check(&["run", "2023H1", "--decisions", "none.csv"], "none.csv");
    check(&["run", "2023H1/tasks.csv"], "taizhang check");
    fs::write(folder.path().join("prose.csv"), "只是一段话\n").unwrap();
    check(&["link", "--tasks", "2023H1/tasks.csv", "--records", "prose.csv"], "prose.csv");
    fs::write(root.join("taizhang.toml"), "perriod = \"2023H1\"\n").unwrap();
    check(&["run", "2023H1"], "perriod");
    fs::write(root.join("taizhang.toml"), "").unwrap();
    fs::write(root.join("tasks.csv"), tasks.replace("推进城市更新,改造城镇老旧小区120个，惠及居民8万户", ",")).unwrap();
    check(&["run", "2023H1"], "tasks.csv");
}

#[test]
fn a_report_that_a_person_has_changed_is_kept() {
    let (folder, root) = workspace();
    let report = root.join("out/2023年上半年汇总表.xlsx");
    for _ in 0..2 {
        assert_eq!(status(&taizhang(folder.path(), &["run", "2023H1"])), 0);
        let seen = fs::read_dir(root.join("out")).unwrap().map(|entry| entry.unwrap().file_name());
        let seen = seen.filter(|name| !name.to_string_lossy().starts_with('.'));
        assert_eq!(seen.count(), 1, "our own report is simply written anew");
    }
    fs::write(&report, "saved by another program").unwrap();
    let output = taizhang(folder.path(), &["run", "2023H1"]);
    assert_eq!(status(&output), 0);
    let kept = root.join("out/2023年上半年汇总表（人工修改1）.xlsx");
    assert_eq!(fs::read_to_string(&kept).unwrap(), "saved by another program");
    assert!(stderr(&output).contains("人工修改1"), "{}", stderr(&output));
}

#[test]
fn a_department_checks_its_file_before_it_sends_it() {
    let (folder, root) = workspace();
    let output = taizhang(&root, &["check", "submissions/市住建局.csv"]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert!(stdout(&output).contains("L001"), "the second task is not reported: {}", stdout(&output));
    let lone = folder.path().join("lone.csv");
    fs::copy(root.join("submissions/市住建局.csv"), &lone).unwrap();
    let output = taizhang(folder.path(), &["check", "lone.csv"]);
    assert_eq!(status(&output), 0);
    assert!(stderr(&output).contains("没有找到任务清单"), "{}", stderr(&output));
    assert!(!stdout(&output).contains("L00"), "{}", stdout(&output));
}

#[test]
fn read_and_link_print_one_object_a_row() {
    let (folder, root) = workspace();
    let output = taizhang(&root, &["read", "submissions/市住建局.csv", "--format", "json"]);
    let lines: Vec<serde_json::Value> =
        stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0]["row"], 3);
    assert_eq!(lines[0]["progress"]["cell"], "D3");
    let args =
        ["link", "--tasks", "2023H1/tasks.csv", "--records", "2023H1/submissions/市住建局.csv", "--format", "json"];
    let output = taizhang(folder.path(), &args);
    let link: serde_json::Value = serde_json::from_str(stdout(&output).trim()).unwrap();
    assert_eq!((&link["decision"], &link["task"], &link["row"]), (&"link".into(), &"1-1".into(), &3.into()));
}

#[test]
fn audit_gives_as_many_objects_as_lines() {
    let (folder, _) = workspace();
    fs::write(folder.path().join("lines.txt"), "已完成284件，共289件，完成率98.3%。\n\n无。\n").unwrap();
    let output = taizhang(folder.path(), &["audit", "lines.txt", "--format", "json"]);
    let lines: Vec<serde_json::Value> =
        stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[1]["text"], "");
}

#[test]
fn help_and_catalogue_speak_both_languages() {
    let (folder, _) = workspace();
    for (lang, word) in [("zh", "用法"), ("en", "Usage")] {
        let output = taizhang(folder.path(), &["run", "--help", "--lang", lang]);
        assert_eq!(status(&output), 0);
        assert!(stdout(&output).contains(word), "{}", stdout(&output));
        let all = stdout(&taizhang(folder.path(), &["explain", "--lang", lang]));
        assert!(all.lines().count() > 20, "{all}");
        let one = stdout(&taizhang(folder.path(), &["explain", "F001", "--lang", lang]));
        assert!(one.starts_with("F001"), "{one}");
    }
    let script = taizhang(folder.path(), &["completions", "bash"]);
    assert!(stdout(&script).contains("taizhang"));
}

#[test]
fn a_new_workspace_is_made_once_and_explains_itself() {
    let (folder, _) = workspace();
    let output = taizhang(folder.path(), &["init", "2023Q3"]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert!(folder.path().join("2023Q3/taizhang.toml").is_file());
    assert_eq!(status(&taizhang(folder.path(), &["init", "2023Q3"])), 2, "nothing is overwritten");
}

//! A reviewer's answers are never lost: killed at any moment while they are read back, a run leaves them in the report or
//! in the decisions, and the next one has every one of them once.

#[allow(dead_code)] // a part of what the reviewer's loop needs is enough here
mod loop_support;
mod program;

use std::{
    collections::BTreeMap,
    fs::{self, File},
    path::Path,
    process::{Command, Stdio},
    thread,
    time::Instant,
};

use loop_support::{book, column, copy, said, sample, sheet, text, type_in};
use program::taizhang;
use taizhang::model::CellRef;

/// Kills when nothing else is asked for; `TAIZHANG_KILLS=100 cargo test --release --test program_kills` does more of them.
const KILLS: u32 = 6;
const QUARTER: &str = "suzhou-2023h1";
const REPORT: &str = "out/2023年上半年汇总表.xlsx";
const ANSWERED: [u32; 3] = [2, 5, 9];

/// Answers some findings in a report. Gives their ids.
fn answer(report: &Path) -> Vec<String> {
    let written = book(report);
    let list = sheet(&written, "差异清单");
    let at = |row: u32, label: &str| CellRef::new(row, column(list, label));
    let answers = [("处理", "忽略"), ("处理说明", "口径不同"), ("处理人", "王敏")];
    let cells: Vec<_> =
        ANSWERED.iter().flat_map(|row| answers.map(|(label, said)| ("差异清单", at(*row, label), said))).collect();
    type_in(report, &cells);
    ANSWERED.iter().map(|row| text(list, *row, column(list, "编号"))).collect()
}

/// How often each finding stands in the decisions; every line of them is whole.
fn decided(root: &Path) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    let Ok(mut decisions) = csv::Reader::from_path(root.join("decisions.csv")) else { return found };
    for line in decisions.records() {
        let line = line.expect("a whole line");
        assert!(line.iter().any(|value| value == "王敏"), "{line:?}");
        *found.entry(line[1].to_owned()).or_default() += 1;
    }
    found
}

/// Starts a run and kills it after a share of the time that one takes; its child is gone when this returns.
fn killed(folder: &Path, root: &Path, share: f64, whole: std::time::Duration) {
    let mut running = Command::new(env!("CARGO_BIN_EXE_taizhang"))
        .args(["run", QUARTER])
        .current_dir(folder)
        .env("LANG", "zh_CN.UTF-8")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    thread::sleep(whole.mul_f64(share));
    let _ = running.kill();
    running.wait().unwrap();
    // Whoever writes reports holds this lock.
    File::options().write(true).open(root.join("out/.taizhang/lock")).unwrap().lock().unwrap();
}

#[test]
fn answers_outlive_a_kill_at_any_moment() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let root = sample(QUARTER, folder);
    let started = Instant::now();
    said(&taizhang(folder, &["run", QUARTER]));
    let whole = started.elapsed();
    let ids = answer(&root.join(REPORT));
    assert_eq!(ids.iter().collect::<std::collections::BTreeSet<_>>().len(), ANSWERED.len());
    copy(&root, &folder.join("answered"));
    let kills = std::env::var("TAIZHANG_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(KILLS);
    let (mut before, mut after) = (0, 0);
    for kill in 0..kills {
        fs::remove_dir_all(&root).unwrap();
        copy(&folder.join("answered"), &root);
        // Moments spread evenly over a whole run, and a little past its end: reading back takes time as well.
        killed(folder, &root, (f64::from(kill) * 0.618_034).fract() * 1.3, whole);
        let report = book(&root.join(REPORT));
        let list = sheet(&report, "差异清单");
        let told = decided(&root);
        for (row, id) in ANSWERED.iter().zip(&ids) {
            let stands = text(list, *row, column(list, "处理人")) == "王敏";
            assert!(
                stands || told.contains_key(id),
                "kill {kill}: {id} is lost: {told:?} {:?}",
                fs::read_to_string(root.join("decisions.csv"))
            );
        }
        *(if told.is_empty() { &mut before } else { &mut after }) += 1;
        said(&taizhang(folder, &["run", QUARTER]));
        let told = decided(&root);
        for id in &ids {
            assert_eq!(told.get(id), Some(&1), "kill {kill}: {id} in {told:?}");
        }
    }
    println!("{kills} kills: {before} before the answers were taken over, {after} after; none was lost");
}

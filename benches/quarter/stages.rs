//! The share of each stage in a whole run, told by the run's own steps.

use std::{
    path::Path,
    sync::Mutex,
    time::{Duration, Instant},
};

use taizhang::{intake, pipeline, report};

/// Stages in their order.
const NAMES: [&str; 8] = [
    "settings and task list",
    "reading",
    "detection and normalising",
    "linking and consolidation",
    "figures",
    "checks",
    "report",
    "rendering",
];

/// Bytes that this process holds, and has held at most, in MiB; nothing where the system does not say.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mib = |key: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(key))?;
        Some(line.trim().trim_end_matches("kB").trim().parse::<u64>().ok()? / 1024)
    };
    mib("VmRSS:").zip(mib("VmHWM:")).map_or_else(String::new, |(now, most)| format!("{now} MiB, at most {most} MiB"))
}

/// Prints the stages of one run over a folder as they end, with what the process holds then.
pub fn follow(folder: &Path, jobs: usize) {
    let start = Instant::now();
    let tell = |what: &str| println!("  {:>8.2?} {what:<28}{}", start.elapsed(), memory());
    let inputs = super::inputs(folder, jobs);
    tell("settings and task list read");
    let reading = std::sync::Once::new();
    let outcome = pipeline::run(inputs, &|step| match step {
        pipeline::Step::Reading => reading.call_once(|| tell("first file read")),
        step => tell(&format!("{step:?} begins")),
    });
    tell("checks done");
    let book = pipeline::on_threads(jobs, || report::book(&outcome, outcome.settings.lang));
    tell("report put together");
    let bytes = pipeline::on_threads(jobs, || super::rendered(&book, &outcome));
    tell(&format!("rendered: {} bytes", bytes.len()));
}

/// Prints the least time of each stage over several runs.
pub fn print(folder: &Path, jobs: usize, runs: usize) {
    let mut least = [Duration::MAX; NAMES.len()];
    for _ in 0..runs {
        for (least, time) in least.iter_mut().zip(once(folder, jobs)) {
            *least = time.min(*least);
        }
    }
    let all: Duration = least.iter().sum();
    for (name, time) in NAMES.iter().zip(least) {
        println!("  {name:<28}{:>9.1?}{:>6.1} %", time, time.as_secs_f64() / all.as_secs_f64() * 100.0);
    }
}

fn once(folder: &Path, jobs: usize) -> [Duration; NAMES.len()] {
    let start = Instant::now();
    let inputs = super::inputs(folder, jobs);
    let loaded = start.elapsed();
    // The run reads and understands in one step: its reading is measured by itself.
    let start = Instant::now();
    divan::black_box(intake::read_all(&inputs.files, &inputs.limits, jobs, &|_| {}));
    let reading = start.elapsed();
    let steps = Mutex::new(Vec::new());
    let start = Instant::now();
    let outcome = pipeline::run(inputs, &|step| {
        if let Ok(mut steps) = steps.lock() {
            steps.push((step, start.elapsed()));
        }
    });
    let checked = start.elapsed();
    let steps = steps.into_inner().unwrap_or_default();
    let at = |wanted| steps.iter().find(|(step, _)| *step == wanted).map_or(Duration::ZERO, |(_, time)| *time);
    let (linking, auditing) = (at(pipeline::Step::Linking), at(pipeline::Step::Auditing));
    let checking = at(pipeline::Step::Checking);
    let start = Instant::now();
    let book = pipeline::on_threads(jobs, || report::book(&outcome, outcome.settings.lang));
    let booked = start.elapsed();
    divan::black_box(pipeline::on_threads(jobs, || super::rendered(&book, &outcome)));
    let rendered = start.elapsed();
    [
        loaded,
        reading,
        linking.saturating_sub(reading),
        auditing.saturating_sub(linking),
        checking.saturating_sub(auditing),
        checked.saturating_sub(checking),
        booked,
        rendered.saturating_sub(booked),
    ]
}

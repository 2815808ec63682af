//! The figure audit's speed on one core, in megabytes of narrative a second.
//!
//! `cargo bench --bench figures` prints one line an input: the narratives of a made-up quarter, one by one, to stay at
//! 20 MB/s or above; and inputs made to be as hard as can be, at two sizes, the second ten times the first: the time of
//! the larger over that of the smaller is to stay near ten.

mod narratives;
mod worst;

use std::time::{Duration, Instant};

use taizhang::figures;

/// Runs of which the fastest counts.
const RUNS: usize = 7;

fn main() {
    let texts = narratives::quarter(12_000);
    let bytes: usize = texts.iter().map(String::len).sum();
    let time = fastest(|| texts.iter().map(|text| figures::audit(text).relations.len()).sum::<usize>());
    println!(
        "quarter of {} narratives, {:>6.2} MB: {:>7.1} MB/s",
        texts.len(),
        mega(bytes),
        mega(bytes) / time.as_secs_f64()
    );
    let plain = narratives::prose(12_000);
    let bytes: usize = plain.iter().map(String::len).sum();
    let time = fastest(|| plain.iter().map(|text| figures::audit(text).relations.len()).sum::<usize>());
    println!("prose with few figures, {:>6.2} MB: {:>7.1} MB/s", mega(bytes), mega(bytes) / time.as_secs_f64());
    for (name, make) in worst::INPUTS {
        let (small, large) = (make(1_000), make(10_000));
        let (first, second) = (fastest(|| figures::audit(&small)), fastest(|| figures::audit(&large)));
        println!(
            "{name:<44} {:>6.3} MB: {:>7.1} MB/s; ten times the text, {:>5.1} times the time",
            mega(large.len()),
            mega(large.len()) / second.as_secs_f64(),
            second.as_secs_f64() / first.as_secs_f64()
        );
    }
    divan::main();
}

fn mega(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

/// The fastest of several runs.
fn fastest<T>(run: impl Fn() -> T) -> Duration {
    let time = |_| {
        let start = Instant::now();
        divan::black_box(run());
        start.elapsed()
    };
    (0..RUNS).map(time).min().unwrap_or_default()
}

/// One narrative of middling length, as a reviewer's machine meets it.
#[divan::bench]
fn one_narrative() -> usize {
    figures::audit(divan::black_box(narratives::TYPICAL)).relations.len()
}

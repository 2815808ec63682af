//! Files that trip their reader on purpose, by their names: how else to show that a reader that dies takes nobody with
//! it? Only in builds for testing, and only where it is asked for.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

/// Whether names matter.
static ARMED: AtomicBool = AtomicBool::new(false);

/// Lets names matter from here on.
pub fn arm() {
    ARMED.store(true, Ordering::Relaxed);
}

/// Dies, stalls or grows when the name says so.
pub(super) fn by_name(file: &str) {
    if !ARMED.load(Ordering::Relaxed) {
        return;
    }
    let says = |word: &str| file.contains(word);
    if says("trip-abort") {
        std::process::abort();
    }
    if says("trip-overflow") {
        deeper(u64::MAX);
    }
    if says("trip-stall") {
        std::thread::sleep(Duration::from_secs(600));
    }
    if says("trip-grow") {
        grow(4 << 30);
    }
    if says("trip-large") {
        let held = grow(96 << 20);
        std::thread::sleep(Duration::from_millis(400));
        drop(held);
    }
}

/// Panics when the name says so, where tables are made of what was read.
pub(super) fn while_understood(file: &str) {
    let asked = ARMED.load(Ordering::Relaxed);
    assert!(!(asked && file.contains("trip-panic")), "tripped");
    if asked && file.contains("trip-late-abort") {
        std::process::abort();
    }
}

fn grow(most: usize) -> Vec<Vec<u8>> {
    let mut held = Vec::new();
    while held.len() < most >> 20 {
        held.push(vec![1_u8; 1 << 20]);
        std::thread::sleep(Duration::from_micros(200));
    }
    held
}

fn deeper(depth: u64) -> u64 {
    let here = std::hint::black_box([depth; 64]);
    if depth == 0 { 0 } else { deeper(depth - 1) + here[3] % 2 }
}

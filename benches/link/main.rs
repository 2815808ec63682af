//! Speed of linking: records against a list, growing with the records and not with records times tasks.
//!
//! The yardstick is rapidfuzz's `process.extractOne` over the same 6,000 tasks with its default scorer: 6 ms of processor
//! time a record on the machine on which linking takes 0.11 ms, and 1.1 ms with the plain ratio.

mod large;
#[path = "../../tests/link_corpus/mod.rs"]
mod link_corpus;

use divan::Bencher;
use taizhang::{
    link::{Context, link},
    model::Register,
};

fn main() {
    divan::main();
}

#[divan::bench(args = [(1_500, 3_600), (1_000, 10_000), (4_000, 10_000), (1_000, 20_000), (6_000, 100_000)], sample_count = 3)]
fn records_against_tasks(bencher: Bencher, (tasks, records): (usize, usize)) {
    let (list, rows) = large::large(tasks, records);
    let register = Register::default();
    let departments = vec![None; records / 60 + 1];
    let context = Context { tasks: &list, register: &register, departments: &departments, decisions: &[], jobs: 2 };
    bencher.bench_local(|| link(divan::black_box(&rows), context));
}

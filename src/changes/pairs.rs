//! Which task of the later list is which of the earlier: by its words, then by id or number with words that are near,
//! then by words that are plainly the nearest.

use std::collections::BTreeMap;

use crate::{
    model::past::PastTask,
    text::{
        fold::words_only,
        likeness::{Pairs, plainly_most_like},
    },
};

/// Words so near are the same task where the id is the same too.
const NEAR_WITH_ID: f64 = 0.4;
/// Words so near, and so much nearer than any other, are the same task.
const NEAR: f64 = 0.6;
const LEAD: f64 = 0.1;
/// Tasks left on both sides, multiplied, beyond which only equal words are looked for.
const MAX_COMPARED: usize = 400_000;

/// For each later task the position of the earlier one that it is; none is given twice.
pub fn pair(then: &[PastTask], now: &[PastTask]) -> Vec<Option<usize>> {
    let mut pairs = vec![None; now.len()];
    let mut free = vec![true; then.len()];
    // Tasks that share their words are told apart by their titles, then by their order.
    by_form(
        then,
        now,
        |task| format!("{}\u{1}{}", words_only(&task.title), words_only(&task.content)),
        &mut pairs,
        &mut free,
    );
    by_form(then, now, |task| words_only(task.words()), &mut pairs, &mut free);
    by_id(then, now, &mut pairs, &mut free);
    by_likeness(then, now, &mut pairs, &mut free);
    pairs
}

fn by_form(
    then: &[PastTask],
    now: &[PastTask],
    form: impl Fn(&PastTask) -> String,
    pairs: &mut [Option<usize>],
    free: &mut [bool],
) {
    let mut known: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, task) in then.iter().enumerate().rev().filter(|(at, _)| free[*at]) {
        known.entry(form(task)).or_default().push(at);
    }
    for (task, pair) in now.iter().zip(pairs).filter(|(_, pair)| pair.is_none()) {
        let key = form(task);
        if key.trim_matches('\u{1}').is_empty() {
            continue;
        }
        if let Some(at) = known.get_mut(&key).and_then(Vec::pop) {
            *pair = Some(at);
            free[at] = false;
        }
    }
}

fn by_id(then: &[PastTask], now: &[PastTask], pairs: &mut [Option<usize>], free: &mut [bool]) {
    let ids: BTreeMap<&str, usize> = then.iter().enumerate().map(|(at, task)| (task.id.as_str(), at)).collect();
    for (task, pair) in now.iter().zip(pairs).filter(|(_, pair)| pair.is_none()) {
        let Some(at) = ids.get(task.id.as_str()).copied().filter(|at| free[*at]) else { continue };
        if Pairs::of(task.words()).likeness(&Pairs::of(then[at].words())) >= NEAR_WITH_ID {
            *pair = Some(at);
            free[at] = false;
        }
    }
}

fn by_likeness(then: &[PastTask], now: &[PastTask], pairs: &mut [Option<usize>], free: &mut [bool]) {
    let left: Vec<usize> = (0..then.len()).filter(|at| free[*at]).collect();
    let open = pairs.iter().filter(|pair| pair.is_none()).count();
    if left.is_empty() || left.len().saturating_mul(open) > MAX_COMPARED {
        return;
    }
    let forms: Vec<Pairs> = left.iter().map(|at| Pairs::of(then[*at].words())).collect();
    for (task, pair) in now.iter().zip(pairs).filter(|(_, pair)| pair.is_none()) {
        let Some(at) = plainly_most_like(task.words(), &forms, NEAR, LEAD).map(|position| left[position]) else {
            continue;
        };
        if free[at] {
            *pair = Some(at);
            free[at] = false;
        }
    }
}

//! Words alone: rows in Latin letters of a sender who has no part in the task, with neither number nor section that agrees.
//! Titles are shared by more things than one. Where most of a file is about other things than the list, a row must also name
//! what the task names beside its title; and of rows that come about as near to one task, none is it without a person.

use rustc_hash::FxHashMap;

use super::{
    Row, compare::Compared, decide::reported, index::Index, latin::Names, verdict::is_strong, weights::Weights,
};

/// Share of its rows that a file about the list reports beyond doubt.
const ABOUT: f64 = 0.33;

/// Why a row is asked about that would be linked by its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// It has the task's title, and does not name what the task names beside it.
    Unnamed,
    /// Another row, in this sheet row, comes about as near to the task.
    Contested(u32),
}

/// Notes the rows that words alone do not settle.
pub fn note(rows: &mut [Row<'_>], index: &Index) {
    if !rows.iter().any(hangs_on_words) {
        return;
    }
    let met = || rows.iter().filter(|row| !reported(row, index).is_empty());
    let proved = |row: &Row<'_>| !hangs_on_words(row) || row.compared.first().is_some_and(is_proved);
    let about = met().count() as f64 >= ABOUT * rows.len() as f64 && met().any(proved);
    let contested = contested(rows);
    for (row, contested) in rows.iter_mut().zip(contested) {
        let unnamed = !about && hangs_on_words(row) && !row.compared.first().is_some_and(is_proved);
        row.doubt = contested.map(Doubt::Contested).or(unnamed.then_some(Doubt::Unnamed));
    }
}

/// Whether nothing but its words speaks for a row's best task.
fn hangs_on_words(row: &Row<'_>) -> bool {
    let agrees = |best: &Compared<'_>| {
        [("lead", "lead"), ("lead", "support"), ("number", "same"), ("section", "same"), ("id", "own-form")]
            .iter()
            .any(|(field, level)| best.has(field, level))
    };
    let best = row.compared.first().filter(|best| best.verdict.likeness.is_some());
    row.decided.is_none() && best.is_some_and(|best| !agrees(best))
}

/// Whether words say so much of a task that no other thing is meant.
fn is_proved(best: &Compared<'_>) -> bool {
    let whole = is_strong(best.level()) && !best.verdict.by_title;
    // A code is its maker's: the very same one may be another's.
    let coded = || best.has("code", "same") && best.verdict.names != Names::None;
    whole || best.verdict.names == Names::All || coded()
}

/// For each row that hangs on its words another one that comes about as near to its best task.
fn contested(rows: &[Row<'_>]) -> Vec<Option<u32>> {
    let mut wanted: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.follows.is_none() && hangs_on_words(row)) {
        if let Some(best) = row.compared.first() {
            wanted.entry(best.task).or_default().push(at);
        }
    }
    let lead = Weights::built_in().thresholds.lead;
    let mut contested = vec![None; rows.len()];
    for at in wanted.values().flatten().copied() {
        let Some(own) = rows[at].compared.first() else { continue };
        let rival = |other: &Row<'_>| {
            other.compared.first().is_some_and(|theirs| {
                // Who has the task's very words has more right to it, and rows that both have them say it twice.
                let says_it = theirs.verdict.same_words == Some(true) || theirs.verdict.names == Names::All;
                let near = || own.sum - theirs.sum < lead || says_it;
                !is_strong(own.level()) && !theirs.vetoed() && near()
            })
        };
        let others = wanted[&own.task].iter().filter(|other| **other != at).map(|other| &rows[*other]);
        contested[at] = others.filter(|other| rival(other)).map(|other| other.subject.record.row).min();
    }
    contested
}

//! Elimination: a department reports its tasks. Where most of them are met beyond doubt, a row that stands for none of these
//! and a task that no other row comes near belong together, in whatever words the row says it.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    Row,
    compare::Compared,
    decide::{lead, reported},
    index::Index,
    news,
    weights::Weights,
};
use crate::model::TaskList;

/// Share of the tasks of its kind (led, helped with) that a department must have reported beyond doubt.
const REPORTED: f64 = 0.5;
/// Weight of words of its own from which a row is another task, although it has much in common with this one.
const OWN: f64 = 7.5;
/// Likeness of texts in Latin letters that have to do with one another.
const AKIN: f64 = 0.15;

/// Notes the rows that are the only ones near a task that the department has still to report.
pub fn note(rows: &mut [Row<'_>], index: &Index, tasks: &TaskList) {
    let Some(shares) = rows.first().and_then(|row| index.shares(row.subject.department?)) else { return };
    let reported: Vec<Vec<usize>> = rows.iter().map(|row| reported(row, index, tasks)).collect();
    let claimed: FxHashSet<usize> = reported.iter().flatten().copied().collect();
    let mostly = |own: &[usize]| {
        let met = own.iter().filter(|task| claimed.contains(task)).count();
        met > 0 && met as f64 >= REPORTED * own.len() as f64
    };
    let kinds = [("lead", mostly(&shares.lead)), ("support", mostly(&shares.support))];
    let open = |at: &usize| reported[*at].is_empty() && rows[*at].follows.is_none();
    let open: Vec<usize> = (0..rows.len()).filter(open).collect();
    let mut wanted: FxHashMap<usize, usize> = FxHashMap::default();
    for row in open.iter().map(|at| &rows[*at]) {
        for compared in row.compared.iter().filter(|compared| comes_near(row, compared)) {
            *wanted.entry(compared.task).or_default() += 1;
        }
    }
    for at in open {
        let is_only = rows[at].compared.first().is_some_and(|best| {
            kinds.iter().any(|(kind, mostly)| *mostly && best.has("lead", kind))
                && !claimed.contains(&best.task)
                && wanted.get(&best.task) == Some(&1)
                && comes_near(&rows[at], best)
                && says_enough(&rows[at], best, index)
                && lead(&rows[at], &[]) >= Weights::built_in().thresholds.lead
        });
        if is_only && let Some(best) = rows[at].compared.first_mut() {
            best.push(Weights::built_in().part("unclaimed", "only"));
        }
    }
}

/// Whether a row may be meant for a task: nothing in its words says that it is another. It has no figure of its own, no word
/// that narrows what the task says, and more has changed than a word or two in place of others.
fn comes_near(row: &Row<'_>, compared: &Compared<'_>) -> bool {
    let verdict = &compared.verdict;
    let akin = match verdict.likeness {
        Some(likeness) => likeness >= AKIN,
        None => compared.level() != "different",
    };
    akin && compared.sum >= Weights::built_in().thresholds.possible
        && !row.subject.said.words.is_empty()
        && !compared.vetoed()
        && !matches!(verdict.figures, Some("some" | "none"))
        && !((verdict.changes.in_place || verdict.changes.one_word) && !verdict.nothing_new())
        && verdict.narrowed.is_none()
        && !compared.has("code", "other")
}

/// Whether what the row says of its own leaves room for the task. A title of its own wants more figures than one to agree.
fn says_enough(row: &Row<'_>, best: &Compared<'_>, index: &Index) -> bool {
    let titled = !best.has("title", "different") || matches!(best.verdict.figures, Some("several" | "many"));
    let words = &row.subject.said.words;
    titled && (words.latin || news::of(words, &index.task(best.task).content).weight < OWN)
}

//! Elimination: a department reports its tasks. Where a good part of them is met beyond doubt, a row that stands for none of
//! these and a task that no other row comes near belong together, in whatever words the row says it.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    Row,
    compare::Compared,
    decide::{lead, reported},
    figures,
    guards::Guards,
    index::{Index, Shares},
    latin, news,
    weights::Weights,
};

/// Share of its tasks of one kind (led, helped with) that a department must have reported beyond doubt: the file is then one
/// about this list.
const REPORTED: f64 = 0.33;
/// Weight of words of its own from which a row is another task, although it has much in common with this one.
const OWN: f64 = 5.0;
/// Weight of words of its own beside a figure that need not name what it is a figure of.
const BESIDE: f64 = 1.9;
/// Share of words in Latin letters that must be the task's.
const SHARED: f64 = 0.45;
/// Likeness of texts in Latin letters that have to do with one another.
const AKIN: f64 = 0.15;

/// Notes the rows that are the only ones near a task that the department has still to report. What is found so leaves less
/// to choose from for the others.
pub fn note(rows: &mut [Row<'_>], index: &Index) {
    let Some(shares) = rows.first().and_then(|row| index.shares(sender(row)?)) else { return };
    while round(rows, shares, index) {}
}

/// Who sends a row: the department of its file or, where that is of no one department, the unit that the row names first.
fn sender(row: &Row<'_>) -> Option<usize> {
    row.subject.department.or_else(|| row.subject.record.lead.first()?.known())
}

/// Whether a row was found that was not noted before.
fn round(rows: &mut [Row<'_>], shares: &Shares, index: &Index) -> bool {
    let reported: Vec<Vec<usize>> = rows.iter().map(|row| reported(row, index)).collect();
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
        for compared in row.compared.iter().filter(|compared| comes_near(row, compared, index)) {
            *wanted.entry(compared.task).or_default() += 1;
        }
    }
    let mut found = false;
    for at in open {
        let is_only = rows[at].compared.first().is_some_and(|best| {
            best.reached("unclaimed").is_none()
                && kinds.iter().any(|(kind, mostly)| *mostly && best.has("lead", kind))
                && !claimed.contains(&best.task)
                && wanted.get(&best.task) == Some(&1)
                && comes_near(&rows[at], best, index)
                && says_enough(&rows[at], best, index)
                && lead(&rows[at], &[]) >= Weights::built_in().thresholds.lead
        });
        if is_only && let Some(best) = rows[at].compared.first_mut() {
            best.push(Weights::built_in().part("unclaimed", "only"));
            found = true;
        }
    }
    found
}

/// Whether a row may be meant for a task: nothing in its words says that it is another. It has no figure of its own, no word
/// that narrows what the task says, and more has changed than a word or two in place of others.
fn comes_near(row: &Row<'_>, compared: &Compared<'_>, index: &Index) -> bool {
    let (verdict, words) = (&compared.verdict, &row.subject.said.words);
    let akin = match verdict.likeness {
        Some(likeness) => likeness >= AKIN,
        None => compared.level() != "different",
    };
    let in_place = || match verdict.likeness {
        // Words are inflected: that others stand in place of the task's is told by their neighbours.
        Some(_) => latin::keeps_places(words, &index.task(compared.task).content),
        None => verdict.changes.in_place || verdict.changes.one_word,
    };
    akin && compared.sum >= Weights::built_in().thresholds.possible
        && !words.is_empty()
        && !compared.vetoed()
        && !matches!(verdict.figures, Some("some" | "none"))
        && (verdict.nothing_new() || !in_place())
        && verdict.narrowed.is_none()
        && !verdict.own.acts_otherwise
        && !compared.has("code", "other")
}

/// Whether what the row says of its own leaves room for the task. A title of its own wants more figures than one to agree.
fn says_enough(row: &Row<'_>, best: &Compared<'_>, index: &Index) -> bool {
    let (words, task) = (&row.subject.said.words, index.task(best.task));
    if words.latin {
        let turned = || Guards::built_in().conflict(&words.marks, &task.content.marks, true).is_some();
        return latin::shared(words, [&task.content, &task.title]) >= SHARED && !turned();
    }
    let titled = !best.has("title", "different") || matches!(best.verdict.figures, Some("several" | "many"));
    let news = news::of(words, &task.content);
    let beside = news.own.beside <= BESIDE * figures::telling(&words.figures).max(1) as f64;
    titled && news.weight < OWN && (beside || news.own.otherwise > 1 || best.verdict.is_titled())
}

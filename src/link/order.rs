//! Order as evidence: departments keep the order of the list, so a row between two sure ones is mostly a task between
//! theirs.

use super::{Row, weights::Weights};

/// Adds the order evidence to every candidate of one table's rows, in the order of the table.
pub fn apply(rows: &mut [Row<'_>]) {
    let sure: Vec<Option<usize>> = rows.iter().map(anchor).collect();
    if !is_kept(&sure) {
        return;
    }
    let above = nearest_before(sure.iter().copied());
    let mut below = nearest_before(sure.iter().rev().copied());
    below.reverse();
    for (row, (above, below)) in rows.iter_mut().zip(above.into_iter().zip(below)) {
        for candidate in &mut row.compared {
            if let Some(level) = level(candidate.task, above, below) {
                candidate.push(Weights::built_in().part("order", level));
            }
        }
        row.sort();
    }
}

/// Whether the sure rows stand in the order of the list, by and large: a table sorted otherwise says nothing by its order.
fn is_kept(sure: &[Option<usize>]) -> bool {
    let tasks: Vec<usize> = sure.iter().flatten().copied().collect();
    let ascending = tasks.windows(2).filter(|pair| pair[0] <= pair[1]).count();
    ascending * 4 >= tasks.len().saturating_sub(1) * 3
}

/// Whether the sure rows show that the numbers are the list's, or that the department numbers as it likes; `None` where they are
/// too few to tell.
pub fn are_the_lists<'r, 'a: 'r>(rows: impl Iterator<Item = &'r Row<'a>> + Clone) -> Option<bool> {
    let says = |row: &Row<'_>| {
        anchor(row)?;
        Some(row.compared.first()?.reached("number")? == "same")
    };
    let said: Vec<bool> = rows.clone().filter_map(says).collect();
    let agree = said.iter().filter(|same| **same).count();
    let own = counts_from_one(rows);
    let trusted = if own { agree > 0 && agree == said.len() } else { agree * 2 > said.len() };
    (trusted || own || said.len() >= 3).then_some(trusted)
}

/// Takes the number away as evidence.
pub fn distrust_numbers(rows: &mut [Row<'_>]) {
    for row in rows {
        row.compared.iter_mut().for_each(|candidate| candidate.forget("number"));
        row.sort();
    }
}

/// Whether the rows' numbers are 1, 2, 3 … in order: a numbering that any file can have of its own, and that meets the
/// list's by chance.
fn counts_from_one<'r, 'a: 'r>(rows: impl Iterator<Item = &'r Row<'a>> + Clone) -> bool {
    let numbered = rows.clone().map(|row| &*row.subject.record.number).filter(|number| !number.is_empty());
    let mut numbers: Vec<&str> = numbered.collect();
    numbers.dedup();
    let first = usize::from(numbers.first() != Some(&"0"));
    // A file of one row is number 1 whatever it tells of.
    let several = numbers.len() >= 2 || rows.count() == 1 && first == 1;
    several && !numbers.is_empty() && numbers.iter().enumerate().all(|(at, number)| number.parse() == Ok(at + first))
}

/// For each position the nearest value before it.
fn nearest_before(values: impl Iterator<Item = Option<usize>>) -> Vec<Option<usize>> {
    let mut last = None;
    values
        .map(|value| {
            let before = last;
            last = value.or(last);
            before
        })
        .collect()
}

/// The task of a row that is sure by itself.
fn anchor(row: &Row<'_>) -> Option<usize> {
    let thresholds = Weights::built_in().thresholds;
    let [best, rest @ ..] = row.compared.as_slice() else { return None };
    let lead = rest.first().map_or(f64::INFINITY, |second| best.sum - second.sum);
    let sure = !best.vetoed() && best.sum >= thresholds.link && lead >= thresholds.lead;
    sure.then_some(best.task)
}

fn level(task: usize, above: Option<usize>, below: Option<usize>) -> Option<&'static str> {
    let next = above.is_some_and(|above| task == above + 1) || below.is_some_and(|below| task + 1 == below);
    match (above, below) {
        (None, None) => None,
        (Some(above), Some(below)) if above > below => next.then_some("next"),
        _ if next => Some("next"),
        (Some(above), Some(below)) => Some(if above <= task && task <= below { "between" } else { "outside" }),
        (Some(above), None) => Some(if above <= task { "between" } else { "outside" }),
        (None, Some(below)) => Some(if task <= below { "between" } else { "outside" }),
    }
}

//! Assignment: a submission as a whole. A task is claimed by one row, the claims chosen so that all evidence together is
//! greatest; a second row for one task is a split where that is evident.

use std::collections::BTreeMap;

use pathfinding::{kuhn_munkres::kuhn_munkres, matrix::Matrix};

use super::{Row, compare::Compared, places::Moved, weights::Weights};

/// Above this many rows that compete with one another the claims are taken best first.
const SOLVED: usize = 400;

/// A row's wish for a task, in thousandths of a bit above the least that is asked about.
type Wish = (usize, usize, i64);

/// The task that each row gets, by position in `rows`.
pub fn assign(rows: &[Row<'_>]) -> Vec<Option<usize>> {
    let mut given = vec![None; rows.len()];
    for group in groups(&wishes(rows), rows.len()) {
        let competing = group.iter().map(|wish| wish.0).collect::<std::collections::BTreeSet<_>>().len();
        if competing <= SOLVED { solve(&group, &mut given) } else { greedy(group, &mut given) }
    }
    given
}

fn wishes(rows: &[Row<'_>]) -> Vec<Wish> {
    let floor = Weights::built_in().thresholds.possible;
    let mut wishes = Vec::new();
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.follows.is_none() && row.decided.is_none()) {
        // A row that cannot be the task keeps it from no other.
        for candidate in row.compared.iter().filter(|candidate| may_be(candidate)) {
            let worth = ((candidate.sum - floor) * 1000.0).round() as i64;
            if worth > 0 {
                wishes.push((at, candidate.task, worth));
            }
        }
    }
    wishes
}

/// Whether nothing forbids that the row is the task: no guard, and no figure with another's words.
fn may_be(candidate: &Compared<'_>) -> bool {
    !candidate.vetoed() && candidate.verdict.moved() != Moved::Figures
}

/// The row that stands for a row's group.
fn root(parent: &mut [usize], mut at: usize) -> usize {
    while parent[at] != at {
        parent[at] = parent[parent[at]];
        at = parent[at];
    }
    at
}

/// Wishes that compete with one another, directly or through others.
fn groups(wishes: &[Wish], rows: usize) -> Vec<Vec<Wish>> {
    let mut parent: Vec<usize> = (0..rows).collect();
    let mut first: BTreeMap<usize, usize> = BTreeMap::new();
    for (row, task, _) in wishes {
        let other = *first.entry(*task).or_insert(*row);
        let (a, b) = (root(&mut parent, *row), root(&mut parent, other));
        parent[a.max(b)] = a.min(b);
    }
    let mut groups: BTreeMap<usize, Vec<Wish>> = BTreeMap::new();
    for wish in wishes {
        groups.entry(root(&mut parent, wish.0)).or_default().push(*wish);
    }
    groups.into_values().collect()
}

/// The best assignment of a group; a row may also get no task, at no gain.
fn solve(group: &[Wish], given: &mut [Option<usize>]) {
    let unique = |pick: fn(&Wish) -> usize| -> Vec<usize> {
        let set: std::collections::BTreeSet<usize> = group.iter().map(pick).collect();
        set.into_iter().collect()
    };
    let (rows, tasks) = (unique(|wish| wish.0), unique(|wish| wish.1));
    let mut matrix = Matrix::new(rows.len(), tasks.len() + rows.len(), 0_i64);
    for (row, task, worth) in group {
        if let (Ok(i), Ok(j)) = (rows.binary_search(row), tasks.binary_search(task)) {
            matrix[(i, j)] = *worth;
        }
    }
    let (_, columns) = kuhn_munkres(&matrix);
    for (i, column) in columns.into_iter().enumerate() {
        // A task that the row did not wish for is worth nothing, as no task is.
        if column < tasks.len() && matrix[(i, column)] > 0 {
            given[rows[i]] = Some(tasks[column]);
        }
    }
}

fn greedy(mut group: Vec<Wish>, given: &mut [Option<usize>]) {
    group.sort_by(|a, b| b.2.cmp(&a.2).then((a.0, a.1).cmp(&(b.0, b.1))));
    let mut taken = std::collections::BTreeSet::new();
    for (row, task, _) in group {
        if given[row].is_none() && taken.insert(task) {
            given[row] = Some(task);
        }
    }
}

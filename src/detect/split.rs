//! Tables side by side: a header row in which the same labels come again after an empty column.

use crate::lexicon::Labels;

use super::{
    WHOLE,
    grid::{Grid, View},
    header,
};

/// The windows of columns in which tables stand side by side; one window when they don't.
pub fn windows(grid: &Grid<'_>, labels: &Labels) -> Vec<(u32, u32)> {
    let Some(block) = header::find(grid, labels, 0) else { return vec![WHOLE] };
    let Some(view) = (block.start..=block.end).filter_map(|row| grid.view(row)).max_by_key(|view| view.items.len())
    else {
        return vec![WHOLE];
    };
    let groups = groups(view);
    let Some((first, rest)) = groups.split_first() else { return vec![WHOLE] };
    if rest.is_empty() || first.len() < 2 || !rest.iter().all(|group| is_alike(first, group)) {
        return vec![WHOLE];
    }
    let mut windows = Vec::new();
    let mut from = WHOLE.0;
    for group in rest {
        let Some((start, _)) = group.first() else { continue };
        windows.push((from, start.saturating_sub(1)));
        from = *start;
    }
    windows.push((from, WHOLE.1));
    windows
}

/// Runs of labels without an empty column between them.
fn groups(view: &View<'_>) -> Vec<Vec<(u32, String)>> {
    let mut groups: Vec<Vec<(u32, String)>> = Vec::new();
    let mut next = None;
    for item in &view.items {
        if next != Some(item.column) {
            groups.push(Vec::new());
        }
        if let Some(group) = groups.last_mut() {
            group.push((item.column, item.folded().to_owned()));
        }
        next = Some(item.last + 1);
    }
    groups
}

/// Whether two runs have most of their labels in common.
fn is_alike(one: &[(u32, String)], other: &[(u32, String)]) -> bool {
    let common = other.iter().filter(|(_, label)| one.iter().any(|(_, found)| found == label)).count();
    common >= 2 && common * 3 >= one.len().max(other.len()) * 2
}

//! Names of measures: the lowest label without its unit, joined with the group over it only to tell two columns apart.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    lexicon::Labels,
    model::{CellRef, Field},
    text::fold::fold,
};

use super::{
    draft::{Draft, unit_text},
    span, words,
};

/// The labels of all columns without units, and what can be told by each.
pub struct Names {
    /// The levels of each column.
    bare: Vec<Vec<String>>,
    /// Over how many columns a lowest label stands.
    lowest: BTreeMap<String, usize>,
    /// Groups in which a measure's lowest label is not its own.
    doubtful: BTreeSet<Vec<String>>,
}

impl Names {
    /// The labels of these columns.
    pub fn of(drafts: &[Draft], labels: &Labels) -> Self {
        let bare: Vec<Vec<String>> = drafts.iter().map(|draft| bare_levels(draft, labels)).collect();
        let mut lowest = BTreeMap::new();
        for label in bare.iter().filter_map(|levels| levels.last()) {
            *lowest.entry(label.clone()).or_default() += 1;
        }
        let mut names = Self { bare, lowest, doubtful: BTreeSet::new() };
        let is_measure = |draft: &Draft| draft.best().is_some_and(|meaning| matches!(meaning.field, Field::Measure(_)));
        for (draft, levels) in drafts.iter().zip(&names.bare) {
            if let Some((lowest, above)) = levels.split_last()
                && is_measure(draft)
                && !names.is_distinctive(lowest)
            {
                names.doubtful.insert(above.to_vec());
            }
        }
        names
    }

    /// Names the measure in a column by its lowest label. Where that stands over another column as well, or names nothing
    /// but a period, all columns of its group are named with the levels above.
    pub fn measure(&self, index: usize, draft: &Draft) -> Arc<str> {
        let bare = self.bare.get(index).map_or(&[][..], Vec::as_slice);
        let Some((lowest, above)) = bare.split_last() else { return Arc::from(CellRef::column_letters(draft.column)) };
        if above.is_empty() || (self.is_distinctive(lowest) && !self.doubtful.contains(above)) {
            return Arc::from(lowest.as_str());
        }
        Arc::from(bare.join(" / "))
    }

    /// Whether a lowest label is that of one column alone and names more than a period.
    fn is_distinctive(&self, lowest: &str) -> bool {
        self.lowest.get(lowest) == Some(&1) && !span::read(&fold(lowest)).rest.is_empty()
    }
}

fn bare_levels(draft: &Draft, labels: &Labels) -> Vec<String> {
    draft.levels.iter().map(|level| without_unit(level, labels)).filter(|level| !level.is_empty()).collect()
}

/// A label without a unit in brackets.
fn without_unit(label: &str, labels: &Labels) -> String {
    let mut bare = String::new();
    let mut rest = label;
    while let Some(open) = rest.find(['(', '（']) {
        let (before, after) = rest.split_at(open);
        bare.push_str(before);
        let Some(close) = after.find([')', '）']) else {
            rest = after;
            break;
        };
        let width = after[close..].chars().next().map_or(1, char::len_utf8);
        let (group, tail) = after.split_at(close + width);
        let inside = group.trim_matches(['(', '（', ')', '）']);
        if unit_text(inside, labels).is_none() {
            bare.push_str(group);
        }
        rest = tail;
    }
    bare.push_str(rest);
    let bare = words::tidy(&bare);
    let bare = bare.strip_suffix(['%', '％']).filter(|head| !head.is_empty()).map_or(bare.clone(), str::to_owned);
    match bare.rsplit_once([':', '：', '/']) {
        Some((head, tail)) if unit_text(tail, labels).is_some() && !head.is_empty() => head.to_owned(),
        _ => bare,
    }
}

//! Names of measures: the lowest label without its unit, joined with the group over it only to tell two columns apart.

use std::sync::Arc;

use crate::{
    lexicon::Labels,
    model::{CellRef, Field},
    text::fold::fold,
};

use super::{
    draft::{Draft, unit_text},
    span, words,
};

/// Names a measure by its lowest label. Where that stands over another column as well, or names nothing but a period,
/// all columns of its group are named with the levels above.
pub fn measure(draft: &Draft, others: &[Draft], labels: &Labels) -> Arc<str> {
    let bare = bare_levels(draft, labels);
    let Some((lowest, above)) = bare.split_last() else { return Arc::from(CellRef::column_letters(draft.column)) };
    let is_measure = |other: &Draft| other.best().is_some_and(|meaning| matches!(meaning.field, Field::Measure(_)));
    let siblings = others.iter().filter(|other| {
        if other.column != draft.column && !is_measure(other) {
            return false;
        }
        let levels = bare_levels(other, labels);
        levels.split_last().is_some_and(|(_, over)| over == above)
    });
    if above.is_empty() || siblings.into_iter().all(|sibling| is_distinctive(sibling, others, labels)) {
        return Arc::from(lowest.as_str());
    }
    Arc::from(bare.join(" / "))
}

fn bare_levels(draft: &Draft, labels: &Labels) -> Vec<String> {
    draft.levels.iter().map(|level| without_unit(level, labels)).filter(|level| !level.is_empty()).collect()
}

/// Whether the lowest label is that of one column alone and names more than a period.
fn is_distinctive(draft: &Draft, others: &[Draft], labels: &Labels) -> bool {
    let Some(lowest) = bare_levels(draft, labels).pop() else { return true };
    let own = !span::read(&fold(&lowest)).rest.is_empty();
    let others = others.iter().filter(|other| other.column != draft.column);
    own && others.filter_map(|other| bare_levels(other, labels).pop()).all(|other| other != lowest)
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

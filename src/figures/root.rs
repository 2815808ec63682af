//! One finding for one root cause: a figure that breaks several relations is spoken of once.

use std::collections::BTreeSet;

use super::{
    document::Document,
    relations::{Found, listed},
};
use crate::model::{Relation, RelationKind, Verdict};

const fn blames(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Unclear | Verdict::Inconsistent)
}

/// The relations in order of place, with repeated blame left out.
pub fn settle(document: &Document<'_>, mut found: Vec<Found>) -> Vec<Relation> {
    if found.iter().any(|relation| blames(relation.verdict)) {
        found = blamed_once(document, found);
    }
    let mut relations: Vec<Relation> = found.into_iter().filter_map(|found| finish(document, found)).collect();
    relations.extend(listed::find(document));
    relations.sort_by(|a, b| (a.start, a.end, a.kind, &a.expression).cmp(&(b.start, b.end, b.kind, &b.expression)));
    relations.dedup_by(|a, b| (a.start, a.end, a.kind, &a.expression) == (b.start, b.end, b.kind, &b.expression));
    relations
}

/// The relations without those that only follow from another's root cause.
fn blamed_once(document: &Document<'_>, mut found: Vec<Found>) -> Vec<Found> {
    let mut proven = vec![false; document.figures.len()];
    for at in found.iter().filter(|f| f.verdict == Verdict::Consistent).flat_map(|f| &f.operands) {
        proven[*at] = true;
    }
    // The surest first; among equals the one with the fewest figures that other relations prove right.
    found.sort_by_cached_key(|f| {
        (
            std::cmp::Reverse(f.verdict),
            f.operands.iter().filter(|i| proven[**i]).count(),
            f.operands.len(),
            f.operands.clone(),
        )
    });
    let mut blamed: BTreeSet<usize> = BTreeSet::new();
    found.retain(|relation| {
        if !blames(relation.verdict) {
            return true;
        }
        // Shares that are each proven need not be shares of all there is.
        if relation.kind == RelationKind::Share && relation.operands.iter().all(|i| proven[*i]) {
            return false;
        }
        let suspects: Vec<usize> = relation.operands.iter().copied().filter(|i| !proven[*i]).collect();
        if suspects.iter().any(|i| blamed.contains(i)) {
            return false;
        }
        blamed.extend(if suspects.is_empty() { &relation.operands } else { &suspects });
        true
    });
    found
}

fn finish(document: &Document<'_>, found: Found) -> Option<Relation> {
    let start = found.operands.iter().map(|i| document.figures[*i].start).min()?;
    let end = found.operands.iter().map(|i| document.figures[*i].end).max()?;
    Some(Relation {
        kind: found.kind,
        expression: found.expression,
        reported: found.reported,
        computed: found.computed,
        verdict: found.verdict,
        start,
        end,
        note: found.note,
    })
}

//! One finding for one root cause: a figure that breaks several relations is spoken of once.

use std::collections::BTreeSet;

use super::{document::Document, relations::Found};
use crate::model::{Relation, Verdict};

const fn blames(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Unclear | Verdict::Inconsistent)
}

/// The relations in order of place, with repeated blame left out.
pub fn settle(document: &Document<'_>, mut found: Vec<Found>) -> Vec<Relation> {
    let proven: BTreeSet<usize> =
        found.iter().filter(|f| f.verdict == Verdict::Consistent).flat_map(|f| f.operands.iter().copied()).collect();
    // The surest first; among equals the one with the fewest figures that other relations prove right.
    found.sort_by_key(|f| {
        (
            std::cmp::Reverse(f.verdict),
            f.operands.iter().filter(|i| proven.contains(i)).count(),
            f.operands.len(),
            f.operands.clone(),
        )
    });
    let mut blamed: BTreeSet<usize> = BTreeSet::new();
    let mut kept = Vec::new();
    for relation in found {
        if blames(relation.verdict) {
            let suspects: Vec<usize> = relation.operands.iter().copied().filter(|i| !proven.contains(i)).collect();
            if suspects.iter().any(|i| blamed.contains(i)) {
                continue;
            }
            blamed.extend(if suspects.is_empty() { relation.operands.clone() } else { suspects });
        }
        kept.push(relation);
    }
    let mut relations: Vec<Relation> = kept.into_iter().filter_map(|found| finish(document, found)).collect();
    relations.sort_by(|a, b| (a.start, a.end, a.kind, &a.expression).cmp(&(b.start, b.end, b.kind, &b.expression)));
    relations.dedup_by(|a, b| (a.start, a.end, a.kind, &a.expression) == (b.start, b.end, b.kind, &b.expression));
    relations
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

//! One finding for one root cause: a figure that breaks several relations is spoken of once.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::{Decimal, RoundingStrategy};

use super::{
    document::Document,
    figure::plain,
    relations::{Found, listed},
    repair,
};
use crate::model::{Relation, RelationKind, Verdict, Words};

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

/// A total may be broken down twice, and a figure repeated twice; a rate is said of one part and one whole. A growth that
/// two values give can still show that the change beside them is wrong.
const fn has_one_meaning(kind: RelationKind) -> bool {
    matches!(kind, RelationKind::Rate | RelationKind::Difference | RelationKind::Points | RelationKind::Ratio)
}

/// The sums and differences that hold, by their figures.
struct Sums<'f> {
    found: Vec<&'f Found>,
    by_figure: BTreeMap<usize, Vec<usize>>,
}

impl<'f> Sums<'f> {
    fn of(found: &'f [Found]) -> Self {
        let found: Vec<&Found> = found.iter().filter(|f| adds(f.kind) && f.verdict == Verdict::Consistent).collect();
        let mut by_figure: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, f) in found.iter().enumerate() {
            f.operands.iter().for_each(|at| by_figure.entry(*at).or_default().push(index));
        }
        Self { found, by_figure }
    }

    /// 签约1712户，剩余134户 of 1846户: of two figures that a sum holds, neither is the whole of the other in another, and a whole is not
    /// added to its part.
    fn bind(&self, f: &Found) -> bool {
        let Some(reported) = f.operands.last().filter(|_| adds(f.kind)) else { return false };
        let with = |at: &usize| self.by_figure.get(at).into_iter().flatten();
        let two = with(reported)
            .any(|sum| f.operands.iter().filter(|at| self.found[*sum].operands.contains(at)).count() >= 2);
        let whole_and_part = |at: &usize| {
            let wholes = with(at).map(|sum| &self.found[*sum].operands).filter(|sum| sum.last() == Some(at));
            wholes.into_iter().any(|sum| f.operands.iter().any(|part| part != at && sum.contains(part)))
        };
        two || f.kind == RelationKind::Sum && f.operands.iter().any(whole_and_part)
    }
}

const fn adds(kind: RelationKind) -> bool {
    matches!(kind, RelationKind::Sum | RelationKind::Difference)
}

/// The relations without those that only follow from another's root cause.
fn blamed_once(document: &Document<'_>, mut found: Vec<Found>) -> Vec<Found> {
    let mut proven = vec![false; document.figures.len()];
    for at in found.iter().filter(|f| f.verdict == Verdict::Consistent).flat_map(|f| &f.operands) {
        proven[*at] = true;
    }
    // A rate or a difference has one meaning: where other figures give it, none are held against it.
    let mut held: BTreeMap<(RelationKind, usize), Vec<usize>> = BTreeMap::new();
    for f in found.iter().filter(|f| f.verdict == Verdict::Consistent && has_one_meaning(f.kind)) {
        if let Some(reported) = f.operands.last() {
            held.entry((f.kind, *reported)).or_insert_with(|| f.operands.clone());
        }
    }
    // Points and differences of the same figures may still be told the wrong way.
    let by_others = |f: &Found| {
        let given = f.operands.last().and_then(|reported| held.get(&(f.kind, *reported)));
        given.is_some_and(|operands| f.kind == RelationKind::Rate || f.operands.iter().any(|at| !operands.contains(at)))
    };
    found.retain(|f| !blames(f.verdict) || !by_others(f));
    let sums = Sums::of(&found);
    let bound: Vec<bool> = found.iter().map(|f| blames(f.verdict) && sums.bind(f)).collect();
    let mut bound = bound.into_iter();
    found.retain(|_| !bound.next().unwrap_or(false));
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

/// The slip of the pen in the reported figure that would explain a difference: a possibility to name, where nothing else
/// was said.
fn slip(document: &Document<'_>, found: &Found) -> Option<Words> {
    let reported = &document.figures[*found.operands.last()?];
    let derived =
        !matches!(found.kind, RelationKind::Sum | RelationKind::Repeat | RelationKind::Target | RelationKind::Count);
    if !blames(found.verdict) || !derived || !found.note.zh.is_empty() || reported.digits() < 2 {
        return None;
    }
    let computed: Decimal = found.computed.parse().ok()?;
    let nearest = computed.abs().round_dp_with_strategy(reported.decimals, RoundingStrategy::MidpointAwayFromZero);
    if !repair::one_slip(reported, nearest) && repair::scale_slip(reported.value, nearest).is_none() {
        return None;
    }
    let (said, meant) = (plain(reported.value, reported.decimals), plain(nearest, reported.decimals));
    Some(repair::possibility(&said, &meant))
}

fn finish(document: &Document<'_>, mut found: Found) -> Option<Relation> {
    let note = slip(document, &found).unwrap_or_else(|| std::mem::take(&mut found.note));
    let start = found.operands.iter().map(|i| document.figures[*i].start).min()?;
    let end = found.operands.iter().map(|i| document.figures[*i].end).max()?;
    Some(Relation {
        kind: found.kind,
        expression: found.expression.into(),
        reported: found.reported.into(),
        computed: found.computed.into(),
        verdict: found.verdict,
        start,
        end,
        note: (!note.is_empty()).then(|| Box::new(note)),
    })
}

//! A list that does not add up beside one of the same names that does: 线索116件，其中来电64件，来信5件…累计1735件，其中来电1181件，来信554件.

use super::{
    Found, List,
    overlap::{overlaps, rest_untold},
    relation, whole_list,
};
use crate::{figures::document::Document, model::Verdict};

/// Lists that are compared at most.
const MOST: usize = 24;

/// The lists among `open` whose members are called as the members of one of the `closed` lists, each with its total behind its
/// members.
pub(super) fn find(document: &Document<'_>, open: &[(usize, List)], closed: &[Vec<usize>]) -> Vec<Found> {
    if open.is_empty() || closed.is_empty() {
        return Vec::new();
    }
    open.iter().take(MOST).filter_map(|(total, list)| like_another(document, *total, list, closed)).collect()
}

fn like_another(document: &Document<'_>, total: usize, list: &List, closed: &[Vec<usize>]) -> Option<Found> {
    let members = whole_list(document, total, list, false)?;
    let known = closed.iter().take(MOST).filter_map(|list| list.split_last());
    let alike = |(whole, parts): (&usize, &[usize])| {
        *whole != total
            && parts.len() == members.len()
            && document.figures[*whole].same_unit(&document.figures[total])
            && parts.iter().zip(&members).all(|(a, b)| named_alike(document, *a, *b))
    };
    let told = known.into_iter().any(alike);
    if !told || overlaps(document, total, &members) || rest_untold(document, total, &members) {
        return None;
    }
    relation(document, total, &members, None)
        .filter(|found| found.verdict == Verdict::Inconsistent)
        .map(|found| Found { verdict: Verdict::Unclear, ..found })
}

/// Two different figures of one name.
fn named_alike(document: &Document<'_>, a: usize, b: usize) -> bool {
    let (one, other) = (document.own_noun(a), document.own_noun(b));
    a != b && one.len() >= 2 && one == other
}

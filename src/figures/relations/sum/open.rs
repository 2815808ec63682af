//! Lists that would be the parts of a total if they added up to it: what a slip of the pen may have kept from closing.

use super::{
    LONGEST_LIST, List, Tie, is_subset, lists, may_be_total,
    overlap::{overlaps, rest_untold},
};
use crate::figures::document::Document;

/// Lists of one total that are looked at, at most.
const MOST: usize = 12;

/// Every total that is not `settled`, with the runs of figures behind or before it that end where a list ends.
pub(in crate::figures::relations) fn lists_of_totals(
    document: &Document<'_>,
    settled: &[bool],
) -> Vec<(usize, Vec<usize>)> {
    let mut all: Vec<(usize, Vec<usize>)> = Vec::new();
    for total in (0..document.figures.len()).filter(|total| !settled[*total] && may_be_total(document, *total)) {
        let from = all.len();
        for list in lists(document, total) {
            for members in variants(document, &list) {
                for run in runs(document, &members, list.tie) {
                    let known = all[from..].iter().any(|(_, known)| known == run);
                    let sound = run.iter().all(|i| !document.figures[*i].hedged && !document.each[*i]);
                    let whole = || !overlaps(document, total, run) && !rest_untold(document, total, run);
                    if sound && !known && all.len() < from + MOST && whole() {
                        all.push((total, run.to_vec()));
                    }
                }
            }
        }
    }
    all
}

/// The list as it stands; without what is inside or beside; without the parts of its members.
fn variants(document: &Document<'_>, list: &List) -> Vec<Vec<usize>> {
    let outer = |i: &usize| {
        let owner = document.owner[*i];
        !is_subset(document, *i) && !owner.is_some_and(|owner| list.members.contains(&owner))
    };
    let outer: Vec<usize> = list.members.iter().copied().filter(outer).collect();
    if outer.len() < list.members.len() && outer.len() >= 2 {
        vec![list.members.clone(), outer]
    } else {
        vec![list.members.clone()]
    }
}

/// The runs of a list from where it or a sentence begins to where it, a sentence or what is counted ends.
fn runs<'m>(document: &Document<'_>, members: &'m [usize], tie: Tie) -> impl Iterator<Item = &'m [usize]> {
    let figures = &document.figures;
    let breaks = |at: usize| {
        let (before, next) = (members[at - 1], members[at]);
        let other = |i: usize| figures[i].is_amount() && !figures[i].same_unit(&figures[next]);
        figures[before].sentence != figures[next].sentence || (before + 1..next).any(other)
    };
    let mut edges = vec![0];
    edges.extend((1..members.len()).filter(|at| breaks(*at)));
    edges.push(members.len());
    let last = edges.len() - 1;
    let pairs = (0..last).flat_map(move |a| (a + 1..=last).map(move |b| (a, b)));
    let fits = move |(a, b): &(usize, usize)| {
        !matches!(tie, Tie::After | Tie::Told | Tie::Bracket) || *b == last && (*a == 0 || tie != Tie::Bracket)
    };
    pairs
        .filter(fits)
        .map(move |(a, b)| &members[edges[a]..edges[b]])
        .filter(|run| (2..=LONGEST_LIST).contains(&run.len()))
        .collect::<Vec<_>>()
        .into_iter()
}

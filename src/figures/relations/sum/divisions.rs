//! A whole that is divided a second time, by something else: 按经营地…；按消费类型….

use std::collections::BTreeMap;

use super::{List, Tie, announced, broken, closures, evidence::exclusive_set, overlap, relation};
use crate::{
    figures::{document::Document, relations::Found},
    model::{Verdict, Words},
};

/// 按经营地，城镇846.2亿元、乡村157.9亿元；按消费类型，商品零售889.7亿元、餐饮收入111.4亿元: where the first division adds up,
/// what a second one divides is all there is as well.
pub(super) fn second_division(
    document: &Document<'_>,
    total: usize,
    list: &List,
    windows: &[Vec<usize>],
) -> Option<Found> {
    let last = *windows.last()?.last()?;
    let sentence = document.figures[last].sentence;
    let rest = list.members.iter().copied().filter(|i| *i > last && document.figures[*i].sentence == sentence);
    let members: Vec<usize> = rest.collect();
    if members.len() < 2 {
        return further_division(document, total, list, windows);
    }
    // 属实95件，不属实17件；已办结75件，正在办理55件: members of another set divide it again, where a slip explains the rest.
    let divided = announced::by_division(document, total, &members);
    let set = exclusive_set(document, &members).is_some();
    let rest = List { tie: Tie::Owned, members };
    if !(divided || set) || !closures(document, total, &rest).is_empty() {
        return None;
    }
    broken::broken(document, total, &rest).filter(|found| divided || found.note != Words::default())
}

/// 其中来电5件、微信4件。按隐患类型分，燃气5件、消防3件、危化2件: a sentence that says by what it divides the whole again, and lists all.
fn further_division(document: &Document<'_>, total: usize, list: &List, windows: &[Vec<usize>]) -> Option<Found> {
    let figures = &document.figures;
    let free = |i: &usize| !windows.iter().any(|window| window.contains(i));
    let mut lists: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for member in list.members.iter().copied().filter(free) {
        lists.entry(figures[member].sentence).or_default().push(member);
    }
    lists.into_values().find_map(|members| {
        let listed = || members.len() >= 3 && announced::enumerated(document, &members);
        let set = || {
            let set = exclusive_set(document, &members).filter(|set| !set.partial);
            set.is_some() && broken::slip(document, total, &members).is_some()
        };
        let whole = figures[total].sentence < figures[members[0]].sentence
            && announced::by_division(document, total, &members)
            && (listed() || set());
        let told =
            whole && !overlap::overlaps(document, total, &members) && !overlap::rest_untold(document, total, &members);
        let found = relation(document, total, &members, None).filter(|_| told)?;
        (found.verdict == Verdict::Inconsistent).then_some(Found { verdict: Verdict::Unclear, ..found })
    })
}

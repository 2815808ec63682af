//! A list that does not add up beside one of the same names that does: 线索116件，其中来电64件，来信5件…累计1735件，其中来电1181件，来信554件.

use rust_decimal::Decimal;

use super::{
    Found, List, REACH, Tie, heads,
    overlap::{overlaps, rest_untold},
    relation, whole_list,
};
use crate::{
    figures::{
        document::Document,
        relations::{arithmetic, settled},
        repair,
    },
    model::Verdict,
};

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
    // 结案28件（17件、4件、5件、2件），起诉21件（18件、3件、1件、3件）: as many figures without a word in a bracket of its own.
    let bare = |at: &usize| document.own_noun(*at).is_empty() && document.figures[*at].depth > 0;
    let turned = |(whole, parts): (&usize, &[usize])| {
        let beside = document.figures[*whole].sentence == document.figures[total].sentence && *whole != total;
        let even = members.len() >= 3 && parts.len() == members.len() && list.tie == Tie::Bracket;
        beside && even && document.figures[*whole].same_unit(&document.figures[total]) && parts.iter().all(bare)
    };
    let told = known.clone().any(alike) || members.iter().all(bare) && known.into_iter().any(turned);
    if !told || overlaps(document, total, &members) || rest_untold(document, total, &members) {
        return None;
    }
    relation(document, total, &members, None)
        .filter(|found| found.verdict == Verdict::Inconsistent)
        .map(|found| Found { verdict: Verdict::Unclear, ..found })
}

/// 行政案件67件，审判监督54件，执行监督14件；公益案件21件，行政20件，民事1件；申诉案件44件，…: clauses that each tell a whole and then its parts, and one
/// among them where a slip keeps these from making it up.
pub(super) fn of_clauses(document: &Document<'_>) -> Vec<Found> {
    let mut lists: Vec<Vec<usize>> = Vec::new();
    for at in (0..document.figures.len()).filter(|at| document.is_level(*at)) {
        let figure = &document.figures[at];
        let goes_on = lists.last().is_some_and(|list| document.figures[list[0]].clause == figure.clause);
        match lists.last_mut() {
            Some(list) if goes_on => list.push(at),
            _ => lists.push(vec![at]),
        }
    }
    let sums: Vec<(usize, Found)> = lists.iter().filter_map(|list| clause_sum(document, list)).collect();
    let closed = |sentence: usize| sums.iter().filter(|(at, sum)| *at == sentence && settled(sum.verdict)).count();
    let open: Vec<&(usize, Found)> = sums.iter().filter(|(_, sum)| !settled(sum.verdict)).collect();
    let [(sentence, broken)] = open[..] else { return Vec::new() };
    if closed(*sentence) < 2 || !mends(document, broken) {
        return Vec::new();
    }
    vec![Found { verdict: Verdict::Unclear, ..broken.clone() }]
}

/// 128个项目…。其中，29个竣工项目完成…；45个加快建设项目…；31个争取开工项目…；24个前期项目…: every clause begins with how many, and a slip keeps these from making up
/// the whole.
pub(super) fn of_heads(document: &Document<'_>, total: usize) -> Option<Found> {
    let figures = &document.figures;
    let whole = &figures[total];
    let reach = || total + 1..figures.len().min(total + REACH);
    let first = reach().find(|i| document.owner[*i] == Some(total))?;
    let listed = reach().filter(|i| {
        let one = *i >= first && figures[*i].sentence == figures[first].sentence;
        one && document.is_level(*i) && figures[*i].same_unit(whole)
    });
    let members = heads(document, listed);
    let begins = |i: &usize| {
        let figure = &figures[*i];
        matches!(figure.label.trim(), "" | "其中") && figure.exact() && figure.same_unit(whole)
    };
    if members.len() < 3 || whole.digits() < 3 || !whole.exact() || !members.iter().all(begins) {
        return None;
    }
    let found = arithmetic::sum(document, &members, total)?;
    let asked = !settled(found.verdict) && mends(document, &found) && !overlaps(document, total, &members);
    asked.then_some(Found { verdict: Verdict::Unclear, ..found })
}

/// The first figure of a clause as the whole of the others, with its sentence.
fn clause_sum(document: &Document<'_>, list: &[usize]) -> Option<(usize, Found)> {
    let figures = &document.figures;
    let (&whole, members) = list.split_first()?;
    let said = &figures[whole];
    let alike = |i: &usize| {
        figures[*i].same_unit(said) && figures[*i].exact() && figures[*i].depth == said.depth && !document.each[*i]
    };
    let parts = members.iter().filter(|i| figures[**i].base() < said.base()).count();
    if members.len() < 2 || parts < members.len() || !said.exact() || !members.iter().all(alike) {
        return None;
    }
    Some((said.sentence, arithmetic::sum(document, members, whole)?))
}

/// Whether one slip of the pen in the whole or in a part of two digits would make them agree.
fn mends(document: &Document<'_>, sum: &Found) -> bool {
    let figures = &document.figures;
    let Some((&whole, members)) = sum.operands.split_last() else { return false };
    let gap = || figures[whole].base()?.checked_sub(arithmetic::total(document, members)?.1);
    let slip = |at: usize, by: Decimal| {
        let needed = figures[at].base().and_then(|base| base.checked_add(by));
        figures[at].digits() >= 2 && needed.is_some_and(|needed| repair::one_slip(&figures[at], needed))
    };
    let bare = figures[whole].scale == 0 && members.iter().all(|i| figures[*i].scale == 0);
    bare && gap().is_some_and(|gap| slip(whole, -gap) || members.iter().any(|i| slip(*i, gap)))
}

/// Two different figures of one name.
fn named_alike(document: &Document<'_>, a: usize, b: usize) -> bool {
    let (one, other) = (document.own_noun(a), document.own_noun(b));
    a != b && one.len() >= 2 && one == other
}

//! The whole that shares imply: 火灾442起，电气21起，占总数的50%；用火不慎12起，占28.57%；放火4起，占9.52%；其它5起，占11.90%. Every share is one of what the
//! members add up to, so that these are all there is; a total before them that a slip of the pen keeps from being that is
//! asked about.

use std::collections::BTreeMap;

use super::{Found, arithmetic, settled, standing::Standing};
use crate::{
    figures::{document::Document, interval::power_of_ten, repair},
    model::{RelationKind, Verdict},
};

/// Shares that must hold of one list.
const SHARES: usize = 3;
/// Figures before a list among which its total stands.
const BACK: usize = 3;

/// Adds them to what is found; of a total that another sum tells of nothing is said.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    let mut lists: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
    for share in found.iter().filter(|f| f.kind == RelationKind::Rate && settled(f.verdict)) {
        if let [_, members @ .., _] = &share.operands[..]
            && members.len() >= SHARES
        {
            *lists.entry(members.to_vec()).or_default() += 1;
        }
    }
    let told = super::reported_in(document, found.iter().filter(|f| f.kind == RelationKind::Sum));
    let complete = lists.into_iter().filter(|(members, shares)| *shares == members.len());
    let asked: Vec<Found> = complete.filter_map(|(members, _)| ask(document, members, &told)).collect();
    found.extend(asked);
    let wholes = of_all_shares(document, found);
    // 财政补助1516.64万元，占89.88%；租赁款0万元，占0%: the same sum without what is nothing is said once.
    let mut by_total: BTreeMap<Option<usize>, Vec<&Found>> = BTreeMap::new();
    for whole in &wholes {
        by_total.entry(whole.operands.last().copied()).or_default().push(whole);
    }
    let of_total = |f: &Found| by_total.get(&f.operands.last().copied()).into_iter().flatten().copied();
    found.retain(|f| f.kind != RelationKind::Sum || !of_total(f).any(|whole| is_within(f, whole)));
    found.extend(wholes);
}

fn ask(document: &Document<'_>, mut members: Vec<usize>, told: &[bool]) -> Option<Found> {
    let figures = &document.figures;
    members.sort_unstable();
    let &first = members.first()?;
    let total = (first.saturating_sub(BACK)..first).rev().find(|i| {
        document.is_level(*i) && figures[*i].same_unit(&figures[first]) && figures[*i].line == figures[first].line
    })?;
    let whole = &figures[total];
    let (interval, sum) = arithmetic::total(document, &members)?;
    let near = figures[first].sentence - whole.sentence <= 1;
    if told[total] || !near || whole.hedged || whole.interval()?.meets(interval) {
        return None;
    }
    let needed = sum.checked_div(power_of_ten(whole.scale))?.normalize();
    let found = arithmetic::sum(document, &members, total)?;
    let note = repair::possibility(&found.reported, &needed.to_string());
    repair::one_slip(whole, needed).then_some(Found { note, verdict: Verdict::Unclear, ..found })
}

/// 2817起。电气876起，占31.1%；用火不慎684起，占24.3%；…: shares of one whole that come to 100% leave nothing beside their parts, so
/// that these come to the whole. Less than it may be what is too small to be told; more, or a slip of the pen, is asked about.
fn of_all_shares(document: &Document<'_>, found: &[Found]) -> Vec<Found> {
    let figures = &document.figures;
    let mut parts: Vec<Option<(usize, usize)>> = vec![None; figures.len()];
    for rate in found.iter().filter(|f| f.kind == RelationKind::Rate && settled(f.verdict)) {
        if let &[part, whole, share] = &rate.operands[..] {
            parts[share] = Some((part, whole));
        }
    }
    let standing = Standing::of(document, found);
    let told = |members: &[usize]| {
        let sums = members.first().into_iter().flat_map(|at| standing.with(found, *at));
        let mut sums = sums.filter(|f| f.kind == RelationKind::Sum);
        sums.any(|f| members.iter().all(|i| f.operands.contains(i)))
    };
    let all = found.iter().filter(|f| f.kind == RelationKind::Share && f.verdict == Verdict::Consistent);
    let lists = all.filter_map(|list| {
        let of: Vec<(usize, usize)> = list.operands.iter().map(|share| parts[*share]).collect::<Option<_>>()?;
        let (_, whole) = *of.first()?;
        let mut members: Vec<usize> = of.iter().map(|(part, _)| *part).collect();
        members.sort_unstable();
        members.dedup();
        let one = members.len() == of.len() && of.iter().all(|(_, other)| *other == whole);
        let exact = members.iter().all(|i| !figures[*i].hedged) && !figures[whole].hedged;
        (one && exact && !told(&members)).then_some((members, whole))
    });
    lists.filter_map(|(members, whole)| missed(document, &members, whole)).collect()
}

/// Whether all figures of a sum are among those of another of the same total.
fn is_within(sum: &Found, whole: &Found) -> bool {
    sum.operands.iter().all(|i| whole.operands.contains(i))
}

fn missed(document: &Document<'_>, members: &[usize], whole: usize) -> Option<Found> {
    let figures = &document.figures;
    let found = arithmetic::sum(document, members, whole)?;
    if settled(found.verdict) {
        return (members.len() >= SHARES).then_some(found);
    }
    let (sum, _) = arithmetic::total(document, members)?;
    let more = sum.low > figures[whole].interval()?.high;
    if members.len() < SHARES && !more {
        return None;
    }
    let gap = figures[whole].base()?.checked_sub(arithmetic::total(document, members)?.1)?;
    let swapped = |at: &&usize| {
        let figure = &figures[**at];
        let needed = figure.base().and_then(|base| base.checked_add(gap)?.checked_div(power_of_ten(figure.scale)));
        needed.is_some_and(|needed| repair::swapped(figure, needed))
    };
    (more || members.iter().any(|at| swapped(&at))).then_some(Found { verdict: Verdict::Unclear, ..found })
}

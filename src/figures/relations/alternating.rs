//! Totals of several kinds and members that each tell all of them: 184家，完成171家；其中石化62家，完成58家；涂装81家，完成77家; and
//! totals side by side whose lists follow in their order: 建议143件、提案195件，其中A类97件、B类46件，提案A类112件、B类83件.

use std::collections::{BTreeMap, BTreeSet};

use super::{Found, arithmetic};
use crate::{
    figures::{document::Document, words::Cue},
    model::{RelationKind, Verdict},
};

/// Figures of one such list at most.
const LONGEST: usize = 36;
/// Figures of two totals with two members each.
const FEWEST: usize = 6;
/// Totals side by side at most.
const WIDEST: usize = 3;

/// Totals and the members of each.
type Lists = Vec<(usize, Vec<usize>)>;

/// Finds them; of what `found` holds already nothing is said again, and what was held against a total by adding its members
/// up across the columns is withdrawn.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    let mut all: Vec<Lists> = Vec::new();
    let mut at = 0;
    while at < document.figures.len() {
        let run = run(document, at);
        let widths = (2..=WIDEST).filter(|_| run.len() >= FEWEST);
        let lists = widths
            .into_iter()
            .find_map(|width| alternating(document, &run, width).or_else(|| blocks(document, &run, width)));
        at += lists.as_ref().map_or(1, |lists| lists.iter().map(|(_, list)| list.len() + 1).sum::<usize>());
        all.extend(lists);
    }
    all.extend((1..document.figures.len()).filter_map(|at| paired(document, at)));
    if all.is_empty() {
        return;
    }
    let sizes: BTreeMap<usize, usize> = all.iter().flatten().map(|(head, list)| (*head, list.len())).collect();
    let across = |known: &Found| {
        let size = known.operands.last().and_then(|total| sizes.get(total));
        known.kind == RelationKind::Sum
            && known.verdict > Verdict::Rounding
            && size.is_some_and(|size| known.operands.len() != size + 1)
    };
    found.retain(|known| !across(known));
    let told: BTreeSet<usize> = found
        .iter()
        .filter(|known| known.kind == RelationKind::Sum && known.verdict <= Verdict::Rounding)
        .filter_map(|known| known.operands.last().copied())
        .collect();
    let sums = all.iter().filter_map(|lists| settle(document, lists)).flatten();
    found.extend(sums.filter(|sum| sum.operands.last().is_some_and(|total| !told.contains(total))));
}

/// The levels of one unit from `first` on, in one line and outside brackets or inside the same; none where they are too
/// few for two totals of two members.
fn run(document: &Document<'_>, first: usize) -> Vec<usize> {
    let figures = &document.figures;
    let head = &figures[first];
    if document.kin(first) < FEWEST
        || !document.is_level(first)
        || head.hedged
        || head.label.trim_end().ends_with("连续")
        || head.unit.is_empty()
        || head.value.is_zero()
    {
        return Vec::new();
    }
    (first..figures.len().min(first + 2 * LONGEST))
        .take_while(|i| figures[*i].line == head.line && figures[*i].sentence <= head.sentence + 1)
        .filter(|i| {
            let figure = &figures[*i];
            // 连续8年, 连续5年 are counted together by nobody.
            let level = document.is_level(*i) && !figure.label.trim_end().ends_with("连续");
            level && figure.same_unit(head) && figure.depth == head.depth && !figure.hedged
        })
        .take(LONGEST)
        .collect()
}

/// The words right before a figure, without the small ones.
fn verb<'t>(document: &Document<'t>, at: usize) -> &'t str {
    document.figures[at].label.trim().trim_start_matches(['已', '其', '中']).trim_end_matches(['了', '为', '共', '有'])
}

/// A、a；B、b；C、c of T、t: every column adds up to the figure at its head; or all but one do.
fn alternating(document: &Document<'_>, run: &[usize], width: usize) -> Option<Lists> {
    let (heads, members) = run.split_at_checked(width)?;
    let first = members.get(..width)?;
    let alike = |group: &[usize]| {
        (1..width).all(|column| {
            let (said, model) = (verb(document, group[column]), verb(document, first[column]));
            said == model && !said.is_empty()
        }) && verb(document, group[0]) != verb(document, first[1])
    };
    let groups: Vec<&[usize]> = members.chunks_exact(width).take_while(|group| alike(group)).collect();
    let named = (1..width).all(|column| document.figures[heads[column]].label.contains(verb(document, first[column])));
    if groups.len() < 2 || !named {
        return None;
    }
    let column = |column: usize| groups.iter().map(|group| group[column]).collect();
    Some((0..width).map(|at| (heads[at], column(at))).collect())
}

/// 登记7316项、成交额218.47亿元，其中开发合同2984项、92.16亿元，转让合同417项、31.08亿元: each member is told in both units of its totals.
fn paired(document: &Document<'_>, second: usize) -> Option<Lists> {
    let figures = &document.figures;
    let first = second - 1;
    if figures.len() - first < FEWEST || [first, second].iter().any(|i| document.kin(*i) < FEWEST / 2) {
        return None;
    }
    let (a, b) = (&figures[first], &figures[second]);
    let sound = |i: usize| document.is_level(i) && !figures[i].hedged && !figures[i].value.is_zero();
    if !sound(first) || !sound(second) || a.unit == b.unit || a.unit.is_empty() || a.sentence != b.sentence {
        return None;
    }
    let near = (second + 1..figures.len().min(second + 1 + LONGEST)).filter(|i| {
        let figure = &figures[*i];
        figure.is_amount() && figure.line == a.line && figure.depth == a.depth && figure.sentence <= a.sentence + 1
    });
    let near: Vec<usize> = near.collect();
    // 救助金224.85万元、救助2173人次，其中急难型689人次、支出183.60万元: the members may tell the second unit first, and by what verb.
    let turned = near.first().is_some_and(|x| figures[*x].same_unit(b));
    let (one, other) = if turned { (second, first) } else { (first, second) };
    let said = near.get(1).map_or("", |y| verb(document, *y));
    let pair = |two: &[usize]| -> Option<(usize, usize)> {
        let &[x, y] = two else { return None };
        let (named, bare) = (&figures[x], &figures[y]);
        let units = named.same_unit(&figures[one]) && bare.same_unit(&figures[other]);
        let plain = document.own_noun(y).is_empty() || verb(document, y) == said;
        let words = !named.label.trim().is_empty() && plain && y - x <= 2;
        (units && words && named.sentence == bare.sentence && sound(x) && sound(y)).then_some((x, y))
    };
    let pairs: Vec<(usize, usize)> = near.chunks(2).map_while(pair).collect();
    let opens = pairs
        .first()
        .is_some_and(|(x, _)| document.opens_list[*x] || document.cues(b.end, figures[*x].start).has(Cue::Breakdown));
    (pairs.len() >= 2 && opens).then(|| {
        let (x, y) = pairs.into_iter().unzip();
        vec![(one, x), (other, y)]
    })
}

/// T1、T2; a1、b1; a2、b2: the lists follow each other as their totals do, and each begins with the name of its own.
fn blocks(document: &Document<'_>, run: &[usize], width: usize) -> Option<Lists> {
    let (heads, members) = run.split_at_checked(width)?;
    let size = members.len() / width;
    if size < 2 || members.len() != size * width {
        return None;
    }
    let lists: Vec<Vec<usize>> = members.chunks_exact(size).map(<[usize]>::to_vec).collect();
    let named = heads.iter().zip(&lists).all(|(head, list)| {
        let name: Vec<char> = verb(document, *head).chars().collect();
        let noun: String = name.get(name.len().saturating_sub(2)..).unwrap_or_default().iter().collect();
        noun.chars().count() == 2 && document.lead(list[0], 24).contains(&noun)
    });
    named.then(|| heads.iter().copied().zip(lists).collect())
}

/// The sums, when all hold, or all but one, which is then a question.
fn settle(document: &Document<'_>, lists: &[(usize, Vec<usize>)]) -> Option<Vec<Found>> {
    let sums: Vec<Found> =
        lists.iter().map(|(head, list)| arithmetic::sum(document, list, *head)).collect::<Option<_>>()?;
    let open = sums.iter().filter(|sum| sum.verdict == Verdict::Inconsistent).count();
    // 9万亩 of 5万亩 and 4万亩 proves little: what closes must be counted or told finely.
    let large = |sum: &Found| {
        let total = sum.operands.last().map(|total| &document.figures[*total]);
        total.is_some_and(|total| total.digits() >= if total.exact() { 2 } else { 3 })
            && (open == 0 || sum.verdict == Verdict::Consistent)
    };
    let proven = sums.iter().filter(|sum| sum.verdict != Verdict::Inconsistent).all(large);
    if open > 1 || !proven || !sums.iter().any(large) {
        return None;
    }
    let ask = |sum: Found| {
        if sum.verdict == Verdict::Inconsistent { Found { verdict: Verdict::Unclear, ..sum } } else { sum }
    };
    Some(sums.into_iter().map(ask).collect())
}

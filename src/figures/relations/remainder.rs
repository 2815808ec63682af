//! What a rate leaves of its whole, told behind it: 已建成8.91万亩，占年度任务的81.0%，尚余2.09万亩; completing 94.8% of the 2,780 planned, and 145 were carried
//! forward. Part and whole are proven by the rate; what is told to be left and is not is asked about where a slip of the pen
//! explains it. So is what a whole leaves of a greater one: 抽取1200件，成功回访978件，其中满意893件、…，其余222件.

use super::{
    Found,
    arithmetic::{apart, sum, total},
    settled,
    standing::Standing,
};
use crate::{
    figures::{document::Document, interval::power_of_ten, repair},
    model::{RelationKind, Verdict},
    text::words::holds_any,
};

/// Figures behind a rate of which one tells what is left.
const AHEAD: usize = 6;

/// Words that begin what is left, and that follow it.
pub const LEFT: [&str; 6] = ["剩余", "尚余", "其余", "余下", "尚有", "剩下"];
const LEFT_BEHIND: [&str; 6] = ["carried forward", "remain", "outstanding", "left", "still ", "carried over"];

/// Finds them; of a figure that `found` holds or asks about already nothing is said.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    let rates: Vec<[usize; 3]> = found
        .iter()
        .filter(|f| f.kind == RelationKind::Rate && settled(f.verdict))
        .filter_map(|f| f.operands.as_slice().try_into().ok())
        .collect();
    let sums = found.iter().filter(|f| f.kind == RelationKind::Sum && settled(f.verdict));
    let outer: Vec<[usize; 3]> = sums.filter_map(|sum| outer(document, sum)).collect();
    if rates.is_empty() && outer.is_empty() {
        return;
    }
    let mut standing = Standing::of(document, found);
    for [part, whole, rest] in outer {
        standing.read(found);
        if standing.with(found, rest).next().is_none() {
            found.extend(left(document, part, whole, rest));
        }
    }
    let figures = &document.figures;
    for &[part, whole, rate] in &rates {
        let Some(rest) =
            (rate + 1..document.figures.len().min(rate + 1 + AHEAD)).find(|i| is_left(document, *i, part, rate))
        else {
            continue;
        };
        // What stands between belongs to other things, unless it is no count of the part's unit.
        if (rate + 1..rest)
            .any(|i| document.is_level(i) && figures[i].same_unit(&figures[part]) && !undone(document, rest, part))
        {
            continue;
        }
        standing.read(found);
        if !standing.with(found, rest).any(|f| f.kind != RelationKind::Target) {
            let of_one = left(document, part, whole, rest);
            let parts = parts_between(document, &rates, whole, rest);
            let proven = of_one.as_ref().is_some_and(|found| settled(found.verdict));
            found.extend(if proven || parts.len() < 2 { of_one } else { left_of_all(document, &parts, whole, rest) });
        }
    }
}

/// 换发1187本，占应换发数（1340本）的88.58%；注销64本，占4.78%；其余89本: all parts of a whole by their rates, before what is left of it.
fn parts_between(document: &Document<'_>, rates: &[[usize; 3]], whole: usize, rest: usize) -> Vec<usize> {
    // 其中优等64台，占4.78%: what is among a part is none beside it.
    let beside = |part: usize| part < rest && !document.subset[part] && !document.owned_directly[part];
    let of_it = rates.iter().filter(|[part, of, rate]| *of == whole && beside(*part) && *rate < rest);
    let mut parts: Vec<usize> = of_it.map(|[part, ..]| *part).collect();
    parts.sort_unstable();
    parts.dedup();
    parts
}

/// Several parts and what they leave of their whole, as a proof or as a question.
fn left_of_all(document: &Document<'_>, parts: &[usize], whole: usize, rest: usize) -> Option<Found> {
    let members: Vec<usize> = parts.iter().copied().chain([rest]).collect();
    let found = sum(document, &members, whole)?;
    if found.verdict == Verdict::Consistent {
        return Some(found);
    }
    let figures = &document.figures;
    let (_, told) = total(document, &members)?;
    let gap = figures[whole].base()?.checked_sub(told)?;
    let meant = figures[rest].base()?.checked_add(gap)?.checked_div(power_of_ten(figures[rest].scale))?;
    let slip = figures[rest].scale == figures[whole].scale && repair::one_slip(&figures[rest], meant);
    slip.then_some(Found { verdict: Verdict::Unclear, ..found })
}

/// 抽取1200件，成功回访978件，其中满意893件、…，其余222件: where the inner list adds up, what is left is left of the outer whole.
fn outer(document: &Document<'_>, sum: &Found) -> Option<[usize; 3]> {
    let figures = &document.figures;
    let (&part, members) = sum.operands.split_last()?;
    let last = *members.iter().max()?;
    let same = |i: &usize| {
        document.is_level(*i)
            && figures[*i].same_unit(&figures[part])
            && !figures[*i].hedged
            && figures[*i].sentence == figures[part].sentence
    };
    let rest = (last + 1..figures.len().min(last + 1 + AHEAD)).find(same)?;
    let label = figures[rest].label.trim_start();
    let whole = (0..part).rev().take(AHEAD).find(same)?;
    let first = members.iter().all(|i| *i > part);
    let left = LEFT.iter().any(|word| label.trim_end() == *word) && figures[rest].digits() >= 2;
    (first && left && figures[whole].base() > figures[part].base()).then_some([part, whole, rest])
}

fn is_left(document: &Document<'_>, at: usize, part: usize, rate: usize) -> bool {
    let figures = &document.figures;
    let figure = &figures[at];
    let label = figure.label.trim_start();
    let said = LEFT.iter().any(|word| label.trim_end() == *word)
        || figure.tail.is_ascii() && {
            let words = figure.tail.split([',', ';', '.']).next().unwrap_or_default();
            holds_any(words, &LEFT_BEHIND)
        };
    let apart = figure.sentence - figures[rate].sentence.min(figure.sentence);
    // The remaining 56,253 waited longer.
    let remaining = label.is_ascii() && label.to_ascii_lowercase().contains("the remaining");
    (said && apart == 0 || (remaining || undone(document, at, part)) && apart <= 1)
        && document.is_level(at)
        && figure.same_unit(&figures[part])
        && !figure.hedged
        && figure.digits() >= 2
}

/// 已开工198个，…。未开工的24个正在审查: what denies the part's own word.
fn undone(document: &Document<'_>, at: usize, part: usize) -> bool {
    let label = document.figures[at].label.trim().trim_end_matches('的');
    let deed = label.trim_start_matches('尚').strip_prefix('未').filter(|deed| deed.chars().count() >= 2);
    deed.is_some_and(|deed| document.figures[part].label.contains(deed))
}

/// The whole less its part, as a proof or as a question.
fn left(document: &Document<'_>, part: usize, whole: usize, rest: usize) -> Option<Found> {
    let found = apart(document, whole, part, rest)?;
    if found.verdict == Verdict::Consistent {
        return Some(found);
    }
    let figure = &document.figures[rest];
    let meant = found.computed.parse().ok()?;
    let slip = figure.scale == document.figures[whole].scale && repair::one_slip(figure, meant);
    (slip && found.verdict == Verdict::Inconsistent).then_some(Found { verdict: Verdict::Unclear, ..found })
}

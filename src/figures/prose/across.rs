//! Parts and their total in two sentences of English: nine in one; five, three and one in the next.

use super::{
    members::is_member,
    parts::{LONGEST, called_total, depth_of},
    rate::of,
    reading::Sentence,
    say,
    vocabulary::Cue,
};
use crate::{
    figures::{
        relations::{Found, arithmetic},
        units::Class,
    },
    model::{RelationKind, Verdict},
};

/// £148.6 million of £152.9 million; £61.3 million of £63.0 million. Together the two raised £209.9 million.
pub(super) fn together(sentence: &Sentence<'_, '_>, before: &Sentence<'_, '_>) -> Option<Found> {
    // The two of them raised: a number in words is no amount here.
    let amounts: Vec<usize> = (0..sentence.items.len())
        .filter(|index| is_member(sentence, *index) && !sentence.figure(*index).told_if_used)
        .collect();
    let [total] = amounts[..] else { return None };
    if !called_total(sentence, total) && !sentence.has(0..sentence.items[total].token, Cue::Total) {
        return None;
    }
    let alike: Vec<usize> = (0..before.items.len())
        .filter(|index| is_member(before, *index) && say::alike(before.figure(*index), sentence.figure(total)))
        .collect();
    let parts: Vec<usize> =
        alike.iter().copied().filter(|index| index.checked_sub(1).is_none_or(|part| !of(before, part))).collect();
    let sums = [&alike, &parts].into_iter().filter(|list| (2..=LONGEST).contains(&list.len()));
    let mut sums =
        sums.filter_map(|list| say::sum(sentence.document, &say::figures(before, list), sentence.items[total].at));
    let large = sentence.figure(total).digits() >= 2;
    sums.find(|found| found.verdict == Verdict::Consistent && large)
}

/// The members of a sentence up to `end`, where they are all of its amounts and stand side by side.
fn side_by_side(sentence: &Sentence<'_, '_>, end: usize) -> Option<Vec<usize>> {
    let members: Vec<usize> = (0..end).filter(|index| is_member(sentence, *index)).collect();
    let amounts = (0..end).filter(|index| sentence.figure(*index).is_amount()).count();
    let depth = sentence.items[*members.first()?].depth;
    let even = members.iter().all(|index| depth_of(sentence, *index) == depth);
    ((2..=LONGEST).contains(&members.len()) && amounts == members.len() && even).then_some(members)
}

/// Where the words behind a semicolon begin, by the place of their first figure.
fn first_clause(sentence: &Sentence<'_, '_>) -> usize {
    let ends = |index: &usize| sentence.holds(sentence.lead(*index), ";");
    (1..sentence.items.len()).find(ends).unwrap_or(sentence.items.len())
}

/// Registered 1,284. It declared 847 (66.0%) admissible and 321 inadmissible, with 125 pending: the share of one says that the list is of the whole
/// before it, and a slip keeps it from adding up.
pub(super) fn across_slipped(sentence: &Sentence<'_, '_>, before: &Sentence<'_, '_>) -> Option<Found> {
    let members = side_by_side(sentence, first_clause(sentence)).filter(|members| members.len() >= 3)?;
    let wholes: Vec<usize> = (0..before.items.len()).filter(|index| is_member(before, *index)).collect();
    let [total] = wholes[..] else { return None };
    let place = before.items[total].at;
    let shared = members.iter().any(|index| {
        let rate = sentence.items.get(index + 1).filter(|_| sentence.figure(index + 1).class == Class::Percent);
        let held = rate.and_then(|rate| arithmetic::rate(sentence.document, sentence.items[*index].at, place, rate.at));
        held.is_some_and(|found| say::holds(&found))
    });
    let parts = say::figures(sentence, &members);
    let alike = parts.iter().all(|part| say::alike(before.figure(total), &sentence.document.figures[*part]));
    let open = sentence.has(0..sentence.tokens.len(), Cue::Overlap) || say::rounded(sentence.document, &parts, place);
    if !shared || !alike || open || !say::one_slip(sentence.document, &parts, place, 3) {
        return None;
    }
    let found = say::sum(sentence.document, &parts, place)?;
    (!say::holds(&found)).then_some(Found { verdict: Verdict::Unclear, ..found })
}

/// Nine in one sentence; five, three and one in the next.
pub(super) fn across(sentence: &Sentence<'_, '_>, before: &Sentence<'_, '_>) -> Option<Found> {
    let all = side_by_side(sentence, sentence.items.len());
    let members = all.or_else(|| side_by_side(sentence, first_clause(sentence)))?;
    let totals = (0..before.items.len()).rev().take(4).filter(|index| is_member(before, *index));
    let parts = say::figures(sentence, &members);
    totals
        .filter(|total| parts.iter().all(|part| say::alike(before.figure(*total), &sentence.document.figures[*part])))
        .filter(|total| before.figure(*total).digits() >= 2 || sentence.has(0..sentence.tokens.len(), Cue::Residual))
        .find_map(|total| {
            say::sum(sentence.document, &parts, before.items[total].at)
                .filter(|found| found.verdict == Verdict::Consistent)
        })
        .filter(|found| found.kind == RelationKind::Sum)
}

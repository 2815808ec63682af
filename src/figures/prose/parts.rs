//! Parts and their total in English: of the 312, 187 are finished, 94 on site and 31 in design; 18.1 and 9.8, 27.9 in
//! all; 42 of 60, leaving 18.

use super::{
    across::{across, across_slipped, together},
    evidence::Evidence,
    flow,
    members::{adds, is_member, is_within},
    rate::{of, starts_with_of},
    reading::{self, Sentence},
    say,
    vocabulary::Cue,
};
use crate::{
    figures::{relations::Found, units::Class},
    model::Verdict,
};

/// Members of a list at most.
pub(super) const LONGEST: usize = 16;

/// Finds them; the total may stand in the sentence before.
pub fn find(sentence: &Sentence<'_, '_>, before: Option<&Sentence<'_, '_>>, found: &mut Vec<Found>) {
    let mut closed: Vec<usize> = Vec::new();
    let mut doubts: Vec<Found> = Vec::new();
    for total in 0..sentence.items.len() {
        if !is_member(sentence, total) {
            continue;
        }
        let ahead = lists_ahead(sentence, total);
        let behind = lists_behind(sentence, total);
        let proofs: Vec<Found> = ahead
            .iter()
            .filter_map(|list| closes(sentence, total, list))
            .chain(behind.iter().filter_map(|list| closes_behind(sentence, total, list)))
            .collect();
        if proofs.is_empty() {
            doubts.extend(ahead.iter().filter_map(|list| broken_ahead(sentence, total, list)));
            doubts.extend(behind.iter().filter_map(|list| broken_behind(sentence, total, list)));
        }
        closed.extend(proofs.iter().flat_map(|proof| proof.operands.clone()));
        found.extend(proofs);
    }
    left(sentence, &mut closed, found, &mut doubts);
    if let Some(before) = before {
        found.extend(across(sentence, before).or_else(|| across_slipped(sentence, before)));
        found.extend(together(sentence, before));
    }
    // A list that closes with another total is accused by none.
    doubts.retain(|doubt| doubt.operands.iter().filter(|at| closed.contains(at)).count() < 2);
    doubts.sort_by_key(|doubt| std::cmp::Reverse(doubt.operands.len()));
    found.extend(doubts.into_iter().next());
}

/// How deep a figure stands; one in the bracket behind its share stands where the share does.
pub(super) fn depth_of(sentence: &Sentence<'_, '_>, index: usize) -> usize {
    let depth = sentence.items[index].depth;
    let share = index.checked_sub(1).is_some_and(|before| {
        let figure = sentence.figure(before);
        figure.class == Class::Percent
            && sentence.items[before].turn.is_none()
            && sentence.items[before].depth < depth
            && sentence.words(sentence.lead(index)) == "("
    });
    depth - usize::from(share)
}

/// The lists of figures behind a total that may be its parts.
fn lists_ahead(sentence: &Sentence<'_, '_>, total: usize) -> Vec<Vec<usize>> {
    let depth = depth_of(sentence, total);
    let fits =
        |index: &usize| is_member(sentence, *index) && adds(sentence, *index, total) && !is_within(sentence, *index);
    let after: Vec<usize> = (total + 1..sentence.items.len().min(total + 32)).filter(fits).collect();
    let level: Vec<usize> =
        after.iter().copied().filter(|index| depth_of(sentence, *index) == depth).take(LONGEST).collect();
    let deeper: Vec<usize> =
        after.iter().copied().filter(|index| depth_of(sentence, *index) == depth + 1).take(LONGEST).collect();
    let first_bracket = deeper.first().and_then(|first| sentence.items[*first].open);
    let bracket: Vec<usize> =
        deeper.iter().copied().filter(|index| sentence.items[*index].open == first_bracket).collect();
    let mut lists = Vec::new();
    let part = total.checked_sub(1).filter(|part| of(sentence, *part));
    if let Some(part) = part {
        lists.push([part].into_iter().chain(level.iter().copied()).collect());
        let before = (0..part).filter(|index| is_member(sentence, *index) && adds(sentence, *index, total));
        lists.push(before.chain([part]).collect());
    }
    // 38 were good, 18 fair and 6 poor; 45 of them had been visited: a clause tells all of its list.
    let clause = |index: &usize| sentence.items[*index].clause;
    let clauses = level.chunk_by(|a, b| clause(a) == clause(b)).filter(|list| list.len() < level.len());
    let clauses: Vec<Vec<usize>> = clauses.map(<[usize]>::to_vec).collect();
    // A rise of 12% on the 2,801 of the year before: 1,918 …: what there was then is no part of what there is.
    let now: Vec<usize> = level.iter().copied().filter(|index| !sentence.items[*index].earlier).collect();
    if now.len() < level.len() && !sentence.items[total].earlier {
        lists.push(now);
    }
    lists.push(level.clone());
    lists.push(bracket);
    lists.push(deeper);
    lists.extend(clauses);
    lists.retain(|list: &Vec<usize>| list.len() >= 2 && list.len() <= LONGEST);
    lists
}

/// The lists of figures before a total that may be its parts.
fn lists_behind(sentence: &Sentence<'_, '_>, total: usize) -> Vec<Vec<usize>> {
    if !called_total(sentence, total) {
        return Vec::new();
    }
    let depth = depth_of(sentence, total);
    let before: Vec<usize> = (total.saturating_sub(32)..total)
        .filter(|index| is_member(sentence, *index) && adds(sentence, *index, total))
        .collect();
    let at = |depth: usize| -> Vec<usize> {
        before.iter().copied().filter(|index| depth_of(sentence, *index) == depth).collect()
    };
    let mut lists = vec![at(depth), at(depth + 1)];
    lists.retain(|list: &Vec<usize>| list.len() >= 2 && list.len() <= LONGEST);
    lists
}

/// Together, in all, a total of: before the figure or behind it.
pub(super) fn called_total(sentence: &Sentence<'_, '_>, total: usize) -> bool {
    let called = sentence.has(sentence.lead(total), Cue::Total) || sentence.has(sentence.close_tail(total), Cue::Total);
    called || sums_up(sentence, total)
}

/// , 694 over the year: all of a time that is told part by part, right behind a comma.
fn sums_up(sentence: &Sentence<'_, '_>, total: usize) -> bool {
    let behind = sentence.words(sentence.close_tail(total));
    let time = ["over the year", "for the year", "over the period", "for the year as a whole", "over the whole year"];
    time.contains(&behind.as_str()) && sentence.words(sentence.lead(total)).ends_with(',')
}

fn sum(sentence: &Sentence<'_, '_>, parts: &[usize], total: usize) -> Option<Found> {
    say::sum(sentence.document, &say::figures(sentence, parts), sentence.items[total].at)
}

/// The start of a list that adds up to the total.
fn closes(sentence: &Sentence<'_, '_>, total: usize, list: &[usize]) -> Option<Found> {
    let whole = sentence.figure(total);
    (2..=list.len()).find_map(|count| {
        let members = &list[..count];
        let all = count == list.len();
        let large = whole.digits() >= 3;
        let ends = all || large || sentence.items[list[count]].clause != sentence.items[members[count - 1]].clause;
        let told = large || all && (whole.digits() >= 2 || is_tied(sentence, total, members));
        (ends && told).then(|| sum(sentence, members, total)).flatten().filter(say::holds)
    })
}

/// Words tie a list to its total.
fn is_tied(sentence: &Sentence<'_, '_>, total: usize, list: &[usize]) -> bool {
    let Some((first, last)) = list.first().zip(list.last()) else { return false };
    *first < total
        || starts_with_of(sentence, total)
        || sentence.has(sentence.lead(*first), Cue::BreakdownStrict)
        || sentence.has(sentence.lead(*first), Cue::Breakdown)
        || sentence.has(sentence.lead(*last), Cue::Residual)
        || sentence.has(sentence.tail(*last), Cue::Residual)
}

fn closes_behind(sentence: &Sentence<'_, '_>, total: usize, list: &[usize]) -> Option<Found> {
    // £1.2m, £0.8m and £0.5m went to the three districts, £2.5m in total: a number in words stands between.
    let between = list[list.len() - 1] + 1..total;
    let near =
        between.into_iter().all(|index| sentence.figure(index).told_if_used) || sentence.figure(total).digits() >= 3;
    (0..list.len() - 1).find_map(|from| {
        let told = near && (sentence.figure(total).digits() >= 2 || from == 0);
        told.then(|| sum(sentence, &list[from..], total)).flatten().filter(say::holds)
    })
}

/// Whether the words say that what is listed overlaps, or is not all.
fn is_open(sentence: &Sentence<'_, '_>, total: usize, list: &[usize]) -> bool {
    let Some((first, last)) = list.first().zip(list.last()) else { return true };
    let token = |index: usize| sentence.items[index].token;
    let span = token(*first.min(&total))..sentence.tail(*last.max(&total)).end;
    let lead = token(total).min(token(*first))..token(*first).max(token(total));
    let partial = sentence.has(sentence.lead(*first), Cue::Partial)
        && !sentence.has(sentence.lead(*first), Cue::Breakdown)
        || sentence.has(lead.start.saturating_sub(6)..lead.start, Cue::Partial);
    let document = sentence.document;
    // With 1,846 joining and 1,114 leaving: what came and what went are no parts.
    let moves = |words: &[&str]| list.iter().any(|index| flow::says(sentence, *index, words));
    // A further 1,137 were injured, giving a total of 7,511: those before are among them.
    let further = first < &total && flow::says(sentence, *first, &flow::FURTHER);
    sentence.has(span, Cue::Overlap)
        || further
        || moves(&flow::CAME) && moves(&flow::LEFT)
        || partial
        || say::rounded(document, &say::figures(sentence, list), sentence.items[total].at)
        || list.windows(2).any(|pair| of(sentence, pair[0]) && pair[1] == pair[0] + 1 && pair[1] != total)
}

fn broken_ahead(sentence: &Sentence<'_, '_>, total: usize, list: &[usize]) -> Option<Found> {
    if list[list.len() - 1] < total || is_open(sentence, total, list) || !in_one_piece(sentence, total, list) {
        return None;
    }
    // 2 are being processed; 13 gave all, 3 held none, 4 were refused: what is less than two of them is no whole of theirs.
    let above = |index: &&usize| sentence.figure(**index).base() > sentence.figure(total).base();
    if list.iter().filter(above).count() >= 2 {
        return None;
    }
    let verdict = Evidence::of(sentence, total, list)?.verdict().or_else(|| shares(sentence, list))?;
    let found = sum(sentence, list, total)?;
    (!say::holds(&found)).then_some(Found { verdict, ..found })
}

/// No other amount stands between the total and the last of the list: nothing is left out of what is added.
fn in_one_piece(sentence: &Sentence<'_, '_>, total: usize, list: &[usize]) -> bool {
    let Some((first, last)) = list.first().zip(list.last()) else { return false };
    let depth = sentence.items[*last].depth;
    let (from, to) = (*first.min(&total), *last.max(&total));
    let all_behind = (to + 1..sentence.items.len()).all(|index| {
        let item = &sentence.items[index];
        !sentence.figure(index).is_amount()
            || sentence.is_time(index)
            || item.depth > depth
            || item.clause != sentence.items[*last].clause
            || sentence.items[*last].depth > sentence.items[total].depth
    });
    let counts = |index: usize| {
        let item = &sentence.items[index];
        let figure = sentence.figure(index);
        // 114 projects worth $9.36 million: 47 in arts, …: what they cost is no part of how many they are.
        let money = figure.class == Class::Money && sentence.figure(total).class != Class::Money;
        figure.is_amount() && item.depth <= depth && index != total && !list.contains(&index) && !money
    };
    let same = list.iter().all(|index| {
        let (a, b) = (sentence.figure(*index), sentence.figure(total));
        a.class == b.class || a.class != Class::Money && b.class != Class::Money
    });
    same && all_behind && !(from..to).any(counts)
}

/// Every member carries its share, and the shares are all there is.
fn shares(sentence: &Sentence<'_, '_>, list: &[usize]) -> Option<Verdict> {
    let share = |index: &usize| {
        let next = sentence.items.get(index + 1)?;
        let figure = sentence.figure(index + 1);
        (figure.class == Class::Percent && next.turn.is_none()).then_some(figure.value)
    };
    let shares: Option<Vec<rust_decimal::Decimal>> = list.iter().map(share).collect();
    let sum = shares?.into_iter().try_fold(rust_decimal::Decimal::ZERO, rust_decimal::Decimal::checked_add)?;
    let gap = sum.checked_sub(rust_decimal::Decimal::ONE_HUNDRED)?.abs();
    (gap <= rust_decimal::Decimal::ONE).then_some(Verdict::Unclear)
}

fn broken_behind(sentence: &Sentence<'_, '_>, total: usize, list: &[usize]) -> Option<Found> {
    let lead = sentence.lead(total);
    // 188, 179, 151 and 196 requests, 694 over the year: only where a slip explains it.
    let period = list.len() >= 3 && sums_up(sentence, total);
    let period = period && say::one_slip(sentence.document, &say::figures(sentence, list), sentence.items[total].at, 3);
    let strict = period
        || sentence.has(lead.clone(), Cue::TotalStrict)
        || sentence.has(sentence.close_tail(total), Cue::TotalStrict);
    // A total of 1,418 since 2018, the total to 1,418 by 2024: of more than the times that are told.
    let behind = sentence.words(sentence.close_tail(total));
    if behind.split(' ').any(|word| matches!(word, "since" | "by"))
        || ["to date", "so far"].iter().any(|so| behind.contains(so))
    {
        return None;
    }
    let (first, last) = (*list.first()?, *list.last()?);
    let all = (0..total).all(|index| {
        let figure = sentence.figure(index);
        // Our three depots: it counts the list itself.
        let counts = figure.exact() && figure.base() == Some(rust_decimal::Decimal::from(list.len() as u64));
        !figure.is_amount() || list.contains(&index) || counts
    });
    let joined =
        (first + 1..=last).any(|index| sentence.holds(sentence.lead(index), "and")) || sentence.holds(lead, "and");
    let whole = sentence.figure(total);
    let named = list.iter().all(|index| sentence.figure(*index).class == whole.class || whole.class != Class::Money);
    let goes_on = |next: &reading::Item| next.clause == sentence.items[total].clause || !period;
    let money_later =
        sentence.items.get(total + 1).is_some_and(|next| goes_on(next) && sentence.figure(total + 1).is_amount());
    if !strict
        || !all
        || !joined
        || !named
        || money_later && whole.class != Class::Money
        || is_open(sentence, total, list)
    {
        return None;
    }
    let found = sum(sentence, list, total)?;
    let parts = say::figures(sentence, list);
    let slip = say::one_slip(sentence.document, &parts, sentence.items[total].at, 2);
    let verdict = if slip && !period { Verdict::Inconsistent } else { Verdict::Unclear };
    (!say::holds(&found)).then_some(Found { verdict, ..found })
}

/// 42 of 60, leaving 18; £9.6m less £7.2m, £2.4m remains.
fn left(sentence: &Sentence<'_, '_>, closed: &mut Vec<usize>, found: &mut Vec<Found>, doubts: &mut Vec<Found>) {
    for rest in 1..sentence.items.len() {
        let at = sentence.items[rest].at;
        let lead = sentence.lead(rest);
        let tail = sentence.close_tail(rest);
        let told = sentence.has(lead, Cue::Left) || sentence.has(tail, Cue::LeftAfter);
        if !is_member(sentence, rest) || closed.contains(&at) || !told {
            continue;
        }
        let earlier: Vec<usize> =
            (0..rest).filter(|index| is_member(sentence, *index) && adds(sentence, *index, rest)).collect();
        let pairs = earlier.iter().flat_map(|a| earlier.iter().map(move |b| (*a, *b))).filter(|(a, b)| a < b);
        let difference =
            |(a, b): (usize, usize)| say::difference(sentence.document, sentence.items[a].at, sentence.items[b].at, at);
        if let Some(proof) = pairs.clone().filter_map(difference).find(say::holds) {
            closed.extend(&proof.operands);
            found.push(proof);
        } else if let [a, b] = earlier[..] {
            let phrase = of(sentence, a) && b == a + 1 || starts_with_of(sentence, a) && b < rest;
            let last = (rest + 1..sentence.items.len()).all(|index| !sentence.figure(index).is_amount());
            if phrase && last && !sentence.has(0..sentence.tokens.len(), Cue::Overlap) && strictly_left(sentence, rest)
            {
                doubts.extend(difference((a, b)).map(|found| Found { verdict: Verdict::Unclear, ..found }));
            }
        }
    }
}

/// The words say that it is all that is left.
fn strictly_left(sentence: &Sentence<'_, '_>, rest: usize) -> bool {
    sentence.has(sentence.lead(rest), Cue::Left)
        || sentence.starts(sentence.close_tail(rest), Cue::Left)
        || sentence.holds(sentence.close_tail(rest), "not")
}

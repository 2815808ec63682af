//! Which of the columns that tell progress is the one of the period reported.

use std::{cmp::Reverse, sync::Arc};

use crate::{
    lexicon::RECOGNISED,
    model::{Field, Period},
};

use super::{
    draft::Draft,
    span::{Relative, Span},
};

/// Of the columns that tell progress, `progress` is the one of the period; without a period the last that is filled.
pub fn settle(drafts: &[Draft], period: Option<&Period>, fields: &mut [Option<Field>], rivals: &mut [Vec<Field>]) {
    let mut group: Vec<usize> = (0..drafts.len()).filter(|index| claims_progress(&drafts[*index])).collect();
    // Beside months that are filled with narratives, the months still to come.
    if group.iter().any(|index| is_timed_alone(&drafts[*index])) {
        let empty = |index: &usize| is_timed_alone(&drafts[*index]) && drafts[*index].profile.filled == 0;
        group.extend((0..drafts.len()).filter(empty));
        group.sort_unstable();
        group.dedup();
    }
    let Some(chosen) = choose_progress(drafts, &group, period) else { return };
    for index in group {
        if index == chosen {
            fields[index] = Some(Field::Progress);
            continue;
        }
        let draft = &drafts[index];
        // Status words under 完成情况 beside the real narrative.
        if draft.weight(&Field::Status) >= 55 && draft.profile.mostly(draft.profile.statuses, 75) {
            fields[index] = Some(Field::Status);
            continue;
        }
        fields[index] = Some(Field::ProgressOf(Arc::from(draft.label())));
        let same_time = draft.span == drafts[chosen].span && draft.relative == drafts[chosen].relative;
        let equal = draft.weight(&Field::Progress) + 8 >= drafts[chosen].weight(&Field::Progress);
        if same_time && equal && draft.profile.filled > 0 && !draft.hidden {
            rivals[index].push(Field::Progress);
        }
    }
}

/// What is said of another period than the progress reported gives way to what is said of the same.
pub fn prefer_same_time(drafts: &mut [Draft], fields: &[Option<Field>]) {
    let Some(span) = fields
        .iter()
        .position(|field| *field == Some(Field::Progress))
        .and_then(|index| drafts.get(index).and_then(|draft| draft.span))
    else {
        return;
    };
    for draft in drafts.iter_mut().filter(|draft| draft.span.is_some_and(|other| other != span)) {
        for meaning in &mut draft.meanings {
            if matches!(meaning.field, Field::Status | Field::Problems | Field::Next) {
                meaning.weight = meaning.weight.saturating_sub(30);
            }
        }
    }
}

fn claims_progress(draft: &Draft) -> bool {
    if draft.best().is_some_and(|meaning| meaning.field == Field::Progress && meaning.weight >= RECOGNISED) {
        return true;
    }
    // A column that is headed by a period alone and tells a story.
    is_timed_alone(draft) && draft.profile.mostly(draft.profile.prose, 50)
}

/// Whether the header is a period and nothing else.
fn is_timed_alone(draft: &Draft) -> bool {
    draft.span.is_some() && draft.meanings.is_empty()
}

fn choose_progress(drafts: &[Draft], group: &[usize], period: Option<&Period>) -> Option<usize> {
    let timed = group.iter().any(|index| drafts[*index].span.is_some() || drafts[*index].relative.is_some());
    if let (Some(period), true) = (period, timed) {
        return group.iter().copied().min_by_key(|index| distance(&drafts[*index], period, *index));
    }
    let most = group.iter().map(|index| drafts[*index].profile.filled).max()?;
    let filled =
        |index: usize| drafts[index].profile.filled * 4 >= most && (drafts[index].profile.filled > 0 || most == 0);
    if timed {
        let current = |index: &usize| drafts[*index].relative != Some(Relative::Previous);
        return group
            .iter()
            .copied()
            .filter(|index| filled(*index) && current(index))
            .max_by_key(|index| {
                let draft = &drafts[*index];
                (draft.relative == Some(Relative::Current), draft.span.map(order_of), *index)
            })
            .or_else(|| group.last().copied());
    }
    group.iter().copied().max_by_key(|index| {
        let draft = &drafts[*index];
        (filled(*index), !draft.hidden, draft.weight(&Field::Progress), draft.profile.mean() >= 15, Reverse(*index))
    })
}

const fn order_of(span: Span) -> (i16, u32, u32) {
    (
        match span.year {
            Some(year) => year,
            None => 0,
        },
        span.last,
        match span.day {
            Some(day) => day,
            None => 31,
        },
    )
}

/// How far a progress column is from the period: first other years and earlier periods told again, then days.
fn distance(draft: &Draft, period: &Period, index: usize) -> (bool, bool, u32, bool, Reverse<u32>, Reverse<usize>) {
    let (first, last) = period.months();
    let (first, last) = (u32::try_from(first).unwrap_or(1), u32::try_from(last).unwrap_or(12));
    let previous = draft.relative == Some(Relative::Previous);
    let weight = Reverse(draft.weight(&Field::Progress));
    let Some(span) = draft.span else {
        // 目前进展 is the period's; one that names no time at all stands behind those that do.
        let days = if draft.relative == Some(Relative::Current) { 1 } else { 20 };
        return (previous, false, days, true, weight, Reverse(index));
    };
    let other_year = span.year.is_some_and(|year| year != period.year());
    let at = span.last * 31 + span.day.unwrap_or(31);
    let end = last * 31 + 31;
    // What was written after the period's end reports the period; what was written before it does not reach it.
    let days = if at >= end { at - end } else { (end - at) * 3 };
    let exact = span.first == first && span.last == last;
    (previous, other_year, days, !exact, weight, Reverse(index))
}

//! Which column means which field: labels propose, contents decide, and no field is given twice.

use std::{cmp::Reverse, collections::BTreeSet, sync::Arc};

use crate::{
    lexicon::{Labels, RECOGNISED},
    model::{Column, Field, Period},
};

use super::{
    draft::{self, Draft},
    span::{Relative, Span},
    words,
};

/// The least weight with which a column may take a field that nobody else claims.
const LEAST: u32 = 40;

/// Settles what the columns mean.
pub fn columns(mut drafts: Vec<Draft>, labels: &Labels, period: Option<&Period>) -> Vec<Column> {
    weigh_contents(&mut drafts, labels);
    let mut fields: Vec<Option<Field>> = vec![None; drafts.len()];
    let mut rivals: Vec<Vec<Field>> = vec![Vec::new(); drafts.len()];
    settle_progress(&drafts, period, &mut fields, &mut rivals);
    prefer_same_time(&mut drafts, &fields);
    settle_greedily(&drafts, &mut fields);
    settle_leftovers(&drafts, &mut fields, &mut rivals);
    settle_words(&drafts, &mut fields);
    note_rivals(&drafts, &fields, &mut rivals);
    let mut used = BTreeSet::new();
    let mut columns = Vec::with_capacity(drafts.len());
    for ((index, found), rivals) in fields.into_iter().enumerate().zip(rivals) {
        let Some(draft) = drafts.get(index) else { break };
        let field = unique(found.unwrap_or_else(|| Field::Other(Arc::from(draft.label()))), &mut used);
        columns.push(Column {
            column: draft.column,
            label: draft.label(),
            header: draft.header,
            field: named(field, draft, &drafts, labels, &mut used),
            rivals,
            unit: draft.unit.clone(),
            hidden: draft.hidden,
        });
    }
    columns
}

/// The measures' names are known only now, when all labels are.
fn named(field: Field, draft: &Draft, drafts: &[Draft], labels: &Labels, used: &mut BTreeSet<Field>) -> Field {
    match field {
        Field::Measure(name) if name.is_empty() || name.starts_with(PENDING) => {
            unique(Field::Measure(draft::measure_name(draft, drafts, labels)), used)
        }
        field => field,
    }
}

/// Stands for the name of a measure until all labels are known; no cell's text can contain it.
const PENDING: char = '\u{0}';

fn pending() -> Field {
    Field::Measure(Arc::from("\u{0}"))
}

/// Keys of the outputs are unique: a second column of one label gets its position in the order.
fn unique(field: Field, used: &mut BTreeSet<Field>) -> Field {
    let mut candidate = field.clone();
    let mut count = 1;
    while !used.insert(candidate.clone()) {
        count += 1;
        candidate = match &field {
            Field::Measure(name) if !name.starts_with(PENDING) => Field::Measure(Arc::from(format!("{name} {count}"))),
            Field::Other(name) => Field::Other(Arc::from(format!("{name} {count}"))),
            Field::ProgressOf(name) => Field::ProgressOf(Arc::from(format!("{name} {count}"))),
            _ => return field,
        };
    }
    candidate
}

/// What stands in the columns speaks for or against what their labels say.
fn weigh_contents(drafts: &mut [Draft], labels: &Labels) {
    let has_lead = drafts.iter().any(|draft| draft.weight(&Field::Lead) >= 75);
    for draft in drafts.iter_mut() {
        weigh_unit_label(draft, has_lead);
        weigh_measure(draft, labels);
        weigh_status(draft);
        let profile = draft.profile;
        if draft.hidden {
            for meaning in &mut draft.meanings {
                meaning.weight = meaning.weight.saturating_sub(3);
            }
        }
        if profile.filled > 0 {
            for meaning in &mut draft.meanings {
                meaning.weight += 1;
            }
        }
    }
}

/// 单位: an organisation or a unit of measure, by what stands below.
fn weigh_unit_label(draft: &mut Draft, has_lead: bool) {
    if draft.weight(&Field::Unit) == 0 {
        return;
    }
    let profile = draft.profile;
    let both = draft.weight(&Field::Lead) > 0;
    if profile.mostly(profile.units, 50) {
        draft.reject(&Field::Lead);
        draft.suggest(Field::Unit, 95);
    } else if profile.mostly(profile.organisations, 30) {
        draft.reject(&Field::Unit);
        draft.suggest(Field::Lead, 90);
    } else if both && has_lead {
        draft.reject(&Field::Lead);
        draft.suggest(Field::Unit, 80);
    }
}

/// Figures below make a measure of a label that says nothing else, or that names amounts.
fn weigh_measure(draft: &mut Draft, labels: &Labels) {
    let profile = draft.profile;
    let label = draft.levels.last().map_or("", String::as_str);
    if labels.is_no_measure(label) {
        return;
    }
    let best = draft.best().map(|meaning| (meaning.field.clone(), meaning.weight));
    let numeric = profile.mostly(profile.figures, 60);
    let some = profile.filled == 0 || profile.mostly(profile.figures, 25);
    let wordy = profile.mostly(profile.prose, 50) || profile.mostly(profile.organisations, 50);
    let named = labels.is_measure_label(label) || draft.unit.is_some();
    let open = match &best {
        Some((_, weight)) if *weight < RECOGNISED => true,
        Some((Field::Target, _)) => {
            draft.unit.is_some() || (labels.is_measure_label(label) && !labels.is_listed(label))
        }
        Some((Field::Section | Field::Lead | Field::Support, _)) => draft.unit.is_some(),
        Some((Field::Title | Field::Content, _)) => numeric && named,
        Some((Field::Progress | Field::Status | Field::Problems | Field::Next, _)) | None => true,
        Some(_) => false,
    };
    let plain = best.is_some_and(|(_, weight)| weight >= RECOGNISED);
    let fits = if plain {
        numeric || (named && some && !wordy)
    } else {
        let worded = named || labels.measure_words(label).is_some();
        (numeric && !draft.levels.is_empty()) || (worded && !wordy && (some || named))
    };
    let weight = match (open && fits, plain) {
        (false, _) => 0,
        (true, true) => 110,
        (true, false) => 75,
    };
    if weight > 0 {
        draft.suggest(pending(), weight);
    }
}

/// Status words below a label of progress or status.
fn weigh_status(draft: &mut Draft) {
    let profile = draft.profile;
    if !profile.mostly(profile.statuses, 75) {
        return;
    }
    if draft.weight(&Field::Status) > 0 {
        draft.suggest(Field::Status, 95);
    } else if draft.weight(&Field::Progress) >= RECOGNISED {
        draft.suggest(Field::Status, 55);
    }
}

/// Of the columns that tell progress, `progress` is the one of the period; without a period the last that is filled.
fn settle_progress(drafts: &[Draft], period: Option<&Period>, fields: &mut [Option<Field>], rivals: &mut [Vec<Field>]) {
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
fn prefer_same_time(drafts: &mut [Draft], fields: &[Option<Field>]) {
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

/// Gives every field that can be given once to the column that means it most.
fn settle_greedily(drafts: &[Draft], fields: &mut [Option<Field>]) {
    let mut claims = Vec::new();
    for (index, draft) in drafts.iter().enumerate() {
        if fields[index].is_some() {
            continue;
        }
        for meaning in &draft.meanings {
            if meaning.weight >= LEAST && meaning.field != Field::Progress {
                claims.push((meaning.weight, index, meaning.field.clone()));
            }
        }
    }
    // Content is what stands further right, everything else what stands further left.
    claims.sort_by_key(|(weight, index, field)| {
        let side = if *field == Field::Content { usize::MAX - index } else { *index };
        (Reverse(*weight), side)
    });
    let mut taken: BTreeSet<Field> = fields.iter().flatten().cloned().collect();
    for (_, index, field) in claims {
        let repeatable = matches!(field, Field::Measure(_) | Field::Other(_));
        if fields[index].is_some() || (!repeatable && taken.contains(&field)) {
            continue;
        }
        fields[index] = Some(match field {
            Field::Other(label) if label.is_empty() => Field::Other(Arc::from(drafts[index].label())),
            field => {
                taken.insert(field.clone());
                field
            }
        });
    }
}

/// Columns without a known label, by what stands in them, where a field is still missing.
fn settle_leftovers(drafts: &[Draft], fields: &mut [Option<Field>], rivals: &mut [Vec<Field>]) {
    let has = |fields: &[Option<Field>], field: &Field| fields.iter().flatten().any(|found| found == field);
    let open = |fields: &[Option<Field>]| -> Vec<usize> {
        (0..drafts.len()).filter(|index| fields[*index].is_none()).collect()
    };
    let first_known = (0..drafts.len()).find(|index| fields[*index].is_some());
    let free = open(fields);
    if !has(fields, &Field::Progress) {
        let prose: Vec<_> = free
            .iter()
            .copied()
            .filter(|index| {
                let profile = drafts[*index].profile;
                profile.mostly(profile.prose, 60) && Some(*index) > first_known
            })
            .collect();
        if let [only] = prose[..] {
            fields[only] = Some(Field::Progress);
            rivals[only].push(Field::Other(Arc::from(drafts[only].label())));
        }
    }
    if !has(fields, &Field::Lead) {
        let organisations = |index: &usize| {
            let profile = drafts[*index].profile;
            fields[*index].is_none() && profile.filled >= 2 && profile.mostly(profile.organisations, 60)
        };
        if let Some(index) = free.iter().copied().find(organisations) {
            fields[index] = Some(Field::Lead);
            rivals[index].push(Field::Other(Arc::from(drafts[index].label())));
        }
    }
    if has(fields, &Field::Progress) && !has(fields, &Field::Title) && !has(fields, &Field::Content) {
        let texts = |index: &usize| {
            let profile = drafts[*index].profile;
            profile.filled > 0 && !profile.mostly(profile.organisations, 30) && !profile.mostly(profile.figures, 30)
        };
        let free = open(fields);
        if let Some(index) =
            free.into_iter().filter(texts).max_by_key(|index| (drafts[*index].profile.mean(), Reverse(*index)))
        {
            fields[index] = Some(Field::Content);
            rivals[index].push(Field::Other(Arc::from(drafts[index].label())));
        }
    }
    for index in open(fields) {
        let (draft, profile) = (&drafts[index], drafts[index].profile);
        let leftmost = draft.levels.is_empty() && first_known.is_none_or(|known| index < known);
        if leftmost && profile.filled > 0 {
            let number = profile.mostly(profile.numbers, 70);
            let field = if number { Field::Number } else { Field::Section };
            if !has(fields, &field) && (number || profile.mean() <= 20) {
                fields[index] = Some(field);
            }
        }
    }
}

/// Where title and content share one column it is the content; a column of names stays a title.
fn settle_words(drafts: &[Draft], fields: &mut [Option<Field>]) {
    let find = |fields: &[Option<Field>], field: &Field| fields.iter().position(|found| found.as_ref() == Some(field));
    let (title, content) = (find(fields, &Field::Title), find(fields, &Field::Content));
    if title.is_none() && content.is_none() {
        // Where nothing else does, the target says what the task is, unless it is a bare figure.
        let wordy = |index: &usize| {
            let profile = drafts[*index].profile;
            profile.filled > 0 && !profile.mostly(profile.figures, 50)
        };
        if let Some(target) = find(fields, &Field::Target).filter(wordy) {
            fields[target] = Some(Field::Content);
        }
        return;
    }
    if let (Some(title), None) = (title, content) {
        let label = drafts[title].levels.last().map(|label| words::brackets(label).0).unwrap_or_default();
        let name = label.ends_with('名')
            || label.ends_with("名称")
            || label.ends_with("标题")
            || label.to_ascii_lowercase().ends_with("name");
        let long = drafts[title].profile.mean() >= 30;
        if !name || long {
            fields[title] = Some(Field::Content);
        }
    }
}

/// A column that lost a field to another by little could mean it as well.
fn note_rivals(drafts: &[Draft], fields: &[Option<Field>], rivals: &mut [Vec<Field>]) {
    for (index, draft) in drafts.iter().enumerate() {
        let Some(best) = draft.best() else { continue };
        if draft.profile.filled == 0
            || best.weight < 75
            || matches!(best.field, Field::Measure(_) | Field::Other(_) | Field::Remarks)
        {
            continue;
        }
        let lost = matches!(fields[index], Some(Field::Other(_)) | None);
        if lost && fields.contains(&Some(best.field.clone())) && rivals[index].is_empty() {
            rivals[index].push(best.field.clone());
        }
        let undecided =
            fields[index] == Some(Field::Lead) && draft.weight(&Field::Unit) + 5 >= draft.weight(&Field::Lead);
        if undecided && draft.weight(&Field::Unit) > 0 {
            rivals[index].push(Field::Unit);
        }
    }
}

/// Fields without which rows can't be used and that no column has.
pub fn missing(columns: &[Column], labels: &Labels) -> Vec<Field> {
    let has = |field: &Field| columns.iter().any(|column| column.field == *field);
    let mut missing = Vec::new();
    if !has(&Field::Title) && !has(&Field::Content) {
        missing.push(Field::Content);
    }
    let reports = columns.iter().any(|column| match &column.field {
        Field::Status => true,
        Field::Measure(_) => matches!(
            labels.measure_kind(&column.label),
            crate::model::MeasureKind::Actual | crate::model::MeasureKind::Rate
        ),
        _ => false,
    });
    if !has(&Field::Progress) && !reports {
        missing.push(Field::Progress);
    }
    missing
}

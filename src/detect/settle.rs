//! Which column means which field: labels propose, contents decide, and no field is given twice.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    lexicon::{Labels, RECOGNISED},
    model::{Column, Field, Period},
};

use super::{
    draft::Draft,
    names::Names,
    progress,
    weigh::{self, PENDING},
    words,
};

/// The least weight with which a column may take a field that nobody else claims.
const LEAST: u32 = 40;

/// Settles what the columns mean.
pub fn columns(mut drafts: Vec<Draft>, labels: &Labels, period: Option<&Period>) -> Vec<Column> {
    weigh::contents(&mut drafts, labels);
    let mut fields: Vec<Option<Field>> = vec![None; drafts.len()];
    let mut rivals: Vec<Vec<Field>> = vec![Vec::new(); drafts.len()];
    progress::settle(&drafts, period, &mut fields, &mut rivals);
    progress::prefer_same_time(&mut drafts, &fields);
    settle_greedily(&drafts, &mut fields);
    settle_task_words(&drafts, &mut fields);
    settle_leftovers(&drafts, &mut fields, &mut rivals);
    settle_words(&drafts, &mut fields);
    note_rivals(&drafts, &fields, &mut rivals);
    let names = Names::of(&drafts, labels);
    let mut used = Used::default();
    let mut columns = Vec::with_capacity(drafts.len());
    for ((index, found), rivals) in fields.into_iter().enumerate().zip(rivals) {
        let Some(draft) = drafts.get(index) else { break };
        let field = used.unique(found.unwrap_or_else(|| Field::Other(Arc::from(draft.label()))));
        columns.push(Column {
            column: draft.column,
            label: draft.label(),
            header: draft.header,
            field: named(field, index, draft, &names, &mut used),
            rivals,
            unit: draft.unit.clone(),
            hidden: draft.hidden,
        });
    }
    columns
}

/// The measures' names are known only now, when all labels are.
fn named(field: Field, index: usize, draft: &Draft, names: &Names, used: &mut Used) -> Field {
    match field {
        Field::Measure(name) if name.is_empty() || name.starts_with(PENDING) => {
            used.unique(Field::Measure(names.measure(index, draft)))
        }
        field => field,
    }
}

/// Keys of the outputs are unique: a second column of one label gets its position in the order.
#[derive(Default)]
struct Used {
    fields: BTreeSet<Field>,
    /// The last position that was given, by field: a sheet may have as many columns of one label as it has columns.
    last: BTreeMap<Field, usize>,
}

impl Used {
    fn unique(&mut self, field: Field) -> Field {
        if self.fields.insert(field.clone()) {
            return field;
        }
        let count = self.last.entry(field.clone()).or_insert(1);
        loop {
            *count += 1;
            let candidate = match &field {
                Field::Measure(name) if !name.starts_with(PENDING) => {
                    Field::Measure(Arc::from(format!("{name} {count}")))
                }
                Field::Other(name) => Field::Other(Arc::from(format!("{name} {count}"))),
                Field::ProgressOf(name) => Field::ProgressOf(Arc::from(format!("{name} {count}"))),
                _ => return field,
            };
            if self.fields.insert(candidate.clone()) {
                return candidate;
            }
        }
    }
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

/// A target whose label speaks of tasks (目标任务, 任务内容及目标) is the task's words first: it is a target only beside
/// both a title and a content.
fn settle_task_words(drafts: &[Draft], fields: &mut [Option<Field>]) {
    let find = |fields: &[Option<Field>], field: Field| fields.iter().position(|found| found.as_ref() == Some(&field));
    let Some(target) = find(fields, Field::Target) else { return };
    let speaks = drafts[target].levels.last().is_some_and(|label| label.contains("任务") || label.contains("内容"));
    if !speaks || drafts[target].weight(&Field::Content) == 0 {
        return;
    }
    match (find(fields, Field::Title), find(fields, Field::Content)) {
        (_, None) => fields[target] = Some(Field::Content),
        (None, Some(content)) if target < content => fields[target] = Some(Field::Title),
        (None, Some(content)) if drafts[content].weight(&Field::Title) >= RECOGNISED => {
            fields[content] = Some(Field::Title);
            fields[target] = Some(Field::Content);
        }
        _ => {}
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
    let words = |found: &Option<Field>| matches!(found, Some(Field::Title | Field::Content));
    let first_words = fields.iter().position(words);
    for index in open(fields) {
        let (draft, profile) = (&drafts[index], drafts[index].profile);
        let unlabelled = draft.levels.is_empty() && profile.filled > 0;
        let leftmost = first_known.is_none_or(|known| index < known);
        let numbers = profile.mostly(profile.numbers, 70);
        let before = leftmost || (numbers && first_words.is_some_and(|words| index < words));
        if unlabelled && before {
            let field = if numbers { Field::Number } else { Field::Section };
            if !has(fields, &field) && (numbers || profile.mean() <= 20) {
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

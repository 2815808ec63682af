//! What stands in the columns, weighed against what their labels say.

use std::sync::Arc;

use crate::{
    lexicon::{Labels, RECOGNISED},
    model::Field,
};

use super::draft::Draft;

/// Stands for the name of a measure until all labels are known; no cell's text can contain it.
pub const PENDING: char = '\u{0}';

fn pending() -> Field {
    Field::Measure(Arc::from("\u{0}"))
}

/// What stands in the columns speaks for or against what their labels say.
pub fn contents(drafts: &mut [Draft], labels: &Labels) {
    let worded_target = drafts.iter().any(|draft| {
        draft.best().is_some_and(|meaning| meaning.field == Field::Target)
            && draft.profile.filled > 0
            && !draft.profile.mostly(draft.profile.figures, 40)
    });
    let has_lead = drafts.iter().any(|draft| draft.weight(&Field::Lead) >= 75);
    for draft in drafts.iter_mut() {
        weigh_unit_label(draft, has_lead);
        // Of two targets the one in words is the target, the one in figures a measure.
        let figures = draft.profile.mostly(draft.profile.figures, 60);
        if worded_target && figures && draft.best().is_some_and(|meaning| meaning.field == Field::Target) {
            draft.suggest(pending(), 110);
        }
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

//! What a sentence that only compares speaks of: 噪声投诉共3005件，按来源分…。与上年3412件相比下降11.9%. The value stands in a sentence
//! before, as the first of its unit.

use crate::figures::{document::Document, words::Cue};

/// Sentences back, and figures back, in which the value stands.
const SENTENCES: usize = 3;
const BACK: usize = 24;

/// The value that the earlier one at `at` is compared with, where no level of its unit stands before it in its sentence.
pub fn of(document: &Document<'_>, at: usize) -> Option<usize> {
    let figures = &document.figures;
    let earlier = &figures[at];
    let fits = |i: &usize| {
        let figure = &figures[*i];
        let near = figure.line == earlier.line && figure.sentence + SENTENCES >= earlier.sentence;
        near && document.is_level(*i) && figure.same_unit(earlier)
    };
    let near: Vec<usize> = (at.saturating_sub(BACK)..at).filter(fits).collect();
    let value = *near.first()?;
    let figure = &figures[value];
    let alone = near.iter().all(|i| figures[*i].sentence < earlier.sentence);
    let sound = !figure.hedged && !figure.says(Cue::Past) && figure.depth == 0 && document.owner[value].is_none();
    (alone && sound && figure.like_in_size(earlier)).then_some(value)
}

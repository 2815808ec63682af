//! Rates of cases closed, whose whole is what was there before and what came since: 旧存, 新收, 未结.

use super::{Base, Question, quotient};
use crate::{
    figures::{
        document::Document,
        relations::{Found, arithmetic},
        words::Cue,
    },
    model::Verdict,
};

/// Figures before the rate that are looked at.
const BACK: usize = 8;

/// 新收104件，旧存3件，共107件，已审结71件，未结36件，结案率67.6%: the whole is printed, what there was and what came make it up,
/// and so do what is closed and what is not. Nothing else can be meant.
pub(super) fn settled_whole(document: &Document<'_>, question: &Question) -> Option<Found> {
    let figures = &document.figures;
    let rate = &figures[question.rate];
    if !rate.says(Cue::Backlog) || question.untied {
        return None;
    }
    let near: Vec<usize> = document
        .earlier_levels(question.rate, BACK)
        .filter(|i| figures[*i].line == rate.line && figures[*i].exact())
        .collect();
    let left = near.iter().copied().find(|i| {
        figures[*i].says(Cue::Closing)
            && ["未结", "未办结", "未审结"].iter().any(|word| figures[*i].label.contains(word))
    })?;
    let closed = left.checked_sub(1).filter(|closed| near.contains(closed))?;
    let together = figures[closed].sentence == rate.sentence && figures[left].sentence == rate.sentence;
    let done = together && figures[closed].says(Cue::Outflow) && figures[closed].same_unit(&figures[left]);
    let (_, sum) = arithmetic::total(document, &[closed, left])?;
    let whole = near
        .iter()
        .copied()
        .find(|i| figures[*i].base() == Some(sum) && *i < closed && figures[*i].same_unit(&figures[left]))?;
    let opening = near.iter().any(|i| figures[*i].says(Cue::Opening) && *i < closed);
    let found = quotient(document, &[closed], &Base::Figure(whole), question.rate)?;
    (done && opening).then_some(Found { verdict: Verdict::Unclear, ..found })
}

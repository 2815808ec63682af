//! Rates of cases closed, whose whole is what was there before and what came since: 旧存, 新收, 未结.

use super::{Base, Question, quotient};
use crate::{
    figures::{
        document::Document,
        relations::{Found, arithmetic},
        words::Cue,
    },
    model::Verdict,
    text::words::holds_any,
};

/// Figures before the rate that are looked at.
const BACK: usize = 8;

/// 新收104件，旧存3件，共107件，已审结71件，未结36件，结案率67.6%: the whole is printed, what there was and what came make it up,
/// and so do what is closed and what is not. Nothing else can be meant.
pub(super) fn settled_whole(document: &Document<'_>, question: &Question) -> Option<Found> {
    let figures = &document.figures;
    let rate = &figures[question.rate];
    // 一审结案率, 民事案件结案率: of some of the cases.
    let name = rate.label.split('率').next().unwrap_or_default().trim();
    let plain = ["结案", "审结", "办结", "审执结", "综合结案", "总结案", "案件结案", "结案办结"].contains(&name);
    if !rate.says(Cue::Backlog) || question.untied || !plain {
        return None;
    }
    let near: Vec<usize> = document
        .earlier_levels(question.rate, BACK)
        .filter(|i| figures[*i].line == rate.line && figures[*i].exact())
        .collect();
    let is_left = |i: &usize| {
        let figure = &figures[*i];
        let undone = holds_any(figure.label, &["未结", "未办结", "未审结"]);
        undone && figure.says(Cue::Closing) && !figure.says(Cue::Opening) && figure.exact()
    };
    let behind = Some(question.rate + 1).filter(|i| document.is_level(*i) && figures[*i].sentence == rate.sentence);
    let left = near.iter().copied().find(is_left).or_else(|| behind.filter(is_left))?;
    let closed = near.iter().copied().find(|i| *i < left)?;
    let together = figures[closed].sentence == rate.sentence && figures[left].sentence == rate.sentence;
    let done = together && figures[closed].says(Cue::Outflow) && figures[closed].same_unit(&figures[left]);
    let (_, sum) = arithmetic::total(document, &[closed, left])?;
    let before = || near.iter().copied().filter(|i| *i < closed && figures[*i].same_unit(&figures[left]));
    let opening = before().find(|i| figures[*i].says(Cue::Opening))?;
    let printed = before().find(|i| figures[*i].base() == Some(sum)).map(Base::Figure);
    // 新收7842件、旧存613件，审结7926件，未结529件: no figure tells the whole, but what there was and what came.
    let made_up = || {
        let came = before().find(|i| figures[*i].says(Cue::Inflow) && *i != opening)?;
        let whole = arithmetic::total(document, &[opening, came])?.1;
        (whole == sum).then(|| Base::Sum(vec![opening.min(came), opening.max(came)]))
    };
    let whole = printed.or_else(made_up)?;
    let found = quotient(document, &[closed], &whole, question.rate)?;
    done.then_some(Found { verdict: Verdict::Unclear, ..found })
}

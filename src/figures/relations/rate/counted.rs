//! Rates that say by what they count: 计划改造小区4860个、79.3万户。…已改造4573个、76.8万户，按小区数计开工率94.1%、按户数计开工率96.8%. The words name the
//! unit, and of two figures that bear it one is planned and the other done.

use super::{Found, arithmetic};
use crate::{
    figures::{
        document::Document,
        figure::{Figure, Role},
        units::Class,
        words::Cue,
    },
    model::Verdict,
};

/// Figures before and behind a rate that may be its plan and what was done of it.
const BACK: usize = 10;
const AHEAD: usize = 6;

/// The rate at `at`, when its words say by what it counts and one plan and one deed are told in that unit.
pub(super) fn find(document: &Document<'_>, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let rate = &figures[at];
    if rate.class != Class::Percent || rate.hedged || rate.role != Role::Rate {
        return None;
    }
    let counted = counted_by(rate.label)?;
    let near = at.saturating_sub(BACK)..figures.len().min(at + 1 + AHEAD);
    let of_unit: Vec<usize> = near
        .filter(|i| {
            let figure = &figures[*i];
            document.is_level(*i) && !figure.hedged && figure.line == rate.line && bears(figure, counted)
        })
        .collect();
    let (planned, done): (Vec<usize>, Vec<usize>) = of_unit.into_iter().partition(|i| is_planned(document, *i));
    let (&[plan], &[part]) = (&planned[..], &done[..]) else { return None };
    if part > at || !figures[plan].same_unit(&figures[part]) {
        return None;
    }
    let found = arithmetic::rate(document, part, plan, at)?;
    let verdict = if found.verdict == Verdict::Inconsistent { Verdict::Unclear } else { found.verdict };
    Some(Found { verdict, ..found })
}

/// 小区 of 按小区数计开工率.
fn counted_by(label: &str) -> Option<&str> {
    let (_, rest) = label.rsplit_once('按')?;
    let (name, rate) = ["数量计算", "数计算", "数计", "计算", "计"].iter().find_map(|word| rest.split_once(*word))?;
    (!name.is_empty() && name.chars().count() <= 4 && rate.contains('率')).then_some(name)
}

/// Whether a figure counts what the name says: by its unit (户), or in the words before or behind it (小区4860个).
fn bears(figure: &Figure<'_>, name: &str) -> bool {
    figure.unit == name || figure.label.trim_end().ends_with(name) || figure.tail.starts_with(name)
}

/// Whether a figure is planned, or stands beside one that is: 计划改造小区4860个、79.3万户.
fn is_planned(document: &Document<'_>, at: usize) -> bool {
    let figures = &document.figures;
    let own = |i: usize| figures[i].says(Cue::Plan) || figures[i].label.contains("计划");
    let beside = at.checked_sub(1).filter(|before| {
        let joined = document.between(figures[*before].end, figures[at].start).starts_with('、');
        joined && figures[*before].sentence == figures[at].sentence
    });
    own(at) || beside.is_some_and(own)
}

//! Figures that fit each other too well for chance: 话务总量20704个，其中有效工单6284件、直接答复4907件、无效来电9513个. No words bind them as one
//! list, but of lists as these less than one in a hundred comes out by chance. Good for a proof only: nothing is asked about,
//! and of a figure that another relation reports nothing is said.

use std::collections::BTreeSet;

use rust_decimal::prelude::ToPrimitive as _;

use super::{Found, arithmetic};
use crate::{
    figures::{document::Document, figure::Role, units::Class},
    model::{RelationKind, Verdict},
};

/// Figures before a rate among which its part and whole may stand, and behind it.
const BACK: usize = 10;
const AHEAD: usize = 3;
/// Figures behind a total among which its parts may stand.
const REACH: usize = 24;
/// Sentences that a total and its parts, or a rate and its counts, may lie apart.
const APART: usize = 1;
/// The chance that figures which have nothing to do with each other fit, at most.
const CHANCE: f64 = 0.01;
/// Totals below which two parts, or several, fit by chance too often.
const LEAST_OF_TWO: i64 = 1000;
const LEAST: i64 = 100;
/// Wholes of fewer things give too few rates to tell them apart.
const FEWEST: f64 = 30.0;
/// Words that count the same things of different kinds.
const COUNTED: [&str; 13] = ["件", "件次", "封", "条", "单", "份", "批次", "起", "宗", "个", "项", "次", "例"];

/// Adds what fits among the figures that `found` reports nothing of.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    if document.figures.len() < 3 {
        return;
    }
    let mut reported = super::reported_in(document, found.iter());
    let summed: BTreeSet<usize> = found
        .iter()
        .filter(|known| known.kind == RelationKind::Sum)
        .filter_map(|known| known.operands.last().copied())
        .collect();
    for (at, figure) in document.figures.iter().enumerate() {
        let fits = match figure.class {
            Class::Percent if !reported[at] => rate(document, at),
            Class::Percent | Class::Points => None,
            _ if !summed.contains(&at) => total(document, at),
            _ => None,
        };
        reported[at] |= fits.is_some();
        found.extend(fits);
    }
}

/// Whether two figures count or measure the same, if in different words.
fn alike(document: &Document<'_>, a: usize, b: usize) -> bool {
    let (a, b) = (&document.figures[a], &document.figures[b]);
    a.same_unit(b) || a.exact() && b.exact() && COUNTED.contains(&a.unit) && COUNTED.contains(&b.unit)
}

/// A rate that two counts near it give to its last place, where the tries altogether would hardly hit it by chance.
fn rate(document: &Document<'_>, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let said = &figures[at];
    let grown = match said.role {
        Role::Share | Role::Rate => None,
        Role::Growth(up) => Some(up),
        _ => return None,
    };
    if said.hedged || said.decimals == 0 || said.digits() < 3 {
        return None;
    }
    // Rates of change are small far more often than not.
    let places = said.decimals.cast_signed() + if grown.is_some() { 1 } else { 2 };
    let mut tries = (CHANCE * 10_f64.powi(places)).floor() as usize;
    let rough = said.value.to_f64()?;
    let slack = 0.51 * 10_f64.powi(-said.decimals.cast_signed());
    for (part, whole) in pairs(document, at) {
        let Some(tried) = tries.checked_sub(1) else { break };
        tries = tried;
        let (a, b) = (figures[part].base()?.to_f64()?, figures[whole].base()?.to_f64()?);
        // Of a few things every rate is one of a few.
        if figures[whole].exact() && b < FEWEST {
            continue;
        }
        let given = if grown.is_some() { (a - b).abs() / b } else { a / b };
        if b == 0.0 || (given * said.of_whole().to_f64()? - rough).abs() > slack {
            continue;
        }
        let fits = match grown {
            None => arithmetic::rate(document, part, whole, at),
            Some(up) if (a > b) == up => arithmetic::growth(document, whole, part, at),
            Some(_) => None,
        };
        let fits = fits.filter(|fits| fits.verdict == Verdict::Consistent);
        if fits.is_some() {
            return fits;
        }
    }
    None
}

/// Parts and wholes, or what is now and was before, the nearest to a rate first.
fn pairs(document: &Document<'_>, at: usize) -> Vec<(usize, usize)> {
    let figures = &document.figures;
    let said = &figures[at];
    let near = |i: &usize| {
        let figure = &figures[*i];
        *i != at
            && figure.is_amount()
            && figure.class != Class::Bare
            && matches!(figure.role, Role::Level | Role::Before | Role::Base)
            && !figure.hedged
            && figure.line == said.line
            && figure.sentence.abs_diff(said.sentence) <= APART
    };
    let around: Vec<usize> = (at.saturating_sub(BACK)..figures.len().min(at + AHEAD + 1)).filter(near).collect();
    let mut pairs: Vec<(usize, usize)> = around
        .iter()
        .flat_map(|a| around.iter().map(move |b| (*a, *b)))
        .filter(|(a, b)| a != b && alike(document, *a, *b))
        .filter(|(a, b)| matches!(said.role, Role::Growth(_)) || figures[*a].base() < figures[*b].base())
        .collect();
    pairs.sort_by_key(|(a, b)| (a.abs_diff(at).min(b.abs_diff(at)), a.abs_diff(at) + b.abs_diff(at), *a));
    pairs
}

/// A total that one list behind it adds up to exactly.
fn total(document: &Document<'_>, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let whole = &figures[at];
    if !document.is_level(at) || whole.hedged || whole.digits() < 3 {
        return None;
    }
    let value = whole.value.normalize().mantissa();
    if value < i128::from(LEAST) {
        return None;
    }
    let near = |i: &usize| {
        let figure = &figures[*i];
        figure.line == whole.line && figure.sentence <= whole.sentence + APART && figure.depth >= whole.depth
    };
    let behind: Vec<usize> = (at + 1..figures.len().min(at + 1 + REACH)).take_while(near).collect();
    if behind.len() < 2 {
        return None;
    }
    lists(document, at, &behind).into_iter().find_map(|members| {
        // 126条…已完成120条，…已完成4个，…已完成2个: counted by other words, short figures are of other things.
        let one_unit = members.iter().all(|i| figures[*i].same_unit(whole));
        let enough = members.len() > 2 && one_unit || value >= i128::from(LEAST_OF_TWO);
        adds_up(document, at, &members).filter(|_| enough)
    })
}

/// The lists behind a total: what stands without other amounts between, and all of its kind to the end of a sentence.
fn lists(document: &Document<'_>, at: usize, behind: &[usize]) -> Vec<Vec<usize>> {
    let figures = &document.figures;
    let member = |i: usize| {
        document.is_level(i) && alike(document, at, i) && !figures[i].hedged && !document.each[i] && !document.subset[i]
    };
    let mut lists: Vec<Vec<usize>> = Vec::new();
    let amounts = || behind.iter().copied().filter(|i| figures[*i].is_amount());
    let mut close: Vec<usize> = Vec::new();
    for i in amounts() {
        if member(i) {
            close.push(i);
        } else {
            lists.push(std::mem::take(&mut close));
        }
    }
    lists.push(close);
    for sentence in figures[at].sentence..=figures[at].sentence + APART {
        lists.push(amounts().filter(|i| member(*i) && figures[*i].sentence == sentence).collect());
    }
    lists.retain(|list| list.len() >= 2);
    lists.dedup();
    lists
}

fn adds_up(document: &Document<'_>, at: usize, members: &[usize]) -> Option<Found> {
    let (_, point) = arithmetic::total(document, members)?;
    let exact = Some(point) == document.figures[at].base();
    arithmetic::sum(document, members, at).filter(|found| exact && found.verdict == Verdict::Consistent)
}

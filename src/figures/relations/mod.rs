//! The finders, one kind of relation a file, and what they hand back.

pub mod added;
pub mod alternating;
pub mod arithmetic;
pub mod attained;
pub mod average;
pub mod balance;
pub mod change;
pub mod compare;
pub mod count;
pub mod earlier;
pub mod left;
pub mod listed;
pub mod multiple;
pub mod net;
pub mod paired;
pub mod points;
pub mod rate;
pub mod ratio;
pub mod reference;
pub mod repeat;
pub mod share;
pub mod slipped;
pub mod stock;
pub mod sum;
pub mod table;
pub mod target;
pub mod timed;
pub mod unit;

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::{
    agreement::agree_within,
    document::Document,
    figure::{Figure, Role, plain},
    glyphs,
    interval::Interval,
    prose,
    units::Class,
};
use crate::model::{RelationKind, Verdict, Words};

/// A relation before it is decided which of several findings has the root cause.
#[derive(Debug, Clone)]
pub struct Found {
    /// Which kind.
    pub kind: RelationKind,
    /// Positions of its figures, the reported one last.
    pub operands: Vec<usize>,
    /// The arithmetic.
    pub expression: String,
    /// As reported.
    pub reported: String,
    /// As computed.
    pub computed: String,
    /// What can be said.
    pub verdict: Verdict,
    /// Why, and a slip that would explain it.
    pub note: Words,
}

/// Everything found in one narrative.
pub fn find(document: &Document<'_>) -> Vec<Found> {
    let mut found = told(document);
    slipped::find(document, &mut found);
    found
}

/// What the words of a narrative tell of its figures.
fn told(document: &Document<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    change::find(document, &mut found);
    earlier::find(document, &mut found);
    added::find(document, &mut found);
    sum::find(document, &mut found);
    net::find(document, &mut found);
    alternating::find(document, &mut found);
    rate::find(document, &mut found);
    share::find(document, &mut found);
    points::find(document, &mut found);
    average::find(document, &mut found);
    timed::find(document, &mut found);
    ratio::find(document, &mut found);
    multiple::find(document, &mut found);
    unit::find(document, &mut found);
    count::find(document, &mut found);
    target::find(document, &mut found);
    compare::find(document, &mut found);
    attained::find(document, &mut found);
    repeat::find(document, &mut found);
    balance::find(document, &mut found);
    stock::find(document, &mut found);
    paired::find(document, &mut found);
    left::find(document, &mut found);
    table::find(document, &mut found);
    chain(document, &mut found);
    if document.english {
        prose::find(document, &mut found);
    }
    siblings(document, &mut found);
    member_shares(document, &mut found);
    found
}

/// 公立1980张、民办880张 of 2860张，民办占38.0%: the parts are proven to be all; the share of one is of their whole.
fn member_shares(document: &Document<'_>, found: &mut Vec<Found>) {
    let told: BTreeSet<usize> = found.iter().filter_map(|f| f.operands.last().copied()).collect();
    let sums: Vec<Vec<usize>> = found
        .iter()
        .filter(|f| f.kind == RelationKind::Sum && f.verdict == Verdict::Consistent)
        .map(|f| f.operands.clone())
        .collect();
    if sums.is_empty() {
        return;
    }
    for (at, share) in document.figures.iter().enumerate() {
        let label: String = share.label.trim_end_matches(['为', '比', '达', '约', '到', ' ']).into();
        let Some(subject) = label.strip_suffix('占').filter(|_| share.role == Role::Share) else { continue };
        let subject: Vec<char> = subject.chars().filter(|c| glyphs::is_han(*c)).collect();
        if told.contains(&at) || share.hedged || share.class != Class::Percent || subject.len() < 2 {
            continue;
        }
        let named = |i: &usize| {
            let figure = &document.figures[*i];
            let label: Vec<char> = figure.label.chars().filter(|c| glyphs::is_han(*c)).collect();
            figure.sentence == share.sentence && *i < at && label.ends_with(&subject)
        };
        let of = sums.iter().find_map(|sum| {
            let (total, members) = sum.split_last()?;
            let mut called = members.iter().filter(|i| named(i));
            called.next().filter(|_| called.next().is_none()).map(|part| (*part, *total))
        });
        let relation = of.and_then(|(part, total)| arithmetic::rate(document, part, total, at));
        found.extend(relation.map(|f| if settled(f.verdict) { f } else { Found { verdict: Verdict::Unclear, ..f } }));
    }
}

/// 进口6.42，出口3.87，合计10.29，出口占60.3%: one of two parts is no whole of the other; the share is of what they make up.
fn siblings(document: &Document<'_>, found: &mut [Found]) {
    let sums: Vec<Vec<usize>> = found
        .iter()
        .filter(|f| f.kind == RelationKind::Sum && f.verdict == Verdict::Consistent)
        .map(|f| f.operands.clone())
        .collect();
    for relation in found.iter_mut().filter(|f| f.kind == RelationKind::Rate && settled(f.verdict)) {
        let [part, whole, rate] = relation.operands[..] else { continue };
        let share = ["占", "account"].iter().any(|word| document.figures[rate].label.contains(word));
        if document.figures[rate].role != Role::Share || !share {
            continue;
        }
        let total = sums.iter().find_map(|sum| {
            let (total, members) = sum.split_last()?;
            (members.contains(&part) && members.contains(&whole)).then_some(*total)
        });
        // Of the two, the one that gives the share is the part.
        let of = |member: usize| total.and_then(|total| arithmetic::rate(document, member, total, rate));
        let of_total = of(whole).filter(|found| settled(found.verdict)).or_else(|| of(part));
        if let Some(of_total) = of_total {
            let verdict = if settled(of_total.verdict) { of_total.verdict } else { Verdict::Unclear };
            *relation = Found { verdict, ..of_total };
        }
    }
}

/// 由1612.5万元压减134.5万元到1478.0万元，下降8.3%: value, earlier value, change and rate are one chain, told once.
fn chain(document: &Document<'_>, found: &mut Vec<Found>) {
    let holds = |f: &&Found| settled(f.verdict) && f.operands.len() == 3;
    let differences: Vec<[usize; 3]> = found
        .iter()
        .filter(|f| f.kind == RelationKind::Difference)
        .filter(holds)
        .filter_map(|f| f.operands[..].try_into().ok())
        .collect();
    let mut told = Vec::new();
    for relation in found.iter_mut().filter(|f| f.kind == RelationKind::Growth && settled(f.verdict)) {
        let [value, change, rate] = relation.operands[..] else { continue };
        let known = differences.iter().find(|known| known[2] == change && known[..2].contains(&value));
        let Some(&[a, b, _]) = known else { continue };
        let other = if a == value { b } else { a };
        let up = document.figures[rate].role == Role::Growth(true);
        let higher = document.figures[value].base() >= document.figures[other].base();
        let (later, earlier) = if higher == up { (value, other) } else { (other, value) };
        let Some(direct) = arithmetic::growth(document, earlier, later, rate).filter(|f| settled(f.verdict)) else {
            continue;
        };
        let step =
            operand(&document.figures[change], document.figures[change].scale != document.figures[earlier].scale);
        let base =
            operand(&document.figures[earlier], document.figures[change].scale != document.figures[earlier].scale);
        if let Some((quotient, shown)) = direct.expression.rsplit_once(" = ") {
            relation.expression = format!("{quotient} = {step} ÷ {base} = {shown}");
            relation.operands = vec![later, earlier, change, rate];
            relation.computed = direct.computed;
            told.push(rate);
        }
    }
    // The rate from the two values alone says no more.
    found.retain(|f| {
        !(f.kind == RelationKind::Growth
            && settled(f.verdict)
            && f.operands.len() == 3
            && f.operands.last().is_some_and(|rate| told.contains(rate)))
    });
}

/// Whether a relation holds, as far as figures are printed.
pub const fn settled(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Consistent | Verdict::Rounding)
}

/// For every figure, whether it is the one that some of these relations report.
pub fn reported_in<'f>(document: &Document<'_>, found: impl IntoIterator<Item = &'f Found>) -> Vec<bool> {
    let mut reported = vec![false; document.figures.len()];
    found.into_iter().filter_map(|found| found.operands.last()).for_each(|at| reported[*at] = true);
    reported
}

/// How a percent or points figure agrees with a computed interval in the same unit.
pub fn judge(reported: &Figure<'_>, computed: Interval) -> Verdict {
    agree_within(reported.value.abs(), computed, reported.decimals)
}

/// How a computed amount is shown beside one reported with so many decimals: two places more of a percent.
pub fn shown_percent(value: Decimal, decimals: u32) -> String {
    let places = (decimals + 1).max(2);
    plain(value.round_dp_with_strategy(places, rust_decimal::RoundingStrategy::MidpointAwayFromZero), places)
}

/// An operand as printed in an expression: with its scale when the others have another one.
pub fn operand(figure: &Figure<'_>, mixed: bool) -> String {
    let number = plain(figure.value, figure.decimals);
    if !mixed {
        return number;
    }
    let blank = if figure.shown_unit.starts_with(|c: char| c.is_ascii_alphabetic()) { " " } else { "" };
    format!("{number}{blank}{}", figure.shown_unit)
}

/// Whether figures have several scales or units, so that an expression must show them.
pub fn mixed<'a, 't: 'a>(figures: impl IntoIterator<Item = &'a Figure<'t>>) -> bool {
    let mut scales = figures.into_iter().map(|figure| (figure.scale, figure.unit));
    let first = scales.next();
    scales.any(|scale| Some(scale) != first)
}

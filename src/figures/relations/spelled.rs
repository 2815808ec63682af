//! Relations that a text spells out, so that nothing but its own words says what belongs together: 改造83座，加上前4个月的127座，累计210座;
//! 共43件，已办结28件，其余15件; 核定编制86名，在职79名，空编7名; EUR 12.48 million, EUR 0.85 million more than the EUR 11.63 million.

use super::{
    Found,
    arithmetic::{apart, sum},
    remainder::LEFT,
    settled,
    standing::Standing,
};
use crate::{
    figures::{document::Document, repair},
    model::Verdict,
    text::words::holds_any,
};

/// Figures before one among which the two that it belongs to stand.
const BACK: usize = 6;
/// What adds a figure to the one before it, and what begins their sum.
const ADDS: &str = "加上";
const ALL: [&str; 4] = ["累计", "共", "合计", "总计"];
/// Posts that there are, that are filled, and that are not.
const FILLED: [&str; 5] = ["在职", "在编", "实有", "在岗", "现有"];
const VACANT: [&str; 3] = ["空编", "缺编", "空缺"];
/// What stands between a difference and what it is a difference to.
const THAN: [&str; 8] = [
    "more than the",
    "less than the",
    "fewer than the",
    "higher than the",
    "lower than the",
    "above the",
    "below the",
    "up from the",
];

/// Finds those that do not hold: what holds is proven without their words. What `found` holds of a figure already is not said
/// again.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    let mut standing = None;
    for at in 2..document.figures.len() {
        let Some(two) = before(document, at) else { continue };
        let relation = added(document, at, two)
            .or_else(|| rest(document, at, two))
            .or_else(|| vacant(document, at, two))
            .or_else(|| differs(document, at, two));
        let Some(relation) = relation.filter(|relation| !settled(relation.verdict)) else { continue };
        let reported = relation.operands.last();
        let told = |f: &Found| settled(f.verdict) && f.operands.last() == reported || f.figures() == relation.figures();
        let standing = standing.get_or_insert_with(|| Standing::of(document, found));
        standing.read(found);
        if !reported.is_some_and(|at| standing.with(found, *at).any(told)) {
            found.push(relation);
        }
    }
}

/// The two amounts before a figure that are counted as it is, the earlier first, where all three stand in one sentence.
fn before(document: &Document<'_>, at: usize) -> Option<[usize; 2]> {
    let figures = &document.figures;
    let said = &figures[at];
    let like = |i: &usize| {
        let figure = &figures[*i];
        document.is_level(*i)
            && figure.same_unit(said)
            && figure.sentence == said.sentence
            && figure.depth == said.depth
    };
    let mut like = (at.saturating_sub(BACK)..at).rev().filter(like);
    let (second, first) = (like.next()?, like.next()?);
    let plain = document.is_level(at) && [first, second, at].iter().all(|i| !figures[*i].hedged);
    plain.then_some([first, second])
}

fn has(document: &Document<'_>, at: usize, words: &[&str]) -> bool {
    holds_any(document.figures[at].label, words)
}

/// As a question, where it is one.
fn asked(found: Found) -> Found {
    if settled(found.verdict) { found } else { Found { verdict: Verdict::Unclear, ..found } }
}

fn added(document: &Document<'_>, at: usize, [first, second]: [usize; 2]) -> Option<Found> {
    let figures = &document.figures;
    let between = document.between(figures[first].end, figures[second].start);
    let told = between.trim_start_matches([',', ' ']).starts_with(ADDS) && has(document, at, &ALL);
    told.then(|| sum(document, &[first, second], at)).flatten().map(asked)
}

/// Asked about where a slip of the pen explains it, or more is left than there is.
fn rest(document: &Document<'_>, at: usize, [whole, part]: [usize; 2]) -> Option<Found> {
    let figures = &document.figures;
    let label = figures[at].label.trim();
    if !LEFT.contains(&label.trim_end_matches('的')) || !has(document, whole, &["共", "总"]) {
        return None;
    }
    let found = apart(document, whole, part, at)?;
    let meant = found.computed.parse().ok()?;
    let explained = repair::one_slip(&figures[at], meant) || figures[at].base() > figures[whole].base();
    (explained && figures[at].digits() > 1).then(|| asked(found))
}

fn vacant(document: &Document<'_>, at: usize, [posts, filled]: [usize; 2]) -> Option<Found> {
    let told = has(document, posts, &["编制"]) && has(document, filled, &FILLED) && has(document, at, &VACANT);
    told.then(|| apart(document, posts, filled, at)).flatten().map(asked)
}

/// X, D more than the Y: D lies between the two.
fn differs(document: &Document<'_>, other: usize, [value, difference]: [usize; 2]) -> Option<Found> {
    let figures = &document.figures;
    let words = |from: usize, to: usize| {
        let between = document.between(figures[from].end, figures[to].start).trim();
        // The letters of a currency may stand before the amount.
        between.trim_end_matches(|c: char| c.is_ascii_uppercase()).trim_end()
    };
    let told = words(value, difference) == "," && THAN.contains(&words(difference, other));
    (difference + 1 == other && told).then(|| apart(document, value, other, difference)).flatten().map(asked)
}

//! Margins by their names: 出口21.2亿元，进口213.6亿元，贸易逆差192.4亿元; a deficit of $64.2 billion between exports and imports.
//! Hardly more than a proof: a text tells exports of goods beside imports of goods and services.

use std::{collections::BTreeSet, sync::LazyLock};

use serde::Deserialize;

use super::{Found, arithmetic, reported_in, settled};
use crate::{
    figures::{
        document::Document,
        figure::{Figure, Role},
        interval::power_of_ten,
        repair,
    },
    model::{RelationKind, Verdict, Words},
    text::words::{WordSet, holds_any},
};

/// Figures either side of the margin that are looked at.
const NEAR: usize = 12;
/// Figures of each name that are tried.
const TRIED: usize = 3;
/// Characters before a figure in which it may be named.
const WORDS: usize = 40;
/// Characters of words in which a value only arrives, with a unit before them.
const ARRIVES: usize = 14;
/// Digits of a margin below which it comes out by chance, and of one in which a slip is looked for.
const DIGITS: usize = 2;
const SLIPPED: usize = 3;

/// What is traded, where a margin is called after it.
const KINDS: [&str; 4] = ["services", "goods", "服务", "货物"];

/// A margin's names, and the words of the two figures.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Margin {
    names: Vec<String>,
    of: Vec<String>,
    less: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    margin: Vec<Margin>,
}

static MARGINS: LazyLock<Vec<Margin>> = LazyLock::new(|| {
    // The file is compiled in and a test reads it: it cannot fail for a user.
    let table: Table =
        toml::from_str(include_str!("../../../seeds/figures/margins.toml")).expect("seeds/figures/margins.toml");
    table.margin
});

/// Every name of a margin.
static NAMES: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::new(MARGINS.iter().flat_map(|margin| &margin.names).cloned().collect()));

/// Finds them.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    let text = document.between(0, document.text.chars.len());
    if document.figures.len() < 3 || !NAMES.is_in(text) {
        return;
    }
    let told = reported_in(document, found.iter().filter(|f| settled(f.verdict)));
    for at in (0..document.figures.len()).filter(|at| !told[*at] && may_be_told(&document.figures[*at])) {
        if document.figures[at].digits() < DIGITS {
            continue;
        }
        let words = words(document, at);
        let named = MARGINS.iter().find(|margin| says(&words, &margin.names));
        found.extend(named.and_then(|margin| between(document, at, margin)));
    }
}

fn says(words: &str, names: &[String]) -> bool {
    holds_any(words, names)
}

fn may_be_told(figure: &Figure<'_>) -> bool {
    figure.is_amount() && !figure.hedged && !matches!(figure.role, Role::Change(_) | Role::Before)
}

/// Whether a figure is what a change led to: 上升2.0倍至151.2亿元.
fn arrives(document: &Document<'_>, at: usize) -> bool {
    let from = at.checked_sub(1).map_or(0, |before| document.figures[before].end);
    let words = document.between(from, document.figures[at].start);
    words.chars().count() <= ARRIVES && ["至", "到", "to $", "to £", "to"].iter().any(|to| words.trim().ends_with(to))
}

/// The words that name a figure: before it, as far as the figure or sentence before; those of that figure too where the value
/// only arrives (imports rose $3.4 billion to $191.3 billion, 进口上升2.0倍至151.2亿元).
fn words(document: &Document<'_>, at: usize) -> String {
    let figures = &document.figures;
    let before = |i: usize| {
        let from = i.checked_sub(1).map_or(0, |before| figures[before].end);
        let words = document.between(from.max(figures[i].start.saturating_sub(WORDS)), figures[i].start);
        let sentence = words.rsplit(['。', ';', '\n']).next().unwrap_or_default();
        sentence.rsplit(". ").next().unwrap_or_default().to_lowercase()
    };
    let own = before(at);
    match at.checked_sub(1).filter(|_| arrives(document, at)) {
        Some(way) => before(way) + &own,
        None => own,
    }
}

/// The nearest two of the margin's names between which it lies.
fn between(document: &Document<'_>, at: usize, margin: &Margin) -> Option<Found> {
    let figures = &document.figures;
    let mut near: Vec<usize> = (at.saturating_sub(NEAR)..figures.len().min(at + NEAR + 1))
        .filter(|i| *i != at && (may_be_told(&figures[*i]) || arrives(document, *i)))
        .filter(|i| figures[*i].same_unit(&figures[at]) && !figures[*i].hedged)
        .filter(|i| figures[*i].line == figures[at].line)
        .collect();
    near.sort_by_key(|i| i.abs_diff(at));
    let called = |names: &[String], others: &[String]| -> Vec<usize> {
        let own = |i: &&usize| {
            // 进出口 is both together.
            let words = words(document, **i).replace("进出口", "");
            says(&words, names) && !says(&words, others)
        };
        near.iter().filter(own).take(TRIED).copied().collect()
    };
    let (of, less) = (called(&margin.of, &margin.less), called(&margin.less, &margin.of));
    let pairs = of.iter().flat_map(|of| less.iter().map(move |less| (*of, *less)));
    let mut held = pairs.filter_map(|(of, less)| arithmetic::apart(document, of, less, at));
    held.find(|found| found.verdict == Verdict::Consistent).or_else(|| doubt(document, at, (&of, &less)))
}

/// 出口805.9亿元；进口457.5亿元；顺差438.4亿元: where the sentence has one of each name alone, what a slip of the pen explains is asked
/// about.
fn doubt(document: &Document<'_>, at: usize, (of, less): (&[usize], &[usize])) -> Option<Found> {
    let figures = &document.figures;
    let said = &figures[at];
    let (&[out], &[into]) = (of, less) else { return None };
    // The services surplus beside exports and imports of goods is another.
    let kind = |word: &&&str| words(document, at).contains(**word);
    let other = |word: &&str| ![out, into].iter().any(|i| words(document, *i).contains(*word));
    if KINDS.iter().filter(kind).any(other) {
        return None;
    }
    let beside = |i: usize| i < at && figures[i].sentence == said.sentence && document.is_level(i);
    let needed = figures[out].base()?.checked_sub(figures[into].base()?)?.abs();
    let needed = needed.checked_div(power_of_ten(said.scale))?.round_dp(said.decimals);
    let slip = said.digits() >= SLIPPED && repair::one_slip(said, needed);
    let found = arithmetic::apart(document, out, into, at).filter(|_| slip && beside(out) && beside(into))?;
    Some(Found { verdict: Verdict::Unclear, ..found })
}

/// 出口203.7亿元，进口82.7亿元，逆差121.0亿元: more went out than came in, which is a surplus. Of the relations that hold the three
/// together one stays, as a question.
pub fn turned(document: &Document<'_>, found: &mut Vec<Found>) {
    let mut asked: BTreeSet<Vec<usize>> = BTreeSet::new();
    found.retain_mut(|f| {
        let figures = f.figures();
        if !matches!(f.kind, RelationKind::Difference | RelationKind::Sum)
            || !settled(f.verdict)
            || !is_turned(document, &figures)
        {
            return true;
        }
        if asked.contains(&figures) {
            return false;
        }
        f.verdict = Verdict::Unclear;
        f.note = Words::new("顺差、逆差与进出口不符", "the words say surplus or deficit, the figures the other");
        asked.insert(figures);
        true
    });
}

/// Whether of exports, imports and what lies between them the word for that is the other one.
fn is_turned(document: &Document<'_>, three: &[usize]) -> bool {
    let figures = &document.figures;
    let called = |says: &dyn Fn(&str) -> bool| three.iter().copied().find(|i| says(figures[*i].label));
    let between = called(&|label| label.contains("顺差") != label.contains("逆差"));
    let out = called(&|label| label.contains("出口") && !label.contains("进") && !label.contains("差"));
    let into = called(&|label| label.contains("进口") && !label.contains('出') && !label.contains("差"));
    let (Some(between), Some(out), Some(into), 3) = (between, out, into, three.len()) else { return false };
    (figures[out].base() > figures[into].base()) != figures[between].label.contains("顺差")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_and_names_two_figures_each() {
        assert!(!MARGINS.is_empty());
        for margin in MARGINS.iter() {
            assert!(!margin.names.is_empty() && !margin.of.is_empty() && !margin.less.is_empty(), "{:?}", margin.names);
        }
    }
}

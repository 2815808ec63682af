//! What is left between two amounts, by its own word: 缺口, 净增, 超额, the balance.

use std::collections::BTreeSet;

use super::{Found, change::amount_verdict, mixed, operand};
use crate::{
    figures::{
        document::Document,
        figure::{Figure, Role, plain},
        interval::power_of_ten,
        units::Class,
    },
    model::{RelationKind, Verdict, Words},
};

/// Amounts before the figure that are looked at.
const BACK: usize = 6;

/// The figure is what two others differ by, and nothing else.
const STRONG: [&str; 22] = [
    "缺口",
    "超额",
    "超出",
    "还需",
    "还差",
    "尚缺",
    "仍差",
    "净增",
    "净流入",
    "净流出",
    "净减",
    "相差",
    "差额",
    "结余",
    "结存",
    "balance",
    "shortfall",
    "surplus",
    "deficit",
    "short of",
    "unspent",
    "difference",
];
/// The figure may be it.
const WEAK: [&str; 12] =
    ["剩余", "尚余", "余下", "其余", "未", "尚有", "还有", "remain", "vacant", "left", "outstanding", "the rest"];

/// Finds them; what `found` holds of a figure already is not said again.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    let told: BTreeSet<usize> = found
        .iter()
        .filter(|f| matches!(f.kind, RelationKind::Sum | RelationKind::Difference) && f.verdict <= Verdict::Rounding)
        .flat_map(|f| f.operands.iter().copied())
        .collect();
    for (at, said) in document.figures.iter().enumerate().skip(2) {
        if said.hedged || !said.is_amount() || told.contains(&at) || !matches!(said.role, Role::Level | Role::Change(_))
        {
            continue;
        }
        let strong = says(document, at, &STRONG);
        if strong || says(document, at, &WEAK) {
            found.extend(difference(document, at, strong));
        }
    }
}

/// Whether the words right around a figure hold one of `words`.
fn says(document: &Document<'_>, at: usize, words: &[&str]) -> bool {
    let figure = &document.figures[at];
    let from = figure.label_start.max(figure.start.saturating_sub(24));
    let (label, tail) = (document.between(from, figure.start), figure.tail);
    words.iter().any(|word| label.contains(word) || word.is_ascii() && tail.contains(word))
}

/// The two amounts before a figure that differ by it.
fn difference(document: &Document<'_>, at: usize, strong: bool) -> Option<Found> {
    let figures = &document.figures;
    let said = &figures[at];
    let english = said.label.is_ascii() && said.tail.is_ascii();
    let comparable = |other: &Figure<'_>| {
        let counted = english && other.class == Class::Count && said.class == Class::Count;
        (other.same_unit(said) || counted) && !other.hedged
    };
    let before: Vec<usize> = (at.saturating_sub(BACK)..at)
        .rev()
        .filter(|i| {
            let other = &figures[*i];
            other.line == said.line && matches!(other.role, Role::Level | Role::Base) && comparable(other)
        })
        .collect();
    let pairs = before.iter().enumerate().flat_map(|(index, b)| before[index + 1..].iter().map(move |a| (*a, *b)));
    let telling =
        said.digits() >= 2 && (strong || said.digits() >= 3 || before.len() == 2) || before.len() == 2 && strong;
    for (a, b) in pairs.clone() {
        let relation = subtract(document, a, b, at)?;
        if relation.verdict == Verdict::Consistent && telling {
            return Some(relation);
        }
    }
    let together = |i: &usize| figures[*i].sentence == said.sentence;
    let &[b, a] = before.as_slice() else { return None };
    let sure = strong && together(&a) && together(&b) && figures[a].same_unit(said) && figures[b].same_unit(said);
    // Only of what there is and what was got of it can a gap be left.
    let planned = ["计划", "目标", "任务", "需求", "总", "应", "预算"]
        .iter()
        .any(|word| figures[a].label.contains(word) || figures[b].label.contains(word));
    let flows = said.label.contains('净') || figures[b].role == Role::Base;
    let relation = subtract(document, a, b, at)?;
    (sure && (planned || flows || english) && relation.verdict == Verdict::Inconsistent)
        .then_some(Found { verdict: Verdict::Unclear, ..relation })
}

fn subtract(document: &Document<'_>, a: usize, b: usize, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let said = &figures[at];
    let (high, low) = if figures[a].base()? >= figures[b].base()? { (a, b) } else { (b, a) };
    let computed = figures[high].interval()?.minus(figures[low].interval()?)?;
    let verdict = amount_verdict(said, computed)?;
    let several = mixed([&figures[high], &figures[low], said]) && figures[high].scale != said.scale;
    let point = figures[high].base()?.checked_sub(figures[low].base()?)?.checked_div(power_of_ten(said.scale))?;
    let shown = point.normalize();
    let unit = if several { said.shown_unit } else { "" };
    Some(Found {
        kind: RelationKind::Difference,
        operands: vec![a, b, at],
        expression: format!(
            "{} − {} = {shown}{unit}",
            operand(&figures[high], several),
            operand(&figures[low], several)
        ),
        reported: plain(said.value, said.decimals),
        computed: shown.to_string(),
        verdict,
        note: Words::default(),
    })
}

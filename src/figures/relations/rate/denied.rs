//! Rates and parts of opposite sense: a rate of what passed is not of what failed (检出不合格193批次，合格率97.77%), and its
//! part is what the whole leaves of it.

use rust_decimal::Decimal;

use super::{Base, Question, candidates::bases};
use crate::{
    figures::{
        document::Document,
        figure::{Figure, Role},
        glyphs::is_han,
        relations::{Found, judge, mixed, operand, settled, shown_percent},
    },
    model::{RelationKind, Verdict, Words},
};

/// What turns a word into its opposite.
const NOT: [char; 5] = ['不', '未', '非', '无', '没'];

/// What a rate is called, without the word that denies it, and whether there is one.
fn name(rate: &Figure<'_>) -> Option<(String, bool)> {
    if rate.role != Role::Rate {
        return None;
    }
    let label = rate.label.split_once('率')?.0;
    let chars: Vec<char> = label.chars().filter(|c| is_han(*c)).collect();
    let tail = &chars[chars.len().saturating_sub(3)..];
    let not = tail.iter().rposition(|c| NOT.contains(c));
    let text = |chars: &[char]| chars.iter().collect::<String>();
    match not {
        Some(at) if at + 1 < tail.len() => Some((text(&tail[at + 1..]), true)),
        Some(_) => None,
        None => Some((text(&chars[chars.len().saturating_sub(2)..]), false)),
    }
    .filter(|(name, denied)| name.chars().count() == 2 || *denied)
}

/// Whether the words of a part hold the name, and deny it.
fn says(part: &Figure<'_>, name: &str) -> Option<bool> {
    let words = if part.label.contains(name) { part.label } else { part.tail };
    let at = words.find(name)?;
    // 不予公开, 未按时公开: a word may stand between.
    let near = words[..at].chars().rev().take_while(|c| is_han(*c)).take(3).any(|c| NOT.contains(&c));
    let denied = near || name.chars().count() == 1 && words[..at].chars().any(|c| NOT.contains(&c));
    Some(denied)
}

/// Whether a part is of the opposite sense of its rate.
pub(super) fn opposed(rate: &Figure<'_>, part: &Figure<'_>) -> bool {
    let Some((name, denied)) = name(rate) else { return false };
    says(part, &name).is_some_and(|said| said != denied)
}

/// What the whole leaves of an opposed part, held against the rate; a single whole right before it makes one that does
/// not hold a question.
pub(super) fn left(document: &Document<'_>, question: &Question, opposed: &[usize]) -> Option<Found> {
    let pairs = opposed.iter().flat_map(|part| {
        let bases = bases(document, question.rate, &[vec![*part]]);
        bases.into_iter().filter_map(|base| match base {
            Base::Figure(whole) => Some((*part, whole)),
            Base::Sum(_) => None,
        })
    });
    let pairs: Vec<(usize, usize)> = pairs.collect();
    let found: Vec<Found> =
        pairs.iter().filter_map(|(part, whole)| complement(document, *part, *whole, question.rate)).collect();
    if let Some(holds) = found.iter().find(|found| settled(found.verdict)) {
        return Some(holds.clone());
    }
    let figures = &document.figures;
    let &part = opposed.first()?;
    let larger = pairs.iter().filter(|(p, whole)| *p == part && figures[*whole].base() >= figures[part].base());
    let larger: Vec<usize> = larger.map(|(_, whole)| *whole).collect();
    let [whole] = larger[..] else { return None };
    // What stands for the rate itself may be told as well.
    let agrees = question.numerators.iter().flatten().any(|other| *other != whole && *other != part);
    let near = figures[whole].sentence == figures[question.rate].sentence
        && whole + 1 == part
        && question.rate - part <= 2
        && !agrees
        && !figures[question.rate].hedged;
    complement(document, part, whole, question.rate)
        .filter(|_| near)
        .map(|found| Found { verdict: Verdict::Unclear, ..found })
}

fn complement(document: &Document<'_>, part: usize, whole: usize, rate: usize) -> Option<Found> {
    let (p, w, r) = (&document.figures[part], &document.figures[whole], &document.figures[rate]);
    let left = w.base()?.checked_sub(p.base()?)?;
    if part == whole || !p.same_unit(w) || left.is_sign_negative() {
        return None;
    }
    let computed = w.interval()?.minus(p.interval()?)?.over(w.interval()?)?.times(Decimal::ONE_HUNDRED)?;
    let point = left.checked_div(w.base()?)?.checked_mul(Decimal::ONE_HUNDRED)?;
    let several = mixed([p, w]);
    let shown = shown_percent(point, r.decimals);
    let (p_text, w_text) = (operand(p, several), operand(w, several));
    Some(Found {
        kind: RelationKind::Rate,
        operands: vec![part, whole, rate],
        expression: format!("({w_text} − {p_text}) ÷ {w_text} = {shown}%"),
        reported: r.shown(),
        computed: shown,
        verdict: judge(r, computed),
        note: Words::default(),
    })
}

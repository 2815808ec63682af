//! Multiples in words: 由6.3亿元增至12.6亿元，翻一番; 较上年的120件减半.

use rust_decimal::Decimal;

use super::{
    Found, mixed, operand,
    reference::{Kind, pair},
};
use crate::{
    figures::{document::Document, figure::Figure},
    model::{RelationKind, Verdict, Words},
    text::words::holds_any,
};

/// Characters behind the second value in which the words stand.
const BEHIND: usize = 16;

/// What they say: the later value is so many times the earlier one, or the earlier so many times the later.
const MULTIPLES: [(&str, i64); 12] = [
    ("翻两番", 4),
    ("翻了两番", 4),
    ("翻一番", 2),
    ("翻了一番", 2),
    ("翻番", 2),
    ("增长一倍", 2),
    ("增加一倍", 2),
    ("增长两倍", 3),
    ("增加两倍", 3),
    ("减半", -2),
    ("减少一半", -2),
    ("下降一半", -2),
];

/// Characters of which each of them has one.
const SIGNS: [char; 3] = ['番', '半', '倍'];

/// Words that make it rough, or of something else.
const ROUGH: [&str; 16] =
    ["近", "约", "超", "逾", "多", "接近", "不止", "以上", "预计", "较", "比", "到", "目标", "力争", "计划", "将"];

/// Finds them.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    if !document.text.may_hold_any(&SIGNS) {
        return;
    }
    for at in 0..document.figures.len() {
        // What is asked first costs least: hardly any text holds such words.
        let Some((times, word)) = told(document, at) else { continue };
        let near = (at.saturating_sub(1)..=at).rev().filter_map(|reference| pair(document, reference));
        let known = near.into_iter().find(|pair| {
            matches!(pair.kind, Kind::Earlier | Kind::Compared) && pair.sure && pair.value.max(pair.reference) == at
        });
        if let Some(pair) = known {
            found.extend(relation(document, pair.value, pair.reference, times, word));
        }
    }
}

/// The multiple told right behind a figure, before the next.
fn told(document: &Document<'_>, at: usize) -> Option<(i64, &'static str)> {
    let figure = &document.figures[at];
    let next = document.figures.get(at + 1).map_or(document.text.chars.len(), |next| next.start);
    let words = document.between(figure.end, next.min(figure.end + BEHIND));
    if !words.contains(SIGNS) {
        return None;
    }
    let words = words.split(['。', ';']).next().unwrap_or_default();
    let (word, times) = MULTIPLES.iter().find(|(word, _)| words.contains(word))?;
    let rough = holds_any(words, &ROUGH);
    (!rough && figure.is_amount()).then_some((*times, *word))
}

fn relation(document: &Document<'_>, value: usize, earlier: usize, times: i64, word: &str) -> Option<Found> {
    let (now, before): (&Figure<'_>, &Figure<'_>) = (&document.figures[value], &document.figures[earlier]);
    if now.hedged || before.hedged {
        return None;
    }
    let (high, low) = if times > 0 { (now, before) } else { (before, now) };
    let ratio = high.base()?.checked_div(low.base()?)?;
    let off = ratio.checked_div(Decimal::from(times.abs()))?.checked_sub(Decimal::ONE)?.abs();
    // In words it is rounder than in figures.
    let verdict = match off {
        off if off <= Decimal::new(25, 3) => Verdict::Consistent,
        off if off <= Decimal::new(12, 2) => return None,
        _ => Verdict::Unclear,
    };
    let several = mixed([high, low]);
    let shown = ratio.round_dp(2).normalize().to_string();
    Some(Found {
        kind: RelationKind::Ratio,
        operands: vec![value, earlier],
        expression: format!("{} ÷ {} = {shown}", operand(high, several), operand(low, several)),
        reported: times.abs().to_string(),
        computed: shown,
        verdict,
        note: Words::new(format!("文中称“{word}”"), format!("the text says {} times", times.abs())),
    })
}

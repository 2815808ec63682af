//! A declared number against what is listed: 完成整改2项（A、B）.

use super::Found;
use crate::{
    figures::{document::Document, figure::Role, glyphs::is_han, units::Class},
    model::{RelationKind, Verdict, Words},
    text::words::holds_any,
};

/// Characters of a listed name at most; a longer one is a sentence.
const LONGEST_NAME: usize = 30;

/// Characters of what is counted, before the bracket.
const NOUN: usize = 8;

/// Characters behind a number in which its names stand, and the greatest number of them.
const NAMES: usize = 80;
const MOST: u32 = 20;

/// Finds them. A list that is one longer or shorter than declared may be split otherwise, so it is at most a question.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    for (id, (open, close)) in document.brackets.spans.iter().enumerate() {
        let Some(at) = document.bracket_owner.get(id).copied().flatten() else { continue };
        let figure = &document.figures[at];
        let whole = figure.exact() && figure.class == Class::Count && figure.role == Role::Level;
        // 7家县属国企（…）: what is counted may be named before the bracket.
        let gap = document.between(figure.end, *open);
        let whole =
            whole && (gap.is_empty() || gap.chars().count() <= NOUN && gap.chars().all(is_han) && !has_verb(gap));
        if !whole || *close >= document.text.chars.len() || close - open > 600 {
            continue;
        }
        if let Some(listed) = names(document.between(open + 1, *close)) {
            found.extend(compare(document, at, listed));
        }
    }
    if document.text.may_hold_word(&LISTING) {
        found.extend((0..document.figures.len()).filter_map(|at| named_behind(document, at)));
    }
}

/// Words before names that stand behind their number.
const LISTING: [&str; 4] = ["分别为", "分别是", ",即", ",包括"];

/// 不合格3家，分别为甲局、乙局和丙站; 仍有4项未销号，即…、…、…: names that stand behind their number without a bracket. Where they end is not told, so
/// that only as many as were declared say anything.
fn named_behind(document: &Document<'_>, at: usize) -> Option<Found> {
    let figure = &document.figures[at];
    if !figure.exact() || figure.class != Class::Count || figure.role != Role::Level || figure.value > MOST.into() {
        return None;
    }
    let end = document.figures.get(at + 1).map_or(document.text.chars.len(), |next| next.start);
    let words = document.between(figure.end, end.min(figure.end + NAMES));
    let (gap, list) = LISTING.iter().find_map(|word| words.split_once(word))?;
    let near = gap.chars().count() <= NOUN && gap.chars().all(|c| is_han(c) || c == ',') && !gap.contains('中');
    let list = list.split([',', ';', '。', '(', '\n']).next().filter(|_| near)?;
    let names: Vec<&str> = list.split('、').flat_map(|name| name.split('和')).map(str::trim).collect();
    let sound =
        names.iter().all(|name| (2..=LONGEST_NAME).contains(&name.chars().count())) && !list.contains(['等', '及']);
    let joined = list.contains('、') && sound;
    compare(document, at, names.len()).filter(|found| joined && found.verdict == Verdict::Consistent)
}

/// Words before a bracket that say what was done with what is counted: the bracket is of that, then.
fn has_verb(gap: &str) -> bool {
    holds_any(gap, &["完成", "开展", "实施", "推进", "的", "了", "在", "其中", "涉及", "分布", "已", "被", "获", "达"])
}

/// How many names a bracket lists; `None` when it is no plain list of names.
fn names(text: &str) -> Option<usize> {
    let plain =
        !text.chars().any(|c| c.is_ascii_digit() || matches!(c, '(' | ')' | '。' | ':')) && !text.trim().is_empty();
    if !plain || holds_any(text, &["等", "含", "其中", "包括", "以及", "均为", "不含", "为", "及"]) {
        return None;
    }
    let mark = if text.contains(';') {
        ';'
    } else if text.contains('、') {
        '、'
    } else {
        ','
    };
    let names: Vec<&str> = text.split(mark).map(str::trim).collect();
    let sound = names.iter().all(|name| !name.is_empty() && name.chars().count() <= LONGEST_NAME);
    (sound && names.len() >= 2).then_some(names.len())
}

fn compare(document: &Document<'_>, at: usize, listed: usize) -> Option<Found> {
    let figure = &document.figures[at];
    let declared = usize::try_from(figure.value.trunc().mantissa()).ok().filter(|_| figure.value.scale() == 0)?;
    let verdict = match declared.abs_diff(listed) {
        0 => Verdict::Consistent,
        1 if listed >= 4 => Verdict::Unclear,
        _ => return None,
    };
    Some(Found {
        kind: RelationKind::Count,
        operands: vec![at],
        expression: if declared == listed {
            format!("{declared} = {listed}")
        } else {
            format!("{declared} ≠ {listed}")
        },
        reported: declared.to_string(),
        computed: listed.to_string(),
        verdict,
        note: Words::new(format!("列举{listed}个"), format!("{listed} names are listed")),
    })
}

//! A declared number against what an English sentence lists: four priorities: homes, roads, jobs and clean air.

use super::reading::Sentence;
use crate::{
    figures::{relations::Found, units::Class},
    model::{RelationKind, Verdict, Words},
};

/// Words of one listed name at most.
const LONGEST_NAME: usize = 9;

/// Finds them.
pub fn find(sentence: &Sentence<'_, '_>, found: &mut Vec<Found>) {
    for index in 0..sentence.items.len() {
        let figure = sentence.figure(index);
        let counts = figure.exact() && figure.is_amount() && figure.digits() <= 2 && figure.class != Class::Money;
        if counts && !sentence.items[index].hedged {
            found.extend(list(sentence, index));
        }
    }
}

/// The tokens of the list that an item declares: behind a colon, or in a bracket.
fn list(sentence: &Sentence<'_, '_>, index: usize) -> Option<Found> {
    let tail = sentence.tail(index);
    let opens = |at: &usize| matches!(sentence.tokens[*at].word.as_str(), ":" | "(");
    let open = tail.clone().find(opens)?;
    let apart = sentence.words(tail.start..open);
    let near =
        open - tail.start <= 6 && !apart.contains(',') && !apart.contains("includ") && !apart.contains("such as");
    let close = match sentence.tokens[open].word.as_str() {
        "(" => (open..tail.end).find(|at| sentence.tokens[*at].word == ")")?,
        _ if tail.end == sentence.tokens.len() => {
            (open..tail.end).find(|at| sentence.tokens[*at].word == ";").unwrap_or(tail.end)
        }
        _ => return None,
    };
    let names = names(sentence, open + 1, close).filter(|_| near)?;
    compare(sentence, index, &names)
}

/// How many names a list may hold: an "and" at its end joins two of them, or stands in one.
fn names(sentence: &Sentence<'_, '_>, from: usize, to: usize) -> Option<Vec<usize>> {
    const STOP: [&str; 10] = ["including", "etc", "see", "such", "for", "e.g", "per", ":", "(", "by"];
    let words: Vec<&str> = sentence.tokens[from..to].iter().map(|token| token.word.as_str()).collect();
    let mark = if words.contains(&";") { ";" } else { "," };
    let items: Vec<&[&str]> = words.split(|word| *word == mark).collect();
    let last = items.last()?;
    let plain = items
        .iter()
        .all(|item| !item.is_empty() && item.len() <= LONGEST_NAME && !item.iter().any(|word| STOP.contains(word)));
    let ands = last.iter().filter(|word| **word == "and").count();
    if !plain || ands == 0 || items.len() > 20 {
        return None;
    }
    let oxford = last.first() == Some(&"and");
    Some(match (oxford, ands) {
        (true, 1) => vec![items.len()],
        (true, _) => vec![items.len(), items.len() + 1],
        (false, 1) => vec![items.len() + 1],
        _ => vec![items.len() + 1, items.len() + 2],
    })
}

fn compare(sentence: &Sentence<'_, '_>, index: usize, names: &[usize]) -> Option<Found> {
    let figure = sentence.figure(index);
    let declared = usize::try_from(figure.value.trunc().mantissa()).ok().filter(|_| figure.value.scale() == 0)?;
    let &listed = names.iter().min_by_key(|names| names.abs_diff(declared))?;
    let sign = if declared == listed { "=" } else { "≠" };
    let verdict = match declared.abs_diff(listed) {
        0 => Verdict::Consistent,
        1 | 2 if listed >= 3 => Verdict::Unclear,
        _ => return None,
    };
    Some(Found {
        kind: RelationKind::Count,
        operands: vec![sentence.items[index].at],
        expression: format!("{declared} {sign} {listed}"),
        reported: declared.to_string(),
        computed: listed.to_string(),
        verdict,
        note: Words::new(format!("列举{listed}个"), format!("{listed} names are listed")),
    })
}

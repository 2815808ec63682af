//! Rates in English of which another one beside them, which holds, says what they are of.

use super::{
    rate::{again, is_amount, owner},
    reading::Sentence,
    say,
    vocabulary::Cue,
};
use crate::{
    figures::relations::{Found, arithmetic},
    model::Verdict,
};

/// Of those closed, 402 (27.9%) … and 1,076 (72.8%): the whole of the sentence before, which the share of another proves.
pub(super) fn beside_proven(sentence: &Sentence<'_, '_>, rate: usize, answers: &[(usize, Found)]) -> Option<Found> {
    let part = owner(sentence, rate)?;
    let opening = sentence.words(0..sentence.tokens.len().min(2));
    let those = ["of those", "of these", "of them", "of the"].contains(&opening.as_str());
    let first = sentence.items.first()?.at;
    let whole = answers.iter().find_map(|(other, found)| {
        let (of, base) = (*found.operands.first()?, *found.operands.get(1)?);
        let alike = owner(sentence, *other).is_some_and(|index| sentence.items[index].at == of);
        (alike && base < first && found.verdict == Verdict::Consistent).then_some(base)
    })?;
    let document = sentence.document;
    let at = |index: usize| sentence.items[index].at;
    let same = say::alike(sentence.figure(part), &document.figures[whole]);
    let found = arithmetic::rate(document, at(part), whole, at(rate))?;
    (those && same && !say::holds(&found)).then_some(Found { verdict: Verdict::Unclear, ..found })
}

/// Of which direct taxes $218.6 billion, or 39.4%, and other revenue $429.6 billion, or 66.3%: the share of another part, told in the same
/// words, is of the whole that stands before both.
pub(super) fn told_alike(sentence: &Sentence<'_, '_>, rate: usize, answers: &[(usize, Found)]) -> Option<Found> {
    let part = rate.checked_sub(1).filter(|part| is_amount(sentence, *part))?;
    let words = sentence.words(sentence.lead(rate));
    let place = |index: usize| sentence.items[index].at;
    let whole = answers.iter().find_map(|(other, found)| {
        let theirs = other.checked_sub(1)?;
        let &[of, whole, _] = &found.operands[..] else { return None };
        let alike = *other != rate && of == place(theirs) && sentence.words(sentence.lead(*other)) == words;
        let before = whole < place(part) && whole < of && found.verdict == Verdict::Consistent;
        (alike && before && say::same(sentence.figure(theirs), sentence.figure(part))).then_some(whole)
    })?;
    let near = (0..part).filter(|index| is_amount(sentence, *index)).any(|index| place(index) == whole);
    let again = again(&words) && (0..=part).any(|index| sentence.has(sentence.lead(index), Cue::Breakdown));
    let found = arithmetic::rate(sentence.document, place(part), whole, place(rate)).filter(|_| near && again)?;
    (!say::holds(&found)).then_some(Found { verdict: Verdict::Unclear, ..found })
}

/// 41 critical, 96 major and 131 minor. … 37 critical (90.2%), 74 major (71.7%) and 118 minor (90.1%): parts and wholes stand in one order, and two of the
/// shares prove it.
pub(super) fn in_turn(sentence: &Sentence<'_, '_>, rate: usize, answers: &[(usize, Found)]) -> Option<Found> {
    let part = owner(sentence, rate)?;
    let place = |index: usize| sentence.items[index].at;
    let whole_for = |(other, found): &(usize, Found)| -> Option<usize> {
        let theirs = owner(sentence, *other)?;
        let whole = *found.operands.get(1).filter(|_| found.operands.first() == Some(&place(theirs)))?;
        // Each share stands behind its part: the parts are two figures apart.
        let (more, less) = (part.checked_sub(theirs), theirs.checked_sub(part));
        match (more, less) {
            (Some(more), _) if more.is_multiple_of(2) => whole.checked_add(more / 2),
            (None, Some(less)) if less.is_multiple_of(2) => whole.checked_sub(less / 2),
            _ => None,
        }
    };
    let wholes: Vec<usize> = answers.iter().filter_map(whole_for).collect();
    let (&whole, others) = wholes.split_first()?;
    let document = sentence.document;
    let sound = !others.is_empty() && others.iter().all(|other| *other == whole) && whole != place(part);
    let alike = document.figures.get(whole).is_some_and(|figure| say::alike(figure, sentence.figure(part)));
    if !sound || !alike {
        return None;
    }
    let found = arithmetic::rate(document, place(part), whole, place(rate))?;
    (!say::holds(&found)).then_some(Found { verdict: Verdict::Unclear, ..found })
}

//! Rates of one name, each behind its part and whole in the words of the other: 参评421人，通过318人，通过率75.53%；…参评92人，通过57人，通过率69.61%. What holds
//! of one says what the other is of.

use super::{Base, Question, names::rate_name, quotient};
use crate::{
    figures::{document::Document, figure::Role, glyphs::is_han, relations::Found},
    model::Verdict,
};

/// Rates before and behind that are looked at.
const NEAR: usize = 6;

/// The rate as a question, where another one of its name holds of figures that are called as those that stand as far before it.
pub(super) fn find(document: &Document<'_>, questions: &[Question], index: usize, part: usize) -> Option<Found> {
    let question = &questions[index];
    let name = rate_name(&document.figures[question.rate]);
    let around = index.saturating_sub(NEAR)..questions.len().min(index + NEAR + 1);
    questions[around].iter().find_map(|other| {
        let (found, base) = other.answer.as_ref().filter(|(found, _)| found.verdict == Verdict::Consistent)?;
        let &model = other.numerators.first()?.first()?;
        let Base::Figure(whole) = base else { return None };
        let base = parallel_base(document, question, other, base)?;
        let Base::Figure(own) = base else { return None };
        let of_it = found.operands.first() == Some(&model);
        let one = !name.is_empty() && rate_name(&document.figures[other.rate]) == name && of_it;
        (one && called_alike(document, part, model) && called_alike(document, own, *whole))
            .then(|| quotient(document, &[part], &base, question.rate))?
            .map(|found| Found { verdict: Verdict::Unclear, ..found })
    })
}

/// 已注册97个、已开工54个，注册率75.8%，开工率29.7%: parts side by side, and their rates in the same order; what the first is of the second is of.
pub(super) fn in_turn(document: &Document<'_>, questions: &[Question], index: usize) -> Option<Found> {
    let figures = &document.figures;
    let question = &questions[index];
    let other = questions.get(index.checked_sub(1)?).filter(|other| other.rate + 1 == question.rate)?;
    let (found, base) = other.answer.as_ref().filter(|(found, _)| found.verdict == Verdict::Consistent)?;
    let Base::Figure(whole) = base else { return None };
    let first = *found.operands.first()?;
    let part = first + 1;
    let bears = |rate: usize, part: usize| {
        let name = rate_name(&figures[rate]);
        name.chars().count() == 2 && figures[rate].role == Role::Rate && figures[part].label.contains(&name)
    };
    let beside = document.is_level(part) && figures[part].item == figures[first].item + 1 && part < other.rate;
    let less = figures[part].base() <= figures[*whole].base() && figures[part].same_unit(&figures[*whole]);
    let in_order = figures[question.rate].item == figures[other.rate].item + 1;
    let told = in_order && beside && less && bears(other.rate, first) && bears(question.rate, part);
    let asked = told && !figures[part].hedged && figures[part].clause == figures[question.rate].clause;
    quotient(document, &[part], base, question.rate)
        .filter(|_| asked)
        .map(|found| Found { verdict: Verdict::Unclear, ..found })
}

/// Whether the words before two figures end alike.
fn called_alike(document: &Document<'_>, a: usize, b: usize) -> bool {
    let end = |at: usize| -> Option<[char; 2]> {
        let words: Vec<char> = document.figures[at].label.chars().filter(|c| is_han(*c)).collect();
        words.last_chunk::<2>().copied()
    };
    end(a).is_some() && end(a) == end(b)
}

/// 受理A结案B，结案率P; 受理C结案D，结案率Q: the same distance back to the base.
pub(super) fn parallel_base(
    document: &Document<'_>,
    question: &Question,
    other: &Question,
    base: &Base,
) -> Option<Base> {
    let Base::Figure(whole) = base else { return None };
    if document.figures[question.rate].role != Role::Rate || *whole > other.rate {
        return None;
    }
    let (part, sibling) = (*question.numerators.first()?.first()?, *other.numerators.first()?.first()?);
    if question.rate.checked_sub(part) != other.rate.checked_sub(sibling) {
        return None;
    }
    let at = question.rate.checked_sub(other.rate - *whole)?;
    let candidate = Base::Figure(at);
    (question.bases.contains(&candidate)
        && document.figures[at].sentence == document.figures[question.rate].sentence
        && document.figures[at].clause == document.figures[question.rate].clause)
        .then_some(candidate)
}

//! Rates of which two neighbouring digits are exchanged: 74 major (71.7%) of 96 (77.1%), 为计划的142% (124%). Of a thousand rates of three digits two
//! come out so by chance: what stands right beside the rate is tried with the nearest wholes, and nothing else.

use rust_decimal::Decimal;

use super::{Base, Question, candidates, named, names, quotient};
use crate::{
    figures::{document::Document, figure::Role, relations::Found, repair, words::Cue},
    model::Verdict,
};

/// Digits of a rate below which an exchange proves nothing.
const DIGITS: usize = 3;
/// Figures before a rate among which a part is looked for.
const PARTS: usize = 8;
/// Wholes tried.
const WHOLES: usize = 4;

/// The rate as a question, where an exchange explains it.
pub(super) fn find(document: &Document<'_>, question: &Question) -> Option<Found> {
    let rate = &document.figures[question.rate];
    let parts = question.numerators.first()?;
    if let Some(found) = of_rungs(document, question) {
        return Some(found);
    }
    if question.untied || rate.hedged || rate.digits() < DIGITS || !is_bound(document, question, parts) {
        return None;
    }
    question.bases.iter().take(WHOLES).find_map(|base| exchanged(document, question, parts, base))
}

/// 普高升学率56.92% (59.62), 高中阶段升学率98.69%: a rate of four digits beside one of its name that holds, of which whole it is one too. Of the few
/// parts that are told one alone may give it.
pub(super) fn beside_proven(document: &Document<'_>, questions: &[Question], index: usize) -> Option<Found> {
    let figures = &document.figures;
    let question = &questions[index];
    let rate = &figures[question.rate];
    let name = |at: usize| -> Option<Vec<char>> {
        let (name, _) = figures[at].label.split_once('率')?;
        let chars: Vec<char> = name.chars().collect();
        chars.last_chunk::<2>().map(|end| end.to_vec())
    };
    let own = name(question.rate).filter(|_| rate.digits() > DIGITS && rate.role == Role::Rate && !rate.hedged)?;
    let around = index.saturating_sub(1)..questions.len().min(index + 2);
    let sibling = questions[around].iter().find(|other| {
        let beside = other.rate != question.rate && figures[other.rate].sentence == rate.sentence;
        beside && name(other.rate).as_ref() == Some(&own)
    })?;
    let (Base::Figure(whole), Verdict::Consistent) = sibling.answer.as_ref().map(|(f, base)| (base, f.verdict))? else {
        return None;
    };
    let fits = |i: &usize| {
        let part = &figures[*i];
        *i != *whole && document.is_level(*i) && part.same_unit(&figures[*whole]) && part.sentence == rate.sentence
    };
    let parts = (question.rate.saturating_sub(PARTS)..question.rate).filter(fits);
    let base = Base::Figure(*whole);
    let mut given = parts.filter_map(|part| exchanged(document, question, &[part], &base));
    given.next().filter(|_| given.next().is_none())
}

fn exchanged(document: &Document<'_>, question: &Question, parts: &[usize], base: &Base) -> Option<Found> {
    let rate = &document.figures[question.rate];
    let found = quotient(document, parts, base, question.rate)?;
    let computed: Decimal = found.computed.parse().ok()?;
    let exchanged = repair::swapped(rate, computed.round_dp(rate.decimals));
    exchanged.then_some(Found { verdict: Verdict::Unclear, ..found })
}

/// 高速214公里，…，四级15238公里，等外1067公里，四级及以上等级公路占公路总里程的93.5% (95.3%): the members of a ladder down to the one that is named,
/// of the total that the words name.
fn of_rungs(document: &Document<'_>, question: &Question) -> Option<Found> {
    let rate = &document.figures[question.rate];
    if rate.hedged || rate.digits() < DIGITS || rate.role != Role::Share {
        return None;
    }
    let rungs = candidates::rungs(document, question.rate)?;
    let whole = question.bases.iter().find(|base| match base {
        Base::Figure(whole) => names::named_base(document, question.rate, &[*whole]).is_some(),
        Base::Sum(_) => false,
    })?;
    exchanged(document, question, &rungs, whole)
}

/// Whether the words say what the rate is of: several by their names, or the one figure beside it, which it is called after.
fn is_bound(document: &Document<'_>, question: &Question, parts: &[usize]) -> bool {
    let figures = &document.figures;
    let (rate, &[part]) = (&figures[question.rate], parts) else { return true };
    let named = || rate.role == Role::Share && named::bears_all(document, part, &named::subject(rate));
    let beside = part + 1 == question.rate || question.explicit || named();
    let alone = rate.label.trim().is_empty() && rate.depth > figures[part].depth;
    let called = rate.role != Role::Rate || alone || names::verb_agrees(rate, &figures[part]);
    beside && called && !rate.says(Cue::Survey)
}

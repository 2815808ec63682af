//! Spent against what was planned: £48.7 million against a budget of £46.2 million is an overspend of £2.5 million (5.4%), of the
//! budget; and a gross amount less an income.

use super::{reading::Sentence, say, vocabulary::Cue};
use crate::{
    figures::{
        relations::{Found, arithmetic},
        units::Class,
    },
    model::{RelationKind, Verdict, Words},
};

/// Words for what was spent beyond a plan, and short of it.
const BEYOND: [&str; 4] = ["overspend", "overspent", "overspending", "overrun"];
const SHORT: [&str; 4] = ["underspend", "underspent", "underspending", "saving"];

/// Finds them.
pub fn find(sentence: &Sentence<'_, '_>, found: &mut Vec<Found>) {
    for gap in 1..sentence.items.len() {
        found.extend(against_plan(sentence, gap));
        found.extend(less(sentence, gap));
        found.extend(shortfall(sentence, gap));
    }
}

/// The value and the plan that a gap lies between: two amounts of its kind, the second called a plan.
fn value_and_plan(sentence: &Sentence<'_, '_>, gap: usize) -> Option<(usize, usize)> {
    let amounts: Vec<usize> = (0..sentence.items.len())
        .filter(|index| {
            let figure = sentence.figure(*index);
            *index != gap && figure.is_amount() && say::alike(figure, sentence.figure(gap))
        })
        .collect();
    let [value, plan] = amounts[..] else { return None };
    let plain = [value, plan].iter().all(|index| !sentence.items[*index].hedged && *index < gap);
    let against = ["against", "versus", "compared"].iter().any(|word| sentence.holds(sentence.lead(plan), word));
    let target = sentence.has(sentence.lead(plan).start..sentence.close_tail(plan).end, Cue::Target);
    (plain && against && target && plan + 1 == gap).then_some((value, plan))
}

/// Whether a gap is said to be beyond the plan.
pub fn beyond(sentence: &Sentence<'_, '_>, gap: usize) -> Option<bool> {
    let lead = sentence.close_lead(gap);
    let tail = sentence.close_tail(gap);
    let near = |words: &[&str]| {
        words.iter().any(|word| {
            sentence.holds(lead.clone(), word) || sentence.holds(tail.start..tail.end.min(tail.start + 2), word)
        })
    };
    match (near(&BEYOND), near(&SHORT)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

/// The gap on the wrong side of the plan, and a rate of it that is not of the plan.
fn against_plan(sentence: &Sentence<'_, '_>, gap: usize) -> Vec<Found> {
    let told = || -> Option<Vec<Found>> {
        let beyond = beyond(sentence, gap)?;
        let (value, plan) = value_and_plan(sentence, gap)?;
        let at = |index: usize| sentence.items[index].at;
        let document = sentence.document;
        let difference = say::difference(document, at(value), at(plan), at(gap))?;
        let more = sentence.figure(value).base()? > sentence.figure(plan).base()?;
        let mut found = Vec::new();
        if say::holds(&difference) && more != beyond && sentence.figure(value).base() != sentence.figure(plan).base() {
            let note = Words::new("超支与结余方向不一致", "the directions of overspend and underspend differ");
            found.push(Found { verdict: Verdict::Unclear, note, ..difference });
        }
        let rate = gap + 1;
        let percent = rate < sentence.items.len() && sentence.figure(rate).class == Class::Percent;
        if percent && matches!(sentence.words(sentence.lead(rate)).as_str(), "or" | "(" | ", or" | "( or") {
            let growth = arithmetic::growth(document, at(plan), at(value), at(rate))?;
            let verdict = if say::holds(&growth) { growth.verdict } else { Verdict::Unclear };
            found.push(Found { verdict, ..growth });
        }
        Some(found)
    };
    told().unwrap_or_default()
}

/// Whether a proof gives the rate of a gap by another base than its plan.
pub fn of_other_base(sentence: &Sentence<'_, '_>, found: &Found) -> bool {
    let reported = found.operands.last();
    let Some(rate) = (1..sentence.items.len()).find(|index| Some(&sentence.items[*index].at) == reported) else {
        return false;
    };
    let gap = rate - 1;
    if sentence.figure(rate).class != Class::Percent || beyond(sentence, gap).is_none() {
        return false;
    }
    let base = match found.kind {
        RelationKind::Rate => found.operands.get(1),
        RelationKind::Growth => found.operands.first(),
        _ => return false,
    };
    value_and_plan(sentence, gap).is_some_and(|(_, plan)| base != Some(&sentence.items[plan].at))
}

/// 1,372 (planned 1,450)…; the shortfall of 78 visits: what lies between what was done and what was planned.
fn shortfall(sentence: &Sentence<'_, '_>, gap: usize) -> Option<Found> {
    let words = sentence.words(sentence.close_lead(gap));
    if !words.ends_with("shortfall of") || sentence.items[gap].hedged {
        return None;
    }
    let amounts: Vec<usize> = (0..gap)
        .filter(|index| {
            sentence.figure(*index).is_amount()
                && say::alike(sentence.figure(*index), sentence.figure(gap))
                && !sentence.is_time(*index)
        })
        .collect();
    let [done, plan] = amounts[..] else { return None };
    let exact = !sentence.items[done].hedged && !sentence.items[plan].hedged;
    let lead = sentence.close_lead(plan);
    let planned = plan == done + 1 && sentence.has(lead.end.saturating_sub(2).max(lead.start)..lead.end, Cue::Target);
    let less = sentence.figure(done).base()? <= sentence.figure(plan).base()?;
    let at = |index: usize| sentence.items[index].at;
    let found =
        (exact && planned && less).then(|| say::difference(sentence.document, at(plan), at(done), at(gap)))??;
    Some(if say::holds(&found) { found } else { Found { verdict: Verdict::Unclear, ..found } })
}

/// £154.5 million, being gross expenditure of £218.4 million less income of £63.9 million.
fn less(sentence: &Sentence<'_, '_>, income: usize) -> Option<Found> {
    let gross = income.checked_sub(1)?;
    let net = gross.checked_sub(1)?;
    let at = |index: usize| sentence.items[index].at;
    let lead = sentence.lead(income);
    let says = lead.len() <= 4 && sentence.tokens.get(lead.start).is_some_and(|token| token.word == "less");
    let plain = [net, gross, income].iter().all(|index| {
        sentence.figure(*index).class == Class::Money
            && !sentence.items[*index].hedged
            && sentence.items[*index].turn.is_none()
    });
    let found = (says && plain).then(|| say::difference(sentence.document, at(gross), at(income), at(net)))??;
    Some(if say::holds(&found) { found } else { Found { verdict: Verdict::Unclear, ..found } })
}

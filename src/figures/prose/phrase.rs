//! What an English phrase ties to each other across other figures: a rate to the whole that it names (5,927, the last being 38.5% of all
//! attendances), what is left to the plan that it is left of (leaving 2.74 million unspent), two amounts to what they come to (giving 15,684),
//! and a change to the value that it led to (by $1.3 million to $22.7 million).

use super::{
    rate::is_amount,
    reading::{Sentence, Turn},
    say,
};
use crate::{
    figures::{
        relations::{Found, arithmetic},
        repair,
        units::Class,
    },
    model::{Verdict, Words},
};

/// Letters of a word by which another of its stem is known: attended, attendances.
const STEM: usize = 5;
/// Words of a phrase at most.
const LONGEST: usize = 8;
/// Digits of a total that two parts come so near hardly by chance.
const DIGITS: usize = 4;

/// Finds them.
pub fn find(sentence: &Sentence<'_, '_>, before: Option<&Sentence<'_, '_>>, found: &mut Vec<Found>) {
    for index in 1..sentence.items.len() {
        let named = of_named(sentence, before, index);
        if let Some(named) = named {
            found
                .retain(|known| known.operands.last() != named.operands.last() || known.verdict == Verdict::Consistent);
            found.push(named);
        }
        found.extend(left_of_plan(sentence, index).into_iter().flatten());
        found.extend(together(sentence, index));
        found.extend(beyond_its_value(sentence, index));
    }
}

/// I.e. 20.5% of the water put into supply: the figure right before is held against the one whole that bears the name.
fn of_named(sentence: &Sentence<'_, '_>, before: Option<&Sentence<'_, '_>>, rate: usize) -> Option<Found> {
    let item = &sentence.items[rate];
    let percent = sentence.figure(rate).class == Class::Percent && item.turn.is_none() && !item.hedged;
    let part = rate - 1;
    let lead = sentence.words(sentence.lead(rate));
    let tied = [", i.e", "i.e", "the last being", "the latter being", ", that is", ", representing", ", equivalent to"]
        .iter()
        .any(|end| lead == *end || lead.ends_with(&format!(" {end}")) && lead.split(' ').count() <= LONGEST);
    let tail = sentence.words(sentence.close_tail(rate));
    let name = ["of all ", "of the total ", "of total ", "of the "].iter().find_map(|of| tail.strip_prefix(of))?;
    let words: Vec<&str> = name.split(' ').filter(|word| word.len() >= STEM).collect();
    if !percent || !tied || !is_amount(sentence, part) || words.is_empty() || name.split(' ').count() > LONGEST {
        return None;
    }
    let at = sentence.items[part].at;
    let all = before.into_iter().chain([sentence]).flat_map(|of| (0..of.items.len()).map(move |index| (of, index)));
    let called = |(of, index): &(&Sentence<'_, '_>, usize)| {
        let around = format!("{} {}", of.words(of.close_lead(*index)), of.words(of.close_tail(*index)));
        let bears =
            |word: &&str| word.get(..STEM).is_some_and(|stem| around.split(' ').any(|own| own.starts_with(stem)));
        let own = of.items[*index].at == at || of.items[*index].earlier;
        is_amount(of, *index) && !own && say::alike(of.figure(*index), sentence.figure(part)) && words.iter().all(bears)
    };
    let mut wholes = all.filter(called);
    let (of, whole) = wholes.next().filter(|_| wholes.next().is_none())?;
    let larger = of.figure(whole).base()? >= sentence.figure(part).base()?;
    let found = arithmetic::rate(sentence.document, at, of.items[whole].at, item.at).filter(|_| larger)?;
    Some(if say::holds(&found) { found } else { Found { verdict: Verdict::Unclear, ..found } })
}

/// Expenditure of $58.46 million, against an allotment of $61.20 million, leaving 2.74 million (4.5%) unspent.
fn left_of_plan(sentence: &Sentence<'_, '_>, rest: usize) -> Option<Vec<Found>> {
    let (done, plan) = (rest.checked_sub(2)?, rest - 1);
    let against = sentence.words(sentence.lead(plan));
    let told = against.split(' ').rev().take(5).any(|word| word == "against") && against.ends_with(" of");
    let leaves = sentence.words(sentence.close_lead(rest)) == "leaving";
    let amounts = [done, plan, rest].iter().all(|index| is_amount(sentence, *index));
    let scale = |index: usize| sentence.figure(index).scale;
    let alike = say::same(sentence.figure(done), sentence.figure(plan)) && scale(rest) == scale(plan);
    if !told || !leaves || !amounts || !alike {
        return None;
    }
    let at = |index: usize| sentence.items[index].at;
    let ask = |found: Found| if say::holds(&found) { found } else { Found { verdict: Verdict::Unclear, ..found } };
    let left = say::difference(sentence.document, at(plan), at(done), at(rest)).map(ask)?;
    let rate = rest + 1;
    let share = sentence.items.get(rate).is_some_and(|item| item.depth == sentence.items[rest].depth + 1);
    let share = share && sentence.figure(rate).class == Class::Percent;
    let share = share.then(|| arithmetic::rate(sentence.document, at(rest), at(plan), at(rate))).flatten();
    Some(std::iter::once(left).chain(share.filter(say::holds)).collect())
}

/// Began with 4,217 and registered 11,467, giving 15,684 on the docket: the two before it, and no other.
fn together(sentence: &Sentence<'_, '_>, total: usize) -> Option<Found> {
    let words = sentence.words(sentence.close_lead(total));
    let comes =
        ["giving", "making", "giving a total of", "making a total of", "making in all"].contains(&words.as_str());
    let counts = |index: &usize| sentence.figure(*index).exact() && is_amount(sentence, *index);
    let (a, b) = (total.checked_sub(2)?, total - 1);
    let alone = (0..a).all(|index| !sentence.figure(index).is_amount()) && [a, b, total].iter().all(counts);
    let joined = sentence.words(sentence.lead(b)).split(' ').any(|word| word == "and");
    let clause = sentence.items[a].clause == sentence.items[b].clause || joined;
    let at = |index: usize| sentence.items[index].at;
    let found =
        say::sum(sentence.document, &[at(a), at(b)], at(total)).filter(|_| comes && alone && joined && clause)?;
    if say::holds(&found) {
        return Some(found);
    }
    let said = sentence.figure(total);
    let sum = sentence.figure(a).base()?.checked_add(sentence.figure(b).base()?)?;
    let slip = said.digits() >= DIGITS && repair::one_slip(said, sum);
    slip.then_some(Found { verdict: Verdict::Unclear, ..found })
}

/// Rose by $1.3 billion to $22.7 million: it can't have grown by more than it is.
fn beyond_its_value(sentence: &Sentence<'_, '_>, change: usize) -> Option<Found> {
    let (value, rate) = (change + 1, change + 2);
    let grown =
        sentence.items[change].turn == Some(Turn::Up) && sentence.words(sentence.close_lead(change)).ends_with("by");
    let arrives = value < sentence.items.len() && sentence.words(sentence.lead(value)) == "to";
    if !grown || !arrives || sentence.items[change].hedged || sentence.items[value].hedged {
        return None;
    }
    let (more, said) = (sentence.figure(change), sentence.figure(value));
    let beyond = more.is_amount() && say::same(more, said) && more.base()? > said.base()? && more.scale != said.scale;
    let percent = rate < sentence.items.len() && sentence.figure(rate).class == Class::Percent;
    if !beyond || !percent {
        return None;
    }
    let at = |index: usize| sentence.items[index].at;
    let found = say::growth_of_change(sentence.document, at(value), at(change), true, at(rate))?;
    let note = Words::new("增加的数大于现有的数，请核对单位", "it grew by more than it is: check the units");
    Some(Found { verdict: Verdict::Unclear, note, ..found })
}

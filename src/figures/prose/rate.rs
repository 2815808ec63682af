//! Part and whole in English: 312 of 390 roads (80%), 80% of the 390 roads, of which 312 (80%); and averages.

use super::{
    reading::Sentence,
    say,
    siblings::{beside_proven, in_turn, told_alike},
    vocabulary::Cue,
};
use crate::{
    figures::{
        relations::{Found, arithmetic},
        units::Class,
    },
    model::Verdict,
    text::words::holds_any,
};

/// Amounts before a rate that may be its part.
const PARTS: usize = 4;

/// Finds them.
pub fn find(sentence: &Sentence<'_, '_>, before: Option<&Sentence<'_, '_>>, found: &mut Vec<Found>) {
    let rates: Vec<usize> = (0..sentence.items.len()).filter(|index| is_rate(sentence, *index)).collect();
    let mut answers: Vec<(usize, Found)> = Vec::new();
    for &rate in &rates {
        if let Some(answer) = explicit_proof(sentence, rate).or_else(|| proof(sentence, before, rate)) {
            answers.push((rate, answer));
        }
    }
    for &rate in &rates {
        if answers.iter().any(|(answered, _)| *answered == rate) {
            continue;
        }
        let accused = explicit(sentence, rate)
            .map(|(part, whole)| (part, whole, Verdict::Inconsistent))
            .or_else(|| named(sentence, rate))
            .or_else(|| by_stem(sentence, rate))
            .or_else(|| in_bracket(sentence, rate, &answers))
            .or_else(|| above_whole(sentence, rate));
        if accused.is_none() {
            found.extend(beside_proven(sentence, rate, &answers));
            found.extend(in_turn(sentence, rate, &answers));
            found.extend(told_alike(sentence, rate, &answers));
        }
        if accused.is_none() {
            found.extend(before.and_then(|before| of_sentence_before(sentence, before, rate)));
        }
        let Some((part, whole, verdict)) = accused else { continue };
        found.extend(quotient(sentence, part, whole, rate).map(|found| Found { verdict, ..found }));
    }
    found.extend(answers.into_iter().map(|(_, found)| found));
}

fn is_rate(sentence: &Sentence<'_, '_>, index: usize) -> bool {
    let item = &sentence.items[index];
    sentence.figure(index).class == Class::Percent && item.turn.is_none() && !item.hedged
}

pub(super) fn is_amount(sentence: &Sentence<'_, '_>, index: usize) -> bool {
    sentence.items.get(index).is_some_and(|item| item.turn.is_none() && !item.hedged)
        && sentence.figure(index).is_amount()
        && !sentence.is_time(index)
}

/// The amount before a figure, times aside.
fn amount_before(sentence: &Sentence<'_, '_>, index: usize) -> Option<usize> {
    (0..index).rev().find(|before| !sentence.is_time(*before))
}

/// The words between two figures, whatever time stands there.
fn gap(sentence: &Sentence<'_, '_>, from: usize, to: usize) -> std::ops::Range<usize> {
    sentence.items[from].token + 1..sentence.items[to].token
}

fn quotient(sentence: &Sentence<'_, '_>, part: usize, whole: usize, rate: usize) -> Option<Found> {
    let at = |index: usize| sentence.items[index].at;
    say::alike(sentence.figure(part), sentence.figure(whole))
        .then(|| arithmetic::rate(sentence.document, at(part), at(whole), at(rate)))
        .flatten()
}

/// X of the Y: the part and the whole of one phrase, by the place of the part.
pub fn of(sentence: &Sentence<'_, '_>, part: usize) -> bool {
    let whole = part + 1;
    if !is_amount(sentence, part) || !is_amount(sentence, whole) {
        return false;
    }
    let gap = sentence.words(sentence.lead(whole));
    let words: Vec<&str> = gap.split(' ').collect();
    let of = words.iter().position(|word| *word == "of");
    let apart = words.iter().any(|word| {
        matches!(*word, "," | ";" | ":" | "(" | ")" | "and" | "or" | "which" | "a" | "an" | "value" | "cost")
    });
    let same = say::alike(sentence.figure(part), sentence.figure(whole));
    // 3,618 first preferences met out of 3,954 applications.
    let out = words.windows(2).position(|pair| pair == ["out", "of"]);
    let near = of.is_some_and(|of| of <= 3) || out.is_some_and(|out| out <= 4);
    same && !apart && near && words.len() <= 8
}

/// £48.6 million against a budget of £71.2 million.
fn against_plan(sentence: &Sentence<'_, '_>, part: usize) -> bool {
    let whole = part + 1;
    if !is_amount(sentence, part) || !is_amount(sentence, whole) {
        return false;
    }
    let lead = sentence.lead(whole);
    let against = ["against", "versus", "compared"].iter().any(|word| sentence.holds(lead.clone(), word));
    let same = say::same(sentence.figure(part), sentence.figure(whole));
    let near =
        (lead.start..lead.end).rev().find(|at| matches!(sentence.tokens[*at].word.as_str(), "against" | "versus"));
    let lead = near.map_or(lead.clone(), |at| at..lead.end);
    against && same && lead.len() <= 8 && sentence.has(lead.start..sentence.close_tail(whole).end, Cue::Target)
}

/// The whole behind a rate: 80% of the 390 roads.
fn whole_behind(sentence: &Sentence<'_, '_>, rate: usize) -> Option<usize> {
    let whole = rate + 1;
    if !is_amount(sentence, whole) {
        return None;
    }
    let gap = sentence.words(sentence.lead(whole));
    let words: Vec<&str> = gap.split(' ').collect();
    let plain = !words
        .iter()
        .any(|word| matches!(*word, "," | ";" | ":" | "(" | "and" | "was" | "were" | "is" | "are" | "had" | "have"));
    (words.first() == Some(&"of") && plain && words.len() <= 8).then_some(whole)
}

/// A mark or word that says that what follows is the same again.
pub(super) fn again(gap: &str) -> bool {
    matches!(
        gap,
        "(" | ","
            | ", or"
            | "or"
            | ", i.e"
            | "i.e"
            | ", that is"
            | ", that is ,"
            | ", in other words ,"
            | ":"
            | "( i.e"
            | ", representing"
            | "( or"
            | ", equal to"
            | ", just"
            | ", about"
            | "representing"
            | "equal to"
            | ", equivalent to"
            | ", some"
    )
}

/// As [`again`], up to four words of what is counted aside.
fn said_again(sentence: &Sentence<'_, '_>, index: usize) -> bool {
    let lead = sentence.lead(index);
    (lead.start..lead.end.min(lead.start + 5)).any(|from| {
        let plain =
            (lead.start..from).all(|at| sentence.tokens[at].word.chars().all(|c| c.is_alphabetic() || c == '-'));
        plain && again(&sentence.words(from..lead.end))
    })
}

/// The part and whole that the phrase of a rate names.
fn explicit(sentence: &Sentence<'_, '_>, rate: usize) -> Option<(usize, usize)> {
    if let Some(whole) = whole_behind(sentence, rate) {
        let after = whole + 1;
        if is_amount(sentence, after)
            && said_again(sentence, after)
            && !["of them", "of these", "of which", "of whom"]
                .iter()
                .any(|of_them| sentence.words(sentence.close_tail(after)).starts_with(of_them))
            && say::alike(sentence.figure(after), sentence.figure(whole))
            && !of(sentence, after)
            && !(sentence.words(sentence.lead(after)) == ","
                && sentence.close_tail(after).is_empty()
                && sentence.items.len() > after + 1)
        {
            return Some((after, whole));
        }
        let part = (0..rate).rev().take(3).find(|part| is_amount(sentence, *part))?;
        let lead = sentence.lead(rate);
        let tied = sentence.words(lead.clone());
        // Spending of £18.6m was 76.9% of the £24.2m budget.
        let is =
            matches!(tied.as_str(), "was" | "were" | "is" | "represented" | "amounted to" | "came to" | "represents")
                && part == 0
                && rate == 1;
        let told = is || again(&tied) || sentence.ends(lead.clone(), Cue::RateWord) && lead.len() <= 8;
        return (told && say::alike(sentence.figure(part), sentence.figure(whole))).then_some((part, whole));
    }
    // 80% (312) of the 390, 80% (312 of 390).
    let opens = sentence.lead_of(rate + 1).is_some_and(|lead| sentence.words(lead) == "(");
    // 3.6% of the annual debit (£3.16m out of £879m).
    let named = sentence.lead_of(rate + 1).is_some_and(|lead| {
        let words = sentence.words(lead.clone());
        lead.len() <= 7 && words.starts_with("of ") && words.ends_with('(') && !words.contains([',', ';'])
    });
    // Turnout was 42.6%: 36,480 of 85,640.
    let colon = sentence.lead_of(rate + 1).is_some_and(|lead| sentence.words(lead) == ":");
    if (opens || named || colon) && of(sentence, rate + 1) {
        return Some((rate + 1, rate + 2));
    }
    if is_amount(sentence, rate + 1)
        && is_amount(sentence, rate + 2)
        && sentence.words(sentence.lead(rate + 1)) == "("
        && sentence.words(sentence.lead(rate + 2)).starts_with(") of")
    {
        return Some((rate + 1, rate + 2));
    }
    after_phrase(sentence, rate)
}

/// 312 of the 390 roads (80%), 312 of 390, a rate of 80%, 312 (80%) of the 390.
fn after_phrase(sentence: &Sentence<'_, '_>, rate: usize) -> Option<(usize, usize)> {
    let part = rate.checked_sub(1)?;
    if is_amount(sentence, part)
        && is_amount(sentence, rate + 1)
        && sentence.words(sentence.lead(rate)) == "("
        && sentence.words(sentence.lead(rate + 1)).starts_with(") of the")
    {
        return Some((part, rate + 1));
    }
    let part = amount_before(sentence, rate)?.checked_sub(1);
    let part = part.filter(|part| of(sentence, *part) || against_plan(sentence, *part))?;
    let lead = gap(sentence, part + 1, rate);
    let gap = sentence.words(lead.clone());
    let bracket = gap.ends_with('(') && lead.len() <= 12 && !gap.contains([',', ';']);
    // 1.1 of 38.6 million; Fridays make up 41% of night trips: another clause, and a whole of its own.
    let own_whole = gap.contains(';') || sentence.words(sentence.tail(rate)).starts_with("of ");
    let named = sentence.ends(lead.clone(), Cue::RateWord) && lead.len() <= 12 && !own_whole;
    let said = again(&gap) || bracket || named;
    let other = sentence.has(lead, Cue::OtherRate);
    (said && !other).then_some((part, part + 1))
}

fn explicit_proof(sentence: &Sentence<'_, '_>, rate: usize) -> Option<Found> {
    let (part, whole) = explicit(sentence, rate)?;
    quotient(sentence, part, whole, rate).filter(say::holds)
}

/// 312 schemes (80%): what the bracket of a rate stands right behind.
pub(super) fn owner(sentence: &Sentence<'_, '_>, rate: usize) -> Option<usize> {
    let part = amount_before(sentence, rate).filter(|part| is_amount(sentence, *part))?;
    let lead = gap(sentence, part, rate);
    let words = sentence.words(lead.clone());
    let near = words.ends_with('(') && lead.len() <= 6 && !words.contains(',') && !words.contains(')');
    (near && !part.checked_sub(1).is_some_and(|before| of(sentence, before))).then_some(part)
}

/// Whether a share in a bracket stands right behind an amount: it is a member of a list.
fn carries(sentence: &Sentence<'_, '_>, index: usize) -> bool {
    let whole = index.checked_sub(1).is_some_and(|part| of(sentence, part));
    !whole
        && sentence.items.get(index + 1).is_some_and(|next| {
            next.depth > sentence.items[index].depth
                && next.turn.is_none()
                && sentence.figure(index + 1).class == Class::Percent
                && sentence.lead(index + 1).len() <= 3
        })
}

/// The first part and whole near a rate that give it.
fn proof(sentence: &Sentence<'_, '_>, before: Option<&Sentence<'_, '_>>, rate: usize) -> Option<Found> {
    let parts = (0..rate).rev().take(PARTS).chain(rate + 1..(rate + 3).min(sentence.items.len()));
    let mut parts: Vec<usize> = parts.filter(|part| is_amount(sentence, *part)).collect();
    if let Some(owner) = owner(sentence, rate) {
        parts = vec![owner];
    }
    let document = sentence.document;
    let at = sentence.items[rate].at;
    let mut wholes: Vec<usize> = (0..sentence.items.len())
        .filter(|whole| is_amount(sentence, *whole) && !carries(sentence, *whole))
        .map(|whole| sentence.items[whole].at)
        .collect();
    if let Some(before) = before {
        wholes.extend(
            (0..before.items.len()).filter(|whole| is_amount(before, *whole)).map(|whole| before.items[whole].at),
        );
    }
    let mut close = None;
    for part in parts.into_iter().map(|part| sentence.items[part].at) {
        for &whole in &wholes {
            let (n, d) = (&document.figures[part], &document.figures[whole]);
            if part == whole || !say::alike(n, d) || n.base() > d.base() {
                continue;
            }
            let Some(found) = arithmetic::rate(document, part, whole, at) else { continue };
            match found.verdict {
                Verdict::Consistent => return Some(found),
                Verdict::Rounding if n.same_unit(d) => close = close.or(Some(found)),
                _ => {}
            }
        }
    }
    close
}

/// Took 51,300 calls and answered 46,170, an answer rate of 90%: two amounts and a rate by its name.
fn named(sentence: &Sentence<'_, '_>, rate: usize) -> Option<(usize, usize, Verdict)> {
    let lead = sentence.lead(rate);
    let from = lead
        .clone()
        .rev()
        .find(|at| matches!(sentence.tokens[*at].word.as_str(), "," | "(" | ";"))
        .unwrap_or(lead.start);
    let gap = sentence.words(from..lead.end);
    let said = sentence.ends(from..lead.end, Cue::RateWord) || gap == "(" || gap == ", i.e" || gap == "( i.e";
    let apart = sentence.has(lead.clone(), Cue::OtherRate) || sentence.has(lead.clone(), Cue::Past);
    let mut amounts: Vec<usize> =
        (0..rate).filter(|index| sentence.figure(*index).is_amount() && !sentence.is_time(*index)).collect();
    // In March it examined 2,650 and rejected 97, a rate of 3.66%; in April: each clause has its own two.
    if amounts.len() > 2 && sentence.words(lead.clone()).contains("rate of") {
        amounts.retain(|index| sentence.items[*index].clause == sentence.items[rate].clause);
    }
    let [first, second] = amounts[..] else { return None };
    let both = is_amount(sentence, first) && is_amount(sentence, second);
    let whole = sentence.has(sentence.lead(first), Cue::Total) || starts_with_of(sentence, first) || gap != "(";
    let near =
        amount_before(sentence, rate) == Some(second) && sentence.items[second].clause == sentence.items[rate].clause;
    let ordered = sentence.figure(first).base() >= sentence.figure(second).base();
    if !said || apart || !both || !near || !whole || sentence.items[first].earlier || sentence.items[second].earlier {
        return None;
    }
    let behind = sentence.words(sentence.close_tail(second));
    let of_them = ["of them", "of these", "of whom", "of which"].iter().any(|word| behind.starts_with(word));
    let alone = of_them
        || gap.contains("rate of")
        || gap.contains("performance of")
        || gap == ", i.e"
        || starts_with_of(sentence, first);
    let against = sentence.has(sentence.lead(second), Cue::Target) || of(sentence, first);
    if ordered && alone {
        return Some((second, first, Verdict::Unclear));
    }
    (against && !ordered).then_some((first, second, Verdict::Unclear))
}

/// Of the 5,779 applications, 4,812 were approved and 967 refused, an approval rate of 83.3%: the rate is named after its part.
fn by_stem(sentence: &Sentence<'_, '_>, rate: usize) -> Option<(usize, usize, Verdict)> {
    let lead = sentence.close_lead(rate);
    let words = sentence.words(lead.clone());
    let name = words.strip_suffix(" rate of").or_else(|| words.strip_suffix(" rate"))?.rsplit(' ').next()?.to_owned();
    let stem = name.get(..5).filter(|stem| stem.is_ascii())?;
    let whole = (0..rate).find(|index| is_amount(sentence, *index)).filter(|whole| starts_with_of(sentence, *whole))?;
    let called = |index: &usize| {
        is_amount(sentence, *index)
            && sentence.words(sentence.close_tail(*index)).split(' ').any(|word| word.starts_with(stem))
    };
    let parts: Vec<usize> = (whole + 1..rate).filter(called).collect();
    let [part] = parts[..] else { return None };
    let larger = sentence.figure(part).base()? <= sentence.figure(whole).base()?;
    let apart = sentence.has(lead, Cue::OtherRate);
    (larger && !apart && sentence.items[whole].clause == sentence.items[rate].clause).then_some((
        part,
        whole,
        Verdict::Unclear,
    ))
}

/// Of the 390 roads: the sentence opens with its whole.
pub fn starts_with_of(sentence: &Sentence<'_, '_>, index: usize) -> bool {
    let lead = sentence.close_lead(index);
    let words = sentence.words(lead);
    let opens =
        ["of", "out of", "from", "in all of"].iter().any(|of| words == *of || words.starts_with(&format!("{of} ")));
    // Of these 2 were upheld, 3 partially: the two are a part, and those were told before.
    let those = ["these", "those", "them", "which", "whom"].iter().any(|word| words.ends_with(word));
    opens && !those && (0..index).all(|before| !sentence.figure(before).is_amount())
}

/// 6,122 staff, of whom 33,367 (55%): more than there are, at a share below 100%.
fn above_whole(sentence: &Sentence<'_, '_>, rate: usize) -> Option<(usize, usize, Verdict)> {
    let part = owner(sentence, rate)?;
    let whole = part.checked_sub(1).filter(|whole| is_amount(sentence, *whole))?;
    let lead = sentence.words(sentence.lead(part));
    let of = ["of which", "of whom", "of these", "of them"].iter().any(|word| lead.ends_with(word));
    let (n, d) = (sentence.figure(part), sentence.figure(whole));
    let above = n.base() > d.base() && sentence.figure(rate).value < rust_decimal::Decimal::ONE_HUNDRED;
    (of && above && say::alike(n, d)).then_some((part, whole, Verdict::Unclear))
}

/// 3,503,320 offences, of which 1,013,151 were detected. The detection rate was 28.9%: the sentence before tells part and
/// whole, and the part is called as the rate is.
fn of_sentence_before(sentence: &Sentence<'_, '_>, before: &Sentence<'_, '_>, rate: usize) -> Option<Found> {
    let words = sentence.words(sentence.close_lead(rate));
    let name = ["rate was", "rate is", "rate stood at", "rate of"].iter().find_map(|end| words.strip_suffix(end))?;
    let stem = name.trim_end().rsplit(' ').next()?.get(..5).filter(|stem| stem.is_ascii())?;
    let first = (0..rate).all(|index| sentence.figure(index).class != Class::Percent);
    let whole = (0..before.items.len()).find(|index| is_amount(before, *index))?;
    let part = (whole + 1 < before.items.len() && is_amount(before, whole + 1)).then_some(whole + 1)?;
    let which = before.words(before.lead(part));
    let of = ["of which", "of whom", "of these", "of them"].iter().any(|word| which.ends_with(word));
    let called = before.words(before.close_tail(part)).split(' ').any(|word| word.starts_with(stem));
    let others = before.items.len() > 2 || sentence.has(sentence.close_lead(rate), Cue::OtherRate);
    if !first || !of || !called || others || !say::alike(before.figure(part), before.figure(whole)) {
        return None;
    }
    let at = |index: usize| before.items[index].at;
    let found = arithmetic::rate(sentence.document, at(part), at(whole), sentence.items[rate].at)?;
    Some(if say::holds(&found) { found } else { Found { verdict: Verdict::Unclear, ..found } })
}

/// Of which 312 (80%): the bracket right behind a part of a whole that the words name.
fn in_bracket(sentence: &Sentence<'_, '_>, rate: usize, answers: &[(usize, Found)]) -> Option<(usize, usize, Verdict)> {
    let lead = sentence.lead(rate);
    let gap = sentence.words(lead.clone());
    let part = owner(sentence, rate)?;
    let bracket = lead.len() <= 6;
    let whole_near = sentence.close_lead(part);
    let joined = sentence.words(sentence.tail(rate)).starts_with(") of which")
        || sentence.words(sentence.close_tail(part)).starts_with("of whom")
        || sentence.words(sentence.close_tail(part)).starts_with("of which")
        || sentence.words(sentence.close_tail(part)).starts_with("of them")
        || sentence.words(sentence.close_tail(part)).starts_with("of these");
    // 318 were upheld (43%); 96 (30%) of those upheld, 424 (31% of which were serious): the words behind name another whole.
    let behind = sentence.words(sentence.tail(rate));
    let of_others = [") of those", ") of the ", "of which", "of whom", "of them", "of these", "of those"];
    if !bracket || of_others.iter().any(|of| behind.starts_with(of)) {
        return None;
    }
    let larger: Vec<usize> = (0..part)
        .filter(|whole| {
            is_amount(sentence, *whole)
                && say::alike(sentence.figure(part), sentence.figure(*whole))
                && sentence.figure(*whole).base() >= sentence.figure(part).base()
                && !carries(sentence, *whole)
        })
        .collect();
    let proven = answers.iter().find_map(|(_, found)| {
        let whole = *found.operands.get(1)?;
        larger.iter().copied().find(|index| sentence.items[*index].at == whole)
    });
    let [whole] = larger[..] else { return proven.map(|whole| (part, whole, Verdict::Unclear)) };
    let which = sentence.words(whole_near.clone());
    let marked = joined
        || starts_with_of(sentence, whole)
        || holds_any(&which, &["of which", "of whom", "of these", "of them", "including"])
        || proven.is_some();
    let told = sentence.has(sentence.lead(whole), Cue::Total) && which.split(' ').count() <= 3;
    let list = sentence.words(sentence.lead(part)).starts_with(": ") || gap.starts_with("resolved");
    if marked {
        return Some((part, whole, Verdict::Inconsistent));
    }
    (told || list || of(sentence, part)).then_some((part, whole, Verdict::Unclear))
}

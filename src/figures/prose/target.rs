//! Value against target, averages and multiples in English.

use rust_decimal::Decimal;

use super::{reading::Sentence, say, vocabulary::Cue};
use crate::{
    figures::{
        figure::plain,
        interval::{Interval, power_of_ten},
        relations::{Found, change::amount_verdict, mixed, operand},
        units::Class,
    },
    model::{RelationKind, Verdict, Words},
};

/// Finds them.
pub fn find(sentence: &Sentence<'_, '_>, found: &mut Vec<Found>) {
    for index in 0..sentence.items.len() {
        if is_target(sentence, index) {
            found.extend(claim(sentence, index));
        }
        if is_average(sentence, index) {
            found.extend(average(sentence, index));
        }
        found.extend(multiple(sentence, index));
    }
}

/// The 85% target, a target of 400.
fn is_target(sentence: &Sentence<'_, '_>, index: usize) -> bool {
    let tail = sentence.close_tail(index);
    // 92.0% against a target of 90%: the target is the other.
    let held_against = ["against", "versus", "vs", "compared"];
    let against = sentence.tokens.get(tail.start).is_some_and(|token| held_against.contains(&token.word.as_str()));
    let tail = tail.start..if against { tail.start } else { tail.end.min(tail.start + 3) };
    let lead = sentence.close_lead(index);
    let lead = lead.end.saturating_sub(5).max(lead.start)..lead.end;
    sentence.figure(index).class != Class::Points
        && (sentence.has(tail, Cue::Target) || sentence.has(lead, Cue::Target))
        && sentence.items[index].turn.is_none()
        && !sentence.figure(index).value.is_sign_negative()
}

fn claim(sentence: &Sentence<'_, '_>, target: usize) -> Option<Found> {
    let goal = sentence.figure(target);
    let actual = (0..target).rev().find(|index| {
        let figure = sentence.figure(*index);
        let item = &sentence.items[*index];
        let same = if goal.is_amount() { say::alike(figure, goal) } else { figure.class == goal.class };
        same && item.turn.is_none() && !item.hedged && !is_target(sentence, *index)
    })?;
    let done = sentence.figure(actual);
    let between = sentence.items[actual].token + 1..sentence.items[target].token;
    let has = |cue| sentence.has(between.clone(), cue);
    let (above, below, met) = (has(Cue::ClaimAbove), has(Cue::ClaimBelow), has(Cue::ClaimMet));
    let (reached, less) = (done.base()? >= goal.base()?, done.base()? < goal.base()?);
    let near = target - actual <= 2 && sentence.items[actual].clause == sentence.items[target].clause || below != above;
    let verdict = match (above, below, met) {
        (true, false, _) | (false, false, true) if reached => Verdict::Consistent,
        (false, true, _) if less => Verdict::Consistent,
        (true, false, false) | (false, true, false) if target == actual + 1 && !goal.hedged => Verdict::Unclear,
        // 92.0% against a target of 90%: the one beside the other, and nothing claimed of it.
        (false, false, false) if target == actual + 1 && is_beside(sentence, actual, target) => Verdict::Consistent,
        _ => return None,
    };
    let mixed = mixed([done, goal]) && done.is_amount();
    let sign = if reached { "≥" } else { "<" };
    near.then(|| Found {
        kind: RelationKind::Target,
        operands: vec![sentence.items[actual].at, sentence.items[target].at],
        expression: format!("{} {sign} {}", said(sentence, actual, mixed), said(sentence, target, mixed)),
        reported: plain(goal.value, goal.decimals),
        computed: plain(done.value, done.decimals),
        verdict,
        note: Words::default(),
    })
}

/// Against a target of, compared with a target of, (target: 85%).
fn is_beside(sentence: &Sentence<'_, '_>, actual: usize, target: usize) -> bool {
    let (done, goal) = (sentence.figure(actual), sentence.figure(target));
    let words = sentence.words(sentence.items[actual].token + 1..sentence.items[target].token);
    let told = ["against a target of", "against the target of", "compared with a target of", "target"];
    done.class == Class::Percent && goal.class == Class::Percent && told.contains(&words.trim().to_lowercase().as_str())
}

fn said(sentence: &Sentence<'_, '_>, index: usize, mixed: bool) -> String {
    let figure = sentence.figure(index);
    if figure.is_amount() { operand(figure, mixed) } else { figure.shown() }
}

fn is_average(sentence: &Sentence<'_, '_>, index: usize) -> bool {
    let tail = sentence.close_tail(index);
    let lead = sentence.close_lead(index);
    let item = &sentence.items[index];
    let told = sentence.has(lead.end.saturating_sub(8).max(lead.start)..lead.end, Cue::Average)
        || sentence.starts(tail.clone(), Cue::AverageAfter)
        || sentence.starts((tail.start + 1).min(tail.end)..tail.end, Cue::AverageAfter);
    told && sentence.figure(index).is_amount() && !item.hedged && item.turn.is_none() && !item.earlier
}

/// £20.5 million for 125 homes, an average of £164,000: a sum over a count of the sentence.
fn average(sentence: &Sentence<'_, '_>, index: usize) -> Option<Found> {
    let figure = sentence.figure(index);
    let money = figure.class == Class::Money;
    let usable = |other: &usize| {
        let item = &sentence.items[*other];
        *other != index && item.turn.is_none() && !item.hedged && sentence.figure(*other).is_amount()
    };
    let all: Vec<usize> = (0..sentence.items.len()).filter(usable).collect();
    let sums: Vec<usize> = all
        .iter()
        .copied()
        .filter(|sum| {
            if money { sentence.figure(*sum).unit == figure.unit } else { sentence.figure(*sum).class != Class::Money }
        })
        .collect();
    let counts: Vec<usize> = all
        .iter()
        .copied()
        .filter(|count| matches!(sentence.figure(*count).class, Class::Count | Class::Bare))
        .collect();
    let pairs =
        sums.iter().flat_map(|sum| counts.iter().map(move |count| (*sum, *count))).filter(|(sum, count)| sum != count);
    let ways: Vec<Found> = pairs.filter_map(|(sum, count)| quotient(sentence, sum, count, index)).collect();
    if let Some(proof) = ways.iter().find(|way| say::holds(way)) {
        return Some(proof.clone());
    }
    let [way] = &ways[..] else { return None };
    let lead = sentence.close_lead(index);
    let sure = money
        && all.len() == 2
        && sentence.has(lead, Cue::Average)
        && all.iter().all(|other| *other < index || index == 0);
    sure.then(|| Found { verdict: Verdict::Unclear, ..way.clone() })
}

fn quotient(sentence: &Sentence<'_, '_>, sum: usize, count: usize, average: usize) -> Option<Found> {
    let (s, d, a) = (sentence.figure(sum), sentence.figure(count), sentence.figure(average));
    if d.base()? <= Decimal::ONE {
        return None;
    }
    let computed = s.interval()?.over(d.interval()?)?;
    let slack = a.unit_in_last_place().checked_div(Decimal::TWO)?;
    // An average of whole things is rounded as any other.
    let wide = Interval { low: computed.low.checked_sub(slack)?, high: computed.high.checked_add(slack)? };
    let verdict = if a.exact() && wide.meets(Interval::point(a.base()?)) {
        Verdict::Consistent
    } else {
        amount_verdict(a, computed)?
    };
    let point = s.base()?.checked_div(d.base()?)?.checked_div(power_of_ten(a.scale))?;
    let shown = point.round_dp(a.decimals + 2).normalize().to_string();
    let mixed = s.scale != a.scale || d.scale > 0;
    let unit = if mixed && a.scale > 0 { format!(" {}", a.shown_unit) } else { String::new() };
    Some(Found {
        kind: RelationKind::Ratio,
        operands: vec![sentence.items[sum].at, sentence.items[count].at, sentence.items[average].at],
        expression: format!("{} ÷ {} = {shown}{unit}", operand(s, mixed), operand(d, false)),
        reported: plain(a.value, a.decimals),
        computed: shown,
        verdict,
        note: Words::default(),
    })
}

/// Twice the 48,000, twice as many as the 214; 38 lodged twice, 214 settled tells how often, and of no multiple.
fn compares(sentence: &Sentence<'_, '_>, twice: usize) -> bool {
    let next = sentence.tokens.get(twice + 1).map_or("", |token| token.word.as_str());
    ["as", "the", "that", "those", "what", "last", "its", "their"].contains(&next)
}

/// 96,000, twice the 48,000 of the year before; doubled from 120 to 240.
fn multiple(sentence: &Sentence<'_, '_>, index: usize) -> Option<Found> {
    const TIMES: [(&str, i64); 12] = [
        ("twice", 2),
        ("double", 2),
        ("doubled", 2),
        ("doubling", 2),
        ("trebled", 3),
        ("tripled", 3),
        ("treble", 3),
        ("triple", 3),
        ("quadrupled", 4),
        ("halved", -2),
        ("halving", -2),
        ("half", -2),
    ];
    const HEDGES: [&str; 10] =
        ["nearly", "almost", "about", "more", "over", "roughly", "around", "than", "not", "least"];
    let lead = sentence.lead(index);
    let word = |at: usize| sentence.tokens[at].word.as_str();
    let at = lead.clone().rev().find(|at| TIMES.iter().any(|(name, _)| *name == word(*at)))?;
    let times = TIMES.iter().find(|(name, _)| *name == word(at))?.1;
    if at > 0 && HEDGES.contains(&word(at - 1)) || lead.end - at > 5 || word(at) == "twice" && !compares(sentence, at) {
        return None;
    }
    let from = sentence.words(at..lead.end).ends_with("from");
    let (base, result) = match (from, index.checked_sub(1)) {
        (true, _) => (index, Some(index + 1)),
        (false, before) if word(at) != "half" && !word(at).ends_with("ed") => (index, before),
        _ => return None,
    };
    let result = result.filter(|result| *result < sentence.items.len())?;
    let (b, r) = (sentence.figure(base), sentence.figure(result));
    if sentence.items[base].hedged || sentence.items[result].hedged || !say::same(b, r) {
        return None;
    }
    let (high, low) = if times > 0 { (r, b) } else { (b, r) };
    let ratio = high.base()?.checked_div(low.base()?)?;
    let off = ratio.checked_div(Decimal::from(times.abs()))?.checked_sub(Decimal::ONE)?.abs();
    let verdict = match off {
        off if off <= Decimal::new(15, 3) => Verdict::Consistent,
        off if off <= Decimal::new(1, 1) => return None,
        _ => Verdict::Unclear,
    };
    let shown = ratio.round_dp(2).normalize().to_string();
    Some(Found {
        kind: RelationKind::Ratio,
        operands: vec![sentence.items[base].at, sentence.items[result].at],
        expression: format!(
            "{} ÷ {} = {shown}",
            operand(high, high.scale != low.scale),
            operand(low, high.scale != low.scale)
        ),
        reported: times.abs().to_string(),
        computed: shown,
        verdict,
        note: Words::default(),
    })
}

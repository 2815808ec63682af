//! Changes in English: from 58 to 64, up 6 or 10.3%; 74.8%, 1.7 points above the 73.1% of a year before; a deficit of.

use super::{
    reading::{Sentence, Turn},
    say,
    vocabulary::Cue,
};
use crate::{
    figures::{
        relations::{Found, arithmetic},
        units::Class,
    },
    model::{RelationKind, Verdict, Words},
};

/// Levels on either side of a change that are looked at.
const NEAR: usize = 8;

/// Verbs behind a difference that is told as known.
const TOLD_OF: [&str; 12] = [
    "arose",
    "arises",
    "arising",
    "reflects",
    "reflected",
    "reflecting",
    "resulted",
    "results",
    "was",
    "is",
    "stems",
    "due",
];

/// Finds them; a change that opens with "this" may be of the sentence before.
pub fn find(sentence: &Sentence<'_, '_>, before: Option<&Sentence<'_, '_>>, found: &mut Vec<Found>) {
    let from = found.len();
    find_each(sentence, before, found);
    let beside = (1..sentence.items.len()).filter_map(|rate| of_proven_change(sentence, rate, &found[from..]));
    let beside: Vec<Found> = beside.collect();
    found.extend(beside);
}

/// A fall of 9 (52%): the figures prove the change, and its rate is not theirs; or the other way round.
fn of_proven_change(sentence: &Sentence<'_, '_>, rate: usize, found: &[Found]) -> Option<Found> {
    let (change, rate) = (sentence.items[rate - 1], rate);
    let (change_at, rate_at) = (change.at, sentence.items[rate].at);
    let turned = change.turn.is_some() && sentence.items[rate].turn.is_some();
    let kinds = sentence.figure(rate - 1).is_amount() && sentence.figure(rate).class == Class::Percent;
    let said = |at: usize| found.iter().any(|known| known.operands.last() == Some(&at));
    let joined = sentence.lead(rate).len() <= 3 && !sentence.holds(sentence.lead(rate), "and");
    let unsafe_growth = sentence.has(sentence.lead(rate).start..sentence.close_tail(rate).end, Cue::UnsafeGrowth);
    if !turned || !kinds || said(rate_at) || !joined || unsafe_growth || sentence.items[rate].hedged {
        return None;
    }
    let proof = found.iter().find(|known| {
        known.kind == RelationKind::Difference && known.operands.last() == Some(&change_at) && say::holds(known)
    })?;
    let [a, b, _] = proof.operands[..] else { return None };
    let (x, y) = (sentence.document.figures[a].base()?, sentence.document.figures[b].base()?);
    let ways: Vec<Found> = match change.turn? {
        Turn::Up => vec![if x <= y { (a, b) } else { (b, a) }],
        Turn::Down => vec![if x >= y { (a, b) } else { (b, a) }],
        Turn::Either => vec![(a, b), (b, a)],
    }
    .into_iter()
    .filter_map(|(earlier, later)| arithmetic::growth(sentence.document, earlier, later, rate_at))
    .collect();
    let none = !ways.iter().any(say::holds);
    ways.into_iter().next().filter(|_| none).map(|way| Found { verdict: Verdict::Unclear, ..way })
}

fn find_each(sentence: &Sentence<'_, '_>, before: Option<&Sentence<'_, '_>>, found: &mut Vec<Found>) {
    for index in 0..sentence.items.len() {
        let item = sentence.items[index];
        let bracketed = sentence.figure(index).class == Class::Percent && item.depth > 0;
        if item.hedged || item.turn.is_none() && !bracketed {
            continue;
        }
        let turn = item.turn.unwrap_or(Turn::Either);
        if let Some(proof) = proof(sentence, index, turn) {
            found.push(proof);
        } else if item.turn.is_some() {
            let told = of_pair(sentence, index, turn)
                .or_else(|| of_change(sentence, index, turn))
                .or_else(|| gap_of_rates(sentence, index))
                .or_else(|| named(sentence, index));
            let told = told.or_else(|| before.and_then(|before| across(sentence, before, index, turn)));
            found.extend(told);
        }
    }
}

/// Whether an item is a level that the change of an item can be of.
fn fits(sentence: &Sentence<'_, '_>, level: usize, change: usize) -> bool {
    let (item, figure, changed) = (&sentence.items[level], sentence.figure(level), sentence.figure(change));
    let kind = match changed.class {
        Class::Points => figure.class == Class::Percent,
        Class::Percent => figure.is_amount(),
        _ => say::same(figure, changed),
    };
    let times = changed.class == Class::Percent || sentence.is_time(level) == sentence.is_time(change);
    level != change && kind && times && item.turn.is_none() && !item.hedged
}

/// The levels near a change.
fn levels(sentence: &Sentence<'_, '_>, change: usize) -> Vec<usize> {
    let from = change.saturating_sub(NEAR);
    let to = (change + NEAR).min(sentence.items.len());
    (from..to).filter(|level| fits(sentence, *level, change)).collect()
}

/// Whether the direction of the words is that of the figures.
fn agrees(sentence: &Sentence<'_, '_>, earlier: usize, later: usize, turn: Turn) -> bool {
    let (a, b) = (sentence.figure(earlier).base(), sentence.figure(later).base());
    match turn {
        Turn::Up => b >= a,
        Turn::Down => b <= a,
        Turn::Either => true,
    }
}

/// What two levels and a change make, whatever their order in the text.
fn relation(sentence: &Sentence<'_, '_>, earlier: usize, later: usize, change: usize) -> Option<Found> {
    if sentence.is_time(earlier) != sentence.is_time(later) {
        return None;
    }
    let (a, b, c) = (sentence.items[earlier].at, sentence.items[later].at, sentence.items[change].at);
    if !say::alike(sentence.figure(earlier), sentence.figure(later)) && sentence.figure(change).is_amount() {
        return None;
    }
    match sentence.figure(change).class {
        Class::Percent if !say::same(sentence.figure(earlier), sentence.figure(later)) => None,
        Class::Percent => arithmetic::growth(sentence.document, a, b, c),
        _ => say::difference(sentence.document, a, b, c),
    }
}

fn proof(sentence: &Sentence<'_, '_>, change: usize, turn: Turn) -> Option<Found> {
    let levels = levels(sentence, change);
    let mut close = None;
    for &earlier in &levels {
        for &later in &levels {
            let (a, b) = (&sentence.items[earlier], &sentence.items[later]);
            let reversed = !a.earlier && (b.earlier || sentence.items[change].turn.is_none());
            if earlier == later || reversed || !agrees(sentence, earlier, later, turn) {
                continue;
            }
            let Some(found) = relation(sentence, earlier, later, change) else { continue };
            match found.verdict {
                Verdict::Consistent => return Some(found),
                Verdict::Rounding => close = close.or(Some(found)),
                _ => {}
            }
        }
    }
    let (value, amount) = change_beside(sentence, change)?;
    let triples = value.into_iter().filter_map(|value| triple(sentence, value, amount, change));
    let held = triples.filter(say::holds).min_by_key(|found| found.verdict);
    // 412 fewer than the 6,258, an increase of 6.6%: the figures agree, and the words do not.
    let ways = (sentence.items[amount].turn, sentence.items[change].turn);
    let against = matches!(ways, (Some(Turn::Up), Some(Turn::Down)) | (Some(Turn::Down), Some(Turn::Up)));
    let turned = |found: Found| Found {
        verdict: Verdict::Unclear,
        note: Words::new("增减方向不一致", "the directions of change differ"),
        ..found
    };
    held.map(|held| if against { turned(held) } else { held }).or(close)
}

/// The amount of change beside a rate of change, and the levels that it can be of.
fn change_beside(sentence: &Sentence<'_, '_>, rate: usize) -> Option<(Vec<usize>, usize)> {
    if sentence.figure(rate).class != Class::Percent {
        return None;
    }
    let is_change = |index: &usize| {
        sentence.items.get(*index).is_some_and(|item| item.turn.is_some() && !item.hedged)
            && sentence.figure(*index).is_amount()
    };
    let near = [rate.checked_sub(1), Some(rate + 1), rate.checked_sub(2)];
    let amount = near.into_iter().flatten().find(is_change)?;
    Some((levels(sentence, amount), amount))
}

fn triple(sentence: &Sentence<'_, '_>, value: usize, amount: usize, rate: usize) -> Option<Found> {
    let at = |index: usize| sentence.items[index].at;
    let (v, d, r) = (at(value), at(amount), at(rate));
    if sentence.items[value].earlier {
        return arithmetic::rate(sentence.document, d, v, r);
    }
    match sentence.items[amount].turn? {
        Turn::Up => say::growth_of_change(sentence.document, v, d, true, r),
        Turn::Down => say::growth_of_change(sentence.document, v, d, false, r),
        Turn::Either => {
            let up = say::growth_of_change(sentence.document, v, d, true, r).filter(say::holds);
            up.or_else(|| say::growth_of_change(sentence.document, v, d, false, r))
        }
    }
}

/// Whether the words between two tokens begin a statement of their own: a subject before a verb.
fn fresh(sentence: &Sentence<'_, '_>, from: usize, to: usize) -> bool {
    const PLAIN: [&str; 24] = [
        "and",
        "which",
        "it",
        "this",
        "that",
        "has",
        "have",
        "been",
        "a",
        "an",
        "the",
        "year",
        "on",
        "in",
        "had",
        "so",
        "having",
        "who",
        "month",
        "week",
        "equivalent",
        "representing",
        "overall",
        "total",
    ];
    let start = (from..to)
        .rev()
        .find(|at| matches!(sentence.tokens[*at].word.as_str(), "," | ";" | ":" | "(" | ")" | "and"))
        .map_or(from, |at| at + 1);
    let verb = (start..to)
        .find(|at| sentence.has(*at..*at + 1, Cue::ChangeVerb) && !matches!(sentence.tokens[*at].word.as_str(), "dip"));
    let broken = start > from;
    verb.is_some_and(|verb| broken && (start..verb).any(|at| !PLAIN.contains(&sentence.tokens[at].word.as_str())))
}

/// 2% a year: an average over several.
fn is_yearly(sentence: &Sentence<'_, '_>, rate: usize) -> bool {
    let tail = sentence.words(sentence.close_tail(rate));
    let mut words = tail.split(' ');
    let each = matches!(words.next(), Some("a" | "per" | "each" | "every"));
    let time = matches!(words.next(), Some("year" | "month" | "quarter" | "week" | "decade"));
    each && time && !matches!(words.next(), Some("earlier" | "before" | "ago"))
}

/// "; that is 4% higher": the clause before holds the value.
fn refers_back(sentence: &Sentence<'_, '_>, change: usize) -> bool {
    let start = sentence.clause_start(change);
    let first = sentence.tokens.get(start).map_or("", |token| token.word.as_str());
    start > 0
        && sentence.tokens[start - 1].word == ";"
        && matches!(first, "that" | "this" | "it" | "which" | "a" | "an" | "up" | "down")
}

/// The words bind the change to an explicit pair of levels, and it is not theirs.
fn of_pair(sentence: &Sentence<'_, '_>, change: usize, turn: Turn) -> Option<Found> {
    // Shrunk by $60 million to $420 million: what there was before is not told.
    let arrives = sentence.is_arrived_at(change + 1)
        && !(change + 2 < sentence.items.len()
            && sentence.lead(change + 2).len() <= 3
            && sentence.words(sentence.lead(change + 2)).ends_with("from"));
    let leaves = change > 0 && sentence.words(sentence.lead(change)).starts_with("from");
    if arrives && !leaves && sentence.figure(change).is_amount() {
        return None;
    }
    let clause = sentence.items[change].clause;
    let from = if refers_back(sentence, change) { clause.saturating_sub(1) } else { clause };
    let levels: Vec<usize> = levels(sentence, change)
        .into_iter()
        .filter(|level| (from..=clause).contains(&sentence.items[*level].clause))
        .collect();
    let earlier: Vec<usize> = levels.iter().copied().filter(|level| sentence.items[*level].earlier).collect();
    let to_from = to_from(sentence, change).filter(|(_, earlier)| levels.contains(earlier));
    let earlier = match (&earlier[..], to_from) {
        (_, Some((_, earlier))) => earlier,
        ([earlier], None) => *earlier,
        _ => return None,
    };
    let others: Vec<usize> = levels
        .iter()
        .copied()
        .filter(|level| {
            let (a, b) = (sentence.figure(*level), sentence.figure(earlier));
            *level != earlier && (say::same(a, b) || a.class == Class::Percent && b.class == Class::Percent)
        })
        .collect();
    let to = |level: &usize| {
        let lead = sentence.close_lead(*level);
        lead.end > lead.start && sentence.tokens[lead.end - 1].word == "to" && level.abs_diff(earlier) == 1
    };
    let later = match (&others[..], to_from) {
        (_, Some((later, _))) => later,
        ([only], None) => *only,
        _ => others.iter().copied().find(to).or_else(|| up_from(sentence, earlier, &others, change))?,
    };
    if later > earlier && partner(sentence, earlier).is_some_and(|partner| partner != later) {
        return None;
    }
    let (first, last) = (earlier.min(later), earlier.max(later));
    let token = |index: usize| sentence.items[index].token;
    let bound = if change > last {
        !fresh(sentence, token(last) + 1, token(change))
    } else if change < first {
        !fresh(sentence, token(change) + 1, token(first))
    } else {
        true
    };
    let others_between = (first.min(change)..last.max(change)).any(|index| {
        index != change
            && sentence.items[index].turn.is_some()
            && sentence.figure(index).class == sentence.figure(change).class
            && index != first
            && index != last
    });
    // Fell by 6,326 from 16,334 to 10,008, owing to a decline in air arrivals by 3,354: the pair has its change.
    let given = (0..sentence.items.len()).any(|index| {
        let same = sentence.figure(index).class == sentence.figure(change).class;
        let turned = index != change && same && sentence.items[index].turn.is_some();
        turned && relation(sentence, earlier, later, index).is_some_and(|found| found.verdict == Verdict::Consistent)
    });
    // The wait was 107 seconds, …, 32 days against a 28 day target: of other units, with more between, they are no pair.
    let unit = |index: usize| say::unit(sentence.figure(index));
    let nearer = (first + 1..last).any(|index| {
        index != change && sentence.figure(index).is_amount() && ![unit(later), ""].contains(&unit(index))
    });
    let amounts = sentence.figure(earlier).is_amount() && sentence.figure(later).is_amount();
    let foreign = amounts && nearer && unit(earlier) != unit(later);
    if given || foreign {
        return None;
    }
    let span = sentence.clause_start(change)..sentence.tokens.len();
    let sure = sentence.figure(change).class != Class::Percent
        || !sentence.has(span, Cue::UnsafeGrowth) && !is_yearly(sentence, change);
    if !bound || others_between || !sure {
        return None;
    }
    // Fell by 4% to 619, the lowest since 1998, when there were 606: a record of its own.
    if sentence.holds(sentence.lead(earlier), "since") {
        return None;
    }
    let mut found = relation(sentence, earlier, later, change)?;
    if say::holds(&found) {
        if agrees(sentence, earlier, later, turn) {
            return None;
        }
        found.note = Words::new("增减方向不一致", "the directions of change differ");
    }
    // A level against a plan may be meant either way round.
    found.verdict = if sentence.tokens[sentence.close_lead(earlier)].iter().any(|token| token.word == "from") {
        Verdict::Inconsistent
    } else {
        Verdict::Unclear
    };
    Some(found)
}

/// Rose 3.4 points to 79.1% from 68.5%: the two right behind a change, each by its word.
fn to_from(sentence: &Sentence<'_, '_>, change: usize) -> Option<(usize, usize)> {
    let (later, earlier) = (change + 1, change + 2);
    let lead =
        |index: usize, word: &str| index < sentence.items.len() && sentence.words(sentence.lead(index)).ends_with(word);
    let short = |index: usize| sentence.lead(index).len() <= 4;
    (lead(later, "to") && lead(earlier, "from") && short(later) && short(earlier)).then_some((later, earlier))
}

/// 846 audits, up from 731, a rise of 17.5%, and closed 2,914: of several the value right before the earlier one, whose change stands right
/// behind.
fn up_from(sentence: &Sentence<'_, '_>, earlier: usize, others: &[usize], change: usize) -> Option<usize> {
    let lead = sentence.words(sentence.lead(earlier));
    let later = earlier.checked_sub(1).filter(|later| others.contains(later))?;
    let from =
        ["up from", "down from", "compared with", "compared to", "against"].iter().any(|words| lead.ends_with(words));
    (from && change == earlier + 1).then_some(later)
}

/// 55 apologies, compared to 19 last year, and 15 complaints, one less: the earlier value is of the one right before it.
fn partner(sentence: &Sentence<'_, '_>, earlier: usize) -> Option<usize> {
    let partner = earlier.checked_sub(1)?;
    let (item, figure) = (&sentence.items[partner], sentence.figure(partner));
    let near = sentence.items[earlier].token - item.token <= 8;
    let compared = sentence.has(sentence.lead(earlier), Cue::Comparator);
    let level = figure.is_amount() && item.turn.is_none() && !item.earlier;
    (level && near && compared).then_some(partner)
}

/// Fell by 86 to 1,204, or 6.7%: one value, its change and the rate of it.
fn of_change(sentence: &Sentence<'_, '_>, rate: usize, turn: Turn) -> Option<Found> {
    let (values, amount) = change_beside(sentence, rate)?;
    let clause = sentence.items[rate].clause;
    let values: Vec<usize> = values.into_iter().filter(|value| sentence.items[*value].clause == clause).collect();
    let [value] = values[..] else { return None };
    let (first, last) = (rate.min(amount), rate.max(amount));
    let between = value > first && value < last;
    let beside = last - first == 1 || last - first == 2 && between;
    let token = |index: usize| sentence.items[index].token;
    let most = if between { 12 } else { 4 };
    let joined = !fresh(sentence, token(first) + 1, token(last)) && token(last) - token(first) <= most;
    let bound = value > first || !fresh(sentence, token(value) + 1, token(first));
    let span = sentence.clause_start(rate)..sentence.tokens.len();
    if !beside || !joined || !bound || turn == Turn::Either || sentence.has(span, Cue::UnsafeGrowth) {
        return None;
    }
    let found = triple(sentence, value, amount, rate)?;
    (!say::holds(&found)).then_some(Found { verdict: Verdict::Unclear, ..found })
}

/// The gap between 61.4% and 69.9% was 8.5 points: two percents, and a difference by its name.
fn gap_of_rates(sentence: &Sentence<'_, '_>, change: usize) -> Option<Found> {
    let percents: Vec<usize> =
        (0..sentence.items.len()).filter(|index| sentence.figure(*index).class == Class::Percent).collect();
    let [first, second] = percents[..] else { return None };
    let plain = [first, second].iter().all(|index| fits(sentence, *index, change));
    let lead = sentence.items[first].token.min(sentence.items[change].token);
    let named = ["gap", "difference", "margin", "spread"].iter().any(|word| sentence.holds(0..lead, word));
    if sentence.figure(change).class != Class::Points || !plain || !named {
        return None;
    }
    let found = relation(sentence, first, second, change)?;
    (!say::holds(&found)).then_some(Found { verdict: Verdict::Unclear, ..found })
}

/// Exports came to A and imports to B, a deficit of D: two amounts, and a difference by its name.
fn named(sentence: &Sentence<'_, '_>, change: usize) -> Option<Found> {
    let figure = sentence.figure(change);
    let lead = sentence.close_lead(change);
    let is_named = figure.is_amount() && sentence.ends(lead.clone(), Cue::EitherBefore) && !sentence.holds(lead, "by");
    let levels: Vec<usize> = levels(sentence, change);
    let amounts = (0..sentence.items.len()).filter(|index| {
        *index != change && say::alike(sentence.figure(*index), figure) && sentence.figure(*index).is_amount()
    });
    let [first, second] = levels[..] else { return None };
    let tail = sentence.close_tail(change);
    // The underspend of $4.2 million arose from unfilled posts: it is told as known.
    let known = sentence.holds(sentence.lead(change), "the")
        && ["underspend of", "overspend of", "shortfall of", "surplus of", "deficit of"]
            .iter()
            .any(|name| sentence.words(sentence.lead(change)).ends_with(name))
        && TOLD_OF.contains(&sentence.words(tail.clone()).split(' ').next().unwrap_or_default());
    if !is_named || amounts.count() != 2 || second > change || !(tail.is_empty() || known) {
        return None;
    }
    let found = relation(sentence, first, second, change)?;
    (!say::holds(&found)).then_some(Found { verdict: Verdict::Unclear, ..found })
}

/// That is 12% more: two levels stand in the sentence before.
fn across(sentence: &Sentence<'_, '_>, before: &Sentence<'_, '_>, change: usize, turn: Turn) -> Option<Found> {
    let near = before.items.len().saturating_sub(NEAR)..before.items.len();
    let old: Vec<(bool, usize)> = near
        .filter(|index| before.items[*index].turn.is_none() && !before.items[*index].hedged)
        .map(|index| (before.items[index].earlier, before.items[index].at))
        .collect();
    let own: Vec<(bool, usize)> = levels(sentence, change)
        .into_iter()
        .map(|index| (sentence.items[index].earlier, sentence.items[index].at))
        .collect();
    let document = sentence.document;
    let at = sentence.items[change].at;
    let changed = sentence.figure(change);
    let all: Vec<(bool, usize)> = old.iter().chain(&own).copied().collect();
    let pairs = all.iter().flat_map(|a| all.iter().map(move |b| (a, b))).filter(|(a, b)| a.1 != b.1);
    for ((a_earlier, a), (b_earlier, b)) in pairs {
        let (x, y) = (&document.figures[*a], &document.figures[*b]);
        let direction = match turn {
            Turn::Up => y.base() > x.base(),
            Turn::Down => y.base() < x.base(),
            Turn::Either => true,
        };
        if !direction || *b_earlier && !a_earlier {
            continue;
        }
        let told = match changed.class {
            Class::Percent if say::same(x, y) => arithmetic::growth(document, *a, *b, at),
            Class::Points if x.class == Class::Percent && y.class == Class::Percent => {
                say::difference(document, *a, *b, at)
            }
            Class::Percent | Class::Points => None,
            _ if say::same(x, changed) && say::same(y, changed) => say::difference(document, *a, *b, at),
            _ => None,
        };
        if let Some(found) = told.filter(|found| found.verdict == Verdict::Consistent) {
            return Some(found);
        }
    }
    None
}

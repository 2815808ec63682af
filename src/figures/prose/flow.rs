//! What there was, came, went and is left in English: 1,820 open cases; 4,310 were opened and 4,530 closed, leaving 1,600; a
//! further 36 schools joined, bringing the total from 184 to 220.

use rust_decimal::Decimal;

use super::{reading::Sentence, say, vocabulary::Cue};
use crate::{
    figures::{
        figure::plain,
        interval::power_of_ten,
        relations::{Found, change::amount_verdict, mixed, operand},
    },
    model::{RelationKind, Verdict, Words},
};

/// Words of what came and of what went, behind their figures or before them.
const CAME: [&str; 12] = [
    "opened",
    "received",
    "joined",
    "added",
    "new",
    "recruited",
    "admitted",
    "arrived",
    "started",
    "registered",
    "referred",
    "lodged",
];
const WENT: [&str; 13] = [
    "closed",
    "resolved",
    "completed",
    "left",
    "removed",
    "disposed",
    "discharged",
    "settled",
    "withdrawn",
    "concluded",
    "determined",
    "issued",
    "departed",
];

/// Words of what there was at the beginning.
const OPENED: [&str; 14] = [
    "start",
    "started",
    "beginning",
    "began",
    "opening",
    "opened",
    "open",
    "brought",
    "carried",
    "hand",
    "outstanding",
    "pending",
    "were",
    "existing",
];

/// Finds them.
pub fn find(sentence: &Sentence<'_, '_>, found: &mut Vec<Found>) {
    for index in 0..sentence.items.len() {
        found.extend(balance(sentence, index));
        found.extend(brought(sentence, index));
        found.extend(kept(sentence, index));
    }
}

fn plain_amount(sentence: &Sentence<'_, '_>, index: usize) -> bool {
    let item = &sentence.items[index];
    sentence.figure(index).is_amount()
        && !item.hedged
        && !sentence.figure(index).told_if_used
        && !sentence.is_time(index)
}

fn says(sentence: &Sentence<'_, '_>, index: usize, words: &[&str]) -> bool {
    let tail = sentence.close_tail(index);
    let tail = tail.start..tail.end.min(tail.start + 5);
    let lead = sentence.close_lead(index);
    let lead = lead.end.saturating_sub(2).max(lead.start)..lead.end;
    words.iter().any(|word| sentence.holds(tail.clone(), word) || sentence.holds(lead.clone(), word))
}

/// A at the start, B came and C went, leaving D.
fn balance(sentence: &Sentence<'_, '_>, rest: usize) -> Option<Found> {
    let words = sentence.words(sentence.close_lead(rest));
    let closes =
        ["closing with", "closed with", "ending with", "ended with", "finishing with", "closing the year with"];
    let leaves = closes.iter().any(|close| words.ends_with(close))
        || sentence.has(sentence.lead(rest), Cue::Left)
        || sentence.has(sentence.close_tail(rest), Cue::LeftAfter);
    let amounts: Vec<usize> = (0..rest).filter(|index| plain_amount(sentence, *index)).collect();
    let [.., start, came, went] = amounts[..] else { return None };
    let alike = [start, came, went].iter().all(|index| say::alike(sentence.figure(*index), sentence.figure(rest)));
    let told = says(sentence, came, &CAME) && says(sentence, went, &WENT) && !says(sentence, start, &WENT);
    if !leaves || amounts.len() != 3 || !plain_amount(sentence, rest) || !alike || !told {
        return None;
    }
    let figures = [start, came, went].map(|index| sentence.figure(index));
    let [a, b, c] = figures;
    let last = sentence.figure(rest);
    let interval = a.interval()?.plus(b.interval()?)?.minus(c.interval()?)?;
    let point = a.base()?.checked_add(b.base()?)?.checked_sub(c.base()?)?;
    let several = mixed(figures.into_iter().chain([last]));
    let shown = point.checked_div(power_of_ten(last.scale))?.normalize();
    // Far from it, what is left is of something else.
    let doubled = |value: Decimal| value.checked_mul(Decimal::TWO);
    let near = doubled(point)? >= last.base()? && doubled(last.base()?)? >= point;
    // Of these 12, 3 were referred back and 1 was closed: parts of one number, and nothing that came or went.
    let opened = says(sentence, start, &OPENED);
    let verdict = match amount_verdict(last, interval)? {
        Verdict::Inconsistent if near && opened => Verdict::Unclear,
        Verdict::Inconsistent => return None,
        verdict => verdict,
    };
    let at = |index: usize| sentence.items[index].at;
    Some(Found {
        kind: RelationKind::Difference,
        operands: vec![at(start), at(came), at(went), at(rest)],
        expression: format!("{} + {} − {} = {shown}", operand(a, several), operand(b, several), operand(c, several)),
        reported: plain(last.value, last.decimals),
        computed: shown.to_string(),
        verdict,
        note: Words::default(),
    })
}

/// Received £12.6m and paid out £9.8m, leaving a balance of £2.8m.
fn kept(sentence: &Sentence<'_, '_>, rest: usize) -> Option<Found> {
    let words = sentence.words(sentence.close_lead(rest));
    let leaves = ["leaving", "leaving a balance of", "leaving a surplus of"].contains(&words.as_str());
    let amounts: Vec<usize> = (0..rest).filter(|index| plain_amount(sentence, *index)).collect();
    let [came, went] = amounts[..] else { return None };
    let told = says(sentence, came, &["received", "raised", "collected", "earned"])
        && says(sentence, went, &["paid", "spent", "disbursed"]);
    let alike = say::same(sentence.figure(came), sentence.figure(went))
        && say::same(sentence.figure(came), sentence.figure(rest));
    if !leaves || !told || !alike || !plain_amount(sentence, rest) {
        return None;
    }
    let at = |index: usize| sentence.items[index].at;
    let found = say::difference(sentence.document, at(came), at(went), at(rest))?;
    let verdict = if say::holds(&found) { found.verdict } else { Verdict::Unclear };
    Some(Found { verdict, ..found })
}

/// A further N joined, bringing the total from A to B.
fn brought(sentence: &Sentence<'_, '_>, more: usize) -> Option<Found> {
    let (from, to) = (more + 1, more + 2);
    if to >= sentence.items.len() || ![more, from, to].iter().all(|index| plain_amount(sentence, *index)) {
        return None;
    }
    let lead = sentence.close_lead(more);
    let further = ["further", "another", "additional", "extra"].iter().any(|word| sentence.holds(lead.clone(), word));
    let words = sentence.words(sentence.lead(from));
    let brings = ["bringing", "taking", "raising", "lifting"].iter().any(|word| words.contains(word));
    let reaches = words.ends_with("from") && sentence.words(sentence.lead(to)).ends_with("to");
    let alike = say::alike(sentence.figure(from), sentence.figure(to))
        && say::alike(sentence.figure(more), sentence.figure(to));
    if !further || !brings || !reaches || !alike {
        return None;
    }
    let at = |index: usize| sentence.items[index].at;
    let found = say::difference(sentence.document, at(to), at(from), at(more))?;
    let verdict = if say::holds(&found) { found.verdict } else { Verdict::Unclear };
    Some(Found { verdict, ..found })
}

//! What there was, came, went and is left in English: 1,820 open cases; 4,310 were opened and 4,530 closed, leaving 1,600; a
//! further 36 schools joined, bringing the total from 184 to 220.

use rust_decimal::Decimal;

use super::{reading::Sentence, say, vocabulary::Cue};
use crate::{
    figures::{
        document::Document,
        figure::plain,
        interval::power_of_ten,
        relations::{Found, change::amount_verdict, mixed, operand},
        repair,
    },
    model::{RelationKind, Verdict, Words},
    text::words::holds_any,
};

/// Words of what came and of what went, behind their figures or before them.
pub(super) const CAME: [&str; 17] = [
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
    "entered",
    "joining",
    "acquired",
    "arriving",
    "opening",
];
pub(super) const WENT: [&str; 18] = [
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
    "leaving",
    "closing",
    "sold",
    "lost",
    "demolished",
];

/// Sentences of a ledger at most.
const LEDGER: usize = 8;

/// Words of what went for good.
pub(super) const LEFT: [&str; 6] = ["left", "leaving", "departed", "removed", "sold", "discharged"];

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

/// What there was, came and went and is left, in a text of few sentences: 2,598 received; 2,609 closed; work in progress 1,372;
/// 1,383 carried forward from last year.
pub fn ledger(sentences: &[Sentence<'_, '_>], found: &mut Vec<Found>) {
    const FROM: [&str; 12] = [
        "carried forward from",
        "brought forward",
        "carried over from",
        "carried in",
        "at the start",
        "opening",
        "opened the year with",
        "began the year with",
        "started the year with",
        "opened with",
        "began with",
        "started with",
    ];
    const REST: [&str; 16] = [
        "closed at",
        "closing balance",
        "closed the year with",
        "ended the year with",
        "ended the year at",
        "in progress",
        "carried forward to",
        "carried forward into",
        "carried over to",
        "carried over into",
        "outstanding",
        "still open",
        "closed with",
        "ended with",
        "leaving",
        "finished with",
    ];
    const IN: [&str; 8] = ["received", "opened", "registered", "lodged", "new", "took in", "receipts of", "income of"];
    const OUT: [&str; 11] = [
        "closed",
        "completed",
        "resolved",
        "determined",
        "concluded",
        "disposed",
        "paid out",
        "spent",
        "payments of",
        "expenditure of",
        "drew down",
    ];
    let Some(first) = sentences.first().filter(|_| sentences.len() <= LEDGER) else { return };
    let around = |sentence: &Sentence<'_, '_>, index: usize| {
        let (lead, tail) = (sentence.close_lead(index), sentence.close_tail(index));
        let lead = sentence.words(lead.end.saturating_sub(5).max(lead.start)..lead.end);
        let tail = sentence.words(tail.start..tail.end.min(tail.start + 6));
        // £63.4 million, received £21.8 million: what is said behind a comma is of the next.
        let own = |tail: &str| tail.strip_prefix("and ").map_or_else(|| tail.to_owned(), |_| String::new());
        (lead, own(tail.split(" ,").next().unwrap_or_default().trim_start()))
    };
    let all = sentences.iter().flat_map(|sentence| (0..sentence.items.len()).map(move |index| (sentence, index)));
    let amounts: Vec<(usize, (String, String))> = all
        .filter(|(sentence, index)| plain_amount(sentence, *index) && sentence.figure(*index).digits() >= 3)
        .map(|(sentence, index)| (sentence.items[index].at, around(sentence, index)))
        .collect();
    // What there was, came and went and is left are four.
    if amounts.len() < 4 {
        return;
    }
    let only = |words: &[&str], not: &[&str]| -> Option<usize> {
        let told = |(lead, tail): &(String, String), words: &[&str]| {
            words.iter().any(|word| has_words(lead, word) || has_words(tail, word))
        };
        let mut named = amounts.iter().filter(|(_, around)| told(around, words) && !told(around, not));
        let (at, _) = named.next()?;
        named.next().is_none().then_some(*at)
    };
    let roles = || Some((only(&FROM, &[])?, only(&IN, &FROM)?, only(&OUT, &REST)?, only(&REST, &FROM)?));
    let Some((from, came, went, rest)) = roles() else { return };
    let apart = from != came && came != went && went != rest && from != rest && from != went && came != rest;
    found.extend(apart.then(|| comes_out(first.document, [from, came, went, rest])).flatten());
}

/// What there was and what came, less what went, held against what is left: counted in full, or amounts rounded alike.
fn comes_out(document: &Document<'_>, told: [usize; 4]) -> Option<Found> {
    let figures = &document.figures;
    let rest = &figures[told[3]];
    let place = rest.unit_in_last_place();
    let counted = told.iter().all(|at| figures[*at].exact());
    let alike = |at: &usize| {
        let figure = &figures[*at];
        figure.same_unit(rest) && figure.scale == rest.scale && figure.decimals == rest.decimals
    };
    if !counted && !told.iter().all(alike) {
        return None;
    }
    let [a, b, c, d] = told.map(|at| figures[at].value);
    let point = a.checked_add(b)?.checked_sub(c)?;
    let gap = d.checked_sub(point)?;
    // Of rounded amounts each may be half a place off.
    let slack =
        if counted { Decimal::ZERO } else { place.checked_div(power_of_ten(rest.scale))?.checked_mul(Decimal::TWO)? };
    let holds = gap.abs() <= slack;
    let slip = [(told[0], a + gap), (told[1], b + gap), (told[2], c - gap), (told[3], point)]
        .iter()
        .any(|(at, needed)| figures[*at].digits() >= 3 && repair::one_slip(&figures[*at], *needed));
    // What came was taken away, and what went was added.
    let turned = a.checked_sub(b)?.checked_add(c)?.checked_sub(d)?.abs() <= slack && b != c;
    let shown = |at: usize| plain(figures[at].value, figures[at].decimals);
    (holds || slip || turned).then(|| Found {
        kind: RelationKind::Difference,
        operands: told.to_vec(),
        expression: format!("{} + {} − {} = {point}", shown(told[0]), shown(told[1]), shown(told[2])),
        reported: shown(told[3]),
        computed: point.to_string(),
        verdict: if holds { Verdict::Consistent } else { Verdict::Unclear },
        note: Words::default(),
    })
}

/// Finds them.
pub fn find(sentence: &Sentence<'_, '_>, before: Option<&Sentence<'_, '_>>, found: &mut Vec<Found>) {
    for index in 0..sentence.items.len() {
        found.extend(before.and_then(|before| left_of_all(sentence, before, index)));
        found.extend(balance(sentence, index));
        found.extend(brought(sentence, index));
        found.extend(kept(sentence, index));
        found.extend(before.and_then(|before| kept_of_before(sentence, before, index)));
    }
}

/// Whether words stand whole among others.
fn has_words(text: &str, words: &str) -> bool {
    holds_any(text, &[words])
        && text.match_indices(words).any(|(at, _)| {
            let (before, behind) = (&text[..at], &text[at + words.len()..]);
            (before.is_empty() || before.ends_with(' ')) && (behind.is_empty() || behind.starts_with(' '))
        })
}

fn plain_amount(sentence: &Sentence<'_, '_>, index: usize) -> bool {
    let item = &sentence.items[index];
    sentence.figure(index).is_amount()
        && !item.hedged
        && !sentence.figure(index).told_if_used
        && !sentence.is_time(index)
}

/// Whether one of the words stands close to a figure.
pub(super) fn says(sentence: &Sentence<'_, '_>, index: usize, words: &[&str]) -> bool {
    let tail = sentence.close_tail(index);
    let tail = tail.start..tail.end.min(tail.start + 5);
    let lead = sentence.close_lead(index);
    let lead = lead.end.saturating_sub(2).max(lead.start)..lead.end;
    words.iter().any(|word| sentence.holds(tail.clone(), word) || sentence.holds(lead.clone(), word))
}

/// … a workload of 11,798. It disposed of 9,105, so that 2,693 remained pending: what went of all that the sentence before ends with, and
/// what is left.
fn left_of_all(sentence: &Sentence<'_, '_>, before: &Sentence<'_, '_>, rest: usize) -> Option<Found> {
    let all = before.items.len().checked_sub(1)?;
    let lead = before.words(before.close_lead(all));
    let total =
        ["workload of", "caseload of", "total of", "in all", "making", "giving"].iter().any(|end| lead.ends_with(end));
    let went = rest.checked_sub(1).filter(|went| (0..*went).all(|index| !plain_amount(sentence, index)))?;
    let leaves =
        sentence.has(sentence.lead(rest), Cue::Left) || sentence.has(sentence.close_tail(rest), Cue::LeftAfter);
    let told =
        says(sentence, went, &WENT) && leaves && total && before.figure(all).is_amount() && !before.items[all].hedged;
    let (whole, gone, left) = (before.figure(all), sentence.figure(went), sentence.figure(rest));
    let alike =
        say::alike(whole, gone) && say::alike(gone, left) && [went, rest].iter().all(|i| plain_amount(sentence, *i));
    let near = left.base() < whole.base() && gone.base() < whole.base();
    if !told || !alike || !near {
        return None;
    }
    let found =
        say::difference(sentence.document, before.items[all].at, sentence.items[went].at, sentence.items[rest].at)?;
    let verdict = if say::holds(&found) { found.verdict } else { Verdict::Unclear };
    Some(Found { verdict, ..found })
}

/// A at the start, B came and C went, leaving D.
fn balance(sentence: &Sentence<'_, '_>, rest: usize) -> Option<Found> {
    let words = sentence.words(sentence.close_lead(rest));
    let closes = [
        "closing with",
        "closed with",
        "ending with",
        "ended with",
        "finishing with",
        "closing the year with",
        "giving",
    ];
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

/// Income rose to £22.4 million. Disbursements were £19.8 million, leaving a surplus of £2.6 million: what came is told in the sentence before;
/// a slip of the pen is asked about.
fn kept_of_before(sentence: &Sentence<'_, '_>, before: &Sentence<'_, '_>, rest: usize) -> Option<Found> {
    const CAME: [&str; 5] = ["income", "receipts", "revenue", "revenues", "proceeds"];
    const WENT: [&str; 8] =
        ["disbursements", "expenditure", "spending", "payments", "outgoings", "expenses", "disbursed", "spent"];
    let words = sentence.words(sentence.close_lead(rest));
    let leaves = ["leaving a balance of", "leaving a surplus of", "leaving a deficit of", "leaving"];
    let went = rest.checked_sub(1).filter(|went| leaves.contains(&words.as_str()) && *went == 0)?;
    let spent = sentence.words(sentence.lead(went));
    let names = |words: &str, names: &[&str]| words.split(' ').any(|word| names.contains(&word));
    let came = (0..before.items.len()).rev().find(|index| plain_amount(before, *index))?;
    let told = names(&before.words(0..before.items[0].token), &CAME) && names(&spent, &WENT);
    let (all, gone, left) = (before.figure(came), sentence.figure(went), sentence.figure(rest));
    if !told || !say::same(all, gone) || !say::same(gone, left) || !plain_amount(sentence, went) {
        return None;
    }
    let (all_at, gone_at, left_at) = (before.items[came].at, sentence.items[went].at, sentence.items[rest].at);
    let found = say::difference(sentence.document, all_at, gone_at, left_at)?;
    if say::holds(&found) {
        return Some(found);
    }
    let needed = all.base()?.checked_sub(gone.base()?)?.abs().checked_div(power_of_ten(left.scale))?;
    let slip = left.digits() >= 3 && repair::one_slip(left, needed.round_dp(left.decimals));
    slip.then_some(Found { verdict: Verdict::Unclear, ..found })
}

/// Words of what comes to those before.
pub const FURTHER: [&str; 4] = ["further", "another", "additional", "extra"];

/// A further N joined, bringing the total from A to B.
fn brought(sentence: &Sentence<'_, '_>, more: usize) -> Option<Found> {
    let (from, to) = (more + 1, more + 2);
    if to >= sentence.items.len() || ![more, from, to].iter().all(|index| plain_amount(sentence, *index)) {
        return None;
    }
    let lead = sentence.close_lead(more);
    let further = FURTHER.iter().any(|word| sentence.holds(lead.clone(), word));
    let words = sentence.words(sentence.lead(from));
    let brings = holds_any(&words, &["bringing", "taking", "raising", "lifting"]);
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

//! Shares of one whole in an English sentence, and 100%.

use rust_decimal::Decimal;

use super::{reading::Sentence, vocabulary::Cue};
use crate::{
    figures::{figure::plain, interval::Interval, relations::Found, units::Class},
    model::{RelationKind, Verdict, Words},
};

/// Finds them.
pub fn find(sentence: &Sentence<'_, '_>, found: &mut Vec<Found>) {
    let percents: Vec<usize> = (0..sentence.items.len())
        .filter(|index| {
            let item = &sentence.items[*index];
            sentence.figure(*index).class == Class::Percent && item.turn.is_none()
        })
        .collect();
    let Some(&first) = percents.first() else { return };
    let whole = percents.iter().copied().find(|index| *index != first && is_whole(sentence, *index));
    let members: Vec<usize> = percents.into_iter().filter(|index| Some(*index) != whole).collect();
    let usable = members.iter().all(|index| !sentence.items[*index].hedged && !sentence.items[*index].earlier);
    if members.len() < 2 || members.len() > 16 || !usable {
        return;
    }
    found.extend(add(sentence, &members, whole));
}

/// Together 100%.
fn is_whole(sentence: &Sentence<'_, '_>, index: usize) -> bool {
    let figure = sentence.figure(index);
    figure.value == Decimal::ONE_HUNDRED
        && (sentence.has(sentence.close_lead(index), Cue::Total)
            || sentence.has(sentence.close_tail(index), Cue::Total))
}

fn add(sentence: &Sentence<'_, '_>, members: &[usize], whole: Option<usize>) -> Option<Found> {
    let mut sum = Interval::point(Decimal::ZERO);
    let mut point = Decimal::ZERO;
    let mut decimals = 0;
    for index in members {
        let figure = sentence.figure(*index);
        sum = sum.plus(figure.interval()?)?;
        point = point.checked_add(figure.value)?;
        decimals = decimals.max(figure.decimals);
    }
    let &last = members.last()?;
    let residual = sentence.has(sentence.lead(last), Cue::ResidualStrict)
        || sentence.has(sentence.close_tail(last), Cue::ResidualStrict);
    let other = sentence.has(sentence.lead(last), Cue::Residual);
    let holds = sum.meets(Interval::point(Decimal::ONE_HUNDRED));
    let told = whole.is_some() || residual || members.len() >= 3 || other && members.len() == 2;
    let amounts =
        (0..sentence.items.len()).any(|index| sentence.figure(index).is_amount() && sentence.items[index].depth == 0);
    let open =
        sentence.has(0..sentence.tokens.len(), Cue::Overlap) || sentence.has(0..sentence.tokens.len(), Cue::Partial);
    // Of the remaining requests, 10% …: what is left of a whole is no whole.
    let &first = members.first()?;
    let open = open || sentence.has(0..sentence.items[first].token, Cue::ResidualStrict);
    let even = members.iter().all(|index| sentence.items[*index].clause == sentence.items[last].clause);
    let verdict = match (holds, whole.is_some()) {
        (true, _) if told => Verdict::Consistent,
        (false, true) if !open => Verdict::Inconsistent,
        (false, false) if residual && members.len() >= 3 && !amounts && !open && even => Verdict::Unclear,
        _ => return None,
    };
    let parts: Vec<String> = members.iter().map(|index| sentence.figure(*index).shown()).collect();
    let shown = plain(point, decimals);
    Some(Found {
        kind: RelationKind::Share,
        operands: members.iter().map(|index| sentence.items[*index].at).collect(),
        expression: format!("{} = {shown}%", parts.join(" + ")),
        reported: "100%".into(),
        computed: shown,
        verdict,
        note: Words::default(),
    })
}

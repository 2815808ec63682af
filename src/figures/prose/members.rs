//! Which figures of an English sentence may stand in a sum, as a total or as a part of one.

use super::{rate::of, reading::Sentence, say, vocabulary::Cue};

/// Whether an item can be a total or a part of one.
pub fn is_member(sentence: &Sentence<'_, '_>, index: usize) -> bool {
    let item = &sentence.items[index];
    let figure = sentence.figure(index);
    let level = figure.is_amount() && item.turn.is_none() && !item.hedged && !figure.value.is_zero();
    level && !is_earlier(sentence, index) && !is_of_them(sentence, index) && !is_end(sentence, index)
}

/// From 36 to 84, (17 to 35), between $12,500 and $50,000: the ends of a way, and no parts.
fn is_end(sentence: &Sentence<'_, '_>, index: usize) -> bool {
    let lead = |index: usize| sentence.words(sentence.close_lead(index));
    let between = |index: usize| lead(index).ends_with("between");
    let ends = sentence.is_arrived_at(index) || sentence.is_arrived_at(index + 1);
    ends || between(index) || index > 0 && between(index - 1)
}

/// 83 businesses, 41 of them repeat offenders: among the one before it, and beside nothing.
fn is_of_them(sentence: &Sentence<'_, '_>, index: usize) -> bool {
    let behind = sentence.words(sentence.close_tail(index));
    index > 0
        && ["of them", "of whom", "of which", "of these", "of those"].iter().any(|words| behind.starts_with(words))
}

/// Down from 1,176, compared with 1,176: the value of another time, and neither part nor whole of what there is now.
fn is_earlier(sentence: &Sentence<'_, '_>, index: usize) -> bool {
    let words = sentence.words(sentence.close_lead(index));
    let ends = ["down from", "up from", "compared with", "compared to", "fell from", "rose from", "risen from"];
    // Up 9.8% from 30,210; up 88.9% on 90; up 1.5% on the 412 of the year before.
    let turned = matches!(words.as_str(), "from" | "on" | "on the")
        && index.checked_sub(1).is_some_and(|before| sentence.items[before].turn.is_some());
    turned || ends.iter().any(|end| words.ends_with(end))
}

/// Whether two figures can stand in one sum: times are added to times alone.
pub fn adds(sentence: &Sentence<'_, '_>, a: usize, b: usize) -> bool {
    say::alike(sentence.figure(a), sentence.figure(b)) && sentence.is_time(a) == sentence.is_time(b)
}

/// A part of the member before it, and none of the total; 2 of the good ones closed.
pub fn is_within(sentence: &Sentence<'_, '_>, index: usize) -> bool {
    let behind = sentence.words(sentence.close_tail(index));
    if behind.starts_with("of the ") && index > 0 && !of(sentence, index) {
        return true;
    }
    sentence.ends(sentence.close_lead(index), Cue::Partial)
        && !sentence.ends(sentence.close_lead(index), Cue::Breakdown)
}

//! What the words of an English sentence say of a list that does not add up: that it is all there is, that its members exclude each other, that a slip
//! of the pen explains the rest.

use super::{
    rate::starts_with_of,
    reading::Sentence,
    say,
    vocabulary::{Cue, ENGLISH},
};
use crate::{
    figures::{repair, units::Class},
    model::Verdict,
};

/// What the words say of a list that does not add up.
// Independent facts, each asked for by name.
#[allow(clippy::struct_excessive_bools)]
pub(super) struct Evidence {
    over: bool,
    strict: bool,
    residual: bool,
    opens: bool,
    complete: bool,
    exclusive: bool,
    /// It has three members or more.
    several: bool,
    /// Two and more stand right behind a colon.
    listed: bool,
    /// A colon stands right before the list, or its sentence begins with all of what it counts.
    announced: bool,
    /// Each is another member of a set whose members are all there are.
    covers: bool,
    /// A slip of two-digit figures, of longer ones, and of neighbours swapped.
    slip: bool,
    long_slip: bool,
    /// A slip of figures of three digits and more.
    middle_slip: bool,
    swap: bool,
}

impl Evidence {
    pub(super) fn of(sentence: &Sentence<'_, '_>, total: usize, list: &[usize]) -> Option<Self> {
        let (first, last) = (*list.first()?, *list.last()?);
        let document = sentence.document;
        let parts = say::figures(sentence, list);
        let at = sentence.items[total].at;
        let (interval, _) = say::added(document, &parts)?;
        let target = document.figures[at].interval()?;
        let after = if first < total { list[1] } else { first };
        let between = sentence.items[total].token + 1..sentence.items[after].token;
        let ended = sentence.words(sentence.lead(last));
        let aside = fills_bracket(sentence, total, list);
        let colon = sentence.words(between.clone()).ends_with(':');
        Some(Self {
            over: interval.low > target.high,
            // 214 premises: 36 were closed and 9 fined: a colon alone makes of two no more than what happened to some.
            strict: sentence.has(between.start..between.end - usize::from(colon), Cue::BreakdownStrict),
            residual: sentence.has(sentence.lead(last), Cue::ResidualStrict)
                || sentence.has(sentence.close_tail(last), Cue::ResidualStrict)
                || sentence.starts(sentence.close_tail(last), Cue::Residual),
            // 286 care homes: 19 were rated outstanding, 201 good and 12 inadequate.
            opens: starts_with_of(sentence, total)
                || first < total
                || list.len() >= 3 && sentence.words(sentence.lead(after)).ends_with(':')
                || aside
                || list.len() >= 3 && counts_the_same(sentence, list)
                || sentence.has(between, Cue::Breakdown),
            complete: aside || ended.split(' ').any(|word| matches!(word, "and" | "&")),
            exclusive: exclusive(sentence, list),
            several: list.len() >= 3,
            listed: colon && first > total,
            announced: first > total && (colon || starts_with_of(sentence, total)),
            covers: covers(sentence, list),
            middle_slip: say::one_slip(document, &parts, at, 3),
            slip: say::one_slip(document, &parts, at, 2),
            long_slip: say::one_slip(document, &parts, at, 4),
            swap: say::slips(document, &parts, at, 2, repair::swapped),
        })
    }

    pub(super) const fn verdict(&self) -> Option<Verdict> {
        let closed = self.strict && (self.complete || self.residual) || self.residual && self.opens;
        if closed {
            return Some(if self.slip { Verdict::Inconsistent } else { Verdict::Unclear });
        }
        let slipped = self.over && self.slip || self.several && (self.swap || self.long_slip);
        // 230 cases; 143 were settled and 88 remained open: what is left and what is not are no more than there are.
        if self.over && self.residual && self.complete && self.slip && !self.several {
            return Some(Verdict::Unclear);
        }
        // 642 potholes: 418 on main roads and 424 on side streets: a list of two behind a colon is all there is, and no more.
        if self.over && self.listed && self.complete && self.middle_slip {
            return Some(Verdict::Unclear);
        }
        // 936 cases: 512 civil, 318 criminal and 100 administrative; of the 99 schools 21 were outstanding, 54 good, 13 fair and 4 poor.
        if self.announced && self.several && self.complete && (self.middle_slip || self.covers && self.slip) {
            return Some(Verdict::Unclear);
        }
        let listed = self.opens && (self.complete || self.exclusive);
        // 520 good, 210 fair and 60 poor of 860 asked: others may have said nothing.
        let all = self.exclusive && (self.over || self.complete && (self.swap || self.long_slip));
        if listed && (all || slipped) || self.strict && slipped {
            return Some(Verdict::Unclear);
        }
        None
    }
}

/// Disposed of 1,187 (conciliated 806, awarded 294, withdrawn 86): the bracket right behind the total holds three and more, and nothing else.
fn fills_bracket(sentence: &Sentence<'_, '_>, total: usize, list: &[usize]) -> bool {
    let (Some(first), Some(last)) = (list.first(), list.last()) else { return false };
    let lead = sentence.lead(*first);
    let opens = (lead.start..lead.end.min(lead.start + 3)).any(|at| sentence.tokens[at].word == "(");
    let deeper = sentence.items[*first].depth == sentence.items[total].depth + 1 && *first == total + 1;
    let only = last - first + 1 == list.len();
    list.len() >= 3 && opens && deeper && only && sentence.holds(sentence.tail(*last), ")")
}

/// 2,205 enquiries, 1,482 by telephone, 517 in writing and 306 in person: the members have no noun of their own, and count what the total
/// does.
fn counts_the_same(sentence: &Sentence<'_, '_>, list: &[usize]) -> bool {
    list.iter().all(|index| {
        let tail = sentence.close_tail(*index);
        sentence.tokens[tail].first().is_some_and(|token| {
            matches!(
                token.word.as_str(),
                "by" | "in" | "through" | "via" | "from" | "at" | "with" | "on" | "to" | "for"
            )
        })
    })
}

/// Whether each member is another one of a set whose members exclude each other.
fn exclusive(sentence: &Sentence<'_, '_>, list: &[usize]) -> bool {
    (0..ENGLISH.sets.len()).any(|set| exclude(sentence, list, set))
}

/// Whether the members of a list are all of one exclusive set.
fn covers(sentence: &Sentence<'_, '_>, list: &[usize]) -> bool {
    let all = |(_, members): &(usize, &usize)| **members == list.len();
    ENGLISH.sets.iter().enumerate().filter(all).any(|(set, _)| exclude(sentence, list, set))
}

/// Whether each figure is told as another member of a set.
fn exclude(sentence: &Sentence<'_, '_>, list: &[usize], set: usize) -> bool {
    let mut seen = Vec::new();
    list.iter().all(|index| {
        let tail = behind_share(sentence, *index);
        let tail = tail.start..tail.end.min(tail.start + 7);
        let member = sentence.member(tail, set);
        member.is_some_and(|member| {
            let fresh = !seen.contains(&member);
            seen.push(member);
            fresh
        })
    })
}

/// The words behind a member; behind the bracket of its share, where it has one (63 km (75%) is open).
fn behind_share(sentence: &Sentence<'_, '_>, index: usize) -> std::ops::Range<usize> {
    let tail = sentence.close_tail(index);
    let share = sentence.items.get(index + 1).is_some_and(|next| {
        next.depth > sentence.items[index].depth && sentence.figure(index + 1).class == Class::Percent
    });
    let behind = sentence.tail(index + usize::from(share));
    if !share || sentence.words(behind.start..behind.end.min(behind.start + 1)) != ")" {
        return tail;
    }
    let marks = [",", ";", ":", "(", ")"];
    let from = behind.start + 1;
    let to = (from..behind.end).find(|at| marks.contains(&sentence.tokens[*at].word.as_str())).unwrap_or(behind.end);
    from..to
}

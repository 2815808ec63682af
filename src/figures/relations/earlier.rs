//! Two values of one indicator, now and before, and what changed between them: 9.8亿元，上年同期为8.4亿元，增长16.7%.

use rust_decimal::Decimal;

use super::{
    Found,
    change::{are_spans, grows_in_volume, unsafe_words},
    judge, mixed, operand, points,
    reference::is_aim,
    settled, shown_percent, topic,
};
use crate::{
    figures::{document::Document, figure::Role, nouns::shares_noun, times, units::Class, words::Cue},
    model::{RelationKind, Verdict, Words},
};

/// Figures between the two values at most.
const BACK: usize = 3;

/// Figures before the nearest value of which one may be meant.
const FARTHER: usize = 16;

/// Words of an earlier time before a bracket that holds the value of then: 同比上年（6702件）.
const ASIDE: [&str; 8] = ["上年", "去年", "上年同期", "去年同期", "上月", "上季度", "常年", "往年"];

/// Finds them.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    for at in 1..document.figures.len() {
        let earlier = &document.figures[at];
        if earlier.hedged || !is_earlier(document, at) {
            continue;
        }
        let Some(now) = current(document, at) else {
            // Told of what the sentences before speak of, it is good for a proof only.
            let value = topic::of(document, at).filter(|_| earlier.role == Role::Before);
            let told = value.and_then(|value| between_amounts(document, value, at));
            found.extend(told.filter(|found| found.verdict == Verdict::Consistent));
            continue;
        };
        if earlier.class == Class::Percent {
            found.extend(between_percents(document, now, at));
        } else if let Some(whole) = document.owner[now].filter(|_| document.groups[at].1 == 1) {
            found.extend(of_part_or_whole(document, (now, whole), at));
        } else {
            let own = between_amounts(document, now, at);
            let other = own.as_ref().filter(|own| !settled(own.verdict)).and_then(|_| of_another(document, now, at));
            found.extend(other.or(own));
        }
    }
}

/// 有效采矿权1345个…。年内注销57个，采矿权总数比年初的1402个减少4.1%: where the nearest value does not give the rate, one farther off may.
fn of_another(document: &Document<'_>, now: usize, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let fits = |i: &usize| {
        document.is_level(*i)
            && figures[*i].same_unit(&figures[at])
            && figures[*i].line == figures[at].line
            && !figures[*i].hedged
    };
    let mut others = (0..now).rev().take(FARTHER).filter(fits).filter_map(|i| between_amounts(document, i, at));
    others.find(|found| found.verdict == Verdict::Consistent)
}

/// 上年同期为8.4亿元, 年初为97.7%, 与上年的8.4亿元相比: a value of an earlier time, with no indicator of its own.
fn is_earlier(document: &Document<'_>, at: usize) -> bool {
    let figure = &document.figures[at];
    let (first, size) = document.groups[at];
    // 与上年同期（533起、152人）相比: several in one bracket are told in turn.
    let beside = [at.wrapping_sub(1), at + 1].into_iter().filter_map(|i| document.figures.get(i));
    if figure.depth > 0
        && figure.label.trim().is_empty()
        && beside.into_iter().any(|other| other.bracket == figure.bracket && other.is_amount())
    {
        return false;
    }
    if size > 1 && first != at {
        // 上年为4872件、5790人: the words of the first are those of all.
        return document.figures[first].role == figure.role && is_earlier(document, first);
    }
    match figure.role {
        // 由230亿元增至444.2亿元 tells both values itself.
        Role::Before => figure.is_amount() && !figure.label.contains(['由', '从']),
        Role::Level | Role::Other | Role::Rate => {
            let past = figure.says(Cue::Past) || figure.of_other_year() || document.stands_behind(at, &ASIDE);
            past && !figure.says(Cue::Comparator) && document.own_noun(at).is_empty() || is_dated(document, at)
        }
        _ => false,
    }
}

/// 2022年为441380人次，增长1.2%; 5月为4129条，环比上升6.2%: nothing but its date stands before it, and its change right behind.
fn is_dated(document: &Document<'_>, at: usize) -> bool {
    let (figure, Some(next)) = (&document.figures[at], document.figures.get(at + 1)) else { return false };
    let changed = matches!(next.role, Role::Growth(_)) && next.clause == figure.clause && next.depth == figure.depth;
    changed && figure.is_amount() && times::alone(figure.label).is_some()
}

/// The value that the earlier one belongs to: the nearest level of its unit before it in the sentence.
fn current(document: &Document<'_>, at: usize) -> Option<usize> {
    let earlier = &document.figures[at];
    // 9.2%和7.2%，上年为4872件、5790人: as far back again for every member of a list.
    // 5月为4129条，环比上升6.2%；上年6月为3958条，同比上升10.8%: each of several is told with its change.
    let dated = is_dated(document, at);
    let back = BACK * document.groups[at].1 + 2 * usize::from(dated);
    let now = (0..at).rev().take(back).find(|i| {
        let figure = &document.figures[*i];
        let level = match earlier.class {
            Class::Percent => figure.class == Class::Percent && !matches!(figure.role, Role::Growth(_)),
            _ => {
                figure.same_unit(earlier)
                    && (figure.role == Role::Level || figure.role == Role::Average && figure.like_in_size(earlier))
            }
        };
        // 较常年（871.2毫米）偏多13.2%，较上年（1043.5毫米）偏少5.5%: two values to compare with, and neither is what is now.
        let compared = document.stands_behind(*i, &ASIDE) || is_dated(document, *i) || is_aim(figure);
        level && !compared && figure.sentence == earlier.sentence && figure.depth <= earlier.depth
    })?;
    // 结婚18342对，离婚7906对；结婚登记比上年下降9.3%，上年为20217对: the rate names the value.
    let rate = change_near(document, now, at, Class::Percent).map(|(rate, _)| rate);
    let named = rate
        .filter(|rate| document.own_noun(*rate).len() >= 2 && !shares_noun(document, now, *rate, 2))
        .and_then(|rate| {
            let far = (now.saturating_sub(BACK)..now).rev();
            far.into_iter().find(|i| {
                document.is_level(*i)
                    && document.figures[*i].same_unit(earlier)
                    && document.figures[*i].sentence == earlier.sentence
                    && shares_noun(document, *i, rate, 2)
            })
        });
    let now = named.unwrap_or(now);
    let figure = &document.figures[now];
    (!figure.hedged && !figure.says(Cue::Past)).then_some(now)
}

/// The rate of change beside the two values: between them or right behind.
fn change_near(document: &Document<'_>, now: usize, at: usize, class: Class) -> Option<(usize, bool)> {
    let sentence = document.figures[at].sentence;
    if let Some(listed) = listed_change(document, at, class) {
        return Some(listed);
    }
    // What changed since a date that stands alone is told right behind.
    let now = if is_dated(document, at) { at } else { now };
    let near = (now + 1..at).chain(at + 1..document.figures.len().min(at + 3));
    near.filter(|i| document.figures[*i].sentence == sentence).find_map(|i| {
        let figure = &document.figures[i];
        match figure.role {
            Role::Growth(up) if figure.class == class && !figure.hedged && !unsafe_words(document, i) => Some((i, up)),
            _ => None,
        }
    })
}

/// 分别增长9.2%和7.2%，上年为4872件、5790人: the changes stand in the order of the values.
fn listed_change(document: &Document<'_>, at: usize, class: Class) -> Option<(usize, bool)> {
    if let Some(glued) = glued_change(document, at, class) {
        return Some(glued);
    }
    let (first, size) = document.groups[at];
    let rates = first.checked_sub(size).filter(|_| size > 1)?;
    let listed = document.groups[rates] == (rates, size);
    let figure = &document.figures[rates + (at - first)];
    match figure.role {
        Role::Growth(up) if listed && figure.class == class && !figure.hedged => Some((rates + (at - first), up)),
        _ => None,
    }
}

/// 97件134人，上年同期为197件375人，分别下降50.76%、64.27%: two values side by side, and behind them their two changes.
fn glued_change(document: &Document<'_>, at: usize, class: Class) -> Option<(usize, bool)> {
    let figures = &document.figures;
    let glued = |first: usize| figures.get(first + 1).is_some_and(|next| next.start == figures[first].end);
    let first = if glued(at) { at } else { at.checked_sub(1).filter(|first| glued(*first))? };
    let rates = first + 2;
    if document.groups.get(rates) != Some(&(rates, 2)) || figures[rates].sentence != figures[at].sentence {
        return None;
    }
    let rate = rates + (at - first);
    match figures[rate].role {
        Role::Growth(up) if figures[rate].class == class && !figures[rate].hedged && !unsafe_words(document, rate) => {
            Some((rate, up))
        }
        _ => None,
    }
}

/// 47家，其中省级9家、市级38家，同比增长17.5%（上年40家）: behind a list the earlier value may be of its whole or of its last
/// member; where it fits neither, that is a question.
fn of_part_or_whole(document: &Document<'_>, (part, whole): (usize, usize), at: usize) -> Option<Found> {
    let usable = |now: usize| {
        let figure = &document.figures[now];
        !figure.hedged && !figure.says(Cue::Past) && figure.sentence == document.figures[at].sentence
    };
    let of = |now: usize| Some(now).filter(|now| usable(*now)).and_then(|now| between_amounts(document, now, at));
    let (first, second) = (of(whole), of(part));
    if let Some(holds) = [&first, &second].into_iter().flatten().find(|found| settled(found.verdict)) {
        return Some(holds.clone());
    }
    second.map(|found| Found { verdict: Verdict::Unclear, ..first.unwrap_or(found) })
}

fn between_amounts(document: &Document<'_>, now: usize, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let (rate, up) = change_near(document, now, at, Class::Percent)?;
    // 较月初的7.42亿立方米增蓄0.58亿立方米: what changed since another time is told with that.
    let own = |i: usize| {
        i > 0 && figures[i - 1].role == Role::Before && figures[i - 1].item == figures[i].item && i - 1 != at
    };
    if (now.min(at) + 1..rate.max(at)).any(|i| matches!(figures[i].role, Role::Change(_)) && !own(i)) {
        return None;
    }
    let (a, b, p) = (&figures[now], &figures[at], &figures[rate]);
    if are_spans(a, b) {
        return None;
    }
    let up = if p.for_better() { a.base()? >= b.base()? } else { up };
    let (high, low) = if up { (a, b) } else { (b, a) };
    let computed = high.interval()?.minus(low.interval()?)?.over(b.interval()?)?.times(Decimal::ONE_HUNDRED)?;
    let point = high.base()?.checked_sub(low.base()?)?.checked_div(b.base()?)?.checked_mul(Decimal::ONE_HUNDRED)?;
    let several = mixed([a, b]);
    let shown = shown_percent(point, p.decimals);
    let verdict = judge(p, computed);
    if verdict == Verdict::Inconsistent && grows_in_volume(document, now) {
        return None;
    }
    // The rate may be of something else that stands between.
    let listed = document.groups[rate].1 > 1
        && (document.groups[at].1 == document.groups[rate].1 || glued_change(document, at, Class::Percent).is_some());
    let near = at - now <= 2 && rate.abs_diff(at) <= 1 && !is_dated(document, at);
    let tied = (near || listed || dated_before(document, now, at)) && own_words(document, rate);
    if verdict == Verdict::Inconsistent && !tied {
        return None;
    }
    Some(Found {
        kind: RelationKind::Growth,
        operands: vec![now, at, rate],
        expression: format!(
            "({} − {}) ÷ {} = {shown}%",
            operand(high, several),
            operand(low, several),
            operand(b, several)
        ),
        reported: p.shown(),
        computed: shown,
        verdict,
        note: Words::default(),
    })
}

/// Whether the date of one value is before that of another, and nothing but such values and their changes stands between them.
fn dated_before(document: &Document<'_>, now: usize, at: usize) -> bool {
    let figures = &document.figures;
    let time = times::alone(figures[at].label).filter(|_| is_dated(document, at));
    let earlier = time.zip(times::before(document, &figures[now])).and_then(|(time, now)| time.is_before(now));
    let beside = |i: usize| is_dated(document, i) || i > 0 && is_dated(document, i - 1);
    (earlier == Some(true) || time.is_some_and(times::Time::is_back)) && (now + 1..at).all(beside)
}

/// The rate has no indicator of its own.
fn own_words(document: &Document<'_>, rate: usize) -> bool {
    document.own_noun(rate).len() <= 1
}

fn between_percents(document: &Document<'_>, now: usize, at: usize) -> Option<Found> {
    let (change, up) = change_near(document, now, at, Class::Points)?;
    let figures = &document.figures;
    let of = |now: usize| points::difference(&figures[now], &figures[at], &figures[change], up, vec![now, at, change]);
    let found = of(now)?;
    if found.verdict != Verdict::Inconsistent {
        return Some(found);
    }
    // 优良12个，占85.7%，Ⅳ类2个，占14.3%；优良比例提高7.1个百分点（上年同期为78.6%）: of a rate farther off, for which it holds.
    let fits = |i: &usize| {
        let figure = &figures[*i];
        let rate = figure.class == Class::Percent && !matches!(figure.role, Role::Growth(_)) && !figure.hedged;
        rate && figure.sentence == figures[at].sentence && !figure.says(Cue::Past)
    };
    let mut others = (0..now).rev().take(FARTHER).filter(fits).filter_map(of);
    let tied = at - now <= 2 && change.abs_diff(at) <= 1;
    others.find(|found| found.verdict == Verdict::Consistent).or_else(|| tied.then_some(found))
}

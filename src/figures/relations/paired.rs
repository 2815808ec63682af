//! Values and earlier values told as two lists or in one bracket: 78批、1342人次，与上年的104批、1875人次相比，分别下降25.0%、28.4%;
//! 增长17.99%（2022年289件，2023年341件）.

use super::{Found, arithmetic, change::unsafe_words, settled};
use crate::{
    figures::{
        document::Document,
        figure::{Figure, Role},
        units::Class,
        words::Cue,
    },
    model::{Verdict, Words},
};

/// Members of such a list at most, and figures behind it among which its rates stand.
const LONGEST: usize = 4;
const AHEAD: usize = 6;
/// Characters before a bracket that tell the time of its values.
const LEAD: usize = 8;

/// Finds them; what `found` holds of a rate already is not said again.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    let told: std::collections::BTreeSet<usize> =
        found.iter().filter(|f| settled(f.verdict)).filter_map(|f| f.operands.last().copied()).collect();
    let mut fresh = Vec::new();
    for at in 0..document.figures.len() {
        fresh.extend(dated(document, at));
        fresh.extend(compared(document, at).into_iter().flatten());
        fresh.extend(bracketed(document, at).into_iter().flatten());
    }
    found.extend(fresh.into_iter().filter(|f| f.operands.last().is_some_and(|rate| !told.contains(rate))));
}

fn grows(document: &Document<'_>, at: usize) -> Option<bool> {
    let figure = document.figures.get(at)?;
    match figure.role {
        Role::Growth(up) if figure.class == Class::Percent && !figure.hedged && !unsafe_words(document, at) => Some(up),
        _ => None,
    }
}

/// The rate of change from one value to another, with its direction; what does not hold is a question.
fn growth(document: &Document<'_>, earlier: usize, later: usize, rate: usize, up: bool) -> Option<Found> {
    let figures = &document.figures;
    let mut found = arithmetic::growth(document, earlier, later, rate)?;
    let rising = figures[later].base()? >= figures[earlier].base()?;
    if rising != up && settled(found.verdict) && figures[later].base() != figures[earlier].base() {
        found.verdict = Verdict::Unclear;
        found.note = Words::new("增减方向不一致", "the directions of change differ");
    }
    if found.verdict == Verdict::Inconsistent {
        found.verdict = Verdict::Unclear;
    }
    Some(found)
}

/// 同比增长17.99%（2022年为289件，2023年为341件）: the two values stand in the bracket behind their rate, each by its year.
fn dated(document: &Document<'_>, rate: usize) -> Option<Found> {
    let figures = &document.figures;
    let up = grows(document, rate)?;
    let (a, b) = (figures.get(rate + 1)?, figures.get(rate + 2)?);
    let bracket = a.bracket.is_some() && a.bracket == b.bracket && a.depth == figures[rate].depth + 1;
    let opens = document.between(figures[rate].end, a.start).trim_start().starts_with('(');
    let (first, second) = (year(a)?, year(b)?);
    if !bracket || !opens || !a.same_unit(b) || a.hedged || b.hedged || first.abs_diff(second) != 1 {
        return None;
    }
    let (earlier, later) = if first < second { (rate + 1, rate + 2) } else { (rate + 2, rate + 1) };
    growth(document, earlier, later, rate, up)
}

/// 2022年为: a year alone before a figure.
fn year(figure: &Figure<'_>) -> Option<u32> {
    let label = figure.label.trim().trim_end_matches(['为', '是', ':', '的']);
    label.strip_suffix('年')?.parse().ok().filter(|year| (1900..2100).contains(year))
}

/// 与2022年的104批、1875人次相比，批次下降25.0%，人次下降28.4%: the list that ends in 相比, the list before it, the rates behind.
fn compared(document: &Document<'_>, last: usize) -> Option<Vec<Found>> {
    let figures = &document.figures;
    let behind = figures[last].tail.trim_start().starts_with("相比");
    // 518件742人，去年同期为763件1207人，件数和人数同比分别下降: the earlier list opens with its time.
    let dated = |i: usize| {
        let label = figures[i].label.trim().trim_end_matches(['为', '是', '有']);
        ["去年同期", "上年同期", "前年同期", "上年", "去年"].contains(&label)
    };
    let opened = last > 0 && dated(last - 1) && figures[last].label.chars().count() <= 1;
    if !behind && !opened {
        return None;
    }
    let opens = |i: usize| {
        opened && dated(i) || behind && ['与', '同', '比', '较'].iter().any(|c| figures[i].label.contains(*c))
    };
    let first = (last.saturating_sub(LONGEST)..last).rev().find(|i| opens(*i))?;
    let size = last - first + 1;
    let start = first.checked_sub(size)?;
    let alike = (0..size).all(|i| {
        let (now, before) = (&figures[start + i], &figures[first + i]);
        now.same_unit(before)
            && now.is_amount()
            && !now.hedged
            && !before.hedged
            && now.sentence == before.sentence
            && !now.says(Cue::Past)
    });
    if size < 2 || !alike {
        return None;
    }
    let rates: Vec<usize> = (last + 1..figures.len().min(last + 1 + AHEAD))
        .take_while(|i| figures[*i].sentence == figures[last].sentence && grows(document, *i).is_some())
        .collect();
    if rates.len() != size {
        return None;
    }
    // 批次下降25.0%，人次下降28.4%: by the unit of each, and no rate of anything else.
    let named = |(i, rate): (usize, &usize)| {
        let noun = document.own_noun(*rate);
        let unit = figures[start + i].unit;
        // 件数和人数同比分别下降: in the order of the lists.
        let of_list = figures[document.groups[*rate].0].label.contains("分别");
        let listed = of_list || noun.is_empty();
        listed || noun.len() <= 2 && (noun.last() == Some(&'数') || noun.iter().any(|c| unit.contains(*c)))
    };
    if !rates.iter().enumerate().all(named) {
        return None;
    }
    rates
        .iter()
        .enumerate()
        .map(|(i, rate)| growth(document, first + i, start + i, *rate, grows(document, *rate)?))
        .collect()
}

/// 与上年同期（533起、152人）相比，分别下降6.2%、9.9%; 起数和损失同比分别上升6.3%和10.0%（2694起、2871.3万元）: the earlier values in one bracket, that
/// opens at `first`, before or behind the list of their rates.
fn bracketed(document: &Document<'_>, first: usize) -> Option<Vec<Found>> {
    let figures = &document.figures;
    let id = figures[first].bracket.filter(|_| first > 0 && figures[first - 1].bracket != figures[first].bracket)?;
    let size = (first..figures.len().min(first + LONGEST)).take_while(|i| figures[*i].bracket == Some(id)).count();
    let (open, close) = document.brackets.spans.get(id).copied()?;
    let bare = |i: usize| figures[i].is_amount() && !figures[i].hedged && document.own_noun(i).is_empty();
    if size < 2
        || !(first..first + size).all(bare)
        || figures.get(first + size).is_some_and(|next| next.bracket == Some(id))
    {
        return None;
    }
    let lead = document.between(open.saturating_sub(LEAD), open);
    let compared = ["同期", "上年", "去年", "上月", "上季度"].iter().any(|time| lead.ends_with(time))
        && document.between(close + 1, close + 4).starts_with("相比");
    let group =
        |at: usize| document.groups.get(at).is_some_and(|group| *group == (at, size)) && grows(document, at).is_some();
    let before = first.checked_sub(size).filter(|rates| group(*rates) && figures[*rates].label.contains("分别"));
    let (rates, until) = match before {
        Some(rates) => (rates, rates),
        None if compared && group(first + size) => (first + size, first),
        None => return None,
    };
    let values = values_of(document, first, size, until)?;
    let told = |i: usize| growth(document, first + i, values[i], rates + i, grows(document, rates + i)?);
    let all: Vec<Found> = (0..size).map(told).collect::<Option<_>>()?;
    // In a bracket that no words compare with anything the values may be of anything.
    let held = all.iter().filter(|found| settled(found.verdict)).count();
    (compared || held == size).then_some(all)
}

/// The values before `until` in the units of those in the bracket, in their order.
fn values_of(document: &Document<'_>, first: usize, size: usize, until: usize) -> Option<Vec<usize>> {
    let figures = &document.figures;
    let mut values = Vec::new();
    let mut at = until;
    for i in (first..first + size).rev() {
        at = (0..at).rev().take(2 * LONGEST).find(|now| {
            document.is_level(*now)
                && figures[*now].same_unit(&figures[i])
                && !figures[*now].hedged
                && figures[*now].sentence == figures[i].sentence
                && figures[*now].depth < figures[i].depth
        })?;
        values.push(at);
    }
    values.reverse();
    Some(values)
}

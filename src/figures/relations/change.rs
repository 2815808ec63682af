//! Changes and their rates: a value, by how much it changed, and by how many percent; and two values with the change
//! between them.

use rust_decimal::Decimal;

use super::{Found, from_to, judge, mixed, operand, settled, shown_percent, turns};
use crate::{
    figures::{
        document::Document,
        figure::{Figure, Role},
        interval::Interval,
        nouns::shares_noun,
        units::Class,
        words::Cue,
    },
    model::{RelationKind, Verdict, Words},
    text::words::holds_any,
};

/// Characters of a name that is one of its own.
const NAMED: usize = 2;

/// Finds them.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    let groups = &document.groups;
    for at in 0..document.figures.len() {
        let figure = &document.figures[at];
        match figure.role {
            Role::Change(up) if figure.is_amount() => {
                if groups.get(at).is_some_and(|(_, size)| *size > 1) {
                    turns::listed(document, at, up, groups, found);
                } else if let Some((value, rate)) = turns::in_turn(document, at) {
                    found.extend(growth(document, value, at, rate, up));
                } else {
                    let known = found.len();
                    single(document, at, up, found);
                    if found.len() == known {
                        found.extend(turns::turned(document, at, up));
                    }
                }
            }
            Role::Before if figure.is_amount() => from_to::find(document, at, found),
            _ => {}
        }
    }
}

pub(super) fn growth_percent(figure: &Figure<'_>) -> Option<bool> {
    match (figure.class, figure.role) {
        (Class::Percent, Role::Growth(up)) => Some(up),
        _ => None,
    }
}

/// The rate of change beside a change: the figure after it or before it.
pub(super) fn rate_beside(document: &Document<'_>, at: usize) -> Vec<usize> {
    let figure = &document.figures[at];
    let mut beside: Vec<usize> = bracketed_rate(document, at).into_iter().collect();
    let from = at + 1 + usize::from(arrives(document, at).is_some());
    let ahead = (from..document.figures.len().min(at + 4)).find(|i| document.figures[*i].depth <= figure.depth);
    for other in [ahead, at.checked_sub(1)].into_iter().flatten() {
        if let Some(rate) = document.figures.get(other)
            && growth_percent(rate).is_some()
            && rate.sentence == figure.sentence
            && rate.depth == figure.depth
        {
            beside.push(other);
        }
    }
    beside
}

/// 比上年增加50.8万人（增长3.8%）: the rate stands in the bracket behind its change.
fn bracketed_rate(document: &Document<'_>, at: usize) -> Option<usize> {
    let rate = at + 1;
    let figure = document.figures.get(rate)?;
    let own = document.bracket_owner.get(figure.bracket?).copied().flatten() == Some(at);
    (own && growth_percent(figure).is_some() && document.groups[rate].1 == 1).then_some(rate)
}

/// Whether a rate of change is said to be up or down in so many words: 提速20.5% is neither.
pub fn says_direction(figure: &Figure<'_>) -> bool {
    let plain = ["增", "升", "涨", "提高", "减", "降", "跌", "回落", "偏多", "偏少", "多", "少"];
    let said = |text: &str| holds_any(text, &plain);
    let english = figure.label.is_ascii() && figure.tail.is_ascii();
    !figure.value.is_sign_negative() && (said(figure.label) || english)
}

/// Whether the words around a rate of change say that no two figures of the text can confirm it.
pub fn unsafe_words(document: &Document<'_>, at: usize) -> bool {
    let figure = &document.figures[at];
    let from = figure.start.saturating_sub(24);
    let previous = at.checked_sub(1).map_or(0, |i| document.figures[i].end);
    let behind = document.cues(figure.end, figure.end + 12).has(Cue::GrowthUnsafe)
        && document.figures.get(at + 1).is_none_or(|next| next.start > figure.end + 12);
    // 按可比价计算，农业总产值128.6亿元，增长4.2%: said once, before the value.
    let value = at.checked_sub(1).map(|i| &document.figures[i]).filter(|value| value.sentence == figure.sentence);
    let lead = value.map_or("", |value| document.between(value.start.saturating_sub(24), value.start));
    let clause = lead.rsplit(['。', ';', '\n']).next().unwrap_or_default();
    let opening =
        holds_any(clause, &["可比价", "不变价", "可比口径", "同口径"]) && !clause.chars().any(|c| c.is_ascii_digit());
    behind || opening || document.cues(from.max(previous), figure.start).has(Cue::GrowthUnsafe)
}

/// Fell by 86 to 1,204, 减少86件降至1204件: the value stands right behind its change.
fn arrives(document: &Document<'_>, at: usize) -> Option<usize> {
    let (figure, next) = (&document.figures[at], document.figures.get(at + 1)?);
    let to = ["to", "至", "到", "降至", "增至", "升至", "减至", "达", "达到"].contains(&next.label.trim());
    (to && next.same_unit(figure) && next.sentence == figure.sentence && next.role == Role::Level && !next.hedged)
        .then_some(at + 1)
}

/// 比年初增加86.2亿元，同比增长9.1%: since the beginning of the year, and since a year ago.
fn other_time(change: &Figure<'_>, rate: &Figure<'_>) -> bool {
    const TIMES: [&[&str]; 3] = [
        &["年初", "上年末", "上年底", "去年末", "去年底"],
        &["同比", "上年同期", "去年同期"],
        &["环比", "上月", "上季", "上周"],
    ];
    let time = |figure: &Figure<'_>| TIMES.iter().position(|words| holds_any(figure.label, words));
    time(change).zip(time(rate)).is_some_and(|(a, b)| a != b)
}

/// 受理诉求96件，较上周减少15件，上周办结诉求81件: each has a name of its own, and neither name holds the other.
pub(super) fn are_of_other_names(document: &Document<'_>, one: usize, other: usize) -> bool {
    let (one, other) = (document.own_noun(one), document.own_noun(other));
    let holds = |name: &[char], other: &[char]| other.windows(name.len()).any(|run| run == name);
    let named = one.len() >= NAMED && other.len() >= NAMED;
    named && !holds(one, other) && !holds(other, one)
}

/// 过去5年间比上一个5年增加17%: two figures that say how long, and not what changed.
pub(super) fn are_spans(a: &Figure<'_>, b: &Figure<'_>) -> bool {
    a.base() == b.base() && ["年", "月", "天", "日"].contains(&a.unit)
}

/// 平均每年增加2053亿元: a change of every year, and not of all.
pub(super) fn yearly(figure: &Figure<'_>) -> bool {
    holds_any(figure.label, &["每年", "年均", "平均", "每月", "月均", "每天"])
}

fn single(document: &Document<'_>, at: usize, up: bool, found: &mut Vec<Found>) {
    let figures = &document.figures;
    if yearly(&figures[at]) {
        return;
    }
    let beside = rate_beside(document, at);
    let Some(&rate) = beside.first() else { return };
    if figures[at].hedged || figures[rate].hedged {
        return;
    }
    let first = at.min(rate);
    let values = arrives(document, at).map_or_else(|| candidates(document, at, first), |value| vec![value]);
    for &rate in &beside {
        for &value in &values {
            if let Some(relation) = growth(document, value, at, rate, up).filter(|r| settled(r.verdict)) {
                found.push(relation);
                return;
            }
        }
    }
    // 同口径增长16.6%，增收4696万元: what is told at another basis than its value can be proved and not accused.
    let safe = |i: usize| !unsafe_words(document, i);
    let rates: Vec<usize> = beside.into_iter().filter(|rate| safe(*rate) && safe(at)).collect();
    let (Some(&value), Some(&rate)) = (values.first(), rates.first()) else { return };
    let rate = rates.iter().copied().find(|rate| *rate > at).unwrap_or(rate);
    let between_level =
        (value + 1..first).any(|i| document.is_level(i) && !figures[i].hedged && figures[i].depth <= figures[at].depth);
    let tight = !between_level && figures[value].sentence == figures[at].sentence;
    // Two characters in common may be of any word; of another sentence all must be: 购置费 is not 购置及运行费.
    let apart = figures[value].sentence != figures[at].sentence;
    let length = if apart { usize::MAX } else { 2 };
    let alike = shares_noun(document, value, at, length) || shares_noun(document, value, rate, length);
    let others = values.len() > 1;
    // 每亩增加3.2公斤；面积略减0.1%: the rate names something of its own, which neither the value nor its change is.
    let apart = figures[rate].item != figures[at].item;
    let named = document.own_noun(rate).len() >= 2 && apart && rate > at;
    // 总产值增长12.7%，粮食产量增加109亿公斤: so does the change behind a rate. 比1956年减少20%，比原定的多14亿元: of two comparisons.
    let foreign = rate < at && apart && document.own_noun(at).len() >= 2 && !shares_noun(document, rate, at, 3);
    let compares = |i: usize| {
        figures[i].label.contains(['比', '较'])
            && !figures[i].label.contains("同比")
            && !figures[i].label.contains("环比")
    };
    // 净增0.59万人，同比增长5.2%: what came less what went this year, and the growth since a year ago.
    let net = figures[at].says(Cue::Net) && figures[rate].label.contains("同比");
    if net || foreign || other_time(&figures[at], &figures[rate]) || apart && compares(at) && compares(rate) {
        return;
    }
    if named && !shares_noun(document, value, rate, 2) && !shares_noun(document, at, rate, 2) {
        return;
    }
    let Some(mut relation) = growth(document, value, at, rate, up) else { return };
    relation.verdict = match (tight, alike, others) {
        (true, _, _) if document.own_noun(first).is_empty() || alike => Verdict::Inconsistent,
        (_, true, false) => Verdict::Inconsistent,
        // 财政收入3.93万亿元；企业利润增长31%，增加4442亿元: another clause is of another value.
        (true, ..) if figures[value].clause == figures[first].clause => Verdict::Unclear,
        (_, true, true) => Verdict::Unclear,
        _ => return,
    };
    found.push(relation);
}

/// The values that a change may belong to, likeliest first.
pub(super) fn candidates(document: &Document<'_>, at: usize, first: usize) -> Vec<usize> {
    let figure = &document.figures[at];
    let fits = |i: &usize| {
        let other = &document.figures[*i];
        other.same_unit(figure)
            && !other.hedged
            && matches!(other.role, Role::Level | Role::Before | Role::Average)
            && other.depth <= figure.depth
    };
    let mut values: Vec<usize> = (0..first).rev().take(12).filter(fits).collect();
    // A noun shared with the change's own words names its value.
    values.sort_by_key(|value| (first - value > 1 && !shares_noun(document, *value, at, 2), first - value));
    values.truncate(6);
    values
}

/// 上季末存栏50.1万头，环比减少1.8万头: the value is that of the earlier time, told as one of its own.
pub(super) fn is_earlier(value: &Figure<'_>) -> bool {
    let times = [
        "上年同期",
        "去年同期",
        "上季末",
        "上季度末",
        "上月末",
        "上年末",
        "去年末",
        "上年",
        "去年",
        "上月",
        "上季度",
        "上期",
    ];
    let label = value.label.trim_start();
    times.iter().any(|time| label.starts_with(time)) && !value.says(Cue::Comparator) && value.role == Role::Level
}

/// The rate of change from a value and its change, in percent; the value may be the one that changed.
pub(super) fn rate_of_change(
    value: &Figure<'_>,
    change: &Figure<'_>,
    up: bool,
    earlier: bool,
) -> Option<(Interval, Decimal)> {
    let (v, d) = (value.interval()?, change.interval()?);
    let (pv, pd) = (value.base()?, change.base()?);
    let (earlier, point) = match up {
        _ if earlier => (v, pv),
        true => (v.minus(d)?, pv.checked_sub(pd)?),
        false => (v.plus(d)?, pv.checked_add(pd)?),
    };
    let computed = d.over(earlier)?.times(Decimal::ONE_HUNDRED)?;
    let point = pd.checked_div(point)?.checked_mul(Decimal::ONE_HUNDRED)?;
    Some((computed, point))
}

/// The rate of change from a value and its change, held against the one that is printed.
pub fn growth(document: &Document<'_>, value: usize, change: usize, rate: usize, up: bool) -> Option<Found> {
    let v = &document.figures[value];
    let told = is_earlier(v);
    let found = growth_of(document, [value, change, rate], up, v.role == Role::Before || told)?;
    if grows_in_volume(document, value) && !settled(found.verdict) {
        return None;
    }
    // 去年发生3917起，减少338起，下降7.9%: a report of last year tells what last year's value came from.
    let other = || growth_of(document, [value, change, rate], up, false).filter(|other| settled(other.verdict));
    if told && !settled(found.verdict) {
        return other().or(Some(found));
    }
    Some(found)
}

/// 生产总值13697.5亿元，较9323.1亿元增加4374.4亿元，增长33.6%: output is told at the prices of its year, and its growth without those.
pub(super) fn grows_in_volume(document: &Document<'_>, value: usize) -> bool {
    // The value before is named by the one that it is compared with.
    let named = if document.figures[value].role == Role::Before { value.saturating_sub(1) } else { value };
    let label = document.figures[named].label;
    holds_any(label, &["生产总值", "GDP", "增加值", "总产值", "gross domestic product"])
}

pub(super) fn growth_of(
    document: &Document<'_>,
    [value, change, rate]: [usize; 3],
    up: bool,
    earlier: bool,
) -> Option<Found> {
    let (v, d, p) = (&document.figures[value], &document.figures[change], &document.figures[rate]);
    let Some((computed, point)) = rate_of_change(v, d, up, earlier) else {
        return impossible(document, value, change, rate, up);
    };
    let mut verdict = judge(p, computed);
    let mut note = Words::default();
    if growth_percent(p) != Some(up) && !p.value.is_sign_negative() && !p.for_better() {
        note = Words::new("增减方向不一致", "the directions of change differ");
        verdict = Verdict::Inconsistent;
    }
    let mixed = mixed([v, d]);
    let (v_text, d_text) = (operand(v, mixed), operand(d, mixed));
    let shown = shown_percent(point, p.decimals);
    let expression = if earlier {
        format!("{d_text} ÷ {v_text} = {shown}%")
    } else {
        format!("{d_text} ÷ ({v_text} {} {d_text}) = {shown}%", if up { '−' } else { '+' })
    };
    Some(Found {
        kind: RelationKind::Growth,
        operands: vec![value, change, rate],
        expression,
        reported: p.shown(),
        computed: shown,
        verdict,
        note,
    })
}

/// It grew by more than it is: no earlier value is left.
fn impossible(document: &Document<'_>, value: usize, change: usize, rate: usize, up: bool) -> Option<Found> {
    let (v, d, p) = (&document.figures[value], &document.figures[change], &document.figures[rate]);
    let left = v.base()?.checked_sub(d.base()?)?;
    if !up || left >= Decimal::ZERO || v.role == Role::Before || is_earlier(v) {
        return None;
    }
    let mixed = mixed([v, d]);
    let expression = format!("{} − {} < 0", operand(v, mixed), operand(d, mixed));
    Some(Found {
        kind: RelationKind::Growth,
        operands: vec![value, change, rate],
        expression,
        reported: p.shown(),
        computed: left.normalize().to_string(),
        verdict: Verdict::Inconsistent,
        note: Words::new("增加的数大于现有的数，请核对单位", "it grew by more than it is: check the units"),
    })
}

/// How a reported amount agrees with a computed interval in base units.
pub fn amount_verdict(reported: &Figure<'_>, computed: Interval) -> Option<Verdict> {
    let shown = reported.interval()?;
    if shown.meets(computed) {
        return Some(Verdict::Consistent);
    }
    let exact = computed.low == computed.high && reported.exact();
    if !exact && shown.gap(computed) < reported.unit_in_last_place() {
        return Some(Verdict::Rounding);
    }
    Some(Verdict::Inconsistent)
}

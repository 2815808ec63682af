//! Two rates and the percentage points between them; a rate of completion against the time that has passed.

use rust_decimal::Decimal;

use super::{Found, shown_percent};
use crate::{
    figures::{
        document::Document,
        figure::{Figure, Role, plain},
        interval::{Interval, last_place},
        units::Class,
    },
    model::{RelationKind, Verdict, Words},
    text::words::holds_any,
};

/// Finds them.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    for at in 0..document.figures.len() {
        let figure = &document.figures[at];
        if figure.class == Class::Percent
            && matches!(figure.role, Role::Rate | Role::Growth(_) | Role::Other)
            && figure.label.contains("自然增长率")
            && !figure.hedged
        {
            found.extend(natural(document, at));
        }
        if figure.class != Class::Points || figure.hedged {
            continue;
        }
        // 分别超时序进度9.9个百分点、4.5个百分点: the words of the first are those of all.
        let label = figures_label(document, at);
        if holds_any(label, &["时间进度", "序时进度", "均衡进度", "时序进度"]) {
            let between = || between_rates(document, at).filter(|found| found.verdict == Verdict::Consistent);
            found.extend(against_told_time(document, at).or_else(between).or_else(|| against_time(document, at)));
        } else if holds_any(label, &["目标进度", "计划进度", "进度要求", "进度目标"]) {
            // What is aimed at may be another share of the year than has passed.
            found.extend(against_time(document, at).filter(|found| found.verdict == Verdict::Consistent));
        } else if figure.label.contains("最高") && figure.label.contains("最低") {
            found.extend(spread(document, at));
        } else {
            found.extend(between_rates(document, at));
        }
    }
}

/// 分别为86.2%、91.4%、79.8%，最高与最低相差11.6个百分点: between the ends of a list.
fn spread(document: &Document<'_>, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let last = at.checked_sub(1)?;
    let (first, size) = document.groups[last];
    let list = first..first + size;
    let sound = size >= 3
        && first + size == at
        && list.clone().all(|i| figures[i].class == Class::Percent && !figures[i].hedged)
        && figures[last].sentence == figures[at].sentence;
    let highest = list.clone().max_by_key(|i| figures[*i].value).filter(|_| sound)?;
    let lowest = list.min_by_key(|i| figures[*i].value)?;
    let found = difference(&figures[highest], &figures[lowest], &figures[at], true, vec![highest, lowest, at])?;
    let verdict = if found.verdict == Verdict::Inconsistent { Verdict::Unclear } else { found.verdict };
    Some(Found { verdict, ..found })
}

/// 出生率6.42‰，死亡率7.18‰，自然增长率-0.76‰: births less deaths.
fn natural(document: &Document<'_>, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let figure = &figures[at];
    let find = |word: &str| {
        (at.saturating_sub(4)..at).rev().find(|i| {
            let other = &figures[*i];
            other.class == Class::Percent
                && other.unit == figure.unit
                && other.label.contains(word)
                && other.role == Role::Rate
                && other.sentence == figure.sentence
                && !other.hedged
        })
    };
    let (births, deaths) = (find("出生率")?, find("死亡率")?);
    let (b, d) = (&figures[births], &figures[deaths]);
    let computed = b.interval()?.minus(d.interval()?)?;
    let verdict = super::super::agreement::agree_within(figure.value, computed, figure.decimals);
    let shown = plain(b.value.checked_sub(d.value)?, b.decimals.max(d.decimals));
    Some(Found {
        kind: RelationKind::Points,
        operands: vec![births, deaths, at],
        expression: format!("{} − {} = {shown}{}", b.shown(), d.shown(), figure.sign()),
        reported: figure.shown(),
        computed: shown,
        verdict: if verdict == Verdict::Inconsistent { Verdict::Unclear } else { verdict },
        note: Words::default(),
    })
}

/// 占年度计划的71.0%，高于66.7%的序时进度4.3个百分点: the share of the year that has passed is told.
fn against_told_time(document: &Document<'_>, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let (rate, passed) = (at.checked_sub(2)?, at - 1);
    let (done, time, said) = (&figures[rate], &figures[passed], &figures[at]);
    let phrase = time.tail.starts_with('的') && time.tail.contains("进度") && time.item == said.item;
    let percents = [done, time].iter().all(|figure| figure.class == Class::Percent && figure.sentence == said.sentence);
    let up = holds_any(time.label, &["高于", "快于", "超过", "超", "高出", "领先"]);
    let down = holds_any(time.label, &["低于", "慢于", "落后", "滞后"]);
    if !phrase || !percents || done.hedged || up == down {
        return None;
    }
    let found = difference(done, time, said, up, vec![rate, passed, at])?;
    Some(if found.verdict == Verdict::Inconsistent { Found { verdict: Verdict::Unclear, ..found } } else { found })
}

/// The words before the first figure of a list, which are those of all.
fn figures_label<'t>(document: &Document<'t>, at: usize) -> &'t str {
    document.figures[document.groups[at].0].label
}

/// 完成年度计划的85.1%，超均衡进度1.8个百分点.
fn against_time(document: &Document<'_>, at: usize) -> Option<Found> {
    let figure = &document.figures[at];
    let (first, size) = document.groups[at];
    let rate = if size > 1 {
        let rates = first.checked_sub(size).filter(|rates| document.groups[*rates] == (*rates, size))?;
        Some(rates + (at - first)).filter(|rate| document.figures[*rate].class == Class::Percent)?
    } else {
        (0..at).rev().take(3).find(|i| document.figures[*i].class == Class::Percent)?
    };
    let done = &document.figures[rate];
    // 较58.3%的序时进度快: the time that has passed is told itself.
    let passed = at.checked_sub(1).map(|before| &document.figures[before]);
    if passed
        .is_some_and(|time| time.class == Class::Percent && time.tail.starts_with('的') && time.tail.contains("进度"))
    {
        return None;
    }
    if done.sentence != figure.sentence || matches!(done.role, Role::Growth(_)) || done.hedged {
        return None;
    }
    // 一季度…，二季度…，上半年合计: where several are named any may be meant, and the last one is likeliest.
    let mut named: Vec<u32> =
        periods(&document.text.chars, figure.start).into_iter().rev().map(|(_, months)| months).collect();
    named.dedup();
    let of = |months: &u32| ahead_of(document, rate, at, *months);
    let proof = named.iter().filter_map(of).find(|found| found.verdict == Verdict::Consistent);
    proof.or_else(|| named.first().filter(|first| named.iter().all(|months| months == *first)).and_then(of))
}

/// By how much a rate is ahead of so many months of the year, or behind them, as it is told.
fn ahead_of(document: &Document<'_>, rate: usize, at: usize, months: u32) -> Option<Found> {
    let (done, figure) = (&document.figures[rate], &document.figures[at]);
    let passed = Decimal::from(months).checked_mul(Decimal::ONE_HUNDRED)?.checked_div(Decimal::from(12))?;
    let label = figures_label(document, at);
    let ends = |words: [char; 2]| label.trim_end().ends_with(words);
    let ahead = ends(['快', '高']) || holds_any(label, &["超", "快于", "高于", "领先", "高出"]);
    let behind = ends(['慢', '低']) || holds_any(label, &["落后", "低于", "慢于", "滞后", "不及", "欠"]);
    if ahead == behind {
        return None;
    }
    let gap = if ahead { done.value.checked_sub(passed)? } else { passed.checked_sub(done.value)? };
    let slack = done.unit_in_last_place().checked_add(last_place(figure.decimals))?;
    let fits = gap.checked_sub(figure.value)?.abs() <= slack;
    let shown = shown_percent(gap, figure.decimals);
    Some(Found {
        kind: RelationKind::Points,
        operands: vec![rate, at],
        expression: format!("{} − {months} ÷ 12 = {shown}", done.shown()),
        reported: plain(figure.value, figure.decimals),
        computed: shown,
        verdict: if fits { Verdict::Consistent } else { Verdict::Unclear },
        note: Words::new("时间进度按已过月份除以12计", "time passed counted as months over twelve"),
    })
}

/// Characters before a figure among which the period is looked for that it is told for.
const PERIODS: usize = 400;

/// How many months of the year had passed, by the last period that the text names before `end`.
pub fn months_passed(chars: &[char], end: usize) -> Option<u32> {
    (end.saturating_sub(PERIODS)..end).rev().find_map(|at| period(chars, end, at))
}

/// The periods since the beginning of the year that the text names before `end`, where each stands and how many months it has.
fn periods(chars: &[char], end: usize) -> Vec<(usize, u32)> {
    (end.saturating_sub(PERIODS)..end).filter_map(|at| Some((at, period(chars, end, at)?))).collect()
}

/// How many months the period has that is named at a place before `end`.
fn period(chars: &[char], end: usize, at: usize) -> Option<u32> {
    const NAMED: [(&[char], u32); 5] = [
        (&['一', '季', '度'], 3),
        (&['上', '半', '年'], 6),
        (&['二', '季', '度', '末'], 6),
        (&['前', '三', '季', '度'], 9),
        (&['三', '季', '度', '末'], 9),
    ];
    let rest = chars.get(at..end)?;
    match rest.first()? {
        '月' => month_closed(chars, end.saturating_sub(PERIODS), at),
        _ => NAMED.iter().find(|(words, _)| rest.starts_with(words)).map(|(_, months)| *months),
    }
}

/// 1-8月, 8月底, 8月31日: so many months, where the 月 at `at` closes a period since the beginning of the year.
fn month_closed(chars: &[char], from: usize, at: usize) -> Option<u32> {
    let closes = chars.get(at) == Some(&'月')
        && (chars.get(at + 1).is_none_or(|c| !c.is_ascii_digit()) || last_day(chars, at + 1));
    if !closes {
        return None;
    }
    let mut start = at;
    while start > from && chars[start - 1].is_ascii_digit() {
        start -= 1;
    }
    let number: Option<u32> = chars.get(start..at).and_then(|d| d.iter().collect::<String>().parse().ok());
    let ranged = start > from + 1
        && matches!(chars[start - 1], '-' | '~' | '至' | '—' | '–')
        && chars[start - 2] == '1'
        && (start < 3 || !chars[start - 3].is_ascii_digit());
    let ends = matches!(chars.get(at + 1), Some('底' | '末')) || last_day(chars, at + 1);
    number.filter(|n| (1..=12).contains(n) && (ranged || ends))
}

/// 6月30日: the last day of a month, or nearly.
fn last_day(chars: &[char], start: usize) -> bool {
    let digits: String = chars.get(start..).unwrap_or_default().iter().take_while(|c| c.is_ascii_digit()).collect();
    chars.get(start + digits.len()) == Some(&'日') && digits.parse::<u32>().is_ok_and(|day| (28..=31).contains(&day))
}

/// 由A%上升到B%，提高D个百分点; 比上年的A%提高D个百分点.
fn between_rates(document: &Document<'_>, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let figure = &figures[at];
    let Role::Growth(up) = figure.role else { return None };
    // 年均提高3.2个百分点: of every year, and not of all.
    if holds_any(figure.label, &["年均", "每年", "平均每"]) {
        return None;
    }
    let second = at.checked_sub(1)?;
    let first = at.checked_sub(2)?;
    let (a, b) = (&figures[first], &figures[second]);
    let rates = [a, b]
        .iter()
        .all(|f| f.class == Class::Percent && f.sentence == figure.sentence && !f.hedged && f.depth == figure.depth);
    if !rates {
        return None;
    }
    let between = document.between(a.end, b.start);
    let arrived = (a.label.contains('由') || a.label.contains('从') || a.label.contains("from"))
        && between.chars().count() <= 12
        && holds_any(between, &["到", "至", "为", " to "]);
    let compared =
        (b.label.contains('比') || b.label.contains('较')) && b.item == figure.item && !b.label.contains("占比");
    let (later, earlier) = match (arrived, compared) {
        (true, _) => (b, a),
        (_, true) => (a, b),
        _ => return None,
    };
    difference(later, earlier, figure, up, vec![first, second, at])
}

/// The points between two rates.
pub fn difference(
    later: &Figure<'_>,
    earlier: &Figure<'_>,
    points: &Figure<'_>,
    up: bool,
    operands: Vec<usize>,
) -> Option<Found> {
    let up = if points.for_better() { later.value >= earlier.value } else { up };
    let (high, low) = if up { (later, earlier) } else { (earlier, later) };
    let gap = high.value.checked_sub(low.value)?;
    let computed: Interval = high.interval()?.minus(low.interval()?)?;
    let verdict = super::super::agreement::agree_within(points.value, computed, points.decimals);
    let shown = plain(gap, later.decimals.max(earlier.decimals));
    Some(Found {
        kind: RelationKind::Points,
        operands,
        expression: format!("{} − {} = {shown}", high.shown(), low.shown()),
        reported: plain(points.value, points.decimals),
        computed: shown,
        verdict,
        note: Words::default(),
    })
}

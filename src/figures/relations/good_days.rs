//! Days of good air: 优138天，良179天，…优良天数比例为86.8% of the days that were measured, or of the year.

use rust_decimal::Decimal;

use super::{Found, arithmetic, judge, points::months_passed, reported_in, settled, shown_percent};
use crate::{
    figures::{
        document::{Document, total_cue},
        figure::{Figure, Role, plain},
        interval::Interval,
        repair,
        units::Class,
        words::Cue,
    },
    model::{RelationKind, Verdict, Words},
    text::words::holds_any,
};

/// Figures on either side of the rate among which its days stand.
const NEAR: usize = 10;
/// Digits of a rate below which it comes out by chance.
const DIGITS: usize = 3;

/// What the rate is called; what all days are, and the days that count for it.
const RATES: [&str; 8] = [
    "优良率",
    "优良天数比例",
    "优良天数比率",
    "优良天数占比",
    "优良比例",
    "优良天数率",
    "达标天数比例",
    "优良天数的比例",
];
const ALL: [&str; 5] = ["有效监测", "监测天数", "有效天数", "监测有效天数", "总天数"];
const GOOD: [&str; 3] = ["优良天数", "优良", "达标天数"];

/// What the other days are called.
const BAD: [&str; 6] = ["轻度及以上污染", "轻度以上污染", "污染天数", "超标天数", "轻度及以上污染天数", "未达标天数"];

/// Days of the first months of a year that is no leap year.
const PASSED: [u32; 12] = [31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

/// Finds them.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    let days = document.figures.iter().filter(|figure| figure.unit == "天").count();
    if days == 0 {
        return;
    }
    found.extend((0..document.figures.len()).filter_map(|at| good_and_bad(document, at)));
    let told = reported_in(document, found.iter().filter(|f| settled(f.verdict)));
    for at in (0..document.figures.len()).filter(|at| !told[*at]) {
        if is_rate(&document.figures[at]) {
            found.extend(rate(document, at));
        }
    }
}

/// 共181天，优良天数151天，轻度及以上污染30天: the days of good air and those of bad are all days.
fn good_and_bad(document: &Document<'_>, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let whole = &figures[at];
    let days = |i: &usize| figures[*i].unit == "天" && figures[*i].exact() && figures[*i].sentence == whole.sentence;
    let near = at + 1..figures.len().min(at + NEAR);
    let label = |i: usize| figures[i].label.trim_end_matches(['为', '达', '到', '是', '共', '合', '计', ':', ' ']);
    let bad = |i: &usize| BAD.iter().any(|word| label(*i).ends_with(word));
    let good = near.clone().find(|i| days(i) && GOOD.iter().any(|word| label(*i).ends_with(word)))?;
    let bad = near.clone().find(|i| days(i) && *i > good && bad(i))?;
    let total = whole.unit == "天" && whole.exact() && total_cue(whole) && !whole.says(Cue::Past);
    let among = (bad + 1..figures.len()).any(|i| days(&i) && figures[i].label.contains("污染"));
    if !total || among || [good, bad].iter().any(|i| figures[*i].says(Cue::Past)) {
        return None;
    }
    let found = arithmetic::sum(document, &[good, bad], at)?;
    let sum = figures[good].value.checked_add(figures[bad].value)?;
    // More than all there are can't be; some days may be measured by nobody.
    let verdict = if settled(found.verdict) { found.verdict } else { Verdict::Unclear };
    (settled(verdict) || sum > whole.value).then_some(Found { verdict, ..found })
}

fn is_rate(figure: &Figure<'_>) -> bool {
    let label = figure.label.trim_end_matches(['为', '达', '到', '是', ':', ' ']);
    let named = RATES.iter().any(|name| label.ends_with(name));
    named && figure.class == Class::Percent && !figure.hedged && !figure.says(Cue::Past) && figure.digits() >= DIGITS
}

/// The levels of days on either side of a figure in its line, nearest first.
fn days(document: &Document<'_>, at: usize) -> Vec<usize> {
    let figures = &document.figures;
    let fits = |i: &usize| {
        let figure = &figures[*i];
        let level = figure.role == Role::Level && figure.exact() && figure.line == figures[at].line;
        figure.unit == "天" && level && !figure.says(Cue::Past)
    };
    let mut all: Vec<usize> = (at.saturating_sub(NEAR)..figures.len().min(at + NEAR)).filter(fits).collect();
    all.sort_by_key(|i| (i.abs_diff(at), *i));
    all
}

/// The days that count: told as one, or as 优 and 良.
fn good(document: &Document<'_>, days: &[usize]) -> Option<Vec<usize>> {
    let label = |i: usize| document.figures[i].label.trim_end_matches(['为', '达', '到', '是', ':', ' ', '级', ')']);
    let one = days.iter().copied().find(|i| GOOD.iter().any(|word| label(*i).ends_with(word)));
    let grade = |grade: char| {
        let ends = |i: &usize| label(*i).ends_with(grade) && !label(*i).ends_with("优良");
        days.iter().copied().find(ends)
    };
    one.map(|one| vec![one]).or_else(|| Some(vec![grade('优')?, grade('良')?]))
}

fn rate(document: &Document<'_>, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let days = days(document, at);
    let good = good(document, &days)?;
    let mut called = days.iter().copied().filter(|i| holds_any(figures[*i].label, &ALL));
    if let Some(all) = called.next() {
        let only = called.next().is_none();
        let found = share(document, &good, (figures[all].base()?, Some(all)), at)?;
        if settled(found.verdict) {
            return Some(found);
        }
        // Days of sand storms may be left out.
        let words = document.between(0, document.text.chars.len());
        if holds_any(words, &["剔除", "扣除", "沙尘", "不含", "标况"]) {
            return None;
        }
        let together = good.iter().chain([&all]).all(|i| figures[*i].sentence == figures[at].sentence);
        let needed = found.computed.parse::<Decimal>().ok()?.round_dp(figures[at].decimals);
        let slipped = repair::one_slip(&figures[at], needed);
        return (only && together && slipped).then_some(Found { verdict: Verdict::Unclear, ..found });
    }
    let ways = lengths(document, at).into_iter();
    let mut shares = ways.filter_map(|days| share(document, &good, (Decimal::from(days), None), at));
    shares.find(|found| found.verdict == Verdict::Consistent)
}

/// The days of the time that the text tells of: of a year, or of its first months.
fn lengths(document: &Document<'_>, at: usize) -> Vec<u32> {
    let months = months_passed(&document.text.chars, document.figures[at].start).unwrap_or(12);
    let days = PASSED.get(months.saturating_sub(1) as usize).copied().unwrap_or(365);
    if months < 2 { vec![days] } else { vec![days, days + 1] }
}

fn share(document: &Document<'_>, good: &[usize], (days, all): (Decimal, Option<usize>), at: usize) -> Option<Found> {
    let figures = &document.figures;
    let rate = &figures[at];
    let mut sum = Decimal::ZERO;
    for day in good {
        sum = sum.checked_add(figures[*day].base()?)?;
    }
    let point = sum.checked_div(days)?.checked_mul(Decimal::ONE_HUNDRED)?;
    let terms: Vec<String> = good.iter().map(|day| plain(figures[*day].value, 0)).collect();
    let terms = if terms.len() > 1 { format!("({})", terms.join(" + ")) } else { terms.concat() };
    let shown = shown_percent(point, rate.decimals);
    let note = if all.is_some() {
        Words::default()
    } else {
        Words::new(format!("按{days}天计"), format!("counted over {days} days"))
    };
    Some(Found {
        kind: RelationKind::Rate,
        operands: good.iter().copied().chain(all).chain([at]).collect(),
        expression: format!("{terms} ÷ {days} = {shown}%"),
        reported: rate.shown(),
        computed: shown,
        verdict: if sum > days { return None } else { judge(rate, Interval::point(point)) },
        note,
    })
}

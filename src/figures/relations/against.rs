//! A rate held against another that its words name, and the points between them: 增长6.3%，比全国（3.4%）高2.9个百分点;
//! 不捕率63.7%，高于总体39.2%的不捕率24.5个百分点; 增长18%，高于全部投资增速10.2个百分点.

use super::{Found, points, reported_in, settled};
use crate::{
    figures::{
        document::Document,
        figure::{Figure, Role},
        glyphs::{is_break, is_han},
        units::Class,
        words::Cue,
    },
    model::Verdict,
    text::words::holds_any,
};

/// Figures before the points among which the rate stands, and on either side among which what it is held against does.
const BACK: usize = 6;
const AROUND: usize = 16;
/// Characters between what compares and what lies between the two.
const WORDS: usize = 24;

/// What stands above, what stands below; each may end the words before the points or begin those before the name.
const ABOVE: [&str; 10] = ["高于", "快于", "高出", "超出", "超过", "领先", "好于", "优于", "大于", "多于"];
const BELOW: [&str; 8] = ["低于", "慢于", "落后于", "落后", "小于", "少于", "不及", "低出"];

/// Names of all there is, of which the text tells one rate of change.
const WHOLE: [&str; 8] = ["整体", "总体", "全部", "平均", "全市平均", "全省平均", "全国平均", "大盘"];

/// Finds them; of points that `found` has told already nothing is said.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    if !document.figures.iter().any(|figure| figure.class == Class::Points) {
        return;
    }
    let told = reported_in(document, found.iter());
    for (at, figure) in document.figures.iter().enumerate().skip(1) {
        if figure.class == Class::Points && !figure.hedged && !told[at] {
            found.extend(beside(document, at).or_else(|| named(document, at)));
        }
    }
}

/// Whether a figure is a rate that can be held against another.
fn is_rate(figure: &Figure<'_>) -> bool {
    figure.class == Class::Percent && !figure.hedged
}

/// Whether two are both rates of change, or neither is.
fn alike(a: &Figure<'_>, b: &Figure<'_>) -> bool {
    matches!(a.role, Role::Growth(_)) == matches!(b.role, Role::Growth(_)) && a.unit == b.unit
}

/// The words between the break before `end` and `end`, no figure among them.
fn words_before<'t>(document: &Document<'t>, from: usize, end: usize) -> &'t str {
    let words = document.between(from.max(end.saturating_sub(WORDS)), end);
    words.rsplit(|c| is_break(c) || c == '(' || c == ')').next().unwrap_or_default()
}

/// Whether these words compare; 占比, 比例 and 同比 do not.
fn compares(words: &str) -> bool {
    let names = ["占比", "同比", "环比", "比例", "比重", "比率", "之比"];
    let plain = names.iter().fold(words.to_owned(), |plain, name| plain.replace(name, ""));
    plain.contains(['比', '较']) || ABOVE.iter().chain(&BELOW).any(|word| plain.contains(word))
}

/// Which way the words say that the rate lies.
fn direction(words: &str, points: &Figure<'_>) -> Option<bool> {
    if let Role::Growth(up) | Role::Change(up) = points.role {
        return Some(up);
    }
    let any = |list: &[&str]| holds_any(words, list);
    let ends = |list: [char; 4]| points.label.trim_end_matches(['约', '了', '出', ' ']).ends_with(list);
    match (any(&ABOVE) || ends(['高', '快', '多', '超']), any(&BELOW) || ends(['低', '慢', '少', '差'])) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

/// Where the words that compare begin, when the figure at `at` is what something is compared with: alone in a bracket behind
/// them, or in their phrase.
fn compared<'t>(document: &Document<'t>, at: usize) -> Option<&'t str> {
    let figure = &document.figures[at];
    let from = at.checked_sub(1).map_or(0, |before| document.figures[before].end);
    let bracket = figure.bracket.and_then(|id| document.brackets.spans.get(id)).copied();
    let words = match bracket {
        Some((open, close)) if figure.start.saturating_sub(open) <= 6 && close.saturating_sub(figure.end) <= 1 => {
            words_before(document, from, open)
        }
        // 比上年同期增长18% is a rate of its own.
        _ if matches!(figure.role, Role::Growth(_)) && !figure.tail.starts_with('的') => return None,
        _ => figure.label,
    };
    compares(words).then_some(words)
}

/// 比全国（3.4%）高2.9个百分点, 高于总体39.2%的不捕率24.5个百分点: what it is held against stands right before the points.
fn beside(document: &Document<'_>, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let (points, reference) = (&figures[at], at - 1);
    let other = &figures[reference];
    if !is_rate(other) || other.sentence != points.sentence || document.groups[at].1 > 1 {
        return None;
    }
    let words = compared(document, reference)?;
    let between = document.between(other.end, points.start);
    let bracketed = other.depth > points.depth && between.starts_with(')');
    let phrase = between.trim_start().starts_with('的');
    let short = between.chars().count() <= 12 && !between.chars().any(is_break);
    if !short || !(bracketed || phrase) {
        return None;
    }
    let up = direction(words, points)?;
    let value = (reference.saturating_sub(BACK)..reference).rev().find(|i| {
        let figure = &figures[*i];
        figure.class == Class::Percent && figure.sentence == points.sentence && compared(document, *i).is_none()
    })?;
    if figures[value].hedged {
        return None;
    }
    // 优良比例94.4%（34/36），高于省定88.9%的要求: what a bracket holds stands between nothing.
    let apart = (value + 1..reference).any(|i| figures[i].is_amount() && figures[i].depth <= points.depth);
    let found = points::difference(&figures[value], other, points, up, vec![value, reference, at])?;
    match found.verdict {
        Verdict::Inconsistent => (!apart).then_some(Found { verdict: Verdict::Unclear, ..found }),
        _ => Some(found),
    }
}

/// 高于全部投资增速10.2个百分点, 比全市平均水平高3.1个百分点: what it is held against stands elsewhere, by its name.
fn named(document: &Document<'_>, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let (first, size) = document.groups[at];
    let (label, points) = (figures[first].label, &figures[at]);
    let name = name(label)?;
    let up = direction(label, &figures[first])?;
    let value = value(document, at)?;
    let whole = name.is_empty() || WHOLE.iter().any(|word| name.starts_with(word));
    let fits = |i: &usize| {
        let figure = &figures[*i];
        let known = *i != value && is_rate(figure) && alike(figure, &figures[value]);
        known && figure.line == points.line && document.groups[*i].1 == 1
    };
    let around = (at.saturating_sub(AROUND)..figures.len().min(at + AROUND)).filter(fits);
    let mut called: Vec<usize> = Vec::new();
    let mut others: Vec<usize> = Vec::new();
    for i in around {
        if bears(document, i, &name) { called.push(i) } else { others.push(i) }
    }
    let relate = |i: &usize| points::difference(&figures[value], &figures[*i], points, up, vec![value, *i, at]);
    let holds = |found: &Found| settled(found.verdict);
    // Of all that there is the first rate of the narrative tells, or that of a total.
    let first = others.first().copied();
    let total = |i: &&usize| Some(**i) == first || i.checked_sub(1).is_some_and(|i| figures[i].label.contains('总'));
    let mut general = others.iter().filter(|_| whole && points.decimals > 0).filter(total).filter_map(relate);
    let proof = called.iter().filter_map(relate).find(holds).or_else(|| general.find(holds));
    if proof.is_some() {
        return proof;
    }
    if size > 1 {
        return beside_list(document, at, up, value, &around_all(&called, &others));
    }
    if called.is_empty() && size == 1 {
        return of_whole(document, (value, at), up, &name, &others);
    }
    let [reference] = called[..] else { return None };
    let near = value.abs_diff(reference) == 1 || reference == at + 1 && value + 1 == at;
    let plain = figures[reference].sentence == points.sentence && size == 1 && near && own(document, reference, &name);
    relate(&reference).filter(|_| plain).map(|found| Found { verdict: Verdict::Unclear, ..found })
}

/// Those that bear the name, and the others behind them.
fn around_all(called: &[usize], others: &[usize]) -> Vec<usize> {
    called.iter().chain(others).copied().collect()
}

/// 分别增长18.4%和15.7%，分别快于全部投资12.8和10.1个百分点；全部投资增长5.6%: what all other points of the list are held against.
fn beside_list(document: &Document<'_>, at: usize, up: bool, own: usize, around: &[usize]) -> Option<Found> {
    let figures = &document.figures;
    let (first, size) = document.groups[at];
    let of = |place: usize, reference: usize| {
        let value = value(document, place)?;
        let operands = vec![value, reference, place];
        points::difference(&figures[value], &figures[reference], &figures[place], up, operands)
    };
    let holds = |place: usize, reference: usize| of(place, reference).is_some_and(|found| settled(found.verdict));
    let others = |reference: &&usize| (first..first + size).filter(|i| *i != at).all(|i| holds(i, **reference));
    let fine = (first..first + size).all(|i| figures[i].decimals > 0);
    let reference = around.iter().find(others).filter(|reference| fine && **reference != own)?;
    Some(Found { verdict: Verdict::Unclear, ..of(at, *reference)? })
}

/// 高于全部投资增速8.3个百分点, where the sentence before tells 固定资产投资 to grow by 4.6%: the only other rate of what all of it is called, where a slip
/// of the pen in the points explains the rest.
fn of_whole(
    document: &Document<'_>,
    (value, at): (usize, usize),
    up: bool,
    name: &str,
    others: &[usize],
) -> Option<Found> {
    let figures = &document.figures;
    let noun = WHOLE.iter().find_map(|word| name.strip_prefix(word)).filter(|noun| noun.chars().count() >= 2)?;
    let before = |i: &usize| figures[*i].sentence <= figures[at].sentence && *i < value;
    let mut called = others.iter().copied().filter(before).filter(|i| bears(document, *i, noun));
    let reference = called.next().filter(|_| called.next().is_none())?;
    let near = figures[at].sentence - figures[reference].sentence <= 1;
    let points = &figures[at];
    let found = points::difference(&figures[value], &figures[reference], points, up, vec![value, reference, at])?;
    let slip = points.digits() >= 2 && found.is_by_slip(points);
    (near && slip).then_some(Found { verdict: Verdict::Unclear, ..found })
}

/// What the words before the points name, without what only says that it is a rate; `None` where they name an earlier time.
fn name(label: &str) -> Option<String> {
    let label = label.trim_end_matches(['约', '近', '了', '出', ' ', '分', '别']);
    let behind = ABOVE.iter().chain(&BELOW).find_map(|word| Some(label.rsplit_once(word)?.1));
    let above = || label.strip_suffix(['高', '低', '快', '慢']);
    let between = || above()?.rsplit_once(['比', '较']).map(|(_, name)| name);
    let name = behind.or_else(between)?;
    let past =
        ["上年", "去年", "同期", "上月", "季度", "上半年", "年初", "目标", "计划", "任务", "进度", "预期", "以来"];
    if holds_any(name, &past) || name.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    let mut name: String = name.chars().filter(|c| is_han(*c)).collect();
    for word in ["增速", "增幅", "涨幅", "水平", "的", "增长", "均值", "平均"] {
        if let Some(rest) = name.strip_suffix(word) {
            name = rest.to_owned();
        }
    }
    Some(name)
}

/// The rate that the points are told of: right before them in the sentence, or in the same place of the list before theirs.
fn value(document: &Document<'_>, at: usize) -> Option<usize> {
    let figures = &document.figures;
    let (first, size) = document.groups[at];
    if size > 1 {
        let rates = first.checked_sub(size).filter(|rates| document.groups[*rates] == (*rates, size))?;
        return Some(rates + (at - first)).filter(|rate| is_rate(&figures[*rate]));
    }
    let value = (at.saturating_sub(BACK)..at).rev().find(|i| figures[*i].class == Class::Percent)?;
    let apart = (value + 1..at).any(|i| figures[i].is_amount());
    let sound = is_rate(&figures[value]) && figures[value].sentence == figures[at].sentence && !apart;
    (sound && compared(document, value).is_none()).then_some(value)
}

/// Whether a rate is told of what the name says, by its own words or those of the amount right before it.
fn bears(document: &Document<'_>, at: usize, name: &str) -> bool {
    let figure = &document.figures[at];
    if name.chars().count() < 2 {
        return false;
    }
    let before = at.checked_sub(1).map(|before| &document.figures[before]);
    let amount = before.filter(|f| f.is_amount() && f.sentence == figure.sentence && f.role == Role::Level);
    figure.label.contains(name)
        || document.own_noun(at).is_empty() && amount.is_some_and(|amount| amount.label.contains(name))
}

/// Whether the words of a rate name nothing but that.
fn own(document: &Document<'_>, at: usize, name: &str) -> bool {
    let figure = &document.figures[at];
    let rest: String = figure.label.replacen(name, "", 1).chars().filter(|c| is_han(*c)).collect();
    let small = ["平均", "水平", "为", "增长", "同比", "下降", "增速", "是", "达", "率", "的", "仅", "上升"];
    let rest = small.iter().fold(rest, |rest, word| rest.replace(word, ""));
    figure.label.contains(name) && rest.is_empty() && !figure.says(Cue::Past)
}

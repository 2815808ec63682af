//! Averages over time: 日均, 平均每天, 月均, 年均, against a sum and the days, months or years that the text names.

use rust_decimal::Decimal;

use super::Found;
use crate::{
    figures::{
        agreement::agree_within,
        document::Document,
        figure::{Figure, Role, plain},
        glyphs::is_han,
        interval::{Interval, power_of_ten},
        number::{self, is_numeral},
        repair,
        units::Class,
    },
    model::{RelationKind, Verdict, Words},
    text::words::holds_any,
};

/// Amounts before an average among which its sum stands.
const BACK: usize = 6;
/// Characters of the words that name the time, before the average and behind it.
const BEFORE: usize = 160;
const BEHIND: usize = 16;

/// Digits shown of a quotient that is of another scale than the average.
const SHOWN: u32 = 4;

/// What an average is of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Per {
    Day,
    Month,
    Year,
}

/// So many days, months or years, and whether the words leave no doubt of it.
struct Span {
    count: u32,
    sure: bool,
}

/// Finds them.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    for (at, figure) in document.figures.iter().enumerate() {
        if figure.is_amount()
            && let Some(per) = per(figure)
        {
            found.extend(average(document, at, per));
        }
    }
}

fn per(figure: &Figure<'_>) -> Option<Per> {
    if !figure.label.contains('均') {
        return None;
    }
    let words = [
        (Per::Day, ["日均", "平均每天", "平均每日", "天均"]),
        (Per::Month, ["月均", "平均每月", "平均每个月", "每月平均"]),
        (Per::Year, ["年均", "平均每年", "每年平均", "平均一年"]),
    ];
    let named = |words: &[&str]| holds_any(figure.label, words);
    words.iter().find(|(_, words)| named(words)).map(|(per, _)| *per)
}

fn average(document: &Document<'_>, at: usize, per: Per) -> Option<Found> {
    let figures = &document.figures;
    let figure = &figures[at];
    let fits = |i: &usize| {
        let sum = &figures[*i];
        let change = matches!(figure.role, Role::Change(_)) || holds_any(figure.label, &["增", "减", "升", "降"]);
        let kind = if matches!(sum.role, Role::Change(_)) { change } else { sum.role == Role::Level };
        kind && sum.same_unit(figure) && !sum.hedged && sum.sentence == figure.sentence && sum.base() > figure.base()
    };
    let sums: Vec<usize> = (at.saturating_sub(BACK)..at).rev().filter(fits).collect();
    let spans = spans(document, at, per);
    let mut doubt = None;
    for span in &spans {
        for &sum in &sums {
            let Some(relation) = quotient(document, sum, span.count, at) else { continue };
            if relation.verdict == Verdict::Consistent {
                return Some(relation);
            }
            if doubt.is_none()
                && span.sure
                && spans.len() == 1
                && sure(document, &sums, sum, at)
                && (near(&relation, figure).unwrap_or(false)
                    || reckoned_by(document, at)
                    || is_exchanged(&relation, figure))
            {
                doubt = Some(Found { verdict: Verdict::Unclear, ..relation });
            }
        }
    }
    let doubt = doubt.or_else(|| spans.iter().find_map(|span| scale_slipped(document, at, span.count)));
    let doubt = doubt.or_else(|| {
        spans.iter().filter(|span| span.sure).find_map(|span| point_shifted(document, &sums, span.count, at))
    });
    doubt.filter(|_| !figure.hedged && figure.digits() >= 2)
}

/// 收运1.46吨，日均收运40吨: all the digits agree, and only 万 or 亿 is missing or too many.
fn scale_slipped(document: &Document<'_>, at: usize, count: u32) -> Option<Found> {
    let sum = at.checked_sub(1)?;
    let (whole, figure) = (&document.figures[sum], &document.figures[at]);
    let told = whole.role == Role::Level && !whole.hedged && whole.same_unit(figure) && whole.clause == figure.clause;
    // 处理污泥2.19吨，日均处理污水60吨: of something else.
    let named: String = figure.label.rsplit('均').next().unwrap_or_default().chars().filter(|c| is_han(*c)).collect();
    let one = whole.label.contains(&named) && !whole.tail.starts_with(is_han);
    let sure = told && one && document.owner[sum].is_none() && whole.digits() >= 3;
    let scale = [0, 4, 8].into_iter().filter(|scale| *scale != whole.scale && sure).find(|scale| {
        let meant = document.with(sum, whole.value, *scale);
        quotient(&meant, sum, count, at).is_some_and(|found| found.verdict == Verdict::Consistent)
    })?;
    let meant = repair::rescaled(whole, scale)?;
    let note = repair::possibility(&format!("{}{}", plain(whole.value, whole.decimals), whole.shown_unit), &meant);
    let point = whole.base()?.checked_div(Decimal::from(count))?.checked_div(power_of_ten(figure.scale))?;
    let shown = point.round_sf(SHOWN)?.normalize().to_string();
    let expression = format!("{} ÷ {count} = {shown}{}", super::operand(whole, true), figure.shown_unit);
    let found = quotient(document, sum, count, at)?;
    Some(Found { verdict: Verdict::Unclear, expression, computed: shown, note, ..found })
}

/// 40天发送631.2万人次，日均158万人次: the average with its point one place off.
fn point_shifted(document: &Document<'_>, sums: &[usize], count: u32, at: usize) -> Option<Found> {
    let [sum] = sums[..] else { return None };
    let figure = &document.figures[at];
    let fits = figure.digits() >= 3 && document.figures[sum].digits() >= 3;
    let each = document.figures[sum].base().filter(|_| fits)?.checked_div(Decimal::from(count))?;
    let each = each.checked_div(power_of_ten(figure.scale))?;
    let shifted = |power: i64| {
        let meant = each.checked_mul(Decimal::from(power));
        meant.is_some_and(|meant| (meant - figure.value).abs() <= figure.value * Decimal::new(5, 3))
    };
    [10, 100].into_iter().find(|power| shifted(*power))?;
    Some(Found { verdict: Verdict::Unclear, ..quotient(document, sum, count, at)? })
}

/// 全年发电126.4亿千瓦时，假期8天日均0.42亿千瓦时: so far off, it is of another sum.
fn near(found: &Found, figure: &Figure<'_>) -> Option<bool> {
    let computed: Decimal = found.computed.parse().ok()?;
    let double = |value: Decimal| value.checked_mul(Decimal::TWO);
    Some(double(computed)? >= figure.value && double(figure.value)? >= computed)
}

/// 受理24816件，日均287件: two digits of the average the other way.
fn is_exchanged(found: &Found, figure: &Figure<'_>) -> bool {
    let computed: Option<Decimal> = found.computed.parse().ok();
    figure.digits() >= 3 && computed.is_some_and(|computed| repair::swapped(figure, computed.round_dp(figure.decimals)))
}

/// 日均552件（按250个工作日计算）: the words right behind say by how many it was divided.
fn reckoned_by(document: &Document<'_>, at: usize) -> bool {
    let end = document.figures[at].end;
    document.between(end, (end + 2).min(document.text.chars.len())) == "(按"
}

/// The sum is the only one that the average can be of, or stands right before it.
fn sure(document: &Document<'_>, sums: &[usize], sum: usize, at: usize) -> bool {
    let said = &document.figures[at];
    // 累计报告25.3万例，近一周平均每天2.22万例: of a time of its own.
    let plain = !holds_any(said.label, &["最", "同比", "工作日", "近"]) && said.role != Role::Change(true);
    let parts = document.figures[sum].label.contains("其中") || document.owner[sum].is_some();
    // 受理有效诉求36874件，即时答复25160件，…日均受理1189件: the sum that is called as the average is.
    let verb: String = said.label.rsplit('均').next().unwrap_or_default().chars().take(2).collect();
    let called = |i: &usize| verb.chars().count() == 2 && document.figures[*i].label.contains(&verb);
    let named = called(&sum) && sums.iter().filter(|i| called(i)).count() == 1;
    let of_all = || sums.iter().all(|i| *i == sum || document.owner[*i] == Some(sum));
    plain && !parts && (sums.len() == 1 || sum + 1 == at || named || of_all())
}

/// The times that the words around an average name.
fn spans(document: &Document<'_>, at: usize, per: Per) -> Vec<Span> {
    let figure = &document.figures[at];
    let from = figure.start.saturating_sub(BEFORE);
    let words = document.between(from, figure.start);
    let sentence = words.rsplit(['。', '\n', '!', '?']).next().unwrap_or_default();
    let mut spans = told(document, at, per);
    if !spans.is_empty() {
        return spans;
    }
    let chars: Vec<char> = sentence.chars().collect();
    match per {
        Per::Day => {
            if let Some(days) = days_between(&chars) {
                spans.push(Span { count: days, sure: true });
            } else if holds_any(sentence, &["本周", "上周", "一周", "当周"]) || numbered_week(&chars) {
                spans.push(Span { count: 7, sure: true });
            } else if let Some(days) = month(&chars) {
                spans.extend(days.iter().map(|count| Span { count: *count, sure: days.len() == 1 }));
            } else {
                let known: [(&str, &[u32]); 6] = [
                    ("上半年", &[181, 182]),
                    ("前三季度", &[273, 274]),
                    ("一季度", &[90, 91]),
                    ("二季度", &[91]),
                    ("季度", &[92]),
                    ("全年", &[365, 366]),
                ];
                let named = known.iter().find(|(word, _)| sentence.contains(word));
                spans.extend(
                    named
                        .into_iter()
                        .flat_map(|(_, days)| days.iter())
                        .map(|count| Span { count: *count, sure: false }),
                );
            }
        }
        Per::Month => {
            let known = [("上半年", 6), ("前三季度", 9), ("季度", 3), ("全年", 12)];
            spans.extend(
                known
                    .iter()
                    .find(|(word, _)| sentence.contains(word))
                    .map(|(_, count)| Span { count: *count, sure: true }),
            );
        }
        Per::Year => spans.extend(years_between(&chars).map(|count| Span { count, sure: false })),
    }
    spans
}

/// 40天, 三年, 5年间, （按31天计）: the time told as a number.
fn told(document: &Document<'_>, at: usize, per: Per) -> Vec<Span> {
    let figure = &document.figures[at];
    let next = document.figures.get(at + 1).map_or(document.text.chars.len(), |next| next.start);
    let end = (figure.end + BEHIND).max(next.min(figure.end + BEHIND) + 2).min(document.text.chars.len());
    // 日均30.7万辆次，较去年八天假期增长5.2%: the days of what it is compared with are of another time.
    let compared = (figure.end..end).find(|i| matches!(document.text.at(*i), '较' | '比'));
    let end = compared.unwrap_or(end);
    let from = figure.start.saturating_sub(BEFORE);
    let before =
        (from..figure.start).rev().find(|i| matches!(document.text.at(*i), '。' | '\n')).map_or(from, |i| i + 1);
    let units: &[&str] = match per {
        Per::Day => &["天"],
        Per::Month => &["个月"],
        Per::Year => &["年间", "年共", "年累计", "年来", "年合计", "年内", "年期间"],
    };
    let mut spans = Vec::new();
    for start in before..end {
        let text = document.text;
        let c = text.at(start);
        if !(c.is_ascii_digit() || is_numeral(c))
            || text.before(start).is_ascii_digit()
            || is_numeral(text.before(start))
            || matches!(text.before(start), '第' | '近' | '前' | '.' | '每')
        {
            continue;
        }
        let number = if c.is_ascii_digit() { number::ascii(text, start) } else { number::chinese(&text.chars, start) };
        let Some(number) = number.filter(|number| number.decimals == 0 && number.scale == 0) else { continue };
        let is = |unit: &str| text.between(number.end, number.end + unit.chars().count()) == unit;
        // 按250个工作日计算: so many days are reckoned with, and not only taken for something.
        let working = matches!(per, Per::Day) && text.before(start) == '按' && (is("个工作日") || is("工作日"));
        let unit = working || units.iter().copied().any(is);
        let count: Option<u32> = number.value.to_string().parse().ok();
        if let Some(count) = count.filter(|count| unit && (2..=400).contains(count))
            && !spans.iter().any(|span: &Span| span.count == count)
        {
            spans.push(Span { count, sure: true });
        }
    }
    spans
}

/// 第34周.
fn numbered_week(chars: &[char]) -> bool {
    (2..chars.len()).any(|at| chars[at] == '周' && chars[at - 1].is_ascii_digit() && chars[..at].contains(&'第'))
}

/// The number that ends before `at`, and where it starts.
fn number_before(chars: &[char], at: usize) -> Option<(u32, usize)> {
    let start = (0..at).rev().take_while(|i| chars[*i].is_ascii_digit()).last()?;
    let value: u32 = chars[start..at].iter().collect::<String>().parse().ok()?;
    Some((value, start))
}

const MONTHS: [u32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// 5月13日至19日, 4月29日至5月5日: the days from one date to another, both counted.
fn days_between(chars: &[char]) -> Option<u32> {
    let to = (1..chars.len()).find(|at| matches!(chars[*at], '至' | '-' | '~' | '到') && chars[*at - 1] == '日')?;
    let (first, start) = number_before(chars, to - 1)?;
    let (month, _) = start.checked_sub(1).filter(|at| chars[*at] == '月').and_then(|at| number_before(chars, at))?;
    let end = (to..chars.len().min(to + 7)).find(|at| chars[*at] == '日')?;
    let (last, start) = number_before(chars, end)?;
    let later = start.checked_sub(1).filter(|at| chars[*at] == '月').and_then(|at| number_before(chars, at));
    let later = later.map_or(month, |(month, _)| month);
    let days = *MONTHS.get(month.checked_sub(1)? as usize)?;
    match later.checked_sub(month)? {
        0 => (last >= first).then(|| last - first + 1),
        // The end of February is not told by its month alone.
        1 if month != 2 => Some(days.checked_sub(first)? + 1 + last),
        _ => None,
    }
}

/// 8月, 3月份 alone: how many days it has; of February two answers.
fn month(chars: &[char]) -> Option<Vec<u32>> {
    let mut months: Vec<u32> = Vec::new();
    for at in 0..chars.len() {
        if chars[at] != '月' {
            continue;
        }
        let Some((value, start)) = number_before(chars, at) else { continue };
        let date =
            chars.get(at + 1).is_some_and(|c| c.is_ascii_digit() || matches!(c, '底' | '末' | '初' | '-' | '至'));
        let range = start > 0 && matches!(chars[start - 1], '-' | '~' | '至' | '、' | '比' | '较');
        if date || range {
            return None;
        }
        months.push(value);
    }
    let [month] = months[..] else { return None };
    let days = *MONTHS.get(month.checked_sub(1)? as usize)?;
    Some(if days == 28 { vec![28, 29] } else { vec![days] })
}

/// 由2020年的…升至2023年的: the years between two.
fn years_between(chars: &[char]) -> Option<u32> {
    let ends = (4..chars.len()).filter(|at| chars[*at] == '年');
    let years: Vec<u32> = ends
        .filter_map(|at| number_before(chars, at))
        .map(|(year, _)| year)
        .filter(|year| (1900..2100).contains(year))
        .collect();
    let [first, last] = years[..] else { return None };
    last.checked_sub(first).filter(|years| (2..=50).contains(years))
}

fn quotient(document: &Document<'_>, sum: usize, count: u32, at: usize) -> Option<Found> {
    let (whole, figure) = (&document.figures[sum], &document.figures[at]);
    let divisor = Decimal::from(count);
    let scale = power_of_ten(figure.scale);
    let computed = whole.interval()?.over(Interval::point(divisor))?;
    let scaled = Interval { low: computed.low.checked_div(scale)?, high: computed.high.checked_div(scale)? };
    let point = whole.base()?.checked_div(divisor)?.checked_div(scale)?;
    // An average of counts is no count: it is rounded.
    let verdict = agree_within(figure.value, scaled, figure.decimals);
    let shown = plain(point.round_dp(figure.decimals + 2), figure.decimals + 2);
    let scales = whole.scale != figure.scale && figure.class != Class::Bare;
    let (text, unit) =
        if scales { (super::operand(whole, true), figure.shown_unit) } else { (super::operand(whole, false), "") };
    Some(Found {
        kind: RelationKind::Ratio,
        operands: vec![sum, at],
        expression: format!("{text} ÷ {count} = {shown}{unit}"),
        reported: plain(figure.value, figure.decimals),
        computed: shown,
        verdict,
        note: Words::new(format!("按{count}个时段计"), format!("counted over {count} of them")),
    })
}

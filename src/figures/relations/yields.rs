//! What came of each area or each thing, by the unit of the figure or by its name: 亩产412公斤, 均价8093元/平方米.

use rust_decimal::Decimal;

use super::{Found, change::amount_verdict, operand};
use crate::{
    figures::{
        document::Document,
        figure::{Figure, Role, plain},
        glyphs::is_han,
        interval::power_of_ten,
        units::{Class, UNITS},
        words::Cue,
    },
    model::{RelationKind, Verdict, Words},
    text::words::holds_any,
};

/// Figures before a yield that are looked at, and behind it where all that came of it is told.
const BACK: usize = 16;
const AHEAD: usize = 4;

/// Whether a sum is by its words all that came of an area: bought, spread and moved there may be more or less.
fn is_all_of(sum: &Figure<'_>, unit: &str) -> bool {
    let words: &[&str] =
        if unit == "元" { &["销售额", "成交额", "金额", "总价", "销售收入"] } else { &["产"] };
    holds_any(sum.label, words) && !holds_any(sum.label, &["收购", "调", "压", "加工"])
}

/// 每公顷单产6145公斤, 亩产412公斤: what a yield is for each of, by its name.
pub(super) fn yield_of(figure: &Figure<'_>) -> Option<&'static str> {
    let label = figure.label.trim_end_matches(['为', '达', '到', '是', ' ']);
    let level = matches!(figure.role, Role::Level | Role::Average) && figure.class == Class::Measure;
    if !label.contains('产') || !level {
        return None;
    }
    if ["亩产", "亩产量", "亩均产量"].iter().any(|word| label.ends_with(word)) {
        return Some("亩");
    }
    let (_, named) = label.rsplit_once('每')?;
    ["公顷", "亩", "平方米"].into_iter().find(|unit| named.starts_with(unit))
}

/// 销售额231.7亿元，…均价8093元/平方米; 单产6209公斤/公顷: what its unit or its name says that it is divided by.
pub(super) fn per_unit(document: &Document<'_>, at: usize, (over, under): (&str, &str)) -> Option<Found> {
    let figures = &document.figures;
    let figure = &figures[at];
    let near = |unit: &str| -> Vec<(usize, Decimal)> {
        let told = |i: usize| -> Option<(usize, Decimal)> {
            let other = &figures[i];
            // 每公顷6580公斤（每亩438.7公斤）: a yield is what came of no other area.
            let plain = document.is_level(i)
                && yield_of(other).is_none()
                && !other.hedged
                && other.line == figure.line
                && !other.says(Cue::Past)
                && !other.of_other_year();
            let one = UNITS.canonical(unit);
            let factor = if other.unit == one {
                Some(Decimal::ONE)
            } else {
                UNITS.factor(other.unit, one).and_then(|(times, over)| times.checked_div(over))
            };
            factor.filter(|_| plain).map(|factor| (i, factor))
        };
        // 种植面积74.3万亩，平均亩产568公斤，总产42.2万吨: all that came of it may stand behind its yield.
        let yielded = |i: &usize| yield_of(figure).is_some() && figures[*i].label.contains("总产");
        let ahead = (at + 1..figures.len().min(at + 1 + AHEAD)).filter(yielded);
        (at.saturating_sub(BACK)..at).rev().chain(ahead).filter_map(told).collect()
    };
    let (sums, divisors) = (near(over), near(under));
    let mut doubt = None;
    for &(sum, times) in &sums {
        for &(divisor, each) in &divisors {
            let (s, d) = (&figures[sum], &figures[divisor]);
            let computed = s.interval()?.times(times)?.over(d.interval()?.times(each)?)?;
            let point = s
                .base()?
                .checked_mul(times)?
                .checked_div(d.base()?.checked_mul(each)?)?
                .checked_div(power_of_ten(figure.scale))?;
            let shown = plain(point.round_dp(figure.decimals + 2), figure.decimals + 2);
            let relation = Found {
                kind: RelationKind::Ratio,
                operands: vec![sum, divisor, at],
                expression: format!("{} ÷ {} = {shown}{}", operand(s, true), operand(d, true), figure.shown_unit),
                reported: plain(figure.value, figure.decimals),
                computed: shown,
                verdict: amount_verdict(figure, computed)?,
                note: Words::default(),
            };
            if relation.verdict == Verdict::Consistent && figure.digits() >= 3 {
                return Some(relation);
            }
            let named = holds_any(figure.label, &["均价", "单产", "单价", "平均", "亩产", "产量"]);
            let together = s.sentence == figure.sentence && d.sentence == figure.sentence;
            // 住宅销售均价, 小麦单产: of a part of what is told.
            let label = figure.label.replace(&format!("每{under}"), "").replace("折合", "").replace("折算", "");
            let called: Vec<char> = label.chars().filter(|c| is_han(*c)).collect();
            // 百亩示范片亩产: the last of these words, and those right before it.
            let each = |c: &char| matches!(c, '均' | '单' | '平' | '亩');
            let after = called.iter().rposition(each).map_or(0, |at| at + 1);
            let end = after - called[..after].iter().rev().take_while(|c| each(c)).count();
            let words: Vec<char> = s.label.chars().chain([' ']).chain(d.label.chars()).collect();
            let own = called[..end].windows(2).all(|two| words.windows(2).any(|known| known == two));
            if named && own && together && is_all_of(s, over) && figure.digits() >= 3 {
                doubt = Some(Found { verdict: Verdict::Unclear, ..relation });
            }
        }
    }
    doubt.filter(|found| sums.len() == 1 && divisors.len() == 1 && found.verdict == Verdict::Unclear)
}

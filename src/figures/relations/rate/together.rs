//! Rates of the members of a list together, where no other figure is their part.

use rust_decimal::Decimal;

use super::{Base, LONGEST_LIST, Question, included, names, quotient};
use crate::{
    figures::{
        document::Document,
        relations::{Found, arithmetic},
        repair,
    },
    model::Verdict,
    text::words::holds_any,
};

/// Characters before a rate in which the members of a list are named.
const NAMES: usize = 40;

/// What stands behind the last of the names.
const ENDS: [&str; 7] = ["两", "二者", "三", "合计", "共占", "合占", "总计"];

/// Grades by their first characters.
const GRADES: [(char, &str); 2] = [('优', "优秀"), ('良', "良好")];

/// What the members of a list are, said behind their names.
const KINDS: [&str; 10] = ["案件", "项目", "企业", "单位", "类", "件", "问题", "产业", "人员", "案卷"];

/// 城中（164件）、河东（71件）、沙坝（58件），合计占比70.19%: the list before it, together.
pub(super) fn list(document: &Document<'_>, at: usize, near: &[usize]) -> Option<Vec<usize>> {
    let figures = &document.figures;
    let label = figures[at].label.trim_start();
    if !["合计占", "共占", "累计占", "总计占", "合占"].iter().any(|word| label.starts_with(word)) {
        return None;
    }
    let mut list: Vec<usize> = Vec::new();
    for i in document.earlier_levels(at, LONGEST_LIST) {
        let goes_on = list.last().is_none_or(|last: &usize| {
            *last == i + 1 && figures[i].same_unit(&figures[*last]) && figures[i].depth == figures[*last].depth
        });
        if !goes_on || figures[i].sentence != figures[at].sentence || figures[i].hedged {
            break;
        }
        list.push(i);
    }
    list.reverse();
    (list.len() >= 2 && near.len() < list.len()).then_some(list)
}

/// 农业26.18亿元、林业5.67亿元、牧业20.42亿元；农业、牧业两项占比76.0%: the members of a list that the words before the rate name.
pub(super) fn named(document: &Document<'_>, at: usize) -> Option<Vec<usize>> {
    let figures = &document.figures;
    let label = figures[at].label.trim();
    if let Some(both) = by_two_characters(document, at).or_else(|| included::parts(document, at)) {
        return Some(both);
    }
    let counted = [
        ("两项", 2),
        ("二者", 2),
        ("两者", 2),
        ("两类", 2),
        ("两种", 2),
        ("两大类", 2),
        ("三项", 3),
        ("三者", 3),
        ("三类", 3),
        ("三种", 3),
    ];
    let count = counted.into_iter().find(|(word, _)| label.contains(word)).map(|(_, count)| count);
    let together = holds_any(label, &["合计占", "共占", "合占", "总计占", "之和占"]);
    if count.is_none() && !(together && label.contains(['、', '和', '与', '及'])) {
        return None;
    }
    let previous = at.checked_sub(1).map_or(0, |before| figures[before].end);
    let words = document.between(previous.max(figures[at].start.saturating_sub(NAMES)), figures[at].start);
    let clause = words.rsplit([',', ';', '。', ':']).next().unwrap_or_default();
    let names: Vec<&str> = clause
        .split(['、', '和', '与', '及'])
        .map(|name| ENDS.iter().find_map(|end| Some(name.split_once(end)?.0)).unwrap_or(name).trim())
        .collect();
    let level = |i: &usize| document.is_level(*i) && !figures[*i].hedged && figures[*i].line == figures[at].line;
    let called = |name: &str| {
        let mut all =
            (at.saturating_sub(LONGEST_LIST)..at).filter(level).filter(|i| is_called(figures[*i].label, name));
        all.next().filter(|_| all.next().is_none())
    };
    let members: Vec<usize> =
        names.iter().filter(|name| name.chars().count() >= 2).filter_map(|name| called(name)).collect();
    let wanted = count.unwrap_or(names.len());
    (members.len() == wanted && names.len() == wanted && wanted >= 2).then_some(members)
}

/// 评定优秀, 合格 of 优秀和合格案件: what was done may stand before a name, and what it is one of behind it.
fn is_called(label: &str, name: &str) -> bool {
    let label = label.trim().trim_start_matches("其中");
    label == name
        || ["评定", "评为", "评价", "等级为", "属于", "涉及"].iter().any(|verb| label.strip_prefix(verb) == Some(name))
        || label.chars().count() >= 2 && name.strip_prefix(label).is_some_and(|rest| KINDS.contains(&rest))
}

/// 优的41个、良的24个、中的6个，优良率89.0%: a rate whose two characters name two members of the list before it.
fn by_two_characters(document: &Document<'_>, at: usize) -> Option<Vec<usize>> {
    let figures = &document.figures;
    let (name, _) = figures[at].label.trim().split_once('率')?;
    let mut chars = name.chars();
    let (first, second) = (chars.next()?, chars.next()?);
    if chars.next().is_some() {
        return None;
    }
    let called = |c: char| {
        let named = |i: &usize| {
            let label = figures[*i].label.trim_end_matches(['的', '为', '有', ' ']);
            let name = label.rsplit(['为', '中', ':', '评']).next().unwrap_or_default();
            // 考核优秀的8个、良好的14个 are 优 and 良 as well.
            let full = GRADES.iter().any(|(short, full)| *short == c && name.ends_with(full));
            (name.chars().eq([c]) || full) && document.is_level(*i) && figures[*i].sentence == figures[at].sentence
        };
        (at.saturating_sub(LONGEST_LIST)..at).find(named)
    };
    let (a, b) = (called(first)?, called(second)?);
    (b == a + 1 && figures[a].same_unit(&figures[b])).then(|| vec![a, b])
}

/// 城中（164件）、河东（71件）、沙坝（58件），合计占比70.91%: the list together of the one whole in the sentence, where two swapped digits explain the
/// rate or its own words name them all.
pub(super) fn of_list(document: &Document<'_>, question: &Question, list: &[usize]) -> Option<Found> {
    let figures = &document.figures;
    let rate = &figures[question.rate];
    let (_, sum) = arithmetic::total(document, list)?;
    let whole = |base: &&Base| match base {
        Base::Figure(at) => {
            figures[*at].sentence == rate.sentence && !list.contains(at) && figures[*at].base() >= Some(sum)
        }
        Base::Sum(_) => false,
    };
    let mut wholes = question.bases.iter().filter(whole);
    let base = wholes.next().filter(|_| wholes.next().is_none())?;
    let found = quotient(document, list, base, question.rate)?;
    let computed: Decimal = found.computed.parse().ok()?;
    // 属实率（含部分属实）65.8%: the words leave no other reading.
    // 粮油和畜禽两类占69.9%
    let all_named = || names::named_whole(rate).is_empty() && named(document, question.rate).as_deref() == Some(list);
    let bound = rate.value <= Decimal::ONE_HUNDRED && (included::names_all(document, &found) || all_named());
    let swapped = repair::swapped(rate, computed.round_dp(rate.decimals));
    (bound || swapped).then_some(Found { verdict: Verdict::Unclear, ..found })
}

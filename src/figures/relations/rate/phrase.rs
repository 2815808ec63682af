//! Rates whose own phrase names their whole by what was done of it: 处行政罚款172.60万元，为追回金额的31.6%, where 追回…545.55万元 was told before.

use super::{Base, Question, quotient};
use crate::{
    figures::{document::Document, figure::Role, glyphs::is_han, relations::Found, words::Cue},
    text::words::holds_any,
};

/// Figures before a rate among which its whole stands.
const BACK: usize = 12;
/// What amounts and counts are called, behind the name of what is counted.
pub(super) const COUNTS: [&str; 9] = ["金额", "总额", "总数", "人数", "户数", "件数", "数量", "数", "额"];
const VERBS: [&str; 4] = ["相当于", "占到", "为", "是"];

/// The rate held against the figure right before it and the one whole that its phrase names; one that does not hold is a question.
pub(super) fn find(document: &Document<'_>, question: &Question) -> Option<Found> {
    let figures = &document.figures;
    let at = question.rate;
    let rate = &figures[at];
    let name = name(rate.label)?;
    let part = at.checked_sub(1).filter(|part| document.is_level(*part) && document.may_be_part(*part))?;
    let told = &figures[part];
    if rate.role != Role::Rate
        || rate.hedged
        || told.hedged
        || told.sentence != rate.sentence
        || told.label.contains(name)
    {
        return None;
    }
    let called = |i: &usize| {
        let figure = &figures[*i];
        document.is_level(*i) && figure.same_unit(told) && figure.line == rate.line && figure.label.contains(name)
    };
    let mut wholes = (at.saturating_sub(BACK)..part).filter(called);
    let whole = wholes.next().filter(|_| wholes.next().is_none())?;
    let sound = !figures[whole].hedged && !figures[whole].says(Cue::Plan) && !figures[whole].says(Cue::Past);
    let found = quotient(document, &[part], &Base::Figure(whole), at).filter(|_| sound)?;
    Some(found.or_question())
}

/// 经费总计86.01亿元，投入强度（与地区生产总值3416.80亿元之比）为2.52%: the whole stands alone in the bracket behind the rate's name, the part right before.
pub(super) fn of_bracket(document: &Document<'_>, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let (rate, whole) = (&figures[at], at.checked_sub(1)?);
    let part = at.checked_sub(2)?;
    let inside = figures[whole].label.trim();
    let held = inside.starts_with('与') && figures[whole].tail.trim_end().ends_with("之比");
    let closes = document.between(figures[whole].tail_end, rate.start);
    let behind = closes.starts_with(')') && closes.chars().count() <= 4;
    let deeper = figures[whole].depth == rate.depth + 1 && figures[part].depth == rate.depth;
    let sound = [part, whole].iter().all(|i| document.is_level(*i) && !figures[*i].hedged);
    let together = figures[part].sentence == rate.sentence && !rate.hedged;
    let found = quotient(document, &[part], &Base::Figure(whole), at);
    let found = found.filter(|_| held && behind && deeper && sound && together)?;
    Some(found.or_question())
}

/// What 为…的 names, without the word for how much of it there is.
fn name(label: &str) -> Option<&str> {
    let words = label.trim().strip_suffix('的')?;
    let named = VERBS.iter().find_map(|verb| words.strip_prefix(verb))?;
    let name = COUNTS.iter().find_map(|count| named.strip_suffix(count))?.trim_start_matches(['总', '全', '其']);
    let plain = name.chars().all(is_han) && (2..=6).contains(&name.chars().count());
    let past = holds_any(name, &["上年", "去年", "同期", "计划", "目标", "任务", "预算"]);
    (plain && !past).then_some(name)
}

//! A claim to have met a target, held against the two figures that it follows: 控制目标为5.5%以内，全年平均5.3%，完成年度目标.

use super::{Found, mixed, operand};
use crate::{
    figures::{
        document::Document,
        figure::{Figure, Role, plain},
        glyphs::is_han,
        units::Class,
        words::Cue,
    },
    model::{RelationKind, Verdict, Words},
    text::words::holds_any,
};

/// Characters around a figure in which it is told that it is a target, or that one was met.
const LEAD: usize = 80;
/// Characters behind a figure in which it is told so.
const BEHIND: usize = 12;
/// Figures behind a target among which its value stands.
const NEAR: usize = 8;

/// Characters behind the value in which the claim stands.
const CLAIM: usize = 24;

/// Finds them: a target and the next figure of its kind, with the claim right behind.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    // 目标, 指标, 任务, 要求, 计划: without one of them nothing is a target.
    if !document.text.may_hold_any(&['标', '务', '求', '划']) {
        return;
    }
    for plan in 0..document.figures.len().saturating_sub(1) {
        found.extend(attained(document, plan).or_else(|| by_name(document, plan)));
    }
}

/// 年度目标要求优良水体比例不低于93.2%、PM2.5浓度控制在33微克以内。…优良水体比例为95.4%，PM2.5浓度31.6微克，两项指标均优于目标: several targets, and behind
/// them the values that bear their names, with a claim of all of them or of each.
fn by_name(document: &Document<'_>, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let plan = &figures[at];
    // Of most figures no word says how much is to be reached.
    let at_most = limit(document, plan).filter(|_| plan.class != Class::Points)?;
    let lead = document.between(plan.start.saturating_sub(LEAD), plan.start);
    let sentence = lead.rsplit(['。', '\n']).next().unwrap_or_default();
    // 下达浓度不高于36微克/立方米的目标: what it is may be said behind it.
    let behind = document.between(plan.end, (plan.end + BEHIND).min(document.text.chars.len()));
    let behind = behind.split([',', ';', '。', '\n']).next().unwrap_or_default();
    let called = |words: &str| holds_any(words, &["目标", "要求", "任务", "指标"]);
    if !(called(sentence) || behind.contains('的') && called(behind)) {
        return None;
    }
    let name = indicator(plan)?;
    let bears = |i: &usize| {
        let value = &figures[*i];
        let alike = value.class == plan.class && value.unit == plan.unit && value.line == plan.line && !value.hedged;
        let level = !matches!(value.role, Role::Growth(_) | Role::Change(_) | Role::Before) && !value.says(Cue::Past);
        alike && level && limit(document, value).is_none() && indicator(value).as_deref() == Some(&name)
    };
    let mut values = (at + 1..figures.len().min(at + 1 + NEAR)).filter(bears);
    let value = values.next().filter(|_| values.next().is_none())?;
    let among = figures[value].sentence.checked_sub(plan.sentence).is_some_and(|apart| apart <= 1);
    (among && claimed(document, value)).then(|| held(document, at, value, at_most)).flatten()
}

/// The last characters of what a figure is told of, without the words of its limit.
fn indicator(figure: &Figure<'_>) -> Option<String> {
    let mut label = figure.label.trim_end_matches(|c: char| !is_han(c));
    let small = ["为", "达到", "达", "是", "控制在", "不低于", "不高于", "不超过", "不少于", "不大于", "不小于"];
    while let Some(rest) = small.iter().find_map(|word| label.strip_suffix(word)) {
        label = rest.trim_end_matches(|c: char| !is_han(c));
    }
    let chars: Vec<char> = label.chars().filter(|c| is_han(*c)).collect();
    chars.last_chunk::<2>().map(|end| end.iter().collect())
}

/// Whether the words behind a value, to the end of its sentence, say that the target was met.
fn claimed(document: &Document<'_>, at: usize) -> bool {
    let from = document.figures[at].end;
    let words = document.between(from, (from + LEAD).min(document.text.chars.len()));
    let words = words.split(['。', '\n']).next().unwrap_or_default();
    let clauses: Vec<&str> = words.split([',', ';']).collect();
    let says = |clause: &&str| {
        let met = holds_any(clause, &["优于", "好于", "超过", "达到", "完成", "实现"]);
        met && holds_any(clause, &["目标", "任务", "要求"]) && !clause.chars().any(|c| c.is_ascii_digit())
    };
    let denied = holds_any(words, &["未", "没有", "尚", "力争", "确保", "预计", "有望", "距"]);
    let own = clauses.iter().take(2).any(&says);
    let of_all = clauses.iter().any(|clause| says(clause) && clause.contains('均'));
    (own || of_all) && !denied
}

/// The claim held against the two figures.
fn held(document: &Document<'_>, plan: usize, value: usize, at_most: bool) -> Option<Found> {
    let (planned, done) = (&document.figures[plan], &document.figures[value]);
    let (p, v) = (planned.interval()?, done.interval()?);
    let holds = if at_most { v.low <= p.high } else { v.high >= p.low };
    Some(relation(document, plan, value, (at_most, holds)))
}

fn attained(document: &Document<'_>, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let (plan, value) = (&figures[at], &figures[at + 1]);
    if !plan.says(Cue::Plan) {
        return None;
    }
    let target = holds_any(plan.label, &["目标", "任务", "指标", "计划"]);
    let alike = plan.class == value.class && plan.unit == value.unit && value.sentence == plan.sentence;
    let level = !matches!(value.role, Role::Growth(_) | Role::Change(_) | Role::Before) && !value.hedged;
    let done = !plan.label.contains("完成") && !value.says(Cue::Past) && !value.label.contains("目标");
    // 目标为93%以上，实际达到94.6%: what came of it is told right behind, whether or not it is called so. Good for a proof only.
    let limited = ["以上", "以下", "以内"].iter().any(|word| plan.tail.starts_with(word))
        || holds_any(plan.label, &["不低于", "不少于", "不小于", "不高于", "不超过"]);
    let actual = limited && value.label.trim_start().starts_with("实际") && value.item == plan.item + 1;
    if !target || !alike || !level || !done || plan.class == Class::Points {
        return None;
    }
    let claimed = claims(document, at + 1);
    let at_most = limit(document, plan).filter(|_| claimed || actual)?;
    let holds = if at_most {
        value.interval()?.low <= plan.interval()?.high
    } else {
        value.interval()?.high >= plan.interval()?.low
    };
    (claimed || holds).then(|| relation(document, at, at + 1, (at_most, holds)))
}

/// What is said of a target and its value, where it must not be exceeded, or must be reached.
fn relation(document: &Document<'_>, at: usize, value_at: usize, (at_most, holds): (bool, bool)) -> Found {
    let (plan, value) = (&document.figures[at], &document.figures[value_at]);
    let sign = match (at_most, holds) {
        (true, true) => "≤",
        (true, false) => ">",
        (false, true) => "≥",
        (false, false) => "<",
    };
    let several = mixed([plan, value]);
    let shown =
        |figure: &Figure<'_>| if figure.class == Class::Percent { figure.shown() } else { operand(figure, several) };
    Found {
        kind: RelationKind::Target,
        operands: vec![value_at, at],
        expression: format!("{} {sign} {}", shown(value), shown(plan)),
        reported: plain(plan.value, plan.decimals),
        computed: plain(value.value, value.decimals),
        verdict: if holds { Verdict::Consistent } else { Verdict::Unclear },
        note: if holds {
            Words::default()
        } else {
            Words::new("文字说已达到，数字不支持", "the words say that it was met, the figures do not")
        },
    }
}

/// Whether the target is one that must not be exceeded; `None` where its words do not tell.
fn limit(document: &Document<'_>, plan: &Figure<'_>) -> Option<bool> {
    let any = |text: &str, words: &[&str]| holds_any(text, words);
    let behind = document.between(plan.end, (plan.end + 3).min(document.text.chars.len()));
    let most = any(plan.label, &["不高于", "不超过", "控制在", "不大于", "控制目标", "上限"])
        || any(behind, &["以内", "以下"]);
    let least = any(plan.label, &["不低于", "不少于", "不小于", "下限"]) || behind.starts_with("以上");
    match (most, least) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        // 目标任务120公里，实际建成112公里: of what is to be built or done more is better.
        (false, false) if plan.is_amount() && !plan.unit.contains('/') && !plan.hedged => {
            any(plan.label, &["任务", "计划", "目标任务"]).then_some(false)
        }
        _ => None,
    }
}

/// Whether the words behind a value claim that its target was met.
fn claims(document: &Document<'_>, at: usize) -> bool {
    let figure = &document.figures[at];
    // 实际为90.6%（41.77万人中已通水37.84万人），已完成年度目标: a bracket stands between.
    let aside = document.brackets.spans.iter().find(|(open, close)| *open == figure.end && *close < usize::MAX);
    let from = aside.map_or(figure.end, |(_, close)| close + 1);
    let next = document.figures.iter().skip(at + 1).find(|next| next.start >= from);
    let next = next.map_or(document.text.chars.len(), |next| next.start);
    let words = document.between(from, next.min(from + CLAIM));
    let words = words.split(['。', ';', '\n']).next().unwrap_or_default();
    let denied = holds_any(
        words,
        &["未", "没有", "尚", "距", "仍", "离", "的", "力争", "确保", "预计", "将", "有望", "年底", "继续", "努力"],
    );
    let verb = ["完成", "达到", "实现", "达成"].iter().find_map(|verb| words.split_once(verb));
    let met = verb
        .is_some_and(|(_, rest)| ["目标", "任务", "指标", "计划"].iter().any(|word| rest.trim_end().ends_with(word)));
    met && !denied
}

//! A claim to have met a target, held against the two figures that it follows: 控制目标为5.5%以内，全年平均5.3%，完成年度目标.

use super::{Found, mixed, operand};
use crate::{
    figures::{
        document::Document,
        figure::{Figure, Role, plain},
        units::Class,
        words::Cue,
    },
    model::{RelationKind, Verdict, Words},
};

/// Characters behind the value in which the claim stands.
const CLAIM: usize = 24;

/// Finds them: a target and the next figure of its kind, with the claim right behind.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    for plan in 0..document.figures.len().saturating_sub(1) {
        found.extend(attained(document, plan));
    }
}

fn attained(document: &Document<'_>, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let (plan, value) = (&figures[at], &figures[at + 1]);
    if !plan.says(Cue::Plan) {
        return None;
    }
    let target = ["目标", "任务", "指标", "计划"].iter().any(|word| plan.label.contains(word));
    let alike = plan.class == value.class && plan.unit == value.unit && value.sentence == plan.sentence;
    let level = !matches!(value.role, Role::Growth(_) | Role::Change(_) | Role::Before) && !value.hedged;
    let done = !plan.label.contains("完成") && !value.says(Cue::Past) && !value.label.contains("目标");
    if !target || !alike || !level || !done || plan.class == Class::Points || !claims(document, at + 1) {
        return None;
    }
    let at_most = limit(document, plan)?;
    let holds = if at_most {
        value.interval()?.low <= plan.interval()?.high
    } else {
        value.interval()?.high >= plan.interval()?.low
    };
    let sign = match (at_most, holds) {
        (true, true) => "≤",
        (true, false) => ">",
        (false, true) => "≥",
        (false, false) => "<",
    };
    let several = mixed([plan, value]);
    let shown =
        |figure: &Figure<'_>| if figure.class == Class::Percent { figure.shown() } else { operand(figure, several) };
    Some(Found {
        kind: RelationKind::Target,
        operands: vec![at + 1, at],
        expression: format!("{} {sign} {}", shown(value), shown(plan)),
        reported: plain(plan.value, plan.decimals),
        computed: plain(value.value, value.decimals),
        verdict: if holds { Verdict::Consistent } else { Verdict::Unclear },
        note: if holds {
            Words::default()
        } else {
            Words::new("文字说已达到，数字不支持", "the words say that it was met, the figures do not")
        },
    })
}

/// Whether the target is one that must not be exceeded; `None` where its words do not tell.
fn limit(document: &Document<'_>, plan: &Figure<'_>) -> Option<bool> {
    let any = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
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
    let next = document.figures.get(at + 1).map_or(document.text.chars.len(), |next| next.start);
    let words = document.between(figure.end, next.min(figure.end + CLAIM));
    let words = words.split(['。', ';', '\n']).next().unwrap_or_default();
    let denied =
        ["未", "没有", "尚", "距", "仍", "离", "的", "力争", "确保", "预计", "将", "有望", "年底", "继续", "努力"]
            .iter()
            .any(|word| words.contains(word));
    let verb = ["完成", "达到", "实现", "达成"].iter().find_map(|verb| words.split_once(verb));
    let met = verb
        .is_some_and(|(_, rest)| ["目标", "任务", "指标", "计划"].iter().any(|word| rest.trim_end().ends_with(word)));
    met && !denied
}

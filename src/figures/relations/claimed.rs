//! A value and a claim right behind it that it met its target: 收集率76.8%，完成不低于75%的任务; 新增63个，年度目标58个，…已超额完成年度目标.

use super::{Found, mixed, operand};
use crate::{
    figures::{
        document::Document,
        figure::{Figure, Role, plain},
        units::Class,
    },
    model::{RelationKind, Verdict, Words},
    text::words::holds_any,
};

/// Figures that a bracket between a value and its claim may hold.
const ASIDE: usize = 6;

/// Characters behind a target in which its claim stands.
const CLAIM: usize = 40;

const MET: [&str; 6] = ["完成", "达到", "实现", "满足", "符合", "达成"];
const TARGET: [&str; 6] = ["目标", "任务", "要求", "指标", "标准", "计划"];
const LEAST: [&str; 4] = ["不低于", "不少于", "不小于", "高于"];
const MOST: [&str; 5] = ["不高于", "不超过", "不大于", "低于", "控制在"];
const DENIED: [&str; 9] = ["未", "没有", "尚", "力争", "确保", "预计", "有望", "距", "将"];

/// Finds them; of a target that `found` speaks of already nothing is said.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    if !document.text.may_hold_any(&['标', '务', '求', '划']) {
        return;
    }
    let told: std::collections::BTreeSet<usize> =
        found.iter().filter(|f| f.kind == RelationKind::Target).flat_map(|f| f.operands.iter().copied()).collect();
    for at in (1..document.figures.len()).filter(|at| !told.contains(at)) {
        found.extend(limited(document, at).or_else(|| exceeded(document, at)));
    }
}

/// Whether two figures tell of one thing at one time, so that one can be held against the other.
fn alike(value: &Figure<'_>, plan: &Figure<'_>) -> bool {
    value.class == plan.class
        && value.unit == plan.unit
        && value.sentence == plan.sentence
        && value.depth == plan.depth
        && plan.class != Class::Points
        && !value.hedged
        && !matches!(value.role, Role::Before | Role::Base)
}

/// 完成不低于3.0%的年度降耗任务, 达到省定98%以上的要求: the limit stands in the phrase of the claim.
fn limited(document: &Document<'_>, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let plan = &figures[at];
    // 优良比例93.7%（24个断面中22个达标），达到省定不低于93%的目标: what a bracket holds is beside it.
    let before = (0..at).rev().take(ASIDE).find(|i| figures[*i].depth <= plan.depth)?;
    let value = &figures[before];
    let near =
        before + 1 == at && plan.item <= value.item + 1 || closes_before(document, value.tail_end, plan.label_start);
    let label = plan.label.trim();
    // 失业率2.42%，控制在2.5%以内的目标之下
    let kept = ["控制在", "稳定控制在", "均控制在", "保持在"].contains(&label);
    let claims = MET.iter().any(|word| label.strip_prefix('已').unwrap_or(label).starts_with(word)) || kept;
    let behind = document.between(plan.end, (plan.end + CLAIM).min(document.text.chars.len()));
    let clause = behind.split([',', ';', '。', '\n']).next().unwrap_or_default();
    let end = clause.trim_end().trim_end_matches(['之', '下', '内']);
    let phrase = clause.contains('的') && TARGET.iter().any(|word| end.ends_with(word));
    let longest = LEAST.iter().chain(&MOST).filter(|word| label.ends_with(**word)).max_by_key(|word| word.len());
    let least = longest.is_some_and(|word| LEAST.contains(word)) || behind.starts_with("以上");
    let most =
        longest.is_some_and(|word| MOST.contains(word)) || ["以下", "以内"].iter().any(|word| behind.starts_with(word));
    let change = matches!(value.role, Role::Change(_)) || matches!(value.role, Role::Growth(_)) && most;
    if !claims || !phrase || least == most || change || !alike(value, plan) || !near {
        return None;
    }
    relation(document, before, at, most)
}

/// Whether a bracket opens at one place and nothing but a comma stands between its end and the other.
fn closes_before(document: &Document<'_>, open: usize, end: usize) -> bool {
    let bracket = document.brackets.spans.iter().find(|(from, _)| *from == open);
    bracket.is_some_and(|(_, close)| *close < end && document.between(close + 1, end).trim() == ",")
}

/// 新增63个，年度目标58个，完成率108.6%，已超额完成年度目标: the claim of the same sentence that names no figure.
fn exceeded(document: &Document<'_>, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let (plan, value) = (&figures[at], &figures[at - 1]);
    let named = ["年度目标", "全年目标", "年度任务", "全年任务", "年度计划", "全年计划", "目标", "任务", "计划"];
    let label = plan.label.trim().trim_end_matches(['为', '是', '数']);
    let opens = named.contains(&label) && plan.is_amount() && !plan.hedged && plan.item == value.item + 1;
    if !opens || !alike(value, plan) || !document.is_level(at - 1) {
        return None;
    }
    let words = document.between(plan.end, (plan.end + CLAIM).min(document.text.chars.len()));
    let words = words.split(['。', ';', '\n']).next().unwrap_or_default();
    let claim = words.split(',').skip(1).any(|clause| {
        let done = ["已超额完成", "已提前完成", "超额完成", "提前完成", "已完成", "已超额", "已达到"];
        let denied = holds_any(clause, &DENIED);
        let bare = !clause.chars().any(|c| c.is_ascii_digit()) && !denied;
        bare && done.iter().any(|word| clause.trim_start().trim_start_matches('均').starts_with(word))
    });
    claim.then(|| relation(document, at - 1, at, false))?
}

/// The value held against its target.
fn relation(document: &Document<'_>, value: usize, plan: usize, at_most: bool) -> Option<Found> {
    let (v, p) = (&document.figures[value], &document.figures[plan]);
    let holds = if at_most { v.interval()?.low <= p.interval()?.high } else { v.interval()?.high >= p.interval()?.low };
    let sign = match (at_most, holds) {
        (true, true) => "≤",
        (true, false) => ">",
        (false, true) => "≥",
        (false, false) => "<",
    };
    let several = mixed([v, p]);
    let shown =
        |figure: &Figure<'_>| if figure.class == Class::Percent { figure.shown() } else { operand(figure, several) };
    Some(Found {
        kind: RelationKind::Target,
        operands: vec![value, plan],
        expression: format!("{} {sign} {}", shown(v), shown(p)),
        reported: plain(p.value, p.decimals),
        computed: plain(v.value, v.decimals),
        verdict: if holds { Verdict::Consistent } else { Verdict::Unclear },
        note: if holds {
            Words::default()
        } else {
            Words::new("文字说已达到，数字不支持", "the words say that it was met, the figures do not")
        },
    })
}

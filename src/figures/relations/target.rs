//! What was done against what was planned, and the difference that a text states between two amounts.

use rust_decimal::Decimal;

use super::{Found, arithmetic::apart, mixed, operand, settled, surplus};
use crate::{
    figures::{
        document::Document,
        figure::{Figure, Role, plain},
        units::Class,
        words::Cue,
    },
    model::{RelationKind, Verdict, Words},
    text::words::holds_any,
};

/// Finds them.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    for at in 0..document.figures.len() {
        let figure = &document.figures[at];
        if figure.hedged || !figure.is_amount() {
            continue;
        }
        if exceeded(document, at) {
            found.extend(beyond(document, at));
        } else if figure.class == Class::Money && figure.role == Role::Level && figure.label.contains("计划") {
            found.extend(plan(document, at));
        } else if figure.says(Cue::Gap) && !figure.says(Cue::Past) {
            found.extend(gap(document, at));
        }
    }
}

/// 超额完成全年500家的计划指标.
fn exceeded(document: &Document<'_>, at: usize) -> bool {
    let figure = &document.figures[at];
    if !figure.says(Cue::Exceeded) {
        return false;
    }
    let tail = document.between(figure.end, (figure.end + 10).min(document.text.chars.len()));
    ["计划", "目标", "任务"].iter().any(|word| tail.contains(word) || figure.label.contains(word))
}

fn beyond(document: &Document<'_>, at: usize) -> Option<Found> {
    let target = &document.figures[at];
    let near = || {
        document
            .earlier_levels(at, 3)
            .filter(|i| document.figures[*i].same_unit(target) && document.figures[*i].sentence == target.sentence)
    };
    // 新改建217.5公里、安防工程163公里，超额完成200公里: of several the one that exceeds it.
    let actual = near().find(|i| document.figures[*i].base() >= target.base()).or_else(|| near().next())?;
    let done = &document.figures[actual];
    // 完成80亿元承销计划 is a plan as well.
    if done.hedged || done.says(Cue::Plan) || holds_any(done.tail, &["计划", "目标", "任务"]) {
        return None;
    }
    let holds = done.base()? >= target.base()?;
    // 全年新建1.05亿亩，超额完成10亿亩阶段性目标: less than half of it is of another time.
    if done.base()?.checked_mul(Decimal::TWO)? < target.base()? {
        return None;
    }
    Some(Found {
        kind: RelationKind::Target,
        operands: vec![actual, at],
        expression: format!("{} {} {}", shown(done, target), if holds { "≥" } else { "<" }, shown(target, done)),
        reported: plain(target.value, target.decimals),
        computed: plain(done.value, done.decimals),
        verdict: if holds { Verdict::Consistent } else { Verdict::Unclear },
        note: if holds {
            Words::default()
        } else {
            Words::new("文中称超额完成", "the text says that the target was exceeded")
        },
    })
}

fn shown(figure: &Figure<'_>, other: &Figure<'_>) -> String {
    operand(figure, mixed([figure, other]))
}

/// 年度计划总投资41.8亿元，已完成投资24.6亿元.
fn plan(document: &Document<'_>, at: usize) -> Option<Found> {
    let plan = &document.figures[at];
    let actual = (at + 1..document.figures.len().min(at + 4)).find(|i| {
        let done = &document.figures[*i];
        done.same_unit(plan)
            && done.role == Role::Level
            && done.sentence == plan.sentence
            && done.label.contains("完成")
            && !done.label.contains("计划")
            && !done.hedged
    })?;
    let done = &document.figures[actual];
    (done.base()? <= plan.base()?).then(|| Found {
        kind: RelationKind::Target,
        operands: vec![at, actual],
        expression: format!("{} ≤ {}", shown(done, plan), shown(plan, done)),
        reported: plain(done.value, done.decimals),
        computed: plain(plan.value, plan.decimals),
        verdict: Verdict::Consistent,
        note: Words::default(),
    })
}

/// 使用非财政拨款结余, 动用上年结余: what was left before, and is used now.
pub(super) fn used(figure: &Figure<'_>) -> bool {
    figure.value.is_zero() || ["使用", "动用"].iter().any(|word| figure.label.trim_start().starts_with(word))
}

/// 支出2.05万元，年初预算为2.95万元，差值为0.9万元.
fn gap(document: &Document<'_>, at: usize) -> Option<Found> {
    let figure = &document.figures[at];
    // 收入总计434.72万元，其中：本年收入434.16万元，使用结余0.00万元: a balance that was used is what no two of the list leave.
    if used(figure) {
        return None;
    }
    // 收入38.6亿元，支出35.2亿元，当期结余3.4亿元，累计结余52.7亿元: what is left of all the years is left of no two of these.
    if holds_any(figure.label, &["累计", "滚存", "年末", "期末"]) {
        return None;
    }
    // 上年结转1200万元，今年预算8600万元，支出7900万元，结余1900万元: a balance of more than two.
    let opened = |i: usize| document.figures[i].sentence == figure.sentence && document.figures[i].says(Cue::Opening);
    if document.earlier_levels(at, 4).any(opened) {
        return None;
    }
    // 折合3678.3万元，其中捐款2764.8万元，物资913.5万元；使用3106.9万元，结余571.4万元: of wholes, and of none of their parts.
    let part = |i: &usize| {
        document.owner[*i].is_some_and(|owner| document.owned_directly[*i] || owner + 1 < *i)
            && document.figures[*i].clause != figure.clause
    };
    let before: Vec<usize> = document
        .earlier_levels(at, 6)
        .filter(|i| !document.figures[*i].says(Cue::Gap) && !part(i))
        .filter(|i| document.figures[*i].same_unit(figure) && document.figures[*i].sentence == figure.sentence)
        .take(2)
        .collect();
    let [second, first] = before[..] else { return None };
    // 用事业基金弥补收支差额21.8万元: what covers a gap need not be all of it.
    // 支出5917万元，上解27万元，当年结余2320万元: more went than one.
    let more = [first, second].iter().any(|i| surplus::beside(&document.figures[*i]));
    // 货物贸易顺差144.3亿元，服务贸易逆差43.6亿元: the gap between the two is told already, and this is one between others.
    let told = (second + 1..at).any(|i| document.figures[i].says(Cue::Gap));
    // 对东盟顺差52.3亿元: of a part of the trade.
    let partner = figure.label.trim_start().starts_with('对');
    let open = figure.says(Cue::Covers) || more || told || partner;
    apart(document, first, second, at).filter(|found| settled(found.verdict) || !open)
}

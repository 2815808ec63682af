//! A stock at two times and what came and went between: 制发7件，废止4件，由年初的53件变为56件; 年初滚存9.35亿元，当期结余0.67亿元，年末滚存
//! 10.02亿元.

use rust_decimal::Decimal;

use super::{Found, arithmetic, change::amount_verdict, mixed, operand};
use crate::{
    figures::{
        document::Document,
        figure::{Figure, Role, plain},
        interval::power_of_ten,
        words::Cue,
    },
    model::{RelationKind, Verdict, Words},
    text::words::holds_any,
};

/// Figures around the stock that are looked at for what came and went.
const NEAR: usize = 5;

/// Figures before what is left among which its stock is looked for.
const BACK: usize = 24;

/// Finds them.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    for at in 1..document.figures.len() {
        if document.figures[at].hedged || !document.figures[at].is_amount() {
            continue;
        }
        let told = moved(document, at).or_else(|| rolled(document, at)).or_else(|| on_hand(document, at));
        found.extend(told.or_else(|| due(document, at)).or_else(|| net_of_year(document, at)));
    }
}

/// 由年初的53件变为56件: the stock came to `at` by what came and went in the same sentence.
fn moved(document: &Document<'_>, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let (before, now) = (&figures[at - 1], &figures[at]);
    if !now.same_unit(before) {
        return None;
    }
    if !before.label.contains(['由', '从']) {
        return None;
    }
    let from = holds_any(before.label, &["年初", "上年末", "上年底", "去年底", "去年末", "期初", "月初", "季初"]);
    let to = ["变为", "到", "至", "增至", "降至", "减至", "增加到", "减少到", "为", "变成"].contains(&now.label.trim());
    if !from || !to || !now.same_unit(before) || before.hedged || now.sentence != before.sentence {
        return None;
    }
    let only = |cue: Cue, not: Cue| {
        let fits = |i: &usize| {
            let figure = &figures[*i];
            document.is_level(*i)
                && figure.sentence == now.sentence
                && figure.same_unit(now)
                && !figure.hedged
                && figure.says(cue)
                && !figure.says(not)
        };
        let mut all = (at.saturating_sub(NEAR)..at - 1).filter(fits);
        let first = all.next()?;
        all.next().is_none().then_some(first)
    };
    let (came, went) = (only(Cue::Inflow, Cue::Outflow)?, only(Cue::Outflow, Cue::Inflow)?);
    let relation = balance(document, [at - 1, came, went], Some(went), at)?;
    Some(relation)
}

/// 年初滚存9.35亿元，年末滚存10.02亿元, with 当期结余0.67亿元 between or before: what was there and what this time left.
fn rolled(document: &Document<'_>, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let now = &figures[at];
    if !now.says(Cue::Closing) {
        return None;
    }
    let all = ["滚存", "累计结余", "累计结存"].iter().find(|word| now.label.contains(**word))?;
    let start = ["年初", "期初", "上年", "去年"];
    if holds_any(now.label, &start) || now.role != Role::Level {
        return None;
    }
    let find = |fits: &dyn Fn(&Figure<'_>) -> bool| {
        (at.saturating_sub(NEAR)..at).rev().find(|i| {
            let figure = &figures[*i];
            figure.same_unit(now) && !figure.hedged && figure.sentence == now.sentence && fits(figure)
        })
    };
    let kept = |label: &str| holds_any(label, &["滚存", "累计结余", "累计结存"]);
    let opening = find(&|figure| kept(figure.label) && holds_any(figure.label, &start))?;
    let left = find(&|figure| {
        holds_any(figure.label, &["当期结余", "当年结余", "本年结余", "当期收支结余", "本期结余", "收支结余"])
            && !figure.label.contains(all)
    })?;
    // 上缴0.2亿元: more went than this time's balance tells.
    let more = (opening + 1..at).any(|i| {
        let figure = &figures[i];
        i != left && figure.same_unit(now) && !holds_any(figure.label, &["收入", "支出", "结余"])
    });
    if more {
        return None;
    }
    balance(document, [opening, left, left], None, at)
}

/// 收案284915件（不含上年旧存21406件），…。审结287350件；…尚有未结案件18971件: what was there and came, less what was done of it.
fn on_hand(document: &Document<'_>, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let left = &figures[at];
    if !document.is_level(at) || left.digits() < 3 || !left.label.contains('未') {
        return None;
    }
    let undone = holds_any(left.label, &["未结", "未审结", "未办结", "未执结"]);
    if !undone || left.says(Cue::Opening) {
        return None;
    }
    let near = |fits: &dyn Fn(usize) -> bool| {
        let level = |i: &usize| {
            let figure = &figures[*i];
            document.is_level(*i) && figure.same_unit(left) && !figure.hedged && figure.line == left.line
        };
        (at.saturating_sub(BACK)..at).rev().filter(level).find(|i| fits(*i))
    };
    let opening = near(&|i| figures[i].says(Cue::Opening))?;
    let beside =
        |i: usize| figures[i].depth < figures[opening].depth || figures[i].sentence == figures[opening].sentence;
    let came = near(&|i| i < opening && beside(i) && figures[i].depth == 0)?;
    let went = near(&|i| figures[i].says(Cue::Outflow) && figures[i].depth == 0 && i > opening)?;
    let found = balance(document, [opening, came, went], Some(went), at)?;
    // What was there may be among what came: only what comes out is told.
    (found.verdict == Verdict::Consistent).then_some(found)
}

/// 上年结转412件，新收5637件，应处理6049件: what was left over and what came are what there is to do. Good for a proof only.
fn due(document: &Document<'_>, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let all = &figures[at];
    let words = all.label.trim().trim_start_matches(['共', '合', '计']);
    let named = words.starts_with('应') && holds_any(words, &["办", "审", "处", "理", "结"]);
    if !named || !document.is_level(at) || all.digits() < 3 {
        return None;
    }
    let near = |fits: &dyn Fn(&Figure<'_>) -> bool| {
        (at.saturating_sub(2 * NEAR)..at).rev().find(|i| {
            let figure = &figures[*i];
            let one = document.is_level(*i) && figure.same_unit(all) && figure.sentence == all.sentence;
            one && !figure.hedged && fits(figure)
        })
    };
    let opening = near(&|figure| figure.says(Cue::Opening) || figure.label.contains("结转"))?;
    let came = near(&|figure| figure.says(Cue::Inflow) && !figure.says(Cue::Opening) && !figure.label.contains('不'))?;
    let found = arithmetic::sum(document, &[opening.min(came), opening.max(came)], at).filter(|_| opening != came)?;
    (found.verdict == Verdict::Consistent).then_some(found)
}

/// 年初2316户，…，年末2811户，比年初净增495户: by how much the stock differs at two times. Good for a proof only.
fn net_of_year(document: &Document<'_>, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let said = &figures[at];
    let since = ["年初", "上年末", "上年底", "期初"].iter().find(|word| said.label.contains(**word))?;
    if !said.label.contains('净') || said.digits() < 2 {
        return None;
    }
    let near = |fits: &dyn Fn(&Figure<'_>) -> bool| {
        let level = |i: &usize| document.is_level(*i) && figures[*i].same_unit(said) && !figures[*i].hedged;
        (at.saturating_sub(2 * NEAR)..at).rev().filter(level).find(|i| fits(&figures[*i]))
    };
    let start = near(&|figure| figure.label.contains(since))?;
    let end = near(&|figure| holds_any(figure.label, &["年末", "期末", "年底"]))?;
    let found = arithmetic::apart(document, end, start, at).filter(|_| start != end)?;
    (found.verdict == Verdict::Consistent).then_some(found)
}

/// The first two added, less what went.
fn balance(
    document: &Document<'_>,
    [first, second, third]: [usize; 3],
    went: Option<usize>,
    at: usize,
) -> Option<Found> {
    let figures = &document.figures;
    let (a, b, c, now) = (&figures[first], &figures[second], &figures[third], &figures[at]);
    let (mut computed, mut point): (_, Decimal) =
        (a.interval()?.plus(b.interval()?)?, a.base()?.checked_add(b.base()?)?);
    if went.is_some() {
        (computed, point) = (computed.minus(c.interval()?)?, point.checked_sub(c.base()?)?);
    }
    let several = mixed([a, b, c, now]);
    let shown = point.checked_div(power_of_ten(now.scale))?.normalize();
    let less = went.map_or_else(String::new, |_| format!(" − {}", operand(c, several)));
    let unit = if several { now.shown_unit } else { "" };
    let verdict = amount_verdict(now, computed)?;
    let mut operands = vec![first, second];
    operands.extend(went);
    operands.push(at);
    Some(Found {
        kind: RelationKind::Difference,
        operands,
        expression: format!("{} + {}{less} = {shown}{unit}", operand(a, several), operand(b, several)),
        reported: plain(now.value, now.decimals),
        computed: shown.to_string(),
        verdict: if verdict == Verdict::Inconsistent { Verdict::Unclear } else { verdict },
        note: Words::default(),
    })
}

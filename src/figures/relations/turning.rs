//! From one value to another that lies the other way: 不起诉率由23.1%降至25.5%.

use super::{Found, operand, standing::Standing};
use crate::{
    figures::{
        document::Document,
        figure::{Figure, Role},
    },
    model::{RelationKind, Verdict, Words},
    text::words::holds_any,
};

/// Verbs of rising and of falling that end in the later value.
const UP: [&str; 10] = ["升至", "升到", "增至", "增加到", "增长到", "提高到", "提高至", "提升到", "提升至", "上升到"];
const DOWN: [&str; 10] = ["降至", "降到", "减至", "减少到", "下降到", "下降至", "降低到", "降低至", "回落至", "减少至"];
/// English verbs before the earlier value.
const UP_FROM: [&str; 4] = ["rose from", "increased from", "grew from", "up from"];
const DOWN_FROM: [&str; 4] = ["fell from", "decreased from", "dropped from", "down from"];
/// A rank that rises gets smaller.
const RANKS: [&str; 6] = ["位", "名", "名次", "类", "级", "档"];
/// Units of time: what is done faster takes less of it.
const TIMES: [&str; 8] = ["分钟", "小时", "秒", "天", "日", "工作日", "个工作日", "个月"];
/// What rises as its number falls, or falls as it rises.
const INVERSE: [&str; 17] = [
    "精度",
    "误差",
    "中间价",
    "汇率",
    "埋深",
    "效率",
    "速度",
    "响应",
    "排名",
    "位次",
    "名次",
    "等级",
    "水质",
    "能见度",
    "Rank",
    "rank",
    "position",
];

/// Finds them; of a value that `found` reports already nothing is said.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    let turned: Vec<Found> = (1..document.figures.len()).filter_map(|at| turned(document, at)).collect();
    if turned.is_empty() {
        return;
    }
    let standing = Standing::of(document, found);
    let told = |f: &Found| {
        let mut known = f.operands.first().into_iter().flat_map(|at| standing.with(found, *at));
        known.any(|known| f.operands.iter().all(|at| known.operands.contains(at)))
    };
    let fresh: Vec<Found> = turned.into_iter().filter(|f| !told(f)).collect();
    found.extend(fresh);
}

fn turned(document: &Document<'_>, at: usize) -> Option<Found> {
    let (was, is) = (&document.figures[at - 1], &document.figures[at]);
    // What is asked first costs least.
    let together = is.sentence == was.sentence && is.item == was.item;
    if !together || is.class != was.class || is.unit != was.unit || is.scale != was.scale {
        return None;
    }
    let words = document.between(was.end, is.start).trim();
    // Rose from 1,046 in 2021 to 918.
    let words = words
        .strip_prefix("in ")
        .map_or(words, |rest| rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' '));
    let up = UP.contains(&words);
    let label = was.label.trim_end().to_ascii_lowercase();
    let verb = |verbs: &[&str]| words == "to" && verbs.iter().any(|verb| label.ends_with(verb));
    let (up, down) = (up || verb(&UP_FROM), DOWN.contains(&words) || verb(&DOWN_FROM));
    let from = was.label.contains(['由', '从']) || words == "to";
    if !from || up == down || RANKS.contains(&is.unit) || inverse(was, is) || !plain(was) || !plain(is) {
        return None;
    }
    let (a, b) = (was.base()?, is.base()?);
    if a == b || (b > a) == up {
        return None;
    }
    let sign = if b > a { '>' } else { '<' };
    Some(Found {
        kind: if is.is_amount() { RelationKind::Difference } else { RelationKind::Points },
        operands: vec![at - 1, at],
        expression: format!("{} {sign} {}", shown(is), shown(was)),
        reported: is.shown(),
        computed: (b - a).normalize().to_string(),
        verdict: Verdict::Unclear,
        note: Words::new("增减方向不一致", "the directions of change differ"),
    })
}

/// 埋深由12.4米升至9.8米, 效率由30分钟提升至10分钟, 降至51.2%以下.
fn inverse(was: &Figure<'_>, is: &Figure<'_>) -> bool {
    let limit = holds_any(is.tail, &["以下", "以上", "以内"]);
    limit || TIMES.contains(&is.unit) || holds_any(was.label, &INVERSE)
}

/// A value in so many words, and no change or negative one.
fn plain(figure: &Figure<'_>) -> bool {
    let change = matches!(figure.role, Role::Change(_) | Role::Growth(_));
    !figure.hedged && !figure.value.is_sign_negative() && !change
}

fn shown(figure: &Figure<'_>) -> String {
    if figure.is_amount() { operand(figure, true) } else { figure.shown() }
}

//! What a value is compared with: an earlier value, a plan, the average of a wider place. Where it stands, and which value
//! it belongs to.

use crate::{
    figures::{
        document::Document,
        figure::{Figure, Role},
        glyphs::is_han,
        nouns::shares_noun,
        units::Class,
        words::{Cue, Cues},
    },
    text::words::holds_any,
};

/// Figures between a value and its reference at most.
const BACK: usize = 6;
/// Characters behind a figure that may say what it is.
const TAIL: usize = 16;

/// What a reference is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The value of an earlier time.
    Earlier,
    /// What was planned or asked for.
    Plan,
    /// An average or the value of a wider place.
    Scope,
    /// The words only compare (比88.92分).
    Compared,
}

/// A value and what it is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The value.
    pub value: usize,
    /// What it is compared with.
    pub reference: usize,
    /// What that is.
    pub kind: Kind,
    /// No other figure could be the value.
    pub sure: bool,
}

/// The words around a figure that tell what it is compared as.
struct Around<'t> {
    /// Before it; before its bracket, when it stands alone in one.
    label: &'t str,
    says: Cues,
    behind: Cues,
}

/// What the figure at `at` is compared as, and with what.
pub fn pair(document: &Document<'_>, at: usize) -> Option<Pair> {
    let figure = &document.figures[at];
    // 控制在32微克以内 is exact: a limit.
    // 低于5.5%的控制目标 is exact as well.
    let aimed = is_aim(figure);
    let limit = aimed || ["以内", "以上", "以下"].iter().any(|word| figure.tail.starts_with(word));
    if figure.hedged && !limit || matches!(figure.class, Class::Points | Class::Bare) && figure.role != Role::Before {
        return None;
    }
    if let Some(value) = arrived(document, at) {
        return Some(Pair { value, reference: at, kind: Kind::Compared, sure: true });
    }
    if let Some(value) = cut_to(document, at) {
        return Some(Pair { value, reference: at, kind: Kind::Compared, sure: true });
    }
    let around = around(document, at);
    let kind = kind(figure, &around)?;
    let (value, sure) = value_of(document, at, kind)?;
    // 新安排740万套，其中棚改580万套: a part is not compared with its whole.
    let part = |a: usize, b: usize| document.owner[a] == Some(b) && document.owned_directly[a];
    if part(value, at) || part(at, value) {
        return None;
    }
    Some(Pair { value, reference: at, kind, sure })
}

/// 33微克/立方米的考核目标, 5.5%的控制指标: what was to be reached.
pub fn is_aim(figure: &Figure<'_>) -> bool {
    figure.tail.starts_with('的') && holds_any(figure.tail, &["目标", "指标", "要求"])
}

/// 由218公里增加到263公里, from 412,300 to 447,900 visits; to 340 from 425.
fn arrived(document: &Document<'_>, at: usize) -> Option<usize> {
    let figures = &document.figures;
    let figure = &figures[at];
    let from =
        figure.label.trim_end().ends_with("from") || figure.role == Role::Before && figure.label.contains(['由', '从']);
    if !from {
        return None;
    }
    let next = figures.get(at + 1).filter(|next| {
        let words = document.between(figure.end, next.start);
        let to = holds_any(words, &["到", "至", "为", "成", " to "]);
        to && words.chars().count() <= 12 && like(next, figure) && !next.hedged && next.sentence == figure.sentence
    });
    if next.is_some() {
        return Some(at + 1);
    }
    let before = at.checked_sub(1)?;
    let value = &figures[before];
    let to = ["to", "at", "was", "were", "of", "reached", "totalled"]
        .iter()
        .any(|word| value.label.trim_end().ends_with(word));
    (to && like(value, figure) && value.sentence == figure.sentence && !value.hedged).then_some(before)
}

/// 此前培训机构214家，现压减至17家: the next figure is what the first became.
fn cut_to(document: &Document<'_>, at: usize) -> Option<usize> {
    let (before, now) = (&document.figures[at], document.figures.get(at + 1)?);
    if !now.label.ends_with(['至', '到', '为', ' ']) || !like(now, before) {
        return None;
    }
    let past = holds_any(
        before.label,
        &["前", "原有", "原来", "此前", "曾有", "去年", "上年", "年初", "法定", "原定", "原先"],
    );
    let words = [
        "压减至",
        "压减到",
        "减至",
        "减到",
        "降至",
        "降到",
        "增至",
        "增加到",
        "减少到",
        "压缩至",
        "压缩到",
        "压降至",
        "压降到",
        "扩大到",
        "精简至",
        "精简到",
        "上升到",
        "提高到",
        "缩减至",
        "整合为",
        "压缩为",
        "缩短为",
        "缩短至",
        "缩短到",
        "精简为",
        "缩减为",
    ];
    let to = words.iter().any(|word| now.label.trim_end().ends_with(word));
    let level = before.role == Role::Level && now.role == Role::Level;
    (past && to && level && like(now, before) && !now.hedged && now.sentence == before.sentence).then_some(at + 1)
}

fn around<'t>(document: &Document<'t>, at: usize) -> Around<'t> {
    let figure = &document.figures[at];
    let next = document.figures.get(at + 1).map_or(document.text.chars.len(), |next| next.start);
    let behind = document.cues(figure.end, figure.tail_end.min(figure.end + TAIL).min(next));
    let Some((open, _)) = alone_in_bracket(document, at) else {
        return Around { label: figure.label, says: figure.says, behind };
    };
    let previous = at.checked_sub(1).map_or(0, |i| document.figures[i].end);
    let words = document.between(previous.max(open.saturating_sub(TAIL)), open);
    let label = words.rsplit([',', ';', '。', ':']).next().unwrap_or_default();
    let start = open - label.chars().count();
    let says = document.cues(start, open);
    Around {
        label: if figure.label.trim().is_empty() { label } else { figure.label },
        says: says.with(figure.says),
        behind,
    }
}

/// The bracket around a figure that holds nothing else but a few words before it.
fn alone_in_bracket(document: &Document<'_>, at: usize) -> Option<(usize, usize)> {
    let figure = &document.figures[at];
    let (open, close) = document.brackets.spans.get(figure.bracket?).copied()?;
    (figure.start.saturating_sub(open) <= 10 && close.saturating_sub(figure.end) <= 4).then_some((open, close))
}

fn kind(figure: &Figure<'_>, around: &Around<'_>) -> Option<Kind> {
    by_words(figure, around).filter(|_| !lies_between(figure, around.label.trim_end()))
}

/// 比全国平均水平高3平方米 and 超任务6.2万亩 are what lies between, and no value.
fn lies_between(figure: &Figure<'_>, label: &str) -> bool {
    let above = ["高", "低", "多", "少", "快", "慢", "高出", "超出", "超过", "新增", "净增", "新建", "退出"];
    let above = above.iter().any(|word| label.ends_with(word));
    above && !label.contains("最") || figure.says(Cue::Left) && figure.is_amount()
}

fn by_words(figure: &Figure<'_>, around: &Around<'_>) -> Option<Kind> {
    let growth = matches!(figure.role, Role::Growth(_));
    // 争取中央预算内投资140.3亿元: a kind of money, and no plan of any other.
    let planned = (around.says.has(Cue::Plan) || around.behind.has(Cue::Plan)) && !around.label.contains("预算内");
    if matches!(figure.role, Role::Change(_) | Role::Base) || growth && !planned {
        return None;
    }
    let compared = around.says.has(Cue::Earlier) || around.says.has(Cue::Above) || around.says.has(Cue::Below);
    let past = around.says.has(Cue::Past) || around.behind.has(Cue::Past);
    if past && (!around.says.has(Cue::Up) && !around.says.has(Cue::Down) || figure.role == Role::Before || compared) {
        return Some(Kind::Earlier);
    }
    if planned && !around.says.has(Cue::Actual) {
        return Some(Kind::Plan);
    }
    if planned && (around.behind.has(Cue::Plan) || compared) {
        return Some(Kind::Plan);
    }
    // 超序时进度6项 counts what is ahead of its time: only a rate is held against the time that has passed.
    let time = holds_any(around.label, &["时间进度", "序时进度", "时序进度"]);
    if compared && around.says.has(Cue::Scope) && !(time && figure.is_amount()) {
        return Some(Kind::Scope);
    }
    is_compared(figure, around.label.trim_end()).then_some(Kind::Compared)
}

/// 比88.92分, higher than 88.92: the words only compare.
fn is_compared(figure: &Figure<'_>, label: &str) -> bool {
    let ends_in = |words: &[&str]| words.iter().any(|word| label.ends_with(word));
    let english = ["than", "than the", "above the", "below the", "on the", "over the", "from", "beating the"];
    let directly =
        label.ends_with(['比', '较']) || label.ends_with(|c: char| c.is_ascii_alphabetic()) && ends_in(&english);
    let named = || {
        let near = compared_with(label);
        near.is_some_and(|rest| rest.chars().count() <= 8 && rest.chars().all(is_han))
    };
    let told = figure.class == Class::Percent || matches!(figure.role, Role::Before | Role::Level);
    let arrives = || ends_in(&["到", "至", "为", "达", "to"]) || label.contains("占比");
    (directly || told && named()) && !arrives()
}

/// What stands behind the last 比 or 较 of a label, 同比, 环比 and 占比 left out.
fn compared_with(label: &str) -> Option<String> {
    if !label.contains(['比', '较']) {
        return None;
    }
    let plain = label.replace("同比", "").replace("环比", "").replace("占比", "");
    plain.rsplit_once(['比', '较']).map(|(_, rest)| rest.to_owned())
}

/// The value that a reference belongs to: the nearest figure of its kind before it in the sentence; after it, where none
/// stands before.
fn value_of(document: &Document<'_>, at: usize, kind: Kind) -> Option<(usize, bool)> {
    let figures = &document.figures;
    let reference = &figures[at];
    let fits = |i: &usize| {
        let figure = &figures[*i];
        figure.sentence == reference.sentence
            && !figure.hedged
            // 超额完成12户 is what lies between.
            && !figure.says(Cue::Left)
            && figure.depth <= reference.depth
            && like(figure, reference)
            && !is_bracketed_reference(document, *i)
            && !(past(figure) && kind == Kind::Earlier && !reference.says(Cue::Comparator))
    };
    let mut before: Vec<usize> = (at.saturating_sub(BACK)..at).rev().filter(fits).collect();
    // 话务量23716通，平均每天3388通，较前一周的22164通上升7.0%: an average is compared with an average.
    if before.iter().any(|i| figures[*i].like_in_size(reference)) {
        before.retain(|i| figures[*i].role != Role::Average || figures[*i].like_in_size(reference));
    }
    // 存栏48.3万头，其中能繁母猪4.6万头；上季末存栏50.1万头: the value that bears the name.
    let named = |i: &&usize| kind == Kind::Earlier && shares_noun(document, **i, at, 2);
    if let Some(&value) = before.iter().find(named).filter(|value| before.first() != Some(value)) {
        return Some((value, true));
    }
    if let Some(&value) = before.first() {
        return Some((value, before.len() == 1));
    }
    // 年初下达计划146个，目前开工139个: what was planned stands first.
    let first = matches!(kind, Kind::Plan | Kind::Earlier) && !reference.label.contains("compared");
    let after: Vec<usize> = (at + 1..figures.len().min(at + 3)).filter(fits).collect();
    after.first().filter(|_| first).map(|value| (*value, after.len() == 1))
}

/// 比全国（3.4%）高2.9个百分点，比全省（5.1%）高: what is compared with is no value that something else is compared with.
fn is_bracketed_reference(document: &Document<'_>, at: usize) -> bool {
    let figure = &document.figures[at];
    figure.class == Class::Percent
        && figure.label.trim().is_empty()
        && alone_in_bracket(document, at).is_some()
        && compared_with(around(document, at).label).is_some()
}

/// Of an earlier time; 今年同期 is of now.
fn past(figure: &Figure<'_>) -> bool {
    figure.says(Cue::Past) && !holds_any(figure.label, &["今年", "本年", "本期", "本月"])
}

/// Whether two figures are values of one kind.
fn like(a: &Figure<'_>, b: &Figure<'_>) -> bool {
    if a.class == Class::Percent || b.class == Class::Percent {
        let growth = |figure: &Figure<'_>| matches!(figure.role, Role::Growth(_));
        return a.class == b.class && growth(a) == growth(b);
    }
    a.same_unit(b) && matches!(a.role, Role::Level | Role::Average)
}

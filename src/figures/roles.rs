//! What each figure is, from the words right before and after it.

use super::{
    figure::{Figure, Role},
    folded::Folded,
    glyphs::{is_break, is_han},
    units::Class,
    words::{Cue, Cues, WORDS},
};
use crate::text::words::holds_any;

/// Characters of the longest verb of change and of the words between it and its figure, as far as they are looked at.
const VERB: usize = 16;

/// Gives the figures that go on a list of changes the role that the one before them has.
pub fn changes_in_a_row(figures: &mut [Figure<'_>]) {
    for at in 1..figures.len() {
        if let Some(up) = goes_on_changing(&figures[at - 1], &figures[at]) {
            figures[at].role = Role::Change(up);
        } else if let Some(up) = rate_of_change(&figures[at - 1], &figures[at]) {
            figures[at].role = Role::Growth(up);
        }
    }
}

/// Rose by £1.4m (12.8%): a rate alone in the bracket behind a change.
fn rate_of_change(change: &Figure<'_>, figure: &Figure<'_>) -> Option<bool> {
    let Role::Change(up) = change.role else { return None };
    let alone = figure.label.trim().is_empty() && figure.tail.trim().is_empty() && figure.depth == change.depth + 1;
    let rate = figure.class == Class::Percent && matches!(figure.role, Role::Share | Role::Other);
    (alone && rate && change.is_amount() && figure.sentence == change.sentence).then_some(up)
}

fn goes_on_changing(previous: &Figure<'_>, figure: &Figure<'_>) -> Option<bool> {
    if !figure.is_amount() {
        return None;
    }
    match previous.role {
        // Up 10.1% or 37.9 thousand on a year earlier: the change in two ways.
        Role::Growth(up) => (previous.class == Class::Percent && figure.label.trim() == "or").then_some(up),
        Role::Change(up) if figure.role == Role::Level && figure.unit != previous.unit => {
            // 同比减少4起6人: how the first changed, so did the second.
            if figure.start == previous.end {
                return Some(up);
            }
            // 同比减少事故71起，减少死亡88人: what changed stands behind its verb.
            let verb = ["减少", "增加"].iter().position(|verb| figure.label.starts_with(verb))?;
            (figure.item == previous.item + 1).then_some(verb == 1)
        }
        _ => None,
    }
}

/// Fills in the roles.
pub fn assign(text: &Folded<'_>, figures: &mut [Figure<'_>]) {
    for at in 0..figures.len() {
        let inherited = list_role(figures, at);
        let figure = &figures[at];
        let role = match figure.class {
            Class::Percent | Class::Points => inherited.unwrap_or_else(|| percent_role(text, figure)),
            _ if is_base(figure, figures.get(at + 1)) => Role::Base,
            _ => inherited.unwrap_or_else(|| amount_role(text, figure)),
        };
        figures[at].role = role;
    }
}

/// 完成年初预算24710万元的21.5%, 完成全年900万人目标的77%: the percent follows in the phrase.
fn is_base(figure: &Figure<'_>, next: Option<&Figure<'_>>) -> bool {
    let phrase = next.is_some_and(|next| next.class == Class::Percent && next.item == figure.item)
        && figure.tail.trim_end().ends_with('的')
        && figure.tail.chars().count() <= 8;
    phrase && holds_any(figure.label, &["完成", "占", "达到", "相当于", "为", "恢复到", "恢复至"])
}

/// In `3.6%、0.7%和0.5%` and `1.0万个、0.6万个` the first member speaks for all.
fn list_role(figures: &[Figure<'_>], at: usize) -> Option<Role> {
    let figure = figures.get(at)?;
    let previous = figures.get(at.checked_sub(1)?)?;
    let adjacent = figure.start.saturating_sub(previous.end) <= 3
        && figure.sentence == previous.sentence
        && figure.depth == previous.depth;
    // Up 0.6 million trips or 7.7%; of 78 route-kilometres or 10.6%: a unit that is none of ours may stand between.
    if let (Role::Change(up), Class::Percent) = (previous.role, figure.class)
        && figure.sentence == previous.sentence
        && (figure.label.trim() == "or" || unit_or(figure.label))
    {
        return Some(Role::Growth(up));
    }
    if !adjacent {
        return None;
    }
    let bare = figure.label.trim().is_empty() || matches!(figure.label.trim(), "和" | "及" | "与" | "and");
    let carried = matches!(previous.role, Role::Change(_) | Role::Growth(_) | Role::Share | Role::Rate);
    (bare && carried && figure.class == previous.class && previous.tail.chars().all(|c| "和及与 ".contains(c)))
        .then_some(previous.role)
}

/// Route-kilometres or, Ml/d or: nothing but a unit between a figure and the same again.
fn unit_or(label: &str) -> bool {
    let unit = label.trim().strip_suffix(" or").unwrap_or_default();
    let word = |c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '-');
    !unit.is_empty() && unit.chars().all(word)
}

/// The direction of the verb of change that the label of `figure` ends with.
fn direction(text: &Folded<'_>, figure: &Figure<'_>) -> Option<bool> {
    let label = text.chars.get(figure.label_start..figure.start)?;
    // 同比多办152件, 较上年少收3件: more or less of something done.
    let compared = || figure.says(Cue::Comparator) || previous_compares(text, figure);
    if let [.., c @ ('多' | '少'), verb] | [.., c @ ('多' | '少'), verb, _] = label
        && label.last().is_some_and(|last| is_han(*last))
        && is_han(*verb)
        && compared()
    {
        return Some(*c == '多');
    }
    if let Some(up) = doing_more(label).filter(|_| compared()) {
        return Some(up);
    }
    let mut rest = &label[label.len().saturating_sub(VERB * 2)..];
    for _ in 0..4 {
        rest = trim_end(rest);
        let words = Ending::of(rest);
        if words.to_level && verb_before_level(rest) || words.not_change {
            return None;
        }
        // 目前已压减136万吨: what was cut of a task, and no change of anything told.
        if words.down > 0 && figure.is_amount() && cuts(rest, words.down) && !compared() {
            return None;
        }
        if words.up > 0 || words.down > 0 {
            return Some(words.up > words.down);
        }
        if words.after == 0 {
            return None;
        }
        rest = &rest[..rest.len() - words.after];
    }
    None
}

/// 较月初的7.42亿立方米增蓄0.58亿立方米, 同比减招30人: one verb of two characters for the change and for what is done.
fn doing_more(label: &[char]) -> Option<bool> {
    let [before @ .., c @ ('增' | '减'), verb] = label else { return None };
    let word = before.last().is_some_and(|c| "新净递追加核审精".contains(*c));
    let known = WORDS.ending(label).any(|(_, cues)| {
        cues.has(Cue::NotChange) || cues.has(Cue::Up) || cues.has(Cue::Down) || cues.has(Cue::ToLevel)
    });
    (is_han(*verb) && !word && !known).then_some(*c == '增')
}

/// Whether words that end in a verb of decline of so many characters tell of a task: 已压减, 计划精简.
fn cuts(words: &[char], verb: usize) -> bool {
    let before = &words[..words.len() - verb.min(words.len())];
    ["压减", "压降", "削减", "缩减", "精简", "压缩", "减排"].iter().any(|word| ends_with(words, word))
        && ["已", "累计", "实际", "共", "已累计", "计划", "任务"].iter().any(|word| ends_with(before, word))
}

/// 较上年的1973.5万元多追回: the comparison stands before the value that is compared with.
fn previous_compares(text: &Folded<'_>, figure: &Figure<'_>) -> bool {
    let bare = figure.label.chars().count() <= 4;
    let before = text.between(figure.label_start.saturating_sub(24), figure.label_start);
    let clause = before.rsplit([',', ';', '。', ':', '\n']).next().unwrap_or_default();
    bare && clause.ends_with(|c: char| is_han(c) || c == '%') && (clause.contains('较') || clause.contains('比'))
}

fn trim_end(mut chars: &[char]) -> &[char] {
    while let [rest @ .., last] = chars
        && last.is_whitespace()
    {
        chars = rest;
    }
    chars
}

/// The words that a label ends with, as far as they tell a change: the longest of each kind, in characters.
#[derive(Default)]
struct Ending {
    up: usize,
    down: usize,
    after: usize,
    to_level: bool,
    not_change: bool,
}

impl Ending {
    fn of(chars: &[char]) -> Self {
        let mut ending = Self::default();
        for (length, cues) in WORDS.ending(chars) {
            let longest = |known: usize, cue: Cue| if cues.has(cue) { length } else { known };
            ending.up = longest(ending.up, Cue::Up);
            ending.down = longest(ending.down, Cue::Down);
            ending.after = longest(ending.after, Cue::AfterChange);
            ending.to_level |= cues.has(Cue::ToLevel);
            ending.not_change |= cues.has(Cue::NotChange);
        }
        ending
    }
}

/// 增加到, 减至, 缩减为: a verb of change stands right before the word that makes it a level; 增幅达到 is none.
fn verb_before_level(label: &[char]) -> bool {
    if ends_with(label, "幅度达到") || ends_with(label, "幅达到") {
        return false;
    }
    let changes = |cues: Cues| cues.has(Cue::Up) || cues.has(Cue::Down);
    WORDS.ending(label).filter(|(_, cues)| cues.has(Cue::ToLevel)).any(|(length, _)| {
        let rest = trim_end(&label[..label.len() - length]);
        let verb = WORDS.ending(rest).any(|(_, cues)| changes(cues));
        verb && !rest.last().is_some_and(|c| matches!(c, '幅' | '速' | '率'))
    })
}

fn ends_with(chars: &[char], word: &str) -> bool {
    let mut rest = chars.iter().rev();
    word.chars().rev().all(|c| rest.next() == Some(&c))
}

fn percent_role(text: &Folded<'_>, figure: &Figure<'_>) -> Role {
    let label = figure.label;
    // 三次产业结构为8.7:41.4:49.9.
    if figure.told_if_used && (text.at(figure.end) == ':' || text.before(figure.start) == ':') {
        return Role::Share;
    }
    if let Some(up) = direction(text, figure) {
        return Role::Growth(up);
    }
    let tail = figure.tail.trim_start();
    if let Some(up) = noun_of_change(tail) {
        return Role::Growth(up);
    }
    // 同比改善9.7%: which way that is, the values beside it tell.
    if figure.for_better() {
        return Role::Growth(false);
    }
    if figure.class == Class::Points {
        return Role::Other;
    }
    if tail.starts_with('的') && WORDS.starts(&tail_chars(text, figure), Cue::Up) {
        return Role::Growth(true);
    }
    let named = label.trim_end_matches(['为', '达', '到', '是', '约', ' ']);
    // 增长面为70.3%: of those that there are, so many grew.
    if named.ends_with('面') && !label.contains('占') {
        return Role::Rate;
    }
    // 完工比例78.4%: named after what was done, as a rate is.
    let ratio = ["比例", "占比", "比重"].iter().find_map(|word| named.strip_suffix(word));
    if ratio.is_some_and(|name| name.chars().count() >= 2 && !name.contains(['占', '与', '和', '男', ':']))
        && named.ends_with("比例")
    {
        return Role::Rate;
    }
    // 对经济增长的贡献率: a share of a growth, and none itself.
    if figure.says(Cue::Signed) && !label.contains('占') && !label.contains("贡献率") {
        return Role::Growth(!holds_any(label, &["降", "减", "精简", "压缩", "缩"]));
    }
    let of = tail.starts_with("of ") && (label.trim().is_empty() || label.trim() == "or");
    if figure.says(Cue::Share) || of || shares_of(text, figure) || greatest_share(text, figure) {
        return Role::Share;
    }
    let face = label.trim_end_matches(['为', '达', '到', '是', ' ']).ends_with('面');
    if label.contains('率')
        || face
        || is_progress(label)
        || restated(text, figure)
        || ends_in_rate(label)
        || completion(figure)
    {
        return Role::Rate;
    }
    if label.trim().is_empty() && figure.depth > 0 && tail.trim().is_empty() {
        return growth_before_bracket(text, figure).map_or(Role::Share, Role::Growth);
    }
    Role::Other
}

/// 低于居民收入增长（5.6%）: the words before the bracket call it a rate of change.
fn growth_before_bracket(text: &Folded<'_>, figure: &Figure<'_>) -> Option<bool> {
    let open = figure.start.checked_sub(1).filter(|open| text.at(*open) == '(')?;
    let ending = Ending::of(text.chars.get(open.saturating_sub(VERB)..open)?);
    (ending.up > 0 || ending.down > 0).then_some(ending.up > ending.down)
}

/// 支出进度90.9%; 时间进度 is what has passed of the year.
fn is_progress(label: &str) -> bool {
    let words = label.trim_end_matches(['为', '达', '到', '是', ' ']);
    words.strip_suffix("进度").is_some_and(|named| {
        !named.is_empty() && !["时间", "序时", "均衡", "时序"].iter().any(|time| named.ends_with(time))
    })
}

/// 88.6%，即187处: a count says the percent again.
fn restated(text: &Folded<'_>, figure: &Figure<'_>) -> bool {
    matches!((text.at(figure.end), text.at(figure.end + 1)), (',' | '(', '即'))
}

/// A 14% reduction on last year, a 5% rise.
fn noun_of_change(tail: &str) -> Option<bool> {
    let word = tail.split([' ', ',', '.']).next()?;
    match word {
        "reduction" | "decrease" | "fall" | "drop" | "decline" | "cut" | "contraction" | "dip" => Some(false),
        "increase" | "rise" | "gain" | "growth" | "jump" | "improvement" | "surge" | "uplift" => Some(true),
        _ => None,
    }
}

/// The shares of gas, oil and coal were 52.4%, 36.9% and 10.7%.
fn shares_of(text: &Folded<'_>, figure: &Figure<'_>) -> bool {
    let asked = ["were", "was", "stood at", "are"].iter().any(|verb| figure.label.trim_end().ends_with(verb));
    let before = || text.between(figure.start.saturating_sub(160), figure.start).to_ascii_lowercase();
    asked && {
        let before = before();
        let sentence = before.rsplit(". ").next().unwrap_or_default();
        sentence.contains("shares of") || sentence.contains("share of") || sentence.contains("proportions of")
    }
}

/// 占受理案件数比例最高，达91.56%; 占比已超过九成、达91.28%; 已超过半数、达54.13%: the words before the comma call it a share.
fn greatest_share(text: &Folded<'_>, figure: &Figure<'_>) -> bool {
    let plain = ["达", "为", "达到", "高达", "约", "仅为"].contains(&figure.label.trim());
    let comma = figure.label_start.checked_sub(1).filter(|comma| plain && matches!(text.at(*comma), ',' | '、'));
    let Some(comma) = comma else { return false };
    let before = text.between(comma.saturating_sub(24), comma);
    let item = before.rsplit(is_break).next().unwrap_or_default();
    let most =
        item.ends_with('成') && item.contains('占') || ["半数", "过半", "一半"].iter().any(|word| item.ends_with(word));
    if most && holds_any(item, &["超", "过", "近", "达"]) {
        return true;
    }
    let greatest = ["最高", "最大", "最多", "最低", "最小", "居首"].iter().find_map(|word| item.strip_suffix(word));
    greatest.is_some_and(|named| {
        named.contains('占') && (named.ends_with('比') || named.ends_with("比例") || named.ends_with("比重"))
    }) && !item.chars().any(|c| c.is_ascii_digit())
}

/// The tail from its first word on.
fn tail_chars(text: &Folded<'_>, figure: &Figure<'_>) -> Vec<char> {
    let tail = text.chars.get(figure.end..figure.tail_end).unwrap_or_default();
    tail.iter().copied().skip_while(|c| c.is_whitespace()).take(VERB).collect()
}

/// An English label that names a rate.
fn ends_in_rate(label: &str) -> bool {
    label.contains(" rate") || label.contains(" Rate")
}

/// 完成全年计划的50.4%, 为年度计划投资的30.90%, 完成年计划69%.
fn completion(figure: &Figure<'_>) -> bool {
    let label = figure.label;
    let done = ["完成", "已完成", "累计完成", "完成了"].contains(&label.trim());
    done || label.trim_end().ends_with('的')
        || (figure.says(Cue::Plan) && label.contains("完成"))
        || label.contains("为年")
}

fn amount_role(text: &Folded<'_>, figure: &Figure<'_>) -> Role {
    if before_role(text, figure) {
        return Role::Before;
    }
    if let Some(up) = direction(text, figure) {
        return Role::Change(up);
    }
    let label = figure.label.trim();
    let each =
        label.starts_with('每') && label.chars().count() <= 6 && !["每年", "每月", "每天", "每日"].contains(&label);
    let converted = || label.contains('每') && holds_any(label, &["折合每", "合每", "相当于每"]);
    if figure.says(Cue::Average) || each || converted() {
        return Role::Average;
    }
    Role::Level
}

/// How a value is brought to another one: 由2106项梳理压减为1847项.
const ARRIVING: [&str; 12] =
    ["压减", "精简", "减少", "增加", "提高", "下降", "压缩", "整合", "调整", "缩短", "缩减", "扩大"];

/// The earlier of two values: 与…的442854人相比, 较上年2.08减少, 由8.3天减少到.
fn before_role(text: &Folded<'_>, figure: &Figure<'_>) -> bool {
    if !figure.says(Cue::Earlier) {
        return false;
    }
    let label = figure.label;
    let tail = figure.tail.trim_start();
    let compared = tail.starts_with("相比") || tail.starts_with("比较");
    if compared && ['与', '同', '比', '和'].iter().any(|word| label.contains(*word)) {
        return true;
    }
    let out_of = label.contains('由') || label.contains('从');
    let since = out_of || label.contains('比') || label.contains('较');
    if since && !label.contains("占比") {
        let tail = tail_chars(text, figure);
        if WORDS.starts(&tail, Cue::Up) || WORDS.starts(&tail, Cue::Down) {
            return true;
        }
    }
    // 由…339项压缩到, 从…到: the verb may be one that is not in the list.
    (out_of || label.contains("from") || label.contains("From"))
        && (tail.starts_with('到')
            || tail.starts_with('至')
            || tail.starts_with("to ")
            || tail.contains('到') && tail.chars().count() <= 5
            || tail.contains('为') && tail.chars().count() <= 4
            || tail.ends_with(['为', '至', '到'])
                && tail.chars().count() <= 8
                && ARRIVING.iter().any(|verb| tail.contains(verb)))
}

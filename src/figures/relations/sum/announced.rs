//! What the words before a list announce of it: how many members there are (两项补贴), by what the whole is divided
//! (按投向：), that nothing but the list follows (12227笔：…).

use crate::figures::{
    document::Document,
    figure::Figure,
    glyphs::{ends_sentence, is_han},
    number::{self, is_numeral},
};

/// Characters before a total, and between it and its list, that may announce the list.
const LEAD: usize = 40;
/// Characters of what a whole is divided by.
const DIVISION: usize = 10;

/// What is counted when the members of a list are.
const CLASSES: [&str; 16] =
    ["项", "类", "种", "级", "方", "部分", "大类", "个部分", "档", "块", "条线", "笔", "者", "个口", "个区", "大块"];

/// Whether the words announce that a list is all there is; a division into two needs members that exclude each other.
pub(super) fn is(document: &Document<'_>, total: usize, members: &[usize], exclusive: bool) -> bool {
    declares(document, total, members)
        || names_all(document, total, members)
        || by_division(document, total, members) && (members.len() >= 3 || exclusive)
}

/// Whether the words around a total say how many parts it has, and the list has so many.
fn declares(document: &Document<'_>, total: usize, members: &[usize]) -> bool {
    let figures = &document.figures;
    let (Some(&first), Some(&last)) = (members.first(), members.last()) else { return false };
    let whole = &figures[total];
    let from = whole.label_start.max(whole.start.saturating_sub(LEAD));
    let named = figures[first].label_start;
    let behind = (whole.end.min(named), named.min(whole.end + LEAD));
    // 两项补贴合计, behind its list.
    let before = if last < total { (figures[last].end.max(from), whole.start) } else { (from, whole.start) };
    [before, behind].into_iter().any(|(start, end)| counts(document, start, end) == Some(members.len()))
}

/// 483家涉氨制冷、粉尘涉爆企业，涉氨制冷126家、粉尘涉爆357家: the words of the whole name each of its parts.
pub(super) fn names_all(document: &Document<'_>, total: usize, members: &[usize]) -> bool {
    let figures = &document.figures;
    let (Some(&first), whole) = (members.first(), &figures[total]) else { return false };
    let words = document.between(whole.end, figures[first].label_start.clamp(whole.end, whole.end + LEAD));
    let words = words.split([',', ';', '。', '(']).next().unwrap_or_default();
    let names: Vec<&str> = members.iter().map(|at| name_of(&figures[*at])).collect();
    first > total && (name_in_turn(words, &names) || name_in_turn(whole.label, &names))
}

/// What a member of a list is called.
fn name_of<'t>(figure: &Figure<'t>) -> &'t str {
    figure.label.trim_start_matches("其中").trim_end_matches(['类', '为', '有', '共', ' ']).trim()
}

/// Whether words hold these names in their order, joined or side by side (来电来信线索).
fn name_in_turn(words: &str, names: &[&str]) -> bool {
    let (mut from, mut opens) = (0, 0);
    let in_turn = names.iter().enumerate().all(|(place, name)| {
        let found = words.get(from..).and_then(|rest| rest.find(name)).filter(|_| name.chars().count() >= 2);
        let joined = |at: usize| {
            place == 0 || at == from || ["、", "和", "与", "及"].iter().any(|mark| words[..at].ends_with(mark))
        };
        let Some(at) = found.map(|at| from + at).filter(|at| joined(*at)) else { return false };
        (from, opens) = (at + name.len(), if place == 0 { at } else { opens });
        true
    });
    in_turn && !names_more(words, names, (opens, from))
}

/// 来信来访来电 beside 来信 and 来访: another name stands before them or goes on behind.
fn names_more(words: &str, names: &[&str], (opens, ends): (usize, usize)) -> bool {
    let (before, behind) = (&words[..opens], &words[ends..]);
    let mark = |c: &char| ['、', '和', '与', '及'].contains(c);
    let first = names.first().and_then(|name| name.chars().next());
    let alike = first.filter(|first| names.iter().all(|name| name.starts_with(*first)));
    let last_name = before.chars().rev().nth(1);
    before.chars().next_back().is_some_and(|c| mark(&c))
        || behind.chars().next().is_some_and(|c| mark(&c))
        || alike.is_some_and(|first| behind.starts_with(first) || last_name == Some(first))
}

/// The number of parts that the words between two positions tell.
fn counts(document: &Document<'_>, start: usize, end: usize) -> Option<usize> {
    let text = document.text;
    (start..end).find_map(|at| {
        let c = text.at(at);
        let ordinal = matches!(text.before(at), '第' | '前' | '每' | '各' | '这' | '、') || is_numeral(text.before(at));
        if ordinal || text.before(at).is_ascii_digit() {
            return None;
        }
        let (value, after) = if c == '两' {
            (2, at + 1)
        } else if is_numeral(c) {
            let number = number::chinese(&text.chars, at).filter(|number| number.decimals == 0 && number.scale == 0)?;
            (number.value.to_string().parse().ok()?, number.end)
        } else {
            return None;
        };
        let class = CLASSES.iter().find(|class| text.between(after, after + class.chars().count()) == **class);
        // 二级以上公立医院 are of a rank.
        let rank = |class: &str| text.between(after + class.chars().count(), after + class.chars().count() + 2);
        let class = class.is_some_and(|class| !["以上", "及以", "以下"].contains(&rank(class)));
        (class && (2..=12).contains(&value)).then_some(value)
    })
}

/// 按投向：, 按经营地，, 从行业看，: what a whole is divided by stands between it and its list.
pub(super) fn by_division(document: &Document<'_>, total: usize, members: &[usize]) -> bool {
    let (Some(&first), whole) = (members.first(), &document.figures[total]) else { return false };
    let start = document.figures[first].start;
    if first < total || start <= whole.end {
        return false;
    }
    let words = document.between(whole.end.max(start.saturating_sub(LEAD)), start);
    if seen_by(words) || divides_from_the_start(document, total) {
        return true;
    }
    let Some((_, rest)) = words.rsplit_once('按') else { return false };
    let Some((division, named)) = rest.split_once([',', ':']) else { return false };
    let plain = division.chars().all(is_han) && (2..=DIVISION).contains(&division.chars().count());
    plain && !named.contains(ends_sentence) && !named.contains([';', ','])
}

/// 按人员身份分，在编教职工7318人，其中高中…: the sentence opens with what its total is divided by.
fn divides_from_the_start(document: &Document<'_>, total: usize) -> bool {
    let start = document.figures[total].label_start;
    let words = document.between(start.saturating_sub(LEAD), document.figures[total].start);
    let clause = words.rsplit(['。', ';', '\n']).next().unwrap_or_default().trim_start();
    let division =
        clause.strip_prefix('按').and_then(|rest| rest.split_once("分,").or_else(|| rest.split_once("划分,")));
    division.is_some_and(|(by, rest)| by.chars().all(is_han) && by.chars().count() <= DIVISION && !rest.contains(','))
}

/// 分季度看，, 从问题类型来看，: by what a list looks at the whole.
fn seen_by(words: &str) -> bool {
    let clause = words.rsplit('。').next().unwrap_or_default();
    let Some((division, named)) = clause.split_once("看,").or_else(|| clause.split_once("看:")) else { return false };
    let division = division.trim_start_matches(|c| !is_han(c));
    let division = division.trim_end_matches('来');
    let opens = ["分", "从"].iter().any(|word| division.starts_with(word));
    opens && division.chars().all(is_han) && division.chars().count() <= DIVISION && !named.contains([';', ',', '。'])
}

/// 12227笔：直接支付724笔、…: a colon right behind the total, and nothing but the list to the end of the sentence.
pub(super) fn behind_colon(document: &Document<'_>, whole: &Figure<'_>) -> bool {
    document.text.at(whole.end) == ':'
}

/// Whether every member but the last is followed by 、, and the last is not: the list ends there.
pub(super) fn enumerated(document: &Document<'_>, members: &[usize]) -> bool {
    let goes_on = |at: usize| {
        let figure = &document.figures[at];
        let mark = document.text.at(figure.tail_end) == '、';
        let joined = ["和", "及", "与"].iter().any(|word| document.lead(at + 1, 2).trim_start().starts_with(word));
        mark || joined
    };
    let Some((last, others)) = members.split_last() else { return false };
    let marks = others.iter().filter(|at| document.text.at(document.figures[**at].tail_end) == '、').count();
    marks >= 1
        && others.iter().all(|at| goes_on(*at))
        && document.text.at(document.figures[*last].tail_end) != '、'
        && members.windows(2).all(|pair| pair[1] == pair[0] + 1)
        && !opens_inside(document, members)
}

/// Whether the first member follows a 、 itself.
fn opens_inside(document: &Document<'_>, members: &[usize]) -> bool {
    members.first().is_some_and(|first| document.text.before(document.figures[*first].label_start) == '、')
}

/// 2805家次，其中工业企业1840家次、建筑工地965家次、其他单位212家次; 四类问题177宗，其中…: a list goes on to all that is left, or to as many as were
/// announced, and the first of them alone are no whole.
pub(super) fn stops_short(document: &Document<'_>, total: usize, list: &[usize], members: &[usize]) -> bool {
    let figures = &document.figures;
    let Some(&last) = members.last().filter(|last| **last > total) else { return false };
    let rest: Vec<usize> =
        list.iter().copied().filter(|i| *i > last && figures[*i].sentence == figures[last].sentence).collect();
    let next = rest.first().filter(|next| **next == last + 1 && figures[**next].clause == figures[last].clause);
    let all_left = |at: usize| {
        let label = figures[at].label;
        ["其他", "其它"].iter().any(|word| {
            label.trim_start().starts_with(word) || label.trim_end().ends_with(word) || label.contains("及其他")
        })
    };
    let all: Vec<usize> = members.iter().copied().chain(rest.iter().copied()).collect();
    next.is_some_and(|next| {
        all_left(*next) && document.text.before(figures[*next].label_start) == '、' && members.len() >= 2
    }) || next.is_some() && declares(document, total, &all)
}

/// 道路微循环工程共27项，已通车14项、路面施工8项、管线迁改7项，占地补偿款…: a list right behind a figure that is called the total of its kind, and to its
/// own end.
pub(super) fn called_and_listed(document: &Document<'_>, total: usize, members: &[usize]) -> bool {
    let label = document.figures[total].label.trim_end();
    let called = ["共", "共有", "共计", "总计", "合计", "总数"].iter().any(|word| label.ends_with(word));
    called && members.first() == Some(&(total + 1)) && members.len() >= 3 && enumerated(document, members)
}

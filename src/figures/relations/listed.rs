//! A number announced before a list against the members listed: 以下四方面：（一）…（二）…; three steps: (1) … (2) … Lists of
//! names in English have a finder of their own.

use crate::{
    figures::{
        document::Document,
        folded::Folded,
        glyphs::{ends_sentence, is_han},
        number,
        prose::numerals::{self, Worded},
    },
    model::{Relation, RelationKind, Verdict, Words},
    text::words::holds_any,
};

/// Characters between the number and the colon at most.
const LEAD: usize = 24;
/// Characters of a list at most.
const LONGEST: usize = 2000;
/// Characters of a name at most; a longer one is a sentence with marks of its own.
const NAME: usize = 24;

/// What is counted when a list of points is announced.
const CLASSES: [&str; 16] =
    ["个", "类", "方面", "项", "点", "条", "步", "件", "大", "种", "批", "层", "处", "家", "名", "期"];
/// The marks that number the points of a list, by their order.
const CHINESE: [char; 10] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/// A number, where it starts, and what it is.
struct Announced {
    start: usize,
    number: usize,
}

/// Finds them.
pub fn find(document: &Document<'_>) -> Vec<Relation> {
    let text = document.text;
    // 六类问题，分别是…: as good as a colon.
    let namely = |at: usize| text.chars[at] == '是' && at >= 3 && text.between(at - 3, at) == ",分别";
    let colons = (0..text.chars.len()).filter(|at| text.chars[*at] == ':' || namely(*at));
    let before = |colon: usize| if text.chars[colon] == '是' { colon - 3 } else { colon };
    colons.filter_map(|colon| Some(compare(text, &announced(text, before(colon))?, colon))?).collect()
}

/// The number announced right before a colon.
fn announced(text: &Folded<'_>, colon: usize) -> Option<Announced> {
    let from = colon.saturating_sub(LEAD);
    let lead = text.chars.get(from..colon)?;
    let begin = lead.iter().rposition(|c| ends_sentence(*c) || matches!(c, ',' | ';' | ':')).map_or(0, |at| at + 1);
    (begin..lead.len()).rev().find_map(|at| {
        let start = from + at;
        if text.before(start).is_alphanumeric() && !is_han(text.before(start)) && lead[at].is_ascii_alphanumeric() {
            return None;
        }
        let (number, end) = number_at(text, start)?;
        let counted = CLASSES.iter().any(|class| text.between(end, end + class.chars().count()) == *class)
            || text.between(end, end + 1) == " ";
        let ordinal = matches!(text.before(start), '第' | '前' | '每') || number::is_numeral(text.before(start));
        (counted && !ordinal && (2..=20).contains(&number)).then_some(Announced { start, number })
    })
}

/// A small whole number at a place, and where it ends.
fn number_at(text: &Folded<'_>, start: usize) -> Option<(usize, usize)> {
    let c = text.at(start);
    if c.is_ascii_digit() {
        let number = number::ascii(text, start).filter(|number| number.decimals == 0)?;
        return Some((number.value.to_string().parse().ok()?, number.end));
    }
    if number::is_numeral(c) {
        let number = number::chinese(&text.chars, start).filter(|number| number.decimals == 0 && number.scale == 0)?;
        return Some((number.value.to_string().parse().ok()?, number.end));
    }
    match numerals::read(text, start)? {
        Worded::Number(number) => Some((number.value.to_string().parse().ok()?, number.end)),
        Worded::Share(_) => None,
    }
}

/// How many are listed behind the colon, where the list ends, and whether the marks are certain.
fn listed(text: &Folded<'_>, colon: usize, number: usize) -> Option<(usize, usize, bool)> {
    let end = text.chars.len().min(colon + 1 + LONGEST);
    let rest = text.chars.get(colon + 1..end)?;
    if let Some((count, length)) = points(rest) {
        return Some((count, colon + 1 + length, true));
    }
    let sentence = rest.iter().position(|c| ends_sentence(*c) || *c == '.' || *c == ';').unwrap_or(rest.len());
    let body = &rest[..sentence];
    // 5个领域：医药、养老、校园餐、殡葬，受理线索315条: a list with 、 ends at the first comma behind one.
    let marked = body.iter().position(|c| *c == '、');
    let comma = marked.and_then(|mark| body[mark..].iter().position(|c| *c == ',').map(|at| mark + at));
    let sentence = comma.unwrap_or(sentence);
    let body = &body[..sentence];
    let words: String = body.iter().collect();
    let open = holds_any(&words, &["等", "包括", "例如"]);
    if open || words.contains('(') || !words.chars().any(is_han) {
        return None;
    }
    let names = names(&words);
    let figures = names.iter().filter(|name| name.chars().any(|c| c.is_ascii_digit())).count();
    // Members that each hold a figure are only counted when they are as many as announced.
    let sound = names.iter().all(|name| (1..=NAME).contains(&name.trim().chars().count()));
    let counted = figures == 0 && sound || figures == names.len() && names.len() == number;
    (names.len() >= 2 && counted).then_some((names.len(), colon + 1 + sentence, false))
}

/// 一是…二是…, （一）…（二）…, 1.…2.…: marks that count themselves, from the first on.
fn points(rest: &[char]) -> Option<(usize, usize)> {
    let first = rest.iter().take(4).position(|c| matches!(c, '一' | '(' | '1' | '第' | '①'))?;
    let marks: [fn(&[char], usize) -> bool; 6] = [
        |rest, at| CHINESE.get(at).is_some_and(|c| rest.starts_with(&[*c, '要'])),
        |rest, at| CHINESE.get(at).is_some_and(|c| rest.starts_with(&[*c, '是'])),
        |rest, at| CHINESE.get(at).is_some_and(|c| rest.starts_with(&['(', *c, ')'])),
        |rest, at| CHINESE.get(at).is_some_and(|c| rest.starts_with(&['第', *c, ','])),
        |rest, at| char::from_digit(at as u32 + 1, 10).is_some_and(|c| rest.starts_with(&['(', c, ')'])),
        |rest, at| char::from_u32('①' as u32 + at as u32).is_some_and(|c| rest.starts_with(&[c])),
    ];
    let mark = marks.iter().find(|mark| mark(&rest[first..], 0))?;
    let (mut at, mut count) = (first, 0);
    while let Some(next) = (at..rest.len()).find(|i| mark(&rest[*i..], count)) {
        (at, count) = (next + 1, count + 1);
    }
    let length = rest[at..].iter().position(|c| ends_sentence(*c)).map_or(rest.len(), |more| at + more);
    (count >= 2).then_some((count, length))
}

fn names(words: &str) -> Vec<&str> {
    let mark = if words.contains('、') { '、' } else { ',' };
    words.split(mark).flat_map(|name| if mark == '、' { name.split('和').collect() } else { vec![name] }).collect()
}

fn compare(text: &Folded<'_>, announced: &Announced, colon: usize) -> Option<Relation> {
    let (listed, end, sure) = listed(text, colon, announced.number)?;
    let number = announced.number;
    // Behind commas alone stands a sentence as often as a list.
    let marked = (colon..end).any(|at| text.at(at) == '、');
    let verdict = match number.abs_diff(listed) {
        0 => Verdict::Consistent,
        // A list may be split otherwise, and a text may be cut off before its end.
        1 if sure || marked && listed >= 4 && number > 3 => Verdict::Unclear,
        _ => return None,
    };
    let sign = if number == listed { "=" } else { "≠" };
    Some(Relation {
        kind: RelationKind::Count,
        expression: format!("{number} {sign} {listed}").into(),
        reported: number.to_string().into(),
        computed: listed.to_string().into(),
        verdict,
        start: announced.start,
        end,
        note: Some(Words::new(format!("冒号后列举{listed}个"), format!("{listed} are listed behind the colon")).into()),
    })
}

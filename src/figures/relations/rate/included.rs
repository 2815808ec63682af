//! Rates of which a bracket says what they take in: 满意率（含基本满意）93.7%, 完成率（重建及加固）77.7%, 认定（含视同）比例94.08%.

use super::LONGEST_LIST;
use crate::figures::{document::Document, glyphs::is_han, relations::Found};

/// Characters before a rate in which its bracket stands.
const NAMES: usize = 40;
/// Characters of one name in the bracket at most.
const LONGEST_NAME: usize = 10;

/// Words that deny a name or weaken it, right before it.
const APART: [&str; 8] = ["不", "未", "不予", "部分", "基本", "待", "非", "无"];

/// What stands between the bracket and its rate.
const BEHIND: [&str; 8] = ["比例", "比率", "占比", "率", "为", "达到", "达", "是"];

/// The name before the bracket, where the bracket adds to it, and the names inside.
struct Bracket<'t> {
    own: Option<&'t str>,
    inside: Vec<&'t str>,
}

/// The parts that the bracket names, in the order of the text; `None` where it names none or one is not told.
pub(super) fn parts(document: &Document<'_>, at: usize) -> Option<Vec<usize>> {
    let Bracket { own, inside } = bracket(document, at)?;
    let names: Vec<&str> = own.into_iter().chain(inside).collect();
    let mut parts: Vec<usize> = names.iter().map(|name| called(document, at, name)).collect::<Option<_>>()?;
    parts.sort_unstable();
    parts.dedup();
    let one_unit = || parts.windows(2).all(|pair| document.figures[pair[0]].same_unit(&document.figures[pair[1]]));
    (parts.len() == names.len() && parts.len() >= 2 && one_unit()).then_some(parts)
}

/// Whether a bracket right before the rate says what it is of, so that no figure without that is its part.
pub(super) fn qualified(document: &Document<'_>, at: usize) -> bool {
    bracket(document, at).is_some()
}

/// Whether a broken rate is of those parts alone that such a bracket names.
pub(super) fn names_all(document: &Document<'_>, found: &Found) -> bool {
    let Some((rate, others)) = found.operands.split_last() else { return false };
    parts(document, *rate).is_some_and(|parts| others.starts_with(&parts))
}

/// The bracket between the name of a rate and its figure.
fn bracket<'t>(document: &Document<'t>, at: usize) -> Option<Bracket<'t>> {
    let figures = &document.figures;
    let before = at.checked_sub(1).map_or(0, |before| figures[before].end);
    let words = document.between(before.max(figures[at].start.saturating_sub(NAMES)), figures[at].start);
    let mut words = words.trim_end();
    while let Some(rest) = BEHIND.iter().find_map(|word| words.strip_suffix(word)) {
        words = rest;
    }
    let (name, inside) = words.strip_suffix(')')?.rsplit_once('(')?;
    let name = name.rsplit([',', ';', '。', ')']).next()?.trim();
    let name = ["率", "比例", "占比"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
    let included = ["含", "包括", "含有"].iter().find_map(|word| inside.strip_prefix(word));
    let inside: Vec<&str> = included.unwrap_or(inside).split(['、', '和', '与', '及', '+']).map(str::trim).collect();
    let plain = |name: &&str| {
        let length = name.chars().count();
        (2..=LONGEST_NAME).contains(&length) && name.chars().all(is_han)
    };
    let own = included.map(|_| name);
    let told = inside.iter().all(plain) && own.as_ref().is_none_or(plain);
    (told && (included.is_some() || inside.len() >= 2)).then_some(Bracket { own, inside })
}

/// The one level of the sentence that bears a name, at the end of its words or else anywhere in them.
fn called(document: &Document<'_>, at: usize, name: &str) -> Option<usize> {
    let figures = &document.figures;
    let near: Vec<usize> = (at.saturating_sub(LONGEST_LIST)..at)
        .filter(|i| document.is_level(*i) && figures[*i].sentence == figures[at].sentence && !figures[*i].hedged)
        .collect();
    let only = |bears: &dyn Fn(&str) -> bool| {
        let mut named =
            near.iter().copied().filter(|i| bears(figures[*i].label.trim_end_matches(['的', '为', '有', ' '])));
        named.next().filter(|_| named.next().is_none())
    };
    let plain = |before: &str| !APART.iter().any(|word| before.ends_with(word));
    only(&|label| label.strip_suffix(name).is_some_and(plain))
        .or_else(|| only(&|label| label.split_once(name).is_some_and(|(before, _)| plain(before))))
}

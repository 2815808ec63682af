//! Ratios by their names: 存贷比83.1%, 城乡收入比1.90, 抚养比2.52:1, 教师与学生之比1:15.4.

use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde::Deserialize;

use super::{Found, mixed, operand, reported_in, settled};
use crate::{
    figures::{
        agreement::agree_within,
        document::Document,
        figure::{Figure, Role, plain},
        units::Class,
        words::Cue,
    },
    model::{RelationKind, Verdict, Words},
};

/// Figures before and behind the ratio that are looked at.
const BACK: usize = 16;
const AHEAD: usize = 4;
/// Characters of a ratio's own words at most.
const LABEL: usize = 24;

/// What a named ratio holds against what, by words of their labels.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    names: Vec<String>,
    over: Vec<String>,
    under: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    ratio: Vec<Named>,
}

static NAMED: LazyLock<Vec<Named>> = LazyLock::new(|| {
    // The file is compiled in and a test reads it: it cannot fail for a user.
    let table: Table =
        toml::from_str(include_str!("../../../seeds/figures/ratios.toml")).expect("seeds/figures/ratios.toml");
    table.ratio
});

/// Finds them.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    let told = reported_in(document, found.iter().filter(|f| settled(f.verdict)));
    for (at, figure) in document.figures.iter().enumerate() {
        if figure.unit == "倍" && !figure.hedged && !told[at] {
            found.extend(times(document, at));
            continue;
        }
        let percent = figure.class == Class::Percent && !matches!(figure.role, Role::Growth(_));
        if !figure.hedged
            && (percent || figure.class == Class::Bare)
            && (figure.label.contains('比') || figure.label.contains('率'))
        {
            found.extend(ratio(document, at).filter(|_| !told[at]));
        }
    }
}

/// 非私营单位为私营单位的1.66倍, 城镇居民收入是农村居民的1.85倍: two that are told, by their names.
fn times(document: &Document<'_>, at: usize) -> Option<Found> {
    let label = document.figures[at].label.trim().strip_suffix('的')?;
    let (over, under) = ["相当于", "为", "是"].iter().find_map(|verb| label.split_once(verb))?;
    let long = |word: &str| word.chars().count() >= 2;
    if !long(over) || !long(under) {
        return None;
    }
    // 私营单位 is no 非私营单位.
    let called = |name: &str| {
        let mut named = (at.saturating_sub(BACK)..at).rev().filter(|i| {
            let figure = &document.figures[*i];
            if !figure.is_amount() || !matches!(figure.role, Role::Level | Role::Average) {
                return false;
            }
            let place = figure.label.find(name);
            let denied = place.is_some_and(|place| figure.label[..place].ends_with(['非', '不', '未', '无']));
            place.is_some() && !denied && !figure.hedged && figure.line == document.figures[at].line
        });
        let first = named.next()?;
        Some((first, named.next().is_none()))
    };
    let (over, under) = (called(over)?, called(under)?);
    quotient(document, (over.0, under.0), at, over.1 && under.1)
}

/// The words that name a ratio: the end of its label.
fn name<'t>(figure: &Figure<'t>) -> &'t str {
    let label = figure.label.trim_end_matches(['为', '达', '到', '是', '约', ':', ' ']);
    let from = label.char_indices().rev().nth(LABEL - 1).map_or(0, |(at, _)| at);
    &label[from..]
}

fn ratio(document: &Document<'_>, at: usize) -> Option<Found> {
    let name = name(&document.figures[at]);
    let known = NAMED.iter().find(|named| named.names.iter().any(|known| name.ends_with(known.as_str())));
    let (first, second) = if let Some(named) = known {
        (one_of(document, at, &named.over)?, one_of(document, at, &named.under)?)
    } else {
        let (first, second) = two_in(name)?;
        (one_of(document, at, &[first])?, one_of(document, at, &[second])?)
    };
    let only = first.1 && second.1;
    let colon = (document.figures[at].start..document.figures[at].end).any(|place| document.text.at(place) == ':');
    let to_one =
        document.text.at(document.figures[at].start) == '1' && document.text.at(document.figures[at].start + 1) == ':';
    let (over, under) = if to_one && colon { (second.0, first.0) } else { (first.0, second.0) };
    // Without a colon the words may be in either order.
    let turned = || quotient(document, (under, over), at, false).filter(|_| !colon);
    quotient(document, (over, under), at, false).or_else(turned).or_else(|| quotient(document, (over, under), at, only))
}

/// One over the other, held against the ratio; one that does not hold is a question where it may be `asked`.
fn quotient(document: &Document<'_>, (over, under): (usize, usize), at: usize, asked: bool) -> Option<Found> {
    let figure = &document.figures[at];
    let (o, u) = (&document.figures[over], &document.figures[under]);
    let percent = figure.class == Class::Percent;
    let times = if percent { Decimal::ONE_HUNDRED } else { Decimal::ONE };
    let counted = !percent && o.class == Class::Count && u.class == Class::Count;
    if over == under || !(o.same_unit(u) || counted) {
        return None;
    }
    let computed = o.interval()?.over(u.interval()?)?.times(times)?;
    let point = o.base()?.checked_div(u.base()?)?.checked_mul(times)?;
    let together = o.sentence == figure.sentence && u.sentence == figure.sentence;
    // Far apart, the ratio is of others that bear the same words.
    let doubled = |value: Decimal| value.checked_mul(Decimal::TWO);
    let near = doubled(point)? >= figure.value && doubled(figure.value)? >= point;
    let sure = asked && near && together && (percent || figure.decimals > 0) && !figure.says(Cue::Past);
    let verdict = match agree_within(figure.value, computed, figure.decimals) {
        verdict if settled(verdict) => verdict,
        _ if sure => Verdict::Unclear,
        _ => return None,
    };
    let several = mixed([o, u]);
    let sign = if percent { "%" } else { "" };
    let shown = plain(point.round_dp(figure.decimals + 2), figure.decimals + 2);
    Some(Found {
        kind: if percent { RelationKind::Rate } else { RelationKind::Ratio },
        operands: vec![over, under, at],
        expression: format!("{} ÷ {} = {shown}{sign}", operand(o, several), operand(u, several)),
        reported: figure.shown(),
        computed: shown,
        verdict,
        note: Words::default(),
    })
}

/// 专任教师与学生之比, 路外与路内泊位的比例: the two that a ratio names itself.
fn two_in(name: &str) -> Option<(String, String)> {
    let end = ["之比", "的比例", "的比值", "比例", "比值"].iter().find_map(|word| name.strip_suffix(word))?;
    let (over, under) = end.rsplit_once(['与', '和', '同'])?;
    let long = |word: &str| word.chars().count() >= 2;
    (long(over) && long(under)).then(|| (over.to_owned(), under.to_owned()))
}

/// The nearest level whose words hold one of these, and whether it is the only one.
fn one_of(document: &Document<'_>, at: usize, words: &[String]) -> Option<(usize, bool)> {
    let figures = &document.figures;
    let near = (at.saturating_sub(BACK)..at).rev().chain(at + 1..figures.len().min(at + 1 + AHEAD));
    let mut named = near.filter(|i| {
        let figure = &figures[*i];
        let says = |word: &String| figure.label.contains(word.as_str()) || figure.tail.starts_with(word.as_str());
        let level = document.is_level(*i) || figure.is_amount() && figure.role == Role::Average;
        level && !figure.hedged && figure.line == figures[at].line && words.iter().any(says)
    });
    let first = named.next()?;
    Some((first, named.next().is_none()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_and_names_two_figures_each() {
        assert!(NAMED.len() > 5);
        for named in NAMED.iter() {
            assert!(!named.names.is_empty() && !named.over.is_empty() && !named.under.is_empty(), "{:?}", named.names);
        }
    }

    #[test]
    fn a_ratio_may_name_its_two_itself() {
        assert_eq!(two_in("专任教师与学生之比"), Some(("专任教师".to_owned(), "学生".to_owned())));
        assert_eq!(two_in("占比例"), None);
    }
}

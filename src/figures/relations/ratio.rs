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
        glyphs::is_break,
        nouns::own_noun,
        repair,
        units::Class,
        words::Cue,
    },
    model::{RelationKind, Verdict, Words},
    text::words::holds_any,
};

/// Figures before and behind the ratio that are looked at.
const BACK: usize = 16;
const AHEAD: usize = 4;
/// Figures before a multiple among which the value of the time that it names stands.
const EARLIER: usize = 5;
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
            found.extend(
                of_base(document, at).or_else(|| times_named(document, at)).or_else(|| of_earlier(document, at)),
            );
            continue;
        }
        let percent = figure.class == Class::Percent && !matches!(figure.role, Role::Growth(_));
        if !figure.hedged
            && (percent || figure.class == Class::Bare)
            && (figure.label.contains('比')
                || figure.label.contains('率')
                || document.text.before(figure.label_start) == ')')
        {
            found.extend(ratio(document, at).filter(|_| !told[at]));
        }
    }
}

/// 非私营单位为私营单位的1.66倍, 城镇居民收入是农村居民的1.85倍: two that are told, by their names.
fn times_named(document: &Document<'_>, at: usize) -> Option<Found> {
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

/// 8.40件…，是2020年3.24件的2.6倍: the base stands in the phrase, and its value before it.
fn of_base(document: &Document<'_>, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let base = at.checked_sub(1)?;
    let under = &figures[base];
    let phrase = document.between(under.end, figures[at].start).trim() == "的"
        && holds_any(under.label, &["是", "为", "相当于", "达"])
        && !under.hedged;
    let fits = |i: &usize| {
        let figure = &figures[*i];
        figure.same_unit(under)
            && matches!(figure.role, Role::Level | Role::Average)
            && !figure.hedged
            && figure.sentence == under.sentence
    };
    let values: Vec<usize> = (base.saturating_sub(BACK)..base).rev().filter(fits).take(4).collect();
    let &first = values.first().filter(|_| phrase)?;
    let holds = values.iter().find_map(|value| quotient(document, (*value, base), at, false));
    holds.or_else(|| quotient(document, (first, base), at, values.len() == 1))
}

/// 由上年的1240家增至3596家，是上年的2.9倍; 从2020年的146项增长到2023年的537项，增长267.8%，是2020年的3.7倍: of the two values before it, the
/// earlier of which is told of the time that the multiple names.
fn of_earlier(document: &Document<'_>, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let said = &figures[at];
    let time = named_time(said.label)?;
    let from = |i: &usize| {
        let (before, now) = (&figures[*i], &figures[*i + 1]);
        let earlier = before.role == Role::Before || before.label.contains(['由', '从']);
        let pair = before.same_unit(now) && now.role == Role::Level && !before.hedged && !now.hedged;
        earlier && pair && before.sentence == said.sentence && now.sentence == said.sentence
    };
    let before = (at.saturating_sub(EARLIER)..at.saturating_sub(1)).rev().find(from)?;
    let now = before + 1;
    // 是2020年的: told of another year than the earlier value, it is of a value that is not told.
    let year = time.starts_with(|c: char| c.is_ascii_digit());
    if year && !figures[before].label.contains(time) || !year && before + 2 != at {
        return None;
    }
    // 增至537家，产值达86亿元，是2020年的5.2倍: of what stands between, of which the earlier value is not told.
    let of_pair = |i: usize| {
        let between = &figures[i];
        between.same_unit(&figures[now]) || matches!(between.role, Role::Growth(_) | Role::Change(_))
    };
    if !(now + 1..at).all(of_pair) {
        return None;
    }
    // 增至2022年的214家，2023年达到268家，是2019年的3.1倍: of what was told last.
    let last = (now + 1..at).rev().find(|i| document.is_level(*i) && figures[*i].same_unit(&figures[now]));
    if let Some(last) = last {
        return quotient(document, (last, before), at, false);
    }
    let exchanged = |found: &Found| {
        let needed = figures[now].base().zip(figures[before].base()).and_then(|(now, before)| now.checked_div(before));
        found.verdict == Verdict::Inconsistent
            && needed.is_some_and(|needed| repair::swapped(said, needed.round_dp(said.decimals)))
    };
    let slip = || quotient_of(document, (now, before), at).filter(exchanged);
    let asked = || Some(Found { verdict: Verdict::Unclear, ..slip()? });
    quotient(document, (now, before), at, true).or_else(asked)
}

/// 是上年的, 是2020年的: the time whose value a multiple is of.
fn named_time(label: &str) -> Option<&str> {
    let named = ["上年", "去年", "上年同期", "去年同期", "原来", "年初", "过去", "前者", "上月", "上季度"];
    let label = label.trim().trim_end_matches('的');
    let verbs = ["是", "为", "相当于", "达到"];
    let time = verbs.iter().find_map(|verb| label.rsplit_once(verb).filter(|(rest, _)| rest.is_empty()))?.1;
    let year = time.strip_suffix('年').is_some_and(|year| year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()));
    (named.contains(&time) || year).then_some(time)
}

/// The words that name a ratio: the end of its label.
fn name<'t>(document: &Document<'t>, figure: &Figure<'t>) -> &'t str {
    let label = figure.label.trim_end_matches(['为', '达', '到', '是', '约', ':', ' ']);
    if label.is_empty() && document.text.before(figure.label_start) == ')' {
        // 抚养比（在职与离退休之比）为2.70:1: the name stands before its bracket.
        let close = figure.label_start - 1;
        let open = (close.saturating_sub(LABEL)..close).rev().find(|at| document.text.at(*at) == '(').unwrap_or(close);
        let from = (open.saturating_sub(LABEL)..open).rev().find(|at| is_break(document.text.at(*at)));
        return document.between(from.map_or(open.saturating_sub(LABEL), |at| at + 1), open);
    }
    let label = figure.label.trim_end_matches(['为', '达', '到', '是', '约', ':', ' ']);
    let from = label.char_indices().rev().nth(LABEL - 1).map_or(0, |(at, _)| at);
    &label[from..]
}

fn ratio(document: &Document<'_>, at: usize) -> Option<Found> {
    let name = name(document, &document.figures[at]);
    let known = NAMED.iter().find(|named| named.names.iter().any(|known| name.ends_with(known.as_str())));
    let (first, second) = if let Some(named) = known {
        if let Some(found) = of_several(document, at, &named.over, &named.under) {
            return Some(found);
        }
        (one_of(document, at, &named.over)?, one_of(document, at, &named.under)?)
    } else {
        let (first, second) = two_in(name)?;
        (one_of(document, at, &[first])?, one_of(document, at, &[second])?)
    };
    let only =
        first.1 && second.1 && !known.is_some_and(|known| of_some(document, at, name, (known, [first.0, second.0])));
    let colon = (document.figures[at].start..document.figures[at].end).any(|place| document.text.at(place) == ':');
    let to_one =
        document.text.at(document.figures[at].start) == '1' && document.text.at(document.figures[at].start + 1) == ':';
    let (over, under) = if to_one && colon { (second.0, first.0) } else { (first.0, second.0) };
    // Without a colon the words may be in either order.
    let turned = || quotient(document, (under, over), at, false).filter(|_| !colon);
    // 抚养比2.61:1 of 27.3 and 71.3: the two stand the other way round.
    let inverse = || {
        let found = quotient(document, (under, over), at, false).filter(|_| colon && only && !to_one)?;
        let asked = quotient_of(document, (over, under), at)?;
        Some(Found {
            verdict: Verdict::Unclear,
            note: Words::new("比的前后项与文中两数相反", "the two stand the other way round"),
            ..asked
        })
        .filter(|_| settled(found.verdict))
    };
    quotient(document, (over, under), at, false)
        .or_else(turned)
        .or_else(|| quotient(document, (over, under), at, only))
        .or_else(inverse)
        .or_else(|| slipped(document, (over, under), at))
}

/// 新收8216件，审结7608件，民事结收比95.31%: the ratio of some of what is told, which the words of neither of the two name.
fn of_some(document: &Document<'_>, at: usize, name: &str, (known, two): (&Named, [usize; 2])) -> bool {
    let before = known.names.iter().find_map(|known| name.strip_suffix(known.as_str())).unwrap_or_default();
    let own = own_noun(before);
    let kind: Option<String> = own.last_chunk::<2>().map(|end| end.iter().collect());
    let everywhere = before.trim_start().starts_with('全');
    let foreign = |kind: String| two.iter().all(|i| !document.figures[*i].label.contains(&kind));
    document.figures[at].says(Cue::Among) || !everywhere && kind.is_some_and(foreign)
}

/// 各项存款余额2186.4亿元，其中住户存款1598.2亿元…；各项贷款余额1645.0亿元，存贷比75.2%: of several so called the two that give it, or the two greatest,
/// where two digits the other way make them.
fn of_several(document: &Document<'_>, at: usize, over: &[String], under: &[String]) -> Option<Found> {
    let figures = &document.figures;
    let (overs, unders) = (called(document, at, over), called(document, at, under));
    let figure = &figures[at];
    if overs.len() + unders.len() < 3 || figure.digits() < 3 || figure.told_if_used {
        return None;
    }
    let ways = overs.iter().flat_map(|over| unders.iter().map(move |under| (*over, *under)));
    let mut held = ways.filter_map(|way| quotient_of(document, way, at));
    if let Some(proof) = held.find(|found| found.verdict == Verdict::Consistent) {
        return Some(proof);
    }
    let greatest = |all: &[usize]| all.iter().copied().max_by_key(|i| figures[*i].base());
    let (over, under) = (greatest(&overs)?, greatest(&unders)?);
    let whole = |at: usize| document.owner[at].is_none() || figures[at].label.contains("各项");
    let needed = figures[over].base()?.checked_div(figures[under].base()?)?.checked_mul(times(figure))?;
    let slip = repair::swapped(figure, needed.round_dp(figure.decimals)) && figures[over].sentence == figure.sentence;
    let found = quotient_of(document, (over, under), at).filter(|_| slip && whole(over) && whole(under))?;
    Some(Found { verdict: Verdict::Unclear, ..found })
}

/// One over the other, held against the ratio; one that does not hold is a question where it may be `asked`.
fn quotient(document: &Document<'_>, (over, under): (usize, usize), at: usize, asked: bool) -> Option<Found> {
    let found = quotient_of(document, (over, under), at)?;
    if settled(found.verdict) {
        return Some(found);
    }
    let figure = &document.figures[at];
    let (o, u) = (&document.figures[over], &document.figures[under]);
    let together = o.sentence == figure.sentence && u.sentence == figure.sentence;
    // Far apart, the ratio is of others that bear the same words.
    let doubled = |value: Decimal| value.checked_mul(Decimal::TWO);
    let point = o.base()?.checked_div(u.base()?)?.checked_mul(times(figure))?;
    let near = doubled(point)? >= figure.value && doubled(figure.value)? >= point;
    let exact = figure.class == Class::Percent || figure.decimals > 0;
    // 折合生师比: of counts with weights.
    let plain = !figure.says(Cue::Past) && !figure.label.contains("折合");
    let sure = asked && near && together && exact && plain;
    sure.then_some(Found { verdict: Verdict::Unclear, ..found })
}

/// 专任教师5.62万人，在校生93.1万人，生师比18.57:1: the two stand right before it, and one slip of the pen makes it theirs.
fn slipped(document: &Document<'_>, (over, under): (usize, usize), at: usize) -> Option<Found> {
    let figures = &document.figures;
    let figure = &figures[at];
    let beside = over.max(under) + 1 == at && over.abs_diff(under) == 1;
    let together = [over, under].iter().all(|i| figures[*i].clause == figure.clause && !figures[*i].hedged);
    let plain = figure.digits() >= 3 && !figure.says(Cue::Past) && !figure.label.contains("折合");
    let found = quotient_of(document, (over, under), at).filter(|_| beside && together && plain)?;
    let needed = figures[over].base()?.checked_div(figures[under].base()?)?.checked_mul(times(figure))?;
    let needed = needed.round_dp(figure.decimals);
    repair::one_slip(figure, needed).then_some(Found { verdict: Verdict::Unclear, ..found })
}

/// What a quotient is multiplied by to read as the ratio.
fn times(figure: &Figure<'_>) -> Decimal {
    if figure.class == Class::Percent { figure.of_whole() } else { Decimal::ONE }
}

fn quotient_of(document: &Document<'_>, (over, under): (usize, usize), at: usize) -> Option<Found> {
    let figure = &document.figures[at];
    let (o, u) = (&document.figures[over], &document.figures[under]);
    let percent = figure.class == Class::Percent;
    let counted = !percent && o.class == Class::Count && u.class == Class::Count;
    // 入住老人6129人, 床位13620张: a bed for each.
    let each = percent && holds_any(figure.label, &["入住率", "床位使用率", "上座率"]);
    if over == under || !(o.same_unit(u) || counted || each) {
        return None;
    }
    let computed = o.interval()?.over(u.interval()?)?.times(times(figure))?;
    let point = o.base()?.checked_div(u.base()?)?.checked_mul(times(figure))?;
    let several = mixed([o, u]);
    let sign = if percent { figure.sign().to_string() } else { String::new() };
    let shown = plain(point.round_dp(figure.decimals + 2), figure.decimals + 2);
    Some(Found {
        kind: if percent { RelationKind::Rate } else { RelationKind::Ratio },
        operands: vec![over, under, at],
        expression: format!("{} ÷ {} = {shown}{sign}", operand(o, several), operand(u, several)),
        reported: figure.shown(),
        computed: shown,
        verdict: agree_within(figure.value, computed, figure.decimals),
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
    let named = called(document, at, words);
    // 充电桩4819个，其中公共充电桩1873个、个人充电桩2946个: what is told of all is meant, and none of its parts.
    let part = |i: &usize| document.owner[*i].is_some_and(|owner| named.contains(&owner));
    let wholes: Vec<usize> = named.iter().copied().filter(|i| !part(i)).collect();
    // 高中教师1.24万人，学生15.38万人，生师比12.40:1；中职教师…: each clause tells its own two.
    let clause = |i: &&usize| document.figures[**i].clause == document.figures[at].clause && **i < at;
    let mut own = wholes.iter().filter(clause);
    if let (Some(one), None) = (own.next(), own.next()) {
        return Some((*one, true));
    }
    wholes.first().map(|first| (*first, wholes.len() == 1))
}

/// The levels near a ratio whose words hold one of these, the nearest before it first.
fn called(document: &Document<'_>, at: usize, words: &[String]) -> Vec<usize> {
    let figures = &document.figures;
    let near = (at.saturating_sub(BACK)..at).rev().chain(at + 1..figures.len().min(at + 1 + AHEAD));
    let named = near.filter(|i| {
        let figure = &figures[*i];
        let says = |word: &String| figure.label.contains(word.as_str()) || figure.tail.starts_with(word.as_str());
        let level = document.is_level(*i) || figure.is_amount() && figure.role == Role::Average;
        level && !figure.hedged && figure.line == figures[at].line && words.iter().any(says)
    });
    named.collect()
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

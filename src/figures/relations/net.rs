//! Sums that follow from other sums or stand apart from their total: changes of parts and the change of their whole; a
//! whole and what is left of it; members of one set on both sides of their total.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::{Found, arithmetic, change::amount_verdict, mixed, operand, reported_in};
use crate::{
    figures::{
        document::{Document, total_cue},
        figure::{Figure, Role, plain},
        interval::{Interval, power_of_ten},
        repair,
        words::Cue,
    },
    model::{RelationKind, Verdict, Words},
};

/// Figures looked at on either side.
const NEAR: usize = 8;
/// Figures behind a change among which those of its parts stand, and characters before the first of them.
const CHANGES: usize = 16;
const NAMED: usize = 24;

/// Finds them; `found` already holds the plain sums.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    let sums: Vec<Found> =
        found.iter().filter(|f| f.kind == RelationKind::Sum && f.verdict == Verdict::Consistent).cloned().collect();
    for sum in &sums {
        found.extend(changes(document, sum));
    }
    let told = reported_in(document, found.iter().filter(|f| f.kind == RelationKind::Sum));
    for whole in (0..document.figures.len()).filter(|whole| !told[*whole]) {
        found.extend(listed_changes(document, whole));
    }
    let known = reported_in(document, &sums);
    for (total, (figure, known)) in document.figures.iter().zip(known).enumerate() {
        if !document.is_level(total) || figure.hedged || figure.digits() < 2 || known {
            continue;
        }
        found.extend(left(document, total).or_else(|| around(document, total)));
    }
}

/// 减少826.3万人 and 增加5401.2万人 of the parts make up 增加4574.8万人 of the whole.
fn changes(document: &Document<'_>, sum: &Found) -> Option<Found> {
    let (&total, members) = sum.operands.split_last()?;
    let whole = change_of(document, total)?;
    let parts: Vec<(usize, bool)> = members.iter().map(|i| change_of(document, *i)).collect::<Option<_>>()?;
    let (first, last) = (parts.first()?.0, parts.last()?.0);
    if parts.len() < 2 || first == last {
        return None;
    }
    let figures = &document.figures;
    let mut interval = Interval::point(Decimal::ZERO);
    let mut point = Decimal::ZERO;
    for &(at, up) in &parts {
        let (part, base) = (figures[at].interval()?, figures[at].base()?);
        let with = up == whole.1;
        interval = if with { interval.plus(part)? } else { interval.minus(part)? };
        point = if with { point.checked_add(base)? } else { point.checked_sub(base)? };
    }
    let reported = &figures[whole.0];
    let verdict = match amount_verdict(reported, interval)? {
        // The parts are all of the whole to the last unit, and so are their changes: what a slip explains is asked about.
        Verdict::Inconsistent => {
            let exact = sum.operands.iter().all(|i| figures[*i].exact()) && reported.digits() >= 3;
            let plain = parts.iter().all(|(_, up)| *up == whole.1);
            let members: Vec<usize> = parts.iter().map(|(at, _)| *at).collect();
            (exact && plain && mended(document, whole.0, &members, point)).then_some(Verdict::Unclear)?
        }
        verdict => verdict,
    };
    let several = mixed(parts.iter().map(|(at, _)| &figures[*at]).chain([reported]));
    let scaled = point.checked_div(power_of_ten(reported.scale))?.normalize();
    // What goes the way of the whole stands first.
    let (with, against): (Vec<_>, Vec<_>) = parts.iter().partition(|(_, up)| *up == whole.1);
    let terms = |parts: &[&(usize, bool)], sign: &str| -> String {
        parts.iter().map(|(at, _)| format!("{sign}{}", operand(&figures[*at], several))).collect()
    };
    let expression = format!("{}{}", terms(&with, " + ").trim_start_matches(" + "), terms(&against, " − "));
    let expression = expression.trim_start();
    let unit = if several { reported.shown_unit } else { "" };
    Some(Found {
        kind: RelationKind::Sum,
        operands: parts.iter().map(|(at, _)| *at).chain([whole.0]).collect(),
        expression: format!("{expression} = {scaled}{unit}"),
        reported: plain(reported.value, reported.decimals),
        computed: scaled.to_string(),
        note: if verdict == Verdict::Unclear {
            Words::new("各部分增减之和应为总量增减", "the changes of the parts should make up the change of the whole")
        } else {
            Words::new("各部分增减之和与总量增减相符", "the changes of the parts make up the change of the whole")
        },
        verdict,
    })
}

/// 较上年末增加1.61万公里，其中县、乡、村道分别增加0.31万公里、0.24万公里和1.06万公里; 减少830万元，其中：A减少38万元，B减少792万元: a change and those of the
/// parts, which the words list one after another. Short figures prove nothing.
fn listed_changes(document: &Document<'_>, whole: usize) -> Option<Found> {
    let figures = &document.figures;
    let said = &figures[whole];
    let Role::Change(up) = said.role else { return None };
    if said.hedged || said.digits() < 3 {
        return None;
    }
    let near = (whole + 1..figures.len().min(whole + CHANGES))
        .take_while(|i| figures[*i].line == said.line && figures[*i].sentence <= said.sentence + 1);
    let members: Vec<usize> = near
        .filter(|i| {
            let figure = &figures[*i];
            matches!(figure.role, Role::Change(_)) && figure.same_unit(said) && figure.depth == said.depth
        })
        .collect();
    let from = *members.first()?;
    let parts = document.cues(said.end, figures[from].start).has(Cue::Among);
    if members.len() < 2 || !parts || members.iter().any(|i| figures[*i].hedged) {
        return None;
    }
    // 增加1170个。其中公立减少76个，民营增加1246个: what goes the other way is taken off.
    let (with, against): (Vec<usize>, Vec<usize>) =
        members.iter().copied().partition(|i| figures[*i].role == Role::Change(up));
    let (mut interval, mut sum) = arithmetic::total(document, &with)?;
    if !against.is_empty() {
        let (less, point) = arithmetic::total(document, &against)?;
        (interval, sum) = (interval.minus(less)?, sum.checked_sub(point)?);
    }
    let exact = said.base() == Some(sum);
    // 分别: one list, of all that was told before it.
    let listed = document.groups[from].1 == members.len() && document.lead(from, NAMED).contains("分别");
    let turned = turned(document, whole, &with, &against, sum);
    let verdict = match amount_verdict(said, interval)? {
        Verdict::Inconsistent if turned.is_some() || exchanged(document, whole, &with, &against, sum) => {
            Verdict::Unclear
        }
        Verdict::Inconsistent if listed && against.is_empty() && mended(document, whole, &members, sum) => {
            Verdict::Unclear
        }
        Verdict::Consistent if exact || listed => Verdict::Consistent,
        _ => return None,
    };
    let several = mixed(members.iter().chain([&whole]).map(|i| &figures[*i]));
    let scaled = sum.checked_div(power_of_ten(said.scale))?.normalize();
    let terms = |parts: &[usize], sign: &str| -> String {
        parts.iter().map(|i| format!("{sign}{}", operand(&figures[*i], several))).collect()
    };
    let terms = format!("{}{}", terms(&with, " + ").trim_start_matches(" + "), terms(&against, " − "));
    Some(Found {
        kind: RelationKind::Sum,
        expression: format!("{terms} = {scaled}{}", if several { said.shown_unit } else { "" }),
        reported: plain(said.value, said.decimals),
        computed: scaled.to_string(),
        operands: members.into_iter().chain([whole]).collect(),
        verdict,
        note: turned.map(|at| opposite(&figures[at])).filter(|_| verdict == Verdict::Unclear).unwrap_or_default(),
    })
}

/// 增加162个，其中：A增加23个，B增加148个，C增加9个: the one change of three or more that would make up the whole if it went the other way.
fn turned(document: &Document<'_>, whole: usize, with: &[usize], against: &[usize], sum: Decimal) -> Option<usize> {
    let figures = &document.figures;
    let gap = figures[whole].base()?.checked_sub(sum)?;
    let exact = |i: &usize| figures[*i].exact();
    let fits = |at: &usize, less: bool| {
        let twice = figures[*at].base().and_then(|base| base.checked_add(base));
        let slack =
            if figures[whole].exact() { Decimal::ZERO } else { figures[whole].unit_in_last_place() * Decimal::TWO };
        twice.is_some_and(|twice| (if less { gap + twice } else { gap - twice }).abs() <= slack)
    };
    let mut turned =
        with.iter().filter(|at| fits(at, true)).chain(against.iter().filter(|at| fits(at, false))).copied();
    let first = turned.next()?;
    let several = with.len() + against.len() >= 3;
    // 减少3.17亿立方米: told to two places, a change hardly comes out by chance either.
    let fine = |i: &usize| figures[*i].decimals >= 2;
    let figures = || with.iter().chain(against).chain([&whole]);
    let all = several && (figures().all(exact) || figures().all(fine));
    (all && turned.next().is_none()).then_some(first)
}

/// 增加1005张，其中医院增加914张，基层增加126张，机构减少53张: two digits of one change the other way, of whole things and three or more of them.
fn exchanged(document: &Document<'_>, whole: usize, with: &[usize], against: &[usize], sum: Decimal) -> bool {
    let figures = &document.figures;
    let several = with.len() + against.len() >= 3 && figures[whole].digits() >= 4;
    let exact = with.iter().chain(against).chain([&whole]).all(|at| figures[*at].exact());
    let Some(gap) = figures[whole].base().and_then(|base| base.checked_sub(sum)) else { return false };
    let mends = |at: &usize, by: Decimal| {
        let figure = &figures[*at];
        figure.digits() >= 2 && repair::swapped(figure, figure.value + by)
    };
    several
        && exact
        && (with.iter().any(|at| mends(at, gap)) || against.iter().any(|at| mends(at, -gap)) || mends(&whole, -gap))
}

/// A change that may have gone the other way: a possibility to name.
fn opposite(change: &Figure<'_>) -> Words {
    let said = operand(change, false);
    let (from, to) = if change.role == Role::Change(true) { ("增加", "减少") } else { ("减少", "增加") };
    let english = if change.role == Role::Change(true) { "a decrease" } else { "an increase" };
    Words::new(
        format!("若“{from}{said}”应为“{to}{said}”，则相符；仅供核对。"),
        format!("If “{said}” were {english}, they would agree; only a possibility."),
    )
}

/// Whether one slip of the pen in the whole or in a part would make them agree.
fn mended(document: &Document<'_>, whole: usize, members: &[usize], sum: Decimal) -> bool {
    let figures = &document.figures;
    let slip = |at: usize, meant: Option<Decimal>| {
        let meant = meant.and_then(|meant| meant.checked_div(power_of_ten(figures[at].scale)));
        meant.is_some_and(|meant| meant > Decimal::ZERO && repair::one_slip(&figures[at], meant.normalize()))
    };
    let gap = figures[whole].base().and_then(|base| base.checked_sub(sum));
    let meant = |at: usize| figures[at].base().zip(gap).and_then(|(base, gap)| base.checked_add(gap));
    slip(whole, Some(sum)) || members.iter().any(|at| slip(*at, meant(*at)))
}

/// The change that stands right behind a value, and whether it is up.
fn change_of(document: &Document<'_>, at: usize) -> Option<(usize, bool)> {
    let value = &document.figures[at];
    (at + 1..document.figures.len().min(at + 4)).find_map(|i| {
        let figure = &document.figures[i];
        let Role::Change(up) = figure.role else { return None };
        let between = (at + 1..i).any(|j| document.is_level(j));
        (figure.same_unit(value) && figure.sentence == value.sentence && !figure.hedged && !between).then_some((i, up))
    })
}

fn says_not(figure: &Figure<'_>) -> bool {
    ["未", "不", "没有", "无法"].iter().any(|word| figure.label.contains(word) || figure.tail.contains(word))
}

/// 全部181天中，仅15天未达到: what did stands elsewhere as 166天.
fn left(document: &Document<'_>, total: usize) -> Option<Found> {
    let figures = &document.figures;
    let whole = &figures[total];
    if !whole.exact() {
        return None;
    }
    let part = (total + 1..figures.len().min(total + 3)).find(|i| document.owner[*i] == Some(total))?;
    let figure = &figures[part];
    if !figure.exact() || !says_not(figure) || !figure.same_unit(whole) {
        return None;
    }
    let rest = whole.base()?.checked_sub(figure.base()?)?;
    let other = (total.saturating_sub(NEAR)..total).rev().find(|i| {
        let other = &figures[*i];
        document.is_level(*i)
            && other.exact()
            && other.same_unit(whole)
            && other.digits() >= 2
            && other.base() == Some(rest)
    })?;
    plain_sum(document, total, vec![other, part])
}

/// 现有157例…累计确诊2619例，累计治愈2462例: the members of one set, wherever they stand around their total.
fn around(document: &Document<'_>, total: usize) -> Option<Found> {
    let figures = &document.figures;
    let whole = &figures[total];
    if whole.digits() < 3 || !total_cue(whole) {
        return None;
    }
    let near: Vec<usize> = (total.saturating_sub(NEAR)..figures.len().min(total + NEAR))
        .filter(|at| {
            let figure = &figures[*at];
            *at != total
                && document.is_level(*at)
                && !figure.hedged
                && figure.same_unit(whole)
                && figure.depth == whole.depth
                && figure.line == whole.line
                && figure.sentence.abs_diff(whole.sentence) <= 1
        })
        .collect();
    if near.len() < 2 {
        return None;
    }
    let named = near.iter().flat_map(|at| document.members_of(*at)).map(|(set, _)| usize::from(*set));
    let sets: BTreeSet<usize> = named.filter(|set| document.member_of(total, *set).is_none()).collect();
    sets.into_iter().find_map(|set| {
        let mut members: Vec<(u8, usize)> = Vec::new();
        for &at in &near {
            if let Some(member) = document.member_of(at, set)
                && !members.iter().any(|(known, _)| *known == member)
            {
                members.push((member, at));
            }
        }
        let members = members.into_iter().map(|(_, at)| at).collect::<Vec<_>>();
        (members.len() >= 2).then(|| plain_sum(document, total, members)).flatten()
    })
}

/// The sum, when it holds.
fn plain_sum(document: &Document<'_>, total: usize, members: Vec<usize>) -> Option<Found> {
    let figures = &document.figures;
    let whole = &figures[total];
    let sum = members.iter().try_fold(Decimal::ZERO, |sum, i| sum.checked_add(figures[*i].base()?))?;
    if whole.base() != Some(sum) {
        return None;
    }
    let several = mixed(members.iter().map(|i| &figures[*i]).chain([whole]));
    let terms: Vec<String> = members.iter().map(|i| operand(&figures[*i], several)).collect();
    let shown = plain(whole.value, whole.decimals);
    Some(Found {
        kind: RelationKind::Sum,
        operands: members.into_iter().chain([total]).collect(),
        expression: format!("{} = {shown}", terms.join(" + ")),
        reported: shown.clone(),
        computed: shown,
        verdict: Verdict::Consistent,
        note: Words::default(),
    })
}

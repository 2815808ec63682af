//! Parts and their total: lists after 其中 and in brackets, status sets, complements, totals before and after.

mod announced;
mod apart;
mod before;
mod broken;
mod closing;
mod divisions;
mod evidence;
mod exceeds;
mod gaps;
mod kinds;
pub(super) mod open;
mod overlap;
mod parallel;
mod twice;

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use self::{
    before::{complete_before, counted_otherwise, mixed_units, told_before},
    broken::{broken, whole_list, without_one},
    closing::closures,
    divisions::second_division,
    evidence::exclusive_set,
};
use super::{Found, arithmetic, change::amount_verdict, mixed, operand};
use crate::{
    figures::{
        document::{Document, total_cue},
        english::is_english,
        figure::{Figure, Role},
        interval::{Interval, power_of_ten},
        units::Class,
        words::Cue,
    },
    model::{RelationKind, Verdict, Words},
};

pub(super) use self::{
    apart::is_one_more,
    evidence::{denied, divides},
    overlap::of_another_month,
};

/// Figures after a total that are looked at for its parts.
const REACH: usize = 48;
/// Members of one list at most.
const LONGEST_LIST: usize = 24;

/// How a list is tied to its total.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tie {
    /// In a bracket right behind it.
    Bracket,
    /// By 其中 or 中，.
    Owned,
    /// It only follows.
    Open,
    /// It follows, whatever the words tie it to: good for a proof only.
    Loose,
    /// The total follows the list.
    After,
    /// The total follows, and other sentences or units stand between: good for a proof only.
    Told,
}

struct List {
    tie: Tie,
    members: Vec<usize>,
}

/// Finds them.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    let mut closed: Vec<Vec<usize>> = Vec::new();
    let mut seen: BTreeSet<Vec<usize>> = BTreeSet::new();
    let mut accusations = Vec::new();
    let mut open: Vec<(usize, List)> = Vec::new();
    for total in 0..document.figures.len() {
        if !may_be_total(document, total) {
            continue;
        }
        let before = closed.len();
        let mut only_brackets = true;
        for list in lists(document, total) {
            let mut windows = closures(document, total, &list);
            windows.retain(|members| {
                !is_accidental(document, total, members, list.tie)
                    && !tells_of_a_member(document, members)
                    && !plans_and_deeds(document, members)
                    && !arithmetic::is_lost_among(document, members)
                    && !announced::stops_short(document, total, &list.members, members)
            });
            if windows.is_empty() && !matches!(list.tie, Tie::Loose | Tie::Told) {
                // 按经营地…；按消费类型…: of a second division no list that closes speaks.
                // Nor does one in a bracket speak of one after 其中, nor one behind a total of one before it.
                // 64件（第一批38件、第二批26件），已化解57件，未化解8件: one of two denies the other.
                let opposed = || list.tie == Tie::Open && denied(document, &list.members);
                let other = list.tie == Tie::After || only_brackets && (list.tie == Tie::Owned || opposed());
                let first =
                    || closed.len() == before || other || announced::by_division(document, total, &list.members);
                // 属实95件，不属实17件；已办结75件，正在办理55件: members of one set divide it again, where a slip explains the rest.
                let set =
                    |found: &Found| found.note != Words::default() && exclusive_set(document, &list.members).is_some();
                // 合格3214批次，不合格54批次。其中生产612批次，流通1873批次，餐饮793批次: nor does a first division speak of a second.
                let again = |found: &Found| {
                    let next = list.members.first().map(|i| document.figures[*i].sentence);
                    let other = next.is_some_and(|next| next > document.figures[total].sentence);
                    found.note != Words::default() && list.tie == Tie::Owned && other && list.members.len() >= 3
                };
                let told = |found: &Found| first() || set(found) || again(found);
                accusations.extend(broken(document, total, &list).filter(told));
            }
            accusations.extend(second_division(document, total, &list, &windows));
            only_brackets &= windows.is_empty() || list.tie == Tie::Bracket;
            let unread = windows.is_empty();
            for members in windows {
                if seen.insert(members.clone()) {
                    found.extend(relation(document, total, &members, None));
                    // 其中竣工97个，其余42个 of 139个: neither stands beside its own whole.
                    closed.push(members.into_iter().chain([total]).collect());
                }
            }
            if unread && matches!(list.tie, Tie::Owned | Tie::Bracket | Tie::After) {
                open.push((total, list));
            }
        }
    }
    accusations.extend(parallel::find(document, &open, &closed));
    accusations.extend(parallel::of_clauses(document));
    let totals = (0..document.figures.len()).filter(|total| may_be_total(document, *total));
    accusations.extend(totals.filter_map(|total| parallel::of_heads(document, total)));
    accusations.extend(exceeds::find(document));
    if accusations.is_empty() {
        return;
    }
    // A list that closes with another total is accused by none.
    let mut lists_of: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (list, members) in closed.iter().enumerate() {
        for member in members {
            lists_of.entry(*member).or_default().push(list);
        }
    }
    accusations.retain(|found| found.verdict == Verdict::Unexplained || !two_in_one_list(&found.operands, &lists_of));
    for relation in accusations {
        if seen.insert(relation.operands.clone()) {
            found.push(relation);
        }
    }
}

/// Whether nothing that is said around a list tells that its members overlap or are not all.
pub(super) fn may_divide(document: &Document<'_>, total: usize, members: &[usize]) -> bool {
    !overlap::overlaps(document, total, members) && !overlap::rest_untold(document, total, members)
}

/// 踏勘57次，…。踏勘40次，…。踏勘17次: short figures of several sentences, which no word ties to a total, come out by chance.
fn is_accidental(document: &Document<'_>, total: usize, members: &[usize], tie: Tie) -> bool {
    let figures = &document.figures;
    let whole = &figures[total];
    let sentence = members.first().map(|i| figures[*i].sentence);
    let scattered = members.iter().any(|i| Some(figures[*i].sentence) != sentence);
    let open = matches!(tie, Tie::Open | Tie::Loose) && whole.digits() < 3 && !total_cue(whole);
    // 应完成的22项已完成6项；长期坚持的16项均…: each clause begins with so many of its own.
    let head = |at: usize| {
        figures[at].label.trim_end().ends_with('的') && (at == 0 || figures[at - 1].clause != figures[at].clause)
    };
    let heads = || head(total) && members.iter().any(|i| head(*i) && figures[*i].clause != whole.clause);
    open && (scattered || heads())
}

/// 已开工142个，其中完工58个: what is among one member is no member beside it, though both may come to the total.
fn tells_of_a_member(document: &Document<'_>, members: &[usize]) -> bool {
    let among = |at: &usize| document.owned_directly[*at] && document.figures[*at].says(Cue::Among);
    members.iter().filter(|at| among(at)).any(|at| document.owner[*at].is_some_and(|owner| members.contains(&owner)))
}

/// 其中2023年计划投资9亿元；累计完成22.1亿元，2023年完成7.3亿元: what is planned and what is done make up no whole.
fn plans_and_deeds(document: &Document<'_>, members: &[usize]) -> bool {
    let says = |word: &str| members.iter().any(|i| document.figures[*i].label.contains(word));
    says("计划") && says("完成")
}

/// Whether two of the figures are members of one list that closes.
fn two_in_one_list(operands: &[usize], lists_of: &BTreeMap<usize, Vec<usize>>) -> bool {
    let mut seen = BTreeSet::new();
    operands.iter().filter_map(|i| lists_of.get(i)).flatten().any(|list| !seen.insert(*list))
}

fn may_be_total(document: &Document<'_>, at: usize) -> bool {
    let figure = &document.figures[at];
    // 已增加4545个（小学1620个、初中2835个）: what a change is made of stands in the bracket right behind it.
    let broken_down = matches!(figure.role, Role::Change(_)) && document.text.at(figure.tail_end) == '(';
    (document.is_level(at) || broken_down)
        && !figure.says(Cue::Gap)
        && !figure.hedged
        && (figure.class != Class::Bare || figure.scale > 0 || is_english(figure) && figure.digits() >= 2)
        && !figure.value.is_zero()
        && !figure.label.trim_end().ends_with("连续")
}

/// The lists that may be the parts of `total`.
fn lists(document: &Document<'_>, total: usize) -> Vec<List> {
    let whole = &document.figures[total];
    let complete = complete_before(document, total);
    let others = mixed_units(document, total);
    let after =
        whole.says(Cue::TotalAfter) || total_cue(whole) && total > 1 || !complete.is_empty() || !others.is_empty();
    // A total and two parts.
    if document.kin(total) < 3 && !after {
        return Vec::new();
    }
    let reach: Vec<usize> = (total + 1..document.figures.len().min(total + REACH))
        .filter(|i| {
            let figure = &document.figures[*i];
            // 受理151人，去年同期362人。批捕118人、不捕33人: what was a year ago is no part of what is now.
            // 共处理1990件，其中上期结转318件: but what was left over is a part of what there was to do.
            let left_over = figure.says(Cue::Opening) && document.owner[*i] == Some(total);
            // 33项中，较上年改善24项: what is only compared with a year ago is of now.
            let compared = figure.says(Cue::Comparator);
            let past = figure.says(Cue::Past) && !whole.says(Cue::Past) && !left_over && !compared;
            document.is_level(*i) && figure.same_unit(whole) && !figure.says(Cue::Gap) && !past
        })
        .collect();
    // 合计34675户、56042人: the words of the first are those of the second. 高级46家、其余5766家，在册企业5812家: what is left is told.
    let told = |cue: Cue| total.checked_sub(1).is_some_and(|before| document.figures[before].says(cue));
    let second = whole.label.trim().is_empty() && document.text.before(whole.start) == '、' && told(Cue::TotalAfter);
    let rest = total > 1 && told(Cue::Residual);
    let after = whole.says(Cue::TotalAfter) || total_cue(whole) && total > 1 || second || rest;
    if reach.len() < 2 && !after && complete.is_empty() && others.is_empty() {
        return Vec::new();
    }
    let owned = |i: &usize| document.owner[*i] == Some(total);
    let mut lists = Vec::new();
    let mut push = |tie, mut members: Vec<usize>| {
        members.truncate(LONGEST_LIST);
        drop_coarse_zeros(document, &mut members);
        if members.len() >= 2
            && !lists.iter().any(|list: &List| list.members == members && !matches!(tie, Tie::After | Tie::Told))
        {
            lists.push(List { tie, members });
        }
    };
    let inside = |i: &usize| document.figures[*i].depth > whole.depth;
    push(Tie::Told, complete);
    push(Tie::Loose, others);
    push(Tie::Bracket, reach.iter().copied().filter(|i| owned(i) && inside(i)).collect());
    push(Tie::Owned, reach.iter().copied().filter(|i| owned(i) && !inside(i)).collect());
    push(Tie::Loose, heads(document, reach.iter().copied().filter(|i| owned(i) && !inside(i))));
    let level = |i: &usize| document.figures[*i].depth == whole.depth;
    // 61.6% (5,822), 24.0% (2,269): counts in brackets of their own, behind their shares.
    let behind_share = |i: &usize| {
        let share = i.checked_sub(1).map(|share| &document.figures[share]);
        let figure = &document.figures[*i];
        share.is_some_and(|share| {
            share.class == Class::Percent && share.depth + 1 == figure.depth && figure.start - share.end <= 2
        })
    };
    push(Tie::Loose, reach.iter().copied().filter(|i| behind_share(i)).collect());
    let own = |i: &usize| document.owner[*i].is_none() || document.owner[*i] == document.owner[total] || owned(i);
    // 91个、48所、25个: what a 、 follows is a member of a list itself.
    let own_list = document.owner[total].is_some() && !listed_on(document, total);
    if !listed_on(document, total) || total_cue(whole) || own_list {
        // 大气28件、水13件、其他9件: what the list of its own goes on behind is no total of it.
        let called = total_cue(whole) && !whole.label.contains("涉及");
        let next = reach.first().is_some_and(|i| *i == total + 1) && !called;
        let open = if next && document.text.at(whole.tail_end) == '、' && goes_on(document, total) {
            Tie::Loose
        } else {
            Tie::Open
        };
        push(open, reach.iter().copied().filter(|i| level(i) && own(i)).collect());
        let listed = |i: &usize| level(i) && (own(i) || !document.owned_directly[*i]);
        push(open, reach.iter().copied().filter(listed).collect());
        push(Tie::Loose, reach.iter().copied().filter(|i| level(i)).collect());
        // 总诊疗7016.8万。医院3086.4万，其中公立…；基层3661.9万，其中…；其他268.5万: each clause begins with a part, and divides it.
        if whole.digits() >= 3 {
            push(Tie::Loose, heads(document, reach.iter().copied().filter(|i| level(i))));
        }
    }
    // 改造小区86个、惠及居民2.14万户，已完工61个，在建19个，未开工6个: what is told beside it in another unit goes on no list of it.
    let beside =
        document.figures.get(total + 1).is_some_and(|next| !next.same_unit(whole) && next.depth == whole.depth);
    if beside && listed_on(document, total) {
        push(Tie::Loose, reach.iter().copied().filter(|i| level(i) && own(i)).collect());
    }
    if after {
        // 按时签收11268件、超时签收74件（总量11342件）
        let aside = document.text.before(whole.label_start) == '('
            && matches!(whole.label.trim(), "总量" | "总数" | "共" | "共计" | "合计" | "总计" | "总额");
        let mut before: Vec<usize> = (total.saturating_sub(LONGEST_LIST)..total)
            .filter(|i| {
                document.is_level(*i)
                    && document.figures[*i].same_unit(whole)
                    && (level(i) || aside && document.figures[*i].depth + 1 == whole.depth)
                    && document.figures[*i].sentence == whole.sentence
            })
            .collect();
        if document.owner[total].is_none() {
            before.retain(|i| !document.owned_directly[*i]);
        }
        let alone = before.len() < 2;
        push(Tie::After, before);
        if alone && (whole.says(Cue::TotalAfter) || whole.label.contains('共')) {
            let told = told_before(document, total);
            push(if counted_otherwise(document, total, &told) { Tie::After } else { Tie::Told }, told);
        }
    }
    lists
}

/// 咨询1873件，占62.7%；投诉803件，…，已办结651件；举报311件，…: the figure that each clause begins with.
fn heads(document: &Document<'_>, members: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut heads: Vec<usize> = Vec::new();
    for member in members {
        let clause = document.figures[member].clause;
        if heads.last().is_none_or(|last| document.figures[*last].clause != clause) {
            heads.push(member);
        }
    }
    heads
}

/// 1145.27万元、3013.94万元、0万元: nothing at all, and no amount that was rounded to whole units: it would only blur the sum.
fn drop_coarse_zeros(document: &Document<'_>, members: &mut Vec<usize>) {
    let figures = &document.figures;
    let fine = members.iter().any(|i| figures[*i].decimals > 0);
    let coarse = |i: usize| figures[i].value.is_zero() && figures[i].decimals == 0;
    if fine && members.iter().filter(|i| !coarse(**i)).count() >= 2 {
        members.retain(|i| !coarse(*i));
    }
}

/// Whether the list that a figure is a member of goes on behind it: 116个营业部（代办点）、91个. 276家木材加工、烟花经营企业 is one figure.
fn listed_on(document: &Document<'_>, at: usize) -> bool {
    let figure = &document.figures[at];
    let brackets = &document.brackets.spans;
    let bracket = brackets.get(brackets.partition_point(|(open, _)| *open < figure.tail_end));
    let bracket = bracket.filter(|(open, _)| *open == figure.tail_end);
    let mark = document.text.at(bracket.map_or(figure.tail_end, |(_, close)| close.saturating_add(1))) == '、';
    mark && (bracket.is_some() || goes_on(document, at))
}

/// Whether the next item has a figure.
pub(super) fn goes_on(document: &Document<'_>, at: usize) -> bool {
    document.figures.get(at + 1).is_some_and(|next| next.item <= document.figures[at].item + 1)
}

/// A member that is inside another or beside the whole.
fn is_subset(document: &Document<'_>, at: usize) -> bool {
    document.subset.get(at).copied().unwrap_or(false)
}

/// The relation of a total and its members; the verdict is computed unless it is given.
fn relation(document: &Document<'_>, total: usize, members: &[usize], verdict: Option<Verdict>) -> Option<Found> {
    let whole = &document.figures[total];
    let parts: Vec<&Figure<'_>> = members.iter().map(|i| &document.figures[*i]).collect();
    let mut sum = Interval::point(Decimal::ZERO);
    let mut point = Decimal::ZERO;
    for part in &parts {
        sum = sum.plus(part.interval()?)?;
        point = point.checked_add(part.base()?)?;
    }
    let (verdict, note) = match verdict {
        Some(verdict) => (verdict, Words::default()),
        None if coarse(whole, &parts, point) => (
            Verdict::Rounding,
            Words::new(
                "部分项取整较粗，只在取整范围内相符。",
                "some parts are printed coarsely: it holds only within their rounding.",
            ),
        ),
        None => (amount_verdict(whole, sum)?, Words::default()),
    };
    let mixed = mixed(parts.iter().copied().chain([whole]));
    let scaled = point.checked_div(power_of_ten(whole.scale))?.normalize();
    let joined: Vec<String> = parts.iter().map(|part| operand(part, mixed)).collect();
    let unit = if mixed { whole.shown_unit } else { "" };
    let shown = if scaled.scale() < whole.decimals {
        super::super::figure::plain(scaled, whole.decimals)
    } else {
        scaled.to_string()
    };
    Some(Found {
        kind: RelationKind::Sum,
        operands: members.iter().copied().chain([total]).collect(),
        expression: format!("{} = {shown}{unit}", joined.join(" + ")),
        reported: super::super::figure::plain(whole.value, whole.decimals),
        computed: shown,
        verdict,
        note,
    })
}

/// 0.8 + 0.3 + 0.65 against 1.85: only the coarse rounding of some parts lets the sum reach the total.
fn coarse(whole: &Figure<'_>, parts: &[&Figure<'_>], point: Decimal) -> bool {
    let scales = parts.iter().all(|part| part.scale == whole.scale);
    let coarser = parts.iter().any(|part| part.decimals < whole.decimals);
    let far = || -> Option<bool> {
        let gap = whole.base()?.checked_sub(point)?.abs();
        let usual = whole.unit_in_last_place().checked_mul(Decimal::from(parts.len() + 1))?;
        Some(gap.checked_mul(Decimal::TWO)? > usual)
    };
    scales && coarser && far().unwrap_or(false)
}

//! Parts and their total: lists after 其中 and in brackets, status sets, complements, totals before and after.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::{Found, change::amount_verdict, mixed, operand};
use crate::{
    figures::{
        document::{Document, total_cue},
        figure::{Figure, Role},
        interval::{Interval, power_of_ten},
        repair,
        units::Class,
        words::{Cue, Exclusive, WORDS},
    },
    model::{RelationKind, Verdict, Words},
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
    for total in 0..document.figures.len() {
        if !may_be_total(document, total) {
            continue;
        }
        let before = closed.len();
        for list in lists(document, total) {
            let windows = closures(document, total, &list);
            if windows.is_empty() && list.tie != Tie::Loose {
                accusations.extend(broken(document, total, &list).filter(|_| closed.len() == before));
            }
            for members in windows {
                if seen.insert(members.clone()) {
                    found.extend(relation(document, total, &members, None));
                    closed.push(members);
                }
            }
        }
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

/// Whether two of the figures are members of one list that closes.
fn two_in_one_list(operands: &[usize], lists_of: &BTreeMap<usize, Vec<usize>>) -> bool {
    let mut seen = BTreeSet::new();
    operands.iter().filter_map(|i| lists_of.get(i)).flatten().any(|list| !seen.insert(*list))
}

fn may_be_total(document: &Document<'_>, at: usize) -> bool {
    let figure = &document.figures[at];
    document.is_level(at)
        && !figure.says(Cue::Gap)
        && !figure.hedged
        && figure.class != Class::Bare
        && !figure.value.is_zero()
}

/// The lists that may be the parts of `total`.
fn lists(document: &Document<'_>, total: usize) -> Vec<List> {
    let whole = &document.figures[total];
    let reach: Vec<usize> = (total + 1..document.figures.len().min(total + REACH))
        .filter(|i| {
            let figure = &document.figures[*i];
            document.is_level(*i) && figure.same_unit(whole) && !figure.says(Cue::Gap)
        })
        .collect();
    let after = whole.says(Cue::TotalAfter) || whole.label.trim() == "共";
    if reach.len() < 2 && !after {
        return Vec::new();
    }
    let owned = |i: &usize| document.owner[*i] == Some(total);
    let mut lists = Vec::new();
    let mut push = |tie, mut members: Vec<usize>| {
        members.truncate(LONGEST_LIST);
        if members.len() >= 2 && !lists.iter().any(|list: &List| list.members == members && tie != Tie::After) {
            lists.push(List { tie, members });
        }
    };
    let inside = |i: &usize| document.figures[*i].depth > whole.depth;
    push(Tie::Bracket, reach.iter().copied().filter(|i| owned(i) && inside(i)).collect());
    push(Tie::Owned, reach.iter().copied().filter(|i| owned(i) && !inside(i)).collect());
    let level = |i: &usize| document.figures[*i].depth == whole.depth;
    let own = |i: &usize| document.owner[*i].is_none() || document.owner[*i] == document.owner[total] || owned(i);
    // 91个、48所、25个: what a 、 follows is a member of a list itself.
    if !listed_on(document, total) || total_cue(whole) || document.owner[total].is_some() {
        push(Tie::Open, reach.iter().copied().filter(|i| level(i) && own(i)).collect());
        let listed = |i: &usize| level(i) && (own(i) || !document.owned_directly[*i]);
        push(Tie::Open, reach.iter().copied().filter(listed).collect());
        push(Tie::Loose, reach.iter().copied().filter(|i| level(i)).collect());
    }
    if after {
        let mut before: Vec<usize> = (total.saturating_sub(LONGEST_LIST)..total)
            .filter(|i| {
                document.is_level(*i)
                    && document.figures[*i].same_unit(whole)
                    && level(i)
                    && document.figures[*i].sentence == whole.sentence
            })
            .collect();
        if document.owner[total].is_none() {
            before.retain(|i| !document.owned_directly[*i]);
        }
        push(Tie::After, before);
    }
    lists
}

/// Whether the list that a figure is a member of goes on behind it: 116个营业部（代办点）、91个.
fn listed_on(document: &Document<'_>, at: usize) -> bool {
    let end = document.figures[at].tail_end;
    let brackets = &document.brackets.spans;
    let bracket = brackets.get(brackets.partition_point(|(open, _)| *open < end)).filter(|(open, _)| *open == end);
    document.text.at(bracket.map_or(end, |(_, close)| close.saturating_add(1))) == '、'
}

/// A member that is inside another or beside the whole.
fn is_subset(document: &Document<'_>, at: usize) -> bool {
    document.subset.get(at).copied().unwrap_or(false)
}

fn is_each(figure: &Figure<'_>) -> bool {
    figure.label.trim_end().ends_with('各') || figure.label.contains('每')
}

/// The runs of members that add up to the total.
fn closures(document: &Document<'_>, total: usize, list: &List) -> Vec<Vec<usize>> {
    let whole = &document.figures[total];
    let kept: Vec<usize> = list.members.iter().copied().filter(|i| !is_subset(document, *i)).collect();
    let mut windows = Vec::new();
    let again = kept.len() < list.members.len();
    for members in [&list.members, &kept].into_iter().take(1 + usize::from(again)) {
        let mut start = 0;
        while start + 1 < members.len() && windows.len() < 6 {
            match starts_here(document, members, start, list.tie)
                .then(|| closes(document, whole, members, start, list.tie))
                .flatten()
            {
                Some(end) => {
                    windows.push(members[start..end].to_vec());
                    start = end;
                }
                None => start += 1,
            }
        }
        if !windows.is_empty() {
            break;
        }
    }
    windows
}

/// A run may start with the list, a clause, or after another run.
fn starts_here(document: &Document<'_>, members: &[usize], at: usize, tie: Tie) -> bool {
    let figures = &document.figures;
    at == 0
        || tie == Tie::After
        || figures[members[at]].clause != figures[members[at - 1]].clause
        || document.opens_list[members[at]]
        || at > 0 && members[at] > members[at - 1] + 1 && figures[members[at]].value < figures[members[at - 1]].value
}

/// Where the run from `start` adds up to the total, if it does.
fn closes(document: &Document<'_>, whole: &Figure<'_>, members: &[usize], start: usize, tie: Tie) -> Option<usize> {
    let figures = &document.figures;
    let target = whole.interval()?;
    let mut sum = Interval::point(Decimal::ZERO);
    for (offset, &member) in members[start..].iter().enumerate() {
        let figure = &figures[member];
        if figure.hedged || is_each(figure) {
            return None;
        }
        sum = sum.plus(figure.interval()?)?;
        let spread = sum.high.checked_sub(sum.low)?;
        let end = start + offset + 1;
        if offset >= 1
            && target.meets(sum)
            && spread.checked_mul(Decimal::from(if tie == Tie::Owned { 5 } else { 10 }))? <= target.high.abs()
            && ends_here(document, whole, members, end, tie)
        {
            return Some(end);
        }
        if sum.low > target.high {
            return None;
        }
    }
    None
}

/// A run ends with its list, its clause, or where another unit begins; a large total says so itself.
fn ends_here(document: &Document<'_>, whole: &Figure<'_>, members: &[usize], end: usize, tie: Tie) -> bool {
    let figures = &document.figures;
    let Some(&next) = members.get(end) else { return true };
    let last = members[end - 1];
    if tie == Tie::Bracket || tie == Tie::After {
        return false;
    }
    let large = whole.digits() >= 3;
    large || figures[next].clause != figures[last].clause || next > last + 1 && whole.digits() >= 2
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
    let verdict = match verdict {
        Some(verdict) => verdict,
        None => amount_verdict(whole, sum)?,
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
        note: Words::default(),
    })
}

/// What the words say of a list that does not add up.
// Independent facts, each asked for by name: no state machine hides in them.
#[allow(clippy::struct_excessive_bools)]
struct Evidence {
    exclusive: bool,
    status_only: bool,
    residual: bool,
    strict: bool,
    shares: bool,
    /// The set has no further member that could make up what is missing.
    covered: bool,
    /// The list stands in another sentence than its total.
    apart: bool,
    /// The words tie the list to its total (其中, a bracket).
    tied: bool,
    /// The members are places or bodies, each named in a word.
    named: bool,
    repair: bool,
    /// Two neighbouring digits swapped would mend it, which hardly happens by accident.
    swap: bool,
    over: bool,
    digits: usize,
}

/// A list that should add up and does not, as far as the words prove it.
fn broken(document: &Document<'_>, total: usize, list: &List) -> Option<Found> {
    let spread = whole_list(document, total, list, true).filter(|members| exclusive_set(document, members).is_some());
    let members = spread.or_else(|| whole_list(document, total, list, false))?;
    let members = leading_set(document, &members).unwrap_or(members);
    if overlaps(document, total, &members) {
        return None;
    }
    let evidence = weigh(document, total, &members, list.tie)?;
    let verdict = evidence.verdict(members.len())?;
    relation(document, total, &members, Some(verdict))
}

/// 直接答复2276件，转办601件，按期结案597件: the members at the start that are all of one exclusive set, when others follow.
fn leading_set(document: &Document<'_>, members: &[usize]) -> Option<Vec<usize>> {
    (2..members.len()).rev().find_map(|count| {
        let set = exclusive_set(document, &members[..count])?;
        (set.members.len() == count && set.name != "done").then(|| members[..count].to_vec())
    })
}

/// The list that belongs together: one sentence, subsets left out; other units may stand between when it is `spread`.
fn whole_list(document: &Document<'_>, total: usize, list: &List, spread: bool) -> Option<Vec<usize>> {
    let figures = &document.figures;
    let &first = list.members.first()?;
    if list.tie == Tie::Open
        && (figures[first].sentence > figures[total].sentence + 1 || !follows_directly(document, total, first))
    {
        return None;
    }
    let complete_shares = share_sum(document, &list.members)
        .is_some_and(|(sum, all)| all && sum > Decimal::new(985, 1) && sum < Decimal::new(1015, 1));
    let mut members: Vec<usize> = Vec::new();
    for &member in &list.members {
        if spread && document.owned_directly[member] && document.owner[member] != Some(total) {
            continue;
        }
        if figures[member].sentence != figures[first].sentence
            || list.tie != Tie::Bracket && document.owned_directly[member] && document.owner[member] != Some(total)
        {
            break;
        }
        if let Some(&last) = members.last() {
            let foreign = (last + 1..member).any(|i| {
                figures[i].is_amount()
                    && figures[i].depth == figures[last].depth
                    && figures[i].role == Role::Level
                    && !figures[i].same_unit(&figures[total])
            });
            if foreign && !spread {
                break;
            }
        }
        if complete_shares || !is_subset(document, member) {
            members.push(member);
        }
    }
    let sound = members.iter().all(|i| !figures[*i].hedged && !is_each(&figures[*i]));
    (members.len() >= 2 && sound).then_some(members)
}

/// No other level stands between a total and its list.
fn follows_directly(document: &Document<'_>, total: usize, first: usize) -> bool {
    (total + 1..first).all(|i| {
        !document.is_level(i)
            || document.figures[i].depth > document.figures[total].depth
            || !document.figures[i].same_unit(&document.figures[total])
    })
}

/// The words say that the members overlap, or are not all.
fn overlaps(document: &Document<'_>, total: usize, members: &[usize]) -> bool {
    let figures = &document.figures;
    let (Some(&first), Some(&last)) = (members.first(), members.last()) else { return true };
    let lead = document.cues(figures[total].end.min(figures[first].start), figures[first].start);
    let span = document.between(figures[first].start.saturating_sub(12), figures[last].end);
    if lead.has(Cue::NotExhaustive) || span.contains('各') || figures[last].tail.trim_start().starts_with('等') {
        return true;
    }
    let marked = members.iter().filter(|i| figures[**i].says(Cue::Overlapping)).count();
    let sexes = members.iter().any(|i| figures[*i].label.contains('男'));
    let residual = figures[last].label.contains("其他");
    let nested = |word: &str| members.iter().filter(|i| figures[**i].label.contains(word)).count() >= 2;
    (marked >= 2 && !residual && !sexes)
        || nested("以上")
        || nested("以下")
        || share_sum(document, members)
            .is_some_and(|(sum, all)| sum > Decimal::new(1015, 1) || all && sum < Decimal::new(985, 1))
}

/// The shares printed behind members, added, and whether every member has one.
fn share_sum(document: &Document<'_>, members: &[usize]) -> Option<(Decimal, bool)> {
    let mut sum = Decimal::ZERO;
    let mut count = 0;
    for &member in members {
        let share =
            document.figures.get(member + 1).filter(|next| next.class == Class::Percent && next.role == Role::Share);
        if let Some(share) = share {
            sum = sum.checked_add(share.value)?;
            count += 1;
        }
    }
    (count > 0).then_some((sum, count == members.len()))
}

/// Whether each member is another member of one exclusive set, and which set.
fn exclusive_set(document: &Document<'_>, members: &[usize]) -> Option<&'static Exclusive> {
    WORDS.exclusive.iter().enumerate().find_map(|(index, set)| {
        if members.len() > set.members.len() {
            return None;
        }
        let mut used = BTreeSet::new();
        let all = members.iter().all(|i| document.member_of(*i, index).is_some_and(|member| used.insert(member)));
        all.then_some(set)
    })
}

fn weigh(document: &Document<'_>, total: usize, members: &[usize], tie: Tie) -> Option<Evidence> {
    let figures = &document.figures;
    let whole = &figures[total];
    let parts: Vec<&Figure<'_>> = members.iter().map(|i| &figures[*i]).collect();
    let mut sum = Interval::point(Decimal::ZERO);
    let mut point = Decimal::ZERO;
    for part in &parts {
        sum = sum.plus(part.interval()?)?;
        point = point.checked_add(part.base()?)?;
    }
    let target = whole.interval()?;
    if amount_verdict(whole, sum)? != Verdict::Inconsistent {
        return None;
    }
    let set = exclusive_set(document, members);
    let own_member = set.is_some_and(|set| {
        let one =
            set.members.iter().filter(|words| words.iter().any(|word| whole.label.contains(word.as_str()))).count()
                == 1;
        one && (set.name != "status" && set.name != "done" || !total_cue(whole))
    }) || is_subset(document, total);
    // 女子500米和3000米接力: a length without a word of totals is of anything.
    let measured = matches!(whole.class, Class::Measure) && !total_cue(whole);
    let (first_of_list, listed) = document.groups[total];
    let listed = listed > 1 && first_of_list != total;
    let carries_share = figures.get(total + 1).is_some_and(|next| {
        next.class == Class::Percent && next.role == Role::Share && next.sentence == whole.sentence
    });
    let broken_down = document.cues(whole.end.min(figures[*members.first()?].start), figures[*members.first()?].start);
    if tie == Tie::Open && (own_member || carries_share || listed || measured && !broken_down.has(Cue::Breakdown)) {
        return None;
    }
    let &first = members.first()?;
    let (from, to) = (whole.end.min(figures[first].start), figures[first].start);
    let (lead, says) = (document.between(from, to), document.cues(from, to));
    let &last = members.last()?;
    // Every item from the first to the total has its figure: nothing is counted that is not read.
    let next = |a: &Figure<'_>, b: &Figure<'_>| b.item == a.item + 1;
    let compact = parts.windows(2).all(|pair| next(pair[0], pair[1])) && next(&figures[last], whole);
    let limited = |word: &str| members.iter().any(|i| figures[*i].label.contains(word));
    let limits = members.iter().all(|i| ["以上", "以下", "之间"].iter().any(|word| figures[*i].label.contains(word)))
        && limited("以上")
        && limited("以下");
    let larger = parts.iter().any(|part| part.base().zip(whole.base()).is_some_and(|(part, whole)| part > whole));
    if larger && tie == Tie::Bracket && !lead.contains("其中") && !lead.contains("均为") {
        return None;
    }
    Some(Evidence {
        exclusive: set.is_some() || limits,
        status_only: set.is_some_and(|set| set.name == "status"),
        covered: limits || set.is_some_and(|set| set.members.len() == members.len()),
        apart: figures[first].sentence != whole.sentence,
        tied: tie != Tie::Open || says.has(Cue::Breakdown),
        named: tie != Tie::Open && members.len() >= 3 && parts.iter().all(|part| is_named(part.label)),
        residual: figures[last].says(Cue::Residual),
        strict: tie == Tie::Bracket && lead.contains("均为")
            || says.has(Cue::Strict)
            || tie == Tie::After && says_total(whole) && compact,
        shares: share_sum(document, members).is_some_and(|(sum, all)| all && sum > Decimal::new(985, 1)),
        repair: repairable(whole, &parts, point, repair::one_slip),
        swap: repairable(whole, &parts, point, repair::swapped),
        over: sum.low > target.high,
        digits: whole.digits(),
    })
    .filter(|_| tie != Tie::After || set.is_some() || says_total(whole) && compact)
    .filter(|_| {
        tie != Tie::Open
            || total_cue(whole)
            || set.is_some()
            || says.has(Cue::Breakdown)
            || ["其余", "剩余"].iter().any(|word| figures[last].label.contains(word))
    })
}

/// 合计1546人: the figure is called the total of what stands before it, and nothing else.
fn says_total(whole: &Figure<'_>) -> bool {
    matches!(whole.label.trim(), "合计" | "共计" | "总计" | "合计为" | "总计为" | "共")
}

/// 云渚2项, 海川省47例: the words before a member are one name.
fn is_named(label: &str) -> bool {
    let name: Vec<char> = label.trim_start_matches("其中").chars().filter(|c| !c.is_whitespace()).collect();
    let place = name.last().is_some_and(|c| "省市县区镇乡局村州旗".contains(*c));
    !name.is_empty()
        && name.iter().all(|c| super::super::glyphs::is_han(*c) || c.is_ascii_uppercase())
        && (name.len() <= 3 || name.len() <= 6 && place)
}

/// Whether one slip in the total or in a member would explain the difference; short figures prove nothing.
fn repairable(
    whole: &Figure<'_>,
    parts: &[&Figure<'_>],
    sum: Decimal,
    mends: fn(&Figure<'_>, Decimal) -> bool,
) -> bool {
    let Some(total) = whole.base() else { return false };
    let slip = |figure: &Figure<'_>, needed: Option<Decimal>| {
        let scaled = needed.and_then(|needed| needed.checked_div(power_of_ten(figure.scale)));
        figure.digits() >= 3 && scaled.is_some_and(|needed| mends(figure, needed))
    };
    slip(whole, Some(sum))
        || parts.iter().any(|part| {
            let others = part.base().and_then(|base| sum.checked_sub(base));
            slip(part, others.and_then(|others| total.checked_sub(others)))
        })
        || repair::scale_slip(total, sum).is_some()
}

impl Evidence {
    fn verdict(&self, members: usize) -> Option<Verdict> {
        let exhaustive = self.exclusive || self.residual || self.strict || self.shares;
        if self.apart && !self.repair {
            return None;
        }
        let proven = (self.repair || self.shares) && !self.apart;
        let pair = self.exclusive && !self.status_only && members == 2;
        if self.over && exhaustive {
            return Some(if pair || proven { Verdict::Inconsistent } else { Verdict::Unclear });
        }
        if exhaustive {
            let closed = self.residual || self.strict || self.shares || self.covered && !self.status_only;
            return match (closed, self.repair) {
                (true, true) if self.shares || members <= 3 && !self.apart => Some(Verdict::Inconsistent),
                (true, _) | (false, true) => Some(Verdict::Unclear),
                (false, false) if self.status_only => Some(Verdict::Unexplained),
                (false, false) => None,
            };
        }
        // Parts of a whole can't be more than it: one slip that would mend that is worth a question.
        let slip = self.repair && (self.over || self.digits >= 4) || self.swap && self.tied;
        (slip || self.over && self.named).then_some(Verdict::Unclear)
    }
}

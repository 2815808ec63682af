//! What the words around a list prove of it: that its members exclude each other, that they are all, that a slip of the pen
//! would explain the difference.

use rust_decimal::Decimal;

use super::{
    Tie, amount_verdict, announced,
    apart::{has_greater, stands_apart, told_apart},
    gaps::{
        far_above, half_more, is_above_all, is_above_by_slip, is_exchanged, is_near_miss, is_one_off, leaves_rest,
        leaves_round, listed_over, misscaled, repairable,
    },
    kinds::{are_firsts, are_kinds, are_years, is_named, leaves_none},
    overlap::{share_slack, share_sum},
    twice::limits,
};
use crate::{
    figures::{
        document::{Document, total_cue},
        figure::Figure,
        glyphs::is_han,
        relations::arithmetic,
        repair,
        units::Class,
        words::{Cue, Exclusive, WORDS},
    },
    model::Verdict,
    text::words::holds_any,
};

/// States of works that are all there are: done, in time, late, not begun.
const STATES: usize = 4;

/// Characters between a total and the words of its first part, when nothing else stands between.
const LEAD: usize = 2;

/// Words of what each of several has: their average lies between theirs.
const AVERAGED: [&str; 7] = ["均", "居民", "收入", "工资", "价", "率", "成本"];

/// Characters before a list in which its whole is named.
const LEAD_OF_NAME: usize = 24;

/// What the words say of a list that does not add up.
// Independent facts, each asked for by name: no state machine hides in them.
#[allow(clippy::struct_excessive_bools)]
pub(super) struct Evidence {
    exclusive: bool,
    status_only: bool,
    residual: bool,
    strict: bool,
    shares: bool,
    /// What is missing is a round number, as a digit before the last makes it.
    round: bool,
    /// The set has more members than it names.
    partial: bool,
    /// The set has no further member that could make up what is missing.
    covered: bool,
    /// The list stands in another sentence than its total.
    apart: bool,
    /// The sentence behind the total begins with 其中.
    opens: bool,
    /// The words tie the list to its total (其中, a bracket).
    tied: bool,
    /// The members are places or bodies, each named in a word.
    named: bool,
    /// The members are kinds of one thing, by the noun that ends their names (公用桩, 自用桩).
    kinds: bool,
    repair: bool,
    /// Two neighbouring digits swapped would mend it, which hardly happens by accident.
    swap: bool,
    over: bool,
    /// It comes to more than any figure of its unit before it in the sentence of its total.
    above_all: bool,
    /// The digits are all of a long total but the last: so near a list comes by no chance.
    near: bool,
    /// A part is more than its whole, and by one slip.
    above_slip: bool,
    /// One too many or too few, of more than a list comes so near by chance.
    one_off: bool,
    digits: usize,
}

/// Whether each member is another member of one exclusive set, and which set: the first of which they are all members, or else
/// the first that has more.
pub(super) fn exclusive_set(document: &Document<'_>, members: &[usize]) -> Option<&'static Exclusive> {
    let (first, others) = members.split_first()?;
    let sets = || {
        document.members_of(*first).iter().filter_map(|&(index, named)| {
            let index = usize::from(index);
            let set = WORDS.exclusive.get(index).filter(|set| members.len() <= set.members.len())?;
            // A bit for each member named so far.
            let mut used = 1_u128.checked_shl(u32::from(named))?;
            let all = others.iter().all(|i| {
                let bit = document.member_of(*i, index).and_then(|member| 1_u128.checked_shl(u32::from(member)));
                bit.is_some_and(|bit| {
                    let fresh = used & bit == 0;
                    used |= bit;
                    fresh
                })
            });
            all.then_some(set)
        })
    };
    sets().find(|set| set.members.len() == members.len()).or_else(|| sets().next())
}

/// Whether the members are all that there are of one exclusive set.
pub(in crate::figures::relations) fn divides(document: &Document<'_>, members: &[usize]) -> bool {
    exclusive_set(document, members).is_some_and(|set| !set.partial && set.members.len() == members.len())
}

/// 结算3046份、待结算81份, 按时签收11268件、超时签收74件: one of two denies the other.
pub(in crate::figures::relations) fn denied(document: &Document<'_>, members: &[usize]) -> bool {
    let [a, b] = members else { return false };
    let (a, b) = (document.figures[*a].label, document.figures[*b].label);
    denies(a, b) || denies(b, a)
}

/// 待结算 denies 结算.
fn denies(label: &str, other: &str) -> bool {
    let plain = |label: &str| -> String { label.trim_end_matches('的').chars().filter(|c| is_han(*c)).collect() };
    let name = plain(label);
    let name = name.trim_start_matches(['尚', '仍', '还', '里', '中']);
    let denied = ["未", "不", "待", "非", "无"].iter().find_map(|word| name.strip_prefix(word));
    // 截至11月20日已化解57件
    let other = other.rsplit_once('已').map_or_else(|| other.trim_start_matches("其中"), |(_, deed)| deed);
    let other = plain(other);
    // 无降水日61天，降水日仅28天: how many there are is said of no other thing.
    let other = other.trim_end_matches(['仅', '只', '有', '为']);
    denied.is_some_and(|denied| denied.chars().count() >= 2 && (denied == other || format!("予{denied}") == other))
}

/// 退件2件，退件率0.72%，办出276件: nothing but its own percent stands behind a member.
fn joined_by_shares(document: &Document<'_>, members: &[usize]) -> bool {
    let figures = &document.figures;
    members.windows(2).all(|pair| {
        let between = pair[0] + 1..pair[1];
        let items = figures[pair[1]].item - figures[pair[0]].item.min(figures[pair[1]].item);
        items == between.len() + 1 && between.into_iter().all(|at| figures[at].class == Class::Percent)
    })
}

/// What the words announce of a list.
// Independent facts, each asked for by name.
#[allow(clippy::struct_excessive_bools)]
pub(super) struct Told {
    /// One of its two members denies the other.
    denied: bool,
    /// How many there are, by what the whole is divided, or that nothing else follows.
    announced: bool,
    /// One of its members is what the others leave.
    pub(super) rest: bool,
    /// It stands right behind its total.
    beside: bool,
}

pub(super) fn weigh(document: &Document<'_>, total: usize, members: &[usize], tie: Tie) -> Option<Evidence> {
    let figures = &document.figures;
    let whole = &figures[total];
    let parts: Vec<&Figure<'_>> = members.iter().map(|i| &figures[*i]).collect();
    let (sum, point) = arithmetic::total(document, members)?;
    let target = whole.interval()?;
    if amount_verdict(whole, sum)? != Verdict::Inconsistent {
        return None;
    }
    let set = exclusive_set(document, members);
    let (&first, &last) = (members.first()?, members.last()?);
    let to = figures[first].start;
    let (lead, says) = (document.between(whole.end.min(to), to), document.cues(whole.end.min(to), to));
    if tie == Tie::Open && stands_apart(document, total, members, &parts, set, says) {
        return None;
    }
    // Every item from the first to the total has its figure: nothing is counted that is not read.
    let compact_list = parts.windows(2).all(|pair| stands_next(document, pair[0], pair[1]));
    let compact = compact_list && stands_next(document, &figures[last], whole);
    let above = parts.iter().filter(|part| part.base() > whole.base()).count();
    let larger = above > 0;
    if larger && tie == Tie::Bracket && !holds_any(lead, &["其中", "均为"]) {
        return None;
    }
    let misscaled = misscaled(whole, &parts, point);
    let tied = matches!(tie, Tie::Owned | Tie::Bracket) && document.owned_directly[first];
    let above_slip = tied && is_above_by_slip(whole, &parts, point);
    if larger && !misscaled && is_averaged(whole, &parts, (point, above_slip)) {
        return None;
    }
    // 15个项目竣工，25个在建，30个开展前期: what is less than two of them is no whole of theirs, but one more of them.
    if tie == Tie::Open && above >= 2 && !says.has(Cue::Breakdown) {
        return None;
    }
    let of_another = || tie == Tie::Owned && above == parts.len() && has_greater(document, total, point);
    if told_apart(document, total, members, tie, (sum.low > target.high, says)) || of_another() {
        return None;
    }
    let slip = || misscaled || repairable(whole, &parts, point, repair::one_slip);
    let told = told(document, total, members, set);
    Some(Evidence {
        exclusive: exclude_each_other(&parts, set, told.denied || tied && are_years(whole, &parts)),
        round: leaves_round(whole, point),
        partial: set.is_some_and(|set| set.partial),
        // 已完成51项，达到序时13项，滞后2项，未启动3项: whoever tells all four states leaves none out.
        status_only: set.is_some_and(|set| set.name == "status") && members.len() < STATES,
        covered: told.denied || leave_out_none(&parts, set),
        apart: figures[first].sentence != whole.sentence
            && !(document.owner[first] == Some(total)
                && document.owned_directly[first]
                && tie == Tie::Owned
                && named_before(document, first)),
        opens: opens_next(document, total, first, tie),
        tied: tie != Tie::Open || says.has(Cue::Breakdown),
        // 普惠园39506人、公办园26114人 of 43218人: so much more than there is are kinds that overlap.
        kinds: are_kinds(whole, &parts) && !half_more(whole, point),
        named: tie != Tie::Open
            && members.len() >= 3
            && !half_more(whole, point)
            && parts.iter().all(|part| is_named(part.label)),
        residual: is_rest(&figures[last]) || told.rest || leaves_none(&parts, slip),
        strict: tie == Tie::Bracket && lead.contains("均为")
            || says.has(Cue::Strict) && !(tie == Tie::Open && sum.low > target.high && !slip())
            || told.announced
            || tie != Tie::After
                && (total_cue(whole) && lead.trim_end().ends_with(':') || lead.contains("如下") && lead.contains(':'))
                && to_the_end(document, last)
            || tie == Tie::After && (says_total(whole) || adds(whole)) && compact,
        shares: share_sum(document, members).is_some_and(|(shares, all)| {
            all && shares >= Decimal::ONE_HUNDRED - share_slack(document, members) && !leaves_rest(whole, point, shares)
        }),
        // 168个海湾水质优良超过85%，117个海湾全域优良: what each is is told behind it, and may be told of one thing twice.
        repair: misscaled || (set.is_some() || !behind(&parts)) && repairable(whole, &parts, point, repair::one_slip),
        swap: repairable(whole, &parts, point, repair::swapped),
        over: sum.low > target.high,
        above_all: is_above_all(document, total, point),
        near: is_near_miss(whole, &parts, point),
        one_off: (tie != Tie::Open || announced::called_and_listed(document, total, members))
            && (compact_list || joined_by_shares(document, members))
            && (is_one_off(whole, &parts, point)
                || is_exchanged(whole, &parts, point) && (above >= 2 || is_one_list(document, whole, members))
                || matches!(tie, Tie::Owned | Tie::Open) && listed_over(document, members, whole, &parts, point)),
        above_slip,
        digits: whole.digits(),
    })
    .filter(|_| {
        let added = || told.announced || slip() || comes_near(document, whole, members, point);
        tie != Tie::After
            || set.is_some()
            || is_near_miss(whole, &parts, point) && total_cue(whole)
            || compact && (says_total(whole) || adds(whole) && added())
    })
    .filter(|_| {
        tie != Tie::Open
            || total_cue(whole)
            || set.is_some() && (whole.exact() || !far_above(whole, point) || slip())
            || are_kinds(whole, &parts)
            || told.announced
            || (told.denied || told.rest) && told.beside
            || says.has(Cue::Breakdown)
            || holds_any(figures[last].label, &["其余", "剩余"])
    })
}

/// Whether the members of a list exclude each other: of one set, by their limits, each the first of something, or `apart` otherwise.
fn exclude_each_other(parts: &[&Figure<'_>], set: Option<&'static Exclusive>, apart: bool) -> bool {
    apart || set.is_some() || limits(parts.iter().copied()) || are_firsts(parts)
}

/// Whether nothing else can be beside the members of a list: all that a set has, all four states of works, above a limit and below it.
fn leave_out_none(parts: &[&Figure<'_>], set: Option<&'static Exclusive>) -> bool {
    let all = |set: &Exclusive| set.members.len() == parts.len() || set.name == "status" && parts.len() >= STATES;
    limits(parts.iter().copied()) || set.is_some_and(|set| !set.partial && all(set))
}

/// Whether a whole that is less than a part may be the average of its parts, which no slip of the pen makes add up.
fn is_averaged(whole: &Figure<'_>, parts: &[&Figure<'_>], (point, above_slip): (Decimal, bool)) -> bool {
    // 经费64.8万元，其中车辆91.2万元、接待8.9万元、出国14.7万元: three and more that one digit would make add up are no averages.
    let three = || parts.len() >= 3 && repairable(whole, parts, point, repair::one_slip);
    let amounts = above_slip && !parts.iter().any(|part| holds_any(part.label, &AVERAGED));
    is_average_of(whole, parts) && !amounts && !three()
}

/// 居民收入36800元，其中城镇45200元、农村25600元: a measure between those of its parts is their average, and no sum.
fn is_average_of(whole: &Figure<'_>, parts: &[&Figure<'_>]) -> bool {
    let smaller = parts.iter().any(|part| part.base().zip(whole.base()).is_some_and(|(part, whole)| part < whole));
    smaller && !matches!(whole.class, Class::Count | Class::Bare) && !total_cue(whole)
}

/// What the words announce of the members of a list.
pub(super) fn told(document: &Document<'_>, total: usize, members: &[usize], set: Option<&'static Exclusive>) -> Told {
    let figures = &document.figures;
    // 64件（第一批38件、第二批26件），已化解57件: what a bracket says in between parts nothing.
    // One that nothing closes holds the whole rest.
    let aside = |(open, close): &&(usize, usize)| *open == figures[total].tail_end && *close < usize::MAX;
    let behind = document.brackets.spans.iter().find(aside).map_or(figures[total].end, |(_, close)| close + 1);
    let between = |first: &Figure<'_>| first.start.saturating_sub(behind);
    let parts = || members.iter().map(|i| &figures[*i]);
    let compact = members.windows(2).all(|pair| figures[pair[1]].item == figures[pair[0]].item + 1);
    let ends = compact && members.last().is_some_and(|last| to_the_end(document, *last));
    Told {
        denied: denied(document, members),
        announced: announced::is(document, total, members, set.is_some_and(|set| set.members.len() == members.len()))
            || announced::behind_colon(document, &figures[total]) && ends,
        rest: members.len() >= 3
            && announced::enumerated(document, members)
            && parts().any(|part| part.says(Cue::Residual)),
        beside: parts().next().is_some_and(|first| between(first) <= LEAD + first.label.chars().count()),
    }
}

/// 不合格98批次，…。不合格原因：农兽药残留33批次、…: the sentence names the whole of its list itself.
fn named_before(document: &Document<'_>, first: usize) -> bool {
    let mark = document.text.before(document.figures[first].label_start);
    let lead = document.lead(first, LEAD_OF_NAME);
    mark == ':' && !lead.contains("其中")
}

/// 立案62件。其中：涉及经济24件: the sentence behind the total begins with the words that make it a list of parts.
fn opens_next(document: &Document<'_>, total: usize, first: usize, tie: Tie) -> bool {
    let (whole, part) = (&document.figures[total], &document.figures[first]);
    let between = document.between(whole.end, part.start);
    let opened = between.rsplit_once('。').is_some_and(|(_, words)| words.trim_start().starts_with("其中"));
    tie == Tie::Owned && opened && part.sentence == whole.sentence + 1
}

/// 合计1546人: the figure is called the total of what stands before it, and nothing else.
pub(super) fn says_total(whole: &Figure<'_>) -> bool {
    // 与新收总数87305件相符
    let label = whole.label.trim();
    let agrees = ["相符", "一致", "吻合", "相等"].iter().any(|word| whole.tail.starts_with(word));
    if agrees
        && label.starts_with(['与', '和', '同'])
        && ["总数", "总量", "总额", "合计"].iter().any(|word| label.ends_with(word))
    {
        return true;
    }
    matches!(whole.label.trim(), "合计" | "共计" | "总计" | "合计为" | "总计为" | "共")
}

/// 二者合计685.2万辆, 累计清淤119.1公里: its words begin or end in one of adding up.
fn adds(whole: &Figure<'_>) -> bool {
    let label = whole.label.trim();
    let begins =
        ["累计", "共", "总计", "总数", "总量", "总额", "总共", "总和"].iter().any(|word| label.starts_with(word))
            && label.chars().count() <= 6;
    begins || ["合计", "共计", "总计", "总共", "共", "合共"].iter().any(|word| label.ends_with(word))
}

/// Whether nothing stands between two figures but the words of the second; 采供血机构2个、急救中心（站）5个: a bracket of a name is no item.
fn stands_next(document: &Document<'_>, a: &Figure<'_>, b: &Figure<'_>) -> bool {
    b.item == a.item + 1 || b.item == a.item + 2 && document.between(a.end, b.start).ends_with(')')
}

/// Two members without a word before them.
fn behind(parts: &[&Figure<'_>]) -> bool {
    let bare = |part: &&Figure<'_>| matches!(part.label.trim(), "" | "其中" | "中" | "有");
    parts.len() == 2
        && parts.iter().all(bare)
        && parts.iter().all(|part| part.tail.chars().filter(|c| is_han(*c)).count() >= 6)
}

/// Whether a member is told as all that is left; 我国对其他金砖成员国 are the other ones of something else.
fn is_rest(figure: &Figure<'_>) -> bool {
    let label = figure.label.trim_start();
    let within = label.find("其他").or_else(|| label.find("其它")).filter(|at| *at > 0 && figure.says(Cue::Residual));
    let joined = |at: usize| label[..at].ends_with(['及', '和', '与', '或', '、', '中']);
    let ends = ["其他", "其它", "其他类", "其他方面", "其他问题"].iter().any(|word| label.trim_end().ends_with(word));
    figure.says(Cue::Residual)
        && within.is_none_or(|at| {
            joined(at) || ends || ["由", "转", "向", "是", "为", "有", "属", "给"].contains(&&label[..at])
        })
}

/// Three digits are exchanged by chance seldom enough; of two, only where the list is told in one breath.
fn is_one_list(document: &Document<'_>, whole: &Figure<'_>, members: &[usize]) -> bool {
    whole.digits() >= 3 || announced::enumerated(document, members)
}

/// 疾控机构14个、…、急救中心5个，专业机构共计41个: four and more in one breath that come within a fifth of the total behind them.
fn comes_near(document: &Document<'_>, whole: &Figure<'_>, members: &[usize], point: Decimal) -> bool {
    let near = || -> Option<bool> {
        let gap = whole.base()?.checked_sub(point)?.abs();
        Some(gap.checked_mul(Decimal::from(5))? <= whole.base()?)
    };
    members.len() >= 4 && whole.exact() && announced::enumerated(document, members) && near() == Some(true)
}

/// No other amount stands behind the list in its sentence.
fn to_the_end(document: &Document<'_>, last: usize) -> bool {
    let figures = &document.figures;
    figures.get(last + 1).is_none_or(|next| next.sentence != figures[last].sentence || next.class == Class::Percent)
}

impl Evidence {
    /// What can be said of a list of so many members; nothing where the words prove too little.
    pub(super) fn verdict(&self, members: usize) -> Option<Verdict> {
        let exhaustive = self.exclusive || self.residual || self.strict || self.shares;
        let beyond = self.over && self.exclusive && self.above_all && members >= 3;
        if self.apart && !self.repair && !beyond && !(self.opens && (self.shares || self.residual)) {
            return None;
        }
        let proven = (self.repair || self.shares) && !self.apart;
        let pair = self.exclusive && !self.status_only && members == 2;
        if self.over && exhaustive {
            return Some(if pair || proven { Verdict::Inconsistent } else { Verdict::Unclear });
        }
        // 民事1219件、刑事241件 of 1468: what such a set does not name may be the rest, which is seldom a round number.
        if self.partial && !self.over && !(self.swap || self.round || self.residual || self.strict || self.shares) {
            return None;
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
        let kinds = self.kinds && (self.over || self.repair && self.digits >= 3);
        (slip || self.over && self.named || kinds || self.one_off || self.near || self.above_slip)
            .then_some(Verdict::Unclear)
    }
}

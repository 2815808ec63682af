//! Lists that would be the parts of a total if they added up to it: what a slip of the pen may have kept from closing.

use super::{
    LONGEST_LIST, List, REACH, Tie, announced, divides, is_subset, lists, may_be_total,
    overlap::{overlaps, rest_untold},
    without_one,
};
use crate::{
    figures::{
        document::{Document, total_cue},
        glyphs::ends_sentence,
        nouns::shares_noun,
        words::Cue,
    },
    text::words::holds_any,
};

/// Characters before a list in which it is said what it is divided by.
const LEAD: usize = 24;

/// Digits of a total which another list makes up already, where a second one is looked at all the same.
const LONG: usize = 5;

/// Lists of one total that are looked at, at most.
const MOST: usize = 12;

/// A total and figures that may be its parts.
pub(in crate::figures::relations) struct Parts {
    pub total: usize,
    pub members: Vec<usize>,
    /// Words or a bracket tie the list to its total.
    pub tied: bool,
}

/// Every total with its complete lists, and where it is not `settled` with all the runs of figures behind or before it that end where a list ends.
/// Where none of the figures around is `loose`, nothing could have kept a list from closing.
pub(in crate::figures::relations) fn lists_of_totals(
    document: &Document<'_>,
    settled: &[bool],
    loose: &[bool],
) -> Vec<Parts> {
    let mut all: Vec<Parts> = Vec::new();
    for total in (0..document.figures.len()).filter(|total| may_be_total(document, *total)) {
        let from = all.len();
        let near = total.saturating_sub(REACH)..loose.len().min(total + REACH);
        if !loose[near].contains(&true) {
            continue;
        }
        for list in lists(document, total) {
            for members in variants(document, &list) {
                for run in runs(document, &members, list.tie) {
                    let known = all[from..].iter().any(|known| known.members == run);
                    let sound = run.iter().all(|i| !document.figures[*i].hedged && !document.each[*i]);
                    let whole = || {
                        !overlaps(document, total, run)
                            && !rest_untold(document, total, run)
                            && without_one(document, total, run).is_none()
                    };
                    // A total of so many digits hardly comes near a list of its own clause by chance.
                    let long = || {
                        document.figures[total].digits() >= LONG
                            && list.tie == Tie::Owned
                            && fills_clause(document, run)
                    };
                    let asked = || !settled[total] || long() || is_complete(document, total, run);
                    if sound
                        && !known
                        && asked()
                        && !is_of_others(document, total, run)
                        && all.len() < from + MOST
                        && whole()
                    {
                        let tied = matches!(list.tie, Tie::Bracket | Tie::Owned | Tie::After)
                            || run.first().is_some_and(|first| {
                                document.opens_list[*first] || opens_behind_colon(document, *first)
                            });
                        all.push(Parts { total, members: run.to_vec(), tied });
                    }
                }
            }
        }
    }
    all
}

/// 持卡286.4万人。养老、失业、工伤保险参保人数分别为204.7万人、…: a list of other things, told in a sentence and under a name of its own.
fn is_of_others(document: &Document<'_>, total: usize, members: &[usize]) -> bool {
    let figures = &document.figures;
    let Some(&first) = members.first() else { return false };
    let apart = figures[first].sentence != figures[total].sentence && first > total;
    let named = figures[first].label.contains("分别") && document.owner[first].is_none();
    apart && named && !shares_noun(document, total, first, 3)
}

/// The list as it stands; without what is inside or beside; without the parts of its members.
fn variants(document: &Document<'_>, list: &List) -> Vec<Vec<usize>> {
    let outer = |i: &usize| {
        let owner = document.owner[*i];
        !is_subset(document, *i) && !owner.is_some_and(|owner| list.members.contains(&owner))
    };
    let outer: Vec<usize> = list.members.iter().copied().filter(outer).collect();
    if outer.len() < list.members.len() && outer.len() >= 2 {
        vec![list.members.clone(), outer]
    } else {
        vec![list.members.clone()]
    }
}

/// The runs of a list from where it or a sentence begins to where it, a sentence or what is counted ends.
fn runs<'m>(document: &Document<'_>, members: &'m [usize], tie: Tie) -> impl Iterator<Item = &'m [usize]> {
    let figures = &document.figures;
    let breaks = |at: usize| {
        let (before, next) = (members[at - 1], members[at]);
        let other = |i: usize| figures[i].is_amount() && !figures[i].same_unit(&figures[next]);
        figures[before].sentence != figures[next].sentence || (before + 1..next).any(other)
    };
    // 其中刑事19214件，其他20336件；审结899420件: a list within a clause ends with it.
    let apart = |at: usize| figures[members[at - 1]].clause != figures[members[at]].clause;
    let mut edges = vec![0];
    for at in 1..members.len() {
        let within = edges.last().is_some_and(|from| at >= from + 2 && !(from + 1..at).any(apart));
        // 公开电话2851件；表扬信61件: what stands last behind the others may be of another kind.
        let last = at + 1 == members.len() && at >= 3;
        if breaks(at) || apart(at) && (within || last) {
            edges.push(at);
        }
    }
    edges.push(members.len());
    let last = edges.len() - 1;
    let pairs = (0..last).flat_map(move |a| (a + 1..=last).map(move |b| (a, b)));
    let fits = move |(a, b): &(usize, usize)| {
        !matches!(tie, Tie::After | Tie::Told | Tie::Bracket) || *b == last && (*a == 0 || tie != Tie::Bracket)
    };
    pairs
        .filter(fits)
        .map(move |(a, b)| &members[edges[a]..edges[b]])
        .filter(|run| (2..=LONGEST_LIST).contains(&run.len()))
        .collect::<Vec<_>>()
        .into_iter()
}

/// 办理结果为：达成协议287件、…; 412 complaints: 365 were closed: a colon stands right before the words of a list.
fn opens_behind_colon(document: &Document<'_>, first: usize) -> bool {
    let start = document.figures[first].label_start;
    let before = document.text.before(start);
    before == ':' || before == ' ' && start > 0 && document.text.before(start - 1) == ':'
}

/// 包括：区级收入312546万元，上级补助228871万元，调入资金9037万元；总支出…: nothing else is told to the end of the clause.
fn fills_clause(document: &Document<'_>, members: &[usize]) -> bool {
    let figures = &document.figures;
    let compact =
        members.windows(2).all(|pair| pair[1] == pair[0] + 1 && figures[pair[1]].item == figures[pair[0]].item + 1);
    let Some(last) = members.last() else { return false };
    compact && figures.get(last + 1).is_none_or(|next| next.clause != figures[*last].clause)
}

/// Whether the words say of a list that it is complete, and that it divides what was counted last of all or first: 工单分类：求决类
/// 1893件、咨询类271件、其他类213件.
pub(in crate::figures::relations) fn is_complete(document: &Document<'_>, total: usize, members: &[usize]) -> bool {
    let figures = &document.figures;
    let (Some(&first), Some(&last)) = (members.first(), members.last()) else { return false };
    let parts = || members.iter().map(|i| &figures[*i]);
    if members.len() < 3 || first < total && last > total {
        return false;
    }
    let rest = figures[last].says(Cue::Residual);
    let classes = parts().all(|part| part.label.trim_end_matches(['为', '有', '的']).ends_with('类'));
    let start = figures[first].start;
    let lead = document.between(start.saturating_sub(LEAD), start);
    let lead = lead.rsplit(ends_sentence).next().unwrap_or_default();
    // 分三次产业看: all members of one set, called so.
    if lead.contains("分三次产业") && divides(document, members) {
        return true;
    }
    let divided = lead.contains('按') && holds_any(lead, &["分,", "分:", "划分", "分类", "来看", "看,", "统计,"])
        || holds_any(lead, &["分部门", "分行业", "分地区", "分产业", "分领域"])
        || holds_any(lead, &["分类:", "类型看", "来源看", "渠道看", "包括:", "分为:"]);
    let joined = announced::enumerated(document, members) || fills_clause(document, members);
    // 完成收入20348万元。…分部门情况是: what a list of its own divides needs no word of totals.
    if !total_cue(&figures[total]) {
        return holds_any(lead, &["分部门", "分行业", "分地区", "分产业", "分领域"]);
    }
    [rest, classes, divided, joined].iter().filter(|told| **told).count() >= 2
}

//! Lists that only stand beside a total: told of another time, planned and done, what came and what went, members of the list that the total is
//! one of.

use rust_decimal::Decimal;

use super::{
    Tie,
    evidence::{divides, says_total, told},
    is_subset,
};
use crate::{
    figures::{
        document::{Document, total_cue},
        figure::{Figure, Role},
        units::Class,
        words::{Cue, Cues, Exclusive},
    },
    text::words::holds_any,
};

/// Figures around a total among which a stock or another whole is looked for.
const MOVED: usize = 8;

/// 答复178件，结转8件，其中公开96件、部分公开18件: of what is less than each of its parts they are no parts, where another is more.
pub(super) fn has_greater(document: &Document<'_>, total: usize, sum: Decimal) -> bool {
    let figures = &document.figures;
    (total.saturating_sub(MOVED)..total).any(|i| {
        let same = figures[i].same_unit(&figures[total]) && figures[i].sentence == figures[total].sentence;
        document.is_level(i) && same && figures[i].base() >= Some(sum)
    })
}

/// Whether the members are told of other things than parts: planned and done, each in a clause of its own, what a stock came
/// to.
pub(super) fn told_apart(
    document: &Document<'_>,
    total: usize,
    members: &[usize],
    tie: Tie,
    (over, says): (bool, Cues),
) -> bool {
    let figures = &document.figures;
    let whole = &figures[total];
    let parts = || members.iter().map(|i| &figures[*i]);
    // 计划开工140项，已开工118项: what was planned and what was done are no parts beside each other.
    // 质量指标9批次 is a kind.
    // 省级预算12.46亿元 is where money came from.
    let is_planned = |part: &&Figure<'_>| {
        let source = holds_any(part.label, &["级预算", "预算内", "公共预算", "基金预算", "级安排", "级下达", "级统筹"]);
        let kind = source || part.label.contains("指标") && !part.label.contains(['计', '划', '目', '任', '预', '定']);
        part.says(Cue::Plan) && !kind
    };
    let planned = parts().filter(is_planned).count();
    if planned > 0 && planned < members.len() {
        return true;
    }
    // 计划办理86件，3件转为协办，实际主办85件: what was planned, and what became of it.
    let actual = |part: &&Figure<'_>| part.label.trim_start().starts_with("实际");
    if planned == 0 && whole.says(Cue::Plan) && parts().any(|part| actual(&part)) {
        return true;
    }
    // 今年新开20条、新开19条，截至目前共开通57条: what came this year, and what there is of all years.
    let stock = holds_any(whole.label, &["截至目前", "目前共", "累计"]);
    if stock && tie == Tie::After && parts().all(|part| holds_any(part.label, &["新开", "新增", "今年", "新建"]))
    {
        return true;
    }
    // 一期开放500张，目前实际开放740张: of the same things at two times.
    let now = |part: &Figure<'_>| holds_any(part.label, &["目前实际", "现实际", "目前已实际"]);
    if over && parts().skip(1).any(now) && !parts().next().is_some_and(now) {
        return true;
    }
    // 2个正在招标，同步启动明年3个项目: of another year.
    // 列入明年计划的36个，其余列入后年计划的41个: but all that is left is told.
    let later = ["明年", "下一年", "下年度", "后续"];
    let rest = parts().next_back().is_some_and(|last| last.label.trim_start().starts_with("其余"));
    if !rest && parts().any(|part| holds_any(part.label, &later)) {
        return true;
    }
    // 年末58件：新制定4件，废止9件: what came and what went are no parts.
    let moves = |cue: Cue, not: Cue| parts().any(|part| part.says(cue) && !part.says(not));
    if moves(Cue::Inflow, Cue::Outflow) && moves(Cue::Outflow, Cue::Inflow) {
        return true;
    }
    if tie != Tie::Open {
        return false;
    }
    // 67个新项目已开工28个；58个续建项目…: what each clause tells anew, and what no word calls a total, is no part and no whole.
    let clauses = parts().any(|part| part.clause != whole.clause);
    if clauses && over && !total_cue(whole) && !says.has(Cue::Breakdown) {
        return true;
    }
    // 年初在建48个，新开工36个，竣工29个，年末在建55个: of a stock no part stands beside its beginning.
    let stock = |i: usize| figures[i].says(Cue::Opening) && figures[i].sentence == whole.sentence;
    let moved = whole.says(Cue::Inflow) || parts().any(|part| part.says(Cue::Closing));
    let mut near = total.saturating_sub(MOVED)..figures.len().min(total + MOVED);
    moved && !says_total(whole) && near.any(stock)
}

/// Whether a figure is told as a member of a set: in its label, or behind it (67个新开工项目).
fn is_member(whole: &Figure<'_>, set: &Exclusive) -> bool {
    let says = |word: &String| whole.label.contains(word.as_str()) || whole.tail.starts_with(word.as_str());
    let one = set.members.iter().filter(|words| words.iter().any(says)).count() == 1;
    one && (set.name != "status" && set.name != "done" || !total_cue(whole))
}

/// Whether nothing ties a list to a total but that it follows, and the total is a member of something itself.
pub(super) fn stands_apart(
    document: &Document<'_>,
    total: usize,
    members: &[usize],
    parts: &[&Figure<'_>],
    set: Option<&'static Exclusive>,
    says: Cues,
) -> bool {
    let figures = &document.figures;
    let whole = &figures[total];
    // 重点督办事项共412件: told as a total, whatever it is a part of itself.
    let inside = is_subset(document, total) && !total_cue(whole);
    let own_member = set.is_some_and(|set| is_member(whole, set)) || inside;
    // 女子500米和3000米接力: a length without a word of totals is of anything.
    let measured = matches!(whole.class, Class::Measure) && !total_cue(whole);
    let (first_of_list, listed) = document.groups[total];
    let listed = listed > 1 && first_of_list != total;
    let carries_share = figures.get(total + 1).is_some_and(|next| {
        next.class == Class::Percent && next.role == Role::Share && next.sentence == whole.sentence
    });
    are_siblings(document, total, members)
        || own_member
        || is_one_more(whole, parts)
        || carries_share
        || listed
        || measured && set.is_none() && !says.has(Cue::Breakdown) && !divided_to_the_rest(document, total, members)
}

/// 装机容量1143.5万千瓦，火电462.0万千瓦、…、储能及其他27.5万千瓦: a list right behind a measure that ends in all the others divides it.
fn divided_to_the_rest(document: &Document<'_>, total: usize, members: &[usize]) -> bool {
    let ends = members.last().is_some_and(|last| document.figures[*last].label.contains("其他"));
    ends && members.first() == Some(&(total + 1)) && told(document, total, members, None).rest
}

/// 三农类7842件；交通类2219件；治安类1857件: a member of the list as well, by the end of its name.
pub(in crate::figures::relations) fn is_one_more(whole: &Figure<'_>, parts: &[&Figure<'_>]) -> bool {
    let class =
        |figure: &Figure<'_>| ['类', '型', '级', '档'].into_iter().find(|end| figure.label.trim().ends_with(*end));
    // 公共服务方面共办理870件；投诉方面239件；其他方面563件
    let field = |figure: &Figure<'_>| figure.label.contains("方面");
    field(whole) && parts.iter().all(|part| field(part))
        || class(whole).is_some() && !total_cue(whole) && parts.iter().all(|part| class(part) == class(whole))
}

/// 线上98场、高校专场75场: members of one list are no whole of each other. 其中有效回访231件，满意222件、一般6件、不满意3件: all members of one
/// set divide what stands before them.
fn are_siblings(document: &Document<'_>, total: usize, members: &[usize]) -> bool {
    let owner = document.owner[total];
    owner.is_some() && !divides(document, members) && members.iter().all(|i| document.owner[*i] == owner)
}

//! The counts that a rate may be of and the wholes that they may be parts of, likeliest first.

use super::{AHEAD, BACK, Base, LONGEST_LIST, Question, named, names, together};
use crate::figures::{
    document::{Document, total_cue},
    figure::{Figure, Role},
    glyphs::is_han,
    units::Class,
    words::Cue,
};

/// The counts that a rate may be of, likeliest first.
pub(super) fn numerators(document: &Document<'_>, at: usize, groups: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let figures = &document.figures;
    let rate = &figures[at];
    let (first, size) = groups[at];
    let usable = |i: &usize| document.is_level(*i) && !figures[*i].hedged && document.may_be_part(*i);
    if let Some(part) = industry(document, at).filter(|part| usable(part)) {
        return vec![vec![part]];
    }
    if size > 1 {
        let listed = listed_parts(document, first, size, usable);
        return listed.get(size - 1 - (at - first)).map(|i| vec![vec![*i]]).unwrap_or_default();
    }
    // 88.6%，即187处: the count is the percent said again.
    let again = (at + 1..figures.len().min(at + 2)).find(|i| usable(i) && restates(document, at, *i));
    if let Some(again) = again {
        return vec![vec![again]];
    }
    // 61.6% (5,822): the count stands in a bracket behind its share.
    let behind = (at + 1..figures.len().min(at + 2)).find(|i| {
        let figure = &figures[*i];
        usable(i)
            && figure.depth == rate.depth + 1
            && figure.start == rate.end + 1 + usize::from(document.text.at(rate.end) == ' ')
            && figure.label.is_empty()
            && figure.tail.is_empty()
    });
    if let Some(behind) = behind.filter(|_| rate.role == Role::Share) {
        return vec![vec![behind]];
    }
    let alone = rate.label.trim().is_empty() && rate.depth > 0;
    if let Some(owner) = rate.bracket.and_then(|id| document.bracket_owner.get(id).copied().flatten()).filter(|_| alone)
    {
        // 312 km against a target of 400 km (78%): what was done stands before its plan.
        let done = document
            .earlier_levels(owner, 3)
            .find(|i| figures[*i].same_unit(&figures[owner]) && figures[*i].sentence == rate.sentence && usable(i));
        if let Some(done) = done.filter(|done| figures[owner].says(Cue::Plan) && !figures[*done].says(Cue::Plan)) {
            return vec![vec![done], vec![owner]];
        }
        return if usable(&owner) { vec![vec![owner]] } else { Vec::new() };
    }
    let near: Vec<usize> = (0..at)
        .rev()
        .take(8)
        .filter(usable)
        .filter(|i| {
            figures[*i].sentence == rate.sentence
                && (figures[*i].depth == rate.depth && figures[*i].bracket == rate.bracket
                    || figures[*i].depth < rate.depth)
        })
        .collect();
    // 抽查工程216个，抽查率20%: the count right before bears the whole name of its rate, and no other is meant.
    if let Some(&nearest) = near.first().filter(|nearest| **nearest + 1 == at && bears_name(&figures[**nearest], rate))
    {
        return vec![vec![nearest]];
    }
    let behind = (at + 1..figures.len().min(at + 2)).find(|i| {
        usable(i) && rate.role == Role::Rate && figures[*i].sentence == rate.sentence && figures[*i].says(Cue::Actual)
    });
    // 已完成年度计划的50.8%，完成投资201.3亿元: what was done stands behind its rate, and before it only what was planned.
    if let Some(behind) = behind.filter(|_| {
        names::of_plan(rate) && !near.iter().any(|i| figures[*i].says(Cue::Actual) && !figures[*i].says(Cue::Plan))
    }) {
        return vec![vec![behind]];
    }
    if let Some(named) = together::named(document, at) {
        return vec![named];
    }
    if let Some(all) = together::list(document, at, &near) {
        return vec![all];
    }
    let most = match rate.role {
        Role::Share if !rate.label.chars().any(is_han) => 2,
        Role::Share => 1,
        _ => 3,
    };
    let mut sets: Vec<Vec<usize>> = near.iter().take(most).map(|i| vec![*i]).collect();
    sets.extend(average_part(document, at).filter(|_| sets.is_empty()).map(|part| vec![part]));
    if rate.role == Role::Rate || figures[at].label.contains("占") {
        for pair in near.windows(2).take(2) {
            // 一类9件，占6%；二类35件，占25%；三类47件，占31%: no share is of members of other clauses.
            let other = rate.role == Role::Share && pair.iter().any(|i| figures[*i].clause != rate.clause);
            if figures[pair[0]].same_unit(&figures[pair[1]]) && !other {
                sets.push(pair.to_vec());
            }
        }
    }
    if near.len() >= 3
        && near[..3].windows(2).all(|pair| figures[pair[0]].same_unit(&figures[pair[1]]))
        && rate.label.contains('占')
    {
        sets.push(near[..3].to_vec());
    }
    sets.extend(top(document, at));
    sets.extend(behind.map(|i| vec![i]));
    sets.extend(rungs(document, at));
    sets
}

/// 人均工资性收入8793元，增长8.7%，占可支配收入的57.5%: a part told for each head is of a whole told for each head.
fn average_part(document: &Document<'_>, at: usize) -> Option<usize> {
    let figures = &document.figures;
    let rate = &figures[at];
    let named = rate.role == Role::Share && names::named_whole(rate).chars().count() >= 3;
    let part = (at.saturating_sub(2)..at).rev().find(|i| figures[*i].is_amount()).filter(|_| named)?;
    let figure = &figures[part];
    let told = figure.role == Role::Average && figure.label.contains("人均") && figure.sentence == rate.sentence;
    (told && !figure.hedged).then_some(part)
}

/// Whether a share stands in a ratio of several: 8.7:41.4:49.9.
pub(super) fn in_ratio(document: &Document<'_>, at: usize) -> bool {
    let figure = &document.figures[at];
    figure.told_if_used && (document.text.at(figure.end) == ':' || document.text.before(figure.start) == ':')
}

/// 三次产业结构为8.7:41.4:49.9: each share is of the industry of its place.
fn industry(document: &Document<'_>, at: usize) -> Option<usize> {
    let (first, size) = document.groups[at];
    let asked = size == 3 && in_ratio(document, at) && document.figures[first].label.contains("产业");
    let name = ["第一产业", "第二产业", "第三产业"].get(at - first).filter(|_| asked)?;
    document.earlier_levels(at, BACK).find(|i| document.figures[*i].label.contains(name))
}

/// 餐饮1208件、零售964件、美容417件，前两位占64.8%: the greatest of the list before.
fn top(document: &Document<'_>, at: usize) -> Option<Vec<usize>> {
    let figures = &document.figures;
    let rate = &figures[at];
    let (_, behind) = rate.label.rsplit_once('前')?;
    let count = ["两", "二", "三", "四", "五"].iter().position(|word| behind.starts_with(word))?;
    let count = if count == 0 { 2 } else { count + 1 };
    let mut near: Vec<usize> = document
        .earlier_levels(at, LONGEST_LIST)
        .take_while(|i| figures[*i].sentence == rate.sentence)
        .filter(|i| !total_cue(&figures[*i]) && !figures[*i].hedged)
        .collect();
    near.sort_by_key(|i| std::cmp::Reverse(figures[*i].base()));
    near.truncate(count);
    (near.len() == count && near.windows(2).all(|pair| figures[pair[0]].same_unit(&figures[pair[1]]))).then_some(near)
}

/// 博士218人，硕士1364人，本科2907人…硕士及以上学历占29.8%: the members of a ladder from its first to the one that is named.
pub(super) fn rungs(document: &Document<'_>, at: usize) -> Option<Vec<usize>> {
    let figures = &document.figures;
    let rate = &figures[at];
    let above = rate.label.find("以上")?;
    let end = rate.label.find("及以上").unwrap_or(above);
    let name: Vec<char> = rate.label[..end].chars().filter(|c| is_han(*c)).collect();
    let name: String = name.last_chunk::<2>()?.iter().collect();
    let near: Vec<usize> =
        document.earlier_levels(at, LONGEST_LIST).take_while(|i| figures[*i].sentence == rate.sentence).collect();
    let named = near.iter().position(|i| figures[*i].label.contains(&name))?;
    let last = near[named];
    let mut rungs: Vec<usize> = near[named..]
        .iter()
        .copied()
        .take_while(|i| {
            let figure = &figures[*i];
            figure.same_unit(&figures[last]) && !figure.hedged && document.owner[last] != Some(*i) && !total_cue(figure)
        })
        .collect();
    rungs.reverse();
    (rungs.len() >= 2).then_some(rungs)
}

/// The parts, last first, that a list of so many percents from `first` on is of; a total between them is their whole
/// (三类合计11.91亿元，占比依次为).
fn listed_parts(document: &Document<'_>, first: usize, size: usize, usable: impl Fn(&usize) -> bool) -> Vec<usize> {
    let figures = &document.figures;
    let mut before: Vec<usize> = (0..first).rev().take(size * 2 + 1).filter(usable).take(size + 1).collect();
    if let Some((&nearest, others)) = before.split_first()
        && others.len() == size
        && (total_cue(&figures[nearest]) || figures[nearest].says(Cue::TotalAfter))
        && others
            .iter()
            .all(|i| figures[*i].base() < figures[nearest].base() && figures[*i].same_unit(&figures[nearest]))
    {
        before.remove(0);
    }
    before.truncate(size);
    before
}

/// 88.6%，即187处: a count that says a percent again.
pub(super) fn restates(document: &Document<'_>, rate: usize, part: usize) -> bool {
    let before = rate.checked_sub(1).map(|before| &document.figures[before]);
    let (rate, part) = (&document.figures[rate], &document.figures[part]);
    let label = part.label.trim();
    // 其他18.91亿元，占比1.5%，合计1246.10亿元: more than the member before it is the total of its list.
    let total = matches!(label, "计" | "共" | "共计" | "合" | "合计")
        && rate.role == Role::Share
        && before.is_some_and(|before| before.same_unit(part) && before.base() < part.base());
    !total
        && (label.starts_with('即') || matches!(label, "计" | "共" | "共计" | "为" | "合" | "合计"))
        && part.is_amount()
        && part.sentence == rate.sentence
        && part.start.saturating_sub(rate.end) <= 12
}

/// The wholes that the numerators may be parts of, likeliest first.
pub(super) fn bases(document: &Document<'_>, at: usize, numerators: &[Vec<usize>]) -> Vec<Base> {
    let figures = &document.figures;
    let Some(&numerator) = numerators.first().and_then(|set| set.first()) else { return Vec::new() };
    let part = &figures[numerator];
    let only = numerators.len() == 1;
    let fits = |i: &usize| {
        let whole = &figures[*i];
        let own = only && *i == numerator;
        let holder = document.owner[numerator] == Some(*i);
        // 分别完成投资36.2亿元、94.3亿元，完成率分别为: two of one list are no part and whole.
        let listed = document.groups[numerator].1 > 1 && document.groups[*i].0 == document.groups[numerator].0;
        // 核减1.286亿元（12860万元）: a part told again in other units is no whole of its own.
        let again = document.owner[*i] == Some(numerator) && whole.depth > part.depth && whole.base() == part.base();
        !own && !listed
            && !again
            && (holder || !is_sibling(document, *i, at))
            && (whole.same_unit(part) || named::counts_visits(whole, part))
            && document.may_be_part(*i)
            && !whole.hedged
            && !whole.of_other_year()
            // 上年为23207元: nor is a part of what is now one of what there was.
            && (!whole.says(Cue::Past) || part.says(Cue::Past) || !document.own_noun(*i).is_empty())
            && whole.role != Role::Average
            && !matches!(whole.role, Role::Change(_))
            && !whole.value.is_zero()
    };
    let mut before: Vec<usize> = (at.saturating_sub(BACK)..at).rev().filter(fits).collect();
    before.sort_by_key(|i| (!total_cue(&figures[*i]), at - *i));
    let after = (at + 1..figures.len().min(at + AHEAD)).filter(fits).filter(|i| {
        total_cue(&figures[*i]) || figures[*i].label.contains('总') || named::is_whole_behind(document, *i, at)
    });
    let mut bases: Vec<Base> = before.into_iter().chain(after).map(Base::Figure).collect();
    // 消费支出人均31264元，食品9567元（占30.6%）: where nothing else is told, an average is the whole.
    if bases.is_empty() && rate_is_share(document, at) {
        let average = (at.saturating_sub(BACK)..at).rev().find(|i| {
            let whole = &figures[*i];
            whole.role == Role::Average && whole.same_unit(part) && !whole.hedged && whole.base() > part.base()
        });
        bases.extend(average.map(Base::Figure));
    }
    if part.role == Role::Average {
        bases = average_wholes(document, at, numerator);
    }
    bases.extend(on_hand(document, at, part.unit));
    bases
}

/// The averages on either side that bear the name of the whole: 人均可支配收入15294元.
fn average_wholes(document: &Document<'_>, at: usize, part: usize) -> Vec<Base> {
    let figures = &document.figures;
    let name = names::named_whole(&figures[at]);
    let fits = |i: &usize| {
        let whole = &figures[*i];
        let called = whole.role == Role::Average && whole.label.contains("人均") && whole.label.contains(&name);
        *i != part && called && whole.same_unit(&figures[part]) && !whole.hedged && whole.line == figures[at].line
    };
    (at.saturating_sub(BACK)..figures.len().min(at + BACK)).filter(fits).map(Base::Figure).collect()
}

fn rate_is_share(document: &Document<'_>, at: usize) -> bool {
    document.figures[at].role == Role::Share
}

/// 占义务教育在校生的23.2%: where the words name one figure by its whole name, no other is the base.
pub(super) fn only_named(document: &Document<'_>, rate: usize, bases: Vec<Base>) -> Vec<Base> {
    let figures = &document.figures;
    if figures[rate].role != Role::Share {
        return bases;
    }
    // 占年度计划的17.3%: of what was planned, where one figure is called so.
    if names::of_plan(&figures[rate]) {
        let planned = |base: &&Base| matches!(base, Base::Figure(whole) if figures[*whole].says(Cue::Plan) && figures[*whole].sentence == figures[rate].sentence);
        let mut planned = bases.iter().filter(planned);
        if let (Some(plan), None) = (planned.next(), planned.next()) {
            return vec![plan.clone()];
        }
    }
    let named = names::named_whole(&figures[rate]);
    let name = named.trim_start_matches(|c| "全本该年度当".contains(c)).trim_start_matches(['市', '县', '区', '省']);
    let named = |base: &&Base| match base {
        Base::Figure(whole) => {
            let label = figures[*whole].label.trim_end_matches(['为', '达', '到', '共', '有', '约', ' ']);
            label.ends_with(name) && figures[*whole].line == figures[rate].line
        }
        Base::Sum(_) => false,
    };
    if name.chars().count() < 4 {
        return bases;
    }
    let mut found = bases.iter().filter(named);
    match (found.next(), found.next()) {
        (Some(base), None) => vec![base.clone()],
        _ => bases,
    }
}

/// Leaves of the wholes of a part only the one that its own words name.
pub(super) fn keep_named_within(document: &Document<'_>, part: Option<&Vec<usize>>, bases: &mut Vec<Base>) {
    if let Some(whole) = part.and_then(|part| named_within(document, part, bases)) {
        bases.retain(|base| *base == Base::Figure(whole));
    }
}

/// 已受理9347件…，受理件中调解成功5912件: the words of a part name the only whole that it is among.
fn named_within(document: &Document<'_>, part: &[usize], bases: &[Base]) -> Option<usize> {
    let &[part] = part else { return None };
    let figure = &document.figures[part];
    let (name, own) = figure.label.split_once('中')?;
    let name = name.trim().trim_end_matches(figure.unit).trim_end_matches('的');
    if name.chars().count() < 2 || !name.chars().all(is_han) || name.ends_with('其') || own.trim().is_empty() {
        return None;
    }
    let called = |base: &Base| match base {
        Base::Figure(whole) => {
            let label = document.figures[*whole].label.trim_end_matches(['为', '共', '有', ' ']);
            let said = label.strip_suffix(name).is_some_and(|before| !before.ends_with(['不', '未', '予', '非', '待']));
            said.then_some(*whole)
        }
        Base::Sum(_) => None,
    };
    let mut wholes = bases.iter().filter_map(called);
    wholes.next().filter(|_| wholes.next().is_none())
}

/// 旧存3187件，新收58236件，审结56914件，结案率92.66%: what was there and what came are the whole of what was done of it.
fn on_hand(document: &Document<'_>, rate: usize, unit: &str) -> Option<Base> {
    let figures = &document.figures;
    if !figures[rate].says(Cue::Backlog) {
        return None;
    }
    let near = || {
        (rate.saturating_sub(BACK)..rate).rev().filter(|i| {
            let figure = &figures[*i];
            document.is_level(*i) && !figure.hedged && figure.unit == unit && figure.line == figures[rate].line
        })
    };
    let opening = near().find(|i| figures[*i].says(Cue::Opening))?;
    let inflow = near().find(|i| figures[*i].says(Cue::Inflow) && !figures[*i].says(Cue::Opening))?;
    Some(Base::Sum(vec![opening.min(inflow), opening.max(inflow)]))
}

/// A member of the same list, with a share of its own, is no base of another.
fn is_sibling(document: &Document<'_>, whole: usize, rate: usize) -> bool {
    let figures = &document.figures;
    let share =
        |at: usize| figures.get(at).is_some_and(|next| next.class == Class::Percent && next.role == Role::Share);
    // 三类合计11.91亿元，占比依次为: a list of shares behind a total is of the parts before it.
    let of_parts = total_cue(&figures[whole]) && document.groups.get(whole + 1).is_some_and(|(_, size)| *size > 1);
    whole + 1 != rate
        && !of_parts
        && share(whole + 1)
        && share(rate)
        && figures[whole].sentence == figures[rate].sentence
        && figures[whole].depth == figures[rate].depth
        && !names::is_the_named(document, rate, whole)
}

/// Whether a figure carries a share of its own, so that no other share is accused by it.
pub(super) fn carries_share(document: &Document<'_>, whole: usize) -> bool {
    document.figures.get(whole + 1).is_some_and(|next| {
        next.class == Class::Percent && next.role == Role::Share && next.sentence == document.figures[whole].sentence
    })
}

/// 投诉类42.02万件占比19.72%，建议类和其他类分别占比0.53%、0.59%: the part has its share, and the rate is of another.
pub(super) fn has_own_share(document: &Document<'_>, rate: usize, part: usize) -> bool {
    let figures = &document.figures;
    let share = |next: &Figure<'_>| next.class == Class::Percent && next.item == figures[part].item;
    part + 1 < rate
        && figures[part + 1].role == Role::Share
        && share(&figures[part + 1])
        && figures[rate].item > figures[part].item
}

/// A list of shares: its members, and those that are parts of a member.
struct Run {
    members: Vec<usize>,
    within: Vec<usize>,
}

/// The members of one list of shares add up to a whole that need not be printed.
pub(super) fn implicit_bases(document: &Document<'_>, questions: &mut [Question]) {
    let mut runs: Vec<Run> = Vec::new();
    for index in 0..questions.len() {
        let question = &questions[index];
        let part = question
            .numerators
            .first()
            .filter(|set| set.len() == 1 && !question.explicit)
            .and_then(|set| set.first())
            .copied();
        let Some(part) = part.filter(|_| document.figures[question.rate].role == Role::Share) else { continue };
        // 少数民族183151人，占24.37%，其中回族176176人，占23.45%: a part of a member is a share of the same whole, and no member.
        let of_member = document.figures[part].says(Cue::Among) && document.owner[part].is_some();
        let last = runs.last_mut().filter(|run| run.members.len() < LONGEST_LIST);
        match last {
            Some(run) if of_member && run.members.len() >= 2 => run.within.push(index),
            Some(run) if goes_on(document, questions, run, (index, part)) => run.members.push(index),
            _ => runs.push(Run { members: vec![index], within: Vec::new() }),
        }
    }
    for run in runs.into_iter().filter(|run| run.members.len() >= 2) {
        let members: Vec<usize> =
            run.members.iter().filter_map(|i| questions[*i].numerators.first()?.first().copied()).collect();
        for index in run.members.into_iter().chain(run.within) {
            questions[index].bases.push(Base::Sum(members.clone()));
        }
    }
}

/// Whether a share, by its place and its part, is the next member of a list.
fn goes_on(document: &Document<'_>, questions: &[Question], run: &Run, (index, part): (usize, usize)) -> bool {
    let Some(&member) = run.members.last() else { return false };
    let last = run.within.last().map_or(member, |within| member.max(*within));
    questions[member].numerators.first().and_then(|set| set.first()).is_some_and(|i| {
        let (a, b) = (&document.figures[*i], &document.figures[part]);
        a.same_unit(b) && b.sentence <= a.sentence + 1 && a.line == b.line && index - last == 1 && *i != part
    })
}

/// Whether a count's words begin or end in the whole name of a rate, of two characters and more: 抽查 of 抽查率.
fn bears_name(part: &Figure<'_>, rate: &Figure<'_>) -> bool {
    let Some((name, _)) = rate.label.trim_start().split_once('率') else { return false };
    let label = part.label.trim();
    // 不起诉 bears no 起诉率.
    let said = label.match_indices(name).any(|(at, _)| !label[..at].ends_with(['不', '未', '非', '无', '待']));
    rate.role == Role::Rate && name.chars().count() >= 2 && name.chars().all(is_han) && said
}

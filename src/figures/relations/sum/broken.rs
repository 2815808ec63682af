//! Lists that should add up and do not, as far as the words prove it, and the slip of the pen that would explain one.

use rust_decimal::Decimal;

use super::{
    List, Tie, amount_verdict, announced, coarse,
    evidence::{exclusive_set, weigh},
    goes_on, is_subset,
    overlap::{is_flow, overlaps, rest_untold, share_sum},
    relation,
};
use crate::{
    figures::{
        document::{Document, total_cue},
        figure::{Figure, Role, plain},
        glyphs::is_han,
        interval::power_of_ten,
        relations::{Found, arithmetic, operand},
        repair,
        units::Class,
        words::{Cue, WORDS},
    },
    model::{Verdict, Words},
    text::words::holds_any,
};

/// Figures before a total among which a list may have another whole.
const WHOLE_BACK: usize = 12;

/// A list that should add up and does not, as far as the words prove it.
pub(super) fn broken(document: &Document<'_>, total: usize, list: &List) -> Option<Found> {
    if list.tie == Tie::Open && is_joined(document, total, list) {
        return None;
    }
    let spread = whole_list(document, total, list, true).filter(|members| exclusive_set(document, members).is_some());
    let members = spread.or_else(|| whole_list(document, total, list, false))?;
    if let Some(found) = forgotten(document, total, list, &members) {
        return Some(found);
    }
    let members = trailing_run(document, total, list, &members).unwrap_or(members);
    let named = || (2..members.len()).rev().find(|count| announced::names_all(document, total, &members[..*count]));
    let leading = leading_set(document, total, &members)
        .or_else(|| leading_run(document, &members))
        .or_else(|| before_named_rate(document, &members));
    let members = leading.or_else(|| named().map(|count| members[..count].to_vec())).unwrap_or(members);
    // 43件，其中移送17件、自行发现27件；已办结31件: those of the first clause, where all of them prove nothing.
    let first_clause = || leading_clause(document, &members).and_then(|members| asked(document, total, list, &members));
    asked(document, total, list, &members).or_else(first_clause)
}

/// 监测365天，优128天、良184天，优良天数合计312天: what 、 joins right before a total that adds up, and nothing before it.
fn trailing_run(document: &Document<'_>, total: usize, list: &List, members: &[usize]) -> Option<Vec<usize>> {
    let figures = &document.figures;
    let joined = |pair: &[usize]| {
        let next = pair[1] == pair[0] + 1 && figures[pair[1]].item == figures[pair[0]].item + 1;
        next && document.text.before(figures[pair[1]].label_start) == '、'
    };
    let run = members.windows(2).rev().take_while(|pair| joined(pair)).count() + 1;
    let from = members.len().checked_sub(run).filter(|from| *from > 0 && run >= 2)?;
    let beside = members.last().is_some_and(|last| last + 1 == total);
    let marked = document.text.before(figures[members[from]].label_start) != '、';
    (list.tie == Tie::After && beside && marked).then(|| members[from..].to_vec())
}

/// 挽回损失1.31亿元（上缴财政0.94亿元，减少补贴0.37亿元，归还渠道1.52亿元）: the bracket of a total lists one more than it comes to.
fn forgotten(document: &Document<'_>, total: usize, list: &List, members: &[usize]) -> Option<Found> {
    let (&last, others) = members.split_last()?;
    let figures = &document.figures;
    let plain = |i: &usize| {
        let figure = &figures[*i];
        let beside = [Cue::Outside, Cue::Among, Cue::Past, Cue::Subset].into_iter().any(|cue| figure.says(cue));
        !beside && !is_flow(figure.label) && figures[*i].depth == figures[last].depth
    };
    let named = |i: &usize| document.own_noun(*i).len() >= 2;
    let told = list.tie == Tie::Bracket && others.len() >= 2 && figures[total].digits() >= 3;
    let sound = told && members.iter().all(|i| plain(i) && named(i)) && comes_out(document, total, others);
    let open = document.figures[last].label.contains("累计") || overlaps(document, total, members);
    let found = relation(document, total, members, Some(Verdict::Unclear)).filter(|_| sound && !open)?;
    Some(Found {
        note: Words::new("最后一项似未计入合计", "the last of the list seems not to be counted in the total"),
        ..found
    })
}

/// What can be asked of a total and these figures as all of its parts.
fn asked(document: &Document<'_>, total: usize, list: &List, members: &[usize]) -> Option<Found> {
    // 每年10890元，补贴按三档分别为150元、390元、780元: what each gets is no total.
    if document.each[total] || overlaps(document, total, members) || rest_untold(document, total, members) {
        return None;
    }
    if with_the_one_before(document, total, members) || is_of_another(document, total, members) {
        return None;
    }
    // 铁路1592.9万人次，公路、水路共6143.68万人次，民航共233.8万人次: what is less than each of those before it, and by no slip, is one more.
    let less = |i: &usize| exceeds(&document.figures[*i], &document.figures[total]);
    if list.tie == Tie::After && members.iter().all(less) && slip(document, total, members).is_none() {
        return None;
    }
    // 扶持创业1.41万人；再就业3.36万人，实现就业1.02万人: where no word calls them parts, what is more than the whole is none.
    let more = || members.iter().any(|i| exceeds(&document.figures[*i], &document.figures[total]));
    let set = exclusive_set(document, members);
    // 起诉2件，结果维持8件，尚未审结2件: nor is a few the whole of many, which no slip of the pen explains.
    let whole = &document.figures[total];
    let meant = || total_cue(whole) || whole.digits() >= 2 || slip(document, total, members).is_some();
    let called = set.is_some_and(|set| set.name != "status" && meant() || total_cue(whole));
    if list.tie == Tie::Open && more() && (!called || told_between(document, total, members)) {
        return None;
    }
    let evidence = weigh(document, total, members, list.tie)?;
    let verdict = evidence.verdict(members.len())?;
    let proof = || without_one(document, total, members).or_else(|| without_inner(document, total, members));
    if let Some(proof) = of_earlier_whole(document, total, members).or_else(proof) {
        return Some(proof);
    }
    let found = relation(document, total, members, Some(verdict))?;
    let note = slip(document, total, members).unwrap_or_default();
    Some(Found { note, ..found })
}

/// 一般隐患127项、重大隐患5项，现场整改43项，限期整改89项: the total is a member of a list itself, whatever its words call it.
fn is_joined(document: &Document<'_>, total: usize, list: &List) -> bool {
    let whole = &document.figures[total];
    let next = list.members.first() == Some(&(total + 1));
    let joined = |at: &usize| document.text.before(document.figures[*at].label_start) == '、';
    // 全年完成交通2300亿元、能源2100亿元、水利900亿元: 全年 calls none of them a total.
    let called = !whole.label.contains("全年") || holds_any(whole.label, &["共", "合计", "总"]);
    let listed = next && document.text.at(whole.tail_end) == '、' && goes_on(document, total);
    listed && (!called || !list.members.iter().all(joined))
}

/// 议案1件、建议87件，其中财政23件、…: the list is of both, which 、 joins.
fn with_the_one_before(document: &Document<'_>, total: usize, members: &[usize]) -> bool {
    let figures = &document.figures;
    let Some(before) = total.checked_sub(1).map(|before| &figures[before]) else { return false };
    let joined = before.same_unit(&figures[total]) && document.text.at(before.tail_end) == '、';
    let both = before.base().zip(figures[total].base()).and_then(|(a, b)| a.checked_add(b));
    let sum = members.iter().try_fold(Decimal::ZERO, |sum, i| sum.checked_add(figures[*i].base()?));
    joined && both.is_some() && both == sum
}

/// 批捕1243人，不捕876人；共决定起诉3318人: a figure behind a list that is told as a member of a set, of which the list names none, is what was
/// done of something else. What was done of the list itself (共完成) is told in the words of a status.
fn is_of_another(document: &Document<'_>, total: usize, members: &[usize]) -> bool {
    let foreign = |set: u8| {
        let known = WORDS
            .exclusive
            .get(usize::from(set))
            .is_some_and(|set| !set.partial && !set.name.contains("status") && set.name != "done");
        known && members.iter().all(|i| document.member_of(*i, usize::from(set)).is_none())
    };
    // 三季度合计92.2亿元 is called the total of its months.
    let behind = members.last().is_some_and(|last| *last < total) && !document.figures[total].says(Cue::TotalAfter);
    behind && document.members_of(total).iter().any(|(set, _)| foreign(*set))
}

/// 任务12600户，其中甲镇3150户、乙镇4275户、其余5175户，合格12348户，不合格252户: of a whole that stands farther back, which they make up.
fn of_earlier_whole(document: &Document<'_>, total: usize, members: &[usize]) -> Option<Found> {
    let figures = &document.figures;
    let fits = |i: &usize| {
        let figure = &figures[*i];
        let wide =
            figure.digits() >= 3 && figure.same_unit(&figures[total]) && figure.sentence == figures[total].sentence;
        document.is_level(*i) && wide && comes_out(document, *i, members)
    };
    let whole = (total.saturating_sub(WHOLE_BACK)..total).rev().find(fits)?;
    relation(document, whole, members, None)
}

/// 8641个，其中转办2153件，办结1637件；直办6488件: a member that tells of another stands among them, and the others are all there is.
pub(super) fn without_one(document: &Document<'_>, total: usize, members: &[usize]) -> Option<Found> {
    if members.len() < 3 || document.figures[total].digits() < 3 {
        return None;
    }
    let left_out = |at: usize| -> Vec<usize> { members.iter().copied().filter(|i| *i != members[at]).collect() };
    let middle = 1..members.len() - 1;
    let mut readings = middle
        .map(left_out)
        .filter(|kept| comes_out(document, total, kept))
        .filter_map(|kept| relation(document, total, &kept, None));
    readings.find(|found| found.verdict == Verdict::Consistent)
}

/// Whether the relation of a total and its members is consistent, before any of it is put into words.
fn comes_out(document: &Document<'_>, total: usize, members: &[usize]) -> bool {
    let whole = &document.figures[total];
    let Some((sum, point)) = arithmetic::total(document, members) else { return false };
    if amount_verdict(whole, sum) != Some(Verdict::Consistent) {
        return false;
    }
    let parts: Vec<&Figure<'_>> = members.iter().map(|i| &document.figures[*i]).collect();
    !coarse(whole, &parts, point)
}

/// 17起，其中工矿企业8起，煤矿7起，非煤矿山1起，火灾3起…: a member is divided by those behind it, and without these the list adds up.
fn without_inner(document: &Document<'_>, total: usize, members: &[usize]) -> Option<Found> {
    let base = |at: usize| document.figures[members[at]].base();
    let divided = |at: usize| -> Option<usize> {
        let mut sum = Decimal::ZERO;
        (at + 1..members.len()).find(|inner| {
            sum = base(*inner).and_then(|base| sum.checked_add(base)).unwrap_or(Decimal::MAX);
            inner - at >= 2 && base(at) == Some(sum)
        })
    };
    (0..members.len()).find_map(|at| {
        let end = divided(at)?;
        let kept: Vec<usize> = members[..=at].iter().chain(&members[end + 1..]).copied().collect();
        let found = relation(document, total, &kept, None).filter(|_| kept.len() >= 2)?;
        (found.verdict == Verdict::Consistent).then_some(found)
    })
}

/// 地震17次，较常年偏高，启动四级响应29次: something else is said between the total and the words of its list.
fn told_between(document: &Document<'_>, total: usize, members: &[usize]) -> bool {
    let figures = &document.figures;
    let Some(&first) = members.first().filter(|first| **first > total) else { return false };
    let between = document.between(figures[total].end, figures[first].start);
    // 54项，截至6月底，已完成31项: a date is nothing else.
    let said = between.split([',', ';']).skip(1);
    let said =
        said.filter(|clause| !["截至", "截止", "目前", "到"].iter().any(|word| clause.trim_start().starts_with(word)));
    !between.contains("其中") && said.count() >= 2
}

/// Whether a figure is more than another, however both were rounded.
fn exceeds(part: &Figure<'_>, whole: &Figure<'_>) -> bool {
    part.base().zip(whole.base()).is_some_and(|(part, whole)| part > whole)
}

/// The one figure that a slip of the pen in it would explain, and what it would then read: a possibility to name. The
/// total comes first; where several figures would do, none is named.
pub(super) fn slip(document: &Document<'_>, total: usize, members: &[usize]) -> Option<Words> {
    let figures = &document.figures;
    let whole = figures[total].base()?;
    let sum = members.iter().try_fold(Decimal::ZERO, |sum, i| sum.checked_add(figures[*i].base()?))?;
    let gap = whole.checked_sub(sum)?;
    let reads = |at: usize, needed: Decimal| -> Option<(usize, Decimal)> {
        let figure = &figures[at];
        let needed = needed.checked_div(power_of_ten(figure.scale))?;
        (figure.digits() >= 2 && repair::one_slip(figure, needed)).then_some((at, needed))
    };
    let mut possible: Vec<(usize, Decimal)> = reads(total, sum).into_iter().collect();
    if possible.is_empty() {
        let needed = |at: &usize| reads(*at, figures[*at].base()?.checked_add(gap)?);
        possible = members.iter().filter_map(needed).collect();
    }
    let [(at, needed)] = possible[..] else { return None };
    let figure = &figures[at];
    let (said, needed) = (operand(figure, false), plain(needed, figure.decimals));
    Some(Words::new(
        format!("若“{said}”应为“{needed}”，则相符；仅供核对。"),
        format!("If “{said}” were “{needed}”, they would agree; only a possibility."),
    ))
}

/// 直接答复2276件，转办601件，按期结案597件: the members at the start that are all of one exclusive set, when others follow.
fn leading_set(document: &Document<'_>, total: usize, members: &[usize]) -> Option<Vec<usize>> {
    (2..members.len()).rev().find_map(|count| {
        let set = exclusive_set(document, &members[..count])?;
        let whole =
            set.members.len() == count && set.name != "done" && !goes_on_to_fill(document, total, members, count);
        whole.then(|| members[..count].to_vec())
    })
}

/// 284条，当场整改197条，限期整改62条，移交督办29条: what is missing from the set is about as much as the list goes on with.
fn goes_on_to_fill(document: &Document<'_>, total: usize, members: &[usize], count: usize) -> bool {
    let figures = &document.figures;
    let (set, rest) = members.split_at(count);
    let (Some(&last), Some(&next)) = (set.last(), rest.first()) else { return false };
    let sum = set.iter().try_fold(Decimal::ZERO, |sum, i| sum.checked_add(figures[*i].base()?));
    let gap = figures[total].base().zip(sum).and_then(|(whole, sum)| whole.checked_sub(sum));
    let fills = gap.zip(figures[next].base()).is_some_and(|(gap, next)| {
        let near = |a: Decimal, b: Decimal| a.saturating_mul(Decimal::TWO) <= b.saturating_mul(Decimal::from(3));
        gap > Decimal::ZERO && near(next, gap) && near(gap, next)
    });
    fills && next == last + 1 && figures[next].item == figures[last].item + 1
}

/// 优30天、良46天、轻度污染14天，优良天数76天: the members at the start that 、 joins, when others follow behind another mark.
fn leading_run(document: &Document<'_>, members: &[usize]) -> Option<Vec<usize>> {
    let run = (3..members.len()).rev().find(|count| announced::enumerated(document, &members[..*count]))?;
    // 维持318件、驳回156件、撤销47件，其余180件终止: all that is left goes on the list.
    let rest = document.figures[members[run]].label.trim_start().starts_with("其余");
    (!rest).then(|| members[..run].to_vec())
}

/// 人籍分离317人，有籍无人52人，问题学籍占比0.95%，现已处理341人: the members before a share that has a name of its own.
fn before_named_rate(document: &Document<'_>, members: &[usize]) -> Option<Vec<usize>> {
    let named = |pair: &[usize]| {
        (pair[0] + 1..pair[1]).any(|i| {
            let figure = &document.figures[i];
            let name = figure.label.split(['占', '率']).next().unwrap_or_default();
            figure.class == Class::Percent
                && figure.item > document.figures[pair[0]].item
                && name.chars().filter(|c| is_han(*c)).count() >= 4
        })
    };
    let end = members.windows(2).position(named)? + 1;
    (end >= 3).then(|| members[..end].to_vec())
}

/// The members of the first clause, when others follow.
fn leading_clause(document: &Document<'_>, members: &[usize]) -> Option<Vec<usize>> {
    let clause = |at: &usize| document.figures[*at].clause;
    let first = members.first().map(clause)?;
    let leading: Vec<usize> = members.iter().copied().take_while(|at| clause(at) == first).collect();
    (leading.len() >= 2 && leading.len() < members.len()).then_some(leading)
}

/// The list that belongs together: one sentence, subsets left out; other units may stand between when it is `spread`.
pub(super) fn whole_list(document: &Document<'_>, total: usize, list: &List, spread: bool) -> Option<Vec<usize>> {
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
        // 调解成功1235件，其中婚姻420件、邻里380件: parts of a member are no members beside it.
        let inside = document.owner[member].is_some_and(|owner| owner != total && list.members.contains(&owner));
        if inside || spread && document.owned_directly[member] && document.owner[member] != Some(total) {
            continue;
        }
        if figures[member].sentence != figures[first].sentence
            || list.tie != Tie::Bracket && document.owned_directly[member] && document.owner[member] != Some(total)
        {
            break;
        }
        if let Some(&last) = members.last() {
            // 老人3.2万人，其中高龄0.4万人；常住人口25.8万人: a clause that tells of more than the whole tells of no part.
            let apart = figures[member].clause != figures[last].clause && !document.owned_directly[member];
            if apart && list.tie == Tie::Owned && exceeds(&figures[member], &figures[total]) {
                break;
            }
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
        // 社区自营92个、委托运营65个，年内新增23个: what came is told beside the list, and no member of it.
        let came = |at: usize| is_flow(figures[at].label);
        if members.len() >= 2 && came(member) && !members.iter().any(|at| came(*at)) {
            break;
        }
        if complete_shares || !is_subset(document, member) {
            members.push(member);
        }
    }
    let sound = members.iter().all(|i| !figures[*i].hedged && !document.each[*i]);
    (members.len() >= 2 && sound).then_some(members)
}

/// No other level of the same time stands between a total and its list.
fn follows_directly(document: &Document<'_>, total: usize, first: usize) -> bool {
    // 按来源分，…。按区域分，…: a list that is announced stands behind another of the same whole.
    let divided = announced::by_division(document, total, &[first]);
    (total + 1..first).all(|i| {
        !document.is_level(i)
            || document.figures[i].depth > document.figures[total].depth
            || document.figures[i].says(Cue::Past)
            || divided && document.figures[i].sentence < document.figures[first].sentence
            || !document.figures[i].same_unit(&document.figures[total])
    })
}

//! Whether the members of a list exclude each other and are all there is: what the words and the shares around it say.

use rust_decimal::Decimal;

use super::{evidence::exclusive_set, twice::told_twice};
use crate::{
    figures::{
        document::Document,
        figure::{Figure, Role},
        glyphs,
        units::Class,
        words::Cue,
    },
    text::words::holds_any,
};

/// The words say that the members overlap, or are not all.
pub(super) fn overlaps(document: &Document<'_>, total: usize, members: &[usize]) -> bool {
    let figures = &document.figures;
    let (Some(&first), Some(&last)) = (members.first(), members.last()) else { return true };
    // 412件（其中重点83件），已完成351件: what a bracket says of the total is no word of the list behind it.
    let from = figures[total].end.min(figures[first].start);
    let aside = |(_, close): &&(usize, usize)| *close < figures[first].start;
    let spans = &document.brackets.spans;
    let spans = &spans[spans.partition_point(|(open, _)| *open < from)..];
    let spans = &spans[..spans.partition_point(|(open, _)| *open < figures[first].start)];
    let closed = spans.iter().rfind(aside).map_or(from, |(_, close)| close + 1);
    let lead = document.cues(closed, figures[first].start);
    let span = document.between(figures[first].start.saturating_sub(12), figures[last].end);
    if holds_earlier(document, last) || told_twice(document, total, members) {
        return true;
    }
    // 二季度78亿元（含核销12亿元）: more is in it than in the others.
    let aside = document.between(figures[last].end, (figures[last].end + 3).min(document.text.chars.len()));
    if ["(含", "(不含", "(不", "(包", "(扣", "含", "包含"].iter().any(|word| aside.starts_with(word)) {
        return true;
    }
    // 规划到2025年达到560公里、2035年达到780公里: one thing at several times is no list of parts.
    let reached = document.text.may_hold_word(&REACHED);
    let timed = |i: &&usize| {
        let figure = &figures[**i];
        figure.of_other_year() || reached && holds_any(figure.label, &REACHED)
    };
    if members.iter().filter(timed).count() >= 2 {
        return true;
    }
    // 在建4条共97公里: it is the total of the four, and of nothing before them.
    let counted = total.checked_sub(1).filter(|before| last < total && *before != last).map(|before| &figures[before]);
    if counted.is_some_and(|counted| {
        counted.sentence == figures[total].sentence
            && counted.item == figures[total].item
            && !counted.same_unit(&figures[total])
            && figures[last].item != counted.item
    }) {
        return true;
    }
    if pairs_off(document, total, members) {
        return true;
    }
    // 留言18件；来电8641个，其中转办2153件，直办6488件: of what stands between, counted by another word.
    let nearer = |i: usize| {
        let between = &figures[i];
        let counted = between.class == Class::Count && !between.same_unit(&figures[total]) && document.is_level(i);
        counted && members.iter().all(|member| figures[*member].base() <= between.base())
    };
    if figures[total].class == Class::Count
        && (total + 1..first).any(nearer)
        && figures[last].base() > figures[total].base()
    {
        return true;
    }
    // 1953年351亿斤，1954年380亿斤: of several years, none of which is a part of another. Nor is 2023年71件 of 2024年受理163件.
    let years = || members.iter().filter_map(|i| year_of(figures[*i].label));
    let own = year_of(figures[total].label);
    let each_year =
        document.owned_directly[first] && document.owner[first] == Some(total) && years().count() == members.len();
    if first > total && !each_year && (years().count() >= 2 || years().any(|year| own.is_some_and(|own| own != year))) {
        return true;
    }
    // 8月完成114项，其中工程52项，1至8月工程629项: one of them is of other months.
    let months = document.text.may_hold_any(&['月', '半', '季']);
    let dated = members.iter().filter(|_| months).filter(|i| names_months(figures[**i].label)).count();
    if first > total && dated > 0 && dated < members.len() && !names_months(figures[first].label) {
        return true;
    }
    let moves = document.text.may_hold_word(&FLOWS);
    let flows = members.iter().filter(|_| moves).filter(|i| is_flow(figures[**i].label)).count();
    if flows > 0 && flows < members.len() {
        return true;
    }
    if lead.has(Cue::NotExhaustive)
        || last < total && opens_a_ranking(document, first)
        || document.text.may_hold_any(&['各']) && says_each(span)
        || figures[last].tail.trim_start().starts_with('等')
    {
        return true;
    }
    if of_another_month(document, total, members) || names_others(document, total, last) {
        return true;
    }
    if are_rounds(document, total, members) || leave_times_out(document, total, members) {
        return true;
    }
    let marked = members.iter().filter(|i| figures[**i].says(Cue::Overlapping)).count();
    let sexes = members.iter().any(|i| figures[*i].label.contains('男'));
    let residual = figures[last].label.contains("其他");
    let limits = document.text.may_hold_any(&['以']);
    let nested = |word: &str| limits && members.iter().filter(|i| figures[**i].label.contains(word)).count() >= 2;
    // 博士、硕士、本科、大专及以下: rungs of one ladder, whatever else the words may mean.
    let ladder = exclusive_set(document, members).is_some();
    (marked >= 2 && !residual && !sexes && !ladder)
        || nested("以上")
        || nested("以下")
        || share_sum(document, members).is_some_and(|(sum, all)| {
            let slack = share_slack(document, members);
            sum > Decimal::ONE_HUNDRED + slack || all && sum < Decimal::ONE_HUNDRED - slack
        })
}

/// 受理420件，审结433件，未结57件，含上年转来的: what was there before is among the members and not in the total.
fn holds_earlier(document: &Document<'_>, last: usize) -> bool {
    let end = document.figures[last].end;
    let next = document.figures.get(last + 1).map_or(document.text.chars.len(), |next| next.start).min(end + 24);
    // 主要是历史遗留问题 says why, and counts nothing.
    let counted = || !["主要是", "主要系", "主要为"].iter().any(|word| document.between(end, next).contains(word));
    document.cues(end, next).has(Cue::Opening) && counted()
}

/// 居前五位的依次是：食品类183件、…，商品类共512件: the total of what is listed stands behind.
fn opens_a_ranking(document: &Document<'_>, first: usize) -> bool {
    let figure = &document.figures[first];
    document.cues(figure.label_start.saturating_sub(OPENING), figure.start).has(Cue::NotExhaustive)
}

/// 2021年15栋，2022年24栋，2024年12栋，累计60栋; 1月14件、2月23件、3月12件，上半年累计94件: the times of the members are not all of the total's.
fn leave_times_out(document: &Document<'_>, total: usize, members: &[usize]) -> bool {
    let label = |i: usize| document.figures[i].label.trim_start();
    let numbers = |unit: char| -> Option<Vec<u32>> {
        let number = |i: &usize| label(*i).split_once(unit)?.0.parse().ok();
        members.iter().map(number).collect()
    };
    let gap = |numbers: &[u32]| numbers.windows(2).any(|pair| pair[1] != pair[0] + 1);
    let first = |word: &str, months: usize| label(total).contains(word) && members.len() != months;
    let short = || {
        [("上半年", 6), ("前三季度", 9), ("一季度", 3), ("全年", 12)].iter().any(|(word, months)| first(word, *months))
    };
    numbers('年').is_some_and(|years| gap(&years)) || numbers('月').is_some_and(|months| gap(&months) || short())
}

/// 3月份受理186件，4月份办结172件，尚有31件正在办理: a member is told of another month than the total.
pub(in crate::figures::relations) fn of_another_month(
    document: &Document<'_>,
    total: usize,
    members: &[usize],
) -> bool {
    if !document.text.may_hold_any(&['月']) {
        return false;
    }
    let month = |i: &usize| {
        let (before, _) = document.figures[*i].label.split_once('月')?;
        let start = before.trim_end_matches(|c: char| c.is_ascii_digit());
        // 1至8月 and 截至8月 are of all months before.
        let span = start.ends_with(['-', '至', '~', '—', '到']) || start.len() == before.len();
        (!span).then(|| before[start.len()..].to_owned())
    };
    month(&total).is_some_and(|own| members.iter().filter_map(month).any(|other| other != own))
}

/// 主办件46件、会办件31件，分办、会办、参阅件共计99件: the total behind a list is of kinds that its own words name, and not all of them are told.
fn names_others(document: &Document<'_>, total: usize, last: usize) -> bool {
    let figures = &document.figures;
    if last > total {
        return false;
    }
    let words = document.between(figures[last].end, figures[total].start);
    let own = words.trim_start_matches(|c| glyphs::is_break(c) && c != '、').trim_start_matches([',', ';']);
    let kinds: Vec<&str> = own.split('、').collect();
    let short = kinds.iter().all(|kind| kind.chars().count() <= KIND && !kind.contains([',', ';', '。', ':']));
    let told = |kind: &str| {
        figures[total.saturating_sub(NAMED)..total].iter().any(|figure| !kind.is_empty() && figure.label.contains(kind))
    };
    // 城区、乡镇、流动网点共计: the last of them stands before what they all are.
    let first_two = |kind: &&str| kind.trim().chars().take(2).collect::<String>();
    let last_told = kinds.last().is_none_or(|kind| told(&first_two(kind)));
    let all = kinds.len() > 1 && kinds[..kinds.len() - 1].iter().all(|kind| told(kind.trim())) && last_told;
    kinds.len() > 1 && short && !own.starts_with('、') && !all
}

/// 扬尘专项抽查186个、起重机械专项抽查147个 of 312 that were checked: one thing may be checked in several rounds.
fn are_rounds(document: &Document<'_>, total: usize, members: &[usize]) -> bool {
    let figures = &document.figures;
    let round = |word: &&str| members.iter().all(|i| figures[*i].label.trim_end().ends_with(word));
    let more = || {
        let sum = members.iter().try_fold(Decimal::ZERO, |sum, i| sum.checked_add(figures[*i].base()?));
        sum > figures[total].base()
    };
    ROUNDS.iter().any(round) && more()
}

/// 炼铁1亿吨、炼钢5500万吨，分别淘汰3000万吨和3500万吨: whether each is of one of as many before it.
fn pairs_off(document: &Document<'_>, total: usize, members: &[usize]) -> bool {
    let figures = &document.figures;
    let Some(&first) = members.first().filter(|first| **first > total) else { return false };
    if !document.between(figures[total].end, figures[first].start).contains("分别") {
        return false;
    }
    let listed = |at: usize| {
        let before = &figures[at - 1];
        before.same_unit(&figures[total])
            && before.sentence == figures[total].sentence
            && document.is_level(at - 1)
            && document.text.at(before.tail_end) == '、'
    };
    // 1至9月完成213万亩，1至8月完成187万亩，改造分别为96万亩和81万亩: as many of the unit right before, the total among them.
    let of_each = || {
        let from = first.checked_sub(members.len())?;
        let alike = |i: usize| {
            let figure = &figures[i];
            document.is_level(i) && figure.same_unit(&figures[total]) && figure.sentence == figures[first].sentence
        };
        Some((from..first).contains(&total) && (from..first).all(alike))
    };
    total > 0 && listed(total)
        || members.len() >= 2 && of_each() == Some(true)
        || pairs_with_others(document, total, members)
}

/// 超标准列支19.6万元、无预算支出48.2万元、虚列支出136万元，涉及的单位分别为7个、9个和4个: each belongs to one of as many figures before them, and whatever
/// those are may have some in common.
fn pairs_with_others(document: &Document<'_>, total: usize, members: &[usize]) -> bool {
    let figures = &document.figures;
    let Some(&first) = members.first() else { return false };
    let other = |i: usize| {
        document.is_level(i) && figures[i].sentence == figures[first].sentence && !figures[i].same_unit(&figures[total])
    };
    let list = |from: usize| (from..from + members.len()).all(|i| other(i) && figures[i].same_unit(&figures[from]));
    members.len() >= 2 && (total + 1..first.saturating_sub(members.len() - 1)).any(list)
}

/// 各3人 is so many of each; 各类, 各项 is all of them together, and 各占一半 is a share.
fn says_each(words: &str) -> bool {
    let together = |rest: &str| rest.starts_with(['类', '种', '项', '式', '级', '界', '占', '半']);
    // 其他各税 are all that are left.
    let left = |at: usize| ["其他", "其余", "其它"].iter().any(|word| words[..at].ends_with(word));
    words.match_indices('各').any(|(at, each)| !together(&words[at + each.len()..]) && !left(at))
}

/// 1至8月, 8月, 上半年: the months that a figure is told for stand before it.
fn names_months(label: &str) -> bool {
    let month = label.split_once('月').is_some_and(|(before, _)| before.ends_with(|c: char| c.is_ascii_digit()));
    month || holds_any(label, &["上半年", "下半年", "季度"])
}

/// By how much the shares of all parts may miss a hundred: as much as their rounding allows, and no more than 1.5 points.
/// 占78.3%、18.1%、3.2%: what they leave is another part's.
pub(super) fn share_slack(document: &Document<'_>, members: &[usize]) -> Decimal {
    let figures = &document.figures;
    let (from, to) = (members.first().copied().unwrap_or_default(), members.last().copied().unwrap_or_default());
    let shares = (from..figures.len().min(to + 1 + members.len())).map(|i| &figures[i]);
    let shares = shares.filter(|figure| figure.class == Class::Percent && figure.role == Role::Share);
    let place = shares.map(Figure::unit_in_last_place).max().unwrap_or(Decimal::ONE);
    place.saturating_mul(Decimal::from(members.len())).min(Decimal::new(15, 1))
}

/// 办结139件、阶段性办结5件，其余正在办理: what the members leave of the total is told without a number.
pub(super) fn rest_untold(document: &Document<'_>, total: usize, members: &[usize]) -> bool {
    let figures = &document.figures;
    let Some(&last) = members.last() else { return false };
    let next = figures.get(last + 1).map_or(document.text.chars.len(), |next| next.start);
    let from = figures[last].end;
    let words = document.between(from, next.min(from + 40));
    let words = words.split('。').next().unwrap_or_default();
    let told =
        figures.get(last + 1).is_some_and(|next| next.sentence == figures[last].sentence && next.start < from + 40);
    let rest = ["其余", "其它", "其他", "剩余", "余下", "剩下", "另有部分", "others", "the rest", "the remainder"];
    let sum = members.iter().try_fold(Decimal::ZERO, |sum, i| sum.checked_add(figures[*i].base()?));
    let under = sum.zip(figures[total].base()).is_some_and(|(sum, whole)| sum < whole);
    under && !told && holds_any(words, &rest)
}

/// The year that a label names in figures: 2023年总共办理.
fn year_of(label: &str) -> Option<&str> {
    let at = label.match_indices('年').map(|(at, _)| at).find(|at| {
        let digits = at.checked_sub(4).and_then(|from| label.get(from..*at));
        digits.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
    })?;
    label.get(at - 4..at)
}

/// Words for a value of one time of several, and for what came or went.
const REACHED: [&str; 5] = ["达到", "达", "规划", "增至", "升至"];
const FLOWS: [&str; 6] = ["新增", "净增", "关停", "关闭", "注销", "退出"];

/// Figures before a total among which the kinds that it names are looked for.
const NAMED: usize = 24;
/// Characters of a kind that the words of a total name at most.
const KIND: usize = 12;

/// Characters before a list that say which it names.
const OPENING: usize = 16;

/// What may be done to one thing several times, each time for something else.
const ROUNDS: [&str; 12] =
    ["抽查", "检查", "核查", "巡查", "督查", "检测", "监测", "抽检", "排查", "培训", "走访", "巡检"];

const BECAME: [&str; 7] = ["拆除", "取缔", "整改", "转产", "搬迁", "处置", "处理"];

/// 新增36家，关停11家: what came and went is no part of what there is.
pub(super) fn is_flow(label: &str) -> bool {
    // 停运5座，退出拆除3座: what becomes of a thing is told with another verb behind.
    let became = |rest: &str| BECAME.iter().any(|word| rest.starts_with(word));
    // 新增债券中一般债券2.30亿元 is of what came, and no coming.
    let label = label.rsplit_once('中').map_or(label, |(_, own)| own);
    holds_any(label, &FLOWS) && FLOWS.iter().any(|word| label.split_once(word).is_some_and(|(_, rest)| !became(rest)))
}

/// The shares printed behind members, added, and whether every member has one.
pub(super) fn share_sum(document: &Document<'_>, members: &[usize]) -> Option<(Decimal, bool)> {
    if let Some(shares) = shares_behind(document, members) {
        return Some((shares, true));
    }
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

/// 咨询600件、投诉200件、求助150件，分别占60%、20%、15%: the shares of all members stand behind the list, added.
fn shares_behind(document: &Document<'_>, members: &[usize]) -> Option<Decimal> {
    let next = members.last()? + 1;
    let list = *document.groups.get(next).filter(|(first, size)| *first == next && *size == members.len())?;
    let shares = &document.figures[list.0..list.0 + list.1];
    let said = shares.iter().all(|share| share.class == Class::Percent && share.role == Role::Share);
    said.then(|| shares.iter().try_fold(Decimal::ZERO, |sum, share| sum.checked_add(share.value)))?
}

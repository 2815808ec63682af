//! The parts of a total that stand before it: in earlier sentences, or counted in other units.

use super::{LONGEST_LIST, announced, overlap::share_sum};
use crate::{
    figures::{
        document::{Document, total_cue},
        nouns::shares_noun,
        units::Class,
        words::Cue,
    },
    text::words::holds_any,
};
use rust_decimal::Decimal;

/// Figures before a total among which the shares of its parts end.
const FAR: usize = 5;

/// Characters before a total in which its parts are counted (此两类共).
const POINTED: usize = 16;

/// What the sentences before a total have told of the same thing (新增学位2700个…三个学段共新增学位9990个); and what the list
/// right before it counts in other units (帐篷1200顶、棉被8500床，合计9700件).
pub(super) fn told_before(document: &Document<'_>, total: usize) -> Vec<usize> {
    let figures = &document.figures;
    let whole = &figures[total];
    let earlier = total.saturating_sub(LONGEST_LIST)..total;
    let named = |i: &usize| {
        let figure = &figures[*i];
        document.is_level(*i)
            && figure.same_unit(whole)
            && figure.line == whole.line
            && figure.depth == whole.depth
            && shares_noun(document, *i, total, 2)
    };
    let members: Vec<usize> = earlier.clone().filter(named).collect();
    let pointed = pointed_at(document, total);
    if pointed.len() >= 2 {
        return pointed;
    }
    let called = whole.says(Cue::TotalAfter) || whole.label.trim() == "共";
    if members.len() >= 2 || !called || whole.class != Class::Count {
        return members;
    }
    let counted = |i: &usize| {
        let figure = &figures[*i];
        document.is_level(*i)
            && figure.class == Class::Count
            && figure.sentence == whole.sentence
            && figure.depth == whole.depth
    };
    let mut members: Vec<usize> = earlier.rev().take_while(counted).collect();
    members.reverse();
    members
}

/// 街道8个、乡镇11个、部门27个，共46家: one list of counts of one unit right before a total that has another word for it.
pub(super) fn counted_otherwise(document: &Document<'_>, total: usize, members: &[usize]) -> bool {
    let figures = &document.figures;
    let Some((&first, &last)) = members.first().zip(members.last()) else { return false };
    let one = members.iter().all(|i| figures[*i].exact() && figures[*i].same_unit(&figures[first]));
    let bare = matches!(figures[total].label.trim(), "共" | "共计" | "合计" | "总计" | "一共" | "总共");
    let any = |unit: &str| matches!(unit, "个" | "家" | "人" | "件" | "项" | "户");
    let alike = any(figures[first].unit) && any(figures[total].unit) && figures[first].unit != figures[total].unit;
    one && bare && alike && last + 1 == total && announced::enumerated(document, members)
}

/// 咨询16件（11.5%）、投诉67件（48.2%）…。一季度共收到139件: the list in the sentence before, where the shares of its members are all.
pub(super) fn complete_before(document: &Document<'_>, total: usize) -> Vec<usize> {
    let figures = &document.figures;
    let whole = &figures[total];
    let percent = |i: &usize| figures[*i].class == Class::Percent;
    let near = (total.saturating_sub(FAR)..total).rev();
    let Some(share) = near.take_while(|i| figures[*i].line == whole.line).find(percent) else { return Vec::new() };
    let sentence = figures[share].sentence;
    let opens = sentence < whole.sentence && whole.sentence - sentence <= 2;
    let called = || total_cue(whole) || whole.label.contains('共') || holds_any(whole.tail, &["全部", "均"]);
    if !opens || whole.depth > 0 || !called() {
        return Vec::new();
    }
    let part = |i: &usize| document.is_level(*i) && figures[*i].same_unit(whole) && figures[*i].depth == 0;
    let mut members: Vec<usize> = (total.saturating_sub(2 * LONGEST_LIST)..total)
        .rev()
        .skip_while(|i| figures[*i].sentence > sentence)
        .take_while(|i| figures[*i].sentence == sentence)
        .filter(part)
        .filter(|i| figures.get(i + 1).is_some_and(|share| share.class == Class::Percent))
        .collect();
    members.reverse();
    let shares = members.iter().try_fold(Decimal::ZERO, |sum, i| sum.checked_add(figures[i + 1].value));
    let known = share_sum(document, &members).is_none_or(|(_, all)| all);
    let all = shares.is_some_and(|sum| sum > Decimal::new(985, 1) && sum < Decimal::new(1015, 1));
    if all && known && members.len() >= 2 { members } else { Vec::new() }
}

/// 共受理诉求278件，其中，转派25件，信件43封: a list in several units of counts, to the end of its sentence.
pub(super) fn mixed_units(document: &Document<'_>, total: usize) -> Vec<usize> {
    const COUNTED: [&str; 10] = ["件", "件次", "封", "条", "单", "份", "批", "批次", "起", "宗"];
    let figures = &document.figures;
    let whole = &figures[total];
    let counted = |i: usize| figures[i].exact() && COUNTED.contains(&figures[i].unit);
    if !counted(total) || !total_cue(whole) {
        return Vec::new();
    }
    let near = total + 1..figures.len().min(total + LONGEST_LIST);
    let Some(first) = near.clone().take(3).find(|i| document.opens_list[*i]) else { return Vec::new() };
    let inside = |i: &usize| figures[*i].sentence == figures[first].sentence;
    let members: Vec<usize> = (first..near.end)
        .take_while(inside)
        .filter(|i| figures[*i].is_amount() && figures[*i].depth == whole.depth)
        .collect();
    let sound = members.iter().all(|i| counted(*i) && document.is_level(*i));
    let several = members.iter().any(|i| !figures[*i].same_unit(whole));
    let near = figures[first].sentence <= whole.sentence + 1;
    if sound && several && near && members.len() >= 2 { members } else { Vec::new() }
}

/// 此两类投诉（共8666宗）: as many figures before the total as its words point back at.
fn pointed_at(document: &Document<'_>, total: usize) -> Vec<usize> {
    const CLASSES: [&str; 10] = ["者", "项", "类", "种", "方面", "部分", "笔", "家", "地", "款"];
    let figures = &document.figures;
    let whole = &figures[total];
    let from = total.checked_sub(1).map_or(0, |before| figures[before].end).max(whole.start.saturating_sub(POINTED));
    let lead: Vec<char> = document.between(from, whole.start).chars().collect();
    let count = (0..lead.len()).find_map(|at| {
        let count = match lead[at] {
            '两' | '二' => 2,
            '三' => 3,
            '四' => 4,
            _ => return None,
        };
        let behind: String = lead[at + 1..].iter().take(2).collect();
        let before: String = lead[at.saturating_sub(2)..at].iter().collect();
        let class = CLASSES.iter().find(|class| behind.starts_with(**class))?;
        let points = ["此", "这", "上述", "以上", "前述"].iter().any(|word| before.ends_with(word));
        (points || *class == "者" || *class == "项" && lead[at + 2..].iter().collect::<String>().starts_with("合计"))
            .then_some(count)
    });
    let Some(count) = count else { return Vec::new() };
    let mut members: Vec<usize> = document
        .earlier_levels(total, LONGEST_LIST)
        .filter(|i| figures[*i].same_unit(whole) && figures[*i].line == whole.line && !figures[*i].hedged)
        .take(count)
        .collect();
    members.reverse();
    if members.len() == count { members } else { Vec::new() }
}

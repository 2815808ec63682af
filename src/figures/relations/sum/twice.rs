//! Words around a list that tell that some of it is told twice, or that it is of fewer than the total: 既主办又协办, 编制 beside 实有, three counties of
//! twelve.

use rust_decimal::Decimal;

use crate::{
    figures::{document::Document, figure::Figure, words::Cue},
    text::words::holds_any,
};

/// Figures before a total among which it is told how many places there are.
const WHOLES: usize = 4;
/// Characters behind a list in which it is told that some are both.
const BEHIND: usize = 24;

/// Whether what the members count is told twice among them, or is no division of the total.
pub(super) fn told_twice(document: &Document<'_>, total: usize, members: &[usize]) -> bool {
    let (Some(&first), Some(&last)) = (members.first(), members.last()) else { return true };
    told_aside(document, members, (first, last))
        || of_fewer(document, total, members)
        || names_some(document, total, members)
        || are_both(document, members, last)
        || told_in_both(document, total, members, last)
}

/// 城区41条、乡镇63条，其中8条跨城乡交界: what the members come to beyond their whole is told behind them as a part.
fn told_in_both(document: &Document<'_>, total: usize, members: &[usize], last: usize) -> bool {
    let figures = &document.figures;
    let sum = members.iter().try_fold(Decimal::ZERO, |sum, i| sum.checked_add(figures[*i].base()?));
    let beyond = sum.zip(figures[total].base()).and_then(|(sum, whole)| sum.checked_sub(whole));
    let Some(beyond) = beyond.filter(|beyond| *beyond > Decimal::ZERO) else { return false };
    (last + 1..figures.len().min(last + 1 + SHARED)).any(|i| {
        let part = &figures[i];
        let told =
            part.says(Cue::Among) || SHARES.iter().any(|word| part.label.contains(word) || part.tail.contains(word));
        told && part.base() == Some(beyond)
            && part.same_unit(&figures[total])
            && part.sentence <= figures[last].sentence + 1
    })
}

/// 累计完工312个（含往年结转48个）; 地表水12.08、地下水5.41（与地表水不重复量2.28）: a bracket tells what a member holds besides.
fn told_aside(document: &Document<'_>, members: &[usize], (first, last): (usize, usize)) -> bool {
    let figures = &document.figures;
    let earlier = |i: usize| {
        let label = figures[i].label.trim_start();
        label.starts_with('含') && holds_any(label, &["遗留", "前期", "以前", "转入"])
    };
    let kept = |i: usize| {
        let aside = !members.contains(&i) && figures[i].depth > figures[first].depth;
        aside && (figures[i].says(Cue::Opening) || earlier(i))
    };
    let end = figures.get(last + 1).map_or(figures[last].end + 16, |next| next.end).min(document.text.chars.len());
    let words = document.between(figures[first].start, end.max(figures[first].start));
    (first..figures.len().min(last + 2)).any(kept)
        || document.text.may_hold_word(&COUNTED_AGAIN) && holds_any(words, &COUNTED_AGAIN)
}

/// Figures behind a list among which it is told how many are in two of its members, and words for it.
const SHARED: usize = 2;
const SHARES: [&str; 6] = ["跨", "共同", "同时", "兼", "重复", "两类"];

/// Words for what is counted again, and for how many there may be.
const COUNTED_AGAIN: [&str; 3] = ["不重复", "重复计算", "重复量"];
const POSTS: [&str; 4] = ["编制", "核定", "定员", "核编"];

/// 56件积案中，市级包案17件、县级包案56件; 编制86名，实有79人; 集体访97批、个人重复访318批: one member is all there is, the total is what may be, or one
/// is told narrower than it is named.
fn of_fewer(document: &Document<'_>, total: usize, members: &[usize]) -> bool {
    let figures = &document.figures;
    let whole = figures[total].base();
    let all = |i: &usize| figures[*i].base() == whole && whole.is_some_and(|base| !base.is_zero());
    let more = |i: &usize| figures[*i].base() > whole;
    let among = members.iter().any(all) && !members.iter().any(more) && !limits(members.iter().map(|i| &figures[*i]));
    let posts = document.text.may_hold_word(&POSTS);
    let allowed = |i: usize| posts && holds_any(figures[i].label, &POSTS);
    let may_be = allowed(total) && !members.iter().any(|i| allowed(*i));
    let again = document.text.may_hold_word(&["重复"]);
    let narrow = members.iter().filter(|_| again).filter(|i| figures[**i].label.contains("重复")).count();
    among || may_be || narrow > 0 && narrow < members.len()
}

/// 会讲粤语26人、会讲英语19人; 涉渔23条、涉砂36条; 主办29家、协办52家，16家既主办又协办: one may be both.
fn are_both(document: &Document<'_>, members: &[usize], last: usize) -> bool {
    let figures = &document.figures;
    let able = |i: &&usize| {
        let label = figures[**i].label.trim_start().trim_start_matches("其中");
        label.starts_with(['会', '涉', '能'])
    };
    let both = |words: &str| words.contains('既') && words.contains('又');
    let next = figures.get(last + 1);
    let end = next.map_or(document.text.chars.len(), |next| next.start).min(figures[last].end + BEHIND);
    let behind = document.between(figures[last].end, end.max(figures[last].end));
    members.iter().filter(able).count() >= 2
        || both(behind)
        || next.is_some_and(|next| next.sentence == figures[last].sentence && both(next.tail))
}

/// 12个县17.4万人受灾，其中云溪、石桥、沙浦三县分别为…: so many of a greater number of such.
fn names_some(document: &Document<'_>, total: usize, members: &[usize]) -> bool {
    let figures = &document.figures;
    let Some(&first) = members.first().filter(|first| **first > total) else { return false };
    let lead = document.between(figures[total].end, figures[first].start);
    let numeral = "〇一二三四五六七八九十".chars().nth(members.len());
    let Some(numeral) = numeral else { return false };
    let count = |c: char| c == numeral || c == '两' && numeral == '二';
    let named = lead.match_indices(count).find_map(|(at, numeral)| {
        lead[at + numeral.len()..].chars().next().filter(|kind| "县市区镇乡街村省户家校".contains(*kind))
    });
    named.is_some_and(|kind| {
        (total.saturating_sub(WHOLES)..total).any(|i| {
            let told = figures[i].tail.starts_with(kind) || figures[i].unit.starts_with(kind);
            told && figures[i].sentence == figures[total].sentence && figures[i].value > members.len().into()
        })
    })
}

/// 5万元以上, 5万元以下: every member is limited, above or below, so that they exclude each other.
pub(super) fn limits<'f, 't: 'f>(parts: impl Iterator<Item = &'f Figure<'t>>) -> bool {
    let words: Vec<&str> = parts.map(|part| part.label).collect();
    let limited = |word: &str| words.iter().any(|words| words.contains(word));
    let all = words.iter().all(|words| holds_any(words, &["以上", "以下", "之间"]));
    all && limited("以上") && limited("以下")
}

//! Words behind figures that tell how they were counted (按应整改期限已届满的隐患计算, 流标项目的预算未计入, 部分信访件涉及多种类型): what they touch may be right
//! however the figures come out, and is not asked about.

use std::sync::LazyLock;

use serde::Deserialize;

use super::{Found, rate::denies};
use crate::{
    figures::{
        document::{Document, total_cue},
        glyphs::{ends_sentence, is_han},
        repair,
    },
    model::{RelationKind, Verdict},
    text::words::{WordSet, holds_any},
};

/// Characters behind the last figure that are looked at.
const BEHIND: usize = 80;

/// Characters before the word that says by what, in which it is said of what.
const SUBJECT: usize = 6;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Caveats {
    counted_twice: WordSet,
    counted_otherwise: WordSet,
    by: Vec<String>,
    reckoned: Vec<String>,
}

static CAVEATS: LazyLock<Caveats> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../seeds/figures/caveats.toml")).expect("seeds/figures/caveats.toml")
});

/// Leaves out the questions that such words answer.
pub fn heed(document: &Document<'_>, found: &mut Vec<Found>) {
    found.retain(|found| {
        !matches!(found.verdict, Verdict::Unclear | Verdict::Inconsistent) || !is_told(document, found)
    });
}

fn is_told(document: &Document<'_>, found: &Found) -> bool {
    use RelationKind::{Difference, Growth, Rate, Share, Sum};
    let twice = || found.kind == Sum && CAVEATS.counted_twice.is_in(sentence(document, found));
    let otherwise = || {
        // 4.37万元，占6.20亿元的70.5%: with another scale the digits agree, which no way of counting explains.
        let scaled = found.kind == Rate && is_scale_slip(document, found);
        matches!(found.kind, Sum | Difference | Rate | Share | Growth) && !scaled && counted_otherwise(document, found)
    };
    twice()
        || otherwise()
        || found.kind == Rate && (of_several_years(document, found) || of_its_opposite(document, found))
        || matches!(found.kind, Growth | RelationKind::Points) && tells_of_things(document, found)
}

/// 降雪量36毫米，去年同期48毫米，减少52%的乡镇有3个: the rate of change is that of the things behind it. 增长8%的目标 is none of a thing.
fn tells_of_things(document: &Document<'_>, found: &Found) -> bool {
    let Some(rate) = found.operands.last().map(|at| &document.figures[*at]) else { return false };
    let thing = rate.tail.strip_prefix('的').filter(|rest| rest.starts_with(is_han));
    thing.is_some_and(|thing| !ABSTRACT.iter().any(|word| thing.contains(word)))
}

/// What a rate of change may be that is no thing.
const ABSTRACT: [&str; 17] = [
    "目标", "任务", "水平", "增速", "幅度", "要求", "预期", "速度", "态势", "成绩", "基础", "计划", "情况", "指标",
    "比例", "势头", "增长",
];

/// Whether 万 for 亿 or the other way would make what was computed what is told.
fn is_scale_slip(document: &Document<'_>, found: &Found) -> bool {
    let &[part, whole, rate] = &found.operands[..] else { return false };
    let figures = &document.figures;
    let computed = || figures[part].base()?.checked_mul(figures[rate].of_whole())?.checked_div(figures[whole].base()?);
    let power = computed().and_then(|computed| repair::scale_slip(figures[rate].value, computed));
    power.is_some_and(|power| matches!(power, 4 | 8))
}

/// From where the sentence of the first of the figures begins to the end of that of the last.
fn sentence<'t>(document: &Document<'t>, found: &Found) -> &'t str {
    let places = || found.operands.iter().map(|at| &document.figures[*at]);
    let start = places().map(|figure| figure.label_start).min().unwrap_or_default();
    let opens = |at: &usize| matches!(document.text.at(*at), '。' | '\n' | ';');
    let start =
        (start.saturating_sub(BEHIND)..start).rev().find(opens).map_or(start.saturating_sub(BEHIND), |at| at + 1);
    let end = places().map(|figure| figure.end).max().unwrap_or_default();
    document.between(start, end + behind(document, end, ends_sentence))
}

/// How many characters stand between a place and the next that `ends`.
fn behind(document: &Document<'_>, from: usize, ends: impl Fn(char) -> bool) -> usize {
    let rest = document.text.chars.get(from..).unwrap_or_default();
    // An English sentence ends in a point and a blank; 2.5 does not.
    let stop = |at: usize, c: char| ends(c) || c == '.' && rest.get(at + 1).is_none_or(|next| *next == ' ');
    rest.iter().take(BEHIND).enumerate().take_while(|(at, c)| !stop(*at, **c)).count()
}

/// Whether the clause behind the figure that is reckoned tells another way of counting.
fn counted_otherwise(document: &Document<'_>, found: &Found) -> bool {
    let Some(reported) = found.operands.last().map(|at| &document.figures[*at]) else { return false };
    let end = reported.end + behind(document, reported.end, |c| ends_sentence(c) || c == ';');
    let words = document.between(reported.end, end);
    let by_what = || found.kind != RelationKind::Sum && words.split([',', '(', ')']).any(says_by_what);
    // 按可比口径同比增长7.9%，其中…: that is how the growth was reckoned, and no word of a sum.
    let other =
        |clause: &str| CAVEATS.counted_otherwise.is_in(clause) && !(found.kind == RelationKind::Sum && grows(clause));
    words.split(',').any(other) || by_what()
}

/// Whether a clause tells a rate of change.
fn grows(clause: &str) -> bool {
    holds_any(clause, &["增长", "下降", "增速", "上升"]) && clause.contains('%')
}

/// 按应整改期限已届满的隐患计算, 增速按可比价格计算.
fn says_by_what(clause: &str) -> bool {
    let clause = clause.trim();
    let (from, _) = clause.char_indices().nth(SUBJECT).unwrap_or((clause.len(), ' '));
    let by = |word: &str| clause.find(word).is_some_and(|at| at < from);
    CAVEATS.by.iter().any(|word| by(word)) && CAVEATS.reckoned.iter().any(|word| clause.ends_with(word.as_str()))
}

/// 2023—2025年计划改造540个，今年已完成121个，占年度任务的74.2%: the plan that is told is one of several years, and the rate is of this one's.
fn of_several_years(document: &Document<'_>, found: &Found) -> bool {
    let &[_, whole, rate] = &found.operands[..] else { return false };
    let says = |at: usize, words: &[&str]| holds_any(document.figures[at].label, words);
    let figure = &document.figures[whole];
    let several = says(whole, &["三年", "五年", "两年", "四年", "十三五", "十四五", "十五五", "期间", "总任务"])
        || ranges_over_years(
            document.between(figure.start.saturating_sub(BEHIND), figure.start).rsplit(',').next().unwrap_or_default(),
        );
    several && says(rate, &["年度", "全年", "今年", "本年", "当年"])
}

/// 2023-2025年.
fn ranges_over_years(words: &str) -> bool {
    let Some((range, _)) = words.rsplit_once('年') else { return false };
    let year = |text: &str, last: bool| {
        let digits = text.chars().rev().take_while(char::is_ascii_digit).count();
        let leading = text.chars().take_while(char::is_ascii_digit).count();
        if last { leading == 4 } else { digits == 4 }
    };
    ['-', '至', '~'].iter().any(|mark| {
        range.rsplit_once(*mark).is_some_and(|(from, to)| {
            let from = from.trim_end_matches(['-', '年']);
            year(from, false) && year(to.trim_start_matches('-'), true)
        })
    })
}

/// 在建37个…；未开工6个，占项目总数14%: of two that exclude each other neither is the whole of the other.
fn of_its_opposite(document: &Document<'_>, found: &Found) -> bool {
    let &[part, whole, rate] = &found.operands[..] else { return false };
    let all = holds_any(document.figures[rate].label, &["总数", "总量", "总额", "全部"]);
    let apart =
        |(set, member): &(u8, u8)| document.member_of(part, usize::from(*set)).is_some_and(|other| other != *member);
    let denied = || denies(document.figures[part].label, document.figures[whole].label);
    all && !total_cue(&document.figures[whole]) && (denied() || document.members_of(whole).iter().any(apart))
}

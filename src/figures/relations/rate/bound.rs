//! Rates whose whole the words bind without calling it a total: what was due, what the rate's own phrase names and the text tells right behind it or
//! further on, by the same name.

use rust_decimal::Decimal;

use super::{Base, Question, named, names, quotient};
use crate::{
    figures::{
        document::Document,
        figure::Role,
        glyphs::is_han,
        relations::{Found, settled},
    },
    text::words::holds_any,
};

/// Figures either side of a whole among which no other may bear its name.
const BESIDE: usize = 64;

/// How far what was due was done, by the end of a rate's name.
const DEGREES: [&str; 24] = [
    "获取", "完成", "上报", "报送", "到会", "出席", "出勤", "到岗", "参会", "参考", "参与", "执行", "收缴", "征缴",
    "缴费", "回收", "兑现", "兑付", "采集", "传输", "上传", "送达", "参检", "到位",
];

/// What stands behind the rate, by the name that its phrase gives.
pub(super) fn behind(document: &Document<'_>, question: &Question, part: usize) -> Option<Found> {
    told_again_behind(document, question, part).or_else(|| named_behind(document, question, part))
}

/// 应上报数据52560组，实际上报51483组，数据获取率98.0%: what was due and what was done of it, by one verb, and right behind them how far it was done,
/// whatever that is called.
pub(super) fn of_due(document: &Document<'_>, question: &Question, part: usize) -> Option<Found> {
    let figures = &document.figures;
    let rate = &figures[question.rate];
    let whole = part.checked_sub(1).filter(|_| part + 1 == question.rate && rate.role == Role::Rate)?;
    let (due, done) = (&figures[whole], &figures[part]);
    let (before, verb) = due.label.rsplit_once('应')?;
    let verb: String = verb.chars().take_while(|c| is_han(*c)).take(2).collect();
    let is_due = !before.ends_with(['响', '供', '相', '对', '反', '适', '感', '效']) && !verb.is_empty();
    let actual = holds_any(done.label, &["实", "已"]) && done.label.contains(&verb);
    let name = rate.label.split_once('率')?.0;
    // 国控站点数据获取率, 有效回收率, 按金额计算缴费率: of a part, or reckoned otherwise.
    let degree = DEGREES.iter().find_map(|word| name.strip_suffix(word)).is_some_and(|of| {
        let of = of.trim_start_matches(|c: char| !is_han(c));
        ["", "任务", "工作"].contains(&of) || due.label.contains(of) || done.label.contains(of)
    });
    let together = due.sentence == rate.sentence && done.sentence == rate.sentence && due.same_unit(done);
    let sound = is_due && actual && degree && together && !rate.hedged && !done.hedged && !due.hedged;
    let found = quotient(document, &[part], &Base::Figure(whole), question.rate).filter(|_| sound)?;
    (rate.value <= Decimal::ONE_HUNDRED).then(|| found.or_question())
}

/// 贷款余额386亿元，占各项贷款的28.4%，各项贷款1360亿元; 收入86.4亿元，为年初预算的96.0%，年初预算90.0亿元: what the phrase of the rate names is told right
/// behind it, in the same words.
fn told_again_behind(document: &Document<'_>, question: &Question, part: usize) -> Option<Found> {
    let figures = &document.figures;
    let rate = &figures[question.rate];
    let phrase = rate.label.trim_end().strip_suffix('的')?;
    let verbs = ["完成", "占", "为", "达到", "相当于"];
    let noun = verbs.iter().filter_map(|verb| Some(phrase.rsplit_once(verb)?.1)).min_by_key(|noun| noun.len())?;
    let whole = question.rate + 1;
    let next = figures.get(whole).filter(|next| next.sentence == rate.sentence && document.is_level(whole))?;
    let label = next.label.trim_start_matches(['全', '其', '中']).trim_end_matches(['为', '达', '共', '是', ' ']);
    let label = ["余额", "总额", "总量", "总数"].iter().find_map(|word| label.strip_suffix(word)).unwrap_or(label);
    let same = noun.trim_start_matches('全') == label && label.chars().count() >= 3;
    let beside = part + 1 == question.rate && next.same_unit(&figures[part]) && next.depth == rate.depth;
    let sound = same && beside && !next.hedged && !rate.hedged && !figures[part].hedged;
    quotient(document, &[part], &Base::Figure(whole), question.rate).filter(|_| sound).map(Found::or_question)
}

/// 志愿者29.7万人，占常住人口的15.8%；…。全市常住人口187.4万人: the whole that the words name by its whole name stands behind, and nothing else is called
/// so.
fn named_behind(document: &Document<'_>, question: &Question, part: usize) -> Option<Found> {
    let figures = &document.figures;
    let rate = &figures[question.rate];
    let whole = named::whole_behind(document, question.rate).filter(|_| part + 1 == question.rate)?;
    let name = names::named_whole(rate);
    let near = whole.saturating_sub(BESIDE)..figures.len().min(whole + BESIDE);
    let alone = near.filter(|i| document.is_level(*i) && figures[*i].label.contains(&name)).count() == 1;
    let sound = alone && figures[whole].sentence <= rate.sentence + 1 && !rate.hedged && !figures[part].hedged;
    let found = quotient(document, &[part], &Base::Figure(whole), question.rate).filter(|_| sound)?;
    let computed: Decimal = found.computed.parse().ok()?;
    let three = Decimal::from(3);
    let near = computed * three > rate.value && rate.value * three > computed;
    // The people of another year are some hundredths more or fewer.
    let other_year = (computed - rate.value).abs() <= rate.value * Decimal::new(3, 2);
    // 主城区…；…。全市户籍人口: what nothing binds but its name is asked about where a slip explains it.
    (near && (settled(found.verdict) || !other_year && found.is_by_slip(rate))).then(|| found.or_question())
}

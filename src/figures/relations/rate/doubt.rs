//! What keeps a rate that does not hold from being asked about: it may be of another base than the one that was found.

use rust_decimal::{Decimal, prelude::ToPrimitive as _};

use super::{Base, Question, named, names};
use crate::{
    figures::{
        document::{Document, total_cue},
        figure::Role,
        glyphs::is_han,
        interval::Interval,
        relations::{Found, arithmetic, settled},
        repair,
        units::Class,
        words::Cue,
    },
    text::words::holds_any,
};

/// Figures before a part among which its base may stand, in whatever unit.
const OTHERS: usize = 10;
/// Characters of a name that says what a figure counts.
const OWN_NAME: usize = 5;
/// Characters before a figure in which its date is told.
const DATED: usize = 60;
/// How often one rate is contained in the other at most, for a slip of one digit to explain it.
const FAR: f64 = 20.0;
/// By how much a rate may miss a power of ten, for a slip of the scale (万 for 亿) to explain it.
const NEAR: f64 = 0.05;

/// Whether the rate is likelier of something else than wrong.
pub(super) fn is_doubtful(document: &Document<'_>, questions: &[Question], index: usize, found: &Found) -> bool {
    let question = &questions[index];
    let Some(&part) = found.operands.first() else { return true };
    holds_of_other(document, question.rate, part)
        || of_kinds(document, question.rate)
        || of_an_age(document, question.rate, part)
        || of_parts_in_turn(document, question.rate, part)
        || of_changed_plan(document, found)
        || of_money(document, found)
        || of_untold_whole(document, questions, index, found)
        || !question.explicit
            && (is_far_off(document, found)
                || is_one_of_several(questions, index, found)
                || has_its_share(questions, index, found)
                || is_of_fewer(document, question.rate, part)
                || are_strangers(document, found)
                || of_two_dates(document, found)
                || is_narrower(document, question.rate, part)
                || is_bare(document, question.rate, part))
}

/// 城市火灾3.8万起，占总数的21.6%；其他火灾占总数的5.1%: the part has its share of that whole, which holds; the other is of something
/// whose count is not told.
fn has_its_share(questions: &[Question], index: usize, found: &Found) -> bool {
    let around = index.saturating_sub(OTHERS)..index;
    let pair = found.operands.len().saturating_sub(1);
    questions[around]
        .iter()
        .filter_map(|other| other.answer.as_ref())
        .any(|(held, _)| held.operands.len() == found.operands.len() && held.operands[..pair] == found.operands[..pair])
}

/// 医院床位13290张，公立医院床位占71.4%: the share of some of what the part counts, by a longer name that ends as the part's does.
fn is_of_fewer(document: &Document<'_>, rate: usize, part: usize) -> bool {
    let figures = &document.figures;
    let said = figures[rate].label.split('占').next().unwrap_or_default().trim();
    let name = figures[part].label.trim().trim_start_matches("其中").trim();
    figures[rate].label.contains('占') && name.chars().count() >= 2 && said.len() > name.len() && said.ends_with(name)
}

/// 棚户区改造新开工26.86万套…；公租房分配26.13万套，分配比例95.77%: part and whole stand in sentences or items apart, each with a name of
/// its own, and the names have nothing in common.
fn are_strangers(document: &Document<'_>, found: &Found) -> bool {
    let figures = &document.figures;
    let &[part, whole, rate] = &found.operands[..] else { return false };
    // 租赁金额1.36亿元，盘活资金988万元，盘活率6.8%: told beside each other, and of another base unless a slip explains it.
    let beside = whole + 1 == part
        && (figures[whole].class != Class::Money
            || figures[whole].says(Cue::Plan)
            || holds_any(
                figures[whole].label,
                &["应", "总", "到位", "到账", "预算", "收入", "协议", "合同", "签约", "计划"],
            )
            || is_slip(document, found, rate));
    if figures[rate].role != Role::Rate || whole > part || beside || total_cue(&figures[whole]) {
        return false;
    }
    let name = |at: usize| -> Vec<char> { figures[at].label.chars().filter(|c| is_han(*c)).collect() };
    let (of, all) = (name(part), name(whole));
    let least = if whole + 1 == part { OWN_NAME - 1 } else { OWN_NAME };
    of.len() >= least && all.len() >= least && !of.windows(2).any(|two| all.windows(2).any(|other| two == other))
}

/// 全程接种70.18万人，60岁以上老年人全程接种率88.7%: of people of an age, which the part is not told to be.
fn of_an_age(document: &Document<'_>, rate: usize, part: usize) -> bool {
    let figures = &document.figures;
    let aged = |at: usize| figures[at].label.contains(['岁', '龄']) || document.lead(at, 12).contains('岁');
    aged(rate) && !aged(part)
}

/// 已化解1109件，其中省交办74件、国家交办31件，化解率分别为95.9%和100%: each of the rates is of one of as many counts right before them.
fn of_parts_in_turn(document: &Document<'_>, rate: usize, part: usize) -> bool {
    let figures = &document.figures;
    let (first, size) = document.groups[rate];
    let Some(parts) = first.checked_sub(size).filter(|_| size >= 2 && figures[first].label.contains("分别")) else {
        return false;
    };
    let one_list = (parts..first).all(|i| document.is_level(i) && figures[i].same_unit(&figures[parts]));
    one_list && figures[parts].sentence == figures[rate].sentence && !(parts..first).contains(&part)
}

/// 抽查重点工地126个，抽查率30%: the part is of a kind, and the rate is not.
fn is_narrower(document: &Document<'_>, rate: usize, part: usize) -> bool {
    let says = |at: usize, word: &str| document.figures[at].label.contains(word);
    let named = document.figures[rate].role == Role::Rate && !names::of_plan(&document.figures[rate]);
    named && ["重点", "首次", "规模以上"].iter().any(|word| says(part, word) && !says(rate, word))
}

/// 合格3752批次；其中普通食品抽检合格率98.6%，农产品抽检合格率97.9%: rates of one name, each of a kind that is named before it.
fn of_kinds(document: &Document<'_>, rate: usize) -> bool {
    let figures = &document.figures;
    let named = |at: usize| -> Option<(&str, &str)> {
        let (words, _) = figures[at].label.split_once('率')?;
        let words = words.trim_start().trim_start_matches("其中");
        let (from, _) = words.char_indices().rev().nth(1)?;
        Some(words.split_at(from))
    };
    let Some((kind, name)) = named(rate) else { return false };
    let around = rate.saturating_sub(2)..figures.len().min(rate + 3);
    let other = |at: usize| {
        at != rate
            && figures[at].sentence == figures[rate].sentence
            && figures[at].role == Role::Rate
            && named(at).is_some_and(|(other, same)| same == name && other != kind && other.chars().count() >= 2)
    };
    kind.chars().count() >= 2 && around.filter(|at| at.abs_diff(rate) == 1).any(other)
}

/// 41个子项，其中33个完成，投资完成率76.4%: what became of money is no rate of things that are counted.
fn of_money(document: &Document<'_>, found: &Found) -> bool {
    let (Some(&part), Some(&rate)) = (found.operands.first(), found.operands.last()) else { return false };
    let name = document.figures[rate].label.split('率').next().unwrap_or_default();
    let money = holds_any(name, &["投资", "资金", "预算", "支付", "拨付"]);
    // 亏损企业亏损额4.1亿元，亏损面26.3%: how many of those that there are, and no amount of theirs.
    let face = document.figures[rate].label.trim_end_matches(['为', '达', '到', '是', ' ']).ends_with('面');
    document.figures[rate].role == Role::Rate
        && (money && document.figures[part].class == Class::Count
            || face && document.figures[part].class == Class::Money)
}

/// 到位5.2亿元，到位率86%，支付3.9亿元，支付率64.5%: two rates right behind their parts that one whole would give, and no figure tells it.
fn of_untold_whole(document: &Document<'_>, questions: &[Question], index: usize, found: &Found) -> bool {
    let figures = &document.figures;
    let (Some(&part), rate) = (found.operands.first(), questions[index].rate) else { return false };
    let implied = |part: usize, rate: usize| figures[part].interval()?.over(figures[rate].interval()?);
    let around = index.saturating_sub(2)..questions.len().min(index + 3);
    let own = implied(part, rate).filter(|_| part + 1 == rate && figures[rate].digits() >= 2);
    questions[around].iter().filter(|other| other.rate != rate && other.answer.is_none()).any(|other| {
        let beside = other.numerators.first().and_then(|set| set.first()).filter(|part| **part + 1 == other.rate);
        let near = figures[other.rate].sentence == figures[rate].sentence;
        let alike = |other: &usize| figures[*other].same_unit(&figures[part]) && *other != part;
        let of = beside.filter(|other| near && alike(other)).and_then(|part| implied(*part, other.rate));
        of.zip(own).is_some_and(|(of, own)| of.meets(own) && !is_slip_of(document, found, own))
    })
}

/// Whether one slip in the whole that is told makes it the one that a rate implies: then it is wrong, and no other.
fn is_slip_of(document: &Document<'_>, found: &Found, implied: Interval) -> bool {
    let &[_, whole, rate] = &found.operands[..] else { return false };
    let figure = &document.figures[whole];
    let implied = implied.times(document.figures[rate].of_whole());
    let meant = |value: &Decimal| {
        let interval = figure.reading(*value, figure.scale).interval();
        interval.zip(implied).is_some_and(|(own, implied)| own.meets(implied))
    };
    repair::slips(figure).iter().any(meant)
}

/// 占调整后计划的103%: of a plan that was changed, and the one that is told is not called so.
fn of_changed_plan(document: &Document<'_>, found: &Found) -> bool {
    let &[_, whole, rate] = &found.operands[..] else { return false };
    let changed =
        |at: usize| holds_any(document.figures[at].label, &["调整后", "修订后", "变更后", "调减后", "调增后"]);
    changed(rate) && !changed(whole)
}

/// Whether one slip of the pen makes what is told of what was computed; of a rate of two digits one does too often.
fn is_slip(document: &Document<'_>, found: &Found, rate: usize) -> bool {
    let figure = &document.figures[rate];
    let computed = found.computed.parse::<Decimal>().map(|computed| computed.abs().round_dp(figure.decimals));
    figure.digits() >= 3 && computed.is_ok_and(|computed| repair::one_slip(figure, computed))
}

/// 截至目前，汽车312万辆。…截至6月底，新能源汽车10.01万辆: part and whole are told of two dates.
fn of_two_dates(document: &Document<'_>, found: &Found) -> bool {
    let &[part, whole, _] = &found.operands[..] else { return false };
    let told = |at: usize| -> Option<String> {
        let figure = &document.figures[at];
        let words = document.between(figure.start.saturating_sub(DATED), figure.start);
        let words = words.rsplit(['。', '\n']).next()?;
        let (_, date) = words.rsplit_once("截至").or_else(|| words.rsplit_once("截止"))?;
        date.split(',').next().map(str::to_owned)
    };
    document.figures[part].sentence != document.figures[whole].sentence
        && told(part).zip(told(whole)).is_some_and(|(a, b)| a != b)
}

/// 接听来电8641个，…直办6488件，直办率75.08%: another count before the part, in whatever unit, is its base. Only rates told finely
/// can tell.
fn holds_of_other(document: &Document<'_>, rate: usize, part: usize) -> bool {
    let figures = &document.figures;
    figures[rate].decimals >= 2
        && (part.saturating_sub(OTHERS)..part).any(|i| {
            let other = &figures[i];
            let count = matches!(other.class, Class::Count | Class::Bare) && other.exact();
            let before = count && other.line == figures[part].line && other.base() > figures[part].base();
            before && arithmetic::rate(document, part, i, rate).is_some_and(|held| settled(held.verdict))
        })
}

/// 其他水源供水量57亿立方米。…，跨区调水量占3.9%: the share of something whose amount is not told, and the part stands a sentence before.
fn is_bare(document: &Document<'_>, rate: usize, part: usize) -> bool {
    let figures = &document.figures;
    figures[rate].role == Role::Share
        && figures[part].sentence != figures[rate].sentence
        && document.own_noun(rate).len() >= 2
        && !named::bears_all(document, part, &named::subject(&figures[rate]))
}

/// 破获命案207起，破案率86%, of 41602 cases of all kinds: no slip of one digit makes 0.5% of 86%.
fn is_far_off(document: &Document<'_>, found: &Found) -> bool {
    let number = |text: &str| -> Option<f64> {
        let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
        digits.parse::<Decimal>().ok()?.abs().to_f64()
    };
    let (Some(shown), Some(said)) = (number(&found.computed), number(&found.reported)) else { return false };
    // 3.12万元 of 4.35亿元 is 0.00717%, of which two places tell nothing.
    let computed = exactly(document, found).unwrap_or(shown);
    if computed <= 0.0 || said <= 0.0 {
        return false;
    }
    // 1.8% for 41.8%: a first digit that got lost.
    let decimals = found.reported.split('.').nth(1).map_or(0, |rest| rest.chars().filter(char::is_ascii_digit).count());
    let (a, b) = (format!("{computed:.decimals$}"), format!("{said:.decimals$}"));
    if a.ends_with(&b) || b.ends_with(&a) {
        return false;
    }
    let times = (computed / said).max(said / computed);
    let power = 10_f64.powf(times.log10().round());
    times > FAR && (times / power - 1.0).abs() > NEAR
}

/// The rate of a part and its whole, in percent.
fn exactly(document: &Document<'_>, found: &Found) -> Option<f64> {
    let &[part, whole, _] = &found.operands[..] else { return None };
    let base = |at: usize| document.figures[at].base()?.to_f64();
    Some(base(part)? / base(whole)? * 100.0)
}

/// 占2%, 9%, 34%, …, 130% together: where several members of a list do not fit the whole that its counts make, the whole is
/// another.
fn is_one_of_several(questions: &[Question], index: usize, found: &Found) -> bool {
    let sum = |question: &&Question| {
        question.bases.iter().any(
            |base| matches!(base, Base::Sum(members) if members.len() > 2 && found.operands[1..].starts_with(members)),
        )
    };
    let open = |(_, question): &(usize, &Question)| question.answer.is_none() && sum(question);
    let around = index.saturating_sub(OTHERS)..questions.len().min(index + OTHERS);
    questions.iter().enumerate().skip(around.start).take(around.len()).filter(open).count() > 1
}

//! Names: what a rate is called, and which part and which whole its words mean.

use rust_decimal::Decimal;

use super::{Base, Question, candidates::carries_share, named, phrase::COUNTS};
use crate::{
    figures::{
        document::Document,
        figure::{Figure, Role},
        glyphs::is_han,
        repair,
        units::Class,
        words::{Cue, WORDS},
    },
    model::Verdict,
    text::words::holds_any,
};

/// Figures before a rate among which its whole must be the only one of its name.
const NEAR: usize = 12;
/// Characters before a whole in which it may be told what kind all of it is.
const KIND_TOLD: usize = 40;

/// 占 for every share; what a rate is called for the others.
pub(super) fn rate_name(rate: &Figure<'_>) -> String {
    if rate.role == Role::Share {
        return named_whole(rate);
    }
    let label = rate.label.split('率').next().unwrap_or_default();
    let label = label.split("比例").next().unwrap_or_default();
    let label = label.trim_end_matches(['为', '达', '到', '是', ' ']);
    let label = label.strip_suffix('面').or_else(|| label.strip_suffix("进度")).unwrap_or(label);
    let chars: Vec<char> = label.chars().filter(|c| is_han(*c)).collect();
    chars[chars.len().saturating_sub(2)..].iter().collect()
}

/// The figures before the rate that can be its base: of the unit of the part and larger.
pub(super) fn larger_bases(document: &Document<'_>, question: &Question, part: usize) -> Vec<usize> {
    let part_base = document.figures[part].base();
    let all = all_bases(document, question, part);
    all.into_iter().filter(|whole| document.figures[*whole].base() >= part_base).collect()
}

/// The figures before the rate that can be its base by their words, whatever their size.
pub(super) fn all_bases(document: &Document<'_>, question: &Question, part: usize) -> Vec<usize> {
    let figures = &document.figures;
    let mut wholes: Vec<usize> = question
        .bases
        .iter()
        .filter_map(|base| match base {
            Base::Figure(whole) => Some(*whole),
            Base::Sum(_) => None,
        })
        .filter(|whole| {
            *whole != part && (!carries_share(document, *whole) || is_the_named(document, question.rate, *whole))
        })
        .filter(|whole| {
            figures[question.rate].role != Role::Rate || !is_done(&figures[*whole], &figures[question.rate])
        })
        .filter(|whole| *whole < question.rate || figures[*whole].label.contains('总'))
        .collect();
    wholes.sort_by_key(|whole| question.rate.abs_diff(*whole));
    wholes
}

/// A whole that is itself what the rate says was done is no base of it.
pub(super) fn is_done(whole: &Figure<'_>, rate: &Figure<'_>) -> bool {
    let name = rate_name(rate);
    !name.is_empty() && whole.label.contains(&name) && !whole.says(Cue::Plan) && !is_due(whole)
}

/// 应聘到位1605名, 应检18650人: what there is to be done.
pub(super) fn is_due(figure: &Figure<'_>) -> bool {
    let label = figure.label.trim_start();
    ["应", "需", "须", "拟", "计划", "原"].iter().any(|word| label.starts_with(word))
        || holds_any(label, &["意愿", "有需求", "符合", "需要", "具备"])
}

/// Whether the base of a rate is beyond doubt, and how far.
pub(super) fn determinate(document: &Document<'_>, question: &Question, part: usize) -> Option<Verdict> {
    let figures = &document.figures;
    let rate = &figures[question.rate];
    let numerator = &figures[part];
    let larger = larger_bases(document, question, part);
    // 46个，已开工93个，开工率84.8%: what was done can't be more than there is, when its rate is below 100%.
    let above = larger.is_empty() && rate.role == Role::Rate && rate.value <= Decimal::ONE_HUNDRED;
    let wholes = if above { all_bases(document, question, part) } else { larger };
    let values: std::collections::BTreeSet<Decimal> = wholes.iter().filter_map(|i| figures[*i].base()).collect();
    let &whole = wholes.first()?;
    let most = if rate.label.chars().any(is_han) { 20 } else { 40 };
    let close = rate.start.saturating_sub(numerator.end) <= most && part + 1 == question.rate;
    // 税收收入31.52亿元，增长9.1%，税收占比74.4%: how the part has grown stands between.
    let grown = part + 2 == question.rate
        && matches!(figures[part + 1].role, Role::Growth(_))
        && rate.sentence == numerator.sentence
        && numerator.says(Cue::Among)
        && names_part(rate, numerator);
    let close = close || grown;
    let named_after = rate.role == Role::Rate && numerator.sentence == rate.sentence;
    let name = rate_name(rate);
    let far = if name.chars().count() == 2 && numerator.label.contains(&name) { 4 } else { 2 };
    let adjacent = close || named_after && question.rate - part.min(question.rate) <= far;
    let agrees = match rate.role {
        Role::Share => true,
        _ => verb_agrees(rate, numerator),
    };
    if !adjacent || !agrees || numerator.hedged {
        return None;
    }
    let sentence: Vec<usize> = wholes.iter().copied().filter(|i| figures[*i].sentence == rate.sentence).collect();
    let backlog = rate.says(Cue::Backlog) && figures[whole].says(Cue::BacklogBase);
    if backlog {
        return None;
    }
    let named = named_base(document, question.rate, &wholes);
    if rate.role == Role::Share && named.is_none() && !named_whole(rate).is_empty() {
        // 涉及资金27.35亿元，…占抽查资金的4.3%: the only whole there is, by its noun.
        let name = named_whole(rate);
        let kin = wholes.len() == 1 && sentence.len() == 1 && bears_noun(&name, &figures[whole]);
        let other = is_of_its_kind(&name, numerator, &figures[whole]) || is_of_everywhere(&name, &figures[whole]);
        // 注册志愿者12.6万人，党员2.1万人，占活跃志愿者的31.4%: of some of them, which no slip turns into all. 抽查项目64个，涉及资金27.35亿元，…占抽查资金的: but
        // whatever was looked into was told before.
        let start = figures[whole].start;
        let kind: String = name.chars().take(2).collect();
        let told = || document.between(start.saturating_sub(KIND_TOLD), start).contains(&kind);
        let all = told() || is_called(&figures[whole], &name) || slip_explains(document, part, whole, question.rate);
        return (kin && !other && all).then_some(Verdict::Unclear);
    }
    if above {
        return (sentence.len() == 1).then_some(Verdict::Unclear);
    }
    let clause = wholes.iter().filter(|i| figures[**i].clause == rate.clause).count();
    if clause == 1 && sentence.len() > 1 && rate.role == Role::Rate && close && numerator.clause == rate.clause {
        return Some(Verdict::Unclear);
    }
    match (sentence.len(), values.len()) {
        (1, 1) => Some(Verdict::Inconsistent),
        (1, _) if rate.role == Role::Rate || named == sentence.first().copied() => Some(Verdict::Inconsistent),
        (_, 1)
            if figures[whole].line == rate.line && rate.sentence - figures[whole].sentence.min(rate.sentence) <= 3 =>
        {
            Some(Verdict::Unclear)
        }
        (1, _) => Some(Verdict::Unclear),
        _ if named.is_some() => Some(Verdict::Unclear),
        _ => None,
    }
}

/// Whether a slip of the pen in the rate makes it that of a part and a whole.
fn slip_explains(document: &Document<'_>, part: usize, whole: usize, rate: usize) -> bool {
    let figures = &document.figures;
    let given = || {
        let times = figures[part].base()?.checked_div(figures[whole].base()?)?;
        times.checked_mul(figures[rate].of_whole())
    };
    given().is_some_and(|given| repair::one_slip(&figures[rate], given.round_dp(figures[rate].decimals)))
}

/// 税收收入31.52亿元 … 税收占比: the words before 占 are among those of the part.
fn names_part(rate: &Figure<'_>, part: &Figure<'_>) -> bool {
    let subject = rate.label.split('占').next().unwrap_or_default().trim();
    subject.chars().count() >= 2 && part.label.contains(subject)
}

/// The base that the words after 占 name.
pub(super) fn named_base(document: &Document<'_>, rate: usize, wholes: &[usize]) -> Option<usize> {
    let noun = noun_of_whole(&document.figures[rate])?;
    let called = |noun: &str| wholes.iter().copied().find(|whole| is_called(&document.figures[*whole], noun));
    called(&noun).or_else(|| called(without_count(&noun)))
}

/// 占持卡人数的 is of 社会保障卡持卡243.18万人: a noun without the word for how many there are.
fn without_count(noun: &str) -> &str {
    let short = COUNTS.iter().find_map(|count| noun.strip_suffix(count));
    short.filter(|short| short.chars().count() >= 2).unwrap_or(noun)
}

/// The noun that 占…的 names, without what only says that it is all of it.
fn noun_of_whole(rate: &Figure<'_>) -> Option<String> {
    let noun: String = named_whole(rate)
        .trim_start_matches(|c| "全本该年度当".contains(c))
        .replace("总数", "")
        .replace("总量", "")
        .replace("总", "");
    noun.chars().nth(1).is_some().then_some(noun)
}

/// Whether the words of a figure hold a noun, 总 aside.
fn is_called(figure: &Figure<'_>, noun: &str) -> bool {
    let plain = |text: &str| text.replace('总', "");
    plain(figure.label).contains(noun) || plain(figure.tail).contains(noun)
}

/// Whether a figure is called by the noun that ends `named`.
fn bears_noun(named: &str, whole: &Figure<'_>) -> bool {
    let chars: Vec<char> = named.chars().collect();
    let Some(noun) = chars.last_chunk::<2>() else { return false };
    let noun: String = noun.iter().collect();
    whole.label.trim_end_matches(['为', '达', '共', '有', ' ']).ends_with(&noun) || whole.tail.starts_with(&noun)
}

/// 办结案件5386件，终局裁决1327件，占裁决案件的68.9%: of all of the part's own kind, which the whole that is told is not called.
fn is_of_its_kind(named: &str, part: &Figure<'_>, whole: &Figure<'_>) -> bool {
    let Some((noun, _)) = named.char_indices().rev().nth(1) else { return false };
    let kind = named[..noun].trim_start_matches(['全', '总', '本', '该']);
    kind.chars().count() >= 2 && part.label.contains(kind) && !whole.label.contains(kind)
}

/// 11个成员国通胀率达两位数，德国通胀率为11.3%; 5所高中上线率提高到70.93%: the words behind a count say that each of what it counts has such a rate.
pub(super) fn is_rate_of(document: &Document<'_>, part: usize, rate: usize) -> bool {
    let (part, rate) = (&document.figures[part], &document.figures[rate]);
    let Some((name, _)) = rate.label.rsplit_once('率') else { return false };
    let chars: Vec<char> = name.chars().filter(|c| is_han(*c)).collect();
    let Some(two) = chars.last_chunk::<2>() else { return false };
    let called: String = two.iter().chain(&['率']).collect();
    part.end <= rate.start && part.tail.contains(&called)
}

/// 装备制造业（50.1%）、高技术制造业（51.1%）: alone in brackets behind names, one after the other, each is of what the name before it says.
pub(super) fn is_listed_by_name(document: &Document<'_>, rate: usize) -> bool {
    let figures = &document.figures;
    let alone = |at: usize| {
        let figure = &figures[at];
        let open = figure.start.saturating_sub(1);
        let bracket = document.text.at(open) == '(' && document.text.at(figure.end) == ')';
        figure.class == Class::Percent && bracket && is_han(document.text.before(open))
    };
    let joined = |a: usize| document.text.at(figures[a].end + 1) == '、';
    let after = rate + 1 < figures.len() && alone(rate + 1) && joined(rate);
    let before = rate > 0 && alone(rate - 1) && (joined(rate - 1) || figures[rate].item <= figures[rate - 1].item + 1);
    let named = |at: usize| at == 0 || figures[at - 1].end + 1 != figures[at].start;
    alone(rate) && named(rate) && (after || before)
}

/// 投资5亿元以上93个，制造业项目占69%: the first characters of what a share is said of, of four and more, are no word of the part before it.
pub(super) fn is_share_of_another(document: &Document<'_>, part: usize, rate: usize) -> bool {
    let (figure, share) = (&document.figures[part], &document.figures[rate]);
    let subject = named::subject(share);
    let Some(two) = subject.first_chunk::<2>().filter(|_| share.role == Role::Share && subject.len() >= 4) else {
        return false;
    };
    let two: String = two.iter().collect();
    part < rate && !figure.label.contains(&two) && !figure.tail.contains(&two)
}

/// 受益人口8.4万人；其中覆盖5.2万人，占全县农村人口的11.3%: of all there are in the place, which the whole that is told is not called.
fn is_of_everywhere(named: &str, whole: &Figure<'_>) -> bool {
    let places = ["全国", "全省", "全市", "全县", "全区", "全州", "全旗", "全镇", "全乡"];
    let place = places.iter().find(|place| named.starts_with(**place));
    // 全市财政支出 beside 财政支出
    place.is_some_and(|place| !whole.label.contains(&named[place.len()..]))
}

/// Whether the words after 占 name this figure and no other near it: 民生支出143.5亿元，占比76.4%; … 占民生支出的60.8%. Of
/// several members of one list none is the whole of another (女会员, 少数民族会员: 占会员总数的).
pub(in crate::figures::relations) fn is_the_named(document: &Document<'_>, rate: usize, whole: usize) -> bool {
    let Some(noun) = noun_of_whole(&document.figures[rate]) else { return false };
    let noun = if is_called(&document.figures[whole], &noun) { noun.as_str() } else { without_count(&noun) };
    let named = |at: usize| is_called(&document.figures[at], noun);
    named(whole)
        && !(rate.saturating_sub(NEAR)..rate).any(|other| other != whole && document.is_level(other) && named(other))
}

/// The whole that 占…的 names; empty when it only says 占, 占比, 占总数的.
pub(super) fn named_whole(rate: &Figure<'_>) -> String {
    // 占常住人口的比重（常住人口城镇化率）为: a bracket says the same again.
    let words = rate.label.split_once('(').filter(|(_, rest)| rest.contains(')'));
    let label = words.map_or(rate.label, |(words, _)| words);
    let Some((_, label)) = label.rsplit_once('占') else { return String::new() };
    let mut named: String = label.chars().filter(|c| is_han(*c)).collect();
    for word in ["比重为", "比例为", "比例达", "比例约为", "比重达", "比为", "比达", "比例", "比重", "比约", "的"]
    {
        while named.ends_with(word) {
            named.truncate(named.len() - word.len());
        }
    }
    let plain = [
        "",
        "比",
        "总",
        "总数",
        "总计划",
        "总量",
        "总额",
        "全部",
        "总体",
        "其",
        "全年计划",
        "年度计划",
        "年计划",
        "全年任务",
        "年度任务",
        "全年目标",
    ];
    if plain.contains(&named.as_str()) { String::new() } else { named }
}

/// 占年度任务的82%, 完成年初预算的51.1%: a share of what was planned, which no other count is.
pub(super) fn of_plan(rate: &Figure<'_>) -> bool {
    let named = rate.label.rsplit_once('占').or_else(|| {
        let phrase = rate.label.trim_end().strip_suffix('的')?;
        ["完成", "相当于", "达到", "为"].iter().find_map(|verb| phrase.rsplit_once(verb))
    });
    let named = named.map_or("", |(_, named)| named);
    holds_any(named, &["任务", "目标", "计划", "预算"]) && !named.contains("支出")
}

/// 办结241件，按期办结率74.69%: only what was done in such a way is its part, and no words tell how much that is.
pub(super) fn narrower(document: &Document<'_>, question: &Question) -> bool {
    let label = document.figures[question.rate].label;
    let Some((name, _)) = label.split_once('率') else { return false };
    let way = &WORDS.ways.iter().find(|way| name.contains(way.as_str()));
    way.is_some_and(|way| {
        !question.numerators.iter().flatten().any(|part| {
            let figure = &document.figures[*part];
            figure.label.contains(way.as_str()) || figure.tail.contains(way.as_str())
        })
    })
}

/// Whether two shares can be of one whole.
pub(super) fn same_whole(a: &str, b: &str) -> bool {
    a.is_empty() || b.is_empty() || a == b
}

/// 办结284件…办结率: the rate is named after what its part says was done.
pub(super) fn verb_agrees(rate: &Figure<'_>, part: &Figure<'_>) -> bool {
    if !rate.label.chars().any(is_han) {
        return stem_agrees(rate.label, part);
    }
    let name = rate_name(rate);
    let words = format!("{}{}", part.label, part.tail);
    let chars: Vec<char> = name.chars().collect();
    !name.is_empty()
        && (words.contains(&name) || chars.len() == 2 && words.contains(chars[0]) && words.contains(chars[1]))
        || name.is_empty() && words.contains("完成")
}

/// 已完成整改 of 整改率: the last two characters of a rate's own name are told of its part.
pub(in crate::figures::relations) fn bears_end(part: &Figure<'_>, rate: &Figure<'_>) -> bool {
    let name = own_name(rate);
    let label: Vec<char> = part.label.chars().filter(|c| is_han(*c)).collect();
    name.last_chunk::<2>().is_some_and(|end| label.windows(2).any(|two| two == end))
}

/// 网上办理35894件，网办率: both characters of a short name stand in the words of its part, in their order.
fn is_shortened_to(part: &Figure<'_>, rate: &Figure<'_>) -> bool {
    let name = own_name(rate);
    let mut label = part.label.chars();
    name.len() == 2 && name.iter().all(|c| label.any(|other| other == *c))
}

/// What a rate is called: the Chinese characters before 率.
fn own_name(rate: &Figure<'_>) -> Vec<char> {
    rate.label.split('率').next().unwrap_or_default().chars().filter(|c| is_han(*c)).collect()
}

/// 办结284件…办结率; 网上办理35894件，网办率: a rate is named after what was done, in full or shortened.
pub(in crate::figures::relations) fn is_named_after(rate: &Figure<'_>, part: &Figure<'_>) -> bool {
    if !rate.label.chars().any(is_han) {
        return rate.role == Role::Rate && stem_agrees(rate.label, part);
    }
    let called = rate.role == Role::Rate && rate.label.contains('率');
    called && (bears_end(part, rate) || is_shortened_to(part, rate))
}

/// 1,107 were resolved, a resolution rate: an English rate's name begins as the verb behind its part, or before it where
/// no other figure stands between.
fn stem_agrees(label: &str, part: &Figure<'_>) -> bool {
    let words = label.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() >= 4 && *word != "rate");
    let behind = part.tail.split([',', ';']).next().unwrap_or_default().to_lowercase();
    let before = part.label.rsplit(" and ").next().unwrap_or_default().to_lowercase();
    words.filter_map(|word| word.get(..4)).any(|stem| {
        let stem = stem.to_lowercase();
        behind.contains(&stem) || before.contains(&stem) && !part.label.contains(" and ")
    })
}

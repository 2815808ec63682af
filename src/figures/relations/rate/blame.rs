//! What can be said of a rate that no part and whole near it give: whose base is beyond doubt, and how far.

use rust_decimal::Decimal;

use super::{
    Base, Question,
    alike::{self, parallel_base},
    backlog, bound,
    candidates::{self, carries_share},
    doubt::is_doubtful,
    exchanged, held, named,
    names::{self, determinate, larger_bases, rate_name, same_whole, verb_agrees},
    outlier, quotient, together,
};
use crate::{
    figures::{
        document::{Document, total_cue},
        figure::Role,
        glyphs::is_han,
        relations::Found,
        repair,
        words::Cue,
    },
    model::{Verdict, Words},
    text::words::holds_any,
};

/// Shares either side of one among which another of its base is looked for.
const BESIDE: usize = 64;

/// What can be said of a rate that no pair gives.
pub(super) fn accuse(document: &Document<'_>, questions: &[Question], index: usize) -> Option<Found> {
    let question = &questions[index];
    let own = |set: &Vec<usize>| set.iter().any(|part| names::is_rate_of(document, *part, question.rate));
    if question.numerators.first().is_some_and(own) || names::is_listed_by_name(document, question.rate) {
        return None;
    }
    if let Some(found) = outlier::of_many(document, questions, index) {
        return Some(found);
    }
    let sure = |found: &Found| !is_doubtful(document, questions, index, found);
    accused(document, questions, index)
        .filter(sure)
        .or_else(|| exchanged::find(document, &questions[index]).filter(sure))
        .or_else(|| exchanged::beside_proven(document, questions, index).filter(sure))
}

fn accused(document: &Document<'_>, questions: &[Question], index: usize) -> Option<Found> {
    let question = &questions[index];
    if question.untied {
        return None;
    }
    let rate = &document.figures[question.rate];
    let numerator = question.numerators.first()?;
    let &part = numerator.first()?;
    if numerator.len() == 1 && names::is_share_of_another(document, part, question.rate) {
        return None;
    }
    if numerator.len() > 1 && question.numerators.len() == 1 {
        return together::of_list(document, question, numerator);
    }
    // 调解5133件，撤诉2841件，二者占结案数13607件的58.6%: the part is all of those.
    let since = document.between(document.figures[part].end, rate.start);
    if numerator.len() == 1 && holds_any(since, &["二者", "两者", "三者", "四者", "两项合计", "both"]) {
        return None;
    }
    if names::narrower(document, question) || candidates::has_own_share(document, question.rate, part) {
        return None;
    }
    if let Some(found) = backlog::settled_whole(document, question) {
        return Some(found);
    }
    if let Some(found) = unit_slip(document, question, part) {
        return Some(found);
    }
    if question.explicit {
        let base = question.bases.first()?;
        // 128公里，其中新建75公里、改建53公里，完成任务160公里的80%: the rate may be of the whole or of its last part.
        let owner = document.owner[part].filter(|owner| question.numerators.contains(&vec![*owner]));
        let listed = owner.is_some() && !document.owned_directly[part];
        let verdict = if listed { Verdict::Unclear } else { Verdict::Inconsistent };
        let numerator = owner.filter(|_| listed).map_or_else(|| numerator.clone(), |owner| vec![owner]);
        return quotient(document, &numerator, base, question.rate).map(|found| Found { verdict, ..found });
    }
    if let Some(found) = bound::of_due(document, question, part) {
        return Some(found);
    }
    if let Some(found) = bound::behind(document, question, part) {
        return Some(found);
    }
    let other_base = rate.role == Role::Rate && rate.says(Cue::OtherBase);
    if other_base {
        return named_after(document, question, part).or_else(|| alike::find(document, questions, index, part));
    }
    // 占目标任务的33.33%, 25% of 12项: what the like shares beside it are of is the plan.
    if names::of_plan(rate)
        && rate.role == Role::Share
        && let Some(base) =
            confirmed_base(document, questions, index).filter(|base| told_beside(document, questions, index, base))
    {
        return quotient(document, &[part], &base, question.rate)
            .map(|found| Found { verdict: Verdict::Unclear, ..found });
    }
    if names::of_plan(rate) {
        // 为计划的142%: more was done than planned.
        let beyond = rate.value > Decimal::ONE_HUNDRED;
        let wholes =
            if beyond { names::all_bases(document, question, part) } else { larger_bases(document, question, part) };
        let (base, verdict) = plan_base(document, &wholes, question.rate, part)
            .or_else(|| Some((opening_plan(document, &wholes, question.rate, part)?, Verdict::Unclear)))?;
        return quotient(document, &[part], &Base::Figure(base), question.rate).map(|found| Found { verdict, ..found });
    }
    if let Some(found) = nested(document, questions, question, part) {
        return Some(found);
    }
    if let Some(base) = confirmed_base(document, questions, index) {
        return quotient(document, &[part], &base, question.rate)
            .map(|found| Found { verdict: Verdict::Inconsistent, ..found });
    }
    if let Some(relation) = outlier::find(document, questions, index) {
        return Some(relation);
    }
    if candidates::restates(document, question.rate, part) {
        let [whole] = larger_bases(document, question, part)[..] else { return None };
        let sure = document.figures[whole].sentence == rate.sentence;
        return quotient(document, &[part], &Base::Figure(whole), question.rate)
            .filter(|_| sure)
            .map(|found| Found { verdict: Verdict::Unclear, ..found });
    }
    let part = if rate.role == Role::Rate { agreeing(document, question).unwrap_or(part) } else { part };
    if let Some((base, verdict)) = stated_base(document, question, part) {
        return quotient(document, &[part], &Base::Figure(base), question.rate).map(|found| Found { verdict, ..found });
    }
    if let Some(whole) = below_its_part(document, question, part) {
        return quotient(document, &[part], &Base::Figure(whole), question.rate)
            .map(|found| Found { verdict: Verdict::Unclear, ..found });
    }
    if let Some(whole) = called_total(document, question, part) {
        return quotient(document, &[part], &Base::Figure(whole), question.rate)
            .map(|found| Found { verdict: Verdict::Unclear, ..found });
    }
    if let Some(verdict) = determinate(document, question, part) {
        let wholes = larger_bases(document, question, part);
        let named = names::named_base(document, question.rate, &wholes).filter(|_| rate.role == Role::Share);
        let base = Base::Figure(named.or_else(|| wholes.first().copied())?);
        return quotient(document, &[part], &base, question.rate).map(|found| Found { verdict, ..found });
    }
    if let Some(found) = alike::in_turn(document, questions, index) {
        return Some(found);
    }
    let base = of_two(document, question, part)?;
    quotient(document, &[part], base, question.rate).map(|found| Found { verdict: Verdict::Unclear, ..found })
}

/// Whether another share in the sentence is of the base: 占年度计划的 of each part is of the plan of that part, though the whole's is of the
/// whole.
fn told_beside(document: &Document<'_>, questions: &[Question], index: usize, base: &Base) -> bool {
    let sentence = document.figures[questions[index].rate].sentence;
    let near = index.saturating_sub(BESIDE)..questions.len().min(index + BESIDE);
    questions[near].iter().any(|other| {
        let holds = other.answer.as_ref().is_some_and(|(_, of)| of == base);
        holds && document.figures[other.rate].sentence == sentence
    })
}

/// 14.73亿辆 of 186.20万辆, 占7.9%: with 万 for 亿 in one of them they would agree.
fn unit_slip(document: &Document<'_>, question: &Question, part: usize) -> Option<Found> {
    let figures = &document.figures;
    let slip = |whole: usize| -> Option<Found> {
        // 1.46亿元 of which 8240亿元: a part so far above its whole is told in another scale.
        let above = figures[part].base() > figures[whole].base()?.checked_mul(Decimal::ONE_HUNDRED);
        let scaled = figures[whole].scale != figures[part].scale || above && figures[part].scale > 0;
        if !scaled || figures[whole].sentence != figures[question.rate].sentence {
            return None;
        }
        let base = Base::Figure(whole);
        let found = quotient(document, &[part], &base, question.rate)?;
        let (_, computed) = held(document, &[part], &base, question.rate)?;
        let power = repair::scale_slip(figures[question.rate].value, computed)?;
        (matches!(power, 4 | 8) && figures[question.rate].digits() >= 2).then(|| {
            let note = Words::new(
                "若其中一个数的“万”“亿”写错了，则相符；仅供核对。",
                "With another scale (万, 亿) in one of the two they would agree; only a possibility.",
            );
            Found { verdict: Verdict::Unclear, note, ..found }
        })
    };
    question.bases.iter().find_map(|base| match base {
        Base::Figure(whole) => slip(*whole),
        Base::Sum(_) => None,
    })
}

/// 提取额61.24亿元，占63.54%，其中住房类44.17亿元，占72.13%: a part of a part, which carries a share of its own.
/// Where that is none of a whole in the text, the other need not be of its own whole either.
fn nested(document: &Document<'_>, questions: &[Question], question: &Question, part: usize) -> Option<Found> {
    let rate = &document.figures[question.rate];
    let whole = document.owner[part].filter(|whole| carries_share(document, *whole))?;
    let base = Base::Figure(whole);
    let other = questions.binary_search_by_key(&(whole + 1), |other| other.rate).ok()?;
    questions[other].answer.as_ref()?;
    let plain = rate.role == Role::Share && rate_name(rate).is_empty() && part + 1 == question.rate;
    if !plain || !question.bases.contains(&base) {
        return None;
    }
    quotient(document, &[part], &base, question.rate).map(|found| Found { verdict: Verdict::Unclear, ..found })
}

/// 批准逮捕847人，不批准逮捕361人，不捕率: the whole is the two that exclude each other, when the rate is called as its part.
fn of_two<'q>(document: &Document<'_>, question: &'q Question, part: usize) -> Option<&'q Base> {
    let rate = &document.figures[question.rate];
    let other = named::complement(document, part, question.rate)?;
    let near = question.rate.checked_sub(part).is_some_and(|back| back <= 2) && part.abs_diff(other) == 1;
    let called = verb_agrees(rate, &document.figures[part]) && larger_bases(document, question, part).len() <= 1;
    let both = |base: &&Base| matches!(base, Base::Sum(members) if members.len() == 2 && members.contains(&part));
    // 批准逮捕22.2万人，不捕13.9万人，不捕率39.2%: others may have been decided on otherwise; a slip lies farther off.
    let others = |base: &&Base| {
        let computed = held(document, &[part], base, question.rate).map(|(_, point)| point);
        computed.and_then(|point| point.checked_sub(rate.value)).is_some_and(|off| off.abs() <= Decimal::TWO)
    };
    question.bases.iter().find(both).filter(|base| near && called && !others(base))
}

/// 抽检8640批次，合格8562批次，合格率91.1%: the rate may have another base, but its part bears its name and one whole
/// alone stands before it.
fn named_after(document: &Document<'_>, question: &Question, part: usize) -> Option<Found> {
    let rate = &document.figures[question.rate];
    let name = rate_name(rate);
    let part = agreeing(document, question).unwrap_or(part);
    let done = &document.figures[part];
    // 增长面为71.8%: of those that there are, so many grew.
    let face = rate.label.trim_end_matches(['为', '达', '到', '是', ' ']).ends_with('面');
    // 监测点位128个，达标点位119个，达标率93.0%; 应参保28.6万人，已参保27.4万人: part and whole stand right before, by the
    // rate's own name or as what was due.
    let beside = part > 0
        && part + 1 == question.rate
        && done.label.contains(&name)
        && !done.label.contains("其中")
        && document.is_level(part - 1)
        && figures_agree(document, part - 1, part, question.rate);
    let tied = (face || beside || !rate.says(Cue::Survey))
        && part < question.rate
        && question.rate - part <= 3
        && rate.item - done.item.min(rate.item) <= 3
        && name.chars().count() == 2
        && verb_agrees(rate, done);
    let larger = larger_bases(document, question, part);
    // 发放2040份，收回2268份，回收率94.5%: more came back than there was, at a rate below 100%.
    let above = larger.is_empty() && rate.value <= Decimal::ONE_HUNDRED && part + 1 == question.rate;
    let wholes = if above { names::all_bases(document, question, part) } else { larger };
    // 有就业意愿2406人，已就业2338人，就业率: of several the one right before its part, when it tells what was due.
    let due = part.checked_sub(1).filter(|whole| names::is_due(&document.figures[*whole]) && wholes.contains(whole));
    let whole = match (&wholes[..], due) {
        ([whole], _) => *whole,
        (_, Some(whole)) => whole,
        _ => return None,
    };
    let behind = names::is_due(&document.figures[whole]) && part + 1 == whole && whole + 1 == question.rate;
    let near = (whole + 1 == part || behind) && document.figures[whole].sentence == rate.sentence;
    if !tied || !near {
        return None;
    }
    quotient(document, &[part], &Base::Figure(whole), question.rate)
        .map(|found| Found { verdict: Verdict::Unclear, ..found })
}

/// Whether a whole and its part are told of one thing: what was due (应参保), or in words with a noun in common; and the rate
/// that they give is not far from the one that is told.
fn figures_agree(document: &Document<'_>, whole: usize, part: usize, rate: usize) -> bool {
    let figures = &document.figures;
    let noun = |at: usize| -> Option<[char; 2]> {
        let chars: Vec<char> = figures[at].label.chars().filter(|c| is_han(*c)).collect();
        chars.last_chunk::<2>().copied()
    };
    let one = names::is_due(&figures[whole]) || noun(whole).is_some() && noun(whole) == noun(part);
    let near = || -> Option<bool> {
        let told = figures[part].base()?.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(figures[whole].base()?)?;
        // 达标水库54座，达标蓄水库89座，达标比例90.7%: more than there is at a rate below 100%.
        let above = told > Decimal::ONE_HUNDRED && figures[rate].value <= Decimal::ONE_HUNDRED;
        Some(above || told.checked_sub(figures[rate].value)?.abs() <= Decimal::TEN)
    };
    one && near() == Some(true)
}

/// The part that a rate is named after (已完成治理19个、正在治理6个，治理完成率).
fn agreeing(document: &Document<'_>, question: &Question) -> Option<usize> {
    let rate = &document.figures[question.rate];
    let singles = question.numerators.iter().filter(|set| set.len() == 1).filter_map(|set| set.first().copied());
    let parts: Vec<usize> =
        singles.filter(|i| *i < question.rate && verb_agrees(rate, &document.figures[*i])).collect();
    let plain: Vec<usize> = parts.iter().copied().filter(|i| !names::is_due(&document.figures[*i])).collect();
    let parts = if plain.is_empty() { parts } else { plain };
    // 已办结 before 阶段性办结: the plainer words are the rate's own.
    let name = rate_name(rate);
    let before = parts.iter().copied().filter(|i| !name.is_empty() && document.figures[*i].label.contains(&name));
    // 已办结120件，办结率67%。排查237件，已办结131件，办结率62%: of several so called the one of its own sentence.
    let elsewhere = |i: usize| document.figures[i].sentence != rate.sentence;
    let plainest = before.min_by_key(|i| (elsewhere(*i), document.figures[*i].label.chars().count(), *i));
    plainest.or_else(|| parts.first().copied())
}

/// A base that its own words tie to the part: the plan of a completion rate, the whole in the same item
/// (15个…已完成8个).
fn stated_base(document: &Document<'_>, question: &Question, part: usize) -> Option<(usize, Verdict)> {
    let figures = &document.figures;
    let (rate, done) = (&figures[question.rate], &figures[part]);
    let candidates: Vec<usize> = question
        .bases
        .iter()
        .filter_map(|base| match base {
            Base::Figure(whole) if *whole < question.rate && *whole != part => Some(*whole),
            _ => None,
        })
        .filter(|whole| !carries_share(document, *whole))
        .collect();
    if let Some(found) = plan_base(document, &candidates, question.rate, part) {
        return Some(found);
    }
    let behind = part + 1 == question.rate && rate.start - done.end <= 16;
    let bracketed = rate.role == Role::Share && rate.label.trim().is_empty() && rate.depth > done.depth;
    let tied = bracketed || rate.role == Role::Rate && verb_agrees(rate, done);
    let inside = |i: usize| document.owner[part] == Some(i) && document.owned_directly[part];
    let whole = candidates.into_iter().find(|i| figures[*i].item == done.item || inside(*i))?;
    (behind && tied && whole < part).then_some((whole, Verdict::Inconsistent))
}

/// 立案1435起，已下达处罚决定8128起，占立案数的96.36%: the whole that the words name is less than its part.
fn below_its_part(document: &Document<'_>, question: &Question, part: usize) -> Option<usize> {
    let figures = &document.figures;
    let rate = &figures[question.rate];
    let asked = rate.role == Role::Share && rate.value < Decimal::ONE_HUNDRED && part + 1 == question.rate;
    let [whole] = names::all_bases(document, question, part)[..] else { return None };
    let noun = names::named_whole(rate);
    let noun = noun.trim_end_matches(['数', '量']);
    let named = asked && noun.chars().count() >= 2 && figures[whole].label.contains(noun);
    let near =
        figures[whole].sentence == rate.sentence && whole < part && figures[whole].exact() && figures[part].exact();
    (named && near && figures[whole].base() < figures[part].base()).then_some(whole)
}

/// 共评议58个，优秀17个、良好36个、一般5个，优秀率29.3%: of several larger figures, the one that is called the total.
fn called_total(document: &Document<'_>, question: &Question, part: usize) -> Option<usize> {
    let figures = &document.figures;
    let rate = &figures[question.rate];
    let name = rate_name(rate);
    let own = rate.role == Role::Rate && name.chars().count() == 2 && figures[part].label.contains(&name);
    let wholes = larger_bases(document, question, part);
    let together = |i: &usize| figures[*i].sentence == rate.sentence;
    let called: Vec<usize> = wholes.iter().copied().filter(|i| together(i) && total_cue(&figures[*i])).collect();
    let [whole] = called[..] else { return None };
    let list = part > whole
        && (whole + 1..question.rate).all(|i| figures[i].same_unit(&figures[part]) && document.is_level(i));
    (own && wholes.len() > 1 && list && !figures[part].hedged).then_some(whole)
}

/// The only plan before a rate of completion.
fn plan_base(document: &Document<'_>, candidates: &[usize], rate: usize, part: usize) -> Option<(usize, Verdict)> {
    let figures = &document.figures;
    let (percent, done) = (&figures[rate], &figures[part]);
    let planned = holds_any(percent.label, &["计划", "完成率", "目标", "任务", "预算"]);
    // 一般公共预算收入完成56333万元 is what came in, and no plan of it.
    let came = |label: &str| {
        let rest = label.replace("预算收入", "").replace("预算支出", "");
        rest.len() < label.len() && !holds_any(&rest, &["计划", "目标", "任务", "预算", "安排"])
    };
    // 收入61746万元，占年初预算数109466万元的56.4%，其中税务28724万元，占任务数的: a plan in its phrase is that figure's own.
    let is_plan = |i: &usize| {
        figures[*i].role != Role::Base
            && figures[*i].says(Cue::Plan)
            && !figures[*i].label.contains("已完成")
            && !came(figures[*i].label)
    };
    let plans: Vec<usize> = candidates.iter().copied().filter(is_plan).collect();
    let [plan] = plans[..] else { return None };
    let tied = planned && (done.says(Cue::Actual)) && !done.says(Cue::Plan);
    let adjacent = percent.start.abs_diff(done.end) <= 24 || done.start.abs_diff(percent.end) <= 12;
    let apart = percent.sentence.abs_diff(figures[plan].sentence);
    (tied && adjacent && apart <= 1)
        .then_some((plan, if apart == 0 { Verdict::Inconsistent } else { Verdict::Unclear }))
}

/// 2000个村庄改厕（2013—2017年）。…累计完成605个村庄，占总计划的30.3%: the narrative opens with what was planned, the only whole
/// there is, and the part counts the same things.
fn opening_plan(document: &Document<'_>, wholes: &[usize], rate: usize, part: usize) -> Option<usize> {
    let figures = &document.figures;
    let [whole] = wholes else { return None };
    let (plan, done) = (&figures[*whole], &figures[part]);
    let opens = !(0..*whole).any(|i| figures[i].line == plan.line) && plan.label.trim().is_empty();
    let noun = |text: &str| text.chars().next().filter(|c| is_han(*c));
    let same = noun(plan.tail).is_some_and(|c| noun(done.tail) == Some(c));
    let close = part + 1 == rate && figures[rate].sentence == done.sentence && figures[rate].line == plan.line;
    (opens && same && close && done.says(Cue::Actual) && !done.hedged).then_some(*whole)
}

/// The base that another share of the same list proves.
fn confirmed_base(document: &Document<'_>, questions: &[Question], index: usize) -> Option<Base> {
    let question = &questions[index];
    let rate = &document.figures[question.rate];
    let near = index.saturating_sub(12)..questions.len().min(index + 12);
    let name = rate_name(rate);
    let mut confirmed: Vec<Base> = Vec::new();
    for other in near.filter(|other| *other != index) {
        let Some((found, base)) = &questions[other].answer else { continue };
        let sibling = &document.figures[questions[other].rate];
        // 完工率分别为75.0%和87.1%: the name stands before the first.
        let one_list = document.groups[question.rate].1 > 1
            && document.groups[question.rate].0 == document.groups[questions[other].rate].0;
        let same_name = one_list
            || if rate.role == Role::Share {
                same_whole(&rate_name(sibling), &name)
            } else {
                rate_name(sibling) == name
            };
        // 占民生支出的 is no share of what a bare 占比 beside it is of, unless that bears the name.
        let other_whole = rate.role == Role::Share
            && !name.is_empty()
            && rate_name(sibling).is_empty()
            && !matches!(base, Base::Figure(whole) if names::named_base(document, question.rate, &[*whole]).is_some());
        let alike = sibling.role == rate.role
            && same_name
            && !other_whole
            && sibling.line == rate.line
            && sibling.depth == rate.depth;
        if !alike || found.verdict != Verdict::Consistent || sibling.digits() < 2 {
            continue;
        }
        if question.bases.contains(base) && rate.role == Role::Share {
            confirmed.push(base.clone());
        } else if let Some(base) = listed_base(document, question, &questions[other], base) {
            confirmed.push(base);
        } else if let Some(base) = parallel_base(document, question, &questions[other], base) {
            confirmed.push(base);
        }
    }
    let part = *question.numerators.first()?.first()?;
    // 涉及政法的提案71件，占立案总数的27.4%: more than the whole of which the others are shares.
    let twice = |base: &Base| rate.value < Decimal::ONE_HUNDRED && confirmed.iter().filter(|b| *b == base).count() > 1;
    confirmed
        .iter()
        .find(|base| match base {
            Base::Figure(whole) => {
                document.figures[*whole].base() >= document.figures[part].base()
                    || rate.role == Role::Rate
                    || twice(base)
            }
            Base::Sum(_) => true,
        })
        .cloned()
}

/// 引发险情629起，死亡138人，分别占总数的P和Q: totals stand in the same order as parts.
fn listed_base(document: &Document<'_>, question: &Question, other: &Question, base: &Base) -> Option<Base> {
    let Base::Figure(whole) = base else { return None };
    let (part, sibling) = (*question.numerators.first()?.first()?, *other.numerators.first()?.first()?);
    let forward = question.rate == other.rate + 1 && part == sibling + 1;
    let backward = other.rate == question.rate + 1 && sibling == part + 1;
    let second = question.rate.max(other.rate);
    let listed = (forward || backward) && document.figures[second].label.trim().chars().count() <= 1;
    let place = if forward { whole.checked_add(1)? } else { whole.checked_sub(1)? };
    let candidate = Base::Figure(place);
    let fits = document.figures.get(place)?.same_unit(&document.figures[part]) && question.bases.contains(&candidate);
    (listed && fits).then_some(candidate)
}

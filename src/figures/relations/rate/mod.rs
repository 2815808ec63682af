//! Part ÷ whole: shares (占), rates named after what was done (办结率), plans fulfilled (完成…的).

mod explicit;
mod named;
mod names;

use rust_decimal::Decimal;

use self::explicit::explicit_base;
use self::names::{determinate, larger_bases, rate_name, same_whole, verb_agrees};
use super::{Found, judge, mixed, operand, shown_percent};
use crate::{
    figures::{
        agreement::widest,
        document::{Document, total_cue},
        figure::{Figure, Role},
        glyphs::is_han,
        interval::Interval,
        units::Class,
        words::Cue,
    },
    model::{RelationKind, Verdict, Words},
};

/// Figures looked back at for a base.
const BACK: usize = 24;
/// Figures looked ahead at for a base.
const AHEAD: usize = 10;

/// Members of a list of shares at most.
const LONGEST_LIST: usize = 24;

/// A base: a figure, or the sum of a list whose members all carry shares.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Base {
    Figure(usize),
    Sum(Vec<usize>),
}

/// What is known of one percent.
struct Question {
    rate: usize,
    numerators: Vec<Vec<usize>>,
    bases: Vec<Base>,
    /// The base stands in the phrase itself.
    explicit: bool,
    /// The words name another part than the figure right before, and none that is told: nothing is accused.
    untied: bool,
    answer: Option<(Found, Base)>,
}

/// Finds them.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    let groups = &document.groups;
    let mut questions: Vec<Question> = (0..document.figures.len()).filter_map(|at| ask(document, at, groups)).collect();
    implicit_bases(document, &mut questions);
    for question in &mut questions {
        question.answer = answer(document, question);
        if question.answer.is_none() && !question.explicit {
            look_for_named(document, question);
        }
    }
    for index in 0..questions.len() {
        if let Some((relation, _)) = &questions[index].answer {
            found.push(relation.clone());
        } else {
            found.extend(accuse(document, &questions, index));
        }
    }
}

fn is_question(figure: &Figure<'_>) -> bool {
    figure.class == Class::Percent && matches!(figure.role, Role::Share | Role::Rate)
}

fn ask(document: &Document<'_>, at: usize, groups: &[(usize, usize)]) -> Option<Question> {
    let rate = &document.figures[at];
    if !is_question(rate) {
        return None;
    }
    if let Some((base, numerators)) = explicit_base(document, at) {
        // The phrase names the base: where its part is not told, no other figure is.
        return (!numerators.is_empty()).then(|| Question {
            rate: at,
            numerators: numerators.into_iter().map(|i| vec![i]).collect(),
            bases: vec![Base::Figure(base)],
            explicit: true,
            untied: rate.hedged,
            answer: None,
        });
    }
    // 其中贫困妇女占50%: the share of a part whose count is not told.
    if rate.role == Role::Share && rate.says(Cue::Among) && rate.depth == 0 && !rate.label.contains("其中占") {
        return None;
    }
    let numerators = numerators(document, at, groups);
    let bases = bases(document, at, &numerators);
    Some(Question { rate: at, numerators, bases, explicit: false, untied: rate.hedged, answer: None })
}

/// A rate that nothing near it gives may be of what its own words name.
fn look_for_named(document: &Document<'_>, question: &mut Question) {
    let nearest = question.numerators.first().and_then(|set| set.first()).copied();
    let (parts, untied) = named::parts(document, question.rate, nearest);
    let share = document.figures[question.rate].role == Role::Share;
    question.untied |= untied;
    named::put_in(&mut question.numerators, parts, share);
    let sums: Vec<Base> = question.bases.iter().filter(|base| matches!(base, Base::Sum(_))).cloned().collect();
    question.bases = bases(document, question.rate, &question.numerators);
    if let Some((part, other)) = question
        .numerators
        .first()
        .and_then(|set| set.first())
        .and_then(|part| Some((*part, named::complement(document, *part, question.rate)?)))
    {
        question.bases.retain(|base| *base != Base::Figure(other));
        question.bases.push(Base::Sum(vec![part.min(other), part.max(other)]));
    }
    question.bases.extend(sums);
    question.answer = answer(document, question);
}

/// The counts that a rate may be of, likeliest first.
fn numerators(document: &Document<'_>, at: usize, groups: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let figures = &document.figures;
    let rate = &figures[at];
    let (first, size) = groups[at];
    let usable = |i: &usize| document.is_level(*i) && !figures[*i].hedged && document.may_be_part(*i);
    if size > 1 {
        let listed: Vec<usize> = (0..first).rev().take(size * 2).filter(usable).take(size).collect();
        return listed.get(size - 1 - (at - first)).map(|i| vec![vec![*i]]).unwrap_or_default();
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
    let behind = (at + 1..figures.len().min(at + 2)).find(|i| {
        usable(i) && rate.role == Role::Rate && figures[*i].sentence == rate.sentence && figures[*i].says(Cue::Actual)
    });
    let most = match rate.role {
        Role::Share if !rate.label.chars().any(is_han) => 2,
        Role::Share => 1,
        _ => 3,
    };
    let mut sets: Vec<Vec<usize>> = near.iter().take(most).map(|i| vec![*i]).collect();
    if rate.role == Role::Rate || figures[at].label.contains("占") {
        for pair in near.windows(2).take(2) {
            if figures[pair[0]].same_unit(&figures[pair[1]]) {
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
    sets.extend(behind.map(|i| vec![i]));
    sets
}

/// The wholes that the numerators may be parts of, likeliest first.
fn bases(document: &Document<'_>, at: usize, numerators: &[Vec<usize>]) -> Vec<Base> {
    let figures = &document.figures;
    let Some(&numerator) = numerators.first().and_then(|set| set.first()) else { return Vec::new() };
    let part = &figures[numerator];
    let only = numerators.len() == 1;
    let fits = |i: &usize| {
        let whole = &figures[*i];
        let own = only && *i == numerator;
        !own && !is_sibling(document, *i, at)
            && (whole.same_unit(part) || named::counts_visits(whole, part))
            && document.may_be_part(*i)
            && !whole.hedged
            && whole.role != Role::Average
            && !matches!(whole.role, Role::Change(_))
            && !whole.value.is_zero()
    };
    let mut before: Vec<usize> = (at.saturating_sub(BACK)..at).rev().filter(fits).collect();
    before.sort_by_key(|i| (!total_cue(&figures[*i]), at - *i));
    let after = (at + 1..figures.len().min(at + AHEAD)).filter(fits).filter(|i| {
        total_cue(&figures[*i]) || figures[*i].label.contains('总') || named::is_whole_behind(document, *i, at)
    });
    before.into_iter().chain(after).map(Base::Figure).collect()
}

/// A member of the same list, with a share of its own, is no base of another.
fn is_sibling(document: &Document<'_>, whole: usize, rate: usize) -> bool {
    let figures = &document.figures;
    let share =
        |at: usize| figures.get(at).is_some_and(|next| next.class == Class::Percent && next.role == Role::Share);
    whole + 1 != rate
        && share(whole + 1)
        && share(rate)
        && figures[whole].sentence == figures[rate].sentence
        && figures[whole].depth == figures[rate].depth
        && !names::is_the_named(document, rate, whole)
}

/// Whether a figure carries a share of its own, so that no other share is accused by it.
fn carries_share(document: &Document<'_>, whole: usize) -> bool {
    document.figures.get(whole + 1).is_some_and(|next| {
        next.class == Class::Percent && next.role == Role::Share && next.sentence == document.figures[whole].sentence
    })
}

/// The members of one list of shares add up to a whole that need not be printed.
fn implicit_bases(document: &Document<'_>, questions: &mut [Question]) {
    let mut runs: Vec<Vec<usize>> = Vec::new();
    for index in 0..questions.len() {
        let question = &questions[index];
        let part = question
            .numerators
            .first()
            .filter(|set| set.len() == 1 && !question.explicit)
            .and_then(|set| set.first())
            .copied();
        let Some(part) = part.filter(|_| document.figures[question.rate].role == Role::Share) else { continue };
        let joins = runs.last().and_then(|run| run.last()).is_some_and(|last| {
            let previous = &questions[*last];
            previous.numerators.first().and_then(|set| set.first()).is_some_and(|i| {
                let (a, b) = (&document.figures[*i], &document.figures[part]);
                a.same_unit(b) && b.sentence <= a.sentence + 1 && a.line == b.line && index - last == 1 && *i != part
            })
        });
        match runs.last_mut().filter(|run| joins && run.len() < LONGEST_LIST) {
            Some(run) => run.push(index),
            None => runs.push(vec![index]),
        }
    }
    for run in runs.into_iter().filter(|run| run.len() >= 2) {
        let members: Vec<usize> =
            run.iter().filter_map(|i| questions[*i].numerators.first()?.first().copied()).collect();
        for index in run {
            questions[index].bases.push(Base::Sum(members.clone()));
        }
    }
}

/// Value and interval of a sum of figures, in the base unit.
fn total(document: &Document<'_>, members: &[usize]) -> Option<(Interval, Decimal)> {
    let mut interval = Interval::point(Decimal::ZERO);
    let mut point = Decimal::ZERO;
    for member in members {
        let figure = document.figures.get(*member)?;
        interval = interval.plus(figure.interval()?)?;
        point = point.checked_add(figure.base()?)?;
    }
    Some((interval, point))
}

/// The first pair of part and whole that gives the rate.
fn answer(document: &Document<'_>, question: &Question) -> Option<(Found, Base)> {
    let mut close = None;
    let rate = &document.figures[question.rate];
    let reach = widest(rate.value.abs(), rate.decimals)?;
    for numerator in &question.numerators {
        let Some((part, _)) = total(document, numerator) else { continue };
        for base in &question.bases {
            if !within_reach(document, part, base, reach) {
                continue;
            }
            let Some(relation) = quotient(document, numerator, base, question.rate) else { continue };
            match relation.verdict {
                Verdict::Consistent => return Some((relation, base.clone())),
                Verdict::Rounding if close.is_none() => close = Some((relation, base.clone())),
                _ => {}
            }
        }
    }
    close
}

/// Whether part over whole can come near a rate at all: by products alone, which cost far less than quotients.
fn within_reach(document: &Document<'_>, part: Interval, base: &Base, reach: Interval) -> bool {
    let whole = match base {
        Base::Figure(whole) => document.figures[*whole].interval(),
        Base::Sum(members) => total(document, members).map(|(interval, _)| interval),
    };
    let near = || -> Option<bool> {
        let (whole, part) = (whole?, part.times(Decimal::ONE_HUNDRED)?);
        let high = reach.high.checked_mul(whole.high)? >= part.low;
        Some(high && (reach.low.is_sign_negative() || reach.low.checked_mul(whole.low)? <= part.high))
    };
    near().unwrap_or(true)
}

fn quotient(document: &Document<'_>, numerator: &[usize], base: &Base, rate: usize) -> Option<Found> {
    let figures = &document.figures;
    let members: Vec<usize> = match base {
        Base::Figure(whole) => vec![*whole],
        Base::Sum(members) => members.clone(),
    };
    let &first = numerator.first()?;
    let &whole = members.first()?;
    let alike = figures[first].same_unit(&figures[whole]) || named::counts_visits(&figures[whole], &figures[first]);
    if numerator.contains(&whole) && members.len() == 1 || !alike {
        return None;
    }
    let (n, n_point) = total(document, numerator)?;
    let (d, d_point) = total(document, &members)?;
    let computed = n.over(d)?.times(Decimal::ONE_HUNDRED)?;
    let point = n_point.checked_div(d_point)?.checked_mul(Decimal::ONE_HUNDRED)?;
    let reported = &figures[rate];
    let shown = shown_percent(point, reported.decimals);
    let mixed = mixed(numerator.iter().chain(&members).map(|i| &figures[*i]));
    let text = |set: &[usize]| -> String {
        let mut sorted = set.to_vec();
        sorted.sort_unstable();
        let joined: Vec<String> = sorted.iter().map(|i| operand(&figures[*i], mixed)).collect();
        if joined.len() > 1 { format!("({})", joined.join(" + ")) } else { joined.concat() }
    };
    Some(Found {
        kind: RelationKind::Rate,
        operands: numerator.iter().chain(&members).copied().chain([rate]).collect(),
        expression: format!("{} ÷ {} = {shown}%", text(numerator), text(&members)),
        reported: reported.shown(),
        computed: shown,
        verdict: judge(reported, computed),
        note: Words::default(),
    })
}

/// What can be said of a rate that no pair gives.
fn accuse(document: &Document<'_>, questions: &[Question], index: usize) -> Option<Found> {
    let question = &questions[index];
    if question.untied {
        return None;
    }
    let rate = &document.figures[question.rate];
    let numerator = question.numerators.first()?;
    let &part = numerator.first()?;
    if question.explicit {
        let base = question.bases.first()?;
        // 128公里，其中新建75公里、改建53公里，完成任务160公里的80%: the rate may be of the whole or of its last part.
        let owner = document.owner[part].filter(|owner| question.numerators.contains(&vec![*owner]));
        let listed = owner.is_some() && !document.owned_directly[part];
        let verdict = if listed { Verdict::Unclear } else { Verdict::Inconsistent };
        let numerator = owner.filter(|_| listed).map_or_else(|| numerator.clone(), |owner| vec![owner]);
        return quotient(document, &numerator, base, question.rate).map(|found| Found { verdict, ..found });
    }
    let other_base = rate.role == Role::Rate && rate.says(Cue::OtherBase);
    if other_base {
        return named_after(document, question, part);
    }
    if names::of_plan(rate) {
        let wholes = larger_bases(document, question, part);
        let (base, verdict) = plan_base(document, &wholes, question.rate, part)?;
        return quotient(document, &[part], &Base::Figure(base), question.rate).map(|found| Found { verdict, ..found });
    }
    if let Some(base) = confirmed_base(document, questions, index) {
        return quotient(document, &[part], &base, question.rate)
            .map(|found| Found { verdict: Verdict::Inconsistent, ..found });
    }
    if let Some(relation) = outlier(document, questions, index) {
        return Some(relation);
    }
    let part = if rate.role == Role::Rate { agreeing(document, question).unwrap_or(part) } else { part };
    if let Some((base, verdict)) = stated_base(document, question, part) {
        return quotient(document, &[part], &Base::Figure(base), question.rate).map(|found| Found { verdict, ..found });
    }
    let verdict = determinate(document, question, part)?;
    let base = larger_bases(document, question, part);
    let base = Base::Figure(*base.first()?);
    quotient(document, &[part], &base, question.rate).map(|found| Found { verdict, ..found })
}

/// 抽检8640批次，合格8562批次，合格率91.1%: the rate may have another base, but its part bears its name and one whole
/// alone stands before it.
fn named_after(document: &Document<'_>, question: &Question, part: usize) -> Option<Found> {
    let rate = &document.figures[question.rate];
    let name = rate_name(rate);
    let part = agreeing(document, question).unwrap_or(part);
    let done = &document.figures[part];
    let tied = !rate.says(Cue::Survey)
        && part < question.rate
        && question.rate - part <= 3
        && rate.item - done.item.min(rate.item) <= 3
        && name.chars().count() == 2
        && done.label.contains(&name);
    let wholes = larger_bases(document, question, part);
    let [whole] = wholes[..] else { return None };
    let behind = names::is_due(&document.figures[whole]) && part + 1 == whole && whole + 1 == question.rate;
    let near = (whole + 1 == part || behind) && document.figures[whole].sentence == rate.sentence;
    if !tied || !near {
        return None;
    }
    quotient(document, &[part], &Base::Figure(whole), question.rate)
        .map(|found| Found { verdict: Verdict::Unclear, ..found })
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
    before.min_by_key(|i| (document.figures[*i].label.chars().count(), *i)).or_else(|| parts.first().copied())
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

/// The only plan before a rate of completion.
fn plan_base(document: &Document<'_>, candidates: &[usize], rate: usize, part: usize) -> Option<(usize, Verdict)> {
    let figures = &document.figures;
    let (percent, done) = (&figures[rate], &figures[part]);
    let planned = ["计划", "完成率", "目标", "任务"].iter().any(|word| percent.label.contains(word));
    let is_plan = |i: &usize| figures[*i].says(Cue::Plan) && !figures[*i].label.contains("已完成");
    let plans: Vec<usize> = candidates.iter().copied().filter(is_plan).collect();
    let [plan] = plans[..] else { return None };
    let tied = planned && (done.says(Cue::Actual)) && !done.says(Cue::Plan);
    let adjacent = percent.start.abs_diff(done.end) <= 24 || done.start.abs_diff(percent.end) <= 12;
    let apart = percent.sentence.abs_diff(figures[plan].sentence);
    (tied && adjacent && apart <= 1)
        .then_some((plan, if apart == 0 { Verdict::Inconsistent } else { Verdict::Unclear }))
}

/// One member of a list of shares that add up to 100% does not fit the whole that the others imply.
fn outlier(document: &Document<'_>, questions: &[Question], index: usize) -> Option<Found> {
    let question = &questions[index];
    let base = question.bases.iter().find(|base| matches!(base, Base::Sum(_)))?;
    let figures = &document.figures;
    let near = index.saturating_sub(32)..questions.len().min(index + 32);
    let group: Vec<&Question> = questions[near].iter().filter(|other| other.bases.contains(base)).collect();
    let shares = group.iter().try_fold(Decimal::ZERO, |sum, other| sum.checked_add(figures[other.rate].value))?;
    let all_open = group.iter().all(|other| other.answer.is_none());
    if shares.checked_sub(Decimal::ONE_HUNDRED)?.abs() > Decimal::new(5, 1) || !all_open {
        return None;
    }
    let others: Vec<&Question> = group.iter().copied().filter(|other| other.rate != question.rate).collect();
    let precise = |other: &Question, digits: usize| figures[other.rate].digits() >= digits;
    let decisive = others.len() >= 2
        && others.iter().all(|other| precise(other, 2))
        && imply_one_whole(document, question, &others);
    let first_of_pair = others.len() == 1 && precise(question, 2) && others[0].rate > question.rate;
    if !decisive && !first_of_pair {
        return None;
    }
    quotient(document, question.numerators.first()?, base, question.rate)
        .map(|found| Found { verdict: Verdict::Unclear, ..found })
}

/// Whether the other members of a list fit the whole that their sum and their shares imply.
fn imply_one_whole(document: &Document<'_>, question: &Question, others: &[&Question]) -> bool {
    let figures = &document.figures;
    let fits = || -> Option<bool> {
        let rest: Vec<usize> = others.iter().filter_map(|other| other.numerators.first()?.first().copied()).collect();
        let (sum, _) = total(document, &rest)?;
        let rate = &figures[question.rate];
        let left = Interval::around(Decimal::ONE_HUNDRED.checked_sub(rate.value)?, rate.unit_in_last_place())?;
        let whole = sum.over(left)?.times(Decimal::ONE_HUNDRED)?;
        Some(others.iter().all(|other| {
            let member = other.numerators.first().and_then(|set| total(document, set));
            let share = member.and_then(|(n, _)| n.over(whole)?.times(Decimal::ONE_HUNDRED));
            share.is_some_and(|share| judge(&figures[other.rate], share) == Verdict::Consistent)
        }))
    };
    fits().unwrap_or(false)
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
        let same_name =
            if rate.role == Role::Share { same_whole(&rate_name(sibling), &name) } else { rate_name(sibling) == name };
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
    confirmed.into_iter().find(|base| match base {
        Base::Figure(whole) => {
            document.figures[*whole].base() >= document.figures[part].base() || rate.role == Role::Rate
        }
        Base::Sum(_) => true,
    })
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

/// 受理A结案B，结案率P; 受理C结案D，结案率Q: the same distance back to the base.
fn parallel_base(document: &Document<'_>, question: &Question, other: &Question, base: &Base) -> Option<Base> {
    let Base::Figure(whole) = base else { return None };
    if document.figures[question.rate].role != Role::Rate || *whole > other.rate {
        return None;
    }
    let (part, sibling) = (*question.numerators.first()?.first()?, *other.numerators.first()?.first()?);
    if question.rate.checked_sub(part) != other.rate.checked_sub(sibling) {
        return None;
    }
    let at = question.rate.checked_sub(other.rate - *whole)?;
    let candidate = Base::Figure(at);
    (question.bases.contains(&candidate)
        && document.figures[at].sentence == document.figures[question.rate].sentence
        && document.figures[at].clause == document.figures[question.rate].clause)
        .then_some(candidate)
}

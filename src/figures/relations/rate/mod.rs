//! Part ÷ whole: shares (占), rates named after what was done (办结率), plans fulfilled (完成…的).

mod alike;
mod backlog;
mod blame;
mod bound;
mod candidates;
mod counted;
mod denied;
mod doubt;
mod exchanged;
mod explained;
mod explicit;
mod included;
mod named;
mod names;
mod outlier;
mod phrase;
mod together;

use rust_decimal::Decimal;

use self::{
    blame::accuse,
    candidates::{bases, implicit_bases, numerators},
    explicit::explicit_base,
};
pub(super) use self::{
    named::{denies, names_alone},
    names::{bears_end, is_named_after, is_the_named},
};
use super::{Found, arithmetic, judge, mixed, operand, settled, shown_percent};
use crate::{
    figures::{
        agreement::widest,
        document::Document,
        figure::{Figure, Role},
        interval::Interval,
        units::Class,
        words::Cue,
    },
    model::{RelationKind, Verdict, Words},
    text::words::holds_any,
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

impl Base {
    /// The figures that it is made of.
    fn members(&self) -> &[usize] {
        match self {
            Self::Figure(whole) => std::slice::from_ref(whole),
            Self::Sum(members) => members,
        }
    }
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
    /// Parts of the opposite sense (不合格 of 合格率): what the whole leaves of one is the part.
    opposed: Vec<usize>,
    answer: Option<(Found, Base)>,
}

impl Question {
    /// One of which nothing is accused: good for a proof only.
    const fn untied(rate: usize, numerators: Vec<Vec<usize>>, bases: Vec<Base>) -> Self {
        Self { rate, numerators, bases, explicit: false, untied: true, opposed: Vec::new(), answer: None }
    }
}

/// Finds them.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    let groups = &document.groups;
    let mut questions: Vec<Question> = (0..document.figures.len()).filter_map(|at| ask(document, at, groups)).collect();
    implicit_bases(document, &mut questions);
    // 投入强度为2.18%：经费58.47亿元，生产总值2687.38亿元: no words call it a rate, but what stands behind it does.
    let unnamed = |at: &usize| {
        let figure = &document.figures[*at];
        figure.class == Class::Percent && figure.role == Role::Other
    };
    found.extend((0..document.figures.len()).filter(unnamed).filter_map(|at| explained::explained(document, at)));
    for question in &mut questions {
        question.answer = answer(document, question);
        // 优秀和合格合计占58.2%: the words name all of its parts, and no other is looked for.
        let several = matches!(&question.numerators[..], [parts] if parts.len() > 1);
        if question.answer.is_none() && !question.explicit && !several {
            look_for_named(document, question);
        }
    }
    of_one_whole(document, &mut questions);
    found.extend((0..document.figures.len()).filter_map(|at| whole_of_list(document, at)));
    let percents = (2..document.figures.len()).filter(|at| document.figures[*at].class == Class::Percent);
    found.extend(percents.filter_map(|at| phrase::of_bracket(document, at)));
    for index in 0..questions.len() {
        let question = &questions[index];
        if let Some(relation) = counted::find(document, question.rate) {
            found.push(relation);
        } else if let Some((relation, _)) = &question.answer {
            found.push(relation.clone());
        } else if let Some(relation) = told_otherwise(document, question) {
            found.push(relation);
        } else if question.opposed.is_empty() || !question.numerators.is_empty() {
            let asked = accuse(document, &questions, index).or_else(|| odd_one(document, &questions, index));
            found.extend(asked);
        }
    }
}

/// 分别占160个监测断面的81.9%、15.0%和3.1%: the parts of a list of shares make up the whole that stands in their phrase.
fn whole_of_list(document: &Document<'_>, at: usize) -> Option<Found> {
    if document.groups[at].0 != at || document.groups[at].1 < 2 || !is_question(&document.figures[at]) {
        return None;
    }
    let (whole, parts) = explicit::of_one(document, at)?;
    arithmetic::sum(document, &parts, whole).filter(|found| found.verdict == Verdict::Consistent)
}

/// 分别占12.7%、87.2%和0.1%: members of one list of shares are of one whole, where all but one say which.
fn of_one_whole(document: &Document<'_>, questions: &mut [Question]) {
    for index in 0..questions.len() {
        let (first, size) = document.groups[questions[index].rate];
        if size < 3 || questions[index].answer.is_none() {
            continue;
        }
        // Questions stand in the order of their rates.
        let place = |rate: usize| questions.partition_point(|question| question.rate < rate);
        let listed = &questions[place(first)..place(first + size)];
        let mut others = listed.iter().filter(|other| other.rate != questions[index].rate);
        let bases: Vec<Option<Base>> =
            others.by_ref().map(|other| other.answer.as_ref().map(|(_, base)| base.clone())).collect();
        let Some(Some(base)) = bases.first().cloned() else { continue };
        if bases.len() + 1 != size || bases.iter().any(|other| other.as_ref() != Some(&base)) {
            continue;
        }
        let question = &questions[index];
        let of =
            |set: &Vec<usize>| quotient(document, set, &base, question.rate).filter(|found| settled(found.verdict));
        if let Some(found) = question.numerators.iter().find_map(of) {
            questions[index].answer = Some((found, base));
        }
    }
}

/// 64.8亿、211.5亿、238.1亿，合计514.4亿，结构为12.6:44.1:46.3: of a list of shares all but one are of one whole, each of the part of its place.
fn odd_one(document: &Document<'_>, questions: &[Question], index: usize) -> Option<Found> {
    let question = &questions[index];
    let (first, size) = document.groups[question.rate];
    let place = |rate: usize| questions.partition_point(|question| question.rate < rate);
    let listed = questions.get(place(first)..place(first + size)).filter(|listed| listed.len() == size && size >= 3)?;
    let mut others = listed.iter().filter(|other| other.rate != question.rate);
    let (known, base) = others.next()?.answer.as_ref()?;
    // 92.6亿、438.1亿、521.4亿，结构为8.8:41.6:49.6: or of what they make up.
    let one = match base {
        Base::Figure(_) => true,
        Base::Sum(members) => members.len() == size,
    };
    let sound = known.verdict == Verdict::Consistent && one;
    let all =
        others.all(|other| other.answer.as_ref().is_some_and(|(f, of)| f.verdict == Verdict::Consistent && of == base));
    let [numerator] = &question.numerators[..] else { return None };
    let found = quotient(document, numerator, base, question.rate).filter(|_| sound && all)?;
    Some(Found { verdict: Verdict::Unclear, ..found })
}

/// The rate that the one at `at` came from: 由78.9%升至82.3%.
fn arrived_from(document: &Document<'_>, at: usize) -> Option<usize> {
    let earlier = at.checked_sub(1)?;
    let (a, b) = (&document.figures[earlier], &document.figures[at]);
    let from = a.label.contains(['由', '从']) && a.role == Role::Rate && a.sentence == b.sentence;
    let label = without_year(b.label.trim());
    let to = [
        "升至",
        "升到",
        "降至",
        "降到",
        "提高到",
        "提高至",
        "提升到",
        "提升至",
        "上升到",
        "上升至",
        "下降到",
        "下降至",
        "增至",
        "变为",
        "到",
        "至",
    ]
    .contains(&label);
    (from && to && b.class == Class::Percent && a.class == Class::Percent).then_some(earlier)
}

/// 提升至2023年的: the words of the later rate without its year.
fn without_year(label: &str) -> &str {
    let rest = label.trim_end_matches(['的', '末', '底']);
    let rest = rest.strip_suffix('年').unwrap_or(rest);
    let words = rest.trim_end_matches(|c: char| c.is_ascii_digit());
    if rest.len() == words.len() + 4 { words } else { label }
}

/// 填埋比例由上年的5.3%降至1.6%: the rate of an earlier time, which no figure of this one gives.
fn leaves(document: &Document<'_>, at: usize) -> bool {
    let figure = &document.figures[at];
    let earlier = figure.says(Cue::Past) && figure.label.contains(['由', '从']);
    let next = document.figures.get(at + 1).filter(|next| next.sentence == figure.sentence);
    earlier
        && next.is_some_and(|next| next.class == Class::Percent && next.label.trim_end().ends_with(['至', '到', '为']))
}

fn is_question(figure: &Figure<'_>) -> bool {
    figure.class == Class::Percent && matches!(figure.role, Role::Share | Role::Rate)
}

fn ask(document: &Document<'_>, at: usize, groups: &[(usize, usize)]) -> Option<Question> {
    let rate = &document.figures[at];
    let asked = is_question(rate) || rate.role == Role::Other && arrived_from(document, at).is_some();
    if !asked || rate.class != Class::Percent {
        return None;
    }
    // 造价300元，超过标准125元的140%: by so much more, which is no share.
    let beyond = at.checked_sub(1).is_some_and(|base| {
        let base = &document.figures[base];
        let words = document.between(base.end, rate.start).trim();
        let phrase = base.item == rate.item && ["的", "计划的", "任务的", "目标的"].contains(&words);
        // 超额完成年度任务26万亩的7.7% is by how much; of 105% it would be all that was done.
        let over = base.label.contains("超额") && rate.value < Decimal::from(50);
        phrase && (over || holds_any(base.label, &["超过", "高出", "超出", "多于"]))
    });
    if beyond {
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
            opposed: Vec::new(),
            answer: None,
        });
    }
    // 其中贫困妇女占50%: the share of a part whose count is not told.
    if rate.role == Role::Share && rate.says(Cue::Among) && rate.depth == 0 && !rate.label.contains("其中占") {
        // 其中第三产业占生产总值的51.5%: of a part that was told before, by its name; good for a proof only.
        let numerators: Vec<Vec<usize>> =
            named::parts(document, at, None).0.into_iter().map(|part| vec![part]).collect();
        let bases = bases(document, at, &numerators);
        let told = !numerators.is_empty();
        return told.then(|| Question::untied(at, numerators, bases));
    }
    if let Some(earlier) = arrived_from(document, at) {
        // 网办率由78.9%升至82.3%: the later rate bears the name of the earlier one, and its parts stand before both.
        let numerators = numerators(document, earlier, groups);
        let bases = bases(document, earlier, &numerators);
        return Some(Question::untied(at, numerators, bases));
    }
    if document.figures.get(at + 1).is_some() && arrived_from(document, at + 1) == Some(at) || leaves(document, at) {
        return None;
    }
    let mut numerators = numerators(document, at, groups);
    named::put_in(&mut numerators, carried_over(document, at), true);
    let bases = bases(document, at, &numerators);
    let opposes = |set: &Vec<usize>| matches!(set[..], [part] if denied::opposed(rate, &document.figures[part]));
    let opposed: Vec<usize> = numerators.iter().filter(|set| opposes(set)).flatten().copied().collect();
    if !opposed.is_empty() {
        numerators.retain(|set| !set.iter().any(|part| opposed.contains(part)));
    }
    let mut bases = candidates::only_named(document, at, bases);
    candidates::keep_named_within(document, numerators.first(), &mut bases);
    // 合格1264批次，不合格22批次，不合格率1.7%: the other of two that exclude each other is hardly the whole.
    if let Some(part) = numerators.first().and_then(|set| set.first()).filter(|_| rate.role == Role::Rate)
        && let Some(other) = named::complement(document, *part, at)
    {
        bases.sort_by_key(|base| *base == Base::Figure(other));
    }
    // 硕士及以上学历占29.8%: of several members, which no single one is.
    // 去年检验率97.6%: of another time than the counts around it.
    let untied = rate.hedged
        || ["去年", "上年", "前年", "上期", "上月"].iter().any(|time| rate.label.trim_start().starts_with(time))
        || candidates::rungs(document, at).is_some()
        || candidates::in_ratio(document, at)
        || numerators.first().is_some_and(|set| is_of_its_own(document, set, at))
        || numerators.first().is_some_and(|set| set.len() < 2) && included::qualified(document, at)
        || numerators.first().is_some_and(|set| set.iter().any(|part| document.figures[*part].role == Role::Average));
    Some(Question { rate: at, numerators, bases, explicit: false, untied, opposed, answer: None })
}

/// 其中资助3.86万人，资助参保率100%: of a part all that were to be; 今年支出4.9亿元，“十四五”累计支出进度86.2%: of a longer time.
fn is_of_its_own(document: &Document<'_>, part: &[usize], at: usize) -> bool {
    let &[part] = part else { return false };
    let (rate, figure) = (&document.figures[at], &document.figures[part]);
    let all = rate.value == Decimal::ONE_HUNDRED && rate.role == Role::Rate;
    let among = all && figure.says(Cue::Among) && document.owner[part].is_some();
    let longer = holds_any(rate.label, &["累计", "十三五", "十四五", "十五五"]);
    let year = ["本年度", "本年", "今年", "当年"].iter().any(|word| figure.label.trim_start().starts_with(word));
    among || longer && year
}

/// 完工台数占已批准台数的78.8%，占受理总量的74.1%: the second share is of the part that the first one names.
fn carried_over(document: &Document<'_>, at: usize) -> Vec<usize> {
    let figures = &document.figures;
    let rate = &figures[at];
    let Some(before) = at.checked_sub(1) else { return Vec::new() };
    let first = &figures[before];
    let shares = first.role == Role::Share && rate.role == Role::Share && rate.label.trim_start().starts_with('占');
    let beside = first.class == Class::Percent && first.sentence == rate.sentence && first.depth == rate.depth;
    let named = shares && beside && named::subject(first).len() >= 2;
    let parts = if named { named::parts(document, before, None).0 } else { Vec::new() };
    parts.into_iter().take(1).collect()
}

/// What stands in no phrase of part and whole: both behind the rate, or a part of the opposite sense.
fn told_otherwise(document: &Document<'_>, question: &Question) -> Option<Found> {
    let unit = || {
        let (part, whole) = explained::whole_alone(document, question.rate)?;
        arithmetic::rate(document, part, whole, question.rate).filter(|found| found.verdict == Verdict::Consistent)
    };
    explained::explained(document, question.rate)
        .or_else(|| phrase::find(document, question))
        .or_else(|| denied::left(document, question, &question.opposed))
        .or_else(unit)
        .or_else(|| explained::slipped_alone(document, question.rate))
}

/// A rate that nothing near it gives may be of what its own words name.
fn look_for_named(document: &Document<'_>, question: &mut Question) {
    let nearest = question.numerators.first().and_then(|set| set.first()).copied();
    let (parts, untied) = named::parts(document, question.rate, nearest);
    let share = document.figures[question.rate].role == Role::Share;
    question.untied |= untied;
    named::put_in(&mut question.numerators, parts, share);
    let sums: Vec<Base> = question.bases.iter().filter(|base| matches!(base, Base::Sum(_))).cloned().collect();
    let rate = &document.figures[question.rate];
    question.numerators.retain(|set| !matches!(set[..], [part] if denied::opposed(rate, &document.figures[part])));
    if !question.numerators.is_empty() {
        let bases = bases(document, question.rate, &question.numerators);
        question.bases = candidates::only_named(document, question.rate, bases);
        candidates::keep_named_within(document, question.numerators.first(), &mut question.bases);
    }
    question.bases.extend(named::whole_behind(document, question.rate).map(Base::Figure));
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
    question.bases.extend(named::with_rest(document, question));
    question.answer = answer(document, question).or_else(|| {
        let (part, whole) = named::told_behind(document, question.rate)?;
        let base = Base::Figure(whole);
        let found = quotient(document, &[part], &base, question.rate).filter(|found| settled(found.verdict))?;
        Some((found, base))
    });
}

/// The first pair of part and whole that gives the rate.
fn answer(document: &Document<'_>, question: &Question) -> Option<(Found, Base)> {
    let mut close = None;
    let rate = &document.figures[question.rate];
    let reach = widest(rate.value.abs(), rate.decimals)?;
    for numerator in &question.numerators {
        let Some((part, _)) = arithmetic::total(document, numerator) else { continue };
        if arithmetic::is_lost_among(document, numerator) {
            continue;
        }
        for base in &question.bases {
            if !within_reach(document, part.times(rate.of_whole()), base, reach) {
                continue;
            }
            let Some(held) = held(document, numerator, base, question.rate) else { continue };
            let relation = || (told(document, numerator, base, question.rate, held), base.clone());
            match held.0 {
                Verdict::Consistent => return Some(relation()),
                Verdict::Rounding if close.is_none() => close = Some(relation()),
                _ => {}
            }
        }
    }
    close
}

/// Whether part over whole can come near a rate at all: by products alone, which cost far less than quotients.
fn within_reach(document: &Document<'_>, part: Option<Interval>, base: &Base, reach: Interval) -> bool {
    let whole = arithmetic::total(document, base.members()).map(|(interval, _)| interval);
    let near = || -> Option<bool> {
        let (whole, part) = (whole?, part?);
        let high = reach.high.checked_mul(whole.high)? >= part.low;
        Some(high && (reach.low.is_sign_negative() || reach.low.checked_mul(whole.low)? <= part.high))
    };
    near().unwrap_or(true)
}

/// How a rate agrees with part over whole, and what that is in percent, before any of it is put into words.
fn held(document: &Document<'_>, numerator: &[usize], base: &Base, rate: usize) -> Option<(Verdict, Decimal)> {
    let figures = &document.figures;
    let members = base.members();
    let &first = numerator.first()?;
    let &whole = members.first()?;
    let alike = figures[first].same_unit(&figures[whole]) || named::counts_visits(&figures[whole], &figures[first]);
    if numerator.contains(&whole) && members.len() == 1 || !alike {
        return None;
    }
    let (n, n_point) = arithmetic::total(document, numerator)?;
    let (d, d_point) = arithmetic::total(document, members)?;
    let computed = n.over(d)?.times(figures[rate].of_whole())?;
    let point = n_point.checked_div(d_point)?.checked_mul(figures[rate].of_whole())?;
    Some((judge(&figures[rate], computed), point))
}

fn quotient(document: &Document<'_>, numerator: &[usize], base: &Base, rate: usize) -> Option<Found> {
    held(document, numerator, base, rate).map(|held| told(document, numerator, base, rate, held))
}

/// The relation of a rate with part and whole.
fn told(
    document: &Document<'_>,
    numerator: &[usize],
    base: &Base,
    rate: usize,
    (verdict, point): (Verdict, Decimal),
) -> Found {
    let figures = &document.figures;
    let members = base.members();
    let reported = &figures[rate];
    let shown = shown_percent(point, reported.decimals);
    let mixed = mixed(numerator.iter().chain(members).map(|i| &figures[*i]));
    let text = |set: &[usize]| -> String {
        let mut sorted = set.to_vec();
        sorted.sort_unstable();
        let joined: Vec<String> = sorted.iter().map(|i| operand(&figures[*i], mixed)).collect();
        if joined.len() > 1 { format!("({})", joined.join(" + ")) } else { joined.concat() }
    };
    Found {
        kind: RelationKind::Rate,
        operands: numerator.iter().chain(members).copied().chain([rate]).collect(),
        expression: format!("{} ÷ {} = {shown}{}", text(numerator), text(members), reported.sign()),
        reported: reported.shown(),
        computed: shown,
        verdict,
        note: Words::default(),
    }
}

//! A value and what it is compared with, and what is said to lie between them: an amount, a percent, points, a rate of
//! completion; and whether a claim to have met a plan is borne out.

use super::{
    Found, arithmetic,
    change::{are_of_other_names, are_spans, says_direction, unsafe_words},
    mixed, operand, points,
    reference::{Kind, Pair, pair},
    reported_in, settled,
};
use crate::{
    figures::{
        document::Document,
        figure::{Figure, Role, plain},
        units::Class,
        words::Cue,
    },
    model::{RelationKind, Verdict, Words},
    text::words::holds_any,
};

/// Figures looked at on either side of the two for what lies between them.
const NEAR: usize = 5;

/// Limits told by denying what lies beyond them.
const NO_LESS: [&str; 3] = ["不低于", "不少于", "不小于"];
const NO_MORE: [&str; 3] = ["不高于", "不多于", "不大于"];

/// Finds them; `found` holds what plainer words have told already.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    let pairs: Vec<Pair> = (0..document.figures.len()).filter_map(|at| pair(document, at)).collect();
    if pairs.is_empty() {
        return;
    }
    let mut told = reported_in(document, found.iter().filter(|f| settled(f.verdict)));
    let mut doubtful = Vec::new();
    found.extend(pairs.iter().filter_map(|pair| claim(document, pair)));
    // 上月末待办46件，本月新增21件，比上月减少12件，上月新增33件: what is borne out by one pair is not held against another.
    for proves in [true, false] {
        for pair in &pairs {
            for at in between(document, pair) {
                if told[at] {
                    continue;
                }
                let Some(relation) = relate(document, pair, at).map(|told| one_of_several(document, pair, told)) else {
                    continue;
                };
                if proves != (relation.verdict == Verdict::Consistent) {
                    continue;
                }
                if settled(relation.verdict) {
                    told[at] = true;
                    found.push(relation);
                } else if (tight(document, pair, at) || turned_about(document, pair, &relation))
                    && !is_of_others(document, pair, at)
                {
                    doubtful.push(relation);
                }
            }
        }
    }
    let spoken = reported_in(document, found.iter());
    found.extend(doubtful.into_iter().filter(|f| f.operands.last().is_some_and(|at| !spoken[*at])));
}

/// Which of several earlier values is meant only a proof tells.
fn one_of_several(document: &Document<'_>, pair: &Pair, told: Found) -> Found {
    let reference = &document.figures[pair.reference];
    let other = |i: usize| {
        let figure = &document.figures[i];
        i != pair.reference
            && figure.same_unit(reference)
            && figure.sentence == reference.sentence
            && is_earlier(figure)
    };
    let mut near = pair.reference.saturating_sub(NEAR)..document.figures.len().min(pair.reference + NEAR);
    let several = pair.kind == Kind::Earlier && told.verdict == Verdict::Inconsistent && near.any(other);
    if several { Found { verdict: Verdict::Unclear, ..told } } else { told }
}

/// 上月新增33件: of an earlier time, and compared with nothing.
fn is_earlier(figure: &Figure<'_>) -> bool {
    figure.says(Cue::Past) && !figure.says(Cue::Comparator)
}

/// Whether what is told is of other values than the two: of another year than 同比 means (2019年一季度324.3万户), the next of a series (增加到3.1亿元、
/// 4.4亿元), more than both of them, or beside a place that is not told (高于全国0.4个百分点).
fn is_of_others(document: &Document<'_>, pair: &Pair, at: usize) -> bool {
    let figures = &document.figures;
    let (value, reference, said) = (&figures[pair.value], &figures[pair.reference], &figures[at]);
    let dated = reference.label.split_once('年').is_some_and(|(year, _)| {
        let digits = year.chars().rev().take_while(char::is_ascii_digit).count();
        digits == 4 && said.label.contains("同比") && at < pair.reference
    });
    let series =
        document.text.before(said.label_start) == '、' && said.same_unit(value) && said.label.trim().is_empty();
    let more = said.same_unit(value) && said.base() > value.base() && said.base() > reference.base();
    let places = ["全国", "全省", "全市", "全区"];
    let place = places.iter().find(|place| said.label.contains(**place));
    let untold = place.is_some_and(|place| at < pair.reference && !reference.label.contains(place));
    dated
        || pair.kind != Kind::Plan && are_of_other_names(document, pair.value, pair.reference)
        || are_spans(value, reference)
        || series
        || more && !matches!(said.role, Role::Change(_))
        || untold
}

/// The figures near the two that may tell what lies between them.
fn between(document: &Document<'_>, pair: &Pair) -> Vec<usize> {
    let figures = &document.figures;
    let (first, last) = (pair.value.min(pair.reference), pair.value.max(pair.reference));
    let sentence = figures[pair.value].sentence;
    let after = last + 1..figures.len().min(last + NEAR);
    let inside = first + 1..last;
    let before = first.saturating_sub(2)..first;
    inside.chain(after).chain(before.rev()).filter(|i| figures[*i].sentence == sentence).collect()
}

/// Whether nothing but what lies between the two can be meant: it stands right beside them, in words of its own.
fn tight(document: &Document<'_>, pair: &Pair, at: usize) -> bool {
    let figures = &document.figures;
    let said = &figures[at];
    let (first, last) = (pair.value.min(pair.reference), pair.value.max(pair.reference));
    let deeper = |range: std::ops::Range<usize>| range.filter(|i| figures[*i].depth <= figures[at].depth).count();
    let together = last - first <= 2 && deeper(first + 1..last) <= usize::from(at > first && at < last);
    let beside = at > last && deeper(last + 1..at) == 0 || at > first && at < last;
    let close = figures[at].start.saturating_sub(figures[last].end) <= 24;
    let shape = together && beside && close && pair.sure;
    let own: usize = document.own_noun(at).len();
    let clause = figures[at].clause == figures[last].clause || figures[at].depth < figures[last].depth;
    let part = said.says(Cue::Subset) || said.says(Cue::Outside) || said.says(Cue::Among);
    // 任务120件，已办80件，比上月多办15件: more than something else.
    let other = pair.kind != Kind::Earlier && (said.says(Cue::Past) || holds_any(said.label, &["同比", "环比"]));
    // 年末登记失业1.82万人，新增就业5.3万人: an earlier value of something else is none of this.
    let (named, known) = (document.own_noun(pair.value), document.own_noun(pair.reference));
    let done = figures[pair.value].says(Cue::Actual);
    let foreign = (pair.kind == Kind::Earlier || pair.kind == Kind::Plan && !done)
        && named.len() >= 2
        && known.len() >= 2
        && !named.windows(2).any(|two| known.windows(2).any(|own| own == two));
    // 3989亿斤，比上年增长8.4%，比计划的3856亿斤超过133亿斤: compared with something of its own, before the reference is told.
    let own_base = at < pair.reference
        && !(pair.kind == Kind::Earlier && said.says(Cue::Past))
        && said.label.contains(['比', '较'])
        && !said.label.contains("同比");
    // 减至247项，2024年再压减12%: of another time.
    let again =
        said.label.contains('再') || said.label.contains("年") && said.label.chars().any(|c| c.is_ascii_digit());
    shape
        && !again
        && !own_base
        && clause
        && !part
        && !other
        && !foreign
        && own <= 3
        && !figures[at].hedged
        && !unsafe_words(document, at)
}

/// 环比上季度33726件下降0.04%；同比去年24011件下降40.40%: so many digits agree that only the direction can be wrong.
fn turned_about(document: &Document<'_>, pair: &Pair, relation: &Found) -> bool {
    let figures = &document.figures;
    let Some(&at) = relation.operands.last() else { return false };
    let directly = pair.kind == Kind::Earlier && pair.value < pair.reference && at == pair.reference + 1;
    let agrees = arithmetic::growth(document, pair.reference, pair.value, at)
        .is_some_and(|found| found.verdict == Verdict::Consistent);
    let plain =
        !figures[at].hedged && !unsafe_words(document, at) && figures[at].clause == figures[pair.reference].clause;
    directly && agrees && plain && figures[at].digits() >= 3 && relation.kind == RelationKind::Growth
}

/// What the figure at `at` says of the two, held against them.
fn relate(document: &Document<'_>, pair: &Pair, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let (value, reference, said) = (&figures[pair.value], &figures[pair.reference], &figures[at]);
    let named = || {
        let says =
            |cue: Cue| reference.says(cue) || document.cues(value.end.min(reference.start), reference.start).has(cue);
        match (says(Cue::Above), says(Cue::Below), says(Cue::Better)) {
            (true, false, _) => Some(true),
            (false, true, _) => Some(false),
            (_, _, true) => Some(value.value >= reference.value),
            _ => None,
        }
    };
    // 上月末待办46件，本月新增21件，上月新增33件: what came about earlier is no change since.
    if is_earlier(said) {
        return None;
    }
    let up = towards(document, at).or_else(named);
    match said.class {
        Class::Points if value.class == Class::Percent => {
            let gap = points::difference(value, reference, said, up?, vec![pair.value, pair.reference, at])?;
            Some(Found { verdict: doubt(gap.verdict, pair), ..gap })
        }
        // Beating the 92% standard by 1.6 points.
        Class::Count if value.class == Class::Percent && said.unit == "points" => {
            let gap = points::difference(value, reference, said, up?, vec![pair.value, pair.reference, at])?;
            Some(Found { verdict: doubt(gap.verdict, pair), ..gap })
        }
        Class::Percent if value.class != Class::Percent => match said.role {
            Role::Growth(_) if said.for_better() => growth(document, pair, at, value.base()? >= reference.base()?),
            Role::Growth(up) => growth(document, pair, at, up),
            _ if pair.kind == Kind::Plan && of_plan(said) => rate(document, pair, at),
            _ => growth(document, pair, at, towards(document, at)?),
        },
        _ if said.same_unit(value) => difference(document, pair, at, up?),
        _ => None,
    }
}

/// Which way a figure says that the value lies: its verb of change, or above and below by their words.
fn towards(document: &Document<'_>, at: usize) -> Option<bool> {
    let figure = &document.figures[at];
    if let Role::Change(up) | Role::Growth(up) = figure.role {
        return Some(up);
    }
    let from = figure.label_start.max(figure.start.saturating_sub(10));
    let before = document.cues(from, figure.start);
    let next = document.figures.get(at + 1).map_or(usize::MAX, |next| next.start);
    let behind = document.cues(figure.end, figure.tail_end.min(figure.end + 16).min(next));
    let english = figure.tail.trim_start().starts_with(|c: char| c.is_ascii_lowercase());
    let says = |cue: Cue| before.has(cue) || english && behind.has(cue);
    match (says(Cue::Above), says(Cue::Below)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

/// 完成率, 占任务的, of the target: a rate of completion.
fn of_plan(figure: &Figure<'_>) -> bool {
    let named = |text: &str| holds_any(text, &["完成", "达成", "占", "target", "goal", "plan"]);
    named(figure.label) || named(figure.tail) || figure.label.trim().is_empty() && figure.depth > 0
}

fn difference(document: &Document<'_>, pair: &Pair, at: usize, up: bool) -> Option<Found> {
    let figures = &document.figures;
    let (value, reference, said) = (&figures[pair.value], &figures[pair.reference], &figures[at]);
    let rising = value.base()? >= reference.base()?;
    let mut found = arithmetic::apart(document, pair.value, pair.reference, at)?;
    if rising != up && settled(found.verdict) && value.base() != reference.base() {
        // 超额 and 缺口 may be told of either side; a verb of change tells its direction.
        found.verdict = if matches!(said.role, Role::Change(_)) { Verdict::Inconsistent } else { return None };
        found.note = Words::new("增减方向不一致", "the directions of change differ");
    }
    Some(Found { verdict: doubt(found.verdict, pair), ..found })
}

/// What is broken against a plan or a wider place is a question: it may be another plan.
const fn doubt(verdict: Verdict, pair: &Pair) -> Verdict {
    match (verdict, pair.kind) {
        (Verdict::Inconsistent, Kind::Plan | Kind::Scope) => Verdict::Unclear,
        _ => verdict,
    }
}

fn growth(document: &Document<'_>, pair: &Pair, at: usize, up: bool) -> Option<Found> {
    let figures = &document.figures;
    let (value, reference, said) = (&figures[pair.value], &figures[pair.reference], &figures[at]);
    let mut found = arithmetic::growth(document, pair.reference, pair.value, at)?;
    let rising = value.base()? >= reference.base()?;
    // 今年预算86.4亿元，上年执行数82.6亿元，增长4.6%: the plan is what grew.
    let turned = || arithmetic::growth(document, pair.value, pair.reference, at).is_some_and(|f| settled(f.verdict));
    if matches!(pair.kind, Kind::Plan | Kind::Compared) && (!settled(found.verdict) || rising != up) && turned() {
        return None;
    }
    if rising != up && value.base() != reference.base() {
        // 期限由8.3天减到6.6天，效率提高20.5%: the rate of something else goes its own way, and by as much as it likes.
        let nameless = document.own_noun(at).is_empty();
        if !nameless || settled(found.verdict) && !says_direction(said) {
            return None;
        }
    }
    if rising != up && settled(found.verdict) && value.base() != reference.base() {
        found.verdict = Verdict::Inconsistent;
        found.note = Words::new("增减方向不一致", "the directions of change differ");
    }
    Some(Found { verdict: doubt(found.verdict, pair), ..found })
}

fn rate(document: &Document<'_>, pair: &Pair, at: usize) -> Option<Found> {
    let found = arithmetic::rate(document, pair.value, pair.reference, at)?;
    Some(Found { verdict: doubt(found.verdict, pair), ..found })
}

/// 控制在32以内, 超出年度计划, beating the standard: the words claim on which side of the plan the value lies.
fn claim(document: &Document<'_>, pair: &Pair) -> Option<Found> {
    let figures = &document.figures;
    let (value, plan) = (&figures[pair.value], &figures[pair.reference]);
    if pair.kind != Kind::Plan || pair.value > pair.reference {
        return None;
    }
    // 不低于 says the opposite of 低于.
    let words = document.between(value.end, plan.start);
    let words = NO_LESS.iter().fold(words.to_owned(), |words, word| words.replace(word, "以上"));
    let words = NO_MORE.iter().fold(words, |words, word| words.replace(word, "不超过"));
    let (words, at_least) = (words.as_str(), words.contains("以上"));
    let within = document.between(plan.end, (plan.end + 6).min(document.text.chars.len()));
    let any = |words: &str, list: &[&str]| holds_any(words, list);
    let capped =
        any(words, &["控制在", "不超过", "低于", "以内", "within", "below", "under"]) || any(within, &["以内", "以下"]);
    let passed = at_least
        || any(words, &["高于", "超过", "超出", "超额", "突破", "beating", "exceed", "above", "surpass", "高出"]);
    // 达到35微克的控制目标: of what is kept down.
    let aim = document.between(plan.end, (plan.end + 14).min(document.text.chars.len()));
    let capped = capped
        || any(words, &["达到", "实现", "完成"])
            && any(aim.split([',', '。', ';']).next().unwrap_or_default(), &["控制目标", "控制指标"]);
    let better = any(words, &["好于", "优于", "better than"]);
    let down = matches!(value.role, Role::Growth(false));
    let at_most = match (capped, passed || better && (down || value.class == Class::Percent)) {
        (true, false) => true,
        (false, true) => false,
        _ => return None,
    };
    let (v, p) = (value.interval()?, plan.interval()?);
    let holds = if at_most { v.low <= p.high } else { v.high >= p.low };
    let met = if at_most { value.base()? <= plan.base()? } else { value.base()? >= plan.base()? };
    let sign = match (at_most, met) {
        (true, true) => "≤",
        (true, false) => ">",
        (false, true) => "≥",
        (false, false) => "<",
    };
    let several = mixed([value, plan]);
    let percent =
        |figure: &Figure<'_>| if figure.class == Class::Percent { figure.shown() } else { operand(figure, several) };
    let sound = holds || pair.sure && figures[pair.reference].start.saturating_sub(value.end) <= 16;
    sound.then(|| Found {
        kind: RelationKind::Target,
        operands: vec![pair.value, pair.reference],
        expression: format!("{} {sign} {}", percent(value), percent(plan)),
        reported: plain(plan.value, plan.decimals),
        computed: plain(value.value, value.decimals),
        verdict: if holds { Verdict::Consistent } else { Verdict::Unclear },
        note: if holds {
            Words::default()
        } else {
            Words::new("文字说已达到，数字不支持", "the words say that it was met, the figures do not")
        },
    })
}

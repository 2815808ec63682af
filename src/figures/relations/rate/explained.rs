//! A rate whose part and whole are told right behind it: 覆盖率为93.03%（在园幼儿52318人，其中普惠园48672人）, 投入强度2.18%：经费
//! 58.47亿元，生产总值2687.38亿元, 亏损面16.9%，即1268家中有214家, 3.6% of the debit (£3.16m out of £879m).

use super::{Base, quotient};
use crate::{
    figures::{
        document::Document,
        figure::{Figure, Role},
        glyphs::is_han,
        relations::{Found, settled},
        repair,
        units::Class,
        words::Cue,
    },
    model::Verdict,
    text::words::holds_any,
};

/// Characters between a rate and the mark that its explanation stands behind, at most.
const GAP: usize = 24;
/// Figures before a rate among which one of its two stands, when the other stands alone behind it.
const EARLIER: usize = 12;

/// Part and whole behind the rate at `at`, as a relation; a broken one is a question.
pub(super) fn explained(document: &Document<'_>, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let rate = &figures[at];
    let (first, second) = (at + 1, at + 2);
    let sound = |i: usize| {
        let figure = figures.get(i)?;
        (figure.is_amount() && figure.role == Role::Level && !figure.hedged && figure.sentence == rate.sentence)
            .then_some(figure)
    };
    let (a, b) = (sound(first)?, sound(second)?);
    let alone = figures.get(second + 1).is_none_or(|next| next.sentence != rate.sentence || next.depth < b.depth);
    opens(document, rate, a)?;
    let bracket = a.depth > rate.depth && a.bracket == b.bracket;
    if !a.same_unit(b) || a.unit.is_empty() && a.scale == 0 || rate.hedged || !(bracket || a.depth == rate.depth) {
        return None;
    }
    let above = rate.value > rust_decimal::Decimal::ONE_HUNDRED;
    let larger = a.base()? >= b.base()?;
    let (part, whole) = if larger == above { (first, second) } else { (second, first) };
    let found = quotient(document, &[part], &Base::Figure(whole), at)?;
    if settled(found.verdict) {
        return Some(found);
    }
    // 满意率98.6%（回访8640件，其中有效7986件）: only what bears the rate's name is its part.
    let name: Vec<char> = rate.label.chars().filter(|c| is_han(*c) && !"率比例占为达的".contains(*c)).collect();
    let bears = |i: usize| {
        let words: Vec<char> = figures[i].label.chars().chain(figures[i].tail.chars()).collect();
        name.windows(2).any(|two| words.windows(2).any(|own| own == two))
    };
    // 满意率100%（满意144件，基本满意2件）: both are parts of what was asked.
    let named = bears(part) && !bears(whole);
    let plan = fulfils(rate, document, a);
    (alone && !above && (named || plan)).then_some(Found { verdict: Verdict::Unclear, ..found })
}

/// Whether a bracket, a colon or 即 right behind the rate opens what explains it.
fn opens(document: &Document<'_>, rate: &Figure<'_>, first: &Figure<'_>) -> Option<()> {
    let words = document.between(rate.end, first.start);
    let (gap, mark) = words.char_indices().find(|(_, c)| "(:,;。".contains(*c))?;
    if gap > GAP * 3 {
        return None;
    }
    let rest = words[gap + mark.len_utf8()..].trim_start();
    match mark {
        '(' => Some(()),
        // 办结率98.5%：其中重点事项办结312件: parts of what was done, and no whole.
        ':' => (!rest.contains("其中")).then_some(()),
        ',' if fulfils(rate, document, first) || done_of_all(rate, document, first) => Some(()),
        // 即将完工的还有11个 says nothing of the rate.
        ',' => {
            rest.strip_prefix('即').filter(|rest| !rest.starts_with(['将', '使', '时', '日', '可', '便'])).map(|_| ())
        }
        _ => None,
    }
}

/// 完成全年目标的80%，全年目标400公里，已完成320公里: the plan of a rate of completion, and what was done of it.
fn fulfils(rate: &Figure<'_>, document: &Document<'_>, first: &Figure<'_>) -> bool {
    let plan = ["目标", "任务", "计划", "预算"];
    let planned = |label: &str| holds_any(label, &plan);
    let at = document.figures.partition_point(|figure| figure.start <= first.start);
    let done = document.figures.get(at).is_some_and(|second| second.says(Cue::Actual) && !planned(second.label));
    rate.label.contains("完成") && planned(rate.label) && planned(first.label) && !first.says(Cue::Actual) && done
}

/// 处置率98.2%，共发现案件3286件，处置3227件: all there was, and what was done of it by the rate's own name.
fn done_of_all(rate: &Figure<'_>, document: &Document<'_>, first: &Figure<'_>) -> bool {
    let Some((name, _)) = rate.label.split_once('率') else { return false };
    let chars: Vec<char> = name.chars().filter(|c| is_han(*c)).collect();
    let Some(name) = chars.last_chunk::<2>() else { return false };
    let name: String = name.iter().collect();
    let at = document.figures.partition_point(|figure| figure.start <= first.start);
    let Some(second) = document.figures.get(at) else { return false };
    let all = first.label.contains(['共', '总']) && !first.label.contains(&name);
    // 满意率: asked of people, of whom some may be half satisfied.
    all && !rate.says(Cue::Survey)
        && second.label.contains(&name)
        && second.item == first.item + 1
        && rate.item + 1 == first.item
}

/// 火化率97.5%（死亡人口15611人）: the whole alone in a bracket behind the rate, counted in another unit than its part. Good for a
/// proof only.
pub(super) fn whole_alone(document: &Document<'_>, at: usize) -> Option<(usize, usize)> {
    counted_alone(document, at).or_else(|| measured_alone(document, at))
}

/// 经费77.58亿元，增长11.2%，投入强度2.46%（生产总值3148.6亿元）; 存款余额4696.27亿元…，存贷比75.86%（贷款余额3562.81亿元）: the other of the two stands alone
/// in the bracket, in their common unit.
fn measured_alone(document: &Document<'_>, at: usize) -> Option<(usize, usize)> {
    let figures = &document.figures;
    let (rate, aside) = (&figures[at], figures.get(at + 1)?);
    let alone = aside.depth == rate.depth + 1
        && document.text.at(rate.end) == '('
        && figures.get(at + 2).is_none_or(|next| next.bracket != aside.bracket)
        && !aside.says(Cue::Past);
    if !alone || rate.digits() < 3 || rate.hedged || aside.hedged || aside.digits() < 3 || aside.role != Role::Level {
        return None;
    }
    let near = document.earlier_levels(at, EARLIER).filter(|i| {
        figures[*i].same_unit(aside)
            && !figures[*i].hedged
            && figures[*i].line == rate.line
            && figures[*i].digits() >= 3
    });
    near.flat_map(|other| [(other, at + 1), (at + 1, other)]).find(|(part, whole)| {
        let found = quotient(document, &[*part], &Base::Figure(*whole), at);
        found.is_some_and(|found| found.verdict == Verdict::Consistent)
    })
}

/// 支付赔款2746万元，…，赔付率68.6%（保费收入4318万元）: where one figure alone before the rate can be the other of the two, a slip in the
/// rate is asked about.
pub(super) fn slipped_alone(document: &Document<'_>, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let (rate, aside) = (&figures[at], figures.get(at + 1)?);
    let alone = aside.depth == rate.depth + 1
        && document.text.at(rate.end) == '('
        && figures.get(at + 2).is_none_or(|next| next.bracket != aside.bracket);
    let told = rate.role == Role::Rate && !rate.hedged && !aside.hedged && !aside.says(Cue::Past);
    if !alone || !told || rate.digits() < 3 || aside.digits() < 3 || aside.role != Role::Level {
        return None;
    }
    let mut near = document.earlier_levels(at, EARLIER).filter(|i| {
        let figure = &figures[*i];
        figure.same_unit(aside) && figure.sentence == rate.sentence && !figure.hedged && figure.digits() >= 3
    });
    let part = near.next().filter(|_| near.next().is_none())?;
    let found = quotient(document, &[part], &Base::Figure(at + 1), at)?;
    let computed: rust_decimal::Decimal = found.computed.parse().ok()?;
    let slip = repair::one_slip(rate, computed.round_dp(rate.decimals));
    (slip && !settled(found.verdict)).then_some(Found { verdict: Verdict::Unclear, ..found })
}

fn counted_alone(document: &Document<'_>, at: usize) -> Option<(usize, usize)> {
    let figures = &document.figures;
    let (rate, whole) = (&figures[at], figures.get(at + 1)?);
    let part = at.checked_sub(1)?;
    let alone = whole.depth == rate.depth + 1
        && document.text.at(rate.end) == '('
        && figures.get(at + 2).is_none_or(|next| next.bracket != whole.bracket);
    let counts = |figure: &Figure<'_>| figure.exact() && figure.class == Class::Count && figure.digits() >= 3;
    (alone && counts(whole) && counts(&figures[part]) && figures[part].sentence == rate.sentence)
        .then_some((part, at + 1))
}

//! A slip of the pen as evidence that figures were meant to agree.
//!
//! Many lists and rates are told in words that alone do not prove that they must agree: 办结4719件，尚在办理63件, of 4755 taken.
//! Where the figures agree they are printed as a proof, and where they don't nothing can be said. But if they would agree,
//! in the same words, with two neighbouring digits of one figure exchanged (36) or with 万 for 亿, that hardly comes about by
//! chance: of a thousand figures of three digits two do. Such a figure is asked about, and the slip named.

mod bound;
mod growths;
mod lists;
mod rates;

use std::cell::OnceCell;

use rust_decimal::{Decimal, prelude::ToPrimitive as _};
use rustc_hash::FxHashSet;

use super::{
    Found, arithmetic, rate, rows, settled,
    sum::{divides, is_one_more},
    told,
};
use crate::{
    figures::{
        document::Document,
        figure::{Figure, plain},
        interval::power_of_ten,
        repair,
        units::Class,
    },
    model::{RelationKind, Verdict},
};

/// Figures read again altogether, at most, and what is not tried is not asked: of a text of more than a thousand fewer slips are tried, and one at least.
const READ_AGAIN: usize = 6000;

/// Figures either side of one that it may have to agree with.
const REACH: usize = 7;

/// Figures either side of one among which those of its unit are looked for.
const FAR: usize = 256;

/// Members of a sum, at most.
const MEMBERS: usize = 8;

/// Characters before a list of shares in which its wholes are named.
const LEAD: usize = 20;

/// Digits of a figure below which an exchange proves nothing.
const DIGITS: usize = 3;

/// Digits of what is reported, below which arithmetic comes out by chance too often.
const DIGITS_REPORTED: usize = 4;

/// Scales that are written for each other, with what is written: 万 and 亿, thousand and million and billion.
const SCALES: [(u32, &str, u32, &str); 4] =
    [(4, "万", 8, "亿"), (3, "thousand", 6, "million"), (6, "million", 9, "billion"), (6, "m", 9, "bn")];

/// One figure as it may have been meant.
struct Slip {
    value: Decimal,
    scale: u32,
    words: String,
}

/// A figure reckoned roughly: its size in the base unit, and how far it may be off.
#[derive(Clone, Copy)]
struct Rough {
    size: Option<f64>,
    place: f64,
}

impl Rough {
    fn of(figure: &Figure<'_>) -> Self {
        let place = figure.unit_in_last_place().to_f64().unwrap_or(f64::MAX) * 0.51;
        Self { size: figure.base().and_then(|base| base.to_f64()), place }
    }
}

/// What is asked of all figures once some slip is looked at, and of most texts never.
struct Slips<'d, 't> {
    document: &'d Document<'t>,
    rough: OnceCell<Vec<Rough>>,
    printed: OnceCell<FxHashSet<(Decimal, u32)>>,
}

impl Slips<'_, '_> {
    fn rough(&self) -> &[Rough] {
        self.rough.get_or_init(|| self.document.figures.iter().map(Rough::of).collect())
    }

    /// Whether some figure reads so.
    fn is_printed(&self, value: Decimal, scale: u32) -> bool {
        let all = || self.document.figures.iter().map(|figure| (figure.value, figure.scale)).collect();
        self.printed.get_or_init(all).contains(&(value, scale))
    }
}

/// Adds a question for each figure that nothing holds, where one slip would make the words a proof.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    let slips = Slips { document, rough: OnceCell::new(), printed: OnceCell::new() };
    // No slip gives a figure more digits: where none is told so finely, nothing can be proved.
    if document.figures.iter().any(|figure| figure.digits() >= DIGITS) {
        try_each::<Exchanged>(document, &slips, found);
    }
    lists::find(document, &slips, found);
    rates::find(document, found);
    growths::find(document, found);
    try_each::<bound::Bound>(document, &slips, found);
}

/// How many times a text is read again, where a short one is read so many times.
fn tries(document: &Document<'_>, most: usize) -> usize {
    most.min((READ_AGAIN / document.figures.len().max(1)).max(1))
}

/// A kind of slips, and what proves one of them.
trait Kind {
    /// Narratives read again with a slip mended, at most.
    const TRIES: usize;

    /// Whether a figure may be slipped so.
    fn may_slip(figure: &Figure<'_>) -> bool;

    /// How a figure may have been meant.
    fn slips(document: &Document<'_>, at: usize) -> Vec<Slip>;

    /// Whether anything around a figure would agree with it so, reckoned roughly.
    fn may_agree(document: &Document<'_>, known: &Slips<'_, '_>, found: &[Found], at: usize, slip: &Slip) -> bool;

    /// The question, where the words make a proof of the figures with the slip mended.
    fn question(document: &Document<'_>, found: &[Found], at: usize, slip: &Slip) -> Option<Found>;
}

/// Tries the slips of one kind in every figure that nothing holds.
fn try_each<K: Kind>(document: &Document<'_>, known: &Slips<'_, '_>, found: &mut Vec<Found>) {
    let mut tries = tries(document, K::TRIES);
    let mut held = held(document, found);
    for at in 0..document.figures.len() {
        if held[at] || !K::may_slip(&document.figures[at]) {
            continue;
        }
        for slip in K::slips(document, at) {
            // 由105.20下降为105.02: both are meant as they stand.
            if known.is_printed(slip.value, slip.scale) || !K::may_agree(document, known, found, at, &slip) {
                continue;
            }
            if tries == 0 {
                return;
            }
            tries -= 1;
            if let Some(question) = K::question(document, found, at, &slip) {
                question.operands.iter().for_each(|i| held[*i] = true);
                found.push(question);
                break;
            }
        }
    }
}

/// Two neighbouring digits exchanged in a longer figure, or another scale.
struct Exchanged;

impl Kind for Exchanged {
    const TRIES: usize = 6;

    fn may_slip(figure: &Figure<'_>) -> bool {
        is_loose(figure)
    }

    fn slips(document: &Document<'_>, at: usize) -> Vec<Slip> {
        slips(document, at)
    }

    fn may_agree(document: &Document<'_>, known: &Slips<'_, '_>, _: &[Found], at: usize, slip: &Slip) -> bool {
        may_agree(document, known.rough(), at, slip)
    }

    fn question(document: &Document<'_>, found: &[Found], at: usize, slip: &Slip) -> Option<Found> {
        question(document, at, slip).filter(|question| {
            !are_held_together(found, question, at)
                && !is_of_row(document, question)
                && !is_of_others(document, question)
        })
    }
}

/// The figures that a relation holds or asks about.
fn held(document: &Document<'_>, found: &[Found]) -> Vec<bool> {
    let mut held = vec![false; document.figures.len()];
    let sure = |f: &&Found| {
        !matches!(f.kind, RelationKind::Target | RelationKind::Share) && f.verdict != Verdict::Unexplained
            || matches!(f.verdict, Verdict::Unclear | Verdict::Inconsistent)
    };
    found.iter().filter(sure).flat_map(|f| &f.operands).for_each(|at| held[*at] = true);
    held
}

fn is_loose(figure: &Figure<'_>) -> bool {
    !figure.hedged && !figure.told_if_used && !figure.small_numeral && figure.class != Class::Points
}

/// Whether a question is of what the text tells nothing of: of another time, of fewer, of one of several wholes.
fn is_of_others(document: &Document<'_>, question: &Found) -> bool {
    is_of_last_year(document, question) || is_of_fewer(document, question)
}

/// 实际履约15690户，按期履约率87.5%: of some of the part.
fn is_of_fewer(document: &Document<'_>, question: &Found) -> bool {
    let [part, _, rate] = question.operands[..] else { return false };
    question.kind == RelationKind::Rate
        && (rates::is_of_fewer(&document.figures[part], &document.figures[rate]) || is_of_several(document, rate))
}

/// 分别占建议、提案总数的95.6%、97.3%: of as many wholes as there are shares, none of which is told.
fn is_of_several(document: &Document<'_>, rate: usize) -> bool {
    let (first, size) = document.groups[rate];
    let lead = document.lead(first, LEAD);
    let named = lead.rsplit_once("分别占").map_or("", |(_, named)| named);
    size > 1 && named.contains(['、', '和', '与']) && named.contains('总')
}

/// 支出4986万元，为上年的112.4%: of a figure that is not told.
fn is_of_last_year(document: &Document<'_>, question: &Found) -> bool {
    let of = |at: &usize| {
        let label = document.figures[*at].label;
        let ends =
            ["上年的", "去年的", "同期的", "上期的", "上月的"].iter().any(|word| label.trim_end().ends_with(word));
        ends || ["去年", "上年", "前年"].iter().any(|word| label.trim_start().starts_with(word))
    };
    question.kind == RelationKind::Rate && question.operands.last().is_some_and(of)
}

/// Tables tell by their other rows what a row should say: one alone is not asked about.
fn is_of_row(document: &Document<'_>, question: &Found) -> bool {
    matches!(question.kind, RelationKind::Growth | RelationKind::Rate)
        && rows::is_in_table(document, &question.operands)
}

/// 立案251件，审结243件，其中维持158件，驳回36件，其余49件: what makes up another figure already is no evidence for this one.
fn are_held_together(found: &[Found], question: &Found, at: usize) -> bool {
    let others = || question.operands.iter().filter(|i| **i != at);
    let adds = |f: &Found| matches!(f.kind, RelationKind::Sum | RelationKind::Difference);
    // 登记318件、来电236件、来信171件，分别占…: part and whole of a share are of one sum.
    let whole = || question.operands.get(1);
    let shared =
        |f: &Found| question.kind == RelationKind::Rate && f.kind == RelationKind::Sum && f.operands.last() == whole();
    let holds = |f: &&Found| {
        !shared(f)
            && f.kind != RelationKind::Target
            && settled(f.verdict)
            && !f.operands.contains(&at)
            && (adds(f) || question.kind != RelationKind::Sum)
    };
    found.iter().filter(holds).any(|f| others().filter(|i| f.operands.contains(i)).count() >= 2)
}

/// How a figure may have been meant: two neighbouring digits the other way, or another scale.
fn slips(document: &Document<'_>, at: usize) -> Vec<Slip> {
    let figure = &document.figures[at];
    let mut slips = Vec::new();
    if figure.digits() >= DIGITS {
        slips.extend(repair::swaps(figure).into_iter().map(|value| Slip {
            value,
            scale: figure.scale,
            words: plain(value, figure.decimals),
        }));
    }
    let said = document.text.original(figure.start, figure.end);
    slips.extend(SCALES.iter().filter_map(|&(low, small, high, large)| {
        let (scale, from, to) = if figure.scale == low { (high, small, large) } else { (low, large, small) };
        let other = [low, high].contains(&figure.scale) && said.contains(from);
        other.then(|| Slip { value: figure.value, scale, words: said.replacen(from, to, 1) })
    }));
    slips.extend(scale_lost(document, at));
    slips.extend(point_shifted(document, at));
    slips
}

/// 本地农民工12372人 beside 外出农民工17190万人: the scale of its neighbours, where it has none.
fn scale_lost(document: &Document<'_>, at: usize) -> Option<Slip> {
    let figure = &document.figures[at];
    let near = at.saturating_sub(REACH)..document.figures.len().min(at + REACH + 1);
    let scales = document.figures[near].iter().filter(|other| other.scale > 0 && other.same_unit(figure));
    let scale = scales.map(|other| other.scale).find(|scale| matches!(scale, 4 | 8))?;
    let word = if scale == 4 { "万" } else { "亿" };
    // 7.7辆: of whole things no parts are told without a scale.
    let long = figure.digits() >= DIGITS || figure.class == Class::Count && figure.decimals > 0;
    let bare = figure.scale == 0 && figure.is_amount() && long && !figure.unit.is_empty();
    let said = plain(figure.value, figure.decimals);
    bare.then(|| Slip { value: figure.value, scale, words: format!("{said}{word}{}", figure.shown_unit) })
}

/// 处置量9.64万吨 beside 517.9万吨 and 34.0万吨: the point where its neighbours have it.
fn point_shifted(document: &Document<'_>, at: usize) -> Option<Slip> {
    let figure = &document.figures[at];
    let near = at.saturating_sub(REACH)..document.figures.len().min(at + REACH + 1);
    let alike =
        |i: &usize| *i != at && document.figures[*i].same_unit(figure) && document.figures[*i].clause == figure.clause;
    let mut decimals = near.filter(alike).map(|i| document.figures[i].decimals);
    let told = decimals.next().filter(|first| decimals.all(|other| other == *first))?;
    let by = power_of_ten(told.abs_diff(figure.decimals));
    let value = if told < figure.decimals { figure.value.checked_mul(by) } else { figure.value.checked_div(by) }?;
    let fits = figure.is_amount() && told != figure.decimals && figure.digits() >= 2 && !value.is_zero();
    fits.then(|| Slip { value: value.normalize(), scale: figure.scale, words: plain(value, told) })
}

/// Whether some sum, difference or rate of the figures around would come out at all: reckoned roughly, for most do not.
fn may_agree(document: &Document<'_>, rough: &[Rough], at: usize, slip: &Slip) -> bool {
    let figures = &document.figures;
    let around = at.saturating_sub(REACH)..figures.len().min(at + REACH + 1);
    let meant = || slip.value.checked_mul(power_of_ten(slip.scale)).and_then(|meant| meant.to_f64());
    let meant = Rough { size: meant(), ..rough[at] };
    let reckoned = |i: usize| {
        let Rough { size, place } = if i == at { meant } else { rough[i] };
        Some((i, size?, place))
    };
    if figures[at].is_amount() {
        let alike = alike(document, at);
        let levels = || alike.iter().copied().filter(|i| *i == at || is_plain_level(document, *i));
        let adds = |list: Vec<usize>| adds_up(at, &list.into_iter().filter_map(reckoned).collect::<Vec<_>>());
        if adds(levels().collect()) || adds(alike.clone()) {
            return true;
        }
    }
    // 监测49317人（A类16804人、…）；消除24518人（…），消除率: as far again outside brackets.
    let outer = at.saturating_sub(3 * REACH)..figures.len().min(at + 3 * REACH + 1);
    let far = outer.filter(|i| figures[at].depth == 0 && figures[*i].depth == 0 && !around.contains(i)).take(2 * REACH);
    let near = around.clone().chain(far);
    let amounts: Vec<(usize, f64, f64)> = near.filter(|i| figures[*i].is_amount()).filter_map(reckoned).collect();
    let mut rates =
        around.clone().filter(|i| figures[*i].class == Class::Percent && (figures[at].is_amount() || *i == at));
    rates.any(|i| reckoned(i).is_some_and(|(_, rate, place)| gives(at, &amounts, rate, place)))
}

/// The nearest amounts of the unit of a figure, itself among them; what stands further away is not looked for.
fn alike(document: &Document<'_>, at: usize) -> Vec<usize> {
    let figures = &document.figures;
    let english = |i: usize| document.english && figures[i].exact();
    let same =
        |i: &usize| figures[*i].is_amount() && (figures[*i].same_unit(&figures[at]) || english(*i) && english(at));
    let mut alike: Vec<usize> = (at.saturating_sub(FAR)..at).rev().filter(same).take(REACH).collect();
    alike.reverse();
    alike.push(at);
    alike.extend((at + 1..figures.len().min(at + FAR)).filter(same).take(REACH));
    alike
}

/// 1105所（含独立学院137所），比上年减少6所: no part inside a part and no change is a member of the list.
fn is_plain_level(document: &Document<'_>, at: usize) -> bool {
    document.is_level(at) && !document.subset[at] && document.figures[at].depth == 0
}

/// Whether a run of amounts with the figure among them adds up to another, or the figure is such a sum.
fn adds_up(at: usize, alike: &[(usize, f64, f64)]) -> bool {
    let Some(own) = alike.iter().position(|(i, ..)| *i == at) else { return false };
    let is_told = |is_member: &dyn Fn(usize) -> bool, sum: f64, spread: f64| {
        alike.iter().enumerate().any(|(total, (_, value, place))| {
            !is_member(total) && (total == own || is_member(own)) && (sum - value).abs() <= spread + place
        })
    };
    let count = alike.len();
    let mut pairs = (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b)));
    let mut runs = (0..count).flat_map(|from| (from + 3..=count.min(from + MEMBERS)).map(move |to| from..to));
    pairs.any(|(a, b)| is_told(&|i| i == a || i == b, alike[a].1 + alike[b].1, alike[a].2 + alike[b].2))
        || runs.any(|run| {
            let members = &alike[run.clone()];
            let (sum, spread) = (members.iter().map(|a| a.1).sum(), members.iter().map(|a| a.2).sum());
            is_told(&|i| run.contains(&i), sum, spread)
        })
}

/// Whether two amounts, one of them the figure where it is an amount, give a rate: as part and whole, as what was before
/// and is now, or as a change and what it led to.
fn gives(at: usize, amounts: &[(usize, f64, f64)], rate: f64, place: f64) -> bool {
    let is_amount = amounts.iter().any(|(i, ..)| *i == at);
    let near = |quotient: f64| (quotient.abs() * 100.0 - rate.abs()).abs() <= place;
    amounts.iter().any(|(i, a, _)| {
        amounts.iter().any(|(j, b, _)| {
            i != j
                && (!is_amount || *i == at || *j == at)
                && *b != 0.0
                && (near(a / b) || near((a - b) / b) || near(a / (b - a)) || near(a / (b + a)))
        })
    })
}

/// The question, where the words make a proof of the figures with the slip mended.
fn question(document: &Document<'_>, at: usize, slip: &Slip) -> Option<Found> {
    let mended = document.with(at, slip.value, slip.scale);
    let figure = &document.figures[at];
    let scaled = slip.scale != figure.scale || slip.value.scale() != figure.value.scale();
    let proof = told(&mended).into_iter().find(|f| f.operands.contains(&at) && proves(&mended, f, scaled))?;
    if matches!(proof.kind, RelationKind::Sum | RelationKind::Difference) && holds_more(document, &proof) {
        return None;
    }
    let said = if slip.scale == figure.scale {
        plain(figure.value, figure.decimals)
    } else {
        document.text.original(figure.start, figure.end).to_owned()
    };
    let note = repair::possibility(&said, &slip.words);
    let broken = as_told(document, &mended, &proof, at)?;
    Some(Found { verdict: Verdict::Unclear, note, ..broken })
}

/// 余额4.52亿元（含利息0.27亿元）: a bracket tells of one of the figures what else is in it, or is not.
fn holds_more(document: &Document<'_>, proof: &Found) -> bool {
    proof.operands.iter().any(|at| {
        let end = document.figures[*at].end;
        let words = document.between(end.min(document.text.chars.len()), (end + 3).min(document.text.chars.len()));
        ["(含", "(不含", "(扣", "(剔"].iter().any(|word| words.starts_with(word))
    })
}

/// Arithmetic of enough digits not to come about by chance, exact where it is a sum.
fn proves(document: &Document<'_>, proof: &Found, scaled: bool) -> bool {
    use RelationKind::{Difference, Growth, Points, Rate, Ratio, Sum};
    let digits = proof.operands.last().map_or(0, |at| document.figures[*at].digits());
    let exact = match proof.kind {
        Sum => to_the_last(proof) && !of_its_like(document, proof),
        Difference | Points | Rate | Growth | Ratio => true,
        _ => false,
    };
    // One other scale leaves no choice of readings.
    let least = if scaled && proof.kind == Sum || is_tight(document, proof) { DIGITS } else { DIGITS_REPORTED };
    exact && digits >= least && proof.verdict == Verdict::Consistent
}

/// Whether a sum comes to what is printed, rounded as that is.
fn to_the_last(sum: &Found) -> bool {
    let numbers = || Some((sum.computed.parse::<Decimal>().ok()?, sum.reported.parse::<Decimal>().ok()?));
    numbers().is_some_and(|(computed, reported)| computed.round_dp(reported.scale()) == reported)
}

/// 转办13786件，已办结11972件，办结率85.5%: whole, part and rate follow each other, and nothing else can be meant.
fn is_tight(document: &Document<'_>, proof: &Found) -> bool {
    let figures = &document.figures;
    // 集体提案171件，委员提案395件 of 566: all members of one set make up the whole.
    if let (RelationKind::Sum, Some((_, members))) = (proof.kind, proof.operands.split_last()) {
        return divides(document, members);
    }
    let &[part, whole, at] = &proof.operands[..] else { return false };
    let following = whole + 1 == part && part + 1 == at && figures[whole].sentence == figures[at].sentence;
    let counted = figures[part].exact() && figures[whole].exact() && figures[whole].digits() >= DIGITS;
    // 办结率 of what was 办结: no rate of anything else, as 满意率 would be.
    let named = rate::bears_end(&figures[part], &figures[at]);
    proof.kind == RelationKind::Rate && following && counted && named
}

/// Whether the total is one more of the list: classes of one division do not add up to another of them.
fn of_its_like(document: &Document<'_>, proof: &Found) -> bool {
    let Some((total, members)) = proof.operands.split_last() else { return false };
    let parts: Vec<&Figure<'_>> = members.iter().map(|i| &document.figures[*i]).collect();
    is_one_more(&document.figures[*total], &parts)
}

/// The arithmetic of a proof with the figures as they stand.
fn as_told(document: &Document<'_>, mended: &Document<'_>, proof: &Found, at: usize) -> Option<Found> {
    if proof.operands.last() == Some(&at) {
        return Some(Found { reported: document.figures[at].shown(), ..proof.clone() });
    }
    let again = |document: &Document<'_>| match (proof.kind, &proof.operands[..]) {
        (RelationKind::Rate, &[part, whole, rate]) => arithmetic::rate(document, part, whole, rate),
        (RelationKind::Growth, &[earlier, later, rate]) => arithmetic::growth(document, earlier, later, rate),
        (RelationKind::Difference, &[a, b, said]) => arithmetic::apart(document, a, b, said),
        (RelationKind::Sum, [members @ .., total]) => arithmetic::sum(document, members, *total),
        _ => None,
    };
    again(mended).filter(|f| settled(f.verdict)).and_then(|_| again(document)).filter(|f| !settled(f.verdict))
}

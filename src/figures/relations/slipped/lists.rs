//! Lists that one wrong digit keeps from adding up. That a list of any figures comes so near its total happens as well: the
//! longer the figures, the seldomer. What is asked on the strength of one list alone must be unlikely by chance (`CHANCE`)
//! whatever else of the text was tried, as if any figures could stand there; that the words tie them makes it far less so
//! (of 9,808 texts with scrambled digits three were asked about). Shorter figures must make two relations whole at once.

use rust_decimal::{Decimal, prelude::ToPrimitive as _};
use rustc_hash::FxHashMap;

use super::{REACH, Rough, Slip, Slips, are_held_together, as_told, gives, held, is_loose, tries};
use crate::{
    figures::{
        document::Document,
        figure::plain,
        interval::power_of_ten,
        relations::{Found, arithmetic, settled, sum::open, told},
        repair,
        units::Class,
    },
    model::{RelationKind, Verdict, Words},
};

/// Narratives read again with a slip mended, at most.
const TRIES: usize = 4;

/// The chance that one text is asked about without a slip, at most: where words tie the list to its total, and where none do.
const CHANCE_TIED: f64 = 1.0 / 60.0;
const CHANCE: f64 = 1.0 / 100.0;

/// The chance of a list of which the words say that it is complete, at most.
const CHANCE_BOUND: f64 = 0.3;

/// The chance of a list whose slip another relation confirms, at most.
const CHANCE_CONFIRMED: f64 = 0.7;

/// Zeros at the end of figures that are looked at.
const MOST_ZEROS: usize = 12;

/// Digits of a rate or total that confirms another.
const DIGITS: usize = 3;

/// Levels of one unit that a total and two lists of its parts have at least.
const DIVIDED_TWICE: usize = 5;

/// The kinds of slips, by how many readings each gives a figure.
const KINDS: usize = 3;

/// A list that does not add up: for each kind of slip how likely one would mend it by chance, and the slips that would.
struct Open {
    chances: [f64; KINDS],
    /// The words say that the list is complete, of whatever total.
    bound: bool,
    /// See `open::Parts`.
    tied: bool,
    /// The kind, the figure, and what it would have to read.
    slips: Vec<(usize, usize, Decimal)>,
}

/// Adds a question for each list that a slip in a figure which nothing holds would make add up.
pub fn find(document: &Document<'_>, known: &Slips<'_, '_>, found: &mut Vec<Found>) {
    let figures = &document.figures;
    let long = figures.iter().filter(|figure| figure.digits() >= DIGITS).count() >= 2;
    if !long && !(0..figures.len()).any(|at| document.kin(at) >= DIVIDED_TWICE) {
        return;
    }
    let mut loose: Vec<bool> = held(document, found).iter().map(|held| !held).collect();
    loose.iter_mut().zip(figures).for_each(|(loose, figure)| *loose &= is_loose(figure));
    if !loose.contains(&true) {
        return;
    }
    let mut closed = vec![false; figures.len()];
    let sums = found.iter().filter(|f| f.kind == RelationKind::Sum && settled(f.verdict));
    sums.filter_map(|f| f.operands.last()).for_each(|total| closed[*total] = true);
    let lists = open::lists_of_totals(document, &closed, &loose);
    let agreed = agreed(document, &lists, &loose, &closed);
    let lists: Vec<Open> = lists.iter().filter_map(|list| open_list(document, &loose, list)).collect();
    let needed = needed(&lists);
    let mut tries = tries(document, TRIES);
    for (at, value) in agreed.into_iter().take(tries) {
        let slip = Slip { value, scale: figures[at].scale, words: plain(value, figures[at].decimals) };
        if let Some(question) = question(document, at, &slip, (2, 1)) {
            question.operands.iter().for_each(|i| loose[*i] = false);
            found.push(question);
        }
    }
    for (list, slip, alone) in ranked(&lists) {
        let (_, at, value) = list.slips[slip];
        let slip = Slip { value, scale: figures[at].scale, words: plain(value, figures[at].decimals) };
        if !loose[at]
            || known.is_printed(value, slip.scale)
            || !(alone || may_be_confirmed(document, known.rough(), &needed, (at, value)))
        {
            continue;
        }
        if tries == 0 {
            return;
        }
        tries -= 1;
        let question = question(document, at, &slip, (if alone { 1 } else { 2 }, DIGITS));
        if let Some(question) = question.filter(|question| !are_held_together(found, question, at)) {
            question.operands.iter().for_each(|i| loose[*i] = false);
            let note = if alone && list.slips.len() > 1 { Words::default() } else { question.note.clone() };
            found.push(Found { note, ..question });
        }
    }
}

/// 信访件8件，其中来电4件、微信3件。按类型分，水3件、大气3件、噪声1件: the totals that two lists agree about, other than they are
/// printed, each with what it would have to be.
fn agreed(document: &Document<'_>, lists: &[open::Parts], loose: &[bool], closed: &[bool]) -> Vec<(usize, Decimal)> {
    let figures = &document.figures;
    let mut agreed: Vec<(usize, Decimal)> = Vec::new();
    for (index, open::Parts { total, members, .. }) in lists.iter().enumerate() {
        let exact = figures[*total].exact() && loose[*total] && !closed[*total];
        let Some((_, sum)) = arithmetic::total(document, members).filter(|_| exact) else { continue };
        // The lists of one total follow each other.
        if figures[*total].base() == Some(sum) || agreed.last().is_some_and(|(known, _)| known == total) {
            continue;
        }
        let mut apart: Vec<&[usize]> = vec![members];
        let others = lists[index + 1..].iter().take_while(|other| other.total == *total);
        for open::Parts { members: list, .. } in others {
            let fresh = || apart.iter().all(|known| list.iter().all(|i| !known.contains(i)));
            if fresh() && arithmetic::total(document, list).is_some_and(|(_, other)| other == sum) {
                apart.push(list);
            }
        }
        let enough = if sum >= Decimal::TEN { 2 } else { 3 };
        if apart.len() >= enough && repair::one_slip(&figures[*total], sum) {
            agreed.push((*total, sum));
        }
    }
    agreed
}

/// The slips, the least likely by chance first, each with its list and whether it needs no other relation: what was tried
/// of its kind altogether is less likely than `CHANCE`.
fn ranked(lists: &[Open]) -> Vec<(&Open, usize, bool)> {
    let mut all: Vec<(f64, &Open, usize, bool)> = Vec::new();
    for kind in 0..KINDS {
        let mut of_kind: Vec<&Open> = lists.iter().collect();
        of_kind.sort_by(|a, b| a.chances[kind].total_cmp(&b.chances[kind]));
        let mut spent = 0.0;
        for list in of_kind {
            let chance = list.chances[kind];
            spent += chance;
            let most = if list.tied { CHANCE_TIED } else { CHANCE };
            let slips = list.slips.iter().enumerate().filter(|(_, slip)| slip.0 == kind && chance <= CHANCE_CONFIRMED);
            all.extend(slips.map(|(at, _)| (chance, list, at, spent <= most || list.bound && chance <= CHANCE_BOUND)));
        }
    }
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    all.into_iter().map(|(_, list, at, alone)| (list, at, alone)).collect()
}

/// What a slip in one of the figures of a list would have to be; `None` where none is loose.
fn open_list(document: &Document<'_>, loose: &[bool], list: &open::Parts) -> Option<Open> {
    let figures = &document.figures;
    let (total, members) = (list.total, &list.members[..]);
    let all = || members.iter().chain([&total]).copied();
    if !all().any(|i| loose[i]) {
        return None;
    }
    let (sum, point) = arithmetic::total(document, members)?;
    let whole = figures[total].base()?;
    if figures[total].interval()?.meets(sum) {
        return None;
    }
    let gap = whole.checked_sub(point)?;
    let slip = |at: usize| -> Option<(usize, usize, Decimal)> {
        let figure = &figures[at];
        let meant = if at == total { point } else { figure.base()?.checked_add(gap)? };
        let needed = meant.checked_div(power_of_ten(figure.scale))?.normalize();
        let fits = loose[at] && figure.digits() >= 2 && needed.scale() <= figure.decimals && needed > Decimal::ZERO;
        let slip = fits.then(|| repair::kind_of_slip(figure, needed))??;
        Some((slip as usize, at, needed))
    };
    let slips = all().filter_map(slip).collect();
    let range = whole.max(point).checked_div(place(document, &all())?)?.to_f64()?;
    let mut chances = [0.0; KINDS];
    // A part above the whole is the one that is wrong: of two such nothing is tried.
    let above: Vec<usize> = members.iter().copied().filter(|i| figures[*i].base() > Some(whole)).collect();
    let may_be_wrong = |i: &usize| *i == total || above.is_empty() || above[..] == [*i];
    for i in all().filter(|i| loose[*i]).filter(may_be_wrong) {
        for (chance, readings) in chances.iter_mut().zip(repair::readings(&figures[i])) {
            *chance += readings as f64 / range;
        }
    }
    let bound = figures[total].digits().max(digits(point)) >= DIGITS && open::is_complete(document, total, members);
    Some(Open { chances, bound, tied: list.tied, slips })
}

/// Digits of a number, without the zeros behind its point.
fn digits(value: Decimal) -> usize {
    value.normalize().mantissa().unsigned_abs().checked_ilog10().map_or(1, |digits| digits as usize + 1)
}

/// The last place that all of the figures are told in: of 8600, 7900 and 300 the hundreds.
fn place(document: &Document<'_>, all: &(impl Iterator<Item = usize> + Clone)) -> Option<Decimal> {
    let figures = &document.figures;
    let mut place = all.clone().map(|i| figures[i].unit_in_last_place()).max()?;
    for _ in 0..MOST_ZEROS {
        let next = place.checked_mul(Decimal::TEN)?;
        if !all
            .clone()
            .all(|i| figures[i].base().and_then(|base| base.checked_rem(next)).is_some_and(|rest| rest.is_zero()))
        {
            break;
        }
        place = next;
    }
    Some(place)
}

/// How many lists need a figure to read so.
type Needed = FxHashMap<(usize, Decimal), usize>;

fn needed(lists: &[Open]) -> Needed {
    let mut needed = Needed::default();
    lists.iter().flat_map(|list| &list.slips).for_each(|(_, at, value)| *needed.entry((*at, *value)).or_default() += 1);
    needed
}

/// Whether a rate of the figures around may come out as well, reckoned roughly, or another list would need the same.
fn may_be_confirmed(document: &Document<'_>, rough: &[Rough], needed: &Needed, (at, value): (usize, Decimal)) -> bool {
    let figures = &document.figures;
    if needed.get(&(at, value)).is_some_and(|lists| *lists >= 2) {
        return true;
    }
    let meant = value.checked_mul(power_of_ten(figures[at].scale)).and_then(|meant| meant.to_f64());
    let reckoned = |i: usize| {
        let Rough { size, place } = if i == at { Rough { size: meant, ..rough[at] } } else { rough[i] };
        Some((i, size?, place))
    };
    let around = at.saturating_sub(REACH)..figures.len().min(at + REACH + 1);
    let amounts: Vec<_> = around.clone().filter(|i| figures[*i].is_amount()).filter_map(reckoned).collect();
    let mut rates = around.filter(|i| figures[*i].class == Class::Percent).filter_map(reckoned);
    rates.any(|(_, rate, place)| gives(at, &amounts, rate, place))
}

/// The question, where the words make so many proofs of the figures with the slip mended.
fn question(document: &Document<'_>, at: usize, slip: &Slip, (least, digits): (usize, usize)) -> Option<Found> {
    let mended = document.with(at, slip.value, slip.scale);
    let mut proofs: Vec<Found> =
        told(&mended).into_iter().filter(|f| f.operands.contains(&at) && proves(&mended, f, digits)).collect();
    let mut seen: Vec<Vec<usize>> = Vec::new();
    proofs.retain(|f| {
        let operands = f.figures();
        let fresh = !seen.contains(&operands);
        seen.push(operands);
        fresh
    });
    if proofs.len() < least {
        return None;
    }
    let proof = proofs.iter().find(|f| f.kind == RelationKind::Sum).or(proofs.first())?;
    let note = repair::possibility(&plain(document.figures[at].value, document.figures[at].decimals), &slip.words);
    let broken = as_told(document, &mended, proof, at)?;
    Some(Found { verdict: Verdict::Unclear, note, ..broken })
}

/// Arithmetic of enough digits to confirm other arithmetic.
fn proves(document: &Document<'_>, proof: &Found, least: usize) -> bool {
    use RelationKind::{Difference, Growth, Points, Rate, Ratio, Sum};
    let digits = proof.operands.last().map_or(0, |at| document.figures[*at].digits());
    let exact = match proof.kind {
        Sum => proof.computed.parse() == proof.reported.parse::<Decimal>(),
        Difference | Points | Rate | Growth | Ratio => true,
        _ => false,
    };
    exact && digits >= least && proof.verdict == Verdict::Consistent
}

//! Two totals side by side and members that each tell both: 事故12起、死亡51人。建筑施工发生1起、死亡3人，火灾发生2起、死亡8人…; 交易98项，金额26179.87万元。
//! 其中工程77项，金额24283.88万元…；采购21项，金额1895.99万元. Where one of the two adds up, the list is all there is, and the other is
//! held against its total; where it misses by a slip of the pen, it is asked about.

use rust_decimal::Decimal;

use super::{Found, arithmetic, standing::Standing};
use crate::{
    figures::{document::Document, figure::Figure, glyphs::is_han, interval::power_of_ten, repair},
    model::{RelationKind, Verdict},
};

/// Figures behind the totals that are looked at.
const REACH: usize = 48;
/// Sentences that the members may end behind their totals.
const APART: usize = 6;
/// Totals below which a sum comes out by chance too often to prove a list.
const LEAST: i64 = 10;

/// Finds them; of a total that `found` holds already nothing is said again.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    let figures = &document.figures;
    if figures.len() < 6 {
        return;
    }
    let mut standing = None;
    for first in 0..figures.len() - 5 {
        let Some(second) = beside(document, first) else { continue };
        let groups = groups(document, first, second);
        let divisions = divisions(document, (first, second), &groups);
        // 从地区看，…；从类别看，…: each division tells of all, and what another found of the total is no word of it.
        let one = divisions.len() == 1;
        for division in divisions {
            let standing = standing.get_or_insert_with(|| Standing::of(document, found));
            standing.read(found);
            let fresh = |sum: &Found| {
                let Some(total) = sum.operands.last() else { return false };
                let told = |known: &Found| {
                    let total = known.kind == RelationKind::Sum && known.operands.last() == Some(total);
                    total && (one || tells_of(known, division))
                };
                !standing.with(found, *total).any(told)
            };
            let both: Vec<Found> = both(document, (first, second), division).into_iter().filter(fresh).collect();
            found.extend(both);
        }
    }
}

/// What the members of one division make of the two totals.
fn both(document: &Document<'_>, (first, second): (usize, usize), groups: &[(usize, usize)]) -> Vec<Found> {
    let (named, told): (Vec<usize>, Vec<usize>) = groups.iter().copied().unzip();
    let sums = [arithmetic::sum(document, &named, first), arithmetic::sum(document, &told, second)];
    let [Some(a), Some(b)] = sums else { return Vec::new() };
    match (proves(document, &a), proves(document, &b)) {
        (true, true) => vec![a, b],
        (true, false) => asked(document, b).into_iter().collect(),
        (false, true) => asked(document, a).into_iter().collect(),
        (false, false) => Vec::new(),
    }
}

/// All members, where they make up the totals or no words begin another division; or else those of each.
fn divisions<'g>(
    document: &Document<'_>,
    totals: (usize, usize),
    groups: &'g [(usize, usize)],
) -> Vec<&'g [(usize, usize)]> {
    let divisions: Vec<&[(usize, usize)]> = groups
        .chunk_by(|_, (next, _)| !document.opens_list[*next])
        .flat_map(|division| closing(document, totals.0, division))
        .collect();
    let whole = groups.len() >= 2 && !both(document, totals, groups).is_empty();
    if whole || divisions.iter().any(|division| division.len() < 2) {
        return Some(groups).filter(|groups| groups.len() >= 2).into_iter().collect();
    }
    divisions
}

/// 建档立卡1996户、同步搬迁52户；集中安置1427户，分散安置621户: a division that comes to the first total several times is as many divisions.
fn closing<'g>(document: &Document<'_>, total: usize, groups: &'g [(usize, usize)]) -> Vec<&'g [(usize, usize)]> {
    let figures = &document.figures;
    let (mut from, mut sum, mut closed) = (0, Decimal::ZERO, Vec::new());
    for (at, (named, _)) in groups.iter().enumerate() {
        sum = sum.saturating_add(figures[*named].base().unwrap_or_default());
        if Some(sum) == figures[total].base() && at > from {
            closed.push(&groups[from..=at]);
            (from, sum) = (at + 1, Decimal::ZERO);
        }
    }
    if from < groups.len() || closed.len() < 2 { vec![groups] } else { closed }
}

/// Whether a sum is of members of a division.
fn tells_of(sum: &Found, division: &[(usize, usize)]) -> bool {
    division.iter().any(|(a, b)| sum.operands.contains(a) || sum.operands.contains(b))
}

fn sound(document: &Document<'_>, at: usize) -> bool {
    let figure = &document.figures[at];
    document.is_level(at) && !figure.hedged && !figure.unit.is_empty() && !document.each[at]
}

/// The total in another unit right behind a total, in its sentence.
fn beside(document: &Document<'_>, first: usize) -> Option<usize> {
    let figures = &document.figures;
    let second = (first + 1..figures.len()).take(3).find(|i| figures[*i].is_amount())?;
    let (a, b) = (&figures[first], &figures[second]);
    let together = a.sentence == b.sentence && a.clause == b.clause && a.depth == b.depth;
    let kin = document.kin(first) >= 3 && document.kin(second) >= 3;
    (kin && together && !a.same_unit(b) && sound(document, first) && sound(document, second)).then_some(second)
}

/// The members: each begins with a figure of the first unit, and the next one of the second is told beside it.
fn groups(document: &Document<'_>, first: usize, second: usize) -> Vec<(usize, usize)> {
    let figures = &document.figures;
    let (a, b) = (&figures[first], &figures[second]);
    let mut groups = Vec::new();
    let mut open: Option<usize> = None;
    for at in second + 1..figures.len().min(second + 1 + REACH) {
        let figure = &figures[at];
        if figure.line != a.line || figure.sentence > a.sentence + APART {
            break;
        }
        if !document.is_level(at) || figure.depth != a.depth {
            continue;
        }
        if figure.same_unit(a) {
            open = Some(at);
        } else if figure.same_unit(b)
            && let Some(named) = open.take().filter(|named| figures[*named].sentence == figure.sentence)
        {
            if !sound(document, named) || !sound(document, at) {
                return Vec::new();
            }
            groups.push((named, at));
        }
    }
    // Where all of them make up the first total, their names need not be alike.
    let all: Vec<usize> = groups.iter().map(|(named, _)| *named).collect();
    let whole = arithmetic::sum(document, &all, first).is_some_and(|sum| sum.verdict == Verdict::Consistent);
    if whole { groups } else { called_alike(document, first, groups) }
}

/// 新识别5218户17514人，消除1107户4069人。其中A类新识别4266户14183人，消除846户3241人…: where several things are told in turn, those that are called as the
/// total is.
fn called_alike(document: &Document<'_>, total: usize, groups: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    let end = |at: usize| -> Option<[char; 2]> {
        let label: Vec<char> = document.figures[at].label.chars().filter(|c| is_han(*c)).collect();
        label.last_chunk::<2>().copied()
    };
    let alike: Vec<(usize, usize)> =
        groups.iter().copied().filter(|(named, _)| end(*named).is_some() && end(*named) == end(total)).collect();
    if alike.len() >= 2 { alike } else { groups }
}

/// Whether a list adds up exactly to a total that it does not reach by chance.
fn proves(document: &Document<'_>, sum: &Found) -> bool {
    let Some((total, members)) = sum.operands.split_last() else { return false };
    let whole = &document.figures[*total];
    let enough = if members.len() > 2 { LEAST } else { LEAST + LEAST };
    sum.verdict == Verdict::Consistent && (whole.digits() >= 3 || whole.exact() && whole.value >= Decimal::from(enough))
}

/// A sum that one slip of the pen would mend, as a question.
fn asked(document: &Document<'_>, sum: Found) -> Option<Found> {
    let figures = &document.figures;
    let (total, members) = sum.operands.split_last()?;
    if sum.verdict != Verdict::Inconsistent {
        return (sum.verdict == Verdict::Consistent).then_some(sum);
    }
    let (_, point) = arithmetic::total(document, members)?;
    let gap = figures[*total].base()?.checked_sub(point)?;
    let mends = |figure: &Figure<'_>, meant: Option<Decimal>| {
        let needed = meant.and_then(|meant| meant.checked_div(power_of_ten(figure.scale)));
        needed.is_some_and(|needed| needed > Decimal::ZERO && repair::one_slip(figure, needed.normalize()))
    };
    let slip = mends(&figures[*total], Some(point))
        || members.iter().any(|i| mends(&figures[*i], figures[*i].base().and_then(|base| base.checked_add(gap))));
    slip.then_some(Found { verdict: Verdict::Unclear, ..sum })
}

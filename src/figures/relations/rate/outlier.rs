//! Shares of a list whose whole is not told: where all but one agree about it, that one is asked about.

use rust_decimal::Decimal;

use super::{Base, Question, quotient};
use crate::{
    figures::{
        document::Document,
        interval::Interval,
        relations::{Found, arithmetic, judge},
    },
    model::Verdict,
};

/// Shares either side of one among which those of its list stand.
const NEAR: usize = 32;

/// One member of a list of shares that add up to 100% does not fit the whole that the others imply.
pub(super) fn find(document: &Document<'_>, questions: &[Question], index: usize) -> Option<Found> {
    let question = &questions[index];
    let base = question.bases.iter().find(|base| matches!(base, Base::Sum(_)))?;
    let figures = &document.figures;
    let near = index.saturating_sub(NEAR)..questions.len().min(index + NEAR);
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

/// 64件占53.3%、83件占31.7%、18件占15.0%: the others of a list whose shares come to 100% agree about one whole, of which this one is another part. That
/// they do is no chance, whatever else a share may be of.
pub(super) fn of_many(document: &Document<'_>, questions: &[Question], index: usize) -> Option<Found> {
    let question = &questions[index];
    let members = question.bases.iter().find_map(|base| match base {
        Base::Sum(members) if members.len() >= 3 => Some(members),
        _ => None,
    })?;
    let base = Base::Sum(members.clone());
    let near = index.saturating_sub(NEAR)..questions.len().min(index + NEAR);
    // 60岁及以上占16.15%，其中65岁及以上占10.47%: a share of the same whole, and no member of the list.
    let of_member = |other: &&Question| {
        let part = other.numerators.first().and_then(|set| set.first());
        other.bases.contains(&base) && part.is_some_and(|part| members.contains(part))
    };
    let group: Vec<&Question> = questions[near].iter().filter(of_member).collect();
    let figures = &document.figures;
    let shares = group.iter().try_fold(Decimal::ZERO, |sum, other| sum.checked_add(figures[other.rate].value))?;
    let all = group.len() == members.len() && (shares - Decimal::ONE_HUNDRED).abs() <= Decimal::new(5, 1);
    let plain = |other: &&Question| {
        let figure = &figures[other.rate];
        !figure.hedged && figure.digits() >= 2 && !matches!(&other.answer, Some((_, Base::Figure(_))))
    };
    let others: Vec<&Question> = group.iter().copied().filter(|other| other.rate != question.rate).collect();
    // A share of one digit agrees with any whole.
    let told = others.iter().filter(|other| figures[other.rate].digits() >= 3).count() >= 2;
    let sound = all && told && question.numerators.len() == 1 && group.iter().all(plain);
    let found = quotient(document, question.numerators.first()?, &base, question.rate)
        .filter(|_| sound && imply_one_whole(document, question, &others))?;
    (found.verdict == Verdict::Inconsistent).then_some(Found { verdict: Verdict::Unclear, ..found })
}

/// Whether the other members of a list fit the whole that their sum and their shares imply.
fn imply_one_whole(document: &Document<'_>, question: &Question, others: &[&Question]) -> bool {
    let figures = &document.figures;
    let fits = || -> Option<bool> {
        let rest: Vec<usize> = others.iter().filter_map(|other| other.numerators.first()?.first().copied()).collect();
        let (sum, _) = arithmetic::total(document, &rest)?;
        let rate = &figures[question.rate];
        let left = Interval::around(Decimal::ONE_HUNDRED.checked_sub(rate.value)?, rate.unit_in_last_place())?;
        let whole = sum.over(left)?.times(Decimal::ONE_HUNDRED)?;
        Some(others.iter().all(|other| {
            let member = other.numerators.first().and_then(|set| arithmetic::total(document, set));
            let share = member.and_then(|(n, _)| n.over(whole)?.times(Decimal::ONE_HUNDRED));
            share.is_some_and(|share| judge(&figures[other.rate], share) == Verdict::Consistent)
        }))
    };
    fits().unwrap_or(false)
}

//! How far a list is from its total, and what that tells: a slip of the pen, a scale word, one too many, or another whole.

use rust_decimal::Decimal;

use super::announced;
use crate::figures::{document::Document, figure::Figure, interval::power_of_ten, repair};

/// Totals below which a list is one more or one less by chance.
const ONE_MORE: i64 = 20;
const ONE_LESS: i64 = 100;

/// Whether what the parts leave of a whole is a round number.
pub(super) fn leaves_round(whole: &Figure<'_>, sum: Decimal) -> bool {
    let rest = whole.base().and_then(|whole| whole.checked_sub(sum)?.checked_rem(Decimal::TEN));
    rest.is_some_and(|rest| rest.is_zero())
}

/// 占78.4%、18.1%、3.3% of 9.101: what the shares leave of a hundred is what the parts leave of the whole.
pub(super) fn leaves_rest(whole: &Figure<'_>, sum: Decimal, shares: Decimal) -> bool {
    let left = || -> Option<Decimal> {
        let gap = whole.base()?.checked_sub(sum)?;
        gap.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole.base()?)
    };
    let rest = Decimal::ONE_HUNDRED - shares;
    rest > Decimal::ZERO && left().is_some_and(|left| left > Decimal::ZERO && left <= rest * Decimal::TWO)
}

/// 从业人员41.3万人，户籍劳动力28.6万人，外来务工23.4万人: more than a tenth above is another population rather than a slip.
pub(super) fn far_above(whole: &Figure<'_>, sum: Decimal) -> bool {
    whole.base().and_then(|whole| whole.checked_mul(Decimal::new(11, 1))).is_some_and(|most| sum > most)
}

/// 43件，其中移送17件、自行发现27件: a list of whole things that is one more than its total, or one less than a great one.
pub(super) fn is_one_off(whole: &Figure<'_>, parts: &[&Figure<'_>], sum: Decimal) -> bool {
    let exact = whole.exact() && parts.iter().all(|part| part.exact());
    let over = || sum.checked_sub(whole.base()?);
    exact
        && over().is_some_and(|over| {
            over == Decimal::ONE && whole.value >= ONE_MORE.into()
                || over == -Decimal::ONE && whole.value >= ONE_LESS.into() && parts.len() >= 3
        })
}

/// 178条，涉及认定28条、程序63条、文书78条: a list of whole things, three and more, that two neighbouring digits exchanged in one of them would
/// close: one in some thirty comes so near by chance, and the others make up less than the whole or a list of all.
pub(super) fn is_exchanged(whole: &Figure<'_>, parts: &[&Figure<'_>], sum: Decimal) -> bool {
    let Some(total) = whole.base() else { return false };
    // Of two only where they come to more than there is.
    let enough = parts.len() >= 3 || parts.len() == 2 && sum > total;
    let exact = whole.exact() && enough && parts.iter().all(|part| part.exact());
    let slip = |figure: &Figure<'_>, needed: Option<Decimal>| {
        figure.digits() >= 2 && needed.is_some_and(|needed| repair::swapped(figure, needed))
    };
    let part = |part: &&Figure<'_>| {
        let needed = part.base().and_then(|base| total.checked_sub(sum.checked_sub(base)?));
        slip(part, needed)
    };
    exact && (slip(whole, Some(sum)) || parts.iter().any(part))
}

/// 在审419件，审结26974件，撤回1352件，收到28744件: whole things in lists of three and more come within one of so long a total by no chance.
pub(super) fn is_near_miss(whole: &Figure<'_>, parts: &[&Figure<'_>], sum: Decimal) -> bool {
    let exact = whole.exact() && parts.len() >= 3 && parts.iter().all(|part| part.exact());
    let near = || whole.base().and_then(|total| sum.checked_sub(total)).is_some_and(|gap| gap.abs() == Decimal::ONE);
    exact && whole.digits() >= LONG && near()
}

/// Digits of a total that no list comes near by chance.
const LONG: usize = 4;

/// 43家，其中公办14家、民办23家、公建民营8家: three kinds of whole things and more that come to little more than there are.
fn is_little_over(whole: &Figure<'_>, parts: &[&Figure<'_>], sum: Decimal) -> bool {
    let Some(total) = whole.base() else { return false };
    let little = total.checked_mul(Decimal::new(115, 2)).is_some_and(|most| sum <= most);
    let slips = |figure: &Figure<'_>, needed: Option<Decimal>| {
        figure.digits() >= 2 && needed.is_some_and(|needed| repair::one_slip(figure, needed))
    };
    let gap = sum.checked_sub(total);
    let part = |part: &&Figure<'_>| slips(part, part.base().zip(gap).and_then(|(base, gap)| base.checked_sub(gap)));
    let exact = whole.exact() && parts.iter().all(|part| part.exact());
    exact
        && parts.len() >= 3
        && total >= ONE_MORE.into()
        && sum > total
        && little
        && (slips(whole, Some(sum)) || parts.iter().any(part))
}

/// 粮食46695吨，其中谷物39603吨，秋粮39368吨，稻谷26765吨: more than half as much again is told twice rather than wrongly.
pub(super) fn half_more(whole: &Figure<'_>, sum: Decimal) -> bool {
    whole.base().and_then(|whole| whole.checked_mul(Decimal::new(15, 1))).is_some_and(|most| sum > most)
}

/// Whether one slip in the total or in a member would explain the difference; short figures prove nothing.
pub(super) fn repairable(
    whole: &Figure<'_>,
    parts: &[&Figure<'_>],
    sum: Decimal,
    mends: fn(&Figure<'_>, Decimal) -> bool,
) -> bool {
    let Some(total) = whole.base() else { return false };
    let slip = |figure: &Figure<'_>, needed: Option<Decimal>| {
        let scaled = needed.and_then(|needed| needed.checked_div(power_of_ten(figure.scale)));
        // 1416 and 2000 of 3615.62: a part told in full hundreds is no slip of 2199.62.
        let told = |needed: Decimal| needed.normalize().scale() <= figure.decimals;
        figure.digits() >= 3 && scaled.is_some_and(|needed| told(needed) && mends(figure, needed))
    };
    slip(whole, Some(sum))
        || parts.iter().any(|part| {
            let others = part.base().and_then(|base| sum.checked_sub(base));
            slip(part, others.and_then(|others| total.checked_sub(others)))
        })
        || repair::scale_slip(total, sum).is_some()
}

/// 普通高中4.13亿人 for 4.13万人, 973万标箱 for 97.3: with its point or its scale word elsewhere one part would mend the sum.
pub(super) fn misscaled(whole: &Figure<'_>, parts: &[&Figure<'_>], sum: Decimal) -> bool {
    let mends = |part: &&Figure<'_>| -> Option<bool> {
        let base = part.base()?;
        let needed = whole.base()?.checked_sub(sum.checked_sub(base)?)?;
        let slack = whole.unit_in_last_place().max(Decimal::ONE).checked_mul(Decimal::from(parts.len()))?;
        let exactly = [1, 2, 3, 4, 8].into_iter().any(|power| {
            let scaled = needed.checked_mul(power_of_ten(power));
            let slack = slack.checked_mul(power_of_ten(power));
            scaled.zip(slack).is_some_and(|(scaled, slack)| (scaled - base).abs() <= slack)
        });
        // 342 for 2, give or take 4: what is needed must be told far more finely than it is uncertain.
        let told = needed > Decimal::ZERO && needed >= slack.checked_mul(Decimal::TEN)?;
        Some(part.digits() >= 3 && told && exactly)
    };
    whole.digits() >= 3 && parts.iter().filter_map(mends).any(|mends| mends)
}

/// 处理干部64人，其中处分84人，诫勉19人，谈话31人: one part above its whole, and one slip of the pen in it would close the list to the last place.
pub(super) fn is_above_by_slip(whole: &Figure<'_>, parts: &[&Figure<'_>], sum: Decimal) -> bool {
    let mut above = parts.iter().filter(|part| part.base() > whole.base());
    let (Some(part), None) = (above.next(), above.next()) else { return false };
    let needed = || {
        let others = sum.checked_sub(part.base()?)?;
        whole.base()?.checked_sub(others)?.checked_div(power_of_ten(part.scale))
    };
    let told = |needed: &Decimal| *needed > Decimal::ZERO && needed.normalize().scale() <= part.decimals;
    // 老人3.2万人，其中高龄0.4万人；常住人口25.8万人: another clause tells of something else.
    let together = parts.iter().all(|other| other.clause == part.clause);
    together && part.digits() >= 2 && needed().filter(told).is_some_and(|needed| repair::one_slip(part, needed))
}

/// Whether a list that 、 joins comes to little more than its whole.
pub(super) fn listed_over(
    document: &Document<'_>,
    members: &[usize],
    whole: &Figure<'_>,
    parts: &[&Figure<'_>],
    sum: Decimal,
) -> bool {
    announced::enumerated(document, members) && is_little_over(whole, parts, sum)
}

/// Figures before a total that are looked at for another.
const NEAR: usize = 8;

/// Whether a sum is more than any figure of its unit right before the total.
pub(super) fn is_above_all(document: &Document<'_>, total: usize, sum: Decimal) -> bool {
    let figures = &document.figures;
    let less = |i: usize| figures[i].base().is_some_and(|base| base < sum);
    (total.saturating_sub(NEAR)..total).all(|i| !figures[i].same_unit(&figures[total]) || less(i))
}

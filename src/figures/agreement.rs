//! Whether a reported figure agrees with a computed one, by the allowances that reports are owed: rounding, then
//! truncation, a padded zero, the last digit.

use rust_decimal::Decimal;

use super::interval::{Interval, half_place, last_place};
use crate::model::Verdict;

/// How a figure shown with `decimals` places agrees with the exact value `computed`.
///
/// `Consistent` when rounding to nearest (half either way) gives it; `Rounding` when only truncation, a padded zero
/// (77.57 as 77.60) or less than one unit of the last place explains it; else `Inconsistent`. Whether there is another
/// reading is for the caller to know.
///
/// ```
/// use rust_decimal::Decimal;
/// use taizhang::{figures::agree, model::Verdict};
/// let exact = Decimal::new(9827, 2);
/// assert_eq!(agree(Decimal::new(983, 1), exact, 1), Verdict::Consistent);
/// assert_eq!(agree(Decimal::new(982, 1), exact, 1), Verdict::Rounding);
/// assert_eq!(agree(Decimal::new(988, 1), exact, 1), Verdict::Inconsistent);
/// ```
pub fn agree(reported: Decimal, computed: Decimal, decimals: u32) -> Verdict {
    agree_within(reported, Interval::point(computed), decimals)
}

/// As [`agree`], for a computed value known only to lie between `low` and `high`, both included.
pub fn agree_between(reported: Decimal, low: Decimal, high: Decimal, decimals: u32) -> Verdict {
    agree_within(reported, Interval { low: low.min(high), high: low.max(high) }, decimals)
}

/// How a figure shown with `decimals` places agrees with a computed interval.
pub(super) fn agree_within(reported: Decimal, computed: Interval, decimals: u32) -> Verdict {
    let unit = last_place(decimals);
    let Some(shown) = Interval::around(reported, half_place(decimals)) else { return Verdict::Inconsistent };
    if shown.meets(computed) {
        return Verdict::Consistent;
    }
    if Interval::point(reported).gap(computed) < unit || padded(reported, computed, decimals) {
        return Verdict::Rounding;
    }
    Verdict::Inconsistent
}

/// Zeros after the point may be padding: the figure was rounded to fewer places.
fn padded(reported: Decimal, computed: Interval, decimals: u32) -> bool {
    let real = reported.normalize().scale().max(u32::from(decimals > 1));
    if real >= decimals {
        return false;
    }
    Interval::around(reported, half_place(real)).is_some_and(|shown| shown.meets(computed))
}

/// Where the exact value of a figure shown with `decimals` places can lie for it to agree at all.
pub(super) fn widest(reported: Decimal, decimals: u32) -> Option<Interval> {
    let real = reported.normalize().scale().min(decimals);
    Interval::around(reported, last_place(real))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn allowances_come_in_order() {
        for (reported, computed, verdict) in [
            ("98.3", "98.27", Verdict::Consistent),
            ("86.9", "86.851", Verdict::Consistent),
            ("91", "91.55", Verdict::Rounding),
            ("77.60", "77.57", Verdict::Rounding),
            ("94.50", "94.45", Verdict::Rounding),
            ("24.25", "24.2081", Verdict::Inconsistent),
            ("56.62", "54.76", Verdict::Inconsistent),
            ("60", "60", Verdict::Consistent),
            ("61", "60", Verdict::Inconsistent),
        ] {
            let reported: Decimal = reported.parse().unwrap();
            let computed: Decimal = computed.parse().unwrap();
            assert_eq!(agree(reported, computed, reported.scale()), verdict, "{reported} {computed}");
        }
    }
}

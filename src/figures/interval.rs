//! What a printed figure stands for: an interval of half a unit of its last place either side, or a point when it
//! counts whole things (as in XBRL Calculations 1.1). Every operation is checked; `None` is out of a decimal's range.

use rust_decimal::Decimal;

/// A closed interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// Least.
    pub low: Decimal,
    /// Greatest.
    pub high: Decimal,
}

impl Interval {
    /// A point.
    pub const fn point(value: Decimal) -> Self {
        Self { low: value, high: value }
    }

    /// `value` give or take `half`.
    pub fn around(value: Decimal, half: Decimal) -> Option<Self> {
        Some(Self { low: value.checked_sub(half)?, high: value.checked_add(half)? })
    }

    /// Sum.
    pub fn plus(self, other: Self) -> Option<Self> {
        Some(Self { low: self.low.checked_add(other.low)?, high: self.high.checked_add(other.high)? })
    }

    /// Difference.
    pub fn minus(self, other: Self) -> Option<Self> {
        Some(Self { low: self.low.checked_sub(other.high)?, high: self.high.checked_sub(other.low)? })
    }

    /// Product with a number not below zero.
    pub fn times(self, factor: Decimal) -> Option<Self> {
        Some(Self { low: self.low.checked_mul(factor)?, high: self.high.checked_mul(factor)? })
    }

    /// Quotient, for a divisor wholly above zero.
    pub fn over(self, divisor: Self) -> Option<Self> {
        if divisor.low <= Decimal::ZERO {
            return None;
        }
        let low = self.low.checked_div(if self.low.is_sign_negative() { divisor.low } else { divisor.high })?;
        let high = self.high.checked_div(if self.high.is_sign_negative() { divisor.high } else { divisor.low })?;
        Some(Self { low, high })
    }

    /// Whether they share a point.
    pub fn meets(self, other: Self) -> bool {
        self.low <= other.high && other.low <= self.high
    }

    /// How far apart they are; zero when they meet.
    pub fn gap(self, other: Self) -> Decimal {
        if self.meets(other) {
            Decimal::ZERO
        } else if self.low > other.high {
            self.low.saturating_sub(other.high)
        } else {
            other.low.saturating_sub(self.high)
        }
    }
}

/// Ten to a power, within a decimal's range.
pub fn power_of_ten(power: u32) -> Decimal {
    match power {
        0 => Decimal::ONE,
        1..=18 => Decimal::new(10_i64.pow(power), 0),
        _ => Decimal::from_i128_with_scale(10_i128.pow(power.min(27)), 0),
    }
}

/// One unit of the last of `decimals` places after the point.
pub fn last_place(decimals: u32) -> Decimal {
    Decimal::new(1, decimals.min(28))
}

/// Half a unit of the last of `decimals` places after the point.
pub fn half_place(decimals: u32) -> Decimal {
    match decimals {
        0..=27 => Decimal::new(5, decimals + 1),
        _ => last_place(28),
    }
}

//! Units of one dimension: 亿元, 万元 and 元 differ by a power of ten, and only such units are ever added together.

use rust_decimal::Decimal;

/// A unit as its base and a power of ten: 亿元 is 元 and 8.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scaled {
    /// The unit without its scale words.
    pub base: String,
    /// The power of ten that the scale words stand for.
    pub power: u32,
}

impl Scaled {
    /// Splits a unit: the scale words before it (十百千万亿, in any number) are its power.
    ///
    /// `百分点` and `千分点` are no hundred and no thousand of anything.
    pub fn of(unit: Option<&str>) -> Self {
        let folded = crate::text::fold::fold(unit.unwrap_or_default());
        if folded.starts_with("百分") || folded.starts_with("千分") {
            return Self { base: folded, power: 0 };
        }
        let mut power = 0;
        let mut rest = folded.as_str();
        while let Some((c, step)) = rest.chars().next().and_then(|c| Some((c, power_of(c)?))) {
            power += step;
            rest = &rest[c.len_utf8()..];
        }
        // More scale words than any unit has are not a scale.
        if power > 24 { Self { base: folded, power: 0 } } else { Self { base: rest.to_owned(), power } }
    }

    /// A value in this unit told in `other`; `None` when the units are of different kinds or it is not exact.
    pub fn convert(&self, value: Decimal, other: &Self) -> Option<Decimal> {
        if self.base != other.base {
            return None;
        }
        if self.power >= other.power {
            value.checked_mul(power_of_ten(self.power - other.power)?)
        } else {
            let by = power_of_ten(other.power - self.power)?;
            let told = value.checked_div(by)?;
            (told.checked_mul(by)? == value).then_some(told)
        }
    }
}

const fn power_of(c: char) -> Option<u32> {
    Some(match c {
        '十' => 1,
        '百' => 2,
        '千' => 3,
        '万' | '萬' => 4,
        '亿' | '億' => 8,
        _ => return None,
    })
}

fn power_of_ten(power: u32) -> Option<Decimal> {
    10_i128.checked_pow(power).and_then(|value| Decimal::try_from_i128_with_scale(value, 0).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_units_of_one_kind_are_told_in_each_other() {
        for (value, from, to, expected) in [
            ("41.8", "亿元", "万元", Some("418000")),
            ("170024", "万元", "亿元", Some("17.0024")),
            ("3", "万千瓦", "千瓦", Some("30000")),
            ("3", "项", "个", None),
            ("3", "亿元", "", None),
            ("2.3", "百分点", "分点", None),
        ] {
            let told = Scaled::of(Some(from)).convert(value.parse().unwrap(), &Scaled::of(Some(to)));
            assert_eq!(told.map(|value| value.normalize().to_string()).as_deref(), expected, "{value}{from} → {to}");
        }
        assert_eq!(Scaled::of(Some("亿亿亿亿元")).power, 0);
    }
}

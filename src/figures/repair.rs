//! Slips that would explain a figure: one digit wrong, two swapped, one dropped or doubled, 万 for 亿. A possibility to
//! name, and evidence that figures were meant to agree; never applied.

use rust_decimal::Decimal;

use super::figure::{Figure, plain};
use crate::model::Words;

/// Whether `figure` with one slip of the pen reads `needed` (in its own scale).
pub fn one_slip(figure: &Figure<'_>, needed: Decimal) -> bool {
    let mut needed = needed.round_dp(figure.decimals);
    needed.rescale(figure.decimals);
    let mut value = figure.value;
    value.rescale(figure.decimals);
    if needed.is_sign_negative() != value.is_sign_negative() || needed == value {
        return false;
    }
    let (value, needed) = (Digits::of(value), Digits::of(needed));
    distance_one(value.as_slice(), needed.as_slice())
}

/// The kinds of slips, the one that leaves the fewest other readings first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slip {
    /// Two neighbouring digits exchanged, or one written twice.
    Order,
    /// One digit replaced.
    Digit,
    /// One digit lost.
    Lost,
}

/// How many numbers a slip of each kind may have made `figure` of.
pub fn readings(figure: &Figure<'_>) -> [usize; 3] {
    let mut value = figure.value;
    value.rescale(figure.decimals);
    let digits = Digits::of(value);
    let digits = digits.as_slice();
    let doubled = digits.windows(2).filter(|pair| pair[0] == pair[1]).count();
    [digits.len() - 1 + doubled, 9 * digits.len(), 10 * (digits.len() + 1)]
}

/// The slip of the pen in `figure` that would make it read so of `needed` (in its own scale).
pub fn kind_of_slip(figure: &Figure<'_>, needed: Decimal) -> Option<Slip> {
    if !one_slip(figure, needed) {
        return None;
    }
    let mut needed = needed.round_dp(figure.decimals);
    needed.rescale(figure.decimals);
    let mut value = figure.value;
    value.rescale(figure.decimals);
    let (value, needed) = (Digits::of(value), Digits::of(needed));
    let (value, needed) = (value.as_slice(), needed.as_slice());
    if value.len() < needed.len() {
        return Some(Slip::Lost);
    }
    if value.len() == needed.len() {
        let apart = value.iter().zip(needed).filter(|(a, b)| a != b).count();
        return Some(if apart == 1 { Slip::Digit } else { Slip::Order });
    }
    let same = value.iter().zip(needed).take_while(|(x, y)| x == y).count();
    let doubled = same > 0 && value[same] == value[same - 1] || value.get(same + 1) == Some(&value[same]);
    doubled.then_some(Slip::Order)
}

/// Whether `figure` with two neighbouring digits swapped reads `needed` (in its own scale).
pub fn swapped(figure: &Figure<'_>, needed: Decimal) -> bool {
    let mut needed = needed.round_dp(figure.decimals);
    needed.rescale(figure.decimals);
    let mut value = figure.value;
    value.rescale(figure.decimals);
    let (value, needed) = (Digits::of(value), Digits::of(needed));
    let (a, b) = (value.as_slice(), needed.as_slice());
    let apart: Vec<usize> = a.iter().zip(b).enumerate().filter(|(_, (x, y))| x != y).map(|(at, _)| at).collect();
    a.len() == b.len() && matches!(apart[..], [i, j] if j == i + 1 && a[i] == b[j] && a[j] == b[i])
}

/// The numbers that `figure` reads with two neighbouring digits swapped, none with a zero in front.
pub fn swaps(figure: &Figure<'_>) -> Vec<Decimal> {
    let mut value = figure.value;
    value.rescale(figure.decimals);
    let all = Digits::of(value);
    let digits = all.as_slice();
    let whole = value.mantissa();
    let swapped = |low: usize| -> Option<Decimal> {
        let (a, b) = (i128::from(digits[low]), i128::from(digits[low + 1]));
        let opens = low + 2 == digits.len() && a == 0;
        let step = 10_i128.checked_pow(u32::try_from(low).ok()?)?;
        let moved = (a - b).checked_mul(9)?.checked_mul(step)?;
        let mantissa = whole + if whole < 0 { -moved } else { moved };
        (a != b && !opens).then(|| Decimal::try_from_i128_with_scale(mantissa, figure.decimals).ok())?
    };
    (0..digits.len().saturating_sub(1)).filter_map(swapped).collect()
}

/// The numbers of which one slip of the pen makes `figure`: two digits swapped, one replaced, lost or written twice.
pub fn slips(figure: &Figure<'_>) -> Vec<Decimal> {
    let mut value = figure.value;
    value.rescale(figure.decimals);
    let all = Digits::of(value);
    let (digits, whole) = (all.as_slice(), value.mantissa().abs());
    let mut mantissas = Vec::new();
    let mut step: i128 = 1;
    for (place, digit) in digits.iter().enumerate() {
        let (digit, behind) = (i128::from(*digit), whole % step);
        let front = whole / step;
        mantissas.extend((0..10).filter(|other| *other != digit).map(|other| whole + (other - digit) * step));
        mantissas.extend((0..10).map(|lost| (front * 10 + lost) * step + behind));
        if digits.get(place + 1) == Some(&digits[place]) {
            mantissas.push(front / 10 * step + behind);
        }
        step = step.saturating_mul(10);
    }
    let sign = if value.is_sign_negative() { -1 } else { 1 };
    let made = mantissas
        .into_iter()
        .filter_map(|mantissa| Decimal::try_from_i128_with_scale(sign * mantissa, figure.decimals).ok());
    swaps(figure).into_iter().chain(made).collect()
}

/// What a slip would be: a possibility to name.
pub fn possibility(said: &str, meant: &str) -> Words {
    Words::new(
        format!("若“{said}”应为“{meant}”，则相符；仅供核对。"),
        format!("If “{said}” were “{meant}”, they would agree; only a possibility."),
    )
}

/// A figure as it would be printed with another scale; `None` where no single word says that scale.
pub fn rescaled(figure: &Figure<'_>, scale: u32) -> Option<String> {
    let word = match scale {
        0 => "",
        4 => "万",
        8 => "亿",
        _ => return None,
    };
    let unit = figure.shown_unit.trim_start_matches(['十', '百', '千', '万', '亿']);
    Some(format!("{}{word}{unit}", plain(figure.value, figure.decimals)))
}

/// The digits of a mantissa, last first: 96 bits have at most 29.
struct Digits {
    digits: [u8; 29],
    count: usize,
}

impl Digits {
    fn of(value: Decimal) -> Self {
        let mut rest = value.mantissa().unsigned_abs();
        let mut digits = Self { digits: [0; 29], count: 0 };
        for place in &mut digits.digits {
            *place = (rest % 10) as u8;
            rest /= 10;
            digits.count += 1;
            if rest == 0 {
                break;
            }
        }
        digits
    }

    fn as_slice(&self) -> &[u8] {
        &self.digits[..self.count]
    }
}

/// One substitution, transposition of neighbours, insertion or deletion apart.
fn distance_one(a: &[u8], b: &[u8]) -> bool {
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same..], &b[same..]);
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - tail], &b[..b.len() - tail]);
    match (a, b) {
        ([_] | [], [_]) | ([_], []) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

/// Whether the two are a power of ten apart that a scale word would explain (万 for 亿, 元 for 万元, a shifted point).
pub fn scale_slip(reported: Decimal, needed: Decimal) -> Option<u32> {
    if reported.is_zero() || needed.is_zero() {
        return None;
    }
    let ratio = reported.abs().checked_div(needed.abs())?;
    let ratio = if ratio < Decimal::ONE { Decimal::ONE.checked_div(ratio)? } else { ratio };
    [1_u32, 2, 3, 4, 8].into_iter().find(|power| {
        let expected = super::interval::power_of_ten(*power);
        ratio.checked_div(expected).is_some_and(|q| (q - Decimal::ONE).abs() < Decimal::new(2, 2))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::number::Number;

    #[test]
    fn neighbours_are_swapped() {
        let figure = |text: &str| {
            let value: Decimal = text.parse().unwrap();
            let number = Number { end: text.len(), value, decimals: value.scale(), scale: 0, grouped: false };
            Figure::bare(0, &number)
        };
        let swaps =
            |text: &str| -> Vec<String> { super::swaps(&figure(text)).iter().map(ToString::to_string).collect() };
        assert_eq!(swaps("17.97"), ["17.79", "19.77", "71.97"]);
        assert_eq!(swaps("-101"), ["-110"]);
        assert!(swaps("7").is_empty() && swaps("77").is_empty());
    }

    #[test]
    fn one_slip_of_the_pen() {
        for (a, b, apart) in [
            ("2050", "2550", true),
            ("650", "605", true),
            ("1359", "1395", true),
            ("227098", "27098", true),
            ("3196", "3376", false),
            ("106", "106", true),
        ] {
            if a != b {
                assert_eq!(distance_one(a.as_bytes(), b.as_bytes()), apart, "{a} {b}");
            }
        }
        assert_eq!(scale_slip(Decimal::from(40), Decimal::new(4, 3)), Some(4));
    }
}

//! Exact decimals from what a spreadsheet stores.

use rust_decimal::Decimal;

/// The text of a stored binary number with at most 15 significant digits, as a spreadsheet program shows it under
/// the General format: `0.1 + 0.2` is `0.3`. Never in exponent form.
pub fn shortest(number: f64) -> String {
    if !number.is_finite() {
        return number.to_string();
    }
    if number == 0.0 {
        return "0".to_owned();
    }
    // Display of an f64 is its shortest round-trip form, without an exponent. A decimal of up to 15 significant digits
    // comes back from a normal f64 unharmed, so such a form is the rounded one already.
    let text = number.to_string();
    if number.is_normal() && significant(&text) <= 15 {
        return text;
    }
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    rounded.to_string()
}

/// Digits of a decimal's text between its first and last that are not 0.
fn significant(text: &str) -> usize {
    let digits = || text.bytes().filter(u8::is_ascii_digit);
    let leading = digits().take_while(|digit| *digit == b'0').count();
    let trailing = text.bytes().rev().filter(u8::is_ascii_digit).take_while(|digit| *digit == b'0').count();
    digits().count().saturating_sub(leading + trailing)
}

/// The exact decimal that a stored number stands for; `None` when it is not finite or out of a decimal's range.
pub fn exact(number: f64) -> Option<Decimal> {
    if !number.is_finite() {
        return None;
    }
    shortest(number).parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// The quick way gives what rounding to 15 significant digits gives.
        #[test]
        fn every_number_is_rounded_to_fifteen_digits(bits in any::<u64>(), digits in -10_i64.pow(16)..10_i64.pow(16), down in 0..18) {
            for number in [f64::from_bits(bits), digits as f64 / 10_f64.powi(down)] {
                prop_assume!(number.is_finite());
                let rounded: f64 = format!("{number:.14e}").parse().unwrap();
                let text = rounded.to_string();
                prop_assert_eq!(shortest(number), if text == "-0" { "0" } else { &text });
            }
        }
    }

    #[test]
    fn binary_noise_is_not_shown() {
        for (number, text) in [
            (0.1 + 0.2, "0.3"),
            (41.8, "41.8"),
            (2474.0, "2474"),
            (-0.0, "0"),
            (1e-7, "0.0000001"),
            (1e21, "1000000000000000000000"),
            (0.841, "0.841"),
        ] {
            assert_eq!(shortest(number), text);
        }
        assert_eq!(exact(0.1 + 0.2), Some(Decimal::new(3, 1)));
        assert_eq!(exact(f64::NAN), None);
    }
}

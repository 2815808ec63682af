//! Exact decimals from what a spreadsheet stores.

use rust_decimal::Decimal;

/// The text of a stored binary number with at most 15 significant digits, as a spreadsheet program shows it under
/// the General format: `0.1 + 0.2` is `0.3`. Never in exponent form.
pub fn shortest(number: f64) -> String {
    if !number.is_finite() {
        return number.to_string();
    }
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    // Display of an f64 is its shortest round-trip form, without an exponent.
    let text = rounded.to_string();
    if text == "-0" { "0".to_owned() } else { text }
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
    use super::*;

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

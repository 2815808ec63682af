//! A figure as the audit sees it: value, unit, interval, hedge, and where it stands in the grammar of the text.

use rust_decimal::Decimal;

use super::{
    interval::{Interval, half_place, last_place, power_of_ten},
    number::Number,
    units::Class,
    words::{Cue, Cues},
};

/// What a figure says of the text around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// An amount or count.
    Level,
    /// A change of an amount: up (true) or down.
    Change(bool),
    /// The earlier value that another is compared with.
    Before,
    /// A whole inside the phrase of its rate (完成预算24710万元的21.5%).
    Base,
    /// An amount for each of something.
    Average,
    /// A share of a whole.
    Share,
    /// A rate named after what it measures, or of completion.
    Rate,
    /// A rate of change: up (true) or down.
    Growth(bool),
    /// A percent or points of no known kind.
    Other,
}

/// One figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure<'t> {
    /// First character.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The number as printed.
    pub value: Decimal,
    /// Digits after the point as printed.
    pub decimals: u32,
    /// Power of ten of the scale (万 is 4).
    pub scale: u32,
    /// The unit without its scale, one name for synonyms; empty for none.
    pub unit: &'t str,
    /// The unit as printed, scale included.
    pub shown_unit: &'t str,
    /// The number of its unit among those of the text's amounts; none of percents and points.
    pub unit_number: Option<u32>,
    /// What the unit measures.
    pub class: Class,
    /// It is not exact: 约, 近, 超, 余.
    pub hedged: bool,
    /// It is a small Chinese numeral (九个), which may be part of a phrase (三个方面) and no quantity.
    pub small_numeral: bool,
    /// Line, sentence, clause (；) and list item that it stands in, counted over the whole text.
    pub line: usize,
    /// See `line`.
    pub sentence: usize,
    /// See `line`.
    pub clause: usize,
    /// See `line`.
    pub item: usize,
    /// Brackets around it.
    pub depth: usize,
    /// Number of the innermost bracket around it.
    pub bracket: Option<usize>,
    /// The words before it in its item, back to the figure before.
    pub label: &'t str,
    /// What the words of the label say.
    pub says: Cues,
    /// First character of the label.
    pub label_start: usize,
    /// The words after it in its item, up to the figure after.
    pub tail: &'t str,
    /// One past the last character of the tail.
    pub tail_end: usize,
    /// What it is.
    pub role: Role,
    /// It is told as a quantity only where a relation uses it: a number in English words, a ratio with a colon.
    pub told_if_used: bool,
    /// The value in its base unit (2.5亿元 is 250,000,000), and what it stands for there.
    known: Option<(Decimal, Interval)>,
}

impl Figure<'_> {
    /// A number without anything known of it yet.
    pub fn bare(start: usize, number: &Number) -> Self {
        Self {
            start,
            end: number.end,
            value: number.value,
            decimals: number.decimals,
            scale: number.scale,
            unit: "",
            shown_unit: "",
            unit_number: None,
            class: Class::Bare,
            hedged: false,
            small_numeral: false,
            line: 0,
            sentence: 0,
            clause: 0,
            item: 0,
            depth: 0,
            bracket: None,
            label: "",
            says: Cues::default(),
            label_start: start,
            tail: "",
            tail_end: number.end,
            role: Role::Other,
            told_if_used: false,
            known: None,
        }
    }

    /// The value in its base unit (2.5亿元 is 250,000,000).
    pub fn base(&self) -> Option<Decimal> {
        self.known.map(|(base, _)| base)
    }

    /// Whether the words before it say so.
    pub const fn says(&self, cue: Cue) -> bool {
        self.says.has(cue)
    }

    /// Works out what it stands for, once value, scale, class and hedge are settled.
    pub fn settle(&mut self) {
        let base = if self.scale == 0 { Some(self.value) } else { self.value.checked_mul(power_of_ten(self.scale)) };
        self.known = base.and_then(|base| Some((base, self.spread(base)?)));
    }

    /// The same figure with another number, and what that stands for.
    pub fn reading(&self, value: Decimal, scale: u32) -> Self {
        let mut other = self.clone();
        (other.value, other.scale) = (value, scale);
        other.settle();
        other
    }

    /// Whether it counts whole things and is printed in full.
    pub fn exact(&self) -> bool {
        !self.hedged && self.decimals == 0 && self.scale == 0 && matches!(self.class, Class::Count | Class::Bare)
    }

    /// What it stands for, in its base unit.
    pub fn interval(&self) -> Option<Interval> {
        self.known.map(|(_, interval)| interval)
    }

    fn spread(&self, base: Decimal) -> Option<Interval> {
        if self.exact() {
            return Some(Interval::point(base));
        }
        // 0万元 and 100% of counts are exact far more often than not, but the wider reading accuses nobody.
        let half = half_place(self.decimals);
        let half = if self.scale == 0 { half } else { half.checked_mul(power_of_ten(self.scale))? };
        Interval::around(base, half)
    }

    /// One unit of its last printed place, in the base unit.
    pub fn unit_in_last_place(&self) -> Decimal {
        last_place(self.decimals).saturating_mul(power_of_ten(self.scale))
    }

    /// Significant digits as printed.
    pub fn digits(&self) -> usize {
        let mantissa = self.value.mantissa().unsigned_abs();
        if mantissa == 0 { 1 } else { mantissa.ilog10() as usize + 1 }
    }

    /// 同比改善9.7%: a change for the better, whichever way that is.
    pub fn for_better(&self) -> bool {
        let label = self.label.trim_end();
        ["改善", "好转"].iter().any(|word| label.ends_with(word))
    }

    /// 同比增长8.6%（2021年为38514户）: a year alone in the bracket before it.
    pub fn of_other_year(&self) -> bool {
        let year = || {
            let label = self.label.trim().trim_end_matches(['为', '是', ':']);
            label.strip_suffix("年同期").or_else(|| label.strip_suffix('年')).unwrap_or(label)
        };
        let is_year =
            |year: &str| year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) && year.starts_with(['1', '2']);
        self.depth > 0 && is_year(year())
    }

    /// Whether one is at most three times the other.
    pub fn like_in_size(&self, other: &Figure<'_>) -> bool {
        let three = Decimal::from(3);
        self.base().zip(other.base()).is_some_and(|(a, b)| a.saturating_mul(three) >= b && b.saturating_mul(three) >= a)
    }

    /// The number as printed, with its percent sign.
    pub fn shown(&self) -> String {
        let mut text = plain(self.value, self.decimals);
        if self.class == Class::Percent {
            text.push(self.sign());
        }
        text
    }

    /// The sign of a percent: of hundred parts or of thousand.
    pub fn sign(&self) -> char {
        if self.unit == "‰" { '‰' } else { '%' }
    }

    /// What a part over its whole is multiplied by to read as this percent.
    pub fn of_whole(&self) -> Decimal {
        if self.unit == "‰" { Decimal::ONE_THOUSAND } else { Decimal::ONE_HUNDRED }
    }

    /// Whether it is an amount, and no percent or points.
    pub const fn is_amount(&self) -> bool {
        !matches!(self.class, Class::Percent | Class::Points)
    }

    /// Whether two figures of one text count or measure the same.
    pub fn same_unit(&self, other: &Figure<'_>) -> bool {
        self.unit_number.is_some() && self.unit_number == other.unit_number
    }
}

/// A number with so many places after the point.
pub fn plain(value: Decimal, decimals: u32) -> String {
    let mut shown = value;
    shown.rescale(decimals);
    if shown.is_zero() {
        shown.set_sign_positive(true);
    }
    match u64::try_from(shown.mantissa().unsigned_abs()) {
        Ok(digits) => written(digits, shown.scale(), shown.is_sign_negative()),
        Err(_) => shown.to_string(),
    }
}

/// A number of so many digits after the point: what nearly every figure is, and far quicker to write.
fn written(mut digits: u64, decimals: u32, negative: bool) -> String {
    // A decimal has at most 28 places after its point, one before it, the point and a sign.
    let mut shown = [b'0'; 32];
    let (mut at, mut places) = (shown.len(), 0);
    while digits > 0 || places <= decimals {
        at -= 1;
        shown[at] = b'0' + (digits % 10) as u8;
        (digits, places) = (digits / 10, places + 1);
        if places == decimals {
            at -= 1;
            shown[at] = b'.';
        }
    }
    if negative {
        at -= 1;
        shown[at] = b'-';
    }
    String::from_utf8_lossy(&shown[at..]).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_decimals_are() {
        for text in ["0", "7", "-7", "0.05", "-0.5", "12.30", "100", "18446744073709551615", "18446744073709551616"] {
            let value: Decimal = text.parse().unwrap();
            assert_eq!(plain(value, value.scale()), text);
        }
        assert_eq!((plain(Decimal::ONE, 28).len(), plain(Decimal::new(-1, 28), 3)), (30, "0.000".to_owned()));
    }
}

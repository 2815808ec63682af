//! The figures that a task names (300万平方米, 第二轮, 2023年): they tell tasks apart that share every other word.

use rust_decimal::Decimal;

use crate::text::numerals;

/// A figure as compared: its value with its scale worked in, and the first character of its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Figure {
    /// Exact, without trailing zeros.
    pub value: Decimal,
    /// First character of the unit; `第` for an ordinal, a space for none.
    pub unit: char,
}

impl Figure {
    /// The same with one unit for all that count persons, and one for all that count things.
    pub fn of_kind(self) -> Self {
        let kind = PERSONS_AND_THINGS.iter().find(|units| units.contains(self.unit));
        Self { unit: kind.and_then(|units| units.chars().next()).unwrap_or(self.unit), ..self }
    }

    /// As a person writes it: 51000亩 as 5.1万亩. Units of which more than their first character would have to be known are left out.
    pub fn shown(&self) -> String {
        let scaled = |scale: u32| self.value / Decimal::from(scale);
        let (value, scale) = match self.value {
            value if value >= Decimal::from(100_000_000) => (scaled(100_000_000), "亿"),
            value if value >= Decimal::from(10_000) => (scaled(10_000), "万"),
            value => (value, ""),
        };
        let unit = if WHOLE_UNITS.contains(self.unit) { self.unit } else { ' ' };
        format!("{}{scale}{unit}", value.normalize()).trim_end().to_owned()
    }

    /// Whether it is no small or round figure, which two texts may name by chance: 126 and 3.5, not 9 or 2000.
    pub fn is_odd(&self) -> bool {
        let mut digits = self.value.normalize().mantissa();
        while digits != 0 && digits % 10 == 0 {
            digits /= 10;
        }
        digits.abs() >= 10
    }
}

/// Units of one character.
const WHOLE_UNITS: &str = "个项家所条座次轮届期批类年月日人吨亩户套处台场件名栋幢辆间张只艘岁元%天米";

/// Characters that a Chinese numeral counts, so that it is a figure and not part of a word (三农, 一网通办).
const COUNTED: &str = "大个项家所条座次轮届期批类年公万亿人吨亩户套处台场件名栋幢辆间张只艘岁";

/// The figures of a folded clause, in order.
pub fn figures(clause: &[char]) -> Vec<Figure> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = clause.get(at) {
        if let Some((end, value)) = spelt_out(clause, at) {
            found.push(Figure { value: value.into(), unit: unit_at(clause, end) });
            at = end;
        } else if c.is_ascii_alphabetic() {
            // PM2.5, B2B, 5G inside a name: not a figure.
            at = past_word(clause, at);
        } else if c.is_ascii_digit() {
            let end = past(clause, at, |c| c.is_ascii_digit() || matches!(c, '.' | ','));
            if clause.get(end).is_some_and(char::is_ascii_alphabetic) && !starts_unit(clause, end) {
                at = past_word(clause, end);
                continue;
            }
            at = push_digits(clause, at, end, &mut found);
        } else if numerals::digit(*c).is_some() || matches!(c, '十' | '百' | '半' | '过') {
            at = push_numeral(clause, at, &mut found);
        } else {
            at += 1;
        }
    }
    found
}

fn past(clause: &[char], from: usize, is: impl Fn(&char) -> bool) -> usize {
    from + clause.get(from..).unwrap_or_default().iter().take_while(|c| is(c)).count()
}

fn past_word(clause: &[char], from: usize) -> usize {
    past(clause, from, |c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-')).max(from + 1)
}

/// Units of measure in Latin letters that may follow a figure directly.
const UNITS: [&str; 19] = [
    "km", "m", "kg", "t", "gb", "tb", "mb", "mw", "kw", "gw", "in", "inch", "inches", "mm", "cm", "ml", "hz", "w", "v",
];
/// What makes a number one of an order.
const ORDINAL: [&str; 4] = ["st", "nd", "rd", "th"];

fn starts_unit(clause: &[char], at: usize) -> bool {
    is_among(&UNITS, &clause[at..past(clause, at, char::is_ascii_alphabetic)])
}

/// Whether letters behind a number are its unit, or say that it is one of an order.
pub fn ends_number(letters: &[char]) -> bool {
    is_among(&UNITS, letters) || is_among(&ORDINAL, letters)
}

/// Whether a word is a number with its unit: 3.8km.
pub fn is_measure(word: &[char]) -> bool {
    let digits = past(word, 0, |c| c.is_ascii_digit() || *c == '.');
    digits > 0 && is_among(&UNITS, &word[digits..])
}

fn is_among(words: &[&str], letters: &[char]) -> bool {
    words.iter().any(|word| word.chars().eq(letters.iter().copied()))
}

fn push_digits(clause: &[char], start: usize, end: usize, found: &mut Vec<Figure>) -> usize {
    let text: String = clause[start..end].iter().filter(|c| **c != ',').collect();
    let Ok(mut value) = text.trim_end_matches('.').parse::<Decimal>() else { return end };
    // 18个亿 is 18亿.
    let spoken = matches!(clause[end..], ['个', '万' | '亿', ..]);
    let mut at = end + usize::from(spoken);
    while let Some(scale) = clause.get(at).copied().and_then(scale).filter(|_| !is_prefix(clause, at)) {
        value = value.checked_mul(Decimal::from(scale)).unwrap_or(value);
        at += 1;
    }
    let ordinal = start.checked_sub(1).and_then(|before| clause.get(before)) == Some(&'第');
    let unit = if ordinal { '第' } else { unit_at(clause, at) };
    found.push(Figure { value: value.normalize(), unit });
    at
}

fn push_numeral(clause: &[char], start: usize, found: &mut Vec<Figure>) -> usize {
    let end = past(clause, start, |c| numerals::digit(*c).is_some() || matches!(c, '十' | '百' | '千' | '万' | '亿'));
    let text: String = clause[start..end].iter().collect();
    let ordinal = start.checked_sub(1).and_then(|before| clause.get(before)) == Some(&'第');
    let counts = clause.get(end).is_some_and(|c| COUNTED.contains(*c));
    if let Some((length, percent)) = spoken_share(&clause[start..]) {
        found.push(Figure { value: Decimal::from(percent), unit: '%' });
        return start + length;
    }
    if let Some(value) = numerals::parse(&text).filter(|value| ordinal || counts && *value > 1) {
        let unit = if ordinal { '第' } else { unit_at(clause, end) };
        found.push(Figure { value: Decimal::from(value), unit });
    }
    end.max(start + 1)
}

/// Characters that make a word of the 成 before them, so that it is no share.
const NO_SHARE: &str = "本立果员效品功长年熟都分套语型就交因败绩才人";

/// A share in words at the start of a text, its length and how many of a hundred it is: 六成, 八成五, 半数, 百分之二十, 四分之三.
pub fn spoken_share(text: &[char]) -> Option<(usize, u64)> {
    // 七成数据, and no 成立 or 成果.
    let ends = |c: Option<&char>| c.is_none_or(|c| !NO_SHARE.contains(*c));
    let digit = |c: &char| numerals::digit(*c).filter(|value| (1..10).contains(value));
    match text {
        ['半', '数', ..] | ['过' | '一', '半', ..] => Some((2, 50)),
        ['百', '分', '之', rest @ ..] => numeral(rest).map(|(length, value)| (length + 3, value)),
        ['百', '分', '百', ..] => Some((3, 100)),
        [of, '分', '之', rest @ ..] => {
            let (of, (length, value)) = (digit(of)?, numeral(rest)?);
            (value < of && value * 100 % of == 0).then_some((length + 3, value * 100 / of))
        }
        [tens, '成', '半', ..] => Some((3, digit(tens)? * 10 + 5)),
        [tens, '成', ones, ..] if digit(ones).is_some() => Some((3, digit(tens)? * 10 + digit(ones)?)),
        [tens, '成', ..] if ends(text.get(2)) => Some((2, digit(tens)? * 10)),
        _ => None,
    }
}

/// A number in Chinese numerals at the start of a text, its length and its value.
fn numeral(text: &[char]) -> Option<(usize, u64)> {
    let end = past(text, 0, |c| numerals::digit(*c).is_some() || matches!(c, '十' | '百'));
    let number: String = text[..end].iter().collect();
    numerals::parse(&number).map(|value| (end, value))
}

/// The length of a number in Chinese numerals at the start of a text, with what it counts behind it: 两户, 五条.
pub fn spelt_number(text: &[char]) -> Option<usize> {
    let end = past(text, 0, |c| numerals::digit(*c).is_some() || matches!(c, '十' | '百' | '千' | '万' | '亿'));
    let number: String = text[..end].iter().collect();
    let counted = end > 0 && text.get(end).is_some_and(|c| COUNTED.contains(*c));
    numerals::parse(&number).filter(|value| counted && *value > 1).map(|_| end + 1)
}

/// Whether 千 belongs to the unit (千瓦时, 千米), so that 14亿千瓦时 and 14亿度 are one figure.
fn is_prefix(clause: &[char], at: usize) -> bool {
    clause[at] == '千' && clause.get(at + 1).is_some_and(|c| "瓦米克伏卡帕".contains(*c))
}

const fn scale(c: char) -> Option<u32> {
    Some(match c {
        '百' => 100,
        '千' => 1000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    })
}

/// The first character of what a figure counts; in English a space stands before it.
fn unit_at(clause: &[char], at: usize) -> char {
    let unit = |at: usize| clause.get(at).copied().filter(|c| c.is_alphanumeric() || *c == '%');
    let spaced = || unit(at + 1).filter(|c| clause[at] == ' ' && c.is_ascii_alphabetic());
    unit(at).or_else(spaced).unwrap_or(' ')
}

/// English numbers that are written in letters.
const SPELT_OUT: [(&str, u32); 24] = [
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("eighteen", 18),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
];

/// A number in English letters, with what multiplies it (three thousand): its end and its value.
fn spelt_out(clause: &[char], at: usize) -> Option<(usize, u32)> {
    if at > 0 && clause[at - 1].is_ascii_alphanumeric() {
        return None;
    }
    let word = |from: usize| clause.get(from..past(clause, from, char::is_ascii_alphabetic)).unwrap_or_default();
    let is = |word: &[char], name: &str| word.len() == name.len() && name.chars().eq(word.iter().copied());
    let first = word(at);
    let value = SPELT_OUT.iter().find(|(name, _)| is(first, name))?.1;
    let end = at + first.len();
    let times = word(end + 1);
    Some(match () {
        () if is(times, "hundred") => (end + 1 + times.len(), value * 100),
        () if is(times, "thousand") => (end + 1 + times.len(), value * 1000),
        () => (end, value),
    })
}

/// The figures of the first that the second has not, by value.
pub fn only<'a>(of: &'a [Figure], other: &'a [Figure]) -> impl Iterator<Item = &'a Figure> + Clone {
    of.iter().filter(move |figure| !other.iter().any(|other| other.value == figure.value))
}

/// The figures that tell of which task a text is: no years, dates, ordinals, 100% or single things.
pub fn all_telling(of: &[Figure]) -> impl Iterator<Item = Figure> {
    let tells = |figure: &&Figure| {
        let year = figure.unit == '年' && figure.value > Decimal::from(1900);
        let whole = figure.unit == '%' && figure.value == Decimal::ONE_HUNDRED;
        // 5.5万 is no bare number.
        let bare = figure.unit == ' ' && figure.value < Decimal::ONE_THOUSAND * Decimal::TEN;
        !matches!(figure.unit, '月' | '日' | '第' | '期' | '届' | '轮')
            && !bare
            && !year
            && !whole
            && figure.value > Decimal::ONE
    };
    of.iter().filter(tells).copied()
}

/// How many different figures tell of which task a text is.
pub fn telling(of: &[Figure]) -> usize {
    let mut values: Vec<Decimal> = all_telling(of).map(|figure| figure.value).collect();
    values.sort_unstable();
    values.dedup();
    values.len()
}

/// Units that measure, by what they measure: one can't stand for another, as 个 can for 家.
const MEASURES: [&str; 11] = ["人名位", "户", "亩", "元", "美", "%", "吨", "公", "平", "小", "天日"];

/// Units that count persons, and those that count things and never persons.
const PERSONS_AND_THINGS: [&str; 2] = ["人名位", "个家项处座所栋幢件台套辆条部笔"];

/// Whether a character counts things one by one.
pub fn counts(c: char) -> bool {
    PERSONS_AND_THINGS[1].contains(c)
}

/// Whether two characters count things, and so stand for one another.
pub fn count_things(a: char, b: char) -> bool {
    [a, b].iter().all(|unit| PERSONS_AND_THINGS[1].contains(*unit))
}

/// A pair of figures that count different things with one number: 8600户, 8600人.
pub fn counted_otherwise(a: &[Figure], b: &[Figure]) -> Option<(Figure, Figure)> {
    let apart = |a: char, b: char| {
        let within = |kinds: &[&str], unit: char| kinds.iter().position(|units| units.contains(unit));
        let differ = |kinds: &[&str]| within(kinds, a).zip(within(kinds, b)).is_some_and(|(a, b)| a != b);
        differ(&MEASURES) || differ(&PERSONS_AND_THINGS)
    };
    a.iter().find_map(|figure| {
        let mut same = b.iter().filter(|other| other.value == figure.value).peekable();
        let other = **same.peek()?;
        same.all(|other| apart(figure.unit, other.unit)).then_some((*figure, other))
    })
}

/// Whether figures that two texts share stand in another order.
pub fn reordered(a: &[Figure], b: &[Figure]) -> bool {
    let place = |figure: Figure| b.iter().position(|other| other.value == figure.value);
    let places: Vec<usize> = all_telling(a).filter_map(place).collect();
    places.windows(2).any(|pair| pair[0] > pair[1])
}

/// A pair of figures that can't both be right: same unit, other value.
pub fn conflict(a: &[Figure], b: &[Figure]) -> Option<(Figure, Figure)> {
    only(a, b).find_map(|figure| {
        let other = only(b, a).find(|other| other.unit == figure.unit)?;
        Some((*figure, *other))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        of_clause(&crate::text::fold::fold(text))
    }

    fn of_clause(clause: &str) -> Vec<String> {
        let chars: Vec<char> = clause.chars().collect();
        figures(&chars).iter().map(|figure| format!("{}{}", figure.value, figure.unit)).collect()
    }

    #[test]
    fn figures_are_shown_as_a_person_writes_them() {
        for (text, shown) in
            [("51000亩", "5.1万亩"), ("100亿元", "100亿元"), ("97公里", "97"), ("13.5%", "13.5%"), ("1206处", "1206处")]
        {
            let chars: Vec<char> = text.chars().collect();
            assert_eq!(figures(&chars)[0].shown(), shown);
        }
    }

    #[test]
    fn english_numbers_may_be_in_letters() {
        assert_eq!(of_clause("three thousand members within ten days"), ["3000m", "10d"]);
        assert_eq!(of_clause("often weighty"), [""; 0]);
    }

    #[test]
    fn figures_have_their_scale_and_words_are_none() {
        for (text, figures) in [
            ("新增绿地300万平方米", vec!["3000000平"]),
            ("新增绿地３，０００，０００平方米", vec!["3000000平"]),
            ("PM2.5浓度下降5.0%", vec!["5%"]),
            ("第二轮督察整改3项", vec!["2第", "3项"]),
            ("长江十年禁渔", vec!["10年"]),
            ("一网通办、三农", vec![]),
            ("5G基站2万个", vec!["20000个"]),
            ("年发电14亿千瓦时，装机50万千瓦", vec!["1400000000千", "500000千"]),
            ("一半以上的项目、三成", vec!["50%", "30%"]),
            ("下降百分之二十五，八成五、六成半", vec!["25%", "85%", "65%"]),
            ("四分之三的村、三分之二的户", vec!["75%"]),
            ("带动投入7个亿", vec!["700000000 "]),
        ] {
            assert_eq!(shown(text), figures, "{text}");
        }
    }
}

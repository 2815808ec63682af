//! What follows a number: percent, points, a scale, a unit.

use super::{
    lexer::Source,
    prose::vocabulary::{Cue, ENGLISH},
    units::{Class, UNITS},
};

/// What follows a number.
pub struct Measure {
    /// First character of the unit.
    pub unit_start: usize,
    /// One past the last.
    pub end: usize,
    /// Power of ten of the scale.
    pub scale: u32,
    /// What the unit measures.
    pub class: Class,
    /// A hedge stands inside (8000多万).
    pub hedged: bool,
}

impl Measure {
    /// Nothing, behind a number that ends at `end`.
    pub const fn none(end: usize) -> Self {
        Self { unit_start: end, end, scale: 0, class: Class::Bare, hedged: false }
    }
}

impl Source<'_> {
    /// What follows a number that ends at `end` and has a scale of its own.
    pub fn measure(&self, end: usize, scale: u32) -> Measure {
        let mut at = self.skip_blanks(end);
        let mut measure = Measure { unit_start: end, end, scale, class: Class::Bare, hedged: false };
        if let Some(length) = self.percent(at) {
            return Measure { unit_start: at, end: at + length, class: Class::Percent, ..measure };
        }
        if let Some(length) = self.points(at) {
            return Measure { unit_start: at, end: at + length, class: Class::Points, ..measure };
        }
        if let Some(length) = self.of_so_many(at) {
            return Measure { unit_start: at, end: at + length, class: Class::Measure, ..measure };
        }
        at = self.inside_hedge(at, &mut measure.hedged);
        let (after_scale, power) = self.scale(at);
        if power > 0 {
            measure.scale += power;
            measure.end = after_scale;
            measure.unit_start = after_scale;
            at = self.inside_hedge(self.skip_blanks(after_scale), &mut measure.hedged);
        }
        if let Some((length, class)) = self.unit(at).filter(|_| !self.is_english_money(end)) {
            measure.unit_start = at;
            measure.end = at + length;
            measure.class = class;
        } else if measure.hedged && power == 0 {
            measure.hedged = false;
        }
        measure
    }

    /// 438.62/10万, 9.6/十万: so many of each hundred thousand.
    fn of_so_many(&self, at: usize) -> Option<usize> {
        let known = ["/10万", "/十万", "/1万", "/万人", "/10万人", "/十万人"];
        let found = known.iter().filter(|word| self.starts_with(at, word)).map(|word| word.chars().count()).max();
        found.filter(|length| !self.at(at + length).is_ascii_digit())
    }

    fn percent(&self, at: usize) -> Option<usize> {
        match self.at(at) {
            '%' => Some(1 + usize::from(self.at(at + 1) == '%')),
            '‰' => Some(1),
            _ => self
                .starts_with(at, "percent")
                .then_some(7)
                .filter(|_| !self.starts_with(at, "percentage"))
                .or_else(|| self.starts_with(at, "per cent").then_some(8)),
        }
    }

    fn points(&self, at: usize) -> Option<usize> {
        let words: &[&str] = match self.at(at) {
            '个' => &["个百分点"],
            '百' => &["百分点"],
            'p' | 'P' => {
                &["percentage points", "percentage point", "percentage-points", "points", "point", "ppts", "pps", "pp"]
            }
            _ => &[],
        };
        let found = words.iter().find(|word| self.starts_with(at, word)).map(|word| word.chars().count());
        found.filter(|length| !self.at(at + length).is_ascii_alphabetic())
    }

    /// The sign of a currency stands before the number that ends here: no noun behind it is its unit.
    fn is_english_money(&self, end: usize) -> bool {
        let mut start = end;
        while self.english && (self.before(start).is_ascii_digit() || matches!(self.before(start), '.' | ',')) {
            start -= 1;
        }
        matches!(self.before(start), '£' | '$' | '€') && start < end
    }

    /// Letters that scale an amount of money in English: £12.4m, €2bn.
    pub(super) fn money_letters(&self, at: usize) -> Option<(usize, u32)> {
        if self.text.before(at).is_whitespace() || !self.english {
            return None;
        }
        let mut start = at;
        while self.before(start).is_ascii_digit() || matches!(self.before(start), '.' | ',') {
            start -= 1;
        }
        let money = matches!(self.before(start), '£' | '$' | '€' | '¥');
        let letters = [("bn", 9), ("tn", 12), ("mn", 6), ("m", 6), ("k", 3)];
        let found = letters.iter().find(|(letters, _)| self.starts_with(at, letters))?;
        let length = found.0.len();
        let people = || {
            self.at(at + length) == ' '
                && self
                    .chars
                    .get(at + length + 1..)
                    .and_then(english_unit)
                    .is_some_and(|(_, class)| class == Class::Count)
        };
        let told = money || found.1 == 9 || found.0 == "m" && people();
        (told && !self.at(at + length).is_alphanumeric()).then_some((length, found.1))
    }

    fn inside_hedge(&self, at: usize, hedged: &mut bool) -> usize {
        if matches!(self.at(at), '余' | '多' | '几' | '来') {
            let after = at + 1;
            if matches!(self.at(after), '万' | '亿') || self.unit(after).is_some() {
                *hedged = true;
                return after;
            }
        }
        at
    }

    /// One past the scale words at `at`, and their power of ten.
    fn scale(&self, at: usize) -> (usize, u32) {
        let mut end = at;
        let mut power = 0;
        loop {
            power += match self.at(end) {
                '万' => 4,
                '亿' => 8,
                '十' if matches!(self.at(end + 1), '万' | '亿') => 1,
                '百' if self.scalable(end + 1) => 2,
                '千' if self.scalable(end + 1) && self.unit(end).is_none() => 3,
                _ => break,
            };
            end += 1;
            if power > 16 {
                break;
            }
        }
        if power == 0
            && let Some((length, power)) = self.money_letters(at)
        {
            return (at + length, power);
        }
        if power == 0
            && let Some((length, power)) = self.chars.get(at..).and_then(|rest| UNITS.scale_word(rest))
        {
            return (at + length, power);
        }
        (end, power)
    }

    fn scalable(&self, at: usize) -> bool {
        matches!(self.at(at), '万' | '亿') || self.unit(at).is_some()
    }

    /// A unit at `at`, with what it is divided by (吨/年, 公里/百平方公里).
    fn unit(&self, at: usize) -> Option<(usize, Class)> {
        let rest = self.chars.get(at..)?;
        let (mut length, class) = UNITS.longest(rest).or_else(|| english_unit(rest))?;
        if rest[0].is_ascii_alphabetic() && rest.get(length).is_some_and(char::is_ascii_alphabetic) {
            return english_unit(rest);
        }
        // 4.91批次/千人: so many of them may be what it is divided by.
        let scale = rest.iter().skip(length + 1).take_while(|c| matches!(c, '十' | '百' | '千' | '万')).count();
        let whole = |from: usize| rest.get(from..).and_then(|more| UNITS.longest(more)).map(|(more, _)| from + more);
        if rest.get(length) == Some(&'/')
            && let Some(end) = whole(length + 1).or_else(|| whole(length + 1 + scale.min(2)))
        {
            length = end;
            return Some((length, Class::Measure));
        }
        Some((length, class))
    }
}

/// An English noun after a number.
pub fn english_unit(rest: &[char]) -> Option<(usize, Class)> {
    const STOP: [&str; 65] = [
        "of",
        "in",
        "and",
        "were",
        "was",
        "are",
        "is",
        "have",
        "has",
        "had",
        "on",
        "at",
        "to",
        "by",
        "from",
        "for",
        "or",
        "with",
        "the",
        "a",
        "an",
        "more",
        "less",
        "over",
        "under",
        "up",
        "down",
        "out",
        "as",
        "per",
        "during",
        "through",
        "compared",
        "than",
        "comprises",
        "includes",
        "represents",
        "remains",
        "exceeds",
        "covers",
        "equals",
        "reflects",
        "falls",
        "rises",
        "means",
        "makes",
        "gives",
        "leaves",
        "brings",
        "goes",
        "comes",
        "stands",
        "this",
        "its",
        "plus",
        "minus",
        "versus",
        "across",
        "his",
        "does",
        "needs",
        "totals",
        "takes",
        "compares",
        "percents",
    ];
    let length = rest.iter().take(24).take_while(|c| c.is_ascii_alphabetic()).count();
    if length < 3 {
        return None;
    }
    let word: String = rest.get(..length)?.iter().map(char::to_ascii_lowercase).collect();
    if STOP.contains(&word.as_str()) || ENGLISH.says(&word, Cue::NotNouns) {
        return None;
    }
    let class = match word.as_str() {
        "yuan" | "dollars" | "dollar" | "euros" | "euro" | "pounds" | "rmb" | "usd" | "yen" => Class::Money,
        "square" | "cubic" => {
            let second = rest.get(length + 1..)?.iter().take_while(|c| c.is_ascii_alphabetic()).count();
            return (second > 3 && rest[length] == ' ').then_some((length + 1 + second, Class::Measure));
        }
        "tons" | "tonnes" | "ton" | "tonne" | "hectares" | "hectare" | "kilometers" | "kilometres" | "meters"
        | "metres" | "miles" | "acres" => Class::Measure,
        _ if word.ends_with('s') || ["people", "children", "women", "men", "staff"].contains(&word.as_str()) => {
            Class::Count
        }
        _ => return None,
    };
    Some((length, class))
}

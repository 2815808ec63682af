//! Finds the quantities of a text: a number, its scale, its unit and what hedges it.

use rust_decimal::Decimal;

use super::{
    figure::Figure,
    folded::Folded,
    glyphs::{is_break, is_han},
    mask::mask,
    measure::Measure,
    number::{self, Number, digits_end, is_numeral},
    prose::numerals::{self, Worded},
    units::{Class, UNITS},
    words::{Cue, WORDS},
};
use crate::text::words::holds_any;

/// The text as the lexer reads it.
pub struct Source<'t> {
    /// The text.
    pub text: &'t Folded<'t>,
    /// Its folded characters.
    pub chars: &'t [char],
    /// It is English prose.
    pub english: bool,
}

/// Units that a Chinese numeral before them numbers or names, more often than it counts them.
const NO_CHINESE_COUNT: [&str; 22] = [
    "年", "级", "类", "期", "届", "大类", "方面", "区", "市", "县", "省", "条", "天", "次", "度", "方", "里", "两",
    "口", "班", "门", "分",
];

/// Figures that most texts with figures have no more than.
const USUAL: usize = 12;

/// Characters of a ratio of several, and of the words that name it.
const RATIO: usize = 24;

/// What stands at a digit.
// It lives for one step of the scan: a figure on the heap would cost more than the room it takes here.
#[allow(clippy::large_enum_variant)]
enum Token<'t> {
    /// A quantity.
    Figure(Figure<'t>),
    /// Something else, up to here.
    Skip(usize),
}

/// The quantities, in order of place; their place in the grammar is not filled in yet.
pub fn scan<'t>(text: &'t Folded<'t>, english: bool) -> Vec<Figure<'t>> {
    let source = Source { text, chars: &text.chars, english };
    let masked = mask(source.chars);
    let mut figures = Vec::new();
    let mut at = 0;
    while let Some(&c) = source.chars.get(at) {
        let worded = source.english && c.is_ascii_alphabetic();
        if !(c.is_ascii_digit() || is_numeral(c) || worded) || masked[at] {
            at += 1;
            continue;
        }
        let token = match c {
            _ if worded => source.worded(at),
            _ if c.is_ascii_digit() => source.ascii(at),
            _ => source.chinese(at),
        };
        match token {
            Token::Figure(figure) => {
                at = figure.end.max(at + 1);
                if figures.is_empty() {
                    figures.reserve(USUAL);
                }
                figures.push(figure);
            }
            Token::Skip(end) => at = end.max(at + 1),
        }
    }
    figures
}

/// Currencies that are written in letters right before an amount.
const CURRENCIES: [&str; 14] =
    ["R", "SR", "RM", "Rs", "Rs.", "EUR", "USD", "GBP", "CHF", "SEK", "ZAR", "SAR", "AED", "INR"];

impl<'t> Source<'t> {
    pub(super) fn at(&self, index: usize) -> char {
        self.text.at(index)
    }

    pub(super) fn before(&self, index: usize) -> char {
        self.text.before(index)
    }

    pub(super) fn skip_blanks(&self, mut at: usize) -> usize {
        while self.at(at) == ' ' {
            at += 1;
        }
        at
    }

    pub(super) fn starts_with(&self, at: usize, word: &str) -> bool {
        word.chars().enumerate().all(|(offset, c)| self.at(at + offset).to_ascii_lowercase() == c)
    }

    /// Whether the text before `at` ends with `word`.
    pub(super) fn ends_with(&self, at: usize, word: &str) -> bool {
        let length = word.chars().count();
        at.checked_sub(length).is_some_and(|start| self.starts_with(start, word))
    }

    /// A number in English words.
    fn worded(&self, start: usize) -> Token<'t> {
        match numerals::read(self.text, start) {
            Some(Worded::Share(share)) => self.share(start, &share),
            // At stage two: its number, and no count.
            Some(Worded::Number(number)) if self.is_numbered(start) => Token::Skip(number.end),
            Some(Worded::Number(number)) => {
                let measure = self.measure(number.end, 0);
                let mut token = self.quantity(start, &number, &measure);
                if let Token::Figure(figure) = &mut token {
                    figure.told_if_used = true;
                }
                token
            }
            None => Token::Skip(start + 1),
        }
    }

    /// A share in English words, in percent.
    fn share(&self, start: usize, share: &Number) -> Token<'t> {
        let mut figure = Figure::bare(start, share);
        (figure.class, figure.unit, figure.told_if_used) = (Class::Percent, "%", true);
        Token::Figure(self.finish(figure))
    }

    fn ascii(&self, start: usize) -> Token<'t> {
        let previous = self.before(start);
        if self.english
            && let Some(Worded::Share(share)) = numerals::one_in(self.text, start)
            && !previous.is_ascii_alphanumeric()
        {
            return self.share(start, &share);
        }
        if (previous.is_ascii_alphabetic() || matches!(previous, '~' | '^') && self.before(start - 1).is_alphabetic())
            && !self.money_follows(start)
            && self.currency(start).is_none()
        {
            return Token::Skip(self.name_end(start));
        }
        if let Some(end) = self.list_mark(start) {
            return Token::Skip(end);
        }
        let Some(number) = number::ascii(self.text, start) else {
            return Token::Skip(digits_end(self.chars, start));
        };
        if let Some(figure) = self.ratio(start, &number).or_else(|| self.share_of_ratio(start, &number)) {
            return Token::Figure(figure);
        }
        let cell = self.closes_row(start, number.end);
        let measure = if cell { Measure::none(number.end) } else { self.measure(number.end, 0) };
        let century = self.starts_with(start, "19") || self.starts_with(start, "20");
        let year = century && number.end - start == 4 && self.at(self.skip_blanks(number.end)) == '年';
        let named = || self.not_a_quantity(start, &number, &measure);
        if let Some(end) = (year || !cell).then(named).flatten() {
            return Token::Skip(end);
        }
        self.quantity(start, &number, &measure)
    }

    /// 抚养比2.52:1, 师生比1:15.4: a ratio to one, by the number that is not the one.
    fn ratio(&self, start: usize, number: &Number) -> Option<Figure<'t>> {
        if self.at(number.end) != ':' || !self.at(number.end + 1).is_ascii_digit() {
            return None;
        }
        let named = (1..=4).any(|back| start.checked_sub(back).is_some_and(|at| self.at(at) == '比'));
        let second = number::ascii(self.text, number.end + 1)?;
        let value = match (number.value == Decimal::ONE, second.value == Decimal::ONE) {
            (false, true) => number,
            (true, false) => &second,
            _ => return None,
        };
        let more = self.at(second.end) == ':';
        (named && !more).then(|| {
            let mut figure = Figure::bare(start, value);
            (figure.end, figure.told_if_used) = (second.end, true);
            figure
        })
    }

    /// 三次产业结构为8.7:41.4:49.9: shares of a whole, which add up to 100.
    fn share_of_ratio(&self, start: usize, number: &Number) -> Option<Figure<'t>> {
        if self.at(number.end) != ':' && self.before(start) != ':' {
            return None;
        }
        let mut head = start;
        while head > 1 && start - head < RATIO && self.at(head - 1) == ':' && self.at(head - 2).is_ascii_digit() {
            head -= 1;
            while head > 0 && (self.at(head - 1).is_ascii_digit() || self.at(head - 1) == '.') {
                head -= 1;
            }
        }
        let (mut next, mut sum, mut members) = (number::ascii(self.text, head)?, Decimal::ZERO, 1);
        sum += next.value;
        while self.at(next.end) == ':' && self.at(next.end + 1).is_ascii_digit() && members < 6 {
            next = number::ascii(self.text, next.end + 1)?;
            sum = sum.checked_add(next.value)?;
            members += 1;
        }
        // 结构由上年的12.9:41.8:45.3调整为12.6:41.1:46.3: another ratio may stand between.
        let words = self.text.between(head.saturating_sub(2 * RATIO), head);
        let words = words.rsplit(['。', ';', '\n']).next().unwrap_or_default();
        let named = holds_any(words, &["结构", "比例", "比重", "构成", "占比", "之比"]);
        // 三次产业结构为6.4:54.4:36.2: of the three industries nothing is left out, whatever they add up to.
        let apart = if words.contains("产业结构") && members == 3 { Decimal::TEN } else { Decimal::new(2, 1) };
        let whole = sum.checked_sub(Decimal::ONE_HUNDRED)?.abs() <= apart;
        (members >= 3 && whole && named).then(|| {
            let mut figure = Figure::bare(start, number);
            (figure.end, figure.class, figure.unit, figure.told_if_used) = (number.end, Class::Percent, "%", true);
            figure
        })
    }

    /// A scale or money follows the digits, so that letters before them are words (GDP4134.9亿元).
    fn money_follows(&self, start: usize) -> bool {
        number::ascii(self.text, start).is_some_and(|number| {
            let after = self.skip_blanks(number.end);
            matches!(self.at(after), '万' | '亿' | '元')
        })
    }

    fn chinese(&self, start: usize) -> Token<'t> {
        let run_end = start + self.chars[start..].iter().take(24).take_while(|c| is_numeral(**c)).count();
        if self.starts_with(start, "百分之") {
            let Some(number) = number::chinese(self.chars, start + 3) else { return Token::Skip(start + 3) };
            let mut figure = Figure::bare(start, &number);
            (figure.class, figure.unit, figure.shown_unit) = (Class::Percent, "%", "%");
            return Token::Figure(self.finish(figure));
        }
        let previous = self.before(start);
        let named = matches!(previous, '第' | '每' | '这' | '那' | '哪' | '前' | '几' | '数' | '○')
            || previous.is_ascii_digit();
        let one = self.at(start) == '一' && run_end - start == 1 && self.at(run_end) != '点';
        if named || one {
            return Token::Skip(run_end);
        }
        let Some(number) = number::chinese(self.chars, start) else { return Token::Skip(run_end) };
        let measure = self.measure(number.end, number.scale);
        let unit = self.text.between(number.end, measure.end);
        // （万吨标准煤）: the unit of a table, and no number.
        let scale = self.chars[start..run_end].iter().all(|c| matches!(c, '万' | '亿' | '千' | '百'));
        if scale && matches!(previous, '(' | ':' | '/' | '|' | '\0') {
            return Token::Skip(run_end);
        }
        let wrong = measure.class == Class::Bare || NO_CHINESE_COUNT.contains(&unit);
        let one_digit = run_end - start == 1 && number.decimals == 0;
        let ends = |at: usize| matches!(self.at(at), '\0' | ')' | '(') || is_break(self.at(at));
        let plain = !one_digit || self.at(start) != '一' && ends(measure.end);
        let small =
            !plain && self.at(start) != '一' && measure.class == Class::Count && matches!(unit, "个" | "家" | "名");
        if wrong || !plain && !small {
            return Token::Skip(run_end);
        }
        match self.quantity(start, &number, &measure) {
            Token::Figure(mut figure) => {
                figure.small_numeral = small;
                Token::Figure(figure)
            }
            skip @ Token::Skip(_) => skip,
        }
    }

    fn quantity(&self, start: usize, number: &Number, measure: &Measure) -> Token<'t> {
        let currency = self.currency(start).filter(|_| measure.class == Class::Bare);
        if self.english && measure.end == number.end && currency.is_none() && self.names_in_english(start, number) {
            return Token::Skip(number.end);
        }
        if measure.class == Class::Bare
            && measure.end == number.end
            && currency.is_none()
            && !self.stands_alone(start, number)
        {
            return Token::Skip(number.end);
        }
        let mut figure = Figure::bare(start, number);
        figure.end = measure.end;
        figure.scale = measure.scale;
        figure.class = measure.class;
        figure.hedged = measure.hedged;
        figure.unit = match measure.class {
            Class::Percent if self.text.between(measure.unit_start, measure.end) == "‰" => "‰",
            Class::Percent => "%",
            _ => UNITS.canonical(self.text.between(measure.unit_start, measure.end)),
        };
        figure.shown_unit = self.text.original(number.end, measure.end).trim();
        if let Some((currency, length)) = currency {
            (figure.class, figure.unit) = (Class::Money, currency);
            figure.start -= length;
        }
        self.signed(&mut figure);
        Token::Figure(self.finish(figure))
    }

    /// The sign of a currency right before a number, or its letters (R1,846 million, SR586.9 billion), and how long it is.
    fn currency(&self, start: usize) -> Option<(&'static str, usize)> {
        let sign = match self.before(start) {
            '£' => "£",
            '$' => "$",
            '€' => "€",
            '¥' | '￥' => "¥",
            _ => return self.currency_letters(start),
        };
        Some((sign, 1))
    }

    /// Letters right before a number that are a currency: a scale or groups of three follow them, as they do no road's number (R1).
    fn currency_letters(&self, start: usize) -> Option<(&'static str, usize)> {
        if !self.english {
            return None;
        }
        let ends = |letters: &&&str| {
            let from = start.checked_sub(letters.len());
            from.is_some_and(|from| letters.chars().enumerate().all(|(at, c)| self.at(from + at) == c))
        };
        let letters = CURRENCIES.iter().filter(ends).max_by_key(|letters| letters.len())?;
        let length = letters.chars().count();
        let word = start > length && !self.before(start - length).is_alphanumeric() || start == length;
        let number = number::ascii(self.text, start)?;
        let scales = [" million", " billion", " trillion", " thousand", "bn", "m "];
        let money = number.grouped || scales.iter().any(|scale| self.starts_with(number.end, scale));
        (word && money).then_some((*letters, length))
    }

    /// In English: a year, and a number that is half of a word (24-hour).
    fn names_in_english(&self, start: usize, number: &Number) -> bool {
        let year = number.end - start == 4
            && !number.grouped
            && matches!((self.at(start), self.at(start + 1)), ('1', '9') | ('2', '0'));
        let half = self.at(number.end) == '-' && self.at(number.end + 1).is_ascii_alphabetic();
        year && number.decimals == 0 || half
    }

    /// A minus sign that is one: at the start of a cell.
    fn signed(&self, figure: &mut Figure<'_>) {
        if self.before(figure.start) == '-' {
            let outside = figure.start.checked_sub(1).map_or('\0', |sign| self.before(sign));
            if matches!(outside, '\0' | ' ' | '|' | '(' | '\n' | ',' | ':' | '为' | '率') {
                figure.start -= 1;
                figure.value.set_sign_negative(true);
            }
        }
    }

    /// 312 205 个体户, 205 | 152 三分局: the last cell of a row, with nothing but blanks or a bar behind the cell before; the words
    /// behind name the next row.
    fn closes_row(&self, start: usize, end: usize) -> bool {
        let blanks = |mut at: usize| {
            while self.before(at) == ' ' {
                at -= 1;
            }
            at
        };
        let behind = self.skip_blanks(end);
        let mut at = blanks(start);
        let apart = at < start && behind > end && is_han(self.at(behind));
        let barred = self.before(at) == '|';
        if barred {
            at = blanks(at - 1);
        }
        // 205 | 152 件: a unit, and no name.
        let named =
            !barred || UNITS.longest(&self.chars[behind..]).is_none_or(|(unit, _)| is_han(self.at(behind + unit)));
        // 2023 12 月.
        let early = end - start == 1 || end - start == 2 && self.at(start) <= '3';
        let month = early && matches!(self.at(behind), '月' | '日' | '时');
        if !apart || month || !named || !(self.before(at).is_ascii_digit() || self.before(at) == '%') {
            return false;
        }
        while matches!(self.before(at), '0'..='9' | '.' | ',' | '%' | '-') {
            at -= 1;
        }
        matches!(self.before(at), ' ' | '|' | '\n')
    }

    /// A number without a unit is a quantity when words do not go on behind it.
    fn stands_alone(&self, start: usize, number: &Number) -> bool {
        let next = self.at(self.skip_blanks(number.end));
        if number.decimals > 0 || number.grouped || self.closes_row(start, number.end) {
            return true;
        }
        if !is_han(next) && !next.is_alphabetic() && !matches!(next, '"' | '#' | '@') {
            return !(self.before(start) == '"'
                || self.before(start) == '-' && self.before(start.saturating_sub(1)).is_alphanumeric());
        }
        [
            "减少", "增加", "下降", "上升", "增至", "减至", "提高", "降至", "升至", "of ", "out of", "and ", "were ",
            "was ", "are ",
        ]
        .iter()
        .any(|word| self.starts_with(self.skip_blanks(number.end), word))
            || next.is_ascii_alphabetic()
    }

    fn finish(&self, mut figure: Figure<'t>) -> Figure<'t> {
        figure.hedged |= self.hedge_before(figure.start);
        let rest = self.chars.get(figure.end..(figure.end + 6).min(self.chars.len())).unwrap_or_default();
        let blanks = rest.iter().take_while(|c| c.is_whitespace()).count();
        figure.hedged |= hedge_after(&rest[blanks..]);
        figure
    }

    fn hedge_before(&self, start: usize) -> bool {
        let mut before = self.chars.get(start.saturating_sub(12)..start).unwrap_or_default();
        while let [rest @ .., last] = before
            && last.is_whitespace()
        {
            before = rest;
        }
        let mut hedged = false;
        for (_, cues) in WORDS.ending(before) {
            if cues.has(Cue::NoHedge) {
                return false;
            }
            let numeral = self.chars.get(start).is_some_and(|c| is_numeral(*c));
            hedged |= cues.has(Cue::HedgeBefore) || numeral && cues.has(Cue::HedgeNumeral);
        }
        hedged
    }
}

/// A hedge right behind a figure, or behind its noun (280个乡左右); 比计划220公里多11.5公里 is none.
fn hedge_after(rest: &[char]) -> bool {
    let hedge = WORDS.starting(rest).filter(|(_, cues)| cues.has(Cue::HedgeAfter)).map(|(length, _)| length).max();
    let noun = rest.iter().take_while(|c| !is_break(**c)).take(3).enumerate();
    // 去年同期的35.17亿元多收3.45亿元: more of something is done, and the figure is exact.
    let verb =
        |length: usize| rest.first() == Some(&'多') && rest.get(length).is_some_and(|c| !is_break(*c) && *c != '的');
    hedge.is_some_and(|length| !rest.get(length).is_some_and(char::is_ascii_digit) && !verb(length))
        || noun.into_iter().any(|(at, _)| rest[at..].starts_with(&['左', '右']))
}

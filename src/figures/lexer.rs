//! Finds the quantities of a text: a number, its scale, its unit and what hedges it; and leaves out dates, ordinals,
//! classes, ranges, names and list marks.

use super::{
    figure::{Figure, Role},
    glyphs::{is_break, is_han},
    mask::mask,
    number::{self, Number, digits_end, is_numeral},
    tables::{Class, UNITS, WORDS},
};

/// The text as the lexer reads it.
pub struct Source<'a> {
    /// Folded characters.
    pub chars: &'a [char],
    /// The characters as they stand.
    pub original: &'a [char],
}

/// What stands at a digit.
enum Token {
    /// A quantity.
    Figure(Box<Figure>),
    /// Something else, up to here.
    Skip(usize),
}

/// The quantities, in order of place; their place in the grammar is not filled in yet.
pub fn scan(source: &Source<'_>) -> Vec<Figure> {
    let masked = mask(source.chars);
    let mut figures = Vec::new();
    let mut at = 0;
    while at < source.chars.len() {
        let c = source.chars[at];
        if masked[at] || !(c.is_ascii_digit() || is_numeral(c) || c == '百') {
            at += 1;
            continue;
        }
        let token = if c.is_ascii_digit() { source.ascii(at) } else { source.chinese(at) };
        match token {
            Token::Figure(figure) => {
                at = figure.end.max(at + 1);
                figures.push(*figure);
            }
            Token::Skip(end) => at = end.max(at + 1),
        }
    }
    figures
}

impl Source<'_> {
    fn at(&self, index: usize) -> char {
        self.chars.get(index).copied().unwrap_or('\0')
    }

    fn before(&self, index: usize) -> char {
        index.checked_sub(1).map_or('\0', |previous| self.at(previous))
    }

    fn skip_blanks(&self, mut at: usize) -> usize {
        while self.at(at) == ' ' {
            at += 1;
        }
        at
    }

    fn starts_with(&self, at: usize, word: &str) -> bool {
        word.chars().enumerate().all(|(offset, c)| self.at(at + offset).to_ascii_lowercase() == c)
    }

    /// Whether the text before `at` ends with `word`.
    fn ends_with(&self, at: usize, word: &str) -> bool {
        let length = word.chars().count();
        at.checked_sub(length).is_some_and(|start| self.starts_with(start, word))
    }

    fn ascii(&self, start: usize) -> Token {
        let previous = self.before(start);
        if (previous.is_ascii_alphabetic() || matches!(previous, '~' | '^') && self.before(start - 1).is_alphabetic())
            && !self.money_follows(start)
        {
            return Token::Skip(self.name_end(start));
        }
        if let Some(end) = self.list_mark(start) {
            return Token::Skip(end);
        }
        let Some(number) = number::ascii(self.chars, self.original, start) else {
            return Token::Skip(digits_end(self.chars, start));
        };
        if let Some(end) = self.not_a_quantity(start, &number) {
            return Token::Skip(end);
        }
        self.quantity(start, number)
    }

    /// One past a run of Latin letters, digits and the marks that join them: PM2.5, GB3095-1996.
    fn name_end(&self, start: usize) -> usize {
        let mut end = start;
        while self.at(end).is_ascii_alphanumeric()
            || matches!(self.at(end), '.' | '-' | '/' | '+' | '~') && self.at(end + 1).is_ascii_alphanumeric()
        {
            end += 1;
        }
        end
    }

    /// A scale or money follows the digits, so that letters before them are words (GDP4134.9亿元).
    fn money_follows(&self, start: usize) -> bool {
        number::ascii(self.chars, self.original, start).is_some_and(|number| {
            let after = self.skip_blanks(number.end);
            matches!(self.at(after), '万' | '亿' | '元')
        })
    }

    /// `1.`, `2、`, `（3）`, `(4)` at the start of an item.
    fn list_mark(&self, start: usize) -> Option<usize> {
        let end = digits_end(self.chars, start);
        if end - start > 2 {
            return None;
        }
        let previous = self.before(start);
        if previous == '(' && self.at(end) == ')' {
            let outside = self.before(start - 1);
            return (!is_han(outside)
                || is_han(self.at(end + 1)) && !is_han(outside)
                || self.at(end + 1).is_ascii_digit())
            .then_some(end + 1);
        }
        let opens =
            previous == '\0' || matches!(previous, '\n' | '。' | ';') || previous == ' ' && self.opens_line(start);
        let mark = self.at(end);
        let closes =
            mark == ')' || matches!(mark, '.' | '、') && !self.at(end + 1).is_ascii_digit() && self.at(end + 1) != '\0';
        (opens && closes).then_some(end + 1)
    }

    fn opens_line(&self, start: usize) -> bool {
        let mut at = start;
        while self.before(at) == ' ' {
            at -= 1;
        }
        matches!(self.before(at), '\0' | '\n' | '。')
    }

    /// The end of what the digits at `start` belong to, when that is no quantity.
    fn not_a_quantity(&self, start: usize, number: &Number) -> Option<usize> {
        let end = number.end;
        let previous = self.before(start);
        self.ordinal(start, end)
            .or_else(|| self.date(start, number))
            .or_else(|| self.joined(start, end))
            .or_else(|| (previous == '每' && self.at(end) != '%').then(|| self.unit_end(end)))
            .or_else(|| self.identifier(start, number))
            .or_else(|| self.class_limit(start, end))
    }

    fn ordinal(&self, start: usize, end: usize) -> Option<usize> {
        let mut before = start;
        while self.before(before) == ' ' {
            before -= 1;
        }
        if self.before(before) == '第'
            || self.ends_with(start, "no.")
            || self.ends_with(start, "前") && self.at(end) == '位'
        {
            return Some(self.unit_end(end));
        }
        let suffix = ["st", "nd", "rd", "th"].iter().any(|suffix| self.starts_with(end, suffix));
        (suffix && !self.at(end + 2).is_ascii_alphabetic()).then_some(end + 2)
    }

    fn date(&self, start: usize, number: &Number) -> Option<usize> {
        let end = number.end;
        let after = self.skip_blanks(end);
        let digits = end - start;
        match self.at(after) {
            '年' if digits == 4 || digits == 2 && "度底末初".contains(self.at(after + 1)) => Some(after + 1),
            '年' if self.starts_with(after + 1, "一遇") || self.at(after + 1) == '级' => Some(after + 1),
            '月' | '日' | '时' if number.decimals == 0 => Some(after + 1),
            '/' if self.at(after + 1).is_ascii_digit() => Some(self.name_end(start)),
            _ if digits == 4 && number.decimals == 0 && self.year_alone(start, after) => Some(end),
            _ => self.english_date(start, after),
        }
    }

    /// 2023 in "by 2025", "(2009=100)", "in 2021,".
    fn year_alone(&self, start: usize, after: usize) -> bool {
        let year = matches!((self.at(start), self.at(start + 1)), ('1', '9') | ('2', '0'));
        let english = ["in ", "by ", "since ", "of ", "from ", "to ", "until ", "end-", "as "];
        let follows = self.at(after);
        year && (self.at(after) == '='
            || english.iter().any(|word| self.ends_with(start, word)) && !follows.is_alphabetic())
    }

    fn english_date(&self, start: usize, after: usize) -> Option<usize> {
        const MONTHS: [&str; 12] = [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ];
        if !self.at(after).is_ascii_alphabetic() && !self.before(start.saturating_sub(1)).is_ascii_alphabetic() {
            return None;
        }
        let month =
            MONTHS.iter().any(|month| self.starts_with(after, month) || self.ends_with(start, &format!("{month} ")));
        month.then(|| digits_end(self.chars, start))
    }

    /// Ranges, sums in names and dotted or slashed numbers: 15%—20%, 2+26, 2023.6.30, 1/6.
    fn joined(&self, start: usize, end: usize) -> Option<usize> {
        let previous = self.before(start);
        if matches!(previous, '+' | '/') && self.before(start - 1).is_ascii_alphanumeric() {
            return Some(end);
        }
        if matches!(self.at(end), '.' | '+' | '/' | '=' | '_' | ':') && self.at(end + 1).is_ascii_digit() {
            return Some(self.name_end(start));
        }
        let unit = self.unit_end(end);
        for stop in [end, unit] {
            let joint = self.skip_blanks(stop);
            let hyphen = matches!(self.at(joint), '-' | '~') && joint == stop || self.at(joint) == '~';
            let to = matches!(self.at(joint), '至' | '到') && !self.range_of_change(start);
            let next = joint + 1 + usize::from(self.at(joint + 1) == '-');
            if (hyphen || to) && self.at(next).is_ascii_digit() {
                let mut second = digits_end(self.chars, next);
                while matches!(self.at(second), '.' | '-') && self.at(second + 1).is_ascii_digit() {
                    second = digits_end(self.chars, second + 1);
                }
                return Some(self.class_words(self.unit_end(second)));
            }
        }
        None
    }

    /// 由339项到259项 is a change and no range.
    fn range_of_change(&self, start: usize) -> bool {
        let mut at = start;
        for _ in 0..24 {
            match self.before(at) {
                '由' | '从' => return true,
                '\0' => return false,
                c if is_break(c) => return false,
                _ => at -= 1,
            }
        }
        false
    }

    fn identifier(&self, start: usize, number: &Number) -> Option<usize> {
        let end = number.end;
        let after = self.skip_blanks(end);
        if number.decimals > 0 || number.grouped {
            return None;
        }
        if end - start >= 2 && self.at(start) == '0' {
            return Some(self.name_end(start));
        }
        if self.at(after) == '号' && self.at(after + 1) != '召' || end - start > 14 {
            return Some(after + 1);
        }
        let letter = self.at(end);
        if letter.is_ascii_alphabetic()
            && UNITS.longest(self.chars.get(end..)?).is_none()
            && UNITS.scale_word(self.chars.get(end..)?).is_none()
        {
            return Some(self.name_end(start));
        }
        UNITS
            .refused
            .iter()
            .find(|word| self.chars.get(after..).is_some_and(|rest| rest.starts_with(word)))
            .map(|word| after + word.len())
    }

    /// 150万元以上的9件, 65岁及以上, 80%以下的4个: limits of a class.
    fn class_limit(&self, start: usize, end: usize) -> Option<usize> {
        let unit = self.unit_end(end);
        let limit = self.class_words(unit);
        if limit == unit {
            return None;
        }
        let next = self.at(limit);
        let named = next == '的' || is_han(next) && !self.reached(start);
        named.then_some(limit)
    }

    /// A value was reached (达到90%以上), so what follows is no class.
    fn reached(&self, start: usize) -> bool {
        ["达", "达到", "超过", "为", "实现", "完成"].iter().any(|word| self.ends_with(start, word))
    }

    fn class_words(&self, at: usize) -> usize {
        for word in ["及以上", "及以下", "(含)以上", "(含)以下", "以上", "以下", "以内", "以外", "之间", "的之间"]
        {
            if self.starts_with(at, word) {
                return at + word.chars().count();
            }
        }
        at
    }

    /// One past scale and unit after a number that ends at `end`.
    fn unit_end(&self, end: usize) -> usize {
        self.measure(end, 0).end
    }

    fn chinese(&self, start: usize) -> Token {
        let run_end = start + self.chars[start..].iter().take(24).take_while(|c| is_numeral(**c)).count();
        if self.starts_with(start, "百分之") {
            let Some(number) = number::chinese(self.chars, start + 3) else { return Token::Skip(start + 3) };
            let figure =
                Figure { class: Class::Percent, unit: "%".into(), shown_unit: "%".into(), ..bare(start, &number) };
            return Token::Figure(Box::new(self.finish(figure)));
        }
        let previous = self.before(start);
        let Some(number) = number::chinese(self.chars, start) else { return Token::Skip(run_end) };
        let named = matches!(previous, '第' | '每' | '这' | '那' | '哪' | '前' | '几' | '数' | '○')
            || previous.is_ascii_digit();
        let measure = self.measure(number.end, number.scale);
        let unit = self.text(number.end, measure.end);
        let wrong = matches!(measure.class, Class::Bare)
            || matches!(
                unit.as_str(),
                "年" | "级"
                    | "类"
                    | "期"
                    | "届"
                    | "大类"
                    | "方面"
                    | "区"
                    | "市"
                    | "县"
                    | "省"
                    | "条"
                    | "天"
                    | "次"
                    | "度"
                    | "方"
                    | "里"
                    | "两"
                    | "口"
                    | "班"
                    | "门"
                    | "面"
                    | "本"
            );
        let one_digit = run_end - start == 1 && number.decimals == 0;
        let ends = |at: usize| matches!(self.at(at), '\0' | ')' | '(') || is_break(self.at(at));
        let plain = !one_digit || self.at(start) != '一' && ends(measure.end);
        if named || wrong || !plain {
            return Token::Skip(run_end);
        }
        self.quantity(start, number)
    }

    fn text(&self, start: usize, end: usize) -> String {
        self.chars.get(start..end).unwrap_or_default().iter().collect()
    }

    fn quantity(&self, start: usize, number: Number) -> Token {
        let measure = self.measure(number.end, number.scale);
        if measure.class == Class::Bare && measure.end == number.end && !self.stands_alone(start, &number) {
            return Token::Skip(number.end);
        }
        let mut figure = bare(start, &number);
        figure.end = measure.end;
        figure.scale = measure.scale;
        figure.class = measure.class;
        figure.hedged = measure.hedged;
        figure.unit = UNITS.canonical(&self.text(measure.unit_start, measure.end));
        if matches!(measure.class, Class::Percent) {
            figure.unit = "%".into();
        }
        let shown: String = self.original.get(number.end..measure.end).unwrap_or_default().iter().collect();
        shown.trim().clone_into(&mut figure.shown_unit);
        self.signed(&mut figure);
        Token::Figure(Box::new(self.finish(figure)))
    }

    /// A minus sign that is one: at the start of a cell.
    fn signed(&self, figure: &mut Figure) {
        if self.before(figure.start) == '-' {
            let outside = figure.start.checked_sub(1).map_or('\0', |sign| self.before(sign));
            if matches!(outside, '\0' | ' ' | '|' | '(' | '\n' | ',' | ':') {
                figure.start -= 1;
                figure.value.set_sign_negative(true);
            }
        }
    }

    /// A number without a unit is a quantity when words do not go on behind it.
    fn stands_alone(&self, start: usize, number: &Number) -> bool {
        let next = self.at(self.skip_blanks(number.end));
        if number.decimals > 0 || number.grouped {
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

    fn finish(&self, mut figure: Figure) -> Figure {
        figure.hedged |= self.hedge_before(figure.start);
        let rest: String =
            self.chars.get(figure.end..(figure.end + 6).min(self.chars.len())).unwrap_or_default().iter().collect();
        figure.hedged |= WORDS.hedges_after.iter().any(|word| rest.trim_start().starts_with(word.as_str()));
        figure
    }

    fn hedge_before(&self, start: usize) -> bool {
        let from = start.saturating_sub(12);
        let before: String = self.chars.get(from..start).unwrap_or_default().iter().collect::<String>().to_lowercase();
        let before = before.trim_end();
        WORDS.hedges_before.iter().any(|word| {
            before.ends_with(word.as_str())
                && !before.ends_with("以上")
                && !before.ends_with("通过")
                && !before.ends_with("经过")
        })
    }
}

/// What follows a number.
struct Measure {
    unit_start: usize,
    end: usize,
    scale: u32,
    class: Class,
    hedged: bool,
}

impl Source<'_> {
    fn measure(&self, end: usize, scale: u32) -> Measure {
        let mut at = self.skip_blanks(end);
        let mut measure = Measure { unit_start: end, end, scale, class: Class::Bare, hedged: false };
        if let Some(length) = self.percent(at) {
            return Measure { unit_start: at, end: at + length, class: Class::Percent, ..measure };
        }
        for word in ["个百分点", "百分点"] {
            if self.starts_with(at, word) {
                return Measure { unit_start: at, end: at + word.chars().count(), class: Class::Points, ..measure };
            }
        }
        for word in ["percentage points", "percentage point"] {
            if self.starts_with(at, word) {
                return Measure { unit_start: at, end: at + word.len(), class: Class::Points, ..measure };
            }
        }
        at = self.inside_hedge(at, &mut measure.hedged);
        let (after_scale, power) = self.scale(at);
        if power > 0 {
            measure.scale += power;
            measure.end = after_scale;
            measure.unit_start = after_scale;
            at = self.inside_hedge(self.skip_blanks(after_scale), &mut measure.hedged);
        }
        if let Some((length, class)) = self.unit(at) {
            measure.unit_start = at;
            measure.end = at + length;
            measure.class = class;
        } else if measure.hedged && power == 0 {
            measure.hedged = false;
        }
        measure
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

    fn inside_hedge(&self, at: usize, hedged: &mut bool) -> usize {
        if WORDS.hedges_inside.iter().any(|word| word.starts_with(self.at(at))) {
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
        if rest.get(length) == Some(&'/')
            && let Some((more, _)) = rest.get(length + 1..).and_then(|more| UNITS.longest(more))
        {
            length += 1 + more;
            return Some((length, Class::Measure));
        }
        Some((length, class))
    }
}

/// An English noun after a number.
fn english_unit(rest: &[char]) -> Option<(usize, Class)> {
    const STOP: [&str; 34] = [
        "of", "in", "and", "were", "was", "are", "is", "have", "has", "had", "on", "at", "to", "by", "from", "for",
        "or", "with", "the", "a", "an", "more", "less", "over", "under", "up", "down", "out", "as", "per", "during",
        "through", "compared", "than",
    ];
    let length = rest.iter().take(24).take_while(|c| c.is_ascii_alphabetic()).count();
    let word: String = rest.get(..length)?.iter().collect::<String>().to_lowercase();
    if length < 3 || STOP.contains(&word.as_str()) {
        return None;
    }
    let class = match word.as_str() {
        "yuan" | "dollars" | "dollar" | "euros" | "euro" | "pounds" | "rmb" | "usd" | "yen" => Class::Money,
        "tons" | "tonnes" | "ton" | "tonne" | "hectares" | "hectare" | "kilometers" | "kilometres" | "meters"
        | "metres" | "miles" | "acres" => Class::Measure,
        _ if word.ends_with('s') || word == "people" || word == "children" || word == "women" || word == "men" => {
            Class::Count
        }
        _ => return None,
    };
    Some((length, class))
}

/// A number without anything known of it yet.
fn bare(start: usize, number: &Number) -> Figure {
    Figure {
        start,
        end: number.end,
        value: number.value,
        decimals: number.decimals,
        scale: number.scale,
        unit: String::new(),
        shown_unit: String::new(),
        class: Class::Bare,
        hedged: false,
        line: 0,
        sentence: 0,
        clause: 0,
        item: 0,
        depth: 0,
        bracket: None,
        label: String::new(),
        tail: String::new(),
        role: Role::Other,
    }
}

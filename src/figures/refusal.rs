//! Numbers that are no quantities: list marks, ordinals, dates, ranges, identifiers, limits of classes.

use super::{
    glyphs::{is_break, is_han},
    lexer::Source,
    measure::{Measure, english_unit},
    number::{Number, digits_end},
    units::UNITS,
};
use crate::text::months::ENGLISH as MONTHS;

/// English words whose number numbers them.
const NUMBERED: [&str; 14] = [
    "section",
    "table",
    "figure",
    "chapter",
    "page",
    "phase",
    "article",
    "route",
    "level",
    "stage",
    "paragraph",
    "annex",
    "appendix",
    "item",
];

/// English words that do so as names, with a capital (Category 2 calls), and are words like any other without.
const NUMBERED_NAMES: [&str; 16] = [
    "category", "grade", "tier", "band", "zone", "ward", "class", "schedule", "priority", "step", "lot", "block",
    "form", "type", "quarter", "group",
];

impl Source<'_> {
    /// One past a run of Latin letters, digits and the marks that join them: PM2.5, GB3095-1996.
    pub(super) fn name_end(&self, start: usize) -> usize {
        let mut end = start;
        while self.at(end).is_ascii_alphanumeric()
            || matches!(self.at(end), '.' | '-' | '/' | '+' | '~') && self.at(end + 1).is_ascii_alphanumeric()
        {
            end += 1;
        }
        end
    }

    /// `1.`, `2、`, `（3）`, `(4)` at the start of an item.
    pub(super) fn list_mark(&self, start: usize) -> Option<usize> {
        let end = digits_end(self.chars, start);
        if end - start > 2 {
            return None;
        }
        let previous = self.before(start);
        if previous == '(' && self.at(end) == ')' {
            let outside = self.before(start - 1);
            if self.english && self.counts_in_bracket(start, end) {
                return None;
            }
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

    /// Agency workers (96), in English: a word stands before, and no clause goes on behind.
    fn counts_in_bracket(&self, start: usize, end: usize) -> bool {
        let word = start.checked_sub(3).is_some_and(|at| self.at(at).is_alphabetic() && self.at(at + 1) == ' ');
        let goes_on = self.at(end + 1) == ' ' && self.at(end + 2).is_alphabetic() && !self.starts_with(end + 2, "and ");
        word && (end - start > 1 || !goes_on)
    }

    fn opens_line(&self, start: usize) -> bool {
        let mut at = start;
        while self.before(at) == ' ' {
            at -= 1;
        }
        matches!(self.before(at), '\0' | '\n' | '。')
    }

    /// The end of what the digits at `start` belong to, when that is no quantity.
    pub(super) fn not_a_quantity(&self, start: usize, number: &Number, measure: &Measure) -> Option<usize> {
        let end = number.end;
        let previous = self.before(start);
        // 438.62/10万 is so many of each.
        if self.at(end) == '/' && measure.end > end {
            return None;
        }
        // 男子61公斤级, 5000吨级: a class and no weight.
        let class =
            self.at(measure.end) == '级' && (self.ends_with(measure.end, "公斤") || self.ends_with(measure.end, "吨"));
        if class {
            return Some(measure.end + 1);
        }
        self.ordinal(start, end, measure.end)
            .or_else(|| self.date(start, number))
            .or_else(|| self.joined(start, end, measure.end))
            .or_else(|| (previous == '每' && self.at(end) != '%').then_some(measure.end))
            .or_else(|| self.identifier(start, number))
            .or_else(|| self.class_limit(start, measure.end))
    }

    fn ordinal(&self, start: usize, end: usize, unit: usize) -> Option<usize> {
        let mut before = start;
        while self.before(before) == ' ' {
            before -= 1;
        }
        if self.before(before) == '第'
            || self.ends_with(start, "no.")
            || self.is_numbered(start)
            || self.before(start) == ' '
                && end - start <= 2
                && NUMBERED_NAMES.iter().any(|name| self.is_name(start - 1, name))
            || self.ends_with(start, "前") && (self.at(end) == '位' || self.starts_with(end, "个月"))
        {
            return Some(unit);
        }
        if !self.at(end).is_ascii_alphabetic() {
            return None;
        }
        let suffix = ["st", "nd", "rd", "th"].iter().any(|suffix| self.starts_with(end, suffix));
        (suffix && !self.at(end + 2).is_ascii_alphabetic()).then_some(end + 2)
    }

    /// Stage 2, stage two: the word before a number is one that is numbered.
    pub(super) fn is_numbered(&self, start: usize) -> bool {
        self.before(start) == ' ' && NUMBERED.iter().any(|word| self.ends_with(start - 1, word))
    }

    /// The text before `at` ends with `name`, which begins with a capital.
    fn is_name(&self, at: usize, name: &str) -> bool {
        self.ends_with(at, name) && self.at(at - name.len()).is_ascii_uppercase()
    }

    fn date(&self, start: usize, number: &Number) -> Option<usize> {
        let end = number.end;
        let after = self.skip_blanks(end);
        let digits = end - start;
        match self.at(after) {
            '年' if digits == 4 || digits == 2 && "度底末初".contains(self.at(after + 1)) => Some(after + 1),
            '年' if digits == 3 && self.counted_year(start, after + 1) => Some(after + 1),
            '年' if self.starts_with(after + 1, "一遇") || self.at(after + 1) == '级' => Some(after + 1),
            '月' | '日' | '时' if number.decimals == 0 => Some(after + 1),
            '/' if self.at(after + 1).is_ascii_digit() && !self.fraction_of_percent(start) => {
                Some(self.name_end(start))
            }
            _ if digits == 4 && number.decimals == 0 && self.year_alone(start, after) => Some(end),
            _ => self.english_date(start, after),
        }
    }

    /// 113年1月, 112年同期: a year of three digits, with a time of the year behind it.
    fn counted_year(&self, start: usize, behind: usize) -> bool {
        let time = ["同期", "度", "底", "末", "初", "全年", "上半年", "下半年", "第", "前"];
        let month = self.at(behind).is_ascii_digit() && self.at(digits_end(self.chars, behind)) == '月';
        self.at(start) == '1' && (month || time.iter().any(|word| self.starts_with(behind, word)))
    }

    /// 2023 in "by 2025", "(2009=100)", "in 2021,".
    fn year_alone(&self, start: usize, after: usize) -> bool {
        let year = matches!((self.at(start), self.at(start + 1)), ('1', '9') | ('2', '0'));
        let english = ["in ", "by ", "since ", "of ", "from ", "to ", "until ", "end-", "as "];
        // In 2022 the fleet had: no noun in the plural is counted.
        let noun = is_han(self.at(after)) || self.chars.get(after..).is_some_and(|rest| english_unit(rest).is_some());
        year && (self.at(after) == '=' || english.iter().any(|word| self.ends_with(start, word)) && !noun)
    }

    fn english_date(&self, start: usize, after: usize) -> Option<usize> {
        if !self.at(after).is_ascii_alphabetic() && !self.before(start.saturating_sub(1)).is_ascii_alphabetic() {
            return None;
        }
        let month = MONTHS.iter().any(|month| {
            self.starts_with(after, month) || self.before(start) == ' ' && self.ends_with(start - 1, month)
        });
        let day =
            digits_end(self.chars, start) - start <= 2 && self.at(start) <= '3' && !self.starts_with(after, "of ");
        month.then(|| digits_end(self.chars, start)).filter(|_| day)
    }

    /// Ranges, sums in names and dotted or slashed numbers: 15%—20%, 2+26, 2023.6.30, 1/6.
    fn joined(&self, start: usize, end: usize, unit: usize) -> Option<usize> {
        let previous = self.before(start);
        if self.fraction_of_percent(start) {
            return None;
        }
        if matches!(previous, '+' | '/') && self.before(start - 1).is_ascii_alphanumeric() {
            return Some(end);
        }
        if matches!(self.at(end), '.' | '+' | '/' | '=' | '_' | ':') && self.at(end + 1).is_ascii_digit() {
            // 2.6:1 ends with the second number.
            let second = if self.at(end) == ':' { digits_end(self.chars, end + 1) } else { end };
            return Some(self.name_end(start).max(second));
        }
        for stop in [end, unit] {
            let joint = self.skip_blanks(stop);
            let hyphen = matches!(self.at(joint), '-' | '~') && joint == stop || self.at(joint) == '~';
            let to =
                matches!(self.at(joint), '至' | '到') && (self.comes_to_more(joint) || !self.range_of_change(start));
            let next = joint + 1 + usize::from(self.at(joint + 1) == '-');
            if (hyphen || to) && self.at(next).is_ascii_digit() {
                let mut second = digits_end(self.chars, next);
                while matches!(self.at(second), '.' | '-') && self.at(second + 1).is_ascii_digit() {
                    second = digits_end(self.chars, second + 1);
                }
                let last = self.unit_end(second);
                if to && self.is_change_to(end, unit, (second, last)) {
                    return None;
                }
                return Some(self.class_words(last));
            }
        }
        None
    }

    /// 上升12.5%至163.9亿元: a rate of change and what it led to, in another unit, are no range.
    fn is_change_to(&self, end: usize, unit: usize, (from, to): (usize, usize)) -> bool {
        let sign = |c: &&char| matches!(c, '%' | '‰' | '倍');
        let own = self.chars.get(end..unit).unwrap_or_default().iter().find(sign);
        let other = self.chars.get(from..to).unwrap_or_default();
        own.is_some_and(|own| !other.is_empty() && !other.contains(own))
    }

    /// 90%（18/20）: part and whole right behind their percent.
    fn fraction_of_percent(&self, start: usize) -> bool {
        let mut first = start;
        if self.before(start) == '/' {
            first -= 1;
            while self.before(first).is_ascii_digit() {
                first -= 1;
            }
        }
        let slash = digits_end(self.chars, first);
        self.before(first) == '('
            && first >= 2
            && self.at(first - 2) == '%'
            && self.at(slash) == '/'
            && self.at(digits_end(self.chars, slash + 1)) == ')'
            && self.at(slash + 1).is_ascii_digit()
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

    /// 从2到3米提高到0.5米: where a range ends in a way to a third number, it is what that came from.
    fn comes_to_more(&self, joint: usize) -> bool {
        let last = self.unit_end(digits_end(self.chars, joint + 1));
        let rest = self.chars.get(last..self.chars.len().min(last + 8)).unwrap_or_default();
        let way = rest.windows(2).position(|two| matches!(two[0], '到' | '至') && two[1].is_ascii_digit());
        let break_at = rest.iter().position(|c| is_break(*c)).unwrap_or(rest.len());
        way.is_some_and(|way| way < break_at && way > 0)
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
            && self.money_letters(end).is_none()
        {
            return Some(self.name_end(start));
        }
        UNITS.refused(self.chars.get(after..)?).map(|length| after + length)
    }

    /// 150万元以上的9件, 65岁及以上, 80%以下的4个: limits of a class.
    fn class_limit(&self, start: usize, unit: usize) -> Option<usize> {
        let limit = self.class_words(unit);
        if limit == unit {
            return None;
        }
        let next = self.at(limit);
        let named = next == '的' && !self.is_aimed(limit) || is_han(next) && next != '的' && !self.reached(start);
        named.then_some(limit)
    }

    /// 控制在2.5%以内的年度目标: a limit that is a target, and no class of things.
    fn is_aimed(&self, at: usize) -> bool {
        let rest = self.chars.get(at + 1..self.chars.len().min(at + 10)).unwrap_or_default();
        let end = rest.iter().position(|c| is_break(*c) || c.is_ascii_digit()).unwrap_or(rest.len());
        let words: String = rest[..end].iter().collect();
        let words = words.trim_end_matches(['之', '下', '内']);
        ["目标", "要求", "指标"].iter().any(|word| words.ends_with(word))
    }

    /// A value was reached (达到90%以上), so what follows is no class.
    fn reached(&self, start: usize) -> bool {
        ["达", "达到", "超过", "为", "实现", "完成"].iter().any(|word| self.ends_with(start, word))
    }

    fn class_words(&self, at: usize) -> usize {
        if !matches!(self.at(at), '及' | '(' | '以' | '之' | '的') {
            return at;
        }
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
}

//! Rows that hang on a task's figures: every figure of the row is the task's and stands with the task's own words. What else
//! the row says may then stand in another order, and a word or two apart from the figures may be its own. A near miss has its
//! own word beside the figure (整治公共建筑隐患200幢 for 整治住宅隐患200幢), or keeps all other words as they are.

use rust_decimal::Decimal;

use super::{
    figures,
    form::Form,
    guards::Guards,
    places::is_elliptic,
    retelling::Retelling,
    slip,
    things::{KEPT, NAMED, Things},
    wording::Wording,
};

/// What a record says of its own, as it is read beside a task.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Own {
    /// Weight of words in clauses that have a telling figure.
    pub beside: f64,
    /// Weight of those of them that may name a thing: no verbs and no slips.
    pub named: f64,
    /// Weight of words in the other clauses.
    pub apart: f64,
    /// Weight of clauses that are its own from end to end, and their places, one bit each.
    pub added: f64,
    pub added_at: u64,
    /// How many words of its own there are.
    pub words: usize,
    /// Words that the task says too, in other words.
    pub otherwise: usize,
    /// Whether a word stands beside a figure that the task has with another figure only, or says from where to where.
    pub misplaced: bool,
    /// Whether a clause of its own says that another thing is meant: 均属城际客运, 不含本年任务.
    pub turned: bool,
    /// What stands with the task's figures.
    pub things: Things,
}

/// How a row hangs on the figures of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// It says nothing but what the task says, in whatever order.
    Whole,
    /// A word or two are its own, none of them beside a figure.
    Mostly,
}

/// What the words of a record's own come to beside a task, where that was asked.
#[derive(Debug, Clone, Copy, Default)]
pub struct OwnWords {
    /// How it hangs on the task's figures, whatever the order of its words.
    pub anchor: Option<Anchor>,
    /// How many words it says otherwise than the task.
    pub otherwise: usize,
    /// Whether it tells of something that is done about the matter and of which the task does not speak.
    pub acts_otherwise: bool,
    /// Weight of its own words beside figures.
    pub beside: f64,
    /// Whether it names a thing by a word that tells tasks apart, where the task has another such word.
    pub names_another: bool,
    /// Whether a word of its own that may name another thing stands in a clause with a figure, or in any where there is none.
    pub beside_figure: bool,
    /// How it tells the task in words of its own, if it does.
    pub retelling: Option<Retelling>,
}

/// Weight of words of its own that a row may have apart from the figures.
const APART: f64 = 3.0;
/// Weight of a clause that may be added.
const ADDITION: f64 = 12.0;
/// Weight of words of its own in a row that says its task otherwise from end to end.
const REWORDED: f64 = 9.0;
/// Figures that count.
const FIGURES: usize = 3;
/// Weight of a verb beside a figure that shares a character with the task's: 修复 for 恢复.
const VERB: f64 = 1.0;
/// Words that the row must say otherwise than the task for words of its own to be taken as such too.
const OTHERWISE: usize = 2;
/// Weight of new words that may be a way of speaking.
pub const SLIGHT: f64 = 0.9;

impl Own {
    /// The same of a row that says all that the task says, and adds a clause of its own.
    pub fn without_added(self) -> Self {
        Self { added: if self.added <= ADDITION { 0.0 } else { self.added }, ..self }
    }

    /// Whether what it says of its own may be another way to say the task, whose figures it has: no word of its own stands beside
    /// a figure. A near miss puts one there in place of the task's.
    pub fn is_rewording(&self) -> bool {
        !self.misplaced && !self.turned && self.added <= ADDITION && self.apart <= REWORDED && self.beside <= SLIP
    }

    /// How the row hangs on the task's figures, given how many they are, and how many words of the task it leaves out:
    /// asked only where that matters.
    pub fn anchor(&self, figures: usize, left_out: impl FnOnce() -> usize) -> Option<Anchor> {
        // With each figure more that it shares with the task, a word beside them says less against it.
        let beside = VERB * figures.saturating_sub(1).clamp(1, FIGURES) as f64;
        if self.misplaced || self.turned || self.added > SLIGHT || self.beside > beside || self.apart > APART {
            None
        } else if self.beside + self.apart <= SLIGHT {
            Some(Anchor::Whole)
        } else {
            // What gave way to a word of the row's own is left out too.
            let otherwise = || self.otherwise + left_out().saturating_sub(self.words);
            (self.otherwise >= OTHERWISE || otherwise() >= OTHERWISE).then_some(Anchor::Mostly)
        }
    }
}

/// Adds up what a record says of its own, clause by clause.
#[derive(Debug, Default)]
pub struct Tally {
    own: Own,
    clause: usize,
    /// Of the clause: characters, and weight of the words of its own, verbs that share a character with the task's apart.
    length: usize,
    new: f64,
    verbs: f64,
    /// Where the last word of its own ends.
    last: usize,
    /// Of the clause: weight of the task's words in it, and of those of its own behind its last figure or word of the task.
    kept: f64,
    behind: f64,
    /// Words of the clause that the task has in other words.
    otherwise: usize,
    /// Places in the clause of the words of its own.
    own_at: Vec<usize>,
}

impl Tally {
    /// Takes a piece of the record.
    pub fn piece(&mut self, length: usize) {
        self.length += length;
    }

    /// Takes a piece that the task has too, in the same words or in others: verbs and words that say nothing name no thing.
    pub fn kept(&mut self, piece: &[char]) {
        let kept = Wording::built_in().naming(piece) as f64;
        self.kept += kept;
        self.behind = if kept >= KEPT { 0.0 } else { self.behind };
    }

    /// Takes a number that the task has too.
    pub fn number(&mut self) {
        self.behind = 0.0;
    }

    /// Takes a piece of the record that the task has in other words.
    pub fn otherwise(&mut self, length: usize) {
        self.own.otherwise += usize::from(length > 1);
        self.otherwise += usize::from(length > 1);
    }

    /// Takes a piece of its own: where it stands, and what it weighs.
    pub fn own_word(&mut self, (chars, at): (&[char], usize), weight: f64, [record, task]: [&Form; 2]) {
        let verb = |from: usize| chars.get(from..from + 2).is_some_and(|word| Wording::built_in().is_verb(word));
        self.own.words += usize::from(at == 0 || self.last != at);
        self.last = at + 1;
        let weight = if tells_apart(chars[at], record, task) { weight } else { weight.min(1.0) };
        self.behind += weight;
        self.own_at.push(self.length);
        let light = weight <= 1.0;
        if light && is_slip((chars, at), record, task) {
            self.new += SLIP;
        } else if light && (verb(at) || at > 0 && verb(at - 1)) {
            self.verbs += weight;
        } else {
            self.new += weight;
        }
    }

    /// Ends a clause of the record, given its words.
    pub fn end(&mut self, words: &[char], [record, task]: [&Form; 2]) {
        let told = record.clauses.get(self.clause).map_or(&[][..], |clause| &clause.figures);
        let figured = figures::telling(told) > 0;
        // Where there is no figure at all, every clause names a thing.
        let all_tell = figures::telling(&record.figures) == 0;
        let all = self.new + self.verbs;
        // A department adds figures of its own, of what it did besides.
        let is_own = |figure: figures::Figure| task.figures.iter().all(|other| other.value != figure.value);
        let own = || figures::all_telling(told).all(is_own);
        self.own.turned |= all > SLIGHT && Guards::built_in().turns(words);
        // 报废警车，其中6月底前完成500辆: the thing of the clause behind it.
        let leads = || record.plain.thing_of(self.clause + 1) == Some(self.clause);
        // Of 其中6月底前完成500辆 the thing stands in the clause before.
        if leads() && !figured {
            self.own.things.add(0, [self.kept, all, self.behind, self.new]);
            self.own.things.plain += usize::from(self.new > SLIGHT && self.otherwise == 0);
        } else if figured && !own() && record.plain.thing_of(self.clause) != Some(self.clause) {
            self.own.things.figures += figures::telling(told);
        } else if figured && !own() || all_tell {
            let kept = if figured && is_elliptic(words) { 0.0 } else { self.kept };
            self.own.things.add(figures::telling(told), [kept, all, self.behind, self.new]);
            self.own.things.plain += usize::from(self.new > SLIGHT && self.otherwise == 0);
            self.own.things.acted |= self.acts(words) || figures::all_telling(told).any(is_own);
        }
        if figured && own() {
            self.own.added += all;
            self.own.added_at |= 1 << self.clause.min(63);
        } else if figured || leads() {
            // A verb is let pass only where it is alone.
            self.own.beside += if self.new >= SLIGHT && self.verbs > 0.0 { all + VERB } else { all };
            self.own.named += self.new;
        } else if told.iter().any(|figure| counts_one(figure, task)) {
            self.own.beside += all;
            self.own.named += self.new;
            self.own.things.add(0, [self.kept, all, self.behind, self.new]);
        } else if all >= ADDED * self.length as f64 {
            self.own.added += all;
            self.own.added_at |= 1 << self.clause.min(63);
        } else {
            // What is done about a thing may be said with any verb, where the thing itself is named.
            let free = self.kept >= NAMED && !words.iter().any(char::is_ascii_digit) && !self.acts(words);
            self.own.apart += if free { self.new } else { all };
        }
        (self.new, self.verbs, self.length) = (0.0, 0.0, 0);
        (self.kept, self.behind, self.otherwise) = (0.0, 0.0, 0);
        self.own_at.clear();
        self.clause += 1;
    }

    /// Whether a word of the clause's own says that something is done about a thing.
    fn acts(&self, words: &[char]) -> bool {
        let acts_at = |at: usize| Guards::built_in().starts_with_act(&words[at..]);
        let own = |at: &usize| *at < words.len() && self.own_at.contains(at);
        (0..words.len()).filter(|at| own(at) || own(&(at + 1))).any(acts_at)
    }

    /// What the record says of its own.
    pub fn own(self, moved: bool, misplaced: bool, [record, task]: [&Form; 2]) -> Own {
        let otherwise = self.own.otherwise + usize::from(moved);
        Own { otherwise, misplaced: misplaced || moved && is_directed(record) && is_directed(task), ..self.own }
    }
}

/// Whether a figure is one of a thing, as the task has one too: 新增旅游度假区1家 is not 新增景区1家.
fn counts_one(figure: &figures::Figure, task: &Form) -> bool {
    let is_one = |figure: &figures::Figure| figure.value == Decimal::ONE && figures::counts(figure.unit);
    is_one(figure) && task.figures.iter().any(is_one)
}

/// Share of a clause that is its own, from which it is a clause added and no clause of the task with other words in it.
const ADDED: f64 = 0.65;
/// Weight of a character that is typed for one of the task's.
const SLIP: f64 = 0.4;
/// Characters that say from where to where, or who does it to whom; and the words in which they do not.
const DIRECTIONS: &str = "从向被给让";
const NO_DIRECTIONS: [&str; 6] = ["面向", "方向", "走向", "从严", "从业", "去向"];

fn is_directed(text: &Form) -> bool {
    let has = |text: &str| text.chars().filter(|c| DIRECTIONS.contains(*c)).count();
    has(&text.words) > NO_DIRECTIONS.iter().map(|word| text.words.matches(word).count()).sum()
}

/// Whether a character that tells tasks apart stands where the task has another one of its kind: 北 for 南.
fn tells_apart(c: char, record: &Form, task: &Form) -> bool {
    c.is_ascii() || gone(record, task).any(|other| Guards::built_in().exchange(&[c], &[other]).is_some())
}

/// Whether a character is typed for one of the task's that the record has not, beside the same character: 拥赌 for 拥堵.
fn is_slip((chars, at): (&[char], usize), record: &Form, task: &Form) -> bool {
    let theirs = task.plain.chars();
    let beside = |place: usize| {
        let same = |mine: Option<usize>, other: Option<usize>| {
            let at = |chars: &[char], at: Option<usize>| at.and_then(|at| chars.get(at)).copied();
            at(chars, mine).is_some_and(|c| c != '\n' && at(theirs, other) == Some(c))
        };
        same(at.checked_sub(1), place.checked_sub(1)) || same(Some(at + 1), Some(place + 1))
    };
    // A character that the record has too elsewhere may stand in the task once more.
    let fewer = |other: char| {
        let count = |chars: &[char]| chars.iter().filter(|c| **c == other).count();
        count(record.plain.chars()) < count(theirs)
    };
    let slips = |(place, other): (usize, &char)| {
        beside(place) && fewer(*other) && slip::may_be_typed_for((chars, at), (theirs, place))
    };
    let doubled = at > 0 && chars[at - 1] == chars[at];
    doubled || theirs.iter().enumerate().any(slips)
}

/// Characters of a task that a record has not.
fn gone<'t>(record: &'t Form, task: &'t Form) -> impl Iterator<Item = char> + 't {
    task.words.chars().filter(|other| !record.words.contains(*other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::news;

    #[test]
    fn own_words_beside_a_figure_tell_another_task_and_others_do_not() {
        let task = "恢复青沙湾退化湿地1640亩，清退湾内网箱，候鸟种群数量保持稳定";
        for (record, anchor) in [
            ("清退湾内的网箱，青沙湾退化湿地恢复1640亩", Some(Anchor::Whole)),
            ("清退湾里网箱，候鸟种群规模维持稳定，修复青沙湾退化湿地1640亩", Some(Anchor::Mostly)),
            ("青沙湾退化滩涂恢复1640亩，清退湾内网箱", None),
            ("监测青沙湾退化湿地1640亩，清退湾内网箱", None),
        ] {
            let (record, task) = (Form::new(record), Form::new(task));
            let news = news::of(&record, &task);
            let left_out = || news::left_out(&record, &task, news.told).1;
            assert_eq!(news.own.anchor(1, left_out), anchor, "{}: {:?}", record.words, news.own);
        }
    }

    #[test]
    fn a_clause_added_and_a_slip_are_no_words_in_place_of_the_tasks() {
        let task = Form::new("新建灌渠36公里、改造泵站14座，缓解渠首拥堵");
        let own = |record: &str| news::of(&Form::new(record), &task).own;
        assert!(own("改造泵站14座，新建灌渠36公里，资金按月拨付").added > SLIGHT);
        assert!(own("改造泵站14座，新建灌渠36公里，缓解渠首拥赌").apart <= SLIGHT);
        assert!(own("新建泵站36公里，改造灌渠14座").misplaced);
    }
}

//! Rows that hang on a task's figures: every figure of the row is the task's and stands with the task's own words. What else
//! the row says may then stand in another order, and a word or two apart from the figures may be its own. A near miss has its
//! own word beside the figure (整治公共建筑隐患200幢 for 整治住宅隐患200幢), or keeps all other words as they are.

use super::{figures, form::Form, guards::Guards, wording::Wording};

/// What a record says of its own, as it is read beside a task.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Own {
    /// Weight of words in clauses that have a telling figure.
    pub beside: f64,
    /// Weight of words in the other clauses.
    pub apart: f64,
    /// Words that the task says too, in other words.
    pub otherwise: usize,
    /// Whether a word stands beside a figure that the task has with another figure only, or says from where to where.
    pub misplaced: bool,
}

/// How a row hangs on the figures of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// It says nothing but what the task says, in whatever order.
    Whole,
    /// A word or two are its own, none of them beside a figure.
    Mostly,
}

/// Weight of words of its own that a row may have apart from the figures.
const APART: f64 = 3.0;
/// Weight of a verb beside a figure that shares a character with the task's: 修复 for 恢复.
const VERB: f64 = 1.0;
/// Words that the row must say otherwise than the task for words of its own to be taken as such too.
const OTHERWISE: usize = 2;
/// Weight of new words that may be a way of speaking.
const SLIGHT: f64 = 0.9;

impl Own {
    /// How the row hangs on the task's figures.
    pub fn anchor(&self) -> Option<Anchor> {
        if self.misplaced {
            None
        } else if self.beside + self.apart <= SLIGHT {
            Some(Anchor::Whole)
        } else if self.beside <= VERB && self.apart <= APART && self.otherwise >= OTHERWISE {
            Some(Anchor::Mostly)
        } else {
            None
        }
    }
}

/// Adds up what a record says of its own, clause by clause.
#[derive(Debug, Default)]
pub struct Tally {
    own: Own,
    clause: usize,
    new: f64,
    verbs: f64,
}

impl Tally {
    /// Takes a piece of the record that the task has in other words.
    pub fn otherwise(&mut self, length: usize) {
        self.own.otherwise += usize::from(length > 1);
    }

    /// Takes a piece of its own: where it stands, how long it is, what it weighs.
    pub fn new(&mut self, (chars, at): (&[char], usize), weight: f64, [record, task]: [&Form; 2]) {
        let verb = |from: usize| chars.get(from..from + 2).is_some_and(|word| Wording::built_in().is_verb(word));
        let weight = if weight > 1.0 && !has_other(chars[at], record, task) { weight.min(1.0) } else { weight };
        if weight == 1.0 && (verb(at) || at > 0 && verb(at - 1)) {
            self.verbs += weight;
        } else {
            self.new += weight;
        }
    }

    /// Ends a clause of the record.
    pub fn end(&mut self, record: &Form) {
        let figured = record.clauses.get(self.clause).is_some_and(|clause| figures::telling(&clause.figures) > 0);
        // A single verb is held against the clause only where there is more of them.
        if !figured {
            self.own.apart += self.new + self.verbs;
        } else if self.new > 0.0 {
            self.own.beside += self.new + self.verbs + VERB;
        } else {
            self.own.beside += self.verbs;
        }
        (self.new, self.verbs) = (0.0, 0.0);
        self.clause += 1;
    }

    /// What the record says of its own.
    pub fn own(self, moved: bool, misplaced: bool, [record, task]: [&Form; 2]) -> Own {
        let otherwise = self.own.otherwise + usize::from(moved);
        Own { otherwise, misplaced: misplaced || moved && is_directed(record) && is_directed(task), ..self.own }
    }
}

/// Characters that say from where to where, or who does it to whom.
const DIRECTIONS: &str = "从向由被给让";

fn is_directed(text: &Form) -> bool {
    text.words.contains(|c| DIRECTIONS.contains(c))
}

/// Whether a task has another character of an exchange in place of one: 南 where the record has 北.
fn has_other(c: char, record: &Form, task: &Form) -> bool {
    let gone = task.words.chars().filter(|other| *other != c && !record.words.contains(*other));
    !Guards::built_in().exchanges(c)
        || gone.into_iter().any(|other| Guards::built_in().exchange(&[c], &[other]).is_some())
}

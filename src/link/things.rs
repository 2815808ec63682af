//! What a record says of the things that a task's figures are of: whether it keeps the task's words for them, and what it puts
//! beside these. A near miss names another thing with the task's figure; who tells a task in his own words names its things.

use super::anchor::SLIGHT;

/// Weight of words for its thing that a clause with a figure keeps at least.
pub const KEPT: f64 = 2.0;
/// How much more of the task's words a clause keeps than it has of its own.
const BESIDE: f64 = 3.0;
/// Weight of a word of its own in a text that keeps that many times as much of the task's words.
const HARDLY: (f64, f64) = (2.0, 6.0);
/// Weight of words that name a thing by themselves.
pub const NAMED: f64 = 4.0;

/// What a record's clauses with figures of the task say of the things that the figures are of.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Things {
    /// How many such clauses there are.
    clauses: usize,
    /// Those that keep none of the task's words for the thing.
    bare: usize,
    /// Those that end in words of their own: 村卫生室60个配送药品.
    trailing: usize,
    /// Weight of the task's words that they keep, but for verbs and words that say nothing.
    kept: f64,
    /// Weight of the words of their own.
    fresh: f64,
    /// Those with words of their own that may name another thing: no verbs and no slips.
    replaced: usize,
    /// Those of these that keep none of the task's words for the thing.
    others: usize,
    /// Those with a word of their own that may name another thing and all others the task's very own.
    pub plain: usize,
    /// Figures in them.
    pub figures: usize,
    /// Whether one of them tells something else of the thing: what is done about it and the task does not say, or another figure.
    pub acted: bool,
}

impl Things {
    /// Whether there is no word of the record's own beside the figures.
    pub fn are_untouched(&self) -> bool {
        self.clauses > 0 && self.bare == 0 && self.fresh <= SLIGHT && !self.acted
    }

    /// Whether one of the clauses goes on behind what the task says.
    pub fn go_on(&self) -> bool {
        self.trailing > 0
    }

    /// Whether a clause has words of its own that may name another thing.
    pub fn are_renamed(&self) -> bool {
        self.replaced > 0
    }

    /// Whether every clause has words of its own that may name another thing.
    pub fn are_all_renamed(&self) -> bool {
        self.replaced == self.clauses
    }

    /// Whether next to nothing beside so much of the task's words may name another thing.
    pub fn are_hardly_renamed(&self) -> bool {
        self.bare == 0 && self.fresh <= HARDLY.0 && self.kept >= HARDLY.1 * self.fresh
    }

    /// Whether they are one thing, and the words with its figure name it.
    pub fn are_one_named(&self) -> bool {
        self.clauses == 1 && self.kept >= NAMED
    }

    /// Whether they are named at length with next to nothing beside them: each clause the task's, or, of a long text that says
    /// much otherwise, nearly each.
    pub fn are_all_named(&self, reworded: bool) -> bool {
        let long = reworded && self.kept >= 5.0 * NAMED && self.kept >= 2.0 * NAMED * self.fresh;
        let bare = if long { self.clauses / 6 } else { 0 };
        self.bare <= bare
            && (self.replaced == 0 || long)
            && self.trailing < self.clauses
            && !self.acted
            && self.kept >= 2.5 * NAMED
            && self.kept >= NAMED * self.fresh
    }

    /// Whether they do so at such length that no other task has them.
    pub fn are_named_at_length(&self) -> bool {
        self.kept >= 3.0 * NAMED
    }

    /// Whether the figures are of the task's things still, whatever else is said of them: a near miss names other things.
    /// Who has three figures of a task and no other may put one of them more shortly, or in another place.
    pub fn are_the_tasks(&self, many: bool) -> bool {
        let bare = usize::from(many && self.clauses > 2);
        let trailing = self.trailing < self.clauses.max(self.figures);
        self.clauses > 0
            && self.bare <= bare
            && self.others == 0
            && trailing
            && self.kept >= BESIDE * self.fresh
            && !self.acted
    }

    /// Adds a clause: its figures; the weight of the task's words in it, of its own words, of those that end it and of those that may
    /// name another thing.
    pub fn add(&mut self, figures: usize, [kept, fresh, behind, named]: [f64; 4]) {
        self.replaced += usize::from(named > SLIGHT);
        self.others += usize::from(named > SLIGHT && kept < KEPT);
        self.clauses += 1;
        self.figures += figures;
        self.bare += usize::from(kept < KEPT);
        self.trailing += usize::from(behind > SLIGHT);
        self.kept += kept;
        self.fresh += fresh;
    }
}

//! What the comparison of a record's words with a task's comes to: a level, and what else was found on the way to it.

use rust_decimal::Decimal;

use super::{
    anchor::{Anchor, OwnWords},
    difference::{self, Changes, Difference},
    figures::{self, Figure},
    form::Form,
    guards::Guard,
    index::{Prepared, similarity},
    latin::{self, Names},
    news::{NEW, Says},
    places::Moved,
    retelling::Retelling,
    slip,
    weights::Weights,
};

/// What the comparison of a record's words with a task's came to.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// Level of the words.
    pub level: &'static str,
    /// The record's words are the task's title alone.
    pub by_title: bool,
    /// Level of the title, where both have one beside their content.
    pub title: Option<&'static str>,
    /// Level of the figures.
    pub figures: Option<&'static str>,
    /// Level of the model numbers and codes.
    pub code: Option<&'static str>,
    /// Level of the progress, where there are no words.
    pub progress: Option<&'static str>,
    /// How alike the two are letter by letter, from 0 to 1: between texts in Latin letters, where words are inflected,
    /// abbreviated and stand in any order.
    pub likeness: Option<f64>,
    /// Between texts in Latin letters, whether no telling word of either is missing from the other.
    pub same_words: Option<bool>,
    /// How many of the task's names the record has, where both say the same in Latin letters or have one title.
    pub names: Names,
    /// How words were changed between the two.
    pub changes: Changes,
    /// A word that the record put in and that narrows what the task says.
    pub narrowed: Option<&'static str>,
    /// What the record says that the task does not, in whatever words.
    pub says: Says,
    /// What its own words come to beside the task.
    pub own: OwnWords,
    /// Where the record has no word of its own: whether it leaves out no word of the clauses that it tells.
    pub keeps_all: bool,
    /// Weight of the heaviest clause that both have word for word.
    pub whole: f64,
    /// Clauses of the record that the task has.
    pub covered: Vec<usize>,
    /// Clauses of the task that the record has.
    pub told: Vec<usize>,
    /// Whether the task has telling figures and the record names them all.
    pub holds: bool,
    /// Why they are not the same task, whatever else agrees.
    pub guard: Option<Guard>,
    /// A word in the record's title, or in front of its words, that takes them back and that the task has not.
    pub taken_back: Option<&'static str>,
}

/// Weight of a clause that no other task has by chance.
const CLAUSE: f64 = 10.0;
/// Share of a record's characters, and weight of them, that may be a way of speaking: less than a word.
const LITTLE: (f64, f64) = (0.15, 1.5);

impl Verdict {
    /// Whether the record says nothing but what the task says, in other words.
    pub fn nothing_new(&self) -> bool {
        self.says == Says::NothingNew
    }

    /// Whether the record has its figures beside the words that the task has them with and only the order is its own: all words
    /// of the clauses that it tells, or fewer of them with no more than a verb before or behind its object.
    pub fn only_turned(&self) -> bool {
        let with_figures = matches!(self.figures, Some("same" | "several" | "many"));
        let turned = |moved| moved == Moved::No || moved == Moved::Words && self.keeps_all;
        with_figures && matches!(self.says, Says::Own { weight, moved, .. } if weight <= NEW && turned(moved))
    }

    /// How the record hangs on the task's figures where a part in the task or the title speaks for it too: with words alone to
    /// go by, the same words in another order may tell who does what to whom.
    pub fn anchored(&self, lead: Option<&str>) -> Option<Anchor> {
        self.own.anchor.filter(|_| lead.is_some() || self.is_titled())
    }

    /// How the record tells the task in words of its own where a part in the task or the title speaks for it too.
    pub fn retelling(&self, lead: Option<&str>) -> Option<Retelling> {
        let borne_out = || lead.map_or_else(|| self.is_titled(), |lead| matches!(lead, "lead" | "support"));
        self.own.retelling.filter(|_| borne_out())
    }

    /// Whether a department that has a part in the task says a whole clause of it under its title, and clauses of its own that
    /// have no figures beside it.
    pub fn has_clause(&self, lead: Option<&str>) -> bool {
        matches!(lead, Some("lead" | "support"))
            && self.whole >= CLAUSE
            && self.is_titled()
            && self.guard.is_none()
            && self.narrowed.is_none()
            && !self.changes.one_word
            && !self.changes.in_place
            && !self.own.acts_otherwise
            && !matches!(self.figures, Some("none" | "some"))
    }

    /// Whether the record has all figures of a task that has several.
    pub fn tells_all_of_several(&self) -> bool {
        self.holds && matches!(self.figures, Some("several" | "many"))
    }

    /// Whether both have a title and they say the same.
    pub fn is_titled(&self) -> bool {
        matches!(self.title, Some("own" | "identical" | "reworded" | "contained"))
    }

    /// Whether the record's title says the task's, or some of the task's words.
    pub fn is_named(&self) -> bool {
        self.is_titled() || self.title == Some("mentioned")
    }

    /// Share of the record that the task does not say; all of it where that was not asked.
    pub fn new_share(&self) -> f64 {
        match self.says {
            Says::NothingNew => 0.0,
            Says::Own { share, .. } => share,
            Says::NotAsked => 1.0,
        }
    }

    /// How words and figures of the task stand in a record that says more than it.
    pub fn moved(&self) -> Moved {
        if let Says::Own { moved, .. } = self.says { moved } else { Moved::No }
    }

    /// Whether what the record says of its own is so little that it may be a way of speaking.
    pub fn says_little(&self) -> bool {
        match self.says {
            Says::NothingNew => true,
            Says::Own { share, weight, .. } => share <= LITTLE.0 && weight <= LITTLE.1,
            Says::NotAsked => false,
        }
    }

    /// Bits of the words and the title alone.
    pub fn worth(&self, task: &Prepared) -> f64 {
        let weights = Weights::built_in();
        if let Some(likeness) = self.likeness {
            return likeness;
        }
        let (field, level) = self.words(task);
        let title = self.title.map_or(0.0, |level| weights.weight("title", level));
        weights.weight(field, level) + title
    }

    /// Field and level in the table of weights.
    pub fn words(&self, task: &Prepared) -> (&'static str, &'static str) {
        field_and_level(self.level, self.by_title, task)
    }
}

/// The level at which words are as good as the task's own.
pub fn is_strong(level: &str) -> bool {
    matches!(level, "identical" | "joined" | "reordered" | "reworded")
}

fn field_and_level(level: &'static str, by_title: bool, task: &Prepared) -> (&'static str, &'static str) {
    match (by_title, level) {
        (true, "identical") if task.block == 1 => ("words-as-title", "own"),
        (true, level) => ("words-as-title", level),
        (false, level) => ("content", level),
    }
}

/// What the comparison of two texts came to.
pub struct Met {
    /// The level.
    pub level: &'static str,
    /// The record's words are the task's title alone.
    pub by_title: bool,
    /// How words were changed.
    pub changes: Changes,
    /// How the two differ.
    pub difference: Difference,
}

impl Met {
    /// Of a level and a difference.
    pub fn new(level: &'static str, difference: Difference) -> Self {
        Self { level, by_title: false, changes: difference.changes(), difference }
    }
}

/// Met in title and content together.
pub fn joined(met: Met) -> Met {
    Met { level: if met.level == "identical" { "joined" } else { met.level }, ..met }
}

/// Keeps the better of two ways to read a record.
pub fn consider(best: &mut Met, other: Met, task: &Prepared) {
    let weights = Weights::built_in();
    let worth = |met: &Met| {
        let veto = if met.difference.guard.is_some() { weights.weight("guard", "veto") } else { 0.0 };
        let (field, level) = field_and_level(met.level, met.by_title, task);
        weights.weight(field, level) + veto
    };
    if worth(&other) > worth(best) {
        *best = other;
    }
}

/// Compares one text of a record with one of a task.
pub fn one(record: &Form, task: &Form) -> Met {
    if record.words == task.words {
        let covered = (0..record.clauses.len()).collect();
        return Met::new("identical", Difference { covered, ..Difference::default() });
    }
    let (dice, contained) = similarity(record, task);
    if dice < 0.15 && contained < 0.5 {
        return Met::new("different", Difference::default());
    }
    let difference = difference::between(record, task);
    let level = difference.level(record, task, dice);
    let differs =
        difference.guard.is_some() || matches!(level, "adjusted" | "exchanged" | "swapped" | "similar" | "related");
    if differs && let Some(slip) = slip::between(record, task) {
        let covered = (0..record.clauses.len()).collect();
        let difference = Difference { covered, guard: slip.forbidden, ..Difference::default() };
        return Met::new(if slip.forbidden.is_some() { "exchanged" } else { "typo" }, difference);
    }
    if record.latin && task.latin && differs && difference.guard.is_none() && latin::same_but_for_slips(record, task) {
        return Met::new("typo", difference);
    }
    Met::new(level, difference)
}

/// Whether a task has telling figures and a record names them all.
pub fn holds(mine: &Form, theirs: &Form) -> bool {
    let mut told = figures::all_telling(&theirs.figures).peekable();
    let has = |figure: Figure| mine.figures.iter().any(|own| own.value == figure.value);
    told.peek().is_some() && told.all(has)
}

/// The level of the figures; `None` where one side has none.
pub fn figures_level(mine: &Form, theirs: &Form) -> Option<&'static str> {
    let (mine, theirs) = (&mine.figures, &theirs.figures);
    if mine.is_empty() || theirs.is_empty() {
        return None;
    }
    // One of a thing (1次) may go without saying.
    let counted = |figure: &&Figure| figure.value != Decimal::ONE;
    let only_mine = figures::only(mine, theirs).filter(counted).count();
    let only_theirs = figures::only(theirs, mine).filter(counted).count();
    let of_years = figures::only(mine, theirs).any(|figure| figure.unit == '年');
    match figures::telling(mine) {
        // Who names all the figures of a task, and more than one, may add his own; years (五年累计) tell of another time.
        _ if only_mine > 0 && only_theirs == 0 && figures::telling(theirs) > 1 && !of_years => return Some("several"),
        _ if only_mine > 0 => {}
        1 if only_theirs > 0 => return Some("part"),
        0 | 1 => {}
        2 => return Some("several"),
        _ => return Some("many"),
    }
    Some(match (only_mine == mine.len(), only_mine == 0 && only_theirs == 0) {
        (_, true) => "same",
        (false, false) if only_mine == 0 || only_theirs == 0 => "within",
        (false, false) => "some",
        (true, false) => "none",
    })
}

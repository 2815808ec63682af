//! How words and figures of a task stand in a record that says more than it, or says it in another order: which word was
//! moved, and whether each figure still stands beside the words that the task has it with.

use std::cmp::Reverse;

use super::{
    figures::{self, Figure, figures},
    form::{Clause, Form},
    news::COUNTERS,
    wording::Wording,
};

/// Characters that may stand elsewhere: a verb before or behind its object.
pub const MOVED: usize = 2;
/// What a verb counts that stands before its object where the task has it behind, however long both are.
const FLIPPED: usize = 1;
/// Stands for the clause of a unit: it goes where its number goes.
const UNPLACED: usize = usize::MAX;
/// Characters of units beside those that count.
const MEASURES: &str = "公里平方立米吨顷斤克瓦时";

/// How words and figures of a task stand in a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moved {
    /// As in the task.
    No,
    /// Some stand elsewhere: who does what to whom may have changed.
    Words,
    /// A figure stands with other words.
    Figures,
}

/// Whether the last characters of a text are the unit of the number before them, which moves with it.
fn is_unit(text: &[char], length: usize) -> bool {
    let (before, run) = text.split_at(text.len() - length);
    let behind_number = before.last().is_some_and(char::is_ascii_digit);
    behind_number && run.iter().all(|c| COUNTERS.contains(*c) || MEASURES.contains(*c))
}

/// Follows the places of a clause's runs in the task.
#[derive(Debug, Default)]
pub struct Order<'a> {
    /// End of the last run: in the task, in the record.
    place: usize,
    end: usize,
    /// Whether the last run changed places with the one before it.
    flipped: bool,
    /// Runs of the clause, each with the number of the task's clause that it stands in.
    runs: Vec<(usize, &'a [char])>,
    /// Characters of runs that stand in another order, or in another clause's midst, than in the task.
    pub moved: usize,
    /// Clauses of the task that the record's are mostly made of.
    pub told: u64,
    /// Numbers of the clause, each with the count of runs before it.
    numbers: Vec<(usize, &'a [char])>,
    /// Numbers that the task has beside other words: 98% of the food, said of the drugs.
    pub astray: usize,
    /// Numbers of which the longer run beside them stands elsewhere in the task.
    pub parted: usize,
    /// Words beside a figure that the task has with other figures only; and those of them whose own figures the record names
    /// beside other words.
    pub misplaced: usize,
    pub crossed: usize,
    /// Clauses of the record that were read.
    clause: usize,
    /// Whether one of them had a telling figure.
    figured: bool,
}

impl<'a> Order<'a> {
    /// Takes the last characters of a text that the task has as they are.
    pub fn run(&mut self, text: &'a [char], length: usize, task: &Form) {
        let at = text.len() - length;
        if is_unit(text, length) {
            self.runs.push((UNPLACED, &text[at..]));
        } else {
            self.meet(at, &text[at..], task);
        }
    }

    /// Takes a number that the task has too.
    pub fn number(&mut self, number: &'a [char]) {
        self.numbers.push((self.runs.len(), number));
    }

    /// A run is met in the first place behind the last one, or else in the first of all.
    fn meet(&mut self, at: usize, run: &'a [char], task: &Form) {
        let chars = task.plain.chars();
        let places = || (0..chars.len()).filter(|place| chars[*place..].starts_with(run));
        let Some(place) = places().find(|place| *place >= self.place).or_else(|| places().next()) else { return };
        let last = self.runs.iter().rev().find(|run| run.0 != UNPLACED);
        if let Some(last) = last.map(|run| run.1.len()).filter(|_| place < self.place) {
            // Two words that changed places are a verb before or behind its object, where nothing stands between them;
            // else they are who does what to whom.
            let beside = self.end == at && place + run.len() + last == self.place && !self.flipped;
            let verb = !self.flipped && Wording::built_in().is_verb(run) && is_end(place, run.len(), chars);
            self.moved += if beside || verb { FLIPPED } else { moved(run) };
            self.flipped = beside || verb;
            if verb {
                // What comes behind the verb is still behind what came before it.
                self.end = at + run.len();
                self.runs.push((chars[..place].iter().filter(|c| **c == '\n').count(), run));
                return;
            }
        } else {
            self.flipped = false;
        }
        (self.place, self.end) = (place + run.len(), at + run.len());
        self.runs.push((chars[..place].iter().filter(|c| **c == '\n').count(), run));
    }

    /// The runs of a clause stand mostly in one clause of the task; the others were brought there. A number belongs to the
    /// words beside it.
    pub fn end(&mut self, record: &Form, task: &Form) {
        self.note_misplaced(record, task);
        let of = |clause: usize| self.runs.iter().filter(|run| run.0 == clause).map(|run| run.1.len()).sum::<usize>();
        let placed = || self.runs.iter().filter(|run| run.0 != UNPLACED);
        if let Some((_, Reverse(clause))) = placed().map(|run| (of(run.0), Reverse(run.0))).max() {
            self.moved += placed().filter(|run| run.0 != clause).map(|run| moved(run.1)).sum::<usize>();
            self.told |= 1 << clause.min(63);
        }
        for (before, number) in &self.numbers {
            let clauses = clauses_with(number, task);
            let with = |run: &[char]| clauses.iter().any(|clause| clause.windows(run.len()).any(|own| own == run));
            // Before what is done with it (达到, 完成) stands what it is a number of.
            let tells = |run: &&(usize, &[char])| run.0 == UNPLACED || moved(run.1) > run.1.len();
            let (ahead, behind) = self.runs.split_at(*before);
            let beside = [ahead.last(), behind.first(), ahead.iter().rev().find(tells)];
            let strays = |run: &&(usize, &[char])| !clauses.is_empty() && !with(run.1);
            let beside = || beside.iter().flatten();
            self.astray += usize::from(beside().next().is_some() && beside().all(strays));
            // The longer run says what it is a number of.
            self.parted += usize::from(beside().max_by_key(|run| run.1.len()).is_some_and(strays));
        }
        self.runs.clear();
        self.numbers.clear();
        self.clause += 1;
    }

    /// Notes the words of a clause with figures that the task says only of other figures: 新建 and 拆除 that changed places
    /// between 新建绿地12公顷 and 拆除违建32万平方米. What stands before a list of figures is said of all of them
    /// (亿元以上项目履约率90%、开工率75%).
    fn note_misplaced(&mut self, record: &Form, task: &Form) {
        let Some(clause) = record.clauses.get(self.clause) else { return };
        let own: Vec<Figure> = figures::all_telling(&clause.figures).collect();
        if own.is_empty() {
            return;
        }
        let leads = !std::mem::replace(&mut self.figured, true);
        let named = |figures: &[Figure], of: &[Figure]| {
            figures::all_telling(figures).all(|figure| of.iter().any(|other| other.value == figure.value))
        };
        let names =
            |theirs: &Clause| theirs.figures.iter().any(|figure| own.iter().any(|own| own.value == figure.value));
        // What clauses behind it say without naming a thing of their own is said of its thing, too.
        let shares = |at: usize| {
            let of_it = |next: &usize| task.plain.thing_of(*next) == Some(at);
            names(&task.clauses[at])
                || (at + 1..task.clauses.len()).take_while(of_it).any(|next| names(&task.clauses[next]))
        };
        let head = task.clauses.iter().position(|theirs| figures::telling(&theirs.figures) > 0);
        // Figures of the clauses in which alone a run stands, where none of them is this clause's.
        let elsewhere = |run: &[char]| -> Option<Vec<Figure>> {
            let has = |(_, part): &(usize, &[char])| part.windows(run.len()).any(|own| own == run);
            let of_others = |(at, _): (usize, &[char])| {
                let theirs = task.clauses.get(at)?;
                let heads = leads && head == Some(at) && named(&theirs.figures, &record.figures);
                let apart = figures::telling(&theirs.figures) > 0 && !shares(at) && !heads;
                apart.then(|| figures::all_telling(&theirs.figures).collect::<Vec<_>>())
            };
            let placed: Option<Vec<Vec<Figure>>> = task.plain.parts().enumerate().filter(has).map(of_others).collect();
            placed.map(|placed| placed.concat()).filter(|figures| !figures.is_empty())
        };
        let says_much = |run: &[char]| run.len() > 1 && moved(run) > run.len();
        let runs = self.runs.iter().filter(|run| run.0 != UNPLACED && says_much(run.1));
        for figures in runs.filter_map(|run| elsewhere(run.1)) {
            self.misplaced += 1;
            self.crossed += usize::from(figures.iter().any(|figure| named(&[*figure], &record.figures)));
        }
    }
}

/// Whether a character stands behind a number and what counts it, and the task has it right before that number: the 村 of 示范70个村
/// for 示范村70个.
pub fn names_what_is_counted((chars, at): (&[char], usize), task: &Form) -> bool {
    let counters = chars[..at].iter().rev().take_while(|c| !c.is_ascii() && COUNTERS.contains(**c)).count();
    let end = at - counters;
    let digits = chars[..end].iter().rev().take_while(|c| c.is_ascii_digit() || **c == '.').count();
    let number = &chars[end - digits..end];
    let theirs = task.plain.chars();
    let has = |from: usize| theirs[from] == chars[at] && theirs[from + 1..].starts_with(number);
    digits > 0 && !chars[at].is_ascii() && (0..theirs.len()).any(has)
}

/// Whether a place is the first or last of its clause.
fn is_end(place: usize, length: usize, chars: &[char]) -> bool {
    let breaks = |c: Option<&char>| c.is_none_or(|c| *c == '\n');
    breaks(place.checked_sub(1).and_then(|before| chars.get(before))) || breaks(chars.get(place + length))
}

/// What a run counts that stands elsewhere than in the task: a word that says no more than that something is done may stand
/// before or behind its object, and no other may.
fn moved(run: &[char]) -> usize {
    let says_little = Wording::built_in().telling(run).is_empty();
    if says_little { run.len() } else { run.len() + MOVED }
}

/// The task's clauses that have a number, as it is written or by its value.
fn clauses_with<'a>(number: &[char], task: &'a Form) -> Vec<&'a [char]> {
    let values = figures(number);
    let has = |(at, part): &(usize, &[char])| {
        let own = task.clauses.get(*at).map_or(&[][..], |clause| &clause.figures);
        own.iter().any(|figure| values.iter().any(|other| other.value == figure.value))
            || part.windows(number.len()).any(|own| own == number)
    };
    let parts: Vec<&[char]> = task.plain.parts().collect();
    let having = parts.iter().copied().enumerate().filter(has);
    let mut told: Vec<usize> = having.flat_map(|(at, _)| [task.plain.thing_of(at).unwrap_or(at), at]).collect();
    told.sort_unstable();
    told.dedup();
    told.into_iter().map(|at| parts[at]).collect()
}

/// Characters that say when, how many, and of what: 其中9月底前, 年底前.
const WHEN: &str = "第一二三四季度上下半年月日初中底末前内起其余共计均全部达到以上左右约的";

/// Whether a clause names no thing of its own and nothing that is done with it, and so is said of the thing before it:
/// 其中9月底前完成1800辆.
pub fn is_elliptic(part: &[char]) -> bool {
    let says = |c: &&char| !c.is_ascii_digit() && !COUNTERS.contains(**c) && !WHEN.contains(**c);
    let rest: Vec<char> = part.iter().filter(says).copied().collect();
    part.iter().any(char::is_ascii_digit) && Wording::built_in().telling(&rest).is_empty()
}

//! Rows that tell a task in words of their own: with its figures, or by the names of its things. What tells them from near misses:
//! a near miss keeps the task's sentence and puts another thing, another act or another figure in place of one; who rewords a
//! task keeps its things and its figures and says the rest otherwise, in another order.

use super::{
    difference, figures,
    form::{Clause, Form},
    index::{Index, Prepared, similarity},
    news::{self, News},
    places,
    said::AKIN,
    verdict::Verdict,
};

/// How a record tells a task in words of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retelling {
    /// It has several figures of the task, or one under its title, and the task's words for what they are of.
    Figures,
    /// It has one figure of the task with the task's words for its thing.
    Figure,
    /// It has no figure, and names the task's things at length.
    Names,
}

impl Retelling {
    /// Whether figures tell it.
    pub const fn has_figures(self) -> bool {
        matches!(self, Self::Figures | Self::Figure)
    }
}

/// Weight of words in place of the task's that may be a way of speaking.
const SLIGHT: f64 = 1.5;
/// Weight of words of its own that a record with one figure of the task may have apart from it.
const ASIDE: f64 = 5.0;
/// Signs of a rewording from which a text is one, whatever stands in it in place of what.
const REWORDED: usize = 3;

/// How a record, as compared with a task, tells it in words of its own.
pub fn of(record: &Form, verdict: &Verdict, task: &Prepared, index: &Index) -> Option<Retelling> {
    if verdict.guard.is_some() || record.latin || task.content.latin {
        return None;
    }
    if names_all(record, verdict, task) {
        return Some(Retelling::Names);
    }
    if names_one(record, verdict, task) {
        return Some(Retelling::Figure);
    }
    // Who has three figures of a task may say more closely what they are of.
    let narrowed = verdict.narrowed.is_some() && (!has_many(verdict) || verdict.own.otherwise < REWORDED);
    let several = has_several(verdict);
    let one = has_one(verdict) && index.names_alone(&record.figures);
    let told = || {
        (several || one) && is_untouched(record, verdict, task, index)
            || several && names_things(record, verdict, task, index)
    };
    (!narrowed && told()).then_some(Retelling::Figures)
}

/// The task's clauses of which a record names a figure, by their places.
pub fn clauses(record: &Form, task: &Form) -> Vec<usize> {
    let named = |figure: figures::Figure| record.figures.iter().any(|own| own.value == figure.value);
    let told = |(_, clause): &(usize, &Clause)| figures::all_telling(&clause.figures).any(named);
    task.clauses.iter().enumerate().filter(told).map(|(at, _)| at).collect()
}

fn has_many(verdict: &Verdict) -> bool {
    verdict.figures == Some("many")
}

fn has_several(verdict: &Verdict) -> bool {
    matches!(verdict.figures, Some("several" | "many"))
}

fn has_one(verdict: &Verdict) -> bool {
    matches!(verdict.figures, Some("same" | "part"))
}

/// Whether nothing was put in place of one word or narrows what the task says. Where the words begin with the title, what they
/// were compared with so far may have been the title.
fn is_same_thing(record: &Form, verdict: &Verdict, task: &Prepared) -> bool {
    !verdict.changes.one_word && verdict.narrowed.is_none() && difference::across(record, &task.content).is_none()
}

/// Whether, without a figure, a record names the task's things at length and says next to nothing of its own.
fn names_all(record: &Form, verdict: &Verdict, task: &Prepared) -> bool {
    let task = (figures::telling(&record.figures) == 0
        && verdict.level != "different"
        && similarity(record, &task.content).1 >= AKIN
        && is_same_thing(record, verdict, task))
    .then_some(&task.content);
    task.is_some_and(|task| {
        let news = news::of(record, task);
        let reworded = is_reworded(verdict, news, [record, task]);
        !news.own.turned && !news.own.misplaced && news.own.things.are_all_named(reworded)
    })
}

/// Whether it has one figure of the task with the task's words for its thing, and nothing of its own beside them.
fn names_one(record: &Form, verdict: &Verdict, task: &Prepared) -> bool {
    has_one(verdict) && is_same_thing(record, verdict, task) && {
        let task = &task.content;
        let news = news::of(record, task);
        let (own, things) = (news.own, news.own.things);
        let apart = own.apart + own.added;
        let aside = || apart <= ASIDE && !verdict.changes.in_place && is_reworded(verdict, news, [record, task]);
        !own.turned
            && !own.misplaced
            && things.are_untouched()
            && things.are_one_named()
            && things.are_the_tasks(false)
            && (apart <= news::NEW || aside())
    }
}

/// Whether it has several figures, or one and the task's title, and no word of its own beside a figure.
fn is_untouched(record: &Form, verdict: &Verdict, task: &Prepared, index: &Index) -> bool {
    let apart = matches!(verdict.level, "weak" | "different" | "related" | "swapped");
    let several = has_several(verdict);
    let titled = verdict.is_titled() || several && verdict.is_named();
    let untitled = || several && verdict.title.is_none() && index.is_rare(&record.figures);
    apart
        && !verdict.changes.one_word
        && (titled || untitled())
        && news::other_acts(record, [&task.content, &task.title]).next().is_none()
        && news::of(record, &task.content).own.is_rewording()
}

/// Whether it has several figures and with them the words for the things that they are of: whoever sends that means the task, in
/// whatever order and with whatever else he says of it.
fn names_things(record: &Form, verdict: &Verdict, task: &Prepared, index: &Index) -> bool {
    let task = &task.content;
    let many = has_many(verdict);
    difference::across(record, task).is_none() && {
        let news = news::of(record, task);
        let (own, things) = (news.own, news.own.things);
        let named = verdict.is_named() || many || index.names_alone(&record.figures) || things.are_named_at_length();
        let whole = !verdict.changes.one_word || things.are_untouched() && own.apart <= SLIGHT;
        let signs = signs_of_rewording(news, [record, task]);
        let reworded = signs >= REWORDED
            || signs + 1 >= REWORDED && !verdict.changes.in_place && !things.go_on() && !things.are_renamed();
        // Each figure stands with the task's words for it, or the text is another from end to end.
        let placed = !own.misplaced || many && news.astray == 0 || own.otherwise > REWORDED;
        let same = things.are_untouched() || reworded;
        named && whole && same && placed && !own.turned && things.are_the_tasks(many)
    }
}

/// Whether a record is a rewording of a task.
fn is_reworded(verdict: &Verdict, news: News, texts: [&Form; 2]) -> bool {
    let signs = signs_of_rewording(news, texts);
    signs >= REWORDED || signs + 1 >= REWORDED && !verdict.changes.in_place
}

/// How much shows that a record rewords a task: words of it are other ways to say the task's, stand elsewhere, and its clauses in
/// another order.
fn signs_of_rewording(news: News, [record, task]: [&Form; 2]) -> usize {
    let moved = news.moved > places::MOVED;
    news.own.otherwise + usize::from(moved) + usize::from(figures::reordered(&record.figures, &task.figures))
}

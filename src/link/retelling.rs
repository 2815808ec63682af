//! Rows that tell a task in words of their own: with its figures, or by the names of its things. What tells them from near misses:
//! a near miss keeps the task's sentence and puts another thing, another act or another figure in place of one; who rewords a
//! task keeps its things and its figures and says the rest otherwise, in another order.

use std::cell::OnceCell;

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
    /// It tells how far the work has come, and of nothing but the task's things.
    Done,
}

impl Retelling {
    /// Whether figures tell it.
    pub const fn has_figures(self) -> bool {
        matches!(self, Self::Figures | Self::Figure)
    }
}

/// Weight of words of its own, apart from the figures, of a record that has one word in place of another.
const IN_PLACE: f64 = 1.5;
/// Weight of words of its own that a record with one figure of the task may have apart from it.
const ASIDE: f64 = 3.0;
/// The same where it stands in place of words of the task.
const BESIDE_ALL: f64 = 3.0;
/// Signs of a rewording from which a text is one, whatever stands in it in place of what.
const REWORDED: usize = 3;

/// A record beside a task, as compared so far.
struct Pair<'a> {
    record: &'a Form,
    task: &'a Prepared,
    verdict: &'a Verdict,
    index: &'a Index,
    /// What the record says that the task does not: read when it is first asked for.
    news: OnceCell<News>,
}

/// How a record, as compared with a task, tells it in words of its own.
pub fn of(record: &Form, verdict: &Verdict, task: &Prepared, index: &Index) -> Option<Retelling> {
    if verdict.guard.is_some() || record.latin || task.content.latin || verdict.own.names_another {
        return None;
    }
    let pair = Pair { record, task, verdict, index, news: OnceCell::new() };
    if pair.names_all() {
        Some(Retelling::Names)
    } else if pair.names_one() {
        Some(Retelling::Figure)
    } else {
        pair.has_figures().then_some(Retelling::Figures)
    }
}

/// The task's clauses of which a record names a figure, by their places.
pub fn clauses(record: &Form, task: &Form) -> Vec<usize> {
    let named = |figure: figures::Figure| record.figures.iter().any(|own| own.value == figure.value);
    let told = |(_, clause): &(usize, &Clause)| figures::all_telling(&clause.figures).any(named);
    task.clauses.iter().enumerate().filter(told).map(|(at, _)| at).collect()
}

impl Pair<'_> {
    fn news(&self) -> News {
        *self.news.get_or_init(|| news::of(self.record, &self.task.content))
    }

    fn has_many(&self) -> bool {
        self.verdict.figures == Some("many")
    }

    fn has_several(&self) -> bool {
        matches!(self.verdict.figures, Some("several" | "many"))
    }

    fn has_one(&self) -> bool {
        matches!(self.verdict.figures, Some("same" | "part"))
    }

    /// Whether nothing speaks of another figure or place anywhere in the texts. Where the words begin with the title, what they
    /// were compared with so far may have been the title.
    fn agrees(&self) -> bool {
        difference::across(self.record, &self.task.content).is_none()
    }

    /// Whether nothing was put in place of one word or narrows what the task says.
    fn is_same_thing(&self) -> bool {
        !self.verdict.changes.one_word && self.verdict.narrowed.is_none() && self.agrees()
    }

    /// Whether, without a figure, a record names the task's things at length and says next to nothing of its own.
    fn names_all(&self) -> bool {
        figures::telling(&self.record.figures) == 0
            && self.verdict.level != "different"
            && similarity(self.record, &self.task.content).1 >= AKIN
            && self.is_same_thing()
            && {
                let own = self.news().own;
                !own.turned && !own.misplaced && own.things.are_all_named(self.is_reworded())
            }
    }

    /// Whether it has one figure of the task with the task's words for its thing, and nothing of its own beside them.
    fn names_one(&self) -> bool {
        self.has_one() && self.is_same_thing() && {
            let own = self.news().own;
            let apart = own.apart + own.added;
            let (in_place, signs) = (self.verdict.changes.in_place, self.signs());
            let aside = || {
                apart <= ASIDE && !in_place && self.is_reworded()
                    || apart <= BESIDE_ALL && in_place && signs >= REWORDED
            };
            !own.turned
                && !own.misplaced
                && own.things.are_untouched()
                && own.things.are_one_named()
                && own.things.are_the_tasks(false)
                && (apart <= news::NEW || aside())
        }
    }

    /// Whether figures tell it. Who has three figures of a task may say more closely what they are of.
    fn has_figures(&self) -> bool {
        let close = self.has_many() && self.verdict.own.otherwise >= REWORDED;
        let one = || self.has_one() && self.index.names_alone(&self.record.figures);
        (self.verdict.narrowed.is_none() || close)
            && ((self.has_several() || one()) && self.is_untouched() || self.has_several() && self.names_things())
    }

    /// Whether it has several figures, or one and the task's title, and no word of its own beside a figure.
    fn is_untouched(&self) -> bool {
        let (verdict, several) = (self.verdict, self.has_several());
        let apart = matches!(verdict.level, "weak" | "different" | "related" | "swapped");
        let titled = verdict.is_titled() || several && verdict.is_named();
        let untitled = || several && verdict.title.is_none() && self.index.is_rare(&self.record.figures);
        apart
            && !verdict.changes.one_word
            && (titled || untitled())
            && news::other_acts(self.record, [&self.task.content, &self.task.title]).next().is_none()
            && self.news().own.is_rewording()
    }

    /// Whether it has several figures and with them the words for the things that they are of: whoever sends that means the
    /// task, in whatever order and with whatever else he says of it.
    fn names_things(&self) -> bool {
        self.agrees() && {
            let (news, many) = (self.news(), self.has_many());
            let (own, things) = (news.own, news.own.things);
            let rare = || self.index.names_alone(&self.record.figures);
            let named = self.verdict.is_named() || many || rare() || things.are_named_at_length();
            let changes = self.verdict.changes;
            let whole = !changes.one_word || !changes.in_place && things.are_untouched() && own.apart <= IN_PLACE;
            let plain = || !things.go_on() && !things.are_renamed();
            // A thing of its own in place of one of the task's wants that much more is said otherwise.
            let in_place = self.verdict.changes.in_place;
            let replaced = !many && in_place && things.are_renamed() || things.plain > 0;
            let said_otherwise = !replaced || own.otherwise >= REWORDED;
            let hardly = !in_place && things.are_hardly_renamed() && things.plain == 0;
            let renamed = things.are_all_renamed() && !hardly;
            let reworded = || self.signs() >= REWORDED && said_otherwise && !renamed || self.is_reworded() && plain();
            // Who has all figures of a task, three or more, may say with other verbs what is done to its things, and with a word of
            // his own what one of them is.
            let all_told = || many && self.verdict.holds && (self.signs() + 1 >= REWORDED && plain() || hardly);
            // Each figure stands with the task's words for it, or the text is another from end to end.
            let placed = !own.misplaced
                || many && news.astray == 0
                || own.otherwise > REWORDED && (many || !things.are_renamed());
            let same = things.are_untouched() || reworded() || all_told();
            named && whole && same && placed && !own.turned && things.are_the_tasks(many)
        }
    }

    /// Whether the record is a rewording of the task.
    fn is_reworded(&self) -> bool {
        self.signs() >= REWORDED || self.signs() + 1 >= REWORDED && !self.verdict.changes.in_place
    }

    fn signs(&self) -> usize {
        signs_of_rewording(self.news(), [self.record, &self.task.content])
    }
}

/// Whether a record is a rewording of a task, whatever stands in it in place of what.
pub fn is_a_rewording(news: News, texts: [&Form; 2]) -> bool {
    signs_of_rewording(news, texts) >= REWORDED
}

/// How much shows that a record rewords a task: words of it are other ways to say the task's, stand elsewhere, and its clauses in
/// another order.
fn signs_of_rewording(news: News, [record, task]: [&Form; 2]) -> usize {
    let moved = news.moved > places::MOVED;
    news.own.otherwise + usize::from(moved) + usize::from(figures::reordered(&record.figures, &task.figures))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Signs of a rewording, whether the record leaves the task's things as they are, and whether its figures are of them.
    fn read(record: &str, task: &str) -> (usize, bool, bool) {
        let (record, task) = (Form::new(record), Form::new(task));
        let news = news::of(&record, &task);
        let things = news.own.things;
        (signs_of_rewording(news, [&record, &task]), things.are_untouched(), things.are_the_tasks(false))
    }

    #[test]
    fn a_rewording_is_told_from_another_thing_in_the_tasks_place() {
        let task = "新建城市书房16座，改造村级文化广场230个";
        for (record, signs, untouched, same) in [
            ("改造村级文化广场230个，新建城市书房16座", 1, true, true),
            ("村级文化广场改造230个，城市书房再增加16座", 1, false, true),
            ("新建社区健身房16座，改造村级文化广场230个", 0, false, false),
            ("新建城市书房16座，改造村级水冲公厕230个", 0, false, false),
            ("新建城市书房16座，改造村级文化广场230个开展安全评估", 1, false, false),
        ] {
            assert_eq!(read(record, task), (signs, untouched, same), "{record}");
        }
    }
}

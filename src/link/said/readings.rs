//! Which reading of a record's texts counts, where they can be read in several ways: each is compared with the tasks, and the one
//! that fits a task better is taken.

use super::{SIZEABLE, Said};
use crate::link::{
    form,
    guards::Guards,
    index::Index,
    joined::Joined,
    progress, slip,
    texts::{Texts, with_commas, without_breaks},
    verdict::{Verdict, is_strong},
    weights::Weights,
};

/// Weight of a target that is more than a way of speaking (按时完成).
const TELLING: f64 = 5.0;
/// Bits of words that no veto makes up for.
const LOST: f64 = 6.0;

impl Said {
    /// Prepares a record's texts and compares them with their candidates. Beside a title or a content alone, the target is
    /// read as the content where that fits a task of the list better.
    pub fn new(texts: Texts<'_>, index: &Index) -> Self {
        let mut said = Self::fitting(texts, index);
        said.take_back(taken_back(texts), index);
        said
    }

    /// Notes the words that take back what is said, and the tasks that have them not.
    fn take_back(&mut self, words: Vec<&'static str>, index: &Index) {
        if words.is_empty() {
            return;
        }
        self.taken_back = words;
        let mut verdicts = std::mem::take(&mut self.verdicts);
        for (task, verdict) in &mut verdicts {
            verdict.taken_back = self.taken_back(index.task(*task));
        }
        self.verdicts = verdicts;
    }

    fn fitting(texts: Texts<'_>, index: &Index) -> Self {
        let plain = Self::mended(texts, index);
        let Some(with_target) = texts.with_target() else { return plain };
        let settled = |(_, verdict): (usize, &Verdict)| {
            let sizeable = plain.words.weight >= SIZEABLE && matches!(verdict.level, "shortened" | "extended");
            !verdict.by_title && (is_strong(verdict.level) || sizeable)
        };
        if plain.best(index).is_some_and(settled) {
            return plain;
        }
        let read = Self { by_target: true, ..Self::read(with_target, index) };
        if read.explains(&plain, index) {
            return read;
        }
        Self { unexplained: read.words.weight >= TELLING, ..plain }
    }

    /// Where it is not a task's words as it stands, slips of the hand in it are read as what the task that it fits best has there.
    fn mended(texts: Texts<'_>, index: &Index) -> Self {
        let sent = Self::helped(texts, index);
        let own = |verdict: &Verdict| is_strong(verdict.level) && !verdict.by_title && verdict.guard.is_none();
        let Some((task, _)) = sent.best(index).filter(|(_, verdict)| !own(verdict) && !sent.words.latin) else {
            return sent;
        };
        let task = index.task(task);
        let mend =
            |text: &str| slip::mended(text, &task.content.words).or_else(|| slip::mended(text, &task.title.words));
        let (title, content) = (mend(texts.title), mend(texts.content));
        if title.is_none() && content.is_none() {
            return sent;
        }
        let title = title.as_deref().unwrap_or(texts.title);
        let content = content.as_deref().unwrap_or(texts.content);
        Self { as_sent: as_sent(texts), ..Self::helped(Texts { title, content, ..texts }, index) }
    }

    /// Where it is not a task's words as it stands, what it tells of how far the work has come is left out.
    fn told(texts: Texts<'_>, index: &Index) -> Self {
        let plain = Self::best_blanks(texts, index);
        if plain.best(index).is_some_and(|(_, verdict)| is_strong(verdict.level) && !verdict.by_title) {
            return plain;
        }
        let (title, content) = (progress::without(texts.title), progress::without(texts.content));
        if title.is_none() && content.is_none() {
            return plain;
        }
        let title = title.filter(|left| !left.is_empty());
        let title = title.as_deref().unwrap_or(texts.title);
        // Under a title a content may say no more than whose part it is.
        let content = content.filter(|left| !left.is_empty() || !title.trim().is_empty());
        let content = content.as_deref().unwrap_or(texts.content);
        let left = Self::best_blanks(Texts { title, content, ..texts }, index);
        // Where a task's words stood in what was left out, they count.
        let vetoed = || plain.best(index).is_some_and(|(_, verdict)| verdict.guard.is_some());
        // Figures of what is done are none of the task's.
        let figured = |said: &Self| {
            let figures = said.best(index).and_then(|(_, verdict)| verdict.figures);
            figures.map_or(0.0, |level| Weights::built_in().weight("figures", level))
        };
        let worth = |said: &Self| said.worth(index) + figured(said);
        let lost = left.worth(index) < plain.worth(index) && worth(&left) <= worth(&plain);
        if left.worth(index) < plain.worth(index) - LOST || lost && !vetoed() {
            return plain;
        }
        Self { as_sent: as_sent(texts), ..left }
    }

    /// A clause may say what a department that helps does for the task: the reading without it counts where that fits better.
    fn helped(texts: Texts<'_>, index: &Index) -> Self {
        let told = Self::told(texts, index);
        let is_own = |(_, verdict): &(usize, Verdict)| is_strong(verdict.level) && !verdict.by_title;
        let content = progress::without_help(texts.content).filter(|_| !told.verdicts.iter().any(is_own));
        let Some(content) = content else { return told };
        let without = Self::told(Texts { content: &content, ..texts }, index);
        if without.worth(index) <= told.worth(index) {
            return told;
        }
        Self { as_sent: as_sent(texts), ..without }
    }

    /// A line break inside a sentence may end a clause, and may have come from a narrow cell: the reading that fits a task
    /// better counts.
    fn best_lines(texts: Texts<'_>, index: &Index) -> Self {
        let broken = Self::best_heading(texts, index);
        let Some(content) = without_breaks(texts.content) else { return broken };
        let whole = Self::best_heading(Texts { content: &content, ..texts }, index);
        if whole.worth(index) > broken.worth(index) { whole } else { broken }
    }

    /// Blanks may stand in place of commas, and anywhere: the reading that fits a task better counts.
    fn best_blanks(texts: Texts<'_>, index: &Index) -> Self {
        let plain = Self::best_lines(texts, index);
        let own = |(_, best): (usize, &Verdict)| is_strong(best.level) && !best.by_title && best.guard.is_none();
        let parted = (!plain.words.latin && !plain.best(index).is_some_and(own)).then(|| with_commas(texts.content));
        let Some(content) = parted.flatten() else { return plain };
        let parted = Self::best_lines(Texts { content: &content, ..texts }, index);
        if parted.worth(index) > plain.worth(index) { parted } else { plain }
    }

    /// What stands before a colon may be the title of a task of the list: the reading that fits a task better counts.
    fn best_heading(texts: Texts<'_>, index: &Index) -> Self {
        let plain = Self::read(texts, index);
        let listed = texts.with_headings().find(|headed| index.has_title(headed.title));
        let Some(headed) = listed.or_else(|| texts.with_own_heading().filter(|_| !plain.words.latin)) else {
            return plain;
        };
        let headed = Self::read(headed, index);
        // Beside a title more of a text in Latin letters looks alike than is.
        let told = |(_, best): (usize, &Verdict)| {
            is_strong(best.level) || matches!(best.level, "shortened" | "extended" | "typo") || best.nothing_new()
        };
        if headed.words.latin && !headed.best(index).is_some_and(told) {
            return plain;
        }
        if headed.worth(index) > plain.worth(index) { headed } else { plain }
    }

    /// Whether the target, read as the content, tells of the task that the one text beside it names, or of another one
    /// better than that text does. A target that has to do with neither (按时完成) is left out of the comparison.
    fn explains(&self, plain: &Self, index: &Index) -> bool {
        let related = |verdict: &Verdict| verdict.level != "different" || verdict.guard.is_some();
        let Some((named, verdict)) = plain.best(index).filter(|(_, verdict)| related(verdict)) else { return true };
        // A name that several tasks have tells none of them.
        let worth = |(task, verdict): &(usize, Verdict)| verdict.worth(index.task(*task));
        let shared = plain.verdicts.iter().filter(|other| worth(other) >= verdict.worth(index.task(named))).count() > 1;
        if shared && self.best(index).is_some_and(|(_, mine)| related(mine)) {
            return true;
        }
        let own = self.against(index.task(named), index);
        let better = |(task, mine): (usize, &Verdict)| {
            related(mine) && mine.worth(index.task(task)) > verdict.worth(index.task(named))
        };
        related(&own) || self.best(index).is_some_and(better)
    }
}

/// A record's words as they were sent: title and content together, and the content alone.
fn as_sent(texts: Texts<'_>) -> Box<[Box<str>]> {
    let (title, content) = (texts.title.trim(), texts.content.trim());
    match (title.is_empty(), content.is_empty()) {
        (false, false) => [Joined::of(title, content).words, form::words(content)].into(),
        (_, true) => [form::words(title)].into(),
        _ => [form::words(content)].into(),
    }
}

/// Words of a record's title, or of a heading in front of its one text, that take back what stands behind.
fn taken_back(texts: Texts<'_>) -> Vec<&'static str> {
    let both = !texts.title.trim().is_empty() && !texts.content.trim().is_empty();
    let heading = if both { Some(texts) } else { texts.with_own_heading() };
    let heading = heading.filter(|texts| !texts.title_above).map_or("", |texts| texts.title);
    Guards::built_in().takes_back(heading)
}

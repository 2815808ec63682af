//! What a record says, and how its words compare with the tasks': settled once for all records that say the same, since a
//! task's words come back from every department that has a part in it.

mod readings;

use super::{
    anchor::{Anchor, OwnWords, SLIGHT},
    done::Done,
    figures,
    form::Form,
    guards::{Guards, Mark},
    index::{Index, Prepared, cosine, similarity},
    joined::Joined,
    latin::{self, Names},
    news::{self, News, Says},
    places,
    retelling::{self, Retelling},
    texts::Texts,
    verdict::{Met, Verdict, consider, figures_level, holds, is_strong, joined, one},
};

/// Share of a title that stands in a task's text, for the task to be one that the title can name.
const MENTIONED: f64 = 0.5;
/// Weight of words that are more than a name.
const SIZEABLE: f64 = 12.0;
/// Share of a task's length below which a text is an abridgement of it, where words may stand in another order.
const ABRIDGED: f64 = 0.75;
/// Share of a record's grams that a task has, for the two to be laid side by side word by word.
pub const AKIN: f64 = 0.2;
/// Weight of words in a title that the task has not and that may be a way of speaking.
const TITLE: f64 = 1.5;
/// Candidates that are compared in full.
pub const COMPARED: usize = 10;

/// What a record says, prepared for comparison, with its candidates.
#[derive(Debug)]
pub struct Said {
    /// Its words: the content, or the title where there is no content.
    pub words: Form,
    /// Whether its target is read as its content: a table that names tasks and says beside them what is to be reached.
    pub by_target: bool,
    /// Whether it has a target in words that has to do with no task that its one other text names.
    pub unexplained: bool,
    /// Its title where it has content too.
    pub title: Form,
    /// Words in its title, or in a heading in front of its one text, that take back what stands behind.
    taken_back: Vec<&'static str>,
    /// Whether the title is that of the row above, its own cell being blank.
    title_above: bool,
    /// Title and content as one text, where it has both.
    pub joined: Joined,
    /// Its words as they were sent, title and content together before the content alone, where something of them is left out of
    /// the comparison.
    pub as_sent: Box<[Box<str>]>,
    /// Its progress, prepared only where there are no words.
    pub progress: Form,
    /// What it has done, where it may tell of nothing else.
    done: Option<Done>,
    /// Candidates by position in the task list, ascending, each as compared.
    verdicts: Vec<(usize, Verdict)>,
}

impl Said {
    /// What its words and title come to beside the task that they fit best.
    fn worth(&self, index: &Index) -> f64 {
        self.best(index).map_or(f64::MIN, |(task, verdict)| verdict.worth(index.task(task)))
    }

    fn read(texts: Texts<'_>, index: &Index) -> Self {
        let Texts { title, content, progress, title_above, .. } = texts;
        let (title_blank, content_blank) = (title.trim().is_empty(), content.trim().is_empty());
        let words = index.form(if content_blank { title } else { content });
        let two = !title_blank && !content_blank;
        let title_form = if two { index.form(title) } else { Form::default() };
        let beside = two && title_form.words != words.words;
        let mut said = Self {
            joined: if beside { Joined::of(title, content) } else { Joined::default() },
            title: if beside { title_form } else { Form::default() },
            progress: if words.is_empty() { index.form(progress) } else { Form::default() },
            title_above,
            words,
            as_sent: Box::default(),
            done: None,
            taken_back: Vec::new(),
            by_target: false,
            unexplained: false,
            verdicts: Vec::new(),
        };
        let mut compared: Vec<(usize, Verdict)> =
            said.candidates(index).into_iter().map(|task| (task, said.laid_beside(index.task(task), index))).collect();
        // Where some task's own words are met, nobody asks whether they are another's in other words.
        let settled = |verdict: &Verdict| is_strong(verdict.level) && !verdict.by_title && verdict.guard.is_none();
        if !compared.iter().any(|(_, verdict)| settled(verdict)) {
            let text = if content_blank { title } else { content };
            said.done = if said.words.latin { None } else { Done::read(text) };
            for (task, verdict) in &mut compared {
                said.note_news(verdict, index.task(*task), index);
                said.note_retelling(verdict, index.task(*task), index);
            }
        }
        said.verdicts = compared;
        said
    }

    /// The candidate whose words fit best, before anything but words is asked.
    fn best(&self, index: &Index) -> Option<(usize, &Verdict)> {
        let worth = |(task, verdict): &&(usize, Verdict)| verdict.worth(index.task(*task));
        let best = self.verdicts.iter().max_by(|a, b| worth(a).total_cmp(&worth(b)).then(b.0.cmp(&a.0)))?;
        Some((best.0, &best.1))
    }

    /// The tasks to compare with: those with the same words and the nearest by grams.
    fn candidates(&self, index: &Index) -> Vec<usize> {
        let mut positions = Vec::new();
        for words in [&self.words.words, &self.joined.words].into_iter().filter(|words| !words.is_empty()) {
            positions.extend(index.with_words(words).take(COMPARED));
        }
        if self.words.is_empty() {
            positions.extend(index.nearest(&[&self.progress], COMPARED));
        } else {
            positions.extend(index.nearest(&[&self.words, &self.title], COMPARED));
            if self.words.latin {
                let title = if self.title.is_empty() { &self.words } else { &self.title };
                positions.extend(index.nearest_by_title(title, COMPARED));
            }
            if !self.title.is_empty() {
                positions.extend(index.nearest(&[&self.words], COMPARED / 2));
            }
        }
        positions.sort_unstable();
        positions.dedup();
        positions
    }

    /// Every candidate with what the comparison came to, by position.
    pub fn verdicts(&self) -> &[(usize, Verdict)] {
        &self.verdicts
    }

    /// The comparison with a task's words.
    pub fn against(&self, task: &Prepared, index: &Index) -> Verdict {
        let mut verdict = self.laid_beside(task, index);
        self.note_news(&mut verdict, task, index);
        self.note_retelling(&mut verdict, task, index);
        verdict
    }

    /// Notes how the record tells the task in words of its own, and which of its clauses.
    fn note_retelling(&self, verdict: &mut Verdict, task: &Prepared, index: &Index) {
        verdict.own.retelling = retelling::of(&self.words, verdict, task, index);
        let done = self.done.as_ref().filter(|_| verdict.own.retelling.is_none());
        if let Some(told) = done.and_then(|done| done.tells_of(verdict, task)) {
            // How far the work has come are other figures than the task's, and speak neither for it nor against.
            verdict.own.retelling = Some(Retelling::Done);
            (verdict.guard, verdict.figures, verdict.told) = (None, None, told);
        }
        if verdict.own.retelling.is_some_and(Retelling::has_figures) && verdict.told.is_empty() {
            verdict.told = retelling::clauses(&self.words, &task.content);
        }
    }

    /// The comparison word by word, before it is asked what the record says in other words.
    fn laid_beside(&self, task: &Prepared, index: &Index) -> Verdict {
        let met = self.met(task, index);
        let progress = self.words.is_empty().then(|| {
            let (dice, contained) = similarity(&self.progress, &task.content);
            if dice.max(contained * 0.5) >= 0.15 { "near" } else { "far" }
        });
        let same_words = (self.words.latin && task.content.latin).then(|| self.same_words(task, index));
        let title = if progress.is_some() { None } else { self.title_level(task, index) };
        let titled = || matches!(title, Some("own" | "identical" | "reworded" | "contained"));
        let alike = same_words == Some(true) || same_words.is_some() && titled();
        Verdict {
            names: if alike { latin::names([&self.words, &self.title], &task.content) } else { Names::Nothing },
            title,
            figures: figures_level(&self.words, &task.content),
            code: self.code_level(task),
            likeness: self.likeness(task, index),
            same_words,
            changes: met.changes,
            narrowed: met.difference.narrowed([&task.content, &task.title]).filter(|_| !is_strong(met.level)),
            says: Says::NotAsked,
            own: OwnWords::default(),
            keeps_all: false,
            level: met.level,
            by_title: met.by_title,
            whole: met.difference.whole,
            covered: met.difference.covered,
            told: met.difference.told,
            holds: holds(&self.words, &task.content),
            guard: met.difference.guard,
            taken_back: self.taken_back(task),
            progress,
        }
    }

    /// A word that takes back what the record says and that the task has not.
    fn taken_back(&self, task: &Prepared) -> Option<&'static str> {
        let has = |word: &str| [&task.title, &task.content].iter().any(|text| text.words.contains(word));
        self.taken_back.iter().copied().find(|word| !has(word))
    }

    /// Sets down what the record says that the task does not, where their words do not settle it.
    fn note_news(&self, verdict: &mut Verdict, task: &Prepared, index: &Index) {
        let (mine, theirs) = (&self.words, &task.content);
        if mine.is_empty() || is_strong(verdict.level) || verdict.guard.is_some() {
            return;
        }
        if mine.latin || theirs.latin {
            if mine.latin && theirs.latin && self.latin_says_nothing_new(verdict.level, task) {
                verdict.says = Says::NothingNew;
            }
        } else if similarity(mine, theirs).1 >= AKIN {
            verdict.own.acts_otherwise =
                [mine, &self.title].iter().any(|own| news::other_acts(own, [theirs, &task.title]).next().is_some());
            verdict.own.names_another = names_another(mine, task);
            // How much it says of its own is asked only where figures or the title speak for the task.
            let counts = matches!(verdict.figures, Some("several" | "many")) || verdict.title == Some("own");
            let figured = matches!(verdict.figures, Some("same" | "several" | "many"))
                || verdict.figures == Some("part")
                    && (index.is_rare(&mine.figures) || verdict.is_named() && index.names_alone(&mine.figures));
            let more = !counts && news::surely(mine, theirs);
            if more && !figured {
                return;
            }
            let news = news::of(mine, theirs);
            verdict.own.otherwise = news.own.otherwise;
            verdict.own.beside = news.own.beside;
            verdict.own.beside_figure = news.own.things.are_renamed();
            if figured {
                verdict.own.anchor = self.anchor(news, verdict, task, index);
            }
            if more {
                return;
            }
            if news.is_none() {
                verdict.keeps_all = news::left_out(mine, theirs, news.told).0 <= news::NEW;
            }
            if !self.says_nothing_new(news, verdict, task) {
                verdict.says = Says::Own { share: news.share, weight: news.weight, moved: news.how_moved() };
                return;
            }
            verdict.says = Says::NothingNew;
            if verdict.told.is_empty() {
                verdict.told = (0..64).filter(|at| news.told >> at & 1 == 1).collect();
            }
        }
    }

    /// The record's words against the task's: its content, or whichever of title and both joined fits better where one of
    /// the two has a single text column.
    fn met(&self, task: &Prepared, index: &Index) -> Met {
        let mut best = one(&self.words, &task.content);
        let single = self.title.is_empty();
        if best.level == "identical" || self.words.is_empty() {
            return best;
        }
        if single && !task.joined.is_empty() {
            // What stands in place of the content's words does so whatever the title says.
            let mut by_title = Met { by_title: true, changes: best.changes, ..one(&self.words, &task.title) };
            // 改建应急避难场所10处 for 新建应急避难场所10处: what tells it from the content's words, where it has a figure of theirs, does so as well.
            if best.difference.matched > 0.0
                && figures::all_telling(&self.words.figures)
                    .any(|figure| task.content.figures.iter().any(|own| own.value == figure.value))
            {
                by_title.difference.guard = by_title.difference.guard.or(best.difference.guard);
            }
            consider(&mut best, by_title, task);
            consider(&mut best, joined(one(&self.words, task.joined.form(index))), task);
        } else if !single && !task.joined.is_empty() && self.in_title(&best) && !holds(&self.words, &task.content) {
            // What is to be done stands in part in the title: 加装电梯200部 | 每部补助15万元. Who has all figures in the content needs none.
            consider(&mut best, one(self.joined.form(index), &task.content), task);
        } else if !single && task.joined.is_empty() {
            consider(&mut best, joined(one(self.joined.form(index), &task.content)), task);
            // What a blank cell has from the row above may have been meant for that row alone.
            if !self.title_above {
                consider(&mut best, one(&self.title, &task.content), task);
            }
        }
        best
    }

    /// Whether a part of what is to be done may stand in the title: words that are not the task's, and few of them.
    fn in_title(&self, best: &Met) -> bool {
        !is_strong(best.level) && !self.words.latin && self.words.weight < 2.0 * SIZEABLE
    }

    /// Whether the record, not in the task's own words, says nothing but what the task says. Of texts that are about as long
    /// the order must be the same too: the same words in another order say another thing as often as not.
    fn says_nothing_new(&self, news: News, verdict: &Verdict, task: &Prepared) -> bool {
        let part = self.words.plain.length() < ABRIDGED * task.content.plain.length();
        let in_order = news.moved <= places::MOVED && verdict.level != "swapped";
        // One word in place of another is none of the task's there, wherever else the task may have it.
        let replaced = verdict.changes.in_place && verdict.level == "exchanged" && !verdict.tells_all_of_several();
        news.is_none()
            && !(verdict.changes.one_word && verdict.level == "exchanged")
            && (in_order && !replaced || (part || replaced) && self.tells_its_clauses(task))
    }

    /// Whether each clause says nothing but what one clause of the task says: the task's words put together otherwise are another
    /// thing (药品抽检量 of 加强食品药品监管 and 食品抽检量).
    fn tells_its_clauses(&self, task: &Prepared) -> bool {
        let theirs: Vec<Form> = task.content.plain.clauses().map(|clause| Form::new(&clause)).collect();
        let of_one = |clause: String| {
            let clause = Form::new(&clause);
            theirs.iter().any(|other| news::of(&clause, other).is_none())
        };
        self.words.plain.clauses().all(of_one)
    }

    /// How the record hangs on the task's figures. A figure that the list has once and that is no small or round one stands for
    /// several; words of its own want a title too that says nothing else.
    fn anchor(&self, news: News, verdict: &Verdict, task: &Prepared, index: &Index) -> Option<Anchor> {
        let several = matches!(verdict.figures, Some("several" | "many"));
        let rare = index.is_rare(&self.words.figures);
        let read = |news: News, text: &Form| {
            // A department adds what it does for the task itself: 资金及时下达.
            let named = verdict.changes.in_place && news.own.named > SLIGHT && verdict.figures != Some("many");
            if named {
                return None;
            }
            let own = if several && verdict.holds || verdict.is_named() { news.own.without_added() } else { news.own };
            let left_out = || news::left_out(&self.words, text, news.told).1;
            own.anchor(figures::telling(&self.words.figures), left_out)
        };
        // What the row says of the matter may stand in the task's title: 亿元以上签约项目 under 签约项目攻坚.
        let with_title = || {
            let whole = Some(task.joined.form(index)).filter(|_| !task.joined.is_empty())?;
            read(news::of(&self.words, whole), whole)
        };
        // What stands in place of the content's words does so whatever the title says.
        let with_title = || (!verdict.changes.in_place).then(with_title).flatten();
        let anchor = read(news, &task.content).or_else(with_title)?;
        let sure = several || rare || anchor == Anchor::Whole && (verdict.is_named() || self.words.weight >= SIZEABLE);
        let named = || verdict.is_titled() || !self.title.is_empty() && self.title_says_nothing_new(task, index);
        let all_told = several && verdict.holds && anchor == Anchor::Whole;
        let other =
            verdict.own.names_another || verdict.own.acts_otherwise && !(all_told && self.acts_apart(news, task));
        (sure && verdict.narrowed.is_none() && !other && (anchor == Anchor::Whole || named())).then_some(anchor)
    }

    /// Whether what the record does about the matter besides stands only in its title, or in clauses that it adds behind the
    /// task's: 新建管网35公里，加强水质监测.
    fn acts_apart(&self, news: News, task: &Prepared) -> bool {
        let parts: Vec<String> = self.words.plain.clauses().collect();
        let is_added = |at: usize| at > 0 && news.own.added_at >> at.min(63) & 1 == 1;
        news::other_acts(&self.words, [&task.content, &task.title])
            .all(|act| (0..parts.len()).filter(|at| parts[*at].contains(act)).all(is_added))
    }

    fn title_says_nothing_new(&self, task: &Prepared, index: &Index) -> bool {
        let whole = if task.joined.is_empty() { &task.content } else { task.joined.form(index) };
        news::of(&self.title, whole).weight <= TITLE
    }

    fn latin_says_nothing_new(&self, level: &str, task: &Prepared) -> bool {
        let part = self.words.weight < ABRIDGED * task.content.weight;
        (part || level != "swapped") && latin::says_nothing_new(&self.words, [&task.content, &task.title])
    }

    fn same_words(&self, task: &Prepared, index: &Index) -> bool {
        latin::agree(
            in_two(&self.title, &self.joined, &self.words, index),
            in_two(&task.title, &task.joined, &task.content, index),
        )
    }

    /// Titles and whole texts, each against each: a description that only one side has does not count for much then.
    fn likeness(&self, task: &Prepared, index: &Index) -> Option<f64> {
        if !self.words.latin || !task.content.latin {
            return None;
        }
        let mine = if self.title.is_empty() {
            [&self.words, &self.words]
        } else {
            in_two(&self.title, &self.joined, &self.words, index)
        };
        let theirs = in_two(&task.title, &task.joined, &task.content, index);
        let sum: f64 = mine.iter().flat_map(|mine| theirs.iter().map(|theirs| cosine(mine, theirs))).sum();
        Some(sum / 4.0)
    }

    fn title_level(&self, task: &Prepared, index: &Index) -> Option<&'static str> {
        if self.title.is_empty() || task.title.is_empty() || task.joined.is_empty() {
            return None;
        }
        let met = one(&self.title, &task.title);
        if met.difference.guard.is_some() {
            return (!self.title_above).then_some("different");
        }
        Some(match met.level {
            "identical" if task.block == 1 => "own",
            "identical" => "identical",
            "reordered" | "reworded" | "typo" => "reworded",
            "shortened" | "extended" | "trimmed" | "pared" | "padded" | "filled" => "contained",
            "exchanged" | "adjusted" | "swapped" | "similar" | "related" => "similar",
            // A part of a task is called by its own words.
            _ if task.mentions(&self.title, index) >= MENTIONED => "mentioned",
            // What a blank cell has from the row above may have been meant for that row alone.
            _ if self.title_above => return None,
            _ => "different",
        })
    }

    fn code_level(&self, task: &Prepared) -> Option<&'static str> {
        let (mine, theirs) = ([&self.words, &self.title], [&task.content, &task.title]);
        let has = |forms: [&Form; 2]| forms.iter().any(|form| !form.codes.is_empty());
        if !has(mine) || !has(theirs) {
            return None;
        }
        let known = |code: &u64| theirs.iter().any(|form| form.codes.contains(code));
        Some(if mine.iter().any(|form| form.codes.iter().any(known)) { "same" } else { "other" })
    }
}

/// Whether a text names a thing by a word that tells tasks apart, where a task has another such word.
fn names_another(text: &Form, task: &Prepared) -> bool {
    let theirs: Vec<Mark> = task.content.marks.iter().chain(&task.title.marks).copied().collect();
    Guards::built_in().names_another(&text.marks, &theirs)
}

/// A title and the whole text, or the one text twice.
fn in_two<'f>(title: &'f Form, joined: &'f Joined, words: &'f Form, index: &Index) -> [&'f Form; 2] {
    if joined.is_empty() { [words, words] } else { [title, joined.form(index)] }
}

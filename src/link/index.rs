//! Candidate generation: an inverted index of grams over the task list, weighted by rarity. Never all pairs.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    hash::BuildHasher,
    num::NonZeroU32,
    sync::OnceLock,
};

use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::{
    done::Things,
    figures::{self, Figure},
    form::{self, Form, Gram, heading},
    joined::{Joined, both},
    units,
};
use crate::{
    model::{Task, TaskList, UnitName},
    text::numbering,
};

/// Postings that one look-up may visit once its rarest grams were used: bounds the work of one record.
const POSTINGS: usize = 4096;

/// A task prepared for comparison.
#[derive(Debug, Default)]
pub struct Prepared {
    /// 任务内容, or the title where there is none.
    pub content: Form,
    /// 重点任务.
    pub title: Form,
    /// Title and content as one text; empty where they are not two.
    pub joined: Joined,
    /// Sum of the rarities of its grams, where they are those of title and content.
    joined_rarity: Option<f64>,
    /// Comparison form of the number.
    pub number: String,
    /// Comparison form of the section.
    pub section: String,
    /// Tasks of the list with the same content.
    pub twins: u32,
    /// Tasks of the list with the same title.
    pub block: u32,
    /// Whether its units are all of the register, each for itself.
    pub plain_units: bool,
    /// Whether the list gives it a target beside its words.
    pub has_target: bool,
    /// Its words without figures: read when they are first asked for.
    things: OnceLock<Things>,
}

/// The tasks in which a department has a part, by their positions in the list, ascending.
#[derive(Debug, Default)]
pub struct Shares {
    /// Those that it leads.
    pub lead: Vec<usize>,
    /// Those in which it helps.
    pub support: Vec<usize>,
}

/// The task list, ready to be asked for candidates.
#[derive(Debug)]
pub struct Index {
    /// Gram → its posting list.
    grams: FxHashMap<u64, NonZeroU32>,
    postings: Vec<Vec<u32>>,
    /// Tasks of the list.
    size: usize,
    tasks: Vec<Prepared>,
    /// Of each task the roots of its rarity and of its title's: what shared rarity is measured by. A look-up asks those of
    /// thousands of tasks, which would be slow to gather from the tasks themselves.
    breadths: Vec<f32>,
    title_breadths: Vec<f32>,
    by_words: ByWords,
    by_number: FxHashMap<String, Vec<u32>>,
    /// The tasks in which each department has a part, ascending, by its position in the register.
    shares: FxHashMap<usize, Shares>,
    /// Names of units that have a part in some task.
    named: FxHashSet<String>,
    /// How many tasks name each telling figure.
    figures: FxHashMap<Figure, u32>,
    /// Comparison forms of the list's sections.
    sections: BTreeSet<String>,
}

/// Characters of a section's name that may stand for the whole of it.
const SECTION: usize = 4;

impl Index {
    /// Indexes a task list.
    pub fn new(list: &TaskList) -> Self {
        let mut index = Self {
            grams: FxHashMap::default(),
            postings: Vec::new(),
            size: list.tasks().len(),
            tasks: list.tasks().par_iter().map(prepare).collect(),
            breadths: Vec::new(),
            title_breadths: Vec::new(),
            by_words: ByWords::default(),
            by_number: FxHashMap::default(),
            shares: shares(list),
            named: named(list),
            figures: FxHashMap::default(),
            sections: BTreeSet::new(),
        };
        index.figures = figures(&index.tasks);
        index.sections = index.tasks.iter().map(|task| task.section.clone()).collect();
        index.fill();
        index.weigh();
        index
    }

    fn fill(&mut self) {
        for (position, task) in self.tasks.iter().enumerate() {
            let position = position as u32;
            for gram in task.content.grams.iter().chain(&task.title.grams) {
                let next = NonZeroU32::MIN.saturating_add(self.postings.len() as u32);
                let id = *self.grams.entry(gram.key).or_insert(next);
                if id == next {
                    self.postings.push(Vec::new());
                }
                let tasks = &mut self.postings[id.get() as usize - 1];
                if tasks.last() != Some(&position) {
                    tasks.push(position);
                }
            }
            if !task.number.is_empty() {
                self.by_number.entry(task.number.clone()).or_default().push(position);
            }
        }
        self.postings.iter_mut().for_each(Vec::shrink_to_fit);
        self.by_words = ByWords::of(&self.tasks);
    }

    fn weigh(&mut self) {
        let mut tasks = std::mem::take(&mut self.tasks);
        let mut twins: BTreeMap<&str, u32> = BTreeMap::new();
        for task in &tasks {
            *twins.entry(&task.content.words).or_default() += 1;
        }
        let mut blocks: BTreeMap<&str, u32> = BTreeMap::new();
        for task in &tasks {
            *blocks.entry(&task.title.words).or_default() += 1;
        }
        let counts: Vec<(u32, u32)> =
            tasks.iter().map(|task| (twins[&*task.content.words], blocks[&*task.title.words])).collect();
        for (task, (twins, block)) in tasks.iter_mut().zip(counts) {
            (task.twins, task.block) = (twins, block);
            self.rate(&mut task.content);
            self.rate(&mut task.title);
            if task.joined_rarity.is_some() {
                let grams = both(&task.title.grams, &task.content.grams);
                task.joined_rarity =
                    Some(grams.map(|gram| f64::from(gram.rarity)).fold(0.0, |sum, rarity| sum + rarity));
            }
        }
        let breadth = |rarity: f64| (rarity as f32).sqrt().max(0.1);
        self.breadths = tasks.iter().map(|task| breadth(task.weighed_rarity())).collect();
        self.title_breadths = tasks.iter().map(|task| breadth(task.title_rarity())).collect();
        self.tasks = tasks;
    }

    /// Gives a text's grams their rarity: ln((N + 1) ÷ (n + ½)), N tasks of which n have the gram.
    fn rate(&self, form: &mut Form) {
        let count = self.size as f64;
        form.rarity = 0.0;
        for gram in &mut form.grams {
            gram.list = self.grams.get(&gram.key).copied();
            let holding = gram.list.map_or(0, |list| self.holding(list).len());
            gram.rarity = ((count + 1.0) / (holding as f64 + 0.5)).ln().max(0.05) as f32;
            form.rarity += f64::from(gram.rarity);
        }
        form.length = form.grams.iter().map(|gram| f64::from(gram.rarity).powi(2)).sum::<f64>().sqrt();
    }

    /// The tasks that have a gram.
    fn holding(&self, list: NonZeroU32) -> &[u32] {
        self.postings.get(list.get() as usize - 1).map_or(&[], Vec::as_slice)
    }

    /// A record's text, prepared and weighed.
    pub fn form(&self, text: &str) -> Form {
        let mut form = Form::new(text);
        self.rate(&mut form);
        form
    }

    /// A task as prepared.
    pub fn task(&self, position: usize) -> &Prepared {
        &self.tasks[position]
    }

    /// Tasks with exactly these words as content, title or both joined.
    pub fn with_words<'s>(&'s self, words: &'s str) -> impl Iterator<Item = usize> + 's {
        let has = move |task: &usize| self.tasks.get(*task).is_some_and(|task| task.texts().any(|own| own == words));
        self.by_words.of_hash(words).iter().map(|task| *task as usize).filter(has)
    }

    /// Whether a text is the title of a task that has a content beside it.
    pub fn has_title(&self, text: &str) -> bool {
        let words = form::words(text);
        self.with_words(&words).any(|task| self.tasks[task].title.words == words && !self.tasks[task].joined.is_empty())
    }

    /// The section of the list that a heading names: by its whole name, or by a part that no other section has (蓝天保卫战 for
    /// 深入打好蓝天保卫战). A department's own headings (配合事项) name none, and say nothing of its rows.
    pub fn section(&self, heading: &str) -> Option<&str> {
        if let Some(own) = self.sections.get(heading) {
            return Some(own);
        }
        let part = |section: &&String| {
            let (short, long) =
                if section.len() < heading.len() { (section.as_str(), heading) } else { (heading, section.as_str()) };
            short.chars().count() >= SECTION && long.contains(short)
        };
        let mut named = self.sections.iter().filter(part);
        named.next().filter(|_| named.next().is_none()).map(String::as_str)
    }

    /// Tasks with a number.
    pub fn with_number(&self, number: &str) -> &[u32] {
        self.by_number.get(number).map_or(&[], Vec::as_slice)
    }

    /// Whether among the figures is one that a single task of the list names and that is no small or round one.
    pub fn is_rare(&self, figures: &[Figure]) -> bool {
        figures::all_telling(figures).any(|figure| figure.is_odd() && self.is_named_once(figure))
    }

    /// Whether among the figures is one that a single task of the list names.
    pub fn names_alone(&self, figures: &[Figure]) -> bool {
        figures::all_telling(figures).any(|figure| self.is_named_once(figure))
    }

    fn is_named_once(&self, figure: Figure) -> bool {
        self.figures.get(&figure.of_kind()) == Some(&1)
    }

    /// Whether the list gives a department a part in any task.
    pub fn involves(&self, department: Option<usize>, name: &str) -> bool {
        department.is_some_and(|department| self.shares.contains_key(&department)) || self.named.contains(name)
    }

    /// The tasks in which a department has a part.
    pub fn shares(&self, department: usize) -> Option<&Shares> {
        self.shares.get(&department)
    }

    /// The tasks that share most with the texts, best first.
    pub fn nearest(&self, texts: &[&Form], at_most: usize) -> Vec<usize> {
        self.best(texts, at_most, &self.breadths)
    }

    /// The tasks that share most with a title, for the length of their own.
    pub fn nearest_by_title(&self, title: &Form, at_most: usize) -> Vec<usize> {
        self.best(&[title], at_most, &self.title_breadths)
    }

    fn best(&self, texts: &[&Form], at_most: usize, breadths: &[f32]) -> Vec<usize> {
        let mut wanted: Vec<(&[u32], f32)> = texts
            .iter()
            .flat_map(|form| &form.grams)
            .filter_map(|gram| Some((self.holding(gram.list?), gram.rarity)))
            .collect();
        wanted.sort_by_key(|(tasks, _)| tasks.len());
        let mut order = SHARED.with_borrow_mut(|shared| {
            shared.resize(self.tasks.len().max(shared.len()), 0.0);
            let touched = share(&wanted, shared);
            let take = |task: u32| (task, std::mem::take(&mut shared[task as usize]));
            touched.into_iter().map(take).collect::<Vec<(u32, f32)>>()
        });
        for (task, sum) in &mut order {
            *sum /= breadths[*task as usize];
        }
        let by = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
        if order.len() > at_most {
            order.select_nth_unstable_by(at_most, by);
            order.truncate(at_most);
        }
        order.sort_by(by);
        order.into_iter().map(|(task, _)| task as usize).collect()
    }
}

/// Tasks by the hash of their texts: the texts themselves stand with the tasks.
#[derive(Debug, Default)]
struct ByWords {
    /// Ascending.
    hashes: Box<[u64]>,
    /// The task of each.
    tasks: Box<[u32]>,
}

impl ByWords {
    fn of(tasks: &[Prepared]) -> Self {
        let hashed = |(position, task): (usize, &Prepared)| {
            let hashes: Vec<u64> = task.texts().map(|words| FxBuildHasher.hash_one(words)).collect();
            hashes.into_iter().map(move |hash| (hash, position as u32))
        };
        let mut all: Vec<(u64, u32)> = tasks.iter().enumerate().flat_map(hashed).collect();
        all.sort_unstable();
        all.dedup();
        Self { hashes: all.iter().map(|(hash, _)| *hash).collect(), tasks: all.iter().map(|(_, task)| *task).collect() }
    }

    /// Ascending.
    fn of_hash(&self, words: &str) -> &[u32] {
        let hash = FxBuildHasher.hash_one(words);
        let from = self.hashes.partition_point(|other| *other < hash);
        let count = self.hashes.get(from..).unwrap_or_default().iter().take_while(|other| **other == hash).count();
        self.tasks.get(from..from + count).unwrap_or_default()
    }
}

thread_local! {
    /// What each task shares with the text that is looked up, all 0 between two look-ups.
    static SHARED: RefCell<Vec<f32>> = const { RefCell::new(Vec::new()) };
}

/// Adds each gram's rarity to the tasks that have it, the rarest first; the tasks touched.
fn share(wanted: &[(&[u32], f32)], shared: &mut [f32]) -> Vec<u32> {
    let (mut touched, mut visited) = (Vec::new(), 0);
    for (tasks, rarity) in wanted {
        visited += tasks.len();
        if visited > POSTINGS && visited > tasks.len() {
            break;
        }
        for task in *tasks {
            let sum = &mut shared[*task as usize];
            if *sum == 0.0 {
                touched.push(*task);
            }
            *sum += rarity;
        }
    }
    touched
}

impl Prepared {
    /// Its words without figures.
    pub fn things(&self) -> &Things {
        self.things.get_or_init(|| Things::of(&self.content))
    }

    /// The words by which it is known: content, title, both.
    fn texts(&self) -> impl Iterator<Item = &str> {
        let apart = self.title.words != self.content.words && !self.title.is_empty();
        let more = [&*self.title.words, &*self.joined.words].into_iter().filter(move |_| apart);
        std::iter::once(&*self.content.words).chain(more)
    }

    /// The share of a text, or of this task's title and content if they are lighter, that is in the other.
    pub fn mentions(&self, text: &Form, index: &Index) -> f64 {
        let Some(rarity) = self.joined_rarity else { return similarity(text, self.joined.form(index)).1 };
        if text.rarity <= 0.0 || rarity <= 0.0 {
            return f64::from(u8::from(!text.words.is_empty() && text.words == self.joined.words));
        }
        shared(&text.grams, both(&self.title.grams, &self.content.grams)) / text.rarity.min(rarity)
    }

    fn weighed_rarity(&self) -> f64 {
        self.content.rarity + if self.joined.is_empty() { 0.0 } else { self.title.rarity * 0.5 }
    }

    /// That of its title, or of its only text.
    fn title_rarity(&self) -> f64 {
        if self.joined.is_empty() { self.content.rarity } else { self.title.rarity }
    }
}

fn shares(list: &TaskList) -> FxHashMap<usize, Shares> {
    let mut shares: FxHashMap<usize, Shares> = FxHashMap::default();
    for (position, task) in list.tasks().iter().enumerate() {
        for department in task.lead.iter().filter_map(UnitName::known) {
            shares.entry(department).or_default().lead.push(position);
        }
        for department in task.support.iter().filter_map(UnitName::known) {
            shares.entry(department).or_default().support.push(position);
        }
    }
    shares
}

/// How many tasks name each telling figure.
fn figures(tasks: &[Prepared]) -> FxHashMap<Figure, u32> {
    let mut counts: FxHashMap<Figure, u32> = FxHashMap::default();
    for task in tasks {
        let named: BTreeSet<Figure> = figures::all_telling(&task.content.figures).map(Figure::of_kind).collect();
        for figure in named {
            *counts.entry(figure).or_default() += 1;
        }
    }
    counts
}

fn named(list: &TaskList) -> FxHashSet<String> {
    let units = list.tasks().iter().flat_map(|task| task.lead.iter().chain(&task.support));
    units.map(|unit| unit.name.to_string()).collect()
}

fn prepare(task: &Task) -> Prepared {
    let content = Form::new(task.words());
    let title = Form::new(&task.title);
    let two = !title.is_empty() && title.words != content.words;
    let joined = if two { Joined::of(&task.title, &task.content) } else { Joined::default() };
    Prepared {
        joined_rarity: (two && joined.is_made_of(&title, &content)).then_some(0.0),
        content,
        title,
        joined,
        number: numbering::form(&task.number),
        section: heading(&task.section),
        twins: 1,
        block: 1,
        plain_units: units::are_plain(task),
        has_target: !task.target.trim().is_empty(),
        things: OnceLock::new(),
    }
}

/// Weighted Dice similarity of two texts, and the share of the lighter one that is in the other, both from 0 to 1.
pub fn similarity(a: &Form, b: &Form) -> (f64, f64) {
    if a.rarity <= 0.0 || b.rarity <= 0.0 {
        let same = f64::from(u8::from(!a.words.is_empty() && a.words == b.words));
        return (same, same);
    }
    let shared = shared(&a.grams, b.grams.iter());
    (2.0 * shared / (a.rarity + b.rarity), shared / a.rarity.min(b.rarity))
}

/// Sum of the rarities of the grams that are in both, ascending as they are.
fn shared<'g>(a: &[Gram], b: impl Iterator<Item = &'g Gram>) -> f64 {
    let (mut at, mut shared) = (0, 0.0);
    for gram in b {
        while a.get(at).is_some_and(|own| own.key < gram.key) {
            at += 1;
        }
        let Some(own) = a.get(at) else { break };
        if own.key == gram.key {
            shared += f64::from(own.rarity);
        }
    }
    shared
}

/// Cosine of two texts' grams, each as heavy as it is rare, from 0 to 1.
pub fn cosine(a: &Form, b: &Form) -> f64 {
    let (mut i, mut j, mut shared) = (0, 0, 0.0);
    while let (Some(left), Some(right)) = (a.grams.get(i), b.grams.get(j)) {
        let order = left.key.cmp(&right.key);
        if order.is_eq() {
            shared += f64::from(left.rarity).powi(2);
        }
        i += usize::from(order.is_le());
        j += usize::from(order.is_ge());
    }
    let lengths = a.length * b.length;
    if lengths > 0.0 { shared / lengths } else { 0.0 }
}

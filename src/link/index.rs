//! Candidate generation: an inverted index of character bigrams over the task list, weighted by rarity.

use std::collections::BTreeMap;

use crate::{model::TaskList, text::fold::words_only};

/// A text as its set of weighted grams.
pub type Grams = BTreeMap<(char, char), f64>;

/// A text prepared for comparison.
#[derive(Debug, Clone, Default)]
pub struct Prepared {
    /// Words without punctuation.
    pub words: String,
    /// Its grams, each with its rarity.
    pub grams: Grams,
    /// Sum of the rarities.
    pub weight: f64,
}

/// A task prepared for comparison.
#[derive(Debug, Clone, Default)]
pub struct PreparedTask {
    /// 任务内容.
    pub content: Prepared,
    /// 重点任务.
    pub title: Prepared,
}

/// The task list, ready to be asked for candidates.
#[derive(Debug)]
pub struct Index {
    postings: BTreeMap<(char, char), Vec<usize>>,
    tasks: Vec<PreparedTask>,
    count: f64,
}

impl Index {
    /// Indexes a task list.
    pub fn new(list: &TaskList) -> Self {
        let mut postings: BTreeMap<(char, char), Vec<usize>> = BTreeMap::new();
        for (position, task) in list.tasks().iter().enumerate() {
            for gram in bigrams(&words_only(&format!("{}\n{}", task.title, task.content))) {
                let tasks = postings.entry(gram).or_default();
                if tasks.last() != Some(&position) {
                    tasks.push(position);
                }
            }
        }
        let mut index = Self { postings, tasks: Vec::new(), count: list.len() as f64 };
        index.tasks = list
            .tasks()
            .iter()
            .map(|task| PreparedTask { content: index.prepare(task.words()), title: index.prepare(&task.title) })
            .collect();
        index
    }

    /// A task as prepared.
    pub fn task(&self, position: usize) -> &PreparedTask {
        &self.tasks[position]
    }

    /// A text with the rarity of each of its grams: ln((N + 1) ÷ (n + ½)), N tasks of which n have the gram.
    pub fn prepare(&self, text: &str) -> Prepared {
        let words = words_only(text);
        let grams: Grams = bigrams(&words)
            .map(|gram| {
                let holding = self.postings.get(&gram).map_or(0, Vec::len) as f64;
                (gram, ((self.count + 1.0) / (holding + 0.5)).ln().max(0.01))
            })
            .collect();
        let weight = grams.values().sum();
        Prepared { words, grams, weight }
    }

    /// The tasks that share most with a text, best first.
    pub fn candidates(&self, text: &Prepared, at_most: usize) -> Vec<usize> {
        let mut shared: BTreeMap<usize, f64> = BTreeMap::new();
        for (gram, weight) in &text.grams {
            for task in self.postings.get(gram).into_iter().flatten() {
                *shared.entry(*task).or_default() += weight;
            }
        }
        let mut order: Vec<(usize, f64)> = shared.into_iter().collect();
        order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        order.into_iter().take(at_most).map(|(task, _)| task).collect()
    }
}

fn bigrams(words: &str) -> impl Iterator<Item = (char, char)> {
    let chars: Vec<char> = words.chars().collect();
    let pairs: Vec<(char, char)> = chars.windows(2).map(|pair| (pair[0], pair[1])).collect();
    pairs.into_iter()
}

/// Weighted Dice similarity of two texts and the share of the lighter one that is in the other, both from 0 to 1.
pub fn similarity(a: &Prepared, b: &Prepared) -> (f64, f64) {
    if a.weight == 0.0 || b.weight == 0.0 {
        let same = f64::from(u8::from(!a.words.is_empty() && a.words == b.words));
        return (same, same);
    }
    let shared: f64 = a.grams.iter().filter(|(gram, _)| b.grams.contains_key(gram)).map(|(_, weight)| weight).sum();
    (2.0 * shared / (a.weight + b.weight), shared / a.weight.min(b.weight))
}

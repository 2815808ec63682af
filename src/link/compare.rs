//! Comparison: the evidence for one record and one task, each field a level with a weight in bits.

use super::index::{Index, Prepared, similarity};
use crate::{
    model::{Evidence, Record, Task, Words, table::Field},
    text::fold::fold,
};

/// A record prepared for comparison.
#[derive(Debug)]
pub struct Subject<'a> {
    /// The record.
    pub record: &'a Record,
    /// Its words: the content, or the title where there is no content.
    pub words: Prepared,
    /// Its title, empty when it has none of its own.
    pub title: Prepared,
    /// The department whose submission it is.
    pub department: Option<usize>,
}

impl<'a> Subject<'a> {
    /// Prepares a record.
    pub fn new(record: &'a Record, department: Option<usize>, index: &Index) -> Self {
        let content = record.raw(&Field::Content);
        let title = record.raw(&Field::Title);
        let words = if content.trim().is_empty() { title } else { content };
        Self { record, words: index.prepare(words), title: index.prepare(title), department }
    }
}

/// Levels of similarity: least value, level, label, weight in bits.
const CONTENT: &[(f64, &str, &str, &str, f64)] = &[
    (0.999, "identical", "文字相同", "same words", 12.0),
    (0.9, "near-identical", "几乎相同", "nearly the same", 8.0),
    (0.75, "similar", "相近", "similar", 5.0),
    (0.55, "related", "部分相近", "partly similar", 1.5),
    (0.35, "weak", "少量相近", "little in common", -2.0),
    (0.0, "different", "不同", "different", -7.0),
];

const TITLE: &[(f64, &str, &str, &str, f64)] = &[
    (0.999, "identical", "标题相同", "same title", 4.0),
    (0.7, "similar", "标题相近", "similar title", 2.5),
    (0.35, "related", "标题部分相近", "partly similar title", 0.0),
    (0.0, "different", "标题不同", "another title", -3.0),
];

fn level(name: &str, value: f64, levels: &[(f64, &str, &str, &str, f64)]) -> Evidence {
    let found = levels.iter().find(|(least, ..)| value >= *least).unwrap_or(&levels[levels.len() - 1]);
    Evidence { name: name.to_owned(), level: found.1.to_owned(), label: Words::new(found.2, found.3), weight: found.4 }
}

fn plain(name: &str, level: &str, label: Words, weight: f64) -> Evidence {
    Evidence { name: name.to_owned(), level: level.to_owned(), label, weight }
}

/// Everything that speaks for and against a record being a task.
pub fn compare(subject: &Subject<'_>, task: &Task, position: usize, index: &Index) -> Vec<Evidence> {
    let prepared = index.task(position);
    let mut evidence = vec![content(subject, &prepared.content, &prepared.title)];
    if !subject.title.words.is_empty() && !task.title.is_empty() && !task.content.is_empty() {
        evidence.push(level("title", similarity(&subject.title, &prepared.title).0, TITLE));
    }
    evidence.extend(number(subject, task));
    evidence.extend(lead(subject, task));
    evidence.extend(figures(&subject.words.words, &prepared.content.words));
    evidence
}

fn content(subject: &Subject<'_>, content: &Prepared, title: &Prepared) -> Evidence {
    let (dice, contained) = similarity(&subject.words, content);
    let shorter = subject.words.words.chars().count().min(content.words.chars().count());
    if dice < 0.75 && contained >= 0.9 && shorter >= 8 {
        return plain("content", "contained", Words::new("缩写或扩写", "shortened or extended"), 4.5);
    }
    // A record with one text column may hold the title and the content together.
    let joined = format!("{}{}", title.words, content.words);
    if subject.words.words == joined {
        return plain("content", "joined", Words::new("标题与内容相连", "title and content joined"), 12.0);
    }
    level("content", dice, CONTENT)
}

fn number(subject: &Subject<'_>, task: &Task) -> Option<Evidence> {
    if subject.record.number.is_empty() || task.number.is_empty() {
        return None;
    }
    let same = subject.record.number == fold(&task.number);
    Some(if same {
        plain("number", "same", Words::new("序号相同", "same number"), 2.0)
    } else {
        plain("number", "other", Words::new("序号不同", "another number"), -0.5)
    })
}

fn lead(subject: &Subject<'_>, task: &Task) -> Option<Evidence> {
    let department = subject.department?;
    let among = |units: &[crate::model::UnitName]| units.iter().any(|unit| unit.known() == Some(department));
    Some(if among(&task.lead) {
        plain("lead", "lead", Words::new("本部门牵头", "this department leads it"), 2.0)
    } else if among(&task.support) {
        plain("lead", "support", Words::new("本部门配合", "this department supports it"), 0.5)
    } else {
        plain(
            "lead",
            "uninvolved",
            Words::new("任务清单中与本部门无关", "the list does not name this department"),
            -4.0,
        )
    })
}

/// Figures tell tasks apart that share every other word.
fn figures(record: &str, task: &str) -> Option<Evidence> {
    let (a, b) = (runs_of_digits(record), runs_of_digits(task));
    if a.is_empty() || b.is_empty() {
        return None;
    }
    if a == b {
        return Some(plain("figures", "same", Words::new("数字相同", "same figures"), 1.5));
    }
    let differ = a.iter().any(|run| !b.contains(run)) && b.iter().any(|run| !a.contains(run));
    differ.then(|| plain("guard", "figures", Words::new("任务中的数字不同", "other figures in the task"), -9.0))
}

fn runs_of_digits(text: &str) -> Vec<String> {
    let mut runs: Vec<String> = text
        .split(|c: char| !c.is_ascii_digit() && c != '.')
        .map(|run| run.trim_matches('.').to_owned())
        .filter(|run| !run.is_empty())
        .collect();
    runs.sort();
    runs.dedup();
    runs
}

/// Sum of the weights of evidence, in bits.
pub fn bits(evidence: &[Evidence]) -> f64 {
    evidence.iter().map(|part| part.weight).sum()
}

/// A score from 0 to 1 for bits of evidence: the logistic of the sum less what a chance candidate starts with.
pub fn score(bits: f64) -> f64 {
    1.0 / (1.0 + (-(bits - 4.0) * std::f64::consts::LN_2 / 1.5).exp())
}

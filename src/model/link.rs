//! Links: record ↔ task, with a decision, a score and the evidence.

use std::{collections::BTreeSet, ops::Deref, sync::Arc};

use serde::Serialize;

use super::{
    record::{Record, RecordId},
    table::Field,
    task::Task,
    words::Words,
};
use crate::text::{fold::words_only, numbering};

/// What was decided of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LinkDecision {
    /// Sure: above the score and the lead over the runner-up.
    Link,
    /// A person must say.
    Possible,
    /// No task of the list.
    None,
}

/// Who decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// The program's own comparison.
    Engine,
    /// A reviewer's decision.
    Reviewer,
    /// The id of our own form, verified against the words.
    Id,
}

/// Which pass found it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Pass {
    /// Id of our own form.
    Id,
    /// Identical text.
    Identical,
    /// A decision from before, an alias or a known rewording.
    Known,
    /// Scored comparison.
    Scored,
}

/// One comparison's part in the score. A province's links have millions of them, which say few different things: what is
/// said stands once, and reads as if it were the part's own (`part.name`).
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// What it says.
    pub reached: Arc<Reached>,
    /// Weight of evidence in bits, negative when it speaks against.
    pub weight: f64,
}

impl Deref for Evidence {
    type Target = Reached;

    fn deref(&self) -> &Reached {
        &self.reached
    }
}

/// A level that the comparison of a field reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    /// The field compared (`content`, `title`, `number`, `section`, `lead`, `order`, `guard`, `pass`).
    pub name: &'static str,
    /// The level reached, a word from the comparison's own list (`near-identical`).
    pub level: &'static str,
    /// What that level is called for a person.
    pub label: Words,
}

impl Reached {
    /// What the field compared is called.
    pub fn field(&self) -> Words {
        let (zh, en) = match self.name {
            "content" => ("任务文字", "words"),
            "words-as-title" | "title" => ("标题", "title"),
            "likeness" => ("相似程度", "likeness"),
            "length" => ("字数", "length"),
            "number" => ("序号", "number"),
            "section" => ("类别", "section"),
            "lead" => ("单位", "department"),
            "figures" | "merged" => ("数字", "figures"),
            "order" => ("次序", "order"),
            "guard" => ("不可混同", "guard"),
            "shared" => ("清单", "list"),
            "code" => ("型号代码", "code"),
            "progress" => ("进展", "progress"),
            "id" => ("编号", "id"),
            "pass" => ("审核", "review"),
            "settled" => ("综合", "together"),
            other => (other, other),
        };
        Words::new(zh, en)
    }
}

/// A task that a record might be.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Position in the task list.
    pub task: usize,
    /// From 0 to 1.
    pub score: f64,
    /// What speaks for and against it.
    pub evidence: Arc<[Evidence]>,
}

/// A text of a row that is not in the words of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording<'a> {
    /// Title or content, of the list.
    pub field: Field,
    /// The column of the row that it stands in.
    pub column: Field,
    /// The list's words.
    pub listed: &'a str,
    /// The row's.
    pub sent: &'a str,
}

/// A record's link.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// The record.
    pub record: RecordId,
    /// What was decided.
    pub decision: LinkDecision,
    /// Who decided.
    pub by: By,
    /// Which pass found it; `None` where nothing did.
    pub pass: Option<Pass>,
    /// Position in the task list: the task for `link`, the best candidate for `possible`, `None` for `none`.
    pub task: Option<usize>,
    /// Score of that task, from 0 to 1.
    pub score: f64,
    /// Evidence for that task.
    pub evidence: Arc<[Evidence]>,
    /// Best first; the chosen one included, then its runners-up.
    pub candidates: Arc<[Candidate]>,
    /// Further tasks that the one row evidently reports too (L006), positions in the task list.
    pub also: Vec<usize>,
    /// Whether it is one of several rows that together report one task (L005).
    pub split: bool,
    /// The number names another task than the words do (L007): that task's position.
    pub number_says: Option<usize>,
    /// What would have decided it, where it is `possible`.
    pub question: Option<Box<Words>>,
    /// The row's target was read as its content, beside a title or a content alone.
    pub by_target: bool,
}

impl Link {
    /// A record that is no task of the list.
    pub fn none(record: RecordId) -> Self {
        Self {
            record,
            decision: LinkDecision::None,
            by: By::Engine,
            pass: None,
            task: None,
            score: 0.0,
            evidence: Arc::default(),
            candidates: Arc::default(),
            also: Vec::new(),
            split: false,
            number_says: None,
            question: None,
            by_target: false,
        }
    }

    /// The tasks that a row under review may well report: what it is asked about, and what comes as near as that.
    pub fn open_tasks(&self) -> Vec<usize> {
        const NEAR: f64 = 0.5;
        if self.decision != LinkDecision::Possible {
            return Vec::new();
        }
        let near = self.candidates.iter().filter(|candidate| candidate.score >= NEAR);
        let mut tasks: Vec<usize> = self.task.into_iter().chain(self.also.iter().copied()).collect();
        tasks.extend(near.map(|candidate| candidate.task));
        let mut seen = BTreeSet::new();
        tasks.retain(|task| seen.insert(*task));
        tasks
    }

    /// The best candidate beside the task that the row was held to be, and how far it is behind, in bits of evidence.
    pub fn runner_up(&self) -> Option<(&Candidate, f64)> {
        let task = self.task?;
        let other = self.candidates.iter().find(|other| other.task != task && !self.also.contains(&other.task))?;
        let bits = |evidence: &[Evidence]| evidence.iter().map(|part| part.weight).sum::<f64>();
        Some((other, bits(&self.evidence) - bits(&other.evidence)))
    }

    /// The texts of a row beside those of a task that they were held against, title before content: what the list says and
    /// what was sent, where they are not the same words.
    pub fn wordings<'a>(&self, record: &'a Record, task: &'a Task) -> Vec<Wording<'a>> {
        let text = |field: Field| Some(record.raw(&field)).filter(|text| !text.trim().is_empty()).map(|_| field);
        let by_title = self.evidence.iter().any(|part| part.name == "words-as-title");
        // What it is held against, and the column that it stands in.
        let pairs = match (text(Field::Title), text(Field::Content)) {
            (Some(title), Some(content)) => vec![(Field::Title, title), (Field::Content, content)],
            (Some(one), None) | (None, Some(one)) if self.by_target => {
                vec![(Field::Title, one), (Field::Content, Field::Target)]
            }
            (Some(one), None) | (None, Some(one)) if by_title => vec![(Field::Title, one)],
            (Some(one), None) | (None, Some(one)) => vec![(Field::Content, one)],
            (None, None) => Vec::new(),
        };
        let listed_as = |field: &Field| if *field == Field::Title { &*task.title } else { task.words() };
        // What is sent as it is listed needs no closer look, and most of it is.
        if pairs.iter().all(|(field, column)| record.raw(column) == listed_as(field)) {
            return Vec::new();
        }
        let plain = |text: &str| words_only(numbering::without(text));
        let (title, content) = (plain(&task.title), plain(task.words()));
        let alone = pairs.len() == 1;
        // A list with one text column says nothing of a second one.
        let single = title == content && plain(record.raw(&Field::Title)) == title;
        let wording = |(field, column): (Field, Field)| {
            let sent = record.raw(&column);
            let (listed, own) = if field == Field::Title { (&*task.title, &title) } else { (task.words(), &content) };
            let said = plain(sent);
            let in_one_cell = alone && (said == title || said == content || said == format!("{title}{content}"));
            let same = own.is_empty() || said == *own || single || in_one_cell;
            (!same).then_some(Wording { field, column, listed, sent })
        };
        pairs.into_iter().filter_map(wording).collect()
    }

    /// The task, when the link is sure.
    pub fn linked(&self) -> Option<usize> {
        if self.decision == LinkDecision::Link { self.task } else { None }
    }
}

//! Record linkage: block, compare, decide. Record × TaskList → Link, with the evidence.

mod assign;
mod compare;
mod index;

use compare::{Subject, bits, compare, score};
use index::Index;

use crate::{
    model::{
        By, Candidate, Decision, DecisionOn, Evidence, Link, LinkDecision, Pass, Record, RecordId, Register, TaskList,
        Words, table::Field,
    },
    text::fold::words_only,
};

/// What linking may ask besides the records.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The canonical list.
    pub tasks: &'a TaskList,
    /// Departments.
    pub register: &'a Register,
    /// For each submission the department it belongs to, a position in the register.
    pub departments: &'a [Option<usize>],
    /// Reviewers' decisions.
    pub decisions: &'a [Decision],
    /// Threads to use.
    pub jobs: usize,
}

/// Candidates that are compared in full.
const COMPARED: usize = 24;
/// Candidates kept with a link.
const KEPT: usize = 5;
/// Least evidence, in bits, for a link.
const LINK_BITS: f64 = 8.0;
/// Least lead over the runner-up, in bits.
const LEAD_BITS: f64 = 3.0;
/// Least evidence, in bits, for a question.
const POSSIBLE_BITS: f64 = 2.0;

/// One link a record, in the same order. Records are grouped by their submission for the assignment.
pub fn link(records: &[Record], context: Context<'_>) -> Vec<Link> {
    let index = Index::new(context.tasks);
    let mut links: Vec<Link> = records
        .iter()
        .enumerate()
        .map(|(position, record)| {
            let department = context.departments.get(record.submission).copied().flatten();
            one(RecordId(position), &Subject::new(record, department, &index), context, &index)
        })
        .collect();
    assign::once_a_submission(records, &mut links);
    links
}

fn one(id: RecordId, subject: &Subject<'_>, context: Context<'_>, index: &Index) -> Link {
    let mut candidates = candidates(subject, context, index);
    if let Some(link) = decided(id, subject, context) {
        return Link { candidates, ..link };
    }
    let (by, pass) = match own_id(subject, context) {
        Some(task) if promote(&mut candidates, task) => (By::Id, Pass::Id),
        _ => (By::Engine, Pass::Scored),
    };
    let Some(best) = candidates.first().cloned() else { return Link::none(id) };
    let (sum, lead) = (bits(&best.evidence), lead(&candidates));
    let identical = best.evidence.iter().any(|part| part.name == "content" && part.level == "identical");
    let pass = if pass == Pass::Scored && identical { Pass::Identical } else { pass };
    let vetoed = best.evidence.iter().any(|part| part.name == "guard");
    let decision = if sum >= LINK_BITS && lead >= LEAD_BITS && !vetoed {
        LinkDecision::Link
    } else if sum >= POSSIBLE_BITS {
        LinkDecision::Possible
    } else {
        LinkDecision::None
    };
    let task = (decision != LinkDecision::None).then_some(best.task);
    let number_says = number_says(subject, best.task, context);
    Link {
        decision,
        by,
        pass: task.map(|_| pass),
        task,
        score: best.score,
        evidence: best.evidence,
        candidates,
        number_says,
        question: (decision == LinkDecision::Possible).then(|| question(sum, lead, vetoed)),
        ..Link::none(id)
    }
}

fn question(sum: f64, lead: f64, vetoed: bool) -> Words {
    if vetoed {
        Words::new(
            "任务中的数字与清单不同，请确认是否同一项任务",
            "the figures in the task differ from the list's: is it the same task?",
        )
    } else if sum >= LINK_BITS && lead < LEAD_BITS {
        Words::new("有两项任务同样相近，请确认是哪一项", "two tasks are equally near: which one is it?")
    } else {
        Words::new("文字不够相近，请确认是否这项任务", "the words are not near enough: is it this task?")
    }
}

fn lead(candidates: &[Candidate]) -> f64 {
    match candidates {
        [first, second, ..] => bits(&first.evidence) - bits(&second.evidence),
        _ => f64::INFINITY,
    }
}

fn candidates(subject: &Subject<'_>, context: Context<'_>, index: &Index) -> Vec<Candidate> {
    let mut positions = index.candidates(&subject.words, COMPARED);
    positions.extend(index.candidates(&subject.title, COMPARED));
    positions.sort_unstable();
    positions.dedup();
    let tasks = context.tasks.tasks();
    let mut candidates: Vec<Candidate> = positions
        .into_iter()
        .map(|task| {
            let evidence: Vec<Evidence> = compare(subject, &tasks[task], task, index);
            Candidate { task, score: score(bits(&evidence)), evidence }
        })
        .collect();
    candidates.sort_by(|a, b| bits(&b.evidence).total_cmp(&bits(&a.evidence)).then(a.task.cmp(&b.task)));
    candidates.truncate(KEPT);
    candidates
}

/// The task whose id the row carries.
fn own_id(subject: &Subject<'_>, context: Context<'_>) -> Option<usize> {
    context.tasks.position(subject.record.raw(&Field::Id).trim())
}

/// Puts the task that the id names first, if the words do not speak against it.
fn promote(candidates: &mut Vec<Candidate>, task: usize) -> bool {
    let Some(position) = candidates.iter().position(|candidate| candidate.task == task) else { return false };
    let mut candidate = candidates.remove(position);
    if bits(&candidate.evidence) < POSSIBLE_BITS {
        candidates.insert(position, candidate);
        return false;
    }
    candidate.evidence.push(Evidence {
        name: "id".to_owned(),
        level: "own-form".to_owned(),
        label: Words::new("任务编号相符", "the row carries the task's id"),
        weight: 10.0,
    });
    candidate.score = score(bits(&candidate.evidence));
    candidates.insert(0, candidate);
    true
}

/// A reviewer's decision on these words of this department.
fn decided(id: RecordId, subject: &Subject<'_>, context: Context<'_>) -> Option<Link> {
    let name = &context.register.departments.get(subject.department?)?.name;
    let words = &subject.words.words;
    context.decisions.iter().rev().find_map(|decision| match &decision.on_what {
        DecisionOn::Link { department, text, task } if department == name && words_only(text) == *words => {
            let task = task.as_deref().and_then(|task| context.tasks.position(task));
            Some(Link {
                decision: if task.is_some() { LinkDecision::Link } else { LinkDecision::None },
                by: By::Reviewer,
                pass: Some(Pass::Known),
                task,
                score: 1.0,
                ..Link::none(id)
            })
        }
        _ => None,
    })
}

/// The task that the row's number names, when the words name one with another number.
fn number_says(subject: &Subject<'_>, chosen: usize, context: Context<'_>) -> Option<usize> {
    let number = &subject.record.number;
    let tasks = context.tasks.tasks();
    let same = |task: &crate::model::Task| crate::text::fold::fold(&task.number) == *number;
    if number.is_empty() || same(&tasks[chosen]) {
        return None;
    }
    tasks.iter().position(same)
}

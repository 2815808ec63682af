//! Record linkage: block, compare, decide. Record × TaskList → Link, with the evidence.
//!
//! ```text
//! Record ─compare::Subject─▶ index (candidates) ─compare─▶ evidence in bits ─order─▶ assign ─decide─▶ Link
//! ```
//!
//! Passes, in order: the id of our own form, verified against the words; identical text; a reviewer's decision or a known
//! rewording; the scored comparison. Weights and thresholds are estimated from labelled pairs
//! (`examples/estimate_link_weights.rs`); guard words and rewordings are tables in `seeds/link/`.

mod anchor;
mod assign;
mod batches;
mod compare;
mod decide;
mod difference;
mod done;
mod figures;
mod form;
mod guards;
mod index;
mod joined;
mod kept;
mod latin;
mod merges;
mod news;
mod order;
mod places;
mod progress;
mod quantity;
mod rest;
mod retelling;
mod said;
mod script;
mod slip;
mod strangers;
mod texts;
mod things;
mod unclaimed;
mod units;
mod verdict;
mod weights;
mod wording;

use std::{borrow::Cow, collections::BTreeMap};

use rayon::prelude::*;

use batches::{Numbered, Spoken, batches};
use compare::{Compared, Subject, compare};
use decide::{Claim, decide};
use form::heading;
use index::Index;
use kept::Kept;
use said::Said;
use strangers::Doubt;
use verdict::is_strong;
use weights::Weights;

use crate::{
    model::{
        Decision, DecisionOn, DecisionVerdict, FieldValue, Link, LinkDecision, Record, Register, TaskList, Words,
        table::Field,
    },
    text::{
        fold::words_only,
        likeness::{Pairs, plainly_most_like},
        numbering,
    },
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

/// Tasks of one number that are compared although their words are far.
const NUMBERED: usize = 4;

/// A record on its way to a link.
pub(crate) struct Row<'a> {
    /// Position among the records.
    position: usize,
    subject: Subject<'a>,
    /// Best first.
    compared: Vec<Compared<'a>>,
    /// What a reviewer said.
    decided: Option<Answer>,
    /// The task whose id the row carries, where its words agree.
    by_id: Option<usize>,
    /// The task whose id the row carries, where its words say otherwise.
    id_conflict: Option<usize>,
    /// The row (position in the submission) whose very cells hold this row's words too.
    follows: Option<usize>,
    /// Why its words alone do not settle it.
    doubt: Option<Doubt>,
}

impl Row<'_> {
    fn sort(&mut self) {
        self.compared.sort_by(|a, b| b.sum.total_cmp(&a.sum).then(a.task.cmp(&b.task)));
    }
}

/// One link a record, in the same order. Records are grouped by their submission for the assignment.
pub fn link(records: &[Record], context: Context<'_>) -> Vec<Link> {
    let work = || {
        let index = Index::new(context.tasks);
        let known = Known::new(context);
        let asked = Asked { context, index: &index, known: &known };
        let mut submissions: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (position, record) in records.iter().enumerate() {
            submissions.entry(record.submission).or_default().push(position);
        }
        let numbered = Numbered::new(records);
        let groups = numbered.near_each_other(submissions.into_values().collect());
        let (mut spoken, mut kept) = (Spoken::new(&numbered), Kept::default());
        let mut links = Vec::with_capacity(records.len());
        for batch in batches(&groups) {
            spoken.hear(batch, records, &numbered, &index);
            let batch_links = linked(records, batch, asked, (&spoken, &numbered));
            links.extend(batch_links.into_iter().map(|link| kept.once(link)));
            spoken.forget(batch, &numbered);
        }
        links
    };
    let mut links: Vec<Link> = match rayon::ThreadPoolBuilder::new().num_threads(context.jobs.max(1)).build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    };
    // No two are of one record, and a sort that keeps the order of equals takes half as much room again.
    links.sort_unstable_by_key(|link| link.record);
    links
}

/// What every row is held against.
#[derive(Clone, Copy)]
struct Asked<'a> {
    context: Context<'a>,
    index: &'a Index,
    known: &'a Known<'a>,
}

/// The links of a batch, every submission settled as a whole.
fn linked(
    records: &[Record],
    batch: &[Vec<usize>],
    asked: Asked<'_>,
    (spoken, numbered): (&Spoken, &Numbered),
) -> Vec<Link> {
    let settle = |group: &Vec<usize>| {
        let mut group = group.clone();
        group.sort_by_key(|position| (records[*position].table, records[*position].row, *position));
        let prepared = |position: usize| row(position, &records[position], spoken.of(position, numbered), asked);
        let units = by_unit(group.into_par_iter().map(prepared).collect(), asked.context);
        // What one department's few rows do not tell of their numbers, those of the others in its table may.
        let numbers = if units.len() > 1 { order::are_the_lists(units.iter().flatten()) } else { None };
        let links = units.into_par_iter().flat_map_iter(move |unit| submission(unit, numbers, asked));
        links.collect::<Vec<Link>>()
    };
    batch.par_iter().flat_map_iter(settle).collect()
}

/// The rows of a submission, parted by the unit that each names where the file is of no one department: several
/// departments' rows in one table.
fn by_unit<'a>(rows: Vec<Row<'a>>, context: Context<'_>) -> Vec<Vec<Row<'a>>> {
    let owner = rows.first().and_then(|first| *context.departments.get(first.subject.record.submission)?);
    if owner.is_some() {
        return vec![rows];
    }
    let mut units: BTreeMap<&str, Vec<Row<'a>>> = BTreeMap::new();
    for row in rows {
        let unit = row.subject.record.lead.first().map_or("", |unit| &*unit.name);
        units.entry(unit).or_default().push(row);
    }
    units.into_values().collect()
}

/// The links of one submission, from its rows in the order of its tables, given whether the numbers of the table that they stand
/// in are the list's.
fn submission(mut rows: Vec<Row<'_>>, numbers: Option<bool>, asked: Asked<'_>) -> Vec<Link> {
    let Asked { context, index, .. } = asked;
    let numbers = order::are_the_lists(rows.iter()).or(numbers);
    if numbers == Some(false) {
        order::distrust_numbers(&mut rows);
    }
    order::apply(&mut rows);
    merges::note(&mut rows, index);
    follow(&mut rows);
    unclaimed::note(&mut rows, index);
    strangers::note(&mut rows, index);
    let given = assign::assign(&rows);
    let claims = claims(&rows, &given);
    let mut links: Vec<Link> = rows
        .iter()
        .zip(&claims)
        .map(|(row, claim)| Link {
            number_says: if numbers == Some(true) { number_says(row, index) } else { None },
            ..decide(row, *claim, index, context.tasks)
        })
        .collect();
    follow_links(&rows, &mut links);
    links
}

fn row<'a>(position: usize, record: &'a Record, said: &'a Said, asked: Asked<'_>) -> Row<'a> {
    let Asked { context, index, known } = asked;
    let department = context.departments.get(record.submission).copied().flatten();
    let section = record.value(&Field::Section).map(|value| &*value.raw).or(record.section.as_deref());
    let section = section.and_then(|section| index.section(&heading(section))).unwrap_or_default().to_owned();
    let subject = Subject { record, said, section, department };
    let own = context.tasks.position(record.raw(&Field::Id).trim());
    let decided = known.decided(&subject, index);
    let compared = compared(&subject, own, asked);
    let mut row =
        Row { position, subject, compared, decided, by_id: None, id_conflict: None, follows: None, doubt: None };
    row.sort();
    if let Some(task) = own {
        verify(&mut row, task);
    }
    row
}

/// The candidates of what the record says, and beside them the task of its id and those of its number.
fn compared<'a>(subject: &Subject<'a>, own: Option<usize>, asked: Asked<'_>) -> Vec<Compared<'a>> {
    let Asked { context, index, .. } = asked;
    let verdicts = subject.said.verdicts();
    let is_new = |task: &usize| verdicts.binary_search_by_key(task, |(task, _)| *task).is_err();
    let mut more: Vec<usize> = own.into_iter().filter(is_new).collect();
    let numbered = index.with_number(&subject.record.number).iter().take(NUMBERED).map(|task| *task as usize);
    more.extend(numbered.filter(is_new));
    more.sort_unstable();
    more.dedup();
    let known = verdicts.iter().map(|(task, verdict)| (*task, Cow::Borrowed(verdict)));
    let more = more.into_iter().map(|task| (task, Cow::Owned(subject.said.against(index.task(task), index))));
    let entry = |(at, verdict)| {
        let task = context.tasks.tasks().get(at)?;
        Some(compare(subject, verdict, (at, task), index, context.register))
    };
    let mut compared: Vec<Compared<'a>> = known.chain(more).filter_map(entry).collect();
    if subject.said.words.is_empty() && compared.iter().any(Compared::is_hinted) {
        compared.retain(Compared::is_hinted);
    }
    compared
}

/// The id counts where the row's words are the task's, or near them; a row pasted over has the right id and other words.
fn verify(row: &mut Row<'_>, task: usize) {
    let identical_elsewhere = row.compared.iter().any(|other| other.task != task && other.level() == "identical");
    let said_elsewhere = row.compared.iter().any(|other| other.task != task && says_all(other));
    let Some(own) = row.compared.iter_mut().find(|candidate| candidate.task == task) else { return };
    let near = !own.vetoed() && (!matches!(own.level(), "different" | "weak" | "swapped") || own.tells_nothing_else());
    let settled_elsewhere = identical_elsewhere || said_elsewhere && own.level() == "different";
    if near && (own.level() == "identical" || !identical_elsewhere) {
        own.push(Weights::built_in().part("id", "own-form"));
        row.by_id = Some(task);
    } else if !settled_elsewhere && !row.subject.said.words.is_empty() {
        row.id_conflict = Some(task);
    }
    row.sort();
}

/// Whether a row says a task in so many words that an id with which its words have nothing to do is a wrong one.
fn says_all(other: &Compared<'_>) -> bool {
    let told = is_strong(other.level()) || matches!(other.level(), "shortened" | "extended" | "typo");
    (told || other.tells_nothing_else())
        && !other.verdict.by_title
        && !other.vetoed()
        && !other.has("length", "few-words")
}

/// Rows whose words come from one cell (a merged or continued block) report one task together.
fn follow(rows: &mut [Row<'_>]) {
    let mut first: BTreeMap<(usize, crate::model::CellRef, Option<crate::model::CellRef>), usize> = BTreeMap::new();
    for (at, row) in rows.iter_mut().enumerate() {
        let record = row.subject.record;
        let content = record.value(&Field::Content).filter(|value| !value.raw.trim().is_empty());
        let title = record.value(&Field::Title);
        let target = record.value(&Field::Target).filter(|_| row.subject.said.by_target);
        let words = target.or(content).or(title).filter(|_| !row.subject.said.words.is_empty());
        let Some(words) = words else { continue };
        let key = (record.table, words.cell(), title.map(FieldValue::cell));
        let leader = *first.entry(key).or_insert(at);
        if leader != at && words.inherited {
            row.follows = Some(leader);
        }
    }
}

fn follow_links(rows: &[Row<'_>], links: &mut [Link]) {
    for (at, row) in rows.iter().enumerate() {
        let Some(leader) = row.follows.filter(|_| row.decided.is_none()) else { continue };
        if links[leader].decision == LinkDecision::Link {
            links[leader].split = true;
        }
        links[at] = Link { record: links[at].record, ..links[leader].clone() };
    }
}

/// How each row stands to the others that want its best task.
fn claims(rows: &[Row<'_>], given: &[Option<usize>]) -> Vec<Claim> {
    let mut holders: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, task) in given.iter().enumerate() {
        if let Some(task) = task {
            holders.insert(*task, at);
        }
    }
    let mut claims: Vec<Claim> = vec![Claim::Own; rows.len()];
    for (at, row) in rows.iter().enumerate() {
        let Some(best) = row.compared.first().filter(|_| row.follows.is_none()) else { continue };
        let Some(holder) = holders.get(&best.task).copied().filter(|holder| *holder != at) else { continue };
        // A row that reports several tasks wants them all, and another one that was given one of these wanted its own.
        if best.is_merged() && rows[holder].compared.first().is_some_and(|first| first.task != best.task) {
            continue;
        }
        let Some(held) = rows[holder].compared.iter().find(|candidate| candidate.task == best.task) else { continue };
        claims[at] = if is_strong(best.level()) && is_strong(held.level()) {
            Claim::Again
        } else if is_part(best) && is_part(held) && (parted(best, held) || say_nothing_else(best, held)) {
            claims[holder] = Claim::Part;
            Claim::Part
        } else {
            Claim::Lost(rows[holder].subject.record.row)
        };
    }
    claims
}

/// Whether a row may tell a part of the task: not all of it, and nothing that speaks against it.
fn is_part(compared: &Compared<'_>) -> bool {
    let told =
        compared.verdict.nothing_new() || compared.told_in_part() || !matches!(compared.level(), "different" | "weak");
    told && !is_strong(compared.level()) && compared.level() != "extended" && !compared.vetoed()
}

/// Whether two rows say nothing but what the task says: whatever part each tells, neither is another task.
fn say_nothing_else(a: &Compared<'_>, b: &Compared<'_>) -> bool {
    let nothing_else = |told: &Compared<'_>| told.verdict.nothing_new() || told.level() == "shortened";
    nothing_else(a) && nothing_else(b)
}

/// Whether two rows tell different clauses of one task.
fn parted(a: &Compared<'_>, b: &Compared<'_>) -> bool {
    let (a, b) = (&a.verdict.told, &b.verdict.told);
    !a.is_empty() && !b.is_empty() && !a.iter().any(|clause| b.contains(clause))
}

/// The task that the row's number names, when the words name one with another number.
fn number_says(row: &Row<'_>, index: &Index) -> Option<usize> {
    let number = &row.subject.record.number;
    let chosen = row.compared.first()?.task;
    if number.is_empty() || *index.task(chosen).number == **number {
        return None;
    }
    index.with_number(number).first().map(|task| *task as usize)
}

/// What a reviewer answered: a task, or none of the list; and who said so.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub task: Option<usize>,
    pub label: Words,
}

/// Reviewers' decisions, ready to be asked: department and words → the task given, the latest last.
struct Known<'a> {
    decisions: BTreeMap<(&'a str, String), Answer>,
    register: &'a Register,
}

impl<'a> Known<'a> {
    fn new(context: Context<'a>) -> Self {
        let mut decisions = BTreeMap::new();
        for decision in context.decisions {
            let DecisionOn::Link { department, text, .. } = &decision.on_what else { continue };
            // What was decided holds however far the work has come since.
            let without = progress::without(text).filter(|left| !left.is_empty());
            let texts = [Some(text.as_str()), without.as_deref()];
            let keys =
                texts.into_iter().flatten().map(|text| (department.as_str(), words_only(numbering::without(text))));
            // What went back to the department is open again; a task that the list no longer has decides nothing.
            let given = given(decision, context.tasks).filter(|_| decision.verdict != DecisionVerdict::Return);
            for key in keys {
                match given {
                    Some(task) => drop(decisions.insert(key, Answer { task, label: label(decision) })),
                    None => drop(decisions.remove(&key)),
                }
            }
        }
        Self { decisions, register: context.register }
    }

    /// A decision on title and content together goes before one on the content alone, and that one counts only where the
    /// content is not the same words for several tasks.
    fn decided(&self, subject: &Subject<'_>, index: &Index) -> Option<Answer> {
        if self.decisions.is_empty() || subject.said.words.is_empty() {
            return None;
        }
        let name = self.register.departments.get(subject.department?)?.name.as_str();
        let ask = |words: &str| self.decisions.get(&(name, words.to_owned())).cloned();
        // As it was sent, with how far the work had come by then.
        if let Some(answer) = subject.said.as_sent.iter().find_map(|words| ask(words)) {
            return Some(answer);
        }
        if subject.said.by_target {
            return ask(&subject.said.title.words)
                .filter(|_| index.with_words(&subject.said.title.words).nth(1).is_none());
        }
        let both = if subject.said.joined.is_empty() { None } else { ask(&subject.said.joined.words) };
        let ambiguous = index.with_words(&subject.said.words.words).nth(1).is_some();
        both.or_else(|| if ambiguous && !subject.said.title.is_empty() { None } else { ask(&subject.said.words.words) })
    }
}

/// The task that a decision gives, in the list as it is now: `Some(None)` for no task, `None` where the list has none
/// that it could be. The words of the task go before its id, which may be another's in the next list.
pub fn given(decision: &Decision, tasks: &TaskList) -> Option<Option<usize>> {
    let DecisionOn::Link { task, .. } = &decision.on_what else { return None };
    let Some(id) = task else { return Some(None) };
    let own = tasks.position(id);
    let words = words_only(&decision.about.task_words);
    if words.is_empty() {
        return own.map(Some);
    }
    let same = |position: &usize| words_only(tasks.tasks()[*position].words()) == words;
    if let Some(position) = own.filter(same).or_else(|| (0..tasks.len()).find(same)) {
        return Some(Some(position));
    }
    let pairs: Vec<Pairs> = tasks.tasks().iter().map(|task| Pairs::of(task.words())).collect();
    plainly_most_like(&words, &pairs, 0.6, 0.1).map(Some)
}

/// Who decided and when, for a person.
fn label(decision: &Decision) -> Words {
    let who = [decision.by.as_str(), decision.on.as_str()].into_iter().filter(|part| !part.is_empty());
    let who = who.collect::<Vec<_>>().join(" ");
    let weights = Weights::built_in();
    let known = weights.evidence(&weights.part("pass", "reviewed")).label.clone();
    if who.is_empty() { known } else { Words::new(format!("{}（{who}）", known.zh), format!("{} ({who})", known.en)) }
}

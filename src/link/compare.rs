//! Comparison: the evidence for one record and one task, each field a level with a weight in bits.

use std::{borrow::Cow, sync::Arc};

use super::{
    anchor::Anchor,
    index::{Index, Prepared},
    retelling::Retelling,
    said::Said,
    units,
    verdict::{Verdict, is_strong},
    weights::{Part, Weights},
};
use crate::model::{Evidence, Record, Register, Task, Words, table::Field};

/// A record prepared for comparison.
#[derive(Debug)]
pub struct Subject<'a> {
    /// The record.
    pub record: &'a Record,
    /// What it says.
    pub said: &'a Said,
    /// Comparison form of its section.
    pub section: String,
    /// The department whose submission it is.
    pub department: Option<usize>,
}

/// A task as compared with a record.
#[derive(Debug)]
pub struct Compared<'a> {
    /// Position in the task list.
    pub task: usize,
    /// What the comparison of the words came to.
    pub verdict: Cow<'a, Verdict>,
    /// Everything that speaks for and against it.
    parts: Vec<Part>,
    /// Sum of the parts, in bits.
    pub sum: f64,
}

impl Compared<'_> {
    /// Whether the row says nothing but what the task says: in words that are the task's or, of a department that has a part in
    /// it, in an order of its own.
    pub fn tells_nothing_else(&self) -> bool {
        let involved = || self.has("lead", "lead") || self.has("lead", "support");
        self.verdict.nothing_new() || self.anchored() == Some(Anchor::Whole) || self.verdict.only_turned() && involved()
    }

    /// How the row hangs on the task's figures.
    pub fn anchored(&self) -> Option<Anchor> {
        self.verdict.anchored(self.reached("lead"))
    }

    /// Whether the row has the task's figures in words of its own, or a clause of the task beside its own.
    pub fn told_in_part(&self) -> bool {
        let lead = self.reached("lead");
        self.verdict.retelling(lead).is_some() || self.verdict.has_clause(lead)
    }

    /// Whether the row's figures are all that the task has, more than one of them or in all the task's words, so that whoever
    /// sends it means this task.
    pub fn tells_all_figures(&self) -> bool {
        let several = matches!(self.verdict.figures, Some("several" | "many"));
        self.verdict.holds
            && self.anchored().is_some()
            && (several || self.verdict.keeps_all && self.verdict.is_titled())
    }

    /// Level of the words.
    pub fn level(&self) -> &'static str {
        self.verdict.level
    }

    /// Whether a guard word or figure speaks against it.
    pub fn vetoed(&self) -> bool {
        self.verdict.guard.is_some()
    }

    /// The level that a field reached.
    pub fn reached(&self, field: &str) -> Option<&'static str> {
        self.parts.iter().find(|part| part.name == field).map(|part| part.level)
    }

    /// Whether a field reached a level.
    pub fn has(&self, field: &str, level: &str) -> bool {
        self.parts.iter().any(|part| part.name == field && part.level == level)
    }

    /// Whether the row reports it together with other tasks.
    pub fn is_merged(&self) -> bool {
        self.reached("merged").is_some()
    }

    /// Notes that the row reports the task together with others: what else it says is theirs and does not speak against it.
    pub fn merge(&mut self, level: &'static str) {
        self.verdict.to_mut().guard = None;
        self.parts.retain(|part| part.name != "guard");
        self.push(Weights::built_in().part("merged", level));
    }

    /// Whether something but words points to it.
    pub fn is_hinted(&self) -> bool {
        self.has("number", "same") || self.has("progress", "near")
    }

    /// Bits of a field.
    pub fn weight(&self, field: &str) -> f64 {
        self.parts.iter().filter(|part| part.name == field).map(|part| part.weight).sum()
    }

    /// Adds what a field says.
    pub fn push(&mut self, part: Part) {
        self.parts.push(part);
        self.settle();
    }

    /// Sums up. Where the words are the task's own beyond doubt, its place in the table, number and sender can only say so
    /// much against it: a row that was moved, renumbered or sent by another department is still that task.
    fn settle(&mut self) {
        self.parts.retain(|part| part.name != "settled");
        let own = is_strong(self.level()) && !self.verdict.by_title && !self.vetoed();
        let whole = !self.has("length", "few-words")
            && !self.has("content", "boilerplate")
            && !self.has("shared", "boilerplate");
        let against: f64 =
            self.parts.iter().filter(|part| CIRCUMSTANCES.contains(&part.name)).map(|part| part.weight).sum();
        // So are words that say all of it, a part of it or nothing but it, of a department that has a part in it.
        let involved = self.has("lead", "lead") || self.has("lead", "support");
        let told = matches!(self.level(), "shortened" | "extended" | "typo")
            || self.verdict.nothing_new()
            || self.anchored().is_some()
            || self.told_in_part()
            || self.verdict.only_turned();
        let least = if involved && told && !self.vetoed() { OF_INVOLVED } else { CIRCUMSTANCE };
        let told = told && involved || self.tells_all_figures();
        if (own || told && !self.vetoed()) && whole && against < least {
            self.parts.push(Part { name: "settled", level: "words", weight: least - against });
        }
        self.sum = self.parts.iter().map(|part| part.weight).sum();
    }

    /// Takes a field away.
    pub fn forget(&mut self, field: &str) {
        self.parts.retain(|part| part.name != field);
        self.settle();
    }

    /// The parts as they are shown.
    pub fn evidence(&self, index: &Index) -> Arc<[Evidence]> {
        let weights = Weights::built_in();
        let shown = |part: &Part| match (part.name, self.verdict.guard) {
            ("guard", Some(guard)) => part.labelled(guard.words()),
            ("shared", _) => part.labelled(shared(index.task(self.task).twins)),
            _ => weights.evidence(part),
        };
        self.parts.iter().map(shown).collect()
    }
}

/// Everything that speaks for and against a record being a task, given what the comparison of the words came to.
pub fn compare<'a>(
    subject: &Subject<'_>,
    verdict: Cow<'a, Verdict>,
    (position, task): (usize, &Task),
    index: &Index,
    register: &Register,
) -> Compared<'a> {
    let (weights, prepared) = (Weights::built_in(), index.task(position));
    let lead = units::part(subject, (position, task), index, register);
    let mut parts = Vec::with_capacity(10);
    words(&mut parts, subject, &verdict, prepared, lead);
    let mut push = |field, level: Option<&'static str>| parts.extend(level.map(|level| weights.part(field, level)));
    push("number", number(subject, prepared));
    push("section", section(subject, prepared));
    push("lead", lead);
    push("figures", figures(&verdict, lead));
    push("code", verdict.code);
    push("guard", verdict.guard.map(|_| "veto"));
    if verdict.likeness.is_some() {
        // Every description of a product names figures and codes that another leaves out: they forbid, and weigh nothing.
        for part in parts.iter_mut().filter(|part| matches!(part.name, "code" | "guard")) {
            part.weight = if part.level == "same" { SAME_CODE } else { 0.0 };
        }
    }
    let mut compared = Compared { task: position, verdict, parts, sum: 0.0 };
    compared.settle();
    compared
}

/// The level of the figures. Every description of a product names figures that another leaves out; but a department that
/// says its task in words of its own keeps them.
fn figures(verdict: &Verdict, lead: Option<&'static str>) -> Option<&'static str> {
    let keeps =
        matches!(lead, Some("lead" | "support")) && matches!(verdict.figures, Some("same" | "several" | "many"));
    if verdict.retelling(lead) == Some(Retelling::Figure) {
        return Some("alone");
    }
    verdict.figures.filter(|_| verdict.likeness.is_none() || keeps)
}

/// Fields that say where a row stands and who sent it, beside what it says.
const CIRCUMSTANCES: &[&str] = &["number", "section", "lead", "order"];
/// What circumstances can say against words that are the task's own, in bits.
const CIRCUMSTANCE: f64 = -4.0;
/// What they can say where the department has a part in the task.
const OF_INVOLVED: f64 = -1.0;

/// What the words say, or the progress where there are none.
fn words(parts: &mut Vec<Part>, subject: &Subject<'_>, verdict: &Verdict, task: &Prepared, lead: Option<&'static str>) {
    let weights = Weights::built_in();
    if let Some(level) = verdict.progress {
        parts.push(weights.part("progress", level));
        return;
    }
    if let Some(likeness) = verdict.likeness {
        latin(parts, verdict, likeness, task, matches!(lead, Some("lead" | "support")));
        return;
    }
    let (field, level) = verdict.words(task);
    let boilerplate = verdict.level == "identical" && !verdict.by_title && task.twins > 1;
    let part = weights.part(field, if boilerplate { "boilerplate" } else { level });
    let covered = weights.part("content", "covered");
    let involved = matches!(lead, Some("lead" | "support"));
    // Of a department that has a part in it, the task's words in an order of its own are the task's still.
    let told = verdict.nothing_new() || involved && verdict.only_turned();
    let (anchored, retelling) = (verdict.anchored(lead), verdict.retelling(lead));
    let said = match anchored {
        Some(Anchor::Mostly) => Some(weights.part("content", "anchored")),
        anchor if told || anchor.is_some() => Some(covered),
        _ if retelling == Some(Retelling::Names) => Some(weights.part("content", "named")),
        _ if retelling == Some(Retelling::Done) => Some(weights.part("content", "done")),
        _ if verdict.has_clause(lead) => Some(weights.part("content", "clause")),
        _ => retelling.map(|_| weights.part("content", "figured")),
    };
    // A heading that is the task's title does not take from what the figures tell below it.
    let told = !verdict.by_title || retelling.is_some();
    let said = said.filter(|said| told && said.weight > part.weight);
    parts.push(said.unwrap_or(part));
    parts.extend(verdict.title.map(|level| weights.part("title", level)));
    let own_title = matches!(verdict.title, Some("own" | "identical")) || level == "own" && involved;
    // A few words that say nothing new beside a figure of the task are told by it.
    let figured = (verdict.nothing_new() || anchored.is_some() || retelling.is_some())
        && matches!(verdict.figures, Some("part" | "same" | "several"));
    let enough = own_title || figured && involved;
    if verdict.level != "different" && subject.said.words.weight < 6.0 && !boilerplate && !enough {
        parts.push(weights.part("length", "few-words"));
    }
    if !verdict.by_title && task.twins > 1 && verdict.level != "different" && !boilerplate {
        // Words that several tasks of the list share tell less, by as many bits as tasks can be told apart.
        parts.push(Part { name: "shared", level: "boilerplate", weight: -f64::from(task.twins).log2() });
    }
}

/// Bits of a model number that two descriptions share.
const SAME_CODE: f64 = 3.0;
/// Bits of texts that have nothing in common, and of every hundredth that they are alike.
const LIKENESS: (f64, f64) = (-4.0, 24.0);

/// What texts in Latin letters say: how alike they are, in degrees; how their words differ is shown beside it.
/// That it says the same, all of it and more clauses, or nothing else, counts where the sender has a part in the task: every product's name is in another's.
fn latin(parts: &mut Vec<Part>, verdict: &Verdict, likeness: f64, task: &Prepared, involved: bool) {
    let level = match likeness {
        0.8.. => "nearly-equal",
        0.5.. => "alike",
        0.25.. => "partly",
        _ => "little",
    };
    let alike = LIKENESS.0 + LIKENESS.1 * likeness;
    parts.push(Part { name: "likeness", level, weight: alike });
    let whole = is_strong(verdict.level) || matches!(verdict.level, "shortened" | "extended" | "typo");
    let whole = whole && !verdict.by_title && task.twins <= 1;
    let told = match (whole, verdict.nothing_new()) {
        (true, _) => Some(verdict.level),
        (_, true) => Some("covered"),
        _ => None,
    };
    let told = told.map(|level| Weights::built_in().part("content", level));
    let told = told.filter(|told| involved && verdict.guard.is_none() && alike < told.weight);
    if let Some(told) = told {
        parts.push(Part { weight: told.weight - alike, ..told });
    } else {
        let (field, level) = verdict.words(task);
        parts.push(Part { name: field, level, weight: 0.0 });
    }
    parts.extend(verdict.title.map(|level| Part { name: "title", level, weight: 0.0 }));
}

fn shared(twins: u32) -> Words {
    Words::new(format!("清单中有 {twins} 项任务文字相同"), format!("{twins} tasks of the list have these words"))
}

fn number(subject: &Subject<'_>, task: &Prepared) -> Option<&'static str> {
    let number = &subject.record.number;
    if number.is_empty() || task.number.is_empty() {
        return None;
    }
    Some(if **number == *task.number { "same" } else { "other" })
}

fn section(subject: &Subject<'_>, task: &Prepared) -> Option<&'static str> {
    if subject.section.is_empty() || task.section.is_empty() {
        return None;
    }
    // What a blank cell has from the row above may have been meant for that row alone.
    let own = || subject.record.value(&Field::Section).is_none_or(|section| !section.inherited);
    if subject.section == task.section { Some("same") } else { own().then_some("other") }
}

//! Comparison: the evidence for one record and one task, each field a level with a weight in bits.

use super::{
    difference::{self, Difference},
    form::{Form, heading},
    index::{Index, Prepared, similarity},
    weights::Weights,
};
use crate::model::{Evidence, Record, Register, Task, UnitName, Words, table::Field};

/// A record prepared for comparison.
#[derive(Debug)]
pub struct Subject<'a> {
    /// The record.
    pub record: &'a Record,
    /// Its words: the content, or the title where there is no content.
    pub words: Form,
    /// Its title where it has content too.
    pub title: Form,
    /// Title and content as one text, where it has both.
    pub joined: Form,
    /// Comparison form of its section.
    pub section: String,
    /// Its progress, prepared only where there are no words.
    pub progress: Form,
    /// The department whose submission it is.
    pub department: Option<usize>,
}

impl<'a> Subject<'a> {
    /// Prepares a record.
    pub fn new(record: &'a Record, department: Option<usize>, index: &Index) -> Self {
        let text =
            |field: &Field, folded: &'a str| -> &'a str { record.value(field).map_or(folded, |value| &value.raw) };
        let (title, content) = (text(&Field::Title, &record.title), text(&Field::Content, &record.content));
        let (title_blank, content_blank) = (title.trim().is_empty(), content.trim().is_empty());
        let words = index.form(if content_blank { title } else { content });
        let two = !title_blank && !content_blank;
        let title_form = if two { index.form(title) } else { Form::default() };
        let two = two && title_form.words != words.words;
        let section = record.value(&Field::Section).map(|value| &*value.raw).or(record.section.as_deref());
        Self {
            joined: if two { index.form(&format!("{title}\n{content}")) } else { Form::default() },
            title: if two { title_form } else { Form::default() },
            section: section.map(heading).unwrap_or_default(),
            progress: if words.is_empty() { index.form(record.raw(&Field::Progress)) } else { Form::default() },
            words,
            record,
            department,
        }
    }
}

/// A task as compared with a record.
#[derive(Debug, Clone)]
pub struct Compared {
    /// Position in the task list.
    pub task: usize,
    /// Everything that speaks for and against it.
    pub evidence: Vec<Evidence>,
    /// The level of the content.
    pub level: &'static str,
    /// Clauses of the record that the task has.
    pub covered: Vec<usize>,
    /// A guard word or figure speaks against it.
    pub vetoed: bool,
}

/// What the comparison of the words came to.
struct Met {
    level: &'static str,
    /// The record's words are the task's title alone.
    by_title: bool,
    difference: Difference,
}

impl Met {
    /// Field and level in the table of weights.
    fn evidence(&self, task: &Prepared) -> (&'static str, &'static str) {
        match (self.by_title, self.level) {
            (true, "identical") if task.block == 1 => ("words-as-title", "own"),
            (true, level) => ("words-as-title", level),
            (false, level) => ("content", level),
        }
    }
}

/// Everything that speaks for and against a record being a task.
pub fn compare(subject: &Subject<'_>, task: &Task, position: usize, index: &Index, register: &Register) -> Compared {
    let (weights, prepared) = (Weights::built_in(), index.task(position));
    let mut evidence = Vec::with_capacity(8);
    let met = words(subject, prepared);
    let title = title_level(subject, prepared);
    let lead = lead(subject, task, register);
    if subject.words.is_empty() {
        let (dice, contained) = similarity(&subject.progress, &prepared.content);
        evidence.push(weights.evidence("progress", if dice.max(contained * 0.5) >= 0.3 { "near" } else { "far" }));
    } else {
        let boilerplate = met.level == "identical" && !met.by_title && prepared.twins > 1;
        let (field, level) = met.evidence(prepared);
        evidence.push(weights.evidence(field, if boilerplate { "boilerplate" } else { level }));
        if let Some(level) = title {
            evidence.push(weights.evidence("title", level));
        }
        if met.level != "different"
            && subject.words.weight < 6.0
            && !boilerplate
            && !matches!(title, Some("own" | "identical"))
            && !(level == "own" && matches!(lead, Some("lead" | "support")))
        {
            evidence.push(weights.evidence("length", "few-words"));
        }
        if !met.by_title && prepared.twins > 1 && met.level != "different" && !boilerplate {
            evidence.push(shared(prepared.twins));
        }
    }
    evidence.extend(number(subject, prepared).map(|level| weights.evidence("number", level)));
    evidence.extend(section(subject, prepared).map(|level| weights.evidence("section", level)));
    evidence.extend(lead.map(|level| weights.evidence("lead", level)));
    evidence.extend(figures(subject, prepared).map(|level| weights.evidence("figures", level)));
    evidence.extend(code(subject, prepared).map(|level| weights.evidence("code", level)));
    let vetoed = met.difference.guard.is_some();
    if let Some(label) = met.difference.guard {
        evidence.push(Evidence { label, ..weights.evidence("guard", "veto") });
    }
    Compared { task: position, evidence, level: met.level, covered: met.difference.covered, vetoed }
}

/// The record's words against the task's: its content, or whichever of title and both joined fits better where one of the
/// two has a single text column.
fn words(subject: &Subject<'_>, task: &Prepared) -> Met {
    let mut best = one(&subject.words, &task.content);
    let single = subject.title.is_empty();
    if best.level == "identical" || subject.words.is_empty() {
        return best;
    }
    if single && !task.joined.is_empty() {
        consider(&mut best, Met { by_title: true, ..one(&subject.words, &task.title) }, task);
        consider(&mut best, joined(one(&subject.words, &task.joined)), task);
    } else if !single && task.joined.is_empty() {
        consider(&mut best, joined(one(&subject.joined, &task.content)), task);
        consider(&mut best, one(&subject.title, &task.content), task);
    }
    best
}

fn joined(met: Met) -> Met {
    Met { level: if met.level == "identical" { "joined" } else { met.level }, ..met }
}

fn consider(best: &mut Met, other: Met, task: &Prepared) {
    let weights = Weights::built_in();
    let worth = |met: &Met| {
        let veto = if met.difference.guard.is_some() { weights.weight("guard", "veto") } else { 0.0 };
        let (field, level) = met.evidence(task);
        weights.weight(field, level) + veto
    };
    if worth(&other) > worth(best) {
        *best = other;
    }
}

fn one(record: &Form, task: &Form) -> Met {
    let (dice, contained) = similarity(record, task);
    if record.words == task.words {
        return Met {
            level: "identical",
            by_title: false,
            difference: Difference { covered: (0..record.clauses.len()).collect(), ..Difference::default() },
        };
    }
    if dice < 0.15 && contained < 0.5 {
        return Met { level: "different", by_title: false, difference: Difference::default() };
    }
    let difference = difference::between(record, task);
    Met { level: difference.level(record, task, dice), by_title: false, difference }
}

fn title_level(subject: &Subject<'_>, task: &Prepared) -> Option<&'static str> {
    if subject.title.is_empty() || task.title.is_empty() || task.joined.is_empty() {
        return None;
    }
    let met = one(&subject.title, &task.title);
    if met.difference.guard.is_some() {
        return Some("different");
    }
    Some(match met.level {
        "identical" if task.block == 1 => "own",
        "identical" => "identical",
        "reordered" | "reworded" | "typo" => "reworded",
        "shortened" | "extended" | "trimmed" | "padded" => "contained",
        "exchanged" | "swapped" | "similar" | "related" => "similar",
        _ => "different",
    })
}

/// Words that several tasks of the list share tell less, by as many bits as tasks can be told apart.
fn shared(twins: u32) -> Evidence {
    Evidence {
        name: "shared".to_owned(),
        level: "boilerplate".to_owned(),
        label: Words::new(
            format!("清单中有 {twins} 项任务文字相同"),
            format!("{twins} tasks of the list have these words"),
        ),
        weight: -f64::from(twins).log2(),
    }
}

fn number(subject: &Subject<'_>, task: &Prepared) -> Option<&'static str> {
    let number = &subject.record.number;
    if number.is_empty() || task.number.is_empty() {
        return None;
    }
    Some(if *number == task.number { "same" } else { "other" })
}

fn section(subject: &Subject<'_>, task: &Prepared) -> Option<&'static str> {
    if subject.section.is_empty() || task.section.is_empty() {
        return None;
    }
    Some(if subject.section == task.section { "same" } else { "other" })
}

/// What the department has to do with the task; where the owner is not known, whether the lead units agree.
fn lead(subject: &Subject<'_>, task: &Task, register: &Register) -> Option<&'static str> {
    if task.lead.is_empty() && task.support.is_empty() {
        return None;
    }
    let Some(department) = subject.department else {
        let named = &subject.record.lead;
        let same = |a: &UnitName, b: &UnitName| match (a.known(), b.known()) {
            (Some(a), Some(b)) => a == b,
            _ => a.name == b.name,
        };
        let agree = named.iter().any(|unit| task.lead.iter().any(|other| same(unit, other)));
        return (!named.is_empty() && !task.lead.is_empty()).then_some(if agree { "lead" } else { "uninvolved" });
    };
    let name = register.departments.get(department).map(|department| department.name.as_str());
    let among = |units: &[UnitName]| {
        units.iter().any(|unit| unit.known() == Some(department) || Some(unit.name.as_str()) == name)
    };
    if among(&task.lead) {
        return Some("lead");
    }
    if among(&task.support) {
        return Some("support");
    }
    // A name that the register does not know may be this very department.
    let all_known = task.lead.iter().chain(&task.support).all(|unit| unit.known().is_some());
    all_known.then_some("uninvolved")
}

fn figures(subject: &Subject<'_>, task: &Prepared) -> Option<&'static str> {
    let (mine, theirs) = (subject.words.figures(), task.content.figures());
    if mine.is_empty() || theirs.is_empty() {
        return None;
    }
    let (only_mine, only_theirs) = super::figures::unshared(&mine, &theirs);
    Some(match (only_mine.len() == mine.len(), only_mine.is_empty() && only_theirs.is_empty()) {
        (_, true) => "same",
        (false, false) => "some",
        (true, false) => "none",
    })
}

fn code(subject: &Subject<'_>, task: &Prepared) -> Option<&'static str> {
    let all = |a: &Form, b: &Form| -> Vec<u64> { a.codes.iter().chain(&b.codes).copied().collect() };
    let (mine, theirs) = (all(&subject.words, &subject.title), all(&task.content, &task.title));
    if mine.is_empty() || theirs.is_empty() {
        return None;
    }
    Some(if mine.iter().any(|code| theirs.contains(code)) { "same" } else { "other" })
}

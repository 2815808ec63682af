//! 上期对比: one row a task, against last period's report: its status, its words, its measures before and now.

use std::{collections::BTreeMap, sync::Arc};

use super::{Column, View, findings, finish, list, waiting, words::SheetName};
use crate::model::{
    Claim, Entry, Lang, TaskStatus,
    book::{Cell, Role, Row, Sheet, Target},
    change::{MeasureChange, Previous, TaskChange, WordsChange},
    entries::Entries,
    past::PastTask,
};

pub(super) const COLUMNS: [Column; 9] = [
    (5.4, "任务", "Task"),
    (22.0, "重点任务", "Title"),
    (9.0, "牵头单位", "Lead"),
    (9.0, "清单变化", "In the list"),
    (6.4, "上期状态", "Status then"),
    (6.4, "本期状态", "Status now"),
    (8.0, "进展文字", "Words"),
    (34.0, "指标（上期 → 本期）", "Measures (then → now)"),
    (7.5, "核对提示", "Checks"),
];

/// The sheet, where there is a report of the period before.
pub(super) fn sheet<'a>(view: &Arc<View<'a>>) -> Option<Sheet<'a>> {
    let previous = view.outcome.previous.as_ref()?;
    let mut sheet = list(view, SheetName::Changes, &COLUMNS);
    let marks = marks(view);
    let (own, changes) = (Arc::clone(view), &previous.changes);
    sheet.entries = Entries::new(changes.tasks.len() + changes.gone.len(), move |at| {
        let row = match changes.tasks.get(at) {
            Some(change) => cells(&own, previous, at, change, &marks),
            None => changes.gone.get(at - changes.tasks.len()).map_or_else(Vec::new, |at| gone(&own, previous, *at)),
        };
        vec![Row::of(row)]
    });
    finish(view, &mut sheet, 2, ("没有可以对比的任务。", "There is no task to compare."));
    Some(sheet)
}

/// What a run found against the period before, by task: codes, and the first finding's row.
fn marks(view: &View<'_>) -> BTreeMap<usize, (Vec<&'static str>, String)> {
    let mut marks: BTreeMap<usize, (Vec<&'static str>, String)> = BTreeMap::new();
    let of_history = |code: &str| code.starts_with('P') || code == "T003";
    for finding in view.outcome.findings.iter().filter(|finding| of_history(finding.code) && !finding.is_dismissed()) {
        let Some(task) = finding.task else { continue };
        let (codes, _) = marks.entry(task).or_insert_with(|| (Vec::new(), findings::key(finding)));
        if !codes.contains(&finding.code) {
            codes.push(finding.code);
        }
    }
    marks
}

fn cells(
    view: &View<'_>,
    previous: &Previous,
    at: usize,
    change: &TaskChange,
    marks: &BTreeMap<usize, (Vec<&'static str>, String)>,
) -> Vec<Cell> {
    let text = |column: u16, role: Role, text: &str| Cell::text(column, role, text);
    let task = view.outcome.ledger.entries.get(at).map(|entry| entry.task);
    let then = change.then.and_then(|then| previous.past.tasks.get(then));
    let lead = task.and_then(|task| view.outcome.tasks.tasks().get(task)).map(|task| view.units(&task.lead));
    let (codes, row) = task.and_then(|task| marks.get(&task)).cloned().unwrap_or_default();
    let to_finding =
        (!codes.is_empty()).then(|| Target::Cell { sheet: view.name(SheetName::Findings), key: Some(row), column: 0 });
    let id = view.task_id(task);
    let of = Of { then, now: view.outcome.ledger.entries.get(at), view };
    let listed = match then {
        None => view.say("新增", "new").to_owned(),
        Some(then) => {
            let number = task.and_then(|task| view.outcome.tasks.tasks().get(task)).map_or("", |task| &task.number);
            let moved = then.moved(id, number).map(|moved| moved.get(view.lang).to_owned());
            let reworded = change.reworded.then(|| view.say("表述有改动", "reworded").to_owned());
            let retargeted = change.retargeted.then(|| view.say("目标有改动", "other target").to_owned());
            moved.into_iter().chain(reworded).chain(retargeted).collect::<Vec<_>>().join(view.say("，", ", "))
        }
    };
    vec![
        text(0, Role::Short, id).leading_to(view.to_task(task)),
        text(1, Role::Text, view.task_words(task)),
        text(2, Role::Short, &lead.unwrap_or_default()),
        text(3, Role::Short, &listed),
        status(view, 4, change.status.0),
        status_now(view, at, change.status.1),
        of.words(change),
        text(7, Role::Text, &of.measures(&change.measures)),
        text(8, Role::Short, &codes.join(view.say("、", ", "))).leading_to(to_finding),
    ]
}

/// A task that the list has no more.
fn gone(view: &View<'_>, previous: &Previous, at: usize) -> Vec<Cell> {
    let Some(task) = previous.past.tasks.get(at) else { return Vec::new() };
    let text = |column: u16, role: Role, text: &str| Cell::text(column, role, text);
    vec![
        text(0, Role::Short, &task.id),
        text(1, Role::Text, task.name()),
        text(2, Role::Short, ""),
        text(3, Role::Bad, view.say("本期清单中没有", "not in the list now")),
        status(view, 4, task.status),
        text(5, Role::Short, ""),
        text(6, Role::Short, ""),
        text(7, Role::Text, ""),
        text(8, Role::Short, ""),
    ]
}

fn status(view: &View<'_>, column: u16, status: Option<TaskStatus>) -> Cell {
    status.map_or_else(
        || Cell::text(column, Role::Short, ""),
        |status| Cell::text(column, Role::Status(status), view.words(&status.words())),
    )
}

/// The status of the entry at a position as the consolidated table has it.
fn status_now(view: &View<'_>, at: usize, now: Option<TaskStatus>) -> Cell {
    let entry = view.outcome.ledger.entries.get(at).filter(|_| now.is_some());
    entry.map_or_else(|| status(view, 5, now), |entry| waiting::status(view, 5, entry))
}

/// A task then and now.
struct Of<'v, 'a> {
    view: &'v View<'a>,
    then: Option<&'v PastTask>,
    now: Option<&'v Entry>,
}

impl Of<'_, '_> {
    /// Whether a row that may be about the task waits for a person.
    fn is_open(&self) -> bool {
        self.now.is_some_and(|entry| self.view.waiting.is_open(entry.task))
    }

    /// What became of the narratives. A row without words is no silence, and supporting units do not speak for the lead.
    fn words(&self, change: &TaskChange) -> Cell {
        let silent = change.status.1 == Some(TaskStatus::Unreported);
        let sent = self.now.is_some_and(|entry| !entry.claims.is_empty());
        let (role, zh, en) = match change.words {
            WordsChange::None => (Role::Short, "", ""),
            WordsChange::Same => (Role::Bad, "一字未改", "word for word the same"),
            WordsChange::PartlySame => (Role::Short, "部分单位未改", "partly the same"),
            WordsChange::Changed => (Role::Short, "已更新", "updated"),
            WordsChange::Begun if silent => (Role::Short, "本期仅配合单位报", "supporting units only"),
            WordsChange::Begun => (Role::Short, "本期新报", "reported now"),
            WordsChange::Stopped if self.is_open() => (Role::Short, "本期待确认", "to confirm"),
            WordsChange::Stopped if sent => (Role::Bad, "本期文字为空", "blank now"),
            WordsChange::Stopped => (Role::Bad, "本期未报", "not reported now"),
        };
        Cell::text(6, role, self.view.say(zh, en))
    }

    /// Each measure on a line of its own: then → now, and the difference where it can be told.
    fn measures(&self, measures: &[MeasureChange]) -> String {
        let several = measures.windows(2).any(|pair| pair[0].department != pair[1].department);
        // Units that share a task mostly say the same of it: that is one line.
        let mut lines: Vec<(String, Vec<&str>)> = Vec::new();
        for measure in measures {
            let told = self.line(measure);
            let who = Some(measure.department.as_str()).filter(|who| !who.is_empty());
            match lines.iter_mut().find(|(known, _)| *known == told) {
                Some((_, known)) => known.extend(who),
                None => lines.push((told, who.into_iter().collect())),
            }
        }
        let lines = lines.into_iter().map(|(told, who)| match who.as_slice() {
            who if several && !who.is_empty() => format!("{} {told}", self.view.who(who)),
            _ => told,
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    fn line(&self, measure: &MeasureChange) -> String {
        let view = self.view;
        let sign = |number: rust_decimal::Decimal| if number.is_sign_negative() { "" } else { "+" };
        let difference = measure.difference.map_or_else(String::new, |difference| match view.lang {
            _ if difference.is_zero() => view.say("（未变）", " (unchanged)").to_owned(),
            Lang::Zh => format!("（{}{}）", sign(difference), difference.normalize()),
            Lang::En => format!(" ({}{})", sign(difference), difference.normalize()),
        });
        let told = match &measure.raw {
            // Of a task that is new in the list there was nothing to report.
            (None, Some(now)) if self.then.is_none() => now.clone(),
            (then, now) => {
                // A figure in another unit than before bears its own; one unit for both stands beside the name.
                let (both, name) = (measure.unit().is_none().then(|| measure.with_units("")), &measure.department);
                let (then, now) =
                    both.map_or_else(|| (then.clone(), now.clone()), |(then, now)| (Some(then), Some(now)));
                let then = then.unwrap_or_else(|| self.missing_then(name).to_owned());
                let now = now.unwrap_or_else(|| self.missing_now(name).to_owned());
                format!("{then} → {now}")
            }
        };
        let name = measure.named(measure.unit().unwrap_or(""), view.lang);
        format!("{name}{}{told}{difference}", view.say("：", ": "))
    }

    /// Why there was no figure under a name then: the department did not report the task, or not this.
    fn missing_then(&self, department: &str) -> &'static str {
        let reported = self.then.is_some_and(|task| task.claims.iter().any(|claim| claim.department == department));
        let (zh, en) =
            if reported { ("上期无此项", "not given then") } else { ("上期未报", "not reported then") };
        self.view.say(zh, en)
    }

    /// Why there is no figure under a name now.
    fn missing_now(&self, department: &str) -> &'static str {
        let own = |claim: &Claim| claim.department.as_deref().unwrap_or("") == department;
        let (zh, en) = match self.now {
            Some(entry) if entry.claims.iter().any(own) => ("本期无此项", "not given now"),
            _ if self.is_open() => ("本期待确认", "to confirm"),
            _ => ("本期未报", "not reported now"),
        };
        self.view.say(zh, en)
    }
}

//! The task list: the canonical tasks, each with an id that lasts.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::Arc,
};

use rustc_hash::FxHashMap;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{
    figure::Measure,
    place::{CellRef, Place},
    register::UnitName,
    words::Words,
};

/// A task's id, as it stands in every output.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct TaskId(pub Arc<str>);

impl fmt::Display for TaskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One task of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// Unique in the list.
    pub id: TaskId,
    /// 类别, as written; empty when the list has none.
    pub section: String,
    /// 序号, as written; that of the block for its later rows.
    pub number: String,
    /// 重点任务, as written; that of the block for its later rows.
    pub title: String,
    /// 任务内容, as written; equals the title where the list has one text column.
    pub content: String,
    /// 年度目标, as written.
    pub target: String,
    /// Lead units.
    pub lead: Vec<UnitName>,
    /// Supporting units.
    pub support: Vec<UnitName>,
    /// Measures that the list itself gives (a plan figure).
    pub measures: Vec<Measure>,
    /// Whether number and title were taken from the block above.
    pub continued: bool,
    /// Where the row stands in the task list file.
    pub place: Place,
}

impl Task {
    /// The words that say what the task is: the content, or the title where there is no content.
    pub fn words(&self) -> &str {
        if self.content.is_empty() { &self.title } else { &self.content }
    }
}

/// What is wrong with a task list, with its place and what to do. All are given at once.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskListFault {
    /// File, sheet and cell.
    pub place: Place,
    /// What, and what to do.
    pub words: Words,
}

/// The canonical list. Ids are unique because nothing else can be made.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TaskList {
    tasks: Vec<Task>,
    index: FxHashMap<Arc<str>, usize>,
    /// Label and unit of each measure column, in the list's order.
    pub measure_names: Vec<(String, Option<String>)>,
}

impl TaskList {
    /// Makes a list.
    ///
    /// # Errors
    /// Every pair of equal ids and every task without title or content, with its place.
    pub fn new(tasks: Vec<Task>, measure_names: Vec<(String, Option<String>)>) -> Result<Self, Vec<TaskListFault>> {
        let mut index = FxHashMap::default();
        let mut faults = Vec::new();
        for (position, task) in tasks.iter().enumerate() {
            if task.title.trim().is_empty() && task.content.trim().is_empty() {
                faults.push(TaskListFault {
                    place: task.place.clone(),
                    words: Words::new(
                        format!("任务“{}”没有“重点任务”也没有“任务内容”。请补上其中一项，或删除这一行。", task.id),
                        format!("task {} has neither title nor content: fill one in, or delete the row", task.id),
                    ),
                });
            }
            if let Some(first) = index.insert(Arc::clone(&task.id.0), position) {
                let earlier: &Task = &tasks[first];
                let at = earlier.place.cell.unwrap_or(CellRef::new(1, 1)).row;
                faults.push(TaskListFault {
                    place: task.place.clone(),
                    words: Words::new(
                        format!("任务编号“{}”与第 {at} 行重复。请把其中一个改成没有用过的编号。", task.id),
                        format!("task id {} is already used in row {at}: give one of them an id of its own", task.id),
                    ),
                });
            }
        }
        if faults.is_empty() { Ok(Self { tasks, index, measure_names }) } else { Err(faults) }
    }

    /// In the list's order.
    pub fn tasks(&self) -> &[Task] {
        &self.tasks
    }

    /// Position of an id.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.index.get(id).copied()
    }

    /// Digest of every task's words and units: the same for the same list, wherever it stands.
    pub fn digest(&self) -> String {
        digest(self.tasks.iter())
    }

    /// Digest of the tasks that a department of the register has a part in.
    pub fn digest_of(&self, department: usize) -> String {
        let part = |unit: &UnitName| unit.known() == Some(department);
        digest(self.tasks.iter().filter(|task| task.lead.iter().any(part) || task.support.iter().any(part)))
    }

    /// Digests of the shares of several departments, by department: each as `digest_of` gives it, the list looked through
    /// once.
    pub fn digests_of(&self, departments: &BTreeSet<usize>) -> BTreeMap<usize, String> {
        let mut own: BTreeMap<usize, Vec<&Task>> =
            departments.iter().map(|department| (*department, Vec::new())).collect();
        for task in &self.tasks {
            let parts: BTreeSet<usize> = task.lead.iter().chain(&task.support).filter_map(UnitName::known).collect();
            for department in parts {
                own.entry(department).and_modify(|tasks| tasks.push(task));
            }
        }
        own.into_iter().map(|(department, tasks)| (department, digest(tasks.into_iter()))).collect()
    }

    /// Number of tasks.
    pub const fn len(&self) -> usize {
        self.tasks.len()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.tasks.is_empty()
    }
}

fn digest<'t>(tasks: impl Iterator<Item = &'t Task>) -> String {
    let mut hash = Sha256::new();
    let mut add = |text: &str| {
        hash.update(text.trim().as_bytes());
        hash.update([0]);
    };
    for task in tasks {
        for text in [&*task.id.0, &task.section, &task.number, &task.title, &task.content, &task.target] {
            add(text);
        }
        task.lead.iter().for_each(|unit| add(&unit.name));
        add("|");
        task.support.iter().for_each(|unit| add(&unit.name));
        for measure in &task.measures {
            add(&measure.name);
            add(&measure.raw);
        }
    }
    hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

//! What the departments say: the task list and the progress of each quarter, from the files in `data/`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::write::Fault;

/// The task list as it is written into the workspaces.
pub const TASKS: &str = include_str!("data/tasks.csv");
/// The register of departments as it is written into the workspaces.
pub const DEPARTMENTS: &str = include_str!("data/departments.csv");
/// The ecology bureau's ten rows for the first half of 2023, as the city published them.
const ECOLOGY: &str = include_str!("data/ecology-2023h1.csv");
const H1: &str = include_str!("data/2023h1.toml");
const Q1: &str = include_str!("data/2023q1.toml");

/// What one department says of one task.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    #[serde(default)]
    status: String,
    progress: String,
    /// What it said for the quarter before, where its form keeps that column.
    #[serde(default)]
    early: String,
    plan: Option<f64>,
    done: Option<f64>,
    rate: Option<f64>,
}

/// A row as a department would fill it in, before it goes through that department's hands.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Line {
    /// 任务编号 in the task list.
    pub id: String,
    /// 类别.
    pub section: String,
    /// 序号, of the block for later rows.
    pub number: String,
    /// 重点任务, of the block for later rows.
    pub title: String,
    /// 任务内容.
    pub content: String,
    /// 年度目标.
    pub target: String,
    /// 牵头单位.
    pub lead: String,
    /// 配合单位.
    pub support: String,
    /// 进展情况.
    pub progress: String,
    /// 一季度进展.
    pub early: String,
    /// 进展状态.
    pub status: String,
    /// 年度计划投资, 亿元.
    pub plan: Option<f64>,
    /// 累计完成投资, 亿元.
    pub done: Option<f64>,
    /// 完成率, where the form asks for it alone.
    pub rate: Option<f64>,
}

impl Line {
    /// Whether two lines belong to one block of the task list.
    pub fn same_block(&self, other: &Self) -> bool {
        !self.title.is_empty() && self.title == other.title && self.section == other.section
    }
}

/// Everything that the departments say in one period.
pub struct Quarter {
    tasks: Vec<Line>,
    entries: BTreeMap<String, BTreeMap<String, Entry>>,
}

impl Quarter {
    /// The first half of 2023.
    pub fn first_half() -> Result<Self, Fault> {
        let mut quarter = Self { tasks: tasks()?, entries: toml::from_str(H1)? };
        let rows = quarter.ecology()?;
        quarter.entries.insert("市生态环境局".to_owned(), rows);
        Ok(quarter)
    }

    /// The first quarter of 2023.
    pub fn first_quarter() -> Result<Self, Fault> {
        Ok(Self { tasks: tasks()?, entries: toml::from_str(Q1)? })
    }

    /// The real rows, by the id of the task whose words they carry.
    fn ecology(&self) -> Result<BTreeMap<String, Entry>, Fault> {
        let mut rows = BTreeMap::new();
        for record in csv::Reader::from_reader(ECOLOGY.as_bytes()).into_records() {
            let record = record?;
            let (content, progress) = (record.get(3).unwrap_or_default(), record.get(6).unwrap_or_default());
            let task = self.tasks.iter().find(|task| task.content == content).ok_or("a real row without a task")?;
            rows.insert(task.id.clone(), Entry { progress: progress.to_owned(), ..Entry::default() });
        }
        Ok(rows)
    }

    /// A department's rows in the order of the task list.
    pub fn lines(&self, department: &str) -> Vec<Line> {
        let Some(entries) = self.entries.get(department) else { return Vec::new() };
        let filled = |task: &Line| entries.get(&task.id).map(|entry| fill(task, entry));
        self.tasks.iter().filter_map(filled).collect()
    }
}

fn fill(task: &Line, entry: &Entry) -> Line {
    let entry = entry.clone();
    Line {
        progress: entry.progress,
        early: entry.early,
        status: entry.status,
        plan: entry.plan,
        done: entry.done,
        rate: entry.rate,
        ..task.clone()
    }
}

fn tasks() -> Result<Vec<Line>, Fault> {
    let mut tasks: Vec<Line> = Vec::new();
    for record in csv::Reader::from_reader(TASKS.as_bytes()).into_records() {
        let record = record?;
        let field = |index: usize| record.get(index).unwrap_or_default().to_owned();
        let mut line = Line {
            id: field(0),
            section: field(1),
            number: field(2),
            title: field(3),
            content: field(4),
            lead: field(5),
            support: field(6),
            target: field(7),
            ..Line::default()
        };
        if let Some(above) = tasks.last().filter(|above| line.title.is_empty() && above.section == line.section) {
            line.number.clone_from(&above.number);
            line.title.clone_from(&above.title);
        }
        tasks.push(line);
    }
    Ok(tasks)
}

/// Finds a line by its task.
pub fn line<'a>(lines: &'a mut [Line], id: &str) -> &'a mut Line {
    let position = lines.iter().position(|line| line.id == id);
    &mut lines[position.expect("the data has every task that the layouts speak of")]
}

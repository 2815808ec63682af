//! What a report says of its tasks, as data: last period's report as this one is held against it.

use rust_decimal::Decimal;

use super::{
    decision::Edit,
    figure::MeasureKind,
    finding::{Finding, Severity},
    ledger::{Entry, Ledger, LedgerMeasure, TaskStatus},
    outcome::Outcome,
    period::Period,
    task::TaskList,
    words::Words,
};

/// A report as data.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Past {
    /// The period reported.
    pub period: Option<Period>,
    /// In the order of the task list.
    pub tasks: Vec<PastTask>,
    /// Its findings.
    pub findings: Vec<PastFinding>,
    /// Every file that it was made from.
    pub files: Vec<PastFile>,
    /// What a person had changed by hand in the report that it replaced.
    pub edits: Vec<Edit>,
}

/// A task with everything reported about it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PastTask {
    /// Id in its own list, which may be another's in the next.
    pub id: String,
    /// 类别.
    pub section: String,
    /// 序号.
    pub number: String,
    /// 重点任务.
    pub title: String,
    /// 任务内容.
    pub content: String,
    /// 年度目标.
    pub target: String,
    /// How far it was; `None` where the report does not say.
    pub status: Option<TaskStatus>,
    /// What each department said.
    pub claims: Vec<PastClaim>,
    /// The measures.
    pub measures: Vec<PastMeasure>,
}

/// What a department said of a task.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PastClaim {
    /// The department, empty when it is not known.
    pub department: String,
    /// Every character of it.
    pub progress: String,
}

/// A measure of a task.
#[derive(Debug, Clone, PartialEq)]
pub struct PastMeasure {
    /// The department, empty when it is not known.
    pub department: String,
    /// Name of the column without its unit.
    pub name: String,
    /// Unit as sent, empty for none.
    pub unit: String,
    /// What the cell showed.
    pub raw: String,
    /// Exact value in `unit`.
    pub value: Option<Decimal>,
    /// What it counts.
    pub kind: MeasureKind,
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PastFinding {
    /// Its id.
    pub id: String,
    /// Code of the check.
    pub code: String,
    /// How serious; empty when unknown.
    pub severity: String,
    /// The department, empty for none.
    pub department: String,
    /// The task's id, empty for none.
    pub task: String,
    /// What was said, in the language of the report.
    pub message: String,
}

/// A file that went in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct PastFile {
    /// `submission`, `tasks`, `departments`, `decisions`, `previous`, `config`.
    pub what: String,
    /// Relative to the workspace.
    pub file: String,
    /// SHA-256 in hex.
    pub sha256: String,
}

impl PastTask {
    /// The words that say what the task is.
    pub fn words(&self) -> &str {
        if self.content.trim().is_empty() { &self.title } else { &self.content }
    }

    /// What a list calls it: its title, or its content where it has none.
    pub fn name(&self) -> &str {
        if self.title.trim().is_empty() { &self.content } else { &self.title }
    }

    /// Under which id or, where that is the same, number the list had it, which has these for it now.
    pub fn moved(&self, id: &str, number: &str) -> Option<Words> {
        if self.id != id {
            return Some(Words::new(format!("原编号 {}", self.id), format!("was {}", self.id)));
        }
        (self.number != number && !self.number.is_empty() && !number.is_empty())
            .then(|| Words::new(format!("原序号 {}", self.number), format!("was No. {}", self.number)))
    }

    /// What a department said, put together where it said it in several rows.
    pub fn said_by(&self, department: &str) -> Option<String> {
        let own = self.claims.iter().filter(|claim| claim.department == department);
        let texts: Vec<&str> = own.map(|claim| claim.progress.as_str()).collect();
        (!texts.is_empty()).then(|| texts.join("\n"))
    }
}

impl Past {
    /// Of a run, with sentences in its language.
    pub fn of(outcome: &Outcome) -> Self {
        Self {
            period: outcome.period.clone(),
            tasks: tasks(&outcome.tasks, &outcome.ledger),
            findings: outcome.findings.iter().map(|told| finding(outcome, told)).collect(),
            files: files(outcome),
            edits: outcome.edits.clone(),
        }
    }

    /// Whether figures counted from the start of the year can be compared: two spans of one year with one beginning.
    pub fn begins_with(&self, period: Option<&Period>) -> bool {
        matches!((&self.period, period), (Some(then), Some(now)) if then.start == now.start && then.end <= now.end)
    }

    /// Whether both are of one year, this one the earlier.
    pub fn is_of_year(&self, period: Option<&Period>) -> bool {
        matches!((&self.period, period), (Some(then), Some(now)) if then.year() == now.year() && then.end <= now.end)
    }
}

/// The tasks of a ledger as data.
pub fn tasks(list: &TaskList, ledger: &Ledger) -> Vec<PastTask> {
    ledger.entries.iter().filter_map(|entry| task(list, entry)).collect()
}

/// A ledger's entry as data; `None` where its task is none of the list.
pub fn task(list: &TaskList, entry: &Entry) -> Option<PastTask> {
    let task = list.tasks().get(entry.task)?;
    let name = |department: &Option<std::sync::Arc<str>>| department.as_deref().unwrap_or("").to_owned();
    Some(PastTask {
        id: task.id.to_string(),
        section: task.section.clone(),
        number: task.number.clone(),
        title: task.title.clone(),
        content: task.content.clone(),
        target: task.target.clone(),
        status: Some(entry.status),
        claims: entry
            .claims
            .iter()
            .map(|claim| PastClaim { department: name(&claim.department), progress: claim.progress.to_string() })
            .collect(),
        measures: entry
            .measures()
            .into_iter()
            .map(|LedgerMeasure { sent, claim }| PastMeasure {
                department: name(&claim.department),
                name: sent.name.to_string(),
                unit: sent.unit.as_deref().unwrap_or_default().to_owned(),
                raw: sent.raw.to_string(),
                value: sent.value,
                kind: sent.kind,
            })
            .collect(),
    })
}

/// A finding as data, in the language of its run.
pub fn finding(outcome: &Outcome, finding: &Finding) -> PastFinding {
    let task = finding.task.and_then(|task| outcome.tasks.tasks().get(task));
    PastFinding {
        id: finding.id.clone(),
        code: finding.code.to_owned(),
        severity: severity_key(finding.severity).to_owned(),
        department: finding.department.clone().unwrap_or_default(),
        task: task.map_or_else(String::new, |task| task.id.0.to_string()),
        message: finding.message.get(outcome.settings.lang).to_owned(),
    }
}

/// Every file that a run was made from.
pub fn files(outcome: &Outcome) -> Vec<PastFile> {
    let inputs = outcome.inputs.iter().map(|input| PastFile {
        what: input.what.to_owned(),
        file: input.file.clone(),
        sha256: input.sha256.clone(),
    });
    let sent = outcome.returned.iter().map(|file| PastFile {
        what: "submission".to_owned(),
        file: file.submission.file.to_string(),
        sha256: file.submission.sha256.clone(),
    });
    inputs.chain(sent).collect()
}

/// A severity's stable name.
pub const fn severity_key(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

/// Stable names of statuses.
const STATUSES: [(TaskStatus, &str); 6] = [
    (TaskStatus::Completed, "completed"),
    (TaskStatus::OnTrack, "on-track"),
    (TaskStatus::Behind, "behind"),
    (TaskStatus::NotStarted, "not-started"),
    (TaskStatus::Unreported, "unreported"),
    (TaskStatus::Unknown, "unknown"),
];

/// Stable names of what measures count.
const KINDS: [(MeasureKind, &str); 5] = [
    (MeasureKind::Plan, "plan"),
    (MeasureKind::Actual, "actual"),
    (MeasureKind::Rate, "rate"),
    (MeasureKind::Level, "level"),
    (MeasureKind::Amount, "amount"),
];

/// A status's stable name.
pub fn status_key(status: TaskStatus) -> &'static str {
    STATUSES.iter().find(|(known, _)| *known == status).map_or("", |(_, key)| key)
}

/// The status with a stable name.
pub fn status_of(key: &str) -> Option<TaskStatus> {
    STATUSES.iter().find(|(_, known)| *known == key).map(|(status, _)| *status)
}

/// The stable name of what a measure counts.
pub fn kind_key(kind: MeasureKind) -> &'static str {
    KINDS.iter().find(|(known, _)| *known == kind).map_or("amount", |(_, key)| key)
}

/// What a measure counts, by its stable name.
pub fn kind_of(key: &str) -> MeasureKind {
    KINDS.iter().find(|(_, known)| *known == key).map_or(MeasureKind::Amount, |(kind, _)| *kind)
}

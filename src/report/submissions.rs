//! 报送情况: one row a department and file, those that sent nothing included.

use std::collections::BTreeMap;

use super::{Column, View, finish, last, list, words, words::SheetName};
use crate::model::{
    self, Lang, LinkDecision, Place, Returned, RowKind, Severity, SubmissionStatus,
    book::{Cell, Content, Formula, Role, Row, Sheet, Target},
};

pub(super) const COLUMNS: [Column; 17] = [
    (10.0, "单位", "Department"),
    (20.0, "文件", "File"),
    (4.8, "打开", "Open"),
    (6.6, "状态", "Status"),
    (20.0, "说明", "Reason"),
    (5.6, "格式", "Format"),
    (12.0, "识别依据", "Told by"),
    (5.0, "牵头任务", "Tasks led"),
    (5.0, "已报任务", "Reported"),
    (5.0, "已匹配", "Linked"),
    (5.0, "待确认", "To confirm"),
    (5.0, "未匹配", "Not linked"),
    (5.0, "其他行", "Other rows"),
    (5.4, "非空行", "Rows in"),
    (5.0, "错误", "Errors"),
    (5.0, "警告", "Warnings"),
    (5.0, "提示", "Info"),
];
/// First column with counts.
const FIRST_COUNT: u16 = 7;
const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Info];

/// The sheet: departments in the register's order, then files that are nobody's.
pub(super) fn sheet<'a>(view: &View<'a>) -> Sheet<'a> {
    let mut sheet = list(view, SheetName::Submissions, &COLUMNS);
    let mut files: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    for (index, file) in view.outcome.returned.iter().enumerate() {
        files.entry(file.department).or_default().push(index);
    }
    // The file that was used stands first.
    for of in files.values_mut() {
        of.sort_by_key(|index| view.outcome.returned.get(*index).map(|file| file.status));
    }
    let first = sheet.rows.len();
    for (position, department) in view.outcome.register.departments.iter().enumerate() {
        let of = files.get(&Some(position)).map_or(&[][..], Vec::as_slice);
        for (order, index) in of.iter().enumerate() {
            push_file(view, &mut sheet, &department.name, *index, order == 0);
        }
        if of.is_empty() && view.counts.leads.contains_key(department.name.as_str()) {
            push_missing(view, &mut sheet, position, &department.name);
        }
    }
    for index in files.get(&None).map_or(&[][..], Vec::as_slice) {
        push_file(view, &mut sheet, "", *index, false);
    }
    let any = sheet.rows.len() > first;
    finish(view, &mut sheet, 1, ("没有收到任何文件。", "No file came."));
    if any {
        push_sums(view, &mut sheet, first);
    }
    sheet
}

/// A file; what is counted by department stands in the department's first row alone, so that a column adds up.
fn push_file(view: &View<'_>, sheet: &mut Sheet<'_>, department: &str, index: usize, is_first: bool) {
    let text = |column: u16, role: Role, text: &str| Cell::text(column, role, text);
    let Some(file) = view.outcome.returned.get(index) else { return };
    let name = if department.is_empty() { view.say("（未识别）", "(unknown)") } else { department };
    let place = Place::file(&file.submission.file);
    let mut cells = vec![
        text(0, Role::Short, name),
        text(1, Role::Text, &file.submission.file),
        text(2, Role::Short, view.say("打开", "open")).leading_to(Some(Target::Source(place))),
        text(3, Role::Submission(file.status), words::submission(file.status).get(view.lang)),
        text(4, Role::Text, file.reason.as_ref().map_or("", |reason| reason.get(view.lang))),
        text(5, Role::Short, file.submission.format.map_or("", crate::model::Format::name)),
        text(6, Role::Text, file.identified_by.as_ref().map_or("", |by| by.get(view.lang))),
    ];
    cells.extend(department_counts(view, department, is_first));
    cells.extend(row_counts(view, index, file));
    cells.sort_by_key(|cell| cell.column);
    sheet.push(Row::of(cells));
}

/// A department that leads a task and sent nothing of its own.
fn push_missing(view: &View<'_>, sheet: &mut Sheet<'_>, position: usize, department: &str) {
    let text = |column: u16, role: Role, text: &str| Cell::text(column, role, text);
    let (status, reason) = match spoken_for(view, position) {
        Some(file) => (
            text(3, Role::Short, view.say("一并报送", "sent jointly")),
            match view.lang {
                Lang::Zh => format!("它牵头的任务由“{file}”一并报送。"),
                Lang::En => format!("Its tasks are reported in “{file}”."),
            },
        ),
        None => (
            text(3, Role::Absent, view.say("未报送", "missing")),
            view.say("没有收到这个单位的文件，请催报。", "No file of this department came: please ask for it.")
                .to_owned(),
        ),
    };
    let mut cells = vec![
        text(0, Role::Short, department),
        text(1, Role::Absent, ""),
        text(2, Role::Absent, ""),
        status,
        text(4, Role::Text, &reason),
        text(5, Role::Short, ""),
        text(6, Role::Text, ""),
    ];
    cells.extend(department_counts(view, department, true));
    cells.extend((9..=13).map(|column| text(column, Role::Figure, "")));
    cells.sort_by_key(|cell| cell.column);
    sheet.push(Row::of(cells));
}

/// The file that reports for a department: one that names it beside its sender, or one with every task that it leads.
fn spoken_for<'a>(view: &View<'a>, position: usize) -> Option<&'a str> {
    let used = view.outcome.returned.iter().filter(|file| file.status == SubmissionStatus::Read);
    let joint = used.clone().find(|file| file.department_rivals.contains(&position));
    if let Some(file) = joint {
        return Some(&file.submission.file);
    }
    let mut first = None;
    for (task, entry) in view.outcome.tasks.tasks().iter().zip(&view.outcome.ledger.entries) {
        if task.lead.iter().any(|unit| unit.known() == Some(position)) {
            let claim = entry.claims.iter().find(|claim| claim.role != model::Role::Support)?;
            first.get_or_insert(&*claim.file);
        }
    }
    first
}

fn department_counts(view: &View<'_>, department: &str, is_first: bool) -> Vec<Cell> {
    let (led, reported) = view.counts.leads.get(department).copied().unwrap_or_default();
    let found = SEVERITIES.map(|severity| view.findings_of(department, severity));
    let counts = [(7, led), (8, reported), (14, found[0]), (15, found[1]), (16, found[2])];
    let cell = |(column, count): (u16, usize)| {
        if is_first { Cell::count(column, Role::Figure, count) } else { Cell::text(column, Role::Figure, "") }
    };
    counts.into_iter().map(cell).collect()
}

/// What became of the rows of a file that was used.
fn row_counts(view: &View<'_>, index: usize, file: &Returned) -> Vec<Cell> {
    if file.status != SubmissionStatus::Read {
        return (9..=13).map(|column| Cell::text(column, Role::Figure, "")).collect();
    }
    let other: u32 = file.tables.iter().map(|table| table.count(|kind| !matches!(kind, RowKind::Record))).sum();
    let decisions = [LinkDecision::Link, LinkDecision::Possible, LinkDecision::None];
    let mut counts: Vec<usize> = decisions.iter().map(|decision| view.rows_of(index, *decision)).collect();
    counts.push(other as usize);
    let all: usize = counts.iter().sum();
    let mut cells: Vec<Cell> =
        (9..).zip(counts).map(|(column, count)| Cell::count(column, Role::Figure, count)).collect();
    let formula = Formula::Across { first: 9, last: 12 };
    cells.push(Cell::new(13, Role::Figure, Content::Formula(formula, all.into())));
    cells
}

fn push_sums(view: &View<'_>, sheet: &mut Sheet<'_>, first: usize) {
    let end = last(sheet);
    let mut cells: Vec<Cell> = (0..FIRST_COUNT).map(|column| Cell::text(column, Role::TotalText, "")).collect();
    cells[0] = Cell::text(0, Role::TotalText, view.say("合计", "Total"));
    for column in FIRST_COUNT..sheet.columns() {
        let numbers = sheet.rows[first..].iter().flat_map(|row| &row.cells).filter(|cell| cell.column == column);
        let sum = numbers
            .filter_map(|cell| match &cell.content {
                Content::Number(number) | Content::Formula(_, number) => Some(*number),
                _ => None,
            })
            .sum();
        let formula = Formula::Sum { column, first, last: end };
        cells.push(Cell::new(column, Role::TotalFigure, Content::Formula(formula, sum)));
    }
    sheet.push(Row::of(cells));
}

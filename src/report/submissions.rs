//! 报送情况: one row a department and file, those that sent nothing included.

use super::{View, last, to_source, words, words::SheetName};
use crate::model::{
    LinkDecision, Place, Returned, RowKind, Severity, SubmissionStatus,
    book::{Cell, Content, Formula, Purpose, Role, Row, Sheet},
};

const WIDTHS: [f32; 16] = [10.0, 21.0, 7.0, 20.0, 6.0, 14.0, 5.0, 5.0, 5.0, 5.0, 5.0, 5.0, 5.4, 5.0, 5.0, 5.0];
/// First and last column with counts.
const FIRST_COUNT: u16 = 6;
const LAST_COUNT: u16 = 15;

/// The sheet: departments in the register's order, then files that are nobody's.
pub(super) fn sheet(view: &View<'_>) -> Sheet {
    let mut sheet = Sheet::new(view.name(SheetName::Submissions), Purpose::Working, &WIDTHS);
    sheet.push_head(&match view.lang {
        crate::model::Lang::Zh => [
            "单位",
            "文件",
            "状态",
            "说明",
            "格式",
            "识别依据",
            "牵头任务",
            "已报任务",
            "已匹配",
            "待确认",
            "未匹配",
            "其他行",
            "非空行",
            "错误",
            "警告",
            "提示",
        ],
        crate::model::Lang::En => [
            "Department",
            "File",
            "Status",
            "Reason",
            "Format",
            "Told by",
            "Tasks led",
            "Reported",
            "Linked",
            "To confirm",
            "Not linked",
            "Other rows",
            "Rows in",
            "Errors",
            "Warnings",
            "Info",
        ],
    });
    let first = sheet.rows.len();
    for (position, department) in view.outcome.register.departments.iter().enumerate() {
        let files = || view.outcome.returned.iter().enumerate().filter(|(_, file)| file.department == Some(position));
        let mut any = false;
        for (order, (index, file)) in files().enumerate() {
            any = true;
            sheet.push(Row::named(key(file), cells(view, &department.name, Some((index, file)), order == 0)));
        }
        if !any && view.counts.leads.contains_key(department.name.as_str()) {
            sheet.push(Row::of(cells(view, &department.name, None, true)));
        }
    }
    for (index, file) in view.outcome.returned.iter().enumerate().filter(|(_, file)| file.department.is_none()) {
        sheet.push(Row::named(key(file), cells(view, "", Some((index, file)), false)));
    }
    sheet.frozen_columns = 1;
    sheet.filter = sheet.rows.len() > first;
    if sheet.filter {
        push_sums(view, &mut sheet, first);
    }
    sheet
}

/// The name of a file's row.
pub(super) fn key(file: &Returned) -> String {
    format!("file:{}", file.submission.file)
}

fn cells(view: &View<'_>, department: &str, file: Option<(usize, &Returned)>, leads: bool) -> Vec<Cell> {
    let text = |column: u16, role: Role, text: &str| Cell::text(column, role, text);
    let unknown = view.say("（未识别）", "(unknown)");
    let mut cells = vec![text(0, Role::Short, if department.is_empty() { unknown } else { department })];
    match file {
        None => {
            cells.push(text(1, Role::Absent, view.say("未报送", "nothing sent")));
            cells.push(text(2, Role::Absent, view.say("未报送", "missing")));
            cells.push(text(
                3,
                Role::Text,
                view.say("没有收到可读的文件，请催报。", "No readable file came: please ask for it."),
            ));
            cells.extend([text(4, Role::Short, ""), text(5, Role::Text, "")]);
        }
        Some((_, file)) => {
            let place = Place::file(&file.submission.file);
            cells.push(text(1, Role::Text, &file.submission.file).leading_to(to_source(Some(&place))));
            cells.push(text(2, Role::Submission(file.status), words::submission(file.status).get(view.lang)));
            cells.push(text(3, Role::Text, file.reason.as_ref().map_or("", |reason| reason.get(view.lang))));
            cells.push(text(4, Role::Short, file.submission.format.map_or("", crate::model::Format::name)));
            cells.push(text(5, Role::Text, file.identified_by.as_ref().map_or("", |by| by.get(view.lang))));
        }
    }
    cells.extend(counts(view, department, file, leads));
    cells
}

fn counts(view: &View<'_>, department: &str, file: Option<(usize, &Returned)>, leads: bool) -> Vec<Cell> {
    let count = |column: u16, count: usize| Cell::count(column, Role::Figure, count);
    let blank = |column: u16| Cell::text(column, Role::Figure, "");
    let mut cells = Vec::new();
    // What is counted by department stands in its first row alone, so that a column adds up.
    let (led, reported) = view.counts.leads.get(department).copied().unwrap_or_default();
    cells.extend(if leads { [count(6, led), count(7, reported)] } else { [blank(6), blank(7)] });
    match file {
        Some((index, file)) if file.status == SubmissionStatus::Read => {
            let other: u32 = file.tables.iter().map(|table| table.count(|kind| !matches!(kind, RowKind::Record))).sum();
            let (linked, possible, none) = (
                view.rows_of(index, LinkDecision::Link),
                view.rows_of(index, LinkDecision::Possible),
                view.rows_of(index, LinkDecision::None),
            );
            let all = linked + possible + none + other as usize;
            cells.extend([count(8, linked), count(9, possible), count(10, none), count(11, other as usize)]);
            let formula = Formula::Across { first: 8, last: 11 };
            cells.push(Cell::new(12, Role::Figure, Content::Formula(formula, all.into())));
        }
        _ => cells.extend((8..=12).map(blank)),
    }
    let severities = [Severity::Error, Severity::Warning, Severity::Info];
    for (column, severity) in (13..).zip(severities) {
        let found = view.findings_of(department, severity);
        let first_of_unknown = department.is_empty();
        cells.push(if leads && !first_of_unknown { count(column, found) } else { blank(column) });
    }
    cells
}

fn push_sums(view: &View<'_>, sheet: &mut Sheet, first: usize) {
    let end = last(sheet);
    let mut cells: Vec<Cell> = (0..FIRST_COUNT).map(|column| Cell::text(column, Role::TotalText, "")).collect();
    cells[0] = Cell::text(0, Role::TotalText, view.say("合计", "Total"));
    for column in FIRST_COUNT..=LAST_COUNT {
        let numbers = sheet.rows[first..].iter().flat_map(|row| &row.cells).filter(|cell| cell.column == column);
        let sum = numbers
            .filter_map(|cell| match &cell.content {
                Content::Number(number) | Content::Formula(_, number) => Some(*number),
                _ => None,
            })
            .sum();
        cells.push(Cell::new(
            column,
            Role::TotalFigure,
            Content::Formula(Formula::Sum { column, first, last: end }, sum),
        ));
    }
    sheet.push(Row::of(cells));
}

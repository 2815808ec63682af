//! How a department lays its rows out in a sheet: title, captions, header, sections, rows, totals, notes.

use crate::{
    content::Line,
    sheet::{Look, Merge, Sheet, Value, cell_name, column_name},
};

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Show {
    /// 类别.
    Section,
    /// 序号.
    Number,
    /// 重点任务.
    Title,
    /// 任务内容.
    Content,
    /// 年度目标.
    Target,
    /// 牵头单位.
    Lead,
    /// 配合单位.
    Support,
    /// 进展情况.
    Progress,
    /// 一季度进展.
    Early,
    /// 状态.
    Status,
    /// 年度计划投资.
    Plan,
    /// 完成投资.
    Done,
    /// 完成率 as a formula over the two columns before it.
    Rate,
    /// 完成率 as a number of its own.
    OwnRate,
    /// The same words in every row (分管领导, 计量单位).
    Always(&'static str),
    /// An empty column for remarks.
    Empty,
}

/// A column: what it shows, its label and its width in characters.
pub type Column = (Show, &'static str, f64);

/// A sheet being filled from top to bottom.
pub struct Grid {
    /// The sheet.
    pub sheet: Sheet,
    /// Its columns.
    pub columns: Vec<Column>,
    /// The row that is filled next, from 0.
    pub row: u32,
    /// The rows of records, in order.
    pub records: Vec<u32>,
    /// First column in use.
    pub left: u16,
    /// Number formats of plan, done and rate.
    pub formats: [u8; 3],
}

impl Grid {
    /// An empty sheet with columns.
    pub fn new(name: &str, columns: &[Column]) -> Self {
        let mut grid = Self {
            sheet: Sheet::named(name),
            columns: columns.to_vec(),
            row: 0,
            records: Vec::new(),
            left: 0,
            formats: [0, 0, 1],
        };
        grid.widths();
        grid
    }

    /// Sets the columns' widths again, after `left` was changed.
    pub fn widths(&mut self) {
        self.sheet.widths.clear();
        for (at, column) in (self.left..).zip(&self.columns) {
            self.sheet.widths.insert(at, column.2);
        }
    }

    /// The last column in use.
    pub fn right(&self) -> u16 {
        self.left + self.columns.len() as u16 - 1
    }

    /// The column that shows something.
    pub fn column(&self, show: Show) -> Option<u16> {
        self.columns.iter().position(|column| column.0 == show).map(|index| self.left + index as u16)
    }

    /// A line of text over the table's whole width.
    pub fn across(&mut self, text: &str, look: Look) {
        self.sheet.text(self.row, self.left, text, look);
        self.sheet.merge(self.row, self.left, self.row, self.right());
        self.row += 1;
    }

    /// Text at the left and at the right of one line.
    pub fn captions(&mut self, left: &str, right: &str) {
        if !left.is_empty() {
            self.sheet.text(self.row, self.left, left, Look::Caption);
        }
        if !right.is_empty() {
            self.sheet.text(self.row, self.right(), right, Look::CaptionRight);
        }
        self.row += 1;
    }

    /// A header of one level.
    pub fn head(&mut self) {
        for (at, column) in (self.left..).zip(self.columns.clone()) {
            self.sheet.text(self.row, at, column.1, Look::Head);
        }
        self.sheet.head_row = Some(self.row);
        self.row += 1;
    }

    /// A header of two levels: groups are a label over the columns from one to another; other columns are merged
    /// downwards.
    pub fn head_in_groups(&mut self, groups: &[(Show, Show, &str)]) {
        let (top, bottom) = (self.row, self.row + 1);
        let spans: Vec<(u16, u16, &str)> = groups
            .iter()
            .filter_map(|(first, last, label)| Some((self.column(*first)?, self.column(*last)?, *label)))
            .collect();
        for (at, column) in (self.left..).zip(self.columns.clone()) {
            if let Some((first, last, label)) = spans.iter().find(|(first, last, _)| (*first..=*last).contains(&at)) {
                if at == *first {
                    self.sheet.text(top, at, label, Look::Head);
                    self.sheet.merge(top, *first, top, *last);
                }
                self.sheet.text(bottom, at, column.1, Look::Head);
            } else {
                self.sheet.text(top, at, column.1, Look::Head);
                self.sheet.merge(top, at, bottom, at);
            }
        }
        self.sheet.head_row = Some(bottom);
        self.row += 2;
    }

    /// A section row, merged over the table.
    pub fn section(&mut self, text: &str) {
        self.across(text, Look::Section);
    }

    /// A record in the next row.
    pub fn line(&mut self, line: &Line) {
        for (at, column) in (self.left..).zip(self.columns.clone()) {
            self.cell(at, column.0, line);
        }
        self.records.push(self.row);
        self.row += 1;
    }

    fn cell(&mut self, at: u16, show: Show, line: &Line) {
        let row = self.row;
        let number = |format: usize| Look::Number(self.formats[format]);
        let (text, look) = match show {
            Show::Section => (line.section.as_str(), Look::Short),
            Show::Number => (line.number.as_str(), Look::Short),
            Show::Title => (line.title.as_str(), Look::Short),
            Show::Content => (line.content.as_str(), Look::Text),
            Show::Target => (line.target.as_str(), Look::Text),
            Show::Lead => (line.lead.as_str(), Look::Short),
            Show::Support => (line.support.as_str(), Look::Short),
            Show::Progress => (line.progress.as_str(), Look::Text),
            Show::Early => (line.early.as_str(), Look::Text),
            Show::Status => (line.status.as_str(), Look::Short),
            Show::Always(words) => (words, Look::Short),
            Show::Empty => ("", Look::Text),
            Show::Plan => return self.amount(at, line.plan, number(0)),
            Show::Done => return self.amount(at, line.done, number(1)),
            Show::OwnRate => return self.amount(at, line.rate, number(2)),
            Show::Rate => return self.rate(at, line.plan.zip(line.done), number(2)),
        };
        match (show, text.parse::<f64>()) {
            (Show::Number, Ok(value)) => self.sheet.number(row, at, value, look),
            _ => self.sheet.text(row, at, text, look),
        }
    }

    fn amount(&mut self, at: u16, amount: Option<f64>, look: Look) {
        match amount {
            Some(amount) => self.sheet.number(self.row, at, amount, look),
            None => self.sheet.set(self.row, at, Value::Blank, look),
        }
    }

    fn rate(&mut self, at: u16, figures: Option<(f64, f64)>, look: Look) {
        match figures {
            Some((plan, done)) => {
                let text = format!("{}/{}", cell_name(self.row, at - 1), cell_name(self.row, at - 2));
                self.sheet.formula(self.row, at, text, done / plan, look);
            }
            None => self.sheet.set(self.row, at, Value::Blank, look),
        }
    }

    /// A total row with formulas over given rows: plan, done and rate, with their stored values.
    pub fn total(&mut self, label: &str, rows: &[u32]) {
        self.total_label(label);
        for show in [Show::Plan, Show::Done] {
            let Some(column) = self.column(show) else { continue };
            let look = Look::TotalNumber(self.formats[usize::from(show == Show::Done)]);
            let sum = self.sum_of(rows, column);
            let text = sum_formula(rows, column);
            self.sheet.formula(self.row, column, text, sum, look);
        }
        let figures = self.column(Show::Plan).zip(self.column(Show::Done));
        if let (Some(rate), Some((plan, done))) = (self.column(Show::Rate), figures) {
            let value = self.sum_of(rows, done) / self.sum_of(rows, plan);
            let text = format!("{}/{}", cell_name(self.row, done), cell_name(self.row, plan));
            self.sheet.formula(self.row, rate, text, value, Look::TotalNumber(self.formats[2]));
        }
        self.row += 1;
    }

    /// The label of a total row, with borders over its whole width; the figures are left to the caller.
    pub fn total_label(&mut self, label: &str) {
        for at in self.left..=self.right() {
            self.sheet.text(self.row, at, "", Look::TotalLabel);
        }
        self.sheet.text(self.row, self.left, label, Look::TotalLabel);
        let first_figure = self.column(Show::Plan).unwrap_or_else(|| self.right());
        if first_figure > self.left + 1 {
            self.sheet.merge(self.row, self.left, self.row, first_figure - 1);
        }
    }

    /// The sum of a column over rows, to two places as people keep amounts.
    pub fn sum_of(&self, rows: &[u32], column: u16) -> f64 {
        let amount = |row: &u32| match self.sheet.cells.get(&(*row, column)).map(|cell| &cell.value) {
            Some(Value::Number(number) | Value::Formula { value: number, .. }) => *number,
            _ => 0.0,
        };
        (rows.iter().map(amount).sum::<f64>() * 100.0).round() / 100.0
    }

    /// Merges number and title over the lines of each block, as the task list has them: later cells are emptied.
    pub fn merge_blocks(&mut self, lines: &[Line], columns: &[Show]) {
        let rows = self.records.clone();
        let mut first = 0;
        for index in 1..=lines.len() {
            let goes_on =
                index < lines.len() && lines[index].same_block(&lines[first]) && rows[index] - rows[index - 1] == 1;
            if goes_on {
                continue;
            }
            for show in columns {
                self.merge_down(*show, rows[first], rows[index - 1]);
            }
            first = index;
        }
    }

    /// Merges a column from one row to another; the first cell's value stays.
    pub fn merge_down(&mut self, show: Show, top: u32, bottom: u32) {
        let Some(column) = self.column(show) else { return };
        for row in top + 1..=bottom {
            if let Some(cell) = self.sheet.cells.get_mut(&(row, column)) {
                cell.value = Value::Blank;
            }
        }
        self.sheet.merge(top, column, bottom, column);
    }

    /// Takes a merge away, as a cut does: only the first cell keeps its value.
    pub fn unmerge(&mut self, show: Show, row: u32) {
        let Some(column) = self.column(show) else { return };
        let over = |m: &Merge| m.left == column && (m.top..=m.bottom).contains(&row);
        self.sheet.merges.retain(|merge| !over(merge));
    }

    /// The last record row's cell in a column.
    pub fn place(&self, show: Show, record: usize) -> (u32, u16) {
        let column = self.column(show).expect("the layout has the column that it speaks of");
        (self.records[record], column)
    }
}

/// `SUM(F6:F9)` over neighbours and over many rows with headings between them, or `F6+F10` over a few single rows.
pub fn sum_formula(rows: &[u32], column: u16) -> String {
    let name = column_name(column);
    match (rows.first(), rows.last()) {
        (Some(first), Some(last))
            if rows.len() > 3 || (rows.len() > 1 && (last - first) as usize + 1 == rows.len()) =>
        {
            format!("SUM({name}{}:{name}{})", first + 1, last + 1)
        }
        _ => rows.iter().map(|row| format!("{name}{}", row + 1)).collect::<Vec<_>>().join("+"),
    }
}

//! Tables: a detected header and the rows below it, each with what it is.

use std::{fmt, sync::Arc};

use serde::{Serialize, Serializer};

use super::{place::CellRef, words::Words};

/// What a column means. Its key is the name that every output uses.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// 任务编号, the id of our own form.
    Id,
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
    /// 进展情况 of the period reported.
    Progress,
    /// A progress column of another period, by its label.
    ProgressOf(Arc<str>),
    /// 状态.
    Status,
    /// 存在问题.
    Problems,
    /// 下一步.
    Next,
    /// 备注.
    Remarks,
    /// 填报人.
    Reporter,
    /// 联系方式.
    Contact,
    /// A numeric column, by its name.
    Measure(Arc<str>),
    /// A unit-of-measure column (单位 that means 亿元, not an organisation).
    Unit,
    /// A column that means no known field, by its label.
    Other(Arc<str>),
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = match self {
            Self::Id => "id",
            Self::Section => "section",
            Self::Number => "number",
            Self::Title => "title",
            Self::Content => "content",
            Self::Target => "target",
            Self::Lead => "lead",
            Self::Support => "support",
            Self::Progress => "progress",
            Self::Status => "status",
            Self::Problems => "problems",
            Self::Next => "next",
            Self::Remarks => "remarks",
            Self::Reporter => "reporter",
            Self::Contact => "contact",
            Self::Unit => "unit",
            Self::ProgressOf(label) => return write!(f, "progress:{label}"),
            Self::Measure(name) => return write!(f, "measure:{name}"),
            Self::Other(label) => return write!(f, "other:{label}"),
        };
        f.write_str(plain)
    }
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// From 1.
    pub column: u32,
    /// The header's text as found, levels joined by ` / `.
    pub label: String,
    /// Where its lowest header text stands.
    pub header: CellRef,
    /// What it means.
    pub field: Field,
    /// Other fields that it could mean as well (H003), empty when the label is plain.
    pub rivals: Vec<Field>,
    /// Unit named in the header (`计划投资（亿元）` → `亿元`) or over the table.
    pub unit: Option<String>,
    /// Whether the column is hidden.
    pub hidden: bool,
}

/// What a row below a header is. Nearly all are records: what the others need stands elsewhere, so that a row is small.
#[derive(Debug, Clone, PartialEq)]
pub enum RowKind {
    /// A row in our terms: a task's report.
    Record,
    /// A heading in the data: its text as found and the number of items it declares (`（16项）`).
    Section {
        /// Its text as found.
        title: Box<str>,
        /// The number of items that it declares.
        declared: Option<u32>,
    },
    /// A total or subtotal row.
    Total(Box<TotalRow>),
    /// Note, signature, attachment line, repeated header: what it is.
    Note(NoteKind),
    /// Content that is none of these, and why.
    SetAside(Box<Words>),
}

/// Why a row counts as a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoteKind {
    /// 注：, 说明：, 备注：.
    Remark,
    /// 填报人, 审核人, 联系电话, a date line.
    Signature,
    /// The header again.
    RepeatedHeader,
    /// A title or banner between rows.
    Banner,
    /// Column numbers (1 2 3 …, 甲 乙) or hints under the header.
    Guide,
}

/// A total row as found.
#[derive(Debug, Clone, PartialEq)]
pub struct TotalRow {
    /// Its label (合计, 小计, 其中：…).
    pub label: String,
    /// What it claims to add up.
    pub over: TotalOver,
}

/// The rows that a total row stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TotalOver {
    /// Every record of the table (合计, 总计).
    Table,
    /// The records of one section or block: indices into `Table::rows`.
    Rows(Vec<usize>),
    /// Not to be told; nothing is asserted of it.
    Unknown,
}

/// A non-blank row below a header.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Row number in the sheet, from 1.
    pub row: u32,
    /// What it is.
    pub kind: RowKind,
    /// Index in `Table::rows` of the section heading above it, if any.
    pub section: Option<usize>,
    /// Whether the row is hidden.
    pub hidden: bool,
    /// Number of columns by which its cells stand left of their header (a sub-row that lost its merged cells).
    pub shift: u32,
}

/// A detected table. `rows` holds every non-blank row below the header, so the control identity is exact.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Index into `RawBook::sheets`.
    pub sheet: usize,
    /// The sheet's name.
    pub sheet_name: Arc<str>,
    /// The header's rows, ascending.
    pub header_rows: Vec<u32>,
    /// First and last row below the header that belong to the table.
    pub first_row: u32,
    /// See `first_row`.
    pub last_row: u32,
    /// In column order.
    pub columns: Vec<Column>,
    /// In row order; every non-blank row, none twice.
    pub rows: Vec<Row>,
    /// Blank rows between the first and the last.
    pub blank_rows: u32,
    /// Text above the header, in reading order: titles, 填报单位：…, 单位：亿元, period.
    pub captions: Vec<(CellRef, String)>,
    /// Fields without which rows can't be used and that have no column (H001).
    pub missing: Vec<Field>,
}

impl Table {
    /// The first column with a field.
    pub fn column(&self, field: &Field) -> Option<&Column> {
        self.columns.iter().find(|column| column.field == *field)
    }

    /// Number of rows of one kind.
    pub fn count(&self, is: impl Fn(&RowKind) -> bool) -> u32 {
        self.rows.iter().filter(|row| is(&row.kind)).count() as u32
    }
}

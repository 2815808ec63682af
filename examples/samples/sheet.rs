//! A workbook before any file format: cells with a value and a look. Every writer turns the same thing into its format.

use std::collections::{BTreeMap, BTreeSet};

/// How a cell looks; each writer maps it to fonts, borders and alignment of its own format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Look {
    /// The table's title: large, centred, no border.
    Title,
    /// 附件1 and the like: left, no border.
    Attachment,
    /// 填报单位：… over the table: left, no border.
    Caption,
    /// 单位：亿元 over the table: right, no border.
    CaptionRight,
    /// A header cell: bold, centred, wrapped, filled.
    Head,
    /// A section row: bold, left.
    Section,
    /// Long text: left, wrapped.
    Text,
    /// Short text: centred, wrapped.
    Short,
    /// A number with the format's index in [`NUMBER_FORMATS`].
    Number(u8),
    /// A number in a total row, bold.
    TotalNumber(u8),
    /// A label in a total row, bold, centred.
    TotalLabel,
    /// A note below the table: left, wrapped, no border.
    Note,
}

/// Number formats in use; `Number(0)` is General.
pub const NUMBER_FORMATS: [&str; 6] = ["General", "0.0%", "0.00", "#,##0.00", "0.0", "#,##0"];

/// Where text stands in its cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// At the left.
    Left,
    /// In the middle.
    Centre,
    /// At the right.
    Right,
}

/// What is drawn around and behind a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    /// Nothing.
    Open,
    /// Thin borders on all sides.
    Thin,
    /// Thin borders and the theme's header fill.
    Filled,
}

/// What a look means in the terms that every format shares.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// Which of the theme's fonts.
    pub font: FontRole,
    /// Points.
    pub size: f64,
    /// Bold type.
    pub bold: bool,
    /// Horizontal alignment.
    pub align: Align,
    /// Whether long text is wrapped.
    pub wrap: bool,
    /// Borders and ground.
    pub frame: Frame,
    /// Index in [`NUMBER_FORMATS`].
    pub number: u8,
}

/// The fonts of a theme by their use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FontRole {
    /// Titles.
    Title,
    /// Headers.
    Head,
    /// Everything else.
    Body,
}

/// The look of one department's office: which fonts it has installed, and how it colours its headers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Theme {
    /// Title font.
    pub title: &'static str,
    /// Header font.
    pub head: &'static str,
    /// Body font.
    pub body: &'static str,
    /// Body size in points.
    pub size: f64,
    /// Header fill as RRGGBB, or none.
    pub fill: Option<u32>,
}

/// As the government office asks for it.
pub const OFFICIAL: Theme =
    Theme { title: "方正小标宋简体", head: "黑体", body: "仿宋_GB2312", size: 12.0, fill: None };
/// As a spreadsheet program gives it.
pub const PLAIN: Theme = Theme { title: "宋体", head: "宋体", body: "宋体", size: 11.0, fill: Some(0x00D9_E1F2) };
/// As a younger clerk likes it.
pub const MODERN: Theme =
    Theme { title: "微软雅黑", head: "微软雅黑", body: "微软雅黑", size: 10.0, fill: Some(0x00E2_EFDA) };

impl Theme {
    /// The name of a font by its use.
    pub const fn font(&self, role: FontRole) -> &'static str {
        match role {
            FontRole::Title => self.title,
            FontRole::Head => self.head,
            FontRole::Body => self.body,
        }
    }
}

impl Style {
    /// Whether the cell has borders.
    pub fn border(&self) -> bool {
        self.frame != Frame::Open
    }

    /// Whether the header fill is used.
    pub fn fill(&self) -> bool {
        self.frame == Frame::Filled
    }
}

impl Look {
    /// What the look means.
    pub fn style(self, theme: &Theme) -> Style {
        let body = Style {
            font: FontRole::Body,
            size: theme.size,
            bold: false,
            align: Align::Left,
            wrap: true,
            frame: Frame::Thin,
            number: 0,
        };
        let open = Style { frame: Frame::Open, wrap: false, ..body };
        match self {
            Self::Title => Style { font: FontRole::Title, size: 20.0, align: Align::Centre, ..open },
            Self::Attachment => Style { font: FontRole::Head, size: 14.0, ..open },
            Self::Caption => open,
            Self::CaptionRight => Style { align: Align::Right, ..open },
            Self::Head => {
                Style { font: FontRole::Head, bold: true, align: Align::Centre, frame: Frame::Filled, ..body }
            }
            Self::Section => Style { font: FontRole::Head, bold: true, ..body },
            Self::Text => body,
            Self::Short => Style { align: Align::Centre, ..body },
            Self::Number(number) => Style { align: Align::Centre, number, ..body },
            Self::TotalNumber(number) => Style { bold: true, align: Align::Centre, number, ..body },
            Self::TotalLabel => Style { bold: true, align: Align::Centre, ..body },
            Self::Note => Style { wrap: true, ..open },
        }
    }
}

/// A stored value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing, but the cell has its border.
    Blank,
    /// Text; line breaks as `\n`.
    Text(String),
    /// A number.
    Number(f64),
    /// A formula and the value that the program stored for it.
    Formula {
        /// Without `=`.
        text: String,
        /// Its cached value.
        value: f64,
    },
    /// A formula that lost its reference, stored with `#REF!`.
    BrokenFormula {
        /// Without `=`.
        text: String,
    },
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// What is in it.
    pub value: Value,
    /// How it looks.
    pub look: Look,
}

/// A merged range, zero-based and inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    /// First row.
    pub top: u32,
    /// First column.
    pub left: u16,
    /// Last row.
    pub bottom: u32,
    /// Last column.
    pub right: u16,
}

/// A sheet; rows and columns are counted from 0 here.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Whether a person hid it.
    pub hidden: bool,
    /// Cells by row and column.
    pub cells: BTreeMap<(u32, u16), Cell>,
    /// Merged ranges.
    pub merges: Vec<Merge>,
    /// Column widths in characters of the default font.
    pub widths: BTreeMap<u16, f64>,
    /// Rows that were hidden.
    pub hidden_rows: BTreeSet<u32>,
    /// Columns that were hidden.
    pub hidden_columns: BTreeSet<u16>,
    /// Rows to repeat on each printed page and to freeze: the last header row.
    pub head_row: Option<u32>,
}

/// A workbook.
#[derive(Debug, Clone, PartialEq)]
pub struct Book {
    /// Its sheets.
    pub sheets: Vec<Sheet>,
    /// The office's look.
    pub theme: Theme,
    /// When it was last saved, as year, month, day.
    pub saved: (u16, u8, u8),
    /// Who made it.
    pub author: &'static str,
}

impl Sheet {
    /// An empty sheet.
    pub fn named(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    /// Writes text; an empty text gives a bordered blank.
    pub fn text(&mut self, row: u32, column: u16, text: &str, look: Look) {
        let value = if text.is_empty() { Value::Blank } else { Value::Text(text.to_owned()) };
        self.set(row, column, value, look);
    }

    /// Writes a number.
    pub fn number(&mut self, row: u32, column: u16, number: f64, look: Look) {
        self.set(row, column, Value::Number(number), look);
    }

    /// Writes a formula with its stored value.
    pub fn formula(&mut self, row: u32, column: u16, text: String, value: f64, look: Look) {
        self.set(row, column, Value::Formula { text, value }, look);
    }

    /// Writes any value.
    pub fn set(&mut self, row: u32, column: u16, value: Value, look: Look) {
        self.cells.insert((row, column), Cell { value, look });
    }

    /// Merges a range; its first cell holds the value, the others get its look.
    pub fn merge(&mut self, top: u32, left: u16, bottom: u32, right: u16) {
        let look = self.cells.get(&(top, left)).map_or(Look::Text, |cell| cell.look);
        for row in top..=bottom {
            for column in left..=right {
                self.cells.entry((row, column)).or_insert(Cell { value: Value::Blank, look });
            }
        }
        if (top, left) != (bottom, right) {
            self.merges.push(Merge { top, left, bottom, right });
        }
    }

    /// The merged range that a cell is in.
    pub fn merge_at(&self, row: u32, column: u16) -> Option<&Merge> {
        self.merges.iter().find(|m| (m.top..=m.bottom).contains(&row) && (m.left..=m.right).contains(&column))
    }

    /// Sets the widths from the first column on.
    pub fn set_widths(&mut self, widths: &[f64]) {
        self.widths = (0u16..).zip(widths.iter().copied()).collect();
    }

    /// Width of a column in characters.
    pub fn width(&self, column: u16) -> f64 {
        self.widths.get(&column).copied().unwrap_or(9.0)
    }

    /// Number of rows and columns in use.
    pub fn extent(&self) -> (u32, u16) {
        self.cells.keys().fold((0, 0), |(rows, columns), &(row, column)| (rows.max(row + 1), columns.max(column + 1)))
    }

    /// Height of a row in points, so that no text in it is cut off.
    pub fn height(&self, row: u32, theme: &Theme) -> f64 {
        let cells = self.cells.range((row, 0)..=(row, u16::MAX));
        let needed = cells.filter_map(|(&(_, column), cell)| self.cell_height(row, column, cell, theme));
        needed.fold(18.0, f64::max).min(409.0)
    }

    fn cell_height(&self, row: u32, column: u16, cell: &Cell, theme: &Theme) -> Option<f64> {
        let Value::Text(text) = &cell.value else { return None };
        let style = cell.look.style(theme);
        let (width, rows) = match self.merge_at(row, column) {
            Some(merge) => ((merge.left..=merge.right).map(|c| self.width(c)).sum(), merge.bottom - merge.top + 1),
            None => (self.width(column), 1),
        };
        let per_line = if style.wrap { (width * 5.2 / style.size).max(2.0) } else { f64::MAX };
        let lines: f64 = text.split('\n').map(|line| (em_width(line) / per_line).ceil().max(1.0)).sum();
        Some((lines * style.size * 1.35 + 4.0) / f64::from(rows))
    }
}

/// Width of a text in ems: Han characters count one, Latin ones half.
fn em_width(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 0.55 } else { 1.0 }).sum()
}

/// The name of a column: 0 → `A`.
pub fn column_name(column: u16) -> String {
    let mut name = String::new();
    let mut rest = u32::from(column) + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        name.insert(0, char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    name
}

/// The name of a cell: (4, 5) → `F5`.
pub fn cell_name(row: u32, column: u16) -> String {
    format!("{}{}", column_name(column), row + 1)
}

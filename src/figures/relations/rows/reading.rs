//! The rows of a table in a text: what each is called, and its cells with their columns.

use crate::figures::{document::Document, figure::Figure, glyphs::is_han, units::Class};

/// Characters between two cells at most.
const GAP: usize = 120;
/// Figures of one table at most.
const LARGEST: usize = 600;
/// What numbers the rows of a table.
const NUMERALS: &str = "一二三四五六七八九十";
/// Cells of a row at most.
pub const WIDEST: usize = 24;

/// Rows that follow each other.
pub struct Table {
    /// In order of place.
    pub rows: Vec<Row>,
    /// Bars stand between its cells.
    pub barred: bool,
}

/// A row.
pub struct Row {
    /// The words before its first cell, in small letters.
    pub label: String,
    /// Its cells with their columns, counted from the left where bars divide them.
    cells: Vec<(usize, usize)>,
    /// Columns, empty ones among them.
    width: usize,
}

impl Row {
    /// Its cells.
    pub fn cells(&self) -> Vec<usize> {
        self.cells.iter().map(|(_, at)| *at).collect()
    }

    /// The cell in a column: counted from the left, or from the right where only blanks divide the cells.
    pub fn at(&self, column: usize, barred: bool) -> Option<usize> {
        let column = if barred { column } else { self.width.checked_sub(column + 1)? };
        self.cells.iter().find(|(known, _)| *known == column).map(|(_, at)| *at)
    }

    /// Columns, empty ones among them.
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Whether its unit is a percent: 床位使用率 | % | 48.64.
    pub fn of_percent(&self) -> bool {
        let label = self.label.trim_end_matches([' ', '|', ')', '(']);
        label.ends_with('%') || label.ends_with("百分比")
    }
}

/// The tables of a text.
pub fn tables(document: &Document<'_>) -> Vec<Table> {
    let figures = &document.figures;
    let mut tables = Vec::new();
    let mut cells: Vec<usize> = Vec::new();
    for (at, figure) in figures.iter().enumerate() {
        if figure.depth > 0 || is_mark(document, at) {
            continue;
        }
        let joined = cells.last().is_some_and(|last| cells.len() < LARGEST && is_joined(document, *last, at));
        if !joined {
            tables.extend(table(document, &cells));
            cells.clear();
        }
        if is_cell(figure) {
            cells.push(at);
        }
    }
    tables.extend(table(document, &cells));
    tables
}

fn is_cell(figure: &Figure<'_>) -> bool {
    matches!(figure.class, Class::Bare | Class::Percent) && !figure.hedged && figure.depth == 0
}

/// 1.税收收入, 2、非税收入: the mark of a row, and no cell.
fn is_mark(document: &Document<'_>, at: usize) -> bool {
    let figure = &document.figures[at];
    let (mark, next) = (document.text.at(figure.end), document.text.at(figure.end + 1));
    figure.class == Class::Bare && figure.decimals == 0 && matches!(mark, '.' | '、') && (is_han(next) || next == ' ')
}

/// Whether nothing but blanks, bars and the name of a row stands between two cells.
fn is_joined(document: &Document<'_>, previous: usize, at: usize) -> bool {
    let figures = &document.figures;
    let (from, to) = (figures[previous].end, figures[at].start);
    let gap = document.text.chars.get(from..to).unwrap_or_default();
    let edge = |c: Option<&char>| c.is_some_and(|c| c.is_whitespace() || *c == '|');
    let free = !gap.iter().any(|c| matches!(c, '。' | ',' | ';' | '!' | '?' | '='));
    to - from <= GAP && edge(gap.first()) && edge(gap.last()) && free && is_cell(&figures[at]) && is_name(gap)
}

/// Words between two cells may have marks of a list where bars, lines or blanks set them apart: 一、, 其中:, 农、林、牧、渔业.
fn is_name(gap: &[char]) -> bool {
    let apart = gap.contains(&'|') || gap.contains(&'\n') || gap.windows(2).any(|pair| pair == [' ', ' ']);
    let marked = |at: usize| match gap[at] {
        ':' => gap[..at].ends_with(&['其', '中']),
        '、' => at > 0 && NUMERALS.contains(gap[at - 1]),
        _ => true,
    };
    apart || (0..gap.len()).all(marked)
}

/// The rows of a run of cells: a cell with words before it, or on a new line, opens one.
fn table(document: &Document<'_>, cells: &[usize]) -> Option<Table> {
    if cells.len() < 3 {
        return None;
    }
    let figures = &document.figures;
    let mut rows: Vec<Row> = Vec::new();
    let mut bars = 0;
    for (index, &at) in cells.iter().enumerate() {
        let start = figures[at].start;
        let from = match index {
            0 => label_start(document, at),
            _ => figures[cells[index - 1]].end,
        };
        let gap = document.between(from, start);
        let opens = index == 0 || gap.contains('\n') || gap.chars().any(char::is_alphabetic);
        if opens {
            let label = gap.rsplit('\n').next().unwrap_or_default().trim().to_lowercase();
            let behind = gap.rfind(|c: char| c.is_alphabetic() || c == '%').map_or("", |last| &gap[last..]);
            let column = count(behind).saturating_sub(1);
            rows.push(Row { label, cells: vec![(column, at)], width: column + 1 });
        } else if let Some(row) = rows.last_mut() {
            bars += usize::from(gap.contains('|'));
            // A dash or dots stand in an empty cell.
            let empty = if gap.contains('|') { count(gap).saturating_sub(1) } else { gap.split_whitespace().count() };
            let column = row.width + empty;
            row.cells.push((column, at));
            row.width = column + 1;
        }
    }
    rows.retain(|row| row.cells.len() <= WIDEST);
    let barred = bars > 0 && bars + rows.len() >= cells.len();
    (!rows.is_empty()).then_some(Table { rows, barred })
}

fn count(gap: &str) -> usize {
    gap.chars().filter(|c| *c == '|').count()
}

/// Where the words before the first cell of a table start.
fn label_start(document: &Document<'_>, at: usize) -> usize {
    let start = document.figures[at].start;
    let chars = &document.text.chars[start.saturating_sub(GAP)..start];
    let behind = chars.iter().rposition(|c| matches!(c, '。' | ';' | '\n')).map_or(0, |mark| mark + 1);
    start - (chars.len() - behind)
}

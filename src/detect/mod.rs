//! Table detection: where the header is, how far the table goes, and what every row below the header is.
//!
//! ```text
//! sheet ─grid─▶ cells ─header─▶ label rows ─draft─▶ labels, units, periods ─settle─▶ columns
//!                                   └─profile: what stands below─────────────┘
//!       rows below ─layout, rows, shift─▶ kinds ─scope─▶ sections and what totals add up
//! ```

mod draft;
mod grid;
mod header;
mod kinds;
mod layout;
mod names;
mod profile;
mod progress;
mod rows;
mod scope;
mod settle;
mod shift;
mod span;
mod split;
mod weigh;
mod words;

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    lexicon::{Lexicon, Resolver},
    model::{
        CellRef, Column, Period, RawBook, RawSheet, Row, RowKind, Stamp, StampKind, Table, place::MAX_COLUMNS,
        table::NoteKind,
    },
    text::fold::fold,
};

use grid::{Grid, Merges, View};
use header::Block;
use layout::Layout;

/// What detection may ask besides the cells.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Word lists.
    pub lexicon: &'a Lexicon,
    /// Department names, to tell an organisation column by what stands in it.
    pub resolver: &'a Resolver,
    /// The period reported, to choose among several progress columns.
    pub period: Option<&'a Period>,
}

/// Every table of a file that could be a list of tasks, sheet by sheet from the top.
pub fn tables(book: &RawBook, context: Context<'_>) -> Vec<Table> {
    // The first page of a return asks and is answered: it reports no task.
    let asks = |sheet: &RawSheet| Stamp::in_sheet(sheet).is_some_and(|(_, stamp)| stamp.kind == StampKind::Return);
    let sheets = book.sheets.iter().enumerate().filter(|(_, sheet)| !asks(sheet));
    sheets.flat_map(|(index, sheet)| sheet_tables(index, sheet, context)).collect()
}

fn sheet_tables(index: usize, sheet: &RawSheet, context: Context<'_>) -> Vec<Table> {
    let merges = Merges::of(sheet);
    let whole = Grid::new(sheet, &merges);
    let windows = split::windows(&whole, &context.lexicon.labels);
    if windows.len() > 1 {
        let tables_in = |window| grid_tables(index, &Grid::window(sheet, &merges, window), context);
        let beside: Vec<Vec<Table>> = windows.into_iter().map(tables_in).collect();
        // Only tables that begin in one row stand side by side; anything else is one wide table.
        let top = |tables: &Vec<Table>| tables.first().map(|table| table.header_rows.clone());
        if beside.iter().all(|tables| !tables.is_empty() && top(tables) == beside.first().and_then(top)) {
            return beside.into_iter().flatten().collect();
        }
    }
    grid_tables(index, &whole, context)
}

/// A header with the columns under it.
type Headed = (Block, Vec<Column>);

/// The tables of a grid, one below the other.
fn grid_tables(sheet: usize, grid: &Grid<'_>, context: Context<'_>) -> Vec<Table> {
    let mut tables = Vec::new();
    let mut caption_from = 0;
    let mut found = next_header(grid, context);
    while let Some((block, columns)) = found {
        let next = header_below(grid, &block, &columns, context);
        let end = next.as_ref().map_or(grid.len(), |(block, _)| block.start);
        let captions = captions(grid, caption_from, block.start);
        tables.push(table(sheet, grid, &block, end, columns, captions, context));
        caption_from = caption_start(grid, block.end + 1, end);
        found = next;
    }
    tables
}

/// The first header that heads a list of tasks.
fn next_header(grid: &Grid<'_>, context: Context<'_>) -> Option<Headed> {
    let mut at = 0;
    while let Some(block) = header::find(grid, &context.lexicon.labels, at) {
        let columns = columns_of(grid, &block, grid.len(), context);
        if is_task_table(&columns) {
            return Some((block, columns));
        }
        at = block.end + 1;
    }
    None
}

fn is_task_table(columns: &[Column]) -> bool {
    header::is_task_table(&columns.iter().map(|column| column.field.clone()).collect())
}

fn columns_of(grid: &Grid<'_>, block: &Block, end: usize, context: Context<'_>) -> Vec<Column> {
    let labels = &context.lexicon.labels;
    let header = header_views(grid, block);
    let end = if end < grid.len() { caption_start(grid, block.end + 1, end) } else { end };
    let profiles = profile::profiles(grid, (block.end + 1, end), labels, context.resolver);
    let drafts = draft::drafts(grid, &header, &profiles, labels);
    settle::columns(drafts, labels, context.period)
}

fn header_views<'g, 'a>(grid: &'g Grid<'a>, block: &Block) -> Vec<&'g View<'a>> {
    (block.start..=block.end).filter_map(|row| grid.view(row)).collect()
}

/// The header below a table at which it ends: one that is not its own, repeated after a page break.
fn header_below(grid: &Grid<'_>, block: &Block, columns: &[Column], context: Context<'_>) -> Option<Headed> {
    let labels = &context.lexicon.labels;
    let header = header::Levels::of(&header_views(grid, block));
    let captions: BTreeSet<String> = captions(grid, 0, block.start).iter().map(|(_, text)| fold(text)).collect();
    let mut doubtful = 0;
    for index in block.end + 1..grid.len() {
        let repeated = header.are_repeated_in(grid.view(index)?);
        if repeated && !starts_anew(grid, block.end + 1, index, &captions) {
            continue;
        }
        let next = header::at(grid, labels, index, block.end + 1);
        let Some(next) = next.filter(|next| repeated || header::is_plain(grid, labels, next)) else { continue };
        let found = columns_of(grid, &next, grid.len(), context);
        if is_task_table(&found) && (repeated || !same_layout(columns, &found, grid, &next)) {
            return Some((next, found));
        }
        doubtful += 1;
        if doubtful > DOUBTFUL {
            break;
        }
    }
    None
}

/// A header with the same fields over the same columns, and no title above it, goes on with the table.
fn same_layout(columns: &[Column], found: &[Column], grid: &Grid<'_>, next: &Block) -> bool {
    let titled = next.start > 0 && grid.view(next.start - 1).is_some_and(|view| view.only().is_some());
    let key =
        |columns: &[Column]| columns.iter().map(|column| (column.column, column.label.clone())).collect::<Vec<_>>();
    !titled && key(columns) == key(found)
}

/// Whether a repeated header begins a table of its own: a total closed the one above, or a new title stands between.
fn starts_anew(grid: &Grid<'_>, first: usize, index: usize, captions: &BTreeSet<String>) -> bool {
    for above in (first..index).rev() {
        let Some(view) = grid.view(above) else { return false };
        let text = view.items.first().map(grid::Item::folded).unwrap_or_default();
        let again = captions.contains(text) || captions.contains(text.trim_end_matches("(续)").trim_end_matches("续"));
        if words::is_signature(text) || words::is_note(text) || again || words::is_page_mark(text) {
            continue;
        }
        if words::total(text)
            .is_some_and(|(word, _)| word != words::TotalWord::Sub && word != words::TotalWord::OfWhich)
        {
            return true;
        }
        let titled = view
            .only()
            .is_some_and(|item| !item.number && !kinds::is_prose(&item.text) && words::ordinal(text).is_none());
        let names_table = text.ends_with('表') || text.ends_with("情况") || words::is_banner(text);
        return titled && names_table;
    }
    false
}

/// Where the captions of the table at `end` begin: its title lines directly above, not the rows of the table before.
fn caption_start(grid: &Grid<'_>, first: usize, end: usize) -> usize {
    let mut start = end;
    while start > first && end - start < 6 {
        let Some(view) = grid.view(start - 1) else { break };
        let text = view.items.first().map(grid::Item::folded).unwrap_or_default();
        let heads = |item: &grid::Item<'_>| words::is_caption(&fold(&item.text.chars().take(60).collect::<String>()));
        let labelled = view.items.iter().all(heads) && !words::is_note(text);
        let titled =
            view.only().is_some_and(|item| !item.number) && words::total(text).is_none() && !words::is_note(text);
        if !(titled || labelled) || words::ordinal(text).is_some_and(|style| style == words::Ordinal::Arabic) {
            break;
        }
        start -= 1;
    }
    start
}

fn captions(grid: &Grid<'_>, from: usize, to: usize) -> Vec<(CellRef, String)> {
    (from..to)
        .filter_map(|index| grid.view(index))
        .flat_map(|view| {
            let row = view.row;
            let said = view.items.iter().filter(|item| !Stamp::is_one(&item.text));
            said.map(|item| (CellRef::new(row, item.column), item.text.to_string())).collect::<Vec<_>>()
        })
        .collect()
}

fn table(
    sheet: usize,
    grid: &Grid<'_>,
    block: &Block,
    end: usize,
    mut columns: Vec<Column>,
    captions: Vec<(CellRef, String)>,
    context: Context<'_>,
) -> Table {
    if end < grid.len() {
        columns = columns_of(grid, block, end, context);
    }
    let header = header_views(grid, block);
    name_units(&mut columns, &captions, context);
    let rows = classified(grid, &header, &columns, &captions, (block.end + 1, end), context);
    let bottom = header.last().map_or(1, |view| view.row);
    let first_row = bottom.saturating_add(1);
    let last_row = rows.last().map_or(first_row, |row| row.row);
    let blank_rows = if rows.is_empty() { 0 } else { (last_row - first_row + 1).saturating_sub(rows.len() as u32) };
    Table {
        sheet,
        sheet_name: Arc::clone(&grid.sheet().name),
        header_rows: header.iter().map(|view| view.row).collect(),
        first_row,
        last_row,
        missing: settle::missing(&columns, &context.lexicon.labels),
        columns,
        rows,
        blank_rows,
        captions,
    }
}

/// A unit over the table (单位：亿元) is that of the measures whose header names none.
fn name_units(columns: &mut [Column], captions: &[(CellRef, String)], context: Context<'_>) {
    let labels = &context.lexicon.labels;
    let Some(unit) = captions.iter().rev().find_map(|(_, text)| words::caption_unit(text, |part| labels.is_unit(part)))
    else {
        return;
    };
    for column in columns {
        let countable = !matches!(
            labels.measure_kind(&column.label),
            crate::model::MeasureKind::Rate | crate::model::MeasureKind::Level
        );
        if matches!(column.field, crate::model::Field::Measure(_)) && column.unit.is_none() && countable {
            column.unit = Some(unit.clone());
        }
    }
}

fn classified(
    grid: &Grid<'_>,
    header: &[&View<'_>],
    columns: &[Column],
    captions: &[(CellRef, String)],
    range: (usize, usize),
    context: Context<'_>,
) -> Vec<Row> {
    let captions = captions.iter().map(|(_, text)| fold(text)).collect();
    let layout = Layout::new(grid, header, columns, captions, range, context.resolver);
    let below = if range.1 < grid.len() { caption_start(grid, range.0, range.1) } else { range.1 };
    let mut state = rows::State::new();
    let mut found = Vec::with_capacity(range.1.saturating_sub(range.0));
    for index in range.0..range.1 {
        let Some(view) = grid.view(index) else { break };
        // The title lines of the next table stand below this one's header too: they are counted here as banners.
        let (kind, shift) = if index >= below {
            (RowKind::Note(NoteKind::Banner), 0)
        } else {
            rows::classify(&layout, &mut state, index, view)
        };
        let hidden = grid.sheet().is_row_hidden(view.row);
        found.push(Row { row: view.row, kind, section: None, hidden, shift });
    }
    scope::settle(&mut found);
    found
}

/// Rows below a header that look like another and are none, before no more are looked for: a bound on the work.
const DOUBTFUL: u32 = 200;
/// The window of a whole sheet.
const WHOLE: (u32, u32) = (1, MAX_COLUMNS);

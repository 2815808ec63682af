//! A sheet with a long list: its rows are made, laid out, written and packed some hundreds at a time, so that no more of them
//! are ever held. While one batch is packed the next is made, on the threads of the pool.

use std::io::{Seek, Write};

use rayon::prelude::*;
use rust_xlsxwriter::XlsxError;

use super::{
    Options,
    cells::{self, Cells, Columns},
    formats::{Look, Styles},
    layout::{self, Laid, Placed},
    links::{Address, Anchors},
    packer::Packer,
    pages::{self, Outline},
    sheet::{MAX_LINKS, address, look},
};
use crate::{
    model::book::{Content, Row, Sheet},
    render::theme::Theme,
};

/// Entries that one thread takes at a time.
const CHUNK: usize = 32;
/// Chunks that are held at a time.
const BATCH: usize = 16;
/// Rows that a sheet has.
const MAX_ROWS: usize = 1_048_576;
/// Rows from the top, and below the last remark, over which something may be drawn.
pub const DRAWN_ROWS: usize = 400;
/// Remarks that a list may have; what is over has none. Each is a drawing of its own, which programs load one by one, and
/// which takes 8 KiB until the workbook is written.
const MAX_REMARKS: usize = 5_000;
/// Entries from which a list is one to filter and not to go over, and has a fifth of these.
const LONG: usize = 20_000;

/// What was written, and what stands elsewhere in the sheet's part than among its rows.
#[derive(Debug, Default)]
pub struct Written {
    /// Heights, and where logical rows begin. No cells.
    pub laid: Laid<'static>,
    /// Blocks of merged cells: the elements, and how many.
    pub merged: (String, usize),
    /// Elements of the links.
    pub links: String,
    /// Files that links lead to; the place of one, from 1, is behind `rIdL` in its links.
    pub files: Vec<String>,
    /// Remarks by row and column.
    pub remarks: Vec<(u32, u16, String)>,
}

impl Written {
    /// Lets go what is packed. Heights are asked for once more where remarks and charts lie.
    pub fn let_go(&mut self) {
        (self.merged, self.links) = Default::default();
        let asked = self.remarks.last().map_or(0, |(row, ..)| *row as usize) + DRAWN_ROWS;
        self.laid.heights.truncate(asked);
        self.laid.heights.shrink_to_fit();
    }
}

/// What all lists of a workbook share.
pub struct Context<'a> {
    pub theme: &'a Theme,
    pub options: &'a Options,
}

/// Writes a list.
pub struct List<'a, 's> {
    pub sheet: &'a Sheet<'a>,
    pub context: &'a Context<'a>,
    pub anchors: &'a mut Anchors,
    pub styles: &'a mut Styles<'s>,
    columns: Columns,
    written: Written,
    /// Whether it is known with which rows its printed pages begin.
    is_paged: bool,
    /// Links written so far.
    count: u32,
}

/// A cell in its place with what it looks like and where it leads.
struct Dressed<'r> {
    placed: Placed<'r>,
    look: Look,
    style: u32,
    address: Option<Address>,
}

/// Some rows, laid out; positions count from the first of them.
struct Chunk<'r> {
    rows: &'r [Row],
    laid: Laid<'r>,
    cells: Vec<Dressed<'r>>,
}

/// Where the named rows of a list will stand, for the sheets before it that lead there. Gives the rows with which its
/// printed pages will begin; `None` where it brings none along.
pub fn measure(sheet: &Sheet<'_>, theme: &Theme, anchors: &mut Anchors) -> Option<Vec<u32>> {
    let above = layout::lay_out(sheet, &sheet.rows, theme);
    let mut outline = Outline::of(sheet, &above);
    let mut next = above.heights.len() as u32;
    let asked = if outline.is_some() { sheet.entries.count() } else { sheet.led_to };
    for from in (0..asked).step_by(CHUNK * BATCH) {
        let made: Vec<Vec<Row>> = chunks(sheet, from).into_par_iter().map(|chunk| made(sheet, chunk)).collect();
        let laid: Vec<Laid<'_>> = made.par_iter().map(|rows| layout::lay_out(sheet, rows, theme)).collect();
        for (rows, laid) in made.iter().zip(&laid) {
            anchors.add(&sheet.name, rows.iter().zip(laid.starts.iter().map(|start| next + start)));
            next += laid.heights.len() as u32;
            if let Some(outline) = &mut outline {
                outline.add(laid);
            }
        }
    }
    let mut outline = outline?;
    outline.add(&layout::lay_out(sheet, &sheet.below, theme));
    outline.breaks(sheet, theme)
}

/// Entries of one batch, chunk by chunk.
fn chunks(sheet: &Sheet<'_>, from: usize) -> Vec<(usize, usize)> {
    let end = (from + CHUNK * BATCH).min(sheet.entries.count());
    (from..end).step_by(CHUNK).map(|at| (at, (at + CHUNK).min(end))).collect()
}

fn made(sheet: &Sheet<'_>, (from, to): (usize, usize)) -> Vec<Row> {
    (from..to).flat_map(|at| sheet.entries.get(at)).collect()
}

impl<'a, 's> List<'a, 's> {
    /// A list of which nothing is written.
    pub fn new(
        sheet: &'a Sheet<'a>,
        context: &'a Context<'a>,
        anchors: &'a mut Anchors,
        styles: &'a mut Styles<'s>,
    ) -> Self {
        let laid = Laid { starts: vec![0], ..Laid::default() };
        let written = Written { laid, ..Written::default() };
        Self {
            sheet,
            context,
            anchors,
            styles,
            columns: Columns::new(sheet.columns()),
            written,
            is_paged: false,
            count: 0,
        }
    }

    /// The same with printed pages that begin with these rows, where it brings them along.
    pub fn paged(mut self, breaks: Option<Vec<u32>>) -> Self {
        self.is_paged = breaks.is_some();
        self.written.laid.breaks = breaks.unwrap_or_default();
        self
    }

    /// Writes every row to the part begun last; the last of them are left waiting. Gives what else there is to write.
    ///
    /// # Errors
    /// More rows or longer texts than a spreadsheet holds, or the part can't be written to.
    pub fn write<P: Write + Seek + Send>(mut self, packer: &mut Packer<P>) -> Result<Written, XlsxError> {
        let (sheet, count) = (self.sheet, self.sheet.entries.count());
        let above = self.rows(std::slice::from_ref(&sheet.rows))?;
        packer.texts(above);
        for from in (0..count).step_by(CHUNK * BATCH) {
            let next = packer.beside(|| {
                let made: Vec<Vec<Row>> = chunks(sheet, from).into_par_iter().map(|chunk| made(sheet, chunk)).collect();
                self.rows(&made)
            })?;
            packer.texts(next?);
        }
        let below = self.rows(std::slice::from_ref(&sheet.below))?;
        packer.texts(below);
        Ok(self.written)
    }

    /// The XML of further rows, chunk by chunk.
    fn rows(&mut self, of: &[Vec<Row>]) -> Result<Vec<String>, XlsxError> {
        let (sheet, theme) = (self.sheet, self.context.theme);
        let (anchors, options) = (&*self.anchors, self.context.options);
        let mut chunks: Vec<Chunk<'_>> =
            of.par_iter().map(|rows| Chunk::new(rows, sheet, theme, anchors, options)).collect();
        let mut firsts = Vec::with_capacity(chunks.len());
        for chunk in &mut chunks {
            firsts.push(self.settle(chunk)?);
        }
        let cells = Cells { columns: &self.columns, theme, starts: &self.written.laid.starts };
        chunks.par_iter().zip(firsts).map(|(chunk, first)| chunk.xml(first, &cells)).collect()
    }

    /// Gives a chunk its place and its styles, and takes from it what does not stand among the rows. In the order of the
    /// sheet, so that the same list is always written the same.
    fn settle(&mut self, chunk: &mut Chunk<'_>) -> Result<u32, XlsxError> {
        let laid = &mut self.written.laid;
        let first = laid.heights.len() as u32;
        if laid.heights.len() + chunk.laid.heights.len() > MAX_ROWS {
            return Err(XlsxError::RowColumnLimitError);
        }
        laid.heights.extend(&chunk.laid.heights);
        laid.starts.extend(chunk.laid.starts.iter().skip(1).map(|start| first + start));
        laid.banners.extend(chunk.laid.banners.iter().map(|row| first + row));
        self.anchors.add(&self.sheet.name, chunk.rows.iter().zip(chunk.laid.starts.iter().map(|start| first + start)));
        if self.is_paged {
            chunk.cut(&laid.breaks, first);
        }
        for cell in &mut chunk.cells {
            if cell.address.is_some() && self.count >= MAX_LINKS {
                cell.address = None;
                cell.look.linked = false;
            }
            cell.style = self.styles.number(cell.look);
            self.take(cell, first);
        }
        Ok(first)
    }

    fn take(&mut self, cell: &Dressed<'_>, first: u32) {
        let placed = &cell.placed;
        let (row, column) = (first + placed.row, placed.cell.column);
        if let Some(address) = &cell.address {
            self.count += 1;
            let shown = match &placed.cell.content {
                Content::Text(_) => placed.text.as_deref().unwrap_or(""),
                _ => "",
            };
            self.link((row, column), address, shown);
        }
        if let Some((last_row, last_column)) = last(placed) {
            let (elements, count) = &mut self.written.merged;
            elements.push_str("<mergeCell ref=\"");
            self.columns.place(row, column, elements);
            elements.push(':');
            self.columns.place(first + last_row, last_column, elements);
            elements.push_str("\"/>");
            *count += 1;
        }
        let most = if self.sheet.entries.count() > LONG { MAX_REMARKS / 5 } else { MAX_REMARKS };
        let shown = !placed.from_above && !placed.empty && self.written.remarks.len() < most;
        if let Some(remark) = placed.cell.remark.as_ref().filter(|_| shown) {
            self.written.remarks.push((row, column, remark.clone()));
        }
    }

    fn link(&mut self, (row, column): (u32, u16), address: &Address, shown: &str) {
        let Written { links, files, .. } = &mut self.written;
        links.push_str("<hyperlink ref=\"");
        self.columns.place(row, column, links);
        links.push('"');
        if let Some(file) = &address.file {
            // Rows of one file mostly stand together.
            let known = files.iter().rposition(|known| known == file);
            let at = known.unwrap_or_else(|| {
                files.push(file.clone());
                files.len() - 1
            });
            links.push_str(" r:id=\"rIdL");
            cells::number(at as u32 + 1, links);
            links.push('"');
        }
        if let Some(cell) = &address.cell {
            links.push_str(" location=\"");
            links.push_str(&cells::attribute(cell));
            links.push('"');
        }
        if address.file.is_none() {
            links.push_str(" display=\"");
            links.push_str(&cells::attribute(shown));
            links.push('"');
        }
        links.push_str("/>");
    }
}

/// Last row and column of a cell that spans more than one.
fn last(placed: &Placed<'_>) -> Option<(u32, u16)> {
    let last = (placed.row + placed.rows.max(1) - 1, placed.cell.column + placed.cell.columns.max(1) - 1);
    (last != (placed.row, placed.cell.column)).then_some(last)
}

impl<'r> Chunk<'r> {
    fn new(rows: &'r [Row], sheet: &Sheet<'_>, theme: &Theme, anchors: &Anchors, options: &Options) -> Self {
        let mut laid = layout::lay_out(sheet, rows, theme);
        let placed = std::mem::take(&mut laid.cells);
        let dress = |placed: Placed<'r>| {
            let address = address(&placed, anchors, options);
            let look = look(&placed, address.is_some(), sheet.purpose, &laid.heights, theme);
            Dressed { placed, look, style: 0, address }
        };
        let cells = placed.into_iter().map(dress).collect();
        Self { rows, laid, cells }
    }

    /// Cuts cells that span two printed pages, and joins the pieces of a text that stand on one, the first row being
    /// `first` in the sheet. Where a page ends a text that goes on has its lines around it all the same.
    fn cut(&mut self, breaks: &[u32], first: u32) {
        let end = first + self.laid.heights.len() as u32;
        let breaks: Vec<u32> = breaks.iter().filter(|row| (first..=end).contains(row)).map(|row| row - first).collect();
        let mut cells: Vec<Dressed<'r>> = Vec::with_capacity(self.cells.len());
        for cell in std::mem::take(&mut self.cells) {
            let Dressed { look, ref address, .. } = cell;
            for placed in pages::cut(&cell.placed, pages::within(&breaks, cell.placed.row, cell.placed.rows)) {
                if let Some(above) = cells.last_mut()
                    && !breaks.contains(&placed.row)
                    && pages::join(&mut above.placed, &placed)
                {
                    continue;
                }
                cells.push(Dressed { placed, look, style: 0, address: address.clone() });
            }
        }
        for Dressed { placed, look, .. } in &mut cells {
            // A text that is read on from another page begins where the page does.
            look.tall |= placed.from_above || placed.goes_on;
            look.from_above = placed.from_above && !breaks.contains(&placed.row);
            look.goes_on = placed.goes_on && !breaks.contains(&(placed.row + placed.rows.max(1)));
            look.spread = placed.spread;
        }
        self.cells = cells;
    }

    /// The rows as XML, the first of them being `first` in the sheet.
    fn xml(&self, first: u32, cells: &Cells<'_>) -> Result<String, XlsxError> {
        // A cell that spans others has its lines around all of them.
        let mut order: Vec<(u32, u16, bool, &Dressed<'_>)> = Vec::with_capacity(self.cells.len());
        for cell in &self.cells {
            let (row, column) = (cell.placed.row, cell.placed.cell.column);
            order.push((row, column, true, cell));
            if let Some((last_row, last_column)) = last(&cell.placed) {
                let all = (row..=last_row).flat_map(|row| (column..=last_column).map(move |column| (row, column)));
                order.extend(all.filter(|at| *at != (row, column)).map(|(row, column)| (row, column, false, cell)));
            }
        }
        order.sort_by_key(|(row, column, ..)| (*row, *column));
        let mut order = order.into_iter().peekable();
        let mut xml = String::with_capacity(self.cells.len() * 96);
        for (at, height) in (0..).zip(&self.laid.heights) {
            cells::row(first + at, *height, &mut xml);
            while let Some((row, column, own, cell)) = order.next_if(|(row, ..)| *row == at) {
                if own {
                    cells.cell(&cell.placed, first + row, cell.style, &mut xml)?;
                } else {
                    cells.blank((first + row, column), cell.style, &mut xml);
                }
            }
            xml.push_str("</row>");
        }
        Ok(xml)
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::{
        super::{XlsxFault, formats},
        *,
    };
    use crate::model::{
        Lang,
        book::{Cell, Purpose, Role},
        entries::Entries,
        outcome::ReportSettings,
    };

    #[test]
    fn a_list_that_outgrows_its_sheet_says_so() {
        let theme = Theme::new(Lang::En, &ReportSettings::default());
        let options = Options { created: jiff::civil::date(2023, 7, 10), to_workspace: String::new() };
        let context = Context { theme: &theme, options: &options };
        let mut sheet = Sheet::new("Links", Purpose::Working, &[10.0]);
        sheet.entries = Entries::new(2, |_| vec![Row::of(vec![Cell::text(0, Role::Text, "x")])]);
        for (room, fits) in [(2, true), (1, false)] {
            let mut anchors = Anchors::default();
            let mut styles = Styles::new(&theme, formats::named(theme.font("sheet"), 11.0));
            let mut list = List::new(&sheet, &context, &mut anchors, &mut styles);
            list.written.laid.heights = vec![15.0; MAX_ROWS - room];
            match list.write(&mut Packer::new(io::Cursor::new(Vec::new()))) {
                Ok(written) => assert!(fits && written.laid.heights.len() == MAX_ROWS),
                Err(error) => assert!(!fits && XlsxFault::from(error).is_too_long()),
            }
        }
    }

    #[test]
    fn a_text_stands_in_one_cell_on_every_page() {
        let theme = Theme::new(Lang::Zh, &ReportSettings::default());
        let options = Options { created: jiff::civil::date(2023, 7, 10), to_workspace: String::new() };
        let told = "（一）围绕目标任务细化措施，协调解决用地、资金和审批等问题，各项工作有序推进。\n".repeat(120);
        let row = Row::of(vec![Cell::text(0, Role::TaskTitle, "任务"), Cell::text(1, Role::Narrative, told.as_str())]);
        let mut sheet = Sheet::new("汇总表", Purpose::Formal, &[20.0, 60.0]);
        sheet.push_head(&["重点任务", "进展情况"]);
        sheet.entries = Entries::rows(vec![()], move |_, ()| row.clone());
        let mut anchors = Anchors::default();
        let breaks = measure(&sheet, &theme, &mut anchors).expect("pages");
        let first = layout::lay_out(&sheet, &sheet.rows, &theme).heights.len() as u32;
        let rows = made(&sheet, (0, 1));
        let mut chunk = Chunk::new(&rows, &sheet, &theme, &anchors, &options);
        let pieces = chunk.cells.iter().filter(|cell| cell.placed.cell.column == 1).count();
        chunk.cut(&breaks, first);
        let cells: Vec<_> = chunk.cells.iter().filter(|cell| cell.placed.cell.column == 1).collect();
        assert!(!breaks.is_empty() && pieces > 2 * cells.len(), "{breaks:?}: {pieces} pieces, {} cells", cells.len());
        assert_eq!(cells.len(), breaks.len() + 1);
        assert_eq!(cells.iter().filter_map(|cell| cell.placed.text.as_deref()).collect::<String>(), told);
        let starts: Vec<u32> = cells.iter().skip(1).map(|cell| first + cell.placed.row).collect();
        assert_eq!(starts, breaks);
        for Dressed { look, .. } in cells {
            assert!(look.tall && !look.spread && !look.from_above && !look.goes_on, "{look:?}");
        }
    }
}

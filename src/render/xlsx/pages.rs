//! Where printed pages of a formal table end. Spreadsheet programs break where a page is full and know of no banner that
//! belongs to what follows it; so a formal table brings its breaks along.

use std::borrow::Cow;

use super::layout::{Laid, Placed};
use crate::{
    model::book::{Purpose, Role, Sheet},
    render::theme::Theme,
};

const POINTS_PER_MILLIMETRE: f64 = 72.0 / 25.4;
/// How much of a page is used: programs and printers differ a little in what they take for a point, and a page that runs
/// over by one row would be followed by one that holds that row alone.
const USED: f64 = 0.97;
/// Breaks that a sheet may have.
const MOST: usize = 1_000;

/// Bytes of text that a cell holds in any case.
const CELL: usize = 30_000;

/// How full a page must be at least for a block to begin on the next one instead of being cut.
const WHOLE: f64 = 0.9;
/// How full the last page should be: with less on it, the others leave it some of theirs.
const LAST: f64 = 0.35;
/// How full the others stay then.
const OTHERS: f64 = 0.85;
/// How much less at a time they are tried with.
const STEP: f64 = 0.01;

/// What of a formal table decides where its pages end: gathered from its rows before any of them is written.
#[derive(Debug, Default)]
pub struct Outline {
    heights: Vec<f64>,
    /// For each row, what holds it to the one above.
    held: Vec<Held>,
    /// First row of the header that every page repeats, and first row below it.
    head: (usize, usize),
}

/// What holds a row to the one above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Held {
    /// Nothing: a page may begin with it.
    Free,
    /// It is of the same block: a page begins with it only where the block is too long.
    Block,
    /// The row above is a banner, which never ends a page.
    Banner,
}

impl Outline {
    /// That of a sheet of which these are the rows above its list; `None` for one that is not formal.
    pub fn of(sheet: &Sheet<'_>, above: &Laid<'_>) -> Option<Self> {
        let (first, last) = sheet.head.filter(|_| sheet.purpose == Purpose::Formal)?;
        let start = |logical: usize| above.starts.get(logical).map_or(above.heights.len(), |row| *row as usize);
        let mut outline = Self { head: (start(first), start(last + 1)), ..Self::default() };
        outline.add(above);
        Some(outline)
    }

    /// Adds further rows.
    pub fn add(&mut self, laid: &Laid<'_>) {
        let from = self.heights.len();
        self.heights.extend(&laid.heights);
        // Who is last may be a banner: what it holds is in the next rows.
        self.held.resize(self.heights.len() + 1, Held::Free);
        for placed in &laid.cells {
            let row = from + placed.row as usize;
            self.held[row + 1..row + placed.rows.max(1) as usize].fill(Held::Block);
        }
        for banner in &laid.banners {
            self.held[from + *banner as usize + 1] = Held::Banner;
        }
    }

    /// The spreadsheet rows, from 0, with which a further page begins; `None` where there would be more of them than a
    /// sheet can have.
    pub fn breaks(&self, sheet: &Sheet<'_>, theme: &Theme) -> Option<Vec<u32>> {
        let most = capacity(sheet, theme);
        let mut breaks = self.filled(most);
        if breaks.len() > MOST {
            return None;
        }
        // No more pages than needed, and a last one that holds more than a row or two.
        let mut room = most;
        while !breaks.is_empty() && self.last_page(&breaks) < most * LAST && room > most * OTHERS {
            room -= most * STEP;
            let tried = self.filled(room);
            if tried.len() > breaks.len() {
                break;
            }
            breaks = tried;
        }
        Some(breaks)
    }

    /// Points of height that the last page takes, when further pages begin with these rows.
    fn last_page(&self, breaks: &[u32]) -> f64 {
        let (head, body) = self.head;
        let start = breaks.last().map_or(body, |row| *row as usize);
        self.heights[head..body].iter().chain(&self.heights[start..]).sum()
    }

    /// The rows with which a further page begins when a page has `room` points.
    fn filled(&self, room: f64) -> Vec<u32> {
        let (head, body) = self.head;
        let repeated: f64 = self.heights[head..body].iter().sum();
        let mut above: f64 = self.heights[..body].iter().sum();
        let mut breaks = Vec::new();
        let mut start = body;
        while let Some(next) = self.page_end(start, room - above, room * WHOLE - above) {
            breaks.push(next as u32);
            (start, above) = (next, repeated);
        }
        breaks
    }

    /// The row that no longer stands on the page that begins with `start`; none when all the others do. A page that may
    /// be left with `enough` points filled ends where a block does.
    fn page_end(&self, start: usize, room: f64, enough: f64) -> Option<usize> {
        let mut used = 0.0;
        let mut ends = [None; 2];
        for row in start..self.heights.len() {
            if row > start {
                match self.held[row] {
                    Held::Free if used >= enough => ends[0] = Some(row),
                    Held::Free | Held::Block => ends[1] = Some(row),
                    Held::Banner => {}
                }
                if used + self.heights[row] > room {
                    return ends[0].or(ends[1]).or(Some(row));
                }
            }
            used += self.heights[row];
        }
        None
    }
}

/// A cell in as many parts as it has pages, given the rows with which pages begin: merged over two pages, a cell has no
/// line below it on the first, and its words where the page happens to cut them. What names the task stands on each page,
/// everything else on the first.
pub fn cut<'a>(placed: &Placed<'a>, breaks: &[u32]) -> Vec<Placed<'a>> {
    let end = placed.row + placed.rows.max(1);
    let names = matches!(placed.cell.role, Role::Ordinal | Role::TaskTitle);
    let starts = || std::iter::once(placed.row).chain(breaks.iter().copied());
    let parts = starts().zip(starts().skip(1).chain([end]));
    let part = |(start, end): (u32, u32)| {
        let overleaf = start > placed.row;
        Placed { row: start, rows: end - start, empty: placed.empty || (overleaf && !names), ..placed.clone() }
    };
    parts.map(part).collect()
}

/// Sets the piece of a text that goes on below another one into the cell of that one, where it does: only the height of a
/// row makes pieces of what stands on one page, and rows that are a little higher than their pieces would part the lines.
/// Whether it did.
pub fn join<'a>(above: &mut Placed<'a>, below: &Placed<'a>) -> bool {
    let adjoins = std::ptr::eq(above.cell, below.cell) && above.row + above.rows.max(1) == below.row;
    let (Some(text), Some(more)) = (&above.text, &below.text) else { return false };
    if !adjoins || !above.goes_on || !below.from_above || text.len() + more.len() > CELL {
        return false;
    }
    above.text = Some(Cow::Owned(format!("{text}{more}")));
    above.rows = below.row + below.rows.max(1) - above.row;
    above.goes_on = below.goes_on;
    above.spread = false;
    true
}

/// Those of `breaks` within a cell that begins in row `first`.
pub fn within(breaks: &[u32], first: u32, rows: u32) -> &[u32] {
    let from = breaks.partition_point(|row| *row <= first);
    let to = breaks.partition_point(|row| *row < first + rows.max(1));
    &breaks[from..to.max(from)]
}

/// Points of height that a page takes when the table is fitted to its width.
fn capacity(sheet: &Sheet<'_>, theme: &Theme) -> f64 {
    let page = theme.page(sheet.purpose);
    let (long, short) = if page.paper == "A3" { (420.0, 297.0) } else { (297.0, 210.0) };
    let (width, height) = if page.landscape { (long, short) } else { (short, long) };
    let margins = &page.margins;
    let printable = (width - margins.left - margins.right) * POINTS_PER_MILLIMETRE;
    let columns = sheet.widths.iter().take(usize::from(sheet.printed_columns()));
    let table = columns.map(|width| f64::from(*width)).sum::<f64>() * theme.measures().character;
    // Programs scale by whole per cents, and never enlarge.
    let scale = (printable / table * 100.0).ceil().clamp(10.0, 100.0) / 100.0;
    (height - margins.top - margins.bottom) * POINTS_PER_MILLIMETRE / scale * USED
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        Lang,
        book::{Cell, Row},
        outcome::ReportSettings,
    };

    /// Breaks of a table in which every tenth row is a banner, from row `from` on.
    fn broken(purpose: Purpose, rows: usize, from: usize) -> (Vec<u32>, Vec<usize>) {
        let mut sheet = Sheet::new("汇总表", purpose, &[20.0, 80.0]);
        sheet.push_head(&["序号", "进展情况"]);
        let mut banners = Vec::new();
        for row in 0..rows {
            let banner = row % 10 == from;
            let role = if banner { Role::Section } else { Role::Short };
            let at = sheet.push(Row::of(vec![Cell::text(0, role, "一、")]));
            if banner {
                banners.push(at);
            }
        }
        let theme = Theme::new(Lang::Zh, &ReportSettings::default());
        let laid = super::super::layout::lay_out(&sheet, &sheet.rows, &theme);
        (Outline::of(&sheet, &laid).and_then(|outline| outline.breaks(&sheet, &theme)).unwrap_or_default(), banners)
    }

    /// Pages and titles of a table of blocks of `rows` rows each, with the rows in which each title stands.
    fn blocks(rows: usize) -> (Vec<u32>, Vec<(u32, u32, bool)>) {
        let mut sheet = Sheet::new("汇总表", Purpose::Formal, &[20.0, 80.0, 20.0]);
        sheet.push_head(&["重点任务", "进展情况", "备注"]);
        for block in 0..240 / rows {
            for row in 0..rows {
                let mut cells = vec![Cell::text(1, Role::Narrative, "完成。"), Cell::text(2, Role::Text, "")];
                if row == 0 {
                    cells.insert(0, Cell::text(0, Role::TaskTitle, format!("任务{block}")).down(rows));
                    cells[2] = Cell::text(2, Role::Text, "年底考核").down(rows);
                }
                sheet.push(Row::of(cells));
            }
        }
        let theme = Theme::new(Lang::Zh, &ReportSettings::default());
        let laid = super::super::layout::lay_out(&sheet, &sheet.rows, &theme);
        let breaks = Outline::of(&sheet, &laid).and_then(|outline| outline.breaks(&sheet, &theme)).unwrap_or_default();
        let parts = laid.cells.iter().flat_map(|placed| cut(placed, within(&breaks, placed.row, placed.rows)));
        let titles = parts.filter(|placed| matches!(placed.cell.role, Role::TaskTitle));
        let titles = titles.map(|placed| (placed.row, placed.rows, placed.empty)).collect();
        (breaks, titles)
    }

    #[test]
    fn a_block_stays_on_its_page_where_that_leaves_no_gap() {
        let (breaks, titles) = blocks(4);
        assert!(breaks.len() > 3 && titles.len() == 60, "{breaks:?}");
        assert!(breaks.iter().all(|row| (row - 1) % 4 == 0), "{breaks:?}");
    }

    #[test]
    fn a_long_block_is_cut_at_the_page_and_named_on_each() {
        let (breaks, titles) = blocks(120);
        assert!(breaks.len() > 3, "{breaks:?}");
        assert!(titles.len() > breaks.len(), "{titles:?}");
        assert!(titles.iter().all(|(_, _, empty)| !empty), "{titles:?}");
        let cut = |row: &u32| titles.iter().any(|(start, rows, _)| start < row && *row < start + rows);
        assert!(!breaks.iter().any(cut), "{breaks:?} {titles:?}");
    }

    #[test]
    fn long_narratives_leave_no_page_half_empty() {
        let mut sheet = Sheet::new("汇总表", Purpose::Formal, &[20.0, 84.0]);
        sheet.push_head(&["重点任务", "进展情况"]);
        for (task, sentences) in [3_usize, 22, 9, 40, 14, 1, 30, 18, 26, 6].iter().cycle().take(60).enumerate() {
            let told = "围绕目标任务细化措施，协调解决用地、资金和审批等问题。".repeat(*sentences);
            sheet.push(Row::of(vec![
                Cell::text(0, Role::TaskTitle, format!("任务{task}")),
                Cell::text(1, Role::Narrative, told),
            ]));
        }
        let theme = Theme::new(Lang::Zh, &ReportSettings::default());
        let laid = super::super::layout::lay_out(&sheet, &sheet.rows, &theme);
        let breaks = Outline::of(&sheet, &laid).and_then(|outline| outline.breaks(&sheet, &theme)).unwrap_or_default();
        let edges: Vec<usize> = std::iter::once(0).chain(breaks.iter().map(|row| *row as usize)).collect();
        let most = capacity(&sheet, &theme);
        assert!(edges.len() > 5, "{edges:?}");
        for page in edges.windows(2) {
            let filled = laid.heights[page[0]..page[1]].iter().sum::<f64>() / most;
            assert!(filled > 0.7, "rows {page:?}: {filled}");
        }
    }

    #[test]
    fn no_page_ends_with_a_banner() {
        for from in 0..10 {
            let (breaks, banners) = broken(Purpose::Formal, 300, from);
            assert!(breaks.len() > 4, "{breaks:?}");
            assert!(breaks.iter().all(|row| !banners.contains(&(*row as usize - 1))), "{breaks:?}");
            let edges: Vec<u32> = breaks.iter().copied().chain([301]).collect();
            let pages: Vec<u32> = edges.windows(2).map(|pair| pair[1] - pair[0]).collect();
            let (last, others) = pages.split_last().expect("pages");
            let (least, most) = (others.iter().min().unwrap(), others.iter().max().unwrap());
            assert!(most - least <= 10 && last * 3 >= *most, "{pages:?}");
        }
    }

    #[test]
    fn only_a_formal_table_brings_breaks_and_a_short_one_none() {
        assert!(broken(Purpose::Working, 300, 0).0.is_empty());
        assert!(broken(Purpose::Formal, 10, 0).0.is_empty());
        assert!(broken(Purpose::Formal, 80_000, 0).0.is_empty(), "more than a sheet can have");
    }
}

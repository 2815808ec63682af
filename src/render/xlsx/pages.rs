//! Where printed pages of a formal table end. Spreadsheet programs break where a page is full and know of no banner that
//! belongs to what follows it; so a formal table brings its breaks along.

use super::layout::Laid;
use crate::{
    model::book::{Purpose, Sheet},
    render::theme::Theme,
};

const POINTS_PER_MILLIMETRE: f64 = 72.0 / 25.4;
/// How much of a page is used: programs and printers differ a little in what they take for a point, and a page that runs
/// over by one row would be followed by one that holds that row alone.
const USED: f64 = 0.97;
/// Breaks that a sheet may have.
const MOST: usize = 1_000;

/// The spreadsheet rows, from 0, with which a further page begins: none for a sheet that is not formal, and none where
/// there would be more of them than a sheet can have.
pub fn breaks(sheet: &Sheet<'_>, laid: &Laid<'_>, theme: &Theme) -> Vec<u32> {
    let Some((first, last)) = sheet.head.filter(|_| sheet.purpose == Purpose::Formal) else { return Vec::new() };
    let start = |logical: usize| laid.starts.get(logical).map_or(laid.heights.len(), |row| *row as usize);
    let (head, body) = (start(first), start(last + 1));
    let banners = laid.banners.iter().map(|row| *row as usize).filter(|row| *row >= body).collect();
    let table = Table { heights: &laid.heights, head, body, banners };
    let most = capacity(sheet, theme);
    let mut breaks = table.filled(most);
    if breaks.len() > MOST {
        return Vec::new();
    }
    // No more pages than needed, but all of them filled alike: the last one holds more than a row or two.
    let (mut less, mut room) = (most / 2.0, most);
    for _ in 0..8 {
        let middle = f64::midpoint(less, room);
        let tried = table.filled(middle);
        if tried.len() > breaks.len() {
            less = middle;
        } else {
            (room, breaks) = (middle, tried);
        }
    }
    breaks
}

/// A table in spreadsheet rows.
struct Table<'a> {
    heights: &'a [f64],
    /// First row of the header that every page repeats.
    head: usize,
    /// First row below it.
    body: usize,
    /// Rows of banners, ascending.
    banners: Vec<usize>,
}

impl Table<'_> {
    /// The rows with which a further page begins when a page has `room` points.
    fn filled(&self, room: f64) -> Vec<u32> {
        let repeated: f64 = self.heights[self.head..self.body].iter().sum();
        let mut used: f64 = self.heights[..self.body].iter().sum();
        let mut breaks = Vec::new();
        for (row, height) in self.heights.iter().enumerate().skip(self.body) {
            let is_banner = self.banners.binary_search(&row).is_ok();
            let follows = self.heights.get(row + 1).filter(|_| is_banner).copied().unwrap_or(0.0);
            if row > self.body && used + height + follows > room {
                breaks.push(row as u32);
                used = repeated;
            }
            used += height;
        }
        breaks
    }
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
        book::{Cell, Role, Row},
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
        (breaks(&sheet, &laid, &theme), banners)
    }

    #[test]
    fn no_page_ends_with_a_banner() {
        for from in 0..10 {
            let (breaks, banners) = broken(Purpose::Formal, 300, from);
            assert!(breaks.len() > 4, "{breaks:?}");
            assert!(breaks.iter().all(|row| !banners.contains(&(*row as usize - 1))), "{breaks:?}");
            let edges: Vec<u32> = breaks.iter().copied().chain([301]).collect();
            let pages: Vec<u32> = edges.windows(2).map(|pair| pair[1] - pair[0]).collect();
            let (least, most) = (pages.iter().min(), pages.iter().max());
            assert!(least.zip(most).is_some_and(|(least, most)| most - least <= 8), "{pages:?}");
        }
    }

    #[test]
    fn only_a_formal_table_brings_breaks_and_a_short_one_none() {
        assert!(broken(Purpose::Working, 300, 0).0.is_empty());
        assert!(broken(Purpose::Formal, 10, 0).0.is_empty());
        assert!(broken(Purpose::Formal, 80_000, 0).0.is_empty(), "more than a sheet can have");
    }
}

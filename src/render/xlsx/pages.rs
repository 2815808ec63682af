//! Where a printed page should end, so that no heading stands at the foot of a page with what it is over on the next.

use super::layout::Laid;
use crate::{
    model::book::{Purpose, Role, Sheet},
    render::theme::{Page, Theme},
};

const POINTS_PER_MILLIMETRE: f64 = 72.0 / 25.4;
/// Share of a page's height that is counted on: programs scale and round in their own ways.
const CAUTION: f64 = 0.97;
/// Breaks that a sheet may have.
const MOST: usize = 1_000;

/// Spreadsheet rows before which a page should begin, beside where pages end of themselves.
pub fn breaks(sheet: &Sheet, laid: &Laid<'_>, theme: &Theme) -> Vec<u32> {
    if !matches!(sheet.purpose, Purpose::Formal | Purpose::Summary) || sheet.is_hidden {
        return Vec::new();
    }
    let room = room(sheet, theme.page(sheet.purpose), theme.measures().character);
    let header = sheet.head.map_or(0.0, |(first, last)| height(laid, first, last + 1));
    let mut breaks = Vec::new();
    let mut filled = 0.0;
    for row in 0..sheet.rows.len() {
        if is_over(sheet, row) && filled > header {
            let most = room - header;
            let whole = height(laid, row, end_of_part(sheet, row));
            let least = height(laid, row, (row + 2).min(sheet.rows.len()));
            // A part of a summary stays together where a page can hold it.
            let kept = if sheet.purpose == Purpose::Summary && whole <= most { whole } else { least };
            if kept <= most && filled + kept > room && breaks.len() < MOST {
                breaks.push(laid.starts.get(row).copied().unwrap_or(0));
                filled = header;
            }
        }
        for height in heights(laid, row, row + 1) {
            filled = if filled + height > room { header + height } else { filled + height };
        }
    }
    breaks
}

/// Points of height that a page holds, in the sheet's own measure: it is scaled to the page's width.
fn room(sheet: &Sheet, page: &Page, character: f64) -> f64 {
    let (short, long) = if page.paper == "A3" { (297.0, 420.0) } else { (210.0, 297.0) };
    let (width, height) = if page.landscape { (long, short) } else { (short, long) };
    let points = |size: f64, before: f64, after: f64| (size - before - after) * POINTS_PER_MILLIMETRE;
    let table: f64 = sheet.widths.iter().map(|width| f64::from(*width) * character).sum();
    let scale = (points(width, page.margins.left, page.margins.right) / table.max(1.0)).min(1.0);
    points(height, page.margins.top, page.margins.bottom) / scale * CAUTION
}

/// Whether a row is a heading over those that follow.
fn is_over(sheet: &Sheet, row: usize) -> bool {
    let first = sheet.rows.get(row).and_then(|row| row.cells.first());
    first.is_some_and(|cell| matches!(cell.role, Role::Section | Role::Heading))
}

/// The row below the last that a heading is over.
fn end_of_part(sheet: &Sheet, row: usize) -> usize {
    (row + 1..sheet.rows.len()).find(|at| is_over(sheet, *at)).unwrap_or(sheet.rows.len())
}

fn heights<'a>(laid: &'a Laid<'_>, from: usize, to: usize) -> impl Iterator<Item = f64> + 'a {
    let start = |row: usize| laid.starts.get(row).copied().unwrap_or(u32::MAX) as usize;
    let (from, to) = (start(from), start(to).min(laid.heights.len()));
    laid.heights.iter().take(to).skip(from).copied()
}

fn height(laid: &Laid<'_>, from: usize, to: usize) -> f64 {
    heights(laid, from, to).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::{
            Lang,
            book::{Cell, Row},
            outcome::ReportSettings,
        },
        render::xlsx::layout,
    };

    /// A table of `before` rows, a section's banner, and a row under it.
    fn broken(before: usize) -> Vec<u32> {
        let mut sheet = Sheet::new("汇总表", Purpose::Formal, &[100.0]);
        sheet.push_head(&["进展"]);
        for _ in 0..before {
            sheet.push(Row::of(vec![Cell::text(0, Role::Text, "甲")]));
        }
        sheet.push(Row::of(vec![Cell::text(0, Role::Section, "一、城市建设")]));
        sheet.push(Row::of(vec![Cell::text(0, Role::Text, "乙")]));
        let theme = Theme::new(Lang::Zh, &ReportSettings::default());
        let laid = layout::lay_out(&sheet, &theme);
        breaks(&sheet, &laid, &theme)
    }

    #[test]
    fn a_banner_goes_over_to_the_page_of_its_rows() {
        let all: Vec<(usize, Vec<u32>)> = (1..80).map(|before| (before, broken(before))).collect();
        let moved: Vec<_> = all.iter().filter(|(_, breaks)| !breaks.is_empty()).collect();
        assert!(!moved.is_empty() && moved.len() <= 4, "{moved:?}");
        for (before, breaks) in moved {
            assert_eq!(*breaks, [*before as u32 + 1], "the page begins with the banner");
        }
    }
}

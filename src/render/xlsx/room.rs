//! How much room a copied sheet's cells take: nothing that a department wrote is hidden by a row's end. A row can only be so
//! high, so a text that needs more gets a wider column, and where that is not enough a smaller font.

use std::collections::BTreeMap;

use unicode_width::UnicodeWidthStr;

use super::{
    copy::{is_asked_about, is_in_table},
    measure::{self, Letters},
};
use crate::{
    model::{Area, Cell, CellRef, book::Copied, book::Role},
    render::theme::{Look, Theme},
};

/// Narrowest column, in characters.
const NARROWEST: f64 = 6.0;
/// Widest column: the first of these with which the table can still be read on a printed page, else the last.
const WIDEST: [f64; 7] = [72.0, 60.0, 48.0, 40.0, 32.0, 26.0, 20.0];
/// Widest column of names and remarks: what is wider than so many characters is a narrative, which needs the room more.
const SHORT: (f64, f64) = (60.0, 24.0);
/// Characters that a printed page takes across.
const ACROSS: f64 = 190.0;
/// Widths up to which a column grows for a text that no row can hold: one that a screen shows, and the widest there is.
const GROWN: [f64; 2] = [120.0, 250.0];
/// Scales of a font at which such a text is tried; down to the third a column grows first.
const SCALES: [f64; 11] = [1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.15, 0.1];
const READABLE: f64 = 0.8;
/// Points of one character of a column's width.
const CHARACTER: f64 = 5.25;

/// Sizes of a sheet's columns, rows and fonts.
#[derive(Debug, Default)]
pub struct Room {
    /// Widths in characters, by column.
    pub widths: BTreeMap<u32, f64>,
    /// Heights in points, by row.
    pub heights: BTreeMap<u32, f64>,
    /// Scales of the fonts of cells that have another than their own.
    pub scales: BTreeMap<CellRef, f64>,
}

/// A text with the cells that it may spread over.
struct Spread<'a> {
    at: CellRef,
    text: &'a str,
    area: Option<Area>,
}

impl Spread<'_> {
    fn columns(&self) -> std::ops::RangeInclusive<u32> {
        self.area.map_or(self.at.column..=self.at.column, |area| area.start.column..=area.end.column)
    }

    fn rows(&self) -> std::ops::RangeInclusive<u32> {
        self.area.map_or(self.at.row..=self.at.row, |area| area.start.row..=area.end.row)
    }
}

impl Room {
    /// That of a sheet.
    pub fn of(copied: &Copied, theme: &Theme) -> Self {
        let measure = Measure { look: theme.look(Role::Text), theme };
        let mut room = Self { widths: usual_widths(copied), ..Self::default() };
        let texts: Vec<(CellRef, String)> = copied
            .sheet
            .rows
            .iter()
            .flat_map(|row| row.cells.iter().map(|cell| (CellRef::new(row.row, cell.column), cell)))
            .filter(|(_, cell)| !cell.is_blank())
            .map(|(at, cell)| (at, cell.text().into_owned()))
            .collect();
        let mut spreads: Vec<Spread<'_>> = texts.iter().filter_map(|(at, text)| spread(copied, *at, text)).collect();
        // Cells of one row first: merged blocks take what rows they find.
        spreads.sort_by_key(|spread| spread.rows().count());
        for spread in &spreads {
            room.widen(spread, &measure);
        }
        for row in &copied.sheet.rows {
            room.heights.insert(row.row, measure.theme.measures().lowest);
        }
        for spread in &spreads {
            room.heighten(spread, &measure);
        }
        room
    }

    fn width(&self, spread: &Spread<'_>) -> f64 {
        spread.columns().map(|column| self.widths.get(&column).copied().unwrap_or(NARROWEST)).sum()
    }

    /// Makes the first column of a text that its rows can't hold so wide that they can, as far as that goes.
    fn widen(&mut self, spread: &Spread<'_>, measure: &Measure<'_>) {
        let rows = spread.rows().count();
        let width = self.width(spread);
        if measure.fits(spread.text, width, READABLE, rows) {
            return;
        }
        let most = GROWN.into_iter().find(|most| measure.fits(spread.text, *most, READABLE, rows));
        let (mut least, mut most) = (width as u32, most.unwrap_or(GROWN[1]) as u32);
        while least + 1 < most {
            let middle = u32::midpoint(least, most);
            if measure.fits(spread.text, f64::from(middle), READABLE, rows) { most = middle } else { least = middle }
        }
        let first = *spread.columns().start();
        let own = self.widths.entry(first).or_insert(NARROWEST);
        *own = (*own + f64::from(most) - width).clamp(*own, GROWN[1]);
    }

    /// Makes the rows of a text high enough, with a smaller font where no height is.
    fn heighten(&mut self, spread: &Spread<'_>, measure: &Measure<'_>) {
        let (width, rows) = (self.width(spread), spread.rows().count());
        let scale = SCALES.into_iter().find(|scale| measure.fits(spread.text, width, *scale, rows));
        let scale = scale.unwrap_or(SCALES[SCALES.len() - 1]);
        if scale < 1.0 {
            self.scales.insert(spread.at, scale);
        }
        let highest = measure.theme.measures().highest;
        let have: f64 = spread.rows().filter_map(|row| self.heights.get(&row)).sum();
        let mut missing = measure.height(spread.text, width, scale) - have;
        let mut left = rows as f64;
        for row in spread.rows() {
            if missing <= 0.0 {
                break;
            }
            let height = self.heights.entry(row).or_insert(0.0);
            let more = (missing / left).ceil().min(highest - *height).max(0.0);
            *height += more;
            (missing, left) = (missing - more, left - 1.0);
        }
    }
}

/// What a text in the usual font takes.
struct Measure<'a> {
    look: &'a Look,
    theme: &'a Theme,
}

impl Measure<'_> {
    fn height(&self, text: &str, width: f64, scale: f64) -> f64 {
        let size = self.look.size * scale;
        let letters = Letters::of(self.theme.font(&self.look.font));
        let lines = measure::line_count(text, width * CHARACTER / size, letters);
        lines as f64 * self.theme.line_height(size, text) + self.theme.measures().padding
    }

    fn fits(&self, text: &str, width: f64, scale: f64, rows: usize) -> bool {
        self.height(text, width, scale) <= self.theme.measures().highest * rows as f64
    }
}

/// A text with the block it spreads over. What stands above the table in one cell runs on over its neighbours, and only
/// the first cell of a block shows.
fn spread<'a>(copied: &Copied, at: CellRef, text: &'a str) -> Option<Spread<'a>> {
    let area = copied.sheet.merge_at(at).copied();
    match area {
        None if !is_in_table(copied, at.row) => None,
        Some(area) if area.start != at => None,
        _ => Some(Spread { at, text, area }),
    }
}

/// Widths with which short cells stand on one line, and the table on a page.
fn usual_widths(copied: &Copied) -> BTreeMap<u32, f64> {
    let mut wanted: BTreeMap<u32, f64> = BTreeMap::new();
    for row in copied.sheet.rows.iter().filter(|row| is_in_table(copied, row.row)) {
        // What is merged over several columns has their widths together.
        let whole = |cell: &&Cell| {
            let area = copied.sheet.merge_at(CellRef::new(row.row, cell.column));
            area.is_none_or(|area| area.start.column == area.end.column)
        };
        for cell in row.cells.iter().filter(whole) {
            let length = cell.text().lines().map(UnicodeWidthStr::width_cjk).max().unwrap_or(0) as f64;
            let width = wanted.entry(cell.column).or_insert(NARROWEST);
            *width = width.max(length + 2.0);
        }
    }
    let shown = |column: &u32| !copied.sheet.hidden_columns.contains(column) || is_asked_about(copied, *column);
    let held = |width: f64, most: f64| width.min(if width > SHORT.0 { most } else { most.min(SHORT.1) });
    let across =
        |most: f64| wanted.iter().filter(|(column, _)| shown(column)).map(|(_, width)| held(*width, most)).sum::<f64>();
    let most = WIDEST.into_iter().find(|most| across(*most) <= ACROSS).unwrap_or(WIDEST[WIDEST.len() - 1]);
    wanted.iter().map(|(column, width)| (*column, held(*width, most))).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{CellValue, Lang, RawSheet, outcome::ReportSettings, submission::RawRow};

    fn copied(text: &str, merges: Vec<Area>) -> Copied {
        let cell = |column, text: &str| Cell::new(column, CellValue::Text(Arc::from(text)));
        let rows = vec![
            RawRow { row: 1, cells: vec![cell(1, "序号"), cell(2, "进展情况"), cell(3, "备注")] },
            RawRow { row: 2, cells: vec![cell(1, "1"), cell(2, text), cell(3, "无")] },
            RawRow { row: 3, cells: vec![cell(1, "2"), cell(3, "无")] },
        ];
        let sheet = RawSheet { name: "Sheet1".into(), rows, merges, ..RawSheet::default() };
        Copied { name: "Sheet1".into(), sheet, header_rows: vec![1], marks: BTreeMap::new() }
    }

    fn held(text: &str, merges: Vec<Area>) -> (Room, f64, f64) {
        let theme = Theme::new(Lang::Zh, &ReportSettings::default());
        let area = merges.first().copied();
        let room = Room::of(&copied(text, merges), &theme);
        let at = CellRef::new(2, 2);
        let scale = room.scales.get(&at).copied().unwrap_or(1.0);
        let measure = Measure { look: theme.look(Role::Text), theme: &theme };
        let wanted = measure.height(text, room.width(&Spread { at, text, area }), scale);
        let rows = area.map_or(2..=2, |area| area.start.row..=area.end.row);
        let have = rows.filter_map(|row| room.heights.get(&row)).sum();
        (room, wanted, have)
    }

    #[test]
    fn every_text_is_shown_whole() {
        for characters in [1, 40, 400, 700, 1_500, 3_000, 6_000, 12_000, 32_767] {
            let text = "已完成管网改造工程".chars().cycle().take(characters).collect::<String>();
            for merges in [Vec::new(), vec![Area { start: CellRef::new(2, 2), end: CellRef::new(3, 2) }]] {
                let (room, wanted, have) = held(&text, merges);
                assert!(wanted <= have, "{characters}: {wanted} points in {have}");
                assert!(room.heights.values().all(|height| *height <= 409.0));
                assert!(room.widths.values().all(|width| *width <= 255.0));
            }
        }
        let lines = "第一项：已完成。\n".repeat(250);
        let (_, wanted, have) = held(&lines, Vec::new());
        assert!(wanted <= have, "{wanted} points in {have}");
    }

    #[test]
    fn a_long_text_can_be_read() {
        let text = "已完成管网改造工程".chars().cycle().take(3_000).collect::<String>();
        let (room, ..) = held(&text, Vec::new());
        assert!(room.scales.values().all(|scale| *scale >= READABLE), "{:?}", room.scales);
        assert!(room.widths[&2] > 48.0 && room.widths[&1] < 10.0);
    }

    #[test]
    fn narratives_have_the_room_that_names_leave() {
        let mut copied = copied(&"已完成管网改造工程，".repeat(30), Vec::new());
        copied.sheet.rows[1].cells[2] =
            Cell::new(3, CellValue::Text(Arc::from("市发改委、市生态环境局、市农业农村局")));
        let widths = usual_widths(&copied);
        assert_eq!((widths[&2], widths[&3]), (WIDEST[0], SHORT.1), "{widths:?}");
    }
}

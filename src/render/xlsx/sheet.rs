//! One sheet, cell by cell.

use std::{borrow::Cow, collections::BTreeSet};

use rust_decimal::{Decimal, prelude::ToPrimitive};
use rust_xlsxwriter::{
    ConditionalFormatDataBar, DataValidation, Format, Note, ProtectionOptions, Url, Worksheet, XlsxError,
};

use super::{
    Options, charts,
    formats::{Formats, Look},
    layout::{Laid, Placed},
    links::{Address, Anchors},
    list::{DRAWN_ROWS, Written},
};
use crate::{
    model::{
        CellRef, Lang,
        book::{self, Change, Content, Entry, Purpose, Role, Sheet},
    },
    render::theme::Theme,
};

/// Links that a sheet may have; what is over stands as text without a link.
pub const MAX_LINKS: u32 = 60_000;
/// Stretches that a text with differences may have, markup counted, before it stands as plain text.
pub const MAX_PIECES: usize = 150;
/// Characters that such a text may have, in UTF-16.
pub const MAX_RICH: usize = 15_000;
const MILLIMETRES_PER_INCH: f64 = 25.4;

/// Writes one sheet.
pub struct Writer<'a> {
    pub sheet: &'a Sheet<'a>,
    pub laid: &'a Laid<'a>,
    /// What was written past the library, of a sheet with a long list: its cells, heights, merged blocks and links.
    pub list: Option<&'a Written>,
    pub theme: &'a Theme,
    pub lang: Lang,
    pub anchors: &'a Anchors,
    pub options: &'a Options,
    pub worksheet: &'a mut Worksheet,
    /// Links written so far.
    pub links: u32,
}

impl Writer<'_> {
    /// Writes everything.
    pub fn write(mut self) -> Result<(), XlsxError> {
        let mut formats = Formats::new(self.theme);
        self.worksheet.set_name(&self.sheet.name)?;
        self.worksheet.set_very_hidden(self.sheet.is_hidden);
        self.set_sizes()?;
        let laid = self.laid;
        for placed in &laid.cells {
            self.write_cell(placed, &mut formats)?;
        }
        for (row, column, remark) in self.list.iter().flat_map(|list| &list.remarks) {
            self.worksheet.insert_note(*row, *column, &note(remark))?;
        }
        self.set_page()?;
        self.set_view()?;
        self.add_choices()?;
        self.add_bars()?;
        for chart in &self.sheet.charts {
            let made = charts::chart(chart, self.sheet, self.laid, self.theme);
            self.worksheet.insert_chart_with_offset(self.row(chart.at.0), chart.at.1, &made, 6, 6)?;
        }
        if let Some(entry) = &self.sheet.entry {
            self.protect(entry)?;
        }
        Ok(())
    }

    /// Writes what stands above the rows: widths, what stays in view, how it is printed.
    pub fn write_above(mut self) -> Result<(), XlsxError> {
        self.worksheet.set_very_hidden(self.sheet.is_hidden);
        self.set_sizes()?;
        self.set_page()?;
        self.set_view()
    }

    fn row(&self, logical: usize) -> u32 {
        self.laid.starts.get(logical).copied().unwrap_or(0)
    }

    /// Last spreadsheet row of a logical row.
    fn last_row(&self, logical: usize) -> u32 {
        self.row(logical + 1).saturating_sub(1)
    }

    /// One past the last spreadsheet row.
    fn end(&self) -> u32 {
        self.laid.starts.last().copied().unwrap_or(0)
    }

    fn set_sizes(&mut self) -> Result<(), XlsxError> {
        let character = self.theme.measures().character;
        for (column, width) in (0..).zip(&self.sheet.widths) {
            let pixels = (f64::from(*width) * character * 96.0 / 72.0).round() as u32;
            self.worksheet.set_column_width_pixels(column, pixels)?;
        }
        // Where a list's rows are written past the library, it asks for heights only to place remarks.
        let asked = match self.list.map(|list| list.remarks.last()) {
            None => self.laid.heights.len(),
            Some(None) => 0,
            Some(Some((row, ..))) => *row as usize + DRAWN_ROWS,
        };
        let open = self.theme.measures().open;
        let grows = growing_rows(self.sheet, self.laid);
        for (row, height) in (0..).zip(self.laid.heights.iter().take(asked)) {
            let height = if grows.contains(&row) { height.max(open) } else { *height };
            self.worksheet.set_row_height(row, height)?;
        }
        Ok(())
    }

    /// Locks everything but the cells for input. What people need beside filling in stays possible.
    fn protect(&mut self, entry: &Entry) -> Result<(), XlsxError> {
        for column in &entry.hidden_columns {
            self.worksheet.set_column_hidden(*column)?;
        }
        let may = ProtectionOptions {
            format_cells: true,
            format_columns: true,
            format_rows: true,
            use_autofilter: true,
            ..ProtectionOptions::default()
        };
        self.worksheet.protect_with_options(&may);
        Ok(())
    }

    fn write_cell(&mut self, placed: &Placed<'_>, formats: &mut Formats<'_>) -> Result<(), XlsxError> {
        let cell = placed.cell;
        let address = self.address(placed);
        let look = look(placed, address.is_some(), self.sheet.purpose, &self.laid.heights, self.theme);
        let last = (placed.row + placed.rows.max(1) - 1, cell.column + cell.columns.max(1) - 1);
        let format = formats.get(look);
        if last != (placed.row, cell.column) {
            self.worksheet.merge_range(placed.row, cell.column, last.0, last.1, "", &format)?;
        }
        self.write_content(placed, address, &format, formats)?;
        if let Some(remark) = cell.remark.as_ref().filter(|_| !placed.from_above && !placed.empty) {
            self.worksheet.insert_note(placed.row, cell.column, &note(remark))?;
        }
        Ok(())
    }

    fn address(&mut self, placed: &Placed<'_>) -> Option<String> {
        if self.links >= MAX_LINKS {
            return None;
        }
        let address = address(placed, self.anchors, self.options)?;
        self.links += 1;
        Some(address.url())
    }

    fn write_content(
        &mut self,
        placed: &Placed<'_>,
        address: Option<String>,
        format: &Format,
        formats: &Formats<'_>,
    ) -> Result<(), XlsxError> {
        let (row, column) = (placed.row, placed.cell.column);
        let content = if placed.empty { &Content::Blank } else { &placed.cell.content };
        match content {
            Content::Blank => {
                self.worksheet.write_blank(row, column, format)?;
            }
            Content::Text(_) => {
                let text = visible(placed.text.as_deref().unwrap_or(""));
                self.write_text(row, column, address, &text, format)?;
            }
            Content::Number(number) => {
                self.write_number(row, column, *number, format)?;
                if let Some(address) = address {
                    self.worksheet.write_url_with_options(row, column, Url::new(address), "", "", Some(format))?;
                    self.write_number(row, column, *number, format)?;
                }
            }
            Content::Difference(pieces) => return self.write_difference(placed, pieces, format, formats),
            Content::Formula(formula, value) => {
                let formula = rust_xlsxwriter::Formula::new(self.formula(formula, row)).set_result(value.to_string());
                self.worksheet.write_formula_with_format(row, column, formula, format)?;
            }
        }
        Ok(())
    }

    fn write_text(
        &mut self,
        row: u32,
        column: u16,
        address: Option<String>,
        text: &str,
        format: &Format,
    ) -> Result<(), XlsxError> {
        match address {
            Some(address) => {
                self.worksheet.write_url_with_options(row, column, Url::new(address), text, "", Some(format))?
            }
            None => self.worksheet.write_string_with_format(row, column, text, format)?,
        };
        Ok(())
    }

    /// A number that a spreadsheet can hold exactly; any other stands as text.
    fn write_number(&mut self, row: u32, column: u16, number: Decimal, format: &Format) -> Result<(), XlsxError> {
        match exact(number) {
            Some(value) => self.worksheet.write_number_with_format(row, column, value, format)?,
            None => self.worksheet.write_string_with_format(row, column, number.to_string(), format)?,
        };
        Ok(())
    }

    fn write_difference(
        &mut self,
        placed: &Placed<'_>,
        pieces: &[book::Piece],
        format: &Format,
        formats: &Formats<'_>,
    ) -> Result<(), XlsxError> {
        let (row, column, role) = (placed.row, placed.cell.column, placed.cell.role);
        match shown(pieces) {
            Shown::Plain(text) => {
                self.worksheet.write_string_with_format(row, column, text, format)?;
            }
            Shown::Rich(runs) => {
                let fonts: Vec<Format> = runs.iter().map(|(change, _)| formats.change(role, *change)).collect();
                let runs: Vec<(&Format, &str)> =
                    fonts.iter().zip(&runs).map(|(font, (_, text))| (font, &**text)).collect();
                self.worksheet.write_rich_string_with_format(row, column, &runs, format)?;
            }
        }
        Ok(())
    }

    fn formula(&self, of: &book::Formula, row: u32) -> String {
        format!("={}", formula(of, row, &self.laid.starts))
    }

    fn set_page(&mut self) -> Result<(), XlsxError> {
        let page = self.theme.page(self.sheet.purpose);
        let margins = &page.margins;
        let inches = |millimetres: f64| millimetres / MILLIMETRES_PER_INCH;
        let footer = self.footer();
        self.worksheet.set_paper_size(if page.paper == "A3" { 8 } else { 9 });
        if page.landscape {
            self.worksheet.set_landscape();
        }
        self.worksheet
            .set_margins(
                inches(margins.left),
                inches(margins.right),
                inches(margins.top),
                inches(margins.bottom),
                inches(margins.header),
                inches(margins.footer),
            )
            .set_print_fit_to_pages(1, 0)
            .set_print_center_horizontally(true)
            .set_footer(footer);
        let last_row = self.end().saturating_sub(1);
        // A sheet without a print area is not printed beside sheets that have one.
        if !self.sheet.is_hidden {
            self.worksheet.set_print_area(0, 0, last_row, self.sheet.printed_columns().saturating_sub(1))?;
        }
        if let Some((first, last)) = self.sheet.head.or(self.sheet.repeated) {
            let (first, last) = (self.row(first), self.last_row(last));
            self.worksheet.set_repeat_rows(first, last)?;
        }
        let mut breaks: Vec<u32> = self.sheet.breaks.iter().map(|row| self.row(*row)).filter(|row| *row > 0).collect();
        breaks.extend(&self.laid.breaks);
        if !breaks.is_empty() {
            self.worksheet.set_page_breaks(&breaks)?;
        }
        Ok(())
    }

    fn footer(&self) -> String {
        let font = self.theme.font("data");
        let name = if self.sheet.purpose == Purpose::Formal { "" } else { "&L&A" };
        match self.lang {
            Lang::Zh => format!(
                "{}&C&\"{font},常规\"&10第 &P 页 共 &N 页",
                name.replace("&A", &format!("&\"{font},常规\"&9&A"))
            ),
            Lang::En => format!(
                "{}&C&\"{font},Regular\"&10Page &P of &N",
                name.replace("&A", &format!("&\"{font},Regular\"&9&A"))
            ),
        }
    }

    fn set_view(&mut self) -> Result<(), XlsxError> {
        self.worksheet.set_zoom(self.theme.page(self.sheet.purpose).zoom);
        self.worksheet.set_screen_gridlines(false);
        if let Some((first, last)) = self.sheet.head {
            let below = self.last_row(last) + 1;
            self.worksheet.set_freeze_panes(below, self.sheet.frozen_columns)?;
            let end = self.end();
            if self.sheet.filter && end > below {
                let header = self.last_row(last).max(self.row(first));
                self.worksheet.autofilter(header, 0, end - 1, self.sheet.columns().saturating_sub(1))?;
            }
        }
        Ok(())
    }

    fn add_choices(&mut self) -> Result<(), XlsxError> {
        for choice in &self.sheet.choices {
            let mut rule = DataValidation::new();
            rule = if choice.options.is_empty() {
                rule.allow_any_value()
            } else {
                rule.allow_list_strings(&choice.options)?
            };
            rule = rule.set_input_title(&choice.title)?.set_input_message(&choice.hint)?;
            let (first, last) = (self.row(choice.first), self.last_row(choice.last));
            self.worksheet.add_data_validation(first, choice.column, last, choice.column, &rule)?;
        }
        Ok(())
    }

    fn add_bars(&mut self) -> Result<(), XlsxError> {
        for bar in &self.sheet.bars {
            let rule = ConditionalFormatDataBar::new();
            let (first, last) = (self.row(bar.first), self.last_row(bar.last));
            self.worksheet.add_conditional_format(first, bar.column, last, bar.column, &rule)?;
        }
        Ok(())
    }
}

/// The look of a cell in its final place.
pub fn look(placed: &Placed<'_>, linked: bool, purpose: Purpose, heights: &[f64], theme: &Theme) -> Look {
    let cell = placed.cell;
    let height = || heights.iter().skip(placed.row as usize).take(placed.rows as usize).sum::<f64>();
    Look {
        role: cell.role,
        scale: (placed.scale * 100.0) as u8,
        linked: linked && !matches!(cell.role, Role::Narrative | Role::Ordinal | Role::KeyFigure),
        from_above: placed.from_above,
        goes_on: placed.goes_on,
        // A formal table is cut where its pages end: there the middle of a cell is never on another one.
        tall: placed.rows > 1 && purpose != Purpose::Formal && height() > theme.measures().tall,
        spread: placed.spread,
        // What is filled in may have more decimals than what stands there now.
        decimals: decimals_of(&cell.content).filter(|_| purpose != Purpose::Form),
        room: decimals_of(&cell.content).map_or(0, |own| cell.places.saturating_sub(own)),
    }
}

/// Where a cell leads.
pub fn address(placed: &Placed<'_>, anchors: &Anchors, options: &Options) -> Option<Address> {
    if placed.empty || placed.from_above || matches!(placed.cell.content, Content::Blank) {
        return None;
    }
    anchors.address(placed.cell.target.as_ref()?, options)
}

/// A number that a spreadsheet can hold exactly.
pub fn exact(number: Decimal) -> Option<f64> {
    let digits = number.mantissa().unsigned_abs().to_string().len();
    number.to_f64().filter(|_| digits <= 15)
}

/// A text with differences as it is shown.
pub enum Shown {
    /// In one font.
    Plain(String),
    /// Each stretch in a font of its own.
    Rich(Vec<(Change, String)>),
}

/// Stretches of text as they are shown: more than a spreadsheet takes stand as plain text, in which signs tell them apart.
pub fn shown(pieces: &[book::Piece]) -> Shown {
    let runs = pieces.iter().filter(|piece| !piece.text.is_empty());
    let runs: Vec<(Change, String)> = runs.map(|piece| (piece.change, visible(&piece.marked()).into_owned())).collect();
    let units: usize = runs.iter().map(|(_, text)| text.encode_utf16().count()).sum();
    if runs.len() < 2 || runs.len() > MAX_PIECES || units > MAX_RICH {
        return Shown::Plain(runs.into_iter().map(|(_, text)| text).collect());
    }
    Shown::Rich(runs)
}

/// A formula without its sign of equality, in a row of a sheet whose logical rows begin at `starts`.
pub fn formula(formula: &book::Formula, row: u32, starts: &[u32]) -> String {
    let at = |row: u32, column: u16| CellRef::new(row + 1, u32::from(column) + 1).to_string();
    let start = |logical: usize| starts.get(logical).copied().unwrap_or(0);
    match formula {
        book::Formula::Sum { column, first, last } => {
            format!("SUM({}:{})", at(start(*first), *column), at(start(*last + 1).saturating_sub(1), *column))
        }
        book::Formula::Minus { from, less } => format!("{}-{}", at(row, *from), at(row, *less)),
        book::Formula::Across { first, last } => format!("SUM({}:{})", at(row, *first), at(row, *last)),
    }
}

/// A remark as a note at its cell.
fn note(remark: &str) -> Note {
    let lines = remark.lines().count() as u32 + 1;
    Note::new(visible(remark))
        .add_author_prefix(false)
        .set_author("taizhang")
        .set_width(420)
        .set_height(24 + 18 * lines.min(20))
}

/// Rows to fill in: they are made as high as what is typed into them needs.
pub fn growing_rows(sheet: &Sheet<'_>, laid: &Laid<'_>) -> BTreeSet<u32> {
    let Some((_, head)) = sheet.head.filter(|_| sheet.entry.is_some()) else { return BTreeSet::new() };
    let first = laid.starts.get(head + 1).copied().unwrap_or(u32::MAX);
    let open = |placed: &&Placed<'_>| placed.cell.role == Role::Input && placed.row >= first;
    laid.cells.iter().filter(open).map(|placed| placed.row).collect()
}

fn decimals_of(content: &Content) -> Option<u8> {
    match content {
        Content::Number(number) | Content::Formula(_, number) => u8::try_from(number.scale().min(9)).ok(),
        _ => None,
    }
}

/// Text with the two characters that no XML can hold made visible; all others are kept as they are.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.contains(['\u{fffe}', '\u{ffff}']) {
        Cow::Owned(text.replace('\u{fffe}', "⟨U+FFFE⟩").replace('\u{ffff}', "⟨U+FFFF⟩"))
    } else {
        Cow::Borrowed(text)
    }
}

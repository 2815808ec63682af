//! Book → xlsx bytes.

mod cells;
mod charts;
mod copy;
mod formats;
mod layout;
mod links;
mod list;
mod measure;
mod package;
mod packer;
mod pages;
mod room;
mod sheet;

use std::{
    collections::BTreeMap,
    io::{self, BufReader, Cursor, Read, Seek, Write},
};

use jiff::civil::Date;
use rayon::prelude::*;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use zip::{ZipArchive, result::ZipError};

use self::{formats::Styles, layout::Laid, links::Anchors, list::Written, package::Changes, packer::Packer};
use super::theme::Theme;
use crate::model::book::{Book, Purpose, Sheet};

/// What the world outside settles for a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The day that the document bears as that of its making: given, so that the same run gives the same bytes.
    pub created: Date,
    /// Way from the report's folder to the workspace, with `/` at its end (`../` for a report in `out/`): links to
    /// sources start with it.
    pub to_workspace: String,
}

/// A workbook could not be put together.
#[derive(Debug, thiserror::Error)]
#[error("{}", told(.0))]
pub struct XlsxFault(#[from] XlsxError);

/// What went wrong. That a file can't be written is said by the system, and nothing of the workbook's making.
fn told(error: &XlsxError) -> String {
    match error {
        XlsxError::IoError(error) => error.to_string(),
        error => format!("the workbook could not be put together: {error}"),
    }
}

impl XlsxFault {
    /// Whether there are more rows than a sheet has.
    pub const fn is_too_long(&self) -> bool {
        matches!(self.0, XlsxError::RowColumnLimitError)
    }
}

impl From<io::Error> for XlsxFault {
    fn from(error: io::Error) -> Self {
        Self(error.into())
    }
}

/// How hard a workbook is packed, 1 to 9. The library's 6 makes it a sixth smaller, and packing, which no second thread can
/// share, takes twice as long.
const PACKING: u8 = 2;

/// The bytes of a workbook.
///
/// # Errors
/// As those of `write`.
pub fn xlsx(book: &Book<'_>, theme: &Theme, options: &Options) -> Result<Vec<u8>, XlsxFault> {
    let (out, packed) = (Cursor::new(Vec::new()), Cursor::new(Vec::new()));
    Ok(write(book, theme, options, out, packed)?.into_inner())
}

/// Writes a workbook to `out` and gives that back. Rows of long lists are packed in `packed` first, which is of no use
/// afterwards. What can be done side by side is, on the threads of the pool that it is called in.
///
/// # Errors
/// When a limit of the format is met that no layout gets around (two sheets of one name, a column past XFD, more rows than
/// a sheet has), or what is given can't be written to.
pub fn write<W: Write + Seek, P: Read + Write + Seek + Send>(
    book: &Book<'_>,
    theme: &Theme,
    options: &Options,
    out: W,
    packed: P,
) -> Result<W, XlsxFault> {
    let own = formats::named(theme.font("sheet"), 11.0);
    let mut workbook = workbook(&own)?;
    workbook.set_properties(&properties(book, options)?);
    let laid: Vec<Laid<'_>> = book
        .sheets
        .par_iter()
        .map(|sheet| if is_list(sheet) { Laid::default() } else { lay_out(sheet, theme) })
        .collect();
    let mut styles = Styles::new(theme, own);
    let shared = Shared { book, theme, options };
    let mut packer = Packer::new(packed);
    let (lists, anchors) = shared.lists(&laid, &mut styles, &mut packer)?;
    let frame = packer.beside(|| shared.frame(workbook, (&laid, &lists), &anchors, &styles))??;
    let packed = packer.finish()?;
    let growing = book.sheets.iter().zip(&laid).map(|(sheet, laid)| sheet::growing_rows(sheet, laid)).enumerate();
    let growing = growing.filter(|(_, rows)| !rows.is_empty()).collect();
    let changes = Changes { growing, lists: lists.iter().map(|(at, list)| (*at, list)).collect() };
    package::assemble(frame, BufReader::with_capacity(1 << 16, packed), &changes, out)
        .map_err(|error| XlsxFault(XlsxError::ZipError(error)))
}

/// An empty workbook with the format of its unwritten cells.
fn workbook(own: &Format) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_zip_compression_level(PACKING);
    // Column widths count digits of this font, which are 8 pixels wide: so a column has 72.
    workbook.set_default_format(own, 19, 72)?;
    Ok(workbook)
}

/// A sheet without a long list in its rows and pages.
fn lay_out<'a>(sheet: &'a Sheet<'_>, theme: &Theme) -> Laid<'a> {
    let mut laid = layout::lay_out(sheet, &sheet.rows, theme);
    let outline = pages::Outline::of(sheet, &laid);
    if let Some(breaks) = outline.and_then(|outline| outline.breaks(sheet, theme)) {
        laid.breaks = breaks;
        let breaks = &laid.breaks;
        let mut cells = Vec::with_capacity(laid.cells.len());
        for whole in &laid.cells {
            for placed in pages::cut(whole, pages::within(breaks, whole.row, whole.rows)) {
                let begins = breaks.contains(&placed.row);
                if begins || !cells.last_mut().is_some_and(|above| pages::join(above, &placed)) {
                    cells.push(placed);
                }
            }
        }
        laid.cells = cells;
    }
    laid
}

fn is_list(sheet: &Sheet<'_>) -> bool {
    sheet.entries.count() > 0
}

/// What every sheet of a workbook needs.
#[derive(Clone, Copy)]
struct Shared<'a> {
    book: &'a Book<'a>,
    theme: &'a Theme,
    options: &'a Options,
}

impl<'a> Shared<'a> {
    fn writer<'w>(
        self,
        at: usize,
        laid: &'w Laid<'w>,
        list: Option<&'w Written>,
        anchors: &'w Anchors,
        worksheet: &'w mut Worksheet,
    ) -> sheet::Writer<'w>
    where
        'a: 'w,
    {
        let Self { book, theme, options } = self;
        sheet::Writer {
            sheet: &book.sheets[at],
            laid,
            list,
            theme,
            lang: book.lang,
            anchors,
            options,
            worksheet,
            links: 0,
        }
    }

    /// The package without the rows of the lists.
    fn frame(
        self,
        mut workbook: Workbook,
        (laid, lists): (&[Laid<'_>], &BTreeMap<usize, Written>),
        anchors: &Anchors,
        styles: &Styles<'_>,
    ) -> Result<Vec<u8>, XlsxFault> {
        for format in styles.made() {
            workbook.register_format(format);
        }
        for _ in &self.book.sheets {
            workbook.add_worksheet();
        }
        workbook.worksheets_mut().par_iter_mut().enumerate().try_for_each(|(at, worksheet)| {
            let laid = lists.get(&at).map_or(&laid[at], |list| &list.laid);
            self.writer(at, laid, lists.get(&at), anchors, worksheet).write()
        })?;
        let check = lists.keys().next().copied();
        if let Some(worksheet) = check.and_then(|at| workbook.worksheets_mut().get_mut(at)) {
            for (column, format) in (0..).zip(styles.made()) {
                worksheet.write_blank(0, column, format)?;
            }
        }
        for copied in &self.book.copies {
            copy::write(workbook.add_worksheet(), copied, self.theme)?;
        }
        let frame = workbook.save_to_buffer()?;
        // Taking a large workbook apart takes its time: nobody has to wait for it.
        rayon::spawn(move || drop(workbook));
        if let Some(at) = check {
            hold_styles(&frame, at, styles.made().len())?;
        }
        Ok(frame)
    }

    /// Writes and packs the long lists, one after the other in the order of the sheets: each may lead to the sheets before
    /// it, and to those of which it is known beforehand where their rows will stand. The end of the last is left waiting.
    fn lists<P: Read + Write + Seek + Send>(
        self,
        laid: &[Laid<'_>],
        styles: &mut Styles<'_>,
        packer: &mut Packer<P>,
    ) -> Result<(BTreeMap<usize, Written>, Anchors), XlsxFault> {
        let mut anchors = Anchors::default();
        let mut lists = BTreeMap::new();
        let mut breaks = BTreeMap::new();
        for (sheet, laid) in self.book.sheets.iter().zip(laid) {
            anchors.add_sheet(&sheet.name);
            if !is_list(sheet) {
                anchors.add(&sheet.name, sheet.rows.iter().zip(laid.starts.iter().copied()));
            } else if sheet.led_to > 0 || sheet.purpose == Purpose::Formal {
                breaks.insert(&*sheet.name, list::measure(sheet, self.theme, &mut anchors));
            }
        }
        let context = list::Context { theme: self.theme, options: self.options };
        for (at, sheet) in self.book.sheets.iter().enumerate().filter(|(_, sheet)| is_list(sheet)) {
            let above = layout::lay_out(sheet, &sheet.rows, self.theme);
            let (before, _) = packer.beside(|| self.around(at, &above, None))??;
            packer.part(package::part(at));
            packer.text(before);
            let written = list::List::new(sheet, &context, &mut anchors, styles);
            let mut written = written.paged(breaks.remove(&*sheet.name).flatten()).write(packer)?;
            let (_, behind) = packer.beside(|| self.around(at, &written.laid, Some(&written)))??;
            packer.text(package::behind(&behind, &written));
            written.let_go();
            lists.insert(at, written);
        }
        Ok((lists, anchors))
    }

    /// What stands before and behind the rows of a list, as the library writes it. Before the list is written nothing but
    /// the first can be told.
    fn around(self, at: usize, laid: &Laid<'_>, list: Option<&Written>) -> Result<(String, String), XlsxFault> {
        let mut workbook = workbook(&formats::named(self.theme.font("sheet"), 11.0))?;
        // The first sheet of a workbook is the one that is shown when it is opened.
        workbook.add_worksheet();
        let anchors = Anchors::default();
        let remark = list.and_then(|list| list.remarks.first().cloned());
        let brief = Written { remarks: remark.into_iter().collect(), ..Written::default() };
        let writer = self.writer(at, laid, Some(&brief), &anchors, workbook.add_worksheet());
        if list.is_some() {
            writer.write()?;
        } else {
            writer.write_above()?;
        }
        let mut package = ZipArchive::new(Cursor::new(workbook.save_to_buffer()?)).map_err(XlsxError::from)?;
        let index = package.index_for_name(&package::part(1)).ok_or(XlsxError::ZipError(ZipError::FileNotFound))?;
        let xml = package::text(&mut package, index).map_err(XlsxError::from)?;
        Ok(package::around(&xml).ok_or(XlsxError::ZipError(ZipError::FileNotFound))?)
    }
}

/// Holds that the library gave the formats of the lists the numbers that the lists' cells have: it wrote one cell of each
/// into the frame of a list.
fn hold_styles(frame: &[u8], at: usize, count: usize) -> Result<(), XlsxFault> {
    let mut package = ZipArchive::new(Cursor::new(frame)).map_err(XlsxError::from)?;
    let index = package.index_for_name(&package::part(at)).ok_or(XlsxError::ZipError(ZipError::FileNotFound))?;
    let xml = package::text(&mut package, index).map_err(XlsxError::from)?;
    let cells =
        xml.split("<c r=\"").skip(1).filter_map(|cell| cell.split_once(" s=\"")?.1.split('"').next()?.parse().ok());
    let numbers: Vec<usize> = cells.take(count).collect();
    if numbers.iter().copied().eq(1..=count) {
        return Ok(());
    }
    Err(XlsxFault(XlsxError::ParameterError("the formats of the lists have other numbers than their cells".to_owned())))
}

fn properties(book: &Book<'_>, options: &Options) -> Result<DocProperties, XlsxError> {
    let day = options.created;
    let year = u16::try_from(day.year()).unwrap_or(1980).max(1900);
    let created = ExcelDateTime::from_ymd(year, day.month().unsigned_abs(), day.day().unsigned_abs())?;
    let properties = DocProperties::new()
        .set_title(&book.title)
        .set_author(&book.author)
        .set_comment(format!("taizhang {}", env!("CARGO_PKG_VERSION")))
        .set_creation_datetime(&created);
    let custom = book.properties.iter();
    Ok(custom.fold(properties, |properties, (name, value)| properties.set_custom_property(name, value.as_str())))
}

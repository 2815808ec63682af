//! Book → xlsx bytes.

mod charts;
mod copy;
mod formats;
mod growing;
mod layout;
mod links;
mod measure;
mod pages;
mod sheet;

use jiff::civil::Date;
use rayon::prelude::*;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::theme::Theme;
use crate::model::book::Book;

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
#[error("the workbook could not be put together: {0}")]
pub struct XlsxFault(#[from] XlsxError);

/// How hard a workbook is packed, 1 to 9: as hard as Excel packs its own. The library's 6 makes it an eighth smaller, and
/// packing, which no second thread can share, half as long again.
const PACKING: u8 = 3;

/// The bytes of a workbook. Its sheets are made side by side, on the threads of the pool that it is called in.
///
/// # Errors
/// When a limit of the format is met that no layout gets around (two sheets of one name, a column past XFD).
pub fn xlsx(book: &Book, theme: &Theme, options: &Options) -> Result<Vec<u8>, XlsxFault> {
    let mut workbook = Workbook::new();
    workbook.set_zip_compression_level(PACKING);
    // Column widths count digits of this font, which are 8 pixels wide: so a column has 72.
    workbook.set_default_format(&formats::named(theme.font("sheet"), 11.0), 19, 72)?;
    workbook.set_properties(&properties(book, options)?);
    let laid: Vec<_> = book.sheets.par_iter().map(|sheet| layout::lay_out(sheet, theme)).collect();
    let anchors = links::Anchors::new(book, &laid);
    for _ in &book.sheets {
        workbook.add_worksheet();
    }
    let worksheets = workbook.worksheets_mut().par_iter_mut();
    worksheets.zip(&book.sheets).zip(&laid).try_for_each(|((worksheet, sheet), laid)| {
        sheet::Writer { sheet, laid, theme, lang: book.lang, anchors: &anchors, options, worksheet, links: 0 }.write()
    })?;
    for copied in &book.copies {
        copy::write(workbook.add_worksheet(), copied, theme)?;
    }
    let bytes = workbook.save_to_buffer()?;
    // Taking a large workbook apart takes as long as a fifth of its making: nobody has to wait for it.
    rayon::spawn(move || drop(workbook));
    let growing = book.sheets.iter().zip(&laid).map(|(sheet, laid)| sheet::growing_rows(sheet, laid)).enumerate();
    let growing = growing.filter(|(_, rows)| !rows.is_empty()).collect();
    growing::release(bytes, &growing).map_err(|error| XlsxFault(XlsxError::ZipError(error)))
}

fn properties(book: &Book, options: &Options) -> Result<DocProperties, XlsxError> {
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

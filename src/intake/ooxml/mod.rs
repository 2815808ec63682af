//! Office Open XML workbooks: .xlsx, .xlsm and their templates, and the binary .xlsb in the same container.

pub(super) mod comments;
mod package;
mod strings;
mod styles;
mod workbook;
mod worksheet;
mod xlsb;

use std::sync::Arc;

use self::{
    package::Package,
    workbook::{SheetEntry, SheetKind},
};
use super::{
    container::{NoPart, Parts, damaged_part},
    limits::{Meter, Stop},
    numfmt::Formats,
    reading::Reading,
};
use crate::model::{
    CellRef, Words,
    place::{MAX_COLUMNS, MAX_ROWS},
};

/// Reads an .xlsx or .xlsm.
pub(super) fn read_xlsx(parts: Parts<'_>, meter: &mut Meter<'_>, reading: &mut Reading) -> Result<(), Stop> {
    let mut package = Package::new(parts);
    let workbook = workbook::read(&mut package)?;
    meter.sheets(workbook.sheets.len())?;
    let mut formats = Formats::new(workbook.epoch);
    let styles = match workbook.styles.as_deref() {
        Some(name) => {
            if !package.parts.has(name) {
                reading.partial(None, None, no_formats());
            }
            styles::read(&text_of(&mut package, name)?, &mut formats)
        }
        None => Vec::new(),
    };
    let shared = match workbook.strings.as_deref() {
        Some(name) => strings::read(&text_of(&mut package, name)?, meter)?,
        None => Vec::new(),
    };
    package.properties(reading);
    package.left_alone(reading);
    let sources = worksheet::Sources { shared: &shared, styles: &styles, epoch: workbook.epoch };
    for entry in &workbook.sheets {
        read_part(entry, &mut package, reading, |package, reading| {
            let text = package.parts.text(&entry.part)?;
            Ok(worksheet::read(&text, entry, &sources, meter, reading))
        })?;
    }
    any_sheet(reading)
}

/// Reads an .xlsb.
pub(super) fn read_xlsb(parts: Parts<'_>, meter: &mut Meter<'_>, reading: &mut Reading) -> Result<(), Stop> {
    xlsb::read(&mut Package::new(parts), meter, reading)
}

fn text_of(package: &mut Package<'_>, name: &str) -> Result<String, Stop> {
    match package.parts.text(name) {
        Ok(text) => Ok(text),
        // Workbooks without strings or styles need not have the parts.
        Err(NoPart::Missing) => Ok(String::new()),
        Err(NoPart::Damaged) => Err(damaged_part(name)),
    }
}

/// Reads one sheet's part with its format's reader, or says why there is none to read.
fn read_part<'p>(
    entry: &SheetEntry,
    package: &mut Package<'p>,
    reading: &mut Reading,
    with: impl FnOnce(&mut Package<'p>, &mut Reading) -> Result<Result<(), Stop>, NoPart>,
) -> Result<(), Stop> {
    let name = &entry.name;
    match entry.kind {
        SheetKind::Worksheet => {}
        SheetKind::Other => {
            reading.ignored(not_cells(name));
            return Ok(());
        }
        SheetKind::Dangling => {
            reading.partial(Some(name), None, lost_sheet(name));
            return Ok(());
        }
    }
    match with(package, reading) {
        Ok(outcome) => outcome,
        Err(NoPart::Missing) => {
            reading.partial(Some(name), None, lost_sheet(name));
            Ok(())
        }
        Err(NoPart::Damaged) => {
            reading.partial(Some(name), None, damaged_sheet(name));
            Ok(())
        }
    }
}

/// A book none of whose sheets could be read is not read.
fn any_sheet(reading: &Reading) -> Result<(), Stop> {
    if !reading.sheets.is_empty() {
        return Ok(());
    }
    Err(Stop::unreadable(
        "文件里没有一张可以读取的工作表。请用 Excel 或 WPS 打开检查，另存为 .xlsx 后重新报送。",
        "none of its sheets can be read: open it in Excel, check it, save it as .xlsx and send it again",
    ))
}

fn not_cells(name: &str) -> Words {
    Words::new(
        format!("“{name}”是图表、宏表或对话框，没有单元格数据，未读取。"),
        format!("{name} is a chart, macro or dialog sheet without cells and was not read"),
    )
}

fn lost_sheet(name: &str) -> Words {
    Words::new(
        format!("目录里有“{name}”这张工作表，但文件里没有它的内容。请用 Excel 打开检查后重新报送。"),
        format!(
            "the sheet {name} is listed, but its content is not in the file: open it in Excel, check it and send it again"
        ),
    )
}

fn damaged_sheet(name: &str) -> Words {
    Words::new(
        format!("工作表“{name}”的内容已损坏（校验不符），不可信，因此没有读取。请用 Excel 打开检查，另存后重新报送。"),
        format!(
            "the content of the sheet {name} is damaged (its checksum is wrong) and was not read: open it in Excel, check it, save it and send it again"
        ),
    )
}

fn no_formats() -> Words {
    Words::new(
        "文件里缺少样式部分，百分数、日期等显示格式无从得知，只能读到存储的数值。请用 Excel 打开检查，另存后重新报送。",
        "the part with its formats is missing: percentages and dates can't be told from other numbers. Open it in Excel, check it, save it and send it again",
    )
}

fn bad_index() -> Words {
    Words::new(
        "这个单元格指向不存在的文字，内容无法得知。请用 Excel 打开检查后重新报送。",
        "this cell points to a text that is not in the file, so its content is not known: open it in Excel, check it and send it again",
    )
}

fn cut_short(name: &str, last: u32) -> Words {
    Words::new(
        format!("工作表“{name}”的内容在第 {last} 行之后中断，后面的没有读到。请用 Excel 打开检查，另存后重新报送。"),
        format!(
            "the sheet {name} breaks off after row {last}; what follows was not read: open it in Excel, check it, save it and send it again"
        ),
    )
}

fn beyond(at: CellRef) -> Words {
    Words::new(
        format!(
            "第 {} 行第 {} 列超出了工作表的范围（{MAX_ROWS} 行、{MAX_COLUMNS} 列），没有读取。请检查文件。",
            at.row, at.column
        ),
        format!(
            "row {}, column {} lies beyond a sheet ({MAX_ROWS} rows, {MAX_COLUMNS} columns) and was not read: check the file",
            at.row, at.column
        ),
    )
}

/// The name of a sheet as an `Arc`, or a made one when the file gives none.
fn sheet_name(name: &str, position: usize) -> Arc<str> {
    if name.is_empty() { format!("Sheet{}", position + 1).into() } else { name.into() }
}

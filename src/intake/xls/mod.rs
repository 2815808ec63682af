//! BIFF workbooks in an OLE compound file: .xls of Excel 5 to 2003, and the .et of WPS.

mod crypt;
mod globals;
mod ole;
pub(super) mod records;
mod sheet;
mod strings;

use std::sync::Arc;

use self::{
    globals::Globals,
    records::{Records, kind, word},
};
use super::{
    limits::{Meter, Stop},
    reading::Reading,
    refusal,
};
use crate::model::Words;

pub(super) use ole::{Found, MAGIC, open};

/// Reads a workbook.
pub(super) fn read(found: Found, meter: &mut Meter<'_>, reading: &mut Reading) -> Result<(), Stop> {
    reading.modified = found.modified;
    reading.application = found.application;
    reading.properties = found.properties;
    if found.has_macros {
        reading.ignored(Words::new(
            "文件带有宏，没有运行，也没有读取。",
            "it carries macros, which were neither run nor read",
        ));
    }
    let stream = opened(found.workbook)?;
    let globals = Globals::read(&stream, meter)?;
    if globals.sheets.is_empty() {
        return Err(damaged());
    }
    meter.sheets(globals.sheets.len())?;
    if globals.strings_cut {
        reading.partial(None, None, Words::new(
            "文件里的文字表不完整，有些文字可能没有读到。请用 Excel 或 WPS 打开检查，另存为 .xlsx 后重新报送。",
            "its table of texts is incomplete, and some texts may be missing: open it in Excel, check it, save it as .xlsx and send it again",
        ));
    }
    for entry in &globals.sheets {
        sheet::read(&stream, entry, &globals, meter, reading)?;
    }
    Ok(())
}

/// The stream, deciphered where it is enciphered with the built-in password.
fn opened(stream: Vec<u8>) -> Result<Vec<u8>, Stop> {
    let mut records = Records::new(&stream, 0);
    let Some(first) = records.next() else { return Err(damaged()) };
    match (first.kind, word(first.data, 0)) {
        (kind::BOF, Some(0x0500 | 0x0600)) => {}
        (0x0009 | 0x0209 | 0x0409, _) => return Err(too_old()),
        _ => return Err(damaged()),
    }
    let filepass = records.take_while(|record| record.kind != kind::EOF).find(|record| record.kind == kind::FILEPASS);
    match filepass.map(|record| crypt::decipher(&stream, record.data)) {
        None => Ok(stream),
        Some(Some(plain)) => Ok(plain),
        Some(None) => Err(Stop::Encrypted),
    }
}

/// Excel 2 to 4.
pub(super) fn too_old() -> Stop {
    refusal::old_spreadsheet("Excel 2 至 4 的旧格式表格", "a spreadsheet of Excel 2 to 4")
}

fn damaged() -> Stop {
    Stop::unreadable(
        "文件已损坏或不完整，读不出工作表。请用 Excel 或 WPS 打开修复，另存为 .xlsx 后重新报送。",
        "the file is damaged or incomplete and no sheet can be read: repair it in Excel, save it as .xlsx and send it again",
    )
}

/// A sheet name shared by cells and faults.
type Name = Arc<str>;

//! The OLE compound file around a workbook: its streams, read within what the file really holds, and its properties.

use std::io::{Cursor, Read};

use cfb::CompoundFile;

use super::records::{long, word};
use crate::intake::{limits::Stop, refusal};

/// How a compound file starts.
pub(in crate::intake) const MAGIC: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// A workbook found in a compound file.
#[derive(Debug, Default)]
pub(in crate::intake) struct Found {
    /// The stream of its records.
    pub workbook: Vec<u8>,
    /// When it was last saved.
    pub modified: Option<String>,
    /// Which program saved it.
    pub application: Option<String>,
    /// Custom properties.
    pub properties: Vec<(String, String)>,
    /// Whether it carries a macro project.
    pub has_macros: bool,
}

/// Opens a compound file and takes out what a workbook needs.
pub(in crate::intake) fn open(bytes: &[u8]) -> Result<Found, Stop> {
    let mut file = CompoundFile::open(Cursor::new(bytes)).map_err(|_| super::damaged())?;
    let names: Vec<String> = file.read_root_storage().take(4096).map(|entry| entry.name().to_owned()).collect();
    let named = |wanted: &str| names.iter().find(|name| name.eq_ignore_ascii_case(wanted)).cloned();
    if named("EncryptedPackage").is_some() {
        return Err(Stop::Encrypted);
    }
    let Some(name) = named("Workbook").or_else(|| named("Book")) else {
        return Err(other_document(&names));
    };
    let mut found = Found { workbook: stream(&mut file, &name, bytes.len())?, ..Found::default() };
    found.has_macros = named("_VBA_PROJECT_CUR").is_some();
    if let Ok(summary) = stream(&mut file, "\u{5}SummaryInformation", bytes.len()) {
        summary_information(&summary, &mut found);
    }
    Ok(found)
}

/// A stream's bytes, no more of them than the file has.
fn stream(file: &mut CompoundFile<Cursor<&[u8]>>, name: &str, most: usize) -> Result<Vec<u8>, Stop> {
    let stream = file.open_stream(format!("/{name}")).map_err(|_| super::damaged())?;
    let mut bytes = Vec::new();
    // A chain that is cut short still gives its beginning.
    let _ = stream.take(most as u64).read_to_end(&mut bytes);
    Ok(bytes)
}

fn other_document(names: &[String]) -> Stop {
    let has = |wanted: &str| names.iter().any(|name| name.eq_ignore_ascii_case(wanted));
    if has("WordDocument") {
        refusal::document("Word 97-2003 文档", "a Word 97–2003 document")
    } else if has("PowerPoint Document") {
        refusal::document("PowerPoint 97-2003 演示文稿", "a PowerPoint 97–2003 presentation")
    } else {
        refusal::unknown()
    }
}

/// The time of saving and the program's name from the summary property set (MS-OLEPS).
fn summary_information(data: &[u8], found: &mut Found) {
    let Some(section) = long(data, 44).map(|at| at as usize) else { return };
    let count = section.checked_add(4).and_then(|at| long(data, at)).unwrap_or(0).min(64);
    for index in 0..count as usize {
        let Some(entry) = section.checked_add(8 + index * 8) else { return };
        let (Some(id), Some(offset)) = (long(data, entry), long(data, entry + 4)) else { return };
        let Some(at) = section.checked_add(offset as usize) else { continue };
        match (id, word(data, at)) {
            (13, Some(0x40)) => found.modified = file_time(data, at + 4).or(found.modified.take()),
            (18, Some(0x1E)) => found.application = byte_string(data, at + 4),
            _ => {}
        }
    }
}

/// A FILETIME (100 ns since 1601) as ISO text; `None` for the year 1601 that means never.
fn file_time(data: &[u8], at: usize) -> Option<String> {
    let ticks = u64::from(long(data, at)?) | u64::from(long(data, at + 4)?) << 32;
    let seconds = i64::try_from(ticks / 10_000_000).ok()? - 11_644_473_600;
    if seconds <= 0 {
        return None;
    }
    let days = f64::from(i32::try_from(seconds / 86_400).ok()?) + 25_569.0;
    let of_day = f64::from(i32::try_from(seconds % 86_400).ok()?) / 86_400.0;
    crate::intake::dates::iso(days + of_day, crate::intake::dates::Epoch::Y1900, false)
}

fn byte_string(data: &[u8], at: usize) -> Option<String> {
    let length = long(data, at)? as usize;
    let bytes = data.get(at + 4..at.checked_add(4)?.checked_add(length.min(1024))?)?;
    let bytes = bytes.split(|&byte| byte == 0).next()?;
    let text = crate::intake::encoding::decode(bytes, None).text.trim().to_owned();
    (!text.is_empty()).then_some(text)
}

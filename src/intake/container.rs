//! ZIP containers, opened under limits: claims are checked before anything is inflated, checksums while it is.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
};

use zip::ZipArchive;

use super::limits::{Limits, Stop, within};

/// Parts smaller than this may be packed as tightly as they like.
const RATIO_GRACE: u64 = 1 << 20;

/// Bytes of the record at the end of a container, without the remark that may follow.
const END_RECORD: usize = 22;

/// The parts of a container by name. Names are compared without regard to case and slash direction, as Office does.
pub(super) struct Parts<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    index: BTreeMap<String, usize>,
}

/// Why a part has no bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoPart {
    /// There is none of that name.
    Missing,
    /// Its checksum or its packing is wrong.
    Damaged,
}

impl<'a> Parts<'a> {
    /// Opens a container and holds its claims against the limits.
    pub(super) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, Stop> {
        // The directory is read whole when the container is opened.
        within("parts", limits.parts, claimed_parts(bytes))?;
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged_container())?;
        if archive.offset() > 0 {
            return Err(joined_containers());
        }
        within("parts", limits.parts, archive.len() as u64)?;
        let mut total = 0_u64;
        let mut index = BTreeMap::new();
        for position in 0..archive.len() {
            let entry = archive.by_index_data(position).map_err(|_| damaged_container())?;
            let (size, stored, encrypted) = (entry.size(), entry.compressed_size(), entry.encrypted());
            let name = entry.name().map_err(|_| damaged_container())?.into_owned();
            if encrypted {
                return Err(Stop::Encrypted);
            }
            total = total.saturating_add(size);
            within("inflated_bytes", limits.inflated_bytes, total)?;
            if size > RATIO_GRACE {
                within("ratio", limits.ratio, size / stored.max(1))?;
            }
            if !name.ends_with('/') && index.insert(key(&name), position).is_some() {
                return Err(doubled_part(&name));
            }
        }
        if archive.has_duplicate_names() || archive.has_overlapping_entries().unwrap_or(true) {
            return Err(damaged_container());
        }
        Ok(Self { archive, index })
    }

    /// Whether there is a part of that name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.index.contains_key(&key(name))
    }

    /// Names of all parts, in lower case, in order.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.index.keys().map(String::as_str)
    }

    /// A part's bytes, its checksum verified.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Vec<u8>, NoPart> {
        let position = *self.index.get(&key(name)).ok_or(NoPart::Missing)?;
        let mut entry = self.archive.by_index(position).map_err(|_| NoPart::Damaged)?;
        // The size was held against the limits, and the archive stops an entry that outgrows it.
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).map_err(|_| NoPart::Damaged)?;
        Ok(bytes)
    }

    /// An XML part as text. One with a document type is refused: no honest part has one, and it is how entities are
    /// made to explode.
    pub(super) fn text(&mut self, name: &str) -> Result<String, NoPart> {
        let text = self.text_with_doctype(name)?;
        let head = (0..=text.len().min(1024)).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
        if text[..head].contains("<!DOCTYPE") { Err(NoPart::Damaged) } else { Ok(text) }
    }

    /// An XML part as text, document type or not.
    pub(super) fn text_with_doctype(&mut self, name: &str) -> Result<String, NoPart> {
        let bytes = self.bytes(name)?;
        let text = match String::from_utf8(bytes) {
            Ok(text) if !text.starts_with(['\u{feff}', '\0']) && !text.starts_with("<\0") => text,
            Ok(text) => super::xml::decode(text.as_bytes()).ok_or(NoPart::Damaged)?.into_owned(),
            Err(error) => super::xml::decode(error.as_bytes()).ok_or(NoPart::Damaged)?.into_owned(),
        };
        Ok(text)
    }
}

/// How many parts the record at the end of a container claims; 0 where there is none, which the opening will say.
fn claimed_parts(bytes: &[u8]) -> u64 {
    let tail = bytes.len().saturating_sub(END_RECORD + usize::from(u16::MAX));
    let number = |at: usize, size: usize| {
        let digits = bytes.get(at..at.checked_add(size)?)?;
        Some(digits.iter().rev().fold(0_u64, |number, &digit| number << 8 | u64::from(digit)))
    };
    let Some(at) = bytes[tail..].windows(END_RECORD).rposition(|record| record.starts_with(b"PK\x05\x06")) else {
        return 0;
    };
    let at = tail + at;
    // A larger number stands in a record of its own, to which a third one in between leads.
    let large = || {
        let locator = at.checked_sub(20).filter(|&at| bytes[at..].starts_with(b"PK\x06\x07"))?;
        let record = usize::try_from(number(locator + 8, 8)?).ok()?;
        let found = bytes.get(record..)?.starts_with(b"PK\x06\x06");
        number(record.checked_add(32)?, 8).filter(|_| found)
    };
    match number(at + 10, 2) {
        Some(0xFFFF) => large().unwrap_or(0xFFFF),
        count => count.unwrap_or(0),
    }
}

fn key(name: &str) -> String {
    name.trim_start_matches(['/', '\\']).replace('\\', "/").to_lowercase()
}

/// The words for a container that is damaged as a whole.
pub(super) fn damaged_container() -> Stop {
    Stop::unreadable(
        "文件已损坏或不完整（可能没有传完）。请重新拷贝或重新发送；仍打不开的，请用 Excel 或 WPS 修复后另存为 .xlsx。",
        "the file is damaged or incomplete (perhaps it was not transferred to the end): copy or send it again, or repair it in Excel and save it as .xlsx",
    )
}

/// Something stands before the container, which begins like one itself: two files in one, of which the last would count.
fn joined_containers() -> Stop {
    Stop::unreadable(
        "两个文件接在了一起，无法判断以哪个为准。请重新发送原来的文件。",
        "two files are joined into one and there is no telling which counts: send the original files again",
    )
}

/// The words for a part without which nothing can be read.
pub(super) fn damaged_part(name: &str) -> Stop {
    Stop::unreadable(
        format!(
            "文件里的“{name}”部分已损坏，内容不可信，因此没有读取。请用 Excel 或 WPS 打开检查，另存为 .xlsx 后重新报送。"
        ),
        format!(
            "its part {name} is damaged, so nothing of it can be trusted and it was not read: open it in Excel, check it, save it as .xlsx and send it again"
        ),
    )
}

fn doubled_part(name: &str) -> Stop {
    Stop::unreadable(
        format!(
            "文件里有两个同名部分（{name}），无法判断以哪个为准。请用 Excel 或 WPS 打开后另存为 .xlsx，再重新报送。"
        ),
        format!(
            "it holds two parts of one name ({name}) and there is no telling which counts: open it in Excel, save it as .xlsx and send it again"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A record at the end that claims so many parts, and nothing else of a container.
    fn end(count: u16) -> Vec<u8> {
        let mut record = b"PK\x05\x06".to_vec();
        record.resize(END_RECORD, 0);
        record[10..12].copy_from_slice(&count.to_le_bytes());
        record
    }

    #[test]
    fn a_claim_of_too_many_parts_is_refused_before_the_directory_is_read() {
        let mut large = b"PK\x06\x06".to_vec();
        large.resize(56, 0);
        large[32..40].copy_from_slice(&70_000_u64.to_le_bytes());
        large.extend(b"PK\x06\x07");
        large.resize(56 + 20, 0);
        let limits = Limits::default();
        for (bytes, found) in [
            (end(60_000), 60_000),
            ([end(60_000), b"a remark".to_vec()].concat(), 60_000),
            ([large, end(u16::MAX)].concat(), 70_000),
            (end(u16::MAX), 65_535),
        ] {
            let refused = Parts::open(&bytes, &limits).err();
            assert_eq!(refused, Some(Stop::Limit { limit: "parts", allowed: limits.parts, found }));
        }
        for bytes in [end(3), b"PK\x03\x04".to_vec(), b"PK\x05\x06".to_vec()] {
            assert_eq!(Parts::open(&bytes, &limits).err(), Some(damaged_container()));
        }
    }
}

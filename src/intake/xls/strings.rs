//! Strings of BIFF: Unicode with runs and phonetic data (BIFF8), bytes in a code page (before).

use std::sync::Arc;

use encoding_rs::Encoding;

use super::records::{long, word};
use crate::intake::{
    encoding,
    limits::{Meter, Stop},
    xml::unify_breaks,
};

/// How a workbook stores its strings.
#[derive(Debug, Clone, Copy)]
pub(super) struct Charset {
    /// BIFF8: UTF-16, one byte a character where that is enough.
    pub unicode: bool,
    /// Before BIFF8: the code page, where the file names one.
    pub page: Option<&'static Encoding>,
}

impl Charset {
    /// A string with a 16-bit count at `at`: its text and where it ends.
    pub(super) fn long(self, data: &[u8], at: usize) -> Option<(String, usize)> {
        let count = usize::from(word(data, at)?);
        self.counted(data, at + 2, count)
    }

    /// As `long`, for a string that may go on in CONTINUE records.
    pub(super) fn continued(self, data: &[u8], at: usize, more: &[&[u8]]) -> Option<String> {
        if more.is_empty() || !self.unicode {
            return self.long(&[data, &more.concat()].concat(), at).map(|(text, _)| text);
        }
        let mut pieces = Pieces { records: std::iter::once(data).chain(more.iter().copied()).collect(), piece: 0, at };
        let count = pieces.word()?;
        pieces.string(usize::from(count))
    }

    /// A string with an 8-bit count at `at`.
    pub(super) fn short(self, data: &[u8], at: usize) -> Option<(String, usize)> {
        let count = usize::from(*data.get(at)?);
        self.counted(data, at + 1, count)
    }

    /// `count` characters from `at` on, the flags of BIFF8 first.
    pub(super) fn counted(self, data: &[u8], at: usize, count: usize) -> Option<(String, usize)> {
        // Some programs leave the flags of an empty text away.
        if count == 0 && at == data.len() {
            return Some((String::new(), at));
        }
        if !self.unicode {
            let bytes = data.get(at..at.checked_add(count)?)?;
            return Some((self.in_page(bytes), at + count));
        }
        let mut pieces = Pieces { records: std::iter::once(data).collect(), piece: 0, at };
        let text = pieces.string(count)?;
        Some((text, pieces.at))
    }

    fn in_page(self, bytes: &[u8]) -> String {
        let text = if let Some(page) = self.page {
            page.decode_without_bom_handling(bytes).0
        } else {
            let decoded = encoding::decode(bytes, None);
            if decoded.damaged { encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0 } else { decoded.text }
        };
        unify_breaks(text.into_owned())
    }
}

/// The encoding of a Windows code page; `None` for those that say nothing.
pub(super) fn code_page(number: u16) -> Option<&'static Encoding> {
    Some(match number {
        936 => encoding_rs::GB18030,
        950 => encoding_rs::BIG5,
        932 => encoding_rs::SHIFT_JIS,
        949 => encoding_rs::EUC_KR,
        1250 => encoding_rs::WINDOWS_1250,
        1251 => encoding_rs::WINDOWS_1251,
        1253 => encoding_rs::WINDOWS_1253,
        1254 => encoding_rs::WINDOWS_1254,
        10000 => encoding_rs::MACINTOSH,
        // Many programs write 1252 whatever the text is, so it is told from the text itself.
        _ => return None,
    })
}

/// The shared string table: the SST record and the CONTINUE records after it. What it claims to hold is not believed.
/// The flag tells whether the table came to its end before all strings that it claims.
pub(super) fn shared(first: &[u8], more: Vec<&[u8]>, meter: &mut Meter<'_>) -> Result<(Vec<Arc<str>>, bool), Stop> {
    let claimed = long(first, 4).unwrap_or(0);
    let mut pieces = Pieces { records: std::iter::once(first).chain(more).collect(), piece: 0, at: 8 };
    let mut strings: Vec<Arc<str>> = Vec::new();
    while (strings.len() as u64) < u64::from(claimed) {
        meter.step()?;
        let Some(count) = pieces.word() else {
            // Some programs change the two counts for each other: the number of strings and that of the cells with one.
            let whole = long(first, 0).is_some_and(|all| all as usize == strings.len());
            return Ok((strings, !whole));
        };
        let Some(text) = pieces.string(usize::from(count)) else { return Ok((strings, true)) };
        strings.push(text.into());
    }
    Ok((strings, false))
}

/// Bytes that go on from one record to the next. A string that is cut there has its flags again behind the cut.
struct Pieces<'a> {
    records: Vec<&'a [u8]>,
    piece: usize,
    at: usize,
}

impl<'a> Pieces<'a> {
    fn rest(&self) -> &'a [u8] {
        self.records.get(self.piece).and_then(|piece| piece.get(self.at..)).unwrap_or_default()
    }

    /// Goes to the next record when the present one is used up; `None` at the end of all.
    fn advance(&mut self) -> Option<()> {
        while self.rest().is_empty() {
            self.piece += 1;
            self.at = 0;
            self.records.get(self.piece)?;
        }
        Some(())
    }

    fn byte(&mut self) -> Option<u8> {
        self.advance()?;
        let byte = *self.rest().first()?;
        self.at += 1;
        Some(byte)
    }

    fn word(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn long(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes([self.byte()?, self.byte()?, self.byte()?, self.byte()?]))
    }

    fn skip(&mut self, count: usize) -> Option<()> {
        let mut left = count;
        while left > 0 {
            self.advance()?;
            let step = left.min(self.rest().len());
            self.at += step;
            left -= step;
        }
        Some(())
    }

    /// A Unicode string of `count` characters, its flags first; runs and phonetic data are passed over.
    fn string(&mut self, count: usize) -> Option<String> {
        let flags = self.byte()?;
        let runs = if flags & 8 == 0 { 0 } else { usize::from(self.word()?) };
        let extra = if flags & 4 == 0 { 0 } else { self.long()? as usize };
        let text = self.characters(count, flags & 1 == 1)?;
        self.skip(runs.saturating_mul(4))?;
        self.skip(extra)?;
        Some(text)
    }

    fn characters(&mut self, count: usize, mut wide: bool) -> Option<String> {
        let mut units: Vec<u16> = Vec::with_capacity(count);
        while units.len() < count {
            if self.rest().is_empty() {
                self.advance()?;
                wide = self.byte()? & 1 == 1;
                continue;
            }
            let size = if wide { 2 } else { 1 };
            let available = (self.rest().len() / size).min(count - units.len());
            if available == 0 {
                // Half a character at the end of a record.
                self.at += self.rest().len();
                continue;
            }
            let bytes = self.rest().get(..available * size)?;
            if wide {
                units.extend(bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])));
            } else {
                units.extend(bytes.iter().map(|&byte| u16::from(byte)));
            }
            self.at += available * size;
        }
        Some(unify_breaks(String::from_utf16_lossy(&units)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::Limits;

    #[test]
    fn a_string_cut_between_records_is_whole() {
        // Two strings: 甲乙 wide, cut after the first character; "ab" narrow with a run and phonetic data.
        let first = [2, 0, 0, 0, 2, 0, 0, 0, 2, 0, 1, 0x32, 0x75];
        let second = [1, 0x59, 0x4E, 2, 0, 0x0C, 1, 0, 2, 0, 0, 0, b'a', b'b', 0, 0, 0, 0, 9, 9];
        let limits = Limits::default();
        let (strings, short) = shared(&first, vec![&second], &mut Meter::new(&limits)).unwrap();
        let told: Vec<&str> = strings.iter().map(AsRef::as_ref).collect();
        assert_eq!(told, ["甲乙", "ab"]);
        assert!(!short);
    }

    #[test]
    fn claims_are_not_believed() {
        let limits = Limits::default();
        let first = [255, 255, 255, 255, 255, 255, 255, 255, 1, 0, 0, b'a'];
        let (strings, short) = shared(&first, vec![], &mut Meter::new(&limits)).unwrap();
        assert_eq!(strings.len(), 1);
        assert!(short);
    }

    #[test]
    fn counts_in_each_others_place_are_no_damage() {
        let limits = Limits::default();
        let first = [1, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, b'a'];
        let (strings, short) = shared(&first, vec![], &mut Meter::new(&limits)).unwrap();
        assert_eq!((strings.len(), short), (1, false));
    }

    #[test]
    fn an_empty_text_at_the_end_of_its_record_needs_no_flags() {
        let charset = Charset { unicode: true, page: None };
        assert_eq!(charset.long(&[0, 0], 0), Some((String::new(), 2)));
        assert_eq!(charset.long(&[1, 0], 0), None);
    }

    #[test]
    fn old_strings_are_in_a_code_page() {
        let gbk = encoding_rs::GB18030.encode("市水务局").0.into_owned();
        let mut data = vec![gbk.len() as u8];
        data.extend(&gbk);
        for page in [code_page(936), code_page(1252), None] {
            assert_eq!(Charset { unicode: false, page }.short(&data, 0).unwrap().0, "市水务局");
        }
    }
}

//! The workbook's own records: sheets, strings, formats, names.

use std::{rc::Rc, sync::Arc};

use super::{
    damaged,
    records::{Record, Records, kind, long, word},
    strings::{self, Charset},
};
use crate::{
    intake::{
        dates::Epoch,
        limits::{Meter, Stop},
        numfmt::{CellFormat, Formats},
        ptg::{Dialect, Names},
    },
    model::Visibility,
};

/// A sheet as the workbook lists it.
#[derive(Debug)]
pub(super) struct Entry {
    pub name: super::Name,
    pub visibility: Visibility,
    /// Where its records begin.
    pub at: usize,
    /// Cells, or a chart, macro or module.
    pub is_worksheet: bool,
}

/// What the sheets share.
pub(super) struct Globals {
    pub sheets: Vec<Entry>,
    pub strings: Vec<Arc<str>>,
    /// The string table ended before its time.
    pub strings_cut: bool,
    pub styles: Vec<Rc<CellFormat>>,
    pub epoch: Epoch,
    pub charset: Charset,
    pub dialect: Dialect,
    pub names: Names,
}

impl Globals {
    pub(super) fn read(stream: &[u8], meter: &mut Meter<'_>) -> Result<Self, Stop> {
        let mut records = Records::new(stream, 0);
        let bof = records.next().ok_or_else(damaged)?;
        let unicode = word(bof.data, 0) == Some(0x0600);
        let mut pass = Pass {
            charset: Charset { unicode, page: None },
            formats: Formats::default(),
            format_ids: Vec::new(),
            own_book: Vec::new(),
            extern_sheets: Vec::new(),
            defined: Vec::new(),
            sheets: Vec::new(),
            strings: Vec::new(),
            strings_cut: false,
        };
        while let Some(record) = records.next() {
            meter.step()?;
            match record.kind {
                kind::EOF => break,
                kind::SST => {
                    let more = records.continued();
                    (pass.strings, pass.strings_cut) = strings::shared(record.data, more, meter)?;
                }
                _ => pass.record(&record),
            }
        }
        Ok(pass.finish())
    }
}

struct Pass {
    charset: Charset,
    formats: Formats,
    format_ids: Vec<u16>,
    /// For each linked book: whether it is this one.
    own_book: Vec<bool>,
    /// For each index of a 3-D reference: the book and the sheet in it.
    extern_sheets: Vec<(u16, u16)>,
    defined: Vec<String>,
    sheets: Vec<Entry>,
    strings: Vec<Arc<str>>,
    strings_cut: bool,
}

impl Pass {
    fn record(&mut self, record: &Record<'_>) {
        let data = record.data;
        match record.kind {
            kind::CODEPAGE => self.charset.page = word(data, 0).and_then(strings::code_page),
            kind::DATE1904 if word(data, 0) == Some(1) => self.formats.epoch = Epoch::Y1904,
            kind::FORMAT => self.format(data),
            kind::XF => self.format_ids.push(word(data, 2).unwrap_or(0)),
            kind::BOUNDSHEET => self.sheets.extend(self.sheet(data)),
            // Two characters 01 04 instead of a name stand for the workbook itself.
            kind::SUPBOOK => self.own_book.push(word(data, 2) == Some(0x0401)),
            kind::EXTERNSHEET if self.charset.unicode => {
                let triples = data.get(2..).unwrap_or_default().chunks_exact(6);
                self.extern_sheets.extend(triples.filter_map(|triple| Some((word(triple, 0)?, word(triple, 2)?))));
            }
            kind::NAME => self.defined.push(self.name(data).unwrap_or_default()),
            _ => {}
        }
    }

    fn format(&mut self, data: &[u8]) {
        let code = if self.charset.unicode { self.charset.long(data, 2) } else { self.charset.short(data, 2) };
        if let (Some(id), Some((code, _))) = (word(data, 0), code) {
            self.formats.define(u32::from(id), code);
        }
    }

    fn sheet(&self, data: &[u8]) -> Option<Entry> {
        let at = long(data, 0)? as usize;
        let visibility = match data.get(4)? & 3 {
            1 => Visibility::Hidden,
            2 => Visibility::VeryHidden,
            _ => Visibility::Visible,
        };
        let count = usize::from(*data.get(6)?);
        let (name, _) = self.charset.counted(data, 7, count)?;
        Some(Entry { name: name.into(), visibility, at, is_worksheet: *data.get(5)? == 0 })
    }

    fn name(&self, data: &[u8]) -> Option<String> {
        let count = usize::from(*data.get(3)?);
        let built_in = word(data, 0)? & 0x20 != 0;
        let (name, _) = self.charset.counted(data, 14, count)?;
        if !built_in {
            return Some(name);
        }
        let known = [
            "Consolidate_Area",
            "Auto_Open",
            "Auto_Close",
            "Extract",
            "Database",
            "Criteria",
            "Print_Area",
            "Print_Titles",
        ];
        let index = name.chars().next().map_or(usize::MAX, |c| c as usize);
        Some(known.get(index).map_or(name, |known| (*known).to_owned()))
    }

    fn finish(mut self) -> Globals {
        let sheet_names = self
            .extern_sheets
            .iter()
            .map(|&(book, sheet)| {
                let own = self.own_book.get(usize::from(book)).copied().unwrap_or(false);
                let entry = self.sheets.get(usize::from(sheet)).filter(|_| own);
                entry.map(|entry| entry.name.to_string()).unwrap_or_default()
            })
            .collect();
        let styles = self.format_ids.iter().map(|&id| self.formats.by_id(u32::from(id))).collect();
        Globals {
            sheets: self.sheets,
            strings: self.strings,
            strings_cut: self.strings_cut,
            styles,
            epoch: self.formats.epoch,
            dialect: if self.charset.unicode { Dialect::Biff8 } else { Dialect::Biff5 },
            charset: self.charset,
            names: Names { sheets: sheet_names, defined: self.defined },
        }
    }
}

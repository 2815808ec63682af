//! .xlsb: the same container, its parts as binary records (MS-XLSB).

use std::{collections::BTreeMap, rc::Rc, sync::Arc};

use super::{
    package::Package,
    sheet_name,
    workbook::{SheetEntry, locate, located, related},
};
use crate::{
    intake::{
        container::{NoPart, damaged_part},
        dates::Epoch,
        limits::{Meter, Stop},
        numfmt::{self, CellFormat, Formats},
        ptg::{self, Dialect, Names, error_text},
        reading::Reading,
        sheet::Grid,
        xls::records::{double, long, rk, word},
        xml::unify_breaks,
    },
    model::{Cell, CellRef, CellValue, Visibility, Words, place::MAX_COLUMNS},
};

/// Record types that are read.
mod kind {
    pub const ROW: u16 = 0;
    pub const CELL_RK: u16 = 2;
    pub const CELL_ERROR: u16 = 3;
    pub const CELL_BOOL: u16 = 4;
    pub const CELL_REAL: u16 = 5;
    pub const CELL_TEXT: u16 = 6;
    pub const CELL_SHARED: u16 = 7;
    pub const FORMULA_TEXT: u16 = 8;
    pub const FORMULA_NUMBER: u16 = 9;
    pub const FORMULA_BOOL: u16 = 10;
    pub const FORMULA_ERROR: u16 = 11;
    pub const SHARED_ITEM: u16 = 19;
    pub const NAME: u16 = 39;
    pub const FORMAT: u16 = 44;
    pub const XF: u16 = 47;
    pub const COLUMN: u16 = 60;
    pub const RICH_CELL: u16 = 62;
    pub const BEGIN_DATA: u16 = 145;
    pub const END_DATA: u16 = 146;
    pub const BOOK_PROPERTIES: u16 = 153;
    pub const SHEET: u16 = 156;
    pub const MERGE: u16 = 176;
    pub const OWN_BOOK: u16 = 357;
    pub const OTHER_BOOK: u16 = 355;
    pub const SAME_BOOK: u16 = 358;
    pub const ADD_IN_BOOK: u16 = 667;
    pub const EXTERN_SHEETS: u16 = 362;
    pub const ARRAY: u16 = 426;
    pub const SHARED_FORMULA: u16 = 427;
    pub const BEGIN_CELL_STYLES: u16 = 617;
    pub const END_CELL_STYLES: u16 = 618;
}

/// What the sheets share.
struct Shared {
    strings: Vec<Arc<str>>,
    styles: Vec<Rc<CellFormat>>,
    names: Names,
    epoch: Epoch,
}

/// Reads an .xlsb.
pub(super) fn read(package: &mut Package<'_>, meter: &mut Meter<'_>, reading: &mut Reading) -> Result<(), Stop> {
    let (part, relations) = locate(package, "xl/workbook.bin");
    let bytes = package.parts.bytes(&part).map_err(|_| damaged_part(&part))?;
    let mut book = Book::default();
    for record in Records::new(&bytes) {
        meter.step()?;
        book.record(&record, &relations);
    }
    meter.sheets(book.sheets.len())?;
    let mut formats = Formats::new(book.epoch);
    let styles = related(package, &relations, "styles", "xl/styles.bin");
    let strings = related(package, &relations, "sharedStrings", "xl/sharedStrings.bin");
    let shared = Shared {
        styles: read_styles(&optional(package, styles)?, &mut formats),
        strings: read_strings(&optional(package, strings)?, meter)?,
        epoch: book.epoch,
        names: book.names(),
    };
    package.properties(reading);
    package.left_alone(reading);
    for entry in &book.sheets {
        super::read_part(entry, package, reading, |package, reading| {
            let bytes = package.parts.bytes(&entry.part)?;
            Ok(read_sheet(&bytes, entry, &shared, meter, reading))
        })?;
    }
    super::any_sheet(reading)
}

/// The bytes of a part that a workbook need not have.
fn optional(package: &mut Package<'_>, name: Option<String>) -> Result<Vec<u8>, Stop> {
    let Some(name) = name else { return Ok(Vec::new()) };
    match package.parts.bytes(&name) {
        Ok(bytes) => Ok(bytes),
        Err(NoPart::Missing) => Ok(Vec::new()),
        Err(NoPart::Damaged) => Err(damaged_part(&name)),
    }
}

/// One record.
struct Record<'a> {
    kind: u16,
    data: &'a [u8],
}

/// Walks the records of a part.
struct Records<'a> {
    bytes: &'a [u8],
    at: usize,
    /// The part ended in the middle of a record.
    cut: bool,
}

impl<'a> Records<'a> {
    const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, cut: false }
    }

    fn header(&mut self) -> Option<(u16, usize)> {
        let first = *self.bytes.get(self.at)?;
        self.at += 1;
        let mut kind = u16::from(first & 0x7F);
        if first & 0x80 != 0 {
            kind |= u16::from(*self.bytes.get(self.at)? & 0x7F) << 7;
            self.at += 1;
        }
        let mut length = 0_usize;
        for shift in [0, 7, 14, 21] {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            length |= usize::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                break;
            }
        }
        Some((kind, length))
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        if self.at >= self.bytes.len() {
            return None;
        }
        let found = self.header().and_then(|(kind, length)| {
            let data = self.bytes.get(self.at..self.at.checked_add(length)?)?;
            self.at += length;
            Some(Record { kind, data })
        });
        self.cut = found.is_none();
        found
    }
}

/// A string with a 32-bit count: its text and where it ends.
fn wide(data: &[u8], at: usize) -> Option<(String, usize)> {
    let count = long(data, at)? as usize;
    let start = at.checked_add(4)?;
    let end = start.checked_add(count.checked_mul(2)?)?;
    let units: Vec<u16> =
        data.get(start..end)?.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    Some((unify_breaks(String::from_utf16_lossy(&units)), end))
}

/// The workbook part.
#[derive(Default)]
struct Book {
    sheets: Vec<SheetEntry>,
    epoch: Epoch,
    /// For each linked book: whether it is this one.
    own_flags: Vec<bool>,
    extern_sheets: Vec<(u32, i32)>,
    defined: Vec<String>,
}

impl Book {
    fn record(&mut self, record: &Record<'_>, relations: &BTreeMap<String, super::package::Relation>) {
        let data = record.data;
        match record.kind {
            kind::BOOK_PROPERTIES if data.first().is_some_and(|flags| flags & 1 != 0) => self.epoch = Epoch::Y1904,
            kind::SHEET => self.sheets.extend(sheet_entry(data, relations, self.sheets.len())),
            kind::OWN_BOOK | kind::SAME_BOOK => self.own_flags.push(true),
            kind::OTHER_BOOK | kind::ADD_IN_BOOK => self.own_flags.push(false),
            kind::EXTERN_SHEETS => {
                let triples = data.get(4..).unwrap_or_default().chunks_exact(12);
                self.extern_sheets
                    .extend(triples.filter_map(|triple| Some((long(triple, 0)?, long(triple, 4)?.cast_signed()))));
            }
            kind::NAME => self.defined.push(wide(data, 9).map(|(name, _)| name).unwrap_or_default()),
            _ => {}
        }
    }

    fn names(&self) -> Names {
        let name = |&(book, sheet): &(u32, i32)| {
            let own = self.own_flags.get(book as usize).copied().unwrap_or(false);
            let entry = usize::try_from(sheet).ok().and_then(|sheet| self.sheets.get(sheet)).filter(|_| own);
            entry.map(|entry| entry.name.to_string()).unwrap_or_default()
        };
        Names { sheets: self.extern_sheets.iter().map(name).collect(), defined: self.defined.clone() }
    }
}

fn sheet_entry(
    data: &[u8],
    relations: &BTreeMap<String, super::package::Relation>,
    position: usize,
) -> Option<SheetEntry> {
    let visibility = match long(data, 0)? {
        1 => Visibility::Hidden,
        2 => Visibility::VeryHidden,
        _ => Visibility::Visible,
    };
    let (id, end) = wide(data, 8)?;
    let (name, _) = wide(data, end)?;
    Some(located(sheet_name(&name, position), visibility, relations.get(&id)))
}

fn read_styles(bytes: &[u8], formats: &mut Formats) -> Vec<Rc<CellFormat>> {
    let mut ids = Vec::new();
    let mut inside = false;
    for record in Records::new(bytes) {
        match record.kind {
            kind::FORMAT => {
                if let (Some(id), Some((code, _))) = (word(record.data, 0), wide(record.data, 2)) {
                    formats.define(u32::from(id), code);
                }
            }
            kind::BEGIN_CELL_STYLES => inside = true,
            kind::END_CELL_STYLES => inside = false,
            kind::XF if inside => ids.push(u32::from(word(record.data, 2).unwrap_or(0))),
            _ => {}
        }
    }
    ids.into_iter().map(|id| formats.by_id(id)).collect()
}

fn read_strings(bytes: &[u8], meter: &mut Meter<'_>) -> Result<Vec<Arc<str>>, Stop> {
    let mut strings: Vec<Arc<str>> = Vec::new();
    for record in Records::new(bytes) {
        meter.step()?;
        if record.kind == kind::SHARED_ITEM {
            let (text, _) = wide(record.data, 1).ok_or_else(|| damaged_part("xl/sharedStrings.bin"))?;
            meter.text(&text)?;
            strings.push(text.into());
        }
    }
    Ok(strings)
}

struct Pass<'a, 'm> {
    entry: &'a SheetEntry,
    shared: &'a Shared,
    meter: &'a mut Meter<'m>,
    reading: &'a mut Reading,
    grid: Grid,
    row: u32,
    in_data: bool,
    seen_end: bool,
    /// The cell whose formula record came last: a shared or array formula that follows begins there.
    last: CellRef,
    masters: BTreeMap<CellRef, Vec<u8>>,
    pending: Vec<(CellRef, u32)>,
}

fn read_sheet(
    bytes: &[u8],
    entry: &SheetEntry,
    shared: &Shared,
    meter: &mut Meter<'_>,
    reading: &mut Reading,
) -> Result<(), Stop> {
    let mut pass = Pass {
        entry,
        shared,
        meter,
        reading,
        grid: Grid::default(),
        row: 0,
        in_data: false,
        seen_end: false,
        last: CellRef::new(1, 1),
        masters: BTreeMap::new(),
        pending: Vec::new(),
    };
    let mut records = Records::new(bytes);
    for record in records.by_ref() {
        pass.record(&record)?;
    }
    pass.settle_pending();
    let cut = records.cut || !pass.seen_end;
    let Pass { grid, reading, .. } = pass;
    if cut {
        reading.partial(Some(&entry.name), None, super::cut_short(&entry.name, grid.last_row()));
    }
    let (sheet, _) = grid.finish(Arc::clone(&entry.name), entry.visibility, reading);
    reading.sheets.push(sheet);
    Ok(())
}

impl Pass<'_, '_> {
    fn record(&mut self, record: &Record<'_>) -> Result<(), Stop> {
        self.meter.step()?;
        let data = record.data;
        match record.kind {
            kind::BEGIN_DATA => self.in_data = true,
            kind::END_DATA => (self.in_data, self.seen_end) = (false, true),
            kind::ROW if self.in_data => self.row(data),
            kind::CELL_RK..=kind::FORMULA_ERROR | kind::RICH_CELL if self.in_data => {
                return self.cell(record.kind, data);
            }
            kind::COLUMN => self.column(data),
            kind::MERGE => {
                let corner = |row, column| {
                    Some(CellRef::new(long(data, row)?.checked_add(1)?, long(data, column)?.checked_add(1)?))
                };
                if let (Some(first), Some(last)) = (corner(0, 8), corner(4, 12)) {
                    self.meter.count()?;
                    self.grid.merge(first, last);
                }
            }
            kind::SHARED_FORMULA => self.master(data, 16),
            kind::ARRAY => self.master(data, 17),
            _ => {}
        }
        Ok(())
    }

    fn row(&mut self, data: &[u8]) {
        let Some(row) = long(data, 0) else { return };
        self.row = row.saturating_add(1);
        // Flags stand after the row, its style and its height; bit 4 of the second byte hides it.
        if data.get(11).is_some_and(|flags| flags & 0x10 != 0) {
            self.grid.hide_rows(self.row, self.row);
        }
    }

    fn column(&mut self, data: &[u8]) {
        if let (Some(first), Some(last), Some(flags)) = (long(data, 0), long(data, 4), word(data, 16))
            && flags & 1 != 0
        {
            self.grid.hide_columns(first.saturating_add(1), last.saturating_add(1).min(MAX_COLUMNS));
        }
    }

    fn master(&mut self, data: &[u8], at: usize) {
        let Some(count) = long(data, at) else { return };
        let start = at + 4;
        if let Some(tokens) = start.checked_add(count as usize).and_then(|end| data.get(start..end)) {
            self.masters.insert(self.last, tokens.to_vec());
        }
    }

    fn cell(&mut self, kind: u16, data: &[u8]) -> Result<(), Stop> {
        let (Some(column), Some(style)) = (long(data, 0), long(data, 4)) else { return Ok(()) };
        let at = CellRef::new(self.row, column.saturating_add(1));
        let style = (style & 0x00FF_FFFF) as usize;
        let (value, end) = match kind {
            kind::CELL_RK => (long(data, 8).map(|packed| self.number(style, rk(packed))), 12),
            kind::CELL_REAL | kind::FORMULA_NUMBER => (double(data, 8).map(|number| self.number(style, number)), 16),
            kind::CELL_BOOL | kind::FORMULA_BOOL => (data.get(8).map(|&value| (CellValue::Bool(value != 0), None)), 9),
            kind::CELL_ERROR | kind::FORMULA_ERROR => {
                (data.get(8).map(|&code| (CellValue::Error(error_text(code).into()), None)), 9)
            }
            kind::CELL_SHARED => return self.shared_text(at, long(data, 8)),
            kind::RICH_CELL => (wide(data, 9).map(|(text, _)| (CellValue::Text(text.into()), None)), data.len()),
            kind::CELL_TEXT | kind::FORMULA_TEXT => match wide(data, 8) {
                Some((text, end)) => (Some((CellValue::Text(text.into()), None)), end),
                None => (None, data.len()),
            },
            _ => return Ok(()),
        };
        let Some((value, shown)) =
            value.filter(|(value, _)| !matches!(value, CellValue::Number(number) if !number.is_finite()))
        else {
            self.reading.partial(Some(&self.entry.name), Some(at), bad_value());
            return Ok(());
        };
        let is_formula = (kind::FORMULA_TEXT..=kind::FORMULA_ERROR).contains(&kind);
        let formula = if is_formula { Some(self.formula(at, data, end)) } else { None };
        if !is_formula && matches!(&value, CellValue::Text(text) if text.is_empty()) {
            return Ok(());
        }
        self.store(at, Cell { column: at.column, value, shown, formula })
    }

    fn number(&self, style: usize, number: f64) -> (CellValue, Option<Box<str>>) {
        match self.shared.styles.get(style) {
            Some(format) => numfmt::value(number, format, self.shared.epoch),
            None => (CellValue::Number(number), None),
        }
    }

    fn shared_text(&mut self, at: CellRef, index: Option<u32>) -> Result<(), Stop> {
        match index.and_then(|index| self.shared.strings.get(index as usize)) {
            Some(text) if text.is_empty() => Ok(()),
            Some(text) => self.store(at, Cell::new(at.column, CellValue::Text(Arc::clone(text)))),
            None => {
                self.reading.partial(Some(&self.entry.name), Some(at), super::bad_index());
                Ok(())
            }
        }
    }

    /// The formula of a cell: flags, then the length of its tokens, then the tokens.
    fn formula(&mut self, at: CellRef, data: &[u8], end: usize) -> Box<str> {
        self.last = at;
        let start = end + 6;
        let count = long(data, end + 2).unwrap_or(0) as usize;
        let tokens = start.checked_add(count).and_then(|end| data.get(start..end)).unwrap_or_default();
        if let Some(pointed) = ptg::points_to(tokens, Dialect::Biff12) {
            self.pending.push((at, pointed.row));
            return "".into();
        }
        ptg::text(tokens, Dialect::Biff12, &self.shared.names, at).unwrap_or_default().into()
    }

    fn store(&mut self, at: CellRef, cell: Cell) -> Result<(), Stop> {
        self.meter.cell(&cell)?;
        if !self.grid.put(at.row, cell) {
            self.reading.partial(Some(&self.entry.name), None, super::beyond(at));
        }
        Ok(())
    }

    /// Tells the formulas that cells share. A cell only says the row in which its formula begins.
    fn settle_pending(&mut self) {
        for (at, row) in std::mem::take(&mut self.pending) {
            let span = CellRef::new(row, 1)..=CellRef::new(row, at.column.max(1));
            let Some((_, tokens)) = self.masters.range(span).next_back() else { continue };
            let Some(text) = ptg::text(tokens, Dialect::Biff12, &self.shared.names, at) else { continue };
            if self.meter.expand(text.len()).is_err() {
                return;
            }
            self.grid.set_formula(at, text.into());
        }
    }
}

fn bad_value() -> Words {
    Words::new(
        "这个单元格存的内容不完整，没有读取。请用 Excel 打开核对。",
        "what this cell holds is incomplete and was not read: open it in Excel and check it",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_have_lengths_of_one_to_four_bytes() {
        // Type 7 with 2 bytes; type 0x9C 0x01 (156) with 130 bytes; one that is cut.
        let mut bytes = vec![7, 2, 1, 2, 0x9C, 0x01, 0x82, 0x01];
        bytes.extend([5; 130]);
        bytes.extend([7, 9, 1]);
        let mut records = Records::new(&bytes);
        let told: Vec<_> = records.by_ref().map(|record| (record.kind, record.data.len())).collect();
        assert_eq!(told, [(7, 2), (156, 130)]);
        assert!(records.cut);
    }
}

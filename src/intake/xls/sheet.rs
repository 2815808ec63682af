//! One sheet's records: cells, formulas, merges, hidden rows and columns.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    globals::{Entry, Globals},
    records::{Record, Records, double, kind, long, rk, word},
};
use crate::{
    intake::{
        limits::{Meter, Stop},
        numfmt,
        ptg::{self, error_text},
        reading::Reading,
        sheet::Grid,
    },
    model::{Cell, CellRef, CellValue, Words},
};

/// Reads the sheet that an entry leads to.
pub(super) fn read(
    stream: &[u8],
    entry: &Entry,
    globals: &Globals,
    meter: &mut Meter<'_>,
    reading: &mut Reading,
) -> Result<(), Stop> {
    let name = &entry.name;
    if !entry.is_worksheet {
        reading.ignored(Words::new(
            format!("“{name}”是图表、宏表或模块，没有单元格数据，未读取。"),
            format!("{name} is a chart, macro sheet or module without cells and was not read"),
        ));
        return Ok(());
    }
    let mut records = Records::new(stream, entry.at);
    if records.next().is_none_or(|first| first.kind != kind::BOF) {
        reading.partial(Some(name), None, Words::new(
            format!("目录里有“{name}”这张工作表，但找不到它的内容。请用 Excel 打开检查后重新报送。"),
            format!("the sheet {name} is listed, but its content is not where it should be: open it in Excel, check it and send it again"),
        ));
        return Ok(());
    }
    let mut pass = Pass {
        globals,
        meter,
        reading,
        name,
        grid: Grid::default(),
        shared: BTreeMap::new(),
        open: None,
        pending: Vec::new(),
    };
    let whole = pass.run(records)?;
    pass.settle_pending();
    let Pass { grid, reading, .. } = pass;
    if !whole {
        let last = grid.last_row();
        reading.partial(Some(name), None, Words::new(
            format!("工作表“{name}”的内容在第 {last} 行之后中断，后面的没有读到。请用 Excel 打开检查，另存后重新报送。"),
            format!("the sheet {name} breaks off after row {last}; what follows was not read: open it in Excel, check it, save it and send it again"),
        ));
    }
    let (sheet, _) = grid.finish(Arc::clone(name), entry.visibility, reading);
    reading.sheets.push(sheet);
    Ok(())
}

struct Pass<'a, 'm> {
    globals: &'a Globals,
    meter: &'a mut Meter<'m>,
    reading: &'a mut Reading,
    name: &'a Arc<str>,
    grid: Grid,
    /// Shared and array formulas by the cell that they begin in.
    shared: BTreeMap<CellRef, Vec<u8>>,
    /// A formula whose text result comes in the next STRING record.
    open: Option<(CellRef, Option<Box<str>>)>,
    /// Cells whose formula is shared and told once the sheet is read: the cell, and the cell that it points to.
    pending: Vec<(u32, Cell, CellRef)>,
}

impl Pass<'_, '_> {
    /// Reads up to the end of the sheet; `false` when the stream ends before.
    fn run(&mut self, mut records: Records<'_>) -> Result<bool, Stop> {
        // Charts on the sheet have records of their own between BOF and EOF.
        let mut depth = 0_u32;
        while let Some(record) = records.next() {
            self.meter.step()?;
            match record.kind {
                kind::BOF => depth += 1,
                kind::EOF if depth == 0 => return Ok(true),
                kind::EOF => depth -= 1,
                _ if depth > 0 => {}
                kind::STRING => {
                    let more = records.continued();
                    self.string_result(record.data, &more)?;
                }
                kind::LABEL | kind::RSTRING => {
                    let more = records.continued();
                    self.label(record.data, &more)?;
                }
                _ => self.record(&record)?,
            }
        }
        Ok(false)
    }

    fn record(&mut self, record: &Record<'_>) -> Result<(), Stop> {
        let data = record.data;
        match record.kind {
            kind::ROW => self.row(data),
            kind::COLINFO => self.columns(data),
            kind::MERGECELLS => return self.merges(data),
            kind::SHRFMLA => self.shared_formula(data, 8, 10),
            kind::ARRAY => self.shared_formula(data, 12, 14),
            kind::MULRK => return self.multiple(data),
            kind::NUMBER | kind::RK | kind::LABELSST | kind::BOOLERR | kind::FORMULA => {
                return self.cell(record.kind, data);
            }
            _ => {}
        }
        Ok(())
    }

    fn row(&mut self, data: &[u8]) {
        if let (Some(row), Some(flags)) = (word(data, 0), data.get(12))
            && flags & 0x20 != 0
        {
            self.grid.hide_rows(u32::from(row) + 1, u32::from(row) + 1);
        }
    }

    fn columns(&mut self, data: &[u8]) {
        if let (Some(first), Some(last), Some(flags)) = (word(data, 0), word(data, 2), word(data, 8))
            && flags & 1 != 0
        {
            self.grid.hide_columns(u32::from(first) + 1, u32::from(last) + 1);
        }
    }

    fn merges(&mut self, data: &[u8]) -> Result<(), Stop> {
        for area in data.get(2..).unwrap_or_default().chunks_exact(8) {
            let corner = |row: usize, column: usize| {
                Some(CellRef::new(u32::from(word(area, row)?) + 1, u32::from(word(area, column)?) + 1))
            };
            if let (Some(first), Some(last)) = (corner(0, 4), corner(2, 6)) {
                self.meter.count()?;
                self.grid.merge(first, last);
            }
        }
        Ok(())
    }

    /// The tokens of a shared or array formula, kept under its first cell.
    fn shared_formula(&mut self, data: &[u8], count_at: usize, from: usize) {
        let Some(count) = word(data, count_at) else { return };
        let Some(tokens) = data.get(from..(from + usize::from(count)).min(data.len())) else { return };
        if let (Some(row), Some(column)) = (word(data, 0), data.get(4)) {
            self.shared.insert(CellRef::new(u32::from(row) + 1, u32::from(*column) + 1), tokens.to_vec());
        }
    }

    fn multiple(&mut self, data: &[u8]) -> Result<(), Stop> {
        let (Some(row), Some(first)) = (word(data, 0), word(data, 2)) else { return Ok(()) };
        // The last two bytes repeat the last column.
        let cells = data.get(4..data.len().saturating_sub(2)).unwrap_or_default();
        for (offset, cell) in cells.chunks_exact(6).enumerate() {
            let (Some(style), Some(packed)) = (word(cell, 0), long(cell, 2)) else { continue };
            let at = CellRef::new(u32::from(row) + 1, u32::from(first) + offset as u32 + 1);
            self.number(at, style, rk(packed), None)?;
        }
        Ok(())
    }

    fn cell(&mut self, kind: u16, data: &[u8]) -> Result<(), Stop> {
        let (Some(row), Some(column), Some(style)) = (word(data, 0), word(data, 2), word(data, 4)) else {
            return Ok(());
        };
        let at = CellRef::new(u32::from(row) + 1, u32::from(column) + 1);
        match kind {
            kind::NUMBER => double(data, 6).map_or(Ok(()), |number| self.number(at, style, number, None)),
            kind::RK => long(data, 6).map_or(Ok(()), |packed| self.number(at, style, rk(packed), None)),
            kind::LABELSST => self.shared_text(at, long(data, 6)),
            kind::BOOLERR => self.bool_or_error(at, data.get(6..8).unwrap_or_default(), None),
            _ => self.formula(at, style, data),
        }
    }

    fn number(&mut self, at: CellRef, style: u16, number: f64, formula: Option<Box<str>>) -> Result<(), Stop> {
        let (value, shown) = match self.globals.styles.get(usize::from(style)) {
            Some(format) => numfmt::value(number, format, self.globals.epoch),
            None => (CellValue::Number(number), None),
        };
        if !number.is_finite() {
            self.reading.partial(Some(self.name), Some(at), bad_number());
            return Ok(());
        }
        self.store(at, Cell { column: at.column, value, shown, formula })
    }

    fn shared_text(&mut self, at: CellRef, index: Option<u32>) -> Result<(), Stop> {
        let Some(text) = index.and_then(|index| self.globals.strings.get(index as usize)) else {
            self.reading.partial(Some(self.name), Some(at), Words::new(
                "这个单元格指向不存在的文字，内容无法得知。请用 Excel 打开检查后重新报送。",
                "this cell points to a text that is not in the file, so its content is not known: open it in Excel, check it and send it again",
            ));
            return Ok(());
        };
        if text.is_empty() {
            return Ok(());
        }
        self.store(at, Cell::new(at.column, CellValue::Text(Arc::clone(text))))
    }

    fn bool_or_error(&mut self, at: CellRef, data: &[u8], formula: Option<Box<str>>) -> Result<(), Stop> {
        let &[value, is_error] = data else { return Ok(()) };
        let value =
            if is_error == 0 { CellValue::Bool(value != 0) } else { CellValue::Error(error_text(value).into()) };
        self.store(at, Cell { column: at.column, value, shown: None, formula })
    }

    fn label(&mut self, data: &[u8], more: &[&[u8]]) -> Result<(), Stop> {
        let (Some(row), Some(column)) = (word(data, 0), word(data, 2)) else { return Ok(()) };
        let at = CellRef::new(u32::from(row) + 1, u32::from(column) + 1);
        match self.globals.charset.continued(data, 6, more) {
            Some(text) if !text.is_empty() => self.store(at, Cell::new(at.column, CellValue::Text(text.into()))),
            Some(_) => Ok(()),
            None => {
                self.reading.partial(Some(self.name), Some(at), bad_text());
                Ok(())
            }
        }
    }

    fn formula(&mut self, at: CellRef, style: u16, data: &[u8]) -> Result<(), Stop> {
        let count = usize::from(word(data, 20).unwrap_or(0));
        let tokens = data.get(22..(22 + count).min(data.len())).unwrap_or_default();
        let pointed = ptg::points_to(tokens, self.globals.dialect);
        let text = if pointed.is_some() { None } else { self.formula_text(tokens, at) };
        let formula = Some(text.unwrap_or_default());
        let Some(result) = data.get(6..14) else { return Ok(()) };
        let text =
            |text: &str| Cell { column: at.column, value: CellValue::Text(text.into()), shown: None, formula: None };
        match result {
            [0, .., 0xFF, 0xFF] => self.open = Some((at, formula)),
            [1, _, value, .., 0xFF, 0xFF] => self.bool_or_error(at, &[*value, 0], formula)?,
            [2, _, value, .., 0xFF, 0xFF] => self.bool_or_error(at, &[*value, 1], formula)?,
            [.., 0xFF, 0xFF] => self.store(at, Cell { formula, ..text("") })?,
            _ => self.number(at, style, double(data, 6).unwrap_or(f64::NAN), formula)?,
        }
        if let Some(master) = pointed {
            self.pending.push((at.row, Cell::new(at.column, CellValue::Uncalculated), master));
        }
        Ok(())
    }

    fn formula_text(&self, tokens: &[u8], at: CellRef) -> Option<Box<str>> {
        ptg::text(tokens, self.globals.dialect, &self.globals.names, at).map(String::into_boxed_str)
    }

    fn string_result(&mut self, data: &[u8], more: &[&[u8]]) -> Result<(), Stop> {
        let Some((at, formula)) = self.open.take() else { return Ok(()) };
        let text = self.globals.charset.continued(data, 0, more).unwrap_or_default();
        self.store(at, Cell { column: at.column, value: CellValue::Text(text.into()), shown: None, formula })
    }

    fn store(&mut self, at: CellRef, cell: Cell) -> Result<(), Stop> {
        self.meter.cell(&cell)?;
        self.grid.put(at.row, cell);
        Ok(())
    }

    /// Tells the formulas that cells share, now that all of them are known.
    fn settle_pending(&mut self) {
        for (row, cell, master) in std::mem::take(&mut self.pending) {
            let at = CellRef::new(row, cell.column);
            let Some(tokens) = self.shared.get(&master) else { continue };
            let Some(text) = self.formula_text(tokens, at) else { continue };
            if self.meter.expand(text.len()).is_err() {
                return;
            }
            self.grid.set_formula(at, text);
        }
    }
}

fn bad_number() -> Words {
    Words::new(
        "这个单元格存的不是有效数值，没有读取。请用 Excel 打开核对。",
        "this cell holds no valid number and was not read: open it in Excel and check it",
    )
}

fn bad_text() -> Words {
    Words::new(
        "这个单元格的文字不完整，没有读取。请用 Excel 打开核对。",
        "the text of this cell is incomplete and was not read: open it in Excel and check it",
    )
}

//! One token after the other, on a stack of texts.

use super::{Dialect, Names, functions, number};
use crate::{
    intake::xls::records::{long, word},
    model::{CellRef, place::MAX_COLUMNS, place::MAX_ROWS},
    text::decimal::shortest,
};

/// Longest text that is put together; Excel's own bound is 8,192 characters.
const MAX_TEXT: usize = 32_768;

/// Operands that wait at once; Excel's own bound on nesting is far below.
const MAX_DEPTH: usize = 1024;

pub(super) struct Tokens<'a> {
    pub data: &'a [u8],
    pub at: usize,
    pub dialect: Dialect,
    pub names: &'a Names,
    pub cell: CellRef,
    pub stack: Vec<String>,
}

/// One corner of a reference.
struct Corner {
    row: u32,
    column: u32,
    row_relative: bool,
    column_relative: bool,
}

impl Tokens<'_> {
    pub(super) fn run(&mut self) -> Option<String> {
        while let Some(&token) = self.data.get(self.at) {
            self.at += 1;
            self.token(token)?;
            if self.stack.last().is_some_and(|text| text.len() > MAX_TEXT) {
                return None;
            }
        }
        let text = self.stack.pop()?;
        self.stack.is_empty().then_some(text)
    }

    fn token(&mut self, token: u8) -> Option<()> {
        match token {
            0x03..=0x11 => self.binary(token),
            0x12 => self.unary("+", ""),
            0x13 => self.unary("-", ""),
            0x14 => self.unary("", "%"),
            0x15 => self.unary("(", ")"),
            0x16 => self.push(String::new()),
            0x17 => self.string(),
            0x19 => self.attribute(),
            0x1C => {
                let code = self.byte()?;
                self.push(error_text(code).to_owned())
            }
            0x1D => {
                let text = if self.byte()? == 0 { "FALSE" } else { "TRUE" };
                self.push(text.to_owned())
            }
            0x1E => {
                let number = self.word()?;
                self.push(number.to_string())
            }
            0x1F => {
                let text = shortest(number(self.data, self.at)?);
                self.at += 8;
                self.push(text)
            }
            0x20..=0x7F => self.operand((token & 0x1F) | 0x20),
            _ => None,
        }
    }

    /// Tokens that come in three classes (reference, value, array), which only matter to a calculator.
    fn operand(&mut self, token: u8) -> Option<()> {
        match token {
            0x21 => {
                let (name, count) = functions::fixed(self.word()?)?;
                self.call(name, count)
            }
            0x22 => self.variable_call(),
            0x23 => self.defined_name(),
            0x24 | 0x2C => {
                let corner = self.corner(token == 0x2C)?;
                self.push(corner.text())
            }
            0x25 | 0x2D => {
                let text = self.area(token == 0x2D)?;
                self.push(text)
            }
            0x2A => self.skip_push(self.size(1), "#REF!"),
            0x2B => self.skip_push(self.size(2), "#REF!"),
            0x26..=0x28 => self.skip(6),
            0x29 => self.skip(2),
            0x3A if self.dialect != Dialect::Biff5 => {
                let sheet = self.sheet()?;
                let corner = self.corner(false)?;
                self.push(format!("{sheet}{}", corner.text()))
            }
            0x3B if self.dialect != Dialect::Biff5 => {
                let sheet = self.sheet()?;
                let area = self.area(false)?;
                self.push(format!("{sheet}{area}"))
            }
            0x3C if self.dialect != Dialect::Biff5 => self.skip_push(2 + self.size(1), "#REF!"),
            0x3D if self.dialect != Dialect::Biff5 => self.skip_push(2 + self.size(2), "#REF!"),
            _ => None,
        }
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = *self.data.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn word(&mut self) -> Option<u16> {
        let found = word(self.data, self.at)?;
        self.at += 2;
        Some(found)
    }

    fn long(&mut self) -> Option<u32> {
        let found = long(self.data, self.at)?;
        self.at += 4;
        Some(found)
    }

    fn skip(&mut self, bytes: usize) -> Option<()> {
        self.at = self.at.checked_add(bytes).filter(|&at| at <= self.data.len())?;
        Some(())
    }

    fn skip_push(&mut self, bytes: usize, text: &str) -> Option<()> {
        self.skip(bytes)?;
        self.push(text.to_owned())
    }

    fn push(&mut self, text: String) -> Option<()> {
        self.stack.push(text);
        (self.stack.len() <= MAX_DEPTH).then_some(())
    }

    /// Bytes of a reference with one or two corners.
    const fn size(&self, corners: usize) -> usize {
        corners
            * match self.dialect {
                Dialect::Biff5 => 3,
                Dialect::Biff8 => 4,
                Dialect::Biff12 => 6,
            }
    }

    fn binary(&mut self, token: u8) -> Option<()> {
        const SIGNS: [&str; 15] = ["+", "-", "*", "/", "^", "&", "<", "<=", "=", ">=", ">", "<>", " ", ",", ":"];
        let right = self.stack.pop()?;
        let left = self.stack.pop()?;
        self.push(format!("{left}{}{right}", SIGNS.get(usize::from(token - 3))?))
    }

    fn unary(&mut self, before: &str, after: &str) -> Option<()> {
        let inner = self.stack.pop()?;
        self.push(format!("{before}{inner}{after}"))
    }

    fn string(&mut self) -> Option<()> {
        let count;
        let wide;
        match self.dialect {
            Dialect::Biff5 => {
                count = usize::from(self.byte()?);
                wide = None;
            }
            Dialect::Biff8 => {
                count = usize::from(self.byte()?);
                wide = Some(self.byte()? & 1 == 1);
            }
            Dialect::Biff12 => {
                count = usize::from(self.word()?);
                wide = Some(true);
            }
        }
        let bytes = self.data.get(self.at..self.at.checked_add(if wide == Some(true) { count * 2 } else { count })?)?;
        self.at += bytes.len();
        let text = match wide {
            Some(true) => {
                let units: Vec<u16> =
                    bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
                String::from_utf16_lossy(&units)
            }
            Some(false) => bytes.iter().map(|&byte| char::from(byte)).collect(),
            None => crate::intake::encoding::decode(bytes, None).text.into_owned(),
        };
        self.push(format!("\"{}\"", text.replace('"', "\"\"")))
    }

    fn attribute(&mut self) -> Option<()> {
        let kind = self.byte()?;
        let data = self.word()?;
        match kind {
            // The sum of one argument is stored in short.
            0x10 | 0x11 => self.call("SUM", 1),
            // A table of jumps for CHOOSE.
            0x04 | 0x05 => self.skip((usize::from(data) + 1) * 2),
            _ => Some(()),
        }
    }

    fn variable_call(&mut self) -> Option<()> {
        let count = usize::from(self.byte()? & 0x7F);
        let index = self.word()? & 0x7FFF;
        if index == 255 {
            // The function's name is its first argument.
            let from = self.stack.len().checked_sub(count)?;
            let mut arguments = self.stack.split_off(from);
            let name = if arguments.is_empty() { return None } else { arguments.remove(0) };
            return self.push(format!("{}({})", name.trim_start_matches("_xlfn."), arguments.join(",")));
        }
        self.call(functions::name(index)?, count)
    }

    fn call(&mut self, name: &str, count: usize) -> Option<()> {
        let from = self.stack.len().checked_sub(count)?;
        let arguments = self.stack.split_off(from);
        self.push(format!("{name}({})", arguments.join(",")))
    }

    fn defined_name(&mut self) -> Option<()> {
        let index = match self.dialect {
            Dialect::Biff12 => self.long()? as usize,
            Dialect::Biff8 => {
                let index = usize::from(self.word()?);
                self.skip(2)?;
                index
            }
            Dialect::Biff5 => {
                let index = usize::from(self.word()?);
                self.skip(12)?;
                index
            }
        };
        let name = self.names.defined.get(index.checked_sub(1)?)?.clone();
        self.push(name)
    }

    /// `表1!` for the sheet that a 3-D reference gives.
    fn sheet(&mut self) -> Option<String> {
        let index = usize::from(self.word()?);
        let name = self.names.sheets.get(index).filter(|name| !name.is_empty())?;
        let plain =
            name.chars().all(|c| c.is_alphanumeric() || c == '_') && !name.starts_with(|c: char| c.is_ascii_digit());
        Some(if plain { format!("{name}!") } else { format!("'{}'!", name.replace('\'', "''")) })
    }

    fn corner(&mut self, offset: bool) -> Option<Corner> {
        let row = self.row()?;
        let column = self.column()?;
        self.resolve(row, column, offset)
    }

    fn area(&mut self, offset: bool) -> Option<String> {
        let (first_row, last_row) = (self.row()?, self.row()?);
        let (first_column, last_column) = (self.column()?, self.column()?);
        let first = self.resolve(first_row, first_column, offset)?;
        let last = self.resolve(last_row, last_column, offset)?;
        Some(format!("{}:{}", first.text(), last.text()))
    }

    fn row(&mut self) -> Option<u32> {
        if self.dialect == Dialect::Biff12 { self.long() } else { self.word().map(u32::from) }
    }

    fn column(&mut self) -> Option<u32> {
        if self.dialect == Dialect::Biff5 { self.byte().map(u32::from) } else { self.word().map(u32::from) }
    }

    /// A corner from its stored row and column; with `offset` the relative ones count from the cell.
    fn resolve(&self, row: u32, column: u32, offset: bool) -> Option<Corner> {
        // Two bits say what is relative: beside the row before BIFF8, beside the column from then on.
        let flags = if self.dialect == Dialect::Biff5 { row } else { column };
        let (row_relative, column_relative) = (flags & 0x8000 != 0, flags & 0x4000 != 0);
        let (row, column, rows, columns) = match self.dialect {
            Dialect::Biff5 => (row & 0x3FFF, column & 0xFF, 0x4000, 0x100),
            Dialect::Biff8 => (row, column & 0xFF, 0x1_0000, 0x100),
            Dialect::Biff12 => (row, column & 0x3FFF, MAX_ROWS, MAX_COLUMNS),
        };
        let shift = |at: u32, here: u32, relative: bool, size: u32| {
            if offset && relative { (at.checked_add(here - 1)? % size).checked_add(1) } else { at.checked_add(1) }
        };
        let row = shift(row, self.cell.row, row_relative, rows)?;
        let column = shift(column, self.cell.column, column_relative, columns)?;
        (row <= MAX_ROWS && column <= MAX_COLUMNS).then_some(Corner { row, column, row_relative, column_relative })
    }
}

impl Corner {
    fn text(&self) -> String {
        let sign = |relative: bool| if relative { "" } else { "$" };
        let letters = CellRef::column_letters(self.column);
        format!("{}{letters}{}{}", sign(self.column_relative), sign(self.row_relative), self.row)
    }
}

/// The text of an error code.
pub(in crate::intake) const fn error_text(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        0x2B => "#GETTING_DATA",
        _ => "#ERROR!",
    }
}

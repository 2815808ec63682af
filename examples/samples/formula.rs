//! Formulas for the binary formats: `SUM(E5:E9)`, `F5/E5`, `E9+E14` → the tokens that BIFF8 and BIFF12 store.

/// A token in reverse Polish order.
#[derive(Debug, Clone, PartialEq)]
enum Token {
    Number(f64),
    Cell(u32, u16),
    Area(u32, u16, u32, u16),
    Lost,
    Operator(u8),
    Sum,
}

/// Which binary format the tokens are for: they differ in the width of a row number alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// .xls
    Biff8,
    /// .xlsb
    Biff12,
}

/// The stored form of a formula.
///
/// # Panics
/// On a formula that these samples do not use: the program that makes them must be mended then.
pub fn encode(formula: &str, dialect: Dialect) -> Vec<u8> {
    let mut parser = Parser { rest: formula, output: Vec::new() };
    parser.sum_of_terms();
    assert!(parser.rest.is_empty(), "formula not understood: {formula}");
    parser.output.iter().flat_map(|token| token.bytes(dialect)).collect()
}

struct Parser<'a> {
    rest: &'a str,
    output: Vec<Token>,
}

impl Parser<'_> {
    fn take(&mut self, text: &str) -> bool {
        let Some(rest) = self.rest.strip_prefix(text) else { return false };
        self.rest = rest;
        true
    }

    fn sum_of_terms(&mut self) {
        self.product();
        loop {
            let operator = if self.take("+") {
                0x03
            } else if self.take("-") {
                0x04
            } else {
                return;
            };
            self.product();
            self.output.push(Token::Operator(operator));
        }
    }

    fn product(&mut self) {
        self.operand();
        loop {
            let operator = if self.take("*") {
                0x05
            } else if self.take("/") {
                0x06
            } else {
                return;
            };
            self.operand();
            self.output.push(Token::Operator(operator));
        }
    }

    fn operand(&mut self) {
        if self.take("SUM(") {
            self.sum_of_terms();
            assert!(self.take(")"), "SUM( is not closed");
            self.output.push(Token::Sum);
        } else if self.take("#REF!") {
            self.output.push(Token::Lost);
        } else if self.rest.starts_with(|c: char| c.is_ascii_digit()) {
            let length = self.rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(self.rest.len());
            let (number, rest) = self.rest.split_at(length);
            self.rest = rest;
            self.output.push(Token::Number(number.parse().unwrap_or_default()));
        } else {
            let (row, column) = self.reference();
            if self.take(":") {
                let (last_row, last_column) = self.reference();
                self.output.push(Token::Area(row, column, last_row, last_column));
            } else {
                self.output.push(Token::Cell(row, column));
            }
        }
    }

    fn reference(&mut self) -> (u32, u16) {
        let letters = self.rest.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(letters);
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (number, rest) = rest.split_at(digits);
        self.rest = rest;
        let column = name.bytes().fold(0u16, |sum, letter| sum * 26 + u16::from(letter - b'A') + 1);
        let row: u32 = number.parse().unwrap_or_default();
        assert!(column > 0 && row > 0, "a cell was expected");
        (row - 1, column - 1)
    }
}

impl Token {
    fn bytes(&self, dialect: Dialect) -> Vec<u8> {
        let row_bytes = |row: u32| match dialect {
            Dialect::Biff8 => (row as u16).to_le_bytes().to_vec(),
            Dialect::Biff12 => row.to_le_bytes().to_vec(),
        };
        // Both flags set: row and column are relative, as typed without `$`.
        let column_bytes = |column: u16| (column | 0xC000).to_le_bytes().to_vec();
        match *self {
            Self::Number(number) => [vec![0x1F], number.to_le_bytes().to_vec()].concat(),
            Self::Cell(row, column) => [vec![0x44], row_bytes(row), column_bytes(column)].concat(),
            Self::Area(row, column, last_row, last_column) => {
                [vec![0x25], row_bytes(row), row_bytes(last_row), column_bytes(column), column_bytes(last_column)]
                    .concat()
            }
            // PtgRefErr with the room of a reference left unused.
            Self::Lost => [vec![0x4A], row_bytes(0), vec![0, 0]].concat(),
            Self::Operator(operator) => vec![operator],
            // PtgFuncVar, one argument, function 4 (SUM), value class.
            Self::Sum => vec![0x42, 1, 4, 0],
        }
    }
}

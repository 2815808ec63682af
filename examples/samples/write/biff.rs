//! What the two binary formats share: fonts, formats and cell styles, numbered in the order in which a book uses them.

use crate::sheet::{Book, FontRole, Look, Style};

/// A font of a book.
#[derive(Debug, Clone, PartialEq)]
pub struct Font {
    /// Its name.
    pub name: &'static str,
    /// Points.
    pub size: f64,
    /// Bold type.
    pub bold: bool,
}

/// Fonts and cell styles of a book.
pub struct Styles {
    /// Each once; the first is the default.
    pub fonts: Vec<Font>,
    /// One a look in use: its font's index and its style.
    pub looks: Vec<(Look, usize, Style)>,
}

impl Styles {
    /// Everything that a book uses.
    pub fn of(book: &Book) -> Self {
        let default = Font { name: book.theme.font(FontRole::Body), size: 11.0, bold: false };
        let mut styles = Self { fonts: vec![default], looks: Vec::new() };
        for cell in book.sheets.iter().flat_map(|sheet| sheet.cells.values()) {
            if styles.position(cell.look).is_none() {
                styles.add(cell.look, book);
            }
        }
        styles
    }

    fn add(&mut self, look: Look, book: &Book) {
        let style = look.style(&book.theme);
        let font = Font { name: book.theme.font(style.font), size: style.size, bold: style.bold };
        let index = self.fonts.iter().position(|known| *known == font).unwrap_or_else(|| {
            self.fonts.push(font);
            self.fonts.len() - 1
        });
        self.looks.push((look, index, style));
    }

    /// Where a look stands in `looks`.
    pub fn position(&self, look: Look) -> Option<usize> {
        self.looks.iter().position(|(known, ..)| *known == look)
    }
}

/// Text in UTF-16, little-endian.
pub fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Every text of a book once, in order of first use, and the number of uses.
pub fn shared_strings(book: &Book) -> (Vec<String>, usize) {
    let mut texts: Vec<String> = Vec::new();
    let mut uses = 0;
    for cell in book.sheets.iter().flat_map(|sheet| sheet.cells.values()) {
        if let crate::sheet::Value::Text(text) = &cell.value {
            uses += 1;
            if !texts.contains(text) {
                texts.push(text.clone());
            }
        }
    }
    (texts, uses)
}

//! What is wrong with what the operator gave: file, line or cell, what, and what to do.

use std::{fmt::Write, sync::Arc};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::model::{Lang, Place, TaskListFault, Words};

/// One thing that stops a run (or, as a warning, is said and passed over).
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// File, and sheet and cell where it has them.
    pub place: Place,
    /// The text of a settings file that it is about.
    pub excerpt: Option<Excerpt>,
    /// What, and what to do.
    pub words: Words,
}

/// A line of a text file with the part that a fault is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The whole line.
    pub text: String,
    /// Length of the part in characters.
    pub length: usize,
}

impl Fault {
    /// A fault of a whole file.
    pub fn file(file: &str, words: Words) -> Self {
        Self { place: Place::file(&Arc::from(file)), excerpt: None, words }
    }

    /// A fault at a part of a text file.
    pub fn span(file: &str, text: &str, span: std::ops::Range<usize>, words: Words) -> Self {
        Self { excerpt: Some(Excerpt::of(text, span)), ..Self::file(file, words) }
    }

    /// As a person reads it: the place, the line with a caret under the part, and the words.
    pub fn show(&self, lang: Lang) -> String {
        let words = self.words.get(lang);
        let Some(excerpt) = &self.excerpt else { return format!("{}: {words}", self.place) };
        let number = excerpt.line.to_string();
        let margin = " ".repeat(number.len());
        let before: String = excerpt.text.chars().take(excerpt.column - 1).collect();
        let part: String = excerpt.text.chars().skip(excerpt.column - 1).take(excerpt.length).collect();
        // A tab is as wide as the terminal likes, so it stands in the caret line as itself.
        let lead: String = before
            .chars()
            .map(|c| if c == '\t' { "\t".to_owned() } else { " ".repeat(c.width().unwrap_or(0)) })
            .collect();
        let mut text = format!("{}:{}:{}: {words}\n", self.place, excerpt.line, excerpt.column);
        let _ = writeln!(text, " {margin} |");
        let _ = writeln!(text, " {number} | {}", excerpt.text);
        let _ = write!(text, " {margin} | {lead}{}", "^".repeat(part.width().max(1)));
        text
    }

    /// The same in both languages.
    pub fn both(&self) -> Words {
        Words::new(self.show(Lang::Zh), self.show(Lang::En))
    }
}

impl From<TaskListFault> for Fault {
    fn from(fault: TaskListFault) -> Self {
        Self { place: fault.place, excerpt: None, words: fault.words }
    }
}

impl Excerpt {
    /// The first line of a byte range of a text, and the part of it that is in the range.
    fn of(text: &str, span: std::ops::Range<usize>) -> Self {
        let start = floor(text, span.start);
        let end = floor(text, span.end).max(start);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        Self {
            line: text[..start].matches('\n').count() + 1,
            column: text[line_start..start].chars().count() + 1,
            text: text[line_start..line_end].trim_end_matches('\r').to_owned(),
            length: text[start..end.min(line_end)].chars().count().max(1),
        }
    }
}

/// The nearest character boundary at or before a byte position.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_stands_under_the_part() {
        let text = "# 设置\n中文 = \"值\"\n";
        let at = text.find("\"值\"").unwrap();
        let fault = Fault::span("taizhang.toml", text, at..at + "\"值\"".len(), Words::new("不对", "wrong"));
        assert_eq!(fault.show(Lang::En), "taizhang.toml:2:6: wrong\n   |\n 2 | 中文 = \"值\"\n   |        ^^^^");
        for span in [0..0, 7..8, 1000..2000, 2..3] {
            assert!(!Fault::span("f", text, span, Words::default()).show(Lang::Zh).is_empty());
        }
    }
}

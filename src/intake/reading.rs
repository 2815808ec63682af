//! What a reader gathers from one file: sheets, properties, and what could not be read.

use std::sync::Arc;

use crate::model::{CellRef, Fault, RawBook, RawSheet, Words};

/// Faults of one kind that are told one by one; more are only counted.
const TOLD_FAULTS: usize = 20;

/// The growing result of reading one file.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// Sheets in the file's order.
    pub sheets: Vec<RawSheet>,
    /// Custom document properties.
    pub properties: Vec<(String, String)>,
    /// The document's own last-modified time.
    pub modified: Option<String>,
    /// The program that wrote it.
    pub application: Option<String>,
    partial: Vec<Fault>,
    ignored: Vec<Fault>,
    untold: usize,
}

impl Reading {
    /// Sets down that a part of the file could not be read.
    pub(super) fn partial(&mut self, sheet: Option<&Arc<str>>, cell: Option<CellRef>, reason: Words) {
        if self.partial.len() >= TOLD_FAULTS {
            self.untold += 1;
            return;
        }
        self.partial.push(Fault::Partial { sheet: sheet.cloned(), cell, reason });
    }

    /// Sets down that something was left alone on purpose.
    pub(super) fn ignored(&mut self, words: Words) {
        let fault = Fault::Ignored(words);
        if !self.ignored.contains(&fault) {
            self.ignored.push(fault);
        }
    }

    /// The book and the faults.
    pub(super) fn finish(mut self) -> (RawBook, Vec<Fault>) {
        if self.untold > 0 {
            let more = self.untold;
            self.partial.push(Fault::Partial {
                sheet: None,
                cell: None,
                reason: Words::new(
                    format!("另有 {more} 处同样无法读取，未逐一列出。请用 Excel 打开并重新保存后再报送。"),
                    format!(
                        "{} could not be read and {} not listed: open the file in Excel, save it again and send it anew",
                        crate::text::counted(more, "more place"),
                        if more == 1 { "is" } else { "are" }
                    ),
                ),
            });
        }
        self.partial.extend(self.ignored);
        (RawBook { sheets: self.sheets, properties: self.properties }, self.partial)
    }
}

//! Bounds on what a file may cost, and the meter that holds a reader to them.

use std::time::{Duration, Instant};

use crate::model::{Cell, CellValue, Fault, Words};

/// Bounds that no honest return meets. Checked before anything is allocated from a file's own claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a file.
    pub file_bytes: u64,
    /// Inflated bytes of all parts together.
    pub inflated_bytes: u64,
    /// Inflated bytes ÷ stored bytes of one part over 1 MiB.
    pub ratio: u64,
    /// Parts in a container.
    pub parts: u64,
    /// Sheets in a workbook.
    pub sheets: u64,
    /// Non-empty cells in a workbook.
    pub cells: u64,
    /// Rows of a file that tables are made of.
    pub records: u64,
    /// Characters in one cell.
    pub cell_chars: u64,
    /// Seconds for one file.
    pub seconds: u64,
    /// Bytes by which the process may grow over one file.
    pub memory_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 256 << 20,
            inflated_bytes: 384 << 20,
            ratio: 200,
            parts: 10_000,
            sheets: 4_000,
            cells: 5_000_000,
            records: 100_000,
            cell_chars: 1_000_000,
            seconds: 60,
            memory_bytes: 1 << 30,
        }
    }
}

/// Why the reading of a file ended before its end: nothing of it can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stop {
    /// Damaged, or nothing that can be read.
    Unreadable(Words),
    /// Needs a password.
    Encrypted,
    /// More than a limit allows.
    Limit {
        /// The limit's key.
        limit: &'static str,
        /// Its figure.
        allowed: u64,
        /// What the file has, or claims.
        found: u64,
    },
}

impl Stop {
    /// A stop with words in both languages.
    pub(super) fn unreadable(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Unreadable(Words::new(zh, en))
    }
}

impl From<Stop> for Fault {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Unreadable(words) => Self::Unreadable(words),
            Stop::Encrypted => Self::Encrypted,
            Stop::Limit { limit, allowed, found } => Self::Limit { limit: limit.to_owned(), allowed, found },
        }
    }
}

/// How many steps pass between two looks at the clock.
const STEPS_PER_LOOK: u32 = 4096;

/// How many bytes of text that we write are as much work as a step.
const BYTES_PER_STEP: usize = 256;

/// Counts what one file costs and stops its reader at a limit.
pub(super) struct Meter<'a> {
    limits: &'a Limits,
    started: Instant,
    cells: u64,
    expanded: u64,
    steps: u32,
}

impl<'a> Meter<'a> {
    /// A meter that starts now.
    pub(super) fn new(limits: &'a Limits) -> Self {
        Self { limits, started: Instant::now(), cells: 0, expanded: 0, steps: 0 }
    }

    /// One step of a loop over a file's content; looks at the clock now and then.
    pub(super) fn step(&mut self) -> Result<(), Stop> {
        self.steps += 1;
        if self.steps < STEPS_PER_LOOK {
            return Ok(());
        }
        self.steps = 0;
        let elapsed = self.started.elapsed();
        let allowed = self.limits.seconds;
        if elapsed > Duration::from_secs(allowed) {
            return Err(Stop::Limit { limit: "seconds", allowed, found: elapsed.as_secs() });
        }
        Ok(())
    }

    /// One more cell that is kept, with all that it holds of its own.
    pub(super) fn cell(&mut self, cell: &Cell) -> Result<(), Stop> {
        if let CellValue::Text(text) = &cell.value {
            self.text(text)?;
        }
        let own = [&cell.shown, &cell.formula].into_iter().flatten().map(|text| text.len()).sum::<usize>();
        self.expand(own)?;
        self.count()
    }

    /// Cells that are about to be made, held against the limit before any of them is.
    pub(super) fn ahead(&self, cells: u64) -> Result<(), Stop> {
        within("cells", self.limits.cells, self.cells.saturating_add(cells))
    }

    /// One more cell or merged range.
    pub(super) fn count(&mut self) -> Result<(), Stop> {
        self.cells += 1;
        within("cells", self.limits.cells, self.cells)?;
        self.step()
    }

    /// The text of one cell.
    pub(super) fn text(&self, text: &str) -> Result<(), Stop> {
        let bytes = text.len() as u64;
        if bytes <= self.limits.cell_chars {
            return Ok(());
        }
        within("cell_chars", self.limits.cell_chars, text.chars().count() as u64)
    }

    /// The length of one cell's text, before it is made.
    pub(super) fn text_chars(&self, chars: u64) -> Result<(), Stop> {
        within("cell_chars", self.limits.cell_chars, chars)
    }

    /// Bytes that a file makes us write again and again from one place in it (shared formulas, repeated spaces).
    pub(super) fn expand(&mut self, bytes: usize) -> Result<(), Stop> {
        self.expanded = self.expanded.saturating_add(bytes as u64);
        // Long texts take their time to make: they bring the next look at the clock nearer.
        self.steps = self.steps.saturating_add((bytes / BYTES_PER_STEP) as u32);
        within("inflated_bytes", self.limits.inflated_bytes, self.expanded)
    }

    /// A number of sheets.
    pub(super) fn sheets(&self, found: usize) -> Result<(), Stop> {
        within("sheets", self.limits.sheets, found as u64)
    }
}

/// Holds a figure against a limit.
pub(super) fn within(limit: &'static str, allowed: u64, found: u64) -> Result<(), Stop> {
    if found > allowed { Err(Stop::Limit { limit, allowed, found }) } else { Ok(()) }
}

//! Bytes → Submission. The only module that reads departments' files: one file a format, told apart by content.
//!
//! Nothing here fails: what is wrong with a file is set down in its `Submission`, and the others go on.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::model::Submission;

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
    /// Characters in one cell.
    pub cell_chars: u64,
    /// Seconds for one file.
    pub seconds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 256 << 20,
            inflated_bytes: 1 << 30,
            ratio: 200,
            parts: 10_000,
            sheets: 1_000,
            cells: 20_000_000,
            cell_chars: 1_000_000,
            seconds: 60,
        }
    }
}

/// A file found in the submissions folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Name relative to the workspace, `/` on every system.
    pub file: Arc<str>,
    /// Where it is.
    pub path: PathBuf,
}

/// Every file below `paths`, in the order of their relative names; folders are walked to any depth, links are not
/// followed outside.
pub fn find(_root: &Path, _paths: &[PathBuf]) -> Vec<Found> {
    Vec::new()
}

/// Reads one file.
pub fn read(found: &Found, _limits: &Limits) -> Submission {
    Submission::named(Arc::clone(&found.file))
}

/// Reads every file with `jobs` threads, in the order given.
pub fn read_all(found: &[Found], limits: &Limits, _jobs: usize, progress: &(dyn Fn(&Found) + Sync)) -> Vec<Submission> {
    found
        .iter()
        .map(|file| {
            progress(file);
            read(file, limits)
        })
        .collect()
}

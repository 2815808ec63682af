//! F: the files.

pub mod f001_unreadable_file;
pub mod f002_encrypted_file;
pub mod f003_disguised_format;
pub mod f004_no_table;
pub mod f005_resubmission;
pub mod f006_unidentified_department;
pub mod f007_missing_submission;
pub mod f008_hidden_content;
pub mod f009_wrong_period;
pub mod f010_limit_exceeded;
pub mod f011_stale_form;
pub mod f012_missing_value;
pub mod f013_left_alone;

use crate::model::{Returned, SubmissionStatus};

/// Whether a file is anybody's return at all, and not the same bytes as another.
fn is_return(file: &Returned) -> bool {
    !matches!(file.status, SubmissionStatus::Ignored | SubmissionStatus::Duplicate)
}

/// What makes a fault of a file itself again: its content, whatever the file is called and wherever it lies.
fn key(file: &Returned) -> String {
    file.submission.sha256.clone()
}

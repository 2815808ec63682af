//! Table → Record: text, numbers and units, dates, statuses, department lists; whose file it is, and which is newest.

use crate::{
    lexicon::{Lexicon, Resolver},
    model::{Record, Register, Returned, Submission, Table},
};

/// The records of one submission, in order of table and row. `index` is its position among the submissions.
pub fn records(
    _index: usize,
    _submission: &Submission,
    _tables: &[Table],
    _lexicon: &Lexicon,
    _resolver: &Resolver,
) -> Vec<Record> {
    Vec::new()
}

/// Whose the file is, from its content, then its name, then its folder. Fills the department fields.
pub fn identify(_returned: &mut Returned, _records: &[Record], _resolver: &Resolver) {}

/// Settles which of several files of one department is used: fills status, reason and `instead`.
pub fn settle_versions(_returned: &mut [Returned], _register: &Register) {}

//! Table → Record: text, numbers and units, dates, statuses, department lists; whose file it is, and which is newest.

mod grid;
mod identify;
mod keep;
mod marks;
mod measure;
mod owners;
mod pool;
mod rows;
mod versions;

use crate::{
    lexicon::{Lexicon, Resolver},
    model::{Record, Register, Returned, Submission, Table},
};

pub use identify::STAMP_DEPARTMENT;
pub use pool::Pool;

/// The records of one submission, in order of table and row. `index` is its position among the submissions.
///
/// Every row that detection calls a record becomes one; its values are exactly what the cells showed. A cell in a
/// vertically merged range has the value of the range's first cell. A blank number, title or section continues the
/// block above; no other column does.
pub fn records(
    index: usize,
    submission: &Submission,
    tables: &[Table],
    lexicon: &Lexicon,
    resolver: &Resolver,
) -> Vec<Record> {
    records_sharing(index, submission, tables, (lexicon, resolver), &Pool::default())
}

/// The same, and what other submissions said in the same words is kept once.
pub fn records_sharing(
    index: usize,
    submission: &Submission,
    tables: &[Table],
    (lexicon, resolver): (&Lexicon, &Resolver),
    pool: &Pool,
) -> Vec<Record> {
    let Some(book) = &submission.book else { return Vec::new() };
    let normaliser = rows::Normaliser::new(index, submission, (lexicon, resolver), pool);
    let mut records = Vec::new();
    for (position, table) in tables.iter().enumerate() {
        if let Some(sheet) = book.sheets.get(table.sheet) {
            normaliser.table(position, table, sheet, &mut records);
        }
    }
    records.shrink_to_fit();
    records
}

/// Whose the file is: what it says of itself (填报单位：…, our form's stamp), then whose tasks it reports (the unit
/// columns), then the file's name, then a title or a sheet's name, then the folders above it. Fills the department
/// fields; where the evidence does not agree, the departments that it names are set down as rivals.
pub fn identify(returned: &mut Returned, records: &[Record], resolver: &Resolver) {
    identify::identify(returned, records, resolver);
}

/// Takes the digest of a file's cells, and lets those go that nobody asks for once its rows are records.
pub fn let_go(returned: &mut Returned) {
    returned.cells = Some(versions::cells_digest(&returned.submission));
    keep::let_go(returned);
}

/// Settles which of several files of one department is used: fills status, reason and `instead`.
///
/// Copies of one file are duplicates. Files of one department that report the same tasks are versions of one return:
/// the newest by what the names say, then by the documents' own modified time, is used. Files that report other tasks
/// are parts of one return, and all are used. The order of the files changes nothing. `records` has each file's.
pub fn settle_versions(returned: &mut [Returned], records: &[Vec<Record>], register: &Register) {
    versions::settle(returned, records, register);
}

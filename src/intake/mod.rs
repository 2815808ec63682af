//! Bytes → Submission. The only module that reads departments' files: one file a format, told apart by content.
//!
//! Nothing here fails: what is wrong with a file is set down in its `Submission`, and the others go on.
//!
//! The readers are our own passes over the formats' records, not a general spreadsheet library: one pass gives value,
//! number format, formula, merges and hidden rows together; checksums are verified; a claim of the file is never
//! allocated for before it is checked; and a damaged cell is said, not guessed.

mod container;
mod csv;
mod dates;
mod encoding;
mod find;
mod formula;
mod html;
pub mod journal;
mod limits;
mod locked;
mod merges;
mod numfmt;
mod ods;
mod ooxml;
mod outward;
mod plain;
mod ptg;
mod quiet;
mod reading;
mod refusal;
mod sheet;
mod sniff;
#[cfg(debug_assertions)]
pub mod trip;
mod xls;
mod xml;
mod xml2003;

use std::sync::Arc;

use rayon::prelude::*;

pub use self::{
    find::{Found, find},
    limits::Limits,
};
use self::{
    limits::{Meter, Stop},
    reading::Reading,
    sniff::{Content, TextKind},
};
use crate::model::{Fault, Format, Submission, Table, Words};

/// Reads one file.
pub fn read(found: &Found, limits: &Limits) -> Submission {
    let mut submission = Submission::named(Arc::clone(&found.file));
    submission.ignored = find::passed_over(found);
    if submission.ignored.is_some() {
        return submission;
    }
    if let Some(fault) = journal::refused(&found.file) {
        submission.faults.push(fault);
        return submission;
    }
    let _mark = journal::mark(&found.file, limits);
    #[cfg(debug_assertions)]
    trip::by_name(&found.file);
    match find::bytes(&found.path, limits) {
        Ok(bytes) => content(submission, &bytes, limits),
        Err(stop) => {
            submission.faults.push(stop.into());
            submission
        }
    }
}

/// Reads every file with `jobs` threads, in the order given.
pub fn read_all(found: &[Found], limits: &Limits, jobs: usize, progress: &(dyn Fn(&Found) + Sync)) -> Vec<Submission> {
    let files: Vec<&Found> = found.iter().collect();
    side_by_side(
        files,
        jobs,
        |file| &file.file,
        |file| {
            let submission = read(file, limits);
            progress(file);
            submission
        },
    )
}

/// Works on files side by side, on `jobs` threads and in the order given. Those that are under suspicion of taking the
/// process down are worked on first, each alone.
pub fn side_by_side<T: Send, R: Send>(
    items: Vec<T>,
    jobs: usize,
    file: impl Fn(&T) -> &str,
    work: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    let mut done: Vec<Option<R>> = items.iter().map(|_| None).collect();
    let (apart, others): (Vec<_>, Vec<_>) =
        items.into_iter().enumerate().partition(|(_, item)| journal::is_apart(file(item)));
    let one = |(index, item): (usize, T)| (index, work(item));
    for (index, result) in apart.into_iter().map(one) {
        done[index] = Some(result);
    }
    let results: Vec<_> = match rayon::ThreadPoolBuilder::new().num_threads(jobs.max(1)).build() {
        Ok(pool) if jobs > 1 => pool.install(|| others.into_par_iter().with_max_len(1).map(one).collect()),
        _ => others.into_iter().map(one).collect(),
    };
    for (index, result) in results {
        done[index] = Some(result);
    }
    done.into_iter().flatten().collect()
}

/// Makes something of a file that was read, under the same watch as its reading. `None` when that tripped.
pub fn understood<T>(file: &str, limits: &Limits, work: impl FnOnce() -> T) -> Option<T> {
    let _mark = journal::mark(file, limits);
    quiet::caught(|| {
        #[cfg(debug_assertions)]
        if journal::refused(file).is_none() {
            trip::while_understood(file);
        }
        work()
    })
}

/// Holds the rows of a file's tables against the limit, before a record is made of each.
///
/// # Errors
/// More than the limit allows.
pub fn few_enough(limits: &Limits, tables: &[Table]) -> Result<(), Fault> {
    let rows: u64 = tables.iter().map(|table| table.rows.len() as u64).sum();
    limits::within("records", limits.records, rows).map_err(Fault::from)
}

/// The fault of a file that nothing could be made of.
pub fn beyond_understanding() -> Fault {
    Fault::Unreadable(Words::new(
        "文件的内容异常，无法整理成表格。请用 Excel 或 WPS 打开检查，另存为 .xlsx 后重新报送。",
        "its content is out of order and no tables could be made of it: open it in Excel, check it, save it as .xlsx and send it again",
    ))
}

/// Reads content that is already in memory; `submission` carries its name.
pub fn read_bytes(mut submission: Submission, bytes: &[u8], limits: &Limits) -> Submission {
    if let Some(fault) = journal::refused(&submission.file) {
        submission.faults.push(fault);
        return submission;
    }
    let _mark = journal::mark(&submission.file, limits);
    content(submission, bytes, limits)
}

/// What people remarked on the cells of an .xlsx; nothing for any other content.
pub fn remarks(bytes: &[u8], limits: &Limits) -> Vec<String> {
    let found = quiet::caught(|| match sniff::content(bytes, limits) {
        Ok(Content::Xlsx(parts)) => ooxml::comments::read(parts),
        _ => Vec::new(),
    });
    found.unwrap_or_default()
}

fn content(mut submission: Submission, bytes: &[u8], limits: &Limits) -> Submission {
    submission.bytes = bytes.len() as u64;
    submission.sha256 = find::sha256(bytes);
    let stem = find::stem(submission.file_name()).to_owned();
    // A reader that trips over a file must not take the others down.
    let outcome = quiet::caught(|| {
        let mut reading = Reading::default();
        let result = locked::opened(bytes).and_then(|bytes| {
            let content = sniff::content(&bytes, limits)?;
            let format = content.format();
            dispatch(content, &stem, &mut Meter::new(limits), &mut reading)?;
            outward::say(&mut reading);
            Ok(format)
        });
        (reading, result)
    });
    match outcome {
        Some((reading, Ok(format))) => settle(&mut submission, reading, format),
        Some((_, Err(stop))) => submission.faults.push(stop.into()),
        None => submission.faults.push(Fault::Unreadable(Words::new(
            "文件内容已损坏，无法读取。请用 Excel 或 WPS 打开后另存为 .xlsx 格式，再重新报送。",
            "the content is damaged and cannot be read: open it in Excel or WPS, save it as .xlsx and send it again",
        ))),
    }
    submission
}

fn dispatch(content: Content<'_>, stem: &str, meter: &mut Meter<'_>, reading: &mut Reading) -> Result<(), Stop> {
    match content {
        Content::Xlsx(parts) => ooxml::read_xlsx(parts, meter, reading),
        Content::Xlsb(parts) => ooxml::read_xlsb(parts, meter, reading),
        Content::Xls(found) => xls::read(*found, meter, reading),
        Content::Ods(parts) => ods::read(parts, meter, reading),
        Content::Text(kind, decoded) => {
            if decoded.damaged {
                reading.partial(None, None, encoding::undecodable());
            }
            let text = &decoded.text;
            match kind {
                TextKind::Delimited => csv::read(text, stem, meter, reading),
                TextKind::Html => html::read(text, stem, meter, reading),
                TextKind::Xml2003 => xml2003::read(text, meter, reading),
                TextKind::FlatOds => ods::read_flat(text, meter, reading),
            }
        }
    }
}

fn settle(submission: &mut Submission, reading: Reading, format: Format) {
    submission.format = Some(format);
    submission.modified.clone_from(&reading.modified);
    submission.application.clone_from(&reading.application);
    if let Some(named) = sniff::lying_ending(submission.file_name(), format) {
        submission.faults.push(Fault::Disguised { named, format });
    }
    let (book, faults) = reading.finish();
    submission.faults.extend(faults);
    submission.book = Some(book);
}

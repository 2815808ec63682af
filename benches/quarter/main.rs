//! A city's quarter (60 files, 3,000 rows) from the folder to the report's bytes, against the bare reading and writing
//! of the same cells: calamine reads every cell of the submissions, rust_xlsxwriter writes every cell of the report.
//!
//! `cargo bench --bench quarter` prints the ratio first, which is to stay at 3 or below, and then each part.

mod city;

use std::{
    error::Error,
    fs::File,
    io::{BufReader, Cursor},
    path::{Path, PathBuf},
    sync::LazyLock,
    time::{Duration, Instant},
};

use calamine::{Data, DataRef, Reader, Xlsx};
use rust_xlsxwriter::Workbook;
use taizhang::{model::Outcome, pipeline, render, report, workspace};

/// Runs of which the fastest counts, for the ratio.
const RUNS: usize = 5;
/// Threads of both sides of the ratio.
const JOBS: usize = 1;

static QUARTER: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    city::write(folder.path()).expect("the made-up quarter is written");
    folder
});

/// The report's cells, sheet by sheet.
static CELLS: LazyLock<Vec<Vec<(u32, u16, Data)>>> =
    LazyLock::new(|| cells_of(&whole(QUARTER.path(), JOBS)).expect("the report is read back"));

fn main() {
    let whole_time = fastest(|| whole(QUARTER.path(), JOBS));
    let reading = fastest(|| read_bare(QUARTER.path()).expect("the submissions are read"));
    let writing = fastest(|| write_bare(&CELLS).expect("the cells are written"));
    let ratio = whole_time.as_secs_f64() / (reading + writing).as_secs_f64();
    println!("whole run {whole_time:.1?}; bare reading {reading:.1?} + bare writing {writing:.1?}; ratio {ratio:.2}");
    divan::main();
}

/// The fastest of several runs.
fn fastest<T>(run: impl Fn() -> T) -> Duration {
    let time = |_| {
        let start = Instant::now();
        divan::black_box(run());
        start.elapsed()
    };
    (0..RUNS).map(time).min().unwrap_or_default()
}

fn understood(folder: &Path, jobs: usize) -> Outcome {
    let loaded = workspace::load(folder, &workspace::Overrides::default()).expect("the workspace is in order");
    let inputs = pipeline::Inputs {
        period: loaded.period,
        settings: loaded.settings,
        lexicon: loaded.lexicon,
        resolver: loaded.resolver,
        tasks: loaded.tasks,
        files: loaded.files,
        limits: loaded.limits,
        decisions: loaded.decisions,
        inputs: loaded.inputs,
        jobs,
    };
    pipeline::run(inputs, &|_| {})
}

fn reported(outcome: &Outcome) -> Vec<u8> {
    let lang = outcome.settings.lang;
    let theme = render::Theme::new(lang, &outcome.settings.report);
    let options = render::Options { created: jiff::civil::date(2023, 7, 10), to_workspace: "../".to_owned() };
    render::xlsx(&report::book(outcome, lang), &theme, &options).expect("the report is put together")
}

/// Folder → the report's bytes.
fn whole(folder: &Path, jobs: usize) -> Vec<u8> {
    reported(&understood(folder, jobs))
}

/// Every cell of every submission, by calamine alone.
fn read_bare(folder: &Path) -> Result<usize, Box<dyn Error>> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder.join("submissions"))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    paths.sort();
    let mut cells = 0;
    for path in paths {
        let mut book: Xlsx<_> = Xlsx::new(BufReader::new(File::open(path)?))?;
        for sheet in book.sheet_names() {
            let mut reader = book.worksheet_cells_reader(&sheet)?;
            while let Some(cell) = reader.next_cell()? {
                cells += usize::from(!matches!(cell.get_value(), DataRef::Empty));
            }
        }
    }
    Ok(cells)
}

/// The same cells without any look, by rust_xlsxwriter alone.
fn write_bare(sheets: &[Vec<(u32, u16, Data)>]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut workbook = Workbook::new();
    for cells in sheets {
        let sheet = workbook.add_worksheet();
        for (row, column, value) in cells {
            match value {
                Data::Int(number) => sheet.write_number(*row, *column, *number as f64)?,
                Data::Float(number) => sheet.write_number(*row, *column, *number)?,
                Data::Bool(truth) => sheet.write_boolean(*row, *column, *truth)?,
                other => sheet.write_string(*row, *column, other.to_string())?,
            };
        }
    }
    Ok(workbook.save_to_buffer()?)
}

fn cells_of(report: &[u8]) -> Result<Vec<Vec<(u32, u16, Data)>>, Box<dyn Error>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(report))?;
    let mut sheets = Vec::new();
    for sheet in book.sheet_names() {
        let range = book.worksheet_range(&sheet)?;
        let (top, left) = range.start().unwrap_or_default();
        let cell = |(row, column, value): (usize, usize, &Data)| {
            (top + row as u32, left as u16 + column as u16, value.clone())
        };
        sheets.push(range.used_cells().map(cell).collect());
    }
    Ok(sheets)
}

#[divan::bench(args = [1, 2])]
fn folder_to_report(jobs: usize) -> Vec<u8> {
    whole(QUARTER.path(), jobs)
}

#[divan::bench]
fn folder_to_outcome() -> Outcome {
    understood(QUARTER.path(), JOBS)
}

#[divan::bench]
fn outcome_to_report(bencher: divan::Bencher) {
    let outcome = understood(QUARTER.path(), JOBS);
    bencher.bench(|| reported(&outcome));
}

#[divan::bench]
fn bare_reading() -> usize {
    read_bare(QUARTER.path()).unwrap_or_default()
}

#[divan::bench]
fn bare_writing(bencher: divan::Bencher) {
    let cells = &*CELLS;
    bencher.bench(|| write_bare(cells).unwrap_or_default());
}

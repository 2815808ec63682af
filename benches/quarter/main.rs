//! A city's quarter (60 files, 3,000 rows) from the folder to the report's bytes, against the bare reading and writing
//! of the same cells: calamine reads every cell of the submissions, rust_xlsxwriter writes every cell of the report.
//!
//! `TAIZHANG_QUARTER=DIR cargo bench --bench quarter` follows one run over a quarter of yours instead, stage by stage.
//!
//! `cargo bench --bench quarter` prints three comparisons and then each part by itself:
//!
//! - the whole run against the bare one, on one thread and on two: to stay at 3 or below on two. Ours is the program as a
//!   user runs it, from its start to its end; the bare side reads the same files and writes the same cells within this
//!   process (on one thread to read; rust_xlsxwriter writes a workbook's sheets on as many as it likes). The fastest of
//!   several runs counts for both;
//! - the share of each stage in that whole;
//! - our reading alone against calamine's, on the quarter and on one large file: to stay at 1.3 or below. Our side also
//!   hashes the file, verifies checksums, and keeps what a number format shows.

mod city;
mod stages;

use std::{
    error::Error,
    io::Cursor,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
    time::{Duration, Instant},
};

use calamine::{Data, DataRef, Reader, Xlsx};
use rust_xlsxwriter::Workbook;
use taizhang::{
    intake,
    model::{Outcome, Submission, book::Book},
    pipeline, render, report, workspace,
};

/// Runs of which the fastest counts, for the ratio.
const RUNS: usize = 5;
/// Threads of our side of the ratio.
const JOBS: [usize; 2] = [1, 2];
/// Rows of the large file.
const LARGE_ROWS: u32 = 100_000;

static QUARTER: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    city::write(folder.path(), city::CITY).expect("the made-up quarter is written");
    folder
});

/// The report's cells, sheet by sheet.
static CELLS: LazyLock<Vec<Vec<(u32, u16, Data)>>> =
    LazyLock::new(|| cells_of(&whole(QUARTER.path(), 1)).expect("the report is read back"));

fn main() {
    if let Some(folder) = std::env::var_os("TAIZHANG_QUARTER") {
        stages::follow(Path::new(&folder), JOBS[1]);
        return;
    }
    let reading = fastest(|| read_bare(QUARTER.path()).expect("the submissions are read"));
    let writing = fastest(|| write_bare(&CELLS).expect("the cells are written"));
    println!("bare reading {reading:.1?} + bare writing {writing:.1?}");
    for jobs in JOBS {
        let run = fastest(|| program(QUARTER.path(), jobs));
        let ratio = run.as_secs_f64() / (reading + writing).as_secs_f64();
        println!("taizhang run --jobs {jobs}: {run:.1?}; ratio {ratio:.2}");
        stages::print(QUARTER.path(), jobs, RUNS);
    }
    compare_reading();
    divan::main();
}

/// Our reading alone against calamine's, which walks over the cells (least work) or keeps them (as we do).
fn compare_reading() {
    let large = city::large(LARGE_ROWS).expect("the large file is written");
    let quarter: Vec<Vec<u8>> = submissions(QUARTER.path())
        .and_then(|paths| paths.iter().map(std::fs::read).collect())
        .expect("the submissions are read");
    for (name, files) in [("the quarter's files".to_owned(), quarter), (format!("{LARGE_ROWS} rows"), vec![large])] {
        let ours = fastest(|| files.iter().map(|bytes| read_ours(bytes)).sum::<usize>());
        let walked = fastest(|| files.iter().map(|bytes| walk(bytes).expect("the file is read")).sum::<usize>());
        let kept = fastest(|| files.iter().map(|bytes| keep(bytes).expect("the file is read")).sum::<usize>());
        let times = |other: Duration| ours.as_secs_f64() / other.as_secs_f64();
        println!(
            "reading {name}: ours {ours:.1?}; calamine's cells {walked:.1?} ({:.2}), kept {kept:.1?} ({:.2})",
            times(walked),
            times(kept)
        );
    }
}

/// Cells of one file, as the program reads them.
fn read_ours(bytes: &[u8]) -> usize {
    let submission = intake::read_bytes(Submission::named("a.xlsx"), bytes, &intake::Limits::default());
    let sheets = submission.book.as_ref().map_or(&[][..], |book| &book.sheets);
    sheets.iter().flat_map(|sheet| &sheet.rows).map(|row| row.cells.len()).sum()
}

/// Cells of one file, looked at and let go by calamine.
fn walk(bytes: &[u8]) -> Result<usize, Box<dyn Error>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes))?;
    let mut cells = 0;
    for sheet in book.sheet_names() {
        let mut reader = book.worksheet_cells_reader(&sheet)?;
        while let Some(cell) = reader.next_cell()? {
            cells += usize::from(!matches!(cell.get_value(), DataRef::Empty));
        }
    }
    Ok(cells)
}

/// Cells of one file, all in memory at once by calamine.
fn keep(bytes: &[u8]) -> Result<usize, Box<dyn Error>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes))?;
    let mut cells = 0;
    for sheet in book.sheet_names() {
        cells += book.worksheet_range(&sheet)?.used_cells().count();
    }
    Ok(cells)
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

fn inputs(folder: &Path, jobs: usize) -> pipeline::Inputs {
    let loaded = workspace::load(folder, &workspace::Overrides::default()).expect("the workspace is in order");
    pipeline::Inputs::of(loaded, jobs)
}

fn understood(folder: &Path, jobs: usize) -> Outcome {
    pipeline::run(inputs(folder, jobs), &|_| {})
}

fn reported(outcome: &Outcome) -> Vec<u8> {
    rendered(&report::book(outcome, outcome.settings.lang), outcome)
}

fn rendered(book: &Book, outcome: &Outcome) -> Vec<u8> {
    let theme = render::Theme::new(outcome.settings.lang, &outcome.settings.report);
    let options = render::Options { created: jiff::civil::date(2023, 7, 10), to_workspace: "../".to_owned() };
    render::xlsx(book, &theme, &options).expect("the report is put together")
}

/// The program itself, from its start to its end, as a user runs it.
fn program(folder: &Path, jobs: usize) {
    let report = folder.join("out.xlsx");
    let _ = std::fs::remove_file(&report);
    let status = Command::new(env!("CARGO_BIN_EXE_taizhang"))
        .arg("run")
        .arg(folder)
        .arg("--output")
        .arg(&report)
        .args(["--jobs", &jobs.to_string(), "--quiet", "--no-progress"])
        .status();
    assert!(status.is_ok_and(|status| status.success()), "the program writes the report");
}

/// Folder → the report's bytes.
fn whole(folder: &Path, jobs: usize) -> Vec<u8> {
    let outcome = understood(folder, jobs);
    pipeline::on_threads(jobs, || reported(&outcome))
}

fn submissions(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder.join("submissions"))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    paths.sort();
    Ok(paths)
}

/// Every cell of every submission, from the disk, by calamine alone.
fn read_bare(folder: &Path) -> Result<usize, Box<dyn Error>> {
    let mut cells = 0;
    for path in submissions(folder)? {
        cells += walk(&std::fs::read(path)?)?;
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

/// The cells of a sheet, each with its row and column from 0.
type SheetCells = Vec<(u32, u16, Data)>;

fn cells_of(report: &[u8]) -> Result<Vec<SheetCells>, Box<dyn Error>> {
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
    understood(QUARTER.path(), 1)
}

#[divan::bench]
fn outcome_to_report(bencher: divan::Bencher) {
    let outcome = understood(QUARTER.path(), 1);
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

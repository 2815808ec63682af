//! `read`: records as the program understands them.

use std::path::Path;

use crate::{
    cli::{
        Done, Failure,
        args::{Common, ReadArgs, TableFormat},
        commands::{existing, report_faults},
        jobs,
        terminal::{self, Terminal},
    },
    intake::{self, Limits},
    lexicon::{Lexicon, Resolver},
    model::Register,
    pipeline::{self, Reader},
    render,
};

/// Prints every record of the files; what could not be read is said on standard error.
pub fn run(args: &ReadArgs, common: &Common, terminal: &Terminal) -> Result<Done, Failure> {
    existing(&args.files)?;
    let lexicon = Lexicon::built_in();
    let resolver = Resolver::new(Register::default(), &lexicon);
    let limits = Limits::default();
    let reader = Reader {
        lexicon: &lexicon,
        resolver: &resolver,
        period: None,
        limits: &limits,
        all_cells: false,
        jobs: jobs(common),
    };
    let files = intake::find(Path::new("."), &args.files);
    let (returned, records) = pipeline::read_each(&files, reader, &|_| {});
    report_faults(&returned, terminal);
    let data = match args.format {
        TableFormat::Json => {
            records.iter().flat_map(|record| format!("{}\n", render::lines::record(record)).into_bytes()).collect()
        }
        TableFormat::Csv => render::csv::records(&records),
    };
    terminal::print(&data)?;
    Ok(Done::Clean)
}

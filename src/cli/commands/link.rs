//! `link`: any two tables.

use std::path::Path;

use crate::{
    cli::{
        Done, Failure,
        args::{Common, LinkArgs, TableFormat},
        commands::{existing, report_faults},
        jobs,
        terminal::{self, Terminal},
    },
    intake, link,
    model::{Lang, Words},
    pipeline::{self, Reader},
    render,
    workspace::{self, Overrides},
};

/// Links the records of one table to the tasks of another; every record comes out once, in its order.
pub fn run(args: &LinkArgs, common: &Common, terminal: &Terminal) -> Result<Done, Failure> {
    existing(&[args.tasks.clone(), args.records.clone()])?;
    let overrides =
        Overrides { tasks: Some(args.tasks.clone()), lang: common.lang.map(Lang::from), ..Overrides::default() };
    let loaded = workspace::load_tables(&overrides).map_err(|faults| Failure::workspace(&faults))?;
    let files = intake::find(Path::new("."), std::slice::from_ref(&args.records));
    let reader = Reader {
        lexicon: &loaded.lexicon,
        resolver: &loaded.resolver,
        period: None,
        limits: &loaded.limits,
        all_cells: false,
        jobs: jobs(common),
    };
    let (returned, records) = pipeline::read_each(&files, reader, &|_| {});
    report_faults(&returned, terminal);
    if returned.iter().all(|file| file.tables.is_empty()) {
        return Err(Failure::words(Words::new(
            format!(
                "{} 中没有可以匹配的表：表头至少要有“任务内容”（content）或“重点任务”（title）一列",
                args.records.display()
            ),
            format!(
                "{} has no table to link: its header needs at least a column content or title",
                args.records.display()
            ),
        )));
    }
    let departments: Vec<_> = returned.iter().map(|file| file.department).collect();
    let context = link::Context {
        tasks: &loaded.tasks,
        register: loaded.resolver.register(),
        departments: &departments,
        decisions: &[],
        jobs: jobs(common),
    };
    let links = link::link(&records, context);
    let data = match args.format {
        TableFormat::Json => links
            .iter()
            .zip(&records)
            .flat_map(|(link, record)| format!("{}\n", render::lines::link(link, record, &loaded.tasks)).into_bytes())
            .collect(),
        TableFormat::Csv => render::csv::link_table(links.iter().zip(&records), &loaded.tasks),
    };
    terminal::print(&data)?;
    Ok(Done::Clean)
}

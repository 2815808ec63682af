//! The program on one page: the only file that knows the order of the stages.

use std::sync::Arc;

use rayon::prelude::*;

use crate::{
    changes, checks, consolidate, detect,
    figures::{self, Among, Heard, Narrative},
    forms,
    intake::{self, Found, Limits},
    lexicon::{Lexicon, Resolver},
    link,
    model::{
        self, CheckCount, Control, Decision, Edit, Finding, Ledger, Link, LinkDecision, Outcome, Past, Period,
        Previous, Quantity, Record, Relation, Returned, Settings, Submission, SubmissionStatus, TaskList,
        figure::PlacedRelation,
        outcome::{FigureCount, InputFile},
        table::Field,
    },
    normalise,
    workspace::Loaded,
};

/// Everything that a run is given: the world outside comes in here and nowhere else.
pub struct Inputs {
    /// The period reported.
    pub period: Option<Period>,
    /// Settings from `taizhang.toml` and flags.
    pub settings: Settings,
    /// Word lists.
    pub lexicon: Lexicon,
    /// Departments, ready for look-up.
    pub resolver: Resolver,
    /// The canonical list.
    pub tasks: TaskList,
    /// The files to read.
    pub files: Vec<Found>,
    /// Bounds for reading.
    pub limits: Limits,
    /// Reviewers' decisions.
    pub decisions: Vec<Decision>,
    /// Last period's report.
    pub previous: Option<Past>,
    /// What a person changed by hand in the report that this one replaces.
    pub edits: Vec<Edit>,
    /// Other inputs, for the report's last sheet.
    pub inputs: Vec<InputFile>,
    /// Whether every cell that was sent is wanted in the outcome, and not only what no record says.
    pub all_cells: bool,
    /// Threads to use.
    pub jobs: usize,
}

impl Inputs {
    /// What a workspace gives, for `jobs` threads.
    pub fn of(loaded: Loaded, jobs: usize) -> Self {
        Self {
            period: loaded.period,
            settings: loaded.settings,
            lexicon: loaded.lexicon,
            resolver: loaded.resolver,
            tasks: loaded.tasks,
            files: loaded.files,
            limits: loaded.limits,
            decisions: loaded.decisions,
            previous: loaded.previous,
            edits: Vec::new(),
            inputs: loaded.inputs,
            all_cells: false,
            jobs,
        }
    }
}

/// What a run tells while it works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A file is being read.
    Reading,
    /// Rows are being linked.
    Linking,
    /// Figures are being audited.
    Auditing,
    /// The checks run.
    Checking,
    /// The report is written.
    Writing,
}

/// What reading needs to know besides the files.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    /// Word lists.
    pub lexicon: &'a Lexicon,
    /// Departments.
    pub resolver: &'a Resolver,
    /// The period reported.
    pub period: Option<&'a Period>,
    /// Bounds for reading.
    pub limits: &'a Limits,
    /// Whether every cell that was sent is wanted, and not only what no record says.
    pub all_cells: bool,
    /// Threads to use.
    pub jobs: usize,
}

/// The main job up to the report.
pub fn run(inputs: Inputs, progress: &(dyn Fn(Step) + Sync)) -> Outcome {
    let reader = Reader {
        lexicon: &inputs.lexicon,
        resolver: &inputs.resolver,
        period: inputs.period.as_ref(),
        limits: &inputs.limits,
        all_cells: inputs.all_cells,
        jobs: inputs.jobs,
    };
    let (returned, records) = read(&inputs.files, reader, progress);
    progress(Step::Linking);
    let links = link_all(&records, &returned, &inputs);
    progress(Step::Auditing);
    // The narratives keep all threads busy; the ledger is work for one.
    let ((relations, figures, called), (ledger, previous)) = on_threads(inputs.jobs, || {
        rayon::join(
            || audit_all(&records, &links, &returned, &inputs),
            || consolidated(&records, &links, &returned, &inputs),
        )
    });
    progress(Step::Checking);
    let (mut findings, checks) =
        check_all(&inputs, &returned, &records, &links, &ledger, (&relations, &called), previous.as_ref());
    let mut answers = forms::answers(&returned);
    forms::settle(&mut answers, &mut findings);
    let control = control(&returned, &links);
    Outcome {
        period: inputs.period,
        settings: inputs.settings,
        register: inputs.resolver.register().clone(),
        tasks: inputs.tasks,
        inputs: inputs.inputs,
        returned,
        records,
        links,
        ledger,
        relations,
        figures,
        findings,
        answers,
        checks,
        control,
        decisions: inputs.decisions,
        edits: inputs.edits,
        previous,
    }
}

/// Files → tables and records, with each file's owner and standing. Records of every file that is used are kept, by
/// file, table and row; the records of a superseded or repeated file are not.
pub fn read(files: &[Found], reader: Reader<'_>, progress: &(dyn Fn(Step) + Sync)) -> (Vec<Returned>, Vec<Record>) {
    let (mut returned, all) = read_apart(files, reader, progress);
    normalise::settle_versions(&mut returned, &all, reader.resolver.register());
    let used = all.into_iter().zip(&returned).filter(|(_, file)| file.status == SubmissionStatus::Read);
    let records = in_one(used.map(|(records, _)| records).collect());
    (returned, records)
}

/// As `read`, and every file stands for itself: none is superseded by another.
pub fn read_each(
    files: &[Found],
    reader: Reader<'_>,
    progress: &(dyn Fn(Step) + Sync),
) -> (Vec<Returned>, Vec<Record>) {
    let (returned, all) = read_apart(files, reader, progress);
    (returned, in_one(all))
}

/// Lists one after the other, without room for more.
fn in_one<T>(lists: Vec<Vec<T>>) -> Vec<T> {
    let mut all = Vec::with_capacity(lists.iter().map(Vec::len).sum());
    for list in lists {
        all.extend(list);
    }
    all
}

fn read_apart(
    files: &[Found],
    reader: Reader<'_>,
    progress: &(dyn Fn(Step) + Sync),
) -> (Vec<Returned>, Vec<Vec<Record>>) {
    let pool = normalise::Pool::default();
    // A file's cells are let go before the next one's are read.
    let understood = intake::side_by_side(
        files.iter().enumerate().collect(),
        reader.jobs,
        |(_, file)| &file.file,
        |(index, file)| {
            let submission = intake::read(file, reader.limits);
            progress(Step::Reading);
            understand(index, submission, reader, &pool)
        },
    );
    understood.into_iter().unzip()
}

/// Tables, records and owner of one file.
fn understand(
    index: usize,
    mut submission: Submission,
    reader: Reader<'_>,
    pool: &normalise::Pool,
) -> (Returned, Vec<Record>) {
    let context = detect::Context { lexicon: reader.lexicon, resolver: reader.resolver, period: reader.period };
    let made = intake::understood(&submission.file, reader.limits, || {
        let mut tables = submission.book.as_ref().map_or_else(Vec::new, |book| detect::tables(book, context));
        for table in &mut tables {
            table.rows.shrink_to_fit();
        }
        intake::few_enough(reader.limits, &tables)?;
        let words = (reader.lexicon, reader.resolver);
        let records = normalise::records_sharing(index, &submission, &tables, words, pool);
        Ok((tables, records))
    });
    let (tables, records) = made.unwrap_or_else(|| Err(intake::beyond_understanding())).unwrap_or_else(|fault| {
        submission.book = None;
        submission.faults.push(fault);
        Default::default()
    });
    let mut file = Returned::new(submission, tables);
    normalise::identify(&mut file, &records, reader.resolver);
    if !reader.all_cells {
        normalise::let_go(&mut file);
    }
    (file, records)
}

/// Runs on `jobs` threads; where no pool can be made, on the caller's.
pub fn on_threads<T: Send>(jobs: usize, work: impl FnOnce() -> T + Send) -> T {
    match rayon::ThreadPoolBuilder::new().num_threads(jobs).build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}

fn link_all(records: &[Record], returned: &[Returned], inputs: &Inputs) -> Vec<Link> {
    let departments: Vec<_> = returned.iter().map(|file| file.department).collect();
    let context = link::Context {
        tasks: &inputs.tasks,
        register: inputs.resolver.register(),
        departments: &departments,
        decisions: &inputs.decisions,
        jobs: inputs.jobs,
    };
    link::link(records, context)
}

/// What the links make of the task list, and how that differs from the last period's.
fn consolidated(
    records: &[Record],
    links: &[Link],
    returned: &[Returned],
    inputs: &Inputs,
) -> (Ledger, Option<Previous>) {
    let ledger = consolidate::ledger(consolidate::Cases {
        tasks: &inputs.tasks,
        register: inputs.resolver.register(),
        returned,
        records,
        links,
        units: &inputs.lexicon.units,
    });
    let previous = inputs.previous.as_ref().map(|past| Previous {
        changes: changes::compare(&past.tasks, &model::past::tasks(&inputs.tasks, &ledger)),
        past: past.clone(),
    });
    (ledger, previous)
}

/// The relations in every narrative and between them, each with its cell and its task, row by row; and for every row the
/// figures that its narrative tells of its measures.
fn audit_all(
    records: &[Record],
    links: &[Link],
    returned: &[Returned],
    inputs: &Inputs,
) -> (Vec<PlacedRelation>, FigureCount, Vec<Called>) {
    let departments = inputs.resolver.register().departments.iter();
    let departments: Vec<Arc<str>> = departments.map(|department| Arc::from(department.name.as_str())).collect();
    let told: Vec<Told<'_>> = records
        .iter()
        .zip(links)
        .enumerate()
        .filter_map(|(row, (record, link))| {
            let progress = record.narrative()?;
            let department = returned[record.submission].department.map(|index| Arc::clone(&departments[index]));
            Some(Told { row, record, text: &progress.raw, task: link.linked(), department })
        })
        .collect();
    let narratives: Vec<_> = told.iter().map(|told| Narrative { text: told.text, subject: told.task }).collect();
    let mut called = vec![Called::new(); records.len()];
    let (mut among, mut places) = (Among::default(), 0..told.len());
    let audit = |part| {
        let (audited, heard, of_columns) = Audited::of(part);
        for (at, (heard, of_columns)) in places.by_ref().zip(heard.into_iter().zip(of_columns)) {
            among.hear(at, heard);
            called[told[at].row] = of_columns;
        }
        audited
    };
    let audited: Vec<Audited> = told.chunks(NARRATIVES).map(audit).collect();
    let across = among.across(&narratives);
    let count = audited.iter().map(|part| part.count).fold(FigureCount::default(), Audited::sum);
    let all = audited.iter().map(|part| part.relations.len()).sum::<usize>() + across.len();
    let mut relations = Vec::with_capacity(all);
    let mut across = across.into_iter().peekable();
    let mut at = 0;
    for part in audited {
        let mut own = part.relations.into_iter();
        for count in part.of_each {
            relations.extend(own.by_ref().take(count));
            while let Some(across) = across.next_if(|across| across.at == at) {
                relations.push(told[at].beside(&told[across.other], across.relation));
            }
            at += 1;
        }
    }
    (relations, count, called)
}

/// For each measure of a row that has an exact value, the figures that the row's narrative tells of it; nothing of a row
/// without a narrative.
type Called = Vec<Vec<Quantity>>;

/// Narratives whose relations are gathered at a time.
const NARRATIVES: usize = 4096;

/// The relations within some narratives.
struct Audited {
    /// One narrative's after the other's.
    relations: Vec<PlacedRelation>,
    /// How many each has.
    of_each: Vec<usize>,
    count: FigureCount,
}

impl Audited {
    /// The relations, what each narrative says that others may say too, and what it tells of its row's measures.
    fn of(told: &[Told<'_>]) -> (Self, Vec<Heard>, Vec<Called>) {
        let audit = |told: &Told<'_>| {
            let columns: Vec<&str> = told.record.sure_measures().map(|measure| &*measure.name).collect();
            let figures::Told { audit, heard, called } = figures::audit_among(told.text, &columns);
            let count = FigureCount { read: audit.quantities.len(), checked: audit.checked };
            let placed: Vec<_> = audit.relations.into_iter().map(|relation| told.placed(relation)).collect();
            ((placed, count), (heard, called))
        };
        let ((relations, counts), (heard, called)): ((Vec<Vec<_>>, Vec<_>), (Vec<_>, Vec<_>)) =
            told.par_iter().map(audit).unzip();

        let of_each = relations.iter().map(Vec::len).collect();
        let count = counts.into_iter().fold(FigureCount::default(), Self::sum);
        (Self { relations: in_one(relations), of_each, count }, heard, called)
    }

    const fn sum(all: FigureCount, one: FigureCount) -> FigureCount {
        FigureCount { read: all.read + one.read, checked: all.checked + one.checked }
    }
}

/// One narrative with its row.
struct Told<'a> {
    /// Position of its row.
    row: usize,
    record: &'a Record,
    text: &'a Arc<str>,
    task: Option<usize>,
    department: Option<Arc<str>>,
}

impl Told<'_> {
    /// A relation with another narrative, which is named in its note.
    fn beside(&self, other: &Self, relation: Relation) -> PlacedRelation {
        let mut placed = self.placed(relation);
        let there = other.record.place(&Field::Progress);
        let note = placed.relation.note.get_or_insert_default();
        note.zh += &format!("（{there}）。");
        note.en += &format!(" ({there}).");
        placed
    }

    fn placed(&self, relation: Relation) -> PlacedRelation {
        PlacedRelation {
            task: self.task,
            department: self.department.clone(),
            place: self.record.place(&Field::Progress),
            text: Arc::clone(self.text),
            relation,
        }
    }
}

fn check_all(
    inputs: &Inputs,
    returned: &[Returned],
    records: &[Record],
    links: &[Link],
    ledger: &Ledger,
    (relations, called): (&[PlacedRelation], &[Called]),
    previous: Option<&Previous>,
) -> (Vec<Finding>, Vec<CheckCount>) {
    let view = checks::View {
        period: inputs.period.as_ref(),
        settings: &inputs.settings,
        register: inputs.resolver.register(),
        tasks: &inputs.tasks,
        returned,
        records,
        links,
        ledger,
        relations,
        called,
        decisions: &inputs.decisions,
        previous,
        edits: &inputs.edits,
        findings: &[],
        units: &inputs.lexicon.units,
    };
    on_threads(inputs.jobs, || checks::run(view))
}

/// The control sums over the files that were used.
fn control(returned: &[Returned], links: &[Link]) -> Control {
    let mut control = Control::default();
    for file in returned.iter().filter(|file| file.status == SubmissionStatus::Read) {
        for table in &file.tables {
            control.rows_in += table.rows.len() as u32;
            control.rows_other += table.count(|kind| !matches!(kind, crate::model::RowKind::Record));
        }
    }
    for link in links {
        match link.decision {
            LinkDecision::Link => control.rows_linked += 1,
            LinkDecision::Possible => control.rows_possible += 1,
            LinkDecision::None => control.rows_unlinked += 1,
        }
    }
    control
}

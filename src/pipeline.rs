//! The program on one page: the only file that knows the order of the stages.

use crate::{
    checks, consolidate, detect, figures,
    intake::{self, Found, Limits},
    lexicon::{Lexicon, Resolver},
    link,
    model::{
        CheckCount, Control, Decision, Finding, Ledger, Link, LinkDecision, Outcome, Period, Record, Returned,
        Settings, Submission, SubmissionStatus, TaskList, figure::PlacedRelation, outcome::InputFile, table::Field,
    },
    normalise,
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
    /// Other inputs, for the report's last sheet.
    pub inputs: Vec<InputFile>,
    /// Threads to use.
    pub jobs: usize,
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
}

/// The main job up to the report.
pub fn run(inputs: Inputs, progress: &(dyn Fn(Step) + Sync)) -> Outcome {
    let submissions = intake::read_all(&inputs.files, &inputs.limits, inputs.jobs, &|_| progress(Step::Reading));
    let (returned, records) = understand(submissions, &inputs);
    progress(Step::Linking);
    let links = link_all(&records, &returned, &inputs);
    let ledger = consolidate::ledger(consolidate::Cases {
        tasks: &inputs.tasks,
        register: inputs.resolver.register(),
        returned: &returned,
        records: &records,
        links: &links,
    });
    progress(Step::Auditing);
    let relations = audit_all(&records, &links, &returned, &inputs);
    progress(Step::Checking);
    let (findings, checks) = check_all(&inputs, &returned, &records, &links, &ledger, &relations);
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
        findings,
        checks,
        control,
        decisions: inputs.decisions,
    }
}

/// Tables, records, owners and versions of every file; only records of the files that are used are kept.
fn understand(submissions: Vec<Submission>, inputs: &Inputs) -> (Vec<Returned>, Vec<Record>) {
    let context =
        detect::Context { lexicon: &inputs.lexicon, resolver: &inputs.resolver, period: inputs.period.as_ref() };
    let mut returned = Vec::with_capacity(submissions.len());
    let mut all = Vec::new();
    for (index, submission) in submissions.into_iter().enumerate() {
        let tables = submission.book.as_ref().map_or_else(Vec::new, |book| detect::tables(book, context));
        let records = normalise::records(index, &submission, &tables, &inputs.lexicon, &inputs.resolver);
        let mut file = Returned::new(submission, tables);
        normalise::identify(&mut file, &records, &inputs.resolver);
        returned.push(file);
        all.push(records);
    }
    normalise::settle_versions(&mut returned, inputs.resolver.register());
    let used = all
        .into_iter()
        .zip(&returned)
        .filter(|(_, file)| file.status == SubmissionStatus::Read)
        .flat_map(|(records, _)| records)
        .collect();
    (returned, used)
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

/// The relations in every narrative, each with its cell and its task.
fn audit_all(records: &[Record], links: &[Link], returned: &[Returned], inputs: &Inputs) -> Vec<PlacedRelation> {
    let mut placed = Vec::new();
    for (record, link) in records.iter().zip(links) {
        let Some(progress) = record.value(&Field::Progress).filter(|value| !value.inherited) else { continue };
        let department = returned[record.submission].department;
        for relation in figures::audit(&progress.raw).relations {
            placed.push(PlacedRelation {
                task: link.linked(),
                department: department.map(|index| inputs.resolver.register().departments[index].name.clone()),
                place: record.place(&Field::Progress),
                quote: progress.raw.chars().skip(relation.start).take(relation.end - relation.start).collect(),
                relation,
            });
        }
    }
    placed
}

fn check_all(
    inputs: &Inputs,
    returned: &[Returned],
    records: &[Record],
    links: &[Link],
    ledger: &Ledger,
    relations: &[PlacedRelation],
) -> (Vec<Finding>, Vec<CheckCount>) {
    checks::run(checks::View {
        period: inputs.period.as_ref(),
        settings: &inputs.settings,
        register: inputs.resolver.register(),
        tasks: &inputs.tasks,
        returned,
        records,
        links,
        ledger,
        relations,
        decisions: &inputs.decisions,
    })
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

//! Everything that a check may ask, and the questions that many checks ask of it.

use std::collections::BTreeSet;

use crate::lexicon::Units;
use crate::model::{
    Candidate, Decision, Edit, Field, Finding, Ledger, Link, LinkDecision, Measure, Period, Place, Previous, Quantity,
    Record, Register, Returned, Settings, SubmissionStatus, Table, Task, TaskList, UnitName, figure::PlacedRelation,
};

/// Everything that a check may ask.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The period reported.
    pub period: Option<&'a Period>,
    /// Settings.
    pub settings: &'a Settings,
    /// Departments.
    pub register: &'a Register,
    /// The canonical list.
    pub tasks: &'a TaskList,
    /// Files.
    pub returned: &'a [Returned],
    /// Records.
    pub records: &'a [Record],
    /// Their links.
    pub links: &'a [Link],
    /// The ledger.
    pub ledger: &'a Ledger,
    /// Relations between figures in words.
    pub relations: &'a [PlacedRelation],
    /// For every record the figures that its narrative tells of each of its sure measures; nothing of one without a narrative.
    pub called: &'a [Vec<Vec<Quantity>>],
    /// Reviewers' decisions.
    pub decisions: &'a [Decision],
    /// Last period's report with what has changed since.
    pub previous: Option<&'a Previous>,
    /// What a person changed by hand in the report that this one replaces.
    pub edits: &'a [Edit],
    /// What the other checks found: for those that look at decisions, which run last; empty before.
    pub findings: &'a [Finding],
    /// Units of measure.
    pub units: &'a Units,
}

impl<'a> View<'a> {
    /// The files that are used, with their positions.
    pub fn used(self) -> impl Iterator<Item = (usize, &'a Returned)> {
        self.returned.iter().enumerate().filter(|(_, file)| file.status == SubmissionStatus::Read)
    }

    /// Every table of the files that are used.
    pub fn tables(self) -> impl Iterator<Item = (&'a Returned, &'a Table)> {
        self.used().flat_map(|(_, file)| file.tables.iter().map(move |table| (file, table)))
    }

    /// Records with their links.
    pub fn linked(self) -> impl Iterator<Item = (&'a Record, &'a Link)> {
        self.records.iter().zip(self.links)
    }

    /// Records whose link is sure, with the task.
    pub fn claims(self) -> impl Iterator<Item = (&'a Record, usize, &'a Task)> {
        self.linked().filter_map(move |(record, link)| {
            let position = link.linked()?;
            Some((record, position, self.task(position)?))
        })
    }

    /// The records of one table. Records stand in the order of files, tables and rows.
    pub fn records_of(self, submission: usize, table: usize) -> &'a [Record] {
        let key = |record: &Record| (record.submission, record.table);
        let from = self.records.partition_point(|record| key(record) < (submission, table));
        let to = self.records.partition_point(|record| key(record) <= (submission, table));
        self.records.get(from..to).unwrap_or_default()
    }

    /// The file with a name, and its position. Files stand in the order of their names.
    pub fn file_named(self, name: &str) -> Option<(usize, &'a Returned)> {
        let at = self.returned.binary_search_by(|file| (*file.submission.file).cmp(name)).ok()?;
        Some((at, self.returned.get(at)?))
    }

    /// The measure that stands in a cell.
    pub fn measure_at(self, place: &Place) -> Option<&'a Measure> {
        let (submission, file) = self.file_named(&place.file)?;
        let sheet = place.sheet.as_deref()?;
        let cell = place.cell?;
        let tables = file.tables.iter().enumerate().filter(|(_, table)| &*table.sheet_name == sheet);
        let mut records = tables.filter_map(|(table, _)| {
            let records = self.records_of(submission, table);
            records.get(records.binary_search_by_key(&cell.row, |record| record.row).ok()?)
        });
        records.find_map(|record| record.measures.iter().find(|measure| measure.cell == cell))
    }

    /// The task at a position.
    pub fn task(self, position: usize) -> Option<&'a Task> {
        self.tasks.tasks().get(position)
    }

    /// The file that a record stands in.
    pub fn file(self, record: &Record) -> Option<&'a Returned> {
        self.returned.get(record.submission)
    }

    /// The table that a record stands in.
    pub fn table(self, record: &Record) -> Option<&'a Table> {
        self.file(record)?.tables.get(record.table)
    }

    /// Whose record it is.
    pub fn owner(self, record: &Record) -> Option<usize> {
        self.file(record)?.department
    }

    /// A department's name.
    pub fn department_name(self, department: Option<usize>) -> Option<&'a str> {
        self.register.departments.get(department?).map(|department| department.name.as_str())
    }

    /// Position of a department by its canonical name.
    pub fn department_named(self, name: &str) -> Option<usize> {
        self.register.departments.iter().position(|department| department.name == name)
    }

    /// Whether a record's table has a column for a field.
    pub fn has_column(self, record: &Record, field: &Field) -> bool {
        self.table(record).is_some_and(|table| table.column(field).is_some())
    }

    /// Department and task, for every task that a row of the department may well be: rows under review, and rows that were
    /// linked to nothing and come nearest to it.
    pub fn under_review(self) -> BTreeSet<(usize, usize)> {
        let mut open = BTreeSet::new();
        for (record, link) in self.linked() {
            let Some(department) = self.owner(record) else { continue };
            let far = |candidate: &&Candidate| candidate.score >= 0.1;
            match link.decision {
                LinkDecision::Link => {}
                LinkDecision::Possible => open.extend(link.open_tasks().into_iter().map(|task| (department, task))),
                LinkDecision::None => {
                    open.extend(link.candidates.first().filter(far).map(|candidate| (department, candidate.task)));
                }
            }
        }
        open
    }

    /// Whether the table of a record can't say which task a row is.
    pub fn lacks_words(self, record: &Record) -> bool {
        self.table(record)
            .is_some_and(|table| table.missing.iter().any(|field| matches!(field, Field::Title | Field::Content)))
    }
}

/// Whether a unit list names a department.
pub fn names(units: &[UnitName], department: usize) -> bool {
    units.iter().any(|unit| unit.known() == Some(department))
}

/// Whether every unit of a list is known to the register.
pub fn all_known(units: &[UnitName]) -> bool {
    units.iter().all(|unit| unit.known().is_some())
}

//! Totals over the ledger: every measure that may be added, by department, by section and over the whole report.
//!
//! A task counts once in the totals of its section and of the report, however many units reported it: the figures of
//! the first unit that gives any are taken, lead units before others. A department's total is over all that it reported.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use rustc_hash::FxHashMap;

use crate::{
    lexicon::Units,
    model::{Claim, Entry, Measure, Place, Record, Role, TotalLine, TotalScope},
    text::fold,
};

use super::{
    Cases,
    sums::{Sum, may_be_summed},
};

/// What one line adds: a measure by its folded name and the kind of its unit, numbered as they come.
#[derive(Default)]
struct Groups<'a> {
    numbers: BTreeMap<(String, String), usize>,
    /// The same by the words of a column, which all its figures share.
    of_columns: FxHashMap<(&'a str, Option<&'a str>), usize>,
}

impl<'a> Groups<'a> {
    fn of(&mut self, measure: &'a Measure, units: &Units) -> usize {
        let column = (&*measure.name, measure.unit.as_deref());
        *self.of_columns.entry(column).or_insert_with(|| {
            let next = self.numbers.len();
            *self.numbers.entry((fold::fold(column.0), units.dimension(column.1))).or_insert(next)
        })
    }
}

/// One figure of a task, with who sent it.
struct Told<'a> {
    claim: &'a Claim,
    record: &'a Record,
    measure: &'a Measure,
    place: Place,
}

/// Lines in the order of their first appearance.
#[derive(Default)]
struct Lines<'a> {
    lines: Vec<(String, String, Sum)>,
    index: FxHashMap<(&'a str, usize), usize>,
}

impl<'a> Lines<'a> {
    fn sum(&mut self, of: &'a str, group: usize, measure: &Measure) -> Option<&mut Sum> {
        let next = self.lines.len();
        let index = *self.index.entry((of, group)).or_insert(next);
        if index == next {
            self.lines.push((of.to_owned(), measure.name.to_string(), Sum::counting(measure.unit.as_deref())));
        }
        self.lines.get_mut(index).map(|line| &mut line.2)
    }

    fn into_totals(self, scope: TotalScope) -> impl Iterator<Item = TotalLine> {
        self.lines.into_iter().map(move |(of, measure, sum)| TotalLine {
            measure,
            unit: sum.unit,
            scope,
            of,
            place: None,
            reported: None,
            computed: sum.total,
            difference: None,
            added: sum.added,
            parts: sum.parts.unwrap_or_default(),
            unread: sum.unread,
            verdict: None,
            omitted: Vec::new(),
        })
    }
}

/// Every total over the ledger, by scope and then in order of first appearance.
pub fn over_ledger(entries: &[Entry], cases: Cases<'_>) -> Vec<TotalLine> {
    let mut groups = Groups::default();
    let (mut departments, mut sections, mut report) = (Lines::default(), Lines::default(), Lines::default());
    for entry in entries {
        let section = cases.tasks.tasks().get(entry.task).map_or("", |task| task.section.as_str());
        let figures = figures(entry, cases.records);
        // In order of appearance.
        let mut told_of: Vec<(usize, Vec<&Told<'_>>)> = Vec::new();
        let mut places = FxHashMap::default();
        for told in &figures {
            let group = groups.of(told.measure, cases.units);
            let place = *places.entry(group).or_insert(told_of.len());
            if place == told_of.len() {
                told_of.push((group, Vec::new()));
            }
            told_of[place].1.push(told);
        }
        for (group, all) in told_of {
            by_department(&all, group, &mut departments, cases.units);
            for (lines, of) in [(&mut sections, section), (&mut report, "")] {
                let sum = all.first().and_then(|told| lines.sum(of, group, told.measure));
                if let Some(sum) = sum {
                    count_once(&all, sum, cases.units);
                }
            }
        }
    }
    let mut totals: Vec<TotalLine> = departments.into_totals(TotalScope::Department).collect();
    totals.extend(sections.into_totals(TotalScope::Section));
    totals.extend(report.into_totals(TotalScope::Report));
    totals
}

/// Every figure of a task that may be summed: each cell once, and rows that repeat another row's words left out.
fn figures<'a>(entry: &'a Entry, records: &'a [Record]) -> Vec<Told<'a>> {
    let mut cells = BTreeSet::new();
    let mut rows: BTreeSet<(Option<&str>, &str, &str, &str)> = BTreeSet::new();
    let mut told = Vec::new();
    for claim in &entry.claims {
        let Some(record) = records.get(claim.record.0) else { continue };
        let unit = claim.department.as_deref().or(Some(&*claim.file));
        if !rows.insert((unit, &record.number, &record.title, &record.content)) {
            continue;
        }
        for measure in record.measures.iter().filter(|measure| may_be_summed(measure.kind)) {
            let place = Place::cell(&claim.file, &claim.sheet, measure.cell);
            if cells.insert(place.clone()) {
                told.push(Told { claim, record, measure, place });
            }
        }
    }
    told
}

fn by_department<'a>(all: &[&Told<'a>], group: usize, departments: &mut Lines<'a>, units: &Units) {
    for told in all {
        let Some(department) = &told.claim.department else { continue };
        if let Some(sum) = departments.sum(department, group, told.measure) {
            sum.add(told.measure, told.place.clone(), units);
        }
    }
}

/// Adds the figures of the first unit that gives any. Figures of other lead units that differ are set down as not added.
fn count_once(all: &[&Told<'_>], sum: &mut Sum, units: &Units) {
    let first = all.iter().find(|told| told.measure.value.is_some()).or(all.first());
    let Some(owner) = first.map(|told| whose(told)) else { return };
    let mut counted = BTreeSet::new();
    for told in all.iter().filter(|told| whose(told) == owner) {
        counted.insert((told.measure.value, told.measure.unit.clone()));
        sum.add(told.measure, told.place.clone(), units);
    }
    for told in all.iter().filter(|told| whose(told) != owner && told.claim.role == Role::Lead) {
        if !counted.contains(&(told.measure.value, told.measure.unit.clone())) {
            sum.leave_out(told.measure, told.place.clone());
        }
    }
}

fn whose<'a>(told: &Told<'a>) -> (Option<&'a Arc<str>>, usize) {
    (told.claim.department.as_ref(), if told.claim.department.is_some() { 0 } else { told.record.submission })
}

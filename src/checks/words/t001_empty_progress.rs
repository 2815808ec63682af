//! T001: no progress is given.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    checks::{Check, Draft, Report, View, wording},
    model::{Field, LinkDecision, Place, Role, Severity},
    text::fold,
};

/// The check.
pub const CHECK: Check = Check {
    code: "T001",
    name: "empty-progress",
    severity: Severity::Error,
    document: include_str!("t001_empty_progress.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    let spoken = spoken(view);
    let forms: BTreeSet<usize> =
        view.used().filter(|(_, file)| !file.stamps.is_empty()).map(|(index, _)| index).collect();
    let untouched = untouched(view, &forms);
    for draft in untouched.iter().filter_map(|(submission, rows)| sent_back_blank(view, *submission, *rows)) {
        report.ran();
        report.find(draft);
    }
    for (record, link) in view.linked() {
        // That nothing at all was filled in is said once.
        if untouched.contains_key(&record.submission) {
            report.not_applicable();
            continue;
        }
        // A column that is not there is H001, a row that is no task L002.
        if link.decision == LinkDecision::None || !view.has_column(record, &Field::Progress) {
            report.not_applicable();
            continue;
        }
        report.ran();
        let said = link.linked().is_some_and(|task| spoken.contains(&(record.submission, task)));
        if said || !fold::is_blank(record.raw(&Field::Progress)) {
            continue;
        }
        let task = link.task.and_then(|task| view.task(task));
        let Some((task, position)) = task.zip(link.task) else { continue };
        let cell = view
            .table(record)
            .and_then(|table| table.column(&Field::Progress))
            .map(|column| crate::model::CellRef::new(record.row, column.column));
        let mut place = record.place(&Field::Progress);
        place.cell = record.value(&Field::Progress).map(crate::model::FieldValue::cell).or(cell).or(place.cell);
        let named = wording::task(task);
        let mut draft = Draft::new(
            format!("{}的进展情况是空的。请补填；确无进展的，请写明原因。", named.zh),
            format!("the progress of {} is blank. Ask for it or, if there is none, for the reason.", named.en),
        );
        let leads = role(view, position, record) == Some(Role::Lead);
        // Our forms say themselves that a supported task may be left blank.
        if !leads && forms.contains(&record.submission) {
            continue;
        }
        if !leads {
            draft = draft.at_most(Severity::Warning);
        }
        report.find(draft.at(place).department(view.owner(record)).task(Some(position)).key(fold::fold(task.words())));
    }
}

/// Forms of ours that came back as they went out: no row says anything.
///
/// Each with its number of rows. A single blank row is told by its task.
fn untouched(view: View<'_>, forms: &BTreeSet<usize>) -> BTreeMap<usize, usize> {
    let told = [Field::Progress, Field::Status, Field::Problems, Field::Next];
    let mut rows: BTreeMap<usize, (usize, bool)> = BTreeMap::new();
    for (record, _) in view.linked().filter(|(record, _)| forms.contains(&record.submission)) {
        let of = rows.entry(record.submission).or_default();
        of.0 += 1;
        of.1 |= told.iter().any(|field| !fold::is_blank(record.raw(field)));
    }
    rows.into_iter().filter(|(_, (rows, told))| *rows > 1 && !told).map(|(form, (rows, _))| (form, rows)).collect()
}

fn sent_back_blank(view: View<'_>, submission: usize, rows: usize) -> Option<Draft> {
    let file = view.returned.get(submission)?;
    let draft = Draft::new(
        format!("填报表原样交回，{rows} 项任务都没有填写。请核对是不是发错了文件，并请单位填写后重报。"),
        format!(
            "the form came back as it went out: none of its {rows} tasks is filled in. Check whether the wrong file was sent, \
             and ask for a filled-in one."
        ),
    )
    .at(Place::file(&file.submission.file));
    Some(draft.department(file.department).key("untouched".to_owned()))
}

/// Submission and task, where at least one row says something.
fn spoken(view: View<'_>) -> BTreeSet<(usize, usize)> {
    view.claims()
        .filter(|(record, ..)| !fold::is_blank(record.raw(&Field::Progress)))
        .map(|(record, task, _)| (record.submission, task))
        .collect()
}

fn role(view: View<'_>, task: usize, record: &crate::model::Record) -> Option<Role> {
    let department = view.owner(record)?;
    let task = view.task(task)?;
    Some(if crate::checks::view::names(&task.lead, department) {
        Role::Lead
    } else if crate::checks::view::names(&task.support, department) {
        Role::Support
    } else {
        Role::Uninvolved
    })
}

//! The sample quarter through the whole program: nothing lost, nothing altered, what was planted found, no one accused
//! of more.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use taizhang::{
    checks::catalogue,
    model::{Field, Finding, LinkDecision, Outcome, Place, Severity, SubmissionStatus},
    pipeline, render, workspace,
};

/// A line of `expected.csv`.
#[derive(Debug)]
struct Expected {
    file: String,
    sheet: String,
    cell: String,
    code: String,
    note: String,
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(name)
}

fn outcome(name: &str) -> Outcome {
    let loaded = workspace::load(&folder(name), &workspace::Overrides::default()).expect("the workspace is in order");
    assert!(loaded.warnings.is_empty(), "{:?}", loaded.warnings);
    let inputs = pipeline::Inputs::of(loaded, 2);
    pipeline::run(inputs, &|_| {})
}

fn expected(name: &str) -> Vec<Expected> {
    let mut reader = csv::Reader::from_path(folder(name).join("expected.csv")).expect("expected.csv is there");
    let rows = reader.records().map(|row| row.expect("expected.csv is in order"));
    let line = |row: csv::StringRecord| Expected {
        file: row[0].to_owned(),
        sheet: row[1].to_owned(),
        cell: row[2].to_owned(),
        code: row[3].to_owned(),
        note: row[4].to_owned(),
    };
    rows.map(line).collect()
}

/// Whether a finding is the one expected. Where nothing names a file, the task or department in the note must be the
/// finding's.
fn is(finding: &Finding, expected: &Expected, outcome: &Outcome) -> bool {
    let place = |place: &Place| {
        let cell = place.cell.map(|cell| cell.to_string()).unwrap_or_default();
        let sheet = place.sheet.as_deref().unwrap_or_default();
        *place.file == *expected.file
            && (expected.cell.is_empty() || (sheet == expected.sheet && cell == expected.cell))
    };
    let spoken_of = || {
        let task = finding.task.map(|task| outcome.tasks.tasks()[task].id.to_string());
        task.or_else(|| finding.department.clone()).is_some_and(|name| expected.note.contains(&name))
    };
    finding.code == expected.code
        && if expected.file.is_empty() { spoken_of() } else { finding.place.as_ref().is_some_and(place) }
}

fn told(finding: &Finding) -> String {
    format!("{} {:?}: {}", finding.code, finding.place, finding.message.zh)
}

#[test]
fn every_row_is_accounted_for() {
    for name in ["suzhou-2023h1", "suzhou-2023q1"] {
        let outcome = outcome(name);
        assert!(outcome.control.holds(), "{name}: {:?}", outcome.control);
        let strangers: Vec<_> = outcome
            .links
            .iter()
            .zip(&outcome.records)
            .filter(|(link, _)| link.decision == LinkDecision::None)
            .collect();
        let planted = expected(name).iter().filter(|line| line.code == "L002").count();
        assert_eq!(strangers.len(), planted, "{name}: {strangers:?}");
    }
}

#[test]
fn the_real_rows_are_linked_and_word_for_word() {
    let outcome = outcome("suzhou-2023h1");
    let real = include_bytes!("../examples/samples/data/ecology-2023h1.csv");
    let file = outcome
        .returned
        .iter()
        .position(|file| file.submission.file.contains("市生态环境局"))
        .expect("the bureau's file is there");
    for row in csv::Reader::from_reader(&real[..]).records() {
        let row = row.expect("the real table is in order");
        let (content, progress) = (&row[3], &row[6]);
        let (record, link) = outcome
            .records
            .iter()
            .zip(&outcome.links)
            .find(|(record, _)| {
                record.submission == file
                    && record.value(&Field::Content).is_some_and(|value| value.raw.as_ref() == content)
            })
            .unwrap_or_else(|| panic!("no record of “{content}”"));
        assert_eq!(record.value(&Field::Progress).map(|value| value.raw.as_ref()), Some(progress));
        let task = link.linked().unwrap_or_else(|| panic!("“{content}” is not linked: {link:?}"));
        assert_eq!(outcome.tasks.tasks()[task].content, content);
    }
}

#[test]
fn the_real_words_stand_in_the_json() {
    let outcome = outcome("suzhou-2023h1");
    let json: serde_json::Value = serde_json::from_slice(&render::json::bytes(&outcome)).expect("JSON");
    let tasks = json["tasks"].as_array().expect("tasks");
    let real = include_bytes!("../examples/samples/data/ecology-2023h1.csv");
    for row in csv::Reader::from_reader(&real[..]).records() {
        let row = row.expect("the real table is in order");
        let (content, progress) = (&row[3], &row[6]);
        let task = tasks.iter().find(|task| task["content"] == *content).expect("the task");
        let shown = task["progress"].as_str().unwrap_or_default();
        assert!(shown.contains(progress), "“{content}” in the consolidated sheet: {shown}");
        let claims = task["claims"].as_array().expect("claims");
        let claim = claims.iter().find(|claim| claim["department"] == "市生态环境局").expect("the bureau's claim");
        assert_eq!(claim["progress"], *progress);
    }
}

#[test]
fn what_was_planted_is_found_and_nothing_else_is_an_error() {
    for name in ["suzhou-2023h1", "suzhou-2023q1"] {
        let (outcome, expected) = (outcome(name), expected(name));
        let known: BTreeSet<&str> = catalogue::ALL.iter().map(|check| check.code).collect();
        let missed: Vec<_> = expected
            .iter()
            .filter(|line| known.contains(line.code.as_str()))
            .filter(|line| !outcome.findings.iter().any(|finding| is(finding, line, &outcome)))
            .collect();
        assert!(missed.is_empty(), "{name}: not found: {missed:#?}");
        let accused: Vec<_> = outcome
            .findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .filter(|finding| !expected.iter().any(|line| is(finding, line, &outcome)))
            .map(told)
            .collect();
        assert!(accused.is_empty(), "{name}: errors that nobody planted: {accused:#?}");
    }
}

#[test]
fn every_row_has_a_place_of_its_own() {
    let outcome = outcome("suzhou-2023h1");
    let mut taken = BTreeSet::new();
    for record in &outcome.records {
        let place = record.place_in_row(&Field::Content);
        assert_eq!(place.cell.map(|cell| cell.row), Some(record.row), "{place}");
        assert!(taken.insert(place.to_string()), "{place}");
    }
}

#[test]
fn every_department_is_recognised() {
    let outcome = outcome("suzhou-2023h1");
    let used = outcome.returned.iter().filter(|file| file.status == SubmissionStatus::Read);
    let departments: BTreeSet<_> = used.clone().map(|file| file.department.expect("a department")).collect();
    assert_eq!(departments.len(), 18);
    assert_eq!(used.count(), 18, "one file of each is used");
}

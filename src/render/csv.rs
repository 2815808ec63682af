//! Tables as CSV: UTF-8 with a byte order mark, so that a spreadsheet program reads it right, and no cell that such a
//! program would take for a formula. Columns bear the names of the JSON fields in either language.

use std::{borrow::Cow, sync::Arc};

use serde::Serialize;
use serde_json::Value;

use crate::model::{
    Entry, Finding, Lang, Link, Outcome, Place, Record, Relation, Returned, RowKind, TaskList, TotalLine,
    figure::PlacedRelation, register::UnitName,
};

/// Text with a formula's first character made harmless by an apostrophe before it. Reversible: an apostrophe that
/// already stands there gets a second one.
pub fn harmless(text: &str) -> Cow<'_, str> {
    let bare = text.trim_start_matches('\'');
    if bare.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// One table in the making.
struct Table(::csv::Writer<Vec<u8>>);

impl Table {
    fn new(columns: &[&str]) -> Self {
        let mut table = Self(::csv::Writer::from_writer("\u{feff}".as_bytes().to_vec()));
        table.plain(columns.iter().map(|column| (*column).to_owned()));
        table
    }

    /// Text from a person: made harmless.
    fn row(&mut self, cells: &[&str]) {
        self.plain(cells.iter().map(|cell| harmless(cell).into_owned()));
    }

    fn plain(&mut self, cells: impl Iterator<Item = String>) {
        // Writing to memory can't fail, and every row of a table here has the columns of its header.
        let _ = self.0.write_record(cells);
    }

    fn bytes(self) -> Vec<u8> {
        self.0.into_inner().unwrap_or_default()
    }
}

/// The name that an enum bears in JSON.
fn word(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(text)) => text,
        Ok(Value::Null) | Err(_) => String::new(),
        Ok(other) => other.to_string(),
    }
}

fn id(tasks: &TaskList, position: Option<usize>) -> &str {
    position.and_then(|position| tasks.tasks().get(position)).map_or("", |task| &task.id.0)
}

fn names(units: &[UnitName], lang: Lang) -> String {
    let names: Vec<_> = units.iter().map(|unit| &*unit.name).collect();
    names.join(match lang {
        Lang::Zh => "、",
        Lang::En => "; ",
    })
}

fn place_cells(place: Option<&Place>) -> [String; 3] {
    [
        place.map_or_else(String::new, |place| place.file.to_string()),
        place.and_then(|place| place.sheet.as_deref()).unwrap_or_default().to_owned(),
        place.and_then(|place| place.cell).map_or_else(String::new, |cell| cell.to_string()),
    ]
}

/// Every table of an outcome: file name and bytes, made one after the other.
pub fn files(outcome: &Outcome, lang: Lang) -> impl Iterator<Item = (&'static str, Vec<u8>)> {
    FILES.iter().map(move |(name, make)| (*name, make(outcome, lang)))
}

/// Makes a table of an outcome.
type Make = fn(&Outcome, Lang) -> Vec<u8>;

const FILES: [(&str, Make); 6] = [
    ("ledger.csv", ledger),
    ("findings.csv", |outcome, lang| findings(&outcome.findings, &outcome.tasks, lang)),
    ("links.csv", |outcome, _| links(outcome)),
    ("relations.csv", |outcome, _| relations(&outcome.relations, &outcome.tasks)),
    ("totals.csv", |outcome, _| totals(&outcome.ledger.totals)),
    ("submissions.csv", submissions),
];

fn ledger(outcome: &Outcome, lang: Lang) -> Vec<u8> {
    let columns = ["id", "section", "number", "title", "content", "target", "lead", "support", "status", "progress"];
    let measures: Vec<&str> = measure_names(&outcome.ledger.entries);
    let mut header: Vec<String> = columns.iter().map(|column| (*column).to_owned()).collect();
    header.extend(measures.iter().map(|name| format!("measure:{name}")));
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let mut table = Table::new(&header);
    for entry in &outcome.ledger.entries {
        let Some(task) = outcome.tasks.tasks().get(entry.task) else { continue };
        let progress = entry.progress();
        let (lead, support, status) = (names(&task.lead, lang), names(&task.support, lang), word(entry.status));
        let mut cells = vec![
            &*task.id.0,
            &task.section,
            &task.number,
            &task.title,
            &task.content,
            &task.target,
            &lead,
            &support,
            &status,
            &progress,
        ];
        let sent: Vec<String> = measures.iter().map(|name| sent_measures(entry, name)).collect();
        cells.extend(sent.iter().map(String::as_str));
        table.row(&cells);
    }
    table.bytes()
}

/// Names of all measures, in order of first appearance.
fn measure_names(entries: &[Entry]) -> Vec<&str> {
    let mut seen = std::collections::BTreeSet::new();
    let all = entries.iter().flat_map(Entry::measures).map(|measure| &*measure.sent.name);
    all.filter(|name| seen.insert(*name)).collect()
}

/// What was sent for one measure of a task; of several units one under the other.
fn sent_measures(entry: &Entry, name: &str) -> String {
    let all = entry.measures();
    let sent = all.iter().map(|measure| measure.sent).filter(|sent| *sent.name == *name);
    let sent: Vec<&str> = sent.map(|sent| &*sent.raw).collect();
    sent.join("\n")
}

/// Findings as a table.
pub fn findings(findings: &[Finding], tasks: &TaskList, lang: Lang) -> Vec<u8> {
    let mut table = Table::new(&[
        "id",
        "code",
        "name",
        "severity",
        "department",
        "task",
        "file",
        "sheet",
        "cell",
        "message",
        "found",
        "expected",
        "detail",
        "decision",
        "by",
        "on",
        "note",
    ]);
    for finding in findings {
        let [file, sheet, cell] = place_cells(finding.place.as_ref());
        let decision = finding.decision.as_ref();
        table.row(&[
            &finding.id,
            finding.code,
            finding.name,
            &word(finding.severity),
            finding.department.as_deref().unwrap_or_default(),
            id(tasks, finding.task),
            &file,
            &sheet,
            &cell,
            finding.message.get(lang),
            &finding.found,
            &finding.expected,
            finding.detail.get(lang),
            &decision.map_or_else(String::new, |decision| word(decision.verdict)),
            decision.map_or("", |decision| &decision.by),
            decision.map_or("", |decision| &decision.on),
            decision.map_or("", |decision| &decision.note),
        ]);
    }
    table.bytes()
}

fn links(outcome: &Outcome) -> Vec<u8> {
    let pairs = outcome.links.iter().filter_map(|link| Some((link, outcome.records.get(link.record.0)?)));
    link_table(pairs, &outcome.tasks)
}

/// Links as a table, one row a record.
pub fn link_table<'a>(pairs: impl Iterator<Item = (&'a Link, &'a Record)>, tasks: &TaskList) -> Vec<u8> {
    let mut table = Table::new(&[
        "file",
        "sheet",
        "row",
        "decision",
        "by",
        "task",
        "score",
        "runner_up",
        "runner_up_score",
        "evidence",
    ]);
    for (link, record) in pairs {
        let runner_up = link.candidates.iter().find(|candidate| Some(candidate.task) != link.task);
        let evidence: Vec<_> = link
            .evidence
            .iter()
            .map(|one| format!("{}={} ({:+.1})", one.name, one.level, (one.weight * 10.0).round() / 10.0 + 0.0))
            .collect();
        table.row(&[
            &record.file,
            &record.sheet,
            &record.row.to_string(),
            &word(link.decision),
            &word(link.by),
            id(tasks, link.task),
            &format!("{:.4}", link.score),
            id(tasks, runner_up.map(|candidate| candidate.task)),
            &runner_up.map_or_else(String::new, |candidate| format!("{:.4}", candidate.score)),
            &evidence.join("; "),
        ]);
    }
    table.bytes()
}

fn relations(relations: &[PlacedRelation], tasks: &TaskList) -> Vec<u8> {
    let mut table = Table::new(&[
        "task",
        "department",
        "file",
        "sheet",
        "cell",
        "kind",
        "expression",
        "reported",
        "computed",
        "verdict",
        "quote",
    ]);
    for placed in relations {
        let [file, sheet, cell] = place_cells(Some(&placed.place));
        let relation = &placed.relation;
        table.row(&[
            id(tasks, placed.task),
            placed.department.as_deref().unwrap_or_default(),
            &file,
            &sheet,
            &cell,
            &word(relation.kind),
            &relation.expression,
            &relation.reported,
            &relation.computed,
            &word(relation.verdict),
            placed.quote(),
        ]);
    }
    table.bytes()
}

fn totals(lines: &[TotalLine]) -> Vec<u8> {
    let mut table = Table::new(&[
        "measure",
        "unit",
        "scope",
        "of",
        "file",
        "sheet",
        "cell",
        "reported",
        "computed",
        "difference",
        "verdict",
    ]);
    for line in lines {
        let [file, sheet, cell] = place_cells(line.place.as_ref());
        let sent = [
            &line.measure,
            line.unit.as_deref().unwrap_or_default(),
            &word(line.scope),
            &line.of,
            &file,
            &sheet,
            &cell,
            line.reported.as_deref().unwrap_or_default(),
        ];
        let mut cells: Vec<String> = sent.iter().map(|cell| harmless(cell).into_owned()).collect();
        // A decimal of our own making is a number, whatever its sign.
        cells.push(line.computed.to_string());
        cells.push(line.difference.map_or_else(String::new, |difference| difference.to_string()));
        cells.push(word(line.verdict));
        table.plain(cells.into_iter());
    }
    table.bytes()
}

fn submissions(outcome: &Outcome, lang: Lang) -> Vec<u8> {
    let mut table = Table::new(&[
        "file",
        "sha256",
        "department",
        "status",
        "reason",
        "records",
        "sections",
        "totals",
        "notes",
        "set_aside",
        "blank",
    ]);
    for file in &outcome.returned {
        let department = file.department.and_then(|index| outcome.register.departments.get(index));
        let count = |is: fn(&RowKind) -> bool| count_rows(file, is);
        table.row(&[
            &file.submission.file,
            &file.submission.sha256,
            department.map_or("", |department| &department.name),
            &word(file.status),
            file.reason.as_ref().map_or("", |reason| reason.get(lang)),
            &count(|kind| matches!(kind, RowKind::Record)),
            &count(|kind| matches!(kind, RowKind::Section { .. })),
            &count(|kind| matches!(kind, RowKind::Total(_))),
            &count(|kind| matches!(kind, RowKind::Note(_))),
            &count(|kind| matches!(kind, RowKind::SetAside(_))),
            &file.tables.iter().map(|table| table.blank_rows).sum::<u32>().to_string(),
        ]);
    }
    table.bytes()
}

fn count_rows(file: &Returned, is: fn(&RowKind) -> bool) -> String {
    file.tables.iter().map(|table| table.count(is)).sum::<u32>().to_string()
}

/// Records as a table: a column for every field that any of them has, in order of first appearance.
pub fn records(records: &[Record]) -> Vec<u8> {
    let mut fields = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for value in records.iter().flat_map(|record| &record.values) {
        if seen.insert(Arc::clone(&value.field)) {
            fields.push(Arc::clone(&value.field));
        }
    }
    fields.retain(|field| **field != crate::model::Field::Section);
    let mut header = vec!["file".to_owned(), "sheet".to_owned(), "row".to_owned(), "section".to_owned()];
    header.extend(fields.iter().map(ToString::to_string));
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let mut table = Table::new(&header);
    for record in records {
        let row = record.row.to_string();
        let section = record.value(&crate::model::Field::Section).map(|value| &*value.raw);
        let section = section.or(record.section.as_deref()).unwrap_or_default();
        let mut cells: Vec<&str> = vec![&record.file, &record.sheet, &row, section];
        cells.extend(fields.iter().map(|field| record.raw(field)));
        table.row(&cells);
    }
    table.bytes()
}

/// The relations of one audited narrative after another: `line` counts from 1.
pub fn audits<'a>(audits: impl Iterator<Item = (usize, &'a [Relation])>) -> Vec<u8> {
    let mut table = Table::new(&["line", "kind", "expression", "reported", "computed", "verdict", "start", "end"]);
    for (line, relations) in audits {
        for relation in relations {
            table.row(&[
                &line.to_string(),
                &word(relation.kind),
                &relation.expression,
                &relation.reported,
                &relation.computed,
                &word(relation.verdict),
                &relation.start.to_string(),
                &relation.end.to_string(),
            ]);
        }
    }
    table.bytes()
}

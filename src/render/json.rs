//! The whole outcome as JSON, for other programs. Decimals that are a figure of the user's are text.

use std::{
    cell::Cell,
    io::{self, Write},
};

use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::{Map, Value, json};

use crate::model::{
    Answer, CheckCount, Decision, Entry, Evidence, Finding, Lang, Link, Outcome, Place, Record, Returned, RowKind,
    Table, TaskList, TotalLine, Words, figure::PlacedRelation, ledger::LedgerMeasure, register::UnitName,
};
use crate::text::difference::{self, Change, Piece};

/// Name and version of the schema.
pub const SCHEMA: &str = "taizhang/outcome@1";

/// The outcome as a JSON value; sentences are in `outcome.settings.lang`.
pub fn outcome(outcome: &Outcome) -> Value {
    serde_json::to_value(Whole(outcome)).unwrap_or_default()
}

/// The outcome as bytes: indented, with a line break at the end.
pub fn bytes(found: &Outcome) -> Vec<u8> {
    let mut bytes = Vec::new();
    // Memory takes whatever is written to it.
    let _ = write(found, &mut bytes);
    bytes
}

/// Writes what `bytes` gives, entry by entry.
///
/// # Errors
/// When `out` can't be written to.
pub fn write(found: &Outcome, mut out: impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut out, &Whole(found))?;
    out.write_all(b"\n")
}

/// The outcome, of whose long lists one entry is made at a time.
struct Whole<'a>(&'a Outcome);

impl Serialize for Whole<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let outcome = self.0;
        let (lang, tasks) = (outcome.settings.lang, &outcome.tasks);
        let period = outcome.period.as_ref().map(|period| {
            json!({
                "label": period.words().get(lang), "start": period.start.to_string(), "end": period.end.to_string(),
            })
        });
        let records = &outcome.records;
        let pairs = outcome.links.iter().filter_map(|found| Some((found, records.get(found.record.0)?)));
        // In the order of the alphabet, as in every object of this file.
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("answers", &each(outcome.answers.iter().map(answer)))?;
        map.serialize_entry("checks", &each(outcome.checks.iter().map(check)))?;
        map.serialize_entry("control", &outcome.control)?;
        map.serialize_entry("findings", &each(outcome.findings.iter().map(|found| finding(found, tasks, lang))))?;
        map.serialize_entry("links", &each(pairs.map(|(found, record)| link(found, record, tasks))))?;
        map.serialize_entry("period", &period)?;
        map.serialize_entry("relations", &each(outcome.relations.iter().map(|placed| relation(placed, tasks))))?;
        map.serialize_entry("schema", SCHEMA)?;
        map.serialize_entry("submissions", &each(outcome.returned.iter().map(|file| submission(file, outcome))))?;
        map.serialize_entry("tasks", &each(outcome.ledger.entries.iter().filter_map(|entry| task(entry, tasks))))?;
        map.serialize_entry("tool", &json!({ "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") }))?;
        map.serialize_entry("totals", &each(outcome.ledger.totals.iter().map(total)))?;
        map.end()
    }
}

/// A list whose entries are made while it is written; once.
struct Each<I>(Cell<Option<I>>);

fn each<I: Iterator<Item = Value>>(entries: I) -> Each<I> {
    Each(Cell::new(Some(entries)))
}

impl<I: Iterator<Item = Value>> Serialize for Each<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.take().into_iter().flatten())
    }
}

fn submission(file: &Returned, outcome: &Outcome) -> Value {
    let department = file.department.and_then(|index| outcome.register.departments.get(index));
    json!({
        "file": &*file.submission.file,
        "sha256": file.submission.sha256,
        "department": department.map(|department| &department.name),
        "status": file.status,
        "reason": file.reason.as_ref().map(|reason| reason.get(outcome.settings.lang)),
        "instead": file.instead.as_deref(),
        "format": file.submission.format,
        "tables": file.tables.iter().map(table).collect::<Vec<_>>(),
        "rows": row_counts(&file.tables),
    })
}

fn table(table: &Table) -> Value {
    let mut fields = Map::new();
    for column in &table.columns {
        let letters = crate::model::CellRef::column_letters(column.column);
        // Of two columns with one field the first is the one that is used.
        fields.entry(column.field.to_string()).or_insert(Value::String(letters));
    }
    json!({
        "sheet": &*table.sheet_name,
        "header_rows": table.header_rows,
        "first_row": table.first_row,
        "last_row": table.last_row,
        "fields": fields,
    })
}

fn row_counts(tables: &[Table]) -> Value {
    let count = |is: fn(&RowKind) -> bool| tables.iter().map(|table| table.count(is)).sum::<u32>();
    json!({
        "records": count(|kind| matches!(kind, RowKind::Record)),
        "sections": count(|kind| matches!(kind, RowKind::Section { .. })),
        "totals": count(|kind| matches!(kind, RowKind::Total(_))),
        "notes": count(|kind| matches!(kind, RowKind::Note(_))),
        "set_aside": count(|kind| matches!(kind, RowKind::SetAside(_))),
        "blank": tables.iter().map(|table| table.blank_rows).sum::<u32>(),
    })
}

/// One record's link.
pub fn link(link: &Link, record: &Record, tasks: &TaskList) -> Value {
    json!({
        "file": &*record.file,
        "sheet": &*record.sheet,
        "row": record.row,
        "decision": link.decision,
        "by": link.by,
        "task": id(tasks, link.task),
        "score": score(link.score),
        "evidence": link.evidence.iter().map(labelled).collect::<Vec<_>>(),
        "candidates": link.candidates.iter().map(|candidate| json!({
            "task": id(tasks, Some(candidate.task)), "score": score(candidate.score),
            "evidence": candidate.evidence.iter().map(evidence).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "also": link.also.iter().map(|task| id(tasks, Some(*task))).collect::<Vec<_>>(),
        "pass": link.pass,
        "split": link.split,
        "runner_up": link.runner_up().map(|(other, lead)| json!({
            "task": id(tasks, Some(other.task)), "score": score(other.score), "lead": score(lead),
        })),
        "differences": differences(link, record, tasks),
        "question": link.question.as_deref().map(both),
    })
}

fn evidence(evidence: &Evidence) -> Value {
    json!({ "name": evidence.name, "level": evidence.level, "weight": score(evidence.weight) })
}

/// Evidence with what a person calls the field and its level.
fn labelled(found: &Evidence) -> Value {
    json!({
        "name": found.name, "level": found.level, "weight": score(found.weight),
        "field": both(&found.field()), "label": both(&found.label),
    })
}

fn both(words: &Words) -> Value {
    json!({ "zh": words.zh, "en": words.en })
}

/// Where the row's title or content is not in the list's words: both, and the stretches that lead from one to the other,
/// `=` for what is in both, `-` for what the list alone has, `+` for what the row alone has; none where they have too
/// little in common.
fn differences(link: &Link, record: &Record, tasks: &TaskList) -> Vec<Value> {
    let Some(task) = link.task.and_then(|task| tasks.tasks().get(task)) else { return Vec::new() };
    let told = link.wordings(record, task).into_iter().map(|wording| {
        let pieces = difference::pieces(wording.listed, wording.sent).map(|pieces| {
            let piece = |piece: Piece| {
                let mark = match piece.change {
                    Change::Kept => "=",
                    Change::Removed => "-",
                    Change::Added => "+",
                };
                json!([mark, piece.text])
            };
            pieces.into_iter().map(piece).collect::<Vec<_>>()
        });
        json!({
            "field": wording.field.to_string(), "listed": wording.listed, "sent": wording.sent, "pieces": pieces,
        })
    });
    told.collect()
}

/// Scores to four digits: what lies beyond is noise, and would differ between machines.
fn score(value: f64) -> f64 {
    if value.is_finite() { (value * 1e4).round() / 1e4 } else { 0.0 }
}

fn id(tasks: &TaskList, position: Option<usize>) -> Option<&str> {
    position.and_then(|position| tasks.tasks().get(position)).map(|task| &*task.id.0)
}

fn task(entry: &Entry, tasks: &TaskList) -> Option<Value> {
    let task = tasks.tasks().get(entry.task)?;
    let claims = entry.claims.iter().map(|claim| {
        json!({
            "department": claim.department.as_deref(),
            "role": claim.role,
            "file": &*claim.file,
            "sheet": &*claim.sheet,
            "row": claim.row,
            "cell": claim.cell,
            "progress": &*claim.progress,
        })
    });
    Some(json!({
        "id": &*task.id.0,
        "section": task.section,
        "number": task.number,
        "title": task.title,
        "content": task.content,
        "target": task.target,
        "lead": names(&task.lead),
        "support": names(&task.support),
        "status": entry.status,
        "progress": entry.progress(),
        "claims": claims.collect::<Vec<_>>(),
        "measures": entry.measures().iter().map(measure).collect::<Vec<_>>(),
    }))
}

fn names(units: &[UnitName]) -> Vec<&str> {
    units.iter().map(|unit| &*unit.name).collect()
}

fn measure(measure: &LedgerMeasure<'_>) -> Value {
    let LedgerMeasure { sent, claim } = measure;
    json!({
        "name": sent.name,
        "unit": sent.unit,
        "value": sent.value.map(|value| value.to_string()),
        "raw": sent.raw,
        "department": claim.department.as_deref(),
        "file": &*claim.file,
        "sheet": &*claim.sheet,
        "cell": sent.cell,
    })
}

fn finding(finding: &Finding, tasks: &TaskList, lang: Lang) -> Value {
    json!({
        "id": finding.id,
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "department": finding.department,
        "task": id(tasks, finding.task),
        "place": place(finding.place.as_ref()),
        "message": finding.message.get(lang),
        "found": finding.found,
        "expected": finding.expected,
        "detail": finding.detail.get(lang),
        "decision": finding.decision.as_deref().map(decision),
        "answer": finding.answer.as_deref().map(answer),
    })
}

/// A place, with null for what it does not have: always an object, so that a reader never has to ask.
fn place(place: Option<&Place>) -> Value {
    json!({
        "file": place.map(|place| &*place.file),
        "sheet": place.and_then(|place| place.sheet.as_deref()),
        "cell": place.and_then(|place| place.cell),
    })
}

fn answer(answer: &Answer) -> Value {
    json!({
        "finding": answer.finding, "kind": answer.kind, "standing": answer.standing, "note": &*answer.note,
        "place": place(Some(&answer.place)),
    })
}

fn decision(decision: &Decision) -> Value {
    json!({ "verdict": decision.verdict, "by": decision.by, "on": decision.on, "note": decision.note })
}

fn relation(placed: &PlacedRelation, tasks: &TaskList) -> Value {
    let relation = &placed.relation;
    json!({
        "task": id(tasks, placed.task),
        "department": placed.department.as_deref(),
        "place": place(Some(&placed.place)),
        "kind": relation.kind,
        "expression": relation.expression,
        "reported": relation.reported,
        "computed": relation.computed,
        "verdict": relation.verdict,
        "quote": placed.quote(),
    })
}

fn total(total: &TotalLine) -> Value {
    json!({
        "measure": total.measure,
        "unit": total.unit,
        "scope": total.scope,
        "of": total.of,
        "place": place(total.place.as_ref()),
        "reported": total.reported,
        "computed": total.computed.to_string(),
        "difference": total.difference.map(|difference| difference.to_string()),
        "verdict": total.verdict,
    })
}

fn check(check: &CheckCount) -> Value {
    json!({
        "code": check.code,
        "ran": check.ran,
        "not_applicable": check.not_applicable,
        "could_not_run": check.could_not_run,
        "findings": check.findings,
    })
}

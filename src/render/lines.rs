//! One JSON object a line, for the commands that answer row by row: records, links and audits.

use serde_json::{Map, Value, json};

use crate::model::{Field, Link, Quantity, Record, Relation, TaskList};

/// A record as the program understands it: where it stands, and every field with its raw text and cell.
pub fn record(record: &Record) -> Value {
    let mut line = Map::new();
    for value in &record.values {
        let told = json!({ "raw": &*value.raw, "cell": value.cell() });
        // Of two columns with one field the first is the one that is used.
        line.entry(value.field.to_string()).or_insert(told);
    }
    // The section is told by a heading above the row or by a column of its own; either way it is text.
    let column = record.value(&Field::Section);
    let section = column.map(|value| &*value.raw).or(record.section.as_deref());
    line.insert("section".into(), json!(section));
    if let Some(column) = column {
        line.insert("section_cell".into(), json!(column.cell()));
    }
    line.insert("file".into(), json!(&*record.file));
    line.insert("sheet".into(), json!(&*record.sheet));
    line.insert("row".into(), json!(record.row));
    Value::Object(line)
}

/// A record's link.
pub fn link(link: &Link, record: &Record, tasks: &TaskList) -> Value {
    super::json::link(link, record, tasks)
}

/// The figures of one narrative and what they say of each other. Positions count characters.
pub fn audit(text: &str, quantities: &[Quantity], relations: &[Relation]) -> Value {
    let quantities = quantities.iter().map(|quantity| {
        json!({
            "text": quantity.text,
            "value": quantity.value.to_string(),
            "unit": quantity.unit,
            "start": quantity.start,
            "end": quantity.end,
        })
    });
    let relations = relations.iter().map(|relation| {
        json!({
            "kind": relation.kind,
            "expression": relation.expression,
            "reported": relation.reported,
            "computed": relation.computed,
            "verdict": relation.verdict,
            "start": relation.start,
            "end": relation.end,
        })
    });
    json!({
        "text": text,
        "quantities": quantities.collect::<Vec<_>>(),
        "relations": relations.collect::<Vec<_>>(),
    })
}

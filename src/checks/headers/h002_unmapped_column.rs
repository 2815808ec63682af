//! H002: a column with content means no known field.

use std::collections::BTreeMap;

use crate::{
    checks::{Check, Draft, Report, View, wording},
    model::{CellRef, Field, Place, Severity},
    text::counted,
};

/// The check.
pub const CHECK: Check = Check {
    code: "H002",
    name: "unmapped-column",
    severity: Severity::Info,
    document: include_str!("h002_unmapped_column.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    let mut filled: BTreeMap<(usize, usize, &str), u32> = BTreeMap::new();
    for record in view.records {
        for value in record.values.iter().filter(|value| !value.raw.trim().is_empty()) {
            if let Field::Other(label) = &*value.field {
                *filled.entry((record.submission, record.table, label)).or_default() += 1;
            }
        }
    }
    for (submission, file) in view.used() {
        for (number, table) in file.tables.iter().enumerate() {
            for column in &table.columns {
                let Field::Other(name) = &column.field else { continue };
                if super::is_beside_contact(table, column) {
                    report.not_applicable();
                    continue;
                }
                report.ran();
                let Some(cells) = filled.get(&(submission, number, &**name)) else { continue };
                let letters = CellRef::column_letters(column.column);
                let label = wording::short(&column.label, 30);
                report.find(
                    Draft::new(
                        format!("{letters} 列“{label}”（{cells} 行有内容）不是已知栏目，内容照原样保留，不进入汇总表。如应识别，可在 taizhang.toml 中为它指定栏目。"),
                        format!("column {letters} “{label}” (filled in {}) means no known field: kept as it is, and not consolidated. If it should be known, name its field in taizhang.toml.", counted(*cells as usize, "row")),
                    )
                    .at(Place::cell(&file.submission.file, &table.sheet_name, column.header))
                    .department(file.department)
                    .found(column.label.clone())
                    .key(format!("{} {}", file.submission.own_name(&table.sheet_name), column.label)),
                );
            }
        }
    }
}

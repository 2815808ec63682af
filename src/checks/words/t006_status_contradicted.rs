//! T006: the status given and the figures or other lead units disagree.

use crate::{
    checks::{Check, Draft, Report, View, wording},
    figures,
    model::{CellRef, Field, Measure, MeasureKind, Record, Role, Severity, TaskStatus, Words},
};

/// The check.
pub const CHECK: Check = Check {
    code: "T006",
    name: "status-contradicted",
    severity: Severity::Warning,
    document: include_str!("t006_status_contradicted.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    by_rate(view, report);
    between_leads(view, report);
}

/// 已完成 beside a completion rate below 100 %, 未启动 beside one above 0.
fn by_rate(view: View<'_>, report: &mut Report) {
    for (record, task, _) in view.claims() {
        let Some(status) = record.status else {
            report.not_applicable();
            continue;
        };
        let Some((name, place, raw, value)) = told(record) else {
            report.not_applicable();
            continue;
        };
        report.ran();
        let contradicted = match status {
            TaskStatus::Completed => value < rust_decimal::Decimal::ONE_HUNDRED,
            TaskStatus::NotStarted => value > rust_decimal::Decimal::ZERO,
            _ => false,
        };
        if !contradicted {
            continue;
        }
        let said = record.raw(&Field::Status);
        report.find(
            Draft::new(
                format!("状态填的是“{said}”，同一行的“{name}”（{place}）是 {raw}。请核对以哪个为准。"
                ),
                format!(
                    "the status is “{said}”, and “{name}” ({place}) in the same row is {raw}. Check which of them holds."
                ),
            )
            .at(record.place(&Field::Status))
            .department(view.owner(record))
            .task(Some(task))
            .found(said)
            .key(format!("{said} {name} {raw}")),
        );
    }
}

/// The completion rate of a row, from its column or else from its words: its name, where it stands, as printed, its value.
fn told(record: &Record) -> Option<(String, CellRef, String, rust_decimal::Decimal)> {
    if let Some((rate, value)) = completion_rate(&record.measures) {
        return Some((rate.name.to_string(), rate.cell, rate.raw.to_string(), value));
    }
    let progress = record.value(&Field::Progress).filter(|value| !value.inherited)?;
    let rate = figures::completion(&progress.raw)?;
    Some(("完成率".to_owned(), progress.cell(), rate.text, rate.value))
}

/// The one completion rate of a row, when it is exact.
fn completion_rate(measures: &[Measure]) -> Option<(&Measure, rust_decimal::Decimal)> {
    let mut rates = measures.iter().filter(|measure| {
        measure.kind == MeasureKind::Rate
            && ["完成率", "完成比例", "completion rate"].iter().any(|word| measure.name.to_lowercase().contains(word))
    });
    let rate = rates.next()?;
    if rates.next().is_some() || rate.hedged { None } else { Some((rate, rate.value?)) }
}

/// Lead units of one task that give different statuses.
fn between_leads(view: View<'_>, report: &mut Report) {
    for entry in &view.ledger.entries {
        let stated: Vec<(&str, &str, TaskStatus, &Record)> = entry
            .claims
            .iter()
            .filter(|claim| claim.role == Role::Lead)
            .filter_map(|claim| {
                let record = view.records.get(claim.record.0)?;
                Some((claim.department.as_deref()?, record.raw(&Field::Status), record.status?, record))
            })
            .collect();
        if stated.is_empty() {
            report.not_applicable();
            continue;
        }
        report.ran();
        let Some(task) = view.task(entry.task).map(wording::task) else { continue };
        let mut asked: Vec<&str> = Vec::new();
        for &(name, said, status, record) in &stated {
            let against = stated.iter().filter(|(unit, _, other, _)| *unit != name && *other != status);
            let others: Vec<_> = against.map(|&(unit, said, _, record)| (unit, said, record)).collect();
            // Every unit is asked, each once: nobody knows which of them is right.
            if others.is_empty() || asked.contains(&name) {
                continue;
            }
            asked.push(name);
            report.find(of_leads(view, entry.task, &task, (name, said, record), &others));
        }
    }
}

/// A lead unit's status, as it stands in its row.
type Stated<'a> = (&'a str, &'a str, &'a Record);

fn of_leads(view: View<'_>, position: usize, task: &Words, own: Stated<'_>, others: &[Stated<'_>]) -> Draft {
    let quoted = |(unit, said, _): &Stated<'_>| format!("{unit}“{said}”");
    let (name, said, record) = own;
    let named = others.iter().map(|&(unit, said, record)| ((unit, format!("“{said}”")), record.place(&Field::Status)));
    let sides = wording::sides((name, format!("“{said}”")), named);
    let told: Vec<String> = others.iter().map(quoted).collect();
    let told = format!("{} ≠ {}", quoted(&own), wording::by_names(wording::list(&told)));
    let key: Vec<String> = others.iter().map(|(unit, said, _)| format!("{unit} {said}")).collect();
    Draft::new(
        format!("{}由几个单位共同牵头，状态不一：{}，汇总表中记为“未注明”。请与有关单位核对。", task.zh, sides.zh),
        format!(
            "{} has several lead units with different statuses: {}; it stands as not stated. Settle it with the units.",
            task.en, sides.en
        ),
    )
    .at(record.place(&Field::Status))
    .department(view.owner(record))
    .task(Some(position))
    .found(told)
    .key(format!("{name} {said} {}", key.join(" ")))
}

//! T006: the status given and the figures or other lead units disagree.

use crate::{
    checks::{Check, Draft, Report, View, wording},
    figures,
    model::{CellRef, Field, Measure, MeasureKind, Record, Role, Severity, TaskStatus},
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
        let stated: Vec<(&str, &str, TaskStatus, &crate::model::Record)> = entry
            .claims
            .iter()
            .filter(|claim| claim.role == Role::Lead)
            .filter_map(|claim| {
                let record = view.records.get(claim.record.0)?;
                Some((claim.department.as_deref()?, record.raw(&Field::Status), record.status?, record))
            })
            .collect();
        let Some((name, said, status, record)) = stated.first().copied() else {
            report.not_applicable();
            continue;
        };
        report.ran();
        let other = stated.iter().find(|(unit, _, other, _)| *unit != name && *other != status);
        let Some(&(other_name, other_said, _, other_record)) = other else { continue };
        let Some(task) = view.task(entry.task).map(wording::task) else { continue };
        let there = other_record.place(&Field::Status);
        report.find(
            Draft::new(
                format!("{}由几个单位共同牵头，{name}填“{said}”，{other_name}填“{other_said}”（{there}），汇总表中状态记为“未注明”。请与两个单位核对。", task.zh),
                format!("{} has several lead units: {name} says “{said}”, {other_name} says “{other_said}” ({there}); its status stands as not stated. Settle it with both.", task.en),
            )
            .at(record.place(&Field::Status))
            .department(view.owner(record))
            .task(Some(entry.task))
            .found(said)
            .expected(other_said)
            .key(format!("{name} {said} {other_name} {other_said}")),
        );
    }
}

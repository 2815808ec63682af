//! T007: a status word outside the vocabulary.

use std::collections::BTreeSet;

use crate::{
    checks::{Check, Draft, Report, View, wording},
    model::{Field, LinkDecision, Severity},
    text::fold,
};

/// The check.
pub const CHECK: Check = Check {
    code: "T007",
    name: "unknown-status",
    severity: Severity::Info,
    document: include_str!("t007_unknown_status.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    let mut told = BTreeSet::new();
    for (record, link) in view.linked() {
        let value = record.value(&Field::Status).filter(|value| !fold::is_blank(&value.raw));
        let Some(value) = value.filter(|_| link.decision != LinkDecision::None) else {
            report.not_applicable();
            continue;
        };
        report.ran();
        let word = fold::fold(&value.raw);
        if record.status.is_some()
            || fold::words_only(&word).is_empty()
            || !told.insert((record.submission, word.clone()))
        {
            continue;
        }
        let said = wording::short(&value.raw, 30);
        report.find(
            Draft::new(
                format!("状态“{said}”不在状态用语中，按“未注明”处理。请改用已完成、序时推进、滞后、未启动等用语，或在 taizhang.toml 中补充这一用语。"),
                format!("the status “{said}” is none of the known words and counts as not stated. Use completed, on track, behind or not started, or add the word in taizhang.toml."),
            )
            .at(record.place(&Field::Status))
            .department(view.owner(record))
            .task(link.linked())
            .found(&*value.raw)
            .key(word),
        );
    }
}

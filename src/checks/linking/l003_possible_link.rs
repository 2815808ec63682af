//! L003: a person must say which task a record is.

use std::collections::BTreeSet;

use crate::{
    checks::{Check, Draft, Report, View, decisions::SentBack, wording},
    model::{LinkDecision, RecordId, Severity},
};

/// The check.
pub const CHECK: Check = Check {
    code: "L003",
    name: "possible-link",
    severity: Severity::Warning,
    document: include_str!("l003_possible_link.md"),
    run,
};

/// A task with a score below this is not named beside the first: 任务匹配 has it as the runner-up.
const LIKELY: f64 = 0.005;

fn run(view: View<'_>, report: &mut Report) {
    // The same task said twice is L004.
    let again: BTreeSet<RecordId> =
        super::told(view).flat_map(|told| told.again).map(|(_, link)| link.record).collect();
    let sent_back = SentBack::of(view);
    let mut asked = BTreeSet::new();
    for (record, link) in view.linked() {
        report.ran();
        let is_open = link.decision == LinkDecision::Possible && !again.contains(&link.record);
        if !is_open || sent_back.has(view, record) {
            continue;
        }
        // Rows under one merged cell are one question.
        if !asked.insert(super::place(record)) {
            continue;
        }
        let words = wording::short(super::words(record), 40);
        let candidates: Vec<_> = link
            .candidates
            .iter()
            .take(3)
            .filter(|candidate| link.task == Some(candidate.task) || candidate.score >= LIKELY)
            .filter_map(|candidate| Some(wording::task(view.task(candidate.task)?)))
            .collect();
        let zh: Vec<&str> = candidates.iter().map(|task| &*task.zh).collect();
        let en: Vec<&str> = candidates.iter().map(|task| &*task.en).collect();
        let mut question = link.question.clone().unwrap_or_default();
        if !question.zh.is_empty() && !question.zh.ends_with(['。', '？', '！', '；']) {
            question.zh.push('。');
        }
        if !question.en.is_empty() && !question.en.ends_with(['.', '?', '!']) {
            question.en.push('.');
        }
        report.find(
            Draft::new(
                format!("“{words}”可能是{}，不能确定，暂未进入汇总表。{}请在“任务匹配”表中选定，以后不再询问。", zh.join("或"), question.zh),
                format!(
                    "“{words}” may be {}; this is not certain, so it is not consolidated yet. {} Choose the task on the \
                     Links sheet; it will not be asked again.",
                    en.join(" or "),
                    question.en
                ),
            )
            .at(super::place(record))
            .department(view.owner(record))
            .task(link.task)
            .found(super::words(record))
            .expected(link.task.and_then(|task| view.task(task)).map_or("", |task| task.words()))
            .key(super::key(record)),
        );
    }
}

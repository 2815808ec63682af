//! L002: a record is no task of the list.

use crate::{
    checks::{Check, Draft, Report, View, decisions::SentBack, wording},
    model::{By, Field, LinkDecision, Record, Severity},
};

/// The check.
pub const CHECK: Check = Check {
    code: "L002",
    name: "unknown-task",
    severity: Severity::Warning,
    document: include_str!("l002_unknown_task.md"),
    run,
};

/// Score below which the nearest task has nothing in common with a row: naming it would only mislead.
const LEAST_LIKE: f64 = 0.005;

fn run(view: View<'_>, report: &mut Report) {
    let sent_back = SentBack::of(view);
    for (record, link) in view.linked() {
        if view.lacks_words(record) || !super::words(record).chars().any(char::is_alphanumeric) {
            report.could_not_run();
            continue;
        }
        if is_heading(record) {
            report.not_applicable();
            continue;
        }
        report.ran();
        // What a reviewer has said to be no task is not asked again.
        if link.decision != LinkDecision::None || link.by == By::Reviewer || sent_back.has(view, record) {
            continue;
        }
        let words = wording::short(super::words(record), 40);
        let mut draft = Draft::new(
            format!(
                "“{words}”不是任务清单中的任务，没有进入汇总表。请核对是否为新增任务、往年任务或改写过多；如是清单中的某一项，请在“任务匹配”表中指定。"
            ),
            format!(
                "“{words}” is not a task on the list, so it was not consolidated. It may be new, from another year, or reworded beyond recognition; if it is a task of the list, say which on the Links sheet."
            ),
        );
        let like = link.candidates.first().filter(|best| best.score >= LEAST_LIKE);
        if let Some((candidate, task)) = like.and_then(|best| Some((best, view.task(best.task)?))) {
            let nearest = wording::task(task);
            let score = candidate.score * 100.0;
            draft.detail.zh = format!("最接近的是{}，相似程度 {score:.0}%", nearest.zh);
            draft.detail.en = format!("the nearest is {}, {score:.0}% alike", nearest.en);
        }
        report.find(
            draft
                .at(super::place(record))
                .department(view.owner(record))
                .found(super::words(record))
                .key(super::key(record)),
        );
    }
}

/// A heading with figures of its own （（一）续建项目，7，3): numbered as headings are, and with nothing to report.
fn is_heading(record: &Record) -> bool {
    let number = record.raw(&Field::Number);
    let mut letters = number.chars().filter(|c| c.is_alphanumeric()).peekable();
    let blank = |field: &Field| !record.raw(field).chars().any(char::is_alphanumeric);
    letters.peek().is_some()
        && letters.all(|c| "一二三四五六七八九十".contains(c))
        && (blank(&Field::Title) || blank(&Field::Content))
        && [Field::Progress, Field::Status, Field::Problems, Field::Next].iter().all(blank)
        && record.measures.iter().any(|measure| measure.value.is_some())
}

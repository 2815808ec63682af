//! The catalogue of checks. The only module that makes findings; reads the model and changes nothing.
//!
//! A check is a file and its document beside it: `<family>/<code>_<name>.rs` asks the question, and `.md` says in both
//! languages what it asks, why, what to do and when it stays silent, with examples that are run as its test. To add a
//! check: write the two files, name the module in its family's `mod.rs`, and add one line to [`catalogue::ALL`].

pub mod catalogue;
mod decisions;
mod departments;
mod english_periods;
mod explain;
mod figures;
mod files;
mod headers;
mod history;
mod identity;
mod linking;
mod periods;
mod report;
mod stated;
mod view;
mod wording;
mod words;

pub use explain::{Explanation, all, explain, nearest};
pub use report::{Draft, Report};
pub use view::View;

use rayon::prelude::*;

use crate::model::{CheckCount, Finding, Severity};

/// One check of the catalogue.
#[derive(Debug, Clone, Copy)]
pub struct Check {
    /// Stable code (`N003`).
    pub code: &'static str,
    /// Stable name (`rate-mismatch`).
    pub name: &'static str,
    /// Severity unless the workspace says otherwise.
    pub severity: Severity,
    /// Its document, whole.
    pub document: &'static str,
    /// Asks the question of everything in the view.
    pub run: fn(View<'_>, &mut Report),
}

/// Every code that there is a check for.
pub fn codes() -> Vec<&'static str> {
    catalogue::ALL.iter().map(|check| check.code).collect()
}

/// Runs every check that is switched on: findings most serious first, and a count a check. Checks of decisions ask what
/// the others found, so they come last.
pub fn run(view: View<'_>) -> (Vec<Finding>, Vec<CheckCount>) {
    let (last, first): (Vec<&Check>, Vec<&Check>) =
        catalogue::ALL.iter().partition(|check| check.code.starts_with('R'));
    let (mut drafts, mut counts) = ask(&first, view);
    let found = if view.decisions.is_empty() && view.edits.is_empty() {
        Vec::new()
    } else {
        identity::settle(drafts.clone(), view)
    };
    let (made, counted) = ask(&last, View { findings: &found, ..view });
    drafts.extend(made);
    counts.extend(counted);
    counts.sort_by_key(|count| count.code);
    (identity::settle(drafts, view), counts)
}

/// Checks know nothing of each other: they are asked side by side, and answer in the order given.
fn ask(checks: &[&'static Check], view: View<'_>) -> (Vec<report::Made>, Vec<CheckCount>) {
    let ask = |check: &&'static Check| {
        let severity = view.settings.severities.get(check.code).copied().unwrap_or(Some(check.severity));
        let mut report = Report::new(check, severity.unwrap_or(check.severity));
        if severity.is_some() {
            (check.run)(view, &mut report);
        }
        report.finish()
    };
    let (made, counts): (Vec<_>, Vec<_>) = checks.par_iter().map(ask).unzip();
    (made.into_iter().flatten().collect(), counts)
}

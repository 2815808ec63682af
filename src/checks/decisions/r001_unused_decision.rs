//! R001: a decision fits nothing any more.

use super::{Fate, fates, key, told};
use crate::{
    checks::{Check, Draft, Report, View, wording},
    model::{Decision, DecisionOn, DecisionVerdict, Severity},
};

/// The check.
pub const CHECK: Check = Check {
    code: "R001",
    name: "unused-decision",
    severity: Severity::Info,
    document: include_str!("r001_unused_decision.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    for (decision, fate) in fates(view) {
        match fate {
            Fate::Replaced => report.not_applicable(),
            Fate::NotSent => report.could_not_run(),
            Fate::Holds | Fate::ChangedFinding(_) | Fate::ChangedRow(_) => report.ran(),
            // A point that was sent back and does not arise any more is mended: that is what it was sent back for.
            Fate::Gone if is_mended(decision) => report.ran(),
            Fate::Gone => {
                report.ran();
                report.find(draft(view, decision));
            }
        }
    }
}

/// Whether a finding that a report showed was returned to its department. One whose code is not known was typed by hand,
/// and its id may be mistyped.
fn is_mended(decision: &Decision) -> bool {
    let shown = matches!(decision.on_what, DecisionOn::Finding { .. }) && !decision.about.code.is_empty();
    shown && decision.verdict == DecisionVerdict::Return
}

fn draft(view: View<'_>, decision: &Decision) -> Draft {
    let said = told(decision);
    let about = match &decision.on_what {
        DecisionOn::Finding { id } if decision.about.code.is_empty() => id.clone(),
        DecisionOn::Finding { id } => format!("{} {id}", decision.about.code),
        DecisionOn::Link { department, text, .. } => format!("{department} “{}”", wording::short(text, 40)),
    };
    let draft = Draft::new(
        format!(
            "处理意见{}是对 {about} 作的，本期没有与它对应的内容，没有用到。不必处理；如是编号写错，请另加一行更正。",
            said.zh
        ),
        format!(
            "the decision {} is about {about}, and nothing in this period matches it, so it was not used. Nothing needs to be \
             done; if its id is wrong, add a line with the right one.",
            said.en
        ),
    );
    let draft = draft.department(view.department_named(&decision.about.department)).found(about).key(key(decision));
    match &decision.place {
        Some(place) => draft.at(place.clone()),
        None => draft,
    }
}

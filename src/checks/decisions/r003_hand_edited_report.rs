//! R003: a cell of the report that this one replaces was changed by hand, and is no answer.

use crate::{
    checks::{Check, Draft, Report, View, wording},
    model::{Edit, Severity, Words},
};

/// The check.
pub const CHECK: Check = Check {
    code: "R003",
    name: "hand-edited-report",
    severity: Severity::Info,
    document: include_str!("r003_hand_edited_report.md"),
    run,
};

/// Edits that get a finding each; a sheet that was pasted over would bury everything else.
const MOST: usize = 300;

fn run(view: View<'_>, report: &mut Report) {
    for edit in view.edits.iter().take(MOST) {
        report.ran();
        report.find(draft(edit, view.edits.len()));
    }
}

fn draft(edit: &Edit, all: usize) -> Draft {
    let Edit { place, was, is, kept, why } = edit;
    let more = if all > MOST {
        (
            format!("共改动 {all} 处，只列出前 {MOST} 处。"),
            format!(" There are {all} such edits; the first {MOST} are listed."),
        )
    } else {
        Default::default()
    };
    let (old, new) = (quoted(was), quoted(is));
    let at =
        [place.sheet.as_deref().unwrap_or("").to_owned(), place.cell.map_or_else(String::new, |cell| cell.to_string())];
    let draft = match why {
        Some(why) => refused(why, is, kept),
        None => Draft::new(
            format!(
                "上一次的报告在这里被人改过：原为{}，改为{}。本报告按报送材料重新生成，没有采用；改过的报告另存为“{kept}”。需要采用的，请改报送材料或在处理栏更正；处理完把“{kept}”移走，就不再列出。{}",
                old.zh, new.zh, more.0
            ),
            format!(
                "the previous report was edited here: it was {} and became {}. This report is made from the submissions \
             and does not take it over; the edited one is kept as “{kept}”. If it should count, correct the submission or \
             the decision columns; once “{kept}” is moved away, it is no longer listed.{}",
                old.en, new.en, more.1
            ),
        ),
    };
    draft.at(place.clone()).found(is.clone()).expected(was.clone()).key(format!("{}\u{1}{is}", at.join("!")))
}

/// An answer that was not taken over: one finding, however many columns it was written in.
fn refused(why: &Words, said: &str, kept: &str) -> Draft {
    let said = wording::short(said, 40);
    Draft::new(
        format!(
            "上一次的报告在这一行填的是“{said}”。{}改过的报告另存为“{kept}”；在本报告中重新填好后把它移走，就不再列出。",
            why.zh
        ),
        format!(
            "in the previous report this row was answered with “{said}”: {}. It is kept as “{kept}”: answer again in this \
             report and move it away, and this is no longer listed.",
            why.en
        ),
    )
}

/// What stood in a cell, between quotation marks; a word for a cell in which nothing stood.
fn quoted(text: &str) -> Words {
    if text.trim().is_empty() {
        return Words::new("空白", "blank");
    }
    Words::same(format!("“{}”", wording::short(text, 40)))
}

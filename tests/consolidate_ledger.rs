//! What becomes of claims in the ledger, and of figures in the totals: tiny workspaces in text, run through the whole
//! program.

#[path = "checks_documents/document.rs"]
#[allow(dead_code)]
mod document;
#[path = "checks_documents/workspace.rs"]
mod workspace;

use taizhang::model::{Outcome, TotalLine, Verdict};

/// `id | status | narrative`, line breaks as `⏎`.
fn ledger(outcome: &Outcome) -> Vec<String> {
    let tasks = outcome.tasks.tasks();
    let line = |entry: &taizhang::model::Entry| {
        let status = serde_json::to_value(entry.status).unwrap();
        format!("{} | {} | {}", tasks[entry.task].id, status.as_str().unwrap(), entry.progress().replace('\n', "⏎"))
    };
    outcome.ledger.entries.iter().map(line).collect()
}

/// `scope of | measure unit | reported computed verdict | unread`.
fn totals(outcome: &Outcome) -> Vec<String> {
    outcome.ledger.totals.iter().map(total).collect()
}

fn total(line: &TotalLine) -> String {
    let scope = serde_json::to_value(line.scope).unwrap();
    let verdict = line.verdict.map_or("-", |verdict| match verdict {
        Verdict::Consistent => "consistent",
        Verdict::Rounding => "rounding",
        Verdict::Unexplained => "unexplained",
        Verdict::Unclear => "unclear",
        Verdict::Inconsistent => "inconsistent",
    });
    let unread: Vec<&str> = line.unread.iter().map(|(_, text)| text.as_str()).collect();
    format!(
        "{} {} | {} {} | {} {} {verdict} | {}",
        scope.as_str().unwrap(),
        line.of,
        line.measure,
        line.unit.as_deref().unwrap_or("-"),
        line.reported.as_deref().unwrap_or("-"),
        line.computed.normalize(),
        unread.join(" ")
    )
}

#[test]
fn cases_become_the_ledger_that_they_say() {
    let text = include_str!("consolidate_ledger.md");
    let mut faults = Vec::new();
    for example in document::examples(text) {
        let outcome = workspace::run(&example);
        for (block, told) in [("ledger", ledger(&outcome)), ("totals", totals(&outcome))] {
            let Some(expected) = example.lines.get(block) else { continue };
            if *expected != told {
                faults.push(format!("{} · {block}\n{}", example.title, told.join("\n")));
            }
        }
        assert_eq!(outcome.ledger.entries.len(), outcome.tasks.len(), "{}", example.title);
        for entry in &outcome.ledger.entries {
            for claim in &entry.claims {
                assert!(
                    entry.progress().contains(&*claim.progress),
                    "{}: {} is not there",
                    example.title,
                    claim.progress
                );
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

//! How much the figure audit finds and how seldom it accuses the innocent, on labelled sentences.
//!
//! `tests/figures/*.jsonl`, one sentence a line: `name` (its group before the dash: plain, slip or trap), `text`,
//! `relations` with `kind`, `figures`, `reported`, `says` (holds, aside, ask, wrong, broken, silent) and `here`
//! (every figure stands in the text), and optionally `quantities` as `value|unit`.

use std::{collections::BTreeMap, fmt::Write as _};

use serde_json::Value;
use taizhang::{
    figures::{Audit, audit},
    model::{Relation, RelationKind, Verdict},
};

/// Broken relations found, real slips found and proofs printed at least; proofs without a label at most (most of them are
/// true and merely not labelled, as the list of a target beside its rate).
const BROKEN_FOUND: usize = 900;
const WRONG_FOUND: usize = 4;
const PROOFS: usize = 1860;
const UNLABELLED: usize = 155;

#[derive(Default)]
struct Score {
    plain: usize,
    plain_accused: usize,
    traps: usize,
    traps_accused: usize,
    broken: usize,
    broken_found: usize,
    wrong: usize,
    wrong_found: usize,
    holds: usize,
    holds_found: usize,
    /// By kind: relations that hold, those of them printed as proofs, and proofs printed that no label knows.
    kinds: BTreeMap<String, (usize, usize, usize)>,
    quantities: usize,
    quantities_read: usize,
    details: String,
}

fn cases() -> Vec<Value> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/figures");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let texts = files
        .iter()
        .filter(|file| file.extension().is_some_and(|e| e == "jsonl"))
        .map(|file| std::fs::read_to_string(file).unwrap());
    texts
        .flat_map(|text| text.lines().map(|line| serde_json::from_str(line).unwrap()).collect::<Vec<Value>>())
        .collect()
}

const fn accuses(relation: &Relation) -> bool {
    matches!(relation.verdict, Verdict::Unclear | Verdict::Inconsistent)
}

const fn holds(relation: &Relation) -> bool {
    matches!(relation.verdict, Verdict::Consistent | Verdict::Rounding)
}

fn kind(relation: &Relation) -> String {
    format!("{:?}", relation.kind).to_lowercase()
}

/// The number in a figure's text, without zeros at its end.
fn number(text: &str) -> String {
    let digits: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.').to_owned() } else { digits }
}

fn matching<'a>(label: &Value, audit: &'a Audit) -> Option<&'a Relation> {
    let reported = number(label["reported"].as_str().unwrap());
    let operands: Vec<String> = label["figures"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| number(f.as_str().unwrap()))
        .filter(|n| !n.is_empty())
        .collect();
    let kind = label["kind"].as_str().unwrap();
    audit.relations.iter().find(|relation| {
        let same_kind = format!("{:?}", relation.kind).to_lowercase() == kind
            // 139 − 97 = 42 and 97 + 42 = 139 say the same.
            || (kind == "sum" && relation.kind == RelationKind::Difference)
            || (kind == "difference" && relation.kind == RelationKind::Sum);
        let numbers: Vec<String> = relation
            .expression
            .split(|c: char| !(c.is_ascii_digit() || c == '.'))
            .map(number)
            .chain([number(&relation.reported)])
            .collect();
        same_kind
            && (number(&relation.reported) == reported
                || matches!(kind, "sum" | "difference") && numbers.contains(&reported))
            && operands.iter().any(|operand| numbers.contains(operand))
    })
}

fn score() -> Score {
    let mut score = Score::default();
    for case in cases() {
        let (name, text) = (case["name"].as_str().unwrap(), case["text"].as_str().unwrap());
        let audit = audit(text);
        let accused: Vec<&Relation> = audit.relations.iter().filter(|r| accuses(r)).collect();
        let labels = case["relations"].as_array().unwrap();
        let group = name.split('-').next().unwrap();
        let accusable = labels.iter().any(|l| matches!(l["says"].as_str(), Some("ask" | "wrong" | "broken")));
        let show = |score: &mut Score, what: &str| {
            let _ = writeln!(
                score.details,
                "{what} {name} {text}\n    {:?}",
                audit
                    .relations
                    .iter()
                    .map(|r| format!("{:?} {} [{}] {:?}", r.kind, r.expression, r.reported, r.verdict))
                    .collect::<Vec<_>>()
            );
        };
        match group {
            "trap" => {
                score.traps += 1;
                if !accused.is_empty() {
                    score.traps_accused += 1;
                    show(&mut score, "TRAP");
                }
            }
            "slip" => {
                score.broken += 1;
                if accused.is_empty() {
                    show(&mut score, "MISS");
                } else {
                    score.broken_found += 1;
                }
            }
            _ if accusable => {
                score.wrong += 1;
                if accused.is_empty() {
                    show(&mut score, "REAL");
                } else {
                    score.wrong_found += 1;
                }
            }
            _ => {
                score.plain += 1;
                if !accused.is_empty() {
                    score.plain_accused += 1;
                    show(&mut score, "ACCUSED");
                }
            }
        }
        let known: Vec<&Relation> = labels.iter().filter_map(|label| matching(label, &audit)).collect();
        for proof in audit.relations.iter().filter(|r| r.verdict == Verdict::Consistent && group == "plain") {
            let unknown = !known.iter().any(|relation| std::ptr::eq(*relation, proof));
            score.kinds.entry(kind(proof)).or_default().2 += usize::from(unknown);
        }
        for label in labels.iter().filter(|l| l["says"] == "holds" && l["here"] == true) {
            score.holds += 1;
            let row = score.kinds.entry(label["kind"].as_str().unwrap().to_owned()).or_default();
            row.0 += 1;
            row.1 += usize::from(matching(label, &audit).is_some_and(holds));
            if matching(label, &audit).is_some_and(holds) {
                score.holds_found += 1;
            } else {
                show(&mut score, &format!("PROOF {} {} {}", label["kind"], label["figures"], label["reported"]));
            }
        }
        if let Some(quantities) = case["quantities"].as_array() {
            let wanted: Vec<&str> = quantities.iter().map(|q| q.as_str().unwrap()).collect();
            let read: Vec<String> = audit.quantities.iter().map(|q| format!("{}|{}", q.value, q.unit)).collect();
            score.quantities += wanted.len().max(read.len());
            let hits = wanted.iter().filter(|w| read.iter().any(|r| r == *w)).count();
            score.quantities_read += hits;
            if hits != wanted.len().max(read.len()) {
                let _ = writeln!(score.details, "QUANTITY {name} {text}\n    want {wanted:?}\n    read {read:?}");
            }
        }
    }
    score
}

#[test]
fn accuracy() {
    let score = score();
    if std::env::var_os("FIGURES_DETAILS").is_some() {
        println!("{}", score.details);
    }
    println!("plain accused    {:>4} of {}", score.plain_accused, score.plain);
    println!("traps accused    {:>4} of {}", score.traps_accused, score.traps);
    println!("broken found     {:>4} of {}", score.broken_found, score.broken);
    println!("real slips found {:>4} of {}", score.wrong_found, score.wrong);
    println!("proofs printed   {:>4} of {}", score.holds_found, score.holds);
    println!("quantities read  {:>4} of {}", score.quantities_read, score.quantities);
    println!(
        "\n{:<12} {:>6} {:>8} {:>7} {:>9} {:>10}",
        "kind", "labels", "printed", "recall", "unlabelled", "precision"
    );
    for (kind, (labels, printed, unlabelled)) in &score.kinds {
        let share = |part: usize, whole: usize| part as f64 * 100.0 / whole.max(1) as f64;
        println!(
            "{kind:<12} {labels:>6} {printed:>8} {:>6.1}% {unlabelled:>9} {:>9.1}%",
            share(*printed, *labels),
            share(*printed, printed + unlabelled)
        );
    }
    assert_eq!(score.plain_accused, 0, "a sentence that holds was accused");
    assert_eq!(score.traps_accused, 0, "a trap was accused");
    // What was reached is kept: a lower figure is a step back.
    assert!(score.broken_found >= BROKEN_FOUND, "broken relations found");
    assert!(score.wrong_found >= WRONG_FOUND, "real slips found");
    assert!(score.holds_found >= PROOFS, "proofs printed");
    assert_eq!(score.quantities_read, score.quantities, "quantities read");
    let unlabelled: usize = score.kinds.values().map(|(_, _, unlabelled)| unlabelled).sum();
    assert!(unlabelled <= UNLABELLED, "{unlabelled} proofs printed that nobody labelled: read them");
}

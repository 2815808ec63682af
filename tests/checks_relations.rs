//! Which verdict on which relation becomes which finding, and how serious. Only what is inconsistent may be an error,
//! only what is unclear a warning.

use std::{collections::BTreeMap, sync::Arc};

use taizhang::{
    checks::{self, View},
    lexicon::Units,
    model::{
        CellRef, Decision, DecisionOn, DecisionVerdict, Finding, Ledger, Place, Register, Relation, RelationKind,
        Settings, Severity, TaskList, Verdict, figure::PlacedRelation,
    },
};

fn placed(kind: RelationKind, verdict: Verdict, reported: &str, computed: &str) -> PlacedRelation {
    PlacedRelation {
        task: None,
        department: None,
        place: Place::cell(&Arc::from("a.xlsx"), &Arc::from("Sheet1"), CellRef::new(5, 6)),
        text: "共60项，完成38项，序时推进21项".into(),
        relation: Relation {
            kind,
            expression: "38 + 21 = 59".into(),
            reported: reported.into(),
            computed: computed.into(),
            verdict,
            start: 0,
            end: 17,
            note: None,
        },
    }
}

fn run(relations: &[PlacedRelation], settings: &Settings, decisions: &[Decision]) -> Vec<Finding> {
    let (register, tasks, ledger, units) =
        (Register::default(), TaskList::default(), Ledger::default(), Units::built_in());
    let view = View {
        period: None,
        settings,
        register: &register,
        tasks: &tasks,
        returned: &[],
        records: &[],
        links: &[],
        ledger: &ledger,
        relations,
        called: &[],
        decisions,
        previous: None,
        edits: &[],
        findings: &[],
        units: &units,
    };
    checks::run(view).0
}

#[test]
fn a_verdict_becomes_the_finding_of_its_kind() {
    use RelationKind::{Count, Difference, Growth, Points, Rate, Ratio, Repeat, Share, Sum, Target, Unit};
    use Severity::{Error, Info, Warning};
    use Verdict::{Consistent, Inconsistent, Rounding, Unclear, Unexplained};
    for (kind, verdict, computed, expected) in [
        (Sum, Inconsistent, "59", Some(("N002", Error))),
        (Sum, Unclear, "61", Some(("N004", Warning))),
        (Sum, Unclear, "59", Some(("N005", Warning))),
        (Sum, Unexplained, "59", Some(("N005", Info))),
        (Sum, Rounding, "59", Some(("N006", Info))),
        (Sum, Consistent, "60", None),
        (Rate, Inconsistent, "59", Some(("N003", Error))),
        (Rate, Unclear, "59", Some(("N003", Warning))),
        (Rate, Rounding, "59", Some(("N006", Info))),
        (Ratio, Inconsistent, "59", Some(("N003", Error))),
        (Repeat, Inconsistent, "59", Some(("N007", Error))),
        (Repeat, Unclear, "59", Some(("N007", Warning))),
        (Unit, Inconsistent, "59", Some(("N008", Warning))),
        (Target, Inconsistent, "59", Some(("N010", Info))),
        (Growth, Inconsistent, "59", Some(("N013", Error))),
        (Difference, Unclear, "59", Some(("N013", Warning))),
        (Points, Inconsistent, "59", Some(("N013", Error))),
        (Count, Inconsistent, "59", Some(("N014", Warning))),
        (Share, Inconsistent, "59", Some(("N015", Warning))),
        (Share, Consistent, "60", None),
    ] {
        let findings = run(&[placed(kind, verdict, "60", computed)], &Settings::default(), &[]);
        let told: Vec<(&str, Severity)> = findings.iter().map(|finding| (finding.code, finding.severity)).collect();
        assert_eq!(told, expected.into_iter().collect::<Vec<_>>(), "{kind:?} {verdict:?} {computed}");
        for finding in &findings {
            for words in [&finding.message.zh, &finding.message.en] {
                assert!(words.contains("38 + 21 = 59") && words.contains("a.xlsx › Sheet1 › F5"), "{words}");
            }
        }
    }
}

#[test]
fn a_workspace_may_change_a_severity_or_switch_a_check_off() {
    let relations = [placed(RelationKind::Sum, Verdict::Inconsistent, "60", "59")];
    for (severity, expected) in [(Some(Severity::Warning), vec![Severity::Warning]), (None, vec![])] {
        let severities = BTreeMap::from([("N002".to_owned(), severity)]);
        let findings = run(&relations, &Settings { severities, ..Settings::default() }, &[]);
        assert_eq!(findings.iter().map(|finding| finding.severity).collect::<Vec<_>>(), expected);
    }
}

#[test]
fn the_last_decision_on_a_finding_stays_with_it() {
    let relations = [placed(RelationKind::Sum, Verdict::Inconsistent, "60", "59")];
    let id = run(&relations, &Settings::default(), &[])[0].id.clone();
    let decision = |verdict, id: &str| Decision {
        on_what: DecisionOn::Finding { id: id.to_owned() },
        verdict,
        by: "王敏".to_owned(),
        on: "2023-07-10".to_owned(),
        note: String::new(),
        about: taizhang::model::About::default(),
        place: None,
    };
    let decisions = [
        decision(DecisionVerdict::Return, &id),
        decision(DecisionVerdict::Dismiss, &id),
        decision(DecisionVerdict::Accept, "00000000"),
    ];
    let findings = run(&relations, &Settings::default(), &decisions);
    assert_eq!(findings[0].decision.as_ref().map(|decision| decision.verdict), Some(DecisionVerdict::Dismiss));
}

//! The outcome as JSON: every field that other programs rely on, decimals as text, nothing left out.

mod report_fixture;

use serde_json::Value;
use taizhang::render;

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().map(|object| object.keys().map(String::as_str).collect()).unwrap_or_default()
}

#[test]
fn every_promised_field_is_there() {
    let json = render::json::outcome(&report_fixture::outcome());
    let promised: &[(&str, &[&str])] = &[
        (
            "",
            &[
                "schema",
                "tool",
                "period",
                "submissions",
                "links",
                "tasks",
                "findings",
                "relations",
                "totals",
                "checks",
                "control",
            ],
        ),
        ("/tool", &["name", "version"]),
        ("/period", &["label", "start", "end"]),
        ("/submissions/0", &["file", "sha256", "department", "status", "reason", "tables", "rows"]),
        ("/submissions/0/tables/0", &["sheet", "header_rows", "first_row", "last_row", "fields"]),
        ("/submissions/0/rows", &["records", "sections", "totals", "notes", "set_aside", "blank"]),
        (
            "/links/0",
            &[
                "file",
                "sheet",
                "row",
                "decision",
                "by",
                "task",
                "score",
                "evidence",
                "candidates",
                "runner_up",
                "differences",
                "question",
            ],
        ),
        ("/links/0/evidence/0", &["name", "level", "weight", "field", "label"]),
        ("/links/0/evidence/0/label", &["zh", "en"]),
        ("/links/0/candidates/0", &["task", "score", "evidence"]),
        (
            "/tasks/0",
            &[
                "id", "section", "number", "title", "content", "lead", "support", "status", "progress", "claims",
                "measures",
            ],
        ),
        ("/tasks/0/claims/0", &["department", "file", "sheet", "row", "cell", "progress"]),
        ("/tasks/0/measures/0", &["name", "unit", "value", "cell"]),
        (
            "/findings/0",
            &[
                "id",
                "code",
                "name",
                "severity",
                "department",
                "task",
                "place",
                "message",
                "found",
                "expected",
                "detail",
                "decision",
            ],
        ),
        ("/findings/0/place", &["file", "sheet", "cell"]),
        ("/relations/0", &["task", "place", "kind", "expression", "reported", "computed", "verdict", "quote"]),
        ("/totals/0", &["measure", "scope", "of", "place", "reported", "computed", "difference", "verdict"]),
        ("/totals/1/place", &["file", "sheet", "cell"]),
        ("/checks/0", &["code", "ran", "not_applicable", "could_not_run", "findings"]),
        ("/control", &["rows_in", "rows_linked", "rows_possible", "rows_unlinked", "rows_other"]),
    ];
    for (at, fields) in promised {
        let found = json.pointer(at).unwrap_or_else(|| panic!("nothing at {at}"));
        for field in *fields {
            assert!(keys(found).contains(field), "{at} has no {field}");
        }
    }
}

#[test]
fn words_and_figures_are_the_promised_ones() {
    let json = render::json::outcome(&report_fixture::outcome());
    for (at, expected) in [
        ("/schema", "taizhang/outcome@1"),
        ("/period/start", "2023-01-01"),
        ("/submissions/0/status", "read"),
        ("/submissions/0/tables/0/fields/progress", "F"),
        ("/links/2/decision", "none"),
        ("/links/0/by", "engine"),
        ("/tasks/0/status", "on-track"),
        ("/tasks/3/status", "on-track"),
        ("/tasks/4/status", "not-started"),
        ("/tasks/6/status", "unreported"),
        ("/tasks/0/claims/0/cell", "F5"),
        ("/tasks/0/measures/0/value", "41.8"),
        ("/findings/0/severity", "error"),
        ("/relations/1/kind", "rate"),
        ("/relations/1/verdict", "rounding"),
        ("/totals/0/scope", "table"),
        ("/totals/0/difference", "1.00"),
    ] {
        assert_eq!(json.pointer(at).and_then(Value::as_str), Some(expected), "{at}");
    }
    assert!(json["links"][2]["task"].is_null());
    assert!(
        json["findings"].as_array().is_some_and(|all| all.iter().any(|finding| finding["place"]["file"].is_null()))
    );
    assert!(json["submissions"][0]["reason"].is_null() && json["submissions"][4]["reason"].is_string());
    assert_eq!(json["links"][5]["score"], 0.6156);
}

#[test]
fn a_record_line_has_every_field_with_its_cell() {
    let outcome = report_fixture::outcome();
    let line = render::lines::record(&outcome.records[1]);
    assert_eq!(line["file"], "submissions/市生态环境局.xlsx");
    assert_eq!(line["row"], 7);
    assert_eq!(line["section"], "九、聚焦绿色低碳");
    assert_eq!(line["progress"]["cell"], "F7");
    assert_eq!(line["progress"]["raw"], report_fixture::long_narrative(3_000));
    assert_eq!(line["other:联系人"]["raw"], "张三 0512-6512345");
}

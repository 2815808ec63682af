//! Every document of the catalogue is run as its check's test: it must fire where its examples say, and stay silent where
//! they say. List, files, documents and codes are held together.

#[path = "checks_documents/document.rs"]
mod document;
#[path = "checks_documents/workspace.rs"]
mod workspace;

use std::{collections::BTreeSet, fs, path::Path};

use document::{Document, Expected};
use taizhang::{
    checks::{self, Check, catalogue::ALL},
    model::{Finding, Lang},
};

/// The findings of one example that its document must answer for, in the document's own form.
fn told(findings: &[Finding], code: &str) -> Vec<String> {
    findings
        .iter()
        .filter(|finding| finding.code == code)
        .map(|finding| {
            let place = finding.place.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string);
            format!("{} {} | {place} | {}", finding.code, severity(finding), finding.message.zh)
        })
        .collect()
}

fn severity(finding: &Finding) -> &'static str {
    match finding.severity {
        taizhang::model::Severity::Error => "error",
        taizhang::model::Severity::Warning => "warning",
        taizhang::model::Severity::Info => "info",
    }
}

fn meets(expected: &Expected, finding: &Finding) -> bool {
    let place = finding.place.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string);
    expected.code == finding.code
        && expected.severity == severity(finding)
        && (place.ends_with(&expected.place) || expected.place == "-")
        && (finding.message.zh.contains(&expected.fragment) || finding.detail.zh.contains(&expected.fragment))
}

/// What is wrong with an example, if anything.
fn run(check: &Check, document: &Document) -> Vec<String> {
    let mut faults = Vec::new();
    for example in &document.examples {
        let findings = workspace::run(example).findings;
        let own: Vec<&Finding> = findings.iter().filter(|finding| finding.code == check.code).collect();
        let mut left: Vec<&Finding> = own.clone();
        let mut missing = Vec::new();
        for expected in &example.findings {
            match left.iter().position(|finding| meets(expected, finding)) {
                Some(at) => {
                    left.remove(at);
                }
                None => missing.push(format!("{expected:?}")),
            }
        }
        if !missing.is_empty() || !left.is_empty() {
            faults.push(format!(
                "{} “{}”\n  missing: {}\n  found:   {}",
                check.code,
                example.title,
                missing.join("\n           "),
                told(&findings, check.code).join("\n           ")
            ));
        }
    }
    faults
}

#[test]
fn every_document_is_true() {
    let only = std::env::var("CHECK").ok();
    let mut faults = Vec::new();
    for check in ALL.iter().filter(|check| only.as_deref().is_none_or(|code| code == check.code)) {
        faults.extend(run(check, &document::parse(check.document)));
    }
    assert!(faults.is_empty(), "{} example(s) fail:\n\n{}", faults.len(), faults.join("\n\n"));
}

#[test]
fn every_document_shows_when_its_check_stays_silent() {
    for check in ALL {
        let document = document::parse(check.document);
        assert!(document.examples.iter().any(|example| example.findings.is_empty()), "{}", check.code);
    }
}

#[test]
fn list_files_documents_and_codes_agree() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/checks");
    let mut files = BTreeSet::new();
    for family in fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        for file in fs::read_dir(family).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()) {
            if file != "mod.rs" {
                files.insert(file);
            }
        }
    }
    let mut listed = BTreeSet::new();
    for check in ALL {
        let stem = format!("{}_{}", check.code.to_lowercase(), check.name.replace('-', "_"));
        assert!(listed.insert(format!("{stem}.rs")) && listed.insert(format!("{stem}.md")), "{stem} stands twice");
        let document = document::parse(check.document);
        assert_eq!((document.code.as_str(), document.name.as_str()), (check.code, check.name));
        let explained = checks::explain(check.code).unwrap();
        assert_eq!(document.severity, explained.severity.words().get(Lang::En), "{}", check.code);
        for lang in [Lang::Zh, Lang::En] {
            assert!(
                !explained.title.get(lang).is_empty() && explained.text.get(lang).chars().count() > 60,
                "{}",
                check.code
            );
        }
        assert!(explained.title.get(Lang::Zh).chars().any(|c| c > '\u{2e80}'), "{}", check.code);
        assert!(
            explained.title.get(Lang::En).is_ascii() || explained.title.get(Lang::En).contains('—'),
            "{}",
            check.code
        );
    }
    assert_eq!(files, listed);
}

/// Codes are for ever: this is the catalogue, and a code never changes its name.
#[test]
fn codes_keep_their_names() {
    let named: Vec<String> = ALL.iter().map(|check| format!("{} {}", check.code, check.name)).collect();
    assert_eq!(named, include_str!("checks_documents/catalogue.txt").lines().collect::<Vec<_>>());
}

//! The arrows of the house go one way: which room may know which is written down here, and the sources are held to it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// Room → the rooms that it may use. A room may always use itself.
const ARROWS: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("model", &["text"]),
    ("lexicon", &["model", "text"]),
    ("intake", &["model", "text"]),
    ("detect", &["model", "text", "lexicon"]),
    ("normalise", &["model", "text", "lexicon"]),
    ("link", &["model", "text"]),
    ("figures", &["model", "text"]),
    ("consolidate", &["model", "text", "lexicon"]),
    ("changes", &["model", "text"]),
    // The checks compare a cell with the words beside it: they ask the figure audit's arithmetic.
    ("checks", &["model", "text", "lexicon", "figures"]),
    // What is built in, with what a workspace puts in its place.
    ("templates", &["model", "text"]),
    ("report", &["model", "text", "templates"]),
    // What goes out must be read again when it comes back: its words are those of the word lists.
    ("forms", &["model", "text", "lexicon", "templates"]),
    ("render", &["model", "text", "templates"]),
    // A report of ours is a workbook like any other, whose sheets have the report's own names.
    ("reread", &["model", "text", "intake", "report"]),
    // It watches a process that reads; the journal's lines are the readers' own.
    ("supervise", &["model", "intake"]),
    ("workspace", &["model", "text", "lexicon", "intake", "detect", "normalise", "reread"]),
    (
        "pipeline",
        &[
            "model",
            "lexicon",
            "intake",
            "detect",
            "normalise",
            "link",
            "figures",
            "consolidate",
            "changes",
            "checks",
            "forms",
            "workspace",
        ],
    ),
    (
        "cli",
        &[
            "model",
            "text",
            "lexicon",
            "intake",
            "normalise",
            "link",
            "figures",
            "changes",
            "checks",
            "forms",
            "report",
            "render",
            "reread",
            "supervise",
            "templates",
            "workspace",
            "pipeline",
        ],
    ),
    ("main", &["cli"]),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The rooms named after `crate::` in a source, groups in braces included.
fn rooms_used(source: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    // Examples in documentation and test modules may look anywhere.
    let code: String = source
        .lines()
        .take_while(|line| !line.starts_with("#[cfg(test)]"))
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    for (position, _) in code.match_indices("crate::") {
        let rest = &code[position + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            used.extend(names_in_group(group));
        } else {
            used.insert(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    used
}

fn names_in_group(group: &str) -> Vec<String> {
    let (mut depth, mut name, mut names) = (0, String::new(), Vec::new());
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(std::mem::take(&mut name)),
            _ if depth == 0 => name.push(c),
            _ => {}
        }
    }
    names.push(name);
    names
        .iter()
        .map(|name| name.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>())
        .filter(|name| !name.is_empty())
        .collect()
}

fn room_of(path: &Path, root: &Path) -> String {
    let first = path.strip_prefix(root).unwrap().components().next().unwrap();
    first.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
}

#[test]
fn arrows_go_one_way() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let allowed: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut wrong = Vec::new();
    for path in files {
        let room = room_of(&path, &root);
        if room == "lib" {
            continue;
        }
        let may = allowed.get(room.as_str()).unwrap_or_else(|| panic!("room {room} has no line in ARROWS"));
        for used in rooms_used(&fs::read_to_string(&path).unwrap()) {
            if used != room && !may.contains(&used.as_str()) {
                wrong.push(format!("{} uses {used}", path.strip_prefix(&root).unwrap().display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_checks_make_findings_and_only_the_edge_knows_formats() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut wrong = Vec::new();
    for path in files {
        let room = room_of(&path, &root);
        let source = fs::read_to_string(&path).unwrap();
        let code = source.split("#[cfg(test)]").next().unwrap_or_default();
        for (words, rooms) in [
            ("rust_xlsxwriter", &["render"][..]),
            ("calamine", &[]),
            ("SystemTime::now", &["cli"]),
            ("Instant::now", &["cli", "intake", "supervise"]),
            ("println!", &["cli"]),
            ("std::env", &["cli", "supervise"]),
        ] {
            let used = code.lines().any(|line| !line.trim_start().starts_with("//") && line.contains(words));
            if used && !rooms.contains(&room.as_str()) && room != "main" {
                wrong.push(format!("{}: {words}", path.strip_prefix(&root).unwrap().display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_says_what_it_is_for_and_can_be_read_in_one_sitting() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut wrong = Vec::new();
    for path in files {
        let source = fs::read_to_string(&path).unwrap();
        let name = path.strip_prefix(&root).unwrap().display().to_string();
        if !source.starts_with("//!") {
            wrong.push(format!("{name} does not say what it is for"));
        }
        if source.lines().count() > 600 {
            wrong.push(format!("{name} has {} lines", source.lines().count()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

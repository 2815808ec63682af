//! A check's document, taken apart.

use std::collections::BTreeMap;

/// One document.
pub struct Document {
    pub code: String,
    pub name: String,
    pub severity: String,
    pub examples: Vec<Example>,
}

/// A tiny workspace and what must be found in it.
#[derive(Default, Clone)]
pub struct Example {
    pub title: String,
    /// The task list as CSV; that of the example before where it has none of its own.
    pub tasks: String,
    /// The register as CSV, where it has one.
    pub departments: Option<String>,
    /// The submissions.
    pub files: Vec<File>,
    /// Options of the run, `key=value` behind `findings`.
    pub options: BTreeMap<String, String>,
    /// What must be found; nothing else of the same check may be.
    pub findings: Vec<Expected>,
    /// Whether it says so, be it nothing.
    pub has_findings: bool,
    /// Lines of any other block, by its name.
    pub lines: BTreeMap<String, Vec<String>>,
}

/// A file to be made.
#[derive(Clone)]
pub struct File {
    /// `csv`, `xlsx`, `bytes` or `encrypted`.
    pub kind: String,
    /// Relative to the workspace.
    pub path: String,
    /// Options behind the path, `key=value`.
    pub options: BTreeMap<String, String>,
    /// What stands in it, in the form of its kind.
    pub text: String,
}

/// A finding that must be there.
#[derive(Debug, Clone)]
pub struct Expected {
    pub code: String,
    pub severity: String,
    /// The end of its place, or `-` for any.
    pub place: String,
    /// A part of its Chinese message, or of its detail.
    pub fragment: String,
}

/// Takes a document apart; anything that is not as agreed is a panic with the words in question.
pub fn parse(text: &str) -> Document {
    let mut head = text.lines();
    let (code, name) = head.next().unwrap().strip_prefix("# ").unwrap().split_once(' ').unwrap();
    let severity = head.find_map(|line| line.strip_prefix("severity: ")).unwrap();
    let examples = examples(text.split("\n## Examples\n").nth(1).expect("no examples"));
    for example in &examples {
        assert!(example.has_findings, "{}: no findings", example.title);
    }
    Document { code: code.into(), name: name.into(), severity: severity.into(), examples }
}

/// Examples, each under a heading of the third level.
pub fn examples(body: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    for part in body.split("\n### ").skip(1) {
        let (title, rest) = part.split_once('\n').unwrap();
        let tasks = examples.last().map(|example| example.tasks.clone()).unwrap_or_default();
        let mut example = Example { title: title.to_owned(), tasks, ..Example::default() };
        for (info, block) in blocks(rest) {
            take(&mut example, &info, block);
        }
        examples.push(example);
    }
    examples
}

/// Fenced blocks with their info lines.
fn blocks(text: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in text.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) => open = Some((info.to_owned(), String::new())),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some((_, block)), None) => {
                block.push_str(line);
                block.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block is not closed");
    blocks
}

fn take(example: &mut Example, info: &str, block: String) {
    let mut words = info.split(' ');
    let kind = words.next().unwrap();
    let mut path = String::new();
    let mut options = BTreeMap::new();
    for word in words {
        match word.split_once('=') {
            Some((key, value)) => {
                options.insert(key.to_owned(), value.to_owned());
            }
            None => word.clone_into(&mut path),
        }
    }
    match kind {
        "tasks" => example.tasks = block,
        "departments" => example.departments = Some(block),
        "findings" => {
            example.options = options;
            example.has_findings = true;
            example.findings = block.lines().map(expected).collect();
        }
        "csv" | "xlsx" | "bytes" | "encrypted" => {
            example.files.push(File { kind: kind.to_owned(), path, options, text: block });
        }
        other => {
            example.lines.insert(other.to_owned(), block.lines().map(ToOwned::to_owned).collect());
        }
    }
}

fn expected(line: &str) -> Expected {
    let parts: Vec<&str> = line.splitn(3, " | ").collect();
    let [head, place, fragment] = parts.as_slice() else { panic!("{line}: not `code severity | place | fragment`") };
    let (code, severity) = head.split_once(' ').unwrap();
    Expected { code: code.into(), severity: severity.into(), place: (*place).into(), fragment: (*fragment).into() }
}

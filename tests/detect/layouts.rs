//! Layouts of tables as departments send them, in text: a sheet above, what detection makes of it below. `UPDATE=1 cargo
//! test --test detect_tables` rewrites what stands below; the difference is read before it is committed.
//!
//! A line is a row, `|` parts cells, `<` continues the merged cell to its left, `^` the one above; digits are stored as
//! numbers unless `'` stands before them; `\n` is a line break. `@hide 5`, `@hide C`, `@period 2023-01 2023-06`,
//! `@sheet name` and `@hidden` stand on lines of their own.

use std::{fmt::Write as _, fs, path::Path};

use crate::support;

#[test]
fn layouts_are_understood() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/detect");
    let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "txt"));
    files.sort();
    assert!(files.len() >= 4);
    let mut wrong = String::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let mut updated = String::new();
        for case in text.split("\n## ").enumerate() {
            let (name, rest) = case.1.split_once('\n').unwrap();
            let (input, expected) = rest.split_once("\n---\n").unwrap_or((rest.trim_end(), ""));
            let found = support::understood(input);
            if found.trim() != expected.trim() {
                writeln!(wrong, "{}: {name}\n{}", file.display(), support::difference(expected.trim(), found.trim()))
                    .unwrap();
            }
            let mark = if case.0 == 0 { "" } else { "## " };
            write!(updated, "{mark}{name}\n{input}\n---\n{}\n\n", found.trim()).unwrap();
        }
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&file, format!("{}\n", updated.trim_end())).unwrap();
        }
    }
    assert!(wrong.is_empty() || std::env::var_os("UPDATE").is_some(), "{wrong}");
}

//! A workspace on disk: settings, task list, register, submissions, and what should be found in them.

use std::{fs, path::Path};

use crate::{
    content::{DEPARTMENTS, TASKS},
    sent::Sent,
    write::Fault,
};

/// The texts of a workspace besides the submissions.
pub struct Texts {
    settings: &'static str,
    readme: &'static str,
}

/// 2023年上半年.
pub const FIRST_HALF: Texts =
    Texts { settings: include_str!("data/2023h1-settings.toml"), readme: include_str!("data/2023h1-readme.md") };
/// 2023年一季度.
pub const FIRST_QUARTER: Texts =
    Texts { settings: include_str!("data/2023q1-settings.toml"), readme: include_str!("data/2023q1-readme.md") };

/// Writes a workspace; what an earlier run left in `submissions/` goes first.
pub fn write(folder: &Path, texts: &Texts, files: &[Sent]) -> Result<(), Fault> {
    let submissions = folder.join("submissions");
    if submissions.exists() {
        fs::remove_dir_all(&submissions)?;
    }
    fs::create_dir_all(&submissions)?;
    fs::write(folder.join("taizhang.toml"), texts.settings)?;
    fs::write(folder.join("README.md"), texts.readme)?;
    // With a byte order mark: the clerk opens them in a spreadsheet program.
    fs::write(folder.join("tasks.csv"), format!("\u{FEFF}{TASKS}"))?;
    fs::write(folder.join("departments.csv"), format!("\u{FEFF}{DEPARTMENTS}"))?;
    for file in files.iter().filter(|file| !file.path.is_empty()) {
        let path = submissions.join(file.path);
        fs::create_dir_all(path.parent().unwrap_or(&submissions))?;
        fs::write(path, &file.bytes)?;
    }
    fs::write(folder.join("expected.csv"), expected(files)?)?;
    Ok(())
}

/// The planted faults as a table.
fn expected(files: &[Sent]) -> Result<Vec<u8>, Fault> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["file", "sheet", "cell", "code", "note"])?;
    for file in files {
        let name = if file.path.is_empty() { String::new() } else { format!("submissions/{}", file.path) };
        for plant in &file.plants {
            writer.write_record([name.as_str(), &plant.sheet, &plant.cell, plant.code, plant.note])?;
        }
    }
    Ok(writer.into_inner().map_err(|fault| fault.to_string())?)
}

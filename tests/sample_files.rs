//! The sample quarters are what `cargo run --example samples` writes, byte for byte.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const QUARTERS: [&str; 2] = ["suzhou-2023h1", "suzhou-2023q1"];

/// Every file below a folder but the reports that runs have written, by its relative name.
fn files(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders: Vec<PathBuf> = QUARTERS.iter().map(|name| root.join(name)).collect();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of samples") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                if path.file_name().is_some_and(|name| name != "out") {
                    folders.push(path);
                }
            } else {
                let name = path.strip_prefix(root).expect("below the root").to_owned();
                found.insert(name, fs::read(&path).expect("a readable file"));
            }
        }
    }
    found
}

#[test]
fn the_samples_are_made_again_byte_for_byte() {
    let made = tempfile::tempdir().expect("a temporary folder");
    let run = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--example", "samples", "--"])
        .arg(made.path())
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let (kept, made) = (files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")), files(made.path()));
    let names = |files: &BTreeMap<PathBuf, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&kept), names(&made));
    for (name, bytes) in kept {
        assert!(bytes == made[&name], "{} differs: run the example again", name.display());
    }
}

#[test]
fn the_samples_stay_small() {
    let kept = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds"));
    let bytes: usize = kept.values().map(Vec::len).sum();
    assert!(bytes < 1_500_000, "{bytes} bytes");
}

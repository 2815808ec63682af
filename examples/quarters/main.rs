//! Writes a made-up quarter to a folder, for measuring: `cargo run --release --example quarters -- city|set|province DIR`.
//! The city has 60 files and 3,000 rows, the set 20 files, 102,000 rows and 6,000 tasks, the province 10,000 files and
//! 1,000,000 rows.

#[path = "../../benches/quarter/city.rs"]
#[allow(dead_code)] // the bench makes single files as well
mod city;

use std::{env, path::Path, process::ExitCode};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (size, folder) = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["city", folder] => (city::CITY, folder),
        ["set", folder] => (city::SET, folder),
        ["province", folder] => (city::PROVINCE, folder),
        _ => {
            eprintln!("usage: quarters city|set|province DIR");
            return ExitCode::from(2);
        }
    };
    match city::write(Path::new(folder), size) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{folder}: {error}");
            ExitCode::FAILURE
        }
    }
}

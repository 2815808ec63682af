//! Writes a made-up quarter to a folder, for measuring: `cargo run --release --example quarters -- city|set|province|hard DIR`.
//! The city has 60 files and 3,000 rows, the set 20 files, 102,000 rows and 6,000 tasks, the province 10,000 files and
//! 1,000,000 rows; `of 1000 10000 10 DIR` has 1,000 files, 10,000 tasks and ten rows a task; `hard` is two quarters of one city that are hard to lay out, to look at.

#[path = "../../benches/quarter/city.rs"]
#[allow(dead_code)] // the bench makes single files as well
mod city;
mod hard;

use std::{env, error::Error, path::Path, process::ExitCode};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (size, folder) = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["city", folder] => (city::CITY, folder),
        ["set", folder] => (city::SET, folder),
        ["province", folder] => (city::PROVINCE, folder),
        ["of", departments, tasks, by, folder] => match (departments.parse(), tasks.parse(), by.parse()) {
            (Ok(departments), Ok(tasks), Ok(by)) => (city::Size { departments, tasks, by }, folder),
            _ => return usage(),
        },
        ["hard", folder] => return told(hard::write(Path::new(folder)), folder),
        _ => return usage(),
    };
    told(city::write(Path::new(folder), size), folder)
}

fn usage() -> ExitCode {
    eprintln!(
        "usage: quarters city|set|province|hard DIR\n       quarters of DEPARTMENTS TASKS DEPARTMENTS-A-TASK DIR"
    );
    ExitCode::from(2)
}

fn told(written: Result<(), Box<dyn Error>>, folder: &str) -> ExitCode {
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{folder}: {error}");
            ExitCode::FAILURE
        }
    }
}

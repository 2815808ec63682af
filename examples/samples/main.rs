//! Writes the sample quarters `seeds/suzhou-2023h1` and `seeds/suzhou-2023q1`, byte for byte the same each time.
//!
//! `cargo run --example samples [DIR]`: DIR is the folder to write into, `seeds` by default.

#![allow(clippy::assigning_clones, reason = "a changed cell reads better as an assignment; speed is no matter here")]
#![allow(clippy::format_push_string, clippy::format_collect, reason = "markup is put together piece by piece")]

mod content;
mod formula;
mod grid;
mod h1;
mod q1;
mod sent;
mod sheet;
mod workspace;
mod write;

use std::path::PathBuf;

fn main() -> Result<(), write::Fault> {
    let root = std::env::args_os()
        .nth(1)
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/seeds")), PathBuf::from);
    workspace::write(&root.join("suzhou-2023h1"), &workspace::FIRST_HALF, &h1::files()?)?;
    workspace::write(&root.join("suzhou-2023q1"), &workspace::FIRST_QUARTER, &q1::files()?)?;
    Ok(())
}

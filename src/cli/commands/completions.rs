//! `completions`: a script for a shell.

use clap::CommandFactory;
use clap_complete::Shell;

use crate::cli::{Done, Failure, args::Cli, terminal};

/// Prints the script.
pub fn run(shell: Shell) -> Result<Done, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "taizhang", &mut script);
    terminal::print(&script)?;
    Ok(Done::Clean)
}

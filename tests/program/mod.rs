//! The program, run as a person runs it.

use std::{
    path::Path,
    process::{Command, Output, Stdio},
};

/// Runs the program; its messages are in `lang`.
pub fn taizhang(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_taizhang"))
        .args(args)
        .current_dir(folder)
        .env("LANG", "zh_CN.UTF-8")
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

//! `explain`: the catalogue of checks, or one of them.

use crate::{
    checks,
    cli::{Done, Failure, terminal},
    model::{Lang, Words},
};

/// Prints one line a check, or the whole document of one.
pub fn run(code: Option<&str>, lang: Lang) -> Result<Done, Failure> {
    let text = match code {
        None => catalogue(lang),
        Some(code) => checks::explain(code).ok_or_else(|| unknown(code))?.document(lang),
    };
    terminal::print(text.as_bytes())?;
    Ok(Done::Clean)
}

fn catalogue(lang: Lang) -> String {
    checks::all().iter().map(|check| format!("{}\n", check.line(lang))).collect()
}

fn unknown(code: &str) -> Failure {
    let near = checks::nearest(code).map_or_else(Words::default, |check| {
        Words::new(format!("是不是 {}？", check.code), format!("; did you mean {}?", check.code))
    });
    Failure::words(Words::new(
        format!("没有“{code}”这个检查代码。{}运行 taizhang explain 查看全部代码。", near.zh),
        format!("there is no check {code}{}; `taizhang explain` lists them all", near.en),
    ))
}

//! Adding to `decisions.csv`. What stands in it is never rewritten: lines are put at its end, in the order of its own
//! columns and in its own encoding.

use std::{fs, io::Write, path::Path};

use super::{decisions::COLUMNS, fault::Fault};
use crate::{
    model::{Decision, DecisionOn, Lang, Words},
    text::fold,
};

/// Appends decisions to the file, which is made with a header in `lang` where there is none. With each stands whether it
/// takes an earlier decision on the same thing back.
///
/// # Errors
/// A file that is no CSV in UTF-8 or GB18030, that has no column for what was decided, or that can't be written to.
pub fn append(path: &Path, decisions: &[(Decision, bool)], lang: Lang) -> Result<(), Vec<Fault>> {
    if decisions.is_empty() {
        return Ok(());
    }
    let name = path.display().to_string();
    let fault = |words: Words| vec![Fault::file(&name, words)];
    let there = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(fault(cannot(&error))),
    };
    let layout = Layout::of(&there).map_err(&fault)?;
    if let Some(key) = decisions.iter().find_map(|(decision, _)| layout.lacks(decision)) {
        return Err(fault(lacking(key)));
    }
    let mut text = String::new();
    if there.is_empty() {
        text.push('\u{feff}');
        text.push_str(&line(&labels(lang), b',')?);
    } else if !there.ends_with(b"\n") {
        text.push('\n');
    }
    for (decision, is_withdrawn) in decisions {
        let values: Vec<String> = layout
            .keys
            .iter()
            .map(|key| key.map_or_else(String::new, |key| value(decision, *is_withdrawn, key, lang)))
            .collect();
        text.push_str(&line(&values, layout.delimiter)?);
    }
    let bytes = layout.encode(&text).ok_or_else(|| {
        fault(Words::new(
            "文件的编码写不下新的处理记录。请把它另存为 UTF-8 编码的 CSV 后再运行。",
            "new decisions can't be written in the file's encoding: save it as CSV in UTF-8 and run again",
        ))
    })?;
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(|error| fault(cannot(&error)))?;
    }
    let file = fs::OpenOptions::new().create(true).append(true).open(path);
    file.and_then(|mut file| {
        let written = file.write_all(&bytes).and_then(|()| file.sync_all());
        if written.is_err() {
            // A disk that filled up half way through a line: what stood there stays as it was.
            let _ = file.set_len(there.len() as u64);
        }
        written
    })
    .map_err(|error| fault(cannot(&error)))
}

fn cannot(error: &std::io::Error) -> Words {
    Words::new(
        format!("处理意见无法写入：{error}。请检查文件是否正被其他程序打开、是否可写；报告没有改动。"),
        format!("decisions can't be added: {error}; is it open elsewhere, is it writable? The report was not touched"),
    )
}

fn lacking(key: &str) -> Words {
    let label = COLUMNS.iter().find(|(known, _)| *known == key).and_then(|(_, labels)| labels.first()).unwrap_or(&"");
    Words::new(
        format!(
            "处理记录没有“{label}”（{key}）这一列，新的处理意见无处可写。请在表头末尾加上这一列后再运行；报告没有改动。"
        ),
        format!(
            "the decisions have no column “{key}” ({label}) to write new ones into: add it at the end of the header and run \
             again. The report was not touched"
        ),
    )
}

/// How an existing file is laid out.
struct Layout {
    /// For each of its columns the key, where it is one of ours.
    keys: Vec<Option<&'static str>>,
    delimiter: u8,
    is_gb: bool,
}

impl Layout {
    fn of(bytes: &[u8]) -> Result<Self, Words> {
        if bytes.is_empty() {
            let keys = COLUMNS.iter().map(|(key, _)| Some(*key)).collect();
            return Ok(Self { keys, delimiter: b',', is_gb: false });
        }
        let refused = || {
            Words::new(
                "不能在这个文件后面追加。请把处理记录另存为 UTF-8 编码的 CSV，用 --decisions 指定。",
                "nothing can be added to this file: save the decisions as CSV in UTF-8 and name it with --decisions",
            )
        };
        let (text, is_gb) = if let Ok(text) = std::str::from_utf8(bytes) {
            (std::borrow::Cow::Borrowed(text), false)
        } else {
            let (text, damaged) = encoding_rs::GB18030.decode_without_bom_handling(bytes);
            if damaged {
                return Err(refused());
            }
            (text, true)
        };
        if text.contains('\0') {
            return Err(refused());
        }
        let mut lines = text.trim_start_matches('\u{feff}').lines();
        let header = lines.find(|line| keys(line).0.contains(&Some("verdict"))).ok_or_else(refused)?;
        let (keys, delimiter) = keys(header);
        Ok(Self { keys, delimiter, is_gb })
    }

    /// A column without which a decision can't be read again.
    fn lacks(&self, decision: &Decision) -> Option<&'static str> {
        let needed: &[&'static str] = match decision.on_what {
            DecisionOn::Finding { .. } => &["finding"],
            DecisionOn::Link { .. } => &["text", "department", "task"],
        };
        needed.iter().copied().find(|key| !self.keys.contains(&Some(*key)))
    }

    fn encode(&self, text: &str) -> Option<Vec<u8>> {
        if !self.is_gb {
            return Some(text.as_bytes().to_vec());
        }
        let (bytes, _, lossy) = encoding_rs::GB18030.encode(text);
        (!lossy).then(|| bytes.into_owned())
    }
}

/// The keys of a header line and what stands between its columns.
fn keys(line: &str) -> (Vec<Option<&'static str>>, u8) {
    let delimiter = [b',', b'\t', b';'].into_iter().max_by_key(|mark| line.matches(char::from(*mark)).count());
    let delimiter = delimiter.unwrap_or(b',');
    let mut taken: Vec<&str> = Vec::new();
    let keys = line.split(char::from(delimiter)).map(|label| {
        let label = fold::fold(label.trim_matches('"'));
        let known =
            COLUMNS.iter().find(|(key, labels)| label == *key || labels.iter().any(|own| fold::fold(own) == label));
        let key = known.map(|(key, _)| *key).filter(|key| !taken.contains(key))?;
        taken.push(key);
        Some(key)
    });
    (keys.collect(), delimiter)
}

fn labels(lang: Lang) -> Vec<String> {
    let label = |(key, labels): &(&'static str, &'static [&'static str])| match lang {
        Lang::Zh => labels.first().copied().unwrap_or(key).to_owned(),
        Lang::En => (*key).to_owned(),
    };
    COLUMNS.iter().map(label).collect()
}

fn line(values: &[String], delimiter: u8) -> Result<String, Vec<Fault>> {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    let written = writer.write_record(values).map_err(|error| error.to_string());
    let bytes = written.and_then(|()| writer.into_inner().map_err(|error| error.to_string()));
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).map_err(|error| error.to_string()));
    text.map_err(|error| vec![Fault::file("decisions", Words::same(error))])
}

fn value(decision: &Decision, is_withdrawn: bool, key: &str, lang: Lang) -> String {
    let say = |zh: &str, en: &str| if lang == Lang::Zh { zh.to_owned() } else { en.to_owned() };
    let about = &decision.about;
    match (key, &decision.on_what) {
        ("kind", DecisionOn::Finding { .. }) => say("差异", "finding"),
        ("kind", DecisionOn::Link { .. }) => say("匹配", "link"),
        ("finding", DecisionOn::Finding { id }) => id.clone(),
        ("code", _) => about.code.clone(),
        ("department", DecisionOn::Link { department, .. }) => department.clone(),
        ("department", DecisionOn::Finding { .. }) => about.department.clone(),
        ("task", DecisionOn::Link { task, .. }) => task.clone().unwrap_or_else(|| say("无", "none")),
        ("task", DecisionOn::Finding { .. }) => about.task.clone(),
        // The words are the department's: a spreadsheet program must not take them for a formula.
        ("text", DecisionOn::Link { text, .. }) if text.starts_with(['=', '+', '-', '@']) => format!("'{text}"),
        ("text", DecisionOn::Link { text, .. }) => text.clone(),
        ("text", DecisionOn::Finding { .. }) => about.subject.clone(),
        ("verdict", _) if is_withdrawn => say("撤回", "withdraw"),
        ("verdict", _) => match lang {
            Lang::Zh => decision.verdict.words().zh,
            Lang::En => decision.verdict.key().to_owned(),
        },
        ("by", _) => decision.by.clone(),
        ("on", _) => decision.on.clone(),
        ("note", _) => decision.note.clone(),
        ("state", DecisionOn::Finding { .. }) => about.state.clone(),
        ("task_words", _) => about.task_words.clone(),
        _ => String::new(),
    }
}

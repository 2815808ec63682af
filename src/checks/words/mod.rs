//! T: the words.

pub mod t001_empty_progress;
pub mod t002_placeholder_progress;
pub mod t003_stale_prose;
pub mod t004_copied_prose;
pub mod t005_other_period;
pub mod t006_status_contradicted;
pub mod t007_unknown_status;
pub mod t008_truncated_text;

use std::sync::LazyLock;

use crate::{
    model::{Field, FieldValue, Record},
    text::fold,
};

use super::wording;

/// The narrative of a row, where it stands in the row's own cell and says anything.
fn own_progress(record: &Record) -> Option<&FieldValue> {
    record.value(&Field::Progress).filter(|value| !value.inherited && !fold::is_blank(&value.raw))
}

/// Whether a narrative says nothing that a reader could use.
fn is_placeholder(text: &str) -> bool {
    if is_hint(text) {
        return true;
    }
    // No entry is as long as this with all the words that may stand around it.
    if text.chars().filter(|c| matches!(c, '\u{4e00}'..='\u{9fff}')).nth(LONGEST).is_some() {
        return false;
    }
    let words = fold::words_only(text);
    if words.is_empty() {
        return true;
    }
    let mut bare = words.trim_end_matches('.');
    for before in
        ["目前", "当前", "现", "该项工作", "该项任务", "该工作", "该任务", "此项工作", "各项工作", "工作", "项目"]
    {
        bare = bare.strip_prefix(before).filter(|rest| !rest.is_empty()).unwrap_or(bare);
    }
    for after in ["中", "之中", "当中", "落实"] {
        bare = bare.strip_suffix(after).filter(|rest| !rest.is_empty()).unwrap_or(bare);
    }
    let list = || wording::entries(include_str!("../../../seeds/checks/placeholders.txt"));
    list().any(|entry| entry == bare || entry == words)
}

/// Characters of the longest placeholder, with everything that may stand around it.
const LONGEST: usize = 60;

/// A hint that the form left in the cell: short, and begins as hints do.
fn is_hint(text: &str) -> bool {
    const LONGEST_HINT: usize = 80;
    const HEAD: usize = 24;
    static HINTS: LazyLock<Vec<&str>> =
        LazyLock::new(|| wording::entries(include_str!("../../../seeds/checks/form_hints.txt")).collect());
    let mut seen = text.chars().filter(|c| !c.is_whitespace());
    let head = fold::fold(&seen.by_ref().take(HEAD).collect::<String>());
    HINTS.iter().any(|hint| head.starts_with(hint)) && seen.nth(LONGEST_HINT - HEAD).is_none()
}

/// The words of a text without the times that it names.
pub fn timeless(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut mentions = super::periods::mentions(text).into_iter().peekable();
    for (at, c) in text.chars().enumerate() {
        while mentions.peek().is_some_and(|mention| mention.end <= at) {
            mentions.next();
        }
        if mentions.peek().is_none_or(|mention| at < mention.start) {
            kept.push(c);
        }
    }
    fold::words_only(&kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_that_say_nothing_are_placeholders() {
        for text in [
            "正常推进",
            "目前正常推进中。",
            "无",
            "—",
            "/",
            "年度统计",
            "按序时进度推进。",
            "（请填写截至6月底的进展）",
            "N/A",
            "On track.",
            "Nothing to report",
            "Work is under way.",
            "No change since last quarter",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in [
            "已完成",
            "尚未下达",
            "正常推进，完成投资2亿元",
            "目前已开工",
            "无障碍设施改造完成",
            "暂无新增项目",
            "请示已上报省政府",
        ] {
            assert!(!is_placeholder(text), "{text}");
        }
    }
}

//! T008: a text was cut off.

use crate::{
    checks::{Check, Draft, Report, View, wording},
    model::{Field, Severity},
    text::fold,
};

/// The check.
pub const CHECK: Check = Check {
    code: "T008",
    name: "truncated-text",
    severity: Severity::Warning,
    document: include_str!("t008_truncated_text.md"),
    run,
};

/// Lengths at which old programs cut a text: a field of a database, and a cell.
const LIMITS: [usize; 2] = [255, 32_767];

fn run(view: View<'_>, report: &mut Report) {
    for (record, link) in view.linked() {
        for field in [Field::Progress, Field::Problems, Field::Next] {
            let value = record.value(&field).filter(|value| !value.inherited && !fold::is_blank(&value.raw));
            let Some(value) = value else {
                report.not_applicable();
                continue;
            };
            report.ran();
            let Some((zh, en)) = cut(&value.raw) else { continue };
            let tail = tail(&value.raw);
            report.find(
                Draft::new(
                    format!("文字似乎没有写完，末尾是“…{tail}”（{zh}）。请向报送单位核对原文。"),
                    format!("the text seems to be cut off; it ends in “…{tail}” ({en}). Ask the department for the whole of it."),
                )
                .at(record.place(&field))
                .department(view.owner(record))
                .task(link.linked())
                .found(wording::short(&value.raw, 200))
                .key(format!("{field} {tail}")),
            );
        }
    }
}

/// Why a text looks cut off, if it does.
fn cut(text: &str) -> Option<(String, String)> {
    let text = text.trim_end();
    if text.ends_with(['。', '！', '？', '!', '?', '.', '；', ';', '”', '"', '…']) {
        return None;
    }
    let length = text.encode_utf16().count();
    if LIMITS.contains(&length) {
        return Some((
            format!("正好 {length} 个字符，是旧程序的长度上限"),
            format!("exactly {length} characters, the limit of old programs"),
        ));
    }
    let open = unclosed(text)?;
    Some((format!("括号“{open}”没有闭合"), format!("the bracket “{open}” is not closed")))
}

/// The bracket that is still open where the text ends, when it was opened in the last sentence.
fn unclosed(text: &str) -> Option<char> {
    const PAIRS: [(char, char); 7] =
        [('（', '）'), ('(', ')'), ('《', '》'), ('“', '”'), ('【', '】'), ('[', ']'), ('〔', '〕')];
    let last = text.rsplit(['。', '；', ';', '\n', '！', '？']).next().unwrap_or(text);
    // （ and ) are often mixed by hand: width does not matter.
    let half = |c: char| match c {
        '（' => '(',
        '）' => ')',
        '［' => '[',
        '］' => ']',
        other => other,
    };
    let mut open: Vec<char> = Vec::new();
    for c in last.chars() {
        if PAIRS.iter().any(|(opening, _)| *opening == c) {
            open.push(c);
        } else if PAIRS.iter().any(|(_, closing)| *closing == c) {
            let closes = open.iter().rposition(|opening| {
                PAIRS.iter().any(|(left, right)| half(*left) == half(*opening) && half(*right) == half(c))
            });
            if let Some(at) = closes {
                open.truncate(at);
            }
        }
    }
    open.pop()
}

fn tail(text: &str) -> String {
    let chars: Vec<char> = text.trim_end().chars().collect();
    chars.iter().skip(chars.len().saturating_sub(12)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_breaks_off_is_cut() {
        let long = "字".repeat(255);
        for text in ["完成投资2亿元（其中省级", "印发《工作", long.as_str(), "已开工。（其中"] {
            assert!(cut(text).is_some(), "{text}");
        }
        for text in [
            "完成投资2亿元（其中省级1亿元）",
            "（一）开工。二是推进",
            "完成（A)项目",
            "1）开工",
            "完成投资",
            "已开工（见附件。",
        ] {
            assert!(cut(text).is_none(), "{text}");
        }
    }
}

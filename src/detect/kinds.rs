//! What one cell holds, by its text alone: a figure, no value, organisations, a status, a narrative.

use crate::text::fold::fold;

use super::{
    grid::View,
    words::{brackets, lists, opens},
};

/// Whether a text reads as one figure: 41.8, 1,200, 2000万, 16.6亿, 57%（偏慢）, 近100, -3.0%.
pub fn is_figure(text: &str) -> bool {
    text.len() <= 120 && is_figure_form(&fold(text))
}

/// As `is_figure`, of a text in comparison form.
pub fn is_figure_form(folded: &str) -> bool {
    if folded.chars().nth(24).is_some() {
        return false;
    }
    let bare = folded.trim_start_matches(|c: char| "约近超逾过达≥≤><=±+-共".contains(c)).trim_start_matches("突破");
    // Most cells are words: what does not begin with a digit, outside brackets, is no figure.
    if !bare.starts_with(|c: char| c.is_ascii_digit() || opens(c)) {
        return false;
    }
    let (outside, _) = brackets(bare);
    let digits_end = outside.find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.'))).unwrap_or(outside.len());
    let (digits, unit) = outside.split_at(digits_end);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) || digits.matches('.').count() > 1 {
        return false;
    }
    unit.chars().count() <= 8
        && !unit.contains(|c: char| c.is_ascii_digit() && !unit.contains('m') || "年月日,;。:-~".contains(c))
}

/// Whether a text stands for "no value": /, -, 无, 暂无, —.
pub fn is_placeholder(folded: &str) -> bool {
    matches!(folded, "/" | "-" | "--" | "---" | "\\" | "无" | "暂无" | "n/a" | "na" | "none" | "nil" | "空")
}

/// Words for a body in names in English.
const BODIES: [&str; 9] =
    ["bureau", "office", "commission", "department", "agency", "committee", "authority", "district", "council"];

/// Whether a text looks like a list of organisations by the endings of its names; no register is asked.
pub fn is_organisation_like(text: &str) -> bool {
    let mut parts = unit_parts(text).peekable();
    parts.peek().is_some()
        && parts.all(|part| {
            let count = part.chars().count();
            (2..=22).contains(&count) && lists().organisations.ends(part)
                || (2..=8).contains(&count) && part.ends_with(['市', '区', '县', '镇', '乡'])
                || part.bytes().any(|byte| byte.is_ascii_alphabetic())
                    && part.split_whitespace().any(|word| BODIES.iter().any(|body| word.eq_ignore_ascii_case(body)))
        })
}

/// The names in a cell with several units, marks and brackets cut off.
pub fn unit_parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(['、', '，', ',', ';', '；', '\n', '/', ' ', '\u{3000}'])
        .map(|part| part.trim_matches(|c: char| !c.is_alphanumeric()))
        .map(|part| part.split(['(', '（']).next().unwrap_or(part))
        .map(|part| {
            ["牵头", "配合", "等", "各"].iter().fold(part, |name, word| name.strip_suffix(word).unwrap_or(name))
        })
        .filter(|part| !part.is_empty())
        .take(40)
}

/// Whether a text in comparison form is a status word.
pub fn is_status_form(folded: &str) -> bool {
    let bare = folded.trim_end_matches(['。', '.', '!', '√']);
    lists().statuses.iter().any(|word| word == bare)
        || matches!(
            bare,
            "completed"
                | "ontrack"
                | "behind"
                | "delayed"
                | "notstarted"
                | "done"
                | "inprogress"
                | "green"
                | "amber"
                | "yellow"
        )
}

/// Whether a text is a narrative: longer than a name, or with sentence punctuation.
pub fn is_prose(text: &str) -> bool {
    let mut count = 0;
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        count += 1;
        if count >= 25 || (count >= 8 && matches!(c, '，' | '。' | '；' | ';')) {
            return true;
        }
    }
    false
}

/// Whether a row numbers the columns: 1 2 3, 甲 乙 1 2, (1) (2) (3)=(1)+(2).
pub fn are_column_numbers(view: &View<'_>) -> bool {
    const STEMS: &str = "甲乙丙丁戊己庚辛";
    let mut expected: Option<u32> = None;
    let mut numbers = 0;
    for item in &view.items {
        if item.text.len() > 40 {
            return false;
        }
        let folded = item.folded();
        let head = folded.split('=').next().unwrap_or_default().trim_matches(['(', ')', '栏']);
        let stem = head.chars().count() == 1 && head.starts_with(|c| STEMS.contains(c) || ('a'..='h').contains(&c));
        if stem && expected.is_none() {
            continue;
        }
        let Ok(number) = head.parse::<u32>() else { return false };
        if expected.map_or(number > 2, |expected| number != expected) {
            return false;
        }
        expected = Some(number + 1);
        numbers += 1;
    }
    numbers >= 2 || (numbers == 0 && view.items.len() >= 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_and_names_are_told() {
        for text in [
            "41.8",
            "1,200",
            "2000万",
            "16.6亿",
            "57%（偏慢）",
            "近100",
            "170,024万元",
            "-3.0%",
            "≥93.8%",
            "31.9微克/立方米",
        ] {
            assert!(is_figure(text), "{text}");
        }
        for text in ["2023年6月", "1-6月", "尚未下达", "年度统计", "3.1.2", "", "共12项，完成3项", "2023-06-30"]
        {
            assert!(!is_figure(text), "{text}");
        }
        for text in ["市水务局", "市发改委、市住建局", "★市生态环境局（牵头）", "张家港市政府", "城投集团；轨道公司"]
        {
            assert!(is_organisation_like(text), "{text}");
        }
        for text in ["亿元", "推进污染防治，完成3项", "个", ""] {
            assert!(!is_organisation_like(text), "{text}");
        }
    }
}

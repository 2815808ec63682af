//! A cell with several units → its names: separators, brackets, marks of the lead and what is no name at all.

use crate::text::fold;

use super::ShortForms;

/// One name of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Segment {
    /// As sent, marks removed.
    pub raw: String,
    /// Marked as the lead.
    pub lead_mark: bool,
}

const HARD: [char; 18] =
    ['、', '，', ',', '﹑', '､', '；', ';', '/', '／', '|', '｜', '。', '＋', '+', '＆', '&', '\u{2028}', '\u{ff64}'];
const STARS: [char; 10] = ['★', '☆', '*', '＊', '▲', '△', '※', '✱', '✳', '⭐'];
const LEAD_WORDS: [&str; 8] = ["牵头单位", "牵头部门", "牵头", "主办单位", "主办", "主责单位", "总牵头", "lead"];
const OTHER_WORDS: [&str; 12] = [
    "配合单位",
    "配合部门",
    "配合",
    "协办单位",
    "协办",
    "协同单位",
    "协同",
    "参与单位",
    "参与",
    "责任单位",
    "责任部门",
    "support",
];

/// The names in a cell. `whole` says whether a text is one name that the register knows.
pub(super) fn segments(cell: &str, whole: &dyn Fn(&str) -> bool, forms: &ShortForms) -> Vec<Segment> {
    let mut found = Vec::new();
    let mut lead_label = false;
    for piece in split_hard(cell) {
        let (label, rest) = without_label(&piece);
        lead_label = label.unwrap_or(lead_label);
        for part in split_soft(rest, whole) {
            // A label can also stand after a line break inside the piece.
            let (label, part) = without_label(&part);
            lead_label = label.unwrap_or(lead_label);
            for name in split_joined(part, whole, forms) {
                push_name(&name, lead_label, &mut found);
            }
        }
    }
    found
}

fn push_name(name: &str, lead_label: bool, found: &mut Vec<Segment>) {
    let (bare, mark) = without_marks(name);
    let lead_mark = mark.unwrap_or(lead_label);
    for name in expanded(&without_etc(&bare)) {
        if is_name(&name) {
            found.push(Segment { raw: name, lead_mark });
        }
    }
}

/// Whether anything is left that could be a name: not numbering, not a dash, not 无.
fn is_name(text: &str) -> bool {
    let folded = fold::fold(text);
    !matches!(folded.as_str(), "无" | "暂无" | "none" | "n/a" | "na" | "单位" | "部门" | "有关")
        && folded.chars().any(char::is_alphabetic)
}

fn is_open(c: char) -> bool {
    matches!(c, '(' | '（' | '[' | '［' | '【' | '〔' | '《')
}

fn is_close(c: char) -> bool {
    matches!(c, ')' | '）' | ']' | '］' | '】' | '〕' | '》')
}

/// Splits at separators that stand outside brackets; brackets that do not pair are no brackets.
fn split_hard(cell: &str) -> Vec<String> {
    let paired = cell.chars().filter(|c| is_open(*c)).count() == cell.chars().filter(|c| is_close(*c)).count();
    let mut depth = 0_usize;
    let mut pieces = vec![String::new()];
    for c in cell.chars() {
        if paired && is_open(c) {
            depth += 1;
        } else if paired && is_close(c) {
            depth = depth.saturating_sub(1);
        }
        if depth == 0 && HARD.contains(&c) {
            pieces.push(String::new());
        } else if let Some(piece) = pieces.last_mut() {
            piece.push(c);
        }
    }
    pieces.into_iter().map(|piece| piece.trim().to_owned()).filter(|piece| !piece.is_empty()).collect()
}

/// Splits at line breaks and at white space between Chinese names, unless the parts are one known name that was
/// spaced out or broken over two lines.
fn split_soft(piece: &str, whole: &dyn Fn(&str) -> bool) -> Vec<String> {
    let parts = soft_parts(piece);
    if parts.len() < 2 || parts.len() > 200 {
        return parts;
    }
    if parts.iter().all(|part| part.chars().count() < 2) {
        return vec![piece.to_owned()];
    }
    let mut names: Vec<String> = Vec::new();
    let mut at = 0;
    while at < parts.len() {
        let most = (parts.len() - at).min(6);
        let known = (2..=most).rev().find(|&take| {
            let joined = parts[at..at + take].concat();
            whole(&joined) && !parts[at..at + take].iter().all(|part| whole(part))
        });
        let take = known.unwrap_or(1);
        let name = parts[at..at + take].concat();
        let fragment = take == 1 && name.chars().count() < 2;
        match names.last_mut() {
            // One letter is no name: it belongs to the one before.
            Some(before) if fragment => before.push_str(&name),
            _ => names.push(name),
        }
        at += take;
    }
    names
}

/// Parts between line breaks, tabs and white space that has Chinese on one side; other white space stays.
fn soft_parts(piece: &str) -> Vec<String> {
    let chars: Vec<char> = piece.chars().collect();
    let mut parts = vec![String::new()];
    for (at, &c) in chars.iter().enumerate() {
        let splits = c.is_whitespace() && {
            let before = chars[..at].iter().rev().find(|c| !c.is_whitespace());
            let after = chars[at + 1..].iter().find(|c| !c.is_whitespace());
            let latin = |c: Option<&char>| {
                c.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '\'' | '-' | '.' | '(' | ')'))
            };
            matches!(c, '\n' | '\r' | '\t') || !(latin(before) && latin(after))
        };
        if splits {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts.retain(|part| !part.trim().is_empty());
    parts
}

/// Splits 市发改委和市财政局, where both sides are names of their own; 市发展和改革委员会 is one.
fn split_joined(part: &str, whole: &dyn Fn(&str) -> bool, forms: &ShortForms) -> Vec<String> {
    if whole(part) {
        return vec![part.to_owned()];
    }
    for joint in ["以及", "会同", "联合", "和", "及", "与", " and "] {
        for (at, _) in part.match_indices(joint) {
            let (left, right) = (part[..at].trim(), part[at + joint.len()..].trim());
            let plain = |name: &str| without_etc(&without_marks(name).0);
            let bodies = forms.ends_like_a_body(&plain(left))
                && right.starts_with(['市', '区', '县', '省', '各'])
                && (right.starts_with('各') || forms.ends_like_a_body(&plain(right)));
            if bodies || (whole(&plain(left)) && whole(&plain(right))) {
                let mut names = vec![left.to_owned()];
                names.extend(split_joined(right, whole, forms));
                return names;
            }
        }
    }
    vec![part.to_owned()]
}

/// Takes off a label (牵头：, 配合单位：) and says whether it marks the lead; `None` where there is no label.
fn without_label(piece: &str) -> (Option<bool>, &str) {
    let Some((label, rest)) = piece.split_once([':', '：']) else { return (None, piece) };
    let folded = fold::fold(label);
    if LEAD_WORDS.contains(&folded.as_str()) {
        (Some(true), rest.trim())
    } else if OTHER_WORDS.contains(&folded.as_str()) {
        (Some(false), rest.trim())
    } else {
        (None, piece)
    }
}

/// Takes off stars, numbering and （牵头）, （配合）; says whether they mark the lead, `None` where there is no mark.
fn without_marks(name: &str) -> (String, Option<bool>) {
    let mut mark = None;
    let mut rest = name.trim();
    loop {
        let bare = rest.trim_matches(|c: char| STARS.contains(&c) || c.is_whitespace());
        if bare.chars().count() < rest.trim().chars().count() {
            mark = Some(true);
        }
        rest = bare;
        if let Some((outside, word)) = closing_word(rest) {
            mark = Some(LEAD_WORDS.contains(&word.as_str()));
            rest = outside;
            continue;
        }
        if let Some(outside) = rest.strip_suffix("牵头").filter(|outside| outside.chars().count() >= 2) {
            mark = Some(true);
            rest = outside;
            continue;
        }
        break;
    }
    (without_numbering(rest).to_owned(), mark)
}

/// A last bracket that holds nothing but a word for a part in the task.
fn closing_word(name: &str) -> Option<(&str, String)> {
    let close = name.chars().next_back().filter(|c| is_close(*c))?;
    let open = name.rfind(is_open)?;
    let inside: String = name[open..].chars().skip(1).take_while(|c| *c != close).collect();
    let word = fold::fold(&inside);
    let known = LEAD_WORDS.contains(&word.as_str()) || OTHER_WORDS.contains(&word.as_str());
    known.then(|| (name[..open].trim_end(), word))
}

fn without_numbering(name: &str) -> &str {
    let digits = name.trim_start_matches(|c: char| c.is_ascii_digit());
    if digits.len() == name.len() {
        return name.trim_start_matches(['.', '．', '-', '—', '·', '•', '●', '■']).trim();
    }
    match digits.strip_prefix(['.', '．', ')', '）']) {
        Some(rest) => rest.trim(),
        None => name,
    }
}

/// Takes off 等, 等部门, 等8个有关单位 at the end, and full stops.
fn without_etc(name: &str) -> String {
    let trimmed = name.trim().trim_end_matches(['.', ':', '：', '…']).trim_end();
    let Some(at) = trimmed.rfind('等') else { return trimmed.to_owned() };
    let (before, tail) = (&trimmed[..at], &trimmed[at + '等'.len_utf8()..]);
    let tail = tail
        .trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十多个家有关相各市级直属".contains(c));
    let ends =
        matches!(tail, "" | "部门" | "单位" | "部门单位" | "地区" | "部门和单位" | "单位和部门" | "机构" | "企业");
    if ends && before.chars().count() >= 2 { before.trim_end().to_owned() } else { trimmed.to_owned() }
}

/// 市委（宣传部、网信办） is 市委宣传部 and 市委网信办; any other bracket stays with its name.
fn expanded(name: &str) -> Vec<String> {
    let one = || vec![name.to_owned()];
    let Some(open) = name.find(is_open) else { return one() };
    let outside = name[..open].trim();
    let inside: String = name[open..].chars().skip(1).take_while(|c| !is_close(*c)).collect();
    let pieces = split_hard(&inside);
    let ends = name.chars().next_back().is_some_and(is_close);
    if ends && pieces.len() > 1 && (outside.ends_with("市委") || outside.ends_with("区委") || outside.ends_with("县委"))
    {
        pieces.iter().map(|piece| format!("{outside}{piece}")).collect()
    } else {
        one()
    }
}

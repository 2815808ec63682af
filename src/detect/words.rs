//! Words at which rows are told apart: ordinals, totals, notes, signatures, banners.
//! Small scanners over one text; what they see is only ever a hint, the structure of the row decides.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::text::{fold::fold, numerals, words::Endings};

/// Word lists in comparison form.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lists {
    notes: Vec<String>,
    signatures: Vec<String>,
    signature_ends: Vec<String>,
    /// Endings of organisations' names.
    pub organisations: Endings,
    /// Whole cells that are a status.
    pub statuses: Vec<String>,
}

/// The lists in `seeds/lexicon/rows.toml`.
pub fn lists() -> &'static Lists {
    static LISTS: OnceLock<Lists> = OnceLock::new();
    LISTS.get_or_init(|| toml::from_str(include_str!("../../seeds/lexicon/rows.toml")).unwrap_or_default())
}

/// The text of a label without line breaks and without spaces beside Chinese characters; other spaces are single.
pub fn tidy(text: &str) -> String {
    let chars: Vec<char> = text.trim().chars().filter(|c| !crate::text::fold::is_invisible(*c)).collect();
    let mut tidied = String::with_capacity(text.len());
    let mut gap = false;
    for c in chars {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        let wide = |c: char| !c.is_ascii();
        if gap && !wide(c) && tidied.chars().next_back().is_some_and(|last| !wide(last)) {
            tidied.push(' ');
        }
        gap = false;
        tidied.push(c);
    }
    tidied
}

/// Whether a mark opens a bracket.
pub const fn opens(c: char) -> bool {
    matches!(c, '(' | '（' | '[' | '［' | '【' | '〔')
}

/// What stands in brackets in a text, and the text without it.
pub fn brackets(text: &str) -> (String, Vec<String>) {
    let (mut outside, mut inside, mut current) = (String::new(), Vec::new(), String::new());
    let mut depth = 0_u32;
    for c in text.chars() {
        match c {
            _ if opens(c) => {
                depth += 1;
                if depth > 1 {
                    current.push(c);
                }
            }
            ')' | '）' | ']' | '］' | '】' | '〕' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    inside.push(std::mem::take(&mut current));
                } else {
                    current.push(c);
                }
            }
            _ if depth == 0 => outside.push(c),
            _ => current.push(c),
        }
    }
    if !current.is_empty() {
        inside.push(current);
    }
    (outside.trim().to_owned(), inside)
}

/// How a text is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ordinal {
    /// 一、
    Chinese,
    /// （一）
    Bracketed,
    /// 第一章, 第一部分
    Part,
    /// 1. 1、 （1） ①
    Arabic,
}

const NUMERALS: &str = "一二三四五六七八九十百零";

/// The ordinal that a text in comparison form begins with.
pub fn ordinal(folded: &str) -> Option<Ordinal> {
    let numeral = |c: char| NUMERALS.contains(c);
    if let Some(rest) = folded.strip_prefix('第') {
        let after = rest.trim_start_matches(|c: char| numeral(c) || c.is_ascii_digit());
        let marked = ["部分", "章", "篇", "节", "类", "板块", "方面"].iter().any(|mark| after.starts_with(mark));
        return (marked && after.len() < rest.len()).then_some(Ordinal::Part);
    }
    if let Some(rest) = folded.strip_prefix('(') {
        let (inside, _) = rest.split_once(')')?;
        if !inside.is_empty() && inside.chars().all(numeral) {
            return Some(Ordinal::Bracketed);
        }
        return (!inside.is_empty() && inside.bytes().all(|b| b.is_ascii_digit())).then_some(Ordinal::Arabic);
    }
    let after = folded.trim_start_matches(numeral);
    if after.len() < folded.len() && after.starts_with(['、', '.', ',', '·']) {
        return Some(Ordinal::Chinese);
    }
    let after = folded.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = folded.len() - after.len();
    let marked =
        after.starts_with('、') || (after.starts_with('.') && !after[1..].starts_with(|c: char| c.is_ascii_digit()));
    ((1..=3).contains(&digits) && marked).then_some(Ordinal::Arabic)
}

/// Whether a cell holds nothing but a Chinese numeral as an ordinal: 一, 一、, （二）, 第三部分.
pub fn is_chinese_number(folded: &str) -> bool {
    let bare = folded.trim_matches(|c: char| matches!(c, '(' | ')' | '、' | '.' | ',' | '第'));
    let bare = ["部分", "章", "篇", "板块"].iter().fold(bare, |text, mark| text.strip_suffix(mark).unwrap_or(text));
    !bare.is_empty() && bare.chars().count() <= 4 && bare.chars().all(|c| NUMERALS.contains(c))
}

/// Whether a cell holds a row's number in any of the ways that people write one: 9*, ★3, （1）, 31-2, 三, 3.1, No.4.
pub fn is_number_label(folded: &str) -> bool {
    let bare = folded.trim_start_matches("no.").trim_matches(|c: char| !c.is_alphanumeric());
    if bare.is_empty() {
        return !folded.is_empty() && folded.chars().count() <= 2;
    }
    bare.chars().count() <= 12
        && bare.chars().all(|c| {
            c.is_ascii_alphanumeric()
                || NUMERALS.contains(c)
                || matches!(c, '-' | '.' | '、' | '_' | '(' | ')' | '/' | '#')
        })
        && bare.chars().any(|c| c.is_ascii_digit() || NUMERALS.contains(c))
}

/// The number of items that a heading declares: （16项）, （共16项）, 16项.
pub fn declared(text: &str) -> Option<u32> {
    let folded = fold(text);
    let (outside, inside) = brackets(&folded);
    let from_brackets = inside.iter().rev().find_map(|part| count_of(part));
    from_brackets.or_else(|| count_of(&outside)).or_else(|| {
        let at = outside.rfind('共')?;
        count_of(&outside[at..])
    })
}

fn count_of(text: &str) -> Option<u32> {
    let text = text.strip_prefix("合计").unwrap_or(text);
    let text = text.strip_prefix('共').unwrap_or(text);
    let text = text.strip_prefix('计').unwrap_or(text);
    let digits: String = text.chars().take_while(|c| c.is_ascii_digit() || NUMERALS.contains(*c)).collect();
    let unit = text.strip_prefix(digits.as_str())?;
    let known = [
        "项",
        "个",
        "件",
        "条",
        "项任务",
        "个项目",
        "项工作",
        "件实事",
        "项重点任务",
        "items",
        "tasks",
        "项目标",
        "个任务",
        "项指标",
        "项目",
        "个事项",
        "项内容",
    ];
    if !known.contains(&unit) {
        return None;
    }
    numerals::parse(&digits).and_then(|count| u32::try_from(count).ok())
}

/// What kind of total a label names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TotalWord {
    /// 总计, 全市: everything.
    Grand,
    /// 合计, 共计: everything, or the block when there are several.
    Sum,
    /// 小计: the block.
    Sub,
    /// 其中：: a part of the total above.
    OfWhich,
}

/// Whether a label in comparison form names a total, and whether its words alone are enough (合计) or the row must look
/// like one as well (其中：省级, 生态环境小计, 全市).
pub fn total(folded: &str) -> Option<(TotalWord, bool)> {
    let (outside, _) = brackets(folded);
    let bare: String = outside.chars().filter(|c| c.is_alphanumeric()).collect();
    match bare.as_str() {
        "总计" | "总合计" | "全部合计" | "全市合计" | "全市总计" | "grandtotal" | "总共" => {
            return Some((TotalWord::Grand, true));
        }
        "合计" | "共计" | "累计" | "合计数" | "总数" | "total" | "totals" | "sum" | "overall" => {
            return Some((TotalWord::Sum, true));
        }
        "小计" | "subtotal" | "分计" | "本页小计" | "本页合计" => return Some((TotalWord::Sub, true)),
        "全市" | "全区" | "全县" | "全省" | "总" | "汇总" => return Some((TotalWord::Grand, false)),
        "其中" => return Some((TotalWord::OfWhich, false)),
        _ => {}
    }
    if folded.starts_with("其中:") || folded.starts_with("其中,") || folded.starts_with("其中-") {
        return Some((TotalWord::OfWhich, false));
    }
    let count = bare.chars().count();
    for (word, kind) in [
        ("小计", TotalWord::Sub),
        ("合计", TotalWord::Sum),
        ("总计", TotalWord::Grand),
        ("subtotal", TotalWord::Sub),
        ("total", TotalWord::Sum),
    ] {
        if count <= 24 && (bare.ends_with(word) || (bare.starts_with(word) && only_counts(&bare[word.len()..]))) {
            return Some((kind, false));
        }
    }
    None
}

fn only_counts(text: &str) -> bool {
    text.chars().count() <= 10
        && text.chars().any(|c| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || "共项个件条亿万元任务目".contains(c))
}

/// Whether a text is a remark on the table: 注：…, 说明：…, 填表说明, 以上共3项.
pub fn is_note(folded: &str) -> bool {
    // What stands above is no heading of what stands below.
    let above = folded.strip_prefix("以上").is_some_and(|rest| rest.starts_with(['共', '合', '总', '均', '为', '数']));
    if above && folded.chars().nth(30).is_none() {
        return true;
    }
    let text = folded.trim_start_matches(['*', '※', '★', '(', '[', '.', '·']);
    lists().notes.iter().any(|word| {
        text.strip_prefix(word.as_str()).is_some_and(|rest| {
            let rest = rest.strip_prefix([')', ']']).unwrap_or(rest);
            let numbered = rest.trim_start_matches(|c: char| c.is_ascii_digit() || NUMERALS.contains(c));
            rest.is_empty()
                || rest.starts_with([':', ';'])
                || (numbered.len() < rest.len() && (numbered.starts_with([':', '.', '、', ')']) || numbered.is_empty()))
        })
    })
}

/// Whether a text is a signature line or a part of one: 填报人：张三, 审核人, 分管领导签字：, （盖章）.
pub fn is_signature(folded: &str) -> bool {
    let text = folded.trim_start_matches(['(', '*']);
    let listed = lists().signatures.iter().any(|word| {
        text.strip_prefix(word.as_str()).is_some_and(|rest| {
            let (bare, _) = brackets(rest);
            let bare = bare.trim_start_matches(')');
            bare.is_empty() || bare.starts_with(':')
        })
    });
    listed || asks_for_signature(text) || is_date_line(folded)
}

/// `分管领导签字：`, `单位主要负责人：李四`: a short label that ends like one, and a colon.
fn asks_for_signature(text: &str) -> bool {
    let Some((label, _)) = text.split_once(':') else { return false };
    let (bare, inside) = brackets(label);
    let ends = |text: &str| lists().signature_ends.iter().any(|end| text.ends_with(end.as_str()));
    bare.chars().count() <= 12 && (ends(&bare) || inside.iter().any(|part| ends(part)))
}

/// Whether a text is nothing but a date: 2023年7月5日, 2023-07-05, 二〇二三年七月.
pub fn is_date_line(folded: &str) -> bool {
    let count = folded.chars().count();
    let dated = folded.contains('年') && folded.contains('月');
    let digits = folded.chars().filter(char::is_ascii_digit).count();
    let iso = digits >= 6
        && folded.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '/' | '.'))
        && folded.matches(['-', '/', '.']).count() == 2;
    (4..=14).contains(&count)
        && (iso
            || (dated
                && folded
                    .chars()
                    .all(|c| c.is_ascii_digit() || NUMERALS.contains(c) || matches!(c, '年' | '月' | '日'))))
}

/// Whether a text is a banner around a table: 附件1, 单位：亿元, 第1页 共3页, 续表, 以下空白.
pub fn is_banner(folded: &str) -> bool {
    let starts = |word: &str, limit: usize| {
        folded.strip_prefix(word).is_some_and(|rest| {
            let numbered = rest.trim_start_matches(|c: char| c.is_ascii_digit() || NUMERALS.contains(c) || c == '-');
            (rest.is_empty() || numbered.len() < rest.len() || rest.starts_with(':')) && rest.chars().count() <= limit
        })
    };
    starts("附件", 60)
        || starts("附表", 60)
        || starts("附", 40)
        || starts("单位", 16)
        || starts("计量单位", 16)
        || starts("金额单位", 16)
        || is_page_mark(folded)
}

/// Whether a text is a line's part above a table: a label with its answer (责任单位：市水务局), a date, a banner.
pub fn is_caption(folded: &str) -> bool {
    let (outside, _) = brackets(folded);
    let head = outside.split_once(':').map(|(head, _)| head.chars().count());
    is_banner(folded) || is_signature(folded) || head.is_some_and(|count| (1..=8).contains(&count))
}

/// The unit that a caption names: 单位：亿元, （金额单位：万元）, 计量单位: 个.
pub fn caption_unit(text: &str, is_unit: impl Fn(&str) -> bool) -> Option<String> {
    let at = text.rfind("单位").map(|at| at + "单位".len())?;
    let rest = text.get(at..)?.trim_start();
    let rest = rest.strip_prefix([':', '：'])?;
    let end = rest.find(['）', ')', ' ', '\u{3000}', '\n', '，', '；']).unwrap_or(rest.len());
    let unit = match rest.get(..end)?.trim() {
        "" => rest.split_whitespace().next()?,
        unit => unit,
    };
    is_unit(unit).then(|| tidy(unit))
}

/// Whether a text only tells pages apart: 第1页 共3页, （续表）, 以下空白.
pub fn is_page_mark(folded: &str) -> bool {
    let page = folded.starts_with('第') && folded.ends_with('页') && folded.chars().count() <= 14;
    let bare = folded.trim_matches(['(', ')', '-']);
    page || matches!(bare, "续表" | "续" | "以下空白" | "此页无正文")
}

/// Whether a text is a hint of a form: （必填）, 请填写…, 示例, 例：….
pub fn is_hint(folded: &str) -> bool {
    let inner = folded.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let bracketed = inner.is_some_and(|inner| !inner.contains(['(', ')']) && !is_chinese_number(inner));
    let hint = [
        "请填",
        "请按",
        "请在",
        "填写",
        "填报",
        "示例",
        "样例",
        "例:",
        "例如",
        "如:",
        "不超过",
        "必填",
        "选填",
        "下拉",
        "限",
        "此处填",
    ];
    let bare = folded.trim_start_matches(['(', '<', '[']);
    hint.iter().any(|word| bare.starts_with(word)) || (bracketed && folded.chars().count() <= 40)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_is_sound() {
        let lists: Lists = toml::from_str(include_str!("../../seeds/lexicon/rows.toml")).expect("rows.toml");
        let organisations = lists.organisations.words();
        for word in lists.notes.iter().chain(&lists.signatures).chain(organisations).chain(&lists.statuses) {
            assert_eq!(fold(word), *word);
        }
    }

    #[test]
    fn ordinals_are_told() {
        for (text, expected) in [
            ("一、生态环境", Some(Ordinal::Chinese)),
            ("十二、其他", Some(Ordinal::Chinese)),
            ("(三)交通", Some(Ordinal::Bracketed)),
            ("第一部分", Some(Ordinal::Part)),
            ("1.改扩建", Some(Ordinal::Arabic)),
            ("3.5亿元", None),
            ("一体化推进", None),
            ("2023年", None),
            ("第十二条道路", None),
            ("", None),
        ] {
            assert_eq!(ordinal(text), expected, "{text}");
        }
    }

    #[test]
    fn totals_are_told() {
        for (text, expected) in [
            ("合 计", Some((TotalWord::Sum, true))),
            ("小计：", Some((TotalWord::Sub, true))),
            ("总　计", Some((TotalWord::Grand, true))),
            ("合计（16项）", Some((TotalWord::Sum, true))),
            ("合计：共16项", Some((TotalWord::Sum, false))),
            ("生态环境小计", Some((TotalWord::Sub, false))),
            ("其中：省级项目", Some((TotalWord::OfWhich, false))),
            ("合计投入资金建设", None),
            ("累计完成3项", None),
            ("小计划大民生", None),
        ] {
            assert_eq!(total(&fold(text)), expected, "{text}");
        }
    }

    #[test]
    fn notes_signatures_and_banners_are_told() {
        for text in [
            "以上共3项",
            "注：本表一式两份",
            "注1：",
            "备注：无",
            "说明:1.x",
            "填表说明",
            "*注：",
            "注",
            "Note: x",
            "注：1.a",
        ] {
            assert!(is_note(&fold(text)), "{text}");
        }
        for text in ["注重统筹协调", "说明会召开3次", "备注册公司", "注册商标申请", "注资10亿元"]
        {
            assert!(!is_note(&fold(text)), "{text}");
        }
        for text in [
            "填报人：张三",
            "审核人",
            "联系电话：0512-6512",
            "2023年7月5日",
            "（盖章）",
            "填报单位（盖章）：市水务局",
            "2023-07-05",
            "Completed by: J Smith | ext 4321",
            "Signed off by: A Jones",
        ] {
            assert!(is_signature(&fold(text)), "{text}");
        }
        for text in [
            "审核人员培训",
            "日期间完成",
            "联系人民群众",
            "电话回访率100%",
            "Completed by March 2024",
            "Date stamps installed: 12",
        ] {
            assert!(!is_signature(&fold(text)), "{text}");
        }
        for text in ["附件1", "附件：2", "附表3-1", "单位：亿元", "第1页 共3页", "（续表）"] {
            assert!(is_banner(&fold(text)), "{text}");
        }
        for text in ["附属医院建设", "附件加工产业", "单位产值能耗下降", "第三产业"] {
            assert!(!is_banner(&fold(text)), "{text}");
        }
    }

    #[test]
    fn counts_and_labels_are_read() {
        assert_eq!(declared("一、生态环境（16项）"), Some(16));
        assert_eq!(declared("民生实事（共十二件）"), Some(12));
        assert_eq!(declared("完成16项改造"), None);
        assert_eq!(tidy(" 牵 头\n单 位 "), "牵头单位");
        assert_eq!(tidy("Lead  department"), "Lead department");
    }
}

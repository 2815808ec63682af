//! The figure audit: narrative → quantities → relations → verdicts. Knows nothing of spreadsheets.
//!
//! ```text
//! text ─glyphs─▶ folded characters ─mask, lexer, number─▶ figures ─layout, roles─▶ document ─relations─▶ found ─root─▶ relations
//! ```
//!
//! English prose has finders of its own in `prose`: it says behind and across its figures what Chinese says before them.

mod across;
mod agreement;
mod bracketed;
mod document;
mod english;
mod figure;
mod folded;
mod glyphs;
mod indicator;
mod inherit;
mod interval;
mod layout;
mod lexer;
mod marks;
mod mask;
mod measure;
mod nouns;
mod number;
mod omit;
mod owners;
mod prose;
mod refusal;
mod relations;
mod repair;
mod roles;
mod root;
mod small_numerals;
mod times;
mod trie;
mod unit_numbers;
mod units;
mod words;

pub use across::{Across, Among, Heard, Narrative, across};
pub use agreement::{agree, agree_between};

use self::words::{Cue, WORDS};
use crate::model::{Quantity, Relation};

/// What stands in one narrative.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Audit {
    /// In order of place.
    pub quantities: Vec<Quantity>,
    /// In order of place.
    pub relations: Vec<Relation>,
    /// How many of the quantities some relation holds against others.
    pub checked: usize,
}

/// Audits one narrative.
pub fn audit(text: &str) -> Audit {
    let folded = folded::Folded::new(text);
    let document = document::Document::new(&folded);
    audited(&document, relations::find(&document))
}

/// What one narrative among others is found to tell.
#[derive(Debug)]
pub struct Told {
    /// What stands in it.
    pub audit: Audit,
    /// What others may say too.
    pub heard: Heard,
    /// For each column of its row, the figures that its words call as the column is called.
    pub called: Vec<Vec<Quantity>>,
}

/// Audits one narrative among others, beside the columns of its row. The figures of a column are those that the words call
/// as the column is called (已完成投资24.6亿元 under 完成投资), as far as they are told for the same time and are no part of another
/// figure.
///
/// ```
/// use taizhang::figures::audit_among;
/// let told = audit_among("年度计划投资41.8亿元，已完成投资24.6亿元，同比增长8%。", &["完成投资", "项目数"]).called;
/// assert_eq!(told[0].len(), 1);
/// assert_eq!(told[0][0].text, "24.6亿元");
/// assert!(told[1].is_empty());
/// ```
pub fn audit_among(text: &str, columns: &[&str]) -> Told {
    let folded = folded::Folded::new(text);
    let document = document::Document::new(&folded);
    let found = relations::find(&document);
    let heard = Heard::of(&document, Some(&found));
    Told { called: called(&document, columns), audit: audited(&document, found), heard }
}

fn audited(document: &document::Document<'_>, found: Vec<relations::Found>) -> Audit {
    let mut used = vec![false; document.figures.len()];
    found.iter().flat_map(|found| &found.operands).for_each(|at| used[*at] = true);
    let relations = root::settle(document, found);
    let checked = used.iter().filter(|used| **used).count();
    let told = document.figures.iter().zip(used).filter(|(figure, used)| !figure.told_if_used || *used);
    let quantities = told.map(|(figure, _)| quantity(figure, document.text)).collect();
    Audit { quantities, relations, checked }
}

/// The one quantity that a cell holds (`41.8亿元`, ` 84.1% `, `约30项`); `None` when the cell holds none, several, or
/// other words besides a hedge. Whether it was hedged is the second value.
///
/// ```
/// use taizhang::figures::cell_quantity;
/// let (quantity, hedged) = cell_quantity("约41.8亿元").unwrap();
/// assert_eq!((quantity.value.to_string().as_str(), quantity.unit.as_str(), hedged), ("41.8", "亿元", true));
/// assert!(cell_quantity("38项，22项").is_none() && cell_quantity("N/A").is_none() && cell_quantity("第3批").is_none());
/// ```
pub fn cell_quantity(cell: &str) -> Option<(Quantity, bool)> {
    let folded = folded::Folded::new(cell);
    let document = document::Document::new(&folded);
    let [figure] = document.figures.as_slice() else { return None };
    let known = |words: &str| {
        let chars: Vec<char> = words.chars().collect();
        WORDS
            .starting(&chars)
            .any(|(length, cues)| length == chars.len() && (cues.has(Cue::HedgeBefore) || cues.has(Cue::HedgeAfter)))
    };
    let (before, after) = (document.between(0, figure.start), document.between(figure.end, folded.chars.len()));
    if !before.split_whitespace().chain(after.split_whitespace()).all(known) {
        return None;
    }
    Some((quantity(figure, &folded), figure.hedged))
}

fn called(document: &document::Document<'_>, columns: &[&str]) -> Vec<Vec<Quantity>> {
    let told = |column: &&str| {
        let asked = indicator::Asked::of(column);
        let same = (0..document.figures.len()).filter(|at| asked.is_meant(document, *at));
        same.map(|at| quantity(&document.figures[at], document.text)).collect()
    };
    columns.iter().map(told).collect()
}

/// The one rate of completion that a narrative tells of its whole task (完成率75%, 完成年度任务的85%), where it is exact.
///
/// ```
/// use taizhang::figures::completion;
/// assert_eq!(completion("已改造36公里，完成率75%。").unwrap().text, "75%");
/// assert_eq!(completion("完成年度任务的85%。").unwrap().text, "85%");
/// assert!(completion("投资完成率75%，工程完成率60%。").is_none() && completion("完成率约75%。").is_none());
/// ```
pub fn completion(text: &str) -> Option<Quantity> {
    const RATES: [&str; 6] = ["完成率", "总体完成率", "任务完成率", "总完成率", "整体完成率", "年度任务完成率"];
    const PLANS: [&str; 4] = ["任务", "目标", "计划", "目标任务"];
    let folded = folded::Folded::new(text);
    let document = document::Document::new(&folded);
    let tells = |figure: &&figure::Figure<'_>| {
        let label = figure.label.trim_end_matches(['为', '达', '到', ' ']).trim_start_matches(['已', '占']);
        let rest = ["累计完成", "完成"].iter().find_map(|verb| label.strip_prefix(verb)).unwrap_or_default();
        let plan = rest.strip_suffix('的').map(|plan| plan.trim_start_matches(['全', '本', '年', '度']));
        let whole = RATES.contains(&label) || plan.is_some_and(|plan| PLANS.contains(&plan));
        figure.class == units::Class::Percent && whole
    };
    let mut told = document.figures.iter().filter(tells);
    let figure = told.next().filter(|figure| !figure.hedged)?;
    told.next().is_none().then(|| quantity(figure, &folded))
}

fn quantity(figure: &figure::Figure<'_>, text: &folded::Folded<'_>) -> Quantity {
    Quantity {
        text: text.original(figure.start, figure.end).to_owned(),
        value: figure.value,
        unit: figure.shown_unit.to_owned(),
        start: figure.start,
        end: figure.end,
    }
}

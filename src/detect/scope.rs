//! Which section a row belongs to, and which rows a total stands for.

use std::collections::BTreeMap;

use crate::{
    model::{Row, RowKind, table::TotalOver},
    text::fold::fold,
};

use super::words::{self, TotalWord};

/// Fills `section` of every row and `over` of every total.
pub fn settle(rows: &mut [Row]) {
    let mut section = None;
    for (index, row) in rows.iter_mut().enumerate() {
        if matches!(row.kind, RowKind::Section { .. }) {
            section = Some(index);
        } else if is_grand(row) {
            section = None;
        } else {
            row.section = section;
        }
    }
    let table = Totals::of(rows);
    let scopes: Vec<_> = (0..rows.len()).filter_map(|index| Some((index, table.scope(rows, index)?))).collect();
    for (index, over) in scopes {
        if let RowKind::Total(total) = &mut rows[index].kind {
            total.over = over;
        }
    }
}

/// What is asked about each total of a table and is the same for all.
struct Totals {
    /// The word of each row that is a total.
    words: Vec<Option<TotalWord>>,
    /// How many sums there are.
    sums: usize,
    /// Whether subtotals stand at the head of their blocks.
    open_blocks: bool,
    /// Sections by the words of their headings.
    sections: BTreeMap<String, Vec<usize>>,
}

fn word(row: &Row) -> Option<TotalWord> {
    match &row.kind {
        RowKind::Total(total) => words::total(&fold(&total.label)).map(|(word, _)| word),
        _ => None,
    }
}

fn is_grand(row: &Row) -> bool {
    word(row) == Some(TotalWord::Grand)
}

impl Totals {
    fn of(rows: &[Row]) -> Self {
        let words: Vec<_> = rows.iter().map(word).collect();
        let mut sections: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        if words.iter().any(Option::is_some) {
            for (index, row) in rows.iter().enumerate() {
                if let RowKind::Section { title, .. } = &row.kind {
                    sections.entry(heading_words(title)).or_default().push(index);
                }
            }
        }
        let sums = words.iter().filter(|word| **word == Some(TotalWord::Sum)).count();
        Self { sums, open_blocks: opens_blocks(rows, &words), words, sections }
    }

    fn scope(&self, rows: &[Row], index: usize) -> Option<TotalOver> {
        let row = rows.get(index)?;
        let RowKind::Total(total) = &row.kind else { return None };
        let named = is_named(&total.label);
        Some(match self.words[index]? {
            TotalWord::OfWhich => TotalOver::Unknown,
            TotalWord::Grand => TotalOver::Table,
            TotalWord::Sum if !named && (self.sums == 1 || self.closes_table(rows, index)) => TotalOver::Table,
            TotalWord::Sum | TotalWord::Sub => self.block(rows, index, named.then_some(total.label.as_str())),
        })
    }

    /// Nothing but notes stands below, and a total of a block stands directly above.
    fn closes_table(&self, rows: &[Row], index: usize) -> bool {
        let below = rows[index + 1..]
            .iter()
            .all(|row| !matches!(row.kind, RowKind::Record | RowKind::Section { .. } | RowKind::Total(_)));
        let above = rows[..index].iter().rposition(|row| !matches!(row.kind, RowKind::Note(_)));
        below && above.is_some_and(|row| self.words[row].is_some_and(|word| word != TotalWord::OfWhich))
    }

    /// The rows of the block that a subtotal closes or, standing at its head, opens.
    fn block(&self, rows: &[Row], index: usize, named: Option<&str>) -> TotalOver {
        if let Some(label) = named {
            return self.named_section(rows, label).unwrap_or(TotalOver::Unknown);
        }
        let bound = |row: &Row| matches!(row.kind, RowKind::Section { .. } | RowKind::Total(_));
        let rows = if self.open_blocks {
            let end = rows[index + 1..].iter().position(bound).map_or(rows.len(), |at| index + 1 + at);
            records(rows, index + 1, end)
        } else {
            let start = rows[..index].iter().rposition(bound).map_or(0, |at| at + 1);
            records(rows, start, index)
        };
        if rows.is_empty() { TotalOver::Unknown } else { TotalOver::Rows(rows) }
    }

    /// The records of the one section with a total's words.
    fn named_section(&self, rows: &[Row], label: &str) -> Option<TotalOver> {
        let name = heading_words(label);
        let [section] = self.sections.get(&name).filter(|_| !name.is_empty())?[..] else { return None };
        let is_inside = |at: &usize| matches!(rows[*at].kind, RowKind::Record) && rows[*at].section == Some(section);
        let end = rows[section + 1..].iter().position(|row| matches!(row.kind, RowKind::Section { .. }));
        let end = end.map_or(rows.len(), |at| section + 1 + at);
        let inside: Vec<_> = (section + 1..end).filter(is_inside).collect();
        (!inside.is_empty()).then_some(TotalOver::Rows(inside))
    }
}

/// 生态环境小计 names its block, 小计 does not.
fn is_named(label: &str) -> bool {
    let folded = fold(&words::brackets(label).0);
    let bare: String = folded.chars().filter(|c| c.is_alphanumeric()).collect();
    !matches!(
        bare.as_str(),
        "合计" | "小计" | "总计" | "共计" | "累计" | "total" | "subtotal" | "合计数" | "总数" | "sum"
    ) && !bare.starts_with("合计")
        && !bare.starts_with("共计")
}

/// Whether the subtotals of this table stand at the head of their blocks: every one has records directly below it, and
/// the first has none above it.
fn opens_blocks(rows: &[Row], words: &[Option<TotalWord>]) -> bool {
    let is_sub = |at: &usize| matches!(words[*at], Some(TotalWord::Sub | TotalWord::Sum));
    let Some(first) = (0..rows.len()).find(is_sub) else { return false };
    let heads = |at: usize| {
        let below = rows[at + 1..].iter().find(|row| !matches!(row.kind, RowKind::Note(_)));
        below.is_some_and(|row| matches!(row.kind, RowKind::Record))
    };
    records(rows, 0, first).is_empty() && (0..rows.len()).filter(is_sub).all(heads)
}

/// A heading's words without ordinal, declared count and the word for a total.
fn heading_words(text: &str) -> String {
    let folded = fold(&words::brackets(text).0);
    let bare: String = folded.chars().filter(|c| c.is_alphanumeric()).collect();
    let bare = bare.trim_start_matches(|c: char| "一二三四五六七八九十第".contains(c) || c.is_ascii_digit());
    ["小计", "合计", "总计"].iter().fold(bare, |text, word| text.strip_suffix(word).unwrap_or(text)).to_owned()
}

fn records(rows: &[Row], from: usize, to: usize) -> Vec<usize> {
    (from..to.min(rows.len())).filter(|at| matches!(rows[*at].kind, RowKind::Record)).collect()
}

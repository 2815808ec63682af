//! Which section a row belongs to, and which rows a total stands for.

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
    let scopes: Vec<_> = (0..rows.len()).filter_map(|index| Some((index, scope(rows, index)?))).collect();
    for (index, over) in scopes {
        if let RowKind::Total(total) = &mut rows[index].kind {
            total.over = over;
        }
    }
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

fn scope(rows: &[Row], index: usize) -> Option<TotalOver> {
    let row = rows.get(index)?;
    let RowKind::Total(total) = &row.kind else { return None };
    let named = is_named(&total.label);
    Some(match word(row)? {
        TotalWord::OfWhich => TotalOver::Unknown,
        TotalWord::Grand => TotalOver::Table,
        TotalWord::Sum if !named && is_only_sum(rows, index) => TotalOver::Table,
        TotalWord::Sum if !named && closes_table(rows, index) => TotalOver::Table,
        TotalWord::Sum | TotalWord::Sub => block(rows, index, named.then_some(total.label.as_str())),
    })
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

fn is_only_sum(rows: &[Row], index: usize) -> bool {
    rows.iter().enumerate().all(|(at, row)| at == index || word(row) != Some(TotalWord::Sum))
}

/// Nothing but notes stands below, and a total of a block stands directly above.
fn closes_table(rows: &[Row], index: usize) -> bool {
    let below = rows[index + 1..]
        .iter()
        .all(|row| !matches!(row.kind, RowKind::Record | RowKind::Section { .. } | RowKind::Total(_)));
    let above = rows[..index].iter().rev().find(|row| !matches!(row.kind, RowKind::Note(_)));
    below && above.is_some_and(|row| word(row).is_some_and(|word| word != TotalWord::OfWhich))
}

/// The rows of the block that a subtotal closes or, standing at its head, opens.
fn block(rows: &[Row], index: usize, named: Option<&str>) -> TotalOver {
    if let Some(found) = named.and_then(|label| named_section(rows, label)) {
        return found;
    }
    if named.is_some() {
        return TotalOver::Unknown;
    }
    let bound = |row: &Row| matches!(row.kind, RowKind::Section { .. } | RowKind::Total(_));
    let start = rows[..index].iter().rposition(bound).map_or(0, |at| at + 1);
    let before = records(rows, start, index);
    let end = rows[index + 1..].iter().position(bound).map_or(rows.len(), |at| index + 1 + at);
    let after = records(rows, index + 1, end);
    let rows = if opens_blocks(rows) { after } else { before };
    if rows.is_empty() { TotalOver::Unknown } else { TotalOver::Rows(rows) }
}

/// Whether the subtotals of this table stand at the head of their blocks: every one has records directly below it, and
/// the first has none above it.
fn opens_blocks(rows: &[Row]) -> bool {
    let is_sub = |row: &Row| matches!(word(row), Some(TotalWord::Sub | TotalWord::Sum));
    let Some(first) = rows.iter().position(is_sub) else { return false };
    let heads = |at: usize| {
        let below = rows[at + 1..].iter().find(|row| !matches!(row.kind, RowKind::Note(_)));
        below.is_some_and(|row| matches!(row.kind, RowKind::Record))
    };
    records(rows, 0, first).is_empty() && (0..rows.len()).filter(|at| is_sub(&rows[*at])).all(heads)
}

fn named_section(rows: &[Row], label: &str) -> Option<TotalOver> {
    let name = heading_words(label);
    if name.is_empty() {
        return None;
    }
    let mut found = rows.iter().enumerate().filter(|(_, row)| match &row.kind {
        RowKind::Section { title, .. } => heading_words(title) == name,
        _ => false,
    });
    let (section, _) = found.next()?;
    if found.next().is_some() {
        return None;
    }
    let inside: Vec<_> = (0..rows.len())
        .filter(|at| matches!(rows[*at].kind, RowKind::Record) && rows[*at].section == Some(section))
        .collect();
    (!inside.is_empty()).then_some(TotalOver::Rows(inside))
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

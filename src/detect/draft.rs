//! Columns of a header before it is settled what they mean: their labels level by level, unit, period, and everything
//! that they could mean by label and by content.

use std::collections::BTreeMap;

use crate::{
    lexicon::{Labels, Meaning, RECOGNISED},
    model::{CellRef, Field, MeasureKind},
    text::fold::fold,
};

use super::{
    grid::{Grid, View},
    profile::Profile,
    span::{self, Relative, Span},
    words,
};

/// A column that is still to be settled.
#[derive(Debug, Clone)]
pub struct Draft {
    /// From 1.
    pub column: u32,
    /// Labels from the top level to the lowest, tidied, without repetitions.
    pub levels: Vec<String>,
    /// The lowest header cell.
    pub header: CellRef,
    /// Whether the column is hidden.
    pub hidden: bool,
    /// Unit in the header's brackets.
    pub unit: Option<String>,
    /// The period that a level names, the lowest first.
    pub span: Option<Span>,
    /// The relative period that a level names.
    pub relative: Option<Relative>,
    /// What stands below.
    pub profile: Profile,
    /// Everything that it could mean, the plainest first.
    pub meanings: Vec<Meaning>,
}

impl Draft {
    /// The label with its levels joined.
    pub fn label(&self) -> String {
        self.levels.join(" / ")
    }

    /// The weight with which it means a field; 0 when it does not.
    pub fn weight(&self, field: &Field) -> u32 {
        self.meanings.iter().find(|meaning| meaning.field == *field).map_or(0, |meaning| meaning.weight)
    }

    /// The plainest meaning.
    pub fn best(&self) -> Option<&Meaning> {
        self.meanings.first()
    }

    /// Gives a meaning at least this weight.
    pub fn suggest(&mut self, field: Field, weight: u32) {
        match self.meanings.iter_mut().find(|meaning| meaning.field == field) {
            Some(meaning) => meaning.weight = meaning.weight.max(weight),
            None => self.meanings.push(Meaning { field, weight }),
        }
        self.meanings.sort_by_key(|meaning| std::cmp::Reverse(meaning.weight));
    }

    /// Takes a meaning away.
    pub fn reject(&mut self, field: &Field) {
        self.meanings.retain(|meaning| meaning.field != *field);
    }
}

/// The columns under the header rows `header`, with labels, units and periods; meanings by label alone.
pub fn drafts(grid: &Grid<'_>, header: &[&View<'_>], profiles: &BTreeMap<u32, Profile>, labels: &Labels) -> Vec<Draft> {
    let levels = spread(header);
    let mut columns: Vec<u32> = levels.keys().chain(profiles.keys()).copied().collect();
    columns.sort_unstable();
    columns.dedup();
    let bottom = header.last().map_or(1, |view| view.row);
    let mut drafts = Vec::new();
    for column in columns {
        let profile = profiles.get(&column).copied().unwrap_or_default();
        let cells = levels.get(&column).map_or(&[][..], Vec::as_slice);
        let own = cells.iter().any(|cell| cell.own);
        // The further columns of a merged label that hold nothing are no columns of their own.
        if profile.filled == 0 && !own {
            continue;
        }
        let mut draft = Draft {
            column,
            levels: Vec::new(),
            header: cells.last().map_or(CellRef::new(bottom, column), |cell| cell.at),
            hidden: grid.sheet().is_column_hidden(column),
            unit: None,
            span: None,
            relative: None,
            profile,
            meanings: Vec::new(),
        };
        for cell in cells {
            let text = words::tidy(&cell.text);
            if draft.levels.last() != Some(&text) && !text.is_empty() {
                draft.levels.push(text);
            }
        }
        read_unit(&mut draft, labels);
        read_time(&mut draft);
        draft.meanings = meanings(&draft.levels, labels);
        drafts.push(draft);
    }
    drafts
}

struct LabelCell {
    text: String,
    at: CellRef,
    /// The column is the label's first, or the label is the lowest of the column.
    own: bool,
}

/// The labels over each column, top level first; merged labels and group labels spread over their columns.
fn spread(header: &[&View<'_>]) -> BTreeMap<u32, Vec<LabelCell>> {
    let mut levels: BTreeMap<u32, Vec<LabelCell>> = BTreeMap::new();
    let first = header.iter().filter_map(|view| view.items.first()).map(|item| item.column).min().unwrap_or(1);
    let last = header.iter().flat_map(|view| &view.items).map(|item| item.last).max().unwrap_or(1);
    for (level, view) in header.iter().enumerate() {
        for item in &view.items {
            let whole = item.column == first && item.last == last && last > first + 1 && header.len() > 1;
            if whole {
                continue;
            }
            let end = if item.last > item.column { item.last } else { group_end(header, level, item.column) };
            for column in item.column..=end.min(item.column.saturating_add(200)) {
                let own = column == item.column;
                levels.entry(column).or_default().push(LabelCell {
                    text: item.text.to_string(),
                    at: CellRef::new(view.row, item.column),
                    own,
                });
            }
        }
    }
    levels
}

/// The last column of an unmerged group label: it spreads over empty cells to its right that are filled below.
fn group_end(header: &[&View<'_>], level: usize, column: u32) -> u32 {
    let below = &header[level + 1..];
    let filled = |column: u32| below.iter().any(|view| view.at(column).is_some());
    if !filled(column) {
        return column;
    }
    let taken = |column: u32| {
        header[..=level].iter().any(|view| view.items.iter().any(|item| item.column <= column && column <= item.last))
    };
    let mut end = column;
    while filled(end + 1) && !taken(end + 1) {
        end += 1;
    }
    end
}

/// The unit in the brackets of the lowest label that has one, or a lowest label that is nothing but a unit.
fn read_unit(draft: &mut Draft, labels: &Labels) {
    let mut unit = None;
    let lowest = draft.levels.last().map_or("", String::as_str);
    let own_scale = matches!(labels.measure_words(lowest), Some(MeasureKind::Rate | MeasureKind::Level));
    for (depth, level) in draft.levels.iter().rev().enumerate() {
        // The unit over a group of amounts is none of the rate among them.
        if depth > 0 && own_scale {
            break;
        }
        let (outside, inside) = words::brackets(level);
        unit = inside.iter().rev().find_map(|part| unit_text(part, labels));
        if unit.is_none() && labels.is_unit(&outside) && draft.levels.len() > 1 {
            unit = Some(outside.clone());
        }
        if unit.is_none() && !outside.is_empty() {
            // `计划投资:亿元`, `计划投资/亿元`
            unit = outside.rsplit_once([':', '：', '/']).and_then(|(_, tail)| unit_text(tail, labels));
        }
        if unit.is_some() {
            break;
        }
    }
    if unit.is_none() && draft.levels.last().is_some_and(|level| level.ends_with(['%', '％'])) {
        unit = Some("%".to_owned());
    }
    draft.unit = unit;
    if draft.levels.len() > 1 {
        let is_bare_unit = |level: &String| labels.is_unit(level.trim_matches(['(', ')', '（', '）']));
        if draft.levels.last().is_some_and(is_bare_unit) && draft.unit.is_some() {
            draft.levels.pop();
        }
    }
}

/// The unit that a part of a label names: 亿元, 单位：亿元.
pub fn unit_text(part: &str, labels: &Labels) -> Option<String> {
    let part = part.trim();
    let bare =
        ["单位：", "单位:", "计量单位："].iter().fold(part, |text, word| text.strip_prefix(word).unwrap_or(text));
    labels.is_unit(bare).then(|| words::tidy(bare))
}

fn read_time(draft: &mut Draft) {
    for level in draft.levels.iter().rev() {
        let timed = span::read(&fold(level));
        draft.span = draft.span.or(timed.span);
        draft.relative = draft.relative.or(timed.relative);
    }
}

/// What the levels of a label can mean: the lowest by itself or joined with those above, else the ones above.
fn meanings(levels: &[String], labels: &Labels) -> Vec<Meaning> {
    let Some((lowest, above)) = levels.split_last() else { return Vec::new() };
    let own = timeless(lowest, labels);
    let Some(parent) = above.last() else { return own };
    let joined = format!("{}{}", words::brackets(parent).0, lowest);
    let over = meanings(above, labels);
    if labels.is_listed(&joined) {
        return labels.field(&joined);
    }
    let generic = matches!(
        fold(&words::brackets(lowest).0).as_str(),
        "名称" | "单位" | "部门" | "内容" | "情况" | "具体情况" | "单位名称" | "name"
    );
    let parent_is_plain = over.first().is_some_and(|meaning| {
        meaning.weight >= RECOGNISED && !matches!(meaning.field, Field::Title | Field::Content | Field::Other(_))
    });
    if generic && parent_is_plain {
        return over;
    }
    if own.first().is_some_and(|meaning| meaning.weight >= RECOGNISED) {
        return own;
    }
    let by_words = timeless(&joined, labels);
    if !labels.is_measure_label(lowest) && over.first().is_some_and(|meaning| meaning.weight >= RECOGNISED) {
        return over;
    }
    if by_words.is_empty() { own } else { by_words }
}

/// Meanings of a label, with and without its words of time.
fn timeless(label: &str, labels: &Labels) -> Vec<Meaning> {
    if labels.is_listed(label) {
        return labels.field(label);
    }
    let timed = span::read(&fold(&words::brackets(label).0));
    if timed.rest.is_empty() {
        return Vec::new();
    }
    let found = labels.field(&timed.rest);
    if found.is_empty() { labels.field(label) } else { found }
}

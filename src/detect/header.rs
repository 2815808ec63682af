//! Where a header is: the row whose cells are labels, with the levels above and below it.

use std::collections::BTreeSet;

use crate::{
    lexicon::{Labels, Meaning, RECOGNISED},
    model::Field,
    text::fold::fold,
};

use super::{
    grid::{Grid, Item, View},
    kinds, span, words,
};

/// Levels that a header has at most.
const LEVELS: usize = 5;
/// Rows of a sheet that are looked at thoroughly; below them only rows with a listed label can be a header.
const THOROUGH: usize = 200;
/// Bytes of a short label.
const SHORT: usize = 60;
/// A label without its brackets is no longer than this.
const LONGEST: usize = 30;
/// A text of more bytes than this has more than `LONGEST` characters, whatever they are.
const SURELY: usize = LONGEST * 4;
/// A label that only its words make known is no longer than this, in Chinese characters.
const WORDED: usize = 16;

/// The rows of a header, as indices of the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// First row.
    pub start: usize,
    /// Last row.
    pub end: usize,
}

/// What one cell is, taken as a label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// A label of a field.
    Field(Field),
    /// A label that is known and none of ours, a measure, a period or a unit.
    Known,
    /// Could be a label.
    Unknown,
    /// Is none: a figure, a long text, an organisation.
    NoLabel,
}

/// What a cell's text is, taken as a label.
pub fn reading<'i>(labels: &Labels, item: &'i Item<'_>) -> &'i Reading {
    item.reading(|item| read(labels, item))
}

fn read(labels: &Labels, item: &Item<'_>) -> Reading {
    if item.number || item.text.chars().nth(200).is_some() {
        return Reading::NoLabel;
    }
    let folded = item.folded();
    let (outside, _) = words::brackets(folded);
    if outside.chars().count() > LONGEST || (kinds::is_figure(folded) && !labels.is_unit(folded)) {
        return Reading::NoLabel;
    }
    // `填报单位：` asks for an answer beside it, `填报单位：市水务局` gives one.
    if folded.ends_with(':') && words::is_signature(folded) || is_answered(labels, folded) {
        return Reading::NoLabel;
    }
    let timed = span::read(folded);
    let label = if timed.rest.is_empty() { folded } else { timed.rest.as_str() };
    let plainest = labels.field(label).into_iter().next().filter(|meaning| meaning.weight >= RECOGNISED);
    let plainest = plainest.filter(|_| !is_sentence(labels, label));
    if let Some(Meaning { field, .. }) = plainest {
        return if matches!(field, Field::Other(_)) { Reading::Known } else { Reading::Field(field) };
    }
    let timely = timed.span.is_some() && timed.rest.is_empty();
    if timely || labels.is_measure_label(&outside) || labels.is_unit(folded.trim_matches(['(', ')'])) {
        return Reading::Known;
    }
    let sentence = outside.contains(['。', ';', '!', '?']) || outside.matches(',').count() > 1;
    if sentence || words::is_signature(folded) || folded.contains("附件") {
        return Reading::NoLabel;
    }
    Reading::Unknown
}

/// Whether a text is a label and its answer in one: 责任单位：市水务局, 填报时间：2023.6.28. 单位：亿元 and 进展情况：上半年
/// are labels with a unit or a period.
fn is_answered(labels: &Labels, folded: &str) -> bool {
    let (outside, _) = words::brackets(folded);
    let Some((head, answer)) = outside.split_once(':') else { return false };
    let timed = || span::read(answer).span.is_some() && !words::is_signature(folded);
    !head.is_empty() && !answer.is_empty() && head != "其中" && !labels.is_unit(answer) && !timed()
}

/// Whether a label is known by single words of it only, and is as long as a sentence, or ends like one.
fn is_sentence(labels: &Labels, label: &str) -> bool {
    let (outside, _) = words::brackets(label);
    let long = outside.chars().filter(|c| !c.is_ascii()).count() > WORDED || outside.contains(';');
    !labels.is_listed(label) && (outside.ends_with('。') || long)
}

/// What the cells of a row are, taken as labels.
struct Reckoning {
    fields: BTreeSet<Field>,
    /// Labels that are listed as a whole.
    listed: usize,
    recognised: usize,
    unknown: usize,
    none: usize,
}

/// `None` as soon as too many cells are no labels for a header.
fn reckon(labels: &Labels, view: &View<'_>) -> Option<Reckoning> {
    let cells = view.items.len().min(200);
    let plainly_none =
        |item: &&Item<'_>| item.number || (item.folded().len() > SURELY && !item.folded().contains(['(', '[']));
    if view.items.iter().take(200).filter(plainly_none).count() * 3 > cells {
        return None;
    }
    let mut reckoning = Reckoning { fields: BTreeSet::new(), listed: 0, recognised: 0, unknown: 0, none: 0 };
    for item in view.items.iter().take(200) {
        match reading(labels, item) {
            Reading::Field(field) => {
                reckoning.fields.insert(field.clone());
                reckoning.recognised += 1;
            }
            Reading::Known => reckoning.recognised += 1,
            Reading::Unknown => reckoning.unknown += 1,
            Reading::NoLabel => reckoning.none += 1,
        }
        if reckoning.none * 3 > cells {
            return None;
        }
    }
    if reckoning.fields.len() >= 2 {
        reckoning.listed = view.items.iter().take(200).filter(|item| is_whole_label(labels, item)).count();
    }
    Some(reckoning)
}

impl Reckoning {
    /// Whether the row alone is a header's row.
    fn is_header(&self) -> bool {
        let cells = self.recognised + self.unknown + self.none;
        // Words of labels stand in the texts of any row; a header has labels that are nothing else.
        if self.listed == 0 && self.none > 0 {
            return false;
        }
        let useful = self.fields.iter().any(is_useful);
        match self.fields.len() {
            0 | 1 => false,
            // One label of our own making beside two that are known word for word is still a header.
            2 => useful && (self.recognised == cells || (self.listed >= 2 && self.none == 0 && cells == 3)),
            _ => useful && self.recognised * 2 >= cells,
        }
    }
}

const fn is_useful(field: &Field) -> bool {
    matches!(field, Field::Title | Field::Content | Field::Progress | Field::Target | Field::Lead)
}

/// Whether the fields of a header make a list of tasks: words of a task and something said of it, or its title and its
/// content, which is a list for linking.
pub fn is_task_table(fields: &BTreeSet<Field>) -> bool {
    let task = fields.contains(&Field::Title) || fields.contains(&Field::Content);
    let progress = fields.contains(&Field::Progress);
    let other = fields.iter().any(|field| {
        matches!(field, Field::Lead | Field::Support | Field::Status | Field::Target | Field::Id | Field::Measure(_))
    });
    let list = fields.contains(&Field::Title) && fields.contains(&Field::Content);
    list || (task && (progress || other)) || (progress && fields.len() >= 3)
}

/// The first header at or after a row.
pub fn find(grid: &Grid<'_>, labels: &Labels, from: usize) -> Option<Block> {
    (from..grid.len()).find_map(|index| at(grid, labels, index, from))
}

/// The header whose main row is at `index`, if there is one; it does not reach above `from`.
pub fn at(grid: &Grid<'_>, labels: &Labels, index: usize, from: usize) -> Option<Block> {
    let view = grid.view(index)?;
    let short = |item: &&Item<'_>| !item.number && item.text.len() <= SHORT;
    let plausible = view.items.len() >= 2 && view.items.iter().filter(short).count() * 3 > view.items.len() * 2;
    if index >= THOROUGH && !plausible {
        return None;
    }
    if index >= THOROUGH && !view.items.iter().take(40).any(|item| is_listed(labels, item)) {
        return None;
    }
    if view.items.len() >= 2 && reckon(labels, view).is_some_and(|reckoning| reckoning.is_header()) {
        let broken = grid.view(index + 1).is_some_and(|next| goes_on_below(labels, view, next));
        let end = if broken { grow_down(grid, labels, index + 1) } else { grow_down(grid, labels, index) };
        let start = grow_up(grid, labels, index, from);
        let end = end.min(start + LEVELS - 1).max(index);
        return Some(Block { start, end });
    }
    if index < THOROUGH { broken_over_rows(grid, labels, index, from) } else { None }
}

/// Whether the words of this row's labels go on in the next row: `牵头` over `单位`, `序` over `号`.
fn goes_on_below(labels: &Labels, view: &View<'_>, next: &View<'_>) -> bool {
    let whole = |item: &&Item<'_>| {
        view.at(item.column).is_some_and(|head| {
            let short = head.text.len() + item.text.len() <= 60;
            short && labels.is_listed(&format!("{}{}", head.text, item.text))
        })
    };
    let joined = next.items.iter().filter(whole).count();
    next.row == view.row + 1 && joined >= 2 && joined * 2 >= next.items.len()
}

fn is_listed(labels: &Labels, item: &Item<'_>) -> bool {
    item.text.len() <= SHORT && labels.is_listed(&item.text)
}

/// Whether a cell is a listed label but for its words of time.
fn is_whole_label(labels: &Labels, item: &Item<'_>) -> bool {
    let untimed = || span::read(&fold(&words::brackets(&item.text).0)).rest;
    item.text.len() <= SHORT && (labels.is_listed(&item.text) || labels.is_listed(&untimed()))
}

/// Whether a row below a header has enough labels that are nothing else to be another header.
pub fn is_plain(grid: &Grid<'_>, labels: &Labels, block: &Block) -> bool {
    let listed = |view: &View<'_>| view.items.iter().filter(|item| is_whole_label(labels, item)).count();
    let short = |view: &View<'_>| view.items.iter().all(|item| item.text.chars().count() <= LONGEST);
    let views = || (block.start..=block.end).filter_map(|row| grid.view(row));
    views().map(listed).sum::<usize>() >= 2 || views().all(|view| all_short(labels, view) && short(view))
}

/// A header whose words only make sense when two or three rows are read together: `牵头` over `单位`.
fn broken_over_rows(grid: &Grid<'_>, labels: &Labels, index: usize, from: usize) -> Option<Block> {
    let first = grid.view(index)?;
    if first.items.len() < 2 || !all_short(labels, first) {
        return None;
    }
    for depth in 2..=3 {
        let end = index + depth - 1;
        let views: Vec<_> = (index..=end).filter_map(|row| grid.view(row)).collect();
        let contiguous = views.windows(2).all(|pair| pair[1].row == pair[0].row + 1);
        if views.len() < depth || !contiguous || !views.iter().all(|view| all_short(labels, view)) {
            return None;
        }
        let columns: BTreeSet<u32> = views.iter().flat_map(|view| view.items.iter().map(|item| item.column)).collect();
        let (mut fields, mut recognised) = (BTreeSet::new(), 0);
        for column in &columns {
            let joined: String =
                views.iter().filter_map(|view| view.at(*column)).map(|item| item.text.as_ref()).collect();
            let meanings = labels.field(&span::read(&fold(&joined)).rest);
            if let Some(meaning) = meanings.first().filter(|meaning| meaning.weight >= RECOGNISED) {
                recognised += 1;
                fields.insert(meaning.field.clone());
            }
        }
        let known = fields.iter().filter(|field| !matches!(field, Field::Other(_))).count();
        if known >= 3 && recognised * 3 >= columns.len() * 2 && is_task_table(&fields) {
            let start = grow_up(grid, labels, index, from.max(index.saturating_sub(2)));
            return Some(Block { start, end: grow_down(grid, labels, end) });
        }
    }
    None
}

fn all_short(labels: &Labels, view: &View<'_>) -> bool {
    view.items.iter().all(|item| {
        let (outside, _) = words::brackets(&item.text);
        outside.chars().count() <= 12 && *reading(labels, item) != Reading::NoLabel
    })
}

fn grow_down(grid: &Grid<'_>, labels: &Labels, index: usize) -> usize {
    let mut end = index;
    let mut above: Vec<&View<'_>> = grid.view(index).into_iter().collect();
    while end + 1 < grid.len() && end + 1 - index < LEVELS {
        let Some(next) = grid.view(end + 1) else { break };
        if !is_level_below(grid, labels, &above, next) {
            break;
        }
        above.push(next);
        end += 1;
    }
    end
}

/// Whether `next` is a further level of the header above it.
fn is_level_below(grid: &Grid<'_>, labels: &Labels, above: &[&View<'_>], next: &View<'_>) -> bool {
    let Some(last) = above.last() else { return false };
    let bottom = above
        .iter()
        .flat_map(|view| &view.items)
        .filter(|item| item.text.chars().count() <= 60)
        .map(|item| item.bottom)
        .max();
    let reached = bottom.is_some_and(|bottom| bottom >= next.row && bottom <= last.row + LEVELS as u32);
    let readings: Vec<_> = next.items.iter().map(|item| reading(labels, item)).collect();
    let bad = readings.iter().filter(|reading| ***reading == Reading::NoLabel).count();
    if reached {
        return bad * 2 <= readings.len();
    }
    if next.row != last.row + 1 || bad > 0 || spans_all(grid, above, next) {
        return false;
    }
    let known = readings.iter().filter(|reading| !matches!(reading, Reading::Unknown)).count();
    known > 0 && next.items.iter().all(|item| fits_below(labels, above, next, item))
}

fn spans_all(grid: &Grid<'_>, above: &[&View<'_>], view: &View<'_>) -> bool {
    let first = above.iter().filter_map(|view| view.items.first()).map(|item| item.column).min().unwrap_or(1);
    let last = above.iter().flat_map(|view| &view.items).map(|item| item.last).max().unwrap_or(grid.last_column());
    view.only().is_some_and(|item| item.column <= first && (item.last >= last || last == first))
}

/// Whether a cell stands where a lower label can stand: under a group, under nothing, or as the rest of a broken label.
fn fits_below(labels: &Labels, above: &[&View<'_>], next: &View<'_>, item: &Item<'_>) -> bool {
    let over = above.iter().rev().find_map(|view| covering(view, item.column).map(|found| (view, found)));
    let Some((view, head)) = over else { return true };
    if head.width() > 1 || labels.is_unit(words::tidy(&item.text).trim_matches(['(', ')', '（', '）'])) {
        return true;
    }
    if head.column == item.column {
        let joined = format!("{}{}", head.text, item.text);
        let broken = labels.is_listed(&joined) && !labels.is_listed(&head.text);
        return broken || (heads_group(view, next, head) && !matches!(reading(labels, item), Reading::NoLabel));
    }
    true
}

/// Whether an unmerged label stands over several columns: those to its right are empty in its row and filled below.
fn heads_group(view: &View<'_>, next: &View<'_>, head: &Item<'_>) -> bool {
    covering(view, head.last + 1).is_none() && next.at(head.last + 1).is_some()
}

/// The cell of a row that covers a column.
fn covering<'v, 'a>(view: &'v View<'a>, column: u32) -> Option<&'v Item<'a>> {
    view.items.iter().find(|item| item.column <= column && column <= item.last)
}

fn grow_up(grid: &Grid<'_>, labels: &Labels, index: usize, from: usize) -> usize {
    let mut start = index;
    while start > from && index - start + 1 < LEVELS {
        let (Some(above), Some(below)) = (grid.view(start - 1), grid.view(start)) else { break };
        if !is_level_above(labels, above, below) {
            break;
        }
        start -= 1;
    }
    start
}

/// Whether `above` is a level over the header row `below`: groups over some of its columns.
fn is_level_above(labels: &Labels, above: &View<'_>, below: &View<'_>) -> bool {
    let (Some(first), Some(last)) = (below.items.first(), below.items.last()) else { return false };
    let reaching = above.items.iter().filter(|item| item.bottom >= below.row).count();
    if above.row + 1 != below.row && reaching == 0 {
        return false;
    }
    let mut known = 0;
    for item in &above.items {
        let reads = reading(labels, item);
        let folded = item.folded();
        if *reads == Reading::NoLabel
            || folded.ends_with(':')
            || (folded.contains(':') && *reads == Reading::Unknown)
            || words::is_banner(folded)
            || (words::is_date_line(folded) && !folded.ends_with('月'))
            || folded.ends_with('表')
            || folded.ends_with("统计")
        {
            return false;
        }
        known += usize::from(*reads != Reading::Unknown || item.width() > 1 || item.bottom >= below.row);
    }
    match above.items.as_slice() {
        [only] => {
            let whole = only.column <= first.column && only.last >= last.column;
            let spreads = only.width() > 1 || (below.at(only.column + 1).is_some() && below.at(only.column).is_some());
            !whole && only.column > first.column && spreads && (only.width() > 1 || known == 1)
                || (only.bottom >= below.row && !whole)
        }
        items => known * 2 >= items.len() && items.iter().any(|item| item.last >= first.column),
    }
}

/// The labels of a header in comparison form, to know it again further down.
pub struct Levels(Vec<Vec<(u32, String)>>);

/// Bytes by which a label written again may be longer than its comparison form: spaces and line breaks.
const SLACK: usize = 24;

impl Levels {
    /// The labels of header rows.
    pub fn of(header: &[&View<'_>]) -> Self {
        let row = |view: &&View<'_>| view.items.iter().map(|item| (item.column, item.folded().to_owned())).collect();
        Self(header.iter().map(row).collect())
    }

    /// Whether a row repeats a row of the header: most of its cells stand under themselves.
    pub fn are_repeated_in(&self, view: &View<'_>) -> bool {
        self.0.iter().any(|level| {
            let (least, cells) = (if level.len() == 1 { 1 } else { 2 }, view.items.len());
            if cells < least || cells > level.len() * 2 {
                return false;
            }
            let at = |item: &Item<'_>| level.binary_search_by_key(&item.column, |(column, _)| *column).ok();
            let label = |item: &Item<'_>| at(item).and_then(|at| level.get(at));
            let same = |item: &&Item<'_>| {
                let fits = |text: &String| item.text.len() <= text.len() * 2 + SLACK && item.folded() == *text;
                !item.number && label(item).is_some_and(|(_, text)| fits(text))
            };
            let same = view.items.iter().filter(same).count();
            same >= least && same * 10 >= cells * 6 && same * 10 >= level.len() * 5
        })
    }
}

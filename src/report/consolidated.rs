//! 汇总表: the formal table, ready to print. One block a task, in the order of the task list.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use rayon::prelude::*;
use unicode_width::UnicodeWidthStr;

use super::{
    View, measures, parts_from,
    template::ReportTemplate,
    waiting,
    words::{self, SheetName, days, period_name},
};
use crate::{
    model::{
        Decision, DecisionVerdict, Entry, Field, Lang, Outcome, Severity, Task, TaskStatus,
        book::{Cell, Content, Purpose, Role, Row, Sheet, Target},
        entries::Entries,
    },
    templates::fill,
};

/// A column of its own is for what at least one task in so many has; rarer things share a column, or a wide table of
/// blanks would leave no room for the narratives.
const COLUMN_FOR_ONE_IN: usize = 5;
/// Lines that a list of units takes at most, as far as its column may grow.
const UNIT_LINES: f32 = 13.0;

/// What a column of the sheet shows.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Number,
    Title,
    Content,
    Target,
    Lead,
    Support,
    Progress,
    /// A field that departments filled in beside their progress.
    Beside(Field),
    /// Such fields that are rarely filled in, each named.
    FurtherFields(Vec<Field>),
    /// A measure by name, what its head says of the unit, and the decimal places that its numbers have at most.
    Measure(String, measures::UnitHead, u8),
    /// The measures beyond the last column, by name.
    FurtherMeasures(Vec<String>),
    Status,
    /// What reviewers corrected, beside the words that it is about.
    Corrections,
    Marks,
}

impl Kind {
    /// Its key in the template.
    const fn key(&self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Title => "title",
            Self::Content => "content",
            Self::Target => "target",
            Self::Lead => "lead",
            Self::Support => "support",
            Self::Progress => "progress",
            Self::Beside(Field::Problems) => "problems",
            Self::Beside(Field::Next) => "next",
            Self::Beside(_) => "remarks",
            Self::FurtherFields(_) => "further",
            Self::Measure(..) => "measure",
            Self::FurtherMeasures(_) => "measures",
            Self::Status => "status",
            Self::Corrections => "corrections",
            Self::Marks => "marks",
        }
    }
}

/// The columns that this run needs.
pub(super) struct Columns(pub(super) Vec<Kind>);

impl Columns {
    /// Those for which there is anything to show; `corrected` says whether reviewers corrected anything.
    pub(super) fn of(outcome: &Outcome, template: &ReportTemplate, corrected: bool) -> Self {
        let tasks = outcome.tasks.tasks();
        let mut columns = vec![Kind::Number];
        let titled = tasks.iter().any(|task| !task.title.trim().is_empty());
        let detailed = tasks.iter().any(|task| !task.content.trim().is_empty() && task.content != task.title);
        if titled || !detailed {
            columns.push(Kind::Title);
        }
        if detailed {
            columns.push(Kind::Content);
        }
        if tasks.iter().any(|task| !task.target.trim().is_empty()) {
            columns.push(Kind::Target);
        }
        columns.push(Kind::Lead);
        if tasks.iter().any(|task| !task.support.is_empty()) {
            columns.push(Kind::Support);
        }
        columns.push(Kind::Progress);
        columns.extend(fields(outcome));
        columns.extend(measures::columns(outcome));
        columns.push(Kind::Status);
        if corrected {
            columns.push(Kind::Corrections);
        }
        if outcome.settings.report.marks {
            columns.push(Kind::Marks);
        }
        let order = &template.consolidated.order;
        let rank = |kind: &Kind| order.iter().position(|key| *key == kind.key()).unwrap_or(usize::MAX);
        columns.sort_by_key(rank);
        Self(columns)
    }

    /// Position of the progress column.
    pub(super) fn progress(&self) -> u16 {
        self.0.iter().position(|kind| *kind == Kind::Progress).unwrap_or(0) as u16
    }
}

/// Whether `count` tasks of all are enough for a column of its own.
pub(super) fn is_common(outcome: &Outcome, count: usize) -> bool {
    count * COLUMN_FOR_ONE_IN >= outcome.ledger.entries.len()
}

/// Columns for what departments filled in beside their progress.
fn fields(outcome: &Outcome) -> Vec<Kind> {
    let mut columns = Vec::new();
    let mut rare = Vec::new();
    for field in [Field::Problems, Field::Next, Field::Remarks] {
        let filled = outcome.ledger.entries.par_iter().filter(|entry| beside(outcome, entry, &field).is_some()).count();
        if filled > 0 && is_common(outcome, filled) {
            columns.push(Kind::Beside(field));
        } else if filled > 0 {
            rare.push(field);
        }
    }
    if !rare.is_empty() {
        columns.push(Kind::FurtherFields(rare));
    }
    columns
}

/// The name of a task's row.
pub(super) fn key(task: usize) -> String {
    format!("task:{task}")
}

/// The sheet; with more rows than one takes, several.
pub(super) fn sheets<'a>(view: &Arc<View<'a>>) -> Vec<Sheet<'a>> {
    let columns = &view.columns.0;
    let mut sheet = Sheet::new(view.name(SheetName::Consolidated), Purpose::Formal, &widths(view, columns));
    push_title(view, &mut sheet);
    let labels: Vec<String> = columns.iter().map(|kind| label(view, kind)).collect();
    sheet.push_head(&labels.iter().map(String::as_str).collect::<Vec<_>>());
    let blocks = blocks(view.outcome);
    let count = blocks.len();
    let first = sheet.rows.len();
    let rows: usize = blocks.iter().map(|block| block.entries.len() + usize::from(block.begins_section)).sum();
    let starts = starts(&blocks, view.most);
    if let Some(end) = (first + rows).checked_sub(1) {
        // A formula adds up the rows of one sheet.
        measures::push_totals(view, &mut sheet, starts.is_empty().then_some((first, end)));
    }
    let (own, marks) = (Arc::clone(view), marks(view));
    let make = move |at: usize| blocks.get(at).map_or_else(Vec::new, |block| block_rows(&own, block, &marks));
    sheet.entries = Entries::new(count, make);
    parts_from(sheet, &starts)
}

/// The first block of every sheet but the first, so that none has more than `most` rows. A block stands on one sheet: its
/// cells are merged.
fn starts(blocks: &[Block], most: usize) -> Vec<usize> {
    let (mut starts, mut rows) = (Vec::new(), 0);
    for (at, block) in blocks.iter().enumerate() {
        let own = block.entries.len() + usize::from(block.begins_section);
        if rows > 0 && rows + own > most {
            starts.push(at);
            rows = 0;
        }
        rows += own;
    }
    starts
}

/// The first task of every sheet but the first.
pub(super) fn breaks(outcome: &Outcome, most: usize) -> Vec<usize> {
    let blocks = blocks(outcome);
    let task = |start: &usize| outcome.ledger.entries.get(blocks[*start].entries.start).map(|entry| entry.task);
    starts(&blocks, most).iter().filter_map(task).collect()
}

/// Entries that share a number and a title.
struct Block {
    /// Positions in the ledger.
    entries: Range<usize>,
    /// Whether a section's banner stands above them.
    begins_section: bool,
}

/// The ledger in blocks. Entries of no task that there is have no row.
fn blocks(outcome: &Outcome) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut section: Option<&str> = None;
    for at in 0..outcome.ledger.entries.len() {
        let Some(task) = entry_task(outcome, at) else { continue };
        let begins_section = !task.section.is_empty() && section != Some(&task.section);
        if begins_section {
            section = Some(&task.section);
        }
        match blocks.last_mut() {
            Some(above) if block_length(outcome, at).is_none() && above.entries.end == at && !begins_section => {
                above.entries.end = at + 1;
            }
            _ => blocks.push(Block { entries: at..at + 1, begins_section }),
        }
    }
    blocks
}

/// A block's rows, with the banner of the section that it begins.
fn block_rows(view: &View<'_>, block: &Block, marks: &BTreeMap<usize, Marks>) -> Vec<Row> {
    let entries = &view.outcome.ledger.entries;
    let mut rows = Vec::with_capacity(block.entries.len() + 1);
    for index in block.entries.clone() {
        let Some((entry, task)) = entries.get(index).zip(entry_task(view.outcome, index)) else { continue };
        if block.begins_section && index == block.entries.start {
            rows.push(section_row(view, &task.section, &entries[index..]));
        }
        let length = block_length(view.outcome, index);
        let columns = (0..).zip(&view.columns.0);
        let cells = columns.filter_map(|(column, kind)| cell(view, column, kind, entry, task, length, marks));
        rows.push(Row::named(key(entry.task), cells.collect()));
    }
    rows
}

/// The task of an entry, by position.
fn entry_task(outcome: &Outcome, at: usize) -> Option<&Task> {
    outcome.ledger.entries.get(at).and_then(|entry| outcome.tasks.tasks().get(entry.task))
}

/// Rows of the block that starts at an entry; `None` within a block.
fn block_length(outcome: &Outcome, index: usize) -> Option<usize> {
    let entries = &outcome.ledger.entries;
    let task = |at: usize| entry_task(outcome, at);
    let this = task(index)?;
    // A list that says number and title again in every row of a block means the same as one that merges them.
    let repeats = |at: usize, task: &Task| {
        at > 0 && !task.number.is_empty() && entry_task(outcome, at - 1).is_some_and(|above| above.title == task.title)
    };
    let continues = |at: usize| {
        task(at).is_some_and(|task| {
            (task.continued || repeats(at, task)) && task.section == this.section && task.number == this.number
        })
    };
    let same_block = |above: &Task| above.section == this.section && above.number == this.number;
    if index > 0 && continues(index) && task(index - 1).is_some_and(same_block) {
        return None;
    }
    Some(1 + (index + 1..entries.len()).take_while(|at| continues(*at)).count())
}

fn push_title(view: &View<'_>, sheet: &mut Sheet<'_>) {
    let columns = sheet.columns();
    let words = &view.template.consolidated;
    if !words.attachment.is_empty() {
        sheet.push(Row::of(vec![Cell::text(0, Role::Caption, words.attachment.as_str()).across(columns)]));
    }
    sheet.push(Row::named("title", vec![Cell::text(0, Role::Title, view.title()).across(columns)]));
    let office = &view.outcome.settings.report.office;
    let left = if office.is_empty() { String::new() } else { fill(&words.office, &[("office", office)]) };
    let right = view.outcome.period.as_ref().map_or_else(String::new, |period| {
        let named = period_name(Some(period), view.lang);
        fill(&words.period, &[("days", &days(period, view.lang)), ("period", &named)])
    });
    let half = (columns / 2).max(1);
    let mut cells = vec![Cell::text(0, Role::Caption, left).across(half)];
    if columns > half {
        cells.push(Cell::text(half, Role::CaptionEnd, right).across(columns - half));
    }
    sheet.push(Row::of(cells));
}

fn section_row(view: &View<'_>, section: &str, from: &[Entry]) -> Row {
    let tasks = view.outcome.tasks.tasks();
    let same = |entry: &&Entry| tasks.get(entry.task).is_some_and(|task| task.section == section);
    let count = from.iter().take_while(same).count().to_string();
    // A section that already declares a number of items keeps its own words alone.
    let declares = section.trim_end().ends_with(['）', ')']);
    let holes = [("section", section), ("count", count.as_str())];
    let text = if declares { section.to_owned() } else { fill(&view.template.consolidated.section, &holes) };
    Row::of(vec![Cell::text(0, Role::Section, text).across(view.columns.0.len() as u16)])
}

fn label(view: &View<'_>, kind: &Kind) -> String {
    match kind {
        Kind::Measure(name, unit, _) => unit.head(view, name),
        Kind::FurtherFields(fields) if fields.len() == 1 => label(view, &Kind::Beside(fields[0].clone())),
        kind => view.template.head(kind.key()).map_or_else(String::new, |head| head.label.clone()),
    }
}

/// Widths in characters that fill a page; the progress takes what the others leave.
fn widths(view: &View<'_>, columns: &[Kind]) -> Vec<f32> {
    let width = |kind: &Kind| {
        let own = view.template.head(kind.key()).map_or(9.0, |head| head.width);
        own.max(for_units(view.outcome, kind).min(view.template.consolidated.crowded))
    };
    let others = columns.iter().filter(|kind| **kind != Kind::Progress);
    let rest = view.template.consolidated.page - others.map(width).sum::<f32>();
    let progress = |kind: &Kind| if *kind == Kind::Progress { width(kind).max(rest) } else { width(kind) };
    columns.iter().map(progress).collect()
}

/// The width in characters with which the longest list of units takes no more than some lines: in a narrow column forty
/// names would fill a page.
fn for_units(outcome: &Outcome, kind: &Kind) -> f32 {
    let units = |task: &'_ Task| match kind {
        Kind::Lead => task.lead.iter().map(|unit| unit.name.width() + 2).sum(),
        Kind::Support => task.support.iter().map(|unit| unit.name.width() + 2).sum(),
        _ => 0,
    };
    let longest: usize = outcome.tasks.tasks().iter().map(units).max().unwrap_or(0);
    // Letters are half as wide as a character, and no line is quite full.
    longest as f32 / 2.0 / UNIT_LINES + 2.0
}

#[allow(clippy::too_many_arguments)]
fn cell(
    view: &View<'_>,
    column: u16,
    kind: &Kind,
    entry: &Entry,
    task: &Task,
    block: Option<usize>,
    marks: &BTreeMap<usize, Marks>,
) -> Option<Cell> {
    let text = |role: Role, text: &str| Some(Cell::text(column, role, text));
    match kind {
        Kind::Number => Some(Cell::text(column, Role::Ordinal, task.number.as_str()).down(block?)),
        Kind::Title => Some(Cell::text(column, Role::TaskTitle, task.title.as_str()).down(block?)),
        Kind::Content => text(Role::Text, &task.content),
        Kind::Target => text(Role::Text, &task.target),
        Kind::Lead => text(Role::Short, &view.units(&task.lead)),
        Kind::Support => text(Role::Short, &view.units(&task.support)),
        Kind::Progress => Some(progress(view, column, entry)),
        Kind::Beside(field) => text(Role::Text, &beside(view.outcome, entry, field).unwrap_or_default()),
        Kind::Measure(name, unit, places) => Some(measures::cell(view, column, entry, name, unit).aligned(*places)),
        Kind::FurtherFields(fields) => text(Role::Text, &named_fields(view, entry, fields)),
        Kind::FurtherMeasures(names) => {
            let mut further = entry.measures();
            further.retain(|measure| names.iter().any(|name| **name == *measure.sent.name));
            let lines: Vec<_> = further.iter().map(|measure| measures::told(view, measure)).collect();
            text(Role::Text, &lines.join("\n"))
        }
        Kind::Status => Some(waiting::status(view, column, entry)),
        Kind::Corrections => text(Role::Text, &corrected(view, entry.task)),
        Kind::Marks => {
            Some(marks.get(&entry.task).map_or_else(|| Cell::text(column, Role::Short, ""), |m| m.cell(view, column)))
        }
    }
}

fn progress(view: &View<'_>, column: u16, entry: &Entry) -> Cell {
    let told = entry.progress();
    if told.is_empty() && entry.status == TaskStatus::Unreported {
        return Cell::new(column, Role::Absent, Content::Blank);
    }
    let cell = Cell::text(column, Role::Narrative, told);
    if !view.outcome.settings.report.marks || entry.claims.is_empty() {
        return cell;
    }
    let sources = entry.claims.iter().map(|claim| {
        let who = claim.department.as_deref().unwrap_or(view.say("（未识别单位）", "(department unknown)"));
        format!("{who}: {} › {} › {}", claim.file, claim.sheet, claim.cell)
    });
    cell.remarked(format!("{}\n{}", view.say("来源", "Sources"), sources.collect::<Vec<_>>().join("\n")))
}

/// Several fields in one cell, each named where there could be more than one.
fn named_fields(view: &View<'_>, entry: &Entry, fields: &[Field]) -> String {
    let told = fields.iter().filter_map(|field| Some((field, beside(view.outcome, entry, field)?)));
    let lines = told.map(|(field, text)| match fields {
        [_] => text,
        _ => format!("{}{}{text}", words::field(field).get(view.lang), view.say("：", ": ")),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What departments filled in beside their progress; of several each under its name. `None` when nobody did.
fn beside(outcome: &Outcome, entry: &Entry, field: &Field) -> Option<String> {
    let mut told: Vec<(Option<&str>, &str)> = Vec::new();
    for claim in &entry.claims {
        let raw = outcome.records.get(claim.record.0).map_or("", |record| record.raw(field));
        if !raw.trim().is_empty() && !told.iter().any(|(_, known)| *known == raw) {
            told.push((claim.department.as_deref(), raw));
        }
    }
    match told.as_slice() {
        [] => None,
        [(_, only)] => Some((*only).to_owned()),
        several => {
            let lines =
                several.iter().map(|(who, raw)| who.map_or_else(|| (*raw).to_owned(), |who| format!("{who}：{raw}")));
            Some(lines.collect::<Vec<_>>().join("\n"))
        }
    }
}

/// What reviewers corrected, by task. The words that were sent stay as they are.
pub(super) fn corrections(outcome: &Outcome) -> BTreeMap<usize, Vec<&Decision>> {
    let mut corrections: BTreeMap<usize, Vec<&Decision>> = BTreeMap::new();
    for finding in &outcome.findings {
        let corrects = |made: &&Decision| made.verdict == DecisionVerdict::Correct && !made.note.trim().is_empty();
        let made = finding.decision.as_deref().filter(corrects);
        let task = finding.task.filter(|task| *task < outcome.tasks.len());
        if let Some((task, made)) = task.zip(made) {
            corrections.entry(task).or_default().push(made);
        }
    }
    corrections
}

/// Each correction with who made it and when.
fn corrected(view: &View<'_>, task: usize) -> String {
    let line = |made: &Decision| {
        let who = [made.by.as_str(), made.on.as_str()].into_iter().filter(|part| !part.is_empty());
        let who = who.collect::<Vec<_>>().join(" ");
        match (who.is_empty(), view.lang) {
            (true, _) => made.note.clone(),
            (_, Lang::Zh) => format!("{}（{who}）", made.note),
            (_, Lang::En) => format!("{} ({who})", made.note),
        }
    };
    let made = view.corrections.get(&task).map_or(&[][..], Vec::as_slice);
    made.iter().map(|made| line(made)).collect::<Vec<_>>().join("\n")
}

/// What was found of a task, for the column of marks.
#[derive(Default)]
struct Marks {
    by_code: BTreeMap<(Severity, &'static str), usize>,
    first: Option<String>,
}

impl Marks {
    fn cell(&self, view: &View<'_>, column: u16) -> Cell {
        let worst = self.by_code.keys().next().map_or(Severity::Info, |(severity, _)| *severity);
        let lines = self.by_code.iter().map(|((severity, code), count)| {
            let word = view.words(&severity.words());
            if *count > 1 { format!("{word} {code}×{count}") } else { format!("{word} {code}") }
        });
        let text: Arc<str> = lines.collect::<Vec<_>>().join("\n").into();
        let target = self.first.as_ref().map(|id| Target::Cell {
            sheet: view.name(SheetName::Findings),
            key: Some(id.clone()),
            column: 0,
        });
        Cell::text(column, Role::Severity(worst), text).leading_to(target)
    }
}

/// Marks by task.
fn marks(view: &View<'_>) -> BTreeMap<usize, Marks> {
    let mut marks: BTreeMap<usize, Marks> = BTreeMap::new();
    for finding in view.outcome.findings.iter().filter(|finding| !finding.is_dismissed()) {
        if let Some(task) = finding.task {
            let of = marks.entry(task).or_default();
            *of.by_code.entry((finding.severity, finding.code)).or_default() += 1;
            of.first.get_or_insert_with(|| super::findings::key(finding));
        }
    }
    marks
}

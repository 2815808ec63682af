//! Measures in 汇总表: their columns, their cells, and the totals under them.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use rust_decimal::Decimal;

use super::{
    View,
    consolidated::{Kind, is_common},
    totals,
    words::SheetName,
};
use crate::{
    model::{
        Entry, Lang, LedgerMeasure, Outcome, TotalLine, TotalScope,
        book::{Cell, Content, Formula, Role, Row, Sheet},
    },
    text::{counted, number},
};

/// Measures with a column of their own, at most; the others share one.
const MAX_COLUMNS: usize = 8;

/// What the head of a measure's column says of the unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum UnitHead {
    /// Nobody named one.
    None,
    /// All figures are in this one.
    One(String),
    /// They differ: every cell carries its own.
    Mixed,
}

impl UnitHead {
    /// Words where a figure should be say nothing of the unit.
    fn of(sent: &[LedgerMeasure<'_>]) -> Self {
        let figures = sent.iter().map(|measure| measure.sent).filter(|sent| sent.value.is_some());
        let units: Vec<Option<&str>> = figures.map(|sent| sent.unit.as_deref()).collect();
        let first = units.first().copied().flatten();
        match first {
            _ if units.iter().any(|unit| *unit != first) => Self::Mixed,
            Some(unit) if !unit.is_empty() => Self::One(unit.to_owned()),
            _ => Self::None,
        }
    }

    /// The head of the column.
    pub(super) fn head(&self, view: &View<'_>, name: &str) -> String {
        let said = match self {
            Self::None => return name.to_owned(),
            Self::One(unit) => unit.as_str(),
            Self::Mixed => view.say("单位见各格", "units as in the cells"),
        };
        match view.lang {
            Lang::Zh => format!("{name}\n（{said}）"),
            Lang::En => format!("{name}\n({said})"),
        }
    }
}

/// Columns for the measures that anyone sent.
pub(super) fn columns(outcome: &Outcome) -> Vec<Kind> {
    let mut names: Vec<&str> = Vec::new();
    let mut sent: BTreeMap<&str, Vec<LedgerMeasure<'_>>> = BTreeMap::new();
    for measure in outcome.ledger.entries.iter().flat_map(Entry::measures) {
        let seen = sent.entry(&measure.sent.name).or_default();
        if seen.is_empty() {
            names.push(&measure.sent.name);
        }
        seen.push(measure);
    }
    let mut columns = Vec::new();
    let mut further = Vec::new();
    for name in names {
        let seen = sent.get(name).map_or(&[][..], Vec::as_slice);
        if columns.len() < MAX_COLUMNS && is_common(outcome, seen.len()) {
            columns.push(Kind::Measure(name.to_owned(), UnitHead::of(seen), places(seen.iter().filter_map(plain))));
        } else {
            further.push(name.to_owned());
        }
    }
    if !further.is_empty() {
        columns.push(Kind::FurtherMeasures(further));
    }
    columns
}

/// One measure of a task: a number where one plain figure was sent in the unit of the head, else what was sent.
pub(super) fn cell(view: &View<'_>, column: u16, entry: &Entry, name: &str, head: &UnitHead) -> Cell {
    let mut sent = entry.measures();
    sent.retain(|measure| *measure.sent.name == *name);
    let groups = groups(&sent);
    match groups.as_slice() {
        [] => Cell::text(column, Role::Figure, ""),
        [(only, who)] => {
            let own_unit = *head == UnitHead::Mixed && only.sent.unit.is_some();
            let cell = match plain(only).filter(|_| !own_unit) {
                Some(value) => Cell::new(column, Role::Figure, Content::Number(value)),
                None if own_unit => Cell::text(column, Role::SentFigure, with_unit(only)),
                None => Cell::text(column, Role::SentFigure, &*only.sent.raw),
            };
            if who.len() > 1 { remarked(view, cell, &groups) } else { cell }
        }
        several => {
            let colon = view.say("：", ": ");
            let lines = several.iter().map(|(measure, who)| match who.as_slice() {
                [] => with_unit(measure),
                who => format!("{}{colon}{}", view.who(who), with_unit(measure)),
            });
            let cell = Cell::text(column, Role::Text, lines.collect::<Vec<_>>().join("\n"));
            if several.iter().any(|(_, who)| who.len() > 1) { remarked(view, cell, &groups) } else { cell }
        }
    }
}

/// A figure and the departments that sent it.
type Group<'a> = (LedgerMeasure<'a>, Vec<&'a str>);

/// The figures of one measure, each once, in the order in which they were first sent: units that share a task mostly
/// send the same.
fn groups<'a>(sent: &[LedgerMeasure<'a>]) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for measure in sent {
        let own = measure.sent;
        let same = |known: &&mut Group<'_>| known.0.sent.raw == own.raw && known.0.sent.unit == own.unit;
        let who = measure.claim.department.as_deref();
        match groups.iter_mut().find(same) {
            Some((_, known)) => known.extend(who.filter(|who| !known.contains(who))),
            None => groups.push((*measure, who.into_iter().collect())),
        }
    }
    groups
}

/// A cell that names in a remark everybody who sent its figures.
fn remarked(view: &View<'_>, cell: Cell, groups: &[Group<'_>]) -> Cell {
    if !view.outcome.settings.report.marks {
        return cell;
    }
    let (colon, comma) = (view.say("：", ": "), view.say("、", ", "));
    let lines = groups.iter().map(|(measure, who)| format!("{}{colon}{}", with_unit(measure), who.join(comma)));
    cell.remarked(lines.collect::<Vec<_>>().join("\n"))
}

/// The figure, when the cell showed exactly that and nothing else: with all its decimals, with or without commas between
/// thousands.
fn plain(measure: &LedgerMeasure<'_>) -> Option<Decimal> {
    let shown = totals::shown_alike(&measure.sent.raw)?;
    measure.sent.value.filter(|value| *value == shown).map(|_| shown)
}

/// Decimal places for which a column of numbers leaves room. A number that is much finer than all others stands out.
pub(super) fn places(numbers: impl Iterator<Item = Decimal>) -> u8 {
    const MOST: u32 = 3;
    numbers.map(|number| number.scale()).filter(|scale| *scale <= MOST).max().unwrap_or(0) as u8
}

/// What was sent, with the unit where the text itself has none.
fn with_unit(measure: &LedgerMeasure<'_>) -> String {
    let raw = &measure.sent.raw;
    let unit = measure.sent.unit.as_deref().filter(|unit| !raw.contains(unit)).unwrap_or("");
    number::with_unit(raw, unit)
}

/// A measure in words: who, what it is called, what was sent, the unit where the text itself has none.
pub(super) fn told(view: &View<'_>, measure: &LedgerMeasure<'_>) -> String {
    let colon = view.say("：", ": ");
    let mut text = format!("{}{colon}", measure.sent.name);
    if let Some(department) = &measure.claim.department {
        text.push_str(department);
        text.push_str(colon);
    }
    text.push_str(&with_unit(measure));
    text
}

/// The totals of one measure over the report, one for each kind of unit.
fn whole<'a>(outcome: &'a Outcome, name: &str) -> Vec<&'a TotalLine> {
    let totals = outcome.ledger.totals.iter();
    totals.filter(|total| total.scope == TotalScope::Report && total.measure == name).collect()
}

/// Totals of the measures under the table, where they can be added up at all; `rows` where all of it is on one sheet. Cells that are in no total are counted
/// in the column of the progress.
pub(super) fn push_totals(view: &View<'_>, sheet: &mut Sheet<'_>, rows: Option<(usize, usize)>) {
    let columns = &view.columns.0;
    let totals = |kind: &Kind| match kind {
        Kind::Measure(name, ..) => whole(view.outcome, name),
        _ => Vec::new(),
    };
    if columns.iter().all(|kind| totals(kind).is_empty()) {
        return;
    }
    let mut cells = Vec::new();
    let mut notes = Vec::new();
    for (column, kind) in (0_u16..).zip(columns) {
        let lines = totals(kind);
        if let Kind::FurtherMeasures(names) = kind {
            notes.extend(under_other_names(view, names));
        }
        let Kind::Measure(name, head, places) = kind else {
            let text = if column == 0 { view.template.consolidated.total.as_str() } else { "" };
            cells.push(Cell::text(column, Role::TotalText, text));
            continue;
        };
        notes.extend(left_out(view, name, head, &lines));
        cells.push(match lines.as_slice() {
            [] => Cell::text(column, Role::TotalText, ""),
            [only] if *head != UnitHead::Mixed => {
                let content = total_content(view, column, (name, head), rows, only.computed);
                Cell::new(column, Role::TotalFigure, content).aligned(*places)
            }
            lines => Cell::text(column, Role::TotalFigure, in_words(lines)),
        });
    }
    let note = view.columns.progress();
    if let Some(cell) = cells.iter_mut().find(|cell| cell.column == note && note > 0).filter(|_| !notes.is_empty()) {
        *cell = Cell::text(note, Role::TotalText, notes.join("\n"));
    }
    sheet.below.push(Row::of(cells));
}

/// The totals where units differ, each with its unit. Figures without any unit make no total beside them.
fn in_words(lines: &[&TotalLine]) -> String {
    let with_unit = lines.iter().filter(|line| line.unit.is_some() && line.added > 0);
    let told: Vec<_> = with_unit
        .map(|line| number::with_unit(number::grouped(line.computed), line.unit.as_deref().unwrap_or("")))
        .collect();
    told.join("\n")
}

/// How many cells of a measure are in no total that is shown, and why.
fn left_out(view: &View<'_>, name: &str, head: &UnitHead, lines: &[&TotalLine]) -> Option<String> {
    let cells = |lines: &[&TotalLine]| -> usize {
        lines.iter().flat_map(|line| &line.unread).map(|(place, _)| place).collect::<BTreeSet<_>>().len()
    };
    let mixed = *head == UnitHead::Mixed;
    let (shown, unitless): (Vec<&TotalLine>, Vec<&TotalLine>) =
        lines.iter().copied().partition(|line| !mixed || line.unit.is_some());
    let without_unit = unitless.iter().map(|line| line.added).sum::<usize>() + cells(&unitless);
    let inexact = cells(&shown);
    if without_unit + inexact == 0 {
        return None;
    }
    let (zh, en) = match (without_unit, inexact) {
        (count, 0) => (format!("{count} 格没有写单位"), format!("{count} without a unit")),
        (0, count) => (format!("{count} 格不能确切相加"), format!("{count} that can't be added exactly")),
        (bare, inexact) => (
            format!("{bare} 格没有写单位，{inexact} 格不能确切相加"),
            format!("{bare} without a unit, {inexact} that can't be added exactly"),
        ),
    };
    let sheet = view.name(SheetName::Totals);
    Some(match view.lang {
        Lang::Zh => format!("“{name}”合计未计入：{zh}，见“{sheet}”。"),
        Lang::En => format!("Not in the total of “{name}”: {en}; see “{sheet}”."),
    })
}

/// How many figures stand under names without a column of their own, which no total has: what one department calls by
/// another name may be the same thing.
fn under_other_names(view: &View<'_>, names: &[String]) -> Option<String> {
    let measures = view.outcome.ledger.entries.iter().flat_map(Entry::measures);
    let count = measures.filter(|measure| names.iter().any(|name| **name == *measure.sent.name)).count();
    if count == 0 {
        return None;
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let column = view.template.head("measures").map_or("", |head| head.label.as_str());
    let (totals, names) = (view.name(SheetName::Totals), view.some(&names, "项"));
    Some(match view.lang {
        Lang::Zh => format!("“{column}”栏以其他名称报送的 {count} 格（{names}）没有计入合计，见“{totals}”。"),
        Lang::En => {
            let figures = counted(count, "figure");
            format!("Not in any total: {figures} sent under other names ({names}) in “{column}”; see “{totals}”.")
        }
    })
}

/// A live sum where the column's cells add up to the total, else the total alone (a figure in words is no number
/// to a formula).
fn total_content(
    view: &View<'_>,
    column: u16,
    (name, head): (&str, &UnitHead),
    rows: Option<(usize, usize)>,
    computed: Decimal,
) -> Content {
    let tasks = view.outcome.tasks.tasks();
    let number = |entry: &Entry| match cell(view, column, entry, name, head).content {
        Content::Number(number) if entry.task < tasks.len() => Some(number),
        _ => None,
    };
    let numbers: Vec<Decimal> = view.outcome.ledger.entries.par_iter().filter_map(number).collect();
    let sum = numbers.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add);
    match rows.filter(|_| sum == Some(computed)) {
        Some((first, last)) => Content::Formula(Formula::Sum { column, first, last }, computed),
        None => Content::Number(computed),
    }
}

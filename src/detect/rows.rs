//! What every row below a header is. The structure of a row — which columns are filled — decides before its words do:
//! a record must never be taken for a heading or a note.

use crate::{
    model::{
        RowKind, Words,
        table::{NoteKind, TotalOver, TotalRow},
    },
    text::fold::fold,
};

use super::{
    grid::{Item, View},
    kinds,
    layout::{Layout, Role},
    shift,
    words::{self, Ordinal},
};

/// What is remembered from row to row.
#[derive(Debug, Default)]
pub struct State {
    /// Nothing but header rows and guides stood above in this page.
    fresh: bool,
    /// The column of the remark just above, when one stands there.
    remark: Option<u32>,
    /// A record has not been followed by a heading, total or note.
    block: bool,
}

impl State {
    /// Directly below a header.
    pub fn new() -> Self {
        Self { fresh: true, ..Self::default() }
    }

    fn after(&mut self, kind: &RowKind, view: &View<'_>) {
        match kind {
            RowKind::Note(NoteKind::RepeatedHeader | NoteKind::Guide) => self.fresh = true,
            RowKind::Note(NoteKind::Remark) => {
                self.fresh = false;
                self.remark = self.remark.or_else(|| view.items.first().map(|item| item.column));
            }
            RowKind::Record => *self = Self { fresh: false, remark: None, block: true },
            _ => {
                self.fresh = false;
                self.remark = None;
                self.block = false;
            }
        }
    }
}

/// What a row is, and by how many columns it stands left of its header.
pub fn classify(layout: &Layout<'_, '_>, state: &mut State, index: usize, view: &View<'_>) -> (RowKind, u32) {
    let (kind, shift) = decide(layout, state, index, view);
    state.after(&kind, view);
    (kind, shift)
}

fn decide(layout: &Layout<'_, '_>, state: &State, index: usize, view: &View<'_>) -> (RowKind, u32) {
    if layout.header.are_repeated_in(view) {
        return (RowKind::Note(NoteKind::RepeatedHeader), 0);
    }
    if is_guide(layout, state, view) {
        return (RowKind::Note(NoteKind::Guide), 0);
    }
    if let Some(total) = total(layout, view) {
        return (RowKind::Total(Box::new(total)), 0);
    }
    if let Some(item) = view.only() {
        return (single(layout, state, index, view, item), 0);
    }
    if let Some(kind) = many_but_no_record(layout, view) {
        return (kind, 0);
    }
    let shift = shift::of(layout, view);
    (record_or_aside(layout, state, view, shift), shift)
}

/// Column numbers (1 2 3, 甲 乙 1 2), hints and example rows under a header.
fn is_guide(layout: &Layout<'_, '_>, state: &State, view: &View<'_>) -> bool {
    if view.items.len() >= 3 && kinds::are_column_numbers(view) {
        return true;
    }
    if !state.fresh {
        return false;
    }
    let hints = view.items.iter().filter(|item| words::is_hint(item.folded())).count();
    let example = view.items.first().is_some_and(|item| {
        let text = item.folded();
        layout.role(item.column) == Role::Key
            && ["示例", "例", "样例", "例如", "范例", "example"]
                .iter()
                .any(|word| text.trim_end_matches(|c: char| !c.is_alphabetic()) == *word)
    });
    example || (hints > 0 && hints * 3 >= view.items.len() * 2)
}

/// A total: its label says so and nothing in the row speaks against it.
fn total(layout: &Layout<'_, '_>, view: &View<'_>) -> Option<TotalRow> {
    let label = view.items.iter().find(|item| {
        let key = layout.role(item.column) == Role::Key && words::is_number_label(item.folded());
        !item.number && !key && !kinds::is_figure(&item.text)
    })?;
    if matches!(layout.role(label.column), Role::Progress | Role::Measure) && view.items.len() > 1 && label.width() == 1
    {
        return None;
    }
    let (_, plain) = words::total(label.folded())?;
    let others = || view.items.iter().filter(|item| item.column != label.column && item.text != label.text);
    let slight = |item: &Item<'_>| {
        item.number
            || kinds::is_figure(&item.text)
            || kinds::is_placeholder(item.folded())
            || words::declared(&item.text).is_some()
    };
    let fits = if plain {
        others().all(|item| slight(item) || layout.role(item.column) != Role::Words || item.text.chars().count() <= 12)
    } else {
        let figures = others().any(slight);
        let alone = others().next().is_none() && (layout.role(label.column) != Role::Words || layout.is_wide(label));
        (figures || alone) && others().all(|item| slight(item) || layout.role(item.column) == Role::Key)
    };
    fits.then(|| TotalRow { label: words::tidy(&label.text), over: TotalOver::Unknown })
}

/// A row with one text.
fn single(layout: &Layout<'_, '_>, state: &State, index: usize, view: &View<'_>, item: &Item<'_>) -> RowKind {
    let folded = item.folded();
    let role = layout.role(item.column);
    let wide = layout.is_wide(item) || view.items.len() > 2;
    let inherits = layout.inherits(view.row);
    if inherits && !wide && !matches!(role, Role::Key | Role::Section) {
        return RowKind::Record;
    }
    let trailing = layout.last_rich.is_none_or(|last| index > last);
    if let Some(kind) = note(layout, folded, role, wide, trailing) {
        return kind;
    }
    if let (Some(column), true) = (state.remark, trailing) {
        let ordinal = words::ordinal(folded);
        let goes_on = item.column == column || ordinal == Some(Ordinal::Arabic) || wide;
        if goes_on && !matches!(role, Role::Progress) && ordinal != Some(Ordinal::Chinese) {
            return RowKind::Note(NoteKind::Remark);
        }
    }
    if is_heading(layout, item, folded, role, wide) {
        let ordinal = words::ordinal(folded).is_some() || words::declared(&item.text).is_some();
        if !trailing || ordinal {
            return section(&item.text);
        }
    }
    match role {
        _ if item.number || kinds::is_figure(&item.text) => only_figures(role),
        Role::Words | Role::Progress if !wide => RowKind::Record,
        Role::Units => {
            aside("只有单位名称，没有任务，也没有进展", "a department's name alone: neither a task nor progress")
        }
        Role::Key if words::is_number_label(folded) => only_figures(role),
        _ => aside(
            "只有一处文字，看不出是任务、分节还是说明",
            "a single text that is plainly neither a task, a heading nor a note",
        ),
    }
}

/// Note, signature or banner by the words of a row's only text.
fn note(layout: &Layout<'_, '_>, folded: &str, role: Role, wide: bool, trailing: bool) -> Option<RowKind> {
    let own = matches!(role, Role::Progress) && !wide;
    if own {
        return (trailing && words::is_signature(folded)).then_some(RowKind::Note(NoteKind::Signature));
    }
    if words::is_note(folded) {
        return Some(RowKind::Note(NoteKind::Remark));
    }
    if words::is_signature(folded) {
        return Some(RowKind::Note(NoteKind::Signature));
    }
    (words::is_banner(folded) || layout.is_caption(folded)).then_some(RowKind::Note(NoteKind::Banner))
}

/// Whether a row's only text heads a section.
fn is_heading(layout: &Layout<'_, '_>, item: &Item<'_>, folded: &str, role: Role, wide: bool) -> bool {
    let count = folded.chars().count();
    let sentence = folded.ends_with('。') || folded.contains(';') || folded.matches(',').count() > 1;
    if item.number || count > 60 || (sentence && count > 20) || kinds::is_figure(&item.text) {
        return false;
    }
    let ordinal = words::ordinal(folded);
    let headed = matches!(ordinal, Some(Ordinal::Chinese | Ordinal::Bracketed | Ordinal::Part));
    if wide {
        return true;
    }
    match role {
        Role::Words => {
            let declared = words::declared(&item.text).is_some()
                && words::brackets(&item.text).1.iter().any(|part| words::declared(part).is_some());
            count <= 40 && (declared || (headed && !ordinal.is_some_and(|style| layout.is_content_style(style))))
        }
        Role::Progress | Role::Units | Role::Said | Role::Measure => false,
        Role::Key | Role::Section => {
            !words::is_number_label(folded) || words::is_chinese_number(folded) && !layout.chinese_numbers
        }
        Role::Side => headed || item.column <= layout.span.0,
    }
}

fn section(text: &str) -> RowKind {
    RowKind::Section { title: text.trim().into(), declared: words::declared(text) }
}

/// Rows with several cells that are plainly no record.
fn many_but_no_record(layout: &Layout<'_, '_>, view: &View<'_>) -> Option<RowKind> {
    let first = view.items.first()?;
    let folded = fold(&first.text.chars().take(80).collect::<String>());
    let numbered = layout.role(first.column) == Role::Key && words::is_number_label(&folded);
    if !numbered && is_signature_row(view, &folded) {
        return Some(RowKind::Note(NoteKind::Signature));
    }
    if !numbered && is_note_row(layout, view, first, &folded) {
        return Some(RowKind::Note(NoteKind::Remark));
    }
    if view.items.iter().all(|item| is_banner_text(layout, item)) {
        return Some(RowKind::Note(NoteKind::Banner));
    }
    heading_row(layout, view, first, &folded)
}

fn is_banner_text(layout: &Layout<'_, '_>, item: &Item<'_>) -> bool {
    let folded = fold(&item.text.chars().take(80).collect::<String>());
    words::is_banner(&folded) || layout.is_caption(&folded)
}

/// `填报人：张三 | 审核人：李四 | 联系电话：…`: every cell is a part of a signature or a short answer to one.
fn is_signature_row(view: &View<'_>, first: &str) -> bool {
    if !words::is_signature(first) {
        return false;
    }
    let mut marks = 0;
    for item in &view.items {
        let folded = fold(&item.text.chars().take(60).collect::<String>());
        if words::is_signature(&folded) {
            marks += 1;
        } else if folded.chars().count() > 20 || kinds::is_prose(&item.text) {
            return false;
        }
    }
    marks * 2 >= view.items.len()
}

/// `注： | 1.本表…`: the first cell is the word, or the whole remark with little beside it.
fn is_note_row(layout: &Layout<'_, '_>, view: &View<'_>, first: &Item<'_>, folded: &str) -> bool {
    let says = |role: Role| view.items.iter().skip(1).any(|item| layout.role(item.column) == role);
    words::is_note(folded)
        && first.column <= layout.span.0
        && view.items.len() <= 3
        && !(says(Role::Units) && says(Role::Progress))
        && (folded.chars().count() <= 6 || !says(Role::Progress))
}

/// A heading in several cells: `一 | 生态环境（16项）`, `二、交通 | | 120.5`.
fn heading_row(layout: &Layout<'_, '_>, view: &View<'_>, first: &Item<'_>, folded: &str) -> Option<RowKind> {
    let rest = &view.items[1..];
    let slight = |item: &Item<'_>| {
        item.number
            || kinds::is_figure(&item.text)
            || words::declared(&item.text).is_some()
            || kinds::is_placeholder(item.folded())
    };
    let role = layout.role(first.column);
    let headed = matches!(words::ordinal(folded), Some(Ordinal::Chinese | Ordinal::Bracketed | Ordinal::Part));
    let style = words::ordinal(folded).is_some_and(|style| layout.is_content_style(style));
    let short = first.text.chars().count() <= 40;
    let quiet =
        rest.iter().all(|item| slight(item) || matches!(layout.role(item.column), Role::Units) && role != Role::Words);
    if (headed && !style || layout.is_wide(first)) && short && quiet && !first.number {
        return Some(heading(view, 1));
    }
    if layout.chinese_numbers || !matches!(role, Role::Key | Role::Section) || !words::is_chinese_number(folded) {
        return None;
    }
    let (title, rest) = rest.split_first()?;
    let fits = title.text.chars().count() <= 40 && !kinds::is_prose(&title.text) || layout.is_wide(title);
    (fits && !title.number && rest.iter().all(slight)).then(|| heading(view, 2))
}

fn heading(view: &View<'_>, cells: usize) -> RowKind {
    let title = view.items.iter().take(cells).map(|item| item.text.trim()).collect::<Vec<_>>().join(" ");
    let declared = words::declared(&title).or_else(|| {
        view.items.iter().skip(cells).filter(|item| !item.number).find_map(|item| words::declared(&item.text))
    });
    RowKind::Section { title: title.into(), declared }
}

/// A row with several cells: a record when it says what the task is or how it stands.
fn record_or_aside(layout: &Layout<'_, '_>, state: &State, view: &View<'_>, shift: u32) -> RowKind {
    let has = |role: Role| view.items.iter().any(|item| layout.role(item.column + shift) == role);
    if has(Role::Words) || has(Role::Progress) || layout.inherits(view.row) {
        return RowKind::Record;
    }
    let said = has(Role::Said);
    let named = has(Role::Key) || has(Role::Units) || has(Role::Section);
    if (state.block && (said || has(Role::Measure)) && named) || (said && has(Role::Units)) {
        return RowKind::Record;
    }
    if view.items.iter().all(|item| item.number || kinds::is_figure(&item.text)) {
        return only_figures(Role::Measure);
    }
    if has(Role::Units) {
        return aside("有单位名称，但没有任务，也没有进展", "a department is named, but neither a task nor progress");
    }
    aside("没有任务，也没有进展", "neither a task nor progress")
}

fn only_figures(role: Role) -> RowKind {
    if role == Role::Key {
        return aside("只有序号，没有任务，也没有进展", "a number alone: neither a task nor progress");
    }
    aside("只有数字，看不出属于哪项任务或哪项合计", "figures alone: which task or total they belong to can't be told")
}

fn aside(zh: &str, en: &str) -> RowKind {
    RowKind::SetAside(Box::new(Words::new(zh, en)))
}

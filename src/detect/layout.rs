//! What the rows of one table are judged by: the part each column plays, and what its plain rows look like.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    lexicon::Resolver,
    model::{CellRef, Column, Field},
    text::fold::fold,
};

use super::{
    grid::{Grid, Item, View},
    header, kinds,
    words::{self, Ordinal},
};

/// The part that a column plays in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Number or id.
    Key,
    /// Section.
    Section,
    /// Title or content.
    Words,
    /// Lead or supporting units.
    Units,
    /// Progress of any period.
    Progress,
    /// Status, problems, next steps, target: said of a task.
    Said,
    /// A measure.
    Measure,
    /// Anything else.
    Side,
}

/// The table as its rows see it.
pub struct Layout<'a, 'g> {
    /// The cells.
    pub grid: &'a Grid<'g>,
    /// Header rows.
    pub header: header::Levels,
    /// Comparison forms of the captions.
    captions: BTreeSet<String>,
    /// First and last column.
    pub span: (u32, u32),
    /// Rows, as indices of the grid: the first below the header, and one past the last.
    pub rows: (usize, usize),
    /// The last row that is plainly a record.
    pub last_rich: Option<usize>,
    /// Records have Chinese ordinals as numbers.
    pub chinese_numbers: bool,
    roles: BTreeMap<u32, Role>,
    styles: BTreeSet<Ordinal>,
    resolver: &'a Resolver,
}

impl<'a, 'g> Layout<'a, 'g> {
    /// Looks at the rows once for what plain records look like.
    pub fn new(
        grid: &'a Grid<'g>,
        header: &[&View<'_>],
        columns: &[Column],
        captions: BTreeSet<String>,
        rows: (usize, usize),
        resolver: &'a Resolver,
    ) -> Self {
        let roles: BTreeMap<_, _> = columns.iter().map(|column| (column.column, role(&column.field))).collect();
        let labelled = || columns.iter().filter(|column| !column.label.is_empty()).map(|column| column.column);
        let span = (labelled().min().unwrap_or(1), labelled().max().unwrap_or(1));
        let mut layout = Self {
            grid,
            header: header::Levels::of(header),
            captions,
            span,
            rows,
            last_rich: None,
            chinese_numbers: false,
            roles,
            styles: BTreeSet::new(),
            resolver,
        };
        layout.survey();
        layout
    }

    fn survey(&mut self) {
        let mut chinese = 0;
        let mut styles: BTreeMap<Ordinal, u32> = BTreeMap::new();
        for index in self.rows.0..self.rows.1 {
            let Some(view) = self.grid.view(index) else { break };
            if !self.is_rich(view) {
                continue;
            }
            self.last_rich = Some(index);
            for item in &view.items {
                match self.role(item.column) {
                    Role::Key if words::is_chinese_number(item.folded()) => chinese += 1,
                    Role::Words => {
                        let head: String = item.text.chars().take(12).collect();
                        if let Some(style) = words::ordinal(&fold(&head)) {
                            *styles.entry(style).or_default() += 1;
                        }
                    }
                    _ => {}
                }
            }
        }
        self.chinese_numbers = chinese > 0;
        self.styles = styles.into_iter().filter(|(_, count)| *count >= 2).map(|(style, _)| style).collect();
    }

    /// Plainly a record: words of a task or progress, and something beside them.
    fn is_rich(&self, view: &View<'_>) -> bool {
        let Some(first) = view.items.first() else { return false };
        let head: String = first.text.chars().take(20).collect();
        let head = fold(&head);
        if words::is_signature(&head) || words::is_note(&head) || words::total(&head).is_some() {
            return false;
        }
        let weighty = |role| matches!(role, Role::Words | Role::Progress);
        let has = view.items.iter().any(|item| weighty(self.role(item.column)));
        let beside = view
            .items
            .iter()
            .filter(|item| !matches!(self.role(item.column), Role::Key | Role::Section | Role::Side))
            .count();
        has && beside >= 2
    }

    /// The part that a column plays.
    pub fn role(&self, column: u32) -> Role {
        self.roles.get(&column).copied().unwrap_or(Role::Side)
    }

    /// Columns with a role.
    pub fn with_role(&self, role: Role) -> impl Iterator<Item = u32> + '_ {
        self.roles.iter().filter(move |(_, found)| **found == role).map(|(column, _)| *column)
    }

    /// Whether records' words are themselves numbered in this way.
    pub fn is_content_style(&self, style: Ordinal) -> bool {
        self.styles.contains(&style)
    }

    /// Whether a merged range gives the row words or progress from above.
    pub fn inherits(&self, row: u32) -> bool {
        let first = self.grid.row_number(self.rows.0).unwrap_or(1);
        self.roles
            .iter()
            .filter(|(_, role)| matches!(role, Role::Words | Role::Progress))
            .any(|(column, _)| self.grid.merges().above(CellRef::new(row, *column)).is_some_and(|start| start >= first))
    }

    /// Whether a text is a caption of the table again, on a further page too.
    pub fn is_caption(&self, folded: &str) -> bool {
        let bare = folded.strip_suffix("(续)").or_else(|| folded.strip_suffix("续表")).unwrap_or(folded);
        self.captions.contains(folded) || self.captions.contains(bare)
    }

    /// Whether a cell spans most of the table.
    pub const fn is_wide(&self, item: &Item<'_>) -> bool {
        let width = self.span.1.saturating_sub(self.span.0) + 1;
        item.width() >= 2 && item.width() * 2 > width
    }

    /// Whether a text names organisations.
    pub fn is_organisation(&self, text: &str) -> bool {
        if kinds::is_organisation_like(text) {
            return true;
        }
        (2..=16).contains(&text.chars().count())
            && kinds::unit_parts(text).next().is_some_and(|name| self.resolver.registered(name).is_some())
    }
}

const fn role(field: &Field) -> Role {
    match field {
        Field::Number | Field::Id => Role::Key,
        Field::Section => Role::Section,
        Field::Title | Field::Content => Role::Words,
        Field::Lead | Field::Support => Role::Units,
        Field::Progress | Field::ProgressOf(_) => Role::Progress,
        Field::Status | Field::Problems | Field::Next | Field::Target => Role::Said,
        Field::Measure(_) => Role::Measure,
        Field::Remarks | Field::Reporter | Field::Contact | Field::Unit | Field::Other(_) => Role::Side,
    }
}

//! Figures: quantities in words and cells, measures, and the relations that must hold between them.

use std::{ops::Deref, sync::Arc};

use rust_decimal::Decimal;
use serde::Serialize;

use super::{
    place::{CellRef, Place},
    words::{Lang, Words},
};

/// What a measure column counts, which decides how it may be added and compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MeasureKind {
    /// A planned or target amount.
    Plan,
    /// A completed or actual amount.
    Actual,
    /// A rate or share; never summed.
    Rate,
    /// An index, average, rank or concentration; never summed.
    Level,
    /// Any other amount or count.
    Amount,
}

/// What the cells of a column measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    /// The column's name without its unit.
    pub name: Arc<str>,
    /// Unit named by the cell, the header or the table, in that order.
    pub unit: Option<Arc<str>>,
    /// What it counts.
    pub kind: MeasureKind,
}

/// A numeric cell as sent and as understood. There are several to a row: what it measures stands once for a column, and reads
/// as if it were the cell's own (`measure.unit`).
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// What it measures.
    pub of: Arc<Measured>,
    /// What the cell showed.
    pub raw: Arc<str>,
    /// The exact value in `unit`; a percent as its number (84.1 for `84.1%`). `None` when the cell is no figure.
    pub value: Option<Decimal>,
    /// Digits after the point as written or shown.
    pub decimals: u8,
    /// A hedge stands before it (约, 近, 超).
    pub hedged: bool,
    /// It was text in the cell, and a number was read from it (N011).
    pub from_text: bool,
    /// Where.
    pub cell: CellRef,
}

impl Deref for Measure {
    type Target = Measured;

    fn deref(&self) -> &Measured {
        &self.of
    }
}

/// A figure in a narrative.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Quantity {
    /// As it stands in the text.
    pub text: String,
    /// The exact value, scale included (2.5亿元 → 2.5 with unit 亿元; `scale` gives 10^8).
    #[serde(with = "decimal_text")]
    pub value: Decimal,
    /// Unit with its scale as written (`亿元`, `件`, `%`), empty for none.
    pub unit: String,
    /// First character, counted in characters.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

/// The kinds of relation, as the outside contract names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RelationKind {
    /// Parts and their total.
    Sum,
    /// Part ÷ whole.
    Rate,
    /// Shares of one whole and 100%.
    Share,
    /// One value less another.
    Difference,
    /// Two values and their rate of change.
    Growth,
    /// Two rates and the points between them.
    Points,
    /// Any other quotient.
    Ratio,
    /// One amount in two units.
    Unit,
    /// One indicator stated twice.
    Repeat,
    /// Value against a target.
    Target,
    /// A declared number against what is listed.
    Count,
}

/// What can be said of a relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// 一致.
    Consistent,
    /// 尾差: holds only through truncation, a padded zero or the last digit.
    Rounding,
    /// 差额未说明: the parts fall short of the total and may not be all of it.
    Unexplained,
    /// 请核实: more than one reading, or the basis is not stated.
    Unclear,
    /// 不一致: one reading, and it does not hold.
    Inconsistent,
}

impl Verdict {
    /// Its name for a person.
    pub fn words(self) -> Words {
        match self {
            Self::Consistent => Words::new("一致", "consistent"),
            Self::Rounding => Words::new("尾差", "rounding"),
            Self::Unexplained => Words::new("差额未说明", "unexplained"),
            Self::Unclear => Words::new("请核实", "unclear"),
            Self::Inconsistent => Words::new("不一致", "inconsistent"),
        }
    }
}

impl RelationKind {
    /// Its name for a person.
    pub fn words(self) -> Words {
        match self {
            Self::Sum => Words::new("分项与合计", "sum"),
            Self::Rate => Words::new("比率", "rate"),
            Self::Share => Words::new("占比", "share"),
            Self::Difference => Words::new("差额", "difference"),
            Self::Growth => Words::new("增长率", "growth"),
            Self::Points => Words::new("百分点", "points"),
            Self::Ratio => Words::new("比值", "ratio"),
            Self::Unit => Words::new("单位换算", "unit"),
            Self::Repeat => Words::new("前后重复", "repeat"),
            Self::Target => Words::new("对照目标", "target"),
            Self::Count => Words::new("数量", "count"),
        }
    }
}

/// Two or more figures that must agree. Of most there is nothing to note, and of a province's there are a million.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Relation {
    /// Which kind.
    pub kind: RelationKind,
    /// The arithmetic, printed: `284 ÷ 289 = 98.27%`.
    pub expression: Box<str>,
    /// The figure as reported.
    pub reported: Box<str>,
    /// The figure as computed.
    pub computed: Box<str>,
    /// What can be said of it.
    pub verdict: Verdict,
    /// First character of the text that it is about, counted in characters.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// Why, where it is not plain, and a slip that would explain it.
    #[serde(skip)]
    pub note: Option<Box<Words>>,
}

impl Relation {
    /// What is noted of it in a language; empty where nothing is.
    pub fn noted(&self, lang: Lang) -> &str {
        self.note.as_ref().map_or("", |note| note.get(lang))
    }
}

/// A relation with the cell and task it belongs to.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedRelation {
    /// Position of the task in the list, when its record is linked.
    pub task: Option<usize>,
    /// The department whose text it is.
    pub department: Option<Arc<str>>,
    /// The cell.
    pub place: Place,
    /// The whole narrative.
    pub text: Arc<str>,
    /// The relation.
    pub relation: Relation,
}

impl PlacedRelation {
    /// The words that it is about.
    pub fn quote(&self) -> &str {
        let at = |nth: usize| self.text.char_indices().nth(nth).map_or(self.text.len(), |(at, _)| at);
        self.text.get(at(self.relation.start)..at(self.relation.end)).unwrap_or_default()
    }
}

/// Decimals in JSON are text, so that nothing is lost on the way.
mod decimal_text {
    use rust_decimal::Decimal;
    use serde::Serializer;

    pub fn serialize<S: Serializer>(value: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }
}

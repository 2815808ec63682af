//! N: the figures, in cells and in words.

pub mod n001_total_mismatch;
pub mod n002_parts_mismatch;
pub mod n003_rate_mismatch;
pub mod n004_unclear_parts;
pub mod n005_unexplained_remainder;
pub mod n006_rounding_difference;
pub mod n007_repeated_figure_disagrees;
pub mod n008_unit_slip;
pub mod n009_impossible_figure;
pub mod n010_target_missed;
pub mod n011_text_number;
pub mod n012_formula_omits_rows;
pub mod n013_growth_mismatch;
pub mod n014_count_mismatch;
pub mod n015_shares_off;

use rust_decimal::Decimal;

use crate::{
    model::{Measure, Place, Record, RelationKind, Severity, Verdict, Words, figure::PlacedRelation},
    text::fold,
};

use super::{Draft, Report, View, wording};

/// What a check does with a verdict: silent, or a finding at most so serious.
type Judge = fn(&PlacedRelation) -> Option<Severity>;

/// Holds every relation of some kinds against a judge. A verdict that a figure is wrong is an error, one that it is
/// unclear a warning, and never more.
fn of_relations(view: View<'_>, report: &mut Report, kinds: &[RelationKind], judge: Judge) {
    for placed in view.relations.iter().filter(|placed| kinds.contains(&placed.relation.kind)) {
        report.ran();
        if let Some(severity) = judge(placed).filter(|_| !is_impossible(placed)) {
            report.find(relation(view, placed).at_most(severity));
        }
    }
}

/// Whether what can't be told of a figure is told by N009 already: it can't be at all.
fn is_impossible(placed: &PlacedRelation) -> bool {
    let relation = &placed.relation;
    relation.verdict == Verdict::Unclear && n009_impossible_figure::tells(placed.quote(), &relation.reported)
}

/// `inconsistent` at full strength, `unclear` as a warning, all else silent.
fn contradicted(placed: &PlacedRelation) -> Option<Severity> {
    match placed.relation.verdict {
        Verdict::Inconsistent => Some(Severity::Error),
        Verdict::Unclear => Some(Severity::Warning),
        _ => None,
    }
}

/// What stands beside a relation, as a sentence between two others; nothing for none.
fn sentence(note: &Words) -> Words {
    let zh = match note.zh.chars().next_back() {
        None => String::new(),
        Some('。' | '；' | '！' | '？') => note.zh.clone(),
        Some(_) => format!("{}。", note.zh),
    };
    let mut rest = note.en.chars();
    let en = rest.next().map_or_else(String::new, |first| {
        let end = if note.en.ends_with(['.', '!', '?']) { "" } else { "." };
        format!("{}{}{end} ", first.to_uppercase(), rest.as_str())
    });
    Words::new(zh, en)
}

fn relation(view: View<'_>, placed: &PlacedRelation) -> Draft {
    let relation = &placed.relation;
    let quote = wording::short(placed.quote(), 60);
    let note = relation.note.as_deref().map_or_else(Words::default, sentence);
    let (expression, reported, computed) = (&relation.expression, &relation.reported, &relation.computed);
    let (zh, en) = match relation.verdict {
        Verdict::Inconsistent => (
            format!(
                "“{quote}”：{expression}，报的是 {reported}，两者不符。{}请与报送单位核对是哪个数字有误。",
                note.zh
            ),
            format!(
                "“{quote}”: {expression}, but {reported} is reported. {}Ask the department which figure is wrong.",
                note.en
            ),
        ),
        Verdict::Rounding => (
            format!("“{quote}”：{expression}，报的是 {reported}，只差尾数。{}不必处理。", note.zh),
            format!(
                "“{quote}”: {expression}, and {reported} is reported; only the last digit differs. {}Nothing needs to be done.",
                note.en
            ),
        ),
        Verdict::Unexplained => (
            format!("“{quote}”：{expression}，报的是 {reported}，差额没有说明。{}如需完整，请补充其余部分。", note.zh),
            format!(
                "“{quote}”: {expression}, and {reported} is reported; the rest is not named. {}Ask for it if it matters.",
                note.en
            ),
        ),
        _ => (
            format!("“{quote}”：{expression}，报的是 {reported}，有不止一种读法。{}请核实。", note.zh),
            format!(
                "“{quote}”: {expression}, and {reported} is reported; it can be read in more than one way. {}Please confirm.",
                note.en
            ),
        ),
    };
    Draft::new(zh, en)
        .at(placed.place.clone())
        .department(view.file_named(&placed.place.file).and_then(|(_, file)| file.department))
        .task(placed.task)
        .found(reported.clone())
        .expected(like(reported, computed))
        .detail(Words::same(expression.clone()))
        .key(format!("{:?} {}", relation.kind, fold::fold(placed.quote())))
}

/// What was computed, in the form of what was reported: a percent has its sign.
fn like(reported: &str, computed: &str) -> String {
    let sign = if reported.ends_with('%') && !computed.ends_with('%') { "%" } else { "" };
    format!("{computed}{sign}")
}

/// The cell of a measure.
fn place(record: &Record, measure: &Measure) -> Place {
    Place::cell(&record.file, &record.sheet, measure.cell)
}

/// Half a unit of a figure's last place; nothing where a whole number stands for a count.
fn half_unit(measure: &Measure) -> Decimal {
    Decimal::new(5, (u32::from(measure.decimals) + 1).min(20))
}

/// A decimal without needless zeros.
fn plain(value: Decimal) -> String {
    value.normalize().to_string()
}

/// The department whose file a place is in.
fn file_department(view: View<'_>, place: &Place) -> Option<usize> {
    view.file_named(&place.file).and_then(|(_, file)| file.department)
}

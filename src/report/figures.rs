//! 数字核对: every relation between figures that was looked at, those that hold included.

use std::sync::Arc;

use super::{Column, View, finish, list, place_cells, words, words::SheetName};
use crate::{
    model::{
        Verdict,
        book::{Cell, Role, Row, Sheet},
        entries::Entries,
        figure::PlacedRelation,
    },
    templates::fill,
};

pub(super) const COLUMNS: [Column; 12] = [
    (5.2, "任务", "Task"),
    (9.0, "单位", "Department"),
    (13.0, "文件", "File"),
    (6.4, "工作表", "Sheet"),
    (4.8, "单元格", "Cell"),
    (6.6, "关系", "Kind"),
    (26.0, "原文", "Quote"),
    (22.0, "算式", "Expression"),
    (8.0, "报送", "Reported"),
    (8.0, "计算", "Computed"),
    (6.6, "结论", "Verdict"),
    (16.0, "说明", "Note"),
];

/// The sheet: what needs a person first.
pub(super) fn sheet<'a>(view: &Arc<View<'a>>) -> Sheet<'a> {
    let mut sheet = list(view, SheetName::Figures, &COLUMNS);
    let mut relations: Vec<&PlacedRelation> = view.outcome.relations.iter().collect();
    relations.sort_by_key(|placed| weight(placed.relation.verdict));
    let own = Arc::clone(view);
    sheet.entries = Entries::rows(relations, move |_, placed| Row::of(cells(&own, placed)));
    let none = ("没有可以互相核对的数字。", "There were no figures to hold against each other.");
    finish(view, &mut sheet, 2, none);
    if let Some(told) = share(view) {
        let columns = sheet.columns();
        sheet.below.push(Row::of(vec![Cell::text(0, Role::Note, told).across(columns)]));
    }
    sheet
}

/// How many of the figures in words could be checked at all; nothing where there are none.
fn share(view: &View<'_>) -> Option<String> {
    let count = view.outcome.figures;
    let share = (count.checked * 1000).checked_div(count.read)?;
    let share = format!("{}.{}%", share / 10, share % 10);
    let told = view.say(
        "报送的文字中共有 {read} 个数字，其中 {checked} 个（{share}）能与同一段文字中的其他数字互相核对；其余的无从核对，并不等于无误。",
        "The words hold {read} figures; {checked} of them ({share}) could be held against others of the same passage. The others could not be checked, which does not make them right.",
    );
    Some(fill(told, &[("read", &count.read.to_string()), ("checked", &count.checked.to_string()), ("share", &share)]))
}

/// What needs a person comes first.
pub(super) const fn weight(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Inconsistent => 0,
        Verdict::Unclear => 1,
        Verdict::Unexplained => 2,
        Verdict::Rounding => 3,
        Verdict::Consistent => 4,
    }
}

fn cells(view: &View<'_>, placed: &PlacedRelation) -> Vec<Cell> {
    let relation = &placed.relation;
    let text = |column: u16, role: Role, text: &str| Cell::text(column, role, text);
    let mut cells = vec![
        text(0, Role::Short, view.task_id(placed.task)).leading_to(view.to_task(placed.task)),
        text(1, Role::Short, placed.department.as_deref().unwrap_or("")),
    ];
    cells.extend(place_cells(view, 2, Some(&placed.place)));
    cells.extend([
        text(5, Role::Short, words::relation(relation.kind).get(view.lang)),
        text(6, Role::Text, placed.quote()),
        text(7, Role::Text, &relation.expression),
        text(8, Role::SentFigure, &relation.reported),
        text(9, Role::SentFigure, &computed(&relation.reported, &relation.computed)),
        text(10, Role::Verdict(relation.verdict), words::verdict(relation.verdict).get(view.lang)),
        text(11, Role::Text, relation.noted(view.lang)),
    ]);
    cells
}

/// What was computed, as what it is held against was reported: a rate with its sign.
fn computed(reported: &str, computed: &str) -> String {
    let sign = reported.chars().last().filter(|sign| matches!(sign, '%' | '％' | '‰'));
    let is_bare = computed.ends_with(|c: char| c.is_ascii_digit());
    format!("{computed}{}", sign.filter(|_| is_bare).map_or_else(String::new, String::from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_shown_as_it_was_reported() {
        for (reported, told, shown) in [
            ("88.4%", "84.47", "84.47%"),
            ("3‰", "2.9", "2.9‰"),
            ("812", "822", "822"),
            ("2474项", "2474项", "2474项"),
            ("12.5%", "14.5%", "14.5%"),
            ("5%", "", ""),
        ] {
            assert_eq!(computed(reported, told), shown);
        }
    }
}

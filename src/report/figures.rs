//! 数字核对: every relation between figures that was looked at, those that hold included.

use super::{View, place_text, to_source, words, words::SheetName};
use crate::model::{
    Verdict,
    book::{Cell, Purpose, Role, Row, Sheet},
    figure::PlacedRelation,
};

const WIDTHS: [f32; 10] = [5.8, 9.0, 14.0, 7.0, 27.0, 22.0, 9.0, 9.0, 7.0, 18.0];

/// The sheet: what needs a person first.
pub(super) fn sheet(view: &View<'_>) -> Sheet {
    let mut sheet = Sheet::new(view.name(SheetName::Figures), Purpose::Working, &WIDTHS);
    sheet.push_head(&match view.lang {
        crate::model::Lang::Zh => ["任务", "单位", "位置", "关系", "原文", "算式", "报送", "计算", "结论", "说明"],
        crate::model::Lang::En => {
            ["Task", "Department", "Place", "Kind", "Quote", "Expression", "Reported", "Computed", "Verdict", "Note"]
        }
    });
    let mut relations: Vec<&PlacedRelation> = view.outcome.relations.iter().collect();
    relations.sort_by_key(|placed| weight(placed.relation.verdict));
    for placed in relations {
        sheet.push(Row::of(cells(view, placed)));
    }
    sheet.frozen_columns = 2;
    sheet.filter = sheet.rows.len() > 1;
    if !sheet.filter {
        let none = view.say("没有可以互相核对的数字。", "There were no figures to hold against each other.");
        sheet.push(Row::of(vec![Cell::text(0, Role::Text, none).across(WIDTHS.len() as u16)]));
    }
    sheet
}

const fn weight(verdict: Verdict) -> u8 {
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
    vec![
        text(0, Role::Short, view.task_id(placed.task)).leading_to(view.to_task(placed.task)),
        text(1, Role::Short, placed.department.as_deref().unwrap_or("")),
        Cell::text(2, Role::Text, place_text(Some(&placed.place))).leading_to(to_source(Some(&placed.place))),
        text(3, Role::Short, words::relation(relation.kind).get(view.lang)),
        text(4, Role::Text, &placed.quote),
        text(5, Role::Text, &relation.expression),
        text(6, Role::SentFigure, &relation.reported),
        text(7, Role::SentFigure, &relation.computed),
        text(8, Role::Verdict(relation.verdict), words::verdict(relation.verdict).get(view.lang)),
        text(9, Role::Text, relation.note.get(view.lang)),
    ]
}

//! 合计核对: measures by department and section, and the total rows that departments sent, against the sum of their rows.

use rust_decimal::Decimal;

use super::{View, place_text, to_source, words, words::SheetName};
use crate::model::{
    TotalLine,
    book::{Cell, Content, Formula, Purpose, Role, Row, Sheet},
};

const WIDTHS: [f32; 11] = [8.0, 16.0, 14.0, 6.0, 11.0, 11.0, 11.0, 8.0, 5.0, 18.0, 22.0];
const REPORTED: u16 = 4;
const COMPUTED: u16 = 5;

/// The sheet.
pub(super) fn sheet(view: &View<'_>) -> Sheet {
    let mut sheet = Sheet::new(view.name(SheetName::Totals), Purpose::Working, &WIDTHS);
    sheet.push_head(&match view.lang {
        crate::model::Lang::Zh => {
            ["范围", "名称", "指标", "单位", "报送", "计算", "差额", "结论", "加数", "位置", "说明"]
        }
        crate::model::Lang::En => [
            "Scope",
            "Of",
            "Measure",
            "Unit",
            "Reported",
            "Computed",
            "Difference",
            "Verdict",
            "Cells",
            "Place",
            "Note",
        ],
    });
    for total in &view.outcome.ledger.totals {
        sheet.push(Row::of(cells(view, total)));
    }
    sheet.filter = sheet.rows.len() > 1;
    if !sheet.filter {
        let none =
            view.say("报送材料中没有可以加总的数字列。", "No column of figures that could be added up was sent.");
        sheet.push(Row::of(vec![Cell::text(0, Role::Text, none).across(WIDTHS.len() as u16)]));
    }
    sheet
}

fn cells(view: &View<'_>, total: &TotalLine) -> Vec<Cell> {
    let text = |column: u16, role: Role, text: &str| Cell::text(column, role, text);
    let reported = total.reported.as_deref().unwrap_or("");
    let number = reported.parse::<Decimal>().ok().filter(|number| number.to_string() == reported);
    let verdict = total.verdict.map_or_else(
        || text(7, Role::Short, view.say("未报合计", "none sent")),
        |verdict| text(7, Role::Verdict(verdict), words::verdict(verdict).get(view.lang)),
    );
    vec![
        text(0, Role::Short, words::scope(total.scope).get(view.lang)),
        text(1, Role::Text, &total.of),
        text(2, Role::Text, &total.measure),
        text(3, Role::Short, total.unit.as_deref().unwrap_or("")),
        match number {
            Some(number) => Cell::new(REPORTED, Role::Figure, Content::Number(number)),
            None => text(REPORTED, Role::SentFigure, reported),
        },
        Cell::new(COMPUTED, Role::Figure, Content::Number(total.computed)),
        difference(total, number),
        verdict,
        Cell::count(8, Role::Figure, total.parts.len()),
        Cell::text(9, Role::Text, place_text(total.place.as_ref())).leading_to(to_source(total.place.as_ref())),
        text(10, Role::Text, &note(view, total)),
    ]
}

/// Reported less computed: live where both are numbers in their cells.
fn difference(total: &TotalLine, number: Option<Decimal>) -> Cell {
    let content = match (total.difference, number) {
        (None, _) => Content::Blank,
        (Some(difference), Some(number)) if number.checked_sub(total.computed) == Some(difference) => {
            Content::Formula(Formula::Minus { from: REPORTED, less: COMPUTED }, difference)
        }
        (Some(difference), _) => Content::Number(difference),
    };
    Cell::new(6, Role::Figure, content)
}

/// Cells that could not be added, and rows that a formula leaves out.
fn note(view: &View<'_>, total: &TotalLine) -> String {
    let mut lines = Vec::new();
    for (place, text) in &total.unread {
        lines.push(match view.lang {
            crate::model::Lang::Zh => format!("未计入：{place}“{text}”不是数字"),
            crate::model::Lang::En => format!("not added: {place} \"{text}\" is no figure"),
        });
    }
    for place in &total.omitted {
        lines.push(match view.lang {
            crate::model::Lang::Zh => format!("公式未包含：{place}"),
            crate::model::Lang::En => format!("left out by the formula: {place}"),
        });
    }
    lines.join("\n")
}

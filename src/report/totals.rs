//! 合计核对: measures by department and section, and the total rows that departments sent, against the sum of their rows.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use rust_decimal::Decimal;

use super::{Column, View, figures, finish, list, measures, place_cells, words, words::SheetName};
use crate::model::{
    TotalLine, TotalScope,
    book::{Cell, Content, Formula, Role, Row, Sheet},
    entries::Entries,
};

pub(super) const COLUMNS: [Column; 13] = [
    (7.0, "范围", "Scope"),
    (15.0, "名称", "Of"),
    (13.0, "指标", "Measure"),
    (5.4, "单位", "Unit"),
    (9.0, "报送", "Reported"),
    (9.0, "计算", "Computed"),
    (9.0, "差额", "Difference"),
    (7.0, "结论", "Verdict"),
    (4.8, "加数", "Cells"),
    (13.0, "文件", "File"),
    (6.4, "工作表", "Sheet"),
    (4.8, "单元格", "Cell"),
    (26.0, "说明", "Note"),
];
const REPORTED: u16 = 4;
const COMPUTED: u16 = 5;

/// What a line is a total of, whatever its unit.
type Key<'a> = (TotalScope, &'a str, &'a str);

fn key(total: &TotalLine) -> Key<'_> {
    (total.scope, &total.of, &total.measure)
}

/// The sheet.
pub(super) fn sheet<'a>(view: &Arc<View<'a>>) -> Sheet<'a> {
    let mut sheet = list(view, SheetName::Totals, &COLUMNS);
    let mut totals: Vec<&TotalLine> = view.outcome.ledger.totals.iter().collect();
    let departments = view.outcome.register.departments.iter();
    let places: BTreeMap<&str, usize> = departments.map(|department| department.name.as_str()).zip(0..).collect();
    // What does not agree comes first; departments stand in their own order, with all their measures together.
    totals.sort_by_key(|total| {
        let place = places.get(total.of.as_str()).filter(|_| total.scope == TotalScope::Department);
        (total.verdict.map_or(u8::MAX, figures::weight), total.scope, place)
    });
    let with_unit: BTreeSet<Key<'a>> =
        totals.iter().filter(|total| total.unit.is_some()).map(|total| key(total)).collect();
    let own = Arc::clone(view);
    let numbers = totals
        .iter()
        .flat_map(|total| total.reported.as_deref().and_then(shown_alike).into_iter().chain([total.computed]));
    let places = measures::places(numbers);
    sheet.entries = Entries::rows(totals, move |_, total| Row::of(cells(&own, total, &with_unit, places)));
    let none = ("报送材料中没有可以加总的数字列。", "No column of figures that could be added up was sent.");
    finish(view, &mut sheet, 0, none);
    sheet
}

fn cells(view: &View<'_>, total: &TotalLine, with_unit: &BTreeSet<Key<'_>>, places: u8) -> Vec<Cell> {
    let text = |column: u16, role: Role, text: &str| Cell::text(column, role, text);
    let reported = total.reported.as_deref().unwrap_or("");
    let number = shown_alike(reported);
    let verdict = total.verdict.map_or_else(
        || {
            let none = if total.place.is_some() {
                ("没有存结果", "no result stored")
            } else {
                ("未报合计", "none sent")
            };
            text(7, Role::Short, view.say(none.0, none.1))
        },
        |verdict| text(7, Role::Verdict(verdict), words::verdict(verdict).get(view.lang)),
    );
    let mut cells = vec![
        text(0, Role::Short, words::scope(total.scope).get(view.lang)),
        text(1, Role::Text, &total.of),
        text(2, Role::Text, &total.measure),
        text(3, Role::Short, total.unit.as_deref().unwrap_or("")),
        match number {
            Some(number) => Cell::new(REPORTED, Role::Figure, Content::Number(number)).aligned(places),
            None => text(REPORTED, Role::SentFigure, reported),
        },
        Cell::new(COMPUTED, Role::Figure, Content::Number(total.computed)).aligned(places),
        difference(total, number).aligned(places),
        verdict,
        Cell::count(8, Role::Ordinal, total.added),
    ];
    cells.extend(place_cells(view, 9, total.place.as_ref()));
    cells.push(text(12, Role::Text, &note(view, total, with_unit)));
    cells
}

/// The number that a cell shows just as it was sent: with all its decimals, with or without commas between thousands.
pub(super) fn shown_alike(reported: &str) -> Option<Decimal> {
    let bare = reported.replace(',', "");
    let number = bare.parse::<Decimal>().ok().filter(|number| number.to_string() == bare)?;
    let whole = reported.split('.').next().unwrap_or("").trim_start_matches('-');
    let groups: Vec<&str> = whole.split(',').collect();
    let by_thousands = groups.iter().enumerate().all(|(at, group)| match at {
        0 => groups.len() == 1 || (1..=3).contains(&group.len()),
        _ => group.len() == 3,
    });
    (by_thousands && !reported.split('.').skip(1).any(|decimals| decimals.contains(','))).then_some(number)
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

/// Cells that could not be added, rows that a formula leaves out, and a total that has no unit beside one that has.
fn note(view: &View<'_>, total: &TotalLine, with_unit: &BTreeSet<Key<'_>>) -> String {
    let mut lines = Vec::new();
    if total.place.is_none() && total.unit.is_none() && with_unit.contains(&key(total)) {
        lines.push(
            view.say(
                "这些格没有写单位，单独相加，没有并入有单位的合计",
                "these cells name no unit; they were added by themselves and are not in the total that has one",
            )
            .to_owned(),
        );
    }
    for (place, text) in &total.unread {
        // Another unit's figure for the same task, or one in a unit that can't be told exactly.
        let is_number = text.trim().replace(',', "").parse::<Decimal>().is_ok();
        let (zh, en) = if is_number {
            (
                "与已计入的数字不同，或单位不能确切换算",
                "differs from the figure that was added, or its unit can't be converted exactly",
            )
        } else {
            ("不是确切的数字", "is no exact figure")
        };
        lines.push(match view.lang {
            crate::model::Lang::Zh => format!("未计入：{place}“{text}”{zh}"),
            crate::model::Lang::En => format!("not added: {place} \"{text}\" {en}"),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_total_sent_is_a_number_where_its_cell_shows_just_that() {
        for (reported, number) in [("96.3", Some("96.3")), ("2,276.00", Some("2276.00")), ("-1,234", Some("-1234"))] {
            assert_eq!(shown_alike(reported), number.and_then(|number| number.parse().ok()), "{reported}");
        }
        for reported in ["", "22,76", "1,2345", "1,234.5,6", "９６", "约96", "096", "2276.00亿元"] {
            assert_eq!(shown_alike(reported), None, "{reported}");
        }
    }
}

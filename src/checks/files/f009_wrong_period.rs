//! F009: the title or the header speaks of another period than the one reported.

use crate::{
    checks::{
        Check, Draft, Report, View,
        periods::{Kind, Mention, before_last_quarter, mentions},
        wording,
    },
    model::{CellRef, Field, Period, Place, Returned, Severity, Table},
};

/// The check.
pub const CHECK: Check = Check {
    code: "F009",
    name: "wrong-period",
    severity: Severity::Error,
    document: include_str!("f009_wrong_period.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    let Some(period) = view.period else {
        report.could_not_run();
        return;
    };
    for (file, table) in view.tables() {
        let texts = speaking(table);
        if texts.is_empty() {
            report.not_applicable();
            continue;
        }
        report.ran();
        if let Some((cell, text)) = contradiction(&texts, period) {
            report.find(draft(file, table, cell, text, period));
        }
    }
}

/// Texts over the table and the label of the progress column that name a time. Dates of filling in are none.
fn speaking(table: &Table) -> Vec<(CellRef, &str, Vec<Mention>)> {
    let captions = table.captions.iter().map(|(cell, text)| (*cell, text.as_str()));
    let label = table.column(&Field::Progress).map(|column| (column.header, column.label.as_str()));
    captions
        .chain(label)
        .map(|(cell, text)| {
            let mut named = mentions(text);
            // A month or a day says when a form was filled in, not what it reports.
            named.retain(|mention| matches!(mention.kind, Kind::Year | Kind::Span | Kind::AsOf));
            (cell, text, named)
        })
        .filter(|(_, text, named)| !named.is_empty() && !is_date_of_form(text))
        .collect()
}

fn is_date_of_form(text: &str) -> bool {
    const DATES: [&str; 8] =
        ["填报日期", "填报时间", "填表日期", "填表时间", "报送时间", "报送日期", "制表", "截止日期"];
    DATES.iter().any(|word| text.contains(word))
}

/// The first text that speaks of another period, if none speaks of the right one.
fn contradiction<'a>(texts: &'a [(CellRef, &'a str, Vec<Mention>)], period: &Period) -> Option<(CellRef, &'a str)> {
    let all = || texts.iter().flat_map(|(_, _, named)| named);
    // Years and parts of a year are told apart: 2023年 … 一季度 has the right year and the wrong quarter.
    let wrong_part = |mention: &Mention| match mention.kind {
        Kind::Year | Kind::Month => false,
        Kind::Span => !mention.is_of(period),
        // Counted up to a day in its last quarter, or after its end, is early or late, and of no other period.
        Kind::AsOf => {
            mention.year.is_some_and(|year| year != period.year()) || mention.last <= before_last_quarter(period)
        }
    };
    let wrong_year = |mention: &Mention| mention.year.is_some_and(|year| year != period.year());
    let right_part = all().any(|mention| mention.kind != Kind::Year && mention.is_of(period));
    let right_year = all().any(|mention| mention.year == Some(period.year()));
    texts
        .iter()
        .find(|(_, _, named)| {
            (!right_part && named.iter().any(wrong_part))
                || (!right_year && !right_part && named.iter().any(wrong_year))
        })
        .map(|(cell, text, _)| (*cell, *text))
}

fn draft(file: &Returned, table: &Table, cell: CellRef, text: &str, period: &Period) -> Draft {
    let quoted = wording::short(text, 40);
    let label = &period.label;
    Draft::new(
        format!("表上写的是“{quoted}”，与本次填报的“{label}”不是同一时期。请核对是标题未改，还是报错了一期的表。"),
        format!(
            "the table says “{quoted}”, and the period reported is {label}. Check whether only the title is old, or the \
             whole table is of another period."
        ),
    )
    .at(Place::cell(&file.submission.file, &table.sheet_name, cell))
    .department(file.department)
    .found(quoted.clone())
    .expected(label.clone())
    .key(quoted)
}

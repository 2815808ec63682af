//! F009: the title or the header speaks of another period than the one reported.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    checks::{
        Check, Draft, Report, View,
        periods::{Kind, Mention, before_last_quarter, mentions},
        wording,
    },
    model::{CellRef, Field, Period, Place, Returned, Severity, Stamped, Table},
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
    let mut stamped = BTreeSet::new();
    for (submission, file) in view.used() {
        let Some(book) = &file.submission.book else { continue };
        let other = |found: &&Stamped| found.stamp.period().is_some_and(|of| of != *period);
        if let Some(found) = file.stamps.iter().find(other) {
            report.ran();
            stamped.insert(submission);
            report.find(of_stamp(file, &book.sheets[found.sheet].name, found, period));
        }
    }
    let unstamped = view.used().filter(|(submission, _)| !stamped.contains(submission));
    for (file, table) in unstamped.flat_map(|(_, file)| file.tables.iter().map(move |table| (file, table))) {
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
    const ENGLISH: [&str; 9] = [
        "date of report",
        "date of submission",
        "submitted on",
        "submission date",
        "date submitted",
        "filled in on",
        "prepared on",
        "due date",
        "deadline",
    ];
    let lower = text.to_ascii_lowercase();
    DATES.iter().any(|word| text.contains(word)) || ENGLISH.iter().any(|word| lower.contains(word))
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

fn of_stamp(file: &Returned, sheet: &Arc<str>, found: &Stamped, period: &Period) -> Draft {
    let of = found.stamp.period().map(|of| of.words()).unwrap_or_default();
    let ours = period.words();
    Draft::new(
        format!("这是为“{}”制发的表，本次填报的是“{}”。请核对内容是哪一期的，并用本期的表重报。", of.zh, ours.zh),
        format!(
            "this form was made for {}, and the period reported is {}. Check which period its content is of, and ask for \
             the form of this one.",
            of.en, ours.en
        ),
    )
    .at(Place::cell(&file.submission.file, sheet, found.cell))
    .department(file.department)
    .found(if wording::has_han(&period.label) { of.zh } else { of.en })
    .expected(period.label.clone())
    .key("stamp")
}

fn draft(file: &Returned, table: &Table, cell: CellRef, text: &str, period: &Period) -> Draft {
    let quoted = wording::short(text, 40);
    let ours = period.words();
    Draft::new(
        format!("表上写的是“{quoted}”，与本次填报的“{}”不是同一时期。请核对是标题未改，还是报错了一期的表。", ours.zh),
        format!(
            "the table says “{quoted}”, and the period reported is {}. Check whether only the title is old, or the \
             whole table is of another period.",
            ours.en
        ),
    )
    .at(Place::cell(&file.submission.file, &table.sheet_name, cell))
    .department(file.department)
    .found(quoted.clone())
    .expected(period.label.clone())
    .key(quoted)
}

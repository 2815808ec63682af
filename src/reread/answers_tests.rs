//! Answers of a report that are read back, and those that can't be.

use std::sync::Arc;

use super::answers::*;
use crate::model::{Cell, CellRef, CellValue, DecisionVerdict, RawBook, RawSheet, TaskList, submission::RawRow};

/// The English headers of Links that answers are read by.
const HEAD: [&str; 9] =
    ["Result", "Department", "Task as sent", "Task", "Task in the list", "Decision", "Other task", "Note", "By"];

/// A sheet Links with one row.
fn links(head: &[&str; 9], row: &[&str; 9]) -> RawBook {
    let rows = [head, row].into_iter().zip(1..).map(|(texts, row)| RawRow {
        row,
        cells: texts.iter().zip(1..).map(|(text, at)| Cell::new(at, CellValue::Text(Arc::from(*text)))).collect(),
    });
    RawBook {
        sheets: vec![RawSheet { name: "Links".into(), rows: rows.collect(), ..RawSheet::default() }],
        ..RawBook::default()
    }
}

fn taken(written: &RawBook, now: &RawBook) -> Taken {
    let (file, tasks) = (Arc::from("report.xlsx"), TaskList::default());
    let context = Context { file: &file, tasks: &tasks, known: &[], today: "2024-01-01" };
    decisions(&answers(now), Some(&answers(written)), context)
}

#[test]
fn an_answer_that_is_not_taken_over_is_one_fault_and_no_edit_of_each_of_its_columns() {
    let written = ["possible", "市水务局", "新建管网", "1-1", "新建管网", "", "", "", ""];
    let cases = [
        // No words of the row to keep it under.
        ["possible", "市水务局", "", "1-1", "新建管网", "Dismiss", "", "说明", "王"],
        // No decision chosen.
        ["possible", "市水务局", "新建管网", "1-1", "新建管网", "", "", "说明", "王"],
        // A word that is none.
        ["possible", "市水务局", "新建管网", "1-1", "新建管网", "好的", "", "说明", "王"],
        // A task that the list does not have.
        ["possible", "市水务局", "新建管网", "1-1", "新建管网", "Correct", "97", "说明", "王"],
    ];
    for case in &cases {
        let mut before = written;
        before[2] = case[2];
        let now = links(&HEAD, case);
        let taken = taken(&links(&HEAD, &before), &now);
        assert_eq!((taken.decisions.len(), taken.refused.len()), (0, 1), "{case:?}");
        let sheet = Arc::from("Links");
        let cell = |column| Some(CellRef::new(2, column));
        assert!((6..=9).all(|column| taken.refused(&sheet, cell(column)).is_some()), "{case:?}");
        assert!(taken.refused(&sheet, cell(5)).is_none(), "{case:?}");
        assert!(taken.refused[0].said.contains("说明 │ 王"), "{case:?}");
        assert!(taken.refused[0].why.zh.starts_with("市水务局"), "{case:?}");
    }
}

#[test]
fn an_english_report_from_before_one_header_was_renamed_is_read_back() {
    let mut head = HEAD;
    (head[0], head[5]) = ("Decision", "Verdict");
    let row = ["possible", "市水务局", "新建管网", "1-1", "新建管网", "", "", "", ""];
    let mut answered = row;
    (answered[5], answered[8]) = ("Accept", "王");
    let taken = taken(&links(&head, &row), &links(&head, &answered));
    assert_eq!(taken.decisions.len(), 1);
    assert_eq!(taken.decisions[0].0.verdict, DecisionVerdict::Accept);
    assert_eq!(taken.decisions[0].0.by, "王");
}

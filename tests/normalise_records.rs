//! Records from hand-made tables: raw text kept, merged ranges, blocks, shifted rows, hidden content, units, measures.

use std::sync::Arc;

use proptest::prelude::*;
use taizhang::{
    lexicon::{Lexicon, Resolver},
    model::{
        Area, Cell, CellRef, CellValue, Column, Department, Field, Format, RawBook, RawSheet, Record, Register, Row,
        RowKind, Submission, Table, TaskStatus,
        submission::{RawRow, Visibility},
        table::{NoteKind, TotalOver, TotalRow},
    },
    normalise,
};

/// A sheet with its table: the header's fields, then one line a row, cells parted by `|`. A line that begins with `#` is
/// a section heading, with `=` a total.
struct Draft {
    submission: Submission,
    table: Table,
}

fn field(key: &str) -> Field {
    match key {
        "id" => Field::Id,
        "section" => Field::Section,
        "number" => Field::Number,
        "title" => Field::Title,
        "content" => Field::Content,
        "lead" => Field::Lead,
        "support" => Field::Support,
        "progress" => Field::Progress,
        "status" => Field::Status,
        "unit" => Field::Unit,
        other => Field::Measure(other.into()),
    }
}

fn cell(column: u32, text: &str) -> Option<Cell> {
    if text.is_empty() {
        return None;
    }
    let number = text.strip_prefix('#').and_then(|number| number.parse().ok());
    Some(Cell::new(column, number.map_or_else(|| CellValue::Text(text.into()), CellValue::Number)))
}

fn draft(header: &str, rows: &[&str]) -> Draft {
    let columns = header.split('|').zip(1..).map(|(key, column)| Column {
        column,
        label: key.to_owned(),
        header: CellRef::new(2, column),
        field: field(key),
        rivals: Vec::new(),
        unit: None,
        hidden: false,
    });
    let mut sheet = RawSheet { name: "表一".into(), ..RawSheet::default() };
    let mut table = Table {
        sheet: 0,
        sheet_name: "表一".into(),
        header_rows: vec![2],
        first_row: 3,
        last_row: 2 + rows.len() as u32,
        columns: columns.collect(),
        rows: Vec::new(),
        blank_rows: 0,
        captions: Vec::new(),
        missing: Vec::new(),
    };
    let mut section = None;
    for (line, row) in rows.iter().zip(3..) {
        let kind = if let Some(title) = line.strip_prefix("# ") {
            section = Some(table.rows.len());
            RowKind::Section { title: title.into(), declared: None }
        } else if let Some(label) = line.strip_prefix("= ") {
            RowKind::Total(TotalRow { label: label.to_owned(), over: TotalOver::Table }.into())
        } else if line.starts_with("注") {
            RowKind::Note(NoteKind::Remark)
        } else {
            RowKind::Record
        };
        let own = if kind == RowKind::Record { section } else { None };
        table.rows.push(Row { row, kind, section: own, hidden: false, shift: 0 });
        let cells = line.split('|').zip(1..).filter_map(|(text, column)| cell(column, text)).collect();
        sheet.rows.push(RawRow { row, cells });
    }
    let mut submission = Submission::named("submissions/市水务局.xlsx");
    submission.format = Some(Format::Xlsx);
    submission.book = Some(RawBook { sheets: vec![sheet], properties: Vec::new() });
    Draft { submission, table }
}

impl Draft {
    fn sheet(&mut self) -> &mut RawSheet {
        &mut self.submission.book.as_mut().unwrap().sheets[0]
    }

    fn merge(mut self, area: &str) -> Self {
        let (start, end) = area.split_once(':').unwrap();
        let area = Area { start: start.parse().unwrap(), end: end.parse().unwrap() };
        self.sheet().merges.push(area);
        self
    }

    fn records(&self) -> Vec<Record> {
        let lexicon = Lexicon::built_in();
        let names = ["市水务局", "市财政局", "市住建局"];
        let departments = names.map(|name| Department { name: name.into(), ..Department::default() }).into();
        let resolver = Resolver::new(Register { departments, declared: true }, &lexicon);
        normalise::records(7, &self.submission, std::slice::from_ref(&self.table), &lexicon, &resolver)
    }
}

/// `row number|title|content`, inherited raw values in brackets.
fn outline(records: &[Record]) -> Vec<String> {
    let show = |record: &Record, field: &Field| match record.value(field) {
        Some(value) if value.inherited => format!("({} {})", value.raw, value.cell()),
        Some(value) => value.raw.to_string(),
        None => String::new(),
    };
    let line = |record: &Record| {
        let [number, title, content] = [Field::Number, Field::Title, Field::Content].map(|field| show(record, &field));
        format!("{} {number}|{title}|{content}", record.row)
    };
    records.iter().map(line).collect()
}

#[test]
fn a_blank_number_and_title_continue_the_block_above() {
    let draft = draft(
        "number|title|content|progress",
        &["||甲|完成", "31|污染防治|乙|完成", "||丙|", "|河湖长制|丁|完成", "# 二、民生", "||戊|完成", "32||己|完成"],
    );
    let records = draft.records();
    assert_eq!(
        outline(&records),
        ["3 ||甲", "4 31|污染防治|乙", "5 (31 A4)|(污染防治 B4)|丙", "6 (31 A4)|河湖长制|丁", "8 ||戊", "9 32||己",]
    );
    assert_eq!(records[0].section, None);
    assert_eq!(records[4].section.as_deref(), Some("二、民生"));
    assert!(records.iter().all(|record| record.submission == 7 && record.table == 0));
    assert_eq!(records[2].value(&Field::Progress), None);
}

#[test]
fn merged_ranges_give_their_value_to_every_row() {
    let draft = draft(
        "number|title|content|progress|投资",
        &["31|治水|甲|都在推进|#5", "||乙||", "||丙|||", "32|治气|丁|完成|#6"],
    );
    let draft = draft.merge("A3:A5").merge("B3:B5").merge("D3:D4").merge("E3:E4");
    let records = draft.records();
    assert_eq!(outline(&records)[1], "4 (31 A3)|(治水 B3)|乙");
    assert_eq!(outline(&records)[3], "6 32|治气|丁");
    let progress: Vec<_> = records.iter().map(|record| record.value(&Field::Progress)).collect();
    assert!(!progress[0].unwrap().inherited);
    assert!(progress[1].unwrap().inherited);
    assert_eq!(progress[1].unwrap().cell().to_string(), "D3");
    // Other columns continue through merges alone.
    assert_eq!(progress[2], None);
    // A merged figure is one figure.
    let measures: Vec<_> = records.iter().map(|record| record.measures.len()).collect();
    assert_eq!(measures, [1, 0, 0, 1]);
    assert!(records[1].value(&Field::Measure("投资".into())).unwrap().inherited);
}

#[test]
fn what_a_merged_range_hides_is_not_read() {
    let draft = draft("number|title|content|progress", &["31|治水|甲|完成", "99|盖住|乙|x"]);
    let draft = draft.merge("A3:A4").merge("B3:B4").merge("C4:D4");
    assert_eq!(outline(&draft.records())[1], "4 (31 A3)|(治水 B3)|乙");
    assert_eq!(draft.records()[1].value(&Field::Progress), None);
}

#[test]
fn a_shifted_row_reads_under_its_own_columns() {
    let mut draft = draft("number|title|content|lead|progress", &["31|治水|甲|市水务局|完成", "乙|市财政局|推进"]);
    draft.table.rows[1].shift = 2;
    let records = draft.records();
    assert_eq!(outline(&records)[1], "4 (31 A3)|(治水 B3)|乙");
    assert_eq!(records[1].value(&Field::Progress).unwrap().cell().to_string(), "C4");
    assert_eq!(&*records[1].lead[0].name, "市财政局");
}

#[test]
fn a_section_column_is_continued_and_ends_blocks() {
    let draft = draft(
        "section|number|title|content|progress",
        &["一、目标|||甲|x", "|||乙|x", "九、生态|31|治水|丙|x", "|||丁|x", "十、民生|||戊|x"],
    );
    let records = draft.records();
    let sections: Vec<_> = records.iter().map(|record| record.raw(&Field::Section).to_owned()).collect();
    assert_eq!(sections, ["一、目标", "一、目标", "九、生态", "九、生态", "十、民生"]);
    let numbers: Vec<_> = records.iter().map(|record| &*record.number).collect();
    assert_eq!(numbers, ["", "", "31", "31", ""]);
}

#[test]
fn numbers_in_any_writing_have_one_form() {
    let draft = draft(
        "number|title|content|progress",
        &["（三）|甲|a|x", "3*|乙|b|x", "|14.改扩建学校|c|x", "★|丙|d|x", "１．２|丁|e|x"],
    );
    let records = draft.records();
    let numbers: Vec<_> = records.iter().map(|record| &*record.number).collect();
    assert_eq!(numbers, ["3", "3", "14", "", "1.2"]);
    assert_eq!(&*records[2].title, "改扩建学校");
    assert_eq!(records[2].raw(&Field::Title), "14.改扩建学校");
}

#[test]
fn leads_and_supports() {
    for (header, row, lead, support) in [
        ("content|lead|support", "甲|市水务局|市财政局、住建局", "市水务局", "市财政局 市住建局"),
        ("content|lead", "甲|★市水务局、市财政局", "市水务局", "市财政局"),
        ("content|lead", "甲|市水务局（牵头）、市财政局", "市水务局", "市财政局"),
        ("content|lead", "甲|市水务局、市财政局", "市水务局 市财政局", ""),
        ("content|lead", "甲|牵头：市水务局；配合：市财政局", "市水务局", "市财政局"),
        ("content|lead|support", "甲|市水务局、市财政局|", "市水务局 市财政局", ""),
    ] {
        let records = draft(header, &[row]).records();
        let names = |units: &[taizhang::model::UnitName]| {
            units.iter().map(|unit| unit.name.clone()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            (names(&records[0].lead), names(&records[0].support)),
            (lead.to_owned(), support.to_owned()),
            "{row}"
        );
    }
    let mut first = draft("content|lead", &["甲|市财政局、市水务局"]);
    first.table.columns[1].label = "责任单位（排第一的为牵头单位）".into();
    let records = first.records();
    assert_eq!((records[0].lead.len(), &*records[0].lead[0].name), (1, "市财政局"));
}

#[test]
fn status_from_its_column_or_plainly_stated() {
    for (header, row, status) in [
        ("content|progress|status", "甲|推进|已完成", Some(TaskStatus::Completed)),
        ("content|progress|status", "甲|已完成。|差不多", None),
        ("content|progress|status", "甲|已完成。|", Some(TaskStatus::Completed)),
        ("content|progress", "甲|正常推进", Some(TaskStatus::OnTrack)),
        ("content|progress", "甲|已完成投资24.6亿元。", None),
    ] {
        assert_eq!(draft(header, &[row]).records()[0].status, status, "{row}");
    }
}

#[test]
fn measures_know_unit_and_precision() {
    let mut draft = draft("content|unit|计划投资|完成投资|完成率", &["甲|万元|#41.8|1,234.5|", "乙||2000万|—|"]);
    draft.table.columns[2].unit = Some("亿元".into());
    draft.table.captions.push((CellRef::new(1, 1), "（单位：元）".into()));
    let percent = Cell { shown: Some("84.1%".into()), ..Cell::new(5, CellValue::Number(0.841)) };
    draft.sheet().rows[0].cells.push(percent);
    let records = draft.records();
    let show = |record: &Record| {
        let one = |measure: &taizhang::model::Measure| {
            let value = measure.value.map_or_else(|| "?".to_owned(), |value| value.to_string());
            format!("{}={value}{}/{}", measure.name, measure.unit.clone().unwrap_or_default(), measure.cell)
        };
        record.measures.iter().map(one).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(show(&records[0]), "计划投资=41.8万元/C3 完成投资=1234.5万元/D3 完成率=84.1%/E3");
    assert_eq!(show(&records[1]), "计划投资=2000万元/C4 完成投资=?元/D4");
    assert_eq!(&*records[0].measures[2].raw, "84.1%");
}

#[test]
fn hidden_rows_columns_and_sheets_are_read_and_said() {
    let hidden = |draft: &Draft| {
        let records = draft.records();
        (records[0].hidden, records[0].values.iter().map(|value| value.hidden).collect::<Vec<_>>())
    };
    let plain = draft("content|progress", &["甲|x"]);
    assert_eq!(hidden(&plain), (false, vec![false, false]));
    let mut row = draft("content|progress", &["甲|x"]);
    row.table.rows[0].hidden = true;
    assert_eq!(hidden(&row), (true, vec![true, true]));
    let mut column = draft("content|progress", &["甲|x"]);
    column.table.columns[1].hidden = true;
    assert_eq!(hidden(&column), (false, vec![false, true]));
    let mut sheet = draft("content|progress", &["甲|x"]);
    sheet.sheet().visibility = Visibility::Hidden;
    assert_eq!(hidden(&sheet), (true, vec![true, true]));
}

#[test]
fn tables_that_point_nowhere_give_nothing() {
    let mut lost = draft("content", &["甲"]);
    lost.table.sheet = 5;
    assert!(lost.records().is_empty());
    let mut bare = draft("content", &["甲"]);
    bare.submission.book = None;
    assert!(bare.records().is_empty());
    let mut shifted = draft("content", &["甲"]);
    shifted.table.rows[0].shift = 99;
    assert!(shifted.records()[0].values.is_empty());
}

proptest! {
    /// Whatever the cells, merges and shifts: a value is, character for character, what stands in the cell it names.
    #[test]
    fn every_value_is_the_text_of_its_cell(
        cells in proptest::collection::vec(proptest::option::weighted(0.7, "\\PC{1,6}"), 24),
        merges in proptest::collection::vec((3_u32..9, 1_u32..5, 0_u32..4, 0_u32..3), 0..4),
        shifts in proptest::collection::vec(0_u32..3, 6),
    ) {
        let mut draft = draft("number|title|content|progress", &["|||"; 6]);
        for (at, text) in cells.iter().enumerate() {
            let (row, column) = (at / 4, at as u32 % 4 + 1);
            if let Some(text) = text {
                draft.sheet().rows[row].cells.push(Cell::new(column, CellValue::Text(Arc::from(text.as_str()))));
            }
        }
        for (row, column, down, across) in merges {
            let end = CellRef::new((row + down).min(8), (column + across).min(4));
            draft.sheet().merges.push(Area { start: CellRef::new(row, column), end });
        }
        for (row, shift) in shifts.into_iter().enumerate() {
            draft.table.rows[row].shift = shift;
        }
        let records = draft.records();
        prop_assert_eq!(records.len(), 6);
        let sheet = &draft.submission.book.as_ref().unwrap().sheets[0];
        for value in records.iter().flat_map(|record| &record.values) {
            let cell = sheet.cell(value.cell()).unwrap();
            prop_assert_eq!(&*cell.text(), &*value.raw);
        }
    }
}

//! Laws of detection, on sheets that nobody would send and on some that somebody did: nothing below a header is lost or
//! told twice, spaces in labels change nothing, and nothing panics.

use proptest::prelude::*;
use taizhang::model::{Area, Cell, CellRef, CellValue, RawBook, RawSheet, submission::RawRow};

use crate::support;

const WORDS: [&str; 48] = [
    "序号",
    "重点任务",
    "任务内容",
    "牵头单位",
    "配合单位",
    "进展情况",
    "备注",
    "单位",
    "投资（亿元）",
    "年度计划",
    "完成率",
    "一季度",
    "责任单位",
    "牵头",
    "状态",
    "存在问题",
    "合计",
    "小计",
    "总计",
    "其中：省级",
    "一、生态环境（16项）",
    "（一）治水",
    "注：数据截至6月底",
    "填报人：张三",
    "附件1",
    "2023年7月5日",
    "市水务局",
    "市发改委、市住建局",
    "完成项目2474项，完成率84.1%。",
    "注重统筹，完善体系",
    "41.8",
    "2000万",
    "57%（偏慢）",
    "/",
    " ",
    "\n",
    "\u{3000}",
    "★",
    "9*",
    "第1页 共2页",
    "甲",
    "1",
    "2",
    "3",
    "亿元",
    "个",
    "（必填）",
    "单位：亿元",
];

fn word() -> impl Strategy<Value = CellValue> {
    prop_oneof![
        8 => (0..WORDS.len()).prop_map(|index| CellValue::Text(WORDS[index].into())),
        1 => (-5_i32..3000).prop_map(|number| CellValue::Number(f64::from(number))),
        1 => ".{0,12}".prop_map(|text| CellValue::Text(text.into())),
        1 => Just(CellValue::Uncalculated),
        1 => Just(CellValue::Error("#REF!".into())),
    ]
}

fn sheet() -> impl Strategy<Value = RawSheet> {
    let cells = prop::collection::btree_map((1_u32..30, 1_u32..9), word(), 0..120);
    let merges = prop::collection::vec((1_u32..30, 1_u32..9, 0_u32..6, 0_u32..9), 0..8);
    (cells, merges, prop::bool::ANY).prop_map(|(cells, merges, headed)| {
        let mut sheet = RawSheet { name: "s".into(), ..RawSheet::default() };
        let mut cells = cells;
        if headed {
            for (index, label) in ["序号", "任务", "牵头单位", "进展情况", "计划投资"].iter().enumerate()
            {
                cells.insert((3, index as u32 + 1), CellValue::Text((*label).into()));
            }
        }
        for ((row, column), value) in cells {
            if sheet.rows.last().is_none_or(|last: &RawRow| last.row != row) {
                sheet.rows.push(RawRow { row, cells: Vec::new() });
            }
            sheet.rows.last_mut().unwrap().cells.push(Cell::new(column, value));
        }
        sheet.merges = merges
            .into_iter()
            .map(|(row, column, down, right)| Area {
                start: CellRef::new(row, column),
                end: CellRef::new(row + down, column + right),
            })
            .collect();
        sheet
    })
}

fn one(sheet: RawSheet) -> RawBook {
    RawBook { sheets: vec![sheet], properties: Vec::new() }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_row_below_a_header_is_told_once(sheet in sheet()) {
        let book = one(sheet);
        let tables = support::tables(&book, None);
        // Tables side by side tell a row each.
        prop_assume!(tables.windows(2).all(|pair| pair[0].header_rows != pair[1].header_rows));
        let Some(first) = tables.first() else { return Ok(()) };
        let mut told: Vec<u32> = Vec::new();
        for table in &tables {
            prop_assert!(table.header_rows.is_sorted());
            prop_assert_eq!(table.first_row, table.header_rows.last().unwrap() + 1);
            let rows: Vec<u32> = table.rows.iter().map(|row| row.row).collect();
            prop_assert!(rows.iter().all(|row| (table.first_row..=table.last_row).contains(row)));
            prop_assert!(table.rows.iter().all(|row| row.section.is_none_or(|section| section < table.rows.len())));
            told.extend(&table.header_rows);
            told.extend(rows);
        }
        let there: Vec<u32> = book.sheets[0]
            .rows
            .iter()
            .filter(|row| row.row >= first.header_rows[0] && row.cells.iter().any(|cell| !cell.is_blank()))
            .map(|row| row.row)
            .collect();
        prop_assert_eq!(told, there);
    }

    #[test]
    fn spaces_in_labels_change_nothing(places in prop::collection::vec((0_usize..6, 0_usize..5, 0_usize..4), 0..12)) {
        let mut labels = ["序号", "重点任务", "任务内容", "牵头单位", "计划投资（亿元）", "进展情况"].map(str::to_owned);
        for (label, at, space) in places {
            let at = labels[label].char_indices().nth(at).map_or(labels[label].len(), |(at, _)| at);
            labels[label].insert_str(at, [" ", "\n", "\u{3000}", "\r\n"][space]);
        }
        let row = |row, texts: &[&str]| RawRow {
            row,
            cells: texts.iter().enumerate().map(|(index, text)| Cell::new(index as u32 + 1, CellValue::Text((*text).into()))).collect(),
        };
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        let rows = vec![row(2, &labels), row(3, &["1", "治水", "整治河道", "市水务局", "41.8", "完成82项。"])];
        let tables = support::tables(&one(RawSheet { name: "s".into(), rows, ..RawSheet::default() }), None);
        let fields: Vec<_> = tables[0].columns.iter().map(|column| column.field.to_string()).collect();
        prop_assert_eq!(fields, ["number", "title", "content", "lead", "measure:计划投资", "progress"]);
        prop_assert_eq!(tables[0].columns[4].unit.as_deref(), Some("亿元"));
    }
}

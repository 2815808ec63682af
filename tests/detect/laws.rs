//! Laws of detection, on sheets that nobody would send and on some that somebody did: nothing below a header is lost or
//! told twice, spaces in labels change nothing, and nothing panics.

use proptest::prelude::*;
use taizhang::{
    lexicon::{Lexicon, Resolver},
    model::{Area, Cell, CellRef, CellValue, RawBook, RawSheet, Register, Submission, submission::RawRow},
    normalise,
};

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

/// What a column may be called, and two of its cells.
const COLUMNS: [(&str, &[&str], [&str; 2]); 14] = [
    ("number", &["序号", "编号", "序 号", "任务序号", "No."], ["1", "2"]),
    ("title", &["重点任务", "任务名称", "重点工作", "工作事项", "项目名称", "重点事项"], ["水环境治理", "轨道交通"]),
    (
        "content",
        &["任务内容", "具体内容", "工作内容", "主要内容", "具体工作任务", "任务具体内容", "工作任务内容"],
        ["新建改造污水管网300公里，消除黑臭水体", "全面推进轨道交通6号线、7号线建设，年内洞通"],
    ),
    (
        "lead",
        &["牵头单位", "责任单位", "牵头部门", "主办单位", "牵头责任单位", "单位", "牵头单位（★）", "责任部门"],
        ["市水务局", "市交通局、苏州轨道集团"],
    ),
    (
        "support",
        &["配合单位", "协办单位", "配合部门", "参与单位", "协同单位", "配合责任单位"],
        ["市生态环境局、市住建局", ""],
    ),
    ("target", &["年度目标", "工作目标", "全年目标", "目标要求"], ["完成300公里", "两条线路洞通"]),
    (
        "progress",
        &[
            "进展情况",
            "推进情况",
            "完成情况",
            "上半年工作进展",
            "最新进度（8月24日）",
            "截至6月底进展",
            "目前进展情况",
            "工作推进情况（截至6月）",
            "半年度完成情况",
            "1-6月工作开展情况",
            "落实情况",
            "任务进展",
        ],
        ["新建改造污水管网168公里，占年度任务的56%。", "6号线洞通率98%，7号线洞通率85%，进展顺利。"],
    ),
    ("status", &["状态", "进展状态", "完成状态", "是否完成", "进度评价"], ["序时推进", "滞后"]),
    ("problems", &["存在问题", "存在的主要问题", "问题和困难", "存在困难"], ["征迁进度较慢，影响施工", "无"]),
    (
        "next",
        &["下一步打算", "下步工作计划", "下一步工作安排", "下半年计划"],
        ["加快施工进度，确保年内完成", "加快推进"],
    ),
    ("remarks", &["备注", "说明", "备注说明"], ["", "省级项目"]),
    (
        "measure:plan",
        &["年度计划投资（亿元）", "计划投资(亿元)", "年度投资计划（亿元）", "总投资（亿元）"],
        ["24.8", "150"],
    ),
    ("measure:actual", &["完成投资（亿元）", "累计完成投资\n（亿元）", "已完成投资（亿元）"], ["13.1", "82.5亿元"]),
    ("measure:rate", &["完成率", "投资完成率（%）", "完成比例"], ["52.8%", "55"]),
];

fn value(text: &str) -> CellValue {
    text.parse().map_or_else(|_| CellValue::Text(text.into()), CellValue::Number)
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

    #[test]
    fn columns_are_found_wherever_they_stand(
        order in Just((0..COLUMNS.len()).collect::<Vec<_>>()).prop_shuffle(),
        kept in prop::collection::vec(prop::bool::weighted(0.7), COLUMNS.len()),
        names in prop::collection::vec(0_usize..12, COLUMNS.len()),
        above in 0_u32..4,
        left in 0_u32..3,
    ) {
        const NEEDED: [usize; 4] = [1, 2, 3, 6];
        let chosen: Vec<usize> = order.into_iter().filter(|index| kept[*index] || NEEDED.contains(index)).collect();
        let label = |index: usize| { let names_of = COLUMNS[index].1; names_of[names[index] % names_of.len()] };
        let row = |row: u32, text: &dyn Fn(usize) -> &'static str| RawRow {
            row,
            cells: chosen.iter().enumerate().filter(|(_, index)| !text(**index).is_empty())
                .map(|(at, index)| Cell::new(at as u32 + 1 + left, value(text(*index)))).collect(),
        };
        let mut rows = Vec::new();
        if above > 0 {
            let title = CellValue::Text("2023年上半年重点任务进展情况表".into());
            rows.push(RawRow { row: 1, cells: vec![Cell::new(1 + left, title)] });
        }
        rows.push(row(1 + above, &label));
        rows.push(row(2 + above, &|index| COLUMNS[index].2[0]));
        rows.push(row(3 + above, &|index| COLUMNS[index].2[1]));
        let tables = support::tables(&one(RawSheet { name: "s".into(), rows, ..RawSheet::default() }), None);
        prop_assert_eq!(tables.len(), 1);
        prop_assert_eq!(&tables[0].header_rows, &vec![1 + above]);
        prop_assert!(tables[0].rows.iter().all(|row| row.kind == taizhang::model::RowKind::Record));
        for (column, index) in tables[0].columns.iter().zip(&chosen) {
            let (field, expected) = (column.field.to_string(), COLUMNS[*index].0);
            let fits = field == expected || (expected.starts_with("measure") && field.starts_with("measure"));
            prop_assert!(fits, "{} is {}, not {}", column.label, field, expected);
            prop_assert!(column.rivals.is_empty(), "{} has rivals", column.label);
        }
    }
}

/// Longer than it takes on a machine that is busy, and far less than it took when each column was held against all others.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(20);

/// A sheet with every column that there can be: the labels of a list of tasks, then these for all others.
fn widest(label: impl Fn(u32) -> String) -> RawSheet {
    const LABELS: [&str; 5] = ["序号", "重点任务", "任务内容", "牵头单位", "进展情况"];
    let text = |column, text: &str| Cell::new(column, CellValue::Text(text.into()));
    let all = LABELS.len() as u32 + 1..=16_384;
    let labels = LABELS.iter().zip(1..).map(|(label, column)| text(column, label));
    let header: Vec<Cell> = labels.chain(all.clone().map(|column| text(column, &label(column)))).collect();
    let figures = |row: u32| {
        let words = ["1", "水环境治理", "新建污水管网300公里", "市水务局", "已完成168公里，占年度任务的56%。"];
        let words = words.iter().zip(1..).map(|(word, column)| text(column, word));
        RawRow {
            row,
            cells: words.chain(all.clone().map(|column| Cell::new(column, CellValue::Number(1.5)))).collect(),
        }
    };
    let mut rows = vec![RawRow { row: 2, cells: header }];
    rows.extend((3..9).map(figures));
    RawSheet { name: "s".into(), rows, ..RawSheet::default() }
}

#[test]
fn a_table_as_wide_as_a_sheet_takes_no_time() {
    let sheets = [widest(|_| String::new()), widest(|_| "情况".to_owned()), widest(|_| "完成投资（亿元）".to_owned())];
    for (at, sheet) in sheets.into_iter().enumerate() {
        let submission = Submission { book: Some(one(sheet)), ..Submission::named("a.xlsx") };
        let lexicon = Lexicon::built_in();
        let resolver = Resolver::new(Register::default(), &lexicon);
        let started = std::time::Instant::now();
        let tables = support::tables(submission.book.as_ref().unwrap(), None);
        assert_eq!(tables.len(), 1, "{at}");
        let records = normalise::records(0, &submission, &tables, &lexicon, &resolver);
        assert_eq!(records.len(), 6, "{at}");
        let fields: std::collections::BTreeSet<_> = tables[0].columns.iter().map(|column| &column.field).collect();
        assert_eq!(fields.len(), tables[0].columns.len(), "{at}: a field is given twice");
        assert!(started.elapsed() < PATIENCE, "{at}: {:?}", started.elapsed());
    }
}

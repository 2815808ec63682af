//! The book before any file format: its sheets, what stands in them, and where a click leads.

mod report_fixture;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use report_fixture::DEPARTMENTS;
use taizhang::{
    model::{
        About, CellRef, Decision, DecisionOn, DecisionVerdict, Field, Finding, Lang, LinkDecision, Measured, Outcome,
        Severity, TaskStatus,
        book::{Book, Cell, Content, Role, Sheet, Target},
    },
    report,
};

fn sheet<'a>(book: &'a Book<'static>, name: &str) -> &'a Sheet<'static> {
    book.sheets.iter().find(|sheet| sheet.name == name).unwrap_or_else(|| panic!("no sheet {name}"))
}

/// The report with every row of its lists.
fn whole(outcome: &Outcome, lang: Lang) -> Book<'static> {
    report::book(outcome, lang).whole()
}

/// Words of a row by column.
fn words(cells: &[Cell]) -> BTreeMap<u16, String> {
    cells.iter().map(|cell| (cell.column, cell.words())).collect()
}

/// Column of a header.
fn column(sheet: &Sheet<'_>, label: &str) -> u16 {
    let (head, _) = sheet.head.expect("a header");
    let found = sheet.rows[head].cells.iter().find(|cell| cell.words() == label);
    found.unwrap_or_else(|| panic!("no column {label} in {}", sheet.name)).column
}

#[test]
fn the_sheets_stand_in_their_order_under_their_names() {
    let outcome = report_fixture::outcome();
    for (lang, expected) in [
        (Lang::Zh, ["总览", "汇总表", "差异清单", "数字核对", "合计核对", "报送情况", "任务匹配", "其他行", "说明"]),
        (
            Lang::En,
            [
                "Overview",
                "Consolidated",
                "Findings",
                "Figures",
                "Totals",
                "Submissions",
                "Links",
                "Other rows",
                "About",
            ],
        ),
    ] {
        let book = whole(&outcome, lang);
        let shown = book.sheets.iter().filter(|sheet| !sheet.is_hidden);
        let names: Vec<_> = shown.map(|sheet| sheet.name.as_str()).collect();
        assert_eq!(names, expected);
    }
}

#[test]
fn every_task_has_its_row_in_the_order_of_the_list() {
    let outcome = report_fixture::outcome();
    let book = whole(&outcome, Lang::Zh);
    let table = sheet(&book, "汇总表");
    let (content, progress, status) = (column(table, "任务内容"), column(table, "进展情况"), column(table, "状态"));
    let rows: Vec<_> =
        table.rows.iter().filter(|row| row.key.as_ref().is_some_and(|key| key.starts_with("task:"))).collect();
    assert_eq!(rows.len(), outcome.tasks.len());
    for ((row, task), entry) in rows.iter().zip(outcome.tasks.tasks()).zip(&outcome.ledger.entries) {
        let words = words(&row.cells);
        assert_eq!(words[&content], task.content);
        assert_eq!(words[&progress], entry.progress());
        assert_eq!(words[&status], entry.status.words().zh);
    }
    let unreported = rows.iter().zip(&outcome.ledger.entries).find(|(_, entry)| entry.status == TaskStatus::Unreported);
    assert!(unreported.is_some_and(|(row, _)| row.cells.iter().any(|cell| cell.role == Role::Absent)));
}

#[test]
fn a_task_that_a_row_under_review_may_be_about_is_not_called_unreported() {
    let mut outcome = report_fixture::outcome();
    let silent = outcome.ledger.entries.iter().position(|entry| entry.status == TaskStatus::Unreported).expect("one");
    let shown = |outcome: &Outcome| {
        let book = whole(outcome, Lang::Zh);
        let table = sheet(&book, "汇总表");
        let row = table.rows.iter().find(|row| row.key.as_deref() == Some(&format!("task:{silent}"))).expect("a row");
        let cell = row.cells.iter().find(|cell| cell.column == column(table, "状态")).expect("a cell").clone();
        let overview = sheet(&book, "总览").rows.iter();
        let counts = overview.filter(|row| {
            row.cells
                .first()
                .is_some_and(|cell| matches!(cell.role, Role::Status(TaskStatus::Unreported) | Role::Link(_)))
        });
        let counts: Vec<_> = counts.map(|row| (row.cells[0].words(), row.cells[1].words())).collect();
        (cell, counts)
    };
    let told = |words: &str, count: &str| (words.to_owned(), count.to_owned());
    let (cell, counts) = shown(&outcome);
    assert_eq!((cell.words(), counts), ("未报送".to_owned(), vec![told("未报送", "1")]));
    let open = outcome.links.iter_mut().find(|link| link.decision == LinkDecision::Possible).expect("one");
    open.task = Some(silent);
    open.candidates = Arc::default();
    let key = format!("row:{}", open.record.0);
    let (cell, counts) = shown(&outcome);
    assert_eq!((cell.words(), counts), ("待确认".to_owned(), vec![told("待确认", "1"), told("未报送", "0")]));
    let leads = cell.target.is_some_and(
        |target| matches!(target, Target::Cell { sheet, key: Some(at), .. } if sheet == "任务匹配" && at == key),
    );
    assert!(leads && cell.remark.is_some_and(|remark| remark.contains(" › 上半年 › C6")));
}

/// A row that was sent back waits for its department, not for the reviewer.
#[test]
fn what_a_reviewer_sent_back_is_no_next_step() {
    let step = |outcome: &Outcome, lang: Lang| {
        let book = whole(outcome, lang);
        let cells = book.sheets[0].rows.iter().flat_map(|row| &row.cells).map(Cell::words);
        let mut steps = cells.filter(|text| text.starts_with("确认匹配：") || text.starts_with("Settle the links:"));
        steps.next()
    };
    let mut outcome = report_fixture::outcome();
    let open = |outcome: &Outcome, decision| outcome.links.iter().filter(|link| link.decision == decision).count();
    let (possible, unlinked) = (open(&outcome, LinkDecision::Possible), open(&outcome, LinkDecision::None));
    assert!(possible == 1 && unlinked > 0, "{possible} {unlinked}");
    assert!(step(&outcome, Lang::Zh).unwrap().contains(&format!("1 行待确认、{unlinked} 行未匹配")));
    let link = outcome.links.iter().find(|link| link.decision == LinkDecision::Possible).unwrap();
    let record = &outcome.records[link.record.0];
    let text = record.raw(&Field::Content).to_owned();
    let owner = outcome.returned[record.submission].department.unwrap();
    outcome.decisions.push(Decision {
        on_what: DecisionOn::Link { department: DEPARTMENTS[owner].to_owned(), text, task: None },
        verdict: DecisionVerdict::Return,
        by: "王敏".into(),
        on: "2023-07-10".into(),
        note: String::new(),
        about: About::default(),
        place: None,
    });
    let said = step(&outcome, Lang::Zh).unwrap();
    assert!(said.contains(&format!("：{unlinked} 行未匹配")) && !said.contains("待确认"), "{said}");
    assert!(step(&outcome, Lang::En).unwrap().contains("not linked"));
    outcome.links.retain(|link| link.decision != LinkDecision::None);
    assert_eq!(step(&outcome, Lang::Zh), None);
}

#[test]
fn numbers_and_titles_are_merged_over_their_block_and_sections_say_how_many() {
    let book = whole(&report_fixture::outcome(), Lang::Zh);
    let table = sheet(&book, "汇总表");
    let number = column(table, "序号");
    let blocks: Vec<_> = table
        .rows
        .iter()
        .flat_map(|row| &row.cells)
        .filter(|cell| cell.column == number && cell.role == Role::Ordinal)
        .map(|cell| (cell.words(), cell.rows))
        .collect();
    let expected = [("", 1), ("", 1), ("31", 3), ("32", 1), ("33", 1), ("34", 1)];
    assert_eq!(blocks, expected.map(|(number, rows)| (number.to_owned(), rows)));
    let sections: Vec<_> = table
        .rows
        .iter()
        .flat_map(|row| &row.cells)
        .filter(|cell| cell.role == Role::Section)
        .map(Cell::words)
        .collect();
    assert_eq!(
        sections,
        [
            "一、经济社会发展主要预期目标（2项）",
            "九、聚焦绿色低碳，持续加强生态文明建设（5项）",
            "十、持续改善民生（1项）"
        ]
    );
}

#[test]
fn every_click_leads_to_a_row_that_exists() {
    for outcome in [report_fixture::outcome(), report_fixture::hard()] {
        let book = whole(&outcome, Lang::En);
        let keys: BTreeSet<(&str, &str)> = book
            .sheets
            .iter()
            .flat_map(|sheet| sheet.rows.iter().filter_map(|row| Some((sheet.name.as_str(), row.key.as_deref()?))))
            .collect();
        for cell in book.sheets.iter().flat_map(|sheet| &sheet.rows).flat_map(|row| &row.cells) {
            if let Some(Target::Cell { sheet, key: Some(key), .. }) = &cell.target {
                assert!(keys.contains(&(sheet.as_str(), key.as_str())), "{sheet} has no {key}");
            }
        }
    }
}

#[test]
fn a_working_copy_carries_marks_and_a_clean_one_none() {
    let mut outcome = report_fixture::outcome();
    let has_marks = |book: &Book<'static>| {
        let table = sheet(book, "汇总表");
        table.rows.iter().flat_map(|row| &row.cells).any(|cell| matches!(cell.role, Role::Severity(_)))
    };
    assert!(has_marks(&whole(&outcome, Lang::Zh)));
    outcome.settings.report.marks = false;
    let clean = whole(&outcome, Lang::Zh);
    assert!(!has_marks(&clean));
    assert!(sheet(&clean, "汇总表").rows.iter().flat_map(|row| &row.cells).all(|cell| cell.remark.is_none()));
}

#[test]
fn figures_sent_as_words_stay_words_and_plain_ones_are_numbers() {
    let book = whole(&report_fixture::outcome(), Lang::Zh);
    let table = sheet(&book, "汇总表");
    let measure = column(table, "年度计划投资\n（亿元）");
    let held: Vec<_> = table
        .rows
        .iter()
        .filter(|row| row.key.as_deref().is_some_and(|key| key.starts_with("task:")))
        .filter_map(|row| row.cells.iter().find(|cell| cell.column == measure))
        .map(|cell| matches!(cell.content, Content::Number(_)).then(|| cell.words()).ok_or_else(|| cell.words()))
        .collect();
    assert_eq!(held[0], Ok("41.8".into()));
    assert_eq!(held[1], Err("约100".into()));
    assert_eq!(held[6], Err(String::new()));
}

#[test]
fn the_total_row_says_what_stands_under_other_names_and_is_in_no_total() {
    let mut outcome = report_fixture::outcome();
    let claim = outcome.ledger.entries.iter_mut().flat_map(|entry| &mut entry.claims);
    let claim = claim.into_iter().find(|claim| !claim.measures.is_empty()).expect("a claim with measures");
    let mut measures = claim.measures.to_vec();
    let mut other = measures[0].clone();
    other.cell = CellRef::new(99, 9);
    other.of = Measured { name: "计划总投资".into(), unit: other.unit.clone(), kind: other.kind }.into();
    measures.push(other);
    claim.measures = measures.into();
    let total = |lang, name| {
        let book = whole(&outcome, lang);
        let last = sheet(&book, name).rows.last().expect("a total row").cells.clone();
        last.iter().map(Cell::words).collect::<Vec<_>>().join("|")
    };
    let zh = total(Lang::Zh, "汇总表");
    assert!(zh.contains("“指标数据”栏以其他名称报送的 1 格（计划总投资）没有计入合计，见“合计核对”。"), "{zh}");
    let en = total(Lang::En, "Consolidated");
    assert!(en.contains("Not in any total: 1 figure sent under other names (计划总投资) in “Measures”"), "{en}");
}

#[test]
fn findings_come_most_serious_first_and_then_by_department() {
    let outcome = report_fixture::outcome();
    let book = whole(&outcome, Lang::Zh);
    let findings = sheet(&book, "差异清单");
    let codes: Vec<_> = findings.rows[1..].iter().map(|row| words(&row.cells)[&2].clone()).collect();
    assert_eq!(codes, ["N003", "T001", "F001", "L008", "L001", "N011"]);
    let choices: Vec<_> = findings.choices.iter().map(|choice| choice.options.clone()).collect();
    assert_eq!(choices[0], ["接受", "更正", "忽略", "退回"]);
}

#[test]
fn what_was_sent_and_is_no_task_is_shown() {
    let outcome = report_fixture::outcome();
    let book = whole(&outcome, Lang::Zh);
    let all = |name: &str| -> String {
        sheet(&book, name).rows.iter().flat_map(|row| &row.cells).map(Cell::words).collect::<Vec<_>>().join("\u{0}")
    };
    let links = all("任务匹配");
    assert!(links.contains("+CMD|' /C calc'!A0 这一行不是清单中的任务\n第二行"));
    assert!(links.contains("联系人：张三 0512-6512345"));
    let other = all("其他行");
    for text in ["九、聚焦绿色低碳（3项）", "合计", "注释", "只有一个单元格有内容，看不出是什么。"]
    {
        assert!(other.contains(text), "{text}");
    }
}

/// With few rows to a sheet, every list goes on in further sheets: each task and each row stands once, and every click
/// leads to a row that is there.
#[test]
fn a_table_too_long_for_a_sheet_goes_on_in_the_next() {
    let outcome = report_fixture::outcome();
    let one = whole(&outcome, Lang::Zh);
    let template = report::ReportTemplate::built_in(Lang::Zh);
    for most in [1, 2, 3] {
        let book = report::book_in_parts(&outcome, Lang::Zh, template, most).whole();
        let named = |name: &str| -> Vec<&Sheet<'static>> {
            book.sheets
                .iter()
                .filter(|sheet| sheet.name.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ') == name)
                .collect()
        };
        for name in ["汇总表", "差异清单", "数字核对", "任务匹配"] {
            let keys = |sheets: &[&Sheet<'_>]| -> Vec<String> {
                sheets
                    .iter()
                    .flat_map(|sheet| &sheet.rows)
                    .filter_map(|row| row.key.clone())
                    .filter(|key| key != "title")
                    .collect()
            };
            assert!(named(name).len() > 1, "{name} {most}");
            assert_eq!(keys(&named(name)), keys(&[sheet(&one, name)]), "{name} {most}");
        }
        let rows: BTreeSet<(&str, &str)> = book
            .sheets
            .iter()
            .flat_map(|sheet| sheet.rows.iter().filter_map(|row| Some((sheet.name.as_str(), row.key.as_deref()?))))
            .collect();
        let targets = book.sheets.iter().flat_map(|sheet| &sheet.rows).flat_map(|row| &row.cells);
        for target in targets.filter_map(|cell| cell.target.as_ref()) {
            if let Target::Cell { sheet, key: Some(key), .. } = target
                && key.starts_with("task:")
            {
                assert!(rows.contains(&(sheet.as_str(), key.as_str())), "{sheet} {key} {most}");
            }
        }
        // The totals stand below the last part, as figures: a formula adds up the rows of one sheet.
        let parts = named("汇总表");
        let below = |sheet: &Sheet<'_>| {
            sheet.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.role == Role::TotalText).count()
        };
        assert!(parts[..parts.len() - 1].iter().all(|part| below(part) == 0));
        assert!(parts.last().is_some_and(|part| below(part) > 0));
        assert!(
            !parts
                .iter()
                .flat_map(|part| &part.rows)
                .flat_map(|row| &row.cells)
                .any(|cell| matches!(cell.content, Content::Formula(..)))
        );
    }
}

#[test]
fn departments_come_by_errors_then_warnings_in_the_chart_and_the_table() {
    let mut outcome = report_fixture::outcome();
    let base = outcome.findings[0].clone();
    let found = |department: usize, severity: Severity, count: usize| {
        let finding = Finding { severity, department: Some(DEPARTMENTS[department].to_owned()), ..base.clone() };
        std::iter::repeat_n(finding, count)
    };
    let findings =
        found(0, Severity::Error, 1).chain(found(1, Severity::Warning, 3)).chain(found(2, Severity::Info, 9));
    outcome.findings = findings.collect();
    let room = |outcome: &Outcome| {
        let book = whole(outcome, Lang::En);
        let overview = sheet(&book, "Overview");
        let chart = overview.charts.last().expect("a chart");
        let names: Vec<_> = (chart.first..=chart.last).map(|row| overview.rows[row].cells[0].words()).collect();
        let charted = chart.names_from.map_or_else(Vec::new, |from| {
            (from..from + names.len()).map(|row| overview.rows[row].cells[0].words()).collect()
        });
        (names, charted)
    };
    let (names, charted) = room(&outcome);
    assert_eq!(names, [0, 1, 2].map(|department| DEPARTMENTS[department]));
    assert!(charted.is_empty(), "short names are those of the table");
    let long = "Department of Housing, Urban Renewal, Public Works and Rural Development";
    outcome.register.departments[1].name = long.to_owned();
    for finding in outcome.findings.iter_mut().filter(|finding| finding.department.as_deref() == Some(DEPARTMENTS[1])) {
        finding.department = Some(long.to_owned());
    }
    let beneath = |chart: &taizhang::model::book::Chart, overview: &taizhang::model::book::Sheet<'_>| {
        let rows = &overview.rows[chart.at.0..chart.to.0];
        rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.column <= chart.at.1).count()
    };
    let (names, charted) = room(&outcome);
    let book = whole(&outcome, Lang::En);
    let overview = sheet(&book, "Overview");
    let chart = overview.charts.last().expect("a chart");
    assert_eq!(beneath(chart, overview), 0, "nothing looks out at the side of the chart");
    assert_eq!(chart.names, overview.rows[chart.names_from.expect("names")].cells[0].column);
    assert_eq!((names[1].as_str(), charted[0].as_str()), (long, DEPARTMENTS[0]));
    assert_eq!(charted[1], "Department of Housing, Urban…", "a long name leaves the bars their room");
}

#[test]
fn forty_units_widen_their_column() {
    let width = |outcome: &Outcome| {
        let book = whole(outcome, Lang::Zh);
        let table = sheet(&book, "汇总表");
        table.widths[usize::from(column(table, "配合单位"))]
    };
    let (usual, crowded) = (width(&report_fixture::outcome()), width(&report_fixture::hard()));
    assert!(crowded > usual + 5.0, "{usual} {crowded}");
}

#[test]
fn names_in_an_english_report_are_parted_by_commas() {
    let mut outcome = report_fixture::outcome();
    let listed = "市发改委、市生态环境局";
    let base = outcome.findings[0].clone();
    let finding = |code, expected: &str| Finding { code, expected: expected.to_owned(), ..base.clone() };
    outcome.findings = vec![finding("D001", listed), finding("L001", listed)];
    let book = whole(&outcome, Lang::En);
    let told: Vec<String> = sheet(&book, "Findings").rows[1..=2].iter().map(|row| row.cells[11].words()).collect();
    assert_eq!(told, ["市发改委, 市生态环境局", listed], "a task's own words stay as they are");
}

#[test]
fn the_sheet_of_figures_says_what_share_of_them_could_be_checked() {
    let outcome = report_fixture::outcome();
    for (lang, name, said) in
        [(Lang::Zh, "数字核对", "31 个数字，其中 12 个（38.7%）"), (Lang::En, "Figures", "12 of them (38.7%)")]
    {
        let book = whole(&outcome, lang);
        let last = sheet(&book, name).rows.last().unwrap().cells[0].words();
        assert!(last.contains(said), "{last}");
    }
}

#[test]
fn what_was_decided_is_no_longer_counted_as_open() {
    let figure = |outcome: &Outcome, lang: Lang, label: &str| {
        let book = whole(outcome, lang);
        let overview = &book.sheets[0];
        let labels = overview.rows.iter().position(|row| row.cells.iter().any(|cell| cell.words() == label)).unwrap();
        let at = overview.rows[labels].cells.iter().find(|cell| cell.words() == label).unwrap().column;
        let text: Vec<String> = overview.rows.iter().flat_map(|row| row.cells.iter().map(Cell::words)).collect();
        (words(&overview.rows[labels + 1].cells)[&at].parse::<usize>().unwrap(), text)
    };
    let mut outcome = report_fixture::outcome();
    let (before, text) = figure(&outcome, Lang::Zh, "错误");
    assert!(before >= 1 && text.iter().all(|text| !text.contains("已处理")));
    let errors: Vec<usize> =
        (0..outcome.findings.len()).filter(|&at| outcome.findings[at].severity == Severity::Error).collect();
    for verdict in DecisionVerdict::ALL {
        let id = outcome.findings[errors[0]].id.clone();
        outcome.findings[errors[0]].decision = Some(Box::new(Decision {
            on_what: DecisionOn::Finding { id },
            verdict,
            by: "王敏".into(),
            on: "2023-07-10".into(),
            note: String::new(),
            about: About::default(),
            place: None,
        }));
        // What went back to its department is still to be settled.
        let is_open = verdict == DecisionVerdict::Return;
        for (lang, label, settled, returned) in
            [(Lang::Zh, "错误", "已处理 1 处", "退回 1 处"), (Lang::En, "Errors", "1 finding settled", "1 returned")]
        {
            let (now, text) = figure(&outcome, lang, label);
            assert_eq!(now, if is_open { before } else { before - 1 }, "{verdict:?}");
            let said = if is_open { returned } else { settled };
            assert!(text.iter().any(|text| text.contains(said)), "{text:?}");
        }
    }
}

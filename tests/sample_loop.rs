//! The whole loop on the sample quarter, as a case: forms out and back in, findings decided, returns out and answered, and
//! the next quarter's renumbered and partly reworded list.

mod loop_support;
mod program;

use std::{fs, path::Path};

use loop_support::{book, outcome, said, sample, sheet, text, type_in};
use program::taizhang;
use serde_json::Value;
use taizhang::model::{CellRef, RawSheet};

const QUARTER: &str = "suzhou-2023h1";
const REPORT: &str = "out/2023年上半年汇总表.xlsx";

fn run(folder: &Path, quarter: &str) -> Value {
    said(&taizhang(folder, &["run", quarter, "--json", "all.json"]));
    outcome(folder)
}

/// The row and column of the first cell that shows a text.
fn find(sheet: &RawSheet, shown: &str) -> CellRef {
    let mut rows = sheet.rows.iter();
    let found = rows.find_map(|row| {
        let cell = row.cells.iter().find(|cell| cell.text().trim() == shown)?;
        Some(CellRef::new(row.row, cell.column))
    });
    found.unwrap_or_else(|| panic!("{} shows no {shown}", sheet.name))
}

/// Types answers into the row of a list in which a cell shows `row`: header and text.
fn answer(path: &Path, name: &str, row: &str, answers: &[(&str, &str)]) {
    let written = book(path);
    let sheet = sheet(&written, name);
    let row = find(sheet, row).row;
    let cells: Vec<_> =
        answers.iter().map(|(label, said)| (name, CellRef::new(row, find(sheet, label).column), *said)).collect();
    type_in(path, &cells);
}

fn findings<'a>(all: &'a Value, code: &str, department: &str) -> Vec<&'a Value> {
    let found = all["findings"].as_array().unwrap().iter();
    found.filter(|found| found["code"] == code && found["department"] == department).collect()
}

fn id(found: &[&Value]) -> String {
    found[0]["id"].as_str().unwrap().to_owned()
}

fn by_id<'a>(all: &'a Value, id: &str) -> Option<&'a Value> {
    all["findings"].as_array().unwrap().iter().find(|finding| finding["id"] == id)
}

/// Fills in the form of a department that has not sent, and puts it among the submissions under a name that says nothing.
fn send_form(folder: &Path, root: &Path) {
    said(&taizhang(folder, &["forms", QUARTER, "-o", "forms"]));
    let form = folder.join("forms/2023年上半年重点任务填报表（市财政局）.xlsx");
    for (task, progress) in [
        ("M-02", "上半年，全市完成一般公共预算收入1395.6亿元，同比增长9.4%。"),
        ("9-4", "截至6月底，专项债券已发行212亿元，占全年额度的82%。"),
    ] {
        answer(&form, "牵头任务", task, &[("进展情况", progress), ("状态", "序时推进")]);
    }
    fs::copy(form, root.join("submissions/回收1.xlsx")).unwrap();
}

#[test]
fn the_sample_quarter_from_forms_to_answered_returns_and_into_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let root = sample(QUARTER, folder);
    let report = root.join(REPORT);

    // Forms out, one filled in and sent back: nobody has to be told whose it is or which task a row is.
    assert_eq!(findings(&run(folder, QUARTER), "F007", "市财政局").len(), 1);
    send_form(folder, &root);
    let all = run(folder, QUARTER);
    assert!(findings(&all, "F007", "市财政局").is_empty());
    let links = all["links"].as_array().unwrap().iter().filter(|link| link["file"] == "submissions/回收1.xlsx");
    let linked: Vec<_> = links.filter(|link| link["decision"] == "link").map(|link| link["task"].clone()).collect();
    assert!(linked.contains(&"M-02".into()) && linked.contains(&"9-4".into()), "{linked:?}");
    let own = all["findings"].as_array().unwrap().iter().filter(|found| found["department"] == "市财政局");
    assert_eq!(own.count(), 0, "a form that is filled in raises nothing");

    // Decisions, and the next run keeps them and asks nothing twice.
    let dismissed = id(&findings(&all, "N003", "市教育局"));
    answer(&report, "差异清单", &dismissed, &[("处理", "忽略"), ("处理说明", "口径不同"), ("处理人", "王敏")]);
    answer(&report, "任务匹配", "待确认", &[("处理", "接受"), ("处理人", "王敏")]);
    let all = run(folder, QUARTER);
    assert_eq!(by_id(&all, &dismissed).unwrap()["decision"]["verdict"], "dismiss");
    assert_eq!(all["control"]["rows_possible"], 0);
    let decided = fs::read(root.join("decisions.csv")).unwrap();

    // Returns out; one department explains, another corrects its table.
    said(&taizhang(folder, &["returns", QUARTER, "-o", "returns"]));
    let letter = |department: &str| folder.join(format!("returns/2023年上半年核实单（{department}）.xlsx"));
    let asked = book(&letter("市教育局"));
    let shown: Vec<String> =
        sheet(&asked, "核实事项").rows.iter().flat_map(|row| &row.cells).map(|cell| cell.text().into_owned()).collect();
    assert!(!shown.contains(&dismissed), "what was dismissed is not asked");
    let explained = id(&findings(&all, "N009", "市市场监管局"));
    let explains = letter("市市场监管局");
    answer(&explains, "核实事项", &explained, &[("答复", "说明"), ("说明", "应为 99.1%，笔误。")]);
    fs::copy(explains, root.join("submissions/市场监管局回复.xlsx")).unwrap();
    let corrected = id(&findings(&all, "T001", "市商务局"));
    let corrects = letter("市商务局");
    answer(&corrects, "核实事项", &corrected, &[("答复", "已更正")]);
    type_in(&corrects, &[("上半年进展", CellRef::new(12, 7), "新认定省级跨国公司地区总部9家。")]);
    fs::copy(corrects, root.join("submissions/商务局回复.xlsx")).unwrap();
    let all = run(folder, QUARTER);
    assert!(by_id(&all, &corrected).is_none(), "the correction closed it");
    assert_eq!(by_id(&all, &explained).unwrap()["answer"]["standing"], "explained");
    let standing = |id: &str| all["answers"].as_array().unwrap().iter().find(|made| made["finding"] == id).cloned();
    assert_eq!(standing(&corrected).expect("it is told")["standing"], "closed");
    assert_eq!(by_id(&all, &dismissed).unwrap()["decision"]["verdict"], "dismiss");
    assert_eq!(all["control"]["rows_possible"], 0, "nothing is asked twice");
    assert_eq!(fs::read(root.join("decisions.csv")).unwrap(), decided, "nor written down twice");
    let written = fs::read(&report).unwrap();
    run(folder, QUARTER);
    assert_eq!(fs::read(&report).unwrap(), written);

    holds_in_the_next_quarter(folder, &root, &report);
}

/// The list of the next quarter has other ids and numbers, tasks in another order, and words of some changed.
fn holds_in_the_next_quarter(folder: &Path, root: &Path, report: &Path) {
    let next = folder.join("2023Q3");
    loop_support::copy(&root.join("submissions"), &next.join("submissions"));
    for file in ["decisions.csv", "departments.csv"] {
        fs::copy(root.join(file), next.join(file)).unwrap();
    }
    fs::copy(report, next.join("previous.xlsx")).unwrap();
    let list = fs::read_to_string(root.join("tasks.csv")).unwrap();
    let mut lines = list.lines();
    let head = lines.next().unwrap().to_owned();
    let reworded = |line: &str| {
        let (_, rest) = line.split_once(',').unwrap();
        rest.replace("产业创新集群建设", "产业创新集群发展").replace("养老服务", "养老和托育服务")
    };
    let mut tasks: Vec<String> = lines.map(reworded).collect();
    tasks.rotate_left(20);
    let tasks: Vec<String> = tasks.iter().enumerate().map(|(at, line)| format!("T{},{line}", at + 1)).collect();
    fs::write(next.join("tasks.csv"), format!("{head}\n{}\n", tasks.join("\n"))).unwrap();
    let all = run(folder, "2023Q3");
    let links = all["links"].as_array().unwrap();
    let confirmed = links.iter().find(|link| link["by"] == "reviewer").expect("the confirmed link still holds");
    assert_eq!(confirmed["decision"], "link");
    let task = all["tasks"].as_array().unwrap().iter().find(|task| task["id"] == confirmed["task"]).unwrap();
    assert!(task["content"].as_str().unwrap().contains("产业创新集群发展"), "{task}");
    let shown = book(&next.join("out/2023年三季度汇总表.xlsx"));
    let changes = sheet(&shown, "上期对比");
    assert!(changes.rows.iter().any(|row| text(changes, row.row, 4).contains("表述有改动")));
    assert!(changes.rows.iter().any(|row| text(changes, row.row, 4).contains("原编号")));
}

//! The reviewer's loop on a copy of the sample quarter: run, decide in the workbook, run again.

mod loop_support;
mod program;

use std::{fs, path::Path};

use loop_support::{book, column, outcome, said, sample, sheet, text, type_in};
use program::taizhang;
use serde_json::Value;
use taizhang::model::CellRef;

const REPORT: &str = "out/2023年上半年汇总表.xlsx";

fn run(folder: &Path, more: &[&str]) -> String {
    let mut args = vec!["run", "suzhou-2023h1", "--json", "all.json"];
    args.extend(more);
    said(&taizhang(folder, &args))
}

/// The first row of 差异清单 with a code, and its finding's id.
fn finding(path: &Path, code: &str) -> (u32, String) {
    let book = book(path);
    let sheet = sheet(&book, "差异清单");
    let (codes, ids) = (column(sheet, "代码"), column(sheet, "编号"));
    let row = sheet.rows.iter().find(|row| text(sheet, row.row, codes) == code).expect("such a finding").row;
    (row, text(sheet, row, ids))
}

/// The first row of 任务匹配 that waits for an answer.
fn open_row(path: &Path) -> u32 {
    let book = book(path);
    let sheet = sheet(&book, "任务匹配");
    let row = sheet.rows.iter().find(|row| text(sheet, row.row, 1) == "待确认").expect("a row to confirm");
    row.row
}

fn decide(path: &Path, name: &str, row: u32, answers: &[(&str, &str)]) {
    let written = book(path);
    let sheet = sheet(&written, name);
    let cells: Vec<_> =
        answers.iter().map(|(label, text)| (name, CellRef::new(row, column(sheet, label)), *text)).collect();
    type_in(path, &cells);
}

fn finding_by_id<'a>(all: &'a Value, id: &str) -> Option<&'a Value> {
    all["findings"].as_array().unwrap().iter().find(|finding| finding["id"] == id)
}

fn with_code<'a>(all: &'a Value, code: &str) -> Vec<&'a Value> {
    all["findings"].as_array().unwrap().iter().filter(|finding| finding["code"] == code).collect()
}

#[test]
fn answers_are_taken_over_kept_and_never_asked_again() {
    let folder = tempfile::tempdir().unwrap();
    let root = sample("suzhou-2023h1", folder.path());
    let report = root.join(REPORT);
    run(folder.path(), &[]);
    let before = outcome(folder.path());
    let (dismissed_row, dismissed) = finding(&report, "N003");
    let (corrected_row, corrected) = finding(&report, "T001");
    decide(&report, "差异清单", dismissed_row, &[("处理", "忽略"), ("处理说明", "口径不同"), ("处理人", "王敏")]);
    decide(
        &report,
        "差异清单",
        corrected_row,
        &[("处理", "更正"), ("处理说明", "电话核实：已开工"), ("处理人", "王敏")],
    );
    let asked = open_row(&report);
    decide(&report, "任务匹配", asked, &[("处理", "接受"), ("处理人", "王敏")]);

    let said = run(folder.path(), &[]);
    assert!(said.contains("读回 3 条处理意见"), "{said}");
    let all = outcome(folder.path());
    let decision = &finding_by_id(&all, &dismissed).expect("it is still told")["decision"];
    assert_eq!((decision["verdict"].as_str(), decision["by"].as_str()), (Some("dismiss"), Some("王敏")));
    assert_eq!(decision["note"], "口径不同");
    assert_eq!(finding_by_id(&all, &corrected).unwrap()["decision"]["verdict"], "correct");
    // A correction stands beside the words, which stay as they were.
    let progress =
        |all: &Value| all["tasks"].as_array().unwrap().iter().map(|task| task["progress"].clone()).collect::<Vec<_>>();
    let reviewer: Vec<&Value> =
        all["links"].as_array().unwrap().iter().filter(|link| link["by"] == "reviewer").collect();
    assert_eq!(reviewer.len(), 1);
    assert_eq!(reviewer[0]["decision"], "link");
    assert!(reviewer[0]["evidence"].as_array().unwrap().iter().any(|part| part["level"] == "reviewed"));
    let changed = progress(&before).iter().zip(progress(&all)).filter(|(a, b)| **a != *b).count();
    assert!(changed <= 1, "only the task of the confirmed row has more to tell");
    let consolidated = book(&report);
    let consolidated = sheet(&consolidated, "汇总表");
    let texts: Vec<String> =
        consolidated.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.text().into_owned()).collect();
    assert!(texts.iter().any(|text| text.starts_with("电话核实：已开工（王敏 ")), "{texts:?}");
    // Every answer was read back, so no copy lies beside the report.
    let beside = fs::read_dir(root.join("out")).unwrap().filter_map(Result::ok);
    let books = beside.filter(|entry| entry.file_name().to_string_lossy().ends_with(".xlsx"));
    assert_eq!(books.count(), 1);
    // Nothing is asked twice.
    let count = |all: &Value| all["control"]["rows_possible"].as_u64().unwrap();
    assert_eq!(count(&all) + 1, count(&before));
    assert!(
        with_code(&all, "R001").is_empty() && with_code(&all, "R002").is_empty() && with_code(&all, "R003").is_empty()
    );

    let decisions = fs::read_to_string(root.join("decisions.csv")).unwrap();
    assert_eq!(decisions.lines().count(), 4, "{decisions}");
    let bytes = fs::read(&report).unwrap();
    let again = run(folder.path(), &[]);
    assert!(!again.contains("读回") && !again.contains("人工修改"), "{again}");
    assert_eq!(fs::read(&report).unwrap(), bytes, "the same run gives the same bytes");
    assert_eq!(fs::read_to_string(root.join("decisions.csv")).unwrap(), decisions);

    // A changed mind is a further line, never another one.
    let (row, _) = finding(&report, "N003");
    let rows = book(&report);
    let rows = sheet(&rows, "差异清单");
    let ids = column(rows, "编号");
    let row = rows.rows.iter().map(|row| row.row).find(|row| text(rows, *row, ids) == dismissed).unwrap_or(row);
    decide(&report, "差异清单", row, &[("处理", "退回")]);
    run(folder.path(), &[]);
    let longer = fs::read_to_string(root.join("decisions.csv")).unwrap();
    assert!(longer.starts_with(&decisions) && longer.lines().count() == 5, "{longer}");
    assert_eq!(finding_by_id(&outcome(folder.path()), &dismissed).unwrap()["decision"]["verdict"], "return");
    // An answer that is taken out again is taken back.
    let rows = book(&report);
    let rows = sheet(&rows, "差异清单");
    let row = rows.rows.iter().map(|row| row.row).find(|row| text(rows, *row, ids) == dismissed).unwrap();
    decide(&report, "差异清单", row, &[("处理", ""), ("处理说明", ""), ("处理人", "")]);
    run(folder.path(), &[]);
    assert_eq!(finding_by_id(&outcome(folder.path()), &dismissed).unwrap()["decision"], Value::Null);
    assert!(fs::read_to_string(root.join("decisions.csv")).unwrap().starts_with(&longer));
}

/// A quarter with one task, and the words with which 市水务局 reports it.
fn one_task(folder: &Path, progress: &str) -> std::path::PathBuf {
    let root = folder.join("2023H1");
    fs::create_dir_all(root.join("submissions")).unwrap();
    fs::write(
        root.join("tasks.csv"),
        "类别,序号,重点任务,任务内容,牵头单位\n一、水务,1,完善管网,新建污水管网120公里,市水务局\n",
    )
    .unwrap();
    let text = format!(
        "填报单位：市水务局,,,\n序号,重点任务,任务内容,进展情况\n1,完善管网,新建污水管网120公里,\"{progress}\"\n"
    );
    fs::write(root.join("submissions/市水务局.csv"), text).unwrap();
    root
}

#[test]
fn a_dismissed_finding_stays_so_when_the_list_is_renumbered() {
    let folder = tempfile::tempdir().unwrap();
    let root = one_task(folder.path(), "巡查289件，办结284件，办结率91.8%。");
    let run = || said(&taizhang(folder.path(), &["run", "2023H1", "--json", "all.json"]));
    run();
    let (row, id) = finding(&root.join(REPORT), "N003");
    decide(&root.join(REPORT), "差异清单", row, &[("处理", "忽略"), ("处理人", "王敏")]);
    run();
    let renumber = |path: &str, from: &str, to: &str| {
        let text = fs::read_to_string(root.join(path)).unwrap();
        fs::write(root.join(path), text.replace(from, to)).unwrap();
    };
    renumber("tasks.csv", "一、水务,1,", "三、水务,7,");
    renumber("submissions/市水务局.csv", "1,完善管网", "7,完善管网");
    run();
    let all = outcome(folder.path());
    let rate = with_code(&all, "N003");
    assert_eq!((rate.len(), rate[0]["decision"]["verdict"].as_str()), (1, Some("dismiss")), "{rate:?}");
    assert_ne!(rate[0]["id"], id.as_str(), "its task has another id");
    assert!(with_code(&all, "R001").is_empty() && with_code(&all, "R002").is_empty());
    // Of another task it is another finding.
    renumber("tasks.csv", "新建污水管网120公里", "新建污水管网150公里");
    renumber("submissions/市水务局.csv", "新建污水管网120公里", "新建污水管网150公里");
    renumber("tasks.csv", "三、水务,7,", "四、水务,9,");
    run();
    let all = outcome(folder.path());
    assert!(with_code(&all, "N003")[0]["decision"].is_null(), "{all}");
    assert_eq!(with_code(&all, "R001").len() + with_code(&all, "R002").len(), 1);
}

#[test]
fn another_figure_of_the_task_does_not_stand_for_the_one_decided_on() {
    let folder = tempfile::tempdir().unwrap();
    let sent = |rates: [&str; 2]| {
        let [done, sound] = rates;
        one_task(
            folder.path(),
            &format!("巡查289件，办结284件，办结率{done}。抽检产品150批次，合格147批次，合格率{sound}。"),
        )
    };
    let run = || {
        said(&taizhang(folder.path(), &["run", "2023H1", "--json", "all.json"]));
        outcome(folder.path())
    };
    let root = sent(["91.8%", "98%"]);
    run();
    let report = root.join(REPORT);
    let (row, _) = finding(&report, "N003");
    decide(&report, "差异清单", row, &[("处理", "忽略"), ("处理人", "李")]);
    run();
    let decisions = fs::read_to_string(root.join("decisions.csv")).unwrap();
    assert!(decisions.lines().last().unwrap().contains("办结率"), "it says what it is about: {decisions}");
    // The first is mended, and another is wrong now: nothing was ever said of that one.
    sent(["98.3%", "89%"]);
    let all = run();
    assert_eq!((with_code(&all, "N003").len(), with_code(&all, "R002").len()), (1, 0), "{all:#}");
    assert_eq!(with_code(&all, "R001").len(), 1);
    // Both are wrong: the one decided on is asked again, whichever comes first.
    sent(["92.8%", "89%"]);
    let all = run();
    let asked = with_code(&all, "R002");
    assert_eq!((with_code(&all, "N003").len(), asked.len()), (2, 1));
    assert_eq!(asked[0]["found"], "92.8%");
}

#[test]
fn what_was_dismissed_is_asked_again_when_it_changes() {
    let folder = tempfile::tempdir().unwrap();
    let sent = |rate: &str| {
        one_task(folder.path(), &format!("已完成60公里，占120公里的{rate}。巡查289件，办结284件，办结率{rate}。"))
    };
    let run = || said(&taizhang(folder.path(), &["run", "2023H1", "--json", "all.json", "--fail-on", "error"]));
    let root = sent("91.8%");
    run();
    let report = root.join(REPORT);
    let (row, id) = finding(&report, "N003");
    decide(&report, "差异清单", row, &[("处理", "忽略"), ("处理人", "李")]);
    run();
    assert_eq!(finding_by_id(&outcome(folder.path()), &id).unwrap()["decision"]["verdict"], "dismiss");
    sent("92.8%");
    run();
    let all = outcome(folder.path());
    assert!(with_code(&all, "N003").iter().any(|finding| finding["decision"].is_null()));
    assert_eq!(with_code(&all, "R002").len(), 1, "{:?}", with_code(&all, "R001"));
}

#[test]
fn every_other_edit_is_kept_and_listed() {
    let folder = tempfile::tempdir().unwrap();
    let root = sample("suzhou-2023h1", folder.path());
    let report = root.join(REPORT);
    run(folder.path(), &[]);
    let written = book(&report);
    let table = sheet(&written, "汇总表");
    let row = table.rows.iter().find(|row| row.cells.iter().any(|cell| cell.text().chars().count() > 60)).unwrap();
    let cell = row.cells.iter().find(|cell| cell.text().chars().count() > 60).unwrap();
    let at = CellRef::new(row.row, cell.column);
    let (findings_row, _) = finding(&report, "N003");
    decide(&report, "差异清单", findings_row, &[("处理", "随便")]);
    type_in(&report, &[("汇总表", at, "进展顺利，超额完成。")]);
    let edited = fs::read(&report).unwrap();
    let said = run(folder.path(), &[]);
    assert!(said.contains(&format!("汇总表 › {at}")) && said.contains("进展顺利，超额完成。"), "{said}");
    assert!(said.contains("不认识的处理意见“随便”"), "{said}");
    let kept = root.join("out/2023年上半年汇总表（人工修改1）.xlsx");
    assert_eq!(fs::read(&kept).unwrap(), edited);
    let all = outcome(folder.path());
    let listed = with_code(&all, "R003");
    assert_eq!(listed.len(), 2, "{listed:?}");
    assert!(listed.iter().any(|finding| finding["place"]["cell"] == at.to_string()));
    // Each leads to the copy, where the cell shows what the finding says.
    for finding in &listed {
        let place = &finding["place"];
        let there = book(&root.join(place["file"].as_str().unwrap()));
        let cell: CellRef = place["cell"].as_str().unwrap().parse().unwrap();
        let shown = text(sheet(&there, place["sheet"].as_str().unwrap()), cell.row, cell.column);
        assert_eq!(finding["found"], shown);
    }
    let links =
        fs::read(&report).map(|bytes| loop_support::part(&bytes, "xl/worksheets/_rels/sheet3.xml.rels")).unwrap();
    assert!(links.contains("../out/2023年上半年汇总表（人工修改1）.xlsx"), "{links}");
    assert!(!root.join("decisions.csv").exists());
    // It stays on the list until somebody has put the copy away.
    let report_then = fs::read(&report).unwrap();
    run(folder.path(), &[]);
    assert_eq!(with_code(&outcome(folder.path()), "R003").len(), 2);
    assert_eq!(fs::read(&report).unwrap(), report_then);
    fs::remove_file(kept).unwrap();
    run(folder.path(), &[]);
    assert!(with_code(&outcome(folder.path()), "R003").is_empty(), "dealt with");
}

#[test]
fn a_report_with_an_answer_that_says_nothing_is_not_called_edited() {
    let folder = tempfile::tempdir().unwrap();
    let root = one_task(folder.path(), "巡查289件，办结284件，办结率91.8%。");
    let report = root.join(REPORT);
    taizhang(folder.path(), &["run", "2023H1"]);
    let (row, _) = finding(&report, "N003");
    decide(&report, "差异清单", row, &[("处理", "随便")]);
    let said = said(&taizhang(folder.path(), &["run", "2023H1"]));
    let kept = root.join("out/2023年上半年汇总表（人工修改1）.xlsx");
    assert!(said.contains("不认识的处理意见“随便”") && said.contains("没能读回") && kept.exists(), "{said}");
    assert!(!said.contains("被人改过"), "{said}");
}

#[test]
fn a_report_that_was_only_saved_again_is_no_edited_one() {
    let folder = tempfile::tempdir().unwrap();
    let root = one_task(folder.path(), "巡查289件，办结284件，办结率91.8%。");
    let run = || said(&taizhang(folder.path(), &["run", "2023H1", "--json", "all.json"]));
    run();
    let report = root.join(REPORT);
    let written = fs::read(&report).unwrap();
    for beside in ["~$2023年上半年汇总表.xlsx", ".~lock.2023年上半年汇总表.xlsx#"] {
        let beside = root.join("out").join(beside);
        fs::write(&beside, "王敏").unwrap();
        assert!(run().contains("正被其他程序打开"), "{}", beside.display());
        fs::remove_file(beside).unwrap();
    }
    assert!(!run().contains("正被其他程序打开"));
    loop_support::save_again(&report, |_, bytes| bytes);
    assert_ne!(fs::read(&report).unwrap(), written);
    let said = run();
    let kept = root.join("out/2023年上半年汇总表（人工修改1）.xlsx");
    assert!(!said.contains("另存为") && !kept.exists(), "{said}");
    assert_eq!(fs::read(&report).unwrap(), written);
    // A remark is somebody's word, though no cell shows anything else.
    loop_support::save_again(&report, |name, bytes| {
        let is_remarks = name.starts_with("xl/comments");
        if !is_remarks {
            return bytes;
        }
        String::from_utf8(bytes).unwrap().replacen("rate-mismatch", "请王科长核实", 1).into_bytes()
    });
    let remarked = fs::read(&report).unwrap();
    let said = run();
    assert!(said.contains("有人加了批注") && with_code(&outcome(folder.path()), "R003").is_empty(), "{said}");
    assert_eq!(fs::read(&kept).unwrap(), remarked);
}

#[test]
fn a_confirmed_link_holds_in_a_renumbered_and_reworded_list() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("2023H1");
    fs::create_dir_all(root.join("submissions")).unwrap();
    let head = "类别,序号,重点任务,任务内容,牵头单位\n";
    let first = "一、水务,1,完善管网,新建污水管网120公里，改造老旧管网60公里,市水务局\n\
                 一、水务,2,河湖治理,建成省级幸福河湖25条，整治农村黑臭水体40条,市水务局\n";
    fs::write(root.join("tasks.csv"), format!("{head}{first}")).unwrap();
    fs::write(
        root.join("submissions/市水务局.csv"),
        "填报单位：市水务局,,,\n序号,重点任务,任务内容,进展情况\n\
         1,完善管网,新建污水管网120公里，改造老旧管网60公里,已新建70公里。\n\
         5,水美乡村,打造水美乡村示范片区,已建成水美乡村11个。\n",
    )
    .unwrap();
    let run = |name: &str| said(&taizhang(folder.path(), &["run", name, "--json", "all.json"]));
    run("2023H1");
    let report = root.join(REPORT);
    let row = {
        let written = book(&report);
        let sheet = sheet(&written, "任务匹配");
        let words = column(sheet, "报送的任务");
        sheet.rows.iter().map(|row| row.row).find(|row| text(sheet, *row, words).contains("水美乡村")).unwrap()
    };
    decide(&report, "任务匹配", row, &[("处理", "更正"), ("改为任务", "2"), ("处理人", "赵")]);
    run("2023H1");
    let link = |all: &Value| {
        let links = all["links"].as_array().unwrap();
        let own = links.iter().find(|link| link["by"] == "reviewer").expect("a reviewer's link");
        (own["task"].as_str().unwrap().to_owned(), own["decision"].as_str().unwrap().to_owned())
    };
    assert_eq!(link(&outcome(folder.path())), ("2-1".to_owned(), "link".to_owned()));

    let next = folder.path().join("2023Q3");
    loop_support::copy(&root.join("submissions"), &next.join("submissions"));
    fs::copy(root.join("decisions.csv"), next.join("decisions.csv")).unwrap();
    let renumbered = "一、水务,7,完善污水管网,新建污水管网120公里，改造老旧管网60公里,市水务局\n\
                      一、水务,1,农村供水,完成18座乡镇水厂规范化改造,市水务局\n\
                      一、水务,2,水库除险,完成3座水库除险加固,市水务局\n\
                      一、水务,9,幸福河湖,建成省级幸福河湖30条，整治农村黑臭水体40条,市水务局\n";
    fs::write(next.join("tasks.csv"), format!("{head}{renumbered}")).unwrap();
    run("2023Q3");
    assert_eq!(link(&outcome(folder.path())), ("9-1".to_owned(), "link".to_owned()));
}

/// The quarter before and its half-year after it, the quarter's report given to the half-year in `lang`.
fn with_previous(folder: &Path, lang: &str) -> (Value, std::path::PathBuf) {
    sample("suzhou-2023q1", folder);
    let root = sample("suzhou-2023h1", folder);
    let previous = root.join("previous.xlsx").display().to_string();
    said(&taizhang(folder, &["run", "suzhou-2023q1", "--lang", lang, "-o", &previous]));
    run(folder, &[]);
    (outcome(folder), root)
}

#[test]
fn the_period_before_is_held_against_this_one() {
    let folder = tempfile::tempdir().unwrap();
    let (all, root) = with_previous(folder.path(), "en");
    let told = |code: &str| {
        let found = with_code(&all, code);
        found
            .iter()
            .map(|finding| {
                format!("{} {}", finding["department"].as_str().unwrap_or(""), finding["task"].as_str().unwrap_or(""))
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(told("P001"), ["市农业农村局 31-2"], "{:#?}", with_code(&all, "P001"));
    assert_eq!(told("T003"), ["市发改委 31-2"]);
    for code in ["P002", "P003", "P004", "P005"] {
        assert!(with_code(&all, code).is_empty(), "{:#?}", with_code(&all, code));
    }
    let written = book(&root.join(REPORT));
    let changes = sheet(&written, "上期对比");
    let tasks = all["tasks"].as_array().unwrap().len();
    assert_eq!(changes.rows.len(), tasks + 1);
    let words = column(changes, "进展文字");
    assert!(
        changes
            .rows
            .iter()
            .any(|row| text(changes, row.row, words) == "一字未改" || text(changes, row.row, words) == "部分单位未改")
    );
    assert!(changes.rows.iter().any(|row| text(changes, row.row, column(changes, "核对提示")).contains("P001")));
    let of = |task: &str, label: &str| {
        let row = changes.rows.iter().find(|row| text(changes, row.row, 1) == task).expect("a row");
        text(changes, row.row, column(changes, label))
    };
    // A row sent without words, a task that waits, one that supporting units alone reported, a measure under another name.
    assert_eq!(of("3-2", "进展文字"), "本期文字为空");
    assert_eq!(of("4-1", "本期状态"), "待确认");
    assert_eq!(of("38-1", "进展文字"), "本期仅配合单位报");
    let measures = of("8-2", "指标（上期 → 本期）");
    assert!(measures.contains("累计完成投资（亿元，原“完成投资”）：2.3 → 5.4（+3.1）"), "{measures}");
    assert!(measures.contains("完成率（%）：上期无此项 → 45.0%"), "{measures}");
    assert!(of("7-1", "指标（上期 → 本期）").contains("上期未报 → 8.1"));
}

#[test]
fn a_workbook_that_is_no_report_of_ours_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let root = sample("suzhou-2023h1", folder.path());
    fs::write(root.join("previous.xlsx"), "no workbook").unwrap();
    assert!(run(folder.path(), &[]).contains("previous.xlsx"), "found by itself, it is said and passed over");
    let named = root.join("previous.xlsx").display().to_string();
    let output = taizhang(folder.path(), &["run", "suzhou-2023h1", "--previous", &named]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn two_reports_are_compared() {
    let folder = tempfile::tempdir().unwrap();
    let (_, root) = with_previous(folder.path(), "zh");
    let (old, new) = (root.join("previous.xlsx").display().to_string(), root.join(REPORT).display().to_string());
    for (lang, words) in [
        ("zh", ["2023年一季度 → 2023年上半年", "进展文字有改动", "新出现的问题"]),
        ("en", ["Q1 2023 → H1 2023", "other words of progress", "New findings"]),
    ] {
        let output = taizhang(folder.path(), &["compare", &old, &new, "--lang", lang]);
        assert_eq!(output.status.code(), Some(0));
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(words.iter().all(|word| text.contains(word)), "{text}");
    }
    let same = String::from_utf8(taizhang(folder.path(), &["compare", &new, &new]).stdout).unwrap();
    assert_eq!(same.matches("没有变化").count(), 3, "{same}");
    let output = taizhang(folder.path(), &["compare", &old, "suzhou-2023h1/tasks.csv"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_report_is_derived_again_from_its_sources() {
    let folder = tempfile::tempdir().unwrap();
    let (_, root) = with_previous(folder.path(), "zh");
    let report = root.join(REPORT);
    let path = report.display().to_string();
    let verify = |args: &[&str]| {
        let output = taizhang(folder.path(), &[&["verify", path.as_str()], args].concat());
        (output.status.code(), String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap())
    };
    let (code, text) = verify(&[]);
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("全部由依据的文件重新得出"), "{text}");
    // An answer is no edit; a figure that was typed over is one.
    let (row, _) = finding(&report, "N003");
    decide(&report, "差异清单", row, &[("处理", "忽略")]);
    let (code, text) = verify(&[]);
    assert_eq!(code, Some(0), "{text}");
    type_in(&report, &[("汇总表", "A1".parse().unwrap(), "改过的标题")]);
    let (code, text) = verify(&["--lang", "en"]);
    assert_eq!(code, Some(1));
    assert!(text.contains("汇总表 › A1: edited by hand") && text.contains("改过的标题"), "{text}");
    assert_eq!(verify(&["--fail-on", "never"]).0, Some(0));
    // The next run takes the answer over and lists the edit; what it writes holds again.
    run(folder.path(), &[]);
    let (code, text) = verify(&[]);
    assert_eq!(code, Some(0), "{text}");
    let sent = root.join("submissions/经济发展组");
    let file = fs::read_dir(&sent).unwrap().map(|entry| entry.unwrap().path()).find(|path| path.is_file()).unwrap();
    fs::remove_file(&file).unwrap();
    let (code, text) = verify(&[]);
    assert_eq!(code, Some(1));
    assert!(text.contains("依据的文件已不在：submissions/经济发展组/"), "{text}");
}

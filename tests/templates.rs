//! A workspace's own templates: what they change, that the loop still closes, and what is said of a bad one.

#[allow(dead_code)] // a part of what the reviewer's loop needs is enough here
mod loop_support;
mod program;

use std::{fs, path::Path};

use loop_support::{book, column, outcome, said, sample, sheet, text, type_in};
use program::taizhang;
use taizhang::{
    intake::{self, Limits},
    model::{CellRef, Submission},
};

const QUARTER: &str = "suzhou-2023h1";
const REPORT: &str = "out/2023年上半年汇总表.xlsx";

fn template(root: &Path, name: &str, text: &str) {
    let folder = root.join("templates/zh");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(name), text).unwrap();
}

#[test]
fn a_workspace_words_orders_and_sets_its_own_report() {
    let folder = tempfile::tempdir().unwrap();
    let root = sample(QUARTER, folder.path());
    template(
        &root,
        "report.toml",
        "[consolidated]\nattachment = \"附件2\"\nsection = \"{section}，共{count}项\"\n\
         order = [\"number\", \"title\", \"content\", \"lead\", \"progress\", \"status\"]\n\
         [consolidated.columns.lead]\nlabel = \"责任单位\"\nwidth = 11\n\
         [lists.findings]\norder = [\"处理\", \"处理说明\", \"处理人\", \"序号\", \"级别\"]\n",
    );
    template(&root, "theme.toml", "[page.formal]\npaper = \"A4\"\n[roles.section]\nfill = \"DDEBF7\"\n");
    template(&root, "form.toml", "title = \"{period}重点工作进展表\"\n");
    said(&taizhang(folder.path(), &["run", QUARTER, "--json", "all.json"]));
    let report = root.join(REPORT);
    let written = book(&report);
    let table = sheet(&written, "汇总表");
    assert_eq!(text(table, 1, 1), "附件2");
    let head: Vec<String> = table.rows[3].cells.iter().map(|cell| cell.text().into_owned()).collect();
    assert_eq!(head[..6], ["序号", "重点任务", "任务内容", "责任单位", "进展情况", "状态"], "{head:?}");
    assert!(text(table, 5, 1).ends_with("，共12项"), "{}", text(table, 5, 1));
    let list = sheet(&written, "差异清单");
    assert_eq!((column(list, "处理"), column(list, "序号"), column(list, "代码")), (1, 4, 6));

    // What is answered there is read back, and what can be derived still can.
    let row = list.rows.iter().find(|row| text(list, row.row, 6) == "N003").unwrap().row;
    type_in(&report, &[("差异清单", CellRef::new(row, 1), "忽略"), ("差异清单", CellRef::new(row, 2), "口径不同")]);
    let told = said(&taizhang(folder.path(), &["run", QUARTER, "--json", "all.json"]));
    assert!(told.contains("读回 1 条处理意见"), "{told}");
    let all = outcome(folder.path());
    let found = all["findings"].as_array().unwrap().iter().find(|found| found["code"] == "N003").unwrap();
    assert_eq!(found["decision"]["verdict"], "dismiss");
    let verified = taizhang(folder.path(), &["verify", &format!("{QUARTER}/{REPORT}")]);
    assert_eq!(verified.status.code(), Some(0), "{}", String::from_utf8_lossy(&verified.stdout));

    said(&taizhang(folder.path(), &["forms", QUARTER, "-o", "forms"]));
    let form = book(&folder.path().join("forms/2023年上半年重点任务填报表（市财政局）.xlsx"));
    assert!(form.sheets[0].rows[0].cells.iter().any(|cell| cell.text() == "2023年上半年重点工作进展表"));
}

#[test]
fn a_bad_template_is_refused_with_its_place_and_what_is_allowed() {
    let folder = tempfile::tempdir().unwrap();
    let root = sample(QUARTER, folder.path());
    for (name, text, told) in [
        (
            "theme.toml",
            "[roles.titel]\nsize = 20\n",
            "templates/zh/theme.toml:1:8: 模板里没有“titel”这一项。是不是“title”？",
        ),
        (
            "report.toml",
            "[consolidated]\ntitle = 3\n",
            "templates/zh/report.toml:2:9: 这里需要文字（要加引号），写的却是数。",
        ),
        (
            "return.toml",
            "answers = [\"好\", \"是\", \"否\", \"议\"]\n",
            "templates/zh/return.toml:1:11: 这几个词不能改",
        ),
        (
            "form.toml",
            "[columns]\nprogress = { label = \"干得怎样\" }\n",
            "templates/zh/form.toml:2:22: 收回时认不出“干得怎样”是这一栏",
        ),
        ("form.toml", "title = \"甲\n", "templates/zh/form.toml:1:"),
        ("themes.toml", "", "templates/zh/themes.toml: 没有叫这个名字的模板。这里可以放：report.toml、theme.toml"),
    ] {
        template(&root, name, text);
        let refused = taizhang(folder.path(), &["run", QUARTER]);
        let said = String::from_utf8(refused.stderr).unwrap();
        assert_eq!(refused.status.code(), Some(2), "{name}: {said}");
        assert!(said.contains(told), "{name}: {said}");
        assert!(!root.join(REPORT).exists());
        fs::remove_file(root.join("templates/zh").join(name)).unwrap();
    }
}

/// The string literals of the catalogue of checks, with line ends that are written out taken together.
fn said_by_checks(folder: &Path, texts: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            said_by_checks(&path, texts);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let code = fs::read_to_string(&path).unwrap();
            let joined: Vec<&str> = code.split("\\\n").collect();
            let joined: String = joined.iter().map(|part| part.trim_start_matches(' ')).collect();
            texts.extend(joined.split('"').map(str::to_owned));
        }
    }
}

/// What a list says to the office is said to a department in other words, and those pairs follow the checks.
#[test]
fn nothing_in_a_return_speaks_to_the_office() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    said_by_checks(&root.join("src/checks"), &mut texts);
    let of_the_office =
        ["taizhang.toml", "departments.csv", "“任务匹配”", "Links sheet", "Ask ", "任务清单。请", "催报"];
    // What no department is asked: which of two files, whose file, who sent nothing, decisions.
    let own = [
        "请催报",
        "Ask for one.",
        "请在“任务匹配”表中重新确认",
        "Confirm it again on the Links sheet",
        "run again",
        "再重新运行",
    ];
    for lang in ["zh", "en"] {
        let template = fs::read_to_string(root.join(format!("templates/{lang}/return.toml"))).unwrap();
        let template: toml::Table = toml::from_str(&template).unwrap();
        let pairs: Vec<(&str, &str)> = template["to_department"]
            .as_array()
            .unwrap()
            .iter()
            .map(|pair| (pair[0].as_str().unwrap(), pair[1].as_str().unwrap()))
            .collect();
        for (ours, _) in &pairs {
            assert!(texts.iter().any(|text| text.contains(ours)), "no check says “{ours}” any more");
        }
        for text in texts.iter().filter(|text| !own.iter().any(|own| text.contains(own))) {
            if text.chars().any(|c| c > '\u{3000}') != (lang == "zh") {
                continue;
            }
            let told = pairs.iter().fold(text.clone(), |text, (ours, theirs)| text.replace(ours, theirs));
            let word = of_the_office.iter().find(|word| told.contains(**word));
            assert_eq!(word, None, "a department is told: {told}");
        }
    }
}

/// A list's headers may be a workspace's own: answers are read back all the same.
#[test]
fn answers_are_read_back_under_headers_of_a_workspace() {
    let folder = tempfile::tempdir().unwrap();
    let root = sample(QUARTER, folder.path());
    let own = "[overview]\ntitle = \"工作总览\"\n[about.meanings]\nerror = \"须先改正。\"\n[lists.findings.labels]\n\"问题\" = \"发现的问题\"\n\"处理\" = \"办理意见\"\n\"处理人\" = \"经办人\"\n";
    template(&root, "report.toml", own);
    said(&taizhang(folder.path(), &["run", QUARTER]));
    let report = root.join(REPORT);
    let written = book(&report);
    let headed = |name: &str| text(sheet(&written, name), 1, 1);
    assert_eq!(headed("总览"), "工作总览");
    let findings = sheet(&written, "差异清单");
    // Read back, a list stands under the headers that the program knows; a person sees the workspace's.
    let (id, decided, by) = (column(findings, "编号"), column(findings, "处理"), column(findings, "处理人"));
    let found = Submission::named("report.xlsx");
    let seen = intake::read_bytes(found, &fs::read(&report).unwrap(), &Limits::default()).book.unwrap();
    let seen = sheet(&seen, "差异清单");
    assert_eq!((column(seen, "办理意见"), column(seen, "经办人")), (decided, by));
    assert!(column(seen, "发现的问题") > 0);
    let finding = text(findings, 2, id);
    let typed = [("差异清单", CellRef::new(2, decided), "忽略"), ("差异清单", CellRef::new(2, by), "张三")];
    type_in(&report, &typed);
    said(&taizhang(folder.path(), &["run", QUARTER]));
    let decisions = fs::read_to_string(root.join("decisions.csv")).unwrap();
    assert!(decisions.contains(&format!("差异,{finding},")) && decisions.contains(",忽略,张三,"), "{decisions}");
}

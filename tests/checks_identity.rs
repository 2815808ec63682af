//! Laws of findings: the same finding has the same id wherever its row stands and in whatever order files come; no id
//! stands twice; and the task list sent back raises nothing.

#[path = "checks_documents/document.rs"]
#[allow(dead_code)]
mod document;
#[path = "checks_documents/workspace.rs"]
mod workspace;

use std::collections::BTreeSet;

use document::{Example, File};
use proptest::prelude::*;
use taizhang::{
    checks::catalogue::ALL,
    model::{Finding, Outcome},
};

const TASKS: &str = "\
任务编号,类别,序号,重点任务,任务内容,牵头单位,配合单位
1,一、水环境治理,1,城镇污水处理提质增效,新建污水管网120公里，改造老旧管网60公里,市水务局,市住建局
2,一、水环境治理,2,农村饮用水安全保障,完成18座乡镇水厂规范化改造,市水务局,市农业农村局
3,一、水环境治理,3,幸福河湖建设,建成省级幸福河湖25条,市水务局,
4,一、水环境治理,4,节水型社会建设,创建节水型企业30家,市水务局,
";

/// Rows with a fault each: a stock phrase, nothing at all, another period, a text that breaks off.
const ROWS: [&str; 4] = [
    "1,城镇污水处理提质增效,新建污水管网120公里，改造老旧管网60公里,正常推进。",
    "2,农村饮用水安全保障,完成18座乡镇水厂规范化改造,",
    "3,幸福河湖建设,建成省级幸福河湖25条,截至3月底，已建成11条。",
    "4,节水型社会建设,创建节水型企业30家,已创建14家（其中工业企业",
];

fn example(file: &str, blank_lines: usize, order: &[usize]) -> Example {
    let mut text = "\n".repeat(blank_lines);
    text.push_str("填报单位：市水务局,,,\n序号,重点任务,任务内容,进展情况\n");
    for &row in order {
        text.push_str(ROWS[row]);
        text.push('\n');
    }
    let options = std::collections::BTreeMap::new();
    let file = File { kind: "csv".to_owned(), path: format!("submissions/{file}"), options, text };
    Example { tasks: TASKS.to_owned(), files: vec![file], ..Example::default() }
}

fn ids(outcome: &Outcome) -> BTreeSet<(String, String)> {
    outcome.findings.iter().map(|finding| (finding.code.to_owned(), finding.id.clone())).collect()
}

fn is_whole(findings: &[Finding]) -> bool {
    findings.iter().map(|finding| &finding.id).collect::<BTreeSet<_>>().len() == findings.len()
        && findings
            .iter()
            .all(|finding| finding.id.len() == 8 && finding.id.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn a_finding_keeps_its_id_wherever_it_stands(
        order in Just(vec![0_usize, 1, 2, 3]).prop_shuffle(),
        blank_lines in 0_usize..3,
        name in "[a-z]{1,6}",
    ) {
        let settled = workspace::run(&example("市水务局.csv", 0, &[0, 1, 2, 3]));
        let moved = workspace::run(&example(&format!("市水务局{name}.csv"), blank_lines, &order));
        prop_assert!(settled.findings.len() >= 4);
        prop_assert_eq!(ids(&settled), ids(&moved));
        prop_assert!(is_whole(&settled.findings) && is_whole(&moved.findings));
    }
}

/// What a decision goes by: a file that is sent again under another name is the same.
#[test]
fn no_finding_goes_by_the_name_of_a_file() {
    // Which of several files counts, and whose a file is, its name may say: there it is more than a name.
    const NAMED: [&str; 2] = ["F005", "F006"];
    let decided_on = |outcome: &Outcome| {
        let findings = outcome.findings.iter().filter(|finding| !finding.code.starts_with('R'));
        findings.map(|finding| (finding.code, finding.id.clone(), finding.state())).collect::<BTreeSet<_>>()
    };
    let mut codes = BTreeSet::new();
    for check in ALL.iter().filter(|check| !NAMED.contains(&check.code)) {
        for example in document::parse(check.document).examples {
            let mut renamed = example.clone();
            for file in &mut renamed.files {
                if let Some((stem, ending)) = file.path.rsplit_once('.') {
                    file.path = format!("{stem}（定稿）.{ending}");
                }
            }
            let (was, is) = (decided_on(&workspace::run(&example)), decided_on(&workspace::run(&renamed)));
            assert_eq!(was, is, "{} “{}”", check.code, example.title);
            codes.extend(was.into_iter().map(|(code, ..)| code));
        }
    }
    assert!(codes.len() > 50, "{codes:?}");
}

#[test]
fn findings_alike_in_everything_still_have_ids_of_their_own() {
    let mut twice = example("市水务局.csv", 0, &[0, 0, 1, 3, 3]);
    twice.files.push(File { path: "submissions/市水务局(2).csv".to_owned(), ..twice.files[0].clone() });
    let outcome = workspace::run(&twice);
    assert!(is_whole(&outcome.findings));
    assert_eq!(ids(&outcome), ids(&workspace::run(&twice)));
}

#[test]
fn the_task_list_sent_back_raises_nothing() {
    let mut text =
        String::from("填报单位：市水务局,,,,,,,\n任务编号,类别,序号,重点任务,任务内容,牵头单位,配合单位,进展情况\n");
    let said = ["已新建管网70公里。", "已完成9座水厂。", "已建成11条河湖。", "已创建企业14家。"];
    for (line, said) in TASKS.lines().skip(1).zip(said) {
        text.extend([line, ",", said, "\n"]);
    }
    let mut example = example("市水务局.csv", 0, &[]);
    example.files[0].text = text;
    let outcome = workspace::run(&example);
    let told: Vec<&str> = outcome.findings.iter().map(|finding| finding.message.zh.as_str()).collect();
    assert_eq!(told, Vec::<&str>::new());
}

//! Whose a file is and which of several is used, as text tables.

use proptest::prelude::*;
use taizhang::{
    lexicon::{Lexicon, Resolver},
    model::{
        Cell, CellRef, CellValue, Column, Department, Fault, Field, Format, RawBook, RawSheet, Record, Register,
        Returned, Row, RowKind, Submission, SubmissionStatus, Table, Words, submission::RawRow,
    },
    normalise,
};

const DEPARTMENTS: [&str; 5] = ["市水务局", "市财政局", "市住建局", "市生态环境局", "市政府办公室"];

fn resolver() -> Resolver {
    let departments = DEPARTMENTS.map(|name| Department { name: name.into(), ..Department::default() }).into();
    Resolver::new(Register { departments, declared: true }, &Lexicon::built_in())
}

/// A file with a caption and rows `content|lead|support|progress`.
#[derive(Clone, Default)]
struct File<'a> {
    name: &'a str,
    captions: &'a [&'a str],
    rows: &'a [&'a str],
    stamp: Option<&'a str>,
    modified: Option<&'a str>,
    sha: &'a str,
}

fn text_row(row: u32, line: &str) -> RawRow {
    let cells = line.split('|').zip(1..).filter(|(text, _)| !text.is_empty());
    RawRow { row, cells: cells.map(|(text, column)| Cell::new(column, CellValue::Text(text.into()))).collect() }
}

fn file(file: &File<'_>) -> Submission {
    let above = file.captions.len() as u32;
    let mut rows: Vec<RawRow> = file.captions.iter().zip(1..).map(|(line, row)| text_row(row, line)).collect();
    rows.push(text_row(above + 1, "任务内容|牵头单位|配合单位|进展情况"));
    rows.extend(file.rows.iter().zip(above + 2..).map(|(line, row)| text_row(row, line)));
    let mut submission = Submission::named(file.name);
    submission.sha256 =
        if file.sha.is_empty() { format!("{}{:?}{:?}", file.name, file.rows, file.captions) } else { file.sha.into() };
    submission.format = Some(Format::Xlsx);
    submission.modified = file.modified.map(str::to_owned);
    let sheet = RawSheet { name: "Sheet1".into(), rows, ..RawSheet::default() };
    let properties = file.stamp.map(|stamp| (normalise::STAMP_DEPARTMENT.to_owned(), stamp.to_owned()));
    submission.book = Some(RawBook { sheets: vec![sheet], properties: properties.into_iter().collect() });
    submission
}

fn table(file: &File<'_>) -> Table {
    let above = file.captions.len() as u32;
    let fields = [Field::Content, Field::Lead, Field::Support, Field::Progress];
    let column = |(field, column): (Field, u32)| Column {
        column,
        label: String::new(),
        header: CellRef::new(above + 1, column),
        field,
        rivals: Vec::new(),
        unit: None,
        hidden: false,
    };
    let row = |row: u32| Row { row, kind: RowKind::Record, section: None, hidden: false, shift: 0 };
    let captions = file.captions.iter().zip(1..).map(|(line, row)| (CellRef::new(row, 1), (*line).to_owned()));
    Table {
        sheet: 0,
        sheet_name: "Sheet1".into(),
        header_rows: vec![above + 1],
        first_row: above + 2,
        last_row: above + 1 + file.rows.len() as u32,
        columns: fields.into_iter().zip(1..).map(column).collect(),
        rows: (above + 2..).take(file.rows.len()).map(row).collect(),
        blank_rows: 0,
        captions: captions.collect(),
        missing: Vec::new(),
    }
}

fn identified(draft: &File<'_>, resolver: &Resolver) -> (Returned, Vec<Record>) {
    let (submission, tables) = (file(draft), vec![table(draft)]);
    let records = normalise::records(0, &submission, &tables, &Lexicon::built_in(), resolver);
    let mut returned = Returned::new(submission, tables);
    normalise::identify(&mut returned, &records, resolver);
    normalise::let_go(&mut returned);
    (returned, records)
}

fn all_identified(drafts: &[File<'_>], resolver: &Resolver) -> (Vec<Returned>, Vec<Vec<Record>>) {
    drafts.iter().map(|draft| identified(draft, resolver)).unzip()
}

#[test]
fn whose_a_file_is() {
    let resolver = resolver();
    let water = &["甲|市水务局||做了甲", "乙|市水务局|市财政局|做了乙"][..];
    let water_alone = &["甲|市水务局||做了甲", "乙|市水务局||做了乙"][..];
    let others = &["甲|市水务局|市财政局|x", "乙|市住建局|市财政局|x"][..];
    let mixed = &["甲|市水务局||做了甲", "乙|市财政局||", "丙|市住建局||"][..];
    for (draft, owner, rivals) in [
        (File { name: "表.xlsx", captions: &["填报单位：市水务局"], rows: others, ..File::default() }, "市水务局", ""),
        (
            File {
                name: "表.xlsx", captions: &["填报单位（盖章）：水务局  填报人：张三"], ..File::default()
            },
            "市水务局",
            "",
        ),
        (File { name: "表.xlsx", captions: &["填 报 单 位 ：|市财政局"], ..File::default() }, "市财政局", ""),
        (File { name: "表.xlsx", captions: &["单位：市财政局|单位：亿元"], ..File::default() }, "市财政局", ""),
        (File { name: "表.xlsx", captions: &["市住房和城乡建设局（盖章）"], ..File::default() }, "市住建局", ""),
        (
            File { name: "a/市财政局.xlsx", captions: &["填报单位：市水务局"], ..File::default() },
            "市水务局",
            "市财政局",
        ),
        (File { name: "表.xlsx", stamp: Some("市财政局"), rows: water, ..File::default() }, "市财政局", ""),
        (File { name: "表.xlsx", rows: water, ..File::default() }, "市水务局", ""),
        // A supporting unit reports what others lead: its name is the evidence.
        (File { name: "市财政局.xlsx", rows: others, ..File::default() }, "市财政局", ""),
        (File { name: "表.xlsx", rows: others, ..File::default() }, "市财政局", ""),
        // The name speaks of a unit with no part in any row.
        (File { name: "报市政府办公室.xlsx", rows: water, ..File::default() }, "市水务局", "市政府办公室"),
        // The whole list sent back, only its own row filled in.
        (File { name: "表.xlsx", rows: mixed, ..File::default() }, "市水务局", ""),
        (File { name: "2.水务局上半年(最终).xlsx", ..File::default() }, "市水务局", ""),
        (File { name: "收件/市住建局/进展表.xlsx", ..File::default() }, "市住建局", ""),
        (
            File {
                name: "表.xlsx", captions: &["市水务局2023年上半年重点工作进展情况表"], ..File::default()
            },
            "市水务局",
            "",
        ),
        // Another city's bureau is nobody here, whatever its rows say.
        (File { name: "表.xlsx", captions: &["填报单位：临溪区水务局"], rows: water, ..File::default() }, "", ""),
        (File { name: "表.xlsx", captions: &["填报单位：综合处"], rows: water, ..File::default() }, "市水务局", ""),
        (
            File {
                name: "表.xlsx", captions: &["填报单位：××市××局（盖章）"], rows: water, ..File::default()
            },
            "市水务局",
            "",
        ),
        (File { name: "张家港市水务局.xlsx", ..File::default() }, "", ""),
        (File { name: "水务局、财政局.xlsx", ..File::default() }, "", "市水务局 市财政局"),
        (
            File { name: "水务局、财政局.xlsx", captions: &["填报单位：市财政局"], ..File::default() },
            "市财政局",
            "市水务局",
        ),
        (File { name: "进展表.xlsx", captions: &["单位：亿元"], ..File::default() }, "", ""),
        // A unit that reports what others lead: its name outweighs theirs, and theirs is kept beside it.
        (File { name: "附件：进展表（市财政局）.xlsx", rows: water_alone, ..File::default() }, "市财政局", "市水务局"),
        (
            File {
                name: "表.xlsx", captions: &["市财政局2023年重点工作情况"], rows: others, ..File::default()
            },
            "市财政局",
            "",
        ),
        // Whoever only supports is another than the one that reports, when nobody is said to lead.
        (
            File {
                name: "表.xlsx", rows: &["甲||市财政局|做了甲", "乙||市财政局|做了乙"], ..File::default()
            },
            "",
            "",
        ),
        (File { name: "市水务局_报市政府办公室.xlsx", ..File::default() }, "市水务局", "市政府办公室"),
    ] {
        let (found, _) = identified(&draft, &resolver);
        let name = |index: &usize| DEPARTMENTS[*index];
        let what = format!("{} {:?}", draft.name, draft.captions);
        assert_eq!(found.department.as_ref().map_or("", name), owner, "{what}");
        assert_eq!(found.department_rivals.iter().map(name).collect::<Vec<_>>().join(" "), rivals, "{what}");
        assert_eq!(found.identified_by.is_some(), !owner.is_empty(), "{what}");
        if let Some(how) = found.identified_by {
            assert!(!how.zh.is_empty() && !how.en.is_empty());
        }
    }
}

/// Statuses after settling, `name status instead`, by name.
fn settled(drafts: &[File<'_>]) -> Vec<String> {
    let resolver = resolver();
    let (mut returned, records) = all_identified(drafts, &resolver);
    normalise::settle_versions(&mut returned, &records, resolver.register());
    for file in &returned {
        assert_eq!(file.reason.is_some(), file.status != SubmissionStatus::Read, "{}", file.submission.file);
    }
    let mut lines: Vec<String> = returned
        .iter()
        .map(|file| format!("{} {:?} {}", file.submission.file, file.status, file.instead.as_deref().unwrap_or("-")))
        .collect();
    lines.sort();
    lines
}

const ONE: &[&str] = &[
    "持续深入打好污染防治攻坚战|市水务局||一",
    "推进太湖水环境治理工程|市水务局||二",
    "强化能耗强度管控要求|市水务局||三",
];
const ONE_AGAIN: &[&str] = &[
    "持续深入打好污染防治攻坚战|市水务局||改",
    "推进太湖水环境综合治理工程|市水务局||改",
    "强化能耗强度管控要求|市水务局||改",
];
const FULLER: &[&str] = &["持续深入打好污染防治攻坚战|市水务局||一二三四五六", ONE[1], ONE[2]];
const OTHER: &[&str] = &["新建农村公路三十公里|市水务局||四", "改造老旧小区管网设施|市水务局||五"];

#[test]
fn which_of_several_is_used() {
    let name = |name, rows| File { name, rows, ..File::default() };
    let saved = |name, rows, modified| File { name, rows, modified: Some(modified), ..File::default() };
    let cases: Vec<(Vec<File<'_>>, &[&str])> = vec![
        (
            vec![name("市水务局.xlsx", ONE), name("市水务局(2).xlsx", ONE_AGAIN)],
            &["市水务局(2).xlsx Read -", "市水务局.xlsx Superseded 市水务局(2).xlsx"],
        ),
        (
            vec![saved("市水务局（最终）.xlsx", ONE, "2023-07-01"), saved("市水务局.xlsx", ONE_AGAIN, "2023-07-05")],
            &["市水务局.xlsx Superseded 市水务局（最终）.xlsx", "市水务局（最终）.xlsx Read -"],
        ),
        (
            vec![
                saved("水务局.xlsx", ONE, "2023-07-01T08:00:00"),
                saved("市水务局.xlsx", ONE_AGAIN, "2023-07-05T08:00:00"),
            ],
            &["市水务局.xlsx Read -", "水务局.xlsx Superseded 市水务局.xlsx"],
        ),
        // Nothing tells which is newer: the fuller one, and the reason says so.
        (
            vec![name("市水务局.xlsx", ONE), name("水务局.xlsx", FULLER)],
            &["市水务局.xlsx Superseded 水务局.xlsx", "水务局.xlsx Read -"],
        ),
        // Parts of one return.
        (
            vec![name("市水务局附件1.xlsx", ONE), name("市水务局附件2.xlsx", OTHER)],
            &["市水务局附件1.xlsx Read -", "市水务局附件2.xlsx Read -"],
        ),
        (
            vec![name("市水务局(1).xlsx", ONE), name("市水务局(2).xlsx", OTHER)],
            &["市水务局(1).xlsx Read -", "市水务局(2).xlsx Read -"],
        ),
        (
            vec![name("市水务局.xlsx", ONE), name("市水务局补报.xlsx", OTHER)],
            &["市水务局.xlsx Read -", "市水务局补报.xlsx Read -"],
        ),
        // The same bytes, and the same cells in other bytes.
        (
            vec![
                File { sha: "x", ..name("市水务局 - 副本.xlsx", ONE) },
                File { sha: "x", ..name("市水务局.xlsx", ONE) },
            ],
            &["市水务局 - 副本.xlsx Duplicate 市水务局.xlsx", "市水务局.xlsx Read -"],
        ),
        (
            vec![name("市水务局.xlsx", ONE), name("b/市水务局.xlsx", ONE)],
            &["b/市水务局.xlsx Duplicate 市水务局.xlsx", "市水务局.xlsx Read -"],
        ),
        // One file under two departments' names stands for both.
        (
            vec![
                File { sha: "x", ..name("市水务局.xlsx", &["甲甲甲甲|||x"]) },
                File { sha: "x", ..name("市财政局.xlsx", &["甲甲甲甲|||x"]) },
            ],
            &["市水务局.xlsx Read -", "市财政局.xlsx Read -"],
        ),
        (
            vec![
                name("市水务局.xlsx", ONE),
                name("市财政局.xlsx", &["持续深入打好污染防治攻坚战|市水务局|市财政局|一"]),
            ],
            &["市水务局.xlsx Read -", "市财政局.xlsx Read -"],
        ),
        (
            vec![
                name("市水务局0703.xlsx", ONE),
                name("市水务局0705.xlsx", ONE_AGAIN),
                name("市水务局0704.xlsx", &ONE[..2]),
            ],
            &[
                "市水务局0703.xlsx Superseded 市水务局0705.xlsx",
                "市水务局0704.xlsx Superseded 市水务局0705.xlsx",
                "市水务局0705.xlsx Read -",
            ],
        ),
    ];
    for (drafts, expected) in cases {
        assert_eq!(settled(&drafts), expected);
    }
}

#[test]
fn an_older_file_with_tasks_of_its_own_says_so() {
    let resolver = resolver();
    let drafts = [
        File { name: "市水务局.xlsx", rows: ONE, ..File::default() },
        File { name: "市水务局修订.xlsx", rows: &ONE[..2], ..File::default() },
    ];
    let (mut returned, records) = all_identified(&drafts, &resolver);
    normalise::settle_versions(&mut returned, &records, resolver.register());
    let reason = returned[0].reason.clone().unwrap();
    assert!(reason.zh.contains("本文件中有 1 项任务在采用的文件里没有"), "{}", reason.zh);
    assert!(reason.en.contains("1 task that"), "{}", reason.en);
    assert!(!returned[0].tables.is_empty());
}

#[test]
fn files_that_are_not_read_have_a_reason() {
    let resolver = resolver();
    let mut ignored = Submission::named("~$市水务局.xlsx");
    ignored.ignored = Some(Words::new("锁文件", "lock file"));
    let mut broken = Submission::named("市水务局.xlsx");
    broken.faults.push(Fault::Encrypted);
    let mut returned = vec![Returned::new(ignored, Vec::new()), Returned::new(broken, Vec::new())];
    for file in &mut returned {
        normalise::identify(file, &[], &resolver);
    }
    normalise::settle_versions(&mut returned, &[], resolver.register());
    assert_eq!(returned[0].reason.as_ref().unwrap().en, "lock file");
    assert!(returned[1].reason.as_ref().unwrap().zh.contains("密码"));
    // An unreadable file still has an owner, by its name.
    assert_eq!(returned[1].department, Some(0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn the_order_of_the_files_changes_nothing(order in Just((0..6).collect::<Vec<usize>>()).prop_shuffle()) {
        let drafts = [
            File { name: "市水务局.xlsx", rows: ONE, ..File::default() },
            File { name: "市水务局(2).xlsx", rows: ONE_AGAIN, ..File::default() },
            File { name: "a/市水务局.xlsx", rows: ONE, ..File::default() },
            File { name: "市水务局附件2.xlsx", rows: OTHER, ..File::default() },
            File { name: "水务局.xlsx", rows: OTHER, modified: Some("2023-07-01"), ..File::default() },
            File { name: "市财政局.xlsx", rows: ONE, ..File::default() },
        ];
        let shuffled: Vec<File<'_>> = order.iter().map(|&at| drafts[at].clone()).collect();
        prop_assert_eq!(settled(&shuffled), settled(&drafts));
    }
}

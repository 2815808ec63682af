//! A small but nasty outcome: eight tasks, three departments, every kind of text that a report must survive.
#![allow(dead_code)] // each test file uses a part of it

use std::sync::Arc;

use taizhang::model::{
    CellRef, CheckCount, Claim, Control, Department, Entry, Evidence, Field, FieldValue, Finding, Format, Ledger, Link,
    LinkDecision, Measure, MeasureKind, Measured, Outcome, Period, Place, Reached, Record, RecordId, Register,
    Relation, RelationKind, Resolution, Returned, Role, RowKind, Settings, Severity, Submission, SubmissionStatus,
    Table, Task, TaskId, TaskList, TaskStatus, TotalLine, TotalScope, UnitName, Verdict, Words,
    figure::PlacedRelation,
    link::{By, Candidate, Pass},
    outcome::{InputFile, ReportSettings},
    table::{self, NoteKind, TotalOver, TotalRow},
};

pub const DEPARTMENTS: [&str; 4] = ["市生态环境局", "市水务局", "市住房和城乡建设局", "市发展和改革委员会"];
const FILES: [&str; 3] =
    ["submissions/市生态环境局.xlsx", "submissions/水务/市水务局 上半年.xlsx", "submissions/住建.csv"];

/// A narrative of `chars` characters with figures and paragraphs.
pub fn long_narrative(chars: usize) -> String {
    const SENTENCES: [&str; 4] = [
        "坚持问题导向，加快推进环境基础设施建设，上半年完成投资12.5亿元，占年度计划的52.1%；",
        "交办信访件289件，已办结284件，阶段性办结5件，办结率98.3%。",
        "“无废城市”建设试点工作有序推进（其中PM2.5浓度为31.9微克/立方米，同比下降3.0%），",
        "印发《2023年大气污染防治计划》，压紧压实治气责任，定期发布空气质量“红黑榜”。\n",
    ];
    let mut text = String::new();
    let mut count = 0;
    for sentence in SENTENCES.iter().cycle() {
        if count >= chars {
            break;
        }
        text.push_str(sentence);
        count += sentence.chars().count();
    }
    text
}

fn unit(index: usize) -> UnitName {
    let name = DEPARTMENTS[index].to_owned();
    UnitName { raw: name.clone().into(), name: name.into(), resolution: Resolution::Known(index), lead_mark: false }
}

/// Section, number, title, content, continued, lead, support.
type TaskLine = (&'static str, &'static str, &'static str, &'static str, bool, usize, &'static [usize]);

const TASKS: [TaskLine; 8] = [
    ("一、经济社会发展主要预期目标", "", "", "PM2.5浓度完成省下达任务", false, 0, &[]),
    ("一、经济社会发展主要预期目标", "", "", "省考以上断面水质达到或优于Ⅲ类比例达到93.8%", false, 1, &[0]),
    (
        "九、聚焦绿色低碳，持续加强生态文明建设",
        "31",
        "持续深入打好污染防治攻坚战",
        "坚持问题导向，确保中央、省第二轮生态环保督察反馈问题整改到位。加大环境基础设施建设力度，强化新污染物治理，创新排污总量管理。",
        false,
        0,
        &[1, 2, 3],
    ),
    (
        "九、聚焦绿色低碳，持续加强生态文明建设",
        "31",
        "持续深入打好污染防治攻坚战",
        "扎实推进“水十条”，新建改造污水管网300公里。",
        true,
        1,
        &[2],
    ),
    (
        "九、聚焦绿色低碳，持续加强生态文明建设",
        "31",
        "持续深入打好污染防治攻坚战",
        "=SUM(A1:A9) 开头像公式的任务内容",
        true,
        2,
        &[],
    ),
    ("九、聚焦绿色低碳，持续加强生态文明建设", "32", "加快“无废城市”建设", "建成垃圾分类达标小区200个", false, 2, &[0]),
    (
        "九、聚焦绿色低碳，持续加强生态文明建设",
        "33",
        "推进碳达峰碳中和",
        "编制碳达峰实施方案，完成12个重点行业核算。",
        false,
        3,
        &[],
    ),
    ("十、持续改善民生（1项）", "34", "老旧小区改造", "改造老旧小区45个、惠及居民2万户", false, 2, &[3]),
];

fn tasks() -> TaskList {
    let file: Arc<str> = "tasks.csv".into();
    let sheet: Arc<str> = "tasks".into();
    let tasks = TASKS.iter().zip(1..).map(|(line, row)| {
        let (section, number, title, content, continued, lead, support) = *line;
        Task {
            id: TaskId(format!("T{row}").into()),
            section: section.to_owned(),
            number: number.to_owned(),
            title: title.to_owned(),
            content: content.to_owned(),
            target: String::new(),
            lead: vec![unit(lead)],
            support: support.iter().map(|index| unit(*index)).collect(),
            measures: Vec::new(),
            continued,
            place: Place::cell(&file, &sheet, CellRef::new(row + 1, 1)),
        }
    });
    TaskList::new(tasks.collect(), Vec::new()).expect("ids are unique")
}

/// File, row, task, decision, progress.
type RecordLine = (usize, u32, Option<usize>, LinkDecision, String);

fn record_lines() -> Vec<RecordLine> {
    use LinkDecision::{Link, None as Unlinked, Possible};
    vec![
        (0, 5, Some(0), Link, "1-6月份，我市PM2.5浓度为31.9微克/立方米，同比下降3.0%。".into()),
        (0, 7, Some(2), Link, long_narrative(3_000)),
        (0, 8, None, Unlinked, "+CMD|' /C calc'!A0 这一行不是清单中的任务\n第二行".into()),
        (1, 4, Some(1), Link, "上半年省考以上断面水质优Ⅲ类水体比例为95%，达到年度目标要求。".into()),
        (1, 5, Some(3), Link, "=HYPERLINK(\"http://x\",\"点我\")\n完成管网改造152.5公里，占年度任务的50.8%。".into()),
        (1, 6, Some(2), Possible, "@SUM(1) 污染防治\t制表符".into()),
        (2, 3, Some(4), Link, "_x0041_ 与控制字符\u{1}\u{b}以及 <b>&amp;</b> 原样保留".into()),
        (2, 4, Some(5), Link, long_narrative(700)),
        (2, 5, Some(7), Link, "-".into()),
    ]
}

fn record(index: usize, line: &RecordLine) -> Record {
    let (submission, row, task, _, progress) = line;
    let task = task.map(|task| TASKS[task]);
    let value =
        |field: Field, column: u32, raw: &str| FieldValue::new(field.into(), raw.into(), CellRef::new(*row, column));
    let content = task.map_or("=1+1 改建污水处理厂（清单以外）", |task| task.3);
    let mut values = vec![
        value(Field::Number, 1, task.map_or("9*", |task| task.1)),
        value(Field::Content, 3, content),
        value(Field::Progress, 6, progress),
        value(Field::Problems, 7, if index == 1 { "资金缺口较大" } else { "" }),
        value(Field::Other("联系人".into()), 8, "张三 0512-6512345"),
    ];
    values.retain(|value| !value.raw.is_empty());
    Record {
        submission: *submission,
        file: FILES[*submission].into(),
        sheet: "上半年".into(),
        table: 0,
        row: *row,
        section: Some("九、聚焦绿色低碳".into()),
        values,
        number: "".into(),
        title: "".into(),
        content: content.into(),
        lead: Arc::new([]),
        support: Arc::new([]),
        status: None,
        measures: Arc::default(),
        hidden: false,
    }
}

fn evidence(name: &'static str, level: &'static str, label: Words, weight: f64) -> Evidence {
    Evidence { reached: Reached { name, level, label }.into(), weight }
}

fn link(index: usize, line: &RecordLine) -> Link {
    let evidence = vec![
        evidence("content", "near-identical", Words::new("内容几乎相同", "content nearly identical"), 6.1),
        evidence("number", "same", Words::default(), -1.25),
    ];
    let candidate = |task: usize, score: f64| Candidate { task, score, evidence: Arc::new([]) };
    let mut link = Link::none(RecordId(index));
    link.decision = line.3;
    if let Some(task) = line.2 {
        link.task = Some(task);
        link.score = if line.3 == LinkDecision::Link { 0.97 } else { 0.615_555_55 };
        link.by = By::Engine;
        link.pass = Some(Pass::Scored);
        link.evidence = evidence.into();
        link.candidates = [candidate(task, link.score), candidate((task + 1) % 8, 0.41)].into();
    }
    if line.3 == LinkDecision::Possible {
        link.question = Some(
            Words::new("序号写的是31，文字更像T4：是哪一项？", "the number says 31, the words T4: which one?").into(),
        );
    }
    link
}

fn table() -> Table {
    let row = |row: u32, kind: RowKind| table::Row { row, kind, section: None, hidden: false, shift: 0 };
    Table {
        sheet: 0,
        sheet_name: "上半年".into(),
        header_rows: vec![3],
        first_row: 4,
        last_row: 20,
        columns: vec![table::Column {
            column: 6,
            label: "进展情况".into(),
            header: CellRef::new(3, 6),
            field: Field::Progress,
            rivals: Vec::new(),
            unit: None,
            hidden: false,
        }],
        rows: vec![
            row(4, RowKind::Section { title: "九、聚焦绿色低碳（3项）".into(), declared: Some(3) }),
            row(5, RowKind::Record),
            row(7, RowKind::Record),
            row(8, RowKind::Record),
            row(9, RowKind::Total(TotalRow { label: "合计".into(), over: TotalOver::Table }.into())),
            row(10, RowKind::Note(NoteKind::Remark)),
            row(
                11,
                RowKind::SetAside(
                    Words::new("只有一个单元格有内容，看不出是什么。", "one filled cell, of no known kind").into(),
                ),
            ),
        ],
        blank_rows: 2,
        captions: Vec::new(),
        missing: Vec::new(),
    }
}

fn returned() -> Vec<Returned> {
    let mut files: Vec<Returned> = FILES
        .iter()
        .zip(0..)
        .map(|(file, index)| {
            let mut submission = Submission::named(*file);
            submission.sha256 = "8f3a21c4d5e6f7089a1b2c3d4e5f60718293a4b5c6d7e8f90123456789abcdef".into();
            submission.format = Some(if index == 2 { Format::Csv } else { Format::Xlsx });
            let mut returned = Returned::new(submission, if index == 0 { vec![table()] } else { Vec::new() });
            returned.status = SubmissionStatus::Read;
            returned.department = Some(index);
            returned.identified_by = Some(Words::new("文件名和牵头单位一栏", "file name and the lead column"));
            returned
        })
        .collect();
    for (name, status, zh, en) in [
        (
            "submissions/旧/市生态环境局.xls",
            SubmissionStatus::Superseded,
            "采用了较新的 submissions/市生态环境局.xlsx。",
            "the newer submissions/市生态环境局.xlsx was used",
        ),
        (
            "submissions/扫描件.pdf",
            SubmissionStatus::Failed,
            "不是表格文件，请让单位另存为 xlsx 再送。",
            "not a spreadsheet: ask for an xlsx",
        ),
        ("submissions/~$市水务局.xlsx", SubmissionStatus::Ignored, "是 Excel 的锁文件。", "a lock file"),
    ] {
        let mut file = Returned::new(Submission::named(name), Vec::new());
        file.status = status;
        file.reason = Some(Words::new(zh, en));
        file.department = (status == SubmissionStatus::Superseded).then_some(0);
        files.push(file);
    }
    files
}

fn ledger(records: &[Record], lines: &[RecordLine]) -> Ledger {
    let statuses = [
        TaskStatus::OnTrack,
        TaskStatus::Completed,
        TaskStatus::Behind,
        TaskStatus::OnTrack,
        TaskStatus::NotStarted,
        TaskStatus::Unknown,
        TaskStatus::Unreported,
        TaskStatus::OnTrack,
    ];
    let mut entries: Vec<Entry> =
        (0..TASKS.len()).zip(statuses).map(|(task, status)| Entry { task, claims: Vec::new(), status }).collect();
    for (index, (record, line)) in records.iter().zip(lines).enumerate() {
        let (Some(task), LinkDecision::Link) = (line.2, line.3) else { continue };
        let entry = &mut entries[task];
        let raw = ["41.8", "约100", "7.25", "12"][task % 4];
        entry.claims.push(Claim {
            record: RecordId(index),
            department: Some(DEPARTMENTS[record.submission].into()),
            role: Role::Lead,
            file: Arc::clone(&record.file),
            sheet: Arc::clone(&record.sheet),
            row: record.row,
            cell: CellRef::new(record.row, 6),
            progress: line.4.as_str().into(),
            measures: Arc::new([Measure {
                of: Measured {
                    name: "年度计划投资".into(), unit: Some("亿元".into()), kind: MeasureKind::Plan
                }
                .into(),
                raw: raw.into(),
                value: raw.trim_start_matches('约').parse().ok(),
                decimals: 0,
                hedged: raw.starts_with('约'),
                from_text: false,
                cell: CellRef::new(record.row, 9),
            }]),
        });
    }
    Ledger { entries, totals: totals(records) }
}

fn totals(records: &[Record]) -> Vec<TotalLine> {
    let place = |row: u32| Place::cell(&records[0].file, &records[0].sheet, CellRef::new(row, 9));
    let line = |scope, of: &str, reported: Option<&str>, computed: &str, verdict| TotalLine {
        measure: "年度计划投资".into(),
        unit: Some("亿元".into()),
        scope,
        of: of.into(),
        place: reported.map(|_| place(9)),
        reported: reported.map(str::to_owned),
        computed: computed.parse().expect("a figure"),
        difference: reported.and_then(|reported| {
            Some(reported.parse::<rust_decimal::Decimal>().ok()? - computed.parse::<rust_decimal::Decimal>().ok()?)
        }),
        added: 2,
        parts: vec![place(5), place(7)],
        unread: if reported.is_some() { vec![(place(8), "年度统计".into())] } else { Vec::new() },
        verdict,
        omitted: Vec::new(),
    };
    vec![
        line(TotalScope::Table, "合计", Some("50.05"), "49.05", Some(Verdict::Inconsistent)),
        line(TotalScope::Department, DEPARTMENTS[0], None, "49.05", None),
        line(TotalScope::Report, "", None, "261.15", None),
    ]
}

/// Code, name, severity, department, task, file and row, zh, found, expected, detail.
type FindingLine = (
    &'static str,
    &'static str,
    Severity,
    Option<usize>,
    Option<usize>,
    Option<(usize, u32)>,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

const FINDINGS: [FindingLine; 6] = [
    (
        "N003",
        "rate-mismatch",
        Severity::Error,
        Some(0),
        Some(2),
        Some((0, 7)),
        "办结率与件数不符：284 ÷ 289 = 98.27%，报送为 98.8%。请核对后更正。",
        "98.8%",
        "98.3%",
        "284 ÷ 289 = 98.27%",
    ),
    (
        "T001",
        "empty-progress",
        Severity::Error,
        Some(2),
        Some(7),
        Some((2, 5)),
        "没有填写进展情况（单元格只有“-”）。请补报。",
        "-",
        "",
        "",
    ),
    (
        "L008",
        "reworded-task",
        Severity::Warning,
        Some(1),
        Some(3),
        Some((1, 5)),
        "任务内容与清单不同，请确认是不是同一项任务。",
        "扎实推进“水十条”，新建改造污水管网150公里以上。",
        "扎实推进“水十条”，新建改造污水管网300公里。",
        "",
    ),
    (
        "L001",
        "unreported-task",
        Severity::Warning,
        Some(3),
        Some(6),
        None,
        "市发展和改革委员会没有报送这项任务。请催报。",
        "",
        "",
        "",
    ),
    (
        "F001",
        "unreadable-file",
        Severity::Error,
        None,
        None,
        None,
        "submissions/扫描件.pdf 不是表格文件，请让单位另存为 xlsx 再送。",
        "PDF",
        "",
        "",
    ),
    (
        "N011",
        "text-number",
        Severity::Info,
        Some(0),
        Some(0),
        Some((0, 5)),
        "数字按文本存放，已按数字读取。",
        "41.8",
        "",
        "",
    ),
];

fn findings(records: &[Record]) -> Vec<Finding> {
    let findings = FINDINGS.iter().zip(1..).map(|(line, number)| {
        let (code, name, severity, department, task, at, zh, found, expected, detail) = *line;
        Finding {
            id: format!("{number:08x}"),
            code,
            name,
            severity,
            department: department.map(|index| DEPARTMENTS[index].to_owned()),
            task,
            place: at.map(|(file, row)| Place::cell(&FILES[file].into(), &records[0].sheet, CellRef::new(row, 6))),
            message: Words::new(zh, format!("{name}: see the cell, correct it or say why")),
            found: found.into(),
            expected: expected.into(),
            detail: Words::same(detail),
            key: String::new(),
            decision: None,
            answer: None,
        }
    });
    let mut findings: Vec<Finding> = findings.collect();
    findings.sort_by_key(|finding| finding.severity);
    findings
}

fn relations(records: &[Record]) -> Vec<PlacedRelation> {
    let verdicts = [
        (RelationKind::Sum, Verdict::Consistent),
        (RelationKind::Rate, Verdict::Rounding),
        (RelationKind::Rate, Verdict::Inconsistent),
        (RelationKind::Growth, Verdict::Unclear),
        (RelationKind::Sum, Verdict::Unexplained),
    ];
    let placed = verdicts.map(|(kind, verdict)| PlacedRelation {
        task: Some(2),
        department: Some(DEPARTMENTS[0].into()),
        place: Place::cell(&records[1].file, &records[1].sheet, CellRef::new(7, 6)),
        text: "交办信访件289件，已办结284件，阶段性办结5件，办结率98.3%".into(),
        relation: Relation {
            kind,
            expression: "284 ÷ 289 = 98.27%".into(),
            reported: "98.3%".into(),
            computed: "98.27".into(),
            verdict,
            start: 0,
            end: 40,
            note: Some(Words::new("可能是四舍五入", "perhaps rounded").into()),
        },
    });
    placed.to_vec()
}

/// The outcome.
pub fn outcome() -> Outcome {
    let lines = record_lines();
    let records: Vec<Record> = lines.iter().enumerate().map(|(index, line)| record(index, line)).collect();
    let links = lines.iter().enumerate().map(|(index, line)| link(index, line)).collect();
    Outcome {
        period: Some(Period {
            label: "2023年上半年".into(),
            start: jiff::civil::date(2023, 1, 1),
            end: jiff::civil::date(2023, 6, 30),
        }),
        settings: Settings {
            report: ReportSettings { office: "市政府办公室".into(), marks: true, ..ReportSettings::default() },
            ..Settings::default()
        },
        register: Register {
            departments: DEPARTMENTS.map(|name| Department { name: name.into(), ..Department::default() }).to_vec(),
            declared: true,
        },
        tasks: tasks(),
        inputs: vec![InputFile { what: "tasks", file: "tasks.csv".into(), sha256: "ab".repeat(32) }],
        returned: returned(),
        ledger: ledger(&records, &lines),
        relations: relations(&records),
        figures: taizhang::model::outcome::FigureCount { read: 31, checked: 12 },
        findings: findings(&records),
        answers: Vec::new(),
        records,
        links,
        checks: vec![CheckCount {
            code: "N003",
            title: ("比率与件数不符", "A rate contradicts its counts"),
            ran: 41,
            not_applicable: 12,
            could_not_run: 0,
            findings: 1,
        }],
        control: Control { rows_in: 13, rows_linked: 7, rows_possible: 1, rows_unlinked: 1, rows_other: 4 },
        decisions: Vec::new(),
        edits: Vec::new(),
        previous: None,
    }
}

/// A hard quarter: 300 tasks, narratives of 3,000 characters, a task with 40 supporting units in a block of 30 rows,
/// one department with 80 findings.
pub fn hard() -> Outcome {
    let mut hard = outcome();
    let supporting = (1..=40).map(|number| {
        let name = format!("第{number}街道办事处");
        UnitName {
            raw: name.clone().into(),
            name: name.into(),
            resolution: Resolution::Unknown { nearest: None },
            lead_mark: false,
        }
    });
    let supporting: Vec<UnitName> = supporting.collect();
    let (mut tasks, mut entries) = (Vec::new(), Vec::new());
    for index in 0..300 {
        let from = index % hard.tasks.len();
        let mut task = hard.tasks.tasks()[from].clone();
        task.id = TaskId(format!("H-{index}").into());
        task.section = format!("第{}部分 重点任务", index / 50 + 1);
        task.number = (index / 30 + 1).to_string();
        task.title = format!("第{}号重点任务，名称也比较长，要在合并的格子里换行", index / 30 + 1);
        task.continued = index % 30 != 0 && index % 50 != 0;
        if index == 40 {
            task.support.clone_from(&supporting);
        }
        let mut entry = hard.ledger.entries[from].clone();
        entry.task = index;
        if index % 37 == 5 {
            entry.claims.iter_mut().for_each(|claim| claim.progress = long_narrative(3_000).into());
        }
        tasks.push(task);
        entries.push(entry);
    }
    hard.tasks = TaskList::new(tasks, Vec::new()).expect("ids are unique");
    hard.ledger.entries = entries;
    let base = hard.findings.clone();
    hard.findings = (0..80)
        .map(|index| {
            let mut finding = base[index % base.len()].clone();
            finding.id = format!("{index:08x}");
            finding.department = Some(DEPARTMENTS[0].to_owned());
            finding.task = Some(index * 3);
            finding
        })
        .collect();
    hard
}

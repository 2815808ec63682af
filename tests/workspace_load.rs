//! A workspace on disk → everything a run is given, or every fault at once.

use std::{fs, path::Path};

use taizhang::{
    model::{DecisionOn, DecisionVerdict, Lang, Resolution},
    workspace::{self, Fault, Loaded, Overrides},
};

struct Folder(tempfile::TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for (name, text) in files {
            folder.put(name, text.as_bytes());
        }
        folder
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn load(&self) -> Result<Loaded, Vec<Fault>> {
        workspace::load(self.path(), &Overrides::default())
    }

    fn faults(&self) -> Vec<String> {
        self.load().unwrap_err().iter().map(|fault| fault.show(Lang::Zh)).collect()
    }
}

const TASKS: &str = "类别,序号,重点任务,任务内容,牵头单位,配合单位
一、主要预期目标,,,PM2.5浓度完成省下达任务,市生态环境局,
一、主要预期目标,,,空气质量优良天数比例完成省下达任务,市环保局,
九、生态文明,31,打好污染防治攻坚战,坚持问题导向，确保督察整改到位。,市生态环境局,\"市发改委、住建局\"
九、生态文明,,,严格落实长江大保护。,市发改委、市生态环境局,各县级市（区）
九、生态文明,32,推进治水,实施治太工程。,市水务局,
";

fn ids(loaded: &Loaded) -> Vec<String> {
    loaded.tasks.tasks().iter().map(|task| task.id.to_string()).collect()
}

#[test]
fn a_folder_with_a_list_and_nothing_else_is_enough() {
    let folder =
        Folder::new(&[("tasks.csv", TASKS), ("submissions/a/市水务局.csv", "x"), ("submissions/~$x.xlsx", "x")]);
    let loaded = folder.load().unwrap();
    assert_eq!(ids(&loaded), ["一-1", "一-2", "31-1", "31-2", "32-1"]);
    let names: Vec<_> = loaded.resolver.register().departments.iter().map(|d| d.name.as_str()).collect();
    assert_eq!(names, ["市生态环境局", "市发改委", "市住建局", "市水务局"]);
    assert!(!loaded.resolver.register().declared);
    let tasks = loaded.tasks.tasks();
    assert_eq!(
        (tasks[3].number.as_str(), tasks[3].title.as_str(), tasks[3].continued),
        ("31", "打好污染防治攻坚战", true)
    );
    assert_eq!((tasks[2].continued, tasks[0].title.as_str()), (false, ""));
    assert_eq!(tasks[1].lead[0].resolution, Resolution::Known(0));
    assert_eq!(&*tasks[1].lead[0].raw, "市环保局");
    assert_eq!(&*tasks[2].support[1].name, "市住建局");
    assert_eq!(tasks[3].place.to_string(), "tasks.csv › tasks › D5");
    assert_eq!(loaded.lang, Lang::Zh);
    assert_eq!(
        loaded.files.iter().map(|found| &*found.file).collect::<Vec<_>>(),
        ["submissions/a/市水务局.csv", "submissions/~$x.xlsx"]
    );
    assert_eq!(
        loaded.inputs.iter().map(|input| (input.what, input.file.as_str())).collect::<Vec<_>>(),
        [("tasks", "tasks.csv")]
    );
    assert!(loaded.output.ends_with("out/汇总表.xlsx"), "{}", loaded.output.display());
}

#[test]
fn gb18030_and_a_title_over_the_header() {
    let text = format!("云川市2023年上半年重点任务清单,,,,,\n,,,,,\n{TASKS}");
    let (bytes, _, _) = encoding_rs::GB18030.encode(&text);
    let folder = Folder::new(&[]);
    folder.put("tasks.csv", &bytes);
    let loaded = folder.load().unwrap();
    assert_eq!(ids(&loaded), ["一-1", "一-2", "31-1", "31-2", "32-1"]);
    assert_eq!(loaded.period.as_ref().unwrap().label, "2023年上半年");
    assert!(loaded.output.ends_with("out/2023年上半年汇总表.xlsx"));
    // The title tells which city's bodies these are.
    assert!(matches!(loaded.resolver.resolve("云川市水务局"), Resolution::Known(_)));
    assert!(matches!(loaded.resolver.resolve("临溪市水务局"), Resolution::Unknown { .. }));
}

#[test]
fn ids_of_our_own_and_numbers_that_start_again() {
    let folder = Folder::new(&[(
        "tasks.csv",
        "任务编号,类别,序号,任务内容,牵头单位\nA1,一、甲,1,写第一件事情的内容,市水务局\n,一、甲,2,写第二件事情的内容,市水务局\n\
         ,二、乙,1,写第三件事情的内容,市水务局\n,,,写第四件事情的内容,市水务局\n",
    )]);
    assert_eq!(ids(&folder.load().unwrap()), ["A1", "一-2-1", "二-1-1", "二-1-2"]);
    for (codes, expected) in
        [(["A01", "A02", "B01"], ["A01", "A02", "B01"]), (["A01", "A01", "A02"], ["a01-1", "a01-2", "a02-1"])]
    {
        let rows: Vec<String> =
            codes.iter().enumerate().map(|(at, code)| format!("{code},写第{at}件事情的内容,市水务局\n")).collect();
        let list = format!("编号,任务内容,牵头单位\n{}", rows.concat());
        assert_eq!(ids(&Folder::new(&[("tasks.csv", &list)]).load().unwrap()), expected);
    }
    let folder = Folder::new(&[(
        "tasks.csv",
        "number,title,lead\n1,Write the first thing,Water Bureau\n1,Write the second thing,Water Bureau\n2,Write the third thing,Education Bureau\n",
    )]);
    let loaded = folder.load().unwrap();
    assert_eq!(ids(&loaded), ["1-1", "1-2", "2-1"]);
    assert_eq!(loaded.lang, Lang::En);
    assert_eq!(loaded.tasks.tasks()[0].words(), "Write the first thing");
}

#[test]
fn every_fault_of_a_list_at_once() {
    let folder = Folder::new(&[
        ("departments.csv", "说明：单位名册,,\n单位名称,别名,代码\n市水务局,市水利局、水办,01\n市教育局,,02\n"),
        (
            "tasks.csv",
            "任务编号,序号,重点任务,任务内容,牵头单位\nT1,1,治水,实施太湖治理工程项目,水办\nT1,2,教育,新建改扩建学校十所,市教育局\n\
             T3,3,,,市教育局\nT4,4,环保,推进大气污染防治工作,市教育厅局\nT5,5,其他,各地落实好各项工作要求,各县（区）\n",
        ),
    ]);
    let faults = folder.faults();
    let text = faults.join("\n");
    assert_eq!(faults.len(), 3, "{text}");
    assert!(text.contains("tasks.csv › tasks › D3: 任务编号“T1”与第 2 行重复"), "{text}");
    assert!(text.contains("任务“T3”没有“重点任务”也没有“任务内容”"), "{text}");
    assert!(text.contains("任务“T4”的牵头单位“市教育厅局”不在单位名册中，最接近的是“市教育局”"), "{text}");
}

#[test]
fn a_declared_register_has_aliases_and_codes() {
    let folder = Folder::new(&[
        (
            "departments.csv",
            "单位名称,别名,代码\n市水务局,\"市水利局，水办\",01\n市生态环境局,,\n市发改委,,\n市住建局,,\n",
        ),
        ("tasks.csv", TASKS),
    ]);
    let loaded = folder.load().unwrap();
    let register = loaded.resolver.register();
    assert!(register.declared);
    assert_eq!(register.departments[0].aliases, ["市水利局", "水办"]);
    assert_eq!((register.departments[0].code.as_deref(), register.departments[1].code.as_deref()), (Some("01"), None));
    assert_eq!(loaded.resolver.resolve("水办"), Resolution::Known(0));
    let broken =
        Folder::new(&[("departments.csv", "单位名称,别名\n市水务局,\n 市水务局,\n,水办\n"), ("tasks.csv", TASKS)]);
    let text = broken.faults().join("\n");
    assert!(text.contains("单位名称“市水务局”与第 2 行重复") && text.contains("这一行没有单位名称"), "{text}");
}

#[test]
fn settings_and_flags() {
    let folder = Folder::new(&[
        (
            "taizhang.toml",
            "period = \"2023Q2\"\ntasks = \"清单.csv\"\nsubmissions = [\"收件\", \"补报\"]\nlang = \"en\"\noffice = \"云川市政府办公室\"\n\
             [severities]\nN003 = \"warning\"\n[lexicon.labels]\nprogress = [\"近况\"]\n",
        ),
        ("清单.csv", TASKS),
        ("收件/a.csv", "x"),
        ("补报/b.csv", "x"),
        ("departments.csv", "单位名称\n市水务局\n市生态环境局\n市发改委\n市住建局\n"),
    ]);
    let loaded = folder.load().unwrap();
    assert_eq!(loaded.period.as_ref().unwrap().label, "2023年二季度");
    assert_eq!(loaded.files.len(), 2);
    assert!(loaded.output.ends_with("out/Q2 2023 report.xlsx"));
    assert_eq!(loaded.inputs.iter().map(|input| input.what).collect::<Vec<_>>(), ["config", "departments", "tasks"]);
    assert!(loaded.inputs.iter().all(|input| input.sha256.len() == 64));
    assert!(matches!(loaded.resolver.resolve("云川市水务局"), Resolution::Known(_)));
    let overrides = Overrides {
        period: Some("2023年上半年".into()),
        submissions: vec![folder.path().join("收件/a.csv")],
        output: Some("x.xlsx".into()),
        lang: Some(Lang::Zh),
        ..Overrides::default()
    };
    let loaded = workspace::load(folder.path(), &overrides).unwrap();
    assert_eq!(loaded.period.unwrap().label, "2023年上半年");
    assert_eq!((loaded.files.len(), loaded.output.to_str(), loaded.lang), (1, Some("x.xlsx"), Lang::Zh));
}

#[test]
fn what_is_missing_is_said() {
    let gone = workspace::load(Path::new("/nowhere/at/all"), &Overrides::default()).unwrap_err();
    assert!(gone[0].words.en.contains("taizhang init"));
    let empty = Folder::new(&[]);
    assert!(empty.faults()[0].contains("没有找到任务清单"));
    let none = workspace::load(empty.path(), &Overrides { no_tasks: true, ..Overrides::default() }).unwrap();
    assert!(none.tasks.is_empty() && none.files.is_empty() && none.warnings.len() == 1);
    let strange = Folder::new(&[("tasks.csv", "甲,乙\n1,2\n"), ("taizhang.toml", "")]);
    assert!(strange.faults()[0].contains("没有找到任务清单的表头"), "{:?}", strange.faults());
    let named =
        Folder::new(&[("taizhang.toml", "submissions = \"没有\"\nprevious = \"也没有.xlsx\""), ("tasks.csv", TASKS)]);
    assert_eq!(named.faults().len(), 2);
    let overrides = Overrides { period: Some("去年".into()), ..Overrides::default() };
    let named = Folder::new(&[("tasks.csv", TASKS)]);
    assert!(workspace::load(named.path(), &overrides).unwrap_err()[0].show(Lang::Zh).contains("看不懂的时期“去年”"));
    let broken = Folder::new(&[("taizhang.toml", "peroid = \"2023H1\"")]);
    assert!(broken.faults()[0].starts_with("taizhang.toml:1:1: 不认识的设置项“peroid”。是不是“period”？"));
}

#[test]
fn decisions_are_read_and_odd_rows_said() {
    let folder = Folder::new(&[
        ("tasks.csv", TASKS),
        (
            "decisions.csv",
            "差异编号,部门,报送内容,任务编号,处理,处理人,处理日期,说明\n8F3A21C4,,,,忽略,张三,2023-07-10,已核实\n\
             ,市水务局,实施 治太工程。,32-1,接受,李四,2023-07-11,\n,市水务局,新增一项,无,accept,,,\n,,,,接受,,,\nx,,,,大概,,,\n",
        ),
    ]);
    let loaded = folder.load().unwrap();
    let on: Vec<_> = loaded.decisions.iter().map(|decision| (&decision.on_what, decision.verdict)).collect();
    assert_eq!(
        on,
        [
            (&DecisionOn::Finding { id: "8f3a21c4".into() }, DecisionVerdict::Dismiss),
            (
                &DecisionOn::Link {
                    department: "市水务局".into(),
                    text: "实施治太工程。".into(),
                    task: Some("32-1".into())
                },
                DecisionVerdict::Accept
            ),
            (
                &DecisionOn::Link { department: "市水务局".into(), text: "新增一项".into(), task: None },
                DecisionVerdict::Accept
            ),
        ]
    );
    assert_eq!(loaded.warnings.iter().filter(|warning| &*warning.place.file == "decisions.csv").count(), 2);
}

#[test]
fn a_new_workspace_explains_itself_and_overwrites_nothing() {
    for lang in [Lang::Zh, Lang::En] {
        let folder = Folder::new(&[]);
        let dir = folder.path().join("2023H1");
        let made = workspace::init(&dir, lang).unwrap();
        assert_eq!(made.len(), 4);
        assert!(fs::read(dir.join("tasks.csv")).unwrap().starts_with("\u{feff}".as_bytes()));
        let again = workspace::init(&dir, lang).unwrap_err();
        assert_eq!(again.len(), 3);
        // With every example switched on, the settings are still read; the list is still empty, and that is said.
        let text = fs::read_to_string(dir.join("taizhang.toml")).unwrap();
        let on: String = text
            .lines()
            .map(|line| {
                line.strip_prefix("# ").filter(|rest| rest.starts_with('[') || rest.contains(" = ")).unwrap_or(line)
            })
            .collect::<Vec<_>>()
            .join("\n");
        let on = on.replace("previous = ", "# previous = ");
        fs::write(dir.join("taizhang.toml"), on).unwrap();
        let faults = workspace::load(&dir, &Overrides::default()).unwrap_err();
        assert!(faults.iter().all(|fault| &*fault.place.file != "taizhang.toml"), "{faults:?}");
        // A task makes it whole: a register without departments declares none.
        let mut list = fs::read_to_string(dir.join("tasks.csv")).unwrap();
        list.push_str(",一、甲,1,推进治水工作,实施太湖治理工程,市水务局,,\n");
        fs::write(dir.join("tasks.csv"), list).unwrap();
        let loaded = workspace::load(&dir, &Overrides::default()).unwrap();
        assert_eq!(loaded.tasks.len(), 1);
        assert_eq!(loaded.period.unwrap().label, "2023年上半年");
    }
}

#[test]
fn decisions_are_added_at_the_end_in_the_files_own_columns_and_encoding() {
    use taizhang::model::{About, Decision};
    let link = |task: Option<&str>| Decision {
        on_what: DecisionOn::Link {
            department: "市水务局".into(),
            text: "=打造水美乡村，\"示范\"".into(),
            task: task.map(str::to_owned),
        },
        verdict: DecisionVerdict::Correct,
        by: "王敏".into(),
        on: "2023-07-12".into(),
        note: "电话核实\n确认".into(),
        about: About { task_words: "河湖治理".into(), ..About::default() },
        place: None,
    };
    let finding = Decision {
        on_what: DecisionOn::Finding { id: "8f3a21c4".into() },
        about: About { code: "N003".into(), state: "0123".into(), ..About::default() },
        verdict: DecisionVerdict::Dismiss,
        ..link(None)
    };
    let gb = encoding_rs::GB18030.encode("备注,处理,差异编号\n已核,接受,00000001").0.into_owned();
    // Without a column for the words of a row nothing can be kept of it: that is said, and nothing is written.
    let cases: [(&[u8], usize); 4] = [
        (b"", 3),
        ("verdict;finding;note;text;department;task\naccept;00000001;;;;\n".as_bytes(), 4),
        (&gb, 2),
        ("\u{feff}差异编号,处理\r\n00000001,接受\r\n".as_bytes(), 2),
    ];
    for (before, usable) in cases {
        let folder = Folder::new(&[("tasks.csv", TASKS)]);
        let path = folder.path().join("decisions.csv");
        if !before.is_empty() {
            std::fs::write(&path, before).unwrap();
        }
        let has_words = before.is_empty() || usable == 4;
        let all = [(finding.clone(), false), (link(Some("32-1")), false), (link(None), false)];
        workspace::append(&path, &all[..1], Lang::Zh).unwrap();
        let links = workspace::append(&path, &all[1..], Lang::Zh);
        assert_eq!(links.is_ok(), has_words, "{links:?}");
        let after = std::fs::read(&path).unwrap();
        assert!(after.starts_with(before), "nothing that stands is touched");
        let loaded = folder.load().unwrap();
        assert_eq!(loaded.decisions.len(), usable, "{:?}", loaded.warnings);
        let last = loaded.decisions.iter().find(|decision| decision.on_what == finding.on_what).unwrap();
        assert_eq!(last.verdict, DecisionVerdict::Dismiss);
    }
}

#[test]
fn a_withdrawn_decision_is_no_more() {
    let folder = Folder::new(&[
        ("tasks.csv", TASKS),
        ("decisions.csv", "差异编号,处理\n00000001,忽略\n00000002,忽略\n00000001,撤回\n"),
    ]);
    let loaded = folder.load().unwrap();
    let left: Vec<_> = loaded.decisions.iter().map(|decision| decision.on_what.clone()).collect();
    assert_eq!(left, [DecisionOn::Finding { id: "00000002".into() }]);
}

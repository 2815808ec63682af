//! Forms out, filled, back in; returns out, answered, back in: through files, as departments do it.

use std::{fs, path::Path, sync::Arc};

use proptest::prelude::*;
use taizhang::{
    forms::{self, FormTemplate, Given},
    model::{
        AnswerKind, By, CellValue, Lang, LinkDecision, Outcome, SubmissionStatus,
        answer::Standing,
        book::{Book, Cell, Content, Role},
    },
    pipeline, render, workspace,
};
use tempfile::TempDir;

const TASKS: &str = "任务编号,类别,序号,重点任务,任务内容,牵头单位,配合单位,年度计划投资（亿元）\n\
    A-1,一、城市建设,1,完善城市路网,打通断头路18条，新增公共停车位2万个,市住建局,市水务局,12.5\n\
    A-2,一、城市建设,2,推进城市更新,改造城镇老旧小区120个，惠及居民8万户,市住建局,,7.5\n\
    A-3,二、水环境,3,城镇污水处理提质增效,新建污水管网120公里，改造老旧管网60公里,市水务局,市住建局,3\n";
const TOLD: [&str; 2] = ["截至6月底已打通断头路9条，新增停车位1.1万个。", "已开工改造老旧小区70个，惠及居民4.6万户。"];

fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("submissions")).unwrap();
    fs::write(folder.path().join("taizhang.toml"), "period = \"2023H1\"\n").unwrap();
    fs::write(folder.path().join("tasks.csv"), TASKS).unwrap();
    folder
}

fn load(root: &Path, period: Option<&str>) -> workspace::Loaded {
    let period = period.map(ToOwned::to_owned);
    workspace::load(root, &workspace::Overrides { period, ..workspace::Overrides::default() }).unwrap()
}

fn run(root: &Path) -> Outcome {
    pipeline::run(pipeline::Inputs::of(load(root, None), 1), &|_| {})
}

/// The form of 市住建局.
fn form(root: &Path, period: Option<&str>, lang: Lang) -> Book<'static> {
    let loaded = load(root, period);
    let register = loaded.resolver.register();
    let department = register.departments.iter().position(|department| department.name == "市住建局").unwrap();
    let given = Given {
        period: loaded.period.as_ref(),
        tasks: &loaded.tasks,
        register,
        lexicon: &loaded.lexicon,
        office: "",
        lang,
        template: FormTemplate::built_in(lang),
    };
    forms::form(given, department).unwrap().book
}

/// Writes the progress of the tasks led.
fn fill(book: &mut Book) {
    let sheet = &mut book.sheets[0];
    let head = sheet.head.unwrap().0;
    let header = &sheet.rows[head].cells;
    let column = |labels: [&str; 2]| header.iter().find(|cell| labels.contains(&&*cell.words())).unwrap().column;
    let (progress, status) = (column(["进展情况", "Progress"]), column(["状态", "Status"]));
    for (row, told) in sheet.rows[head + 1..].iter_mut().zip(TOLD) {
        set(&mut row.cells, progress, told);
        set(&mut row.cells, status, "序时推进");
    }
}

fn set(cells: &mut [Cell], column: u16, text: &str) {
    cells.iter_mut().find(|cell| cell.column == column).unwrap().content = Content::Text(text.into());
}

fn save(root: &Path, name: &str, book: &Book) {
    let theme = render::Theme::new(book.lang, &taizhang::model::outcome::ReportSettings::default());
    let options = render::Options { created: jiff::civil::date(2023, 7, 3), to_workspace: String::new() };
    fs::write(root.join("submissions").join(name), render::xlsx(book, &theme, &options).unwrap()).unwrap();
}

fn codes(outcome: &Outcome) -> Vec<&str> {
    outcome
        .findings
        .iter()
        .filter(|found| found.department.as_deref() == Some("市住建局"))
        .map(|found| found.code)
        .collect()
}

#[test]
fn a_filled_form_is_linked_by_its_ids_and_raises_nothing() {
    for lang in [Lang::Zh, Lang::En] {
        let folder = folder();
        let mut book = form(folder.path(), None, lang);
        fill(&mut book);
        // Its name says nothing: the stamp does.
        save(folder.path(), "1.xlsx", &book);
        let outcome = run(folder.path());
        let file = &outcome.returned[0];
        assert_eq!(outcome.register.departments[file.department.unwrap()].name, "市住建局");
        let led: Vec<_> =
            outcome.links.iter().filter(|link| link.by == By::Id).filter_map(taizhang::model::Link::linked).collect();
        assert!(led.contains(&0) && led.contains(&1), "{:?}", outcome.links);
        assert!(codes(&outcome).is_empty(), "{lang:?}: {:?}", codes(&outcome));
        assert!(outcome.control.holds());
    }
}

#[test]
fn another_period_and_an_older_list_are_said() {
    let folder = folder();
    let mut book = form(folder.path(), Some("2023Q1"), Lang::Zh);
    fill(&mut book);
    save(folder.path(), "1.xlsx", &book);
    assert!(codes(&run(folder.path())).contains(&"F009"));
    let mut book = form(folder.path(), None, Lang::Zh);
    fill(&mut book);
    save(folder.path(), "1.xlsx", &book);
    fs::write(folder.path().join("tasks.csv"), TASKS.replace("改造城镇老旧小区120个", "改造城镇老旧小区130个"))
        .unwrap();
    assert!(codes(&run(folder.path())).contains(&"F011"));
}

#[test]
fn a_form_sent_back_blank_is_said_once() {
    let folder = folder();
    save(folder.path(), "1.xlsx", &form(folder.path(), None, Lang::Zh));
    let outcome = run(folder.path());
    let found: Vec<_> = outcome.findings.iter().filter(|found| found.code == "T001").collect();
    let [found] = found.as_slice() else { panic!("{found:?}") };
    assert!(found.message.zh.contains("填报表原样交回") && found.task.is_none(), "{}", found.message.zh);
    assert_eq!(found.department.as_deref(), Some("市住建局"));
}

#[test]
fn a_form_from_another_department_than_it_went_to_is_said() {
    let folder = folder();
    let mut book = form(folder.path(), None, Lang::Zh);
    fill(&mut book);
    for cell in book.sheets.iter_mut().flat_map(|sheet| &mut sheet.rows).flat_map(|row| &mut row.cells) {
        if cell.words().starts_with("填报单位：") {
            cell.content = Content::Text("填报单位：市水务局".into());
        }
    }
    save(folder.path(), "1.xlsx", &book);
    let outcome = run(folder.path());
    let found = outcome.findings.iter().find(|found| found.code == "F006").expect("it is said");
    assert_eq!((found.found.as_str(), found.expected.as_str()), ("市水务局", "市住建局"));
    assert_eq!(found.severity, taizhang::model::Severity::Warning);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    /// Whatever is sorted, pasted over or deleted: a row is no task whose words it does not bear.
    #[test]
    fn the_words_of_a_row_win_over_its_id(
        swap in any::<bool>(),
        paste in any::<bool>(),
        insert in any::<bool>(),
        elsewhere in any::<bool>(),
        drop in 0_usize..3,
    ) {
        let folder = folder();
        let mut book = form(folder.path(), None, Lang::Zh);
        fill(&mut book);
        let sheet = &mut book.sheets[0];
        let first = sheet.head.unwrap().0 + 1;
        if paste {
            let content = |cells: &[Cell]| cells.iter().position(|cell| cell.role == Role::Text).unwrap();
            let at = content(&sheet.rows[first].cells);
            let (a, b) = (sheet.rows[first].cells[at].content.clone(), sheet.rows[first + 1].cells[at].content.clone());
            let title = |cells: &[Cell]| cells.iter().position(|cell| cell.role == Role::TaskTitle).unwrap();
            let on = title(&sheet.rows[first].cells);
            let (c, d) = (sheet.rows[first].cells[on].content.clone(), sheet.rows[first + 1].cells[on].content.clone());
            (sheet.rows[first].cells[at].content, sheet.rows[first + 1].cells[at].content) = (b, a);
            (sheet.rows[first].cells[on].content, sheet.rows[first + 1].cells[on].content) = (d, c);
        }
        if swap {
            sheet.rows.swap(first, first + 1);
        }
        if drop < 2 {
            sheet.rows.remove(first + drop);
            sheet.choices.clear();
            sheet.rows.pop();
        }
        if insert {
            // A row of their own in between, with the id that was copied along and words of no task.
            let sheet = &mut book.sheets[0];
            let mut row = sheet.rows[first].clone();
            row.key = None;
            for cell in &mut row.cells {
                match cell.role {
                    Role::Text => cell.content = Content::Text("开展房屋安全隐患排查整治百日行动".into()),
                    Role::TaskTitle => cell.content = Content::Text("房屋安全整治".into()),
                    _ => {}
                }
            }
            sheet.rows.insert(first + 1, row);
            sheet.choices.clear();
        }
        if elsewhere {
            // The sheet alone in a file of somebody's own: without the marks that the file bore.
            let own = taizhang::model::book::Sheet::new("封面", taizhang::model::book::Purpose::Summary, &[20.0]);
            book = Book { sheets: vec![own, book.sheets.swap_remove(0)], properties: Vec::new(), ..book };
        }
        save(folder.path(), "1.xlsx", &book);
        let outcome = run(folder.path());
        prop_assert!(outcome.control.holds());
        let file = &outcome.returned[0];
        prop_assert_eq!(file.department.map(|at| outcome.register.departments[at].name.as_str()), Some("市住建局"));
        for (link, record) in outcome.links.iter().zip(&outcome.records) {
            if link.decision == LinkDecision::Link {
                let task = &outcome.tasks.tasks()[link.task.unwrap()];
                prop_assert_eq!(record.raw(&taizhang::model::Field::Content), task.content.as_str());
            }
        }
    }
}

/// A quarter with one figure that contradicts its parts, and the return made for it.
fn returned(folder: &TempDir) -> Book<'static> {
    fs::write(
        folder.path().join("submissions/市住建局.csv"),
        "填报单位：市住建局,,,\n序号,重点任务,任务内容,进展情况\n\
         1,完善城市路网,打通断头路18条，新增公共停车位2万个,已打通断头路9条。\n\
         2,推进城市更新,改造城镇老旧小区120个，惠及居民8万户,\n",
    )
    .unwrap();
    // A return copies what was sent, so it needs every cell of it.
    let inputs = pipeline::Inputs { all_cells: true, ..pipeline::Inputs::of(load(folder.path(), None), 1) };
    let outcome = pipeline::run(inputs, &|_| {});
    let mut made = forms::returns(&outcome, Lang::Zh, &forms::ReturnTemplate::built_in(Lang::Zh));
    assert_eq!(made.len(), 1, "one department has something to answer");
    let (_, text, missing) = forms::reminder(&outcome, Lang::Zh, &forms::ReturnTemplate::built_in(Lang::Zh));
    assert!(missing == 1 && text.contains("市水务局：牵头任务 1 项"), "{text}");
    made.remove(0).book
}

/// What the returns of a run ask.
fn points(outcome: &Outcome) -> Vec<String> {
    let returns = forms::returns(outcome, Lang::Zh, &forms::ReturnTemplate::built_in(Lang::Zh));
    let letters = returns.iter().map(|made| &made.book.sheets[0]);
    letters
        .flat_map(|letter| &letter.rows)
        .flat_map(|row| &row.cells)
        .map(|cell| format!("{:?}", cell.content))
        .collect()
}

/// Answers every point.
fn answer(book: &mut Book, said: &str, note: &str) {
    let letter = &mut book.sheets[0];
    let first = letter.head.unwrap().0 + 1;
    for row in &mut letter.rows[first..] {
        set(&mut row.cells, 6, said);
        set(&mut row.cells, 7, note);
    }
}

#[test]
fn who_sent_what_can_not_be_opened_is_not_told_that_nothing_came() {
    let folder = folder();
    fs::write(folder.path().join("submissions/市水务局.xlsx"), b"PK\x03\x04\x14\0\x06\0").unwrap();
    for (lang, told) in [
        (Lang::Zh, "市水务局：牵头任务 1 项（A-3 城镇污水处理提质增效），报来的文件打不开"),
        (Lang::En, "can't be opened"),
    ] {
        let (_, text, _) = forms::reminder(&run(folder.path()), lang, &forms::ReturnTemplate::built_in(lang));
        assert!(text.contains(told), "{text}");
    }
    // Its return has no table behind it, and speaks of none.
    let asked = points(&run(folder.path())).concat();
    assert!(asked.contains("另发一份能打开的表") && !asked.contains("后面的表"), "{asked}");
    assert!(asked.contains("文件无法读取") && !asked.contains("其他单位"), "{asked}");
}

#[test]
fn an_answered_return_explains_its_findings() {
    let folder = folder();
    let mut book = returned(&folder);
    answer(&mut book, "说明", "招标推迟，7月开工。");
    save(folder.path(), "核实单回.xlsx", &book);
    let outcome = run(folder.path());
    let back = outcome.returned.iter().find(|file| file.submission.file.ends_with("核实单回.xlsx")).unwrap();
    assert_eq!(back.status, SubmissionStatus::Ignored);
    assert!(back.reason.as_ref().unwrap().zh.contains("答复已读入"));
    let found = outcome.findings.iter().find(|finding| finding.code == "T001").expect("it still arises");
    let answer = found.answer.as_ref().expect("it is answered");
    assert_eq!(
        (answer.kind, &*answer.note, answer.standing),
        (Some(AnswerKind::Explained), "招标推迟，7月开工。", Standing::Explained)
    );
    // What was explained is not asked a second time.
    assert!(points(&outcome).iter().all(|point| !point.contains("进展情况是空的")), "{:?}", points(&outcome));
    sent_back_after_it_was_explained(&folder, &found.id);
    let json: serde_json::Value = serde_json::from_slice(&render::json::bytes(&outcome)).unwrap();
    assert!(json["answers"].as_array().is_some_and(|answers| !answers.is_empty()));
}

/// A reviewer who does not accept an explanation sends the point back: it is asked once more, and not again when that is
/// answered.
fn sent_back_after_it_was_explained(folder: &TempDir, id: &str) {
    let root = folder.path();
    let decisions =
        format!("finding,code,department,verdict,by,on,note\n{id},T001,市住建局,退回,王敏,2023-07-10,请写明招标时间\n");
    fs::write(root.join("decisions.csv"), decisions).unwrap();
    let outcome = run(root);
    let asked = points(&outcome).concat();
    assert!(asked.contains("办公室意见：请写明招标时间") && asked.contains("上次答复：说明 │ 招标推迟"), "{asked}");
    let standing = |outcome: &Outcome| {
        let found = outcome.findings.iter().find(|finding| finding.id == id).unwrap();
        found.answer.as_ref().unwrap().standing
    };
    assert_eq!(standing(&outcome), Standing::Escalated);
    let mut second = forms::returns(&outcome, Lang::Zh, &forms::ReturnTemplate::built_in(Lang::Zh)).remove(0).book;
    answer(&mut second, "说明", "7月12日开标。");
    // A name that sorts before the first one's: which of them is the later, the returns tell themselves.
    save(root, "A核实单.xlsx", &second);
    let outcome = run(root);
    assert_eq!(standing(&outcome), Standing::Explained);
    assert!(points(&outcome).iter().all(|point| !point.contains("进展情况是空的")), "asked and answered");
}

#[test]
fn a_corrected_table_takes_the_place_of_the_one_sent_and_closes_its_findings() {
    let folder = folder();
    let mut book = returned(&folder);
    answer(&mut book, "已更正", "");
    // Said, and not done: it is to be followed up.
    save(folder.path(), "核实单回.xlsx", &book);
    let outcome = run(folder.path());
    assert!(outcome.answers.iter().any(|answer| answer.standing == Standing::Escalated));
    let asked = points(&outcome).concat();
    assert!(asked.contains("进展情况是空的") && asked.contains("上次答复：已更正"), "{asked}");
    let sheet = &mut book.copies[0].sheet;
    let told = CellValue::Text(Arc::from("已开工改造老旧小区70个。"));
    let row = sheet.rows.iter_mut().find(|row| row.row == 4).unwrap();
    row.cells.retain(|cell| cell.column != 4);
    row.cells.push(taizhang::model::Cell::new(4, told));
    save(folder.path(), "核实单回.xlsx", &book);
    let outcome = run(folder.path());
    let status = |name: &str| outcome.returned.iter().find(|file| file.submission.file.ends_with(name)).unwrap().status;
    assert_eq!(status("核实单回.xlsx"), SubmissionStatus::Read);
    assert_eq!(status("市住建局.csv"), SubmissionStatus::Superseded);
    assert!(!outcome.findings.iter().any(|finding| finding.code == "T001"));
    assert!(outcome.answers.iter().any(|answer| answer.standing == Standing::Closed));
    let replaced =
        outcome.findings.iter().find(|finding| finding.code == "F005").expect("it is said which file counts");
    assert!(replaced.message.en.ends_with("used instead. Nothing needs to be done."), "{}", replaced.message.en);
}

#[test]
fn both_units_of_a_figure_told_differently_are_asked_and_neither_is_called_right() {
    let folder = folder();
    let list = TASKS.replace(
        "打通断头路18条，新增公共停车位2万个,市住建局,市水务局",
        "打通断头路18条，新增公共停车位2万个,市住建局、市水务局,",
    );
    fs::write(folder.path().join("tasks.csv"), list).unwrap();
    fs::create_dir(folder.path().join("submissions/城建组")).unwrap();
    for (unit, done) in [("市住建局", "2600"), ("市水务局", "2060")] {
        let sent = format!(
            "填报单位：{unit},,,,,\n序号,重点任务,任务内容,进展情况,年度计划投资（万元）,完成投资（万元）\n\
             1,完善城市路网,打通断头路18条，新增公共停车位2万个,{unit}负责的部分已开工。,125000,{done}\n"
        );
        fs::write(folder.path().join(format!("submissions/城建组/{unit}.csv")), sent).unwrap();
    }
    let outcome = run(folder.path());
    let returns = forms::returns(&outcome, Lang::Zh, &forms::ReturnTemplate::built_in(Lang::Zh));
    for (own, told, other, told_there) in
        [("市住建局", "2600万元", "市水务局", "2060万元"), ("市水务局", "2060万元", "市住建局", "2600万元")]
    {
        let found =
            outcome.findings.iter().find(|found| found.code == "D004" && found.department.as_deref() == Some(own));
        let found = found.unwrap_or_else(|| panic!("{own} is not asked"));
        assert_eq!(found.expected, "", "no side is right");
        let made = returns.iter().find(|made| made.file.contains(own)).unwrap();
        let row = made.book.sheets[0].rows.iter().find(|row| row.key.as_deref() == Some(&*found.id)).unwrap();
        let texts: Vec<String> = row.cells.iter().map(Cell::words).collect();
        let said = format!("{own}报 {told}，{other}报 {told_there}（{other}.csv › {other} › F3）；哪个对，不能断定");
        assert!(texts.iter().any(|text| text.contains(&said) && text.contains("请与对方核对")), "{texts:?}");
        assert!(texts.iter().all(|text| !text.contains("城建组")), "{texts:?}");
        assert!(texts.contains(&format!("{own} F3")), "{texts:?}");
    }
}

//! Laws of linking: the list linked with itself is the identity; what stands in other submissions, the number of threads and
//! unrelated tasks change nothing; two runs are equal.

mod link_corpus;

use link_corpus::{
    BLIND, BLIND_ROWS, HELD_OUT, HELD_OUT_ROWS, INDUSTRY, INDUSTRY_ROWS, Quarter, SERVICES, SERVICES_ROWS, TRAIN,
    Truth, Words, record,
};
use proptest::prelude::*;
use taizhang::{
    link::{Context, link},
    model::{
        By, CellRef, Decision, DecisionOn, DecisionVerdict, Field, FieldValue, Link, LinkDecision, Pass, Record,
        Register, TaskList,
    },
};

fn of_task(tasks: &TaskList, at: usize, submission: usize, row: u32) -> Record {
    let task = &tasks.tasks()[at];
    let words = Words {
        section: task.section.clone(),
        number: task.number.clone(),
        title: task.title.clone(),
        content: task.content.clone(),
        ..Words::default()
    };
    record(submission, row, &words)
}

fn linked(records: &[Record], tasks: &TaskList, register: &Register, departments: &[Option<usize>]) -> Vec<Link> {
    link(records, Context { tasks, register, departments, decisions: &[], jobs: 2 })
}

/// A link without the record's position.
fn said(link: &Link) -> (LinkDecision, Option<usize>, String, Vec<usize>) {
    let candidates = link.candidates.iter().map(|candidate| candidate.task).collect();
    (link.decision, link.task, format!("{:.9}", link.score), candidates)
}

#[test]
fn a_list_linked_with_itself_is_the_identity() {
    for text in [TRAIN, HELD_OUT, BLIND, SERVICES, INDUSTRY] {
        let (tasks, register) = link_corpus::tasks(text);
        let records: Vec<Record> = (0..tasks.len()).map(|at| of_task(&tasks, at, 0, at as u32 + 2)).collect();
        for (at, link) in linked(&records, &tasks, &register, &[None]).iter().enumerate() {
            assert_eq!(link.linked(), Some(at), "{:?}", tasks.tasks()[at].content);
            assert_eq!(link.pass, Some(Pass::Identical));
        }
    }
}

#[test]
fn a_number_alone_is_asked_about_and_never_linked() {
    let (tasks, register) = link_corpus::tasks(HELD_OUT);
    let mut row = record(0, 5, &Words { number: "24".to_owned(), ..Words::default() });
    row.values.push(value(Field::Progress, "已举办大型赛事3项，送戏下乡200场", 5, 6));
    let links = linked(&[row], &tasks, &register, &[Some(0)]);
    assert_eq!(links[0].decision, LinkDecision::Possible);
    assert!(links[0].question.as_ref().is_some_and(|words| !words.is_empty()));
}

#[test]
fn a_title_alone_names_its_task_where_only_that_one_has_it() {
    let list = "C1|一、文体惠民|1|送戏下乡|组织送戏下乡800场、公益电影放映1.2万场|市文旅局|市财政局\n\
                C2|一、文体惠民|2|全民健身|建设口袋体育公园15个|市体育局|\n\
                C3|一、文体惠民|2|全民健身|新建健身步道40公里|市体育局|\n\
                C4|二、出行惠民|3|公路提升|新改建农村公路260公里|市交通局|";
    let (tasks, register) = link_corpus::tasks(list);
    let position = |name: &str| register.departments.iter().position(|department| department.name == name);
    for (title, department, decision) in [
        ("送戏下乡", "市文旅局", LinkDecision::Link),
        ("1.送戏下乡", "市财政局", LinkDecision::Link),
        // None of its tasks; and a title that two tasks have.
        ("送戏下乡", "市交通局", LinkDecision::Possible),
        ("全民健身", "市体育局", LinkDecision::Possible),
    ] {
        for in_content in [false, true] {
            let mut words = Words::default();
            *(if in_content { &mut words.content } else { &mut words.title }) = title.to_owned();
            let links = linked(&[record(0, 2, &words)], &tasks, &register, &[position(department)]);
            let told = (links[0].decision, links[0].task.map(|task| tasks.tasks()[task].id.to_string()));
            assert!(
                if decision == LinkDecision::Link { told.0 == decision } else { told.0 != LinkDecision::Link },
                "{title} {department}: {told:?}"
            );
        }
    }
}

#[test]
fn a_heading_in_front_of_the_words_names_no_second_task() {
    let list = "W1|一、水利|1|完善水利设施|新增农村自来水受益人口2.4万人|市水利局|\n\
                W2|一、水利|2|完善水利设施|除险加固小型水库9座|市水利局|\n\
                W3|一、水利|3|完善水利设施|治理中小河流31公里|市水利局|";
    let (tasks, register) = link_corpus::tasks(list);
    let content = "完善水利设施：新增农村自来水受益人口2.4万人，健全项目清单和责任清单".to_owned();
    let row = record(0, 5, &Words { content, ..Words::default() });
    let link = &linked(&[row], &tasks, &register, &[Some(0)])[0];
    assert_eq!((link.linked(), &link.also[..]), (Some(0), &[][..]));
}

#[test]
fn a_heading_in_front_of_the_words_is_their_title() {
    let list = "W1|一、水利|1|完善水利设施|新增农村自来水受益人口2.4万人|市水利局|\n\
                W2|一、水利|2|完善水利设施|公共场所新增除颤器300台，培训持证急救员5000名|市水利局|\n\
                W3|一、水利|3|完善水利设施|综合治理中小河流31公里|市水利局|\n\
                W4|二、公路|4|提升公路|新改建农村公路120公里|市水利局|";
    let (tasks, register) = link_corpus::tasks(list);
    for (contents, expected) in [
        (&["完善水利设施：培训持证急救员5000名", "公共场所新增除颤器300台"][..], Some(1)),
        // Another place or figure, a heading of other tasks, and one with no words behind it.
        (&["完善水利设施：综合治理中小湖泊31公里"], None),
        (&["完善水利设施：培训持证急救员6000名"], None),
        (&["提升公路：新改建城市公路120公里"], None),
        (&["完善水利设施："], None),
    ] {
        let row =
            |(content, at): (&&str, u32)| record(0, at, &Words { content: (*content).to_owned(), ..Words::default() });
        let rows: Vec<Record> = contents.iter().zip(5..).map(row).collect();
        for link in linked(&rows, &tasks, &register, &[Some(0)]) {
            assert_eq!(link.linked(), expected, "{contents:?}");
        }
    }
}

#[test]
fn a_departments_words_in_another_order_are_its_task_and_figures_keep_their_words() {
    let list = "J1|一、健康|1|精神卫生|严重精神障碍患者规范管理率达到92%，规律服药率达到85%|市卫健委|\n\
                J2|一、政务|2|办事|年内实现首批13个“高效办成一件事”国家重点事项全部落地|市数据局|\n\
                J3|一、政务|3|证照|归集电子证照种类不少于320种|市数据局|\n\
                J4|一、健康|4|急救|城区院前急救平均反应时间缩短至10分钟以内|市卫健委|";
    let (tasks, register) = link_corpus::tasks(list);
    for (department, content, expected) in [
        ("市卫健委", "严重精神障碍患者规律服药率85%，规范管理率92%", Some(0)),
        ("市数据局", "首批国家重点事项“高效办成一件事”13个年内全部落地实施", Some(1)),
        ("市数据局", "电子证照归集种类达到320种以上", Some(2)),
        // The figures changed places; another thing, another figure; a department with no part in it.
        ("市卫健委", "严重精神障碍患者规律服药率92%，规范管理率85%", None),
        ("市数据局", "首批省级重点事项“高效办成一件事”13个年内全部落地实施", None),
        ("市数据局", "电子印章归集种类达到320种以上", None),
        ("市数据局", "电子证照归集种类达到300种以上", None),
        ("市卫健委", "电子证照归集种类达到320种以上", None),
    ] {
        let position = register.departments.iter().position(|own| own.name == department);
        let row = record(0, 5, &Words { content: content.to_owned(), ..Words::default() });
        assert_eq!(linked(&[row], &tasks, &register, &[position])[0].linked(), expected, "{content}");
    }
}

#[test]
fn slips_in_several_words_are_told_from_other_words() {
    let list = "S1|一、农村|1|环境|完成农村黑臭水体整治8条|市环保局|\n\
                S2|一、托育|2|托育|新增普惠托位3000个|市环保局|\n\
                S3|一、信息|3|信息|建成市级全民健康信息平台二期，电子健康档案向居民开放率达到80%|市环保局|";
    let (tasks, register) = link_corpus::tasks(list);
    for (content, expected) in [
        ("完成农材黑臭水体整治治8条", Some(0)),
        ("新增普惠拖位3000个", Some(1)),
        ("建成市级全民健康信息平抬二期，电子健康档案向居民开放率率打到80%", Some(2)),
        ("完成农材黑臭水体整治治9条", None),
        ("完成农材富营养水体整治治8条", None),
        ("新增普惠床位3000个", None),
        ("新增普惠拖位300个", None),
        ("建成县级全民健康信息平抬二期，电子健康档案向居民开放率率打到80%", None),
    ] {
        let row = record(0, 5, &Words { content: content.to_owned(), ..Words::default() });
        assert_eq!(linked(&[row], &tasks, &register, &[Some(0)])[0].linked(), expected, "{content}");
    }
}

/// Rows in Latin letters of a sender who has no part in the tasks.
#[test]
fn words_alone_do_not_settle_which_of_two_rows_it_is_nor_a_file_about_other_things() {
    let list = "G1|||tank battle|drive a tank through three hundred levels of the city, nimble arcade|x|\n\
                G2|||photo album deluxe|sort your photos into albums and print them at home, larkfield software|x|\n\
                G3|||typing tutor|learn to type in forty lessons with games for all ages, quillsoft|x|";
    let (tasks, register) = link_corpus::tasks(list);
    let row = |at: u32, title: &str, content: &str| {
        record(0, at, &Words { title: title.to_owned(), content: content.to_owned(), ..Words::default() })
    };
    let others = || (10..20).map(|at| row(at, &format!("garden chair {at}"), "folds flat, made of oak and canvas"));
    let told = |first: Vec<Record>, among: bool| -> Vec<Option<usize>> {
        let count = first.len();
        let rows: Vec<Record> = first.into_iter().chain(others().take(if among { 10 } else { 0 })).collect();
        linked(&rows, &tasks, &register, &[None])[..count].iter().map(Link::linked).collect()
    };
    let unnamed = || row(2, "tank battle", "drive a tank through three hundred levels of the city");
    let named = || row(3, "nimble arcade tank battle", "drive a tank through three hundred levels of the city");
    // The title alone, in a file about other things; the maker named beside it; two rows for one thing.
    assert_eq!(told(vec![unnamed()], true), [None]);
    assert_eq!(told(vec![named()], true), [Some(0)]);
    assert_eq!(told(vec![named(), unnamed()], true), [None, None]);
    let whole = row(4, "tank battle", "drive a tank through three hundred levels of the city, nimble arcade");
    assert_eq!(told(vec![whole, unnamed()], false)[0], Some(0));
}

#[test]
fn an_english_task_is_linked_by_its_own_words_without_its_title() {
    let list = "D1|A. Streets|1|Safer streets|Repair 95% of emergency potholes within 24 hours|Highways|\n\
                D2|A. Streets|2|Safer streets|Resurface 40 km of roads|Highways|\n\
                D3|A. Streets|3|Cleaner streets|Inspect 75% of food businesses|Highways|";
    let (tasks, register) = link_corpus::tasks(list);
    for content in ["Inspect 75% of food businesses", "Inspect 75% of food businesses, working with partners"] {
        let row = record(0, 5, &Words { content: content.to_owned(), ..Words::default() });
        assert_eq!(linked(&[row], &tasks, &register, &[Some(0)])[0].linked(), Some(2), "{content}");
    }
}

#[test]
fn a_count_or_a_remark_in_brackets_changes_no_link() {
    let list = "C1|一、扩大投资|1|提速水利工程|新建堤防45公里|市水利局|\n\
                C2|一、扩大投资|1|提速水利工程|建成西江流域防洪工程主体|市水利局|\n\
                C3|二、办好实事|2|守护健康|建成西江医院二期|市卫健委|";
    let (tasks, register) = link_corpus::tasks(list);
    let department = register.departments.iter().position(|department| department.name == "市水利局");
    for content in [
        "建成西江流域防洪工程主体（年度任务）",
        "扎实推进：建成西江流域防洪工程主体",
        "持续推动建成西江流域防洪工程主体。",
    ] {
        let words =
            Words {
                section: "一、扩大投资（2项）".to_owned(), content: content.to_owned(), ..Words::default()
            };
        let links = linked(&[record(0, 2, &words)], &tasks, &register, &[department]);
        assert_eq!(links[0].linked(), Some(1), "{content}: {:?}", links[0].evidence);
    }
}

fn value(field: Field, text: &str, row: u32, column: u32) -> FieldValue {
    FieldValue::new(field.into(), text.into(), CellRef::new(row, column))
}

#[test]
fn an_id_counts_only_where_the_words_agree() {
    let (tasks, register) = link_corpus::tasks(HELD_OUT);
    let row = |at: usize, id: &str| {
        let mut row = of_task(&tasks, at, 0, at as u32 + 2);
        row.values.push(value(Field::Id, id, at as u32 + 2, 9));
        row
    };
    let links = linked(&[row(0, "K1"), row(8, "K12")], &tasks, &register, &[None]);
    assert_eq!((links[0].linked(), links[0].by), (Some(0), By::Id));
    // A row pasted over: the id of one task, the very words of another.
    assert_eq!((links[1].linked(), links[1].by), (Some(8), By::Engine));
    // The id of one task, and all that another one says, in its words but for an idle one.
    let over = format!("力争{}", tasks.tasks()[8].content);
    let mut over = record(0, 2, &Words { content: over, ..Words::default() });
    over.values.push(value(Field::Id, "K12", 2, 9));
    assert_eq!(linked(&[over], &tasks, &register, &[None])[0].linked(), Some(8));
    let mut strange = record(0, 2, &Words { content: "开展机关作风建设专项整治行动".to_owned(), ..Words::default() });
    strange.values.push(value(Field::Id, "K1", 2, 9));
    assert_ne!(linked(&[strange], &tasks, &register, &[None])[0].decision, LinkDecision::Link);
}

#[test]
fn a_reviewers_answer_is_kept_under_department_and_words() {
    let (tasks, register) = link_corpus::tasks(HELD_OUT);
    let words = "组织开展群众性文化体育活动";
    let decision = |task: Option<&str>, text: &str| Decision {
        on_what: DecisionOn::Link {
            department: register.departments[0].name.clone(),
            text: text.to_owned(),
            task: task.map(str::to_owned),
        },
        verdict: DecisionVerdict::Accept,
        by: "张".to_owned(),
        on: "2023-07-01".to_owned(),
        note: String::new(),
        about: taizhang::model::About::default(),
        place: None,
    };
    let asked = |content: &str, decisions: &[Decision], department: usize| {
        let row = record(0, 2, &Words { content: content.to_owned(), ..Words::default() });
        let departments = [Some(department)];
        let context = Context { tasks: &tasks, register: &register, departments: &departments, decisions, jobs: 1 };
        link(std::slice::from_ref(&row), context).remove(0)
    };
    let ask = |decisions: &[Decision], department| asked(&format!("1、{words}。"), decisions, department);
    let given = [decision(Some("K60"), words)];
    let answer = ask(&given, 0);
    assert_eq!((answer.linked(), answer.by), (tasks.position("K60"), By::Reviewer));
    assert_ne!(ask(&given, 1).decision, LinkDecision::Link, "another department's row is not decided");
    let latest = [decision(Some("K60"), words), decision(None, words)];
    assert_eq!((ask(&latest, 0).decision, ask(&latest, 0).by), (LinkDecision::None, By::Reviewer));
    let then = [decision(Some("K60"), &format!("{words}，已举办3场"))];
    for now in [format!("{words}，已举办3场"), format!("{words}（截至6月底已举办9场）"), words.to_owned()]
    {
        assert_eq!(asked(&now, &then, 0).by, By::Reviewer, "{now}: how far it has come since changes nothing");
    }
}

#[test]
fn words_that_tell_two_tasks_apart_are_needed() {
    let (tasks, register) = link_corpus::tasks(TRAIN);
    for words in ["断面水质优Ⅲ比例完成目标", "新开工产业项目，竣工投产", "完成年度任务", "推进工作", "建设"]
    {
        let row = record(0, 2, &Words { content: words.to_owned(), ..Words::default() });
        let link = linked(&[row], &tasks, &register, &[None]).remove(0);
        assert_ne!(link.decision, LinkDecision::Link, "{words}");
    }
}

#[test]
fn odd_texts_are_only_not_linked() {
    let (tasks, register) = link_corpus::tasks(TRAIN);
    let long = "推进，".repeat(20_000);
    for words in ["", " ", "，。；", "()", "0", "%", "😀😀", "\u{200b}", "一", "第", "9.9.9.9", "1,,,2", long.as_str()]
    {
        let row = record(0, 2, &Words { content: words.to_owned(), ..Words::default() });
        assert_ne!(linked(&[row], &tasks, &register, &[None])[0].decision, LinkDecision::Link, "{words:.20}");
    }
    assert!(linked(&[], &tasks, &register, &[]).is_empty());
    let row = record(7, 2, &Words { content: "建设".to_owned(), ..Words::default() });
    assert_eq!(linked(&[row], &TaskList::default(), &register, &[])[0].decision, LinkDecision::None);
}

/// Every hand-written row, clause by clause left out: what is left is linked to the row's own task or to none. Clauses that
/// told two tasks apart are not missed without a question.
#[test]
fn a_row_that_loses_a_clause_is_never_linked_to_another_task() {
    let quarters = [
        link_corpus::by_hand(HELD_OUT, HELD_OUT_ROWS),
        link_corpus::by_hand(BLIND, BLIND_ROWS),
        link_corpus::by_departments(SERVICES, SERVICES_ROWS),
        link_corpus::by_departments(INDUSTRY, INDUSTRY_ROWS),
    ];
    let mut looked = 0;
    for quarter in &quarters {
        let (records, truths) = without_clauses(quarter);
        let departments: Vec<Option<usize>> = truths.iter().map(|(department, _)| *department).collect();
        let links = linked(&records, &quarter.tasks, &quarter.register, &departments);
        for ((link, (_, truth)), row) in links.iter().zip(&truths).zip(&records) {
            looked += 1;
            let right = match truth {
                Truth::Tasks(tasks) => link.linked().is_none_or(|task| tasks.contains(&task)),
                Truth::Ask(_) => link.linked().is_none(),
                // A near miss that lost its one wrong figure is the task's own clause.
                Truth::Nothing => link.linked().is_none() || link.evidence.iter().any(|part| part.level == "shortened"),
            };
            assert!(right, "{:?} / {:?} → {:?}", row.title, row.content, link.evidence);
        }
    }
    assert!(looked > 700, "{looked}");
}

/// Each row of a quarter without each of its clauses, as a submission of its own, with its owner and what it is.
fn without_clauses(quarter: &Quarter) -> (Vec<Record>, Vec<(Option<usize>, Truth)>) {
    let (mut records, mut truths) = (Vec::new(), Vec::new());
    for (row, (truth, _)) in quarter.records.iter().zip(&quarter.truth) {
        for field in [Field::Content, Field::Target] {
            let Some(at) = row.values.iter().position(|value| *value.field == field) else { continue };
            let text = row.values[at].raw.to_string();
            let clauses: Vec<&str> = text.split(['，', '；', '、', '。', ',', ';']).filter(|c| !c.is_empty()).collect();
            for left_out in (0..clauses.len()).filter(|_| clauses.len() > 1) {
                let kept = clauses.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, clause)| *clause);
                let kept = kept.collect::<Vec<_>>().join("，");
                let mut other = Record { submission: records.len(), ..row.clone() };
                other.values[at].raw = kept.as_str().into();
                if field == Field::Content {
                    other.content = kept.into();
                }
                records.push(other);
                truths.push((quarter.departments[row.submission], truth.clone()));
            }
        }
    }
    (records, truths)
}

/// The order of a submission's rows is evidence between candidates that are near one another; it never makes a row another
/// task.
#[test]
fn rows_in_another_order_are_linked_to_no_other_task() {
    for quarter in [link_corpus::by_departments(SERVICES, SERVICES_ROWS), link_corpus::by_rules(HELD_OUT, 3, 60)] {
        let turned: Vec<Record> =
            quarter.records.iter().map(|row| Record { row: 1000 - row.row, ..row.clone() }).collect();
        let links = link(&turned, quarter.context(1));
        for (plain, other) in quarter.links().iter().zip(&links) {
            if let (Some(plain), Some(other)) = (plain.linked(), other.linked()) {
                assert_eq!(plain, other);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn how_submissions_lie_among_one_another_changes_nothing(seed in 0_u64..1000, turn in 1_usize..400) {
        let quarter = link_corpus::by_rules(HELD_OUT, seed, 60);
        let plain = quarter.links();
        let mut order: Vec<usize> = (0..quarter.records.len()).collect();
        // A shuffle that keeps no submission together.
        order.sort_by_key(|at| (at.wrapping_mul(turn * 2 + 1)) % 257);
        let shuffled: Vec<Record> = order.iter().map(|at| quarter.records[*at].clone()).collect();
        let links = link(&shuffled, quarter.context(1));
        for (position, at) in order.iter().enumerate() {
            prop_assert_eq!(said(&links[position]), said(&plain[*at]));
        }
        prop_assert_eq!(plain, quarter.links(), "two runs are equal");
    }

    #[test]
    fn an_unrelated_task_takes_no_link(seed in 0_u64..1000) {
        let quarter = link_corpus::by_rules(HELD_OUT, seed, 60);
        let mut list = quarter.tasks.tasks().to_vec();
        let mut other = list[0].clone();
        (other.id.0, other.number) = ("Z1".into(), "99".to_owned());
        (other.title, other.content) = ("档案".to_owned(), "完成馆藏档案数字化扫描并向社会开放查阅".to_owned());
        list.push(other);
        let longer = TaskList::new(list, Vec::new()).expect("sound");
        let links = link(&quarter.records, Context { tasks: &longer, ..quarter.context(2) });
        for (before, after) in quarter.links().iter().zip(&links) {
            if let (Some(before), Some(after)) = (before.linked(), after.linked()) {
                prop_assert_eq!(before, after);
            }
            prop_assert_ne!(after.linked(), Some(longer.len() - 1));
        }
    }

    /// Whatever clauses a row loses, it is linked to its own task or to none: what is left never names another.
    #[test]
    fn losing_text_gains_no_link(blind in any::<bool>(), at in 0_usize..60, kept in 1_u32..256) {
        let (tasks, register) = link_corpus::tasks(if blind { BLIND } else { HELD_OUT });
        let at = at % tasks.len();
        let content = &tasks.tasks()[at].content;
        let clauses = content.split(['，', '、', '。']).filter(|clause| !clause.is_empty()).enumerate();
        let left: Vec<&str> = clauses.filter(|(bit, _)| kept >> (bit % 8) & 1 == 1).map(|(_, clause)| clause).collect();
        let words = Words { content: left.join("，"), ..Words::default() };
        let links = linked(&[record(0, 5, &words)], &tasks, &register, &[None]);
        let same = |task: usize| tasks.tasks()[task].content == *content;
        prop_assert!(links[0].linked().is_none_or(same), "{:?} → {:?}", words.content, links[0].linked());
    }

    /// The order of the list decides nothing where rows stand alone.
    #[test]
    fn the_order_of_tasks_changes_nothing_else(seed in 0_u64..1000) {
        let quarter = link_corpus::by_rules(HELD_OUT, seed, 60);
        let alone = |(at, row): (usize, &Record)| Record { submission: at, ..row.clone() };
        let records: Vec<Record> = quarter.records.iter().enumerate().map(alone).collect();
        let departments: Vec<Option<usize>> =
            quarter.records.iter().map(|row| quarter.departments[row.submission]).collect();
        let turned = TaskList::new(quarter.tasks.tasks().iter().rev().cloned().collect(), Vec::new()).expect("sound");
        let plain = linked(&records, &quarter.tasks, &quarter.register, &departments);
        let other = linked(&records, &turned, &quarter.register, &departments);
        for (plain, other) in plain.iter().zip(&other) {
            prop_assert_eq!(plain.decision, other.decision);
            let name = |list: &TaskList, link: &Link| link.linked().map(|task| list.tasks()[task].id.clone());
            prop_assert_eq!(name(&quarter.tasks, plain), name(&turned, other));
        }
    }

    #[test]
    fn no_text_makes_it_fall_over(words in "[推建改 0-9,，。、a-z第年%（）\u{200b}Ⅲ]{0,40}", title in "\\PC{0,20}") {
        let (tasks, register) = link_corpus::tasks(TRAIN);
        let row = record(0, 2, &Words { content: words, title, ..Words::default() });
        prop_assert_eq!(linked(&[row], &tasks, &register, &[Some(0)]).len(), 1);
    }
}

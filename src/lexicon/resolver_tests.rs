//! What the resolver must and must not know, as text tables.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::{Lexicon, Resolver};
use crate::model::{Department, Register, Resolution};

const CITY: &str = "市政府办公室 市委宣传部 市委政法委 市委网信办 市发改委 市教育局 市科技局 市工信局 市公安局 市民政局 市财政局 市人社局 \
     市资源规划局 市生态环境局 市住建局 市城管局 市交通局 市水务局 市农业农村局 市商务局 市文广旅局 市卫健委 市应急局 市国资委 \
     市行政审批局 市市场监管局 市体育局 市医保局 市园林绿化局 市大数据局 市乡村振兴局 市地方金融监管局 工业园区管委会 张家港市政府 \
     常熟市政府 吴中区政府 市税务局 市消防支队 团市委 市妇联 市总工会";

fn register(names: &str) -> Register {
    let departments = names
        .split_whitespace()
        .map(|entry| {
            let mut parts = entry.split('=');
            Department {
                name: parts.next().unwrap_or_default().to_owned(),
                aliases: parts.map(str::to_owned).collect(),
                code: None,
            }
        })
        .collect();
    Register { departments, declared: true }
}

fn resolver(names: &str) -> Resolver {
    Resolver::new(register(names), &Lexicon::built_in())
}

/// The name a text resolves to, `?` when it is unknown, `a|b` when it fits several.
fn answer(resolver: &Resolver, name: &str) -> String {
    let canonical = |index: &usize| resolver.register().departments[*index].name.clone();
    match resolver.resolve(name) {
        Resolution::Known(index) => canonical(&index),
        Resolution::Ambiguous(several) => several.iter().map(canonical).collect::<Vec<_>>().join("|"),
        Resolution::Unknown { .. } => "?".to_owned(),
    }
}

#[test]
fn one_body_under_its_many_names() {
    let resolver = resolver(CITY);
    for (name, expected) in [
        ("市发改委", "市发改委"),
        ("市发展和改革委员会", "市发改委"),
        ("发展改革委", "市发改委"),
        ("苏州市发展和改革委员会", "市发改委"),
        ("市 发 改 委", "市发改委"),
        ("生态环境局", "市生态环境局"),
        ("市环保局", "市生态环境局"),
        ("市环境保护局", "市生态环境局"),
        ("市经信委", "市工信局"),
        ("市经济和信息化委员会", "市工信局"),
        ("市国土局", "市资源规划局"),
        ("市自然资源和规划局", "市资源规划局"),
        ("市卫计委", "市卫健委"),
        ("市卫生健康委员会", "市卫健委"),
        ("市住房和城乡建设局", "市住建局"),
        ("市交通运输局", "市交通局"),
        ("市水利局", "市水务局"),
        ("市市场监督管理局", "市市场监管局"),
        ("市场监管局", "市市场监管局"),
        ("市场监督管理局", "市市场监管局"),
        ("市工商局", "市市场监管局"),
        ("市园林和绿化管理局", "市园林绿化局"),
        ("市大数据管理局", "市大数据局"),
        ("市应急管理局", "市应急局"),
        ("市安监局", "市应急局"),
        ("市扶贫办", "市乡村振兴局"),
        ("市府办", "市政府办公室"),
        ("市人民政府办公室", "市政府办公室"),
        ("宣传部", "市委宣传部"),
        ("中共苏州市委宣传部", "市委宣传部"),
        ("市委（宣传部）", "市委宣传部"),
        ("市政法委", "市委政法委"),
        ("市网信办", "市委网信办"),
        ("市发改委（市物价局）", "市发改委"),
        ("市文化广电和旅游局", "市文广旅局"),
        ("市旅游局", "市文广旅局"),
        ("共青团市委", "?"),
        ("市团委", "团市委"),
        ("张家港市人民政府", "张家港市政府"),
        ("张家港市", "张家港市政府"),
        ("苏州工业园区", "?"),
        ("工业园区", "工业园区管委会"),
        ("全市各部门", "?"),
    ] {
        assert_eq!(answer(&resolver, name), expected, "{name}");
    }
}

#[test]
fn another_places_body_is_never_ours() {
    let resolver = resolver(CITY);
    for name in [
        "张家港市水务局",
        "省生态环境厅",
        "省发改委",
        "吴中区教育局",
        "昆山市财政局",
        "市水务集团公司",
        "市财经局",
        "市公安局吴中分局",
        "各县级市（区）",
        "市各有关部门",
        "水",
        "局",
        "市",
        "",
        "（）",
        "常熟市发改委",
        "国家发改委",
        "县教育局",
    ] {
        assert_eq!(answer(&resolver, name), "?", "{name}");
    }
}

#[test]
fn the_declared_place_and_no_other() {
    let lexicon = || {
        let mut lexicon = Lexicon::built_in();
        lexicon.departments.extend(&toml::from_str("places = [\"云川市\"]").unwrap());
        lexicon
    };
    let resolver = Resolver::new(register("市水务局 市教育局"), &lexicon());
    assert_eq!(answer(&resolver, "云川市水务局"), "市水务局");
    assert_eq!(answer(&resolver, "云川教育局"), "市教育局");
    assert_eq!(answer(&resolver, "临溪市水务局"), "?");
    // The register's own names tell the place as well.
    let resolver = self::resolver("云川市水务局 云川市教育局 云川市财政局 临溪市水务局");
    assert_eq!(answer(&resolver, "市水务局"), "云川市水务局");
    assert_eq!(answer(&resolver, "临溪市水务局"), "临溪市水务局");
    assert_eq!(answer(&resolver, "青岭市教育局"), "?");
}

#[test]
fn a_district_has_its_own_letter() {
    let resolver = resolver("区发改委 区教育局 区住建局 区水务局");
    for (name, expected) in
        [("教育局", "区教育局"), ("区住房和城乡建设局", "区住建局"), ("市教育局", "?"), ("姑苏区教育局", "区教育局")]
    {
        assert_eq!(answer(&resolver, name), expected, "{name}");
    }
}

#[test]
fn a_short_form_is_the_name_that_it_shortens() {
    let resolver = resolver("市政务服务数据局 市营商环境局");
    assert_eq!(answer(&resolver, "市政数局"), "市政务服务数据局");
    assert_eq!(answer(&resolver, "市营商局"), "市营商环境局");
}

#[test]
fn ambiguous_stays_ambiguous() {
    let resolver = resolver("市教育局 市体育局 市自然资源局 市规划局 市水务局=水办 市河长办=水办");
    assert_eq!(answer(&resolver, "市教体局"), "市教育局|市体育局");
    assert_eq!(answer(&resolver, "市资规局"), "市自然资源局");
    assert_eq!(answer(&resolver, "市规划局"), "市规划局");
    assert_eq!(answer(&resolver, "水办"), "市水务局|市河长办");
}

#[test]
fn a_register_with_old_names_knows_the_new() {
    let resolver = resolver("市经信委 市环保局 市财政局");
    assert_eq!(answer(&resolver, "市工信局"), "市经信委");
    assert_eq!(answer(&resolver, "市生态环境局"), "市环保局");
}

#[test]
fn english_names() {
    let departments = ["Water Bureau", "Education Bureau", "Development and Reform Commission"];
    let departments = departments.map(|name| Department { name: name.to_owned(), ..Department::default() }).into();
    let resolver = Resolver::new(Register { departments, declared: true }, &Lexicon::built_in());
    for (cell, expected) in [
        ("water bureau", "Water Bureau"),
        ("Municipal Water Bureau", "Water Bureau"),
        ("Water Bureau, Education Bureau", "Water Bureau Education Bureau"),
        ("Water Bureau and Education Bureau", "Water Bureau Education Bureau"),
        ("Development and Reform Commission; Water Bureau (lead)", "Development and Reform Commission Water Bureau*"),
        ("Finance Bureau", "Finance Bureau"),
    ] {
        assert_eq!(names(&resolver, cell), expected, "{cell}");
    }
}

#[test]
fn the_nearest_is_only_a_hint() {
    let resolver = resolver(CITY);
    let nearest = |name: &str| match resolver.resolve(name) {
        Resolution::Unknown { nearest } => nearest.map(|index| resolver.register().departments[index].name.clone()),
        other => panic!("{name}: {other:?}"),
    };
    assert_eq!(nearest("市生态环镜局").as_deref(), Some("市生态环境局"));
    assert_eq!(nearest("市公安局吴中分局").as_deref(), Some("市公安局"));
    assert_eq!(nearest("各有关部门"), None);
    assert_eq!(nearest("西北电力设计院"), None);
}

/// Names of a cell as resolved, the lead's with a star.
fn names(resolver: &Resolver, cell: &str) -> String {
    let show = |unit: crate::model::UnitName| format!("{}{}", unit.name, if unit.lead_mark { "*" } else { "" });
    resolver.units(cell).into_iter().map(show).collect::<Vec<_>>().join(" ")
}

#[test]
fn cells_with_several_units() {
    let resolver = resolver(CITY);
    for (cell, expected) in [
        ("市发改委、市住建局", "市发改委 市住建局"),
        ("市交通局、市水务局，张家港市政府、常熟市政府", "市交通局 市水务局 张家港市政府 常熟市政府"),
        ("市经信委、科技局", "市工信局 市科技局"),
        ("市发改委，财政局；水务局", "市发改委 市财政局 市水务局"),
        ("市发改委\n市财政局", "市发改委 市财政局"),
        ("市住房和城乡\n建设局", "市住建局"),
        ("市 水 务 局", "市水务局"),
        ("市水务局 市财政局　市教育局", "市水务局 市财政局 市教育局"),
        ("市发展和改革委员会和市财政局", "市发改委 市财政局"),
        ("★市水务局、市财政局", "市水务局* 市财政局"),
        ("*市水务局、 财政局", "市水务局* 市财政局"),
        ("市水务局（牵头）、市财政局（配合）", "市水务局* 市财政局"),
        ("市水务局牵头，市财政局", "市水务局* 市财政局"),
        ("牵头：市水务局、市住建局；配合：市财政局", "市水务局* 市住建局* 市财政局"),
        ("牵头单位：市水务局\n配合单位：市财政局、市教育局", "市水务局* 市财政局 市教育局"),
        ("市委（宣传部、网信办）、市教育局", "市委宣传部 市委网信办 市教育局"),
        ("市委宣传部、政法委、财政局", "市委宣传部 市委政法委 市财政局"),
        ("市水务局、各县级市（区）", "市水务局 各县级市（区）"),
        ("市水务局，各有关部门", "市水务局 各有关部门"),
        ("各县（市、区）人民政府", "各县（市、区）人民政府"),
        ("市水务局等部门", "市水务局"),
        ("市水务局、市财政局等8个有关单位", "市水务局 市财政局"),
        ("市水务局/市财政局", "市水务局 市财政局"),
        ("1.市水务局 2.市财政局", "市水务局 市财政局"),
        ("市水务局、数字经济局", "市水务局 市数字经济局"),
        ("市水务局、苏州银行", "市水务局 苏州银行"),
        ("市水务局、临溪市水务局", "市水务局 临溪市水务局"),
        ("市委宣传部、社会工作部", "市委宣传部 市委社会工作部"),
        ("/", ""),
        ("无", ""),
        ("—", ""),
        ("", ""),
        ("、、，", ""),
        ("市水务局（", "市水务局"),
    ] {
        assert_eq!(names(&resolver, cell), expected, "{cell}");
    }
}

#[test]
fn names_in_titles_and_file_names() {
    let resolver = resolver(CITY);
    for (text, expected) in [
        ("市生态环境局.xlsx", "市生态环境局"),
        ("1.生态环境局2023年上半年进展（最终）", "市生态环境局"),
        ("附件2 市发展和改革委员会填报表", "市发改委"),
        ("苏州市水务局2023年上半年重点工作进展情况表", "市水务局"),
        ("张家港市水务局2023年上半年", ""),
        ("张家港水务局", ""),
        ("2023年市政府重点工作", ""),
        ("水务局、财政局联合报送", "市水务局 市财政局"),
        ("市场监管局0705", "市市场监管局"),
        ("省生态环境厅转发", ""),
        ("环保局（旧表）", "市生态环境局"),
        ("进展情况汇总表", ""),
    ] {
        let found =
            resolver.find_in(text).into_iter().map(|index| resolver.register().departments[index].name.as_str());
        assert_eq!(found.collect::<Vec<_>>().join(" "), expected, "{text}");
    }
}

#[test]
fn a_register_is_gathered_from_the_list() {
    let cells = [
        "市发改委、财政局",
        "市发展和改革委员会",
        "市发改委、各县级市（区）",
        "市环保局",
        "市生态环境局",
        "张家港市政府",
    ];
    let register = Resolver::gather(cells, &Lexicon::built_in());
    let names: Vec<_> = register.departments.iter().map(|department| department.name.as_str()).collect();
    assert_eq!(names, ["市发改委", "市财政局", "市环保局", "张家港市政府"]);
    assert!(!register.declared);
}

static ONCE: LazyLock<Resolver> = LazyLock::new(|| resolver(CITY));

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn every_canonical_name_is_known(picks in proptest::sample::subsequence(CITY.split_whitespace().collect::<Vec<_>>(), 1..20)) {
        let resolver = resolver(&picks.join(" "));
        for (index, name) in picks.iter().enumerate() {
            prop_assert_eq!(resolver.resolve(name), Resolution::Known(index));
        }
    }

    #[test]
    fn splitting_loses_no_letter_of_a_name(
        picks in proptest::sample::subsequence(CITY.split_whitespace().collect::<Vec<_>>(), 1..6),
        joint in proptest::sample::select(vec!["、", "，", ",", "；", "\n", "、\n", "／", " "]),
    ) {
        let resolver = &*ONCE;
        let units = resolver.units(&picks.join(joint));
        let names: Vec<_> = units.iter().map(|unit| &*unit.raw).collect();
        prop_assert_eq!(names, picks);
    }

    #[test]
    fn any_text_is_taken(cell in "\\PC{0,40}") {
        let resolver = &*ONCE;
        for unit in resolver.units(&cell) {
            prop_assert!(!unit.name.is_empty());
        }
        resolver.find_in(&cell);
    }
}

//! Made-up narratives of a quarter: several dozen kinds of sentence, each with its own numbers, the same every time.

/// One narrative of middling length.
pub const TYPICAL: &str = "第二轮督察整改任务共9项，截至6月30日，完成整改2项（A、B），序时推进7项；交办信访件289件，已办结284件，\
    阶段性办结5件，办结率98.3%。";

const AREAS: [&str; 14] = [
    "青禾区",
    "云渚县",
    "临澜市",
    "沄州区",
    "望川县",
    "白鹭镇",
    "北屿区",
    "海川市",
    "石渡县",
    "桐溪区",
    "金沙县",
    "高新区",
    "滨江新区",
    "柳河镇",
];
const THINGS: [&str; 16] = [
    "污水管网改造",
    "老旧小区改造",
    "高标准农田建设",
    "口袋公园建设",
    "职业技能培训",
    "公共数据共享",
    "充电设施建设",
    "中小学扩建",
    "普惠托育",
    "农村公路提档",
    "河道清淤",
    "燃气管道更新",
    "养老床位",
    "冷链物流",
    "危房整治",
    "智慧停车",
];
const BODIES: [&str; 10] = [
    "市公安局",
    "市税务局",
    "市卫健委",
    "市水务局",
    "市教育局",
    "市农业农村局",
    "市交通局",
    "市住建局",
    "市文旅局",
    "市民政局",
];

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, low: u64, high: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        low + (self.0 >> 33) % (high - low)
    }

    fn pick(&mut self, of: &[&'static str]) -> &'static str {
        of[self.roll(0, of.len() as u64) as usize]
    }
}

/// Narratives of one to six sentences, with figures as reports have them.
pub fn quarter(count: usize) -> Vec<String> {
    let mut dice = Dice(20_230_630);
    (0..count)
        .map(|_| {
            let sentences = dice.roll(1, 7);
            (0..sentences).map(|_| if dice.roll(0, 4) == 0 { words(&mut dice) } else { sentence(&mut dice) }).collect()
        })
        .collect()
}

/// Narratives with hardly a figure.
pub fn prose(count: usize) -> Vec<String> {
    let mut dice = Dice(7);
    (0..count).map(|_| (0..3).map(|_| words(&mut dice)).collect()).collect()
}

fn words(dice: &mut Dice) -> String {
    let (body, area, thing, other) = (dice.pick(&BODIES), dice.pick(&AREAS), dice.pick(&THINGS), dice.pick(&THINGS));
    match dice.roll(0, 8) {
        0 => format!("{body}会同{area}加快推进{thing}，组织现场会商，压实属地责任，确保{other}按节点落地。"),
        1 => format!("印发《{area}{thing}三年行动方案（2023—2025年）》，明确责任分工和时间表、路线图。"),
        2 => format!("围绕{thing}、{other}等重点领域，{body}开展专项督导，逐一约谈进度滞后的单位。"),
        3 => format!("下一步，{body}将持续优化{thing}工作机制，强化要素保障，推动{area}形成可复制可推广的经验。"),
        4 => format!("{area}聚焦“一件事一次办”，{thing}全流程线上办理，群众获得感不断增强。"),
        5 => format!("截至6月底，{area}{thing}前期手续基本办结，{other}进入招投标阶段，整体符合序时进度要求。"),
        6 => format!("{body}牵头建立联席会议制度，定期通报{thing}情况，协调解决用地、资金、审批等难点堵点问题。"),
        _ => format!("对照第二轮反馈意见，{area}制定{thing}整改方案，按照“一地一策”要求分类施策、销号管理。"),
    }
}

fn sentence(dice: &mut Dice) -> String {
    if dice.roll(0, 2) == 0 { counts(dice) } else { amounts(dice) }
}

/// Tenths of a percent that `part` is of `whole`.
fn percent(part: u64, whole: u64) -> String {
    format!("{:.1}%", part as f64 * 100.0 / whole as f64)
}

fn counts(dice: &mut Dice) -> String {
    let (area, thing, body) = (dice.pick(&AREAS), dice.pick(&THINGS), dice.pick(&BODIES));
    let (a, b, c) = (dice.roll(12, 900), dice.roll(3, 200), dice.roll(1, 60));
    let all = a + b + c;
    match dice.roll(0, 14) {
        0 => format!(
            "{area}{thing}项目共{all}个，其中已完工{a}个，正在实施{b}个，未开工{c}个，完工率{}。",
            percent(a, all)
        ),
        1 => format!(
            "上半年共受理群众诉求{all}件，已办结{}件，办结率{}；满意{a}件，占{}。",
            a + b,
            percent(a + b, all),
            percent(a, all)
        ),
        2 => format!("{body}排查隐患{all}处，完成整改{}处，剩余{c}处正在整改。", a + b),
        3 => format!("截至6月底，{area}已开工{thing}{a}个，占年度任务{all}个的{}。", percent(a, all)),
        4 => format!("{area}检查单位{all}家次，发现问题{b}个，下达整改通知书{c}份，立案{}起。", c / 2),
        5 => format!("{thing}涉及{area}{a}户、{}{b}户、{}{c}户，合计{all}户。", dice.pick(&AREAS), dice.pick(&AREAS)),
        6 => format!("全市新增{thing}{a}处，同比增加{c}处，增长{}。", percent(c, a.max(c + 1) - c)),
        7 => format!("{body}举办培训{c}期，参训{all}人次，其中女性{b}人次，占{}。", percent(b, all)),
        8 => format!("建议提案共{all}件，分为三类：A类{a}件、B类{b}件、C类{c}件。"),
        9 => format!("审批事项由{all}项精简为{a}项，精简幅度达{}。", percent(all - a, all)),
        10 => format!("出动执法人员{all}人次、车辆{b}台次，查扣违规车辆{c}辆，罚款{a}万元。"),
        11 => format!("{area}完成{thing}{a}公里，其中新建{}公里、改建{}公里。", a / 2, a - a / 2),
        12 => format!("第{c}批重点项目{all}个（含续建{b}个），{a}个已竣工投用。"),
        _ => format!(
            "{thing}任务{all}项，已完成{a}项（占{}），序时推进{b}项（占{}），滞后{c}项（占{}）。",
            percent(a, all),
            percent(b, all),
            percent(c, all)
        ),
    }
}

fn amounts(dice: &mut Dice) -> String {
    let (area, thing, body) = (dice.pick(&AREAS), dice.pick(&THINGS), dice.pick(&BODIES));
    let (a, b) = (dice.roll(200, 9000), dice.roll(10, 190));
    let tenth = |n: u64| format!("{}.{}", n / 10, n % 10);
    match dice.roll(0, 12) {
        0 => format!("{thing}年度计划总投资{}亿元，已完成投资{}亿元，完成率{}。", tenth(a), tenth(b), percent(b, a)),
        1 => format!("{area}一般公共预算收入{}亿元，同比增加{}亿元，增长{}。", tenth(a), tenth(b), percent(b, a - b)),
        2 => format!("{body}拨付{thing}专项资金{a}万元，惠及群众{b}余人，平均每人约{}元。", a * 10 / b),
        3 => format!(
            "1—6月份，{area}优良天数比率{}%，同比上升{}个百分点；PM2.5浓度{}微克/立方米，同比下降{}%。",
            tenth(700 + b),
            tenth(b / 10 + 1),
            tenth(250 + b),
            tenth(b)
        ),
        4 => format!("{thing}覆盖率由{}%提高到{}%，提高{}个百分点。", tenth(500), tenth(500 + b), tenth(b)),
        5 => format!("截至2023年6月30日，累计发放贷款{}亿元，惠及企业{b}家，户均{}万元。", tenth(a), a * 1000 / b),
        6 => format!("{area}粮食播种面积{a}万亩，总产量{}万吨（{}亿斤）。", tenth(b), tenth(b / 5)),
        7 => format!("{thing}完成全年目标的{}%，超序时进度{}个百分点。", tenth(500 + b), tenth(b)),
        8 => format!("全市用电量{}亿千瓦时，其中工业用电{}亿千瓦时，占{}。", tenth(a), tenth(a - b), percent(a - b, a)),
        9 => format!("{body}减税降费{}亿元，其中增值税留抵退税约{}亿元。", tenth(a), tenth(b)),
        10 => format!("新增就业{}万人，完成年度目标{}万人的{}。", tenth(b), tenth(a), percent(b, a)),
        _ => format!(
            "{area}接待游客{}万人次，旅游总收入{}亿元，分别增长{}%、{}%。",
            tenth(a),
            tenth(b),
            tenth(b),
            tenth(b / 2)
        ),
    }
}

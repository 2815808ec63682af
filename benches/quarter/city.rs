//! Made-up quarters on disk, the same each time: a city's, a large one, a province's. Every department has one workbook,
//! every task is reported by several departments.

use std::{collections::BTreeMap, error::Error, fs, path::Path};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook};

/// How large a quarter is.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Departments, one file each.
    pub departments: usize,
    /// Tasks.
    pub tasks: usize,
    /// Departments that report a task.
    pub by: usize,
}

/// 60 files, 3,000 rows, 300 tasks.
pub const CITY: Size = Size { departments: 60, tasks: 300, by: 10 };
/// 20 files, 102,000 rows, 6,000 tasks.
#[allow(dead_code)] // the bench makes the city alone
pub const SET: Size = Size { departments: 20, tasks: 6_000, by: 17 };
/// 10,000 files, 1,000,000 rows, 100,000 tasks.
#[allow(dead_code)]
pub const PROVINCE: Size = Size { departments: 10_000, tasks: 100_000, by: 10 };

const SHORT: &str = "发教科工公民财资环建管林交水农商文卫应审国监体统医数税港信档侨宗台外编老团妇残红协贸邮烟气震测海粮供药机保房退司金能口铁航物";
const VERBS: [&str; 10] = ["推进", "加快", "完善", "深化", "实施", "强化", "提升", "优化", "健全", "落实"];
const OBJECTS: [&str; 15] = [
    "老旧小区改造",
    "产业创新集群建设",
    "河道综合治理",
    "轨道交通建设",
    "养老服务体系建设",
    "高标准农田建设",
    "公共数据开放共享",
    "企业技术改造升级",
    "社区医院标准化建设",
    "口袋公园建设",
    "污水管网改造",
    "职业技能培训",
    "文物保护修缮",
    "保障性住房筹集",
    "外贸新业态培育",
];
const AREAS: [&str; 12] = [
    "姑苏区",
    "吴中区",
    "相城区",
    "吴江区",
    "高新区",
    "工业园区",
    "昆山市",
    "太仓市",
    "常熟市",
    "张家港市",
    "环太湖片区",
    "沿江片区",
];
const HEAD: [&str; 10] = [
    "序号",
    "重点任务",
    "任务内容",
    "牵头单位",
    "配合单位",
    "年度计划投资（亿元）",
    "完成投资（亿元）",
    "完成率",
    "进展情况",
    "进展状态",
];

/// A task of the list.
struct Task {
    section: String,
    title: String,
    content: String,
    units: Vec<String>,
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.roll(of.len())]
    }
}

/// A name of its own for every number: one letter for the first, then two, then three.
fn department(index: usize) -> String {
    let letters: Vec<char> = SHORT.chars().collect();
    let mut name = String::new();
    let mut rest = index;
    loop {
        name.push(letters[rest % letters.len()]);
        rest /= letters.len();
        if rest == 0 {
            return format!("市{name}务管理局");
        }
        rest -= 1;
    }
}

fn tasks(size: Size, dice: &mut Dice) -> Vec<Task> {
    let task = |index: usize| {
        let (verb, object, area) = (dice.pick(&VERBS), dice.pick(&OBJECTS), dice.pick(&AREAS));
        let (second, third) = (dice.pick(&OBJECTS), dice.pick(&AREAS));
        let (count, share) = (dice.roll(900) + 20, dice.roll(60) + 30);
        Task {
            section: format!("{}、聚焦{object}，推动高质量发展", index / 30 + 1),
            title: format!("{verb}{object}"),
            content: format!(
                "{verb}{area}{object}，完成年度任务{count}项，{third}{second}覆盖率达到{share}%，形成第{}批可复制经验。",
                index + 1
            ),
            units: (0..size.by).map(|step| department((index + step * 7) % size.departments)).collect(),
        }
    };
    (0..size.tasks).map(task).collect()
}

/// Writes the workspace: settings, task list, register and submissions.
pub fn write(folder: &Path, size: Size) -> Result<(), Box<dyn Error>> {
    let mut dice = Dice(2023);
    let tasks = tasks(size, &mut dice);
    fs::create_dir_all(folder.join("submissions"))?;
    fs::write(folder.join("taizhang.toml"), "period = \"2023年上半年\"\n")?;
    let mut list = csv::Writer::from_path(folder.join("tasks.csv"))?;
    list.write_record(["任务编号", "类别", "序号", "重点任务", "任务内容", "牵头单位", "配合单位"])?;
    for (index, task) in tasks.iter().enumerate() {
        let number = (index + 1).to_string();
        let id = format!("T-{number}");
        let support = task.units[1..].join("、");
        list.write_record([&id, &task.section, &number, &task.title, &task.content, &task.units[0], &support])?;
    }
    list.flush()?;
    let names: Vec<String> = (0..size.departments).map(department).collect();
    fs::write(folder.join("departments.csv"), format!("单位名称\n{}\n", names.join("\n")))?;
    let mut own: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, task) in tasks.iter().enumerate() {
        for unit in &task.units {
            own.entry(unit).or_default().push(index);
        }
    }
    for name in &names {
        let path = folder.join("submissions").join(format!("{name}.xlsx"));
        let own = own.get(name.as_str()).map_or(&[][..], Vec::as_slice);
        fs::write(path, workbook(name, own, &tasks, &mut dice)?)?;
    }
    Ok(())
}

fn workbook(name: &str, own: &[usize], tasks: &[Task], dice: &mut Dice) -> Result<Vec<u8>, Box<dyn Error>> {
    let body = Format::new().set_border(FormatBorder::Thin).set_text_wrap().set_font_name("仿宋").set_font_size(11);
    let head = body.clone().set_bold().set_align(FormatAlign::Center);
    let percent = body.clone().set_num_format("0.0%");
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2023, 7, 5)?));
    let sheet = workbook.add_worksheet();
    sheet.merge_range(0, 0, 0, 9, "2023年上半年重点任务进展情况表", &head)?;
    sheet.write_string(1, 0, format!("填报单位：{name}"))?;
    for (column, label) in (0u16..).zip(HEAD) {
        sheet.write_string_with_format(2, column, label, &head)?;
    }
    for (row, index) in (3u32..).zip(own) {
        let task = &tasks[*index];
        let plan = dice.roll(900) + 100;
        // Most are on time half way through the year, some are late.
        let done = plan * (dice.roll(30) + 46) / 100;
        let (all, some) = (dice.roll(400) + 100, dice.roll(90) + 10);
        let progress = format!(
            "截至6月底，{}已开工项目{some}个，占年度任务{all}个的{:.1}%；累计完成投资{:.1}亿元，组织现场推进会{}次，协调解决问题{}个，{}按计划推进，各项工作总体符合序时进度要求。",
            dice.pick(&AREAS),
            some as f64 / all as f64 * 100.0,
            done as f64 / 10.0,
            dice.roll(20) + 1,
            dice.roll(60) + 1,
            dice.pick(&OBJECTS),
        );
        sheet.write_number_with_format(row, 0, (index + 1) as f64, &body)?;
        let texts = [&task.title, &task.content, &task.units[0], &task.units[1..].join("、")];
        for (column, text) in (1u16..).zip(texts) {
            sheet.write_string_with_format(row, column, text, &body)?;
        }
        sheet.write_number_with_format(row, 5, plan as f64 / 10.0, &body)?;
        sheet.write_number_with_format(row, 6, done as f64 / 10.0, &body)?;
        sheet.write_number_with_format(row, 7, done as f64 / plan as f64, &percent)?;
        sheet.write_string_with_format(row, 8, &progress, &body)?;
        sheet.write_string_with_format(row, 9, "序时推进", &body)?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// One workbook with many rows of the same kind of cells.
pub fn large(rows: u32) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut dice = Dice(1949);
    let tasks = tasks(CITY, &mut dice);
    let percent = Format::new().set_num_format("0.0%");
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, label) in (0u16..).zip(HEAD) {
        sheet.write_string(0, column, label)?;
    }
    for row in 1..=rows {
        let task = &tasks[dice.roll(CITY.tasks)];
        let (plan, done) = ((dice.roll(900) + 100) as f64, (dice.roll(90) + 10) as f64);
        let progress = format!("截至6月底，已完成投资{:.1}亿元，开工项目{row}个。", done / 10.0);
        sheet.write_number(row, 0, row)?;
        let texts = [&task.title, &task.content, &task.units[0], &task.units[1]];
        for (column, text) in (1u16..).zip(texts) {
            sheet.write_string(row, column, text)?;
        }
        sheet.write_number(row, 5, plan / 10.0)?.write_number(row, 6, done / 10.0)?;
        sheet.write_number_with_format(row, 7, done / plan, &percent)?;
        sheet.write_string(row, 8, &progress)?.write_string(row, 9, "序时推进")?;
    }
    Ok(workbook.save_to_buffer()?)
}

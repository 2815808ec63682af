//! A quarter that is hard to lay out, made up of everything that a page can fall out of step with: narratives of 3,000
//! characters, a task with 40 supporting units, 300 tasks, a department with 80 findings, long names and long titles, and
//! the quarter before it, so that the two can be compared.

use std::{error::Error, fs, path::Path};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatBorder, Workbook, Worksheet};

/// Tasks of the list.
const TASKS: usize = 300;
/// Task with so many supporting units that their names alone fill a cell.
const CROWDED: usize = 6;
/// Supporting units of that task.
const SUPPORTING: usize = 40;
/// Tasks that the department with the most findings leads, from the first of them on.
const FAULTY: std::ops::Range<usize> = 200..280;
/// The department that leads them.
const FAULTY_UNIT: usize = 3;
/// Tasks whose narrative is about 3,000 characters long.
const LONG: [usize; 7] = [0, 1, 7, 40, 41, 120, 299];
/// A unit whose name is as long as such names get.
const LONG_NAME: &str = "长三角生态绿色一体化发展示范区执行委员会（国家级临空经济示范区管理办公室、综合保税区管理局）";

const FIRST: [&str; 10] = ["轨道", "老旧小区", "河湖", "养老", "数据", "农田", "污水", "文物", "住房", "外贸"];
const SECOND: [&str; 6] = ["更新改造", "综合治理", "提质增效", "设施建设", "试点示范", "服务保障"];
const AREAS: [&str; 5] = ["姑苏区", "吴中区", "相城区", "昆山市", "太仓市"];
const UNITS: [&str; 16] = [
    "发展改革",
    "教育",
    "科技",
    "住房城乡建设",
    "公安",
    "民政",
    "司法",
    "财政",
    "人力资源",
    "自然资源",
    "生态环境",
    "交通运输",
    "水务",
    "农业农村",
    "商务",
    "文化旅游",
];
const KINDS: [&str; 4] = ["局", "服务中心", "管理处", "发展集团"];

/// One of the two quarters.
struct Quarter {
    label: &'static str,
    folder: &'static str,
    last_month: usize,
}

const QUARTERS: [Quarter; 2] = [
    Quarter { label: "2024年一季度", folder: "2024Q1", last_month: 3 },
    Quarter { label: "2024年二季度", folder: "2024Q2", last_month: 6 },
];

struct Task {
    section: String,
    number: String,
    title: String,
    content: String,
    lead: Vec<String>,
    support: Vec<String>,
}

fn unit(index: usize) -> String {
    match index {
        0 => LONG_NAME.to_owned(),
        _ => format!("市{}{}", UNITS[index % UNITS.len()], KINDS[(index / UNITS.len()) % KINDS.len()]),
    }
}

fn task(index: usize, quarter: &Quarter) -> Task {
    let (first, second) = (FIRST[index % FIRST.len()], SECOND[index / FIRST.len() % SECOND.len()]);
    let area = AREAS[index / 60 % AREAS.len()];
    let lead = if FAULTY.contains(&index) { FAULTY_UNIT } else { index % 60 };
    let support = if index == CROWDED { SUPPORTING } else { index % 4 };
    // Blocks of three under one number, as a list has them where a task has several parts.
    let block = index / 3;
    let title = match index {
        30..=32 => {
            "全面贯彻新发展理念，统筹推进城市更新、产业焕新、生态修复、民生改善四大行动，加快构建具有全球竞争力的现代化产业体系和高品质宜居城市，奋力打造人与自然和谐共生的现代化示范区和长三角世界级城市群重要中心城市的若干重点工程".to_owned()
        }
        _ => format!("{}{}工程", FIRST[block % FIRST.len()], SECOND[block / FIRST.len() % SECOND.len()]),
    };
    let reworded = if index % 17 == 5 && quarter.last_month == 6 { "，并形成长效机制" } else { "" };
    let mut content = format!("推进{area}{first}{second}第{}号项目，年内完成{}处{reworded}。", index + 1, 40 + index);
    if index == 33 {
        content = format!(
            "{content}{}",
            "坚持系统治理、依法治理、综合治理、源头治理，健全部门协同、上下联动、社会参与的工作机制。".repeat(14)
        );
    }
    let support = (1..=support).map(|step| unit((lead + step) % 60)).filter(|name| *name != unit(lead));
    Task {
        section: format!("{}、{first_of}领域重点任务", numeral(index / 50), first_of = FIRST[index / 50]),
        number: (block + 1).to_string(),
        title,
        content,
        lead: vec![unit(lead)],
        support: support.collect(),
    }
}

fn numeral(index: usize) -> &'static str {
    ["一", "二", "三", "四", "五", "六"][index.min(5)]
}

fn narrative(index: usize, who: usize, quarter: &Quarter) -> String {
    let month = quarter.last_month;
    let (all, share) = (40 + index, quarter.last_month * 8);
    let done = all * share / 100;
    if FAULTY.contains(&index) && who == FAULTY_UNIT {
        let rate = share + 7 + index % 5;
        return format!("截至{month}月底，年度计划{all}处，已完成{done}处，完成率{rate}.3%，其余正在加快推进。");
    }
    if !LONG.contains(&index) {
        return format!(
            "截至{month}月底，已完成{done}处，占年度任务{all}处的{:.1}%。",
            done as f64 / all as f64 * 100.0
        );
    }
    let mut text = String::from("一是强化组织领导，健全工作体系。");
    for step in 0.. {
        if text.chars().count() > 2_950 {
            break;
        }
        text.push_str(&format!(
            "\n（{}）{}方面：{month}月以来召开现场推进会{}次，协调{}解决用地、资金、审批等问题{}个，累计完成投资{}.{}亿元，{}",
            step + 1,
            AREAS[step % AREAS.len()],
            step + 2,
            UNITS[step % UNITS.len()],
            step * 3 + 4,
            step + 5,
            index % 10,
            "各项工作按照时间节点有序推进，形象进度符合预期。"
        ));
    }
    text
}

/// Writes both quarters: `taizhang run DIR/2024Q1 -o DIR/2024Q2/previous.xlsx`, then `taizhang run DIR/2024Q2`.
pub fn write(folder: &Path) -> Result<(), Box<dyn Error>> {
    for quarter in &QUARTERS {
        write_quarter(&folder.join(quarter.folder), quarter)?;
    }
    Ok(())
}

fn write_quarter(folder: &Path, quarter: &Quarter) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder.join("submissions"))?;
    let settings = format!("period = \"{}\"\noffice = \"某某市人民政府办公室\"\n", quarter.label);
    fs::write(folder.join("taizhang.toml"), settings)?;
    let tasks: Vec<Task> = (0..TASKS).map(|index| task(index, quarter)).collect();
    let mut list = csv::Writer::from_path(folder.join("tasks.csv"))?;
    list.write_record(["类别", "序号", "重点任务", "任务内容", "牵头单位", "配合单位", "年度计划投资（亿元）"])?;
    for (index, task) in tasks.iter().enumerate() {
        let plan = if index % 3 == 0 { format!("{}.5", index + 20) } else { String::new() };
        let (lead, support) = (task.lead.join("、"), task.support.join("、"));
        list.write_record([&task.section, &task.number, &task.title, &task.content, &lead, &support, &plan])?;
    }
    list.flush()?;
    let names: Vec<String> = (0..60).map(unit).collect();
    fs::write(folder.join("departments.csv"), format!("单位名称\n{}\n", names.join("\n")))?;
    for (who, name) in names.iter().enumerate().filter(|(who, _)| who % 20 != 19) {
        let own = |task: &&(usize, &Task)| task.1.lead.contains(name) || task.1.support.contains(name);
        let own: Vec<(usize, &Task)> =
            tasks.iter().enumerate().collect::<Vec<_>>().iter().filter(own).copied().collect();
        let mut workbook = Workbook::new();
        let day = ExcelDateTime::from_ymd(2024, quarter.last_month as u8, 28)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&day));
        fill(workbook.add_worksheet(), (who, name), &own, quarter)?;
        fs::write(folder.join("submissions").join(format!("{who:02}.xlsx")), workbook.save_to_buffer()?)?;
    }
    Ok(())
}

fn fill(
    sheet: &mut Worksheet,
    (who, name): (usize, &str),
    own: &[(usize, &Task)],
    quarter: &Quarter,
) -> Result<(), Box<dyn Error>> {
    let body = Format::new().set_border(FormatBorder::Thin).set_text_wrap();
    sheet.write_string(0, 0, format!("{}重点任务进展情况表", quarter.label))?;
    sheet.write_string(1, 0, format!("填报单位：{name}"))?;
    let labels =
        ["序号", "重点任务", "任务内容", "牵头单位", "配合单位", "进展情况", "累计完成投资（亿元）", "存在问题"];
    for (column, label) in (0_u16..).zip(labels) {
        sheet.write_string_with_format(2, column, label, &body)?;
        sheet.set_column_width(column, 16)?;
    }
    for (row, (index, task)) in (3_u32..).zip(own) {
        let (lead, support) = (task.lead.join("、"), task.support.join("、"));
        let progress = narrative(*index, who, quarter);
        let problem = if index % 4 == 0 { "用地指标落实较慢，项目资金缺口仍需统筹。" } else { "" };
        let texts = [&task.number, &task.title, &task.content, &lead, &support, &progress];
        for (column, text) in (0_u16..).zip(texts) {
            sheet.write_string_with_format(row, column, text, &body)?;
        }
        if index % 3 == 0 {
            let tenths = (index * 10 + 205) * quarter.last_month / 12;
            sheet.write_number_with_format(row, 6, tenths as f64 / 10.0, &body)?;
        }
        sheet.write_string_with_format(row, 7, problem, &body)?;
    }
    Ok(())
}

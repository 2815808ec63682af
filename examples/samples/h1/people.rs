//! 市教育局, 市人社局, 市民政局, 市卫健委.

use crate::{
    content::{Line, Quarter, line},
    grid::{Grid, Show},
    h1::with_sections,
    sent::{Sent, book},
    sheet::{Look, OFFICIAL, PLAIN},
    write::{Fault, html, text, xml2003},
};

/// HTML named .xls, as the office system exports it: a wrong number, another lead unit, a wrong rate.
pub fn education(quarter: &Quarter) -> Sent {
    let mut lines = quarter.lines("市教育局");
    line(&mut lines, "35-3").number = "36".to_owned();
    line(&mut lines, "35-3").title = String::new();
    line(&mut lines, "35-3").lead = "市教育局、市体育局".to_owned();
    line(&mut lines, "35-3").support = "市人社局".to_owned();
    let mut grid = Grid::new(
        "Sheet1",
        &[
            (Show::Number, "序号", 6.0),
            (Show::Section, "任务类别", 18.0),
            (Show::Content, "任务内容", 40.0),
            (Show::Lead, "牵头单位", 14.0),
            (Show::Support, "配合单位", 16.0),
            (Show::Plan, "年度投资计划（亿元）", 12.0),
            (Show::Done, "完成投资（亿元）", 12.0),
            (Show::Progress, "工作进展情况", 60.0),
        ],
    );
    grid.formats = [4, 4, 1];
    grid.across("市教育局重点任务进展情况（2023年上半年）", Look::Title);
    grid.head();
    for line in &lines {
        grid.line(line);
    }
    let places = [grid.place(Show::Progress, 1), grid.place(Show::Number, 2), grid.place(Show::Lead, 2)];
    let bytes = html::write(&book(grid, PLAIN, (2023, 7, 5), "教育局"));
    Sent::new("社会民生组/市教育局_导出.xls", bytes)
        .plant_file("F003", "内容是HTML网页，扩展名是.xls")
        .plant("N003", "市教育局_导出", places[0], "348÷412＝84.5%，写成88.4%")
        .plant("L007", "市教育局_导出", places[1], "序号36是健康苏州，内容是产教融合（35）")
        .plant("D001", "市教育局_导出", places[2], "牵头单位多了市体育局")
}

/// XML 2003: last quarter's form used again, title unchanged; units parted by line breaks; one task left out.
pub fn employment(quarter: &Quarter) -> Sent {
    let mut lines = quarter.lines("市人社局");
    lines.retain(|line| line.id != "34-2");
    line(&mut lines, "8-1").support = "市教育局\n市财政局".to_owned();
    let mut grid = Grid::new(
        "重点任务进展",
        &[
            (Show::Number, "序号", 6.0),
            (Show::Content, "任务内容", 40.0),
            (Show::Target, "年度目标", 24.0),
            (Show::Lead, "牵头单位", 14.0),
            (Show::Support, "配合单位", 16.0),
            (Show::Progress, "进展情况", 60.0),
            (Show::Status, "进展状态", 10.0),
        ],
    );
    grid.across("2023年一季度政府工作报告重点任务进展情况表", Look::Title);
    grid.captions("填报单位：苏州市人力资源和社会保障局", "");
    grid.head();
    with_sections(&mut grid, &lines);
    let bytes = xml2003::write(&book(grid, OFFICIAL, (2023, 7, 6), "人社局"));
    Sent::new("社会民生组/市人社局.xml", bytes).plant("F009", "重点任务进展", (0, 0), "标题还是一季度，内容是上半年")
}

/// CSV in UTF-8 with a mark: the list's own ids, a unit that the register does not know, a task of another department.
pub fn welfare(quarter: &Quarter) -> Result<Sent, Fault> {
    let mut lines = quarter.lines("市民政局");
    line(&mut lines, "37-2").support = "市财政局、市残联".to_owned();
    let health = quarter.lines("市卫健委").into_iter().find(|line| line.id == "36-2");
    if let Some(health) = health {
        let progress = "结合社区综合服务设施建设，支持社区医院与养老服务中心毗邻设置，上半年新增毗邻点位6处。";
        lines.push(Line { progress: progress.to_owned(), status: "序时推进".to_owned(), ..health });
    }
    let columns = [
        "任务编号",
        "类别",
        "重点任务",
        "任务内容",
        "牵头单位",
        "配合单位",
        "年度计划投资（亿元）",
        "完成投资（亿元）",
        "进展情况",
        "进展状态",
    ];
    let mut grid = Grid::new("", &[]);
    for (column, label) in (0u16..).zip(columns) {
        grid.sheet.text(0, column, label, Look::Head);
    }
    for (row, line) in (1u32..).zip(&lines) {
        let texts = [&line.id, &line.section, &line.title, &line.content, &line.lead, &line.support];
        for (column, text) in (0u16..).zip(texts) {
            grid.sheet.text(row, column, text, Look::Text);
        }
        for (column, amount) in [(6, line.plan), (7, line.done)] {
            if let Some(amount) = amount.filter(|_| line.id.starts_with("37")) {
                grid.sheet.number(row, column, amount, Look::Number(4));
            }
        }
        grid.sheet.text(row, 8, &line.progress, Look::Text);
        grid.sheet.text(row, 9, &line.status, Look::Text);
    }
    let bytes = text::write(&grid.sheet, &PLAIN, text::Encoding::Utf8Bom)?;
    Ok(Sent::new("社会民生组/民政局上半年进展.csv", bytes)
        .plant("D003", "民政局上半年进展", (2, 5), "市残联不在单位名录中")
        .plant("L009", "民政局上半年进展", (3, 3), "市民政局不是任务36-2的责任单位"))
}

/// Tab-separated UTF-16, “Unicode text”: a growth that its two figures do not give, words about another year.
pub fn health(quarter: &Quarter) -> Result<Sent, Fault> {
    let lines = quarter.lines("市卫健委");
    let mut grid = Grid::new(
        "",
        &[
            (Show::Number, "序号", 6.0),
            (Show::Title, "重点任务", 16.0),
            (Show::Content, "任务内容", 36.0),
            (Show::Lead, "牵头单位", 14.0),
            (Show::Support, "配合单位", 16.0),
            (Show::Plan, "年度计划投资", 11.0),
            (Show::Done, "完成投资", 11.0),
            (Show::Progress, "进展情况", 60.0),
            (Show::Status, "进展状态", 10.0),
        ],
    );
    grid.sheet.text(0, 0, "2023年上半年重点任务进展情况表", Look::Title);
    grid.sheet.text(1, 0, "填报单位：苏州市卫生健康委员会", Look::Caption);
    grid.sheet.text(1, 8, "单位：亿元", Look::CaptionRight);
    grid.row = 2;
    grid.head();
    for line in &lines {
        grid.line(line);
    }
    grid.merge_blocks(&lines, &[Show::Number, Show::Title]);
    let (growth, year) = (grid.place(Show::Progress, 1), grid.place(Show::Progress, 2));
    let bytes = text::write(&grid.sheet, &PLAIN, text::Encoding::Utf16Tab)?;
    Ok(Sent::new("社会民生组/卫健委/重点任务.tsv", bytes)
        .plant("N013", "重点任务", growth, "4612.6→5280.4增长14.5%，写成12.5%")
        .plant("T005", "重点任务", year, "进展说的是2022年底"))
}

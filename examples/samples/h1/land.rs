//! 市生态环境局 (the real rows), 市农业农村局, 市园林绿化局.

use crate::{
    content::{Line, Quarter, line},
    grid::{Grid, Show},
    sent::{Sent, book},
    sheet::{Look, OFFICIAL, PLAIN, Value},
    write::{Fault, text, xls, xlsx},
};

/// Rows under their section headings, in the order of the task list.
pub fn with_sections(grid: &mut Grid, lines: &[Line]) {
    for (index, line) in lines.iter().enumerate() {
        if index == 0 || lines[index - 1].section != line.section {
            grid.section(&line.section);
        }
        grid.line(line);
    }
}

/// XLSX: the official table; section headings between the rows, number and title merged over their block.
pub fn ecology(quarter: &Quarter) -> Result<Sent, Fault> {
    let lines = quarter.lines("市生态环境局");
    let mut grid = Grid::new(
        "Sheet1",
        &[
            (Show::Number, "序\n号", 6.0),
            (Show::Title, "重点任务", 16.0),
            (Show::Content, "任务内容", 36.0),
            (Show::Lead, "牵头\n单位", 14.0),
            (Show::Support, "配合\n单位", 14.0),
            (Show::Progress, "上半年\n进展情况", 78.0),
        ],
    );
    grid.across("附件", Look::Attachment);
    grid.across("2023年市《政府工作报告》重点任务上半年进展情况表", Look::Title);
    grid.captions("填报单位：市生态环境局（盖章）", "填报日期：2023年7月5日");
    grid.head();
    with_sections(&mut grid, &lines);
    grid.merge_blocks(&lines, &[Show::Number, Show::Title]);
    let book = book(grid, OFFICIAL, (2023, 7, 5), "综合处");
    Ok(Sent::new("农业生态组/市生态环境局2023年上半年重点任务进展.xlsx", xlsx::write(&book)?))
}

/// CSV in GB18030: 单位 is the organisation, amounts in 万元, full-width digits, line breaks inside fields.
pub fn agriculture(quarter: &Quarter) -> Result<Sent, Fault> {
    let mut lines = quarter.lines("市农业农村局");
    for line in &mut lines {
        line.plan = line.plan.map(|amount| amount * 10_000.0);
        line.done = line.done.map(|amount| amount * 10_000.0);
    }
    let mut grid = Grid::new(
        "",
        &[
            (Show::Number, "序号", 6.0),
            (Show::Title, "重点任务", 16.0),
            (Show::Content, "任务内容", 36.0),
            (Show::Lead, "单位", 14.0),
            (Show::Support, "配合单位", 14.0),
            (Show::Plan, "年度计划投资（万元）", 12.0),
            (Show::Done, "完成投资（万元）", 12.0),
            (Show::Progress, "推进情况", 60.0),
            (Show::Status, "进展状态", 10.0),
        ],
    );
    grid.sheet.text(0, 0, "2023年上半年政府工作报告重点任务推进情况", Look::Title);
    grid.sheet.text(1, 0, "填报单位：苏州市农业农村局", Look::Caption);
    grid.row = 2;
    grid.head();
    for line in &lines {
        grid.line(line);
    }
    grid.merge_blocks(&lines, &[Show::Number, Show::Title]);
    let full_width = grid.place(Show::Done, 2);
    grid.sheet.text(full_width.0, full_width.1, "３００００", Look::Number(0));
    let parts = grid.place(Show::Progress, 3);
    let bytes = text::write(&grid.sheet, &PLAIN, text::Encoding::Gb18030)?;
    Ok(Sent::new("农业生态组/农业农村局上半年.csv", bytes).plant(
        "N004",
        "农业农村局上半年",
        parts,
        "分项386＋174＋262＝822人，多于总数812人，须请核实",
    ))
}

/// XLS: supporting units parted by spaces, a narrative cut off inside a bracket, and one that says nothing.
pub fn gardens(quarter: &Quarter) -> Result<Sent, Fault> {
    let mut lines = quarter.lines("市园林绿化局");
    line(&mut lines, "32-1").support = "市资源规划局  市住建局".to_owned();
    let mut grid = Grid::new(
        "上半年",
        &[
            (Show::Number, "序号", 6.0),
            (Show::Title, "工作任务", 16.0),
            (Show::Content, "具体内容", 36.0),
            (Show::Lead, "牵头部门", 16.0),
            (Show::Support, "配合部门", 16.0),
            (Show::Plan, "计划投资\n（亿元）", 10.0),
            (Show::Done, "完成投资\n（亿元）", 10.0),
            (Show::Rate, "完成率", 9.0),
            (Show::Progress, "1-6月进展", 56.0),
            (Show::Empty, "备注", 10.0),
        ],
    );
    grid.across("市园林和绿化管理局2023年上半年重点工作进展情况", Look::Title);
    grid.row += 1;
    grid.head();
    for line in &lines {
        grid.line(line);
    }
    grid.merge_blocks(&lines, &[Show::Number, Show::Title]);
    let rows = grid.records.clone();
    grid.total("合计", &rows);
    let remarks = grid.place(Show::Empty, 2);
    grid.sheet.set(remarks.0, remarks.1, Value::Text("年底考核".to_owned()), Look::Text);
    let (empty, cut) = (grid.place(Show::Progress, 0), grid.place(Show::Progress, 1));
    let bytes = xls::write(&book(grid, PLAIN, (2023, 7, 6), "园林绿化局办公室"))?;
    Ok(Sent::new("城建组/园林绿化局/重点任务进展（园林）.xls", bytes)
        .plant("T002", "上半年", empty, "进展只写“正常推进。”")
        .plant("T008", "上半年", cut, "进展在括号中间断开，缺后半句"))
}

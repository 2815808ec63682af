//! 市发改委, 市资源规划局.

use crate::{
    content::{Quarter, line},
    grid::{Grid, Show},
    h1::with_sections,
    sent::{Sent, book},
    sheet::{Look, OFFICIAL, PLAIN, Value},
    write::{Fault, xls, xlsx},
};

/// XLS: a header of two levels, a hidden row, a rate whose formula lost its reference, a total by formula.
pub fn reform(quarter: &Quarter) -> Result<Sent, Fault> {
    let lines = quarter.lines("市发改委");
    let mut grid = Grid::new(
        "重点任务",
        &[
            (Show::Number, "序号", 6.0),
            (Show::Title, "重点任务", 16.0),
            (Show::Content, "任务内容", 34.0),
            (Show::Lead, "牵头单位", 14.0),
            (Show::Support, "配合单位", 14.0),
            (Show::Plan, "年度计划投资", 11.0),
            (Show::Done, "完成投资", 11.0),
            (Show::Rate, "完成率", 9.0),
            (Show::Progress, "推进情况", 60.0),
            (Show::Status, "进展状态", 10.0),
        ],
    );
    grid.formats = [3, 3, 1];
    grid.across("2023年市政府重点工作任务分解落实情况（1—6月）", Look::Title);
    grid.captions("填报单位：苏州市发展和改革委员会", "单位：亿元");
    grid.row += 1;
    grid.head_in_groups(&[
        (Show::Title, Show::Content, "工作任务"),
        (Show::Lead, Show::Support, "责任分工"),
        (Show::Plan, Show::Rate, "投资情况（亿元）"),
    ]);
    with_sections(&mut grid, &lines);
    grid.merge_blocks(&lines, &[Show::Number, Show::Title]);
    let hidden = grid.place(Show::Number, 4);
    grid.sheet.hidden_rows.insert(hidden.0);
    let lost = grid.place(Show::Rate, 5);
    let broken = Value::BrokenFormula { text: "#REF!/F14".to_owned() };
    grid.sheet.set(lost.0, lost.1, broken, Look::Number(1));
    let rows = grid.records.clone();
    grid.total("合  计", &rows);
    grid.across("注：投资完成情况为快报数，以统计部门最终核定数为准。", Look::Note);
    grid.captions("填报人：李文              审核人：顾清", "联系电话：0512-6860××××");
    let bytes = xls::write(&book(grid, PLAIN, (2023, 7, 4), "发改委督查室"))?;
    Ok(Sent::new("经济发展组/市发改委-重点任务分解落实情况.xls", bytes)
        .plant("F008", "重点任务", hidden, "这一行被隐藏，里面有一项任务的进展")
        .plant("F012", "重点任务", lost, "完成率公式引用丢失，显示#REF!"))
}

/// XLSX, twice the same file: title and content share a column, numbers in brackets.
pub fn resources(quarter: &Quarter) -> Result<Vec<Sent>, Fault> {
    let mut lines = quarter.lines("市资源规划局");
    for line in &mut lines {
        line.number = format!("（{}）", line.number);
    }
    line(&mut lines, "2-2").support = "市发展改革委".to_owned();
    let mut grid = Grid::new(
        "资源规划",
        &[
            (Show::Number, "编号", 8.0),
            (Show::Content, "重点任务及主要内容", 44.0),
            (Show::Lead, "牵头责任单位", 18.0),
            (Show::Support, "配合责任单位", 18.0),
            (Show::Progress, "上半年工作完成情况", 64.0),
            (Show::Status, "是否达到序时", 12.0),
        ],
    );
    grid.across("苏州市自然资源和规划局承担市政府重点任务完成情况", Look::Title);
    grid.across("（2023年上半年）", Look::TotalLabel);
    grid.head();
    for line in &lines {
        grid.line(line);
    }
    grid.row += 1;
    grid.captions("分管领导签字：", "2023年7月6日");
    let bytes = xlsx::write(&book(grid, OFFICIAL, (2023, 7, 6), "资源规划局"))?;
    Ok(vec![
        Sent::new("城建组/资源规划局.xlsx", bytes.clone()),
        Sent::new("城建组/补报/资源规划局 - 副本.xlsx", bytes)
            .plant_file("F005", "与“城建组/资源规划局.xlsx”完全相同的副本"),
    ])
}

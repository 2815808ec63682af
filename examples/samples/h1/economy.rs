//! 市工信局, 市科技局, 市大数据局.

use crate::{
    content::{Line, Quarter, line},
    grid::{Grid, Show},
    sent::{Sent, book},
    sheet::{Look, MODERN, PLAIN},
    write::{Fault, xls, xlsb, xlsx},
};

/// XLSB: tasks renumbered, reordered and reworded; the header again halfway; elided prefixes; the table starts at B3.
pub fn industry(quarter: &Quarter) -> Result<Sent, Fault> {
    let mut lines = quarter.lines("市工信局");
    let order = ["5-1", "5-2", "4-1", "4-2", "M-03", "31-6"];
    lines.sort_by_key(|line| order.iter().position(|id| *id == line.id));
    for (number, line) in (1..).zip(&mut lines) {
        line.number = format!("{number}");
    }
    let reworded = line(&mut lines, "5-1");
    reworded.content = "推动“智改数转”项目实施1.2万个，规上工业企业智能化改造数字化转型实现全覆盖".to_owned();
    reworded.support = "市财政局、大数据局".to_owned();
    line(&mut lines, "4-1").content = "围绕四大主导产业打造创新集群，发展壮大优势产业。".to_owned();
    line(&mut lines, "4-1").support = "市发改委，科技局".to_owned();
    let mut grid = Grid::new(
        "Sheet1",
        &[
            (Show::Number, "序号", 6.0),
            (Show::Content, "主要任务", 40.0),
            (Show::Lead, "责任单位", 18.0),
            (Show::Support, "协同单位", 18.0),
            (Show::OwnRate, "年度目标完成率", 12.0),
            (Show::Progress, "最新进展（截至6月30日）", 66.0),
        ],
    );
    grid.left = 1;
    grid.widths();
    grid.row = 1;
    grid.across("市工信局承担市政府重点工作任务进展（上半年）", Look::Title);
    grid.head();
    for line in &lines[..3] {
        grid.line(line);
    }
    grid.head();
    grid.sheet.head_row = Some(2);
    for line in &lines[3..] {
        grid.line(line);
    }
    let reworded = [grid.place(Show::Content, 0), grid.place(Show::Content, 2)];
    let bytes = xlsb::write(&book(grid, MODERN, (2023, 7, 7), "工信局运行处"))?;
    Ok(Sent::new("经济发展组/工信局（市经信委）重点工作.xlsb", bytes)
        .plant("L008", "Sheet1", reworded[0], "任务表述与任务清单不同（语序改变）")
        .plant("L003", "Sheet1", reworded[1], "换了说法，须请人确认是不是同一项任务"))
}

/// ET of WPS: labels broken by spaces and line breaks, merged cells taken apart, a column that the form does not have.
pub fn science(quarter: &Quarter) -> Result<Sent, Fault> {
    let mut lines = quarter.lines("市科技局");
    line(&mut lines, "M-06").content = "全社会研发经费支出占地区生产总值比重达到4%".to_owned();
    let mut grid = Grid::new(
        "重点任务（科技）",
        &[
            (Show::Number, "序  号", 6.0),
            (Show::Title, "重 点\n任 务", 15.0),
            (Show::Content, "任  务  内  容", 36.0),
            (Show::Lead, "牵头\n单位", 12.0),
            (Show::Support, "配合\n单位", 14.0),
            (Show::Always("陈副局长"), "分管领导", 11.0),
            (Show::Plan, "年度计划\n投    资", 11.0),
            (Show::Done, "完成\n投资", 11.0),
            (Show::Progress, "进  展  情  况", 60.0),
        ],
    );
    grid.across("附件：", Look::Attachment);
    grid.across("2023年政府工作报告重点任务进展情况表（市科技局）", Look::Title);
    grid.captions("时间：2023年1—6月", "单位：亿元");
    grid.row += 1;
    grid.head();
    for line in &lines {
        grid.line(line);
    }
    grid.merge_blocks(&lines, &[Show::Number, Show::Title]);
    let block = grid.records[2];
    grid.unmerge(Show::Number, block);
    grid.unmerge(Show::Title, block);
    let unmapped = (grid.records[0] - 1, grid.column(Show::Always("陈副局长")).unwrap_or_default());
    grid.captions("填表人：周逸", "");
    let bytes = xls::write(&book(grid, PLAIN, (2023, 7, 5), "WPS 表格"))?;
    Ok(Sent::new("经济发展组/市科技局.et", bytes).plant(
        "H002",
        "重点任务（科技）",
        unmapped,
        "“分管领导”一列不在要求的栏目内，原样保留",
    ))
}

/// XLSX: one row, the old name of a supporting unit, a status outside the vocabulary.
pub fn data(quarter: &Quarter) -> Result<Sent, Fault> {
    let mut lines: Vec<Line> = quarter.lines("市大数据局");
    line(&mut lines, "9-2").support = "市经信委".to_owned();
    let mut grid = Grid::new(
        "Sheet1",
        &[
            (Show::Number, "序号", 6.0),
            (Show::Title, "重点任务", 16.0),
            (Show::Content, "任务内容", 36.0),
            (Show::Target, "年度目标", 22.0),
            (Show::Lead, "牵头单位", 14.0),
            (Show::Support, "配合单位", 14.0),
            (Show::Plan, "年度计划投资（亿元）", 12.0),
            (Show::Done, "完成投资（亿元）", 12.0),
            (Show::Progress, "进展情况", 56.0),
            (Show::Status, "进展状态", 10.0),
        ],
    );
    grid.across("2023年上半年重点任务进展情况表", Look::Title);
    grid.captions("填报单位：市大数据管理局", "");
    grid.head();
    for line in &lines {
        grid.line(line);
    }
    let status = grid.place(Show::Status, 0);
    let bytes = xlsx::write(&book(grid, PLAIN, (2023, 7, 4), "大数据局"))?;
    Ok(Sent::new("经济发展组/大数据局/附件.xlsx", bytes).plant(
        "T007",
        "Sheet1",
        status,
        "“总体平稳”不是规定的进展状态",
    ))
}

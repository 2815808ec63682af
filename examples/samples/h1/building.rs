//! 市住建局, 市交通局, 市水务局.

use crate::{
    content::{Line, Quarter, line},
    grid::{Column, Grid, Show},
    sent::{Sent, book},
    sheet::{Look, OFFICIAL, PLAIN},
    write::{Fault, ods, xlsx},
};

/// XLSX: sections with declared counts, subtotals by formula, a total typed by hand with two digits swapped.
pub fn housing(quarter: &Quarter) -> Result<Sent, Fault> {
    let mut lines = quarter.lines("市住建局");
    line(&mut lines, "11-2").support = "市资源规划局；姑苏区政府".to_owned();
    let mut grid = Grid::new(
        "附表",
        &[
            (Show::Number, "序号", 6.0),
            (Show::Title, "重点任务", 15.0),
            (Show::Content, "任务内容", 34.0),
            (Show::Lead, "牵头单位", 13.0),
            (Show::Support, "配合单位", 14.0),
            (Show::Plan, "年度计划投资\n（亿元）", 12.0),
            (Show::Done, "累计完成投资\n（亿元）", 12.0),
            (Show::Rate, "完成率", 9.0),
            (Show::Progress, "上半年工作进展", 56.0),
            (Show::Status, "进展状态", 10.0),
        ],
    );
    grid.formats = [4, 4, 1];
    grid.across("附件1", Look::Attachment);
    grid.across("市住房和城乡建设局2023年上半年重点任务完成情况表", Look::Title);
    grid.captions("填报单位：市住建局", "截止日期：2023年6月30日");
    grid.head();
    let mut subtotals = Vec::new();
    let mut headings = Vec::new();
    let mut first = 0;
    while first < lines.len() {
        let count = lines[first..].iter().take_while(|line| line.section == lines[first].section).count();
        // Six were announced, four are listed.
        let declared = if count == 4 { 6 } else { count };
        headings.push(grid.row);
        grid.section(&format!("{}（{declared}项）", lines[first].section));
        let rows: Vec<u32> = (grid.row..).take(count).collect();
        for line in &lines[first..first + count] {
            grid.line(line);
        }
        if lines[first].plan.is_some() {
            subtotals.push(grid.row);
            grid.total("小计", &rows);
        }
        first += count;
    }
    grid.merge_blocks(&lines, &[Show::Number, Show::Title]);
    let wrong = typed_total(&mut grid);
    grid.across("说明：1.投资额为项目单位上报数。2.加装电梯台数含在建。", Look::Note);
    let bytes = xlsx::write(&book(grid, OFFICIAL, (2023, 7, 5), "住建局办公室"))?;
    Ok(Sent::new("城建组/2023上半年重点任务-住建.xlsx", bytes)
        .plant("N014", "附表", (headings[1], 0), "标明6项，实际列出4项")
        .plant("N001", "附表", wrong, "合计96.3，各行之和为69.3（数字颠倒）"))
}

/// 合计 typed by hand: 69.3 became 96.3, and the rate was worked out from it.
fn typed_total(grid: &mut Grid) -> (u32, u16) {
    grid.total_label("合计");
    let row = grid.row;
    let columns = [Show::Plan, Show::Done, Show::Rate].map(|show| grid.column(show).unwrap_or_default());
    for (column, (figure, format)) in columns.into_iter().zip([(133.9, 4), (96.3, 4), (0.719, 1)]) {
        grid.sheet.number(row, column, figure, Look::TotalNumber(format));
    }
    grid.row += 1;
    (row, columns[1])
}

/// ODS: a header of three levels, a progress column for each quarter, the total above the rows, a starred lead unit.
pub fn transport(quarter: &Quarter) -> Result<Sent, Fault> {
    let mut lines = quarter.lines("市交通局");
    for line in lines.iter_mut().filter(|line| line.lead == "市交通局") {
        line.lead = "★市交通局".to_owned();
    }
    let mut grid = Grid::new(
        "交通重点任务",
        &[
            (Show::Number, "序号", 6.0),
            (Show::Title, "重点任务", 15.0),
            (Show::Content, "任务内容", 34.0),
            (Show::Lead, "牵头单位", 15.0),
            (Show::Support, "配合单位", 15.0),
            (Show::Early, "进展情况", 34.0),
            (Show::Plan, "年度计划投资", 10.0),
            (Show::Done, "完成投资", 10.0),
            (Show::Rate, "完成率", 9.0),
            (Show::Progress, "进展情况", 48.0),
        ],
    );
    grid.formats = [4, 4, 1];
    grid.across("附件2", Look::Attachment);
    grid.across("苏州市交通运输局2023年重点任务推进情况表", Look::Title);
    grid.captions("", "单位：亿元");
    grid.row += 1;
    three_level_head(&mut grid);
    let rows: Vec<u32> = (grid.row + 1..).take(lines.len()).collect();
    let total = grid.row;
    grid.row += 1;
    for line in &lines {
        grid.line(line);
    }
    grid.merge_blocks(&lines, &[Show::Number, Show::Title]);
    let end = grid.row;
    grid.row = total;
    grid.total("合计", &rows);
    grid.row = end;
    grid.across("注：★为牵头单位。", Look::Note);
    let bytes = ods::write(&book(grid, OFFICIAL, (2023, 7, 6), "交通运输局"))?;
    Ok(Sent::new("城建组/交通局/市交通局 上半年.ods", bytes))
}

fn three_level_head(grid: &mut Grid) {
    let top = grid.row;
    let at = |grid: &Grid, show| grid.column(show).unwrap_or_default();
    let columns: Vec<Column> = grid.columns.clone();
    for (column, (show, label, _)) in (grid.left..).zip(columns) {
        let from = match show {
            Show::Number => 0,
            Show::Title | Show::Content | Show::Lead | Show::Support => 1,
            _ => 2,
        };
        grid.sheet.text(top + from, column, label, Look::Head);
        grid.sheet.merge(top + from, column, top + 2, column);
    }
    let groups = [
        (0, Show::Title, Show::Content, "工作任务"),
        (0, Show::Lead, Show::Support, "责任单位"),
        (0, Show::Early, Show::Progress, "2023年推进情况"),
        (1, Show::Early, Show::Early, "一季度"),
        (1, Show::Plan, Show::Progress, "上半年"),
    ];
    for (level, first, last, label) in groups {
        let (first, last) = (at(grid, first), at(grid, last));
        grid.sheet.text(top + level, first, label, Look::Head);
        grid.sheet.merge(top + level, first, top + level, last);
    }
    grid.sheet.head_row = Some(top + 2);
    grid.row += 3;
}

/// XLSX: 单位 is the unit of measure, sub-rows under one task, a sum that misses the row added last.
pub fn water(quarter: &Quarter) -> Result<Sent, Fault> {
    let lines = quarter.lines("市水务局");
    let mut grid = Grid::new(
        "水务局",
        &[
            (Show::Number, "序号", 6.0),
            (Show::Content, "任务名称", 40.0),
            (Show::Lead, "责任单位", 16.0),
            (Show::Support, "配合部门", 16.0),
            (Show::Always("亿元"), "单位", 8.0),
            (Show::Plan, "年度计划投资", 11.0),
            (Show::Done, "完成投资", 11.0),
            (Show::Progress, "进展情况", 60.0),
            (Show::Status, "进展状态", 10.0),
        ],
    );
    grid.across("2023年上半年水务重点任务进展情况", Look::Title);
    grid.head();
    for line in &lines {
        grid.line(line);
    }
    let projects = [
        "吴淞江整治工程（江苏段）先导段护岸完成9.6公里，完成年度土方开挖任务的62%。",
        "太湖环湖大堤剩余工程主体完工；七浦塘泵站机组安装完成，城市防洪外围控制建筑物汛前检修全部到位。",
    ];
    for progress in projects {
        grid.line(&Line { progress: progress.to_owned(), ..Line::default() });
    }
    let last = lines.len() - 1;
    let (top, bottom) = (grid.records[last], grid.row - 1);
    for show in [Show::Number, Show::Content, Show::Lead, Show::Support, Show::Always("亿元"), Show::Plan, Show::Done]
    {
        grid.merge_down(show, top, bottom);
    }
    let short = short_total(&mut grid, last);
    grid.captions("填报人：钱亮", "2023年7月3日");
    let bytes = xlsx::write(&book(grid, PLAIN, (2023, 7, 3), "水务局"))?;
    Ok(Sent::new("城建组/水务局重点任务进展情况.xlsx", bytes).plant(
        "N012",
        "水务局",
        short,
        "合计公式没有包括最后一项任务的完成投资",
    ))
}

/// 合计: the plan is summed over all rows, what was completed over all but the last task.
fn short_total(grid: &mut Grid, last: usize) -> (u32, u16) {
    let rows = grid.records.clone();
    grid.total("合计", &rows);
    let row = grid.row - 1;
    let column = grid.column(Show::Done).unwrap_or_default();
    let partial = rows[..last].to_vec();
    let sum = grid.sum_of(&partial, column);
    grid.sheet.formula(row, column, crate::grid::sum_formula(&partial, column), sum, Look::TotalNumber(0));
    (row, column)
}

//! 市商务局, 市市场监管局, 市文广旅局.

use crate::{
    content::{Line, Quarter, line},
    grid::{Grid, Show},
    sent::{Sent, book, sheets},
    sheet::{Book, Look, MODERN, PLAIN, Sheet},
    write::{Fault, xlsx},
};

/// XLSX: two tables in one sheet, a sheet of instructions, a hidden word list, a task of its own, an empty progress, an
/// amount kept as text.
pub fn commerce(quarter: &Quarter) -> Result<Sent, Fault> {
    let mut lines = quarter.lines("市商务局");
    line(&mut lines, "3-2").progress.clear();
    let own = Line {
        content: "开展老字号品牌振兴行动，新认定“苏州老字号”品牌20家。".to_owned(),
        lead: "市商务局".to_owned(),
        support: "市市场监管局".to_owned(),
        progress: "完成第四批“苏州老字号”申报材料初审，受理品牌34家，拟于三季度公布认定名单。".to_owned(),
        status: "序时推进".to_owned(),
        ..Line::default()
    };
    let (targets, tasks) = lines.split_at(1);
    let mut grid = Grid::new(
        "上半年进展",
        &[
            (Show::Number, "序号", 6.0),
            (Show::Content, "任务内容", 44.0),
            (Show::Lead, "牵头单位", 13.0),
            (Show::Support, "配合单位", 16.0),
            (Show::Plan, "计划投资（亿元）", 11.0),
            (Show::Done, "完成投资（亿元）", 11.0),
            (Show::Progress, "工作进展", 60.0),
            (Show::Status, "进展状态", 10.0),
        ],
    );
    grid.across("市商务局2023年上半年主要预期目标和重点任务进展情况", Look::Title);
    grid.row += 1;
    grid.across("表一  主要预期目标", Look::Section);
    targets_table(&mut grid, targets);
    grid.row += 1;
    grid.across("表二  重点任务", Look::Section);
    grid.head();
    for line in tasks.iter().chain([&own]) {
        grid.line(line);
    }
    let record = |id: &str| 1 + tasks.iter().position(|line| line.id == id).unwrap_or_default();
    let (empty, invented) = (grid.place(Show::Progress, record("3-2")), grid.place(Show::Content, tasks.len() + 1));
    let typed = grid.place(Show::Done, record("1-2"));
    grid.sheet.text(typed.0, typed.1, "1.9", Look::Number(0));
    let book = sheets(vec![grid.sheet, instructions(), word_list()], MODERN, (2023, 7, 6), "商务局综合处");
    Ok(Sent::new("经济发展组/商务局/市商务局2023上半年.xlsx", xlsx::write(&book)?)
        .plant("T001", "上半年进展", empty, "牵头任务没有填写进展")
        .plant("L002", "上半年进展", invented, "任务清单中没有这项任务")
        .plant("N011", "上半年进展", typed, "完成投资是文本格式的数字"))
}

/// The first table has fewer columns under the same sheet.
fn targets_table(grid: &mut Grid, targets: &[Line]) {
    let labels = ["序号", "预期目标", "牵头单位", "配合单位", "", "", "完成情况", "进展状态"];
    for (column, label) in (0u16..).zip(labels) {
        grid.sheet.text(grid.row, column, label, Look::Head);
    }
    grid.sheet.merge(grid.row, 3, grid.row, 5);
    grid.row += 1;
    for line in targets {
        let row = grid.row;
        grid.line(line);
        grid.sheet.merge(row, 3, row, 5);
    }
}

fn instructions() -> Sheet {
    let mut sheet = Sheet::named("填报说明");
    sheet.set_widths(&[90.0]);
    let notes = [
        "填报说明",
        "1.请各责任处室对照年度目标，逐项填报截至6月30日的进展情况，数据与统计口径保持一致。",
        "2.投资类任务请填写计划投资和完成投资，单位为亿元，保留一位小数。",
        "3.请于7月6日前报综合处汇总。",
    ];
    for (row, note) in (0u32..).zip(notes) {
        sheet.text(row, 0, note, if row == 0 { Look::Title } else { Look::Note });
    }
    sheet
}

fn word_list() -> Sheet {
    let mut sheet = Sheet::named("字典");
    sheet.hidden = true;
    for (row, word) in (0u32..).zip(["已完成", "序时推进", "滞后", "未启动"]) {
        sheet.text(row, 0, word, Look::Note);
    }
    sheet
}

/// XLSM: numbers with asterisks, half-width separators, a rate above 100%, a row reported as supporting unit.
pub fn markets(quarter: &Quarter) -> Result<Sent, Fault> {
    let mut lines = quarter.lines("市市场监管局");
    for line in lines.iter_mut().filter(|line| line.id != "1-2") {
        line.number += "*";
    }
    line(&mut lines, "9-1").support = "市大数据局,市税务局".to_owned();
    let mut grid = Grid::new(
        "进展",
        &[
            (Show::Number, "序号", 7.0),
            (Show::Title, "任务名称", 18.0),
            (Show::Content, "任务要求", 38.0),
            (Show::Lead, "牵头单位", 15.0),
            (Show::Support, "配合单位", 18.0),
            (Show::Progress, "上半年进展情况", 60.0),
            (Show::Status, "进展状态", 10.0),
        ],
    );
    grid.left = 1;
    grid.widths();
    grid.across("苏州市市场监督管理局重点任务进展情况表", Look::Title);
    grid.captions("2023年1月至6月", "");
    grid.head();
    for line in &lines {
        grid.line(line);
    }
    grid.across("注：带*的为我局牵头任务。", Look::Note);
    let impossible = grid.place(Show::Progress, 3);
    let bytes = xlsx::write_macro_enabled(&book(grid, PLAIN, (2023, 7, 5), "市场监管局"))?;
    Ok(Sent::new("社会民生组/市场监管局进展表.xlsm", bytes).plant(
        "N009",
        "进展",
        impossible,
        "合格率109.1%，不可能超过100%",
    ))
}

/// XLSX, twice: an earlier version with smaller figures, and the final one, in which a row was pasted twice.
pub fn culture(quarter: &Quarter) -> Result<Vec<Sent>, Fault> {
    let mut early = quarter.lines("市文广旅局");
    line(&mut early, "13-1").done = Some(1.8);
    let earlier = &mut line(&mut early, "13-1").progress;
    *earlier = earlier.replace("已完成17项，完成年度目标的56.7%", "已完成15项，完成年度目标的50.0%");
    let mut last = quarter.lines("市文广旅局");
    let doubled = line(&mut last, "13-3").clone();
    last.push(doubled);
    let (first, _) = culture_table(&early, (2023, 7, 3));
    let (second, [doubled, hidden]) = culture_table(&last, (2023, 7, 7));
    Ok(vec![
        Sent::new("社会民生组/文广旅局/市文广旅局重点任务进展.xlsx", xlsx::write(&first)?)
            .plant_file("F005", "同一单位另有“（最终）”版本，采用最终版"),
        Sent::new("社会民生组/文广旅局/市文广旅局重点任务进展（最终）.xlsx", xlsx::write(&second)?)
            .plant("L004", "文旅", doubled, "任务13-3重复填报")
            .plant("F008", "文旅", hidden, "K列被隐藏"),
    ])
}

/// The workbook, the last row's content and the header of the hidden column.
fn culture_table(lines: &[Line], saved: (u16, u8, u8)) -> (Book, [(u32, u16); 2]) {
    let mut grid = Grid::new(
        "文旅",
        &[
            (Show::Section, "类别", 16.0),
            (Show::Number, "序号", 6.0),
            (Show::Title, "重点任务", 16.0),
            (Show::Content, "任务内容", 36.0),
            (Show::Lead, "牵头单位", 14.0),
            (Show::Support, "配合单位", 16.0),
            (Show::Plan, "年度计划投资（亿元）", 11.0),
            (Show::Done, "完成投资（亿元）", 11.0),
            (Show::Progress, "进展情况", 60.0),
            (Show::Status, "进展状态", 10.0),
            (Show::Always("施蕾 6522××××"), "填报人及联系方式", 16.0),
        ],
    );
    grid.across("2023年上半年政府工作报告重点任务进展情况", Look::Title);
    grid.head();
    for line in lines {
        grid.line(line);
    }
    let hidden = grid.right();
    grid.sheet.hidden_columns.insert(hidden);
    let places = [grid.place(Show::Content, lines.len() - 1), (1, hidden)];
    (book(grid, PLAIN, saved, "文广旅局"), places)
}

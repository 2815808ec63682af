//! The first quarter of 2023: seven departments, plain formats, no planted faults.

use crate::{
    content::{Line, Quarter},
    grid::{Column, Grid, Show},
    h1::with_sections,
    sent::{Sent, book},
    sheet::{Look, MODERN, OFFICIAL, PLAIN, Theme},
    write::{Fault, text, xls, xlsx},
};

const WORDS: [Column; 7] = [
    (Show::Number, "序号", 6.0),
    (Show::Title, "重点任务", 16.0),
    (Show::Content, "任务内容", 36.0),
    (Show::Lead, "牵头单位", 14.0),
    (Show::Support, "配合单位", 16.0),
    (Show::Progress, "一季度进展情况", 60.0),
    (Show::Status, "进展状态", 10.0),
];
const AMOUNTS: [Column; 9] = [
    (Show::Number, "序号", 6.0),
    (Show::Title, "重点任务", 16.0),
    (Show::Content, "任务内容", 36.0),
    (Show::Lead, "牵头单位", 14.0),
    (Show::Support, "配合单位", 16.0),
    (Show::Plan, "年度计划投资（亿元）", 12.0),
    (Show::Done, "完成投资（亿元）", 12.0),
    (Show::Progress, "一季度进展情况", 60.0),
    (Show::Status, "进展状态", 10.0),
];

/// Every file in `submissions/`.
pub fn files() -> Result<Vec<Sent>, Fault> {
    let quarter = Quarter::first_quarter()?;
    let table = |department: &str, columns: &[Column]| table(department, &quarter.lines(department), columns);
    let workbook = |department: &str, columns: &[Column], theme: Theme, day: u8| {
        book(table(department, columns), theme, (2023, 4, day), "办公室")
    };
    let welfare = table("市民政局", &AMOUNTS);
    let farming = table("市农业农村局", &AMOUNTS);
    Ok(vec![
        Sent::new("市生态环境局一季度.xlsx", xlsx::write(&workbook("市生态环境局", &WORDS, OFFICIAL, 6))?),
        Sent::new("市发改委一季度.xlsx", xlsx::write(&workbook("市发改委", &AMOUNTS, PLAIN, 6))?),
        Sent::new("市商务局一季度.xlsx", xlsx::write(&workbook("市商务局", &AMOUNTS, MODERN, 7))?),
        Sent::new("市住建局一季度.xls", xls::write(&workbook("市住建局", &AMOUNTS, PLAIN, 6))?),
        Sent::new("市教育局一季度.xlsx", xlsx::write(&workbook("市教育局", &AMOUNTS, PLAIN, 4))?),
        Sent::new("市农业农村局一季度.csv", text::write(&farming.sheet, &PLAIN, text::Encoding::Gb18030)?),
        Sent::new("市民政局一季度.csv", text::write(&welfare.sheet, &PLAIN, text::Encoding::Utf8Bom)?),
    ])
}

fn table(department: &str, lines: &[Line], columns: &[Column]) -> Grid {
    let mut grid = Grid::new("一季度", columns);
    grid.across("2023年一季度政府工作报告重点任务进展情况表", Look::Title);
    grid.captions(&format!("填报单位：{department}"), "");
    grid.head();
    with_sections(&mut grid, lines);
    grid.merge_blocks(lines, &[Show::Number, Show::Title]);
    grid
}

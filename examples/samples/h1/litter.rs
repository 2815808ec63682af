//! What lies about in the folder: a file cut off on its way, a lock file, files of the operating system.

use crate::{
    grid::{Grid, Show},
    sent::{Sent, book},
    sheet::{Look, OFFICIAL},
    write::{Fault, xlsx},
};

/// 市应急局's file, which broke off, and three files that nobody sent.
pub fn files() -> Result<Vec<Sent>, Fault> {
    Ok(vec![
        broken_off()?,
        Sent::new("城建组/~$2023上半年重点任务-住建.xlsx", lock_file()),
        Sent::new("社会民生组/文广旅局/Thumbs.db", thumbnails()),
        Sent::new("经济发展组/.DS_Store", b"\0\0\0\x01Bud1\0\0\x10\0\0\0\x08\0\0\0\x10\0".to_vec()),
        // What is missing altogether has no file to be named by.
        Sent::new("", Vec::new()).plant_file("F007", "市财政局牵头M-02、9-4，没有报送"),
        Sent::new("", Vec::new()).plant_file("L001", "任务34-2：市人社局报送了文件，没有报这一项"),
        Sent::new("", Vec::new()).plant_file("D005", "任务38-1：市住建局（配合）已报，市应急局（牵头）没有"),
    ])
}

fn broken_off() -> Result<Sent, Fault> {
    let mut grid = Grid::new(
        "Sheet1",
        &[
            (Show::Number, "序号", 6.0),
            (Show::Content, "任务内容", 40.0),
            (Show::Lead, "牵头单位", 14.0),
            (Show::Progress, "进展情况", 60.0),
        ],
    );
    grid.across("市应急管理局2023年上半年重点任务进展情况", Look::Title);
    grid.head();
    let mut bytes = xlsx::write(&book(grid, OFFICIAL, (2023, 7, 6), "应急局"))?;
    bytes.truncate(bytes.len() * 3 / 5);
    Ok(Sent::new("社会民生组/市应急局重点任务进展.xlsx", bytes)
        .plant_file("F001", "传输中断，文件只剩前半部分，无法打开"))
}

/// The owner's name, as Excel leaves it beside an open workbook.
fn lock_file() -> Vec<u8> {
    let mut bytes = vec![5];
    bytes.extend(b"zhujb");
    bytes.resize(55, b' ');
    bytes.extend([5, 0]);
    bytes.extend("zhujb".encode_utf16().flat_map(u16::to_le_bytes));
    bytes.resize(165, b' ');
    bytes
}

/// The head of a thumbnail cache of an old Windows.
fn thumbnails() -> Vec<u8> {
    let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    bytes.resize(512, 0);
    bytes
}

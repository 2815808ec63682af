//! Files that are no spreadsheets, told by their first bytes, each with its name and what to do instead.

use super::limits::Stop;

/// A kind of file that can't be read as a table: how it starts, and what it is called.
struct Kind {
    start: &'static [u8],
    zh: &'static str,
    en: &'static str,
    advice: Advice,
}

#[derive(Clone, Copy)]
enum Advice {
    /// Type or paste the table into a spreadsheet.
    Retype,
    /// Unpack it first.
    Unpack,
}

const KINDS: [Kind; 16] = [
    retype(b"%PDF", "PDF 文档", "a PDF document"),
    retype(b"{\\rtf", "RTF 文档", "an RTF document"),
    retype(b"\x89PNG", "PNG 图片", "a PNG picture"),
    retype(b"\xff\xd8\xff", "JPEG 图片", "a JPEG picture"),
    retype(b"GIF8", "GIF 图片", "a GIF picture"),
    retype(b"BM", "BMP 图片", "a BMP picture"),
    retype(b"II*\0", "TIFF 图片", "a TIFF picture"),
    retype(b"MM\0*", "TIFF 图片", "a TIFF picture"),
    retype(b"%!PS", "PostScript 文档", "a PostScript document"),
    retype(b"OFD", "OFD 版式文档", "an OFD document"),
    unpack(b"Rar!", "RAR 压缩包", "a RAR archive"),
    unpack(b"7z\xbc\xaf\x27\x1c", "7z 压缩包", "a 7z archive"),
    unpack(b"\x1f\x8b", "gzip 压缩包", "a gzip archive"),
    unpack(b"BZh", "bzip2 压缩包", "a bzip2 archive"),
    unpack(b"\xfd7zXZ", "xz 压缩包", "an xz archive"),
    unpack(b"\x28\xb5\x2f\xfd", "zstd 压缩包", "a zstd archive"),
];

const fn retype(start: &'static [u8], zh: &'static str, en: &'static str) -> Kind {
    Kind { start, zh, en, advice: Advice::Retype }
}

const fn unpack(start: &'static [u8], zh: &'static str, en: &'static str) -> Kind {
    Kind { start, zh, en, advice: Advice::Unpack }
}

/// The refusal for bytes that start like a file of another kind.
pub(super) fn by_start(bytes: &[u8]) -> Option<Stop> {
    let kind = KINDS.iter().find(|kind| bytes.starts_with(kind.start))?;
    // Two letters alone could also begin a text.
    if kind.start == b"BM" && !bytes.iter().take(64).any(|&byte| byte == 0)
        || kind.start == b"OFD" && std::str::from_utf8(bytes).is_ok()
    {
        return None;
    }
    Some(match kind.advice {
        Advice::Retype => document(kind.zh, kind.en),
        Advice::Unpack => archive(kind.zh, kind.en),
    })
}

/// A document that is no spreadsheet.
pub(super) fn document(zh: &str, en: &str) -> Stop {
    Stop::unreadable(
        format!("这是{zh}，不是电子表格，无法读取其中的数据。请把内容填入 Excel 表格（.xlsx）后重新报送。"),
        format!(
            "it is {en}, not a spreadsheet, and cannot be read: enter its content in a spreadsheet (.xlsx) and send that"
        ),
    )
}

/// An archive that must be unpacked first.
pub(super) fn archive(zh: &str, en: &str) -> Stop {
    Stop::unreadable(
        format!("这是{zh}，里面的文件没有读取。请先解压，把其中的表格放进报送文件夹。"),
        format!(
            "it is {en}, and the files in it were not read: unpack it and put the spreadsheets from it into the folder"
        ),
    )
}

/// A format for spreadsheets that is not read.
pub(super) fn old_spreadsheet(zh: &str, en: &str) -> Stop {
    Stop::unreadable(
        format!("这是{zh}，本程序不读取这种格式。请用 Excel 或 WPS 打开，另存为 .xlsx 后重新报送。"),
        format!("it is {en}, a format that is not read: open it in Excel or WPS, save it as .xlsx and send it again"),
    )
}

/// Bytes of no known kind.
pub(super) fn unknown() -> Stop {
    Stop::unreadable(
        "文件不是可识别的表格格式，可能已损坏，或改过扩展名。请用 Excel 或 WPS 打开检查，另存为 .xlsx 后重新报送。",
        "it is of no known spreadsheet format, perhaps damaged or renamed: open it in Excel or WPS, check it, save it as .xlsx and send it again",
    )
}

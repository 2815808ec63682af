//! What a file is, told by its content; its ending only tells whether the name is honest.

use super::{
    container::Parts,
    encoding::{self, Decoded},
    find::ending,
    limits::{Limits, Stop},
    refusal,
};
use crate::model::Format;

/// How an OLE compound file starts.
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Recognised content, ready for its reader.
pub(super) enum Content<'a> {
    /// An OOXML container with a workbook.
    Xlsx(Parts<'a>),
    /// Delimited text.
    Text(Decoded<'a>),
}

impl Content<'_> {
    /// The format's name for the outside.
    pub(super) const fn format(&self) -> Format {
        match self {
            Self::Xlsx(_) => Format::Xlsx,
            Self::Text(_) => Format::Csv,
        }
    }
}

/// Tells what the bytes are, or why they can't be read.
pub(super) fn content<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Content<'a>, Stop> {
    if bytes.is_empty() {
        return Err(Stop::unreadable(
            "文件是空的（0 字节）。请重新保存后再报送。",
            "the file is empty (0 bytes): save it again and send it anew",
        ));
    }
    if bytes.starts_with(b"PK") {
        return container(bytes, limits);
    }
    if bytes.starts_with(OLE) {
        return Err(refusal::old_spreadsheet("旧版二进制文档", "an old binary document"));
    }
    if let Some(stop) = refusal::by_start(bytes) {
        return Err(stop);
    }
    text(bytes)
}

/// What a ZIP container holds, by the parts that only one kind of document has.
fn container<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Content<'a>, Stop> {
    let parts = Parts::open(bytes, limits)?;
    let holds = |start: &str| parts.names().any(|name| name.starts_with(start));
    if holds("word/") {
        return Err(refusal::document("Word 文档", "a Word document"));
    }
    if holds("ppt/") {
        return Err(refusal::document("PowerPoint 演示文稿", "a PowerPoint presentation"));
    }
    if parts.has("OFD.xml") {
        return Err(refusal::document("OFD 版式文档", "an OFD document"));
    }
    if parts.has("Index/Document.iwa") {
        return Err(refusal::old_spreadsheet("苹果 Numbers 表格", "an Apple Numbers document"));
    }
    if parts.has("[Content_Types].xml") || holds("xl/") {
        return Ok(Content::Xlsx(parts));
    }
    Err(refusal::archive("ZIP 压缩包", "a ZIP archive"))
}

fn text(bytes: &[u8]) -> Result<Content<'_>, Stop> {
    let decoded = encoding::decode(bytes, None);
    if is_binary(&decoded.text) {
        return Err(refusal::unknown());
    }
    let start = decoded.text.trim_start();
    let start: String = start.chars().take(64).collect::<String>().to_lowercase();
    if start.starts_with("mime-version:") {
        return Err(refusal::old_spreadsheet("“单个文件网页”（MHT）", "a single-file web page (MHT)"));
    }
    Ok(Content::Text(decoded))
}

/// Control characters that no text has, more than a stray one.
fn is_binary(text: &str) -> bool {
    let sample = text.chars().take(4096);
    let (mut odd, mut all) = (0_u32, 0_u32);
    for c in sample {
        all += 1;
        odd += u32::from(
            c == char::REPLACEMENT_CHARACTER
                || (c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}' | '\u{1a}')),
        );
    }
    odd > 2 && odd * 50 > all || text.contains('\0') && odd * 200 > all
}

/// The name's ending, when it promises another format than the content has.
pub(super) fn lying_ending(name: &str, format: Format) -> Option<String> {
    let named = ending(name)?;
    let honest: &[Format] = match named.as_str() {
        "xlsx" | "xlsm" | "xltx" | "xltm" | "xlam" => &[Format::Xlsx],
        "xlsb" => &[Format::Xlsb],
        "xls" | "xlt" | "xla" => &[Format::Xls],
        // WPS saves its own endings in either shape.
        "et" | "ett" => &[Format::Xls, Format::Xlsx],
        "ods" | "ots" | "fods" => &[Format::Ods],
        "csv" | "tsv" | "tab" | "txt" | "prn" | "asc" => &[Format::Csv],
        "htm" | "html" | "xhtml" | "mht" | "mhtml" => &[Format::Html],
        "xml" => &[Format::Xml2003],
        "doc" | "docx" | "wps" | "pdf" | "zip" | "rar" | "jpg" | "jpeg" | "png" | "ppt" | "pptx" => &[],
        // Anything else after a dot promises nothing: 市水务局.最终版, 报表2023.6.
        _ => return None,
    };
    (!honest.contains(&format)).then_some(named)
}

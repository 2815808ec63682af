//! What a file is, told by its content; its ending only tells whether the name is honest.

use super::{
    container::Parts,
    encoding::{self, Decoded},
    find::ending,
    limits::{Limits, Stop},
    refusal, xls,
};
use crate::model::Format;

/// How much of a text is looked at to tell its kind.
const HEAD_CHARS: usize = 4096;

/// Recognised content, ready for its reader.
pub(super) enum Content<'a> {
    /// An OOXML container with a workbook.
    Xlsx(Parts<'a>),
    /// The same with binary parts.
    Xlsb(Parts<'a>),
    /// A workbook in an OLE compound file.
    Xls(Box<xls::Found>),
    /// An OpenDocument container with a spreadsheet.
    Ods(Parts<'a>),
    /// Text of one kind or another.
    Text(TextKind, Decoded<'a>),
}

/// Formats that are text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextKind {
    /// CSV, TSV and their like.
    Delimited,
    /// A web page.
    Html,
    /// SpreadsheetML 2003.
    Xml2003,
    /// Flat OpenDocument.
    FlatOds,
}

impl Content<'_> {
    /// The format's name for the outside.
    pub(super) const fn format(&self) -> Format {
        match self {
            Self::Xlsx(_) => Format::Xlsx,
            Self::Xlsb(_) => Format::Xlsb,
            Self::Xls(_) => Format::Xls,
            Self::Ods(_) | Self::Text(TextKind::FlatOds, _) => Format::Ods,
            Self::Text(TextKind::Delimited, _) => Format::Csv,
            Self::Text(TextKind::Html, _) => Format::Html,
            Self::Text(TextKind::Xml2003, _) => Format::Xml2003,
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
    if bytes.starts_with(xls::MAGIC) {
        return xls::open(bytes).map(|found| Content::Xls(Box::new(found)));
    }
    if is_old_biff(bytes) {
        return Err(xls::too_old());
    }
    if let Some(stop) = refusal::by_start(bytes) {
        return Err(stop);
    }
    text(bytes)
}

/// Excel 2 to 4 wrote their records without a container around them.
fn is_old_biff(bytes: &[u8]) -> bool {
    matches!(bytes, [0x09, 0x00 | 0x02 | 0x04 | 0x08, 4..=16, 0, 0, 0..=6, 0x10 | 0x20 | 0x40 | 0x00, 0x00 | 0x01, ..])
}

/// What a ZIP container holds, by the parts that only one kind of document has.
fn container<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Content<'a>, Stop> {
    let mut parts = Parts::open(bytes, limits)?;
    if let Ok(media) = parts.bytes("mimetype") {
        let media = String::from_utf8_lossy(&media).trim().to_owned();
        if media.starts_with(super::ods::MEDIA_TYPE) {
            return Ok(Content::Ods(parts));
        }
        if media.starts_with("application/vnd.oasis.opendocument.") {
            return Err(refusal::document("OpenDocument 文字或演示文档", "an OpenDocument text or presentation"));
        }
    }
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
    if parts.has("content.xml") && parts.has("META-INF/manifest.xml") {
        return Ok(Content::Ods(parts));
    }
    if parts.has("xl/workbook.bin") {
        return Ok(Content::Xlsb(parts));
    }
    if parts.has("[Content_Types].xml") || holds("xl/") {
        return Ok(Content::Xlsx(parts));
    }
    Err(refusal::archive("ZIP 压缩包", "a ZIP archive"))
}

fn text(bytes: &[u8]) -> Result<Content<'_>, Stop> {
    let declared = declared_charset(bytes);
    let decoded = encoding::decode(bytes, declared.as_deref());
    if is_binary(&decoded.text) {
        return Err(refusal::unknown());
    }
    let head: String = decoded.text.trim_start().chars().take(HEAD_CHARS).collect::<String>().to_lowercase();
    let kind = text_kind(&head)?;
    Ok(Content::Text(kind, decoded))
}

/// What the beginning of a text (in lower case) says it is.
fn text_kind(head: &str) -> Result<TextKind, Stop> {
    if head.starts_with("mime-version:") || head.starts_with("content-type: multipart") {
        return Err(refusal::old_spreadsheet("“单个文件网页”（MHT）", "a single-file web page (MHT)"));
    }
    if !head.starts_with('<') {
        return Ok(TextKind::Delimited);
    }
    let is_xml = head.starts_with("<?xml");
    if head.contains("<html")
        || head.contains("<!doctype html")
        || ["<table", "<head", "<body", "<meta", "<style", "<div", "<tr", "<center", "<!--"]
            .iter()
            .any(|tag| head.starts_with(tag))
    {
        return Ok(TextKind::Html);
    }
    if head.contains(super::xml2003::NAMESPACE) && head.contains("workbook") {
        return Ok(TextKind::Xml2003);
    }
    if head.contains("<office:document") && head.contains(super::ods::MEDIA_TYPE) {
        return Ok(TextKind::FlatOds);
    }
    if head.contains("uof:") {
        return Err(refusal::old_spreadsheet("“标文通”（UOF）文档", "a UOF document"));
    }
    if is_xml {
        return Err(refusal::document("XML 文档", "an XML document"));
    }
    if head.contains("<table") || head.contains("<td") { Ok(TextKind::Html) } else { Ok(TextKind::Delimited) }
}

/// The charset that a page or XML document names for itself.
fn declared_charset(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(4096))?).to_lowercase();
    let mark = if head.trim_start().starts_with("<?xml") { "encoding=" } else { "charset=" };
    if !head.trim_start().starts_with('<') {
        return None;
    }
    let rest = head.split_once(mark)?.1.trim_start_matches(['"', '\'', ' ']);
    let label: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
    (!label.is_empty()).then_some(label)
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

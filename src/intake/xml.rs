//! Small helpers over quick-xml that every XML format shares.

use std::borrow::Cow;

use quick_xml::{
    Reader,
    events::{BytesRef, BytesStart, BytesText},
};

/// A reader over a part that is already decoded.
pub(super) fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().allow_dangling_amp = true;
    reader
}

/// The text of an XML part: UTF-8, UTF-16, or what its declaration names. `None` when it does not decode.
pub(super) fn decode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, damaged) = encoding.decode_without_bom_handling(bytes.get(mark..)?);
        return (!damaged).then_some(text);
    }
    match bytes {
        [b'<', 0, ..] => return strict(encoding_rs::UTF_16LE, bytes),
        [0, b'<', ..] => return strict(encoding_rs::UTF_16BE, bytes),
        _ => {}
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(text.into());
    }
    strict(declared(bytes)?, bytes)
}

fn strict<'a>(encoding: &'static encoding_rs::Encoding, bytes: &'a [u8]) -> Option<Cow<'a, str>> {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    (!damaged).then_some(text)
}

/// The encoding named in `<?xml … encoding="GBK"?>`.
fn declared(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(200))?).into_owned();
    let after = head.split_once("encoding=")?.1;
    let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let label = after.get(1..)?.split(quote).next()?;
    encoding_rs::Encoding::for_label(label.as_bytes())
}

/// An attribute by its local name, entities resolved.
pub(super) fn attribute<'a>(element: &'a BytesStart<'_>, local: &str) -> Option<Cow<'a, str>> {
    for found in element.attributes().with_checks(false).flatten() {
        if found.key.local_name().as_ref() == local {
            return Some(unescape(found.value));
        }
    }
    None
}

/// An attribute that says yes: `1`, `true`, `on`.
pub(super) fn flag(element: &BytesStart<'_>, local: &str) -> bool {
    attribute(element, local).is_some_and(|value| matches!(value.trim(), "1" | "true" | "on"))
}

/// Resolves entities; what is no entity stays as it stands.
pub(super) fn unescape(raw: Cow<'_, str>) -> Cow<'_, str> {
    if !raw.contains('&') {
        return raw;
    }
    match quick_xml::escape::unescape(&raw) {
        Ok(text) => Cow::Owned(text.into_owned()),
        Err(_) => raw,
    }
}

/// Appends a stretch of text, line breaks as `\n`.
pub(super) fn push_text(text: &mut String, event: &BytesText<'_>) {
    text.push_str(&event.xml10_content());
}

/// Appends the character of an entity reference; an unknown one is kept as written.
pub(super) fn push_reference(text: &mut String, event: &BytesRef<'_>) {
    if let Ok(Some(c)) = event.resolve_char_ref() {
        text.push(c);
    } else if let Some(known) = quick_xml::escape::resolve_predefined_entity(event) {
        text.push_str(known);
    } else {
        text.push('&');
        text.push_str(event);
        text.push(';');
    }
}

/// Line breaks as `\n`, whichever way they were stored.
pub(super) fn unify_breaks(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

/// Undoes the `_xHHHH_` escapes by which OOXML stores characters that XML does not allow, and unifies line breaks.
pub(super) fn unescape_ooxml(text: String) -> String {
    if !text.contains("_x") {
        return unify_breaks(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut pending: Vec<u16> = Vec::new();
    let mut rest = text.as_str();
    while !rest.is_empty() {
        if let Some(unit) = escaped_unit(rest) {
            pending.push(unit);
            rest = &rest[7..];
            continue;
        }
        flush_units(&mut out, &mut pending);
        let mut chars = rest.chars();
        out.extend(chars.next());
        rest = chars.as_str();
    }
    flush_units(&mut out, &mut pending);
    unify_breaks(out)
}

/// The UTF-16 unit of a `_xHHHH_` at the start.
fn escaped_unit(text: &str) -> Option<u16> {
    let bytes = text.as_bytes().get(..7)?;
    if bytes[0] != b'_' || bytes[1] != b'x' || bytes[6] != b'_' || !bytes[2..6].iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    u16::from_str_radix(text.get(2..6)?, 16).ok()
}

fn flush_units(out: &mut String, pending: &mut Vec<u16>) {
    out.extend(char::decode_utf16(pending.drain(..)).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_of_ooxml_are_undone() {
        for (stored, text) in [
            ("甲_x000D_\n乙", "甲\n乙"),
            ("甲_x000D_乙", "甲\n乙"),
            ("_x005F_x000D_", "_x000D_"),
            ("a_x0041_b", "aAb"),
            ("_xD83D__xDE00_", "😀"),
            ("_xZZZZ_", "_xZZZZ_"),
            ("_x12", "_x12"),
            ("__x000A__", "_\n_"),
            ("a\r\nb\rc", "a\nb\nc"),
        ] {
            assert_eq!(unescape_ooxml(stored.to_owned()), text);
        }
    }

    #[test]
    fn parts_decode_by_mark_declaration_or_shape() {
        let gbk = encoding_rs::GB18030.encode("<?xml version=\"1.0\" encoding=\"GBK\"?><a>市</a>").0.into_owned();
        assert!(decode(&gbk).unwrap().contains("<a>市</a>"));
        let wide: Vec<u8> = "<a>市</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&wide).unwrap(), "<a>市</a>");
        assert_eq!(decode(b"<a>\xff</a>"), None);
    }
}

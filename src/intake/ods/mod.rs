//! OpenDocument spreadsheets: .ods in its container, .fods flat.

mod content;
mod formula;
mod text;

use quick_xml::events::Event;

use super::{
    container::{NoPart, Parts, damaged_part},
    dates,
    limits::{Meter, Stop},
    reading::Reading,
    xml,
};
use crate::model::Words;

/// The media types of a spreadsheet and of its template start so.
pub(super) const MEDIA_TYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// Reads an .ods.
pub(super) fn read(mut parts: Parts<'_>, meter: &mut Meter<'_>, reading: &mut Reading) -> Result<(), Stop> {
    // A part that is encrypted is noise; the manifest says which are.
    if parts.text_with_doctype("META-INF/manifest.xml").is_ok_and(|text| text.contains("encryption-data")) {
        return Err(Stop::Encrypted);
    }
    let content = match parts.text("content.xml") {
        Ok(text) => text,
        Err(NoPart::Missing | NoPart::Damaged) => return Err(damaged_part("content.xml")),
    };
    if let Ok(meta) = parts.text("meta.xml") {
        properties(&meta, reading);
    }
    left_alone(&parts, reading);
    content::read(&content, meter, reading)
}

/// Reads a flat .fods.
pub(super) fn read_flat(text: &str, meter: &mut Meter<'_>, reading: &mut Reading) -> Result<(), Stop> {
    properties(text, reading);
    content::read(text, meter, reading)
}

fn left_alone(parts: &Parts<'_>, reading: &mut Reading) {
    if parts.names().any(|name| name.starts_with("basic/") || name.starts_with("scripts/")) {
        reading.ignored(Words::new(
            "文件带有宏，没有运行，也没有读取。",
            "it carries macros, which were neither run nor read",
        ));
    }
    if parts.names().any(|name| name.starts_with("pictures/")) {
        reading.ignored(Words::new(
            "文件里有图片，图片中的内容没有读取。",
            "it holds pictures, whose content was not read",
        ));
    }
}

/// Document properties; those of a flat file stand before its body.
fn properties(text: &str, reading: &mut Reading) {
    let mut reader = xml::reader(text);
    let mut open: Option<(String, String)> = None;
    let mut value = String::new();
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(element) => {
                let name = element.local_name().as_ref().to_owned();
                if name == "body" {
                    return;
                }
                let key = xml::attribute(&element, "name").map(std::borrow::Cow::into_owned).unwrap_or_default();
                open = Some((name, key));
                value.clear();
            }
            Event::Text(event) => xml::push_text(&mut value, &event),
            Event::GeneralRef(event) => xml::push_reference(&mut value, &event),
            Event::End(_) => match open.take() {
                Some((name, _)) if name == "date" => reading.modified = dates::tidy_iso(&value),
                Some((name, _)) if name == "generator" => reading.application = Some(value.trim().to_owned()),
                Some((name, key)) if name == "user-defined" => reading.properties.push((key, value.trim().to_owned())),
                _ => {}
            },
            Event::Eof => return,
            _ => {}
        }
    }
}

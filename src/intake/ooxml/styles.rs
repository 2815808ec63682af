//! The styles part: which number format a cell's style has.

use std::rc::Rc;

use quick_xml::events::Event;

use crate::intake::{
    numfmt::{CellFormat, Formats},
    xml,
};

/// Number formats by cell style. What of the part can't be read leaves the styles behind it without a format.
pub(super) fn read(text: &str, formats: &mut Formats) -> Vec<Rc<CellFormat>> {
    let mut reader = xml::reader(text);
    let mut ids = Vec::new();
    let mut inside = false;
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                "numFmt" => {
                    let id = xml::attribute(&element, "numFmtId").and_then(|id| id.trim().parse().ok());
                    if let (Some(id), Some(code)) = (id, xml::attribute(&element, "formatCode")) {
                        formats.define(id, xml::unescape_ooxml(code.into_owned()));
                    }
                }
                "cellXfs" => inside = true,
                "xf" if inside => {
                    ids.push(xml::attribute(&element, "numFmtId").and_then(|id| id.trim().parse().ok()).unwrap_or(0));
                }
                _ => {}
            },
            Event::End(element) if element.local_name().as_ref() == "cellXfs" => inside = false,
            Event::Eof => break,
            _ => {}
        }
    }
    ids.into_iter().map(|id| formats.by_id(id)).collect()
}

//! Rich and plain strings: the shared table, and the text of one item, phonetic guides left out.

use std::sync::Arc;

use quick_xml::{Reader, events::Event};

use crate::intake::{
    container::damaged_part,
    limits::{Meter, Stop},
    xml,
};

/// The shared string table. Its own count is never believed.
pub(super) fn read(text: &str, meter: &mut Meter<'_>) -> Result<Vec<Arc<str>>, Stop> {
    let mut reader = xml::reader(text);
    let mut strings: Vec<Arc<str>> = Vec::new();
    let empty: Arc<str> = "".into();
    loop {
        meter.step()?;
        match reader.read_event().map_err(|_| damaged())? {
            Event::Start(element) if element.local_name().as_ref() == "si" => {
                let item = item(&mut reader, "si").ok_or_else(damaged)?;
                meter.text(&item)?;
                strings.push(if item.is_empty() { Arc::clone(&empty) } else { item.into() });
            }
            Event::Empty(element) if element.local_name().as_ref() == "si" => strings.push(Arc::clone(&empty)),
            Event::Eof => return Ok(strings),
            _ => {}
        }
    }
}

fn damaged() -> Stop {
    damaged_part("sharedStrings.xml")
}

/// The text of the item whose start was just read, up to its end `name`: the runs joined. `None` on broken XML.
pub(super) fn item(reader: &mut Reader<&[u8]>, name: &str) -> Option<String> {
    let mut text = String::new();
    let (mut inside, mut phonetic) = (false, false);
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "t" => inside = !phonetic,
                "rPh" => phonetic = true,
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "t" => inside = false,
                "rPh" => phonetic = false,
                other if other == name => return Some(xml::unescape_ooxml(text)),
                _ => {}
            },
            Event::Text(event) if inside => xml::push_text(&mut text, &event),
            Event::GeneralRef(event) if inside => xml::push_reference(&mut text, &event),
            Event::CData(event) if inside => text.push_str(&event.xml10_content()),
            Event::Eof => return None,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::Limits;

    #[test]
    fn runs_are_joined_and_phonetic_guides_are_not_text() {
        let xml = "<sst count=\"9\" uniqueCount=\"99999999999999\"><si><t>甲 </t></si><si><r><t>保留</t></r><r><rPr><strike/></rPr><t>作废</t></r>\
                   <rPh sb=\"0\" eb=\"1\"><t>zuofei</t></rPh></si><si/><si><t>a&amp;b&#10;_x000D_\nc</t></si></sst>";
        let limits = Limits::default();
        let strings = read(xml, &mut Meter::new(&limits)).unwrap();
        let told: Vec<&str> = strings.iter().map(AsRef::as_ref).collect();
        assert_eq!(told, ["甲 ", "保留作废", "", "a&b\n\nc"]);
        assert!(read("<sst><si><t>没有结束", &mut Meter::new(&limits)).is_err());
    }
}

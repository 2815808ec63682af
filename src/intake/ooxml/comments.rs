//! What people remarked on cells. A submission's remarks are left alone; of a report of ours that comes back it matters
//! whether somebody has added one.

use quick_xml::events::Event;

use crate::intake::{container::Parts, xml};

/// The text of every remark of a workbook.
pub(in crate::intake) fn read(mut parts: Parts<'_>) -> Vec<String> {
    let named = |name: &&str| name.starts_with("xl/comments");
    let names: Vec<String> = parts.names().filter(named).map(ToOwned::to_owned).collect();
    names.iter().filter_map(|name| parts.text(name).ok()).flat_map(|text| of_part(&text)).collect()
}

fn of_part(text: &str) -> Vec<String> {
    let mut reader = xml::reader(text);
    let (mut found, mut inside): (Vec<String>, bool) = (Vec::new(), false);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(element) if element.local_name().as_ref() == "comment" => found.push(String::new()),
            Event::Start(element) if element.local_name().as_ref() == "t" => inside = true,
            Event::End(element) if element.local_name().as_ref() == "t" => inside = false,
            Event::Text(event) if inside => {
                if let Some(remark) = found.last_mut() {
                    xml::push_text(remark, &event);
                }
            }
            Event::GeneralRef(event) if inside => {
                if let Some(remark) = found.last_mut() {
                    xml::push_reference(remark, &event);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    found
}

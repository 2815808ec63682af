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

/// Whether somebody else than this program, which notes its questions on the copies that go back, has remarked anything.
pub(super) fn any_of_others(parts: &mut Parts<'_>) -> bool {
    let names: Vec<String> =
        parts.names().filter(|name| name.starts_with("xl/comments")).map(ToOwned::to_owned).collect();
    names.iter().any(|name| parts.text(name).map_or(true, |text| !is_ours(&text)))
}

/// Whether every author of a part is this program.
fn is_ours(text: &str) -> bool {
    let mut reader = xml::reader(text);
    let (mut author, mut found) = (None, false);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) if element.local_name().as_ref() == "author" => author = Some(String::new()),
            Ok(Event::Text(event)) => {
                if let Some(author) = &mut author {
                    xml::push_text(author, &event);
                }
            }
            Ok(Event::End(element)) if element.local_name().as_ref() == "author" => {
                if author.take().is_some_and(|author| author != "taizhang") {
                    return false;
                }
                found = true;
            }
            Ok(Event::Empty(element)) if element.local_name().as_ref() == "author" => return false,
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => {}
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_are_ours_where_every_author_is() {
        for (authors, ours) in [
            ("<author>taizhang</author>", true),
            ("<author>taizhang</author><author>甲</author>", false),
            ("<author/>", false),
            ("<author></author>", false),
            ("", false),
        ] {
            assert_eq!(is_ours(&format!("<comments><authors>{authors}</authors></comments>")), ours, "{authors}");
        }
    }
}

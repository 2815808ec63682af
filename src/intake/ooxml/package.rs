//! What every OOXML container has: relationships, document properties, and parts that are left alone.

use std::collections::BTreeMap;

use quick_xml::events::Event;

use super::comments;
use crate::intake::{container::Parts, outward, reading::Reading, xml};
use crate::model::Words;

/// One relationship of a part.
#[derive(Debug, Clone)]
pub(super) struct Relation {
    /// The last word of its type URI: `worksheet`, `sharedStrings`.
    pub kind: String,
    /// The full name of the part it leads to.
    pub target: String,
}

/// A container with its parts.
pub(super) struct Package<'a> {
    /// The parts.
    pub parts: Parts<'a>,
}

impl<'a> Package<'a> {
    pub(super) const fn new(parts: Parts<'a>) -> Self {
        Self { parts }
    }

    /// Relationships of a part by id; of the package itself for an empty name.
    pub(super) fn relations(&mut self, part: &str) -> BTreeMap<String, Relation> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let slash = if folder.is_empty() { "" } else { "/" };
        let Ok(text) = self.parts.text(&format!("{folder}{slash}_rels/{name}.rels")) else { return BTreeMap::new() };
        let mut found = BTreeMap::new();
        let mut reader = xml::reader(&text);
        while let Ok(event) = reader.read_event() {
            let (Event::Start(element) | Event::Empty(element)) = event else {
                if matches!(event, Event::Eof) {
                    break;
                }
                continue;
            };
            if element.local_name().as_ref() != "Relationship" {
                continue;
            }
            let get = |name| xml::attribute(&element, name).map(std::borrow::Cow::into_owned).unwrap_or_default();
            let kind = get("Type").rsplit('/').next().unwrap_or_default().to_owned();
            found.insert(get("Id"), Relation { kind, target: resolve(folder, &get("Target")) });
        }
        found
    }

    /// Document properties: when it was modified, by which program, and the custom ones.
    pub(super) fn properties(&mut self, reading: &mut Reading) {
        if let Ok(text) = self.parts.text("docProps/core.xml") {
            reading.modified = element_text(&text, "modified").and_then(|text| crate::intake::dates::tidy_iso(&text));
        }
        if let Ok(text) = self.parts.text("docProps/app.xml") {
            reading.application = element_text(&text, "Application");
        }
        if let Ok(text) = self.parts.text("docProps/custom.xml") {
            reading.properties = custom_properties(&text);
        }
    }

    /// Says what the container holds beside cells and was not looked at.
    pub(super) fn left_alone(&mut self, reading: &mut Reading) {
        for (mark, words) in left_alone_words() {
            if self.parts.names().any(|name| name.contains(mark)) {
                reading.ignored(words);
            }
        }
        if comments::any_of_others(&mut self.parts) {
            reading.ignored(Words::new("文件里有批注，批注的内容没有读取。", "it holds comments, which were not read"));
        }
    }
}

fn left_alone_words() -> [(&'static str, Words); 3] {
    [
        (
            "vbaproject.bin",
            Words::new("文件带有宏，没有运行，也没有读取。", "it carries macros, which were neither run nor read"),
        ),
        ("/externallinks/", outward::other_workbooks()),
        (
            "/media/",
            Words::new("文件里有图片，图片中的内容没有读取。", "it holds pictures, whose content was not read"),
        ),
    ]
}

/// The full name of a target given relative to a folder.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    parts.join("/")
}

/// The text of the first element with a local name.
fn element_text(text: &str, name: &str) -> Option<String> {
    let mut reader = xml::reader(text);
    let mut inside = false;
    let mut found = String::new();
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) => inside |= element.local_name().as_ref() == name,
            Event::Text(event) if inside => xml::push_text(&mut found, &event),
            Event::GeneralRef(event) if inside => xml::push_reference(&mut found, &event),
            Event::End(_) if inside => return Some(found.trim().to_owned()).filter(|text| !text.is_empty()),
            Event::Eof => return None,
            _ => {}
        }
    }
}

fn custom_properties(text: &str) -> Vec<(String, String)> {
    let mut reader = xml::reader(text);
    let mut found: Vec<(String, String)> = Vec::new();
    let mut inside = false;
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(element) if element.local_name().as_ref() == "property" => {
                let name = xml::attribute(&element, "name").map(std::borrow::Cow::into_owned).unwrap_or_default();
                found.push((name, String::new()));
                inside = true;
            }
            Event::End(element) if element.local_name().as_ref() == "property" => inside = false,
            Event::Text(event) if inside => {
                if let Some((_, value)) = found.last_mut() {
                    xml::push_text(value, &event);
                }
            }
            Event::GeneralRef(event) if inside => {
                if let Some((_, value)) = found.last_mut() {
                    xml::push_reference(value, &event);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    for (_, value) in &mut found {
        *value = xml::unescape_ooxml(value.trim().to_owned());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_resolve_inside_the_container() {
        for (folder, target, name) in [
            ("xl", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", "/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl/worksheets", "../comments1.xml", "xl/comments1.xml"),
            ("xl", "..\\..\\..\\etc\\passwd", "etc/passwd"),
            ("", "xl/workbook.xml", "xl/workbook.xml"),
        ] {
            assert_eq!(resolve(folder, target), name);
        }
    }
}

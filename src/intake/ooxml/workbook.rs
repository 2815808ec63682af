//! The workbook part: which sheets there are, in which order, and which of them show.

use std::{collections::BTreeMap, sync::Arc};

use quick_xml::events::{BytesStart, Event};

use super::package::{Package, Relation};
use crate::{
    intake::{
        container::{NoPart, damaged_part},
        dates::Epoch,
        limits::Stop,
        xml,
    },
    model::Visibility,
};

/// A sheet as the workbook lists it.
#[derive(Debug)]
pub(super) struct SheetEntry {
    /// Its name.
    pub name: Arc<str>,
    /// Whether it shows.
    pub visibility: Visibility,
    /// Name of its part.
    pub part: String,
    /// What it is.
    pub kind: SheetKind,
}

/// What kind of sheet an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SheetKind {
    /// Cells.
    Worksheet,
    /// A chart, macro or dialog sheet.
    Other,
    /// The workbook names it, but nothing says where it is.
    Dangling,
}

/// The workbook part, understood.
#[derive(Debug)]
pub(super) struct Workbook {
    /// In the file's order.
    pub sheets: Vec<SheetEntry>,
    /// Which day is day 0.
    pub epoch: Epoch,
    /// Name of the styles part.
    pub styles: Option<String>,
    /// Name of the shared strings part.
    pub strings: Option<String>,
}

/// The name of the workbook part, and its relationships.
pub(super) fn locate(package: &mut Package<'_>, usual: &str) -> (String, BTreeMap<String, Relation>) {
    let root = package.relations("");
    let named =
        root.values().find(|relation| relation.kind == "officeDocument").map(|relation| relation.target.clone());
    let part = named.filter(|name| package.parts.has(name)).unwrap_or_else(|| usual.to_owned());
    let relations = package.relations(&part);
    (part, relations)
}

/// The part that a relation of one kind leads to, or the usual one where it lies.
pub(super) fn related(
    package: &Package<'_>,
    relations: &BTreeMap<String, Relation>,
    kind: &str,
    usual: &str,
) -> Option<String> {
    let named = relations.values().find(|relation| relation.kind == kind).map(|relation| relation.target.clone());
    named.or_else(|| package.parts.has(usual).then(|| usual.to_owned()))
}

/// Reads the workbook part of an .xlsx.
pub(super) fn read(package: &mut Package<'_>) -> Result<Workbook, Stop> {
    let (part, relations) = locate(package, "xl/workbook.xml");
    let text = package.parts.text(&part).map_err(|why| match why {
        NoPart::Missing | NoPart::Damaged => damaged_part(&part),
    })?;
    let mut workbook = Workbook {
        sheets: Vec::new(),
        epoch: Epoch::Y1900,
        styles: related(package, &relations, "styles", "xl/styles.xml"),
        strings: related(package, &relations, "sharedStrings", "xl/sharedStrings.xml"),
    };
    let mut reader = xml::reader(&text);
    loop {
        match reader.read_event().map_err(|_| damaged_part(&part))? {
            Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                "workbookPr" if xml::flag(&element, "date1904") => workbook.epoch = Epoch::Y1904,
                "sheet" => {
                    let entry = sheet_entry(&element, &relations, workbook.sheets.len());
                    workbook.sheets.push(entry);
                }
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(workbook)
}

fn sheet_entry(element: &BytesStart<'_>, relations: &BTreeMap<String, Relation>, position: usize) -> SheetEntry {
    let name = xml::attribute(element, "name").unwrap_or_default();
    let visibility = match xml::attribute(element, "state").as_deref() {
        Some("hidden") => Visibility::Hidden,
        Some("veryHidden") => Visibility::VeryHidden,
        _ => Visibility::Visible,
    };
    let relation = xml::attribute(element, "id").and_then(|id| relations.get(id.as_ref()));
    let name = super::sheet_name(&xml::unescape_ooxml(name.into_owned()), position);
    located(name, visibility, relation)
}

/// An entry whose kind is told by its relationship.
pub(super) fn located(name: Arc<str>, visibility: Visibility, relation: Option<&Relation>) -> SheetEntry {
    let kind = match relation.map(|relation| relation.kind.as_str()) {
        None => SheetKind::Dangling,
        Some("worksheet") => SheetKind::Worksheet,
        Some(_) => SheetKind::Other,
    };
    let part = relation.map(|relation| relation.target.clone()).unwrap_or_default();
    SheetEntry { name, visibility, part, kind }
}

//! Roles → formats, each made once.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};
use rustc_hash::FxHashMap;

use crate::{
    model::book::{Change, Role},
    render::theme::{Theme, colour},
};

/// What makes one format differ from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(clippy::struct_excessive_bools)] // a key of independent marks, not a state
pub struct Look {
    /// What the cell is.
    pub role: Role,
    /// Scale of its font in per cent.
    pub scale: u8,
    /// Whether it leads somewhere and should look it.
    pub linked: bool,
    /// Whether its text goes on from the row above.
    pub from_above: bool,
    /// Whether its text goes on in the row below.
    pub goes_on: bool,
    /// Whether it spans so much height that its text stands at the top.
    pub tall: bool,
    /// Whether its lines spread over the cell's height.
    pub spread: bool,
    /// Decimal places of its number; `None` for text and whole numbers.
    pub decimals: Option<u8>,
    /// Decimal places that it leaves blank, so that its point stands below those above it.
    pub room: u8,
}

/// Formats made so far.
pub struct Formats<'a> {
    theme: &'a Theme,
    made: BTreeMap<Look, Arc<Format>>,
}

impl<'a> Formats<'a> {
    /// None yet.
    pub const fn new(theme: &'a Theme) -> Self {
        Self { theme, made: BTreeMap::new() }
    }

    /// The format of a look.
    pub fn get(&mut self, look: Look) -> Arc<Format> {
        let theme = self.theme;
        Arc::clone(self.made.entry(look).or_insert_with(|| Arc::new(make(theme, look))))
    }

    /// The format of a stretch of text with differences.
    pub fn change(&self, role: Role, change: Change) -> Format {
        let (added, removed) = self.theme.change_colours();
        let base = font(self.theme, role, 1.0);
        match change {
            Change::Kept => base,
            Change::Added => base.set_underline(FormatUnderline::Single).set_font_color(Color::RGB(added)),
            Change::Removed => base.set_font_strikethrough().set_font_color(Color::RGB(removed)),
        }
    }
}

/// The formats of cells that are written past the library, numbered in the order in which they were first asked for: the
/// workbook's own format is 0, and the library numbers on from what is registered with it.
pub struct Styles<'a> {
    theme: &'a Theme,
    looks: FxHashMap<Look, u32>,
    numbers: HashMap<Format, u32>,
    made: Vec<Format>,
}

impl<'a> Styles<'a> {
    /// The workbook's own format alone.
    pub fn new(theme: &'a Theme, own: Format) -> Self {
        Self { theme, looks: FxHashMap::default(), numbers: HashMap::from([(own, 0)]), made: Vec::new() }
    }

    /// The number of a look's format.
    pub fn number(&mut self, look: Look) -> u32 {
        if let Some(number) = self.looks.get(&look) {
            return *number;
        }
        let format = make(self.theme, look);
        let number = self.numbers.get(&format).copied().unwrap_or_else(|| {
            let number = self.numbers.len() as u32;
            self.numbers.insert(format.clone(), number);
            self.made.push(format);
            number
        });
        self.looks.insert(look, number);
        number
    }

    /// The formats from number 1 on.
    pub fn made(&self) -> &[Format] {
        &self.made
    }
}

/// The font of a stretch of text with differences, as the XML of a text has it: what `Formats::change` is to the library.
pub fn change_font(theme: &Theme, role: Role, change: Change) -> String {
    let look = theme.look(role);
    let (added, removed) = theme.change_colours();
    let (mark, colour) = match change {
        Change::Kept => ("", r#"theme="1""#.to_owned()),
        Change::Added => ("<u/>", format!(r#"rgb="FF{added:06X}""#)),
        Change::Removed => ("<strike/>", format!(r#"rgb="FF{removed:06X}""#)),
    };
    let (size, name) = ((look.size * 2.0).round() / 2.0, theme.font(&look.font));
    let class = if name.is_ascii() { r#"<family val="2"/>"# } else { r#"<family val="1"/><charset val="134"/>"# };
    let name = super::cells::attribute(name);
    format!(r#"<rPr>{mark}<sz val="{size}"/><color {colour}/><rFont val="{name}"/>{class}</rPr>"#)
}

/// A font's class, by which a program picks another one where it is missing: roman or swiss, Chinese GB 2312.
fn font(theme: &Theme, role: Role, scale: f64) -> Format {
    let look = theme.look(role);
    named(theme.font(&look.font), (look.size * scale * 2.0).round() / 2.0)
}

/// A format with a font and its class.
pub fn named(name: &str, size: f64) -> Format {
    let format = Format::new().set_font_name(name).set_font_size(size);
    if name.is_ascii() { format } else { format.set_font_charset(134).set_font_family(1) }
}

/// A number with so many decimals and room for so many more: an underline leaves the width of the character behind it.
fn number_format(decimals: u8, room: u8) -> String {
    let (own, blank) = ("0".repeat(usize::from(decimals)), "_0".repeat(usize::from(room)));
    match (decimals, room) {
        (0, 0) => "#,##0".to_owned(),
        (0, _) => format!("#,##0_.{blank}"),
        _ => format!("#,##0.{own}{blank}"),
    }
}

fn make(theme: &Theme, look: Look) -> Format {
    let role = theme.look(look.role);
    let mut format = font(theme, look.role, f64::from(look.scale) / 100.0).set_text_wrap();
    format = format.set_align(match role.align.as_str() {
        "center" => FormatAlign::Center,
        "right" => FormatAlign::Right,
        _ => FormatAlign::Left,
    });
    let top = look.tall || look.from_above || look.goes_on || role.valign == "top";
    format = format.set_align(match top {
        _ if look.spread => FormatAlign::VerticalJustify,
        true => FormatAlign::Top,
        false => FormatAlign::VerticalCenter,
    });
    if role.border != "none" {
        format = format.set_border_left(FormatBorder::Thin).set_border_right(FormatBorder::Thin);
        // A text that goes on in the next row is one text: no line parts it.
        let edge = |open: bool| if open { FormatBorder::None } else { FormatBorder::Thin };
        format = format.set_border_top(edge(look.from_above)).set_border_bottom(edge(look.goes_on));
    }
    if let Some(fill) = &role.fill {
        format = format.set_background_color(Color::RGB(colour(fill)));
    }
    if let Some(text) = &role.colour {
        format = format.set_font_color(Color::RGB(colour(text)));
    }
    if look.role.is_input() {
        format = format.set_unlocked();
    }
    if look.linked {
        format = format.set_font_color(Color::RGB(theme.link_colour())).set_underline(FormatUnderline::Single);
    }
    if let Some(decimals) = look.decimals {
        format = format.set_num_format(number_format(decimals, look.room));
    }
    format
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_keeps_its_precision_and_leaves_room_for_that_of_others() {
        let formats = [(0, 0), (2, 0), (1, 1), (0, 2)].map(|(decimals, room)| number_format(decimals, room));
        assert_eq!(formats, ["#,##0", "#,##0.00", "#,##0.0_0", "#,##0_._0_0"]);
    }
}

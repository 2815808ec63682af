//! The theme: which font, size and colour a role has, and how a page is set up. Data in `templates/theme.toml`.

use std::{collections::BTreeMap, sync::LazyLock};

use rustc_hash::FxHashMap;
use serde::Deserialize;
use toml::{Table, Value};

use crate::{
    model::{
        Lang, Words,
        book::{Purpose, Role},
        outcome::ReportSettings,
    },
    templates::{self, Problem},
};

/// The built-in theme's text.
const BUILT_IN: &str = include_str!("../../templates/theme.toml");

static TABLE: LazyLock<Table> = LazyLock::new(|| toml::from_str(BUILT_IN).expect("a test parses the built-in theme"));
static PARSED: LazyLock<Raw> = LazyLock::new(|| toml::from_str(BUILT_IN).expect("a test parses the built-in theme"));

/// The look of a report in one language.
#[derive(Debug, Clone)]
pub struct Theme {
    lang: Lang,
    fonts: FxHashMap<String, String>,
    raw: Raw,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    fonts: BTreeMap<String, FxHashMap<String, String>>,
    measure: Measures,
    page: BTreeMap<String, Page>,
    roles: FxHashMap<String, Look>,
    change: Changes,
    charts: BTreeMap<String, String>,
    links: Links,
}

/// The sizes from which heights and widths are computed, in points.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Measures {
    /// Width of one character of a column's width.
    pub character: f64,
    /// Height of a line ÷ size of its font, by language: Latin fonts are lower.
    line: Lines,
    /// Room above and below a cell's text together.
    pub padding: f64,
    /// Height of the lowest row.
    pub lowest: f64,
    /// Height of the lowest row that a person fills in.
    pub open: f64,
    /// Height of the highest row.
    pub highest: f64,
    /// Height of the pieces of a text that no row can hold.
    pub piece: f64,
    /// The same for a table to be printed: a row that does not fit on the rest of a page leaves it empty.
    pub formal_highest: f64,
    /// Height of the pieces of its texts.
    pub formal_piece: f64,
    /// Scales at which a long text is tried in a list.
    pub shrink: Vec<f64>,
    /// Height from which a merged cell has its text at its top.
    pub tall: f64,
}

impl Measures {
    /// Height of the highest row of a sheet.
    pub(super) const fn most(&self, purpose: Purpose) -> f64 {
        if matches!(purpose, Purpose::Formal) { self.formal_highest } else { self.highest }
    }

    /// Height of the pieces of a text that no row of a sheet holds.
    pub(super) const fn piece_of(&self, purpose: Purpose) -> f64 {
        if matches!(purpose, Purpose::Formal) { self.formal_piece } else { self.piece }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lines {
    zh: f64,
    en: f64,
}

/// How a page is set up.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Page {
    /// `A3` or `A4`.
    pub paper: String,
    /// Lying.
    pub landscape: bool,
    /// In millimetres.
    pub margins: Margins,
    /// Zoom on screen, in per cent.
    pub zoom: u16,
}

/// Margins in millimetres.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Margins {
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
    pub header: f64,
    pub footer: f64,
}

/// The look of a role.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Look {
    /// Key of a font.
    pub font: String,
    /// In points.
    pub size: f64,
    /// `left`, `center` or `right`.
    pub align: String,
    /// `center` unless said otherwise; or `top`.
    #[serde(default)]
    pub valign: String,
    /// `thin` unless said otherwise; or `none`.
    #[serde(default)]
    pub border: String,
    /// Colour of the text.
    pub colour: Option<String>,
    /// Colour of the ground.
    pub fill: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Changes {
    added: String,
    removed: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Links {
    colour: String,
}

impl Theme {
    /// The built-in theme, with the fonts and the paper that the workspace asks for.
    pub fn new(lang: Lang, settings: &ReportSettings) -> Self {
        Self::made(PARSED.clone(), lang, settings)
    }

    /// The same, with what a workspace's own theme says in place of what is built in.
    ///
    /// # Errors
    /// What is wrong with the workspace's theme.
    pub fn with(lang: Lang, settings: &ReportSettings, own: &str) -> Result<Self, Vec<Problem>> {
        templates::overlaid(&TABLE, Some(own), &judge).map(|raw| Self::made(raw, lang, settings))
    }

    fn made(mut raw: Raw, lang: Lang, settings: &ReportSettings) -> Self {
        let key = match lang {
            Lang::Zh => "zh",
            Lang::En => "en",
        };
        let mut fonts = raw.fonts.remove(key).unwrap_or_default();
        for (role, font) in &settings.fonts {
            fonts.insert(role.clone(), font.clone());
        }
        if !settings.paper.is_empty()
            && let Some(page) = raw.page.get_mut("formal")
        {
            page.paper.clone_from(&settings.paper);
        }
        Self { lang, fonts, raw }
    }

    /// Sizes for computing heights and widths.
    pub(super) const fn measures(&self) -> &Measures {
        &self.raw.measure
    }

    /// Height of a line of a text of `size` points. Han characters in a Latin font are taken from another one, whose
    /// lines are higher.
    pub(super) fn line_height(&self, size: f64, text: &str) -> f64 {
        let line = &self.raw.measure.line;
        let is_wide = self.lang == Lang::Zh || text.chars().any(|c| c >= '\u{2e80}');
        size * if is_wide { line.zh } else { line.en }
    }

    /// The page of a sheet.
    pub(super) fn page(&self, purpose: Purpose) -> &Page {
        &self.raw.page[match purpose {
            Purpose::Formal => "formal",
            Purpose::Working => "working",
            Purpose::Summary => "summary",
            Purpose::Form => "form",
        }]
    }

    /// The look of a role.
    pub(super) fn look(&self, role: Role) -> &Look {
        &self.raw.roles[role.key()]
    }

    /// The font that a key stands for.
    pub(super) fn font(&self, key: &str) -> &str {
        self.fonts.get(key).map_or("", String::as_str)
    }

    /// Colour of a role in charts.
    pub(super) fn chart_colour(&self, role: Role) -> u32 {
        self.raw.charts.get(role.key()).map_or(0x7F_7F_7F, |text| colour(text))
    }

    /// Colour of the lines behind a chart's bars.
    pub(super) fn grid_colour(&self) -> u32 {
        self.raw.charts.get("grid").map_or(0, |text| colour(text))
    }

    /// Colours of what was added and what was removed.
    pub(super) fn change_colours(&self) -> (u32, u32) {
        (colour(&self.raw.change.added), colour(&self.raw.change.removed))
    }

    /// Colour of a cell that leads somewhere.
    pub(super) fn link_colour(&self) -> u32 {
        colour(&self.raw.links.colour)
    }
}

/// What is wrong with a value of a theme.
fn judge(path: &[&str], value: &Value) -> Option<Words> {
    match path {
        [.., "size"] => templates::between(value, 5.0, 72.0),
        [.., "align"] => templates::one_of(value, &["left", "center", "right"]),
        [.., "valign"] => templates::one_of(value, &["", "center", "top"]),
        [.., "border"] => templates::one_of(value, &["", "thin", "none"]),
        [.., "font"] => templates::one_of(value, &["title", "head", "body", "data", "code", "sheet"]),
        ["page", _, "paper"] => templates::one_of(value, &["A3", "A4"]),
        ["page", _, "zoom"] => templates::between(value, 10.0, 400.0),
        ["page", _, "margins", _] => templates::between(value, 0.0, 100.0),
        ["measure", "highest" | "piece" | "formal_highest" | "formal_piece"] => templates::between(value, 40.0, 409.0),
        ["measure", "shrink"] => {
            let scales: Vec<f64> = value.as_array().into_iter().flatten().filter_map(Value::as_float).collect();
            let good = !scales.is_empty() && scales.iter().all(|scale| (0.3..=1.0).contains(scale));
            (!good).then(|| Words::new("请写 0.3 到 1.0 之间的小数。", "expected decimals from 0.3 to 1.0"))
        }
        ["measure", ..] => templates::between(value, 0.1, 1_000.0),
        [.., "colour" | "fill" | "added" | "removed"] | ["charts", _] => {
            let text = value.as_str().unwrap_or_default();
            let good = text.len() == 6 && text.chars().all(|c| c.is_ascii_hexdigit());
            (!good).then(|| {
                Words::new(
                    format!("“{text}”不是颜色。请写六位十六进制的红绿蓝，例如 C00000。"),
                    format!(
                        "“{text}” is no colour: write red, green and blue as six hexadecimal digits, such as C00000"
                    ),
                )
            })
        }
        _ => None,
    }
}

/// A colour from RRGGBB; black for what is none.
pub(super) fn colour(text: &str) -> u32 {
    u32::from_str_radix(text, 16).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{LinkDecision, Severity, SubmissionStatus, TaskStatus, Verdict};

    fn roles() -> Vec<Role> {
        use Role::{
            Absent, Bad, Caption, CaptionEnd, Code, Figure, Good, Header, Heading, Input, InputHeader, InputShort,
            KeyFigure, KeyLabel, Narrative, Note, Ordinal, Section, SentFigure, Short, TaskTitle, Text, Title,
            TotalFigure, TotalText,
        };
        use SubmissionStatus::{Duplicate, Failed, Ignored, Read, Superseded};
        let mut roles = vec![
            Title,
            Caption,
            CaptionEnd,
            Heading,
            Note,
            Header,
            InputHeader,
            Section,
            Ordinal,
            TaskTitle,
            Short,
            Text,
            Narrative,
            Figure,
            SentFigure,
            Code,
            KeyLabel,
            KeyFigure,
            TotalText,
            TotalFigure,
            Absent,
            Good,
            Bad,
            Input,
            InputShort,
        ];
        roles.extend(TaskStatus::ALL.map(Role::Status));
        roles.extend([Severity::Error, Severity::Warning, Severity::Info].map(Role::Severity));
        roles.extend([LinkDecision::Link, LinkDecision::Possible, LinkDecision::None].map(Role::Link));
        let verdicts =
            [Verdict::Consistent, Verdict::Rounding, Verdict::Unexplained, Verdict::Unclear, Verdict::Inconsistent];
        roles.extend(verdicts.map(Role::Verdict));
        roles.extend([Read, Superseded, Duplicate, Ignored, Failed].map(Role::Submission));
        roles
    }

    #[test]
    fn every_role_has_a_look_in_a_font_of_both_languages() {
        let known: std::collections::BTreeSet<&str> = roles().into_iter().map(Role::key).collect();
        for lang in [Lang::Zh, Lang::En] {
            let theme = Theme::new(lang, &ReportSettings::default());
            for role in roles() {
                let look = theme.look(role);
                assert!(!theme.font(&look.font).is_empty(), "{}", role.key());
                for text in look.colour.iter().chain(&look.fill) {
                    assert!(text.len() == 6 && u32::from_str_radix(text, 16).is_ok(), "{}: {text}", role.key());
                }
            }
            assert!(theme.raw.roles.keys().all(|key| known.contains(key.as_str())), "a look without a role");
        }
    }

    #[test]
    fn a_workspace_has_a_theme_of_its_own() {
        let own = "[roles.status-behind]\ncolour = \"FF0000\"\nvalign = \"top\"\n[page.formal]\npaper = \"A4\"\n\
            [charts]\nstatus-behind = \"FF0000\"\n[fonts.zh]\nbody = \"楷体\"\n";
        let theme = Theme::with(Lang::Zh, &ReportSettings::default(), own).unwrap();
        assert_eq!(theme.look(Role::Status(TaskStatus::Behind)).colour.as_deref(), Some("FF0000"));
        assert_eq!((theme.page(Purpose::Formal).paper.as_str(), theme.font("body")), ("A4", "楷体"));
        for (own, zh) in [
            ("[roles.title]\ncolour = \"red\"", "“red”不是颜色"),
            ("[page.formal]\npaper = \"A5\"", "“A5”不能用，可以写：A3、A4。"),
            ("[roles.titel]\nsize = 3.0", "模板里没有“titel”这一项。是不是“title”？"),
        ] {
            let problems = Theme::with(Lang::Zh, &ReportSettings::default(), own).unwrap_err();
            assert!(problems[0].words.zh.starts_with(zh), "{problems:?}");
        }
    }

    #[test]
    fn a_workspace_chooses_fonts_and_paper() {
        let mut settings = ReportSettings { paper: "A4".into(), ..ReportSettings::default() };
        settings.fonts.insert("title".into(), "华文中宋".into());
        let theme = Theme::new(Lang::Zh, &settings);
        assert_eq!(theme.font("title"), "华文中宋");
        assert_eq!(theme.page(Purpose::Formal).paper, "A4");
    }
}

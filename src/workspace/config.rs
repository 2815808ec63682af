//! `taizhang.toml`: what can be set, and what is wrong with it, each with a caret under the place.

use std::{collections::BTreeMap, path::PathBuf};

use serde::Deserialize;
use toml::Spanned;

use crate::{
    intake::Limits,
    lexicon::{DepartmentList, Labels, StatusWords, UnitList},
    model::{Lang, Period, Severity, Words, outcome::ReportSettings},
    text::distance,
};

use super::fault::Fault;

/// The settings file as written. Every key is optional.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Written {
    period: Option<Spanned<String>>,
    title: String,
    office: String,
    lang: Option<Lang>,
    tasks: Option<PathBuf>,
    departments: Option<PathBuf>,
    submissions: Option<OneOrMany>,
    previous: Option<PathBuf>,
    decisions: Option<PathBuf>,
    output: Option<PathBuf>,
    limits: WrittenLimits,
    severities: BTreeMap<Spanned<String>, Level>,
    report: WrittenReport,
    lexicon: LexiconAdditions,
}

#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "expected a path in quotes, or a list of them")]
enum OneOrMany {
    One(PathBuf),
    Many(Vec<PathBuf>),
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Level {
    Error,
    Warning,
    Info,
    Off,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WrittenReport {
    paper: Option<Paper>,
    fonts: Fonts,
    marks: Option<bool>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
enum Paper {
    A3,
    A4,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Fonts {
    title: Option<String>,
    head: Option<String>,
    body: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WrittenLimits {
    file_bytes: Option<u64>,
    inflated_bytes: Option<u64>,
    ratio: Option<u64>,
    parts: Option<u64>,
    sheets: Option<u64>,
    cells: Option<u64>,
    records: Option<u64>,
    cell_chars: Option<u64>,
    seconds: Option<u64>,
    memory_bytes: Option<u64>,
}

/// What a workspace adds to the word lists.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct LexiconAdditions {
    /// Field → labels that mean it.
    pub labels: BTreeMap<Spanned<String>, Vec<String>>,
    /// Status words.
    pub statuses: StatusWords,
    /// Units of measure and words of measure columns.
    pub units: UnitList,
    /// Bodies, places and words about their names.
    pub departments: DepartmentList,
}

/// The settings as meant.
#[derive(Debug, Default)]
pub(super) struct Config {
    pub period: Option<Period>,
    pub lang: Option<Lang>,
    pub tasks: Option<PathBuf>,
    pub departments: Option<PathBuf>,
    pub submissions: Option<Vec<PathBuf>>,
    pub previous: Option<PathBuf>,
    pub decisions: Option<PathBuf>,
    pub output: Option<PathBuf>,
    pub limits: Limits,
    pub severities: BTreeMap<String, Option<Severity>>,
    pub report: ReportSettings,
    pub lexicon: LexiconAdditions,
}

/// Reads the text of a settings file. `codes` are the checks there are; none given, none is asked for.
pub(super) fn read(file: &str, text: &str, codes: &[&str]) -> Result<Config, Vec<Fault>> {
    let written: Written = toml::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
        let shift = text.len() - text.trim_start_matches('\u{feff}').len();
        let span = error.span().unwrap_or(0..0);
        vec![Fault::span(file, text, span.start + shift..span.end + shift, explained(error.message()))]
    })?;
    meant(file, text.trim_start_matches('\u{feff}'), written, codes)
}

fn meant(file: &str, text: &str, written: Written, codes: &[&str]) -> Result<Config, Vec<Fault>> {
    let mut faults = Vec::new();
    let period = written.period.and_then(|named| {
        let period = Period::parse(named.get_ref());
        if period.is_none() {
            faults.push(Fault::span(file, text, named.span(), period_words(named.get_ref())));
        }
        period
    });
    for code in written.severities.keys() {
        if !codes.is_empty() && !codes.contains(&code.get_ref().as_str()) {
            faults.push(Fault::span(file, text, code.span(), unknown_code(code.get_ref(), codes)));
        }
    }
    let mut labels = Labels::default();
    for key in written.lexicon.labels.keys() {
        if !labels.extend("", key.get_ref()) {
            faults.push(Fault::span(file, text, key.span(), unknown_field(key.get_ref())));
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(Config {
        period,
        lang: written.lang,
        tasks: written.tasks,
        departments: written.departments,
        submissions: written.submissions.map(|paths| match paths {
            OneOrMany::One(path) => vec![path],
            OneOrMany::Many(paths) => paths,
        }),
        previous: written.previous,
        decisions: written.decisions,
        output: written.output,
        limits: limits(&written.limits),
        severities: written.severities.into_iter().map(|(code, level)| (code.into_inner(), severity(level))).collect(),
        report: report(written.title, written.office, written.report),
        lexicon: written.lexicon,
    })
}

const fn severity(level: Level) -> Option<Severity> {
    match level {
        Level::Error => Some(Severity::Error),
        Level::Warning => Some(Severity::Warning),
        Level::Info => Some(Severity::Info),
        Level::Off => None,
    }
}

fn limits(written: &WrittenLimits) -> Limits {
    let default = Limits::default();
    Limits {
        file_bytes: written.file_bytes.unwrap_or(default.file_bytes),
        inflated_bytes: written.inflated_bytes.unwrap_or(default.inflated_bytes),
        ratio: written.ratio.unwrap_or(default.ratio),
        parts: written.parts.unwrap_or(default.parts),
        sheets: written.sheets.unwrap_or(default.sheets),
        cells: written.cells.unwrap_or(default.cells),
        records: written.records.unwrap_or(default.records),
        cell_chars: written.cell_chars.unwrap_or(default.cell_chars),
        seconds: written.seconds.unwrap_or(default.seconds),
        memory_bytes: written.memory_bytes.unwrap_or(default.memory_bytes),
    }
}

fn report(title: String, office: String, written: WrittenReport) -> ReportSettings {
    let fonts = [("title", written.fonts.title), ("head", written.fonts.head), ("body", written.fonts.body)];
    ReportSettings {
        title,
        office,
        paper: written.paper.map(|paper| format!("{paper:?}")).unwrap_or_default(),
        fonts: fonts.into_iter().filter_map(|(role, font)| Some((role.to_owned(), font?))).collect(),
        marks: written.marks.unwrap_or(false),
    }
}

/// What to say of a period that can't be read.
pub(super) fn period_words(text: &str) -> Words {
    Words::new(
        format!("看不懂的时期“{text}”。可以写 2023Q2、2023H1、2023-06 或“2023年上半年”。"),
        format!("can't read the period “{text}”: write 2023Q2, 2023H1, 2023-06 or 2023年上半年"),
    )
}

fn unknown_code(code: &str, codes: &[&str]) -> Words {
    let near = distance::nearest(code, codes.iter().copied());
    let (zh, en) =
        near.map_or_else(Default::default, |near| (format!("是不是“{near}”？"), format!(" did you mean {near}?")));
    Words::new(
        format!("没有编号为“{code}”的检查。{zh}运行 taizhang explain 可以查看全部检查。"),
        format!("there is no check “{code}”.{en} taizhang explain lists them all"),
    )
}

const FIELDS: [&str; 16] = [
    "id", "section", "number", "title", "content", "target", "lead", "support", "progress", "status", "problems",
    "next", "remarks", "reporter", "contact", "unit",
];

fn unknown_field(key: &str) -> Words {
    let near = distance::nearest(key, FIELDS);
    let (zh, en) =
        near.map_or_else(Default::default, |near| (format!("是不是“{near}”？"), format!(" did you mean {near}?")));
    Words::new(
        format!("没有叫“{key}”的栏目。{zh}可以写：{}，或 measure:指标名。", FIELDS.join("、")),
        format!("there is no field “{key}”.{en} expected one of {}, or measure:NAME", FIELDS.join(", ")),
    )
}

/// The parser's message in both languages, with the nearest of the names that were expected.
fn explained(message: &str) -> Words {
    let first = message.lines().next().unwrap_or_default();
    let mut quoted = first.split('`').skip(1).step_by(2);
    let unknown = first.starts_with("unknown field") || first.starts_with("unknown variant");
    let Some(found) = quoted.next().filter(|_| unknown) else {
        let zh = typed(first).unwrap_or_else(|| {
            format!("不符合 TOML 的写法，请检查引号、等号、括号是否成对，一行只写一项（{first}）。")
        });
        return Words::new(format!("这里写得不对：{zh}"), first.to_owned());
    };
    let expected: Vec<&str> = quoted.collect();
    let near = distance::nearest(found, expected.iter().copied());
    let (zh, en) =
        near.map_or_else(Default::default, |near| (format!("是不是“{near}”？"), format!(" did you mean {near}?")));
    let list = expected.join("、");
    let what = if first.starts_with("unknown field") {
        ("不认识的设置项", "unknown key")
    } else {
        ("不认识的取值", "unknown value")
    };
    if expected.is_empty() {
        return Words::new(format!("{}“{found}”。", what.0), format!("{} “{found}”", what.1));
    }
    Words::new(
        format!("{}“{found}”。{zh}这里可以写：{list}。", what.0),
        format!("{} “{found}”.{en} expected one of {}", what.1, expected.join(", ")),
    )
}

/// The commonest of the parser's messages in Chinese.
fn typed(message: &str) -> Option<String> {
    let (found, expected) = message.strip_prefix("invalid type: ").and_then(|rest| rest.split_once(", expected "))?;
    let name = |text: &str| {
        [
            ("string", "文字（要加引号）"),
            ("integer", "整数"),
            ("u64", "不小于零的整数"),
            ("floating point", "小数"),
            ("boolean", "true 或 false"),
            ("sequence", "列表（用方括号）"),
            ("map", "一组设置"),
            ("path", "路径（要加引号）"),
        ]
        .iter()
        .find(|(en, _)| text.contains(en))
        .map_or_else(|| text.to_owned(), |(_, zh)| (*zh).to_owned())
    };
    Some(format!("需要{}，写的却是{}", name(expected), name(found)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> String {
        let faults = read("taizhang.toml", text, &["N003", "F001"]).unwrap_err();
        faults.iter().map(|fault| fault.show(Lang::Zh)).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn everything_can_be_left_out_or_set() {
        assert!(read("taizhang.toml", "", &[]).unwrap().period.is_none());
        let text = "\u{feff}period = \"2023H1\"\ntitle = \"进展\"\noffice = \"市政府办公室\"\nlang = \"en\"\ntasks = \"任务.xlsx\"\n\
            submissions = \"收件\"\noutput = \"out/a.xlsx\"\n[limits]\nseconds = 5\n[severities]\nN003 = \"warning\"\nF001 = \"off\"\n\
            [report]\npaper = \"A4\"\nmarks = true\nfonts.title = \"黑体\"\n[lexicon.statuses]\non-track = [\"绿灯\"]\n\
            [lexicon.departments]\nplaces = [\"云川市\"]\n[[lexicon.units.unit]]\nname = \"标段\"\n";
        let config = read("taizhang.toml", text, &["N003", "F001"]).unwrap();
        assert_eq!(config.period.unwrap().label, "2023年上半年");
        assert_eq!(config.submissions, Some(vec![PathBuf::from("收件")]));
        assert_eq!((config.limits.seconds, config.limits.ratio), (5, Limits::default().ratio));
        assert_eq!(config.severities.get("F001"), Some(&None));
        assert_eq!((config.report.paper.as_str(), config.report.marks), ("A4", true));
    }

    #[test]
    fn a_fault_shows_its_place_and_what_was_expected() {
        let shown = fault("period = \"2023H1\"\nperoid = \"2023H1\"\n");
        assert!(
            shown.starts_with("taizhang.toml:2:1: 不认识的设置项“peroid”。是不是“period”？这里可以写：period、title"),
            "{shown}"
        );
        assert!(shown.ends_with(" 2 | peroid = \"2023H1\"\n   | ^^^^^^"), "{shown}");
        for (text, part, caret) in [
            ("[severities]\nN004 = \"error\"", "没有编号为“N004”的检查。是不是“N003”？", "| ^^^^"),
            ("[severities]\nN003 = \"fatal\"", "不认识的取值“fatal”", "^^^^^^^"),
            ("[limits]\nsecond = 3", "是不是“seconds”？", "| ^^^^^^"),
            ("[limits]\nseconds = \"3\"", "需要不小于零的整数，写的却是文字", "^^^"),
            ("period = \"去年\"", "看不懂的时期“去年”", "^^^^^^"),
            ("period = 2023", "需要文字（要加引号），写的却是整数", "^^^^"),
            ("lang = \"fr\"", "不认识的取值“fr”", "^^^^"),
            ("[lexicon.labels]\nprogess = []", "是不是“progress”？", "| ^^^^^^^"),
            ("[report]\npaper = \"A5\"", "不认识的取值“A5”", "^^^^"),
            ("[lexicon.statuses]\nontrack = []", "是不是“on-track”？", "^^^^^^^"),
            ("a b", "taizhang.toml:1:", "^"),
            ("title = \"甲\nlang = 3", "不符合 TOML 的写法，请检查引号", "^"),
        ] {
            let shown = fault(text);
            assert!(shown.contains(part) && shown.ends_with(caret), "{text}\n{shown}");
        }
    }
}

//! Number formats: whether a number is a date, and what a person saw in the cell.

use std::{borrow::Cow, collections::BTreeMap, rc::Rc};

use ssfmt::{DateSystem, FormatOptions, NumberFormat};

use super::dates::{self, Epoch};
use crate::{model::CellValue, text::decimal::shortest};

/// Longest code that is taken for one; Excel allows 255 characters.
const MAX_CODE: usize = 1024;

/// A parsed number format.
#[derive(Debug)]
pub(super) struct CellFormat {
    kind: Kind,
    shape: Option<NumberFormat>,
    /// The code shows 上午 and 下午.
    chinese_halves: bool,
    /// The code shows weekdays in Chinese: how many of `aaa` or `aaaa`.
    weekday: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    General,
    Number,
    Date,
    Clock,
    Duration,
}

/// The number formats of a workbook: codes by id, parsed once each.
#[derive(Debug, Default)]
pub(super) struct Formats {
    custom: BTreeMap<u32, String>,
    parsed: BTreeMap<u32, Rc<CellFormat>>,
    by_code: BTreeMap<String, Rc<CellFormat>>,
    /// Which day is day 0 in this workbook.
    pub epoch: Epoch,
}

impl Formats {
    /// The built-in formats alone.
    pub(super) fn new(epoch: Epoch) -> Self {
        Self { epoch, ..Self::default() }
    }

    /// Sets the code of a custom id.
    pub(super) fn define(&mut self, id: u32, code: String) {
        self.custom.insert(id, code);
    }

    /// The format with an id, built in or custom.
    pub(super) fn by_id(&mut self, id: u32) -> Rc<CellFormat> {
        if let Some(found) = self.parsed.get(&id) {
            return Rc::clone(found);
        }
        let code = self.custom.get(&id).map(String::as_str).or_else(|| builtin(id)).unwrap_or("General").to_owned();
        let format = self.by_code(&code);
        self.parsed.insert(id, Rc::clone(&format));
        format
    }

    /// The format of a code.
    pub(super) fn by_code(&mut self, code: &str) -> Rc<CellFormat> {
        if let Some(found) = self.by_code.get(code) {
            return Rc::clone(found);
        }
        let format = Rc::new(CellFormat::parse(code));
        self.by_code.insert(code.to_owned(), Rc::clone(&format));
        format
    }
}

/// The value of a stored number under a format, and what is shown where that differs.
pub(super) fn value(number: f64, format: &CellFormat, epoch: Epoch) -> (CellValue, Option<Box<str>>) {
    let stored = match format.kind {
        Kind::General | Kind::Number => None,
        Kind::Date => dates::iso(number, epoch, false),
        Kind::Clock => dates::iso(number, epoch, true),
        Kind::Duration => dates::duration(number),
    };
    let shown = format.show(number, epoch);
    if let Some(iso) = stored {
        let shown = shown.filter(|shown| **shown != *iso);
        return (CellValue::Date(iso.into()), shown);
    }
    // A number under a date format that is no day shows as itself.
    let shown = shown.filter(|shown| matches!(format.kind, Kind::Number) && **shown != *shortest(number));
    (CellValue::Number(number), shown)
}

/// What is shown of a date that is stored as ISO text.
pub(super) fn shown_date(iso: &str, format: &CellFormat) -> Option<Box<str>> {
    if format.kind != Kind::Date {
        return None;
    }
    format.show(dates::serial(iso)?, Epoch::Y1900).filter(|shown| **shown != *iso)
}

impl CellFormat {
    fn parse(code: &str) -> Self {
        let general = Self { kind: Kind::General, shape: None, chinese_halves: false, weekday: false };
        let plain = code.trim();
        let first = plain.split(';').next().unwrap_or_default();
        if plain.is_empty() || plain == "@" || plain.len() > MAX_CODE || is_general(first) {
            return general;
        }
        let tidy = for_ssfmt(plain);
        let kind = kind_of(&tidy);
        match NumberFormat::parse(&tidy) {
            Ok(shape) => Self {
                kind,
                shape: Some(shape),
                chinese_halves: plain.contains("上午/下午"),
                weekday: plain.contains("aaa") || plain.contains("AAA"),
            },
            Err(_) => Self { kind, ..general },
        }
    }

    fn show(&self, number: f64, epoch: Epoch) -> Option<Box<str>> {
        let shape = self.shape.as_ref()?;
        if !number.is_finite() {
            return None;
        }
        let date_system = match epoch {
            Epoch::Y1900 => DateSystem::Date1900,
            Epoch::Y1904 => DateSystem::Date1904,
        };
        let options = FormatOptions { date_system, ..FormatOptions::default() };
        let mut text = shape.try_format(number, &options).ok()?;
        if self.chinese_halves {
            text = text.replace("AM", "上午").replace("PM", "下午");
        }
        if self.weekday {
            text = chinese_weekday(text);
        }
        let text = text.trim();
        (!text.is_empty()).then(|| text.into())
    }
}

fn is_general(section: &str) -> bool {
    let bare = strip_brackets(section);
    let bare = bare.trim();
    bare.is_empty()
        || bare.eq_ignore_ascii_case("general")
        || bare == "G/通用格式"
        || bare.eq_ignore_ascii_case("standard")
}

/// The code without what ssfmt does not know: digits written in Chinese, Chinese weekdays and halves of the day.
fn for_ssfmt(code: &str) -> String {
    // The system's own long date and time, which a Chinese system shows so.
    if code.starts_with("[$-F800]") {
        return "yyyy\"年\"m\"月\"d\"日\"".to_owned();
    }
    if code.starts_with("[$-F400]") {
        return "h:mm:ss".to_owned();
    }
    let mut text = code.replace("G/通用格式", "General").replace("上午/下午", "AM/PM");
    for marks in ["[DBNum1]", "[DBNum2]", "[DBNum3]", "[DBNum4]", "[dbnum1]", "[dbnum2]"] {
        text = text.replace(marks, "");
    }
    for weekday in ["aaaa", "aaa", "AAAA", "AAA"] {
        text = text.replace(weekday, "dddd");
    }
    // In East Asian programs `!` stands before a literal character, as `\\` does elsewhere.
    let mut quoted = false;
    text.chars()
        .map(|c| {
            quoted ^= c == '"';
            if c == '!' && !quoted { '\\' } else { c }
        })
        .collect()
}

/// The section without `[…]` marks, other than elapsed time.
fn strip_brackets(section: &str) -> Cow<'_, str> {
    if !section.contains('[') {
        return section.into();
    }
    let mut out = String::new();
    let mut depth = 0_u32;
    for c in section.chars() {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out.into()
}

/// What the letters of a code's first section stand for, quoted and escaped ones left out.
fn kind_of(code: &str) -> Kind {
    let (mut has_day, mut has_clock) = (false, false);
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => while chars.next().is_some_and(|inner| inner != '"') {},
            '\\' | '_' | '*' => {
                chars.next();
            }
            '[' => {
                let mark: String = chars.by_ref().take_while(|&inner| inner != ']').collect();
                let lower = mark.to_ascii_lowercase();
                if !lower.is_empty() && lower.chars().all(|c| matches!(c, 'h' | 'm' | 's')) {
                    return Kind::Duration;
                }
            }
            ';' => break,
            'y' | 'Y' | 'd' | 'D' | 'e' | 'b' | 'g' => {
                // `e` after digits is an exponent, General has letters of its own.
                if matches!(c, 'e') && has_number_mark(code) {
                    return Kind::Number;
                }
                has_day = true;
            }
            'h' | 'H' | 's' | 'S' => has_clock = true,
            'm' | 'M' => has_day |= !code.contains(['h', 'H', 's', 'S']),
            'E' if has_number_mark(code) => return Kind::Number,
            'G' => return Kind::Number,
            _ => {}
        }
    }
    match (has_day, has_clock) {
        (true, _) => Kind::Date,
        (false, true) => Kind::Clock,
        (false, false) => Kind::Number,
    }
}

fn has_number_mark(code: &str) -> bool {
    code.contains(['0', '#', '?'])
}

fn chinese_weekday(text: String) -> String {
    let names = [
        ("Monday", "星期一"),
        ("Tuesday", "星期二"),
        ("Wednesday", "星期三"),
        ("Thursday", "星期四"),
        ("Friday", "星期五"),
        ("Saturday", "星期六"),
        ("Sunday", "星期日"),
    ];
    names.iter().fold(text, |text, (english, chinese)| text.replace(english, chinese))
}

/// Built-in formats, where they depend on the country as a Chinese program shows them (ECMA-376 part 1, 18.8.30).
const fn builtin(id: u32) -> Option<&'static str> {
    Some(match id {
        1 => "0",
        2 => "0.00",
        3 | 37 | 38 => "#,##0",
        4 | 39 | 40 => "#,##0.00",
        5 | 6 => "\"¥\"#,##0;\"¥\"-#,##0",
        7 | 8 => "\"¥\"#,##0.00;\"¥\"-#,##0.00",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        12 => "# ?/?",
        13 => "# ??/??",
        14 => "yyyy/m/d",
        15 => "d-mmm-yy",
        16 => "d-mmm",
        17 => "mmm-yy",
        18 => "h:mm AM/PM",
        19 => "h:mm:ss AM/PM",
        20 => "h:mm",
        21 => "h:mm:ss",
        22 => "yyyy/m/d h:mm",
        27 | 36 | 50 | 52 | 57 => "yyyy\"年\"m\"月\"",
        28 | 29 | 51 | 53 | 54 | 58 => "m\"月\"d\"日\"",
        30 => "m-d-yy",
        31 => "yyyy\"年\"m\"月\"d\"日\"",
        32 => "h\"时\"mm\"分\"",
        33 => "h\"时\"mm\"分\"ss\"秒\"",
        34 | 55 => "上午/下午h\"时\"mm\"分\"",
        35 | 56 => "上午/下午h\"时\"mm\"分\"ss\"秒\"",
        41 | 42 => "#,##0;-#,##0;\"-\"",
        43 | 44 => "#,##0.00;-#,##0.00;\"-\"??",
        45 => "mm:ss",
        46 => "[h]:mm:ss",
        47 => "mm:ss.0",
        48 => "##0.0E+0",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(number: f64, code: &str) -> (String, Option<String>) {
        let (stored, shown) = value(number, &CellFormat::parse(code), Epoch::Y1900);
        let stored = match stored {
            CellValue::Number(number) => shortest(number),
            CellValue::Date(date) => date.into(),
            other => format!("{other:?}"),
        };
        (stored, shown.map(Into::into))
    }

    #[test]
    fn what_is_stored_and_what_is_shown() {
        for (number, code, stored, shown) in [
            (0.841, "0.0%", "0.841", Some("84.1%")),
            (0.841, "0%", "0.841", Some("84%")),
            (41.8, "General", "41.8", None),
            (41.8, "G/通用格式", "41.8", None),
            (41.8, "@", "41.8", None),
            (41.8, "0.00_ ", "41.8", Some("41.80")),
            (41.8, "0.0", "41.8", None),
            (170_024.0, "#,##0", "170024", Some("170,024")),
            (2.5, "0.0\"亿元\"", "2.5", Some("2.5亿元")),
            (25_000.0, "0!.0,\"万\"", "25000", Some("2.5万")),
            (0.0, "0;-0;\"-\"", "0", Some("-")),
            (7.0, "000", "7", Some("007")),
            (7.0, "\"第\"0\"项\"", "7", Some("第7项")),
            (5.0, ";;;", "5", None),
            (45107.0, "yyyy\"年\"m\"月\"d\"日\"", "2023-06-30", Some("2023年6月30日")),
            (45107.0, "yyyy-mm-dd", "2023-06-30", None),
            (45107.0, "yyyy年m月d日", "2023-06-30", Some("2023年6月30日")),
            (45107.0, "[$-804]yyyy/m/d;@", "2023-06-30", Some("2023/6/30")),
            (45107.0, "[DBNum1][$-804]yyyy\"年\"m\"月\";@", "2023-06-30", Some("2023年6月")),
            (45107.0, "aaaa", "2023-06-30", Some("星期五")),
            (45107.0, "m.d", "2023-06-30", Some("6.30")),
            (45107.0, "e\"年\"m\"月\"", "2023-06-30", Some("2023年6月")),
            (0.75, "h:mm", "18:00:00", Some("18:00")),
            (0.75, "上午/下午h:mm", "18:00:00", Some("下午6:00")),
            (1.25, "[h]:mm", "30:00:00", Some("30:00")),
            (12345.0, "0.00E+00", "12345", Some("1.23E+04")),
            (-1.0, "yyyy-mm-dd", "-1", None),
            (20_260_930.0, "0", "20260930", None),
            (-5.0, "0.00;[Red]-0.00", "-5", Some("-5.00")),
            (5.0, "[>=1]0\"个\";0", "5", Some("5个")),
            (5.0, "[Red]General", "5", None),
            (5.0, "General\"件\"", "5", Some("5件")),
            (5.0, "[$¥-804]#,##0.00", "5", Some("¥5.00")),
            (-5.5, "0.00_);[Red]\\(0.00\\)", "-5.5", Some("(5.50)")),
            (45107.0, "[$-F800]dddd\\, mmmm dd\\, yyyy", "2023-06-30", Some("2023年6月30日")),
            (45_107.354_166_666_67, "yyyy/m/d h:mm", "2023-06-30T08:30:00", Some("2023/6/30 8:30")),
            (0.5, "[h]\"小时\"", "12:00:00", Some("12小时")),
            (0.000_5, "mm:ss.0", "00:00:43", Some("00:43.2")),
            (5.0, "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", "5", Some("5.00")),
        ] {
            assert_eq!(told(number, code), (stored.to_owned(), shown.map(str::to_owned)), "{number} under {code}");
        }
    }

    #[test]
    fn no_code_is_a_panic() {
        for code in [
            "[",
            "\"",
            "\\",
            "[$-",
            "0.0.0.0",
            "yyyy[",
            "General;General;General;General;General",
            "____",
            "***",
            "0/0/0",
            "e",
            "E+",
            "[h",
            "#\u{0}",
        ] {
            for number in [0.0, -1.5, 1e300, f64::NAN, f64::INFINITY, 45107.3] {
                told(number, code);
            }
        }
    }
}

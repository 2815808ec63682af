//! A numeric cell → its exact value, precision, unit and kind. What is no figure stays as text with no value.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::{
    lexicon::{Lexicon, Units},
    model::{Cell, CellRef, CellValue, Measure, MeasureKind, Measured, Table},
    text::{decimal, fold, number, numerals},
};

use super::pool::Pool;

/// What surrounds a measure cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'a> {
    /// The column's name.
    pub name: &'a str,
    /// What a column of this name counts.
    pub named: MeasureKind,
    /// What the row's unit-of-measure column holds.
    pub unit_column: Option<&'a str>,
    /// Unit in the header.
    pub column_unit: Option<&'a str>,
    /// Unit over the table.
    pub caption_unit: Option<&'a str>,
    /// Whether the format tells numbers from text.
    pub typed: bool,
    /// Where words that come again are kept once.
    pub pool: &'a Pool,
}

/// A figure as understood.
#[derive(Debug, Clone, PartialEq)]
struct Figure {
    value: Decimal,
    decimals: u32,
    unit: Option<String>,
    hedged: bool,
    /// Nothing but digits, signs and separators.
    plain: bool,
}

/// Reads a measure cell. `last` is what the cell above it measures, which mostly is what this one does.
pub(super) fn read(
    cell: &Cell,
    at: CellRef,
    context: Context<'_>,
    lexicon: &Lexicon,
    last: &mut Option<Arc<Measured>>,
) -> Measure {
    let units = &lexicon.units;
    let raw = cell.text();
    let (figure, text) = match &cell.value {
        CellValue::Number(stored) => (stored_number(*stored, cell.shown.as_deref(), units), false),
        CellValue::Text(text) => (written(text, units), true),
        _ => (None, false),
    };
    let around = context.unit_column.filter(|unit| units.get(unit).is_some()).or(context.column_unit);
    let around = around.or_else(|| context.caption_unit.filter(|unit| caption_fits(context, unit, units)));
    // A rate in a table of money is no money.
    let rate = context.named == MeasureKind::Rate;
    let around = around.filter(|unit| !(rate && is_money(unit, units)));
    let cell_unit = figure.as_ref().and_then(|figure| figure.unit.as_deref());
    let unit = unit(cell_unit, around, units);
    let kind = lexicon.kind_of_unit(unit.as_deref()).unwrap_or(context.named);
    let same = last.take().filter(|above| above.unit.as_deref() == unit.as_deref() && above.kind == kind);
    let of = same.unwrap_or_else(|| {
        let (name, unit) = (context.pool.text(context.name), unit.map(|unit| context.pool.text(&unit)));
        Arc::new(Measured { name, unit, kind })
    });
    *last = Some(Arc::clone(&of));
    Measure {
        of,
        raw: context.pool.text(&raw),
        value: figure.as_ref().map(|figure| figure.value),
        decimals: figure.as_ref().map_or(0, |figure| u8::try_from(figure.decimals).unwrap_or(u8::MAX)),
        hedged: figure.as_ref().is_some_and(|figure| figure.hedged),
        from_text: text && figure.is_some_and(|figure| context.typed || !figure.plain),
        cell: at,
    }
}

/// A stored number, with the precision and unit of what was shown. Where a format shows another figure than the stored
/// one (scaled to millions, say), the person saw the shown one, and the header's unit is meant for it.
fn stored_number(stored: f64, shown: Option<&str>, units: &Units) -> Option<Figure> {
    let exact = decimal::exact(stored)?;
    let plain = Figure { value: exact, decimals: exact.normalize().scale(), unit: None, hedged: false, plain: true };
    let Some(figure) = shown.and_then(|shown| written(shown, units)) else { return Some(plain) };
    let percent = match figure.unit.as_deref() {
        Some("%") => Decimal::ONE_HUNDRED,
        Some("‰") => Decimal::ONE_THOUSAND,
        _ => Decimal::ONE,
    };
    let half = Decimal::new(5, (figure.decimals + 1).min(28));
    let scaled = exact.checked_mul(percent);
    let agrees = |value: &Decimal| value.checked_sub(figure.value).is_some_and(|gap| gap.abs() <= half);
    let value = scaled.filter(agrees).map_or(figure.value, |value| value.normalize());
    Some(Figure { value, ..figure })
}

const HEDGES_BEFORE: [&str; 36] = [
    "大约",
    "大概",
    "约为",
    "约",
    "将近",
    "接近",
    "近",
    "超过",
    "超",
    "突破",
    "逾",
    "不足",
    "不到",
    "至少",
    ">=",
    "<=",
    ">",
    "<",
    "≥",
    "≤",
    "~",
    "≈",
    "approximately",
    "approx.",
    "approx",
    "about",
    "around",
    "circa",
    "nearly",
    "almost",
    "over",
    "morethan",
    "atleast",
    "lessthan",
    "under",
    "upto",
];
const HEDGES_AFTER: [&str; 8] = ["左右", "上下", "以上", "以下", "余", "多", "+", "有余"];
/// Words before a figure that change nothing in it.
const OPENERS: [&str; 5] = ["累计", "合计", "共计", "总计", "共"];
const CURRENCY: [char; 5] = ['¥', '￥', '$', '€', '£'];
/// Currencies in letters before a figure.
const CURRENCY_CODES: [&str; 6] = ["usd", "us$", "gbp", "eur", "aud", "cad"];

/// A figure written as text: `41.8亿元`, `1,234.5`, `约3.2`, `57%（偏慢）`. `None` for anything that is more than one
/// figure (3-5, 3/5) or none (—, 无, 年度统计).
fn written(text: &str, units: &Units) -> Option<Figure> {
    let folded = fold::fold(text);
    let mut rest = folded.as_str();
    for word in OPENERS {
        rest = rest.strip_prefix(word).unwrap_or(rest);
    }
    let mut hedged = false;
    while let Some(after) = HEDGES_BEFORE.iter().find_map(|word| rest.strip_prefix(word)) {
        (rest, hedged) = (after, true);
    }
    let code = CURRENCY_CODES.iter().find_map(|code| rest.strip_prefix(code));
    let currency = code.is_some() || rest.starts_with(CURRENCY);
    rest = code.unwrap_or(rest).trim_start_matches(CURRENCY);
    let (value, decimals, after) = match number::leading(rest) {
        Some(written) => (written.value, written.decimals, written.rest),
        None => chinese(rest, units)?,
    };
    let (after, more) = without_hedge(after);
    let (unit, after) = match units.leading(after) {
        Some((_, rest)) => (Some(spelled(&after[..after.len() - rest.len()], units)), rest),
        None => (None, after),
    };
    let (after, still_more) = without_hedge(after);
    if !is_remark(after, unit.is_some()) {
        return None;
    }
    hedged |= more || still_more;
    let plain = unit.is_none() && !hedged && after.is_empty() && !currency;
    Some(Figure { value, decimals, unit, hedged, plain })
}

/// A whole number in Chinese numerals, only before a unit (五项, 两千万元).
fn chinese<'t>(text: &'t str, units: &Units) -> Option<(Decimal, u32, &'t str)> {
    let scale = |c: char| "十百千万亿拾佰仟".contains(c);
    let end = text.find(|c: char| numerals::digit(c).is_none() && !scale(c)).unwrap_or(text.len());
    let (numeral, rest) = text.split_at(end);
    units.leading(rest)?;
    Some((Decimal::from(numerals::parse(numeral)?), 0, rest))
}

fn without_hedge(text: &str) -> (&str, bool) {
    match HEDGES_AFTER.iter().find_map(|word| text.strip_prefix(word)) {
        Some(rest) => (rest, true),
        None => (text, false),
    }
}

/// Whether what follows a figure leaves it one figure: nothing, a full stop, a remark in brackets, or after a unit the
/// noun that it counts.
fn is_remark(rest: &str, after_unit: bool) -> bool {
    let bare = rest.trim_end_matches(['。', '.', ';', ',']);
    let bracketed = bare.starts_with(['(', '[']) && bare.ends_with([')', ']']);
    let noun = after_unit && bare.chars().count() <= 6 && bare.chars().all(|c| c.is_alphabetic() && !c.is_ascii());
    bare.is_empty() || bracketed || noun
}

/// The unit of a figure: that of its cell, else what stands around it. A bare scale in the cell (2000万) is completed
/// with the unit around it (万元).
fn unit(cell: Option<&str>, around: Option<&str>, units: &Units) -> Option<String> {
    let around = around.map(|unit| spelled(unit, units));
    let Some(cell) = cell else { return around.filter(|unit| !unit.is_empty()) };
    let scale = units.get(cell).filter(|unit| unit.dimension == "scale");
    if let (Some(scale), Some(around)) = (scale, &around) {
        let around = units.get(around).map_or(around.as_str(), |unit| unit.name.as_str());
        let base = around.trim_start_matches(['十', '百', '千', '万', '亿']);
        if let Some(whole) = units.get(&format!("{}{base}", scale.name)) {
            return Some(whole.name.clone());
        }
    }
    Some(cell.to_owned())
}

/// A unit under its usual name, or as it is written where that is in letters: a table in English has its units in
/// English, whatever they are called in the list of units.
fn spelled(unit: &str, units: &Units) -> String {
    match units.get(unit) {
        Some(known) if !is_in_letters(unit) || known.name.is_ascii() => known.name.clone(),
        _ => unit.trim().to_owned(),
    }
}

/// Whether a unit is written in words of letters: million, sq km.
fn is_in_letters(unit: &str) -> bool {
    unit.chars().any(|c| c.is_ascii_alphabetic()) && !unit.chars().any(|c| c >= '\u{2e80}')
}

/// The one unit that the text above a table gives for all of it (`单位：亿元`); `None` when it gives several.
pub(super) fn caption_unit(table: &Table, units: &Units) -> Option<String> {
    table.captions.iter().find_map(|(_, caption)| {
        let folded = fold::fold(caption);
        let at =
            folded.rfind("单位:").map(|at| at + "单位:".len()).or_else(|| folded.rfind("unit:").map(|at| at + 5))?;
        let named = folded.get(at..)?.trim_matches(['(', ')', '[', ']', '。']);
        units.get(named).map(|_| spelled(named, units))
    })
}

fn is_money(unit: &str, units: &Units) -> bool {
    units.get(unit).is_some_and(|unit| matches!(unit.dimension.as_str(), "money" | "usd"))
}

/// Words in a column's name that say it is not in money although the table is.
const NOT_MONEY: [&str; 16] = [
    "数", "率", "比例", "占比", "比重", "面积", "里程", "长度", "产能", "产量", "浓度", "人次", "套数", "时间", "进度",
    "排名",
];

/// Whether a unit over the table is meant for a column with this name: never for rates, and a unit of money not for
/// counts and sizes.
fn caption_fits(context: Context<'_>, unit: &str, units: &Units) -> bool {
    context.named != MeasureKind::Rate
        && !(is_money(unit, units) && NOT_MONEY.iter().any(|word| context.name.contains(word)))
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;

    static POOL: LazyLock<Pool> = LazyLock::new(Pool::default);

    fn context(column_unit: Option<&'static str>) -> Context<'static> {
        Context {
            name: "完成投资",
            named: MeasureKind::Actual,
            unit_column: None,
            column_unit,
            caption_unit: None,
            typed: true,
            pool: &POOL,
        }
    }

    fn show(measure: &Measure) -> String {
        let value = measure.value.map_or_else(|| "?".to_owned(), |value| value.to_string());
        let unit = measure.unit.as_deref().unwrap_or_default();
        format!("{value} {unit} .{}{}", measure.decimals, if measure.hedged { " ~" } else { "" })
    }

    #[test]
    fn figures_as_text() {
        let lexicon = Lexicon::built_in();
        for (text, around, expected) in [
            ("41.8亿元", None, "41.8 亿元 .1"),
            ("41.80", Some("亿元"), "41.80 亿元 .2"),
            ("1,234.5", Some("万元"), "1234.5 万元 .1"),
            ("2000万", Some("元"), "2000 万元 .0"),
            ("2000万", Some("亿元"), "2000 万元 .0"),
            ("16.6亿", None, "16.6 亿 .1"),
            ("170,024万元", Some("亿元"), "170024 万元 .0"),
            ("近100", Some("个"), "100 个 .0 ~"),
            ("约3.2", None, "3.2  .1 ~"),
            ("100余万元", None, "100 万元 .0 ~"),
            ("57%（偏慢）", None, "57 % .0"),
            ("84.1％", Some("%"), "84.1 % .1"),
            ("12个项目", None, "12 项 .0"),
            ("五项", None, "5 项 .0"),
            ("¥1,234.50", Some("元"), "1234.50 元 .2"),
            ("-3.5", None, "-3.5  .1"),
            ("—", Some("亿元"), "? 亿元 .0"),
            ("/", None, "?  .0"),
            ("年度统计", None, "?  .0"),
            ("3-5", None, "?  .0"),
            ("3/5", None, "?  .0"),
            ("2023年", None, "?  .0"),
            ("尚未下达", None, "?  .0"),
            ("6.68", Some("million"), "6.68 million .2"),
            ("6.68 million", None, "6.68 million .2"),
            ("84.1 percent", None, "84.1 % .1"),
            ("USD 1,234", None, "1234  .0"),
            ("£3.40", None, "3.40  .2"),
            ("approx. 20", None, "20  .0 ~"),
            ("more than 30", None, "30  .0 ~"),
            ("5万", Some("yuan"), "5 万元 .0"),
            ("1,23", None, "?  .0"),
            ("十四五", None, "?  .0"),
        ] {
            let cell = Cell::new(1, CellValue::Text(text.into()));
            let measure = read(&cell, CellRef::new(1, 1), context(around), &lexicon, &mut None);
            assert_eq!(show(&measure), expected, "{text}");
            assert_eq!(*measure.raw, *text);
            assert_eq!(measure.from_text, measure.value.is_some(), "{text}");
        }
    }

    #[test]
    fn stored_numbers_as_shown() {
        let lexicon = Lexicon::built_in();
        for (stored, shown, around, expected) in [
            (0.841, Some("84.1%"), None, "84.1 % .1"),
            (0.841_234, Some("84.1%"), None, "84.1234 % .1"),
            (0.57, Some("57%"), Some("%"), "57 % .0"),
            (84.1, None, Some("%"), "84.1 % .1"),
            (0.1 + 0.2, None, Some("亿元"), "0.3 亿元 .1"),
            (1234.5, Some("1,234.50"), Some("万元"), "1234.5 万元 .2"),
            (1_230_000.0, Some("1.23"), Some("百万元"), "1.23 百万元 .2"),
            (41.8, Some("41.8亿元"), None, "41.8 亿元 .1"),
            (0.0, Some("-"), Some("亿元"), "0 亿元 .0"),
            (f64::NAN, None, None, "?  .0"),
        ] {
            let cell = Cell { shown: shown.map(Into::into), ..Cell::new(1, CellValue::Number(stored)) };
            let measure = read(&cell, CellRef::new(1, 1), context(around), &lexicon, &mut None);
            assert_eq!(show(&measure), expected, "{stored}");
            assert!(!measure.from_text);
        }
    }

    #[test]
    fn text_formats_have_plain_numbers() {
        let lexicon = Lexicon::built_in();
        for (text, from_text) in [("41.8", false), ("41.8亿元", true), ("约3", true)] {
            let cell = Cell::new(1, CellValue::Text(text.into()));
            let context = Context { typed: false, ..context(None) };
            assert_eq!(read(&cell, CellRef::new(1, 1), context, &lexicon, &mut None).from_text, from_text, "{text}");
        }
    }

    #[test]
    fn a_unit_over_the_table_is_not_for_every_column() {
        let lexicon = Lexicon::built_in();
        for (name, fits) in
            [("完成投资", true), ("项目数", false), ("完成率", false), ("到位资金", true), ("面积", false)]
        {
            let context = Context { name, named: lexicon.labels.measure_kind(name), ..context(None) };
            assert_eq!(caption_fits(context, "亿元", &lexicon.units), fits, "{name}");
        }
    }
}

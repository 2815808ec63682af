//! N009: a figure that can't be: a part above its whole, a bounded rate above 100 %, a negative count.

use rust_decimal::Decimal;

use crate::{
    checks::{Check, Draft, Report, View, wording},
    lexicon::Units,
    model::{Field, Measure, MeasureKind, Record, Severity, Words},
    text::fold,
};

/// The check.
pub const CHECK: Check = Check {
    code: "N009",
    name: "impossible-figure",
    severity: Severity::Error,
    document: include_str!("n009_impossible_figure.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    for (record, link) in view.linked() {
        if let Some(progress) = record.value(&Field::Progress).filter(|value| !value.inherited) {
            report.ran();
            for (quote, figure) in told_above_hundred(&progress.raw) {
                report.find(
                    Draft::new(
                        format!("“{quote}”：这类比率不会超过 100%。请核对数字或小数点。"),
                        format!("“{quote}”: a rate of this kind can't be above 100%. Check the figure and its decimal point."),
                    )
                    .at(record.place(&Field::Progress))
                    .department(view.owner(record))
                    .task(link.linked())
                    .found(figure)
                    .expected("≤ 100%")
                    .key(fold::fold(&quote)),
                );
            }
        }
        for (index, measure) in record.measures.iter().enumerate() {
            let Some(value) = measure.value else {
                report.not_applicable();
                continue;
            };
            report.ran();
            let draft = above_hundred(measure, value)
                .or_else(|| negative(measure, value))
                .or_else(|| above_its_whole(record, index, view.units));
            if let Some(draft) = draft {
                report.find(
                    draft
                        .at(super::place(record, measure))
                        .department(view.owner(record))
                        .task(link.linked())
                        .found(&*measure.raw)
                        .key(format!("{} {}", measure.name, measure.raw)),
                );
            }
        }
    }
}

/// Whether a text tells a figure that no rate of its kind can be.
pub(super) fn tells(text: &str, figure: &str) -> bool {
    told_above_hundred(text).iter().any(|(_, told)| fold::fold(told) == fold::fold(figure))
}

/// Bounded rates above 100 % in a narrative: the words up to the figure, and the figure. The rate's name must stand right
/// before its figure.
fn told_above_hundred(text: &str) -> Vec<(String, String)> {
    const BETWEEN: [&str; 16] = [
        "稳定在",
        "保持在",
        "提升至",
        "提高到",
        "达到了",
        "达到",
        "分别",
        "均为",
        "均达",
        "为",
        "是",
        "达",
        "已",
        "约",
        "至",
        "均",
    ];
    let mut found = Vec::new();
    for (at, _) in text.match_indices(['%', '％']) {
        let before = text.get(..at).unwrap_or("");
        let words = before
            .trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '．') || ('０'..='９').contains(&c));
        let Some(figure) = before.get(words.len()..) else { continue };
        let value: Option<Decimal> = fold::fold(figure).parse().ok();
        if value.is_none_or(|value| value <= Decimal::ONE_HUNDRED) {
            continue;
        }
        let clause = words.rsplit(['，', '。', '；', '、', ',', ';', '\n', '（', '(']).next().unwrap_or("");
        let mut name = clause.trim_end_matches([' ', '：', ':']);
        while let Some(rest) = BETWEEN.iter().find_map(|word| name.strip_suffix(word)) {
            name = rest.trim_end();
        }
        if bounded().any(|rate| name.ends_with(rate)) && !is_change(&fold::fold(name)) {
            found.push((format!("{}{figure}%", clause.trim_start()), format!("{figure}%")));
        }
    }
    found
}

fn bounded() -> impl Iterator<Item = &'static str> {
    wording::entries(include_str!("../../../seeds/checks/bounded_rates.txt"))
}

fn above_hundred(measure: &Measure, value: Decimal) -> Option<Draft> {
    if measure.kind != MeasureKind::Rate || measure.hedged || value <= Decimal::ONE_HUNDRED {
        return None;
    }
    let name = fold::fold(&measure.name);
    if !bounded().any(|word| name.contains(word)) || is_change(&name) {
        return None;
    }
    Some(
        Draft::new(
            format!("“{}”填 {}，这类比率不会超过 100%。请核对数字或小数点。", measure.name, measure.raw),
            format!(
                "“{}” is {}; a rate of this kind can't be above 100%. Check the figure and its decimal point.",
                measure.name, measure.raw
            ),
        )
        .expected("≤ 100%")
        .detail(Words::same(format!("{} > 100", super::plain(value)))),
    )
}

/// A count below zero. Amounts of money may be taken back, and a change may be downward.
fn negative(measure: &Measure, value: Decimal) -> Option<Draft> {
    const COUNTED: [&str; 16] =
        ["项", "个", "件", "家", "户", "人", "台", "辆", "套", "座", "处", "次", "起", "例", "所", "条"];
    if value >= Decimal::ZERO {
        return None;
    }
    let unit = measure.unit.as_deref().map(fold::fold).unwrap_or_default();
    let counts = matches!(measure.kind, MeasureKind::Plan | MeasureKind::Actual | MeasureKind::Amount);
    if !counts || !COUNTED.contains(&unit.as_str()) || is_change(&fold::fold(&measure.name)) {
        return None;
    }
    Some(
        Draft::new(
            format!("“{}”填 {}{unit}，数量不会小于零。请核对。", measure.name, measure.raw),
            format!("“{}” is {}{unit}; a count can't be below zero. Check it.", measure.name, measure.raw),
        )
        .expected("≥ 0")
        .detail(Words::same(format!("{} < 0", super::plain(value)))),
    )
}

/// 其中 columns are parts of the nearest column before them that is none.
fn above_its_whole(record: &Record, index: usize, units: &Units) -> Option<Draft> {
    let measure = record.measures.get(index)?;
    let value = measure.value?;
    let is_part = |name: &str| last_level(name).starts_with("其中") || last_level(name).starts_with("of which");
    if !is_part(&measure.name) || measure.hedged || measure.kind == MeasureKind::Rate {
        return None;
    }
    let whole = record.measures.iter().take(index).rev().find(|other| !is_part(&other.name))?;
    let whole_value = whole.value.filter(|_| !whole.hedged && whole.kind == measure.kind)?;
    let told = units.told(value, measure.unit.as_deref(), whole.unit.as_deref())?;
    if told <= whole_value {
        return None;
    }
    Some(
        Draft::new(
            format!(
                "“{}”{} 大于它所属的“{}”{}（{}）。请核对。",
                measure.name, measure.raw, whole.name, whole.raw, whole.cell
            ),
            format!(
                "“{}” {} is above “{}” {} ({}), which it is part of. Check both.",
                measure.name, measure.raw, whole.name, whole.raw, whole.cell
            ),
        )
        .expected(format!("≤ {}", whole.raw))
        .detail(Words::same(format!("{} > {}", super::plain(told), super::plain(whole_value)))),
    )
}

/// The lowest level of a joined header.
fn last_level(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name).trim()
}

/// A measure of change may be anything.
fn is_change(folded: &str) -> bool {
    ["增", "减", "差", "净", "同比", "环比", "变化", "变动", "升", "降"].iter().any(|word| folded.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bounded_rate_above_a_hundred_is_seen_in_words() {
        for (text, quotes) in [
            ("抽检合格率达103.2%，覆盖率为96%。", vec!["抽检合格率达103.2%"]),
            ("完成率120%，同比增长130%，占比提高120%", vec![]),
            ("办结率：184％", vec!["办结率：184%"]),
            ("合格率98.5%，完成年度计划的112%", vec![]),
        ] {
            let found: Vec<String> = told_above_hundred(text).into_iter().map(|(quote, _)| quote).collect();
            assert_eq!(found, quotes, "{text}");
        }
    }
}

//! Figures in a narrative by the words that stand right before them: 查办涉渔案件 → 136起.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::{checks::periods, figures, model::Quantity, text::fold::words_only};

/// A figure with the words before it.
#[derive(Debug, Clone, PartialEq)]
pub struct Stated {
    /// As it stands in the text.
    pub text: String,
    /// Its value.
    pub value: Decimal,
    /// Its unit, empty for none.
    pub unit: String,
}

/// Words too few to say what a figure counts.
const LEAST_WORDS: usize = 4;

/// Every plain figure whose words stand once in the text, by those words. Figures that are hedged, that are a time, or
/// that nothing names are left out.
pub fn stated(text: &str) -> BTreeMap<String, Stated> {
    let chars: Vec<char> = text.chars().collect();
    let quantities = figures::audit(text).quantities;
    let times = periods::mentions(text);
    let is_time = |quantity: &Quantity| times.iter().any(|time| quantity.start < time.end && time.start < quantity.end);
    let mut found: BTreeMap<String, Option<Stated>> = BTreeMap::new();
    let mut before = 0;
    for quantity in &quantities {
        let words = label(&chars, before, quantity.start);
        before = quantity.end;
        if words.chars().count() < LEAST_WORDS || is_time(quantity) || is_hedged(&words, &quantity.text) {
            continue;
        }
        let stated = Stated { text: quantity.text.clone(), value: quantity.value, unit: quantity.unit.clone() };
        found.entry(words).and_modify(|twice| *twice = None).or_insert(Some(stated));
    }
    found.into_iter().filter_map(|(words, stated)| Some((words, stated?))).collect()
}

/// Every figure of a text with its unit, times left out, in order of size.
pub fn figures_of(text: &str) -> Vec<(Decimal, String)> {
    let times = periods::mentions(text);
    let quantities = figures::audit(text).quantities.into_iter();
    let kept = quantities.filter(|quantity| {
        let is_time = times.iter().any(|time| quantity.start < time.end && time.start < quantity.end);
        !is_time && !matches!(quantity.unit.as_str(), "年" | "月" | "日" | "号" | "时" | "点")
    });
    let mut figures: Vec<_> = kept.map(|quantity| (quantity.value.normalize(), quantity.unit)).collect();
    figures.sort();
    figures
}

/// The words between the last break and a figure, in comparison form.
fn label(chars: &[char], from: usize, to: usize) -> String {
    let part = chars.get(from..to).unwrap_or_default();
    let is_break = |c: &char| {
        matches!(c, '，' | '。' | '；' | '、' | '：' | ',' | ';' | ':' | '！' | '？' | '\n' | '（' | '(' | '）' | ')')
    };
    let start = part.iter().rposition(is_break).map_or(0, |at| at + 1);
    words_only(&part.get(start..).unwrap_or_default().iter().collect::<String>())
}

fn is_hedged(words: &str, figure: &str) -> bool {
    words.ends_with(['约', '近', '超', '逾', '第', '过', '至']) || figure.contains(['余', '多', '几'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_known_by_the_words_before_it() {
        let all = stated(
            "截至6月底，开展“清江”联合执法行动42次，查办涉渔案件136起；培训约300人，完成投资2亿元、完成投资3亿元。",
        );
        let told: Vec<_> =
            all.iter().map(|(words, figure)| format!("{words}={}{}", figure.value, figure.unit)).collect();
        assert_eq!(told, ["开展清江联合执法行动=42次", "查办涉渔案件=136起"]);
        assert!(stated("").is_empty());
    }
}

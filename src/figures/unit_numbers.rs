//! The units of a text by numbers, so that finders ask for the same unit without comparing words.

use rustc_hash::FxHashMap;

use super::figure::{Figure, Role};

/// 分解为26个子项，已完成15个: the long unit of a text that goes on with its short form.
fn shortened<'t>(figures: &[Figure<'t>]) -> Option<(&'static str, &'t str)> {
    let long = |figure: &Figure<'t>| figure.shown_unit.strip_prefix('个').is_some_and(|rest| rest.contains('项'));
    let whole = figures.iter().find(|figure| long(figure))?;
    let first = figures.iter().find(|other| other.unit == "个")?;
    (first.start > whole.start).then_some(("个", whole.unit))
}

/// Numbers the units of the amounts, so that finders ask for the same unit without comparing words; how many levels are
/// told in each.
pub fn assign<'t>(figures: &mut [Figure<'t>]) -> Vec<usize> {
    let mut known: FxHashMap<&str, usize> = FxHashMap::default();
    let mut levels = Vec::new();
    // 3914台（套）: in a text that counts so, 台 and 套 are one. 分解为26个子项，已完成15个: so are 个子项 and 个.
    let mut both: Vec<(&str, &'t str)> = figures
        .iter()
        .filter_map(|figure| {
            let (_, inner) = figure.shown_unit.split_once(['(', '（'])?;
            Some((inner.strip_suffix([')', '）'])?, figure.unit))
        })
        .collect();
    both.extend(shortened(figures));
    both.sort_unstable();
    both.dedup();
    for figure in figures.iter_mut().filter(|figure| figure.is_amount()) {
        let unit = both.iter().find(|(inner, _)| *inner == figure.unit).map_or(figure.unit, |(_, unit)| *unit);
        // 318.6万册（件）, 296.4万册
        let unit = unit.split_once('(').map_or(unit, |(first, _)| first);
        let number = *known.entry(unit).or_insert(levels.len());
        if number == levels.len() {
            levels.push(0);
        }
        levels[number] += usize::from(figure.role == Role::Level);
        figure.unit_number = Some(number as u32);
    }
    levels
}

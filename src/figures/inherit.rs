//! Numbers without a unit of their own that count what their neighbours count.

use super::{
    english::{self, is_english},
    figure::Figure,
    folded::Folded,
    glyphs::is_han,
    units::Class,
};
use crate::text::words::holds_any;

/// 快于全部投资12.9和13.7个百分点, 高2.5个、5.7个百分点: the last of a list of points says what they all are.
pub fn points(text: &Folded<'_>, figures: &mut [Figure<'_>]) {
    for at in (1..figures.len()).rev() {
        let (before, rest) = figures.split_at_mut(at);
        let (Some(figure), Some(next)) = (before.last_mut(), rest.first()) else { continue };
        let open = figure.class == Class::Bare || figure.unit == "个" && figure.decimals > 0;
        let near = next.class == Class::Points && next.start.saturating_sub(figure.end) <= 3;
        if open
            && near
            && figure.scale == 0
            && figure.sentence == next.sentence
            && figure.end < next.start
            && text.between(figure.end, next.start).chars().all(|c| "、,和及与 ".contains(c))
        {
            (figure.class, figure.unit, figure.small_numeral) = (Class::Points, next.unit, false);
        }
    }
}

/// 7月、8月、9月分别为16.92亿、17.35亿和12.56亿千瓦时: the last of a list of amounts says what they all are.
pub fn lists(text: &Folded<'_>, figures: &mut [Figure<'_>]) {
    for at in (1..figures.len()).rev() {
        let (before, rest) = figures.split_at_mut(at);
        let (Some(figure), Some(next)) = (before.last_mut(), rest.first()) else { continue };
        let open =
            figure.class == Class::Bare && figure.unit.is_empty() && figure.scale > 0 && figure.scale == next.scale;
        let measured = matches!(next.class, Class::Measure | Class::Money | Class::Count) && !next.unit.is_empty();
        let near = figure.end < next.start && next.start - figure.end <= 2 && figure.sentence == next.sentence;
        if open && measured && near && text.between(figure.end, next.start).chars().all(|c| "、和及与".contains(c))
        {
            (figure.unit, figure.class) = (next.unit, next.class);
        }
    }
}

/// A bare number in a list counts what its neighbours count (部分查阅67，占4.61%; 较上年2.08减少0.03万元; 21 are complete).
pub fn units(figures: &mut [Figure<'_>]) {
    for figure in figures.iter_mut().filter(|figure| figure.class == Class::Bare && is_english(figure)) {
        if let Some(noun) = english::head_noun(figure.tail) {
            (figure.unit, figure.class) = (noun, Class::Count);
        }
    }
    for at in 0..figures.len() {
        let (before, rest) = figures.split_at_mut(at);
        let Some((figure, after)) = rest.split_first_mut() else { continue };
        if english::is_kind_of_person(figure.unit) {
            if let Some(whole) = english::people(figure, before) {
                figure.unit = whole.unit;
            }
            continue;
        }
        // 生师比16.19:1，合格率99.99%: a ratio counts nothing.
        let ratio = figure.label.trim_end_matches(['为', '达', '是', ' ']).ends_with('比');
        if figure.class != Class::Bare || ratio {
            continue;
        }
        if let Some(whole) = english::alone_behind_percent(figure, before) {
            (figure.unit, figure.class) = (whole.unit, whole.class);
            continue;
        }
        let english = is_english(figure);
        let han = !figure.label.trim().is_empty() && figure.label.chars().any(is_han);
        if !han && !english {
            continue;
        }
        // 84 of 96 schools: the whole names what is counted.
        let whole = after.first().filter(|next| english && english::is_part_of(figure, next));
        let neighbour =
            before.iter().rev().take(3).find(|other| other.is_amount() && other.sentence == figure.sentence);
        let share = after.first().is_some_and(|next| next.class == Class::Percent && next.sentence == figure.sentence);
        let earlier =
            figure.decimals > 0 && after.first().is_some_and(|next| next.is_amount() && next.item == figure.item);
        // 相比2021年的总收入8244.10减少276.40万元: what it changed by tells what it is, where nothing before does.
        let compared = earlier && holds_any(figure.label, &["比", "较"]);
        let neighbour = neighbour.or_else(|| after.first().filter(|_| compared));
        let neighbour = neighbour.filter(|other| {
            let counted = !english || other.class == Class::Count && figure.decimals == 0;
            other.class != Class::Bare && counted && (share || earlier || english)
        });
        if let Some((unit, class, scale)) = whole.or(neighbour).map(|other| (other.unit, other.class, other.scale)) {
            (figure.unit, figure.class) = (unit, class);
            if earlier {
                figure.scale = scale;
            }
        } else if english && let Some(next) = after.first().filter(|next| english::arrives(figure, next)) {
            // From 412,300 to 447,900 visits.
            (figure.unit, figure.class) = (next.unit, next.class);
        }
    }
}

/// 15.26千公顷（海宁湾4.82、石浦7.35、月屿3.09）: named numbers without a unit in the bracket behind an amount are of its kind.
pub fn bracketed(figures: &mut [Figure<'_>], spans: &[(usize, usize)]) {
    for (open, close) in spans {
        let first = figures.partition_point(|figure| figure.start < *open);
        let end = figures.partition_point(|figure| figure.start < *close);
        let (before, rest) = figures.split_at_mut(first);
        let (Some(whole), Some(inside)) = (before.last(), rest.get_mut(..end - first)) else { continue };
        let named = |figure: &Figure<'_>| {
            let bare = figure.class == Class::Bare && figure.scale == 0 && figure.decimals == whole.decimals;
            bare && figure.tail.trim().is_empty() && figure.label.chars().filter(|c| is_han(*c)).count() >= 2
        };
        let measured = matches!(whole.class, Class::Count | Class::Measure | Class::Money) && whole.end == *open;
        if inside.len() >= 2 && measured && inside.iter().all(named) {
            for figure in inside {
                (figure.unit, figure.shown_unit) = (whole.unit, whole.shown_unit);
                (figure.class, figure.scale) = (whole.class, whole.scale);
            }
        }
    }
}
